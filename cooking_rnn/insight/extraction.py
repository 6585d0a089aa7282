"""The Moore machine inside a trained network: walk its states, and merge those that no weather tells apart.

A network's state is a point in a continuous space. What matters about a state is what follows it. So two states count
as one if they give the same dishes after every weather of up to k days (the observation table of Angluin 1987, with
all words of k days as its experiments). The walk starts from each start dish, continues with each weather, and ends
when it meets no new state. Then `minimal` merges the states that agree for ever, and the machine is tested against
the network on long weather.
"""

from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from cooking_rnn.errors import DataError
from cooking_rnn.insight.machine import Machine, minimal
from cooking_rnn.network.network import Network
from cooking_rnn.steps import Array
from cooking_rnn.training.tasks import SPELLS, KitchenSeasons

States = list[list[Any]]

MOST_STATES = 1000
_WORDS = 256  # experiments, at most; but words of one day are always all used
_AT_ONCE = 1 << 14  # seasons that are run side by side
_PIECE = 100  # days of them at a time
DAYS = 1000  # of each season of a test
_SEASONS = 100  # of random weather


@dataclass(frozen=True)
class Extraction:
    """The machine that was extracted from a network, and how often the two agreed when they were tested."""

    machine: Machine  # minimal
    experiments: int  # the days of weather that tell states apart
    days: int  # how many days were tested, over all seasons: see `long_weather`
    right: int  # on how many of them network and machine gave the same dish

    @property
    def agrees(self) -> bool:
        """Whether the two agreed on every day that was tested."""
        return self.right == self.days


def extract(cook: Network, rng: np.random.Generator) -> Extraction:
    """Return the machine in a network; raises DataError where it has more than MOST_STATES states."""
    m, n = max(len(cook.weathers), 1), len(cook.dishes)
    longest = next(days for days in range(16, 0, -1) if m**days <= _WORDS or days == 1)
    words = np.array(list(product(range(m), repeat=longest))).T  # (days, words)

    states = cook.begin(np.arange(n))
    known: dict[bytes, int] = {}
    outputs: list[int] = []
    transitions: list[list[int]] = []
    initial = _numbered(cook, states, np.arange(n), words, known)
    dishes: Array = np.array(_firsts(initial))  # the output of a state on day 0 is the dish that was shown
    front = _picked(states, _firsts(initial))  # the states that are new
    while len(dishes):
        outputs += dishes.tolist()
        count = len(dishes)
        after, after_dishes = _each_weather(cook, front, count, m)  # m · count states
        numbers = _numbered(cook, after, after_dishes, words, known)
        transitions += np.array(numbers).reshape(m, count).T.tolist()
        new = [place for place in _firsts(numbers) if numbers[place] >= len(outputs)]
        front, dishes = _picked(after, new), after_dishes[new]
    machine = minimal(Machine(np.array(transitions).T, np.array(outputs), np.array(initial)))
    days, right = _tested(cook, machine, rng)
    return Extraction(machine, longest, days, right)


def long_weather(m: int, n: int, rng: np.random.Generator) -> tuple[Array, Array]:
    """Return weathers (DAYS, seasons) and starts (seasons,) on which cooks of m weathers and n dishes are compared.

    First each weather alone, for the whole season, from every start: a network may forget during a spell. Then random
    weather, some of it in spells.
    """
    alone = np.tile(np.arange(m).repeat(n), (DAYS, 1))
    drawn, _ = KitchenSeasons(np.zeros((m, n), np.intp), spells=SPELLS)(DAYS, max(_SEASONS, n), rng)
    starts = np.concatenate([np.tile(np.arange(n), m), np.arange(drawn.shape[1]) % n])
    return np.concatenate([alone, drawn], axis=1), starts


def menus(cook: Network, states: States, weathers: Array) -> Array:
    """Return the dishes (days, batch) of these weathers (days, batch), after states of the batch."""
    return np.concatenate([scores.argmax(axis=1) for _, scores, _ in cook.pieces(weathers, states, _PIECE)])


def _numbered(cook: Network, states: States, outputs: Array, words: Array, known: dict[bytes, int]) -> list[int]:
    """Return the number of each state (batch): the same for states with the same dishes, now and after every word.

    `words` is (days, words). `known` holds the numbers so far, and the new ones are added to it. Raises DataError
    for too many states.
    """
    count, numbers = words.shape[1], []
    piece = max(1, _AT_ONCE // count)
    for first in range(0, len(outputs), piece):
        some = outputs[first : first + piece]
        picked = _picked(states, [first + place for place in range(len(some)) for _ in range(count)])
        told = menus(cook, picked, np.tile(words, len(some))).astype(np.uint8)  # (days, states · words)
        for dish, word_menus in zip(some.tolist(), told.reshape(len(words), -1, count).swapaxes(0, 1), strict=True):
            numbers.append(known.setdefault(bytes([dish]) + word_menus.tobytes(), len(known)))
        if len(known) > MOST_STATES:
            remedy = "it has not learned a kitchen: train it longer"
            raise DataError(cook.source, "more than {most} states", remedy, most=MOST_STATES)
    return numbers


def _firsts(numbers: list[int]) -> list[int]:
    """Return the place where each number appears first."""
    places: dict[int, int] = {}
    for place, number in enumerate(numbers):
        places.setdefault(number, place)
    return [*places.values()]


def _picked(states: States, places: list[int]) -> States:
    return [[type(state)(*(part[:, places] for part in state)) for state in layer] for layer in states]


def _each_weather(cook: Network, states: States, count: int, m: int) -> tuple[States, Array]:
    """Return the states after each weather, weather by weather, and their dishes (m · count,)."""
    tiled = _picked(states, [*range(count)] * m)
    scores, trace = cook.run(cook.shown(np.arange(m).repeat(count)[None]), tiled)
    return trace.states, scores[0].argmax(axis=0)


def _tested(cook: Network, machine: Machine, rng: np.random.Generator) -> tuple[int, int]:
    """Return on how many days the two were compared, and on how many their dishes were the same."""
    weathers, starts = long_weather(len(machine.transitions), len(cook.dishes), rng)
    by_network = menus(cook, cook.begin(starts), weathers)
    state, right = machine.initial[starts], 0
    for day, codes in enumerate(weathers):
        state = machine.transitions[codes, state]
        right += int((machine.outputs[state] == by_network[day]).sum())
    return weathers.size, right
