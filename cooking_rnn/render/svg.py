"""Blocks as an SVG picture."""

from collections.abc import Sequence

from cooking_rnn.blocks import Block
from cooking_rnn.render import pictures, terminal

_WIDTH = 100  # columns


def picture(blocks: Sequence[Block], lang: str) -> str:
    """Return the blocks as an SVG picture of a screen."""
    return pictures.svg(terminal.segments(blocks, terminal.columns_asked() or _WIDTH), lang)
