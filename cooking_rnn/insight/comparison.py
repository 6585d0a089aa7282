"""Do two cooks always agree? Between kitchens that is proved, with a network it is tested."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

import numpy as np

from cooking_rnn.errors import DataError, quote
from cooking_rnn.fast.season import side_by_side
from cooking_rnn.insight.extraction import DAYS, long_weather, menus
from cooking_rnn.insight.machine import Difference, difference, kitchen_machine
from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.names import Names
from cooking_rnn.network.network import Network
from cooking_rnn.phrases import Phrase
from cooking_rnn.steps import Array

AnyCook = Kitchen | Network

_WORDS = 4096  # weathers of every kind that are tried, for each start


@dataclass(frozen=True)
class Comparison:
    """What is known of two cooks; the codes of a difference are the first cook's names."""

    difference: Difference | None
    is_proof: bool  # between kitchens; else it was tested
    every_weather_up_to: int = 0  # days: all weathers of so many days, from every start
    seasons: int = 0  # longer ones: see `long_weather`
    days: int = 0  # of each of them


def compare(one: AnyCook, other: AnyCook, rng: np.random.Generator) -> Comparison:
    """Compare two cooks of the same dishes and weathers, in any order; raises DataError where they are not the same."""
    dishes = _matched(one.dishes, other.dishes, one, other)  # the other's code -> the first's
    weathers = _matched(other.weathers, one.weathers, other, one)  # the first's code -> the other's
    if isinstance(one, Kitchen) and isinstance(other, Kitchen):
        table = other.table.astype(np.intp)
        places = np.argsort(dishes)  # the first's code -> the other's
        aligned = dishes[table[:, places]]
        if len(weathers):
            aligned = aligned[weathers]
        found = difference(kitchen_machine(one.table), kitchen_machine(aligned))
        return Comparison(found, is_proof=True)
    m, n = max(len(one.weathers), 1), len(one.dishes)
    places = np.argsort(dishes)
    as_other = weathers if len(weathers) else np.zeros(1, np.intp)
    first, second = _cooking(one), _cooking(other)

    def differing(codes: Array, starts: Array) -> Difference | None:
        told = first(codes, starts), dishes[second(as_other[codes], places[starts])]
        days, where = np.nonzero(told[0] != told[1])
        if not len(days):
            return None
        day, season = int(days[0]), int(where[0])
        said = int(told[0][day, season]), int(told[1][day, season])
        return Difference(int(starts[season]), tuple(codes[: day + 1, season].tolist()), said)

    longest = max(1, next(days for days in range(24, 0, -1) if m**days <= _WORDS or days == 1))
    words = np.array(list(product(range(m), repeat=longest))).T  # (days, words)
    found = differing(np.tile(words, n), np.arange(n).repeat(words.shape[1]))
    weathers_drawn, starts = long_weather(m, n, rng)
    if found is None:
        found = differing(weathers_drawn, starts)
    return Comparison(found, False, longest, len(starts), DAYS)


def _matched(to: Names, from_: Names, one: AnyCook, other: AnyCook) -> Array:
    """Return the code in `to` of each name in `from_`, (names,); raises DataError unless they are the same."""
    if {*to.ids} != {*from_.ids}:
        only = sorted({*to.ids} ^ {*from_.ids})[0]
        has = only in to.ids
        what = "it has {kind} {name}, unlike {other}" if has else "it has no {kind} {name}, unlike {other}"
        raise DataError(
            one.source,
            what,
            "only cooks of the same names can be compared",
            kind=Phrase(to.kind),
            name=quote(only),
            other=other.source,
        )
    return np.array([to.ids.index(name) for name in from_.ids], np.intp)


def _cooking(cook: AnyCook) -> Callable[[Array, Array], Array]:
    """Return the function from weathers (days, batch) and starts (batch,) to dishes (days, batch)."""
    if isinstance(cook, Network):
        return lambda weathers, starts: menus(cook, cook.begin(starts), weathers)
    table = cook.table
    return lambda weathers, starts: side_by_side(table, weathers, starts)[1:]
