"""The LSTM cell: a memory that is added to, behind gates that are learned (Hochreiter & Schmidhuber 1997).

    forget, input, output = sigmoid(their rows of A · [h_{t-1}; x_t] + b)
    change = tanh(its rows)
    c_t = forget * c_{t-1} + input * change
    h_t = output * tanh(c_t)

The forget gate is Gers's (2000); its bias starts at 1, so that a new network remembers (Jozefowicz 2015).
As in `simple`, a batch stands in rows and the `drive` is the part of A · [h; x] + b that does not depend on h.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

#: the blocks of A's rows, in their order; the first three are gates
BLOCKS = ("forget", "input", "output", "change")


class Parameters(NamedTuple):
    """What is learned."""

    matrix: Array  # A, (4·hidden, hidden + input)
    bias: Array  # b, (4·hidden,)


class State(NamedTuple):
    """What goes from day to day."""

    hidden: Array  # (batch, hidden)
    cell: Array  # (batch, hidden)


class Cache(NamedTuple):
    """What `backward` needs to know of a day."""

    before: Array  # (batch, hidden), the cell at its start
    gates: Array  # (batch, 4·hidden), in the order of BLOCKS
    squashed: Array  # (batch, hidden), tanh of the cell at its end


def shapes(inputs: int, hidden: int) -> dict[str, tuple[int, ...]]:
    """Return the shape of each parameter."""
    return {"matrix": (4 * hidden, hidden + inputs), "bias": (4 * hidden,)}


def step(recurrent: Array, drive: Array, state: State) -> tuple[State, Cache]:
    """Return the state after a day, from A's columns for h (4·hidden, hidden) and the drive (batch, 4·hidden)."""
    size = state.hidden.shape[1]
    gates = state.hidden @ recurrent.T
    gates += drive
    sigmoid, change = gates[:, : 3 * size], gates[:, 3 * size :]
    sigmoid *= 0.5  # sigmoid(z) = (1 + tanh(z/2)) / 2 does not overflow, so one tanh serves all four blocks
    np.tanh(gates, out=gates)
    sigmoid *= 0.5
    sigmoid += 0.5
    cell = gates[:, :size] * state.cell
    cell += gates[:, size : 2 * size] * change
    squashed = np.tanh(cell)
    hidden = gates[:, 2 * size : 3 * size] * squashed
    return State(hidden, cell), Cache(state.cell, gates, squashed)


def backward(recurrent: Array, cache: Cache, d_state: State) -> tuple[Array, State]:
    """Return the gradient of the drive (batch, 4·hidden) and of the state before the day."""
    size = cache.before.shape[1]
    forget, input_, output, change = (cache.gates[:, place * size : (place + 1) * size] for place in range(4))
    d_cell = d_state.cell + d_state.hidden * output * (1 - cache.squashed**2)
    d_drive = np.empty_like(cache.gates)
    d_drive[:, :size] = d_cell * cache.before
    d_drive[:, size : 2 * size] = d_cell * change
    d_drive[:, 2 * size : 3 * size] = d_state.hidden * cache.squashed
    d_drive[:, 3 * size :] = d_cell * input_ * (1 - change**2)
    gates = cache.gates[:, : 3 * size]
    d_drive[:, : 3 * size] *= gates * (1 - gates)
    return d_drive, State(d_drive @ recurrent, d_cell * forget)
