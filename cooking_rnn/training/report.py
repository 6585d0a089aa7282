"""The result of a training: how often the network is right, beside how often it could be."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cooking_rnn.network.model import Architecture
from cooking_rnn.steps import Array
from cooking_rnn.training.ceiling import ceilings
from cooking_rnn.training.score import Score, score_fill, score_next, score_translate, seasons_of
from cooking_rnn.training.tasks import Seasons

_SEQUENCES = 100  # of fresh weather, for each row of `next`
_WEEKS = 2000  # for each row of `translate`
_DIARIES = 4000  # for each row of `fill`, where chance decides


@dataclass(frozen=True)
class Row:
    """How often a network is right on one kind of days, and how often it could be."""

    what: str  # "next", "translate", or where the blank is: "inside", "last", "first of two", "second of two"
    score: Score
    sequences: int
    ceiling: float | None  # by day; None where the rules are not known


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
