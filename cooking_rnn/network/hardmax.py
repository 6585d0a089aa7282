"""The cell of the kitchen wired by hand: hard-max in place of tanh. Nothing can learn it, because it has no slope.

    z = A · [h_{t-1}; x_t]
    h_t = hardmax(z)            1 where the largest entry is (the first of equals), 0 elsewhere

Whole seasons run in `fast/hardmax.py`. The tests hold it equal to `step`.
"""

import numpy as np

from cooking_rnn.network.simple import Parameters as Parameters
from cooking_rnn.network.simple import State as State
from cooking_rnn.network.simple import Vectors, shapes
from cooking_rnn.steps import Array

__all__ = ["Parameters", "State", "Vectors", "shapes", "step"]


def step(parameters: Parameters, state: State, x: Array) -> tuple[State, Vectors]:
    """Return the state after a day with input x (input, batch), and every vector on the way."""
    one = [] if parameters.bias is None else [np.ones_like(x[:1])]
    stacked = np.concatenate([state.hidden, x, *one])
    z = parameters.whole @ stacked
    h = (np.arange(len(z))[:, None] == z.argmax(axis=0)).astype(z.dtype)
    return State(h), Vectors(stacked, z, h)
