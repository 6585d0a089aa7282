"""Blocks as text for a terminal or a pipe: the one renderer that knows how wide it is."""

import io
import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from typing import assert_never

from rich.console import Console, RenderableType
from rich.text import Text

from cooking_rnn.blocks import (
    Bars,
    Block,
    Board,
    Break,
    Equation,
    Graph,
    Heading,
    Lines,
    Paragraph,
    Question,
    Table,
)
from cooking_rnn.render.boards import board_lines
from cooking_rnn.render.charts import bar_lines, chart_lines
from cooking_rnn.render.equations import equation_lines
from cooking_rnn.render.graphs import graph_lines
from cooking_rnn.render.tables import table_lines
from cooking_rnn.render.wrap import styled, wrapped

UNLIMITED = 100_000  # columns: a pipe is as wide as what is written to it
_NARROWEST = 10  # columns: below, a wide character or a column of a table would not fit whole


def text(blocks: Iterable[Block], width: int, *, colour: bool) -> str:
    """Return what a terminal `width` columns wide would be sent; without `colour`, no blanks end a line."""
    console = _console(width, colour=colour)
    for part in parts(blocks, width):
        console.print(part, no_wrap=True, overflow="ignore", crop=False)
    assert isinstance(console.file, io.StringIO)
    shown = console.file.getvalue()
    return shown if colour else "".join(f"{line.rstrip()}\n" for line in shown.splitlines())


def parts(blocks: Iterable[Block], width: int) -> Iterator[RenderableType]:
    """Yield each block as it is drawn in `width` columns; a blank line parts what is not a sentence."""
    before: Block | None = None
    for block in blocks:
        if before is not None and _are_apart(before, block):
            yield Text()
        yield from _drawn(block, width)
        before = block


def _are_apart(before: Block, block: Block) -> bool:
    """Whether a blank line stands between two blocks: not below a heading, nor between two sentences."""
    if isinstance(before, Heading) and not isinstance(block, Heading):
        return False
    if isinstance(before, Equation) and isinstance(block, Paragraph):
        return False
    return not (isinstance(before, Paragraph) and isinstance(block, Paragraph))


def _drawn(block: Block, width: int) -> Iterator[RenderableType]:
    match block:
        case Heading():
            tone = {1: "strong", 2: "strong"}.get(block.level, "")
            yield from wrapped(styled(block.text, tone), width)
        case Paragraph():
            yield from wrapped(styled(block.text), width)
        case Table():
            yield from table_lines(block, width)
        case Equation():
            yield from equation_lines(block, width)
        case Lines():
            yield from chart_lines(block, width)
        case Bars():
            yield from bar_lines(block, width)
        case Graph():
            yield from graph_lines(block, width)
        case Question():
            yield from wrapped(Text(block.text, "bold"), width)
            for number, choice in enumerate(block.choices, 1):
                yield from wrapped(Text(f"{number} {choice}"), width, 2)
        case Board():
            yield from board_lines(block, width)
        case Break():
            yield Text("─" * min(width, 40), "dim")
        case _:
            assert_never(block)


def screen_width() -> int:
    """Return the columns of standard output: COLUMNS, or the terminal's, or no limit on a pipe."""
    if columns := columns_asked():
        return columns
    return max(shutil.get_terminal_size().columns, _NARROWEST) if sys.stdout.isatty() else UNLIMITED


def is_colourful() -> bool:
    """Whether standard output is a terminal, which knows styles; rich asks NO_COLOR and TERM which of them."""
    return sys.stdout.isatty()


def columns_asked() -> int | None:
    """Return what COLUMNS says, if it says anything."""
    columns = os.environ.get("COLUMNS", "")
    return max(int(columns), _NARROWEST) if re.fullmatch("[1-9][0-9]{0,4}", columns) else None


def _console(width: int, *, colour: bool) -> Console:
    return Console(
        file=io.StringIO(),
        width=width,
        height=25,  # without it, rich ignores `width` on a dumb terminal and takes 80 columns
        force_terminal=colour,
        markup=False,
        emoji=False,
        highlight=False,
        color_system="auto" if colour else None,
        legacy_windows=False,
    )
