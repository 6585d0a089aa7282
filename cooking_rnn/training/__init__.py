"""How a network learns: what it is asked, and the loop that yields its progress and prints nothing."""
