"""A whole network: layers of cells, in one direction or both, and a readout to softmax above them.

All its parameters are one flat vector; `unpack` gives them their names and shapes as views. So the optimiser,
the numeric check and the file see a vector, and the maths sees A and b.
"""

from dataclasses import asdict, dataclass
from itertools import islice
from math import prod
from typing import Any, NamedTuple

import numpy as np

from cooking_rnn.errors import one_of, within
from cooking_rnn.network import sequence
from cooking_rnn.network.sequence import CELLS, Cache, Noise
from cooking_rnn.steps import Array

#: what a network can be made of, at most
LARGEST = {"inputs": 512, "outputs": 256, "hidden": 4096, "layers": 64}
#: numbers that a day of a unit takes, forward and backward
_NUMBERS = {"simple": 6, "lstm": 14, "gru": 12, "hardmax": 6}
LARGEST_WEIGHT = 1e15  # sums of products of two of them do not overflow


@dataclass(frozen=True)
class Architecture:
    """What a network is made of. A layer's input is the h of the layer below, of both directions side by side.

    Raises UsageError for a cell that is not known, and for a size out of range.
    """

    cell: str  # a key of CELLS
    inputs: int
    outputs: int
    hidden: int = 16  # units of a layer, in each direction
    layers: int = 1
    bidirectional: bool = False
    bias: bool = False  # of the readout, and of a simple cell; the other cells always have one

    def __post_init__(self) -> None:
        one_of("cell", self.cell, list(CELLS))
        for name, most in LARGEST.items():
            least = int(name != "outputs")  # a network without a readout has none
            object.__setattr__(self, name, within(name, getattr(self, name), most, least))  # JSON knows no numpy number
        for name in ("bidirectional", "bias"):
            object.__setattr__(self, name, bool(getattr(self, name)))

    @property
    def record(self) -> dict[str, Any]:
        """What files and JSON say of it; a bias is said where it has one."""
        return {key: told for key, told in asdict(self).items() if key != "bias" or told}

    @property
    def bytes_a_day(self) -> int:
        """About how much memory a day of a season takes while a network runs and its gradient is worked out."""
        units = self.layers * len(self.directions) * self.hidden * _NUMBERS[self.cell]
        return 40 + 4 * (2 * self.inputs + 5 * self.outputs + units)

    @property
    def directions(self) -> tuple[str, ...]:
        """The directions in which a layer reads."""
        return ("forward", "backward") if self.bidirectional else ("forward",)

    @property
    def width(self) -> int:
        """The size of what a layer hands upward."""
        return self.hidden * len(self.directions)

    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Return the shape of every parameter by its name, in the order of the flat vector."""
        shapes: dict[str, tuple[int, ...]] = {}
        for layer in range(self.layers):
            of_cell = CELLS[self.cell].shapes(self.width if layer else self.inputs, self.hidden, bias=self.bias)
            for direction in self.directions:
                shapes |= {f"layer{layer + 1}.{direction}.{name}": shape for name, shape in of_cell.items()}
        readout = {"readout": (self.outputs, self.width)} | ({"readout.bias": (self.outputs,)} if self.bias else {})
        return shapes | readout

    @property
    def size(self) -> int:
        """The number of parameters."""
        return sum(map(prod, self.shapes().values()))


class Parameters(NamedTuple):
    """All that a network learns."""

    layers: tuple[tuple[Any, ...], ...]  # of each layer and direction, its cell's Parameters
    readout: Array  # V, (outputs, width): a score for each output
    bias: Array | None = None  # of the scores, (outputs,)


def named(architecture: Architecture, flat: Array) -> dict[str, Array]:
    """Return views of the flat vector (size,) by their names."""
    views, start = {}, 0
    for name, shape in architecture.shapes().items():
        views[name] = flat[start : start + prod(shape)].reshape(shape)
        start += prod(shape)
    return views


def unpack(architecture: Architecture, flat: Array) -> Parameters:
    """Return the flat vector (size,) as parameters, which are views: writing into them writes into the vector."""
    views = iter(named(architecture, flat).values())
    kind = CELLS[architecture.cell]
    count = len(kind.shapes(1, 1, bias=architecture.bias))

    def cell() -> Any:
        return kind.Parameters(*islice(views, count))

    layers = tuple(tuple(cell() for _ in architecture.directions) for _ in range(architecture.layers))
    return Parameters(layers, *views)


# The annotation is in quotes so that a network that only cooks does not load numpy.random.
def initial(architecture: Architecture, rng: "np.random.Generator", dtype: Any = np.float32) -> Array:
    """Return random parameters (size,) to start from.

    The columns of A for h are orthogonal, each block of rows for itself: their powers neither vanish nor explode
    (Saxe, McClelland & Ganguli 2014). The columns for x and the readout are uniform in ±1/√columns (after LeCun et
    al. 1998). Biases are 0, the forget gate's 1.
    """
    flat = np.zeros(architecture.size, dtype)
    parameters = unpack(architecture, flat)
    size = architecture.hidden
    for cell in (cell for layer in parameters.layers for cell in layer):
        for rows in cell.matrix.reshape(-1, size, cell.matrix.shape[1]):
            rows[:, :size] = orthogonal(size, rng)
            rows[:, size:] = _uniform(rows[:, size:].shape, rng)
        if architecture.cell in ("lstm", "gru"):
            cell.bias[:size] = 1  # of the gate that keeps
    parameters.readout[:] = _uniform(parameters.readout.shape, rng)
    return flat


def orthogonal(size: int, rng: "np.random.Generator") -> Array:
    """Return a random orthogonal matrix (size, size), all equally likely (Mezzadri 2007)."""
    q, r = np.linalg.qr(rng.standard_normal((size, size)))
    return np.asarray(q * np.sign(np.diag(r)))


def _uniform(shape: tuple[int, ...], rng: "np.random.Generator") -> Array:
    return np.asarray(rng.uniform(-1, 1, shape) / np.sqrt(shape[1]))


class Trace(NamedTuple):
    """What the forward pass leaves, for `backward`, and to go on from."""

    caches: list[list[Cache]]  # of each layer and direction; the backward one holds its days in its own order
    top: Array  # (days, width, batch), the last layer's h
    states: list[list[Any]]  # of each layer and direction, after its last day: to go on from


def forward(
    architecture: Architecture,
    parameters: Parameters,
    inputs: Array,
    *,
    states: list[list[Any]] | None = None,
    noise: Noise | None = None,
) -> tuple[Array, Trace]:
    """Return the scores (days, outputs, batch), whose softmax is the probability of each output.

    `inputs` is (days, input, batch). `states` are those of a trace to go on from; without them all are zeros.
    """
    name, size = architecture.cell, architecture.hidden
    caches, last, below = [], [], inputs
    for number, layer in enumerate(parameters.layers):
        hidden, its_caches, its_last = [], [], []
        for place, direction in enumerate(architecture.directions):
            state = states[number][place] if states else sequence.zero_state(name, inputs.shape[2], size, inputs.dtype)
            h, state, cache = sequence.forward(name, layer[place], turned(below, direction), state, noise)
            hidden.append(turned(h, direction))
            its_caches.append(cache)
            its_last.append(state)
        below = hidden[0] if len(hidden) == 1 else np.concatenate(hidden, axis=1)
        caches.append(its_caches)
        last.append(its_last)
    scores = parameters.readout @ below
    if parameters.bias is not None:
        scores += parameters.bias[:, None]
    return scores, Trace(caches, below, last)


def turned(days: Array, direction: str) -> Array:
    """Return the days in the order in which this direction reads them."""
    return np.ascontiguousarray(days[::-1]) if direction == "backward" else days


def backward(
    architecture: Architecture, parameters: Parameters, trace: Trace, d_scores: Array, gradient: Array
) -> list[Array]:
    """Write the gradient of all parameters into the flat `gradient` (size,).

    Returns the gradient of the first layer's z, of each direction in its own order: see `input_gradient`.
    """
    into = unpack(architecture, gradient)
    into.readout[:] = (d_scores @ trace.top.transpose(0, 2, 1)).sum(axis=0)
    if into.bias is not None:
        into.bias[:] = d_scores.sum(axis=(0, 2))
    return backward_from(architecture, parameters, trace, parameters.readout.T @ d_scores, into)


def backward_from(
    architecture: Architecture, parameters: Parameters, trace: Trace, d_above: Array, into: Parameters
) -> list[Array]:
    """Do the same for the layers, from the gradient of the last one's h (days, width, batch)."""
    name, size = architecture.cell, architecture.hidden
    for layer in range(architecture.layers - 1, -1, -1):
        d_z = []
        for place, direction in enumerate(architecture.directions):
            d_hidden = turned(d_above[:, place * size : (place + 1) * size], direction)
            its = parameters.layers[layer][place], trace.caches[layer][place]
            d_z.append(sequence.backward(name, *its, d_hidden, into.layers[layer][place]))
        if layer:
            d_above = input_gradient(architecture, parameters, layer, d_z)
    return d_z


def input_gradient(architecture: Architecture, parameters: Parameters, layer: int, d_z: list[Array]) -> Array:
    """Return the gradient of a layer's input (days, input, batch), from that of its z in each direction."""
    cells = zip(architecture.directions, parameters.layers[layer], d_z, strict=True)
    parts = [turned(cell.weights[:, architecture.hidden :].T @ each, direction) for direction, cell, each in cells]
    return parts[0] if len(parts) == 1 else parts[0] + parts[1]


def softmax(scores: Array) -> Array:
    """Return the probabilities of scores (…, outputs, batch): exp, divided by the sum; it cannot overflow."""
    probabilities: Array = np.exp(scores - scores.max(axis=-2, keepdims=True))
    probabilities /= probabilities.sum(axis=-2, keepdims=True)
    return probabilities


def cross_entropy(scores: Array, targets: Array, mask: Array | None = None) -> tuple[float, Array]:
    """Return the mean of −ln P(target), in nats, and its gradient with respect to the scores.

    `targets` (days, batch) are output codes; a day where `mask` (days, batch) is False is not scored.
    """
    probabilities = softmax(scores)
    is_target = targets[:, None] == np.arange(scores.shape[1])[:, None]  # (days, outputs, batch)
    weights = np.ones(targets.shape, scores.dtype) if mask is None else mask.astype(scores.dtype)
    weights /= max(weights.sum(), 1)
    of_target = np.maximum((probabilities * is_target).sum(axis=1), np.finfo(scores.dtype).tiny)
    loss = -(np.log(of_target) * weights).sum(dtype=np.float64)
    probabilities -= is_target
    probabilities *= weights[:, None]
    return float(loss), probabilities


def loss_and_gradient(
    architecture: Architecture,
    flat: Array,
    inputs: Array,
    targets: Array,
    mask: Array | None = None,
    noise: Noise | None = None,
) -> tuple[float, Array]:
    """Return the mean loss over the scored days, and its gradient (size,)."""
    parameters = unpack(architecture, flat)
    scores, trace = forward(architecture, parameters, inputs, noise=noise)
    loss, d_scores = cross_entropy(scores, targets, mask)
    gradient = np.empty_like(flat)
    backward(architecture, parameters, trace, d_scores, gradient)
    return loss, gradient
