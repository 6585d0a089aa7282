"""Is a gradient right? The analytic one beside central differences, (L(w + h) − L(w − h)) / 2h, in float64.

This is part of the program and not of its tests, so that readers can check too. So is the best-known mistake, which
shows what a wrong gradient looks like.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from cooking_rnn.network import model
from cooking_rnn.network.model import Architecture, cross_entropy, forward, named, unpack
from cooking_rnn.steps import Array, freeze

H = 1e-5  # near the cube root of float64's precision, where rounding and curvature cost the same
TOLERANCE = 1e-6  # the relative error from which a gradient is wrong, unless rounding explains it
INPUT = "input"  # what the gradient of the input is called


@dataclass(frozen=True, eq=False)
class Compared:
    """The gradient of one parameter, or of the input."""

    name: str
    analytic: Array
    numeric: Array
    loss: float  # L; the numeric gradient cannot be more precise than its rounding

    def __post_init__(self) -> None:
        freeze(self, "analytic", "numeric")

    @property
    def error(self) -> float:
        """‖analytic − numeric‖ / max(‖analytic‖, ‖numeric‖); 0 where both are zero."""
        return float(np.linalg.norm(self.analytic - self.numeric) / self._norm) if self._norm else 0.0

    @property
    def rounding(self) -> float:
        """The relative error that rounding alone may cause: some last digits of L, divided by h, in each number."""
        digits = 4 * float(np.spacing(abs(self.loss)))
        return math.sqrt(self.numeric.size) * digits / H / self._norm if self._norm else 0.0

    @property
    def is_right(self) -> bool:
        """Whether the two agree; they do not where one is nan."""
        return self.error < TOLERANCE + self.rounding

    @property
    def _norm(self) -> float:
        return float(max(np.linalg.norm(self.analytic), np.linalg.norm(self.numeric)))


def central_differences(loss: Callable[[], float], values: Array) -> Array:
    """Return the gradient of `loss()` with respect to `values`, which it reads; they are changed and changed back."""
    gradient, flat = np.empty(values.size), values.reshape(-1)
    for place in range(values.size):
        was = flat[place]
        flat[place] = was + H
        above = loss()
        flat[place] = was - H
        gradient[place] = (above - loss()) / (2 * H)
        flat[place] = was
    return gradient.reshape(values.shape)


def loss_and_gradients(
    architecture: Architecture,
    flat: Array,
    inputs: Array,
    targets: Array,
    mask: Array | None = None,
    *,
    bug: str | None = None,
) -> tuple[float, Array, Array]:
    """Return the mean loss, its gradient (size,), and that of the inputs (days, input, batch).

    With `bug` "transpose", the backward pass multiplies by W where Wᵀ belongs: it is given W transposed.
    """
    parameters = unpack(architecture, flat)
    scores, trace = forward(architecture, parameters, inputs)
    loss, d_scores = cross_entropy(scores, targets, mask)
    gradient = np.empty_like(flat)
    if bug == "transpose":
        parameters = unpack(architecture, _transposed(architecture, flat))
    d_z = model.backward(architecture, parameters, trace, d_scores, gradient)
    return loss, gradient, model.input_gradient(architecture, parameters, 0, d_z)


def _transposed(architecture: Architecture, flat: Array) -> Array:
    """Return the parameters with each recurrent matrix transposed; an LSTM has four in each cell."""
    flat, size = flat.copy(), architecture.hidden
    for cell in (cell for layer in unpack(architecture, flat).layers for cell in layer):
        recurrent = cell.matrix.reshape(-1, size, cell.matrix.shape[1])[:, :, :size]
        recurrent[...] = recurrent.transpose(0, 2, 1).copy()
    return flat


def check(
    architecture: Architecture, flat: Array, inputs: Array, targets: Array, *, bug: str | None = None
) -> list[Compared]:
    """Compare the gradient of every parameter, and of the input, on these days; all arrays are float64."""
    flat, inputs = flat.copy(), inputs.copy()
    at, gradient, d_inputs = loss_and_gradients(architecture, flat, inputs, targets, bug=bug)

    def loss() -> float:
        return cross_entropy(forward(architecture, unpack(architecture, flat), inputs)[0], targets)[0]

    analytic, numeric = named(architecture, gradient), named(architecture, central_differences(loss, flat))
    compared = [Compared(name, analytic[name], numeric[name], at) for name in analytic]
    return [*compared, Compared(INPUT, d_inputs, central_differences(loss, inputs), at)]
