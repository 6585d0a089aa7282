"""A step as an equation: the matrix, the vectors it meets, the result, side by side as on paper."""

from collections.abc import Mapping, Sequence
from typing import Any

from numpy.typing import NDArray
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from cooking_rnn.show.days import step_heading
from cooking_rnn.show.labels import Labels, block_label, rows_label, step_word
from cooking_rnn.show.vectors import WINNER_STYLE, Entries, block_style, is_one_hot, meaning, numbers, vector_line
from cooking_rnn.steps import Part, Step

Column = list[Text]  # a heading and one text a row, all of one width


def layouts(
    step: Step, before: Mapping[str, Step], labels: Labels, lang: str, *, is_known: bool = False
) -> list[RenderableType]:
    """Return the equation of `step`, from the widest layout; `before` holds the steps that it may take.

    Of a matrix that `is_known`, because it was shown before, only the name is.
    """
    given = [before[name] for name in step.inputs]
    columns: list[Column] = []
    height = max(1, len(step.value), *(len(other.value) for other in given))
    if step.matrix is not None:
        columns += [
            _symbol(step.matrix_name, height) if is_known else _matrix(step, given, height),
            _symbol("·", height),
        ]
    if step.inputs and step.matrix is None and not step.between:
        columns.append(_symbol(step.formula.partition("(")[0], height))
    for place, other in enumerate(given):
        if place:
            columns.append(_symbol(step.between[place - 1], height))
        columns.append(_vector(other, height, lang))
    if step.inputs:
        columns.append(_symbol("=", height))
    columns.append(_vector(step, height, lang))
    names, sources = _row_names(step, height, labels, lang), _sources(step, before, height, labels)
    wide = [[*columns, names, sources]] if sources else []
    legend = [told] if (told := _blocks(step, labels, lang)) else []
    known = [Text(_as_before(step.matrix_name, lang))] if is_known else []
    return [
        *(Group(_side_by_side(each), *known) for each in (*wide, [*columns, names])),
        Group(_side_by_side(columns), *legend, *known),
        Group(_in_lines(step, given, lang, is_known=is_known), *legend, *known),
    ]


def _as_before(name: str, lang: str) -> str:
    return f"{name} 和前面一天的一样。" if lang == "zh" else f"{name} is the same as the day before."


def _side_by_side(columns: Sequence[Column]) -> Text:
    lines = [Text(" ").join(cells) for cells in zip(*columns, strict=True)]
    for line in lines:
        line.rstrip()
    text = Text("\n").join(lines)
    text.no_wrap = True
    return text


def _matrix(step: Step, given: Sequence[Step], height: int) -> Column:
    assert step.matrix is not None
    rows, columns = step.matrix.shape
    heading = Text(f"{step.matrix_name} ({rows}x{columns})", "bold")
    rows = _coloured(step.matrix, step.axis)
    if len(given) == 1 and is_one_hot(given[0].value):  # such a vector picks one column: let it be seen
        width = (rows[0].cell_len + 1) // columns
        start = int(given[0].value.argmax()) * width
        for row in rows:
            row.stylize("bold underline", start, start + width - 1)
    return _bracketed(heading, rows, height)


def _vector(step: Step, height: int, lang: str) -> Column:
    rows = _coloured(step.value.reshape(-1, 1), step.axis, step.winners)
    return _bracketed(Text(step_word("symbol", step, lang), "bold"), rows, height)


def _coloured(matrix: NDArray[Any], axis: Sequence[Part], winners: Sequence[int] = ()) -> Sequence[Text]:
    entries = iter(numbers(matrix))
    lines = [[next(entries) for _ in row] for row in matrix]
    styles = [block_style(place, axis) for place, block in enumerate(axis) for _ in block.entries]
    rows: list[Text] = []
    for row, (line, style) in enumerate(zip(lines, styles, strict=True)):
        is_winner = row in winners
        before, after = ("(", ")") if is_winner else (" ", " ") if winners else ("", "")
        text = Entries()
        text.append(before).append(" ".join(line), f"{style} {WINNER_STYLE}" if is_winner else style).append(after)
        text.starts = [len(before) + place * (len(entry) + 1) for place, entry in enumerate(line)]
        rows.append(text)
    return rows


def _bracketed(heading: Text, rows: Sequence[Text], height: int) -> Column:
    """Return the rows between brackets, centred under the heading in `height` lines."""
    last = len(rows) - 1
    lines = []
    for place, row in enumerate(rows):
        left, right = (
            ("[", "]") if not last else ("┌", "┐") if not place else ("└", "┘") if place == last else ("│", "│")
        )
        lines.append(Text(left).append_text(row).append(right))
    if not rows:
        lines = [Text("—")]
    margin = (heading.cell_len - lines[0].cell_len) // 2
    for line in lines:
        line.pad_left(max(margin, 0))
    return _padded([heading, *_centred(lines, height)])


def _symbol(symbol: str, height: int) -> Column:
    return _padded([Text(), *_centred([Text(symbol)], height)])


def _centred(lines: list[Text], height: int) -> list[Text]:
    above = (height - len(lines)) // 2
    below = height - len(lines) - above
    return [*(Text() for _ in range(above)), *lines, *(Text() for _ in range(below))]


def _padded(lines: list[Text]) -> Column:
    width = max(line.cell_len for line in lines)
    for line in lines:
        line.pad_right(width - line.cell_len)
    return lines


def _row_names(step: Step, height: int, labels: Labels, lang: str) -> Column:
    """Return what each row of the result stands for."""
    several = len(step.axis) > 1
    names = []
    for place, block in enumerate(step.axis):
        rule = block_label(block, labels, lang)
        for entry in block.entries:
            name = Text(" ")
            if several and rule:
                name.append(f"{rule}: ", block_style(place, step.axis))
            names.append(name.append(labels.get(entry, entry), block_style(place, step.axis)))
    for row, name in enumerate(names):
        if row in step.winners:
            name.stylize("bold", 1)
    return _padded([Text(), *_centred(names, height)])


def _sources(step: Step, before: Mapping[str, Step], height: int, labels: Labels) -> Column:
    """Return beside each row of a sum who put something there: "← crayfish, rainy", so that a 2 is two that meet.

    An addend that a matrix makes of a one-hot vector speaks for the name that this vector says.
    """
    givers = [(addend, before[name]) for addend in map(before.get, step.inputs) if addend for name in addend.inputs]
    if not step.between or not any(meaning(giver, labels) for _, giver in givers):
        return []
    rows = []
    for row, _ in enumerate(step.value):
        from_ = [meaning(giver, labels) for addend, giver in givers if addend.value[row] and giver.value.size]
        rows.append(Text(f" ← {', '.join(from_)}" if from_ else ""))
    return _padded([Text(), *_centred(rows, height)])


def _blocks(step: Step, labels: Labels, lang: str) -> Text:
    """Return what rows stand for, where there is no room beside them: their blocks, or else their own names, if any."""
    legend, first = Text(overflow="fold"), 1
    comma = "、" if lang == "zh" else ", "
    for place, block in enumerate(step.axis):
        own = comma.join(labels[entry] for entry in block.entries if entry in labels)
        if name := block_label(block, labels, lang) or own:
            rows = rows_label(first, first + len(block.entries) - 1, lang)
            legend.append(f"{rows}{'：' if lang == 'zh' else ': '}{name}\n", block_style(place, step.axis))
        first += len(block.entries)
    legend.rstrip()
    return legend


def _in_lines(step: Step, given: Sequence[Step], lang: str, *, is_known: bool) -> RenderableType:
    """Return the equation with every vector in a line, for what is too large to stand side by side."""
    lines = Table.grid(padding=(0, 1))
    lines.add_column(justify="right")
    lines.add_column(overflow="fold")
    if step.matrix is not None and is_known:
        lines.add_row("", Text(f"{step.matrix_name} ·", "bold"))
    elif step.matrix is not None:
        lines.add_row("", Text(f"{step.matrix_name} ({'x'.join(map(str, step.matrix.shape))}):", "bold"))
        for row, line in enumerate(_coloured(step.matrix, step.axis), 1):
            lines.add_row(f"{row}:", line)
        lines.add_row("", "·")
    for other, sign in zip((*given, step), (*step.between, *["="] * bool(given), ""), strict=False):
        lines.add_row("", step_heading(other, lang).append(":"))
        lines.add_row("", vector_line(other))
        if sign:
            lines.add_row("", sign)
    return lines
