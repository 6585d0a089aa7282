"""Do two cooks always agree? Between kitchens that is proved, with a network it is tested."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from os import PathLike

import numpy as np

from cooking_rnn.errors import MOST_SEED, DataError, quote, within
from cooking_rnn.fast.season import side_by_side
from cooking_rnn.insight.cooks import AnyCook, load_cook
from cooking_rnn.insight.extraction import DAYS, long_weather, menus, ruled_weather
from cooking_rnn.insight.machine import Difference, difference, kitchen_machine
from cooking_rnn.insight.search import States, Walker, search, walker
from cooking_rnn.insight.wiring import closed
from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.names import Name, Names
from cooking_rnn.network.network import Network
from cooking_rnn.phrases import Phrase
from cooking_rnn.shown import Shown
from cooking_rnn.steps import Array

_WORDS = 4096  # weathers of every kind that are tried, for each start
_AT_ONCE = 1 << 14  # seasons that are compared side by side
_CLIMATE_DAYS = 20_000  # of each season in a climate, for small networks


@dataclass(frozen=True, eq=False, repr=False)
class Comparison(Shown):
    """What is known of two cooks; the codes of a difference are the first cook's names."""

    one: AnyCook
    other: AnyCook
    difference: Difference | None
    is_proof: bool  # between kitchens; else it was tested
    every_weather_up_to: int = 0  # days: all weathers of this many days, from every start
    seasons: int = 0  # longer ones: see `long_weather`
    days: int = 0  # of each of them
    climates: int = 0  # seasons in which one weather rules: see `ruled_weather`
    climate_days: int = 0  # of each of them
    searched: int = 0  # days of spells and of the words after them: see `search`

    @property
    def agree(self) -> bool:
        """Whether nothing tells the two apart."""
        return self.difference is None

    @property
    def names(self) -> tuple[str, str]:
        """What the two are called: a built-in kitchen's name, or a file."""
        return self.one.source or self.one.name, self.other.source or self.other.name

    def __repr__(self) -> str:
        how = "proved" if self.is_proof else "tested"
        end = "agree" if self.difference is None else f"differ on day {len(self.difference.weathers)}"
        told = (f"{type(each).__name__} {name}" for each, name in zip((self.one, self.other), self.names, strict=True))
        return f"<Comparison of {' and '.join(told)}: they {end}, {how}>"


def compare(one: AnyCook | str | PathLike[str], other: AnyCook | str | PathLike[str], *, seed: int = 0) -> Comparison:
    """Say whether two cooks always agree and, if not, the weather that tells them apart.

    Each is a kitchen, a network, or the name or the file of one. Their dishes and weathers are matched by any of
    their names, in any order; DataError is raised where they are not the same. Between kitchens it is a proof, from
    every start. With a network it is a test, whose weather `seed` draws.

    Raises UsageError for what is no cook, DataError for what is wrong in a file.
    """
    one, other = load_cook(one, "one"), load_cook(other, "other")
    for cook in (one, other):
        if cook.start is None:
            what, remedy = "a network of torch is not compared", "`cook extract` takes it, where it has a readout"
            raise DataError(cook.source, what, remedy)
    rng = np.random.default_rng(within("seed", seed, MOST_SEED, 0))
    dishes = _matched(one.dishes, other.dishes, one, other)  # the other's code -> the first's
    weathers = np.argsort(_matched(one.weathers, other.weathers, one, other))  # the first's code -> the other's
    places = np.argsort(dishes)  # the first's code -> the other's
    if isinstance(one, Kitchen) and isinstance(other, Kitchen):
        aligned = dishes[other.table.astype(np.intp)[:, places]]
        if len(weathers):
            aligned = aligned[weathers]
        found = difference(kitchen_machine(one.table), kitchen_machine(aligned))
        return Comparison(one, other, found, is_proof=True)
    if _is_proved(one, other, dishes, weathers) or _is_proved(other, one, places, np.argsort(weathers)):
        return Comparison(one, other, None, is_proof=True)
    m, n = max(len(one.weathers), 1), len(one.dishes)
    as_other = weathers if len(weathers) else np.zeros(1, np.intp)
    first, second = _cooking(one), _cooking(other)

    def differing(codes: Array, starts: Array) -> Difference | None:
        """Return the earliest day on which the two differ, in the first season of those that have it."""
        best: tuple[int, int, tuple[int, int]] | None = None
        for begin in range(0, len(starts), _AT_ONCE):
            some = slice(begin, begin + _AT_ONCE)
            told = first(codes[:, some], starts[some]), dishes[second(as_other[codes[:, some]], places[starts[some]])]
            days, where = np.nonzero(told[0] != told[1])
            if len(days) and (best is None or days[0] < best[0]):
                day, season = int(days[0]), int(where[0])
                best = day, begin + season, (int(told[0][day, season]), int(told[1][day, season]))
        if best is None:
            return None
        day, season, said = best
        return Difference(int(starts[season]), tuple(codes[: day + 1, season].tolist()), said)

    longest = max(1, next(days for days in range(24, 0, -1) if m**days <= _WORDS or days == 1))
    words = np.array(list(product(range(m), repeat=longest))).T  # (days, words)
    found = differing(np.tile(words, n), np.arange(n).repeat(words.shape[1]))
    weathers_drawn, starts = long_weather(m, n, rng)
    if found is None:
        found = differing(weathers_drawn, starts)
    size = max(cook.architecture.size for cook in (one, other) if isinstance(cook, Network))
    ruled, begin = ruled_weather(m, n, size, _CLIMATE_DAYS, rng)
    if found is None:
        found = differing(ruled, begin)
    searched = 0
    if found is None:
        theirs = _walker(other)
        as_first = Walker(
            lambda starts: theirs.begin(places[starts]),
            lambda states, codes: _renamed(theirs.next_day(states, as_other[codes]), dishes),
            theirs.size,
        )
        found, searched = search(_walker(one), as_first, (m, n))
    return Comparison(one, other, found, False, longest, len(starts), DAYS, len(begin), len(ruled), searched)


def _walker(cook: AnyCook) -> Walker:
    return walker(cook if isinstance(cook, Network) else kitchen_machine(cook.table))


def _renamed(day: tuple[States, Array, Array | float], dishes: Array) -> tuple[States, Array, Array | float]:
    """Return a walker's day with the first cook's codes of its dishes."""
    return day[0], dishes[day[1]], day[2]


def _is_proved(network: AnyCook, kitchen: AnyCook, dishes: Array, weathers: Array) -> bool:
    """Whether a network wired by hand agrees with a kitchen in all its states: see `closed`.

    `dishes` are the network's codes of the kitchen's dishes, `weathers` the kitchen's of the network's weathers.
    """
    if not (isinstance(network, Network) and network.by_hand and isinstance(kitchen, Kitchen)):
        return False
    aligned: Array = dishes[kitchen.table.astype(np.intp)[:, np.argsort(dishes)]]
    return closed(network, aligned[weathers] if len(weathers) else aligned) is not None


def _matched(to: Names, from_: Names, one: AnyCook, other: AnyCook) -> Array:
    """Return the code in `to` of each name in `from_`, (names,); raises DataError unless they are the same.

    Names are the same if their identifiers are, or else if one answers to a spelling of the other: its label, its
    alias, a common word.
    """
    codes = [to.ids.index(name.id) if name.id in to.ids else _meant(name, to, from_) for name in from_]
    if None in codes or len({*codes}) < len(to) or len(codes) > len(to):
        lonely = min((name.id for code, name in enumerate(to) if code not in codes), default=None)
        foreign = next((from_.ids[place] for place, code in enumerate(codes) if code in (None, *codes[:place])), "")
        what = "it has no {kind} {name}, unlike {other}" if lonely is None else "it has {kind} {name}, unlike {other}"
        raise DataError(
            one.source or one.name,
            what,
            "only cooks of the same names can be compared",
            kind=Phrase(to.kind),
            name=quote(lonely or foreign),
            other=other.source or other.name,
        )
    return np.array(codes, np.intp)


def _meant(name: Name, to: Names, from_: Names) -> int | None:
    """Return the code in `to` of a name in `from_` that has another identifier there; None where it has none, or two.

    An identifier that both know is not asked for.
    """
    found = {to.find(spelling) for spelling in name.spellings}
    code = from_.ids.index(name.id)
    found |= {place for place, each in enumerate(to) if code in map(from_.find, each.spellings)}
    left = {place for place in found if place is not None and to.ids[place] not in from_.ids}
    return left.pop() if len(left) == 1 else None


def _cooking(cook: AnyCook) -> Callable[[Array, Array], Array]:
    """Return the function from weathers (days, batch) and starts (batch,) to dishes (days, batch)."""
    if isinstance(cook, Network):
        return lambda weathers, starts: menus(cook, cook.begin(starts), weathers)
    table = cook.table
    return lambda weathers, starts: side_by_side(table, weathers, starts)[1:]
