"""Speed only: each module stands beside a plain twin elsewhere, and a test holds the two equal."""
