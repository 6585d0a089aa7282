"""Days as a network sees them: weather and dish, each a one-hot vector, or zeros where it is hidden."""

from typing import Any

import numpy as np

from cooking_rnn.fast.codes import checked, checked_one
from cooking_rnn.steps import Array

HIDDEN = -1  # the code of a weather or a dish that is not shown


def encode(weathers: Array, dishes: Array, counts: tuple[int, int], dtype: Any = np.float32) -> Array:
    """Return the input [weather; dish] of every day (days, m + n, batch), for counts (m, n).

    `weathers` and `dishes` (days, batch) are codes, or HIDDEN. Raises ValueError for anything else.
    """
    shown = [checked(codes, count, 2, least=HIDDEN) for codes, count in zip((weathers, dishes), counts, strict=True)]
    days, batch = dishes.shape
    inputs = np.empty((days, sum(counts), batch), dtype)
    parts = inputs[:, : counts[0]], inputs[:, counts[0] :]
    for codes, count, rows in zip(shown, counts, parts, strict=True):
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


def season(weathers: Array, start: int, counts: tuple[int, int]) -> Array:
    """Return one season as task `next` shows it, (days + 1, m + n) in float64, for counts (m, n).

    `weathers` (days,) are codes, all 0 in a kitchen without weather. Raises ValueError for anything else.
    """
    m, n = counts
    codes = checked(weathers, max(m, 1))[:, None].astype(np.intp)
    shown = with_day_0(codes if m else np.full_like(codes, HIDDEN), np.array([checked_one(start, n)]))
    return encode(*shown, counts, np.float64)[:, :, 0]
