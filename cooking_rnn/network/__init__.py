"""Networks that learn: pure functions of parameters and input. Each cell has a file, as its paper writes it."""
