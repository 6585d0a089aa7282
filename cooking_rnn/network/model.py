"""A whole network: layers of cells, one way or both, and above them a readout to softmax.

All its parameters are one flat vector; `unpack` gives them their names and shapes as views. So the optimiser,
the numeric check and the file see a vector, and the maths sees A and b.
"""

from dataclasses import dataclass
from math import prod
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cooking_rnn.errors import UsageError, quote, suggestion
from cooking_rnn.network import sequence
from cooking_rnn.network.sequence import CELLS, Noise, Run

Array = NDArray[Any]


#: what a network can be made of, at most
LARGEST = {"inputs": 512, "outputs": 256, "hidden": 4096, "layers": 64}


@dataclass(frozen=True)
class Architecture:
    """What a network is made of; layers take each other's h as input, and both ways' h side by side.

    Raises UsageError for what cannot be.
    """

    cell: str  # a key of CELLS
    inputs: int
    outputs: int
    hidden: int = 16  # units of a layer, each way
    layers: int = 1
    bidirectional: bool = False

    def __post_init__(self) -> None:
        if self.cell not in CELLS:
            raise UsageError("--cell", f"unknown cell {quote(self.cell)}", suggestion(self.cell, list(CELLS)))
        for name, largest in LARGEST.items():
            if not 1 <= getattr(self, name) <= largest:
                raise UsageError(f"--{name}", f"{getattr(self, name)} of them", f"from 1 to {largest}")

    @property
    def ways(self) -> tuple[str, ...]:
        """The directions in which a layer reads."""
        return ("forward", "backward") if self.bidirectional else ("forward",)

    @property
    def width(self) -> int:
        """The size of what a layer hands upward."""
        return self.hidden * len(self.ways)

    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Return the shape of every parameter by its name, in the order of the flat vector."""
        shapes: dict[str, tuple[int, ...]] = {}
        for layer in range(self.layers):
            of_cell = CELLS[self.cell].shapes(self.width if layer else self.inputs, self.hidden)
            for way in self.ways:
                shapes |= {f"layer{layer + 1}.{way}.{name}": shape for name, shape in of_cell.items()}
        return shapes | {"readout": (self.outputs, self.width)}

    @property
    def size(self) -> int:
        """The number of parameters."""
        return sum(map(prod, self.shapes().values()))


class Parameters(NamedTuple):
    """All that a network learns."""

    layers: tuple[tuple[Any, ...], ...]  # of each layer, each way, its cell's Parameters
    readout: Array  # V, (outputs, width): a score for each output


def named(architecture: Architecture, flat: Array) -> dict[str, Array]:
    """Return views of the flat vector (size,) by their names."""
    views, start = {}, 0
    for name, shape in architecture.shapes().items():
        views[name] = flat[start : start + prod(shape)].reshape(shape)
        start += prod(shape)
    return views


def unpack(architecture: Architecture, flat: Array) -> Parameters:
    """Return the flat vector (size,) as parameters: what is written into them is written into it."""
    views = iter(named(architecture, flat).values())
    kind = CELLS[architecture.cell].Parameters

    def cell() -> Any:
        return kind(*(next(views) for _ in kind._fields))

    layers = tuple(tuple(cell() for _ in architecture.ways) for _ in range(architecture.layers))
    return Parameters(layers, next(views))


# An annotation in quotes does not load numpy.random, which a network that only cooks can do without.
def initial(architecture: Architecture, rng: "np.random.Generator", dtype: Any = np.float32) -> Array:
    """Return a random start (size,).

    The columns of A for h are orthogonal, a block of rows at a time: their powers neither vanish nor explode
    (Saxe 2014). Those for x, and the readout, are uniform in ±1/√columns (LeCun 1998). Biases are 0, the forget
    gate's 1.
    """
    flat = np.zeros(architecture.size, dtype)
    parameters = unpack(architecture, flat)
    size = architecture.hidden
    for way in (way for layer in parameters.layers for way in layer):
        for rows in way.matrix.reshape(-1, size, way.matrix.shape[1]):
            rows[:, :size] = orthogonal(size, rng)
            rows[:, size:] = _uniform(rows[:, size:].shape, rng)
        if len(way) > 1:
            way.bias[:size] = 1
    parameters.readout[:] = _uniform(parameters.readout.shape, rng)
    return flat


def orthogonal(size: int, rng: "np.random.Generator") -> Array:
    """Return a random orthogonal matrix (size, size), all equally likely (Mezzadri 2007)."""
    q, r = np.linalg.qr(rng.standard_normal((size, size)))
    return np.asarray(q * np.sign(np.diag(r)))


def _uniform(shape: tuple[int, ...], rng: "np.random.Generator") -> Array:
    return np.asarray(rng.uniform(-1, 1, shape) / np.sqrt(shape[1]))


class Trace(NamedTuple):
    """A network's way through the days, as `backward` needs it."""

    runs: list[list[Run]]  # of each layer, each way; the backward way's days stand in its own order
    top: Array  # (days, width, batch), the last layer's h
    states: list[list[Any]]  # of each layer, each way, after its last day: to go on from


def forward(
    architecture: Architecture,
    parameters: Parameters,
    inputs: Array,
    *,
    states: list[list[Any]] | None = None,
    noise: Noise | None = None,
) -> tuple[Array, Trace]:
    """Return the scores (days, outputs, batch), whose softmax is the probability of each output.

    `inputs` is (days, input, batch); `states` are those of a trace to go on from, else all zeros.
    """
    cell, size = CELLS[architecture.cell], architecture.hidden
    runs, last, below = [], [], inputs
    for number, layer in enumerate(parameters.layers):
        hidden, its_runs, its_last = [], [], []
        for place, way in enumerate(architecture.ways):
            state = states[number][place] if states else sequence.zero_state(cell, inputs.shape[2], size, inputs.dtype)
            told, state, run = sequence.forward(cell, layer[place], turned(below, way), state, noise)
            hidden.append(turned(told, way))
            its_runs.append(run)
            its_last.append(state)
        below = hidden[0] if len(hidden) == 1 else np.concatenate(hidden, axis=1)
        runs.append(its_runs)
        last.append(its_last)
    return parameters.readout @ below, Trace(runs, below, last)


def turned(days: Array, way: str) -> Array:
    """Return the days in the order in which `way` reads them."""
    return np.ascontiguousarray(days[::-1]) if way == "backward" else days


def backward(
    architecture: Architecture, parameters: Parameters, trace: Trace, d_scores: Array, gradient: Array
) -> list[Array]:
    """Write the gradient of all parameters into the flat `gradient` (size,).

    Returns that of the first layer's A · [h; x], each way, in its own order: see `input_gradient`.
    """
    cell, size = CELLS[architecture.cell], architecture.hidden
    into = unpack(architecture, gradient)
    into.readout[:] = (d_scores @ trace.top.transpose(0, 2, 1)).sum(axis=0)
    d_above = parameters.readout.T @ d_scores  # (days, width, batch)
    for layer in range(architecture.layers - 1, -1, -1):
        d_sums = []
        for place, way in enumerate(architecture.ways):
            d_hidden = turned(d_above[:, place * size : (place + 1) * size], way)
            theirs = parameters.layers[layer][place], trace.runs[layer][place]
            d_sums.append(sequence.backward(cell, *theirs, d_hidden, into.layers[layer][place]))
        if layer:
            d_above = input_gradient(architecture, parameters, layer, d_sums)
    return d_sums


def input_gradient(architecture: Architecture, parameters: Parameters, layer: int, d_sums: list[Array]) -> Array:
    """Return the gradient of a layer's input (days, input, batch), from that of its A · [h; x], each way."""
    ways = zip(architecture.ways, parameters.layers[layer], d_sums, strict=True)
    parts = [turned(cell.matrix[:, architecture.hidden :].T @ each, way) for way, cell, each in ways]
    return parts[0] if len(parts) == 1 else parts[0] + parts[1]


def softmax(scores: Array) -> Array:
    """Return the probabilities (days, outputs, batch) of scores: exp, divided by the sum; they cannot overflow."""
    probabilities: Array = np.exp(scores - scores.max(axis=1, keepdims=True))
    probabilities /= probabilities.sum(axis=1, keepdims=True)
    return probabilities


def cross_entropy(scores: Array, targets: Array, counts: Array | None = None) -> tuple[float, Array]:
    """Return the mean of −ln P(target), in nats, and its gradient with respect to the scores.

    `targets` (days, batch) are output codes; where `counts` (days, batch) is False, the day is not scored.
    """
    probabilities = softmax(scores)
    is_target = targets[:, None] == np.arange(scores.shape[1])[:, None]  # (days, outputs, batch)
    weights = np.ones(targets.shape, scores.dtype) if counts is None else counts.astype(scores.dtype)
    weights /= max(weights.sum(), 1)
    given = np.maximum((probabilities * is_target).sum(axis=1), np.finfo(scores.dtype).tiny)
    loss = -(np.log(given) * weights).sum(dtype=np.float64)
    probabilities -= is_target
    probabilities *= weights[:, None]
    return float(loss), probabilities


def loss_and_gradient(
    architecture: Architecture,
    flat: Array,
    inputs: Array,
    targets: Array,
    counts: Array | None = None,
    noise: Noise | None = None,
) -> tuple[float, Array]:
    """Return the mean loss over the scored days, and its gradient (size,)."""
    parameters = unpack(architecture, flat)
    scores, trace = forward(architecture, parameters, inputs, noise=noise)
    loss, d_scores = cross_entropy(scores, targets, counts)
    gradient = np.empty_like(flat)
    backward(architecture, parameters, trace, d_scores, gradient)
    return loss, gradient
