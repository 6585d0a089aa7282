"""A vector in a line: its parts told apart by a bar and by colour, the winner in parentheses."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.text import Text

from cooking_rnn.blocks import Vector
from cooking_rnn.render.wrap import style_of

_MOST_DECIMALS = 9


def numbers(values: NDArray[Any], winners: Sequence[int] = ()) -> list[str]:
    """Return the entries as text of one width: integers in full, others to two decimals.

    Where a winner would look like an entry that it beats, as many decimals as tell them apart.
    """
    flat = values.ravel().tolist()
    is_whole = all(value == round(value) for value in flat)
    decimals = 0 if is_whole else 2
    shown = _rounded(flat, decimals)
    beaten = {*range(len(flat))} - {*winners}
    while len(winners) == 1 and 0 < decimals < _MOST_DECIMALS and shown[winners[0]] in {shown[row] for row in beaten}:
        decimals += 1
        shown = _rounded(flat, decimals)
    width = max(map(len, shown), default=0)
    return [text.rjust(width) for text in shown]


def _rounded(values: Sequence[float], decimals: int) -> list[str]:
    return [
        text if text.strip("-0.") else text.removeprefix("-") for text in (f"{value:.{decimals}f}" for value in values)
    ]


def is_small(vector: Vector) -> bool:
    """Whether each entry is one character, so that no blank is needed between two."""
    return all(len(text) == 1 for text in numbers(vector.values, vector.winners))


def vector_line(vector: Vector, *, packed: bool = False) -> Text:
    """Return the vector in one line, such as ` 1 0 0 │ 1(2)1 `; `packed` leaves the blanks out: `100│1(2)1`."""
    shown = numbers(vector.values, vector.winners)
    if vector.digits:
        shown = [text.rjust(vector.digits) for text in shown]
    blank = "" if packed and is_small(vector) else " "
    lengths = vector.parts or (len(shown),)
    line = Text(no_wrap=True)
    row = 0
    for part, length in enumerate(lengths):
        if not length:
            continue
        style = style_of(part if len(lengths) > 1 else None)
        pieces: list[str] = []
        line.append("│" if row else "")
        for place in range(row, row + length):
            is_winner = place in vector.winners
            if is_winner or (place - 1 in vector.winners and place > row):
                line.append("".join(pieces), style)
                closes = ")" if place - 1 in vector.winners and place > row else ""
                line.append(closes + ("(" if is_winner else ""))
                line.append(shown[place], f"{style} {style_of(None, 'winner')}".strip() if is_winner else style)
                pieces = []
            else:
                pieces.append(blank + shown[place])
        line.append("".join(pieces), style)
        row += length
        line.append(")" if length and row - 1 in vector.winners else blank)
    return line


def vector_lines(vector: Vector, width: int) -> list[Text]:
    """Return the vector in lines of at most `width` columns, broken between two entries, which stay in columns."""
    line = vector_line(vector)
    if line.cell_len <= width:
        return [line]
    shown = numbers(vector.values, vector.winners)
    at_once = max(1, (width - 1) // (max(map(len, shown)) + 1) - 1)
    if at_once > 8:
        at_once -= at_once % 4
    owner = np.repeat(np.arange(len(vector.parts or (1,))), vector.parts or len(shown))
    lines = []
    for first in range(0, len(shown), at_once):
        some = slice(first, first + at_once)
        winners = tuple(row - first for row in vector.winners if first <= row < first + at_once)
        parts = tuple(int((owner[some] == part).sum()) for part in range(int(owner[-1]) + 1))
        piece = Vector(vector.values[some], parts=parts, winners=winners, digits=max(map(len, shown)))
        lines.append(vector_line(piece))
    return lines
