"""The network wired by hand: from rules to matrices to a menu."""
