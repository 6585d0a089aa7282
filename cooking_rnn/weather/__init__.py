"""Where weather comes from: words, files, chance."""
