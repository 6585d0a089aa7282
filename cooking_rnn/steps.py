"""What every cook can say of a day: a short list of named vectors.

A kitchen wired by hand and a trained network yield the same two types, and whoever shows a day
(a table, an explanation, JSON, a picture) knows only these, not which network it came from.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from cooking_rnn.names import Names

if TYPE_CHECKING:  # the types alone must not cost the 100 ms that numpy takes to load
    from numpy.typing import NDArray


def frozen(array: "NDArray[Any]") -> "NDArray[Any]":
    """Return a read-only copy of an array; whoever passed it may go on writing to theirs."""
    copy = array.copy()
    copy.setflags(write=False)
    return copy


@dataclass(frozen=True)
class Block:
    """A run of consecutive entries of a vector that belong together, such as the rows of one rule."""

    name: str  # "" where nothing is to be said of them
    entries: tuple[str, ...]  # what each entry stands for: a dish, a weather, a hidden unit
    about: tuple[str, ...] = ()  # the dish or the weathers that the name speaks of, where it needs one


@dataclass(frozen=True, eq=False)
class Step:
    """One vector on the way from (what was, what is) to what comes next.

    Without `inputs` the value is given (a one-hot, some rows of an earlier step); with a `matrix` it is that matrix
    times the inputs stacked; otherwise `formula` says what is done to them, and `between` what is drawn between each
    two.
    """

    name: str  # "from_food": the key in JSON
    formula: str  # "Food · dish"
    value: "NDArray[Any]"  # (rows,)
    axis: tuple[Block, ...]  # what the rows stand for; the blocks' lengths add up to rows
    inputs: tuple[str, ...] = ()  # names of the steps it takes, in the order of the formula
    between: tuple[str, ...] = ()  # "+", one fewer than the inputs
    matrix: "NDArray[Any] | None" = None  # (rows, columns)
    matrix_name: str = ""  # "Food"
    winners: tuple[int, ...] = ()  # where hard-max chooses: the row of the maximum, or all that tie for it
    is_named: bool = False  # whether the name of its largest entry is what it says: a dish, a weather

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """What each row stands for, as (block, entry)."""
        return tuple((block.name, entry) for block in self.axis for entry in block.entries)


@dataclass(frozen=True, eq=False)
class Day:
    """What was eaten on a day and why, by identifiers; `steps` say how, where they were asked for."""

    number: int  # from 1; day 0 is the start
    previous: str
    dish: str  # "" where a tie leaves it open
    weather: str | None = None  # None in a kitchen without weather
    rule: str | None = None
    date: str | None = None  # ISO 8601, in a dated file
    probability: float | None = None  # of the dish, from a network that gives one
    expected: str | None = None  # the dish that the rule says, where the matrices need not follow the rules
    steps: tuple[Step, ...] = ()
    state: Any = None  # on the last day of those that were asked for: what tomorrow goes on from


class Cook(Protocol):
    """Whoever cooks: weather in, menu out, and every day's steps for whoever asks how."""

    @property
    def name(self) -> str:
        """What the kitchen is called, or the one that a network learned."""
        ...

    @property
    def dishes(self) -> Names:
        """The dishes, in the cook's order."""
        ...

    @property
    def weathers(self) -> Names:
        """The weathers; empty where weather plays no part."""
        ...

    @property
    def start(self) -> int:
        """The dish of day 0."""
        ...

    def days(
        self,
        weathers: "NDArray[Any]",
        start: Any,
        dates: Sequence[str] | None = None,
        *,
        first: int = 1,
        steps: bool = True,
    ) -> Iterator[Day]:
        """Yield each day of these weathers (days,), after `start` on day `first - 1`.

        `start` is a dish's code, or the `state` of the last day before. Without weather the codes are all 0.
        """
        ...

    def explained(self, weathers: "NDArray[Any]", start: int, dates: Sequence[str] | None = None) -> Iterator[Day]:
        """Yield each day with its steps, up to one that they leave in doubt."""
        ...

    def after(self, weathers: "NDArray[Any]", start: Any) -> Any:
        """Return the state after these weathers (days,), without telling the days."""
        ...
