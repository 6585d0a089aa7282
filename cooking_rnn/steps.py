"""What every cook can say of a day: a short list of named vectors.

A kitchen wired by hand and a trained network yield the same two types, and whoever shows a day (a table, an
explanation, JSON, a picture) knows only these, not which network it came from.
"""

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

REVERSE = "_reverse"  # ends the names of the steps of a cell that reads backwards, as in torch
_NAME = re.compile(f"(\\d*)({REVERSE})?$")


def frozen(array: Array) -> Array:
    """Return a read-only copy of an array, or the array itself where nobody can write to it already.

    Whoever passed it may go on writing to theirs.
    """
    owner = array if array.base is None else array.base
    if not array.flags.writeable and isinstance(owner, np.ndarray) and not owner.flags.writeable:
        return array
    copy = array.copy()
    copy.setflags(write=False)
    return copy


def freeze(made: object, *names: str) -> None:
    """Make these arrays of a frozen dataclass read-only; None stays. For its `__post_init__`."""
    for name in names:
        if (array := getattr(made, name)) is not None:
            object.__setattr__(made, name, frozen(array))


def is_one_hot(vector: Array) -> bool:
    """Whether one entry is 1 and all others are 0."""
    return bool(np.count_nonzero(vector) == 1 and vector.max() == 1)


@dataclass(frozen=True)
class Part:
    """A run of consecutive entries of a vector that belong together, such as the rows of one rule."""

    name: str  # "" where nothing is to be said of them
    entries: tuple[str, ...]  # what each entry stands for: a dish, a weather, a hidden unit
    about: tuple[str, ...] = ()  # the dish or the weathers that the name speaks of, where it needs one


@dataclass(frozen=True)
class Take:
    """What a step works on: an earlier step of the day, or of yesterday; of it all rows, or those of one part.

    Three are no steps, but what every day is given: "@weather" is today's weather as a one-hot vector, "@dish" the dish
    of day 0, on day 0 only, "@one" a single 1.
    """

    step: str
    part: int | None = None
    is_yesterday: bool = False


@dataclass(frozen=True, eq=False)
class Step:
    """One vector on the way from (what was, what is) to what comes next.

    Without `inputs` the value is given (a one-hot, some rows of an earlier step); with a `matrix` it is that matrix
    times the inputs stacked; otherwise `formula` says what is done to them, and `between` what is drawn between each
    two.

    `operation` and `takes` say the same to whoever works the day out again with other numbers: "stack" (one below the
    other; of a single one, it is that one), "matvec", "add", "hardmax", "fold", "tanh", "sigmoid", "softmax", "gate"
    (a * b + c * d, or a * b + c), "squash" (a * tanh(b)), "rest" (1 - a).
    """

    name: str  # "from_food": the key in JSON
    formula: str  # "Food · dish"
    value: Array  # (rows,)
    axis: tuple[Part, ...]  # what the rows stand for; the parts' lengths add up to rows
    inputs: tuple[str, ...] = ()  # names of the steps it takes, in the order of the formula
    between: tuple[str, ...] = ()  # "+", one fewer than the inputs
    matrix: Array | None = None  # (rows, columns)
    matrix_name: str = ""  # "Food"
    winners: tuple[int, ...] = ()  # where hard-max chooses: the row of the maximum, or all that tie for it
    is_named: bool = False  # whether the name of its largest entry is what it says: a dish, a weather
    operation: str = ""
    takes: tuple[Take, ...] = ()

    def __post_init__(self) -> None:
        freeze(self, "value", "matrix")

    @property
    def kind(self) -> str:
        """Its name without its layer and direction: "forget" of "forget2_reverse"."""
        return _NAME.sub("", self.name)

    @property
    def layer(self) -> int:
        """The number of its layer, from 1."""
        found = _NAME.search(self.name)
        return int(found[1] or 1) if found else 1

    @property
    def is_reverse(self) -> bool:
        """Whether it is of a cell that reads from the last day to the first."""
        return self.name.endswith(REVERSE)

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """What each row stands for, as (part, entry)."""
        return tuple((part.name, entry) for part in self.axis for entry in part.entries)


@dataclass(frozen=True, eq=False)
class Day:
    """What was eaten on a day and why, by identifiers; `steps` say how, where they were asked for."""

    number: int  # from 1; day 0 is the start
    previous: str | None  # None in a network that has no day 0
    dish: str  # "" where a tie leaves it open
    weather: str | None = None  # None in a kitchen without weather
    rule: str | None = None
    date: str | None = None  # ISO 8601, where the weather had one
    probability: float | None = None  # of the dish, from a network that gives one
    expected: str | None = None  # the dish that the rule says, where the matrices need not follow the rules
    steps: tuple[Step, ...] = ()
    state: Any = None  # on the last day of those that were asked for: what tomorrow goes on from
