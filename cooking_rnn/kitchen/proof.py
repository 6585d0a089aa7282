"""The proof over every case: what the matrices make of each dish and weather, beside what the rules say."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cooking_rnn.errors import DataError
from cooking_rnn.kitchen.day import Vectors, cook, one_hot
from cooking_rnn.kitchen.matrices import Matrices, matrices
from cooking_rnn.kitchen.recipe import Kitchen


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
        rows = np.flatnonzero(self.vectors.sum == self.vectors.sum.max())
        return tuple(int(row) for row in rows) if len(rows) > 1 else ()

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


@dataclass(frozen=True)
class Mend:
    """One entry of a typed matrix (rows and columns from 1), and the value that mends a wrong case."""

    matrix: str
    row: int
    column: int
    value: float
    was: float


def prove(kitchen: Kitchen, network: Matrices | None = None) -> list[Case]:
    """Return every case, dishes in order and in each the weathers; by default of the matrices that run."""
    network = network or matrices(kitchen)
    n, m = len(kitchen.dishes), len(kitchen.weathers)
    return [
        Case(
            dish, weather, kitchen.rule_of(weather).follows[dish], cook(network, one_hot(dish, n), one_hot(weather, m))
        )
        for dish, weather in product(range(n), range(m) if m else [None])
    ]


def rule_table(kitchen: Kitchen) -> NDArray[np.uint8]:
    """Return the dish that follows each (weather, dish), shape (m, n), or (1, n) without weathers.

    It is what the matrices make, not what the rules say. Raises DataError where a typed matrix leaves a
    tie for the maximum: hard-max would have to guess.
    """
    if not kitchen.is_typed:  # the compiled matrices make what the rules say: that is proved by the tests
        return np.array([rule.follows for rule in kitchen.rules], dtype=np.uint8)
    table = np.empty((len(kitchen.rules), len(kitchen.dishes)), dtype=np.uint8)
    for case in prove(kitchen):
        if case.dish is None:
            raise tie(kitchen, case)
        table[case.weather or 0, case.previous] = case.dish
    return table


def tie(kitchen: Kitchen, case: Case) -> DataError:
    """Return the error that says which case is in doubt, and between which rows."""
    weather = "" if case.weather is None else f" and {kitchen.weathers.ids[case.weather]}"
    rows = " and ".join(str(row + 1) for row in case.tied[:2])
    value = case.vectors.sum.max().item()
    what = f"{kitchen.dishes.ids[case.previous]}{weather}: rows {rows} tie for the maximum, {value:g}"
    return DataError(f"{kitchen.source}: matrices", what, "`cook kitchen check` shows every case")


def mend(kitchen: Kitchen, wrong: Case) -> Mend | None:
    """Return the one entry whose change mends the case `wrong` and spoils the fewest others, or None.

    Only the columns that the case reads can matter: its dish's of Food, its weather's of Weather. Each entry
    there is tried as 0, 1 and what the compiled matrix has; of equally good ones the first in reading order.
    """
    best: tuple[int, Mend] | None = None
    for candidate, network in _changes(kitchen, wrong):
        cases = prove(kitchen, network)
        is_mended = any(
            case.is_right for case in cases if (case.previous, case.weather) == (wrong.previous, wrong.weather)
        )
        right = sum(case.is_right for case in cases)
        if is_mended and (best is None or right > best[0]):
            best = right, candidate
    return best[1] if best else None


def _changes(kitchen: Kitchen, case: Case) -> Iterator[tuple[Mend, Matrices]]:
    network = matrices(kitchen)
    for name, column in (("food", case.previous), ("weather", case.weather)):
        matrix: NDArray[Any] | None = getattr(network, name)
        if matrix is None or column is None:
            continue
        for row, was in enumerate(matrix[:, column]):
            for value in (0, 1):
                if value != was:
                    changed = matrix.copy()
                    changed[row, column] = value
                    yield (
                        Mend(name, row + 1, column + 1, value, was.item()),
                        (replace(network, food=changed) if name == "food" else replace(network, weather=changed)),
                    )
