"""Any cell through time: forward over the days, and backward through them (Werbos 1990).

Sequences are time-major, (days, batch, …). The days have to wait for one another, but only for what the
state adds: the drive of all days is one product, and so are the gradients of A and of the input.
"""

from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from cooking_rnn.network import lstm, simple

Array = NDArray[Any]

#: shape -> so many random numbers
Noise = Callable[[tuple[int, ...]], Array]


class Cell(Protocol):
    """What a cell's module has."""

    Parameters: Any
    State: Any

    def shapes(self, inputs: int, hidden: int) -> dict[str, tuple[int, ...]]:
        """Return the shape of each parameter."""
        ...

    def step(self, recurrent: Array, drive: Array, state: Any) -> tuple[Any, Any]:
        """Return the state after a day, and what `backward` needs."""
        ...

    def backward(self, recurrent: Array, cache: Any, d_state: Any) -> tuple[Array, Any]:
        """Return the gradients of the drive and of the state before the day."""
        ...


CELLS: dict[str, Cell] = {"simple": simple, "lstm": lstm}


class Run(NamedTuple):
    """A cell's way through the days, as `backward` needs it."""

    inputs: Array  # (days, batch, input)
    hidden: Array  # (days + 1, batch, hidden), from the state before the first day
    caches: list[Any]


def zero_state(cell: Cell, batch: int, hidden: int, dtype: Any) -> Any:
    """Return the state of a network that has seen nothing."""
    return cell.State(*(np.zeros((batch, hidden), dtype) for _ in cell.State._fields))


def drive(parameters: Any, inputs: Array) -> Array:
    """Return what the inputs (…, input) and the bias, if there is one, add to A · [h; x]: (…, rows of A)."""
    size = parameters.matrix.shape[1] - inputs.shape[-1]
    driven: Array = inputs @ parameters.matrix[:, size:].T
    if len(parameters) > 1:
        driven += parameters.bias
    return driven


def forward(
    cell: Cell, parameters: Any, inputs: Array, state: Any, noise: Noise | None = None
) -> tuple[Array, Any, Run]:
    """Return h of every day (days, batch, hidden), the last state, and the run for `backward`.

    `noise` is added to the drive, which the day's tanh or sigmoid then has to withstand.
    """
    driven = drive(parameters, inputs)  # (days, batch, rows)
    if noise is not None:
        driven += noise(driven.shape)
    size = state.hidden.shape[1]
    recurrent = np.ascontiguousarray(parameters.matrix[:, :size])
    hidden = np.empty((len(inputs) + 1, *state.hidden.shape), driven.dtype)
    hidden[0] = state.hidden
    caches = []
    for day, day_s_drive in enumerate(driven, 1):
        state, cache = cell.step(recurrent, day_s_drive, state)
        hidden[day] = state.hidden
        caches.append(cache)
    return hidden[1:], state, Run(inputs, hidden, caches)


def backward(cell: Cell, parameters: Any, run: Run, d_hidden: Array, gradient: Any) -> tuple[Array, Any]:
    """Write the gradient of the parameters into `gradient`; return those of the inputs and of the first state.

    `d_hidden` (days, batch, hidden) is the gradient that each day's h gets from above.
    """
    _, batch, size = run.hidden.shape
    recurrent = np.ascontiguousarray(parameters.matrix[:, :size])
    d_driven = np.empty((len(run.inputs), batch, len(recurrent)), d_hidden.dtype)
    d_state = zero_state(cell, batch, size, d_hidden.dtype)
    for day in range(len(run.inputs) - 1, -1, -1):
        d_state = d_state._replace(hidden=d_state.hidden + d_hidden[day])
        d_driven[day], d_state = cell.backward(recurrent, run.caches[day], d_state)
    by_row = d_driven.transpose(0, 2, 1)  # (days, rows, batch): a product a day stays in the cache
    gradient.matrix[:, :size] = (by_row @ run.hidden[:-1]).sum(axis=0)
    gradient.matrix[:, size:] = (by_row @ run.inputs).sum(axis=0)
    if len(gradient) > 1:
        gradient.bias[:] = d_driven.sum(axis=(0, 1))
    return d_driven @ parameters.matrix[:, size:], d_state
