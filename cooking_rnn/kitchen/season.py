"""The season in parallel, as an idea; `fast/season.py` is the same idea as an engine, and the tests hold them equal.

A day's dish needs the dish before it, so a loop over the days seems needed. But a weather is a map from dishes to
dishes, and so is a run of days. Composing maps is associative, so runs of days can be worked out side by side, and
then only the runs' maps are chained (prefix sums: Ladner & Fischer 1980; the same idea runs through long sequences
of linear recurrent networks: Martin & Cundy 2018).
"""

from math import isqrt

import numpy as np

from cooking_rnn.fast.codes import checked, checked_one
from cooking_rnn.steps import Array


def season(table: Array, weathers: Array, dish: int) -> Array:
    """Return the dishes (days,) of these weathers (days,), the first after `dish`; raises ValueError for unknown codes.

    `table` (m, n) is the dish after each weather and dish. A season of d days is about √d chunks of √d days, so that
    numpy works on √d entries in each of some 2·√d steps.
    """
    m, n = table.shape
    days, dish = len(checked(weathers, m)), checked_one(dish, n)
    chunks = max(isqrt(days), 1)
    length = -(-days // chunks)
    padded = np.pad(weathers, (0, chunks * length - days))
    columns = padded.reshape(chunks, length).T  # (length, chunks): each row is a day of every chunk
    maps = np.tile(np.arange(n), (chunks, 1))  # (chunks, n): where each dish before the chunk has led so far
    for codes in columns:
        maps = table[codes[:, None], maps]
    firsts = np.empty(chunks, np.intp)  # the dish before each chunk
    for chunk, map_ in enumerate(maps):
        firsts[chunk], dish = dish, map_[dish]
    dishes = np.empty((length, chunks), table.dtype)
    for day, codes in enumerate(columns):
        firsts = dishes[day] = table[codes, firsts]
    return dishes.T.reshape(-1)[:days]
