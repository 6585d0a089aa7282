"""Blocks as an HTML page, and as a fragment of one for a notebook."""

from collections.abc import Sequence

from cooking_rnn.blocks import Block
from cooking_rnn.render import pictures, terminal

_WIDTH = 100  # columns


def page(blocks: Sequence[Block], lang: str) -> str:
    """Return the blocks as a page that needs nothing from the network."""
    return pictures.html(terminal.segments(blocks, terminal.columns_asked() or _WIDTH), lang)
