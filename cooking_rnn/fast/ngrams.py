"""N-grams of a text as arrays, counted and smoothed as `text/kneser_ney.py` says it plainly.

The plain twin looks runs of words up one by one. Here a run of n words is a number: that of the run without its last
word, times the size of the vocabulary, plus the last word. So runs are counted by sorting numbers, and all words of a
text are looked up at once.
"""

from typing import NamedTuple

import numpy as np

from cooking_rnn.steps import Array

FALLBACK = (0.0, 0.5, 1.0, 1.5)


class Counted(NamedTuple):
    """The counts of the runs of n words, and what is made of them."""

    counts: Array  # (runs,)
    after: Array  # (runs of n - 1,) how much was counted after each
    spared: Array  # (runs of n - 1,) what the discounts take from that
    discounts: Array  # (4,) what is taken from a count of 0, 1, 2, and 3 or more
    fell_back: bool  # whether too few runs are rare to estimate the discounts


class Runs(NamedTuple):
    """The runs of n words, by how often they came, and by how many words came before them."""

    keys: Array  # (runs,) sorted: the number of the run without its last word, times the base, plus that word
    raw: Counted  # of the longest runs
    adjusted: Counted  # of shorter ones


def count(codes: Array, order: int, words: int) -> list[Runs]:
    """Return the runs of 1, …, `order` words of a text of at least so many, (length,).

    Its first code, which nobody predicts, is `words`; all others are below.
    """
    base = words + 1
    runs: list[Runs] = []
    keys, _, numbers, raw = _numbered(codes.astype(np.int64))
    for n in range(1, order + 1):
        ahead = raw  # of the longest nobody asks
        if n < order:
            longer = _numbered(numbers[:-1] * base + codes[n:])
            ahead = np.bincount(numbers[longer.first + 1], minlength=len(keys))  # each distinct longer run once
        ahead[numbers[0]] = raw[numbers[0]]  # nothing stands before the beginning: its own count stays
        if n == 1:
            raw[numbers[0]] = ahead[numbers[0]] = 0
        shorter, contexts = len(runs[-1].keys) if runs else 1, keys // base
        longest = _counted(raw, contexts, shorter)
        runs.append(Runs(keys, longest, longest if ahead is raw else _counted(ahead, contexts, shorter)))
        if n < order:
            keys, _, numbers, raw = longer
    return runs


class _Numbered(NamedTuple):
    """Keys of a text, (length,), numbered in their order."""

    keys: Array  # (runs,) sorted, each once
    first: Array  # (runs,) where each comes first
    numbers: Array  # (length,) of each place, the number of its key
    counts: Array  # (runs,)


def _numbered(keys: Array) -> _Numbered:
    """Return keys numbered; they are sorted with their places in them, which is quicker than sorting the places."""
    bits = len(keys).bit_length()
    packed = (keys << bits) | np.arange(len(keys))
    packed.sort()
    places = packed & ((1 << bits) - 1)
    packed >>= bits
    starts = np.flatnonzero(np.concatenate([[True], packed[1:] != packed[:-1]]))
    counts = np.diff(starts, append=len(keys))
    numbers = np.empty(len(keys), np.int64)
    numbers[places] = np.repeat(np.arange(len(starts)), counts)
    return _Numbered(packed[starts], places[starts], numbers, counts)


def _counted(counts: Array, contexts: Array, shorter: int) -> Counted:
    n1, n2, n3, n4 = (int(np.count_nonzero(counts == k)) for k in (1, 2, 3, 4))
    discounts = np.zeros(4)
    if n1 * n2 * n3:
        y = n1 / (n1 + 2 * n2)
        discounts[1:] = 1 - 2 * y * n2 / n1, 2 - 3 * y * n3 / n2, 3 - 4 * y * n4 / n3
    if fell_back := not discounts[1:].min() > 0:
        discounts[:] = FALLBACK
    spared = np.bincount(contexts, discounts[np.minimum(counts, 3)], shorter)
    after = np.bincount(contexts, counts, shorter).astype(np.int32)
    return Counted(counts.astype(np.int32), after, spared, discounts, fell_back)


def probabilities(runs: list[Runs], codes: Array, words: int) -> Array:
    """Return P(word | those before it) by each order, (orders, length - 1), of all words of a text but the first."""
    base = words + 1
    p = np.full(len(codes) - 1, 1 / words)
    found = np.empty((len(runs), len(p)))
    contexts = np.zeros(len(codes), np.int64)  # of each word, the number of the run before it; -1 for none
    for n, level in enumerate(runs):
        places = np.minimum(np.searchsorted(level.keys, contexts * base + codes[n:]), len(level.keys) - 1)
        numbers = np.where((level.keys[places] == contexts * base + codes[n:]) & (contexts >= 0), places, -1)
        skipped = max(n, 1) - n  # of the words that have n before them, the first is not asked for where n is 0
        context, number = contexts[skipped:], numbers[skipped:]
        lower = p[max(n, 1) - 1 :]
        found[n] = p
        found[n, max(n, 1) - 1 :] = _mixed(level.raw, context, number, lower)
        p = p.copy()
        p[max(n, 1) - 1 :] = _mixed(level.adjusted, context, number, lower)
        contexts = numbers[:-1]
    return found


def _mixed(level: Counted, contexts: Array, numbers: Array, lower: Array) -> Array:
    """Return what an order makes of the probabilities of the order below."""
    total = np.where(contexts >= 0, level.after[contexts], 0)
    counts = np.where(numbers >= 0, level.counts[numbers], 0)
    kept = counts - level.discounts[np.minimum(counts, 3)]
    return np.where(total > 0, (kept + level.spared[contexts] * lower) / np.maximum(total, 1), lower)


def following(runs: list[Runs], history: Array, words: int) -> Array:
    """Return P(word | history) of every word, (words,), by the longest order."""
    base = words + 1
    p = np.full(words, 1 / words)
    for n, level in enumerate(runs[: len(history) + 1]):
        context = 0
        for place, code in enumerate(history[len(history) - n :].tolist()):
            key = context * base + code
            context = int(np.searchsorted(runs[place].keys, key))
            if context == len(runs[place].keys) or runs[place].keys[context] != key:
                return p
        counted = level.raw if n == len(runs) - 1 else level.adjusted
        if not counted.after[context]:
            return p
        begin, end = np.searchsorted(level.keys, [context * base, (context + 1) * base])
        p = p * counted.spared[context]
        seen, counts = level.keys[begin:end] - context * base, counted.counts[begin:end]
        kept = (counts - counted.discounts[np.minimum(counts, 3)])[seen < words]
        p[seen[seen < words]] += kept
        p = p / counted.after[context]
    return p
