"""Networks that read sentences: what they are asked, and how they learn it."""

import math
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import numpy as np

from cooking_rnn.errors import UsageError
from cooking_rnn.language.sentences import NO_WORD, Blanks, one_hot
from cooking_rnn.network.model import Architecture, Parameters, forward, softmax
from cooking_rnn.steps import Array
from cooking_rnn.training.adam import Adam, clip
from cooking_rnn.training.tasks import Batch

BATCH = 64
_CLIP, _AT_ONCE = 1.0, 1 << 22  # numbers of the scores that are held at a time


class Step(NamedTuple):
    """Where training stands."""

    step: int  # of all networks of a run
    loss: float  # nats


#: what is wrapped round the progress of each step, such as a progress bar
Watch = Callable[[Iterator[Step]], Iterable[Step]]


def fill_task(blanks: Blanks, count: int) -> Batch:
    """Return sentences whose blanks are hidden, and which are scored there."""
    is_blank = blanks.is_blank
    inputs = one_hot(np.where(is_blank, NO_WORD, blanks.codes), count)
    return Batch(inputs, np.maximum(blanks.codes, 0), is_blank)


def next_task(codes: Array, lengths: Array, count: int) -> Batch:
    """Return sentences (words, sentences) of which each word is told by those before it, and so is the end: `count`."""
    last = np.full((1, codes.shape[1]), NO_WORD)
    shown, targets = np.concatenate([last, codes]), np.concatenate([codes, last])
    targets[lengths, np.arange(codes.shape[1])] = count
    return Batch(one_hot(shown, count), np.maximum(targets, 0), targets != NO_WORD)


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
                adam.move(flat, gradient, rate * max(0.05, 0.5 + 0.5 * math.cos(math.pi * step / lesson.steps)))
                is_number = math.isfinite(loss) and math.isfinite(norm) and math.isfinite(flat.sum())
            if not is_number:
                what, remedy = "the loss is no number after {steps} {steps:step|steps}", "a smaller one"
                raise UsageError("rate", what, remedy, steps=step + 1)
            yield Step(number, loss)


def filled(reader: Reader, blanks: Blanks) -> Array:
    """Return the probability (outputs, sentences) of each word in the blanks."""
    scores, _ = forward(*reader, fill_task(blanks, reader.architecture.inputs).inputs)
    return softmax(scores[blanks.places, :, np.arange(len(blanks.places))].T)


def log_probabilities(reader: Reader, codes: Array, lengths: Array) -> Array:
    """Return ln P (sentences,) of whole sentences (words, sentences): of each word after those before, and the end."""
    task = next_task(codes, lengths, reader.architecture.inputs)
    found = np.empty(len(lengths))
    at_once = max(1, _AT_ONCE // (len(task.inputs) * reader.architecture.outputs))
    for first in range(0, len(lengths), at_once):
        some = slice(first, first + at_once)
        scores, _ = forward(*reader, task.inputs[:, :, some])
        scores -= np.log(np.exp(scores - (top := scores.max(axis=1, keepdims=True))).sum(axis=1, keepdims=True)) + top
        told = np.take_along_axis(scores, task.targets[:, None, some], axis=1)[:, 0]
        found[some] = (told * task.mask[:, some]).sum(axis=0, dtype=np.float64)
    return found
