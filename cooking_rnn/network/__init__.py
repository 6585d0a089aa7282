"""Networks that learn: pure functions of parameters and input, forward and backward side by side."""
