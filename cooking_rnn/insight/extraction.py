"""The machine inside a trained network: its states walked, and those merged that no weather tells apart.

A network's state is a point among continuously many. What matters of it is what follows: two states are taken
to be one if after every weather of up to k days they say the same dishes (the observation table of Angluin
1987, with all words of k days as its experiments). The walk starts from each start dish, goes on by each
weather, and ends when it meets no state that is new. `minimal` then merges what is the same for ever, and what
was found is tested against the network itself on long weather.
"""

from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cooking_rnn.errors import DataError
from cooking_rnn.insight.machine import Machine, minimal
from cooking_rnn.network.network import Network
from cooking_rnn.training.tasks import SPELLS, KitchenSeasons

Codes = NDArray[np.integer[Any]]
States = list[list[Any]]

MOST_STATES = 1000
_WORDS = 256  # experiments, at most, but for those of one day
_AT_ONCE = 1 << 14  # seasons that are run side by side
_PIECE = 100  # days of them at a time
DAYS = 1000  # of each season of a test
_SEASONS = 100  # of random weather


@dataclass(frozen=True)
class Extraction:
    """A machine that was found in a network, and how far it was seen to agree with it."""

    machine: Machine  # minimal
    experiments: int  # days of weather by which states were told apart
    days: int  # that were tested, in all seasons together: see `long_weather`
    right: int  # of them, on which network and machine said the same

    @property
    def agrees(self) -> bool:
        """Whether no tested day was told differently."""
        return self.right == self.days


def extract(cook: Network, rng: np.random.Generator) -> Extraction:
    """Return the machine in a network; raises DataError where it has more than MOST_STATES states."""
    m, n = max(len(cook.weathers), 1), len(cook.dishes)
    longest = next(days for days in range(16, 0, -1) if m**days <= _WORDS or days == 1)
    words = np.array(list(product(range(m), repeat=longest))).T  # (days, words)

    states = cook.begin(np.arange(n))
    known: dict[bytes, int] = {}
    says: list[int] = []
    moves: list[list[int]] = []
    begins = _numbered(cook, states, np.arange(n), words, known)
    said: Codes = np.array(_firsts(begins))  # on day 0 a state says the dish that was shown
    front = _picked(states, _firsts(begins))
    while len(said):
        says += said.tolist()
        count = len(said)
        after, dishes = _each_weather(cook, front, count, m)  # m · count states
        numbers = _numbered(cook, after, dishes, words, known)
        moves += np.array(numbers).reshape(m, count).T.tolist()
        new = [place for place in _firsts(numbers) if numbers[place] >= len(says)]
        front, said = _picked(after, new), dishes[new]
    machine = minimal(Machine(np.array(moves).T, np.array(says), np.array(begins)))
    days, right = _tested(cook, machine, rng)
    return Extraction(machine, longest, days, right)


def long_weather(m: int, n: int, rng: np.random.Generator) -> tuple[Codes, Codes]:
    """Return weathers (DAYS, seasons) and starts (seasons,) by which cooks of m weathers and n dishes are compared.

    Every weather alone, all the time, from every start: a network's memory may drift away in a spell. Then random
    weather, some of it in spells.
    """
    alone = np.tile(np.arange(m).repeat(n), (DAYS, 1))
    drawn, _ = KitchenSeasons(np.zeros((m, n), np.intp), spells=SPELLS)(DAYS, max(_SEASONS, n), rng)
    starts = np.concatenate([np.tile(np.arange(n), m), np.arange(drawn.shape[1]) % n])
    return np.concatenate([alone, drawn], axis=1), starts


def menus(cook: Network, states: States, weathers: Codes) -> Codes:
    """Return the dishes (days, batch) of these weathers (days, batch), after states of the batch."""
    return np.concatenate([scores.argmax(axis=1) for _, scores, _ in cook.pieces(weathers, states, _PIECE)])


def _numbered(cook: Network, states: States, says: Codes, words: Codes, known: dict[bytes, int]) -> list[int]:
    """Return the number of each state (batch): one for all that say the same, now and after every word (days, words).

    `known` has the numbers so far, and takes in the new ones; raises DataError where they are too many.
    """
    count, numbers = words.shape[1], []
    piece = max(1, _AT_ONCE // count)
    for first in range(0, len(says), piece):
        some = says[first : first + piece]
        picked = _picked(states, [first + place for place in range(len(some)) for _ in range(count)])
        told = menus(cook, picked, np.tile(words, len(some))).astype(np.uint8)  # (days, states · words)
        for dish, word_menus in zip(some.tolist(), told.reshape(len(words), -1, count).swapaxes(0, 1), strict=True):
            numbers.append(known.setdefault(bytes([dish]) + word_menus.tobytes(), len(known)))
        if len(known) > MOST_STATES:
            raise DataError(
                cook.source, f"more than {MOST_STATES} states", "it has not learned a kitchen: train it longer"
            )
    return numbers


def _firsts(numbers: list[int]) -> list[int]:
    """Return the places where each number stands first."""
    places: dict[int, int] = {}
    for place, number in enumerate(numbers):
        places.setdefault(number, place)
    return [*places.values()]


def _picked(states: States, places: list[int]) -> States:
    return [[type(state)(*(part[:, places] for part in state)) for state in layer] for layer in states]


def _each_weather(cook: Network, states: States, count: int, m: int) -> tuple[States, Codes]:
    """Return the states after each weather, weather by weather, and their dishes (m · count,)."""
    tiled = _picked(states, [*range(count)] * m)
    scores, trace = cook.run(cook.shown(np.arange(m).repeat(count)[None]), tiled)
    return trace.states, scores[0].argmax(axis=0)


def _tested(cook: Network, machine: Machine, rng: np.random.Generator) -> tuple[int, int]:
    """Return on how many days the two were compared, and on how many they said the same."""
    weathers, starts = long_weather(len(machine.moves), len(cook.dishes), rng)
    by_network = menus(cook, cook.begin(starts), weathers)
    state, right = machine.begins[starts], 0
    for day, codes in enumerate(weathers):
        state = machine.moves[codes, state]
        right += int((machine.says[state] == by_network[day]).sum())
    return weathers.size, right
