"""The simple recurrent cell: one matrix, no bias (Elman 1990).

    z = A · [h_{t-1}; x_t]
    h_t = tanh(z)

Whole seasons, forward and backward, run in `fast/simple.py`. The tests hold it equal to `step`.
"""

from typing import NamedTuple

import numpy as np

from cooking_rnn.steps import Array


class Parameters(NamedTuple):
    """What is learned."""

    matrix: Array  # A, (hidden, hidden + input)


class State(NamedTuple):
    """What goes from day to day."""

    hidden: Array  # h, (hidden, batch)


class Vectors(NamedTuple):
    """What a day goes through; a column for each season."""

    stacked: Array  # [h_{t-1}; x_t], (hidden + input, batch)
    z: Array  # the preactivation, (hidden, batch)
    h: Array  # (hidden, batch)


def shapes(inputs: int, hidden: int) -> dict[str, tuple[int, ...]]:
    """Return the shape of each parameter."""
    return {"matrix": (hidden, hidden + inputs)}


def step(parameters: Parameters, state: State, x: Array) -> tuple[State, Vectors]:
    """Return the state after a day with input x (input, batch), and every vector on the way."""
    stacked = np.concatenate([state.hidden, x])
    z = parameters.matrix @ stacked
    h = np.tanh(z)
    return State(h), Vectors(stacked, z, h)
