"""A text told word by word: a source whose entropy is known, and models of any."""
