"""How often a network is right on weather that it was not trained on."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from cooking_rnn.network.model import Architecture, forward, softmax, unpack
from cooking_rnn.network.translate import translated
from cooking_rnn.steps import Array
from cooking_rnn.training.tasks import Seasons, fill_batch, next_batch

_MOST_BYTES = 1 << 28  # in which the seasons of a score fit; longer ones are fewer
_PIECE = 500  # days that are run at a time, so that long seasons need no more memory than short ones


@dataclass(frozen=True)
class Score:
    """How often a network was right, and how sure."""

    days: int  # of a sequence
    by_day: float  # the share of scored days that are right
    by_sequence: float  # the share of sequences whose scored days are all right
    least_sure: float  # the least probability that it gave to a right dish


def seasons_of(architecture: Architecture, days: int, count: int) -> int:
    """Return how many seasons of `days` days are scored: `count`, or as many as fit in memory, at least one."""
    return min(count, max(1, _MOST_BYTES // (days * (40 + 4 * architecture.inputs))))


def score_next(
    architecture: Architecture, flat: Array, seasons: Seasons, days: int, count: int, rng: np.random.Generator
) -> Score:
    """Score the task `next` on `count` fresh seasons of `days` days, or on fewer: see `seasons_of`."""
    weathers, dishes = seasons(days, seasons_of(architecture, days, count), rng)
    outputs = architecture.outputs
    batch = next_batch(weathers, dishes, (architecture.inputs - outputs, outputs), flat.dtype)
    return _score(dishes, batch.mask, probabilities(architecture, flat, batch.inputs))


def right_days(architecture: Architecture, flat: Array, weathers: Array, dishes: Array) -> Array:
    """Return on how many days of each season (batch,) a network is right."""
    outputs, right, first = architecture.outputs, np.zeros(dishes.shape[1], np.intp), 0
    batch = next_batch(weathers, dishes, (architecture.inputs - outputs, outputs), flat.dtype)
    for piece in probabilities(architecture, flat, batch.inputs):
        days = slice(first, first := first + len(piece))
        right += ((piece.argmax(axis=1) == dishes[days]) & batch.mask[days]).sum(axis=0)
    return right


def score_fill(
    architecture: Architecture,
    flat: Array,
    seasons: Seasons,
    days: int,
    blank_days: range,
    scored_day: int,
    count: int,
    rng: np.random.Generator,
) -> Score:
    """Score the task `fill` on one day of a run of blank days, in fresh diaries that show all others.

    In `count` of them, or in fewer: see `seasons_of`.
    """
    weathers, dishes = seasons(days, seasons_of(architecture, days, count), rng)
    blank = np.zeros(dishes.shape, bool)
    blank[blank_days] = True
    outputs = architecture.outputs
    batch = fill_batch(weathers, dishes, blank, (architecture.inputs - outputs, outputs), flat.dtype)
    scored = np.zeros_like(blank)
    scored[scored_day] = True
    parameters, given = unpack(architecture, flat), np.empty((len(dishes), outputs, dishes.shape[1]), flat.dtype)
    at_once = max(1, 2 * _MOST_BYTES // (len(dishes) * architecture.bytes_a_day))
    for first in range(0, dishes.shape[1], at_once):
        some = slice(first, first + at_once)
        given[:, :, some] = softmax(forward(architecture, parameters, batch.inputs[:, :, some])[0])
    return _score(dishes, scored, iter([given]))


def score_translate(
    architecture: Architecture, flat: Array, seasons: Seasons, days: int, count: int, rng: np.random.Generator
) -> Score:
    """Score the task `translate` on `count` fresh weeks of `days` days, or on fewer, with the network's own dishes."""
    weathers, dishes = seasons(days, seasons_of(architecture, days, count), rng)
    given = translated(architecture, unpack(architecture, flat), weathers, dishes[0])
    scored = np.ones(dishes.shape, bool)
    scored[0] = False
    return _score(dishes, scored, iter([np.zeros_like(given[:1]), given]))


def probabilities(architecture: Architecture, flat: Array, inputs: Array) -> Iterator[Array]:
    """Yield the probabilities (days, outputs, batch) of a network that reads forward only, some days at a time."""
    parameters, states = unpack(architecture, flat), None
    days = max(1, min(_PIECE, _MOST_BYTES // (inputs.shape[2] * architecture.bytes_a_day)))
    for first in range(0, len(inputs), days):
        scores, trace = forward(architecture, parameters, inputs[first : first + days], states=states)
        states = trace.states
        yield softmax(scores)


def _score(dishes: Array, scored: Array, pieces: Iterator[Array]) -> Score:
    right_days, every, least, first = 0, np.ones(dishes.shape[1], bool), 1.0, 0
    for piece in pieces:
        days = slice(first, first + len(piece))
        first += len(piece)
        mask, targets = scored[days], dishes[days]
        is_right = piece.argmax(axis=1) == targets
        right_days += int((is_right & mask).sum())
        every &= (is_right | ~mask).all(axis=0)
        of_target = np.take_along_axis(piece, targets[:, None], axis=1)[:, 0]
        least = min(least, float(np.where(mask, of_target, 1).min()))
    return Score(len(dishes) - 1, right_days / int(scored.sum()), float(every.mean()), least)
