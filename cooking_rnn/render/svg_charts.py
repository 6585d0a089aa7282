"""Charts as vector graphics: curves over two axes, told apart by colour, dashes and marks, and bars."""

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from cooking_rnn.blocks import Bars, Curve, Lines, Span
from cooking_rnn.render.axes import Frame, Values, names_of
from cooking_rnn.render.charts import number_of
from cooking_rnn.render.drawing import CELL, LEADING, SIZE, SMALL, Drawing, pixels, shortened, width_of, wrapped
from cooking_rnn.render.theme import PARTS

Places = NDArray[np.intp]

_WIDE, _HIGH = 700, 380  # pixels between the axes
_SHOWN = 12  # points of a curve that have marks
_NAME = 30  # cells of a curve's name
_LEGEND = 56  # pixels of the line beside it
_BAR, _ROW = 220, 30  # pixels of the longest bar, and from bar to bar

DASHES = ("", "9 4", "2.5 3.5", "12 4 2.5 4", "5 3")
#: shapes around (0, 0); the last few have no inside
MARKS = (
    "M-5 0A5 5 0 1 0 5 0A5 5 0 1 0 -5 0Z",
    "M0 -5.5L5.5 4.5H-5.5Z",
    "M-4.5 -4.5H4.5V4.5H-4.5Z",
    "M0 -6L6 0L0 6L-6 0Z",
    "M0 5.5L5.5 -4.5H-5.5Z",
    "M-4.5 -4.5L4.5 4.5M-4.5 4.5L4.5 -4.5",
    "M0 -6V6M-6 0H6",
)


def look(number: int) -> tuple[str, str, str]:
    """Return the class of a curve's colour, its dashes and its mark."""
    return f"line{number % len(PARTS)}", DASHES[number % len(DASHES)], MARKS[number % len(MARKS)]


def chart(block: Lines, room: float) -> Drawing:
    """Return curves over two axes with round ticks, and their legend beside them, or below where room is short."""
    frame = Frame(block)
    legend = _legend(block, frame.points)
    is_beside = legend.width + 520 <= room
    wide = min(_WIDE, room - 80 - (legend.width + 24 if is_beside else 0))
    drawing = Drawing()
    for value, tick in frame.y_ticks:
        y = _HIGH * float(1 - (value - frame.low) / (frame.high - frame.low))
        drawing.line([(0, y), (wide, y)], "grid")
        drawing.text(-10, y, tick, anchor="end", size=SMALL)
    for way, tick in frame.x_ticks(max(int(wide / 90), 2)):
        at = wide * float(way)
        drawing.line([(at, 0), (at, _HIGH)], "grid")
        drawing.text(at, _HIGH + 16, tick, anchor="middle", size=SMALL)
    drawing.line([(0, 0), (0, _HIGH), (wide, _HIGH)], "line axes")
    for number, (x, _) in enumerate(frame.points):
        if len(x):
            across, up = frame.shares(number)
            put = _put_curve if block.joined else _put_points
            put(drawing, number, len(frame.points), across * wide, (1 - up) * _HIGH)
    if not block.joined:
        _put_names(drawing, block.curves, frame, wide)
    left, top, *_ = drawing.bounds
    label = wrapped(block.y_label, wide - left)
    drawing.place(label, left, top - label.height - 4)
    label = wrapped(block.x_label, wide)
    drawing.place(label, wide - label.width, _HIGH + 30)
    if is_beside:
        drawing.place(legend, wide + 24, 0)
    else:
        drawing.place(legend, 0, drawing.bounds[3] + 8)
    return titled(block.title, drawing)


def titled(title: str, drawing: Drawing) -> Drawing:
    """Return a chart or graph below its title."""
    if not title:
        return drawing
    whole = wrapped(Span(title, "strong"), max(drawing.width, 480))
    whole.place(drawing, 0, whole.height + 8)
    return whole


def _put_curve(drawing: Drawing, number: int, of: int, across: Values, up: Values) -> None:
    """Draw a curve, broken where a value is missing, and marks at some of its points, others than on other curves."""
    colour, dashes, mark = look(number)
    more = f' stroke-dasharray="{dashes}"' if dashes else ""
    known = np.flatnonzero(~np.isnan(up))
    runs = np.split(known, np.flatnonzero(np.diff(known) > 1) + 1)
    for run in runs:
        if len(run) > 1:
            points = across[some := _fewer(across, up, run)], up[some]
            drawing.line(list(zip(*map(np.ndarray.tolist, points), strict=True)), f"curve {colour} of{number}", more)
    every = max(math.ceil(len(known) / _SHOWN), 1)
    marked = known[(number * every // of) % every :: every]
    alone = [run for run in runs if len(run) == 1]
    for place in np.unique(np.concatenate([marked, *alone])).tolist():
        _put_mark(drawing, across[place], up[place], f"{colour} of{number}", mark)


def _put_points(drawing: Drawing, number: int, of: int, across: Values, up: Values) -> None:
    """Draw a mark at every point."""
    colour, _, mark = look(number)
    for x, y in zip(across[~np.isnan(up)].tolist(), up[~np.isnan(up)].tolist(), strict=True):
        _put_mark(drawing, x, y, f"{colour} of{number}", mark)


def _put_names(drawing: Drawing, curves: Sequence[Curve], frame: Frame, wide: float) -> None:
    """Write the names of points on one side of them, where neither another point nor a name stands."""
    named: list[tuple[str, float, float]] = []
    for number, curve in enumerate(curves):
        across, up = frame.shares(number)
        names = names_of(curve) if curve.names else [""] * len(across)
        named += zip(names, (across * wide).tolist(), ((1 - up) * _HIGH).tolist(), strict=True)
    taken = [(x - 6, x + 6, y) for _, x, y in named]  # from, to, height
    for name, x, y in named:
        for start in (x + 9, x - 9 - width_of(name, SMALL)) if name else ():
            end = start + width_of(name, SMALL)
            others = any(start < to and end > begin and abs(y - at) < SIZE for begin, to, at in taken)
            if start > 0 and end < wide and not others:
                taken.append((start, end, y))
                drawing.text(start, y, name, size=SMALL)
                break


def _put_mark(drawing: Drawing, x: float, y: float, colour: str, mark: str) -> None:
    drawing.path(
        mark, f"mark {colour}", [(x - 6, y - 6), (x + 6, y + 6)], f' transform="translate({pixels(x)} {pixels(y)})"'
    )


def _fewer(across: Values, up: Values, run: Places) -> Places:
    """Return which points of a run to draw: of many that share a column of pixels, first, last, lowest, highest."""
    if len(run) <= 4 * _WIDE:
        return run
    starts = np.flatnonzero(np.diff(np.rint(across[run]), prepend=-1))
    kept: list[int] = []
    for first, end in pairwise([*starts.tolist(), len(run)]):
        some = run[first:end]
        kept += [int(some[place]) for place in (0, up[some].argmin(), up[some].argmax(), -1)]
    return np.unique(np.array(kept, dtype=np.intp))


def _legend(block: Lines, points: Sequence[tuple[Values, Values]]) -> Drawing:
    drawing = Drawing()
    for number, (curve, (_, y)) in enumerate(zip(block.curves, points, strict=True)):
        colour, dashes, mark = look(number)
        middle = (number + 0.5) * SIZE * LEADING * 1.1
        more = f' stroke-dasharray="{dashes}"' if dashes else ""
        if block.joined:
            drawing.line([(0, middle), (_LEGEND - 10, middle)], f"curve {colour} of{number}", more)
        _put_mark(drawing, (_LEGEND - 10) / 2, middle, f"{colour} of{number}", mark)
        name = curve.name + (" —" if np.isnan(y).all() else "")
        drawing.text(_LEGEND, middle, shortened(name, _NAME), tip=name)
    return drawing


def bars(block: Bars, room: float) -> Drawing:
    """Return a bar and its number for each row and measure."""
    drawing = Drawing()
    names = [wrapped(label, _NAME * SIZE * CELL) for label, _ in block.rows]
    heads = [wrapped(Span(name, "strong"), _BAR + 70) for name in (block.label, *block.measures)]
    x = max([heads[0].width, *(name.width for name in names)], default=0) + 20
    top = max(head.height for head in heads) + 6
    tops = list(_tops(names, top))
    drawing.place(heads[0], 0, top - 6 - heads[0].height)
    for name, y in zip(names, tops, strict=True):
        drawing.place(name, 0, y + 3)
    longest = min(_BAR, (room - x) / max(len(block.measures), 1) - 90) if block.measures else _BAR
    longest = max(longest, 40)
    for place in range(len(block.measures)):
        values = [_value(row[1][place]) for row in block.rows]
        largest = max([value for value in values if math.isfinite(value)], default=0)
        numbers = [number_of(value) for value in values]
        drawing.place(heads[place + 1], x, top - 6 - heads[place + 1].height)
        widest = 0.0
        for value, number, y in zip(values, numbers, tops, strict=True):
            length = longest * value / largest if value > 0 and largest > 0 else 0
            if length:
                drawing.box(x, y + 5, max(length, 1), _ROW - 10, f"fill{place % len(PARTS)}", 3)
            drawing.text(x + length + 8, y + _ROW / 2, number, size=SMALL)
            widest = max(widest, length + 8 + width_of(number, SMALL))
        x += max(widest, heads[place + 1].width) + 28
    return titled(block.title, drawing)


def _tops(names: Sequence[Drawing], top: float) -> Iterator[float]:
    for name in names:
        yield top
        top += max(_ROW, name.height + 6)


def _value(value: float | None) -> float:
    return math.nan if value is None else value
