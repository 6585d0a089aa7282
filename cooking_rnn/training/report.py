"""The result of a training: how often the network is right, beside how often it could be."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from cooking_rnn.fast.season import side_by_side
from cooking_rnn.names import Names
from cooking_rnn.network.model import Architecture
from cooking_rnn.steps import Array
from cooking_rnn.training.ceiling import ceilings
from cooking_rnn.training.score import Score, right_days, score_fill, score_next, score_translate, seasons_of
from cooking_rnn.training.tasks import Seasons

_SEQUENCES = 100  # of fresh weather, for each row of `next`
_WEEKS = 2000  # for each row of `translate`
_DIARIES = 4000  # for each row of `fill`, where chance decides
SHARES = (0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 0.9, 0.98)  # of the days, on which one weather comes
_IN_CLIMATE = 12  # seasons of each share


@dataclass(frozen=True)
class Row:
    """How often a network is right on one kind of days, and how often it could be."""

    what: str  # "next", "translate", or where the blank is: "inside", "last", "first of two", "second of two"
    score: Score
    sequences: int
    ceiling: float | None  # by day; None where the rules are not known


class InClimate(NamedTuple):
    """How often a network is right where one weather (see `telling`) comes on a share of days, the others equally."""

    share: float
    days: int
    sequences: int
    by_day: float


def telling(weathers: Names) -> int:
    """Return the weather whose share tells a climate: rainy, or the last where none is called so."""
    return weathers.ids.index("rainy") if "rainy" in weathers.ids else len(weathers) - 1


def report_climates(
    architecture: Architecture, flat: Array, table: Array, telling: int, days: int, rng: np.random.Generator
) -> list[InClimate]:
    """Score `next` in climates: each of SHARES is that of the weather `telling` among those of `table` (m, n)."""
    m, n = table.shape
    each = seasons_of(architecture, days, _IN_CLIMATE * len(SHARES)) // len(SHARES)
    if m == 1 or not each:
        return []
    shares = np.repeat(SHARES, each)
    others = (telling + rng.integers(1, m, (days, len(shares)))) % m
    weathers = np.where(rng.random(others.shape) < shares, telling, others)
    dishes = side_by_side(table, weathers, rng.integers(0, n, len(shares)))
    right = right_days(architecture, flat, weathers, dishes).reshape(len(SHARES), each).mean(axis=1) / days
    return [InClimate(share, days, each, by_day) for share, by_day in zip(SHARES, right.tolist(), strict=True)]


def report_next(
    architecture: Architecture,
    flat: Array,
    seasons: Seasons,
    table: Array | None,
    lengths: Sequence[int],
    longest: int,
    rng: np.random.Generator,
    task: str = "next",
) -> list[Row]:
    """Score `next` or `translate` on fresh seasons of each of these lengths. Who knows the rules is always right.

    `table` is None where no rules are known that always hold. A diary of `longest` days has only as many seasons
    as it has days on which a season can begin.
    """
    ceiling, rows = None if table is None else 1.0, []
    score, most = (score_next, _SEQUENCES) if task == "next" else (score_translate, _WEEKS)
    for length in lengths:
        count = seasons_of(architecture, length, min(most, longest - length + 1))
        rows.append(Row(task, score(architecture, flat, seasons, length, count, rng), count, ceiling))
    return rows


def report_fill(
    architecture: Architecture,
    flat: Array,
    seasons: Seasons,
    table: Array | None,
    length: int,
    rng: np.random.Generator,
) -> list[Row]:
    """Score `fill` on diaries of `length` days (4 at least): one blank inside, one at the end, two in a row.

    `table` (m, n) is the dish after each weather and dish, None where it is not known.
    """
    middle = (length + 1) // 2
    places = [
        ("inside", range(middle, middle + 1), 0),
        ("last", range(length, length + 1), 0),
        ("first of two", range(middle, middle + 2), 0),
        ("second of two", range(middle, middle + 2), 1),
    ]
    rows = []
    for what, blank, place in places:
        score = score_fill(architecture, flat, seasons, length, blank, blank[place], _DIARIES, rng)
        ceiling = None
        if table is not None:
            both_ways, is_last = architecture.bidirectional, blank[-1] == length
            ceiling = ceilings(table, blank[0], len(blank), both_ways=both_ways, is_last=is_last)[place]
        rows.append(Row(what, score, seasons_of(architecture, length, _DIARIES), ceiling))
    return rows
