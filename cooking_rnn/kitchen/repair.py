"""What is wrong with typed matrices, and the one entry that mends it."""

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cooking_rnn.kitchen.check import Case
from cooking_rnn.kitchen.matrices import compiled
from cooking_rnn.steps import Array

if TYPE_CHECKING:
    from cooking_rnn.kitchen.kitchen import Kitchen

_MOST_VALUES = 16  # of a matrix that are tried: its most frequent


@dataclass(frozen=True)
class Repair:
    """One entry of a typed matrix (rows and columns from 1), and the value that mends a wrong case."""

    matrix: str
    row: int
    column: int
    value: float
    was: float
    mends: int  # cases that are wrong now
    spoils: int  # cases that are right now


def lacking(kitchen: "Kitchen") -> str:
    """Return the matrix that was not typed although the rules depend on what it would read; "" if there is none."""
    if kitchen.weather is None and len(kitchen.distinct_rules) > 1:
        return "weather"
    depends_on_dish = not kitchen.weathers or not all(rule.is_constant for rule in kitchen.rules)
    return "food" if kitchen.food is None and depends_on_dish else ""


def swapped(kitchen: "Kitchen") -> tuple[str, tuple[int, int]] | None:
    """Return the typed matrix, and its two rows (from 1), that differs from the compiled one by their order alone."""
    matrices, right = kitchen.matrices, compiled(kitchen)
    for name in ("food", "weather"):
        matrix, goal = getattr(matrices, name), getattr(right, name)
        if matrix is None or goal is None or matrix.shape != goal.shape:
            continue
        rows = np.flatnonzero((matrix != goal).any(axis=1))
        if len(rows) == 2 and np.array_equal(matrix[rows], goal[rows[::-1]]):
            return name, (int(rows[0]) + 1, int(rows[1]) + 1)
    return None


def repair(kitchen: "Kitchen", wrong: Case) -> Repair | None:
    """Return the one entry whose change mends the case `wrong` and spoils the fewest others, or None.

    Only the columns that the case reads can matter: its dish's of Food, its weather's of Weather. Each entry
    there is tried as 0, as 1, and as the values that the matrix already has. Of those that spoil equally few, the
    one that mends most is taken; of equals one that moves towards the compiled matrix, then one that keeps to the
    matrix's own values, then the first in reading order.
    """
    matrices, right = kitchen.matrices, compiled(kitchen)
    expected = np.array([rule.follows for rule in kitchen.rules])  # (m, n)
    best: tuple[tuple[int, ...], Repair] | None = None
    for name, column, others, at in (
        ("food", wrong.previous, matrices.weather, wrong.weather or 0),
        ("weather", wrong.weather, matrices.food, wrong.previous),
    ):
        matrix: Array | None = getattr(matrices, name)
        if matrix is None or column is None:
            continue
        goal: Array | None = getattr(right, name)
        way = (
            np.zeros(len(matrix)) if goal is None or goal.shape != matrix.shape else goal[:, column] - matrix[:, column]
        )
        due = expected[:, column] if name == "food" else expected[column]  # (cases,)
        sums = matrix[:, [column]] + (np.zeros((1, len(due)), np.int64) if others is None else others)  # (rows, cases)
        tried = _Tried(sums, due, len(kitchen.dishes))
        own = {value for value, _ in Counter(matrix.ravel().tolist()).most_common(_MOST_VALUES)}
        for value in sorted({0, 1} | own):
            change = value - matrix[:, column]
            mends, spoils = tried.changed(change, at)
            is_towards = (np.sign(way) == np.sign(change)) & (change != 0)
            for row in np.flatnonzero((mends >= 0) & (change != 0)).tolist():
                rank = (-int(spoils[row]), int(mends[row]), int(is_towards[row]), int(value in own), -row)
                if best is None or rank > best[0]:
                    told = int(mends[row]), int(spoils[row])
                    best = rank, Repair(name, row + 1, column + 1, value, matrix[row, column].item(), *told)
    return best[1] if best else None


class _Tried:
    """What changing one entry of a column does to the cases that read it: it moves one row of their sums."""

    def __init__(self, sums: Array, expected: Array, dishes: int) -> None:
        self._sums, self._expected, self._dishes = sums, expected, dishes
        highest = np.argsort(-sums, axis=0, kind="stable")[:3]  # (up to 3, cases)
        values = np.take_along_axis(sums, highest, axis=0)
        none = np.full((3 - len(highest), sums.shape[1]), -np.inf)
        self._rows = np.concatenate([highest, np.full(none.shape, -1)])
        self._values = np.concatenate([values, none])  # (3, cases)
        winners = self._rows[0] % dishes
        self._was_right = (winners == self._expected) & (self._values[0] > self._values[1])

    def changed(self, change: Array, at: int) -> tuple[Array, Array]:
        """Return for each row (rows,) how many cases are mended and spoilt if its entry changes by so much.

        Mended is -1 where the case `at` is not among them.
        """
        moved = self._sums + change[:, None]  # (rows, cases)
        is_first = np.arange(len(moved))[:, None] == self._rows[0]
        is_second = np.arange(len(moved))[:, None] == self._rows[1]
        rival = np.where(is_first, self._values[1], self._values[0])
        rival_row = np.where(is_first, self._rows[1], self._rows[0])
        next_rival = np.where(is_first | is_second, self._values[2], self._values[1])
        wins, loses = moved > rival, (moved < rival) & (rival > next_rival)
        made = np.where(wins, np.arange(len(moved))[:, None], rival_row) % self._dishes
        is_right = (wins | loses) & (made == self._expected)
        mends = (is_right & ~self._was_right).sum(axis=1)
        return np.where(is_right[:, at], mends, -1), (self._was_right & ~is_right).sum(axis=1)
