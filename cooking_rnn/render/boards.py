"""A board as one table: grids side by side in common columns, whoever draws it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from rich.text import Text

from cooking_rnn.blocks import Blank, Board, Grid
from cooking_rnn.render.wrap import cells


@dataclass(frozen=True)
class Piece:
    """A cell of the table, `span` columns wide."""

    content: str | Blank = ""
    kind: str = ""  # "note", "heading", "column", "name", "entry", or "" where there is nothing
    span: int = 1
    edge: str = ""  # of a grid's row: "open" its first entry, "shut" its last, "open shut" its only one


def width_of(board: Board) -> tuple[int, int]:
    """Return how many columns the left and the right half of the table have, each with one of names before the others.

    The left half has no names where none of its grids has any, and no columns where there are no grids.
    """
    return _columns([left for left, _ in board.bands]), _columns([right for _, right in board.bands])


def lines_of(board: Board) -> list[list[Piece]]:
    """Return the table's rows."""
    left_width, right_width = width_of(board)
    notes = list(board.notes) if left_width else []
    lines = []
    for left, right in board.bands:
        for one, other in _paired(left, right, left_width, right_width):
            if one is None:
                one = [Piece(notes.pop(0), "note", left_width)] if notes else _nothing(left_width)
            lines.append([*one, *(_nothing(right_width) if other is None else other)])
    return lines


def _columns(grids: Sequence[Grid | None]) -> int:
    has_names = any(grid.names for grid in grids if grid)
    return max((len(grid.rows[0]) for grid in grids if grid), default=0) + has_names


Half = list[Piece] | None


def _paired(left: Grid | None, right: Grid | None, left_width: int, right_width: int) -> Iterator[tuple[Half, Half]]:
    """Yield the rows of two grids side by side, their entries beside each other."""
    above, below = _rows(left, left_width, at_end=True)
    other_above, other_below = _rows(right, right_width, at_end=False)
    for place in range(-max(len(above), len(other_above)), 0):
        yield _at(above, place), _at(other_above, place)
    yield from zip_longest(below, other_below)


def _at(lines: Sequence[list[Piece]], from_end: int) -> Half:
    return lines[from_end] if -from_end <= len(lines) else None


def _rows(grid: Grid | None, width: int, *, at_end: bool) -> tuple[list[list[Piece]], list[list[Piece]]]:
    """Return what stands above a grid, and its rows, in `width` columns; `at_end` leaves the first columns empty."""
    if grid is None:
        return [], []
    count = len(grid.rows[0])
    has_names = width > count and (bool(grid.names) or not at_end)
    spare = _nothing(width - count - has_names)

    def line(name: Piece, entries: list[Piece]) -> list[Piece]:
        named = [name] * has_names
        return [*spare, *named, *entries] if at_end else [*named, *entries, *spare]

    head = []
    if grid.heading:
        head.append([Piece(grid.heading, "heading", width)])
    if grid.columns:
        name = Piece(grid.columns[0], "name") if len(grid.columns) > count else Piece()
        head.append(line(name, [Piece(each, "column") for each in grid.columns[-count:]]))
    rows = []
    for place, row in enumerate(grid.rows):
        entries = [
            Piece(each, "entry", edge=" ".join(["open"] * (not column) + ["shut"] * (column + 1 == count)))
            for column, each in enumerate(row)
        ]
        rows.append(line(Piece(grid.names[place] if grid.names else "", "name"), entries))
    return head, rows


def _nothing(columns: int) -> list[Piece]:
    return [Piece(span=columns)] if columns else []


def text_of(content: str | Blank) -> str:
    """Return an entry as text: a blank by its number, on a key with the answer."""
    if isinstance(content, str):
        return content
    return f"[{content.number or ' '}] {content.answer}".rstrip()


def board_lines(board: Board, width: int) -> Iterator[Text]:
    """Yield a board on a terminal; where it is too wide, its grids below one another, in as many parts as they need."""
    lines = _drawn(board)
    if max(line.cell_len for line in lines) <= width:
        yield from lines
        return
    yield from (Text(note) for note in board.notes)
    for grid in (grid for band in board.bands for grid in band if grid):
        for part in _parts(grid, width):
            yield from _drawn(Board(((None, part),)))


def _parts(grid: Grid, width: int) -> Iterator[Grid]:
    """Yield a grid's columns, as many at once as there is room for."""
    count, first = len(grid.rows[0]), 0
    head = grid.columns[: len(grid.columns) - count]
    while first < count:
        for end in range(count, first, -1):
            columns = (*head, *grid.columns[len(head) :][first:end]) if grid.columns else ()
            part = replace(grid, rows=tuple(row[first:end] for row in grid.rows), columns=columns)
            if end == first + 1 or max(line.cell_len for line in _drawn(Board(((None, part),)))) <= width:
                break
        yield part
        first = end


def _drawn(board: Board) -> list[Text]:
    """Return the lines of a board: names and entries on the right of their columns."""
    lines = lines_of(board)
    widths = [0] * sum(piece.span for piece in lines[0])
    for line in lines:
        place = 0
        for piece in line:
            if piece.span == 1 and piece.kind != "heading":
                widths[place] = max(widths[place], cells(text_of(piece.content)) + (piece.kind == "name" and place > 0))
            place += piece.span
    left = width_of(board)[0]
    if left:
        missing = max(map(cells, board.notes), default=0) - sum(widths[:left]) - (left - 1)
        widths[0] += max(missing, 0)
    return [_line(line, widths) for line in lines]


def _line(line: Sequence[Piece], widths: Sequence[int]) -> Text:
    drawn, place = Text(no_wrap=True), 0
    for piece in line:
        room = sum(widths[place : place + piece.span]) + piece.span - 1
        shown = text_of(piece.content)
        blanks = " " * max(room - cells(shown), 0)
        style = {"column": "dim", "heading": "bold", "name": "dim"}.get(piece.kind, "")
        style = "bold" if isinstance(piece.content, Blank) else style
        is_left = piece.kind in ("note", "heading")
        drawn.append(" " * (place > 0) + ("" if is_left else blanks))
        drawn.append(shown, style)
        drawn.append(blanks if is_left else "")
        place += piece.span
    drawn.rstrip()
    return drawn
