"""What can be read off a network: its gradient, its memory, the machine inside it, what tells two cooks apart."""
