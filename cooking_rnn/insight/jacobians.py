"""The product of the days' Jacobians, from the last day back: its norms, and what each day adds to a gradient."""

import math
from typing import NamedTuple

import numpy as np

from cooking_rnn.insight.paths import Path
from cooking_rnn.steps import Array, frozen

_TRIES = 8  # steps of a power iteration; as long as they take an eighth of what the eigenvalues do
_PRECISION = 1e-15


class Shares(NamedTuple):
    """What each day adds to the gradient of the last day's loss with respect to A: its direct term, d_t · [h; x]_tᵀ."""

    log10_norm: Array  # (days,) Frobenius norm of the term; -inf where it is zero
    share: Array  # (days,) along the whole gradient; they add up to 1


def spectral_norm(matrix: Array) -> float:
    """Return the largest singular value."""
    size = float(np.abs(matrix).max()) or 1.0
    scaled = matrix / size  # so that no square is too small for a float
    return size * math.sqrt(max(float(np.linalg.eigvalsh(scaled @ scaled.T)[-1]), 0.0))


def norm_along(matrix: Array, along: Array) -> tuple[float, Array]:
    """Return ‖matrix‖₂ to float precision, and a direction (columns,) that it stretches about as much.

    A unit vector v, improved by power iteration, has ρ = ‖Mv‖² ≤ ‖M‖₂² ≤ ρ + ‖MᵀMv − ρv‖² / (ρ − β), where β is no
    smaller than the square of the second singular value (Temple 1928). ‖M‖_F² − ρ is such a β. Where that does not
    settle it, because several directions are stretched about as much, the eigenvalues do.
    """
    total = float(np.vdot(matrix, matrix))
    for _ in range(_TRIES):
        image = matrix @ along
        stretched = float(image @ image)
        if not stretched:
            break
        back = image @ matrix
        rest, gap = back - stretched * along, 2 * stretched - total
        if float(rest @ rest) <= _PRECISION * stretched * gap:
            return math.sqrt(stretched), along
        along = back / np.linalg.norm(back)
        if gap <= 0:
            break
    return spectral_norm(matrix), along


def spectral_radius(matrix: Array) -> float:
    """Return the largest absolute value of an eigenvalue."""
    return float(np.abs(np.linalg.eigvals(matrix)).max())


def log_norms(path: Path, lags: int) -> Array:
    """Return ln ‖∂state_T/∂state_{T-lag}‖₂ for lags 1, 2, …, lags: the product's size is kept as a logarithm."""
    product, log, logs = np.eye(path.size), 0.0, np.full(lags, -math.inf if path.is_exact else math.nan)
    along = np.full(path.size, path.size**-0.5)  # what of the last state moves most; it settles as the lag grows
    for lag in range(1, lags + 1):
        _, product, log_unit = path.vjp(path.days - lag, product)
        largest = float(np.abs(product).max())
        if not largest:
            break
        product /= largest
        log += log_unit + math.log(largest)
        norm, along = norm_along(product, along)
        logs[lag - 1] = log + math.log(norm)
    return logs


def shares_of(path: Path, d_state: Array) -> Shares | None:
    """Return what each day adds to dL/dA, when the loss has this gradient (state,) at the last day's state.

    dL/dA = Σ_t d_t · [h_{t-1}; x_t]ᵀ, d_t the gradient of the day's z. None where it is zero as a whole, or
    the states have overflowed.
    """
    size = float(np.abs(d_state).max())
    if not size or not np.isfinite(path.stacked).all():
        return None
    column, log = d_state[:, None] / size, math.log(size)
    d_z, logs = [], []
    for day in range(path.days - 1, -1, -1):
        vjp = path.vjp(day, column)
        d_z.append(vjp.z[:, 0])
        log += vjp.log_unit
        logs.append(log)
        largest = float(np.abs(vjp.state).max())
        column = vjp.state / (largest or 1)
        log += math.log(largest) if largest else -math.inf
    direct, units = np.array(d_z[::-1]), np.array(logs[::-1])  # (days, rows of A), (days,)
    with np.errstate(divide="ignore"):
        norms = units + np.log(np.linalg.norm(direct, axis=1)) + np.log(np.linalg.norm(path.stacked, axis=1))
    if math.isinf(norms.max()):
        return None
    scaled = direct * np.exp(units - units[np.argmax(norms)])[:, None]
    whole = scaled.T @ path.stacked  # dL/dA, but for a factor
    along = np.einsum("ti,ij,tj->t", scaled, whole, path.stacked, optimize=True)
    return Shares(frozen(norms / math.log(10)), frozen(along / along.sum()))
