"""The kitchen with its hard-max made soft, softmax(gain · sum): what it still knows, and what gradient is left.

A small gain washes the state out: every day blurs it, until nothing says where it began. A large one latches
it: memory is kept, but the softmax is saturated, and the gradient vanishes all the same (Y. Bengio, P. Simard,
P. Frasconi, Learning long-term dependencies with gradient descent is difficult, 1994).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cooking_rnn.kitchen.matrices import matrices
from cooking_rnn.kitchen.proof import rule_table
from cooking_rnn.kitchen.recipe import Kitchen

Array = NDArray[np.float64]
Codes = NDArray[np.integer[Any]]

_NEAR = 0.01  # differences of two sums below which a difference of two softmaxes would lose digits
_TIE = 1e-12  # differences of two shares that are rounding alone


class Network(NamedTuple):
    """A soft kitchen of n dishes, m weathers and k blocks."""

    food: Array  # (k, n, n), less its first row, which no softmax notices: zeros where yesterday does not matter
    weather: Array  # (m, k·n), a row a weather; one row of zeros where there is none

    @property
    def is_forgetful(self) -> bool:
        """Whether what was eaten on day 0 matters to no later day."""
        return self.food.shape[1] == 1 or not self.food.any()


class State(NamedTuple):
    """The state of T trajectories, reference + exp(log_size) · deviation.

    The reference began on day 0 without a dish, all shares equal. A state that is washed out comes so close to
    it that no float tells them apart, yet the deviation alone says which share is the largest.
    """

    reference: Array  # (T, n)
    deviation: Array  # (T, n), its largest entry 1 or -1, or zeros
    log_size: Array  # (T,)

    @property
    def shares(self) -> Array:
        """The soft dish, (T, n)."""
        shares: Array = self.reference + np.exp(self.log_size)[:, None] * self.deviation
        return shares

    @property
    def largest(self) -> Codes:
        """The dish with the largest share, (T,)."""
        behind = self.reference - self.reference.max(axis=1, keepdims=True)
        behind[behind > -_TIE] = 0
        scores = behind * np.exp(np.minimum(-self.log_size, 600))[:, None] + self.deviation
        largest: Codes = scores.argmax(axis=1)
        return largest


@dataclass(frozen=True, eq=False)
class Softened:
    """What was measured at one gain, up to each of `days`."""

    gain: float
    days: tuple[int, ...]
    right: tuple[float, ...]  # share of the days 1 to N on which the largest share is the exact kitchen's dish
    log10_gradient: tuple[float, ...]  # median over the seasons; -inf where it is exactly zero


def soften(
    kitchen: Kitchen, gains: Sequence[float], days: Sequence[int], seasons: int, rng: np.random.Generator
) -> list[Softened]:
    """Measure a kitchen at each gain, up to each of `days`, over random seasons, all weathers equally likely.

    The gradient is the Frobenius norm of ∂d_N/∂d_0, the product of a Jacobian a day, kept as a matrix and the
    logarithm of its size. Gain inf is the kitchen itself, whose slope is zero wherever it has one. The weather
    is the same at every gain, and its first days are the same however many follow. Raises DataError where a
    typed matrix leaves a tie for the maximum.
    """
    network, table = soft_network(kitchen), rule_table(kitchen)
    soft = [gain for gain in gains if math.isfinite(gain)]
    days = sorted(set(days))
    gain = np.repeat(soft, seasons)  # (T,) = (gains · seasons,)
    exact = np.full(seasons, kitchen.start)
    state, product = begin(network, kitchen.start, len(gain))
    count, right, gradient = np.zeros(len(soft)), [], []
    for day in range(1, days[-1] + 1):
        code = rng.integers(len(table), size=seasons)
        exact = table[code, exact]
        state, product = advance(network, gain, state, product, np.tile(code, len(soft)))
        count += (state.largest.reshape(len(soft), seasons) == exact).sum(axis=1)
        if day in days:
            right.append(count / (day * seasons))
            gradient.append(np.median(product.log_norm.reshape(len(soft), seasons), axis=1) / math.log(10))
    measured = {
        gain: Softened(gain, tuple(days), *(tuple(float(at[place]) for at in row) for row in (right, gradient)))
        for place, gain in enumerate(soft)
    }
    hard = Softened(math.inf, tuple(days), (1.0,) * len(days), (-math.inf,) * len(days))
    return [measured.get(gain, hard) for gain in gains]


def soft_network(kitchen: Kitchen) -> Network:
    """Return the kitchen's matrices in floats, a missing one as zeros."""
    hard, n, m = matrices(kitchen), len(kitchen.dishes), len(kitchen.weathers)
    rows = hard.blocks * n
    food = np.zeros((rows, n)) if hard.food is None else hard.food - hard.food[0].astype(float)
    weather = np.zeros((rows, max(m, 1))) if hard.weather is None else hard.weather.astype(float)
    return Network(food.reshape(hard.blocks, n, n), weather.T.copy())


class Product(NamedTuple):
    """A product of Jacobians for each of T trajectories: exp(log_norm) · matrix."""

    matrix: Array  # (T, n, n), of Frobenius norm 1, or zeros
    log_norm: Array  # (T,)


def begin(network: Network, start: int, trajectories: int) -> tuple[State, Product]:
    """Return day 0: the dish `start` alone, and the identity as the gradient."""
    n = network.food.shape[1]
    reference = np.full((trajectories, n), 1 / n)
    change = np.eye(n)[start] - reference
    identity = np.broadcast_to(np.eye(n), (trajectories, n, n))
    return (
        State(reference, *_scaled(change, np.abs(change).max(axis=1), np.zeros(trajectories))),
        Product(*_scaled(identity, np.full(trajectories, math.sqrt(n)), np.zeros(trajectories))),
    )


def advance(network: Network, gain: Array, state: State, product: Product, weather: Codes) -> tuple[State, Product]:
    """Return the state and the gradient a day later; `gain` and `weather` are one each trajectory, (T,)."""
    log_shares = log_rows(network, gain, state.shares, weather)  # (T, k, n)
    if network.is_forgetful:
        after = Product(np.zeros_like(product.matrix), np.full_like(product.log_norm, -math.inf))
    else:
        slope, log_slope = jacobian(network, gain, log_shares)
        matrix = slope @ product.matrix
        after = Product(*_scaled(matrix, np.sqrt((matrix**2).sum(axis=(1, 2))), product.log_norm + log_slope))
    return _next_state(network, gain, state, log_shares, weather), after


def log_rows(network: Network, gain: Array, shares: Array, weather: Codes) -> Array:
    """Return log softmax(gain · (Food · shares + Weather · weather)), (T, k, n)."""
    blocks, n, _ = network.food.shape
    total = shares @ network.food.reshape(blocks * n, n).T + network.weather[weather]  # (T, k·n)
    total *= gain[:, None]
    total -= total.max(axis=1, keepdims=True)
    total -= np.log(np.exp(total).sum(axis=1, keepdims=True))
    return total.reshape(-1, blocks, n)


def jacobian(network: Network, gain: Array, log_shares: Array) -> tuple[Array, Array]:
    """Return ∂(next shares)/∂(shares) as matrices (T, n, n) and the logarithm of what they are to be times.

    With p = softmax(gain · sum), D = fold(p), and A the mean of each dish's k rows of Food, weighted by p, the
    Jacobian fold · (diag(p) - p pᵀ) · gain · Food is gain · (diag(D) - D Dᵀ) · A. Of diag(D) - D Dᵀ only the
    products D_i D_j of two dishes are computed, relative to the largest: a saturated 1 - D_i has no digits.
    """
    highest = log_shares.max(axis=1)  # (T, n)
    log_dish = highest + np.log(np.exp(log_shares - highest[:, None]).sum(axis=1))  # (T, n)
    food = np.einsum("tbi,bij->tij", np.exp(log_shares - log_dish[:, None]), network.food)  # A
    pairs = log_dish[:, :, None] + log_dish[:, None, :]  # (T, n, n)
    n = pairs.shape[1]
    pairs[:, range(n), range(n)] = -math.inf
    scale = pairs.max(axis=(1, 2))
    pairs = np.exp(pairs - scale[:, None, None])
    return pairs.sum(axis=2)[:, :, None] * food - pairs @ food, scale + np.log(gain)


def _next_state(network: Network, gain: Array, state: State, log_shares: Array, weather: Codes) -> State:
    """Return the state a day later, with all digits of a deviation of any size.

    With p the rows of the reference, and δ the difference of the two gain · sums, the rows of the state are
    p e^δ / Σ p e^δ, so they differ from p by p (x - m) / (1 + m), x = e^δ - 1, m = Σ p x. Where δ is small,
    x is divided by the size of the deviation, which may be too small for a float.
    """
    rows = np.exp(log_rows(network, gain, state.reference, weather))  # (T, k, n)
    reference = rows.sum(axis=1)
    push = np.einsum("bij,tj->tbi", network.food, state.deviation)
    size = (gain * np.exp(state.log_size))[:, None, None]
    delta = size * push
    is_near = np.abs(delta).max(axis=(1, 2)) < _NEAR
    delta = np.where(is_near[:, None, None] & (delta != 0), delta, 1e-300)
    x = push * (np.expm1(delta) / delta)
    mean = (rows * x).sum(axis=(1, 2), keepdims=True)
    near = (rows * (x - mean) / (1 + size * mean)).sum(axis=1)
    far = np.exp(log_shares).sum(axis=1) - reference
    change = np.where(is_near[:, None], near, far)
    unit = np.where(is_near, np.log(gain) + state.log_size, 0)
    return State(reference, *_scaled(change, np.abs(change).max(axis=1), unit))


def _scaled(values: Array, size: Array, log_unit: Array) -> tuple[Array, Array]:
    """Return `values`, (T, …), divided by `size`, (T,), and log_unit + log(size); a size of 0 stays."""
    with np.errstate(divide="ignore"):
        log_size = log_unit + np.log(size)
    divisor = np.where(size == 0, 1, size).reshape(-1, *[1] * (values.ndim - 1))
    return values / divisor, log_size
