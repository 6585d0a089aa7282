"""A network of words learns a text: the loop, which prints nothing."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from cooking_rnn.steps import Array, frozen
from cooking_rnn.text.networks import KINDS, Made, initial, log_probabilities, loss_and_gradient, zero_state
from cooking_rnn.training.adam import Adam, clip

STREAMS, LENGTH = 32, 48  # of words that a step reads side by side, and words of each
_CLIP = 1.0
_DECAYS = 0.25  # of the steps, the last, in which the rate falls to 0
_MOST_LOSS = 100.0  # nats a word: beyond, it has diverged
_CALM = 0.01  # how much the running mean of the loss takes in of a step
_CHECKS = 10  # of a training, in which the validation is told
_CHECKED = 10_000  # words of it


class Progress(NamedTuple):
    """Where the training of a network stands after a step."""

    kind: str
    step: int
    loss: float  # nats a word, a running mean
    best: Array  # (size,) the parameters that told the validation best
    best_step: int  # after which they were


@dataclass(frozen=True)
class WordSettings:
    """How to train."""

    steps: int
    rate: float
    seed: int


def train(made: Made, codes: Array, validation: Array, settings: WordSettings) -> Iterator[Progress]:
    """Yield the progress of each step until all are taken; the loss is nan where it diverges.

    A network that reads a text many times learns it by heart, and tells another one worse: now and then it tells some
    of the validation, and the parameters that do so best are the ones that are kept.
    """
    rng = np.random.default_rng([settings.seed, KINDS.index(made.kind)])
    flat, adam, loss = initial(made, rng), Adam(), math.nan
    batches = windows(made, codes, rng) if made.kind == "window" else streams(codes)
    state = None if made.kind == "window" else zero_state(made, streams_of(codes), flat.dtype)
    best, best_step, least, every = frozen(flat), 0, math.inf, -(-settings.steps // _CHECKS)
    for step in range(1, settings.steps + 1):
        inputs, targets = next(batches)
        with np.errstate(over="ignore", invalid="ignore"):
            now, gradient, state = loss_and_gradient(made, flat, inputs, targets, state)
            norm = clip(gradient, _CLIP)
        if not (now < _MOST_LOSS and math.isfinite(norm)):
            yield Progress(made.kind, step, math.nan, best, best_step)
            return
        adam.move(flat, gradient, settings.rate * min(1, (settings.steps - step + 1) / (settings.steps * _DECAYS)))
        loss = now if math.isnan(loss) else loss + max(_CALM, 1 / step) * (now - loss)
        if step % every == 0 or step == settings.steps:
            nats = -float(log_probabilities(made, flat, validation[:_CHECKED])[1:].mean())
            if not nats < _MOST_LOSS:
                loss = math.nan
            elif nats < least:
                best, best_step, least = frozen(flat), step, nats
        yield Progress(made.kind, step, loss, best, best_step)


def windows(made: Made, codes: Array, rng: np.random.Generator) -> Iterator[tuple[Array, Array]]:
    """Yield windows (rows, window) from anywhere in a text, and the words after them (rows,)."""
    before = np.arange(-made.window, 0)
    while True:
        places = rng.integers(made.window, len(codes), STREAMS * LENGTH)
        yield codes[places[:, None] + before], codes[places]


def streams_of(codes: Array) -> int:
    """Return how many streams a text is read in; a short one in fewer."""
    return min(STREAMS, max(1, (len(codes) - 1) // LENGTH))


def streams(codes: Array) -> Iterator[tuple[Array, Array]]:
    """Yield the next words of streams, (words, batch), and those after each; streams go on where they ended.

    They begin all over the text, and each goes on into the next one's part, and at the end to the beginning.
    """
    count = streams_of(codes)
    starts = np.arange(count) * (len(codes) // count)
    places = starts + np.arange(LENGTH + 1)[:, None]
    while True:
        read = codes[places % len(codes)]
        yield read[:-1], read[1:]
        places += LENGTH


def share_seen(kind: str, steps: int, codes: Array) -> float:
    """Return how many times as many words as a text has a kind of network was asked for in so many steps."""
    return steps * LENGTH * (STREAMS if kind == "window" else streams_of(codes)) / len(codes)
