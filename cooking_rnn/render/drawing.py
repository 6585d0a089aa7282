"""Vector graphics: text, lines and boxes at places, whose extent is known without any font.

Text is measured in cells, two for a wide character, as on a terminal; a viewer's font may be a little narrower.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass, replace
from html import escape
from itertools import accumulate, takewhile
from typing import Any, TypeVar

from cooking_rnn.blocks import Label, Span, Text, plain
from cooking_rnn.render.theme import colour
from cooking_rnn.render.wrap import cells, lines_of

SIZE = 16  # pixels of the text
CELL = 0.56  # of the size: as wide as a narrow character is taken to be
LEADING = 1.5  # of the size: from line to line
SMALL = 14

FONTS = (
    "'Helvetica Neue', Arial, 'Liberation Sans', 'Noto Sans', 'DejaVu Sans', "
    "'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Source Han Sans SC', sans-serif"
)
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_BULKY = frozenset("mwMW@%—…&")

Data = TypeVar("Data")


def visible(data: Data) -> Data:
    """Return blocks with an escape in place of each character that a viewer would obey instead of showing it."""
    shown: Any = data
    if isinstance(data, str):
        shown = "".join(map(_escaped, data))
    elif isinstance(data, tuple | list):
        shown = type(data)(map(visible, data))
    elif is_dataclass(data) and not isinstance(data, type):
        shown = replace(data, **{each.name: visible(getattr(data, each.name)) for each in fields(data)})
    return shown  # type: ignore[no-any-return]


def _escaped(char: str) -> str:
    is_hidden = char in _BIDI or unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") or char in "\ufffe\uffff"
    return f"\\u{ord(char):04x}" if is_hidden and char != "\n" else char


def shortened(text: str, most: int) -> str:
    """Return the text, with … for its end if it is wider than `most` cells."""
    if cells(text) <= most:
        return text
    ends = accumulate(map(cells, text))
    return f"{text[: sum(1 for _ in takewhile(lambda end: end < most, ends))].rstrip()}…"


def width_of(text: Text | Span, size: float = SIZE) -> float:
    """Return how wide a line of text is taken to be."""
    return cells(text.text if isinstance(text, Span) else plain(text)) * size * CELL


def pixels(number: float) -> str:
    """Return a length as it is written: to a tenth."""
    text = f"{number:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


class Drawing:
    """What was drawn, and how far it reaches."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.bounds: tuple[float, float, float, float] = (0, 0, 0, 0)  # left, top, right, bottom
        self._is_empty = True

    @property
    def width(self) -> float:
        """From left to right."""
        return self.bounds[2] - self.bounds[0]

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bounds[3] - self.bounds[1]

    @property
    def body(self) -> str:
        """The elements."""
        return "\n".join(self._parts)

    def reserve(self, left: float, top: float, width: float = 0, height: float = 0) -> None:
        """Count an area as drawn on."""
        right, bottom = left + width, top + height
        if not self._is_empty:
            left, top = min(self.bounds[0], left), min(self.bounds[1], top)
            right, bottom = max(self.bounds[2], right), max(self.bounds[3], bottom)
        self.bounds, self._is_empty = (left, top, right, bottom), False

    def place(self, other: "Drawing", left: float, top: float, scale: float = 1) -> None:
        """Put another drawing with its upper left corner here."""
        at_left, at_top, *_ = other.bounds
        moved = f"translate({pixels(left - at_left * scale)} {pixels(top - at_top * scale)})"
        moved += f" scale({scale:.3f})" if scale != 1 else ""
        self._parts.append(f'<g transform="{moved}">\n{other.body}\n</g>')
        self.reserve(left, top, other.width * scale, other.height * scale)

    def text(
        self,
        x: float,
        y: float,
        text: Text | Span,
        *,
        anchor: str = "start",
        size: float = SIZE,
        style: str = "",
        tip: str = "",
    ) -> None:
        """Write a line: `x` is its start, middle or end, as `anchor` says, `y` the middle of its letters."""
        spans = (text,) if isinstance(text, str | Span) else text
        words = "".join(each if isinstance(each, str) else each.text for each in spans)
        if not words.strip():
            return
        place = next((place for place, each in enumerate(spans) if _is_mark(each)), None)
        if place is not None and anchor == "start":
            self._with_mark(x, y, spans, place, size)
            return
        width = width_of(words, size)
        left = x - width * {"start": 0, "middle": 0.5, "end": 1}[anchor]
        self.reserve(left, y - size * LEADING / 2, width, size * LEADING)
        marks = f' class="{style}"' if style else ""
        marks += f' text-anchor="{anchor}"' if anchor != "start" else ""
        marks += f' font-size="{pixels(size)}"' if size != SIZE else ""
        if sum(char in _BULKY or char.isupper() for char in words) * 3 > len(words) > 8:
            marks += f' textLength="{pixels(width)}" lengthAdjust="spacingAndGlyphs"'  # such letters are wider
        title = f"<title>{escape(tip)}</title>" if tip and tip != words else ""
        body = "".join(tagged("tspan", each) for each in spans)
        self._parts.append(f'<text x="{pixels(x)}" y="{pixels(y + size * 0.35)}"{marks}>{title}{body}</text>')

    def _with_mark(self, x: float, y: float, spans: Sequence[str | Span], place: int, size: float) -> None:
        """Write a line in which the sign of a winner stands: a box such as is around a winner."""
        before, after = tuple(spans[:place]), tuple(spans[place + 1 :])
        self.text(x, y, before, size=size)
        x += width_of(before, size)
        room = min(width_of(spans[place], size), 20)
        self.box(x, y - 8, room - 5, 16, "largest", 5)
        self.text(x + room, y, after, size=size)

    def lines(
        self, x: float, top: float, lines: Sequence[Text], *, anchor: str = "start", size: float = SIZE, style: str = ""
    ) -> None:
        """Write lines below one another, the first from `top` on."""
        for number, line in enumerate(lines):
            self.text(x, top + (number + 0.5) * size * LEADING, line, anchor=anchor, size=size, style=style)

    def box(
        self, left: float, top: float, width: float, height: float, style: str, radius: float = 6, tip: str = ""
    ) -> None:
        """Draw a rectangle with round corners."""
        self.reserve(left, top, width, height)
        place = f'x="{pixels(left)}" y="{pixels(top)}" width="{pixels(width)}" height="{pixels(height)}"'
        end = f"><title>{escape(tip)}</title></rect>" if tip else "/>"
        self._parts.append(f'<rect {place} rx="{pixels(radius)}" class="{style}"{end}')

    def path(self, d: str, style: str, reach: Iterable[tuple[float, float]] = (), more: str = "") -> None:
        """Draw a path; `reach` are points that it does not go beyond."""
        for x, y in reach:
            self.reserve(x, y)
        self._parts.append(f'<path d="{d}" class="{style}"{more}/>')

    def line(self, points: Sequence[tuple[float, float]], style: str, more: str = "") -> None:
        """Draw straight lines from point to point."""
        d = "M" + "L".join(f"{pixels(x)} {pixels(y)}" for x, y in points)
        self.path(d, style, points, more)


def _is_mark(span: str | Span) -> bool:
    return isinstance(span, Span) and span.tone == "mark"


def tagged(tag: str, span: str | Span | Label) -> str:
    """Return a run of text as an element that says how it looks, if it looks like anything."""
    if isinstance(span, str):
        return escape(span)
    names = f"{span.tone} {colour(span.part)}".strip()
    return f'<{tag} class="{names}">{escape(span.text)}</{tag}>' if names else escape(span.text)


def fitted(drawing: Drawing, room: float) -> Drawing:
    """Return a drawing, smaller if it is wider than `room`."""
    if drawing.width <= room:
        return drawing
    smaller = Drawing()
    smaller.place(drawing, 0, 0, room / drawing.width)
    return smaller


def wrapped(text: Text | Span, width: float, size: float = SIZE, style: str = "", *, anchor: str = "start") -> Drawing:
    """Return text in lines of at most `width` pixels."""
    drawing = Drawing()
    lines = lines_of(text, max(int(width / (size * CELL)), 2))
    drawing.lines(0, 0, lines, anchor=anchor, size=size, style=style)
    return drawing
