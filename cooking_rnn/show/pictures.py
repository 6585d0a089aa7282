"""Saved pictures: SVG and HTML in which every run of text stands in the cells that it has on a terminal.

Viewers differ in their fonts, and few have one in which a Chinese character is as wide as two letters. So nothing is
left to the font: in SVG each run is put at its cell and made as long as its cells, in HTML each wide character gets a
box of two. A picture needs nothing from the network.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from rich.cells import cell_len
from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from rich.terminal_theme import SVG_EXPORT_THEME as THEME

Lines = Sequence[Sequence[Segment]]

_FONTS = "'DejaVu Sans Mono', Menlo, Consolas, 'Noto Sans Mono CJK SC', monospace"
_CELL, _LINE, _SIZE = 9, 18, 15  # pixels: a cell is 0.6 of the size, as in most fonts of one width
_MARGIN = 16


@dataclass(frozen=True)
class _Run:
    """Text of one style and one width of characters."""

    column: int  # in cells
    cells: int
    text: str
    colour: str
    background: str  # "" where it has none of its own
    is_bold: bool
    is_underlined: bool
    is_wide: bool


def svg(lines: Lines, lang: str) -> str:
    """Return the lines as an SVG picture."""
    parts = []
    for row, line in enumerate(lines):
        top = _MARGIN + row * _LINE
        for run in _runs(line, has_spaces=False):
            left, width = _MARGIN + run.column * _CELL, run.cells * _CELL
            if run.background:
                box = f'x="{left}" y="{top}" width="{width}" height="{_LINE}"'
                parts.append(f'<rect {box} fill="{run.background}"/>')
            marks = ' font-weight="bold"' if run.is_bold else ""
            marks += ' text-decoration="underline"' if run.is_underlined else ""
            marks += f' letter-spacing="{2 * _CELL - _SIZE}"' if run.is_wide else ""  # where textLength is unknown
            place = f'x="{left}" y="{top + _SIZE - 1}" textLength="{width}"'
            parts.append(f'<text {place} fill="{run.colour}"{marks}>{escape(run.text)}</text>')
    width = 2 * _MARGIN + _width(lines) * _CELL
    height = 2 * _MARGIN + len(lines) * _LINE
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    body = "\n".join(parts)
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" {size} xml:lang="{lang}">
<title>cook</title>
<rect width="100%" height="100%" rx="8" fill="{_BACKGROUND}"/>
<g font-family="{_FONTS}" font-size="{_SIZE}px">
{body}
</g>
</svg>
"""


def html(lines: Lines, lang: str) -> str:
    """Return the lines as an HTML page."""
    body = "\n".join("".join(map(_html_run, _runs(line, has_spaces=True))) for line in lines)
    return f"""\
<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<title>cook</title>
<style>
body {{ margin: 0; background: {_BACKGROUND}; color: {_FOREGROUND}; }}
pre {{ margin: {_MARGIN}px; font: {_SIZE}px/{_LINE}px {_FONTS}; }}
.w {{ display: inline-block; width: 2ch; height: {_LINE}px; text-align: center; vertical-align: top; }}
</style>
</head>
<body>
<pre>
{body}
</pre>
</body>
</html>
"""


def _html_run(run: _Run) -> str:
    text = "".join(f'<span class="w">{escape(char)}</span>' for char in run.text) if run.is_wide else escape(run.text)
    styles = [f"color: {run.colour}"] if run.colour != _FOREGROUND else []
    styles += [f"background: {run.background}"] if run.background else []
    styles += ["font-weight: bold"] if run.is_bold else []
    styles += ["text-decoration: underline"] if run.is_underlined else []
    return f'<span style="{"; ".join(styles)}">{text}</span>' if styles else text


def _width(lines: Lines) -> int:
    return max((cell_len("".join(segment.text for segment in line).rstrip()) for line in lines), default=1)


def _runs(line: Sequence[Segment], *, has_spaces: bool) -> Iterator[_Run]:
    """Yield the runs of a line; without `has_spaces`, none begins or ends with one or has two together."""
    column = 0
    for segment in line:
        style = segment.style or Style.null()
        looks = (*_colours(style), bool(style.bold), bool(style.underline))
        at = column
        for is_wide, characters in groupby(segment.text, lambda char: cell_len(char) > 1):
            together = "".join(characters)
            for found in re.finditer(r".+" if has_spaces else r"\S+(?: \S+)*", together):
                yield _Run(at + cell_len(together[: found.start()]), cell_len(found[0]), found[0], *looks, is_wide)
            at += cell_len(together)
        column += segment.cell_length


def _colours(style: Style) -> tuple[str, str]:
    """Return the colours of text and background; "" for the picture's own background."""
    colour = _hex(style.color, _FOREGROUND)
    if style.reverse:
        return _BACKGROUND, colour
    if style.dim:
        colour = "#808080"
    return colour, _hex(style.bgcolor, "")


def _hex(colour: Color | None, otherwise: str) -> str:
    return otherwise if colour is None or colour.is_default else colour.get_truecolor(THEME).hex


_FOREGROUND, _BACKGROUND = THEME.foreground_color.hex, THEME.background_color.hex
