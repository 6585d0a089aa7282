"""Graphs as TikZ, for LaTeX: what the SVG figure draws, in a picture that needs the package tikz and no more."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, fromstring

from cooking_rnn.blocks import Graph
from cooking_rnn.render.drawing import SIZE, visible
from cooking_rnn.render.svg_graphs import graph as drawn

_POINTS = 0.6  # TeX's points of a pixel: 16 pixels of text are LaTeX's 10 points, nearly
_ROOM = 345 / _POINTS  # as wide as the text of a plain article
_STYLES = (
    f"x={_POINTS}pt, y=-{_POINTS}pt, font=\\sffamily",
    "line/.style={draw=black!60, ->, >=stealth}, loop/.style={dashed}",
    "box/.style={draw=black!60, fill=black!4}, small/.style={font=\\sffamily\\footnotesize}",
    "every node/.style={inner sep=0pt}, strong/.style={font=\\sffamily\\bfseries}",
    "faint/.style={text=black!60}, halo/.style={fill=white, inner sep=0.8pt}",
)
_NEEDS = "% \\usepackage{tikz}\n"
_NEEDS_FONT = "% XeLaTeX or LuaLaTeX and a font that has these characters; \\usepackage{ctex} brings Chinese.\n"
_ANCHORS = {"start": "base west", "middle": "base", "end": "base east"}
_ESCAPES = str.maketrans(
    {
        **{char: rf"\{char}" for char in "{}$&#_%"},
        "\\": r"\textbackslash{}",
        "^": r"\textasciicircum{}",
        "~": r"\textasciitilde{}",
        "`": r"\textasciigrave{}",
        "'": "{'}",
        '"': r"\char34{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
        "|": r"\textbar{}",
        "-": "{-}",  # two of them would be a dash
        "·": r"$\cdot$",
        "×": r"$\times$",
        "→": r"$\rightarrow$",
        "←": r"$\leftarrow$",
        "σ": r"$\sigma$",
        "…": r"\dots{}",
    }
)

Place = tuple[float, float, float]  # x, y, and the scale of what stands there


def tikz(graph: Graph) -> str:
    """Return the graph as a TikZ picture, as wide as the text of an article at most."""
    svg = fromstring(f"<g>{drawn(visible(graph), _ROOM).body}</g>")  # noqa: S314 - ours
    body = "\n".join(f"  {command};" for command in _commands(svg, (0, 0, 1)))
    styles = ",\n  ".join(_STYLES)
    is_latin = all(ord(char) < 0x180 for char in body)  # what LaTeX has in the fonts that it begins with
    return (
        f"{_NEEDS}{'' if is_latin else _NEEDS_FONT}\\begin{{tikzpicture}}[\n  {styles}]\n{body}\n\\end{{tikzpicture}}\n"
    )


def _commands(element: Element, place: Place) -> Iterator[str]:
    """Yield what draws an element, and what is in it."""
    style = ", ".join(element.get("class", "").split())
    if element.tag == "g":
        x, y, scale = _moved(element.get("transform", ""), place)
        for part in element:
            yield from _commands(part, (x, y, scale))
    elif element.tag == "path" and style != "head":  # a line has its head by its style
        yield f"\\path[{style}] {_path(element.get('d', ''), place)}"
    elif element.tag == "rect":
        x, y, width, height, radius = (float(element.get(name, 0)) for name in ("x", "y", "width", "height", "rx"))
        corners = f"rounded corners={radius * place[2] * _POINTS:.1f}pt"
        yield f"\\path[{style}, {corners}] {_at(x, y, place)} rectangle {_at(x + width, y + height, place)}"
    elif element.tag == "text":
        marks = [f"anchor={_ANCHORS[element.get('text-anchor', 'start')]}"]
        marks += ["small"] * (float(element.get("font-size", SIZE)) < SIZE)
        marks += [style] * bool(style) + [f"scale={place[2]:.3f}"] * (place[2] != 1)
        at = _at(float(element.get("x", 0)), float(element.get("y", 0)), place)
        yield f"\\node[{', '.join(marks)}] at {at} {{{escaped(_text(element))}}}"


def escaped(text: str) -> str:
    """Return a text as TeX shows it."""
    return text.translate(_ESCAPES)


def _text(element: Element) -> str:
    """Return what an element shows; its <title> is a tip."""
    return (element.text or "") + "".join(
        ("" if part.tag == "title" else _text(part)) + (part.tail or "") for part in element
    )


def _numbers(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", text)]


def _moved(transform: str, place: Place) -> Place:
    """Return where the origin of a group stands, "translate(x y)" and perhaps "scale(s)" from that around it."""
    x, y, scale = (*_numbers(transform), 0, 0, 1)[:3] if "scale" in transform else (*(_numbers(transform) or (0, 0)), 1)
    return place[0] + x * place[2], place[1] + y * place[2], scale * place[2]


def _at(x: float, y: float, place: Place) -> str:
    return f"({place[0] + x * place[2]:.1f},{place[1] + y * place[2]:.1f})"


def _path(d: str, place: Place) -> str:
    """Return a path of SVG's commands M, L, Q, C and Z as TikZ writes it."""
    told, before = "", (0.0, 0.0)
    for command, rest in re.findall(r"([MLQCZ])([^MLQCZ]*)", d):
        numbers = _numbers(rest)
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        if command == "Q":  # the same curve with two control points
            (control, end) = points
            points = [_between(before, control), _between(end, control), end]
        if command in "QC":
            first, second, last = (_at(*point, place) for point in points)
            told += f" .. controls {first} and {second} .. {last}"
        else:
            told += " -- cycle" if command == "Z" else f"{' -- ' * (command == 'L')}{_at(*points[0], place)}"
        before = points[-1] if points else before
    return told.strip()


def _between(start: tuple[float, float], control: tuple[float, float]) -> tuple[float, float]:
    """Return the point two thirds of the way from an end of a quadratic curve to its control point."""
    return start[0] + (control[0] - start[0]) * 2 / 3, start[1] + (control[1] - start[1]) * 2 / 3
