"""Speed only: `season`, `lstm` and `simple` each have a plain twin in another room, and a test holds the two equal."""
