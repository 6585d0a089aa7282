"""How fast gradients vanish or explode: the product of the days' Jacobians, measured, beside what bounds it.

‖∂h_T/∂h_{T-lag}‖₂ ≤ (γσ)^lag, with γ the steepest slope of the activation and σ the largest singular value of the
recurrent matrix. So σ < 1/γ is sufficient for vanishing, and σ > 1/γ is necessary, not sufficient, for exploding
(R. Pascanu, T. Mikolov, Y. Bengio, On the difficulty of training recurrent neural networks, 2013, section 2.2). The
spectral radius ρ decides neither in the short run.
"""

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from cooking_rnn.insight.paths import ACTIVATIONS, Activation, LstmPath, Path, path_of, simple_path
from cooking_rnn.network import model, sequence
from cooking_rnn.network.model import Architecture, Parameters
from cooking_rnn.steps import Array, frozen

_TRIES = 8  # steps of a power iteration; as long as they take an eighth of what the eigenvalues do
_PRECISION = 1e-15


class Shares(NamedTuple):
    """What each day adds to the gradient of the last day's loss with respect to A: its direct term, d_t · [h; x]_tᵀ."""

    log10_norm: Array  # (days,) Frobenius norm of the term; -inf where it is zero
    share: Array  # (days,) along the whole gradient; they add up to 1


@dataclass(frozen=True, eq=False)
class Faded:
    """What was measured of a recurrence, for lags 1, 2, … (lags,); -inf where exactly zero, nan where lost."""

    log10_norm: Array  # of ∂(state of the last day)/∂(state `lag` days before)
    asked: float | None = None  # the radius that was asked for
    layer: str = ""  # which of a trained network
    radius: float | None = None  # ρ; a simple cell's only
    sigma: float | None = None  # σ
    steepest: float | None = None  # γ
    log10_cell_path: Array | None = None  # an LSTM's: the largest entry of the product of its forget gates
    shares: Shares | None = None
    last_state: Array | None = None  # (hidden,), of a matrix alone

    def __post_init__(self) -> None:
        for name in ("log10_norm", "log10_cell_path", "last_state"):
            if getattr(self, name) is not None:
                object.__setattr__(self, name, frozen(getattr(self, name)))

    @property
    def log10_bound(self) -> Array | None:
        """The logarithm of (γσ)^lag, (lags,), where there is such a bound."""
        if self.sigma is None or self.steepest is None:
            return None
        factor = self.steepest * self.sigma
        return np.arange(1, len(self.log10_norm) + 1) * (math.log10(factor) if factor else -math.inf)


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


def shares(path: Path, d_state: Array) -> Shares | None:
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


def _faded(path: Path, lags: int, d_state: Array | None, **known: Any) -> Faded:
    """Measure a path as far back as day 0 reaches."""
    cell_path = None
    if isinstance(path, LstmPath):
        with np.errstate(divide="ignore"):
            logs = np.log10(path.forget)
        logs[np.isinf(logs)] = np.nan  # shut, as far as floats tell
        cell_path = np.cumsum(logs[::-1], axis=0).max(axis=1)[:lags]
    told = None if d_state is None else shares(path, d_state)
    return Faded(log_norms(path, lags) / math.log(10), log10_cell_path=cell_path, shares=told, **known)


def of_matrix(matrix: Array, activation: str, days: int) -> Faded:
    """Measure h_t = f(W · h_{t-1}) without input, from a state of ones; W is (hidden, hidden)."""
    kind = ACTIVATIONS[activation]
    path = simple_path(matrix, np.zeros((days, 0)), kind, np.ones(len(matrix)))
    last = kind.value(matrix @ path.stacked[-1])
    return _faded(path, days, None, last_state=last, **_sizes(matrix, kind))


def _sizes(recurrent: Array, kind: Activation) -> dict[str, float]:
    return {"radius": spectral_radius(recurrent), "sigma": spectral_norm(recurrent), "steepest": kind.steepest}


def of_random(
    architecture: Architecture,
    inputs: Array,
    radius: float,
    start: str,
    rng: np.random.Generator,
    *,
    activation: str = "tanh",
    target: int | None = None,
) -> Faded:
    """Measure a new network of one layer over a season (days + 1, input), from a state of zeros.

    Its recurrent matrix (an LSTM's four) is orthogonal or Gaussian, scaled to the spectral radius; the rest is
    as `model.initial` makes it. With a `target`, the shares of the loss of the last day are measured too.
    """
    parameters = model.unpack(architecture, model.initial(architecture, rng, np.float64))
    (cell,), size = parameters.layers[0], architecture.hidden
    for rows in cell.matrix.reshape(-1, size, cell.matrix.shape[1]):
        drawn = rng.standard_normal((size, size)) if start == "gaussian" else model.orthogonal(size, rng)
        rows[:, :size] = drawn * (radius / spectral_radius(drawn))
    if architecture.cell == "simple":
        kind = ACTIVATIONS[activation]
        path: Path = simple_path(cell.matrix, inputs, kind, np.zeros(size))
        last = kind.value(cell.matrix @ path.stacked[-1])
        sizes: dict[str, float] = _sizes(cell.matrix[:, :size], kind)
    else:
        zeros = sequence.zero_state("lstm", 1, size, float)
        hidden, _, cache = sequence.forward("lstm", cell, inputs[:, :, None], zeros)
        path, last, sizes = path_of(cell, cache), hidden[-1, :, 0], {}
    d_state = None if target is None else _d_state(path, parameters, last, target)
    return _faded(path, len(inputs) - 1, d_state, asked=radius, **sizes)


def of_trained(architecture: Architecture, flat: Array, inputs: Array, *, has_shares: bool = False) -> list[Faded]:
    """Measure each layer of a network that reads one way over a season (days + 1, input), its input held fixed.

    With `has_shares`, the top layer has the shares of the loss −ln P(the dish that it finds most likely).
    """
    flat, inputs = flat.astype(np.float64), inputs.astype(np.float64)
    parameters = model.unpack(architecture, flat)
    scores, trace = model.forward(architecture, parameters, inputs[:, :, None])
    measured = []
    for number, ((cell,), (cache,)) in enumerate(zip(parameters.layers, trace.caches, strict=True), 1):
        path, d_state = path_of(cell, cache), None
        if has_shares and number == architecture.layers:
            d_state = _d_state(path, parameters, cache.hidden[-1, :, 0], int(scores[-1, :, 0].argmax()))
        sizes = {} if isinstance(path, LstmPath) else _sizes(path.recurrent, ACTIVATIONS["tanh"])
        measured.append(_faded(path, len(inputs) - 1, d_state, layer=f"{number}", **sizes))
    return measured


def _d_state(path: Path, parameters: Parameters, hidden: Array, target: int) -> Array:
    """Return the gradient (state,) of −ln P(target) with respect to the last state; c, if there is one, gets 0."""
    _, d_scores = model.cross_entropy((parameters.readout @ hidden)[None, :, None], np.array([[target]]))
    d_state = np.zeros(path.size)
    d_state[: len(hidden)] = d_scores[0, :, 0] @ parameters.readout
    return d_state
