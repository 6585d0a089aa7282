"""A vector in a line: its blocks told apart by a bar and by colour, the winner in parentheses."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.containers import Lines
from rich.text import Text

from cooking_rnn.show.labels import Labels
from cooking_rnn.steps import Part, Step

STYLES = ("cyan", "magenta", "green", "yellow", "blue", "red")
WINNER_STYLE = "bold reverse"


class Entries(Text):
    """Numbers in a line, which wraps between two of them and keeps them in columns."""

    def __init__(self) -> None:
        super().__init__(overflow="fold")
        self.starts: list[int] = []  # where each entry begins

    def wrap(self, console: Console, width: int, **how: Any) -> Lines:
        """Return the lines of at most `width` columns."""
        breaks, begun = [], 0
        for start, end in pairwise([*self.starts, len(self)]):
            if start > begun and self[begun:end].cell_len > width:
                breaks.append(start)
                begun = start
        lines = Lines()
        for line in self.divide(breaks):
            lines.extend([line] if line.cell_len <= width else line.wrap(console, width, **how))
        return lines


def block_style(block: int, axis: Sequence[Part]) -> str:
    """Return the colour of a block; a vector of one block has none."""
    return STYLES[block % len(STYLES)] if len(axis) > 1 else ""


def numbers(values: NDArray[Any]) -> list[str]:
    """Return the entries as text of one width: integers in full, others to two decimals."""
    flat = values.ravel()
    whole = bool(np.all(flat == np.round(flat))) if flat.size else True
    shown = [f"{value:.0f}" if whole else f"{value:.2f}" for value in flat.tolist()]
    shown = ["0" if text == "-0" else text for text in shown]
    width = max(map(len, shown), default=0)
    return [text.rjust(width) for text in shown]


def percent(share: float) -> str:
    """Return a share in per cent, rounded so that 100 % is said of all only, and 0 % of none."""
    shown = f"{100 * share:.1f}"
    if share < 1 and shown == "100.0":
        shown = "> 99.9"
    if share > 0 and shown == "0.0":
        shown = "< 0.1"
    return f"{shown.removesuffix('.0')} %"


def vector_line(step: Step, *, packed: bool = False, shown: Sequence[str] | None = None) -> Text:
    """Return the step's vector in one line, such as ` 1 0 0 │ 1(2)1 `; `packed` leaves the spaces out.

    `shown` are its entries as text, where they are to be as wide as those of other vectors.
    """
    shown = shown or numbers(step.value)
    is_packed = packed and all(len(entry) == 1 for entry in shown)
    starts = np.cumsum([len(block.entries) for block in step.axis]).tolist()
    line, block, after = Entries(), 0, "" if is_packed else " "
    for place, entry in enumerate(shown):
        is_start = place in starts
        block += is_start
        is_winner = place in step.winners
        before = "(" if is_winner else ("" if is_packed else " ")
        if place:
            line.append(f"{after}│" if is_start else after.strip())
        line.starts.append(len(line))
        line.append(before.strip() if after == ")" and not is_start else before)
        style = block_style(block, step.axis)
        line.append(entry, f"{style} {WINNER_STYLE}" if is_winner else style)
        after = ")" if is_winner else ("" if is_packed else " ")
    line.append(after)
    return line


def meaning(step: Step, labels: Labels) -> str:
    """Return the name that a vector over names says, such as "potato"; nothing for any other vector."""
    if not step.is_named or not step.value.size:
        return ""
    entry = step.rows[int(step.value.argmax())][1]
    return labels.get(entry, entry)


def is_one_hot(vector: NDArray[Any]) -> bool:
    """Whether one entry is 1 and all others are 0."""
    return bool(np.count_nonzero(vector) == 1 and vector.max() == 1)
