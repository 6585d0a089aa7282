"""A day of the kitchen with its hard-max made soft, softmax(gain · sum), and the gradient through it.

Both are kept at any size: a state that is washed out, a gradient of a thousand days.
"""

import math
from typing import NamedTuple

import numpy as np

from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.steps import Array

_NEAR = 0.01  # differences of two sums below which a difference of two softmaxes would lose digits
_TIE = 1e-12  # differences of two shares that are rounding alone
_LOST = 1e-9  # how much smaller than its terms a sum is of which rounding has left too few digits


class SoftKitchen(NamedTuple):
    """A soft kitchen of n dishes, m weathers and k parts."""

    food: Array  # (k·n, n), less its first row, which no softmax notices: zeros where yesterday does not matter
    weather: Array  # (k·n, m); one column of zeros where there is none
    parts: int  # k

    @property
    def differences(self) -> Array:
        """Food less its last column, (k·n, n - 1): what it makes of shares that add up to 0."""
        differences: Array = self.food[:, :-1] - self.food[:, -1:]
        return differences


class State(NamedTuple):
    """The state of T trajectories side by side, reference + exp(log_size) · deviation.

    The reference began on day 0 without a dish, all shares equal. A state that is washed out comes so close to
    it that no float tells them apart, yet the deviation alone says which share is the largest.
    """

    reference: Array  # (n, T)
    deviation: Array  # (n, T), its largest entry 1 or -1, or zeros
    log_size: Array  # (T,)

    @property
    def shares(self) -> Array:
        """The soft dish, (n, T)."""
        shares: Array = self.reference + np.exp(self.log_size) * self.deviation
        return shares

    @property
    def largest(self) -> Array:
        """The dish with the largest share, (T,)."""
        behind = self.reference - self.reference.max(axis=0)
        behind[behind > -_TIE] = 0
        scores = behind * np.exp(np.minimum(-self.log_size, 600)) + self.deviation
        largest: Array = scores.argmax(axis=0)
        return largest

    @property
    def lead(self) -> Array:
        """The largest share less the second, (T,); 1 where there is one dish."""
        shares = np.sort(self.shares, axis=0)
        lead: Array = shares[-1] - (shares[-2] if len(shares) > 1 else 0)
        return lead


class Gradient(NamedTuple):
    """The gradient ∂(shares)/∂(shares of day 0) of T trajectories, exp(log_norm) · matrix.

    It is the product of a Jacobian a day. Every column adds up to 0, as shares add up to 1. `log_norm` is -inf where
    the gradient is exactly zero, and nan from the day on when it was lost: smaller than the rounding of what
    cancels in it.
    """

    matrix: Array  # (n, n, T), of Frobenius norm 1, or zeros
    log_norm: Array  # (T,)


def soft_kitchen(kitchen: Kitchen) -> SoftKitchen:
    """Return the kitchen's matrices in floats, a missing one as zeros."""
    hard, n, m = kitchen.matrices, len(kitchen.dishes), len(kitchen.weathers)
    rows = hard.parts * n
    food = np.zeros((rows, n)) if hard.food is None else hard.food.astype(float) - hard.food[0]
    weather = np.zeros((rows, max(m, 1))) if hard.weather is None else hard.weather.astype(float)
    return SoftKitchen(food, weather, hard.parts)


def begin(soft: SoftKitchen, start: int, trajectories: int) -> State:
    """Return the state on day 0: the dish `start` alone."""
    n = soft.food.shape[1]
    reference = np.full((n, trajectories), 1 / n)
    change = np.eye(n)[start][:, None] - reference
    return State(reference, *_scaled(change, np.abs(change).max(axis=0), np.zeros(trajectories)))


def advance(
    soft: SoftKitchen, gain: Array, state: State, gradient: Gradient | None, weather: Array
) -> tuple[State, Gradient]:
    """Return the state and the gradient a day later; `gain` and `weather` are one each trajectory, (T,).

    On day 0 there is no gradient yet.
    """
    folded = folded_softmax(soft, gain, state.shares, weather)
    return _next_state(soft, gain, state, folded, weather), _next_gradient(soft, gain, gradient, folded)


class FoldedSoftmax(NamedTuple):
    """A softmax of k·n rows, folded: the rows of dish i are exp(log_shares[i]) · weights[:, i]."""

    log_shares: Array  # (n, T)
    weights: Array  # (k, n, T), of the k rows of a dish; they add up to 1


def folded_softmax(soft: SoftKitchen, gain: Array, shares: Array, weather: Array) -> FoldedSoftmax:
    """Return softmax(gain · (Food · shares + Weather · weather)), of which no share is too small for a float."""
    total = (soft.food @ shares + soft.weather[:, weather]) * gain  # (k·n, T)
    total = total.reshape(soft.parts, -1, len(weather))
    highest = total.max(axis=0)
    weights = np.exp(total - highest)
    sums = weights.sum(axis=0)
    weights /= sums
    log_shares = highest + np.log(sums)
    log_shares -= log_shares.max(axis=0)
    log_shares -= np.log(np.exp(log_shares).sum(axis=0))
    return FoldedSoftmax(log_shares, weights)


def _next_gradient(soft: SoftKitchen, gain: Array, gradient: Gradient | None, folded: FoldedSoftmax) -> Gradient:
    """Return the gradient a day later: the day's Jacobian times the gradient until now.

    With p = softmax(gain · sum), D = fold(p), and A the mean of each dish's k rows of Food, weighted by p, the
    Jacobian fold · (diag(p) - p pᵀ) · gain · Food is gain · (diag(D) - D Dᵀ) · A. Of diag(D) - D Dᵀ only the
    products D_i D_j of two dishes are computed, relative to the largest: a saturated 1 - D_i has no digits.
    """
    parts, n, trajectories = folded.weights.shape
    one, other = np.triu_indices(n, 1)
    logs = folded.log_shares[one] + folded.log_shares[other]  # a row for every two dishes
    scale = logs.max(axis=0, initial=-math.inf)
    pairs = np.zeros((n, n, trajectories))
    pairs[one, other] = pairs[other, one] = np.exp(logs - scale)

    def times(food: Array, matrix: Array, weights: Array, pairs: Array, sign: int) -> Array:
        moved = (food @ matrix.reshape(len(matrix), n * matrix.shape[2])).reshape(parts, n, n, -1)
        mean = np.einsum("bit,bijt->ijt", weights, moved)  # A · matrix
        product: Array = pairs.sum(axis=1)[:, None] * mean + sign * np.einsum("ijt,jkt->ikt", pairs, mean)
        return product

    if gradient is None:
        food, matrix, log_norm = soft.food, np.repeat(np.eye(n)[:, :, None], trajectories, axis=2), np.zeros(1)
    else:
        food, matrix, log_norm = soft.differences, gradient.matrix[:-1], gradient.log_norm
    product = times(food, matrix, folded.weights, pairs, -1)
    norm = np.sqrt((product**2).sum(axis=(0, 1)))
    after = Gradient(*_scaled(product, norm, log_norm + scale + np.log(gain)))
    if food.any() and (low := norm < math.sqrt(_LOST)).any():
        terms = times(np.abs(food), np.abs(matrix[..., low]), folded.weights[..., low], pairs[..., low], 1)
        is_lost = norm[low] <= _LOST * np.sqrt((terms**2).sum(axis=(0, 1)))
        after.log_norm[low] = np.where(is_lost, math.nan, after.log_norm[low])
    return after


def _next_state(soft: SoftKitchen, gain: Array, state: State, folded: FoldedSoftmax, weather: Array) -> State:
    """Return the state a day later, with all digits of a deviation of any size.

    With p the rows of the reference, and δ the difference of the two gain · sums, the rows of the state are
    p e^δ / Σ p e^δ, so they differ from p by p (x - m) / (1 + m), x = e^δ - 1, m = Σ p x. Where δ is small,
    x is divided by the size of the deviation, which may be too small for a float.
    """
    log_reference, weights = folded_softmax(soft, gain, state.reference, weather)
    reference = np.exp(log_reference)
    rows = reference * weights  # (k, n, T)
    push = (soft.food @ state.deviation).reshape(rows.shape)
    size = gain * np.exp(state.log_size)
    delta = size * push
    is_near = np.abs(delta).max(axis=(0, 1)) < _NEAR
    delta = np.where(is_near & (delta != 0), delta, 1e-300)  # e^δ - 1 over δ is then 1
    x = np.where(is_near, push, 0) * (np.expm1(delta) / delta)
    mean = (rows * x).sum(axis=(0, 1))
    near = (rows * (x - mean)).sum(axis=0) / (1 + size * mean)
    far = np.exp(folded.log_shares) - reference
    change = np.where(is_near, near, far)
    unit = np.where(is_near, np.log(gain) + state.log_size, 0)
    return State(reference, *_scaled(change, np.abs(change).max(axis=0), unit))


def _scaled(values: Array, size: Array, log_unit: Array) -> tuple[Array, Array]:
    """Return `values`, (…, T), divided by `size`, (T,), and log_unit + log(size); a size of 0 stays."""
    with np.errstate(divide="ignore"):
        return values / np.where(size == 0, 1, size), log_unit + np.log(size)
