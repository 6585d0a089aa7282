"""Where weather comes from: words, real files, chance."""
