"""Networks that read sentences: what they are asked, and how they learn it."""

import math
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import numpy as np

from cooking_rnn.errors import UsageError
from cooking_rnn.network.model import LARGEST_WEIGHT, Architecture, Parameters, forward, softmax
from cooking_rnn.steps import Array
from cooking_rnn.text.sentences import NO_WORD, Blanks, one_hot
from cooking_rnn.training.adam import Adam, clip, cosine_rate
from cooking_rnn.training.tasks import Batch

BATCH = 64
_CLIP = 1.0
_LEAST = 1e-30  # a probability, so that its logarithm is a number


class Step(NamedTuple):
    """Where training stands."""

    step: int  # of all networks of a run
    loss: float  # nats


#: what is wrapped round the progress of each step, such as a progress bar
Watch = Callable[[Iterator[Step]], Iterable[Step]]


def fill_task(blanks: Blanks, count: int, hidden: Array | None = None) -> Batch:
    """Return sentences whose blanks are hidden, and scored; so are all words that are `hidden` (words, sentences)."""
    is_blank = blanks.is_blank if hidden is None else blanks.is_blank | (hidden & (blanks.codes != NO_WORD))
    inputs = one_hot(np.where(is_blank, NO_WORD, blanks.codes), count)
    return Batch(inputs, np.maximum(blanks.codes, 0), is_blank)


def next_task(codes: Array, count: int, hidden: Array | None = None) -> Batch:
    """Return sentences (words, sentences) of which each word is told by those before it, but for `hidden` ones."""
    shown = codes[:-1] if hidden is None else np.where(hidden[:-1], NO_WORD, codes[:-1])
    inputs = one_hot(np.concatenate([np.full_like(codes[:1], NO_WORD), shown]), count)
    return Batch(inputs, np.maximum(codes, 0), codes != NO_WORD)


class Lesson(NamedTuple):
    """What is to be learned: parameters (size,), which change, and a loss with its gradient, drawn anew each time."""

    flat: Array
    loss: Callable[[Array], tuple[float, Array]]
    steps: int


class Reader(NamedTuple):
    """A network that reads sentences."""

    architecture: Architecture
    parameters: Parameters


def learn(lessons: Iterable[Lesson], rate: float) -> Iterator[Step]:
    """Take steps down each loss, smaller and smaller ones. Raises UsageError where a loss is no number."""
    number = 0
    for lesson in lessons:
        adam, flat = Adam(), lesson.flat
        for step in range(lesson.steps):
            number += 1
            with np.errstate(over="ignore", invalid="ignore"):
                loss, gradient = lesson.loss(flat)
                norm = clip(gradient, _CLIP)
                adam.move(flat, gradient, rate * cosine_rate(step, lesson.steps))
                is_small = np.dot(flat, flat) <= LARGEST_WEIGHT**2  # not where it is nan
            if not (is_small and math.isfinite(loss) and math.isfinite(norm)):
                what, remedy = "the loss is no number after {steps} {steps:step|steps}", "a smaller one, such as 0.005"
                raise UsageError("rate", what, remedy, steps=step + 1)
            yield Step(number, loss)


def filled(reader: Reader, blanks: Blanks) -> Array:
    """Return the probability (outputs, sentences) of each word in the blanks."""
    scores, _ = forward(*reader, fill_task(blanks, reader.architecture.inputs).inputs)
    return np.maximum(softmax(scores[blanks.places, :, np.arange(len(blanks.places))].T), _LEAST)


def log_probabilities(reader: Reader, codes: Array) -> Array:
    """Return ln P (sentences,) of whole sentences (words, sentences): of each word after those before it."""
    task = next_task(codes, reader.architecture.inputs)
    scores, _ = forward(*reader, task.inputs)
    told = np.take_along_axis(np.log(np.maximum(softmax(scores), _LEAST)), task.targets[:, None], axis=1)[:, 0]
    return np.asarray((told * task.mask).sum(axis=0, dtype=np.float64))
