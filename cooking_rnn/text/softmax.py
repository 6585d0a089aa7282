"""The layer that says the next word: a score for each word, and softmax; with classes where there are many words.

    scores = W · h + b                    P(w) = softmax(scores)[w]
    P(w) = P(class of w) · P(w | class)   each by a softmax of its own (Goodman 2001, Mikolov et al. 2011)

With classes a word costs the scores of the classes and of the words of one class, instead of those of all words. Words
stand in the order of their frequency, so that a class is a run of them.
"""

from typing import NamedTuple

import numpy as np

from cooking_rnn.steps import Array

_AT_ONCE = 1 << 22  # scores


class Output(NamedTuple):
    """What is learned."""

    words: Array  # W, (words, hidden)
    bias: Array  # b, (words,)
    classes: Array  # (classes, hidden), of none where there are no classes
    class_bias: Array  # (classes,)


def class_ends(counts: Array, classes: int) -> tuple[int, ...]:
    """Return where each class of words ends, given how often each word came, so that all are about equally likely.

    Each takes in the square root of a word's share, as Mikolov's program does: rare words make no huge class.
    """
    upto = np.cumsum(np.sqrt(np.maximum(counts, 1)))
    ends = np.searchsorted(upto, upto[-1] * np.arange(1, classes) / classes) + 1
    return (*np.unique(ends).tolist(), len(counts)) if len(counts) > 1 else (len(counts),)


def loss(output: Output, ends: tuple[int, ...], h: Array, targets: Array, into: Output) -> tuple[float, Array]:
    """Return the mean of −ln P(target) over rows h (rows, hidden), and its gradient by h.

    The gradient of what is learned is written into `into`.
    """
    if not ends:
        scores = h @ output.words.T
        scores += output.bias
        told, d_scores = _cross_entropy(scores, targets, len(h))
        np.dot(d_scores.T, h, out=into.words)
        into.bias[:] = d_scores.sum(axis=0)
        return told, d_scores @ output.words
    kinds = np.searchsorted(ends, targets, side="right")
    told, d_h = loss(_of_classes(output), (), h, kinds, _of_classes(into))
    order = np.argsort(kinds, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(kinds[order])) + 1):
        kind = kinds[rows[0]]
        some = slice(ends[kind - 1] if kind else 0, ends[kind])
        its, words = h[rows], output.words[some]
        scores = its @ words.T
        scores += output.bias[some]
        more, d_scores = _cross_entropy(scores, targets[rows] - some.start, len(h))
        told += more
        np.dot(d_scores.T, its, out=into.words[some])
        into.bias[some] = d_scores.sum(axis=0)
        d_h[rows] += d_scores @ words
    return told, d_h


def _of_classes(output: Output) -> Output:
    return Output(output.classes, output.class_bias, *output[2:])


def _cross_entropy(scores: Array, targets: Array, of: int) -> tuple[float, Array]:
    """Return the sum of −ln P(target), over `of`, and its gradient, which is written over the scores."""
    rows = np.arange(len(scores))
    scores -= scores.max(axis=1, keepdims=True)
    target = scores[rows, targets]
    np.exp(scores, out=scores)
    sums = scores.sum(axis=1, keepdims=True)
    told = float(np.log(sums).sum(dtype=np.float64) - target.sum(dtype=np.float64)) / of
    scores /= sums * of
    scores[rows, targets] -= scores.dtype.type(1 / of)
    return told, scores


def log_probabilities(output: Output, ends: tuple[int, ...], h: Array, targets: Array) -> Array:
    """Return ln P(target) of each row h (rows, hidden)."""
    if not ends:
        found: Array = np.empty(len(h))
        at_once = max(1, _AT_ONCE // len(output.bias))
        for first in range(0, len(h), at_once):
            some = slice(first, first + at_once)
            scores = (h[some] @ output.words.T + output.bias).astype(float)
            scores -= scores.max(axis=1, keepdims=True)
            found[some] = scores[np.arange(len(scores)), targets[some]] - np.log(np.exp(scores).sum(axis=1))
        return found
    kinds = np.searchsorted(ends, targets, side="right")
    found = log_probabilities(_of_classes(output), (), h, kinds)
    for kind in np.unique(kinds):
        rows = np.flatnonzero(kinds == kind)
        some = slice(ends[kind - 1] if kind else 0, ends[kind])
        its = Output(output.words[some], output.bias[some], *output[2:])
        found[rows] += log_probabilities(its, (), h[rows], targets[rows] - some.start)
    return found


def probabilities(output: Output, ends: tuple[int, ...], h: Array) -> Array:
    """Return P of every word, (words,), given h (hidden,)."""
    scores = (output.words @ h + output.bias).astype(float)
    if not ends:
        return _softmax(scores)
    of_class = _softmax((output.classes @ h + output.class_bias).astype(float))
    begins = (0, *ends[:-1])
    parts = [p * _softmax(scores[a:b]) for p, a, b in zip(of_class, begins, ends, strict=True)]
    return np.concatenate(parts)


def _softmax(scores: Array) -> Array:
    p: Array = np.exp(scores - scores.max())
    p /= p.sum()
    return p
