"""Any cell through time: forward over the days, and backward through them (Werbos 1990).

Vectors stand in columns, as in the article: what goes through time is (days, vector, batch), so that a day is
A · [h; x] for the whole batch. What need not wait for the day before is done for all days at once: the slopes of
the way back, and the gradients of A and of the input.
"""

from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from cooking_rnn.network import lstm, simple

Array = NDArray[Any]

_AT_ONCE = 1 << 20  # numbers

#: shape -> so many random numbers
Noise = Callable[[tuple[int, ...]], Array]


class Cell(Protocol):
    """What a cell's module has."""

    Parameters: Any
    State: Any

    def shapes(self, inputs: int, hidden: int) -> dict[str, tuple[int, ...]]:
        """Return the shape of each parameter."""
        ...

    def begin(self, stacked: Array, state: Any) -> Any:
        """Return a run in which no day has passed."""
        ...

    def forward(self, matrix: Array, run: Any, noise: Array | None) -> Any:
        """Let the days pass, and return the last state."""
        ...

    def slopes(self, run: Any) -> Any:
        """Return what a gradient is multiplied by on its way back through each day."""
        ...

    def backward(self, recurrent: Array, slopes: Any, d_hidden: Array, d_state: Any) -> tuple[Array, Any]:
        """Go back through the days; return the gradient of each day's A · [h; x] and of the first state."""
        ...


CELLS: dict[str, Cell] = {"simple": simple, "lstm": lstm}

Run = simple.Run | lstm.Run


def zero_state(cell: Cell, batch: int, hidden: int, dtype: Any) -> Any:
    """Return the state of a network that has seen nothing."""
    return cell.State(*(np.zeros((hidden, batch), dtype) for _ in cell.State._fields))


def with_bias(parameters: Any) -> Array:
    """Return A; where there is a bias it is A's last column, for an input that is always 1: (rows, columns)."""
    whole: Array = np.column_stack(parameters)
    return whole


def forward(
    cell: Cell, parameters: Any, inputs: Array, state: Any, noise: Noise | None = None
) -> tuple[Array, Any, Any]:
    """Return h of every day (days, hidden, batch), the last state, and the run for `backward`.

    `inputs` is (days, input, batch). `noise` is added to A · [h; x], so that what the cell makes of it has to
    withstand it.
    """
    days, width, batch = inputs.shape
    matrix, size = with_bias(parameters), len(state.hidden)
    stacked = np.empty((days + 1, matrix.shape[1], batch), matrix.dtype)  # the parameters say how fine numbers are
    stacked[:-1, size : size + width] = inputs
    stacked[:-1, size + width :] = 1
    run = cell.begin(stacked, state)
    last = cell.forward(matrix, run, None if noise is None else noise((days, len(matrix), batch)))
    return run.hidden[1:], last, run


def backward(cell: Cell, parameters: Any, run: Any, d_hidden: Array, gradient: Any) -> Array:
    """Write the gradient of the parameters into `gradient`; return that of each day's A · [h; x].

    `d_hidden` (days, hidden, batch) is the gradient that each day's h gets from above; what is returned is
    (days, rows of A, batch).
    """
    days, size, batch = d_hidden.shape
    nothing = zero_state(cell, batch, size, run.stacked.dtype)
    d_sums, _ = cell.backward(parameters.matrix[:, :size], cell.slopes(run), d_hidden, nothing)
    whole = np.zeros((d_sums.shape[1], run.stacked.shape[1]), d_sums.dtype)
    at_once = max(1, _AT_ONCE // whole.size)  # a product a day stays in the cache, but many products are memory
    for first in range(0, days, at_once):
        some = slice(first, min(first + at_once, days))
        whole += (d_sums[some] @ run.stacked[some].transpose(0, 2, 1)).sum(axis=0)
    columns = gradient.matrix.shape[1]
    gradient.matrix[:] = whole[:, :columns]
    if len(gradient) > 1:
        gradient.bias[:] = whole[:, columns]
    return d_sums
