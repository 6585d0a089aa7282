"""The simple recurrent cell: one matrix (Elman 1990), and a bias where a network has one.

    z = A · [h_{t-1}; x_t]                     or A · [h_{t-1}; x_t; 1], with the bias as A's last column
    h_t = tanh(z)

Whole seasons, forward and backward, run in `fast/simple.py`. The tests hold it equal to `step`.
"""

from typing import NamedTuple

import numpy as np

from cooking_rnn.network.weights import Weights
from cooking_rnn.steps import Array

Parameters = Weights  # A, (hidden, hidden + input), and its bias, if any, (hidden,)


class State(NamedTuple):
    """What goes from day to day."""

    hidden: Array  # h, (hidden, batch)


class Vectors(NamedTuple):
    """What a day goes through; a column for each season."""

    stacked: Array  # [h_{t-1}; x_t], (hidden + input, batch), or with a 1 below
    z: Array  # the preactivation, (hidden, batch)
    h: Array  # (hidden, batch)


def shapes(inputs: int, hidden: int, *, bias: bool) -> dict[str, tuple[int, ...]]:
    """Return the shape of each parameter."""
    return {"matrix": (hidden, hidden + inputs)} | ({"bias": (hidden,)} if bias else {})


def step(parameters: Parameters, state: State, x: Array) -> tuple[State, Vectors]:
    """Return the state after a day with input x (input, batch), and every vector on the way."""
    one = [] if parameters.bias is None else [np.ones_like(x[:1])]
    stacked = np.concatenate([state.hidden, x, *one])
    z = parameters.whole @ stacked
    h = np.tanh(z)
    return State(h), Vectors(stacked, z, h)
