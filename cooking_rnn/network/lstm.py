"""The LSTM cell: a memory c that is added to, behind gates that are learned (Hochreiter & Schmidhuber 1997).

    z = A · [h_{t-1}; x_t; 1]                  its rows in four blocks
    f, i, o = sigmoid(their rows of z)         the forget, input and output gate
    g = tanh(its rows of z)                    the candidate
    c_t = f * c_{t-1} + i * g
    h_t = o * tanh(c_t)

The forget gate is from Gers, Schmidhuber & Cummins (2000). Its bias starts at 1, so that a new network remembers
(Jozefowicz, Zaremba & Sutskever 2015). The bias is A's last column, for an input that is always 1.

Whole seasons, forward and backward, run in `fast/lstm.py`. The tests hold it equal to `step`.
"""

from typing import NamedTuple

import numpy as np

from cooking_rnn.network.weights import Weights
from cooking_rnn.steps import Array

Parameters = Weights  # A without its last column, (4·hidden, hidden + input), and that column, (4·hidden,)


class State(NamedTuple):
    """What goes from day to day."""

    hidden: Array  # h, (hidden, batch)
    cell: Array  # c, (hidden, batch)


class Vectors(NamedTuple):
    """What a day goes through; a column for each season."""

    stacked: Array  # [h_{t-1}; x_t; 1], (hidden + input + 1, batch)
    z: Array  # the preactivation, (4·hidden, batch), the rows of f, i, o and g
    f: Array  # (hidden, batch), and so the others
    i: Array
    o: Array
    g: Array
    c: Array
    tanh_c: Array
    h: Array


def shapes(inputs: int, hidden: int, *, bias: bool = True) -> dict[str, tuple[int, ...]]:
    """Return the shape of each parameter; the cell always has a bias."""
    return {"matrix": (4 * hidden, hidden + inputs), "bias": (4 * hidden,)}


def step(parameters: Parameters, state: State, x: Array) -> tuple[State, Vectors]:
    """Return the state after a day with input x (input, batch), and every vector on the way."""
    stacked = np.concatenate([state.hidden, x, np.ones_like(x[:1])])
    z = parameters.whole @ stacked
    rows = z.reshape(4, *state.cell.shape)
    f, i, o = sigmoid(rows[:3])
    g = np.tanh(rows[3])
    c = f * state.cell + i * g
    tanh_c = np.tanh(c)
    h = o * tanh_c
    return State(h, c), Vectors(stacked, z, f, i, o, g, c, tanh_c, h)


def sigmoid(z: Array) -> Array:
    """Return 1 / (1 + e^-z); where e^-z is too large for a float, that is 0."""
    with np.errstate(over="ignore"):
        return np.asarray(1 / (1 + np.exp(-z)))
