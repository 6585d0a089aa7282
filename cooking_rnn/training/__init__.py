"""How a network learns: the tasks, and the loop that yields its progress and prints nothing."""
