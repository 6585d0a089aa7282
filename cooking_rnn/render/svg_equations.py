"""Equations as vector graphics: brackets, numbers in columns, what is picked and what wins in boxes."""

import math
from collections.abc import Sequence
from dataclasses import replace

from cooking_rnn.blocks import Equation, Matrix, Span, Vector
from cooking_rnn.render.drawing import CELL, SIZE, SMALL, Drawing, fitted, pixels, shortened, width_of, wrapped
from cooking_rnn.render.svg_tables import row_of
from cooking_rnn.render.theme import colour
from cooking_rnn.render.vectors import in_line, numbers
from cooking_rnn.render.wrap import folded, longest_word

_ROW = 24  # from entry to entry, downward
_GAP = 14  # between two terms
_BRACKET = 6
_NAME = 34  # cells of the name of a row
HEADING = 40  # cells of the name of a term
_FOLDED = 13  # cells of a heading where room is short
_SMALL_ENOUGH = 0.85  # of its size, for an equation in a column
_SMALLEST = 0.75  # to which an equation is scaled before anything is left out


def equation(block: Equation, room: float) -> Drawing:
    """Return an equation as wide as it must be, up to `room`: with what is said of the rows, without, or in pieces."""
    drawn = _side_by_side(block)
    if drawn.width > room:
        drawn = _side_by_side(block, fold=True)
    if drawn.width * _SMALLEST > room:
        drawn = _side_by_side(block, fold=True, with_names=False)
        if drawn.width * _SMALLEST > room:
            drawn = _in_pieces(block, room)
        if drawn.width:
            for each in block.legend:
                drawn.place(wrapped(each, room), 0, drawn.bounds[3] + 4)
    drawing = fitted(drawn, room)
    if block.note:
        drawing.place(wrapped(block.note, room), 0, drawing.bounds[3] + 6)
    return drawing


def narrowest(block: Equation) -> float:
    """Return how narrow an equation may be without loss."""
    return _side_by_side(block, fold=True).width * _SMALL_ENOUGH


def _side_by_side(block: Equation, *, fold: bool = False, with_names: bool = True) -> Drawing:
    """Return the terms in a row, as close as their headings let them, symbols half way between."""
    drawing = Drawing()
    end = heading_end = -math.inf
    symbols: list[str] = []
    for term in block.terms:
        if isinstance(term, str):
            symbols.append(term)
            continue
        body, heading = grid(term), _heading(term, _FOLDED if fold else _NAME)
        between = sum(map(width_of, symbols)) + _GAP * (len(symbols) + 1)
        if end == -math.inf:
            middle = max(body.width, heading.width) / 2 if not symbols else between + body.width / 2
            end = 0
        else:
            middle = max(end + between + body.width / 2, heading_end + _GAP + heading.width / 2)
        left = middle - body.width / 2
        _put_symbols(drawing, symbols, (end + left) / 2)
        if body.body:
            drawing.place(body, left, -body.height / 2)
        else:
            drawing.text(middle, 0, "—", anchor="middle")
        drawing.place(heading, middle - heading.width / 2, -body.height / 2 - heading.height - 2)
        end, heading_end, symbols = left + body.width, middle + heading.width / 2, []
    if symbols:
        _put_symbols(drawing, symbols, end + _GAP + sum(map(width_of, symbols)) / 2)
    if with_names:
        _put_names(drawing, end + _GAP, block)
    return drawing


def _put_symbols(drawing: Drawing, symbols: Sequence[str], middle: float) -> None:
    drawing.text(middle, 0, "  ".join(symbols), anchor="middle")


def _heading(term: Vector | Matrix, width: int) -> Drawing:
    drawing = Drawing()
    heading = shortened(term.heading, HEADING)
    lines = folded(heading, max(min(longest_word(heading), _NAME), width)) if heading else []
    drawing.lines(0, 0, lines, anchor="middle", style="strong")
    return drawing


def _put_names(drawing: Drawing, x: float, block: Equation) -> None:
    """Write what each row of the result stands for, and who put something there."""
    top = -len(block.names) * _ROW / 2
    names = [shortened(name.text, _NAME) for name in block.names]
    right = x + max(map(width_of, names), default=0) + _GAP
    for row, (name, short) in enumerate(zip(block.names, names, strict=True)):
        y = top + (row + 0.5) * _ROW
        drawing.text(x, y, replace(name, text=short), tip=name.text)
        if row < len(block.sources) and block.sources[row]:
            source = shortened(block.sources[row], 2 * _NAME)
            drawing.text(right, y, source, size=SMALL, style="faint", tip=block.sources[row])


def grid(term: Vector | Matrix) -> Drawing:
    """Return a vector as a column, or a matrix, in brackets."""
    drawing = Drawing()
    if not term.values.size:
        return drawing
    values = term.values.reshape(len(term.values), -1)
    rows, columns = values.shape
    winners = term.winners if isinstance(term, Vector) else ()
    shown = numbers(values, winners)
    digits = max(map(len, shown)) * SIZE * CELL
    pitch = digits + 14
    width, height = pitch * columns, _ROW * rows
    if isinstance(term, Matrix) and term.picked is not None:
        drawing.box(term.picked * pitch + 1, 1, pitch - 2, height - 2, "picked")
    for place, text in enumerate(shown):
        row, column = divmod(place, columns)
        y, right = (row + 0.5) * _ROW, (column + 0.5) * pitch + digits / 2
        if row in winners:
            own = width_of(text.strip())
            drawing.box(right - own - 5, y - 11, own + 10, 22, "largest", 7)
        style = "winner" if row in winners else colour(term.owners[row])
        drawing.text(right, y, text.strip(), anchor="end", style=style)
    for side, inward in ((-3.0, _BRACKET), (width + 3, -_BRACKET)):
        d = f"M{pixels(side + inward)} 0H{pixels(side)}V{pixels(height)}h{inward}"
        drawing.path(d, "line", [(side, 0), (side, height)])
    return drawing


def _in_pieces(block: Equation, room: float) -> Drawing:
    """Return what is too wide for one row: vectors in rows, a matrix in bands of columns, below one another."""
    drawing = Drawing()

    def put(piece: Drawing, left: float = 0, gap: float = 6) -> None:
        drawing.place(piece, left, drawing.height + gap)

    for term in block.terms:
        if isinstance(term, str):
            put(wrapped(term, room), 20)
            continue
        put(wrapped(Span(term.heading, "strong"), room), gap=8)
        if isinstance(term, Vector):
            put(row_of(term, room), gap=2)
            continue
        for some, columns in _bands(term, room):
            if columns < term.values.shape[1]:
                put(wrapped(f"{some.heading}:", room, SMALL, "faint"))
            put(grid(some))
    return drawing


def _bands(matrix: Matrix, room: float) -> Sequence[tuple[Matrix, int]]:
    """Cut a matrix into bands of columns that fit; each is headed by its column numbers, beside how many they are."""
    digits = max(map(len, numbers(matrix.values)), default=0) * SIZE * CELL
    at_once = in_line(int((room - 10) / (digits + 14)), matrix.values.shape[1])
    bands = []
    for first in range(0, matrix.values.shape[1], at_once):
        values = matrix.values[:, first : first + at_once]
        picked = None if matrix.picked is None else matrix.picked - first
        picked = picked if picked is not None and 0 <= picked < values.shape[1] else None
        bands.append((Matrix(values, f"{first + 1}–{first + values.shape[1]}", matrix.parts, picked), values.shape[1]))
    return bands
