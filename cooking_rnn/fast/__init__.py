"""Speed only: each beside a plain twin elsewhere, and a law that holds the two equal."""
