"""One day of the kitchen: next = fold(hardmax(Food · dish + Weather · weather))."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cooking_rnn.kitchen.matrices import Matrices

Vector = NDArray[Any]


class Vectors(NamedTuple):
    """The seven vectors of a day in a kitchen of n dishes, m weathers and k parts."""

    dish: Vector  # (n,) one-hot, yesterday's
    weather: Vector  # (m,) one-hot, today's
    from_food: Vector  # (k·n,)
    from_weather: Vector  # (k·n,)
    sum: Vector  # (k·n,)
    hardmax: Vector  # (k·n,) one-hot
    next_dish: Vector  # (n,) one-hot


def vectors_of(network: Matrices, dish: Vector, weather: Vector) -> Vectors:
    """Return all vectors of the day after `dish` (n,), with `weather` (m,), both one-hot."""
    rows = network.parts * len(dish)
    from_food = times(network.food, dish, rows)
    from_weather = times(network.weather, weather, rows)
    total = from_food + from_weather
    winner = hardmax(total)
    return Vectors(dish, weather, from_food, from_weather, total, winner, fold(winner, network.parts))


def times(matrix: Vector | None, vector: Vector, rows: int) -> Vector:
    """Return matrix · vector; a missing matrix counts as zeros."""
    return np.zeros(rows, dtype=np.int64) if matrix is None else matrix @ vector


def hardmax(vector: Vector) -> Vector:
    """Return 1 where the largest entry is (the first of equals) and 0 elsewhere."""
    return one_hot(int(vector.argmax()), len(vector))


def maxima(vector: Vector) -> tuple[int, ...]:
    """Return the rows of the largest entry: several where they tie."""
    return tuple(np.flatnonzero(vector == vector.max()).tolist())


def fold(vector: Vector, parts: int) -> Vector:
    """Return the sum of the vector's equal parts: of two, the first plus the second."""
    folded: Vector = vector.reshape(parts, -1).sum(axis=0)
    return folded


def one_hot(code: int | None, length: int) -> Vector:
    """Return the vector of zeros with a 1 at `code`; all zeros where there is none."""
    vector = np.zeros(length, dtype=np.int64)
    if code is not None:
        vector[code] = 1
    return vector
