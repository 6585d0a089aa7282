"""The check over every case: what the matrices make of each dish and weather, beside what the rules say."""

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from cooking_rnn.errors import DataError
from cooking_rnn.kitchen.day import Vectors, maxima, one_hot, vectors_of
from cooking_rnn.kitchen.matrices import Matrices, matrices

if TYPE_CHECKING:
    from cooking_rnn.kitchen.kitchen import Kitchen

TIE = -1  # in place of a dish


@dataclass(frozen=True, eq=False)
class Case:
    """One of the n·m days that there can be."""

    previous: int
    weather: int | None
    expected: int  # by the rule
    vectors: Vectors

    @property
    def tied(self) -> tuple[int, ...]:
        """The rows that share the maximum, where more than one does."""
        rows = maxima(self.vectors.sum)
        return rows if len(rows) > 1 else ()

    @property
    def dish(self) -> int | None:
        """What comes out; None on a tie."""
        return None if self.tied else int(self.vectors.next_dish.argmax())

    @property
    def margin(self) -> float | None:
        """The winner minus the runner-up; None where there is no other row."""
        ordered = np.sort(self.vectors.sum)
        return (ordered[-1] - ordered[-2]).item() if len(ordered) > 1 else None

    @property
    def is_right(self) -> bool:
        """Whether what comes out is what the rule says."""
        return self.dish == self.expected


def case_of(kitchen: "Kitchen", network: Matrices, dish: int, weather: int | None) -> Case:
    """Return the day after `dish` with this weather (None where there is none)."""
    given = one_hot(dish, len(kitchen.dishes)), one_hot(weather, len(kitchen.weathers))
    return Case(dish, weather, kitchen.rule_of(weather).follows[dish], vectors_of(network, *given))


def cases_of(kitchen: "Kitchen") -> list[Case]:
    """Return every case of the matrices that run, dishes in order and in each the weathers."""
    network, weathers = matrices(kitchen), range(len(kitchen.weathers)) if kitchen.weathers else [None]
    return [case_of(kitchen, network, *case) for case in product(range(len(kitchen.dishes)), weathers)]


def outcomes(kitchen: "Kitchen", network: Matrices) -> NDArray[np.int64]:
    """Return what comes out of every (weather, dish), (m, n), or (1, n) without weathers; TIE on a tie."""
    n, m = len(kitchen.dishes), max(len(kitchen.weathers), 1)
    food = np.zeros((network.parts * n, n)) if network.food is None else network.food  # (k·n, n)
    weather = np.zeros((network.parts * n, m)) if network.weather is None else network.weather  # (k·n, m)
    table = np.empty((m, n), dtype=np.int64)
    for row, column in zip(table, weather.T, strict=True):
        sums = food + column[:, None]  # (k·n, n)
        is_tie = (sums == sums.max(axis=0)).sum(axis=0) > 1  # (n,)
        row[:] = np.where(is_tie, TIE, sums.argmax(axis=0) % n)
    return table


def rule_table(kitchen: "Kitchen") -> NDArray[np.uint8]:
    """Return the dish that follows each (weather, dish), shape (m, n), or (1, n) without weathers.

    It is what the matrices make, not what the rules say. Raises DataError where a typed matrix leaves a
    tie for the maximum: hard-max would have to guess.
    """
    if not kitchen.is_typed:  # the compiled matrices make what the rules say: that is proved by the tests
        return np.array([rule.follows for rule in kitchen.rules], dtype=np.uint8)
    network = matrices(kitchen)
    table = outcomes(kitchen, network)
    for dish, weather in np.argwhere(table.T == TIE).tolist():
        raise tie(kitchen, case_of(kitchen, network, dish, weather if kitchen.weathers else None))
    return table.astype(np.uint8)


def tie(kitchen: "Kitchen", case: Case) -> DataError:
    """Return the error that says which case is in doubt, and between which rows."""
    weather = "" if case.weather is None else f" and {kitchen.weathers.ids[case.weather]}"
    day = f"{kitchen.dishes.ids[case.previous]}{weather}"
    return DataError(
        f"{kitchen.source}: matrices",
        "{day}: rows {rows:and} tie for the maximum, {value:g}",
        "`cook kitchen check` shows every case",
        day=day,
        rows=[row + 1 for row in case.tied[:2]],
        value=case.vectors.sum.max().item(),
    )
