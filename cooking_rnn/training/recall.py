"""Networks that are trained to remember: after a sentence of random words, say its first."""

import numpy as np

from cooking_rnn.network.model import Architecture, forward, loss_and_gradient, unpack
from cooking_rnn.steps import Array
from cooking_rnn.training.adam import Adam, clip

STEPS = 400
_BATCH, _RATE, _CLIP, _FRESH = 32, 0.01, 1.0, 500


def recall(architecture: Architecture, flat: Array, longest: int, rng: np.random.Generator) -> tuple[Array, float]:
    """Train a network (size,) on sentences of up to `longest` words, whose inputs and outputs are the same words.

    Returns its parameters, and how often it is right on fresh sentences of that length.
    """
    flat, adam = flat.astype(np.float32), Adam()
    for step in range(STEPS):
        most = min(longest, 1 + 2 * longest * step // STEPS)  # longer and longer, to half of the steps
        codes, inputs = _sentences(architecture.inputs, int(rng.integers(1, most + 1)), _BATCH, rng)
        is_last = np.zeros(codes.shape, bool)
        is_last[-1] = True
        _, gradient = loss_and_gradient(architecture, flat, inputs, np.repeat(codes[:1], len(codes), axis=0), is_last)
        clip(gradient, _CLIP)
        adam.move(flat, gradient, _RATE * (1 - 0.9 * step / STEPS))
    codes, inputs = _sentences(architecture.inputs, longest, _FRESH, rng)
    scores, _ = forward(architecture, unpack(architecture, flat), inputs)
    return flat.astype(np.float64), float((scores[-1].argmax(axis=0) == codes[0]).mean())


def _sentences(words: int, length: int, batch: int, rng: np.random.Generator) -> tuple[Array, Array]:
    """Return the codes (length, batch) of random words, and their one-hot vectors (length, words, batch)."""
    codes = rng.integers(words, size=(length, batch))
    return codes, (codes[:, None] == np.arange(words)[:, None]).astype(np.float32)
