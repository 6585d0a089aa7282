"""The simple recurrent cell, h_t = tanh(A · [h_{t-1}; x_t]): one matrix A, no bias (Elman 1990)."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


class Parameters(NamedTuple):
    """What is learned."""

    matrix: Array  # A, (hidden, hidden + input)


class State(NamedTuple):
    """What goes from day to day."""

    hidden: Array  # (hidden, batch)


class Run(NamedTuple):
    """A season as `slopes` needs it."""

    stacked: Array  # (days + 1, hidden + input, batch): [h; x] of each day, and at the end the last h
    hidden: Array  # (days + 1, hidden, batch), its part from the state before the first day


class Slopes(NamedTuple):
    """What a gradient is multiplied by on its way back through each day."""

    sums: Array  # (days, hidden, batch), dh/d(A · [h; x])


def shapes(inputs: int, hidden: int) -> dict[str, tuple[int, ...]]:
    """Return the shape of each parameter."""
    return {"matrix": (hidden, hidden + inputs)}


def begin(stacked: Array, state: State) -> Run:
    """Return a run in which no day has passed; `forward` writes into `stacked`."""
    hidden = stacked[:, : len(state.hidden)]
    hidden[0] = state.hidden
    return Run(stacked, hidden)


def forward(matrix: Array, run: Run, noise: Array | None) -> State:
    """Let the days pass, and return the last state; `noise` (days, hidden, batch) is added to A · [h; x]."""
    sums = np.empty_like(run.hidden[0])
    for day, (stacked, after) in enumerate(zip(run.stacked[:-1], run.hidden[1:], strict=True)):
        np.dot(matrix, stacked, out=sums)
        if noise is not None:
            sums += noise[day]
        np.tanh(sums, out=after)
    return State(run.hidden[-1].copy())


def slopes(run: Run) -> Slopes:
    """Return the slopes of all days, which do not depend on the gradient: tanh' = 1 - tanh²."""
    return Slopes(1 - run.hidden[1:] ** 2)


def backward(recurrent: Array, slopes: Slopes, d_hidden: Array, d_state: State) -> tuple[Array, State]:
    """Go back through the days; return the gradient of A · [h; x] (days, hidden, batch) and of the first state.

    `recurrent` is A's columns for h (hidden, hidden), `d_hidden` (days, hidden, batch) what each day's h gets from
    above, `d_state` what the last state gets. The gradient is written over `slopes.sums`.
    """
    back, d_after = np.ascontiguousarray(recurrent.T), d_state.hidden.copy()
    for sums, d_above in zip(slopes.sums[::-1], d_hidden[::-1], strict=True):
        d_after += d_above
        sums *= d_after
        np.dot(back, sums, out=d_after)
    return slopes.sums, State(d_after)
