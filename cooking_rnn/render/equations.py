"""A step as an equation: the matrix, the vectors it meets, the result, side by side as on paper."""

from collections.abc import Iterator, Sequence

from rich.text import Text

from cooking_rnn.blocks import Equation, Matrix, Vector
from cooking_rnn.render.vectors import in_line, numbers, vector_line, vector_lines
from cooking_rnn.render.wrap import WINNER, joined, style_of, styled, wrapped

Columns = list[Text]  # a heading and one text a row, all of one width


def equation_lines(equation: Equation, width: int) -> Iterator[Text]:
    """Yield the equation in the widest layout that fits: with all that is said of the rows, with less, or in lines."""
    height = max(1, *(len(term.values) for term in equation.terms if not isinstance(term, str)))
    terms = [_column(term, height) for term in equation.terms]
    names = _names(equation, height)
    layouts = [[*terms, names, _sources(equation, height)]] if equation.sources else []
    layouts += [[*terms, names]] if equation.names else []
    layouts.append(terms)
    for layout in layouts:
        if sum(column[0].cell_len for column in layout) + len(layout) - 1 <= width:
            yield _side_by_side(layout)
            break
    else:
        layout = terms
        yield from _in_lines(equation, width)
    if layout is terms:
        for each in equation.legend:
            yield from wrapped(styled(each), width, 2)
    if equation.note:
        yield from wrapped(Text(equation.note), width)


def _side_by_side(columns: Sequence[Columns]) -> Text:
    lines = [Text(" ").join(row) for row in zip(*columns, strict=True)]
    for line in lines:
        line.rstrip()
    return joined(lines)


def _column(term: str | Vector | Matrix, height: int) -> Columns:
    if isinstance(term, str):
        return _padded([Text(), *_centred([Text(term)], height)])
    return _bracketed(Text(term.heading, "bold"), _rows(term), height)


def _rows(term: Vector | Matrix) -> list[Text]:
    """Return the rows of a vector (one entry each) or a matrix, its parts in colour, the winner in parentheses."""
    is_vector = isinstance(term, Vector)
    winners = term.winners if isinstance(term, Vector) else ()
    picked = term.picked if isinstance(term, Matrix) else None
    values = term.values.reshape(-1, 1) if is_vector else term.values
    columns = values.shape[1]
    entries = numbers(values, winners)
    size = len(entries[0]) + 1 if entries else 1
    rows = []
    for row, owner in enumerate(term.owners):
        style = style_of(owner)
        is_winner = row in winners
        before, after = ("(", ")") if is_winner else (" ", " ") if winners else ("", "")
        line = " ".join(entries[row * columns : (row + 1) * columns])
        text = Text(before, no_wrap=True)
        text.append(line, f"{style} {WINNER}".strip() if is_winner else style).append(after)
        if picked is not None:
            text.stylize("bold underline", picked * size, picked * size + size - 1)
        rows.append(text)
    return rows


def _bracketed(heading: Text, rows: Sequence[Text], height: int) -> Columns:
    """Return the rows between brackets, centred under the heading in `height` lines."""
    last = len(rows) - 1
    lines = []
    for place, row in enumerate(rows):
        left, right = (
            ("[", "]") if not last else ("┌", "┐") if not place else ("└", "┘") if place == last else ("│", "│")
        )
        lines.append(Text(left, no_wrap=True).append_text(row).append(right))
    if not rows:
        lines = [Text("—")]
    margin = (heading.cell_len - lines[0].cell_len) // 2
    for line in lines:
        line.pad_left(max(margin, 0))
    return _padded([heading, *_centred(lines, height)])


def _centred(lines: list[Text], height: int) -> list[Text]:
    above = (height - len(lines)) // 2
    below = height - len(lines) - above
    return [*(Text() for _ in range(above)), *lines, *(Text() for _ in range(below))]


def _padded(lines: list[Text]) -> Columns:
    width = max(line.cell_len for line in lines)
    for line in lines:
        line.pad_right(width - line.cell_len)
    return lines


def _names(equation: Equation, height: int) -> Columns:
    return _padded([Text(), *_centred([Text(" ").append_text(styled(name)) for name in equation.names], height)])


def _sources(equation: Equation, height: int) -> Columns:
    return _padded([Text(), *_centred([Text(f" {source}") for source in equation.sources], height)])


def _in_lines(equation: Equation, width: int) -> Iterator[Text]:
    """Yield the equation with every vector in a line, for what is too large to stand side by side."""
    for term in equation.terms:
        if isinstance(term, str):
            yield Text(f"  {term}")
            continue
        head = Text(term.heading + equation.colon, "bold")
        if isinstance(term, Matrix):
            yield from wrapped(head, width)
            yield from _matrix_lines(term, width)
        elif head.cell_len + (line := vector_line(term)).cell_len <= width:
            yield Text().append_text(head).append_text(line)
        else:
            yield from wrapped(head, width)
            yield from vector_lines(term, width, 2)


def _matrix_lines(matrix: Matrix, width: int) -> Iterator[Text]:
    """Yield a matrix row by row, each begun by its number, and wrapped between two entries."""
    rows, columns = matrix.values.shape
    margin = len(str(rows)) + 1
    entries = numbers(matrix.values)
    size = len(entries[0]) + 1 if entries else 1
    at_once = in_line((width - margin - 1) // size, columns)
    for row, owner in enumerate(matrix.owners):
        style = style_of(owner)
        for first in range(0, columns, at_once):
            some = entries[row * columns + first : row * columns + min(first + at_once, columns)]
            head = f"{row + 1}:".rjust(margin) if not first else " " * margin
            yield Text(f"{head} ", no_wrap=True).append(" ".join(some), style)
