"""A vector in a line: its parts told apart by a bar and by colour, the winner in parentheses."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from numpy.typing import NDArray
from rich.text import Text

from cooking_rnn.blocks import Cell, Table, Vector
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
    return [f"{0 if not round(value, decimals) else value:.{decimals}f}" for value in values]  # no -0


def aligned(table: Table) -> Table:
    """Return a table in which the numbers of each column's vectors are as wide as the widest, to stand in columns."""
    widest = [
        max((len(text) for row in table.rows for text in _numbers_of(row[place])), default=0)
        for place in range(len(table.columns))
    ]
    rows = (
        tuple(
            replace(cell, digits=digits) if isinstance(cell, Vector) else cell
            for cell, digits in zip(row, widest, strict=True)
        )
        for row in table.rows
    )
    return replace(table, rows=tuple(rows))


def _numbers_of(cell: Cell) -> list[str]:
    return numbers(cell.values, cell.winners)[:1] if isinstance(cell, Vector) else []


def in_line(room: int, count: int) -> int:
    """Return how many of `count` entries stand in a line with room for `room`; above 8, a multiple of 4."""
    return room if count <= room or 1 <= room <= 8 else max(1, room - room % 4)


def is_small(vector: Vector) -> bool:
    """Whether each entry is one character wide, so that no blank is needed between two."""
    return (vector.digits or 1) == 1 and all(len(text) == 1 for text in numbers(vector.values, vector.winners))


def vector_line(vector: Vector, *, packed: bool = False) -> Text:
    """Return the vector in one line, such as ` 1 0 0 │ 1(2)1 `; `packed` leaves the blanks out: `100│1(2)1`."""
    shown = numbers(vector.values, vector.winners)
    if vector.digits:
        shown = [text.rjust(vector.digits) for text in shown]
    return _line(shown, vector.parts, vector.winners, "" if packed and is_small(vector) else " ")


def _line(shown: Sequence[str], parts: Sequence[int], winners: Sequence[int], blank: str = " ") -> Text:
    lengths = parts or (len(shown),)
    line = Text(no_wrap=True)
    row = 0
    for part, length in enumerate(lengths):
        if not length:
            continue
        style = style_of(part if len(lengths) > 1 else None)
        pieces: list[str] = []
        line.append("│" if row else "")
        for place in range(row, row + length):
            is_winner = place in winners
            if is_winner or (place - 1 in winners and place > row):
                line.append("".join(pieces), style)
                closes = ")" if place - 1 in winners and place > row else ""
                line.append(closes + ("(" if is_winner else ""))
                line.append(shown[place], f"{style} {style_of(None, 'winner')}".strip() if is_winner else style)
                pieces = []
            else:
                pieces.append(blank + shown[place])
        line.append("".join(pieces), style)
        row += length
        line.append(")" if length and row - 1 in winners else blank)
    return line


def vector_lines(vector: Vector, width: int, indent: int = 0) -> list[Text]:
    """Return the vector in lines of at most `width` columns, broken between two entries, which stay in columns.

    `indent` is what each begins with; less, where a vector in one line leaves less.
    """
    line = vector_line(vector)
    line.rstrip()
    if line.cell_len <= width:
        line.pad_left(min(indent, width - line.cell_len))
        return [line]
    shown = numbers(vector.values, vector.winners)
    most = max(1, (width - indent - 1) // (len(shown[0]) + 1))
    for at_once in [count for count in range(most, 0, -1) if count <= 8 or count % 4 == 0]:
        lines = [_piece(vector, shown, slice(first, first + at_once)) for first in range(0, len(shown), at_once)]
        if max(line.cell_len for line in lines) <= width - indent:
            break
    for line in lines:
        line.pad_left(indent)
    return lines


def _piece(vector: Vector, shown: Sequence[str], some: slice) -> Text:
    """Return some entries of a vector in a line."""
    count = Counter(vector.owners[some])
    lengths = [count[part] for part in range(len(vector.parts))] if vector.parts[1:] else ()
    winners = [row - some.start for row in vector.winners if some.start <= row < some.stop]
    return _line(shown[some], lengths, winners)
