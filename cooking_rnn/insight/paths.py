"""A cell's way through the days, ready to be pulled back: a gradient's columns go in, and come out a day earlier.

`dh_T/dh_{t-1} = dh_T/dh_t · ∂h_t/∂h_{t-1}`, the recurrence of R. Pascanu, T. Mikolov, Y. Bengio, On the difficulty of
training recurrent neural networks (2013), equation 5. Sizes are kept as logarithms, so that no slope is too small
for a float.
"""

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cooking_rnn.network import lstm
from cooking_rnn.network.sequence import Run

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
    """Columns of a gradient, both to be multiplied by exp(log_unit)."""

    sums: Array  # (rows of A, columns), of the day's A · [h; x]
    state: Array  # (state, columns), of the state before the day
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

    def pull(self, day: int, columns: Array) -> Pulled:
        """Return a gradient (state, columns) with respect to the state after `day`, from 0, a day earlier."""
        largest = float(self.log_slopes[day].max())
        of_sums = np.exp(self.log_slopes[day] - largest)[:, None] * columns
        return Pulled(of_sums, self.recurrent.T @ of_sums, largest)

    @property
    def is_exact(self) -> bool:
        """Whether a product of Jacobians that comes out as zero is zero, and not only too small."""
        return bool((self.log_slopes - self.log_slopes.max(axis=1, keepdims=True) > math.log(_UNSURE)).all())


class LstmPath(NamedTuple):
    """An LSTM's; its state is h above c."""

    recurrent: Array  # A's columns for h, (4·hidden, hidden)
    slopes: lstm.Slopes  # of a season, batch 1
    stacked: Array  # [h_{t-1}; x_t] of each day, (days, hidden + input)

    @property
    def size(self) -> int:
        """The numbers in a state."""
        return 2 * int(self.recurrent.shape[1])

    @property
    def days(self) -> int:
        """How many there are."""
        return len(self.stacked)

    @property
    def forget(self) -> Array:
        """The forget gates, (days, hidden)."""
        return self.slopes.forget[:, :, 0]

    def pull(self, day: int, columns: Array) -> Pulled:
        """Return a gradient (state, columns) with respect to the state after `day`, from 0, a day earlier."""
        of_hidden, of_cell = np.split(columns, 2)
        slopes = lstm.Slopes(*(each[day : day + 1].repeat(columns.shape[1], axis=-1) for each in self.slopes))
        nothing = np.zeros((1, *of_hidden.shape))
        (of_sums,), before = lstm.backward(self.recurrent, slopes, nothing, lstm.State(of_hidden, of_cell))
        return Pulled(of_sums, np.concatenate(before), 0.0)

    @property
    def is_exact(self) -> bool:
        """Whether a product that comes out as zero is zero: no, a gate is never quite shut."""
        return False


Path = SimplePath | LstmPath


def path_of(parameters: Any, run: Run) -> Path:
    """Return the path of a run of one season, batch 1, through the cell that has these parameters."""
    size, columns = run.hidden.shape[1], parameters.matrix.shape[1]
    stacked = run.stacked[:-1, :columns, 0]
    recurrent = parameters.matrix[:, :size]
    if isinstance(run, lstm.Run):
        return LstmPath(recurrent, lstm.slopes(run), stacked)
    return SimplePath(recurrent, ACTIVATIONS["tanh"].log_slope(stacked @ parameters.matrix.T), stacked)


def simple_path(matrix: Array, inputs: Array, activation: Activation, first: Array) -> SimplePath:
    """Run h_t = f(A · [h_{t-1}; x_t]) over inputs (days, input), from the state `first` (hidden,), for any f."""
    size, state = len(first), first
    stacked, slopes = np.column_stack([np.empty((len(inputs), size)), inputs]), np.empty((len(inputs), size))
    with np.errstate(over="ignore", invalid="ignore"):  # a linear network may explode
        for day, vector in enumerate(stacked):
            vector[:size] = state
            sums = matrix @ vector
            slopes[day], state = activation.log_slope(sums), activation.value(sums)
    return SimplePath(matrix[:, :size], slopes, stacked)
