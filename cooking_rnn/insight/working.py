"""Numbers that are worked out by hand: each is given, or made of others in a way that is said with it.

`worked` works all of them out, and again with numbers in place that somebody else wrote: what follows from those.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

Place = tuple[str, int, int]  # a number: its quantity, row and column, from 0
Term = tuple[Place, ...]  # numbers that are multiplied, or else belong together


@dataclass(frozen=True)
class Made:
    """How a number is made: by one of FUNCTIONS, of `terms`; "sum" adds up their products."""

    terms: tuple[Term, ...]
    function: str = "sum"


Entry = float | Made  # a number, or how it is made


@dataclass(frozen=True)
class Quantity:
    """Numbers in rows and columns that have a name, such as the states of every step.

    What is "worked" out may be left out on a sheet, and so may "weights"; a "copy" repeats what may have been left out.
    """

    name: str
    entries: tuple[tuple[Entry, ...], ...]
    kind: str = "given"  # or "weights", "copy", "worked"
    decimals: int | None = 0  # to which it is rounded; None is a fraction, which is not

    @cached_property
    def places(self) -> list[Place]:
        """All its numbers."""
        return [(self.name, row, column) for row, line in enumerate(self.entries) for column, _ in enumerate(line)]

    def made(self, place: Place) -> Entry:
        """Return how the number at a place comes to be."""
        return self.entries[place[1]][place[2]]


LAST = 3  # of the table's z; beyond it, its ends hold
TABLE_Z = tuple(place / 2 for place in range(-2 * LAST, 2 * LAST + 1))
SIGMOID = {z: round(1 / (1 + math.exp(-z)), 1) for z in TABLE_Z}
TANH = {z: round(math.tanh(z), 1) for z in TABLE_Z}


def nearest(z: float) -> float:
    """Return the table's z that is nearest; no number with one decimal is half-way between two."""
    return max(-LAST, min(LAST, round(2 * z) / 2))


def rounded(number: float, decimals: int | None) -> float:
    """Return a number rounded as taught at school, halves away from zero."""
    if decimals is None or number.is_integer():
        return number + 0.0  # no -0
    power = 10.0**decimals
    whole = math.copysign(math.floor(abs(number) * power + 0.5 + 1e-9), number) / power
    return whole + 0.0  # no -0


def is_tie(number: float, decimals: int | None) -> bool:
    """Whether a number lies half-way between two roundings."""
    return decimals is not None and decimals > 0 and abs(abs(number) * 10**decimals % 1 - 0.5) < 1e-6


Values = list[list[float]]  # of the factors of each term


def total(values: Values) -> float:
    """Return the sum of the products."""
    return sum(math.prod(factors) for factors in values)


def _hardmax(values: Values, row: int) -> float:
    """Return 1 for the largest (the first of equals), 0 for the others; each is a term of one factor."""
    flat = [each for (each,) in values]
    return float(flat.index(max(flat)) == row)


#: of the values, and the row and the column of the number that is made
FUNCTIONS: dict[str, Callable[[Values, int, int], float]] = {
    "sum": lambda values, row, column: total(values),
    "relu": lambda values, row, column: max(0.0, total(values)),
    "sigmoid": lambda values, row, column: SIGMOID[nearest(total(values))],
    "tanh": lambda values, row, column: TANH[nearest(total(values))],
    "hardmax": lambda values, row, column: _hardmax(values, row),
    "difference": lambda values, row, column: values[0][0] - values[1][0],
    "is_positive": lambda values, row, column: float(total(values) > 0),
    "tanh_slope": lambda values, row, column: 1 - total(values) ** 2,
    "count": lambda values, row, column: float(sum(pair == [row, column] for pair in values)),
    "share": lambda values, row, column: values[0][0] / values[1][0] if values[1][0] else 0.0,
    "smoothed": lambda values, row, column: (values[0][0] + 1) / (values[1][0] + values[2][0]),
    "weight": lambda values, row, column: (values[0][0] - total(values[2:])) / values[1][0],  # of an equation
}


class TieError(ArithmeticError):
    """A number lies half-way between two roundings."""


def worked(
    quantities: Sequence[Quantity], typed: Mapping[Place, float] | None = None, *, no_ties: bool = False
) -> tuple[dict[Place, float], dict[Place, float]]:
    """Return every number, and every number before it was rounded, by their places.

    `typed` stands in place of what is worked out, wherever that is made use of; it is not in what was not rounded.
    Raises TieError where `no_ties` is asked for, and a rounding is in doubt.
    """
    typed = typed or {}
    of = {quantity.name: quantity for quantity in quantities}
    values: dict[Place, float] = {}
    exact: dict[Place, float] = {}

    def value(place: Place) -> float:
        if (known := values.get(place)) is not None:
            return known
        name, row, column = place
        entry = of[name].entries[row][column]
        if isinstance(entry, Made):
            factors = [[value(each) for each in term] for term in entry.terms]
            exact[place] = made = FUNCTIONS[entry.function](factors, row, column)
            decimals = of[name].decimals
            if no_ties and is_tie(made, decimals):
                raise TieError
            entry = typed.get(place, rounded(made, decimals))
        values[place] = entry
        return entry

    for quantity in quantities:
        for place in quantity.places:
            value(place)
    return values, exact
