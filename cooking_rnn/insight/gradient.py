"""How fast gradients vanish or explode: the product of the days' Jacobians, measured, beside what bounds it.

‖∂h_T/∂h_{T-lag}‖₂ ≤ (γσ)^lag, with γ the steepest slope of the activation and σ the largest singular value of the
recurrent matrix. So σ < 1/γ is sufficient for vanishing, and σ > 1/γ is necessary, not sufficient, for exploding
(R. Pascanu, T. Mikolov, Y. Bengio, On the difficulty of training recurrent neural networks, 2013, section 2.2). The
spectral radius ρ decides neither in the short run.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from os import PathLike
from typing import Any

import numpy as np

from cooking_rnn.choices import CELLS, STARTS
from cooking_rnn.cook import Cook, Weather, codes_of
from cooking_rnn.errors import MOST_SEED, UsageError, one_of, quote, real, refuse_with, sequence, within
from cooking_rnn.insight.jacobians import Shares, log_norms, shares_of, spectral_norm, spectral_radius
from cooking_rnn.insight.paths import (
    ACTIVATIONS,
    GATED,
    HARDMAX,
    Activation,
    GruPath,
    LstmPath,
    Path,
    path_of,
    simple_path,
)
from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.network import model as models
from cooking_rnn.network import sequence as cells
from cooking_rnn.network.encoding import season
from cooking_rnn.network.model import Architecture, Parameters
from cooking_rnn.network.network import Network
from cooking_rnn.shown import Shown
from cooking_rnn.steps import Array, freeze, frozen

RADII = (0.5, 0.9, 1.0, 1.1, 1.5)
LINEAR = (0.9, 1.1)  # radii of the linear networks that stand beside them where nothing is asked
DAYS = 100  # of random weather
LONGEST = 100_000  # days
LARGEST = 1_000_000  # radius, or entry of a matrix

_WIDEST = 1024  # units
_MOST_RADII = 100
_WORK = 10**11  # products of numbers, roughly: minutes


@dataclass(frozen=True, eq=False)
class GradientNorms:
    """What was measured of a recurrence, for lags 1, 2, … (lags,); -inf where exactly zero, nan where lost."""

    log10_norm: Array  # of ∂(state of the last day)/∂(state `lag` days before)
    asked: float | None = None  # the radius that was asked for
    layer: str = ""  # which of a trained network
    activation: str = ""  # where it is another than that of most
    radius: float | None = None  # ρ; a simple cell's only
    sigma: float | None = None  # σ
    steepest: float | None = None  # γ
    log10_cell_path: Array | None = None  # the largest entry of the product of the gates that keep
    gate: str = ""  # which gate keeps: "f" of an LSTM, "u" of a GRU
    shares: Shares | None = None
    last_state: Array | None = None  # (hidden,), of a matrix alone

    def __post_init__(self) -> None:
        freeze(self, "log10_norm", "log10_cell_path", "last_state")

    @property
    def log10_bound(self) -> Array | None:
        """The logarithm of (γσ)^lag, (lags,), where there is such a bound."""
        if self.sigma is None or self.steepest is None:
            return None
        factor = self.steepest * self.sigma
        return frozen(np.arange(1, len(self.log10_norm) + 1) * (math.log10(factor) if factor else -math.inf))


@dataclass(frozen=True, eq=False)
class Gradients(Shown):
    """The gradient norms of one or more networks over the same days, and what these networks are."""

    networks: tuple[GradientNorms, ...]  # a random one for each radius, a matrix, or each layer of a trained network
    cell: str
    hidden: int
    days: int
    seed: int
    start: str | None = None  # how the recurrent matrix of a random network was drawn
    activation: str | None = None  # of a simple cell that is random, or a matrix
    kitchen: str | None = None  # whose weather a random network sees
    model: str | None = None  # where a trained network comes from
    matrix: Array | None = None  # W alone, (hidden, hidden)
    has_shares: bool = False  # whether the shares were asked for

    def __repr__(self) -> str:
        whose = self.model or ("a matrix" if self.matrix is not None else self.cell)
        return f"<Gradients of {whose}: {len(self.networks)} x {self.hidden} units, {self.days} days>"


def gradient(
    model: Network | str | PathLike[str] | None = None,
    *,
    matrix: Sequence[Sequence[float | str]] | Array | None = None,
    radii: Sequence[float] | None = None,
    cell: str | None = None,
    hidden: int | None = None,
    start: str | None = None,
    activation: str | None = None,
    kitchen: Kitchen | str | PathLike[str] | None = None,
    weather: Weather | None = None,
    length: int | None = None,
    shares: bool = False,
    seed: int = 0,
) -> Gradients:
    """Measure how fast a gradient vanishes or explodes, the further back it goes.

    Of a trained network `model`; or of h <- f(W·h) for a `matrix` W, from a state of ones; or else of a random network
    for each spectral radius in `radii` (RADII): a `cell` ("simple", "lstm", "gru") of `hidden` (16) units whose
    recurrent matrix is drawn at the `start` ("orthogonal", or "gaussian"), with an `activation` ("tanh", "sigmoid" or
    "linear"). They read the `weather` of a `kitchen` ("romance"), or else `length` (100) random days. With `shares`,
    also what each day adds to the gradient of the last day's loss. Where nothing is asked, linear networks stand beside
    them.

    Raises UsageError for what cannot be or does not go together, DataError for a network that can't be measured.
    """
    seed = within("seed", seed, MOST_SEED, 0)
    asked = {"radii": radii, "cell": cell, "hidden": hidden, "start": start, "kitchen": kitchen}
    remedy = "a trained network has its own"
    if model is not None:
        refuse_with("model", remedy, **asked, activation=activation, matrix=matrix)
        return _of_model(model, weather, length, seed, has_shares=shares)
    kind = one_of("activation", "tanh" if activation is None else activation, list(ACTIVATIONS))
    if matrix is not None:
        remedy = "a matrix alone has neither input nor readout"
        refuse_with("matrix", remedy, **asked, weather=weather, shares=shares)
        rows, days = _square(matrix), within("length", DAYS if length is None else length, LONGEST)
        _check_work(days, len(rows), 1)
        return Gradients(
            (of_matrix(rows, kind, days),), "simple", len(rows), days, seed, activation=kind, matrix=frozen(rows)
        )
    given = [*asked.values()]
    cell = one_of("cell", "simple" if cell is None else cell, CELLS)
    if cell != "simple":
        remedy = "its gates have their own"
        refuse_with("cell", remedy, activation=activation)
    start = one_of("start", STARTS[0] if start is None else start, STARTS)
    size = within("hidden", 16 if hidden is None else hidden, _WIDEST)
    distinct = _distinct(RADII if radii is None else radii)
    cook = Kitchen.of("romance" if kitchen is None else kitchen, "kitchen")
    codes = _codes(cook, weather, length, seed)
    _check_work(len(codes), size * (1 + (cell == "lstm")), len(distinct))
    counts = len(cook.weathers), len(cook.dishes)
    architecture, inputs = Architecture(cell, sum(counts), counts[1], size), season(codes, cook.start, counts)
    target = cook.after(codes, cook.start) if shares else None
    measured = tuple(
        of_random(
            architecture, inputs, radius, start, np.random.default_rng(seed), activation=kind, target=target
        )  # the same draw for each radius
        for radius in distinct
    )
    if not any((length, shares, weather is not None, activation)) and all(each is None for each in given):
        linear = (
            of_random(architecture, inputs, each, start, np.random.default_rng(seed), activation="linear")
            for each in LINEAR
        )
        measured += tuple(replace(each, activation="linear") for each in linear)
    activation = kind if cell == "simple" else None
    return Gradients(measured, cell, size, len(codes), seed, start, activation, cook.name, has_shares=shares)


def _of_model(
    model: Network | str | PathLike[str], weather: Weather | None, length: int | None, seed: int, *, has_shares: bool
) -> Gradients:
    trained = Network.of(model, "model").needs_next()
    codes, made = _codes(trained, weather, length, seed), trained.architecture
    _check_work(len(codes), made.hidden * (1 + (made.cell == "lstm")), made.layers)
    inputs = trained.season(codes)
    measured = tuple(of_trained(made, trained.flat, inputs, has_shares=has_shares))
    name = trained.source or trained.name
    return Gradients(measured, made.cell, made.hidden, len(codes), seed, model=name, has_shares=has_shares)


def _codes(cook: Cook, weather: Weather | None, length: int | None, seed: int) -> Array:
    """Return the weather that was given, or else `length` random days; all 0 in a kitchen without weather."""
    if weather is None:
        days = within("length", DAYS if length is None else length, LONGEST)
        rng = np.random.default_rng([seed, 1])  # not that of the weights, which do not depend on the days
        return rng.integers(max(len(cook.weathers), 1), size=days, dtype=np.uint8)
    remedy = "the weather says how many days there are"
    refuse_with("weather", remedy, length=length)
    if not cook.weathers:
        raise UsageError("weather", "this kitchen has no weather", "leave it out")
    codes = codes_of(cook, weather, None)
    if len(codes) > LONGEST:
        raise UsageError("weather", "{days:,} {days:day|days}", "at most {most:,}", days=len(codes), most=LONGEST)
    return codes


def _check_work(days: int, size: int, networks: int) -> None:
    if days * (size**3 + 100_000) * networks > _WORK:
        what = "{days:,} {days:day|days} through a state of {size:,}, {networks:,} {networks:time|times}"
        remedy = "fewer days, units or radii are done in minutes"
        raise UsageError("length", what, remedy, days=days, size=size, networks=networks)


def _distinct(radii: Sequence[float]) -> list[float]:
    """Return each radius once."""
    distinct = list(dict.fromkeys(real("radii", radius) for radius in sequence("radii", radii)))
    within("radii", len(distinct), _MOST_RADII)
    for radius in distinct:
        if not 0 <= radius <= LARGEST:  # nan too
            what = "{radius:g} is out of range"
            raise UsageError("radii", what, "from {least} to {most}", radius=radius, least=0, most=LARGEST)
    return distinct


def _square(matrix: Sequence[Sequence[float | str]] | Array) -> Array:
    """Return a square matrix; raises UsageError for what is none."""
    given = sequence("matrix", matrix)
    within("matrix", len(given), _WIDEST)
    rows = [list(row) if isinstance(row, Sequence | np.ndarray) else [row] for row in given]
    widths = sorted({len(row) for row in rows})
    if widths != [len(rows)]:
        what = "{rows} {rows:row|rows}, of {widths} entries"
        remedy = 'a square matrix, such as ".5,4;0,.5"'
        raise UsageError("matrix", what, remedy, rows=len(rows), widths=widths[:5])
    return np.array([[_entry(entry) for entry in row] for row in rows])


def _entry(entry: Any) -> float:
    try:
        number = float(entry)
    except (TypeError, ValueError):
        number = math.nan
    if not abs(number) <= LARGEST:  # nan too
        what = "{entry} is not an entry"
        raise UsageError("matrix", what, "numbers up to {most}", entry=quote(str(entry).strip()), most=LARGEST)
    return number


def _measured(path: Path, lags: int, d_state: Array | None, **known: Any) -> GradientNorms:
    """Measure a path as far back as day 0 reaches."""
    cell_path = None
    if isinstance(path, GATED):
        with np.errstate(divide="ignore"):
            logs = np.log10(path.forget)
        logs[np.isinf(logs)] = np.nan  # shut, as far as floats tell
        cell_path = np.cumsum(logs[::-1], axis=0).max(axis=1)[:lags]
    told = None if d_state is None else shares_of(path, d_state)
    known["gate"] = {LstmPath: "f", GruPath: "u"}.get(type(path), "")
    return GradientNorms(log_norms(path, lags) / math.log(10), log10_cell_path=cell_path, shares=told, **known)


def of_matrix(matrix: Array, activation: str, days: int) -> GradientNorms:
    """Measure h_t = f(W · h_{t-1}) without input, from a state of ones; W is (hidden, hidden)."""
    kind = ACTIVATIONS[activation]
    path = simple_path(matrix, np.zeros((days, 0)), kind, np.ones(len(matrix)))
    last = kind.value(matrix @ path.stacked[-1])
    return _measured(path, days, None, last_state=last, **_sizes(matrix, kind))


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
) -> GradientNorms:
    """Measure a new network of one layer over a season (days + 1, input), from a state of zeros.

    Its recurrent matrix (an LSTM's four) is orthogonal or Gaussian, scaled to the spectral radius; the rest is
    as `model.initial` makes it. With a `target`, the shares of the loss of the last day are measured too.
    """
    parameters = models.unpack(architecture, models.initial(architecture, rng, np.float64))
    (cell,), size = parameters.layers[0], architecture.hidden
    for rows in cell.matrix.reshape(-1, size, cell.matrix.shape[1]):
        drawn = rng.standard_normal((size, size)) if start == "gaussian" else models.orthogonal(size, rng)
        rows[:, :size] = drawn * (radius / spectral_radius(drawn))
    if architecture.cell == "simple":
        kind = ACTIVATIONS[activation]
        path: Path = simple_path(cell.matrix, inputs, kind, np.zeros(size))
        last = kind.value(cell.matrix @ path.stacked[-1])
        sizes: dict[str, float] = _sizes(cell.matrix[:, :size], kind)
    else:
        zeros = cells.zero_state(architecture.cell, 1, size, float)
        hidden, _, cache = cells.forward(architecture.cell, cell, inputs[:, :, None], zeros)
        path, last, sizes = path_of(cell, cache), hidden[-1, :, 0], {}
    d_state = None if target is None else _d_state(path, parameters, last, target)
    return _measured(path, len(inputs) - 1, d_state, asked=radius, **sizes)


def of_trained(
    architecture: Architecture, flat: Array, inputs: Array, *, has_shares: bool = False
) -> list[GradientNorms]:
    """Measure each layer of a network that reads one way over a season (days + 1, input), its input held fixed.

    With `has_shares`, the top layer has the shares of the loss −ln P(the dish that it finds most likely).
    """
    flat, inputs = flat.astype(np.float64), inputs.astype(np.float64)
    parameters = models.unpack(architecture, flat)
    scores, trace = models.forward(architecture, parameters, inputs[:, :, None])
    measured = []
    for number, ((cell,), (cache,)) in enumerate(zip(parameters.layers, trace.caches, strict=True), 1):
        path, d_state = path_of(cell, cache), None
        if has_shares and number == architecture.layers:
            d_state = _d_state(path, parameters, cache.hidden[-1, :, 0], int(scores[-1, :, 0].argmax()))
        kind = HARDMAX if architecture.cell == "hardmax" else ACTIVATIONS["tanh"]
        sizes = {} if isinstance(path, GATED) else _sizes(path.recurrent, kind)
        measured.append(_measured(path, len(inputs) - 1, d_state, layer=f"{number}", **sizes))
    return measured


def _d_state(path: Path, parameters: Parameters, hidden: Array, target: int) -> Array:
    """Return the gradient (state,) of −ln P(target) with respect to the last state; c, if there is one, gets 0."""
    _, d_scores = models.cross_entropy((parameters.readout @ hidden)[None, :, None], np.array([[target]]))
    d_state = np.zeros(path.size)
    d_state[: len(hidden)] = d_scores[0, :, 0] @ parameters.readout
    return d_state
