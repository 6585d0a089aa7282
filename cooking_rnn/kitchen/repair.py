"""What is wrong with typed matrices, and the one entry that mends it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from cooking_rnn.kitchen.check import Case, outcomes
from cooking_rnn.kitchen.matrices import Matrices, compiled, matrices

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
    network, right = matrices(kitchen), compiled(kitchen)
    for name in ("food", "weather"):
        matrix, goal = getattr(network, name), getattr(right, name)
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
    expected = np.array([rule.follows for rule in kitchen.rules])  # (m, n)
    was_right = outcomes(kitchen, matrices(kitchen)) == expected
    best: tuple[tuple[int, ...], Repair] | None = None
    for change in _changes(kitchen, wrong):
        is_right = outcomes(kitchen, change.network) == expected
        if not is_right[wrong.weather or 0, wrong.previous]:
            continue
        spoils, mends = int((was_right & ~is_right).sum()), int((is_right & ~was_right).sum())
        rank = (-spoils, mends, change.is_towards, change.is_own)
        if best is None or rank > best[0]:
            best = (
                rank,
                Repair(change.matrix, change.row + 1, change.column + 1, change.value, change.was, mends, spoils),
            )
    return best[1] if best else None


@dataclass(frozen=True, eq=False)
class _Change:
    matrix: str
    row: int
    column: int
    value: float
    was: float
    network: Matrices  # with it
    is_towards: bool  # the compiled matrix
    is_own: bool  # a value that the matrix has elsewhere


def _changes(kitchen: "Kitchen", case: Case) -> Iterator[_Change]:
    network, right = matrices(kitchen), compiled(kitchen)
    for name, column in (("food", case.previous), ("weather", case.weather)):
        matrix: NDArray[Any] | None = getattr(network, name)
        if matrix is None or column is None:
            continue
        goal: NDArray[Any] | None = getattr(right, name)
        own = {value for value, _ in Counter(matrix.ravel().tolist()).most_common(_MOST_VALUES)}
        for row, was in enumerate(matrix[:, column].tolist()):
            way = 0 if goal is None or goal.shape != matrix.shape else np.sign(goal[row, column] - was)
            for value in sorted({0, 1} | own):
                if value != was:
                    changed = matrix.astype(float) if isinstance(value, float) else matrix.copy()
                    changed[row, column] = value
                    is_towards = bool(way) and np.sign(value - was) == way
                    mended = replace(network, food=changed) if name == "food" else replace(network, weather=changed)
                    yield _Change(name, row, column, value, was, mended, is_towards, value in own)
