"""What can be shown: a report is a list of these blocks, and a renderer shows any of them.

A block is data: no width, no rich, no HTML. Its texts are already in the reader's language.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the type alone must not cost the 100 ms that numpy takes to load
    from cooking_rnn.steps import Array


@dataclass(frozen=True)
class Span:
    """A run of text that is set apart.

    `tone` is "strong", "faint", "winner", "mark" for the sign of a winner ("( )", or what a picture has in its place),
    or "" for none; `part` is which part of a vector it speaks of (0, 1, …), so that all that belongs to one rule has
    one colour.
    """

    text: str
    tone: str = ""
    part: int | None = None


Text = str | tuple[str | Span, ...]


def plain(text: Text) -> str:
    """Return a text without its tones."""
    return text if isinstance(text, str) else "".join(each if isinstance(each, str) else each.text for each in text)


@dataclass(frozen=True)
class Heading:
    """A line that opens what follows: level 1 a report, 2 a part of it, 3 a step."""

    text: Text
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """Sentences; they wrap wherever they stand."""

    text: Text


@dataclass(frozen=True)
class Label:
    """A name, and a shorter one for where there is no room."""

    text: str
    short: str = ""
    tone: str = ""
    part: int | None = None


class _Rows:
    """What has rows that fall into parts."""

    values: "Array"
    parts: tuple[int, ...]

    @cached_property
    def owners(self) -> list[int | None]:
        """The part that each row belongs to; None where there is only one."""
        if len(self.parts) < 2:
            return [None] * len(self.values)
        return [part for part, length in enumerate(self.parts) for _ in range(length)]


@dataclass(frozen=True, eq=False)
class Vector(_Rows):
    """A vector: its entries in order, the parts that they fall into, and where the winner is."""

    values: "Array"  # (rows,)
    heading: str = ""  # above it in an equation: "dish"
    name: str = ""  # of its step, in data
    parts: tuple[int, ...] = ()  # the lengths of its parts; they add up to rows
    winners: tuple[int, ...] = ()  # rows
    meaning: Label | None = None  # what it says: "potato"
    digits: int | None = None  # of the widest number in its column, set where a table is drawn


@dataclass(frozen=True, eq=False)
class Matrix(_Rows):
    """A matrix: its rows fall into parts as those of the vector that it makes do."""

    values: "Array"  # (rows, columns)
    heading: str = ""  # "Food (6x3)"
    parts: tuple[int, ...] = ()
    picked: int | None = None  # the column that a one-hot vector picks


@dataclass(frozen=True)
class Equation:
    """Vectors and matrices side by side as on paper: `terms` hold symbols ("·", "+", "=") between them.

    The last term is the result, whose rows have `names`, and `sources` that say where it comes from. `legend`
    says which rows are which part where there is no room for the names; `note` stands below.
    """

    terms: tuple[str | Vector | Matrix, ...]
    names: tuple[Span, ...] = ()
    sources: tuple[str, ...] = ()
    legend: tuple[Span, ...] = ()
    note: str = ""
    colon: str = ": "  # after the name of a vector that stands in a line


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, and on which side its cells stand."""

    heading: str
    align: str = "left"


Cell = str | Span | Label | Vector


@dataclass(frozen=True)
class Table:
    """Rows of cells. A row that begins with an empty cell goes on with what the row above is about."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    colon: str = ": "  # after a heading, where the rows are listed below one another


def table(headings: Sequence[str | Column], rows: Sequence[Sequence[Cell]], colon: str = ": ") -> Table:
    """Return a table; a heading alone is a column whose cells stand on the left."""
    columns = (each if isinstance(each, Column) else Column(each) for each in headings)
    return Table(tuple(columns), tuple(map(tuple, rows)), colon)


@dataclass(frozen=True, eq=False)
class Curve:
    """A named curve: y at each x, None (or anything that is not finite) where there is no value.

    `names` are written beside its points, where these are not joined.
    """

    name: str
    x: Sequence[float]
    y: Sequence[float | None]
    names: Sequence[str] = ()


@dataclass(frozen=True)
class Lines:
    """A chart of curves over two axes, or of points alone, which are not `joined`.

    `y_includes` are values that the y axis must reach, such as 0.
    """

    curves: tuple[Curve, ...]
    x_label: str
    y_label: str
    title: str = ""
    y_includes: tuple[float, ...] = ()
    joined: bool = True


@dataclass(frozen=True)
class Bars:
    """A chart of bars: `rows` are a label and a number for each of the `measures`.

    Each measure has its own scale, from 0 to its largest; what is missing (None) or negative has no bar.
    """

    measures: tuple[str, ...]
    rows: tuple[tuple[str, tuple[float | None, ...]], ...]
    label: str  # heads the labels
    title: str = ""


@dataclass(frozen=True)
class Node:
    """A box in the grid of a graph; `note` is said below its name, such as a shape."""

    id: str
    name: str
    note: str = ""
    row: int = 0  # its band, from the top
    column: float = 0  # between two boxes where it is a half
    is_box: bool = True  # or a bare word, such as an input

    @property
    def label(self) -> str:
        """Its name and note in a line."""
        return f"{self.name} {self.note}".strip()


@dataclass(frozen=True)
class Edge:
    """An arrow; `is_loop` marks one that goes to another time step."""

    source: str
    target: str
    label: str = ""
    is_loop: bool = False


@dataclass(frozen=True)
class Graph:
    """Boxes and arrows.

    `flow` says how it is drawn: "down" (a network with its loops), "across" (days side by side, in as many bands as
    the width calls for) or "states" (each with the arrows that leave it).
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    title: str = ""
    flow: str = "down"


@dataclass(frozen=True)
class Question:
    """What is asked before it is shown: choices and which of them is right, or a number; and why."""

    text: str
    choices: tuple[str, ...]  # () where a number is asked for
    answer: float  # the place of the right choice, or the number
    why: str
    hint: str = ""  # "" where there is none
    shows: tuple[str, ...] = ()  # of each choice, what choosing it shows; "" where that is nothing
    unit: str = ""  # of the number
    tolerance: float = 0  # how far a number may be from the answer
    mistakes: tuple[tuple[float, str], ...] = ()  # numbers that are often said instead, and what each shows

    def is_right(self, given: float) -> bool:
        """Whether a choice, by its place, or a number answers it."""
        return abs(given - self.answer) <= self.tolerance + 1e-9

    def shown_by(self, given: float) -> str:
        """Return what a wrong answer shows; "" where nothing is known of it."""
        if self.choices:
            return self.shows[int(given)] if self.shows else ""
        return next((shows for mistake, shows in self.mistakes if abs(given - mistake) <= self.tolerance + 1e-9), "")

    def said(self, given: float) -> str:
        """Return an answer as it is read."""
        return self.choices[int(given)] if self.choices else f"{given:g} {self.unit}".strip()


@dataclass(frozen=True)
class Blank:
    """A number that is asked for: a box, empty on a sheet, with the answer in it on the key.

    What is only to be copied has the number 0.
    """

    number: int = 0
    answer: str = ""


@dataclass(frozen=True)
class Grid:
    """Numbers in rows and columns, as one writes them to work on them by hand."""

    rows: tuple[tuple[str | Blank, ...], ...]
    names: tuple[str, ...] = ()  # of the rows, before them
    columns: tuple[str, ...] = ()  # their names, above them
    heading: str = ""  # above all


@dataclass(frozen=True)
class Board:
    """Grids in two columns, as a network is worked by hand: weights on the left, on the right what they make.

    Each band is what stands side by side. `notes` stand at the top left, where there is nothing else.
    """

    bands: tuple[tuple[Grid | None, Grid | None], ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Break:
    """What follows begins on a new sheet of paper."""


Block = Heading | Paragraph | Table | Equation | Lines | Bars | Graph | Question | Board | Break
