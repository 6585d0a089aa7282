"""A network that was trained for `translate`: it reads a week's weather, and writes the week's menu from its last state.

This is sequence to sequence (Cho et al. 2014; Sutskever, Vinyals & Le 2014). All that the decoder knows of the week is
the state that the encoder ends in: one vector, however long the week is. Each dish is written from the one before, the
first from that of day 0. The week is read from its last day to its first, as Sutskever et al. do it, so that what is
needed first was read last.

One network does both, where theirs are two: shown a weather it reads, shown a dish it writes.
"""

from typing import Any

import numpy as np

from cooking_rnn.network.encoding import HIDDEN, encode
from cooking_rnn.network.model import Architecture, Parameters, forward, softmax
from cooking_rnn.steps import Array

MOST_DAYS = 200  # of a week, which is read as a whole


def to_read(weathers: Array, counts: tuple[int, int], dtype: Any = np.float32) -> Array:
    """Return the inputs (days, m + n, batch) of the encoder, for weathers (days, batch): the last day comes first."""
    return encode(weathers[::-1], np.full(weathers.shape, HIDDEN), counts, dtype)


def to_write(before: Array, counts: tuple[int, int], dtype: Any = np.float32) -> Array:
    """Return the inputs (days, m + n, batch) of the decoder, for the dish before each day's (days, batch)."""
    return encode(np.full(before.shape, HIDDEN), before, counts, dtype)


def translated(architecture: Architecture, parameters: Parameters, weathers: Array, starts: Array) -> Array:
    """Return the probabilities (days, n, batch) of each day's dish, each written after the most probable one before.

    `weathers` is (days, batch), HIDDEN in a kitchen without weather; `starts` (batch,) are the dishes of day 0.
    """
    counts, dtype = (architecture.inputs - architecture.outputs, architecture.outputs), parameters.readout.dtype
    states, dishes, written = None, np.asarray(starts)[None], []
    for day in to_read(weathers, counts, dtype):
        states = forward(architecture, parameters, day[None], states=states)[1].states
    for _ in weathers:
        scores, trace = forward(architecture, parameters, to_write(dishes, counts, dtype), states=states)
        states, dishes = trace.states, scores.argmax(axis=1)
        written.append(softmax(scores))
    return np.concatenate(written)
