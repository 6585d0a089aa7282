"""Tables that change their layout until they fit: words short, vectors packed, headings folded, rows as records."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from rich import box
from rich.table import Table as RichTable
from rich.text import Text

from cooking_rnn.blocks import Cell, Column, Label, Span, Table, Vector
from cooking_rnn.render.vectors import aligned, vector_line, vector_lines
from cooking_rnn.render.wrap import cells, folded, longest_word, style_of, styled, wrapped


@dataclass(frozen=True)
class Layout:
    """How a table is drawn: each is narrower than the one before."""

    is_packed: bool = False  # vectors without blanks
    folds: int = 1  # lines of a heading, at most
    is_short: bool = False  # names by the shorter of their two
    gap: int = 2  # blanks between two columns


_ANY = 100  # lines of a heading
_SHORTEST = 4  # columns of a line of a heading: two Chinese characters are not parted

LAYOUTS = (
    Layout(),
    Layout(folds=2),
    Layout(folds=3),
    Layout(folds=_ANY, gap=1),
    Layout(is_packed=True, folds=3),
    Layout(is_packed=True, folds=_ANY, gap=1),
    Layout(is_packed=True, folds=_ANY, is_short=True, gap=1),
)


def table_lines(table: Table, width: int) -> Iterator[Text | RichTable]:
    """Yield the table in the first layout that fits; if none does, its rows as records below one another."""
    for each, layout in product((aligned(table), table), LAYOUTS):
        rows = [[cell_text(cell, layout) for cell in row] for row in each.rows]
        if drawn := draw(table.columns, rows, width, layout):
            yield drawn
            return
    yield from _records(table, width)


def cell_text(cell: Cell, layout: Layout) -> Text:
    """Return a cell as a layout shows it."""
    if isinstance(cell, str):
        return Text(cell)
    if isinstance(cell, Span):
        return styled(cell)
    if isinstance(cell, Label):
        return Text(_name(cell, layout), style_of(cell.part, cell.tone))
    if not cell.values.size:
        return Text("—")
    line = vector_line(cell, packed=layout.is_packed)
    name = _name(cell.meaning, layout) if cell.meaning else ""
    return line.append(f" {name}" if name and not line.plain.endswith(" ") else name)


def _name(label: Label, layout: Layout) -> str:
    is_shorter = label.short and cells(label.short) < cells(label.text)
    return label.short if layout.is_short and is_shorter else label.text


def draw(
    columns: Sequence[Column], rows: Sequence[Sequence[Text]], width: int, layout: Layout | None = None
) -> RichTable | None:
    """Return a table of these cells; None where it is wider than `width`."""
    layout = layout or Layout(folds=_ANY)
    headings, total = [], 0
    for place, column in enumerate(columns):
        widest = max((row[place].cell_len for row in rows), default=0)
        heading = _heading(column.heading, widest, layout.folds)
        headings.append(heading)
        total += max(widest, *map(cells, heading)) + layout.gap
    if total - layout.gap > width:
        return None
    drawn = RichTable(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, layout.gap - 1, 0, 0))
    for column, heading in zip(columns, headings, strict=True):
        is_right = column.align == "right"
        wide = max(map(cells, heading))
        lines = [" " * (wide - cells(line)) * is_right + line for line in heading]
        drawn.add_column(Text("\n".join(lines), "bold"), justify="right" if is_right else "left", no_wrap=True)
    for row in rows:
        drawn.add_row(*row)
    return drawn


def _heading(text: str, widest: int, most: int) -> list[str]:
    """Return a heading in at most `most` lines, no wider than they must be, nor narrower than the cells below."""
    width = max(widest, longest_word(text), min(cells(text), _SHORTEST))
    while len(lines := folded(text, width)) > most:
        width += 1
    return lines


def _records(table: Table, width: int) -> Iterator[Text]:
    """Yield the rows below one another, a line a cell, wrapped to any width."""
    heads = [column.heading and column.heading + table.colon for column in table.columns]
    for number, row in enumerate(table.rows):
        first = cell_text(row[0], Layout())
        if first.plain:
            if number:
                yield Text()
            yield from wrapped(Text(heads[0] + first.plain, "bold"), width)
        for head, cell in zip(heads[1:], row[1:], strict=True):
            yield from _record(head, cell, width)


def _record(head: str, cell: Cell, width: int) -> Iterator[Text]:
    text = cell_text(cell, Layout())
    if not text.plain:
        return
    whole = Text(f"  {head}").append_text(text)
    if not isinstance(cell, Vector):
        yield from wrapped(whole, width, 4)
    elif whole.cell_len <= width:
        whole.no_wrap = True
        yield whole
    else:
        yield from wrapped(Text(f"  {head}"), width, 4)
        yield from vector_lines(cell, width, 4)
        if cell.meaning:
            yield from wrapped(Text(f"    {cell.meaning.text}"), width, 4)
