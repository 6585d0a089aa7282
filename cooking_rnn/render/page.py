"""Blocks as an HTML page that needs nothing from the network, and as a fragment of one for a notebook.

Every number says where it stands: the element of a vector or a matrix has `data-step`, the step's name, and each entry
`data-row` and, in a matrix, `data-column`, counted from 0. An equation's `data-step` is that of its result.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path
from typing import assert_never

import numpy as np

from cooking_rnn.blocks import (
    Bars,
    Blank,
    Block,
    Board,
    Break,
    Cell,
    Equation,
    Graph,
    Heading,
    Lines,
    Matrix,
    Paragraph,
    Question,
    Span,
    Table,
    Text,
    Vector,
)
from cooking_rnn.render import scripts
from cooking_rnn.render.axes import Frame, points_of
from cooking_rnn.render.boards import Piece, lines_of
from cooking_rnn.render.charts import number_of
from cooking_rnn.render.drawing import CELL, FONTS, Drawing, shortened, tagged, visible
from cooking_rnn.render.svg import figure, svg, title_of
from cooking_rnn.render.svg_equations import HEADING
from cooking_rnn.render.theme import DARK, LIGHT, PARTS, Theme, colour, colours, rules
from cooking_rnn.render.vectors import aligned, numbers
from cooking_rnn.render.wrap import cells

_CHARTS = "chart.js"
_MOST_POINTS = 1000  # of a curve, whose values are said
_FIGURE, _SMALLEST = 760, 540  # pixels of a chart, and of one that shrinks with the page
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def page(blocks: Iterable[Block], lang: str, *, style: str = "", policy: str = "", after: str = "") -> str:
    """Return the blocks as a page; light or dark as the reader prefers, and white on paper.

    A page with a script has more `style`, a further line of its `policy`, and the script `after` what is shown. Without
    one, its charts have a script of their own.
    """
    shown = visible(list(blocks))
    has_charts = not after and any(isinstance(block, Lines) for block in shown)
    if has_charts:
        style, policy, after = scripts.source("chart.css"), scripts.policy(_CHARTS), scripts.element(_CHARTS)
    body = _body(shown, lang, has_charts=has_charts)
    return f"""\
<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}{policy}">
<title>{escape(title_of(shown))}</title>
<style>
body {{ margin: 0; }}
main.cook {{ min-height: 100vh; box-sizing: border-box; padding: 1.5em max(1em, (100% - 72em) / 2); }}
{_style(body)}{style}
</style>
</head>
<body>
<main class="cook">
{body}
</main>
{after}</body>
</html>
"""


def fragment(blocks: Iterable[Block], lang: str) -> str:
    """Return the blocks as part of a page, with its style; light or dark as the notebook is that it stands in."""
    body = _body(visible(list(blocks)), lang)
    light, dark = (
        ", ".join(f"{notebook} .cook" for notebook in (f'[data-jp-theme-light="{is_light}"]', f".vscode-{name}"))
        for name, is_light in (("light", "true"), ("dark", "false"))
    )
    themes = f"{light} {{ {_variables(LIGHT)} }}\n{dark} {{ {_variables(DARK)} }}"
    style = f"<style>\n{_style(body)}\n{themes}\n</style>"
    return f'{style}\n<div class="cook" lang="{lang}" style="padding: 1em">\n{body}\n</div>\n'


def _style(body: str) -> str:
    """Return the style of a body; of what figures have, only what is in it."""
    used = {name for names in re.findall('class="([^"]*)"', body) for name in names.split()} | {"cook"}
    figures = [
        rule
        for rule in rules("var(--{})".format).splitlines(keepends=True)
        if "<svg" in body and any(used.issuperset(re.findall(r"\.(\w+)", each)) for each in _selectors(rule))
    ]
    rest = Path(__file__).with_name("page.css").read_text("utf-8").replace("FONTS", FONTS).strip()
    rest += f"\n{scripts.source('board.css').strip()}" * ('class="board"' in body)
    parts = "\n".join(f".cook .part{number} {{ color: var(--{name}); }}" for number, name in enumerate(PARTS))
    return f"""\
.cook {{ {_variables(LIGHT)} }}
@media screen and (prefers-color-scheme: dark) {{ .cook {{ {_variables(DARK)} }} }}
{"".join(figures)}{parts}
{rest}"""


def _selectors(rule: str) -> list[str]:
    return rule.partition("{")[0].split(",")


def _variables(theme: Theme) -> str:
    told = " ".join(f"--{name}: {colour};" for name, colour in colours(theme).items())
    return f"{told} color-scheme: {'light' if theme is LIGHT else 'dark'};"


def _body(blocks: Sequence[Block], lang: str, *, has_charts: bool = False) -> str:
    """Return the blocks, each part and each step in a section of its own; the first heading is the page's h1."""
    lines: list[str] = []
    above = min((block.level for block in blocks if isinstance(block, Heading)), default=1) - 1
    opened: list[int] = []  # the levels of the sections that are open
    for block in blocks:
        if isinstance(block, Heading):
            while opened and opened[-1] >= block.level:
                opened.pop()
                lines.append("</section>")
            if block.level > 1:
                opened.append(block.level)
                lines.append(f'<section class="{"step" if block.level > 2 else "day"}">')
            tag = f"h{block.level - above}"
            lines.append(f"<{tag}>{_text(block.text)}</{tag}>")
        else:
            shown = _shown(block, lang)
            if has_charts and isinstance(block, Lines):
                shown = f'<div class="chart">{shown}{_values(block)}</div>'
            lines.append(shown)
    return "\n".join([*lines, *["</section>"] * len(opened)])


def _shown(block: Paragraph | Table | Equation | Lines | Bars | Graph | Question | Board | Break, lang: str) -> str:
    match block:
        case Paragraph():
            return f"<p>{_text(block.text)}</p>"
        case Table():
            return _scrolled(_table(block), block.columns[0].heading)
        case Equation():
            below = "".join(f"<p>{escape(text)}</p>" for text in (block.note,) if text)
            return _scrolled(_equation(block), _spoken(block)) + below
        case Lines() | Bars() | Graph():
            return _scrolled(_picture(block, lang), block.title or title_of([block]))
        case Question():
            choices = "".join(f"<li>{escape(choice)}</li>" for choice in block.choices)
            listed = f"<ol>{choices}</ol>" if choices else ""
            return f'<div class="question"><p><strong>{escape(block.text)}</strong></p>{listed}</div>'
        case Board():
            return _scrolled(_board(block), _contents(block))
        case Break():
            return '<div class="break"></div>'
        case _:
            assert_never(block)


def _board(board: Board) -> str:
    """Return a board as one table, in which the grids have brackets."""
    rows = ["".join(map(_piece, line)) for line in lines_of(board)]
    body = "\n".join(f"<tr>{row}</tr>" for row in rows)
    return f'<table class="board" style="--rows: {len(rows)}"><tbody>\n{body}\n</tbody></table>'


def _contents(board: Board) -> str:
    """Return what a board is of: what stands above its grids, or else the names of its rows."""
    grids = [grid for band in board.bands for grid in band if grid]
    return "; ".join(grid.heading for grid in grids if grid.heading) or ", ".join(grids[0].names)


def _piece(piece: Piece) -> str:
    span = f' colspan="{piece.span}"' if piece.span > 1 else ""
    content, names = piece.content, [piece.kind, *piece.edge.split()]
    if isinstance(content, Blank):
        names.append("blank")
        number = f"<i>{content.number}</i>" if content.number else ""
        shown = f"<span>{number}{escape(content.answer)}</span>"
    else:
        shown = escape(content)
    marks = f' class="{" ".join(filter(None, names))}"' if any(names) else ""
    return f"<td{marks}{span}>{shown}</td>"


def _scrolled(body: str, label: str) -> str:
    """Return what may be wider than a phone in a box of its own, which the keyboard can scroll too."""
    return f'<div class="box-scroll" role="group" tabindex="0" aria-label="{escape(label)}">{body}</div>'


def _text(text: Text) -> str:
    spans = (text,) if isinstance(text, str) else text
    return "".join(tagged("span", each) for each in spans)


def _table(table: Table) -> str:
    sides = [' class="right"' if column.align == "right" else "" for column in table.columns]
    heads = (
        f'<th scope="col"{side}>{escape(column.heading)}</th>'
        for column, side in zip(table.columns, sides, strict=True)
    )
    body = "\n".join(_line(row, sides) for row in aligned(table).rows)
    return f'<table class="data"><thead><tr>{"".join(heads)}</tr></thead>\n<tbody>\n{body}\n</tbody></table>'


def _line(row: Sequence[Cell], sides: Sequence[str]) -> str:
    """Return a row of a table; one that begins with an empty cell goes on with the row above."""
    first, *rest = (f"{side}>{_cell(cell)}" for cell, side in zip(row, sides, strict=True))
    goes_on = ' class="on"' if row[0] == "" else ""
    return f'<tr{goes_on}><th scope="row"{first}</th>{"".join(f"<td{each}</td>" for each in rest)}</tr>'


def _cell(cell: Cell) -> str:
    if isinstance(cell, Vector):
        name = tagged("span", cell.meaning) if cell.meaning else ""
        return f"{_row(cell)}{name}" if cell.values.size else "—"
    words = tagged("span", cell)
    return f'<span class="words">{words}</span>' if len(cell if isinstance(cell, str) else cell.text) > 30 else words


def _row(vector: Vector) -> str:
    """Return a vector in a row."""
    entries = []
    owners, shown = vector.owners, numbers(vector.values, vector.winners)
    digits = max(vector.digits or 0, *map(len, shown))
    width = f' style="--digits: {digits}ch"' if digits > 1 else ""
    for row, text in enumerate(shown):
        names = f"{colour(owners[row])} {'won' * (row in vector.winners)}".strip()
        marks = f' class="{names}"' if names else ""
        entries += ["<i></i>"] * (row > 0 and owners[row] != owners[row - 1])
        entries.append(f'<b data-row="{row}"{marks}>{escape(text.strip())}</b>')
    return f'<span class="vector"{_of(vector)}{width}>{"".join(entries)}</span>'


def _of(term: Vector | Matrix) -> str:
    return f' data-step="{escape(term.name)}"' if isinstance(term, Vector) and term.name else ""


def _equation(equation: Equation) -> str:
    """Return the terms side by side; the last has the names of the rows beside it."""
    result = equation.terms[-1]
    pieces = [f"<span>{escape(term)}</span>" if isinstance(term, str) else _grid(term) for term in equation.terms[:-1]]
    if isinstance(result, str):
        pieces.append(f"<span>{escape(result)}</span>")
    else:
        pieces.append(_grid(result, equation.names, equation.sources))
    return f'<div class="equation"{"" if isinstance(result, str) else _of(result)}>{"".join(pieces)}</div>'


def _grid(term: Vector | Matrix, names: Sequence[Span] = (), sources: Sequence[str] = ()) -> str:
    """Return a vector as a column, or a matrix, in brackets; beside a row its name, and who put something there."""
    if not term.values.size:
        return "<span>—</span>"
    rows, columns = len(term.values), term.values.size // len(term.values)
    winners, picked = (term.winners, None) if isinstance(term, Vector) else ((), term.picked)
    shown = numbers(term.values, winners)
    lines = []
    for row, owner in enumerate(term.owners):
        about = [*filter(None, [colour(owner)]), *["won"] * (row in winners)]
        entries = (
            _entry(
                shown[row * columns + column].strip(),
                row,
                column if isinstance(term, Matrix) else None,
                [*about, *["picked"] * (column == picked)],
            )
            for column in range(columns)
        )
        sides = [f'<td class="bracket {side}" rowspan="{rows}"></td>' * (not row) for side in ("open", "shut")]
        name = f'<th scope="row">{tagged("span", names[row])}</th>' if row < len(names) else ""
        source = f'<td class="source">{escape(sources[row])}</td>' if row < len(sources) else ""
        lines.append(f"<tr>{sides[0]}{''.join(entries)}{sides[1]}{name}{source}</tr>")
    wide = columns * (len(shown[0]) * CELL + 0.9) + 0.8  # em
    heading = shortened(term.heading, HEADING)
    over = max(0.0, (cells(heading) * CELL * 1.05 - wide) / 2)
    margin = f' style="margin: 0 {0 if names else over:.1f}em 0 {over:.1f}em"' if over else ""
    head = f'<tr><td colspan="{columns + 2}" class="over"><span>{escape(heading)}</span></td></tr>'
    return f'<table class="grid-of"{_of(term)}{margin}>{head}{"".join(lines)}</table>'


def _entry(text: str, row: int, column: int | None, names: Sequence[str]) -> str:
    marks = f' class="{" ".join(names)}"' if names else ""
    where = "" if column is None else f' data-column="{column}"'
    return f'<td data-row="{row}"{where}{marks}><span>{text}</span></td>'


def _spoken(equation: Equation) -> str:
    """Return an equation as it is read: "Food (6x3) · dish = Food·dish"."""
    return " ".join(term if isinstance(term, str) else term.heading for term in equation.terms)


def _picture(block: Lines | Bars | Graph, lang: str) -> str:
    """Return a chart or a graph as inline SVG, with what is in it in words; it shrinks with the page, but not much."""
    drawn = figure(block, _FIGURE)
    body = Drawing()
    body.place(drawn, 4, 4)
    least = drawn.width if isinstance(block, Graph) else min(drawn.width, _SMALLEST)
    more = f' style="min-width: {least:.0f}px"'
    return svg(body.body, drawn.width + 8, drawn.height + 8, "; ".join(_told(block)), lang, more)


def _values(block: Lines) -> str:
    """Return what the script of a chart reads: of each curve its points, and how far across they are."""
    frame, curves = Frame(block), []
    for number, curve in enumerate(block.curves):
        (x, y), (across, _) = frame.points[number], frame.shares(number)
        some = np.unique(np.linspace(0, len(x) - 1, min(len(x), _MOST_POINTS)).astype(np.intp))
        values = {
            "x": x[some].tolist(),
            "y": [float(f"{value:.5g}") if value == value else None for value in y[some].tolist()],  # nan is not itself
            "across": across[some].round(5).tolist(),
        }
        curves.append({"name": curve.name, "style": colour(number), **values})
    return scripts.data({"x": block.x_label, "curves": curves})


def _told(block: Lines | Bars | Graph) -> Iterator[str]:
    """Yield what is in a chart or a graph."""
    if block.title:
        yield block.title
    if isinstance(block, Lines):
        yield f"{block.x_label} → {block.y_label}"
        for curve in block.curves:
            x, y = points_of(curve)
            known = ~np.isnan(y)
            ends = [0, -1] if known.sum() > 1 else [0] * int(known.sum())
            yield f"{curve.name}: " + (
                ", ".join(f"{x[known][end]:.6g} → {number_of(y[known][end])}" for end in ends) or "—"
            )
    elif isinstance(block, Bars):
        for label, values in block.rows:
            told = (
                f"{name} {number_of(np.nan if value is None else value)}"
                for name, value in zip(block.measures, values, strict=True)
            )
            yield f"{label}: {', '.join(told)}"
    else:
        names = {node.id: node.label for node in block.nodes}
        for edge in block.edges:
            label = f" ({edge.label})" if edge.label else ""
            yield f"{names[edge.source]} → {names[edge.target]}{label}"
