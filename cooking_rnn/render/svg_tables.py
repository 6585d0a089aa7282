"""Vectors in a row, and tables of them, as vector graphics."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from cooking_rnn.blocks import Cell, Column, Label, Span, Table, Vector
from cooking_rnn.render.drawing import CELL, LEADING, SIZE, Drawing, fitted, width_of, wrapped
from cooking_rnn.render.theme import colour
from cooking_rnn.render.vectors import aligned, in_line, numbers
from cooking_rnn.render.wrap import folded, longest_word

_LINE = SIZE * LEADING
_WORDS = 44  # cells of a text in a cell; longer, it wraps


@dataclass(frozen=True)
class _Layout:
    """How a table is drawn: each is narrower than the one before."""

    gap: float = 26  # between two columns
    space: float = 10  # between two entries of a vector
    fold: int = 14  # cells that a heading may have in a line, wherever it stands
    names: str = "text"  # of vectors and labels: "text", "short", or "" for none beside a vector


_LAYOUTS = (
    _Layout(),
    _Layout(20, 8, 10),
    _Layout(20, 8, 0),
    _Layout(16, 5, 0),
    _Layout(16, 3, 0),
    _Layout(16, 2, 0, "short"),
    _Layout(14, 2, 0, ""),
)


def row_of(vector: Vector, most: float, space: float = 10) -> Drawing:
    """Return a vector in a row: its parts parted by a line and by colour, the winner in a box; wider, in rows."""
    drawing = Drawing()
    shown = numbers(vector.values, vector.winners)
    digits = max(vector.digits or 0, *map(len, shown)) * SIZE * CELL
    pitch = digits + (space if digits < 2 * SIZE * CELL else max(space, 8))
    at_once = in_line(int(most / pitch), len(shown))
    owners = vector.owners
    for row, text in enumerate(shown):
        line, place = divmod(row, at_once)
        before = len({*owners[row - place : row + 1]}) - 1  # parts that begin further left in this line
        x, y = (place + 0.5) * pitch + 10 * before, (line + 0.5) * _LINE
        if row in vector.winners:
            own = width_of(text.strip())
            drawing.box(x + digits / 2 - own - 3.5, y - 10.5, own + 7, 21, "largest", 6)
        style = "winner" if row in vector.winners else colour(owners[row])
        drawing.text(x + digits / 2, y, text.strip(), anchor="end", style=style)
        if place and owners[row] != owners[row - 1]:
            drawing.line([(x - pitch / 2 - 5, y - 9), (x - pitch / 2 - 5, y + 9)], "line")
        drawing.reserve(x - pitch / 2, y - _LINE / 2, pitch, _LINE)
    return drawing


def table(block: Table, room: float) -> Drawing:
    """Draw a table in the first layout that fits; if none does, put its columns in bands below one another."""
    block = aligned(block)
    for layout in (*_LAYOUTS, _LAYOUTS[1]):  # in bands, there is room again
        cells = [[_cell(*pair, room, layout) for pair in zip(row, block.columns, strict=True)] for row in block.rows]
        headings = [
            _heading(column, [row[place] for row in cells], layout.fold) for place, column in enumerate(block.columns)
        ]
        widths = [max([heading.width, *(row[place].width for row in cells)]) for place, heading in enumerate(headings)]
        if _total(widths, layout.gap) <= room:
            break
    drawing = Drawing()
    for band in _bands(widths, layout.gap, room):
        top = drawing.height + (24 if drawing.height else 0)
        drawing.place(fitted(_drawn(block, cells, headings, widths, band, layout.gap), room), 0, top)
    return drawing


def _total(widths: Sequence[float], gap: float) -> float:
    return sum(widths) + gap * (len(widths) - 1)


def _bands(widths: Sequence[float], gap: float, room: float) -> list[list[int]]:
    """Return the columns of each band; each begins with the first column, which says what the row is."""
    bands = [[0]]
    for place in range(1, len(widths)):
        if len(bands[-1]) > 1 and _total([widths[each] for each in [*bands[-1], place]], gap) > room:
            bands.append([0])
        bands[-1].append(place)
    return bands


def _drawn(
    block: Table,
    cells: Sequence[Sequence[Drawing]],
    headings: Sequence[Drawing],
    widths: Sequence[float],
    band: Sequence[int],
    gap: float,
) -> Drawing:
    drawing = Drawing()
    lefts = [0.0, *accumulate(widths[place] + gap for place in band)]
    right = lefts[-1] - gap
    y = max(headings[place].height for place in band) + 4
    for left, place in zip(lefts, band, strict=False):
        _put(drawing, headings[place], left, y - 4 - headings[place].height, widths[place], block.columns[place])
    drawing.line([(0, y), (right, y)], "line")
    y += 4
    for number, row in enumerate(cells):
        if number and row[0].width:
            drawing.line([(0, y), (right, y)], "grid")
        height = max(_LINE, *(row[place].height for place in band)) + 6
        for left, place in zip(lefts, band, strict=False):
            _put(drawing, row[place], left, y + 3, widths[place], block.columns[place])
        y += height
    drawing.line([(0, y), (right, y)], "line")
    return drawing


def _put(drawing: Drawing, cell: Drawing, left: float, top: float, width: float, column: Column) -> None:
    if cell.body:
        drawing.place(cell, left + (width - cell.width if column.align == "right" else 0), top)


def _anchor(column: Column) -> str:
    return "end" if column.align == "right" else "start"


def _heading(column: Column, cells: Sequence[Drawing], fold: int) -> Drawing:
    """Return a heading in lines about as wide as what stands below it, or `fold` cells."""
    heading = column.heading.replace("\n", " ")
    widest = int(max((cell.width for cell in cells), default=0) / (SIZE * CELL))
    drawing = Drawing()
    lines = folded(heading, max(widest, fold, min(longest_word(heading), _WORDS)))
    drawing.lines(0, 0, lines, anchor=_anchor(column), style="strong")
    return drawing


def _cell(cell: Cell, column: Column, room: float, layout: _Layout) -> Drawing:
    words = min(room * 0.3, _WORDS * SIZE * CELL)
    if isinstance(cell, Label):
        name = cell.short if layout.names != "text" and cell.short else cell.text
        cell = Span(name, cell.tone, cell.part)
    if isinstance(cell, str | Span):
        return wrapped(cell, words, anchor=_anchor(column))
    if not cell.values.size:
        return wrapped("—", words)
    drawing = row_of(cell, room * 0.5, layout.space)
    if name := name_of(cell, layout.names):
        drawing.place(wrapped(name, words), drawing.width + (10 if layout.space > 2 else 6), 0)
    return drawing


def name_of(vector: Vector, names: str) -> str:
    """Return what a vector says, in the kind of `names` that are asked for."""
    if vector.meaning is None or not names:
        return ""
    return (names == "short" and vector.meaning.short) or vector.meaning.text
