"""Baselines beside the cells, so that it is seen why those learn: each lacks something that a kitchen may need.

An n-gram and a window see the last days only. A real diagonal linear recurrence remembers each input by itself, and
forgets it at its own rate; but it goes round no circle, so it cannot count modulo 3. A rotation by 120° can (Grazzi
et al., Unlocking state-tracking in linear RNNs through negative eigenvalues, 2025).
"""

from collections.abc import Callable

import numpy as np

from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.network.model import cross_entropy
from cooking_rnn.steps import Array
from cooking_rnn.training.adam import Adam, clip
from cooking_rnn.training.tasks import Batch, KitchenSeasons, next_batch

SIZES = {"ngram": 5, "window": 16, "rotation": 2, "diagonal": 32}  # the days that it sees, or its units
_HIDDEN = 32  # units of a window's hidden layer
_BATCH, _RATE, _CLIP = 64, 0.01, 1.0
_STEPS = 1000  # more teach them nothing
_SEASONS = 20  # that are scored of each length

#: inputs (days + 1, m + n, batch) -> scores (days + 1, n, batch)
Told = Callable[[Array], Array]
#: parameters (size,), inputs -> scores, and the function from their gradient to that of the parameters
Model = Callable[[Array, Array], tuple[Array, Callable[[Array], Array]]]


def accuracy(name: str, kitchen: Kitchen, length: int, steps: int, seed: int) -> list[tuple[int, float]]:
    """Fit a baseline; return the share of days on which it is right, for seasons of each of three lengths."""
    rng = np.random.default_rng([seed, 3])
    counts = len(kitchen.weathers), len(kitchen.dishes)
    seasons = KitchenSeasons(kitchen.table, bool(kitchen.weathers))

    def draw(days: int, batch: int) -> Batch:
        return next_batch(*seasons(days, batch, rng), counts)

    if name == "rotation":
        told = rotation(kitchen)
    elif name == "ngram":
        told = ngram(draw(length, 10 * _BATCH), SIZES[name])
    else:
        model, size = (window if name == "window" else diagonal)(*counts, SIZES[name])
        flat = rng.uniform(-0.3, 0.3, size).astype(np.float32)
        _fit(model, flat, lambda: draw(int(rng.integers(1, length + 1)), _BATCH), min(steps, _STEPS))
        told = lambda inputs: model(flat, inputs)[0]  # noqa: E731
    found = []
    for days in (length, 10 * length, 100 * length):
        batch = draw(days, _SEASONS)
        is_right = told(batch.inputs).argmax(axis=1) == batch.targets
        found.append((days, float(is_right[1:].mean())))
    return found


def _fit(model: Model, flat: Array, draw: Callable[[], Batch], steps: int) -> None:
    """Train parameters in place."""
    adam = Adam()
    for _ in range(steps):
        batch = draw()
        scores, backward = model(flat, batch.inputs)
        gradient = backward(cross_entropy(scores, batch.targets, batch.mask)[1])
        clip(gradient, _CLIP)
        adam.move(flat, gradient, _RATE)


def ngram(batch: Batch, longest: int) -> Told:
    """Count what was eaten after the last inputs; of a run that was never seen, after fewer of them."""
    outputs = int(batch.targets.max()) + 1
    tables = []
    for days in range(1, longest + 1):
        runs, places = np.unique(_runs(batch.inputs, days)[1:], return_inverse=True)
        counts = np.zeros((len(runs), outputs))
        np.add.at(counts, (places.ravel(), batch.targets[1:].ravel()), 1)
        tables.append((runs, counts))

    def told(inputs: Array) -> Array:
        shown = np.zeros((len(inputs), inputs.shape[2], outputs))
        for days, (runs, counts) in enumerate(tables, 1):
            asked = _runs(inputs, days)
            places = np.minimum(np.searchsorted(runs, asked), len(runs) - 1)
            is_known = runs[places] == asked
            shown[is_known] = counts[places[is_known]]
        return shown.transpose(0, 2, 1)

    return told


def _runs(inputs: Array, days: int) -> Array:
    """Return a number for the last `days` inputs of each day, (days + 1, batch)."""
    codes = np.where(inputs.any(axis=1), inputs.argmax(axis=1) + 1, 0)
    runs = np.zeros_like(codes)
    for before in range(days):
        runs[before:] += codes[: len(codes) - before] * (inputs.shape[1] + 1) ** before
    return runs


def window(m: int, n: int, days: int) -> tuple[Model, int]:
    """Return a network with one hidden layer over the last `days` inputs (Bengio et al. 2003), and its size."""
    width = days * (m + n) + 1
    shapes = (_HIDDEN, width), (n, _HIDDEN + 1)

    def model(flat: Array, inputs: Array) -> tuple[Array, Callable[[Array], Array]]:
        first, second = _parted(flat, *shapes)
        shown = np.zeros((len(inputs), days, m + n, inputs.shape[2]), inputs.dtype)
        for before in range(min(days, len(inputs))):
            shown[before:, before] = inputs[: len(inputs) - before]
        x = _with_one(shown.reshape(len(inputs), -1, inputs.shape[2]))
        h = _with_one(np.tanh(first @ x))

        def backward(d_scores: Array) -> Array:
            dz = (second[:, :-1].T @ d_scores) * (1 - h[:, :-1] ** 2)
            return _joined(np.einsum("thb,txb->hx", dz, x), np.einsum("tnb,thb->nh", d_scores, h))

        return second @ h, backward

    return model, sum(rows * columns for rows, columns in shapes)


def diagonal(m: int, n: int, units: int) -> tuple[Model, int]:
    """Return the recurrence h = tanh(a) ∘ h_before + B·x with a linear readout, and its size."""
    shapes = (units, 1), (units, m + n), (n, units + 1)

    def model(flat: Array, inputs: Array) -> tuple[Array, Callable[[Array], Array]]:
        a, b, readout = _parted(flat, *shapes)
        kept, h = np.tanh(a), b @ inputs
        for day in range(1, len(h)):
            h[day] += kept * h[day - 1]

        def backward(d_scores: Array) -> Array:
            dh = readout[:, :-1].T @ d_scores
            for day in range(len(dh) - 2, -1, -1):
                dh[day] += kept * dh[day + 1]
            d_kept = (dh[1:] * h[:-1]).sum(axis=(0, 2))[:, None]
            d_readout = np.einsum("tnb,thb->nh", d_scores, _with_one(h))
            return _joined(d_kept * (1 - kept**2), np.einsum("thb,txb->hx", dh, inputs), d_readout)

        return readout @ _with_one(h), backward

    return model, sum(rows * columns for rows, columns in shapes)


def rotation(kitchen: Kitchen) -> Told:
    """Return the kitchen as a turn of the plane: dish k at k/n of a circle, and each weather a rotation.

    A rule that is no shift is not a rotation; it is taken for the shift that it is most often.
    """
    n = len(kitchen.dishes)
    shifts = [int(np.bincount((follows - np.arange(n)) % n).argmax()) for follows in kitchen.table.astype(np.intp)]
    angles = 2 * np.pi / n * np.array([*(shifts if kitchen.weathers else []), *range(n)])
    every_day = 0 if kitchen.weathers else 2 * np.pi / n * shifts[0]
    corners = 2 * np.pi / n * np.arange(n)

    def told(inputs: Array) -> Array:
        turned = (
            np.einsum("i,tib->tb", angles, inputs.astype(float)) + every_day * (np.arange(len(inputs)) > 0)[:, None]
        )
        scores: Array = np.cos(np.cumsum(turned, axis=0)[:, None] - corners[:, None])  # R(φ)·e₁ by each corner
        return scores

    return told


def _with_one(x: Array) -> Array:
    return np.concatenate([x, np.ones_like(x[:, :1])], axis=1)


def _parted(flat: Array, *shapes: tuple[int, int]) -> list[Array]:
    ends = np.cumsum([rows * columns for rows, columns in shapes])
    return [part.reshape(shape) for part, shape in zip(np.split(flat, ends[:-1]), shapes, strict=True)]


def _joined(*parts: Array) -> Array:
    return np.concatenate([part.ravel() for part in parts])
