"""A search for weather that tells two cooks apart: long spells, and then the words that come nearest to another dish.

Random weather seldom has what leads a network astray: a spell long enough for its state to drift, and the right few
days after it. So every length of every spell is a beginning. From there the search goes on with every weather, and
keeps the states in which a network is least sure of its dish: its margin is smallest (a beam search).
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from cooking_rnn.insight.machine import Difference, Machine
from cooking_rnn.network.network import Network
from cooking_rnn.steps import Array

States = list[list[Any]]

SPELL = 1000  # days, at most
_WORD = 40  # days after a spell, at most
_WORK = 400_000_000  # parameters, times the days that they are tried for
_DIGITS = 6  # of a margin: states with the same one are taken to be the same


class _InMachine(NamedTuple):
    """Where a machine is."""

    place: Array  # (1, batch)


class Walker(NamedTuple):
    """A cook that walks: where it begins, and what a day does."""

    begin: Callable[[Array], States]  # starts (batch,)
    next_day: Callable[[States, Array], tuple[States, Array, Array | float]]  # the states, dishes and margins after it
    size: int = 0  # parameters


def walker(cook: Network | Machine) -> Walker:
    """Return a cook as one that walks."""
    if isinstance(cook, Network):
        return Walker(cook.begin, lambda states, weathers: _run(cook, states, weathers), cook.architecture.size)
    return Walker(
        lambda starts: [[_InMachine(cook.initial[starts][None])]],
        lambda states, weathers: _move(cook, states, weathers),
    )


def search(one: Walker, other: Walker, counts: tuple[int, int]) -> tuple[Difference | None, int]:
    """Return weather that tells two cooks of (m, n) weathers and dishes apart, if it is found; and the days tried.

    Both have the same codes. Large networks, and those of many weathers, are tried on fewer spells and words.
    """
    m, n = counts
    cooks = one, other
    most = max(1, _WORK // (max(one.size, other.size, 1) * m))  # days, over all words
    pairs = np.linspace(0, m * n - 1, min(m * n, max(1, most // SPELL))).astype(np.intp)
    weathers, starts = np.divmod(pairs, n)
    states = [cook.begin(starts) for cook in cooks]
    pieces: list[list[States]] = []
    margins, tried = [], 0
    for length in range(1, SPELL + 1):
        states, wrong, margin, tried = _day(cooks, states, weathers, tried)
        if wrong is not None:
            place, dishes = wrong
            return Difference(int(starts[place]), (int(weathers[place]),) * length, dishes), tried
        pieces.append(states)
        margins.append(margin)
    keep = max(1, most // _WORD)
    kept = _least(np.concatenate(margins), keep)
    states = [picked(joined([piece[place] for piece in pieces]), kept) for place in range(len(cooks))]
    came = kept[None]  # (days, states) the spell, and the weathers since
    for _ in range(_WORD):
        count = came.shape[1]
        today, places = np.divmod(np.arange(m * count), count)
        came = np.concatenate([came[:, places], today[None]])
        states, wrong, margin, tried = _day(cooks, [picked(each, places) for each in states], today, tried)
        if wrong is not None:
            (spell, *word), dishes = came[:, wrong[0]].tolist(), wrong[1]
            length, pair = divmod(spell, len(pairs))
            return Difference(int(starts[pair]), (int(weathers[pair]),) * (length + 1) + tuple(word), dishes), tried
        kept = _least(margin, keep)
        states, came = [picked(each, kept) for each in states], came[:, kept]
    return None, tried


def _day(
    cooks: tuple[Walker, Walker], states: list[States], weathers: Array, tried: int
) -> tuple[list[States], tuple[int, tuple[int, int]] | None, Array, int]:
    """Return the states after a day, the place and dishes of a difference, the smaller margins, and the days tried."""
    after, dishes, margins = zip(
        *(cook.next_day(state, weathers) for cook, state in zip(cooks, states, strict=True)), strict=True
    )
    tried += len(weathers)
    margin = np.broadcast_to(np.minimum(*margins), weathers.shape)
    if (differ := dishes[0] != dishes[1]).any():
        place = int(differ.argmax())
        return [*after], (place, (int(dishes[0][place]), int(dishes[1][place]))), margin, tried
    return [*after], None, margin, tried


def _least(margins: Array, count: int) -> Array:
    """Return the places of the smallest margins, each once."""
    return np.unique(margins.round(_DIGITS), return_index=True)[1][:count]


def _move(machine: Machine, states: States, weathers: Array) -> tuple[States, Array, float]:
    place = machine.transitions[weathers, states[0][0].place]
    return [[_InMachine(place)]], machine.outputs[place[0]], np.inf


def _run(network: Network, states: States, weathers: Array) -> tuple[States, Array, Array | float]:
    scores, trace = network.run(network.shown(weathers[None]), states)
    if scores.shape[1] == 1:  # a single dish has no runner-up
        return trace.states, np.zeros(len(weathers), np.intp), np.inf
    second, first = np.partition(scores[0], (-2, -1), axis=0)[-2:]
    return trace.states, scores[0].argmax(axis=0), np.nan_to_num(first - second)


def picked(states: States, places: Any) -> States:
    """Return the states in these places."""
    return [[type(state)(*(part[:, places] for part in state)) for state in layer] for layer in states]


def joined(pieces: list[States]) -> States:
    """Return the states of all pieces, side by side."""
    layers = zip(*pieces, strict=True)
    return [
        [
            type(states[0])(*(np.concatenate(parts, axis=1) for parts in zip(*states, strict=True)))
            for states in zip(*layer, strict=True)
        ]
        for layer in layers
    ]
