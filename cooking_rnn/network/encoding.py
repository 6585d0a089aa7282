"""Days as a network sees them: weather and dish, each a one-hot vector, zeros where it is hidden."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

HIDDEN = -1  # the code of a weather or a dish that is not shown


def encode(weathers: Array, dishes: Array, counts: tuple[int, int], dtype: Any = np.float32) -> Array:
    """Return the input [weather; dish] of every day (days, m + n, batch), for counts (m, n).

    `weathers` and `dishes` (days, batch) are codes, or HIDDEN; raises IndexError for others.
    """
    days, batch = weathers.shape
    inputs = np.empty((days, sum(counts), batch), dtype)
    into = np.split(inputs, [counts[0]], axis=1)
    for codes, count, rows in zip((weathers, dishes), counts, into, strict=True):
        if codes.size and codes.max() >= count:
            raise IndexError(f"code {codes.max()} of {count}")
        np.equal(codes[:, None], np.arange(count)[:, None], out=rows)
    return inputs


def with_day_0(weathers: Array, start: Array) -> tuple[Array, Array]:
    """Return the codes shown for task `next`, (days + 1, batch) each: the start dish on day 0, then only weather.

    `weathers` is (days, batch), `start` (batch,).
    """
    hidden = np.full((1, weathers.shape[1]), HIDDEN)
    dishes = np.full((len(weathers) + 1, weathers.shape[1]), HIDDEN)
    dishes[0] = start
    return np.concatenate([hidden, weathers]), dishes


def season(codes: Array, start: int, counts: tuple[int, int]) -> Array:
    """Return one season as task `next` shows it, (days + 1, m + n) in float64, for counts (m, n).

    `codes` (days,) are the weathers; in a kitchen without weather they only say how many days there are.
    """
    weathers = codes[:, None].astype(np.intp) if counts[0] else np.full((len(codes), 1), HIDDEN)
    return encode(*with_day_0(weathers, np.array([start])), counts, np.float64)[:, :, 0]
