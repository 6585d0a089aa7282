"""The Moore machine inside a trained network: walk its states, and merge those that no weather tells apart.

A network's state is a point in a continuous space. What matters about a state is what follows it. So two states count
as one if they give the same dishes after every weather of up to k days (the observation table of Angluin 1987, with
all words of k days as its experiments). The walk starts from each start dish, continues with each weather, and ends
when it meets no new state. Then `minimal` merges the states that agree for ever, and the machine is tested against
the network on long weather.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from itertools import product
from os import PathLike

import numpy as np

from cooking_rnn.errors import MOST_SEED, DataError, within
from cooking_rnn.insight.machine import Machine, minimal
from cooking_rnn.insight.search import States, joined, picked, search, walker
from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.kitchen.rules import rule
from cooking_rnn.names import MOST_NAMES
from cooking_rnn.network.network import Network
from cooking_rnn.shown import Shown
from cooking_rnn.steps import Array
from cooking_rnn.training.tasks import SPELLS, KitchenSeasons, climates

MOST_STATES = 1000
_WORDS = 256  # experiments, at most; but words of one day are always all used
_AT_ONCE = 1 << 14  # seasons that are run side by side
_PIECE = 100  # days of them at a time
DAYS = 1000  # of each season of a test
_SEASONS = 100  # of random weather
_SHARES = (0.002, 0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32)  # of the days of a climate on which any weather may come
CLIMATES = 96  # seasons
CLIMATE_DAYS = 5_000  # of each, for a small network
_CLIMATE_WORK = 40_000_000  # parameters, times the days that they are tried for
_MOST_ALONE = 1024  # seasons of one weather
_MOST_BYTES = 1 << 28  # for what a network does in them at a time


@dataclass(frozen=True, eq=False, repr=False)
class Extraction(Shown):
    """The machine that was extracted from a network, and how often the two agreed when they were tested."""

    network: Network
    machine: Machine  # minimal
    experiments: int  # the days of weather that tell states apart
    days: int  # how many days were tested, over all seasons, and of the weather that `search` found
    right: int  # on how many of them network and machine gave the same dish

    @property
    def agrees(self) -> bool:
        """Whether the two agreed on every day that was tested."""
        return self.right == self.days

    @cached_property
    def kitchen(self) -> Kitchen | None:
        """The machine as a kitchen; None where its states are not the dishes."""
        table = None if self.network.is_foreign else self.machine.rule_table
        return None if table is None else extracted_kitchen(table, self.network)

    @cached_property
    def target(self) -> Kitchen | None:
        """The kitchen that the network learned from, where its file says which."""
        return target_kitchen(self.network)

    @property
    def as_taught(self) -> bool | None:
        """Whether the network does what it was taught; None where that is not known."""
        return None if self.target is None else self.agrees and self.kitchen == self.target

    def __repr__(self) -> str:
        kitchen = "no kitchen" if self.kitchen is None else repr(self.kitchen)
        states, right = len(self.machine.outputs), f"{self.right} of {self.days} days right"
        return f"<Extraction of {self.network.name}: {states} states, {kitchen}, {right}>"


def extracted_kitchen(table: Array, network: Network) -> Kitchen:
    """Return a rule table (m, n) as a kitchen with the names that the network knows."""
    rules = tuple(rule(tuple(map(int, follows)), network.dishes) for follows in table)
    return Kitchen(network.name, network.start or 0, network.dishes, network.weathers, rules, network.source)


def target_kitchen(network: Network) -> Kitchen | None:
    """Return the kitchen that a network was taught; None where its file does not say."""
    told = network.trained.get("rules")
    m, n = max(len(network.weathers), 1), len(network.dishes)
    try:
        table = np.array(told)
    except ValueError:  # rows of different lengths
        return None
    if table.shape != (m, n) or table.dtype.kind != "i" or table.min() < 0 or table.max() >= n:
        return None
    return extracted_kitchen(table, network)


def extract(network: Network | str | PathLike[str], *, seed: int = 0) -> Extraction:
    """Extract the state machine inside a network that was trained for `next`, and test it on long weather.

    `seed` draws that weather. Raises UsageError for what is no network or no seed, DataError for a
    network of more than MOST_STATES states.
    """
    cook = Network.of(network, "network").needs_readout()
    if len(cook.weathers) > MOST_NAMES or len(cook.dishes) > MOST_NAMES:
        what = "{inputs:,} inputs and {outputs:,} outputs"
        sizes = {"inputs": len(cook.weathers), "outputs": len(cook.dishes), "most": MOST_NAMES}
        raise DataError(cook.source or cook.name, what, "at most {most:,} of each", **sizes)
    m = max(len(cook.weathers), 1)
    rng = np.random.default_rng(within("seed", seed, MOST_SEED, 0))
    longest = next(days for days in range(16, 0, -1) if m**days <= _WORDS or days == 1)
    words = np.array(list(product(range(m), repeat=longest))).T  # (days, words)

    states, shown = cook.beginnings()
    known = _Numbers(cook, words)
    outputs: list[int] = []
    transitions: list[list[int]] = []
    initial = known.of(states, shown)
    dishes: Array = shown[_firsts(initial)]  # the output of a state on day 0 is the dish that was shown
    front = picked(states, _firsts(initial))  # the states that are new
    while len(dishes):
        outputs += dishes.tolist()
        numbers: list[int] = []
        fronts, new_dishes = [], []
        for weathers, places in _pairs(m, len(dishes)):
            before = len(known)
            after, after_dishes = _next_day(cook, picked(front, places), weathers)
            some = known.of(after, after_dishes)
            new = [place for place in _firsts(some) if some[place] >= before]
            fronts.append(picked(after, new))
            new_dishes.append(after_dishes[new])
            numbers += some
        transitions += np.array(numbers).reshape(m, len(dishes)).T.tolist()
        front, dishes = joined(fronts), np.concatenate(new_dishes)
    machine = minimal(Machine(np.array(transitions).T, np.array(outputs), np.array(initial)))
    days, right = _tested(cook, machine, rng)
    return Extraction(cook, machine, longest, days, right)


def long_weather(m: int, n: int, rng: np.random.Generator) -> tuple[Array, Array]:
    """Return weathers (DAYS, seasons) and starts (seasons,) on which cooks of m weathers and n dishes are compared.

    First each weather alone, for the whole season, from every start, or from some where there are more than _MOST_ALONE
    such seasons: a network may forget during a spell. Then random weather, some of it in spells.
    """
    pairs = np.linspace(0, m * n - 1, min(m * n, _MOST_ALONE)).astype(np.intp)
    alone = np.tile(pairs // n, (DAYS, 1))
    drawn, _ = KitchenSeasons(np.zeros((m, n), np.intp), spells=SPELLS)(DAYS, max(_SEASONS, n), rng)
    starts = np.concatenate([pairs % n, np.arange(drawn.shape[1]) % n])
    return np.concatenate([alone, drawn], axis=1), starts


def ruled_weather(m: int, n: int, size: int, most: int, rng: np.random.Generator) -> tuple[Array, Array]:
    """Return weathers (days, CLIMATES) and starts in climates where one weather rules; `most` days, for `size` numbers.

    A network may count the days of a spell, and go wrong when the weather turns: an LSTM that is right on all random
    weather of 4,000 days may be wrong where it rains on one day in a hundred. Larger networks are tried on fewer days.
    """
    days = min(max(_CLIMATE_WORK // max(size, 1), DAYS), most)
    usual, shares = np.divmod(np.arange(CLIMATES), len(_SHARES))
    return climates(days, usual % m, np.array(_SHARES)[shares], m, rng), np.arange(CLIMATES) % n


def menus(cook: Network, states: States, weathers: Array) -> Array:
    """Return the dishes (days, batch) of these weathers (days, batch), after states of the batch."""
    days, batch = weathers.shape
    at_once = max(1, _MOST_BYTES // (min(days, _PIECE) * cook.architecture.bytes_a_day))
    dishes = np.empty((days, batch), np.uint8)  # there are at most 256
    for first in range(0, batch, at_once):
        some, done = slice(first, first + at_once), 0
        for _, scores, _ in cook.pieces(weathers[:, some], picked(states, some), _PIECE):
            dishes[done : done + len(scores), some] = scores.argmax(axis=1)
            done += len(scores)
    return dishes


class _Numbers:
    """The numbers of states: the same for states with the same dishes, now and after every word (days, words)."""

    def __init__(self, cook: Network, words: Array) -> None:
        self._cook, self._words = cook, words
        self._by_dishes: dict[bytes, int] = {}
        self._by_state: dict[bytes, int] = {}  # states that are equal to the last bit are not tried again

    def __len__(self) -> int:
        return len(self._by_dishes)

    def of(self, states: States, outputs: Array) -> list[int]:
        """Return the number of each state (batch), whose outputs are (batch,); DataError for too many states."""
        columns = np.concatenate([part for layer in states for state in layer for part in state]).T
        keys = [
            blake2b(column.tobytes(), key=bytes([dish])).digest()
            for column, dish in zip(columns, outputs.tolist(), strict=True)
        ]
        places = {key: place for place, key in reversed([*enumerate(keys)]) if key not in self._by_state}
        new = sorted(places.values())
        at_once = max(1, _AT_ONCE // self._words.shape[1])
        for first in range(0, len(new), at_once):
            some = new[first : first + at_once]
            for place, dishes in zip(some, self._dishes(states, some), strict=True):
                known = bytes([outputs[place]]) + dishes
                self._by_state[keys[place]] = self._by_dishes.setdefault(known, len(self))
            if len(self) > MOST_STATES:
                what, remedy = "more than {most} states", "it has not learned a kitchen: train it longer"
                raise DataError(self._cook.source or self._cook.name, what, remedy, most=MOST_STATES)
        return [self._by_state[key] for key in keys]

    def _dishes(self, states: States, places: list[int]) -> list[bytes]:
        """Return all dishes after all words, for each of the states in these places."""
        count = self._words.shape[1]
        begun = picked(states, np.repeat(places, count))
        told = menus(self._cook, begun, np.tile(self._words, len(places)))  # (days, states · words)
        return [dishes.tobytes() for dishes in told.reshape(len(told), -1, count).swapaxes(0, 1)]


def _firsts(numbers: list[int]) -> list[int]:
    """Return the place where each number appears first."""
    places: dict[int, int] = {}
    for place, number in enumerate(numbers):
        places.setdefault(number, place)
    return [*places.values()]


def _pairs(m: int, count: int) -> Iterator[tuple[Array, Array]]:
    """Yield the weathers and the places of all pairs of them, weather by weather, some at a time."""
    for first in range(0, m * count, _AT_ONCE):
        yield np.divmod(np.arange(first, min(first + _AT_ONCE, m * count)), count)


def _next_day(cook: Network, states: States, weathers: Array) -> tuple[States, Array]:
    """Return the states (batch) after a day of these weathers (batch,), and their dishes (batch,)."""
    scores, trace = cook.run(cook.shown(weathers[None]), states)
    return trace.states, scores[0].argmax(axis=0)


def _tested(cook: Network, machine: Machine, rng: np.random.Generator) -> tuple[int, int]:
    """Return on how many days the two were compared, and on how many their dishes were the same."""
    m, n, days, right = len(machine.transitions), len(machine.initial), 0, 0
    for weathers, starts in (long_weather(m, n, rng), ruled_weather(m, n, cook.architecture.size, CLIMATE_DAYS, rng)):
        by_network, state = menus(cook, cook.begin(starts), weathers), machine.initial[starts]
        for day, codes in enumerate(weathers):
            state = machine.transitions[codes, state]
            right += int((machine.outputs[state] == by_network[day]).sum())
        days += weathers.size
    found = search(walker(cook), walker(machine), (m, n))[0] if right == days else None
    return (days, right) if found is None else (days + len(found.weathers), right + len(found.weathers) - 1)
