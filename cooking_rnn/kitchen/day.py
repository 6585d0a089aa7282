"""One day of the kitchen: next = fold(hardmax(Food · dish + Weather · weather))."""

from typing import NamedTuple

import numpy as np

from cooking_rnn.kitchen.matrices import Matrices
from cooking_rnn.steps import Array, frozen


class Vectors(NamedTuple):
    """The seven vectors of a day in a kitchen of n dishes, m weathers and k parts."""

    dish: Array  # (n,) one-hot, yesterday's
    weather: Array  # (m,) one-hot, today's
    from_food: Array  # (k·n,)
    from_weather: Array  # (k·n,)
    sum: Array  # (k·n,)
    hardmax: Array  # (k·n,) one-hot
    next_dish: Array  # (n,) one-hot


def vectors_of(matrices: Matrices, dish: Array, weather: Array) -> Vectors:
    """Return all vectors of the day after `dish` (n,), with `weather` (m,), both one-hot; they are read-only."""
    rows = matrices.parts * len(dish)
    from_food = times(matrices.food, dish, rows)
    from_weather = times(matrices.weather, weather, rows)
    total = from_food + from_weather
    winner = hardmax(total)
    vectors = dish, weather, from_food, from_weather, total, winner, fold(winner, matrices.parts)
    return Vectors(*map(frozen, vectors))


def times(matrix: Array | None, vector: Array, rows: int) -> Array:
    """Return matrix · vector; a missing matrix counts as zeros."""
    return np.zeros(rows, dtype=np.int64) if matrix is None else matrix @ vector


def hardmax(vector: Array) -> Array:
    """Return 1 where the largest entry is (the first of equals) and 0 elsewhere."""
    return one_hot(int(vector.argmax()), len(vector))


def maxima(vector: Array) -> tuple[int, ...]:
    """Return the rows of the largest entry: several where they tie."""
    return tuple(np.flatnonzero(vector == vector.max()).tolist())


def fold(vector: Array, parts: int) -> Array:
    """Return the sum of the vector's equal parts: of two, the first plus the second."""
    folded: Array = vector.reshape(parts, -1).sum(axis=0)
    return folded


def one_hot(code: int | None, length: int) -> Array:
    """Return the vector of zeros with a 1 at `code`; all zeros where there is none."""
    vector = np.zeros(length, dtype=np.int64)
    if code is not None:
        vector[code] = 1
    return vector
