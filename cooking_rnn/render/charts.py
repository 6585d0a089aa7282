"""Charts for the terminal: curves of y against x, and bars. Read without colour and in ASCII as well as with."""

import math
from collections.abc import Iterator, Sequence

import numpy as np
from rich.table import Table as RichTable
from rich.text import Text

from cooking_rnn.blocks import Bars, Column, Curve, Lines, table
from cooking_rnn.render.axes import Frame, Values, finite, names_of
from cooking_rnn.render.canvas import Canvas
from cooking_rnn.render.tables import Layout, draw, table_lines
from cooking_rnn.render.wrap import PARTS, cells, wrapped

_WIDEST, _NARROWEST = 100, 40  # columns of a chart; narrower, its numbers are listed
_BARS = (40, 30, 20, 12, 6)  # columns of the longest bar
_ROWS = 12  # between the lowest and the highest tick, at least
_LISTED = 10  # points of a curve that is listed
#: a mark for each curve; in ASCII each is another character too (see render/output.py)
_MARKS = "●▲■×◆+○△□◇BCDEFGIJKLMNPQRSTUVWYZ"


def chart_lines(chart: Lines, width: int) -> Iterator[Text]:
    """Yield the curves over two axes; on a screen that is too narrow to draw on, their numbers.

    A curve has its own mark in every cell that one of its points falls in, and in the columns between, where
    a straight line would join two points; not beside a missing value. In a cell of several curves they take turns
    from column to column, so that curves that coincide are seen to.
    """
    frame = Frame(chart)
    points = frame.points
    if chart.title:
        yield from wrapped(Text(chart.title, "bold"), width)
    legend = [_entry(number, curve, points[number]) for number, curve in enumerate(chart.curves)]
    if max(_NARROWEST, *map(cells, (*legend, chart.x_label, chart.y_label))) > width:
        yield from _listing(chart, points, width)
        return
    yield _plot(chart, frame, min(width, _WIDEST))


def bar_lines(bars: Bars, width: int) -> Iterator[Text | RichTable]:
    """Yield a number and a bar for each row and measure; on a narrow screen the numbers alone."""
    if bars.title:
        yield from wrapped(Text(bars.title, "bold"), width)
    values = [finite([row[1][place] for row in bars.rows]).tolist() for place in range(len(bars.measures))]
    numbers = [[number_of(value) for value in column] for column in values]

    def cell(row: int, place: int, longest: int) -> Text:
        wide = max(map(len, numbers[place]))
        bar = _bar(values[place][row], max(values[place], key=_or_zero), longest)
        return Text(numbers[place][row].rjust(wide) + " ").append(bar, PARTS[place % len(PARTS)])

    columns = [Column(bars.label), *map(Column, bars.measures)]
    for longest in _BARS:
        rows = [
            [Text(label), *(cell(number, place, longest) for place in range(len(bars.measures)))]
            for number, (label, _) in enumerate(bars.rows)
        ]
        if drawn := draw(columns, rows, width, Layout(folds=9)):
            yield drawn
            return
    plain = [[label, *(column[number] for column in numbers)] for number, (label, _) in enumerate(bars.rows)]
    yield from table_lines(table(columns, plain), width)


def _bar(value: float, largest: float, longest: int) -> str:
    if not (value > 0 and largest > 0):  # nan too
        return ""
    halves = round(value / largest * 2 * longest)
    return "█" * (halves // 2) + "▌" * (halves % 2)


def _or_zero(value: float) -> float:
    return value if math.isfinite(value) else 0.0


def number_of(value: float) -> str:
    """Return a number as it stands beside a bar."""
    if not math.isfinite(value):
        return "—"
    return f"{value:.3f}" if value == 0 or 1e-3 <= abs(value) < 1e4 else f"{value:.1e}"


def _plot(chart: Lines, frame: Frame, width: int) -> Text:
    """Return the legend, the axes and the marks, `width` columns wide, or wider where a name is."""
    canvas = Canvas()
    top = _put_legend(canvas, chart.curves, frame.points, width) + 1
    canvas.put(top - 1, 0, chart.y_label)
    steps = max(len(frame.y_ticks) - 1, 1)
    rows = steps * math.ceil(_ROWS / steps) + 1  # so that every tick is at a row
    left = max((len(tick) for _, tick in frame.y_ticks), default=0) + 1
    columns = width - left - 1
    bottom = top + rows
    for row in range(rows):
        canvas.put(top + row, left, "│")
    for place, (_, tick) in enumerate(frame.y_ticks):
        canvas.put(bottom - 1 - place * (rows - 1) // steps, 0, f"{tick.rjust(left - 1)} ┤")
    canvas.put(bottom, left, "└" + "─" * columns)
    for way, tick in frame.x_ticks(max(columns // 12, 2)):
        column = left + 1 + round(way * (columns - 1))
        canvas.put(bottom, column, "┬")
        canvas.put(bottom + 1, min(max(column - len(tick) // 2, 0), width - len(tick)), tick)
    canvas.put(bottom + 2, max(width - cells(chart.x_label), 0), chart.x_label)
    shared: dict[tuple[int, int], list[int]] = {}  # the curves in each cell
    for number in range(len(frame.points)):
        across, up = frame.shares(number)
        for cell in _cells_of(across * (columns - 1), up * (rows - 1), columns if chart.joined else 0):
            shared.setdefault(cell, []).append(number)
    for (row, column), numbers in shared.items():
        number = numbers[column % len(numbers)]
        canvas.put(bottom - 1 - row, left + 1 + column, _mark(number), _style(number))
    for number, curve in enumerate(chart.curves):
        for name, x, y in zip(names_of(curve), *frame.shares(number), strict=True) if curve.names else ():
            at = bottom - 1 - round(y * (rows - 1)), left + 1 + round(x * (columns - 1))
            _put_name(canvas, name, *at, (left + 1, width))
    return canvas.text()


def _put_name(canvas: Canvas, name: str, row: int, column: int, room: tuple[int, int]) -> None:
    """Write a point's name on one side of it, if there is one with room."""
    size = cells(name)
    for at in (column + 2, column - 1 - size) if name else ():
        if room[0] <= at and at + size <= room[1] and canvas.is_free(row, at - (at > column), size + 1):
            canvas.put(row, at, name)
            return


def _cells_of(across: Values, up: Values, columns: int) -> set[tuple[int, int]]:
    """Return the cells (row from the bottom, column from the left) of a curve's points and of the lines between."""
    if not len(across):
        return set()
    known = ~np.isnan(up)
    column, row = np.rint(across[known]).astype(int), np.rint(up[known]).astype(int)
    between = np.setdiff1d(np.arange(columns), column)
    line = np.interp(between, across, up, left=np.nan, right=np.nan)  # nan next to a missing value
    drawn = ~np.isnan(line)
    column = np.concatenate([column, between[drawn]])
    row = np.concatenate([row, np.rint(line[drawn]).astype(int)])
    return set(zip(row.tolist(), column.tolist(), strict=True))


def _put_legend(canvas: Canvas, curves: Sequence[Curve], points: Sequence[tuple[Values, Values]], width: int) -> int:
    """Write each curve's mark and name, as many a line as fit, and return the rows that it took."""
    row = column = 0
    for number, curve in enumerate(curves):
        name = _entry(number, curve, points[number])
        if column and column + cells(name) > width:
            row, column = row + 1, 0
        canvas.put(row, column, name)
        canvas.put(row, column, _mark(number), _style(number))
        column += cells(name) + 3
    return row + 1


def _entry(number: int, curve: Curve, points: tuple[Values, Values]) -> str:
    """Return a curve's mark and name, and a dash where it has no value at all."""
    return f"{_mark(number)} {curve.name}" + (" —" if np.isnan(points[1]).all() else "")


def _mark(number: int) -> str:
    return _MARKS[number % len(_MARKS)]


def _style(number: int) -> str:
    return PARTS[number % len(PARTS)]


def _listing(chart: Lines, points: Sequence[tuple[Values, Values]], width: int) -> Iterator[Text]:
    """Yield each curve as numbers, at some of its points if it has many."""
    yield from wrapped(Text(f"{chart.x_label} → {chart.y_label}"), width)
    for number, curve in enumerate(chart.curves):
        x, y = points[number]
        has_values = not np.isnan(y).all()
        some = np.unique(np.linspace(0, len(x) - 1, _LISTED).astype(int)).tolist() if has_values else []
        lines = [f"{x[place]:.6g} → {'—' if np.isnan(y[place]) else f'{y[place]:.4g}'}" for place in some]
        yield from wrapped(Text("\n  ".join([_entry(number, curve, points[number]), *lines])), width)
