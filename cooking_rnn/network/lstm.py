"""The LSTM cell: a memory that is added to, behind gates that are learned (Hochreiter & Schmidhuber 1997).

    forget, input, output = sigmoid(their rows of A · [h_{t-1}; x_t] + b)
    change = tanh(its rows)
    c_t = forget * c_{t-1} + input * change
    h_t = output * tanh(c_t)

The forget gate is Gers's (2000); its bias starts at 1, so that a new network remembers (Jozefowicz 2015).
b stands in A as the last column, for an input that is always 1.

The days write into arrays that are there before they begin: at a day's size, making arrays takes as long as filling
them. What a line comes to stands beside it.
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

    hidden: Array  # (hidden, batch)
    cell: Array  # (hidden, batch)


class Run(NamedTuple):
    """A season as `slopes` needs it."""

    stacked: Array  # (days + 1, hidden + input + 1, batch): [h; x; 1] of each day, and at the end the last h
    hidden: Array  # (days + 1, hidden, batch), its part from the state before the first day
    cell: Array  # (days + 1, hidden, batch), from the state before the first day
    gates: Array  # (days, 4, hidden, batch), in the order of BLOCKS
    squashed: Array  # (days, hidden, batch), tanh(c)


class Slopes(NamedTuple):
    """What a gradient is multiplied by on its way back through each day."""

    sums: Array  # (days, 4, hidden, batch), dh/d(sum) of output, dc/d(sum) of the other blocks
    cell: Array  # (days, hidden, batch), dh_t/dc_t
    forget: Array  # (days, hidden, batch), dc_t/dc_{t-1}


def shapes(inputs: int, hidden: int) -> dict[str, tuple[int, ...]]:
    """Return the shape of each parameter."""
    return {"matrix": (4 * hidden, hidden + inputs), "bias": (4 * hidden,)}


def begin(stacked: Array, state: State) -> Run:
    """Return a run in which no day has passed; `forward` writes into `stacked`."""
    size, batch = state.hidden.shape
    days = len(stacked) - 1
    hidden = stacked[:, :size]
    cell = np.empty((days + 1, size, batch), stacked.dtype)
    hidden[0], cell[0] = state
    gates = np.empty((days, 4, size, batch), stacked.dtype)
    return Run(stacked, hidden, cell, gates, np.empty((days, size, batch), stacked.dtype))


def forward(matrix: Array, run: Run, noise: Array | None) -> State:
    """Let the days pass, and return the last state; `noise` (days, 4·hidden, batch) is added to A · [h; x; 1]."""
    sums, added = np.empty(run.gates.shape[1:], matrix.dtype), np.empty_like(run.cell[0])
    of_gates, of_change, flat = sums[:3], sums[3], sums.reshape(len(matrix), -1)
    before, after = run.cell[:-1], run.cell[1:]
    days = zip(run.stacked[:-1], run.gates[:, :3], run.gates, before, after, run.squashed, run.hidden[1:], strict=True)
    with np.errstate(over="ignore"):  # where e^-z is inf, the gate is shut
        for day, (stacked, gates, blocks, before, cell, squashed, hidden) in enumerate(days):
            forget, input_, output, change = blocks
            np.dot(matrix, stacked, out=flat)
            if noise is not None:
                flat += noise[day]
            np.negative(of_gates, out=of_gates)  # forget, input, output = 1 / (1 + e^-z)
            np.exp(of_gates, out=of_gates)
            of_gates += 1
            np.reciprocal(of_gates, out=gates)
            np.tanh(of_change, out=change)  # change = tanh(z)
            np.multiply(forget, before, out=cell)  # c = forget * c + input * change
            np.multiply(input_, change, out=added)
            cell += added
            np.tanh(cell, out=squashed)  # h = output * tanh(c)
            np.multiply(output, squashed, out=hidden)
    return State(run.hidden[-1].copy(), run.cell[-1].copy())


def slopes(run: Run) -> Slopes:
    """Return the slopes of all days, which do not depend on the gradient."""
    forget, input_, output, change = run.gates.swapaxes(0, 1)  # each (days, hidden, batch)
    sums = run.gates * run.gates
    np.subtract(run.gates[:, :3], sums[:, :3], out=sums[:, :3])  # sigmoid' = sigmoid - sigmoid²
    sums[:, 0] *= run.cell[:-1]
    sums[:, 1] *= change
    sums[:, 2] *= run.squashed
    np.subtract(1, sums[:, 3], out=sums[:, 3])  # tanh' = 1 - tanh²
    sums[:, 3] *= input_
    of_cell = run.squashed * run.squashed
    np.subtract(1, of_cell, out=of_cell)
    of_cell *= output
    return Slopes(sums, of_cell, forget)


def backward(recurrent: Array, slopes: Slopes, d_hidden: Array, d_state: State) -> tuple[Array, State]:
    """Go back through the days; return the gradient of A · [h; x; 1] (days, 4·hidden, batch) and of the first state.

    `recurrent` is A's columns for h (4·hidden, hidden), `d_hidden` (days, hidden, batch) what each day's h gets from
    above, `d_state` what the last state gets. The gradient is written over `slopes.sums`.
    """
    back, added = np.ascontiguousarray(recurrent.T), np.empty_like(d_hidden[0])
    d_after, d_cell = (part.copy() for part in d_state)
    sums = slopes.sums[::-1]
    flat = sums.reshape(len(sums), len(recurrent), -1)
    days = zip(
        d_hidden[::-1], slopes.cell[::-1], slopes.forget[::-1], sums[:, :2], sums[:, 2], sums[:, 3], flat, strict=True
    )
    for d_above, of_cell, forget, forget_and_input, output, change, d_sums in days:
        d_after += d_above
        np.multiply(of_cell, d_after, out=added)  # dc = dc + dh · ∂h/∂c
        d_cell += added
        forget_and_input *= d_cell
        output *= d_after
        change *= d_cell
        d_cell *= forget  # of yesterday's c
        np.dot(back, d_sums, out=d_after)  # of yesterday's h
    return slopes.sums.reshape(len(sums), len(recurrent), -1), State(d_after, d_cell)
