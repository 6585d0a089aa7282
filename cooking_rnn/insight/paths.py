"""A cell's way through the days, ready to be pulled back: rows of a gradient go in, and come out a day earlier.

`dh_T/dh_{t-1} = dh_T/dh_t · ∂h_t/∂h_{t-1}`, the recurrence of R. Pascanu, T. Mikolov, Y. Bengio, On the difficulty of
training recurrent neural networks (2013), equation 5. Sizes are kept as logarithms, so that no slope is too small
for a float.
"""

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cooking_rnn.network import lstm, simple
from cooking_rnn.network.sequence import Run, drive

Array = NDArray[Any]

_UNSURE = 1e-150  # slopes so much smaller than the day's largest may be lost among its products


class Activation(NamedTuple):
    """What a simple cell makes of the sum."""

    value: Callable[[Array], Array]
    log_slope: Callable[[Array], Array]
    steepest: float  # γ, the largest slope


def _log_slope_of_tanh(sums: Array) -> Array:
    size = np.abs(sums)
    slope: Array = 2 * (math.log(2) - size - np.log1p(np.exp(-2 * size)))  # ln(1 - tanh²), which is never zero
    return slope


def _sigmoid(sums: Array) -> Array:
    half: Array = np.tanh(sums / 2)
    return (1 + half) / 2


ACTIVATIONS = {
    "tanh": Activation(np.tanh, _log_slope_of_tanh, 1.0),
    "sigmoid": Activation(_sigmoid, lambda sums: _log_slope_of_tanh(sums / 2) - math.log(4), 0.25),
    "linear": Activation(lambda sums: sums, np.zeros_like, 1.0),
}


class Pulled(NamedTuple):
    """Rows of a gradient, both to be multiplied by exp(log_unit)."""

    drive: Array  # (rows, rows of A), of what the day's A · [h; x] was
    state: Array  # (rows, state), of the state before the day
    log_unit: float


class SimplePath(NamedTuple):
    """A simple cell's; its state is h."""

    recurrent: Array  # W, A's columns for h, (hidden, hidden)
    log_slopes: Array  # (days, hidden)
    stacked: Array  # [h_{t-1}; x_t] of each day, (days, hidden + input)

    @property
    def size(self) -> int:
        """The numbers in a state."""
        return len(self.recurrent)

    @property
    def days(self) -> int:
        """How many there are."""
        return len(self.log_slopes)

    def pull(self, day: int, rows: Array) -> Pulled:
        """Return rows (rows, state) of a gradient with respect to the state after `day`, from 0, a day earlier."""
        largest = float(self.log_slopes[day].max())
        of_drive = rows * np.exp(self.log_slopes[day] - largest)
        return Pulled(of_drive, of_drive @ self.recurrent, largest)

    @property
    def is_exact(self) -> bool:
        """Whether a product of Jacobians that comes out as zero is zero, and not only too small."""
        return bool((self.log_slopes - self.log_slopes.max(axis=1, keepdims=True) > math.log(_UNSURE)).all())


class LstmPath(NamedTuple):
    """An LSTM's; its state is h and c side by side."""

    recurrent: Array  # A's columns for h, (4·hidden, hidden)
    caches: list[Any]  # one a day, of one row
    stacked: Array  # (days, hidden + input)

    @property
    def size(self) -> int:
        """The numbers in a state."""
        return 2 * int(self.recurrent.shape[1])

    @property
    def days(self) -> int:
        """How many there are."""
        return len(self.caches)

    @property
    def forget(self) -> Array:
        """The forget gates, (days, hidden)."""
        return np.array([cache.gates[0, : self.size // 2] for cache in self.caches])

    def pull(self, day: int, rows: Array) -> Pulled:
        """Return rows (rows, state) of a gradient with respect to the state after `day`, from 0, a day earlier."""
        half = self.size // 2
        cache = lstm.Cache(*(np.broadcast_to(each, (len(rows), each.shape[1])) for each in self.caches[day]))
        of_drive, before = lstm.backward(self.recurrent, cache, lstm.State(rows[:, :half], rows[:, half:]))
        return Pulled(of_drive, np.concatenate(before, axis=1), 0.0)

    @property
    def is_exact(self) -> bool:
        """Whether a product that comes out as zero is zero: no, a gate is never quite shut."""
        return False


Path = SimplePath | LstmPath


def path_of(parameters: Any, run: Run) -> Path:
    """Return the path of a run of one season, batch 1, through the cell that has these parameters."""
    size = run.hidden.shape[2]
    stacked = np.concatenate([run.hidden[:-1, 0], run.inputs[:, 0]], axis=1)
    if isinstance(parameters, simple.Parameters):
        slopes = ACTIVATIONS["tanh"].log_slope(stacked @ parameters.matrix.T)
        return SimplePath(parameters.matrix[:, :size], slopes, stacked)
    return LstmPath(np.ascontiguousarray(parameters.matrix[:, :size]), run.caches, stacked)


def simple_path(matrix: Array, inputs: Array, activation: Activation, first: Array) -> SimplePath:
    """Run h_t = f(A · [h_{t-1}; x_t]) over inputs (days, input), from the state `first` (hidden,), for any f."""
    size, state = len(first), first
    driven = drive(simple.Parameters(matrix), inputs)
    stacked, slopes = np.concatenate([np.empty((len(inputs), size)), inputs], axis=1), np.empty_like(driven)
    with np.errstate(over="ignore", invalid="ignore"):  # a linear network may explode
        for day, drive_of_day in enumerate(driven):
            stacked[day, :size] = state
            sums = matrix[:, :size] @ state + drive_of_day
            slopes[day], state = activation.log_slope(sums), activation.value(sums)
    return SimplePath(matrix[:, :size], slopes, stacked)
