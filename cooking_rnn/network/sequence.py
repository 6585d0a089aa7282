"""A cell through time: forward over the days, and backward through them (Werbos 1990).

Vectors stand in columns, as in the article: what goes through time is (days, vector, batch), so that a day is
A · [h; x] for the whole batch. What does not depend on the day before is done for all days at once: the derivatives
within the days, and the gradients of A and of the input.
"""

from collections.abc import Callable
from typing import Any, Protocol

import numpy as np

from cooking_rnn.fast import gru as fast_gru
from cooking_rnn.fast import hardmax as fast_hardmax
from cooking_rnn.fast import lstm as fast_lstm
from cooking_rnn.fast import simple as fast_simple
from cooking_rnn.network import gru, hardmax, lstm, simple
from cooking_rnn.steps import Array

_AT_ONCE = 1 << 20  # numbers

#: shape -> random numbers of that shape
Noise = Callable[[tuple[int, ...]], Array]

Cache = fast_simple.Cache | fast_lstm.Cache | fast_gru.Cache


class Cell(Protocol):
    """A cell as the paper writes it: a module of `network/`."""

    Parameters: Any
    State: Any

    def shapes(self, inputs: int, hidden: int, *, bias: bool) -> dict[str, tuple[int, ...]]:
        """Return the shape of each parameter; `bias` is for a cell that can do without."""
        ...

    def step(self, parameters: Any, state: Any, x: Array) -> tuple[Any, Any]:
        """Return the state after a day, and every vector on the way."""
        ...


class FastCell(Protocol):
    """The same cell over many days: a module of `fast/`."""

    def forward(
        self, matrix: Array, stacked: Array, state: tuple[Array, ...], noise: Array | None
    ) -> tuple[tuple[Array, ...], Any]:
        """Run all days, and return the last state and the cache."""
        ...

    def slopes(self, cache: Any) -> Any:
        """Return the derivatives within each day."""
        ...

    def backward(
        self, recurrent: Array, slopes: Any, d_hidden: Array, d_state: tuple[Array, ...]
    ) -> tuple[Array, tuple[Array, ...]]:
        """Go back through the days; return the gradient of each day's z and of the first state."""
        ...


CELLS: dict[str, Cell] = {"simple": simple, "lstm": lstm, "gru": gru, "hardmax": hardmax}
_FAST: dict[str, FastCell] = {"simple": fast_simple, "lstm": fast_lstm, "gru": fast_gru, "hardmax": fast_hardmax}


def zero_state(cell: str, batch: int, hidden: int, dtype: Any) -> Any:
    """Return the state of a network that has seen nothing."""
    kind = CELLS[cell].State
    return kind(*(np.zeros((hidden, batch), dtype) for _ in kind._fields))


def forward(
    cell: str, parameters: Any, inputs: Array, state: Any, noise: Noise | None = None
) -> tuple[Array, Any, Cache]:
    """Return h of every day (days, hidden, batch), the last state, and the cache for `backward`.

    `inputs` is (days, input, batch). `noise` is added to z, so that the cell learns to withstand it.
    """
    days, width, batch = inputs.shape
    matrix, size = parameters.whole, len(state.hidden)
    stacked = np.empty((days + 1, matrix.shape[1], batch), matrix.dtype)  # the parameters decide the precision
    stacked[:-1, size : size + width] = inputs
    stacked[:-1, size + width :] = 1
    drawn = None if noise is None else noise((days, len(matrix), batch))
    last, cache = _FAST[cell].forward(matrix, stacked, state, drawn)
    return cache.hidden[1:], CELLS[cell].State(*last), cache


def backward(cell: str, parameters: Any, cache: Cache, d_hidden: Array, gradient: Any) -> Array:
    """Write the gradient of the parameters into `gradient`; return that of each day's z, (days, rows of A, batch).

    `d_hidden` (days, hidden, batch) is the gradient that each day's h gets from above.
    """
    days, size, batch = d_hidden.shape
    fast, zeros = _FAST[cell], zero_state(cell, batch, size, cache.stacked.dtype)
    d_z, _ = fast.backward(parameters.weights[:, :size], fast.slopes(cache), d_hidden, zeros)
    whole = np.zeros((d_z.shape[1], cache.stacked.shape[1]), d_z.dtype)
    at_once = max(1, _AT_ONCE // whole.size)  # a product a day stays in the cache, but many products are memory
    for first in range(0, days, at_once):
        some = slice(first, min(first + at_once, days))
        whole += (d_z[some] @ cache.stacked[some].transpose(0, 2, 1)).sum(axis=0)
    gradient.write(whole)
    return d_z
