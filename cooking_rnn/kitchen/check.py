"""The check over every case: what the matrices make of each dish and weather, beside what the rules say."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from cooking_rnn.errors import DataError
from cooking_rnn.kitchen.day import Vectors, maxima, one_hot, vectors_of
from cooking_rnn.kitchen.matrices import Matrices
from cooking_rnn.steps import Array, frozen

if TYPE_CHECKING:
    from cooking_rnn.kitchen.kitchen import Kitchen

TIE = -1  # in place of a dish


@dataclass(frozen=True, eq=False)
class Case:
    """One of the n·m days that there can be."""

    matrices: Matrices
    counts: tuple[int, int]  # n and m
    previous: int
    weather: int | None
    expected: int  # by the rule
    dish: int | None  # what comes out; None on a tie
    margin: float | None  # the winner minus the runner-up; None where there is no other row

    @cached_property
    def vectors(self) -> Vectors:
        """The vectors of the day; they are worked out where somebody looks."""
        return vectors_of(self.matrices, one_hot(self.previous, self.counts[0]), one_hot(self.weather, self.counts[1]))

    @property
    def is_right(self) -> bool:
        """Whether what comes out is what the rule says."""
        return self.dish == self.expected


def cases_of(kitchen: "Kitchen") -> list[Case]:
    """Return every case of the matrices that run, dishes in order and in each the weathers."""
    matrices, counts = kitchen.matrices, (len(kitchen.dishes), len(kitchen.weathers))
    made, margins = (np.stack(each) for each in zip(*_outcomes(kitchen), strict=True))  # (m, n) each
    has_margin = matrices.parts * counts[0] > 1
    is_whole = all(each is None or each.dtype.kind == "i" for each in (matrices.food, matrices.weather))
    number = int if is_whole else float
    return [
        Case(
            matrices,
            counts,
            dish,
            weather if kitchen.weathers else None,
            kitchen.rules[weather].follows[dish],
            None if made[weather, dish] == TIE else int(made[weather, dish]),
            number(margins[weather, dish]) if has_margin else None,
        )
        for dish in range(counts[0])
        for weather in range(max(counts[1], 1))
    ]


def outcomes(kitchen: "Kitchen") -> Array:
    """Return what comes out of every (weather, dish), (m, n), or (1, n) without weathers; TIE on a tie."""
    return np.stack([made for made, _ in _outcomes(kitchen)])


def _outcomes(kitchen: "Kitchen") -> Iterator[tuple[Array, Array]]:
    """Yield for each weather what comes out after each dish (n,), TIE on a tie, and by how much it won (n,)."""
    n, m, matrices = len(kitchen.dishes), max(len(kitchen.weathers), 1), kitchen.matrices
    rows = matrices.parts * n
    food = np.zeros((rows, n), np.int64) if matrices.food is None else matrices.food  # (k·n, n)
    weather = np.zeros((rows, m), np.int64) if matrices.weather is None else matrices.weather  # (k·n, m)
    food = _narrow(food)
    for column in weather.T:
        first, best, second = best_two(food, column)
        yield np.where(best == second, TIE, first % n), best - second


def _narrow(matrix: Array) -> Array:
    """Return small whole numbers as bytes, of which an eighth of the memory has to be read."""
    is_small = matrix.dtype.kind == "i" and np.abs(matrix).max(initial=0) < 64
    return matrix.astype(np.int8) if is_small else matrix


def best_two(food: Array, column: Array) -> tuple[Array, Array, Array]:
    """Return the row of the maximum, the maximum, and the largest of the others, each (n,), of every column of
    food + column, where Food is (rows, n) and the weather's column (rows,). Without another row it is -inf.

    The plain form sorts each column of the sum. Here rows that get the same from the weather are taken together,
    without a sum of the matrix's size: a weather has few different entries. That pays in large kitchens: with 256
    dishes and 256 weathers, each with a table of its own, the check takes 15 s instead of 42.
    """
    n = food.shape[1]
    first, best, second = np.zeros(n, np.intp), np.full(n, -np.inf), np.full(n, -np.inf)
    for value in np.unique(column):
        rows = np.flatnonzero(column == value)
        some = food[rows]  # (rows, n)
        top = some.argmax(axis=0)
        highest = some[top, range(n)] + value
        some[top, range(n)] = some.min() - 1
        next_highest = some.max(axis=0) + value if len(rows) > 1 else np.full(n, -np.inf)
        is_new = (highest > best) | ((highest == best) & (rows[top] < first))
        second = np.where(is_new, np.maximum(best, next_highest), np.maximum(second, highest))
        first, best = np.where(is_new, rows[top], first), np.where(is_new, highest, best)
    return first, best, second


def rule_table(kitchen: "Kitchen") -> Array:
    """Return the dish that follows each (weather, dish), shape (m, n), or (1, n) without weathers; it is read-only.

    It is what the matrices make, not what the rules say. Raises DataError where a typed matrix leaves a
    tie for the maximum: hard-max would have to guess.
    """
    if not kitchen.is_typed:  # the compiled matrices make what the rules say: that is proved by the tests
        return frozen(np.array([rule.follows for rule in kitchen.rules], dtype=np.uint8))
    table = outcomes(kitchen)
    for dish, weather in np.argwhere(table.T == TIE).tolist():
        raise tie(kitchen, dish, weather if kitchen.weathers else None)
    return frozen(table.astype(np.uint8))


def tie(kitchen: "Kitchen", dish: int, weather: int | None) -> DataError:
    """Return the error that says which case is in doubt, and between which rows."""
    given = one_hot(dish, len(kitchen.dishes)), one_hot(weather, len(kitchen.weathers))
    total = vectors_of(kitchen.matrices, *given).sum
    with_ = "" if weather is None else f" and {kitchen.weathers.ids[weather]}"
    return DataError(
        f"{kitchen.source}: matrices",
        "{day}: rows {rows:and} tie for the maximum, {value:g}",
        "`cook kitchen check` shows every case",
        day=f"{kitchen.dishes.ids[dish]}{with_}",
        rows=[row + 1 for row in maxima(total)[:2]],
        value=total.max().item(),
    )
