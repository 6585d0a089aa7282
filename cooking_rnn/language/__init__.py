"""Text: a source whose entropy is known, and models of it."""
