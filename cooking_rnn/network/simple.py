"""The simple recurrent cell, h_t = tanh(A · [h_{t-1}; x_t]): one matrix A, no bias (Elman 1990).

A batch stands in rows, so the product reads [h, x] @ Aᵀ. What x adds to it does not depend on the state;
`sequence` makes it for all days in one product, the `drive`, and hands each day its own.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


class Parameters(NamedTuple):
    """What is learned."""

    matrix: Array  # A, (hidden, hidden + input)


class State(NamedTuple):
    """What goes from day to day."""

    hidden: Array  # (batch, hidden)


class Cache(NamedTuple):
    """What `backward` needs to know of a day."""

    hidden: Array  # (batch, hidden), at its end


def shapes(inputs: int, hidden: int) -> dict[str, tuple[int, ...]]:
    """Return the shape of each parameter."""
    return {"matrix": (hidden, hidden + inputs)}


def step(recurrent: Array, drive: Array, state: State) -> tuple[State, Cache]:
    """Return the state after a day, from A's columns for h (hidden, hidden) and the drive (batch, hidden)."""
    hidden = state.hidden @ recurrent.T
    hidden += drive
    np.tanh(hidden, out=hidden)
    return State(hidden), Cache(hidden)


def backward(recurrent: Array, cache: Cache, d_state: State) -> tuple[Array, State]:
    """Return the gradient of the drive (batch, hidden) and of the state before the day."""
    d_drive = d_state.hidden * (1 - cache.hidden**2)
    return d_drive, State(d_drive @ recurrent)
