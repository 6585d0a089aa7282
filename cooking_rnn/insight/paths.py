"""A cell's trajectory through the days, and its vector-Jacobian products, which take a gradient a day back.

`dh_T/dh_{t-1} = dh_T/dh_t · ∂h_t/∂h_{t-1}`, the recurrence of R. Pascanu, T. Mikolov, Y. Bengio, On the difficulty of
training recurrent neural networks (2013), equation 5. Sizes are kept as logarithms, so that no slope is too small
for a float.
"""

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from cooking_rnn.fast import gru, hardmax, lstm
from cooking_rnn.network.sequence import Cache
from cooking_rnn.steps import Array

_UNSURE = 1e-150  # slopes so much smaller than the day's largest may be lost among its products


class Activation(NamedTuple):
    """What a simple cell does to z."""

    value: Callable[[Array], Array]
    log_slope: Callable[[Array], Array]
    steepest: float  # γ, the largest slope


def _log_slope_of_tanh(z: Array) -> Array:
    size = np.abs(z)
    slope: Array = 2 * (math.log(2) - size - np.log1p(np.exp(-2 * size)))  # ln(1 - tanh²), which is never zero
    return slope


def _sigmoid(z: Array) -> Array:
    half: Array = np.tanh(z / 2)
    return (1 + half) / 2


ACTIVATIONS = {
    "tanh": Activation(np.tanh, _log_slope_of_tanh, 1.0),
    "sigmoid": Activation(_sigmoid, lambda z: _log_slope_of_tanh(z / 2) - math.log(4), 0.25),
    "linear": Activation(lambda z: z, np.zeros_like, 1.0),
}
#: the steepest slope of a hard-max is none; there is none to choose
HARDMAX = Activation(lambda z: z == z.max(), lambda z: np.full_like(z, -math.inf), 0.0)


class Vjp(NamedTuple):
    """Columns of a gradient, a day earlier. Both arrays are to be multiplied by exp(log_unit)."""

    z: Array  # (rows of A, columns), with respect to the day's z
    state: Array  # (state, columns), with respect to the state before the day
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

    def vjp(self, day: int, columns: Array) -> Vjp:
        """Multiply columns (state, columns) of a gradient at the state after `day`, from 0, by the day's Jacobian."""
        largest = float(self.log_slopes[day].max())
        if largest == -math.inf:
            return Vjp(np.zeros_like(columns), np.zeros_like(columns), 0.0)
        d_z = np.exp(self.log_slopes[day] - largest)[:, None] * columns
        return Vjp(d_z, self.recurrent.T @ d_z, largest)

    @property
    def is_exact(self) -> bool:
        """Whether a product of Jacobians that comes out as zero is zero, and not only too small."""
        largest = self.log_slopes.max(axis=1, keepdims=True)
        return bool((self.log_slopes >= largest + math.log(_UNSURE)).all())


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

    def vjp(self, day: int, columns: Array) -> Vjp:
        """Multiply columns (state, columns) of a gradient at the state after `day`, from 0, by the day's Jacobian."""
        of_hidden, of_cell = np.split(columns, 2)
        slopes = lstm.Slopes(*(each[day : day + 1].repeat(columns.shape[1], axis=-1) for each in self.slopes))
        no_other = np.zeros((1, *of_hidden.shape))
        (d_z,), before = lstm.backward(self.recurrent, slopes, no_other, (of_hidden, of_cell))
        return Vjp(d_z, np.concatenate(before), 0.0)

    @property
    def is_exact(self) -> bool:
        """Whether a product that comes out as zero is zero: no, a gate is never quite shut."""
        return False


class GruPath(NamedTuple):
    """A GRU's; its state is h."""

    recurrent: Array  # A's columns for h, (4·hidden, hidden)
    slopes: gru.Slopes  # of a season, batch 1
    stacked: Array  # [h_{t-1}; x_t] of each day, (days, hidden + input)

    @property
    def size(self) -> int:
        """The numbers in a state."""
        return int(self.recurrent.shape[1])

    @property
    def days(self) -> int:
        """How many there are."""
        return len(self.stacked)

    @property
    def forget(self) -> Array:
        """The gates that keep, (days, hidden)."""
        return self.slopes.keep[:, :, 0]

    def vjp(self, day: int, columns: Array) -> Vjp:
        """Multiply columns (state, columns) of a gradient at the state after `day`, from 0, by the day's Jacobian."""
        slopes = gru.Slopes(*(each[day : day + 1].repeat(columns.shape[1], axis=-1) for each in self.slopes))
        (d_z,), (before,) = gru.backward(self.recurrent, slopes, np.zeros((1, *columns.shape)), (columns,))
        return Vjp(d_z, before, 0.0)

    @property
    def is_exact(self) -> bool:
        """Whether a product that comes out as zero is zero: no, a gate is never quite shut."""
        return False


GATED = LstmPath | GruPath
Path = SimplePath | LstmPath | GruPath


def path_of(parameters: Any, cache: Cache) -> Path:
    """Return the path of one season, batch 1, that left this cache in a cell with these parameters."""
    size, columns = cache.hidden.shape[1], parameters.weights.shape[1]
    stacked = cache.stacked[:-1, :columns, 0]
    recurrent = parameters.weights[:, :size]
    if isinstance(cache, lstm.Cache):
        return LstmPath(recurrent, lstm.slopes(cache), stacked)
    if isinstance(cache, gru.Cache):
        return GruPath(recurrent, gru.slopes(cache), stacked)
    z = cache.stacked[:-1, :, 0] @ parameters.whole.T
    kind = HARDMAX if isinstance(cache, hardmax.Cache) else ACTIVATIONS["tanh"]
    return SimplePath(recurrent, kind.log_slope(z), stacked)


def simple_path(matrix: Array, inputs: Array, activation: Activation, first: Array) -> SimplePath:
    """Run h_t = f(A · [h_{t-1}; x_t]) over inputs (days, input), from the state `first` (hidden,), for any f."""
    size, state = len(first), first
    stacked, slopes = np.column_stack([np.empty((len(inputs), size)), inputs]), np.empty((len(inputs), size))
    with np.errstate(over="ignore", invalid="ignore"):  # a linear network may explode
        for day, vector in enumerate(stacked):
            vector[:size] = state
            z = matrix @ vector
            slopes[day], state = activation.log_slope(z), activation.value(z)
    return SimplePath(matrix[:, :size], slopes, stacked)
