"""Interpolated modified Kneser-Ney n-grams (Chen & Goodman 1998), as plainly as they can be written."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

BEGIN, END, UNKNOWN = "<s>", "</s>", "<unk>"
FALLBACK = (0.0, 0.5, 1.0, 1.5)

Gram = tuple[str, ...]


class KneserNey:
    """An n-gram model of sentences; the shorter orders count in how many contexts a word is new."""

    def __init__(self, sentences: Sequence[Sequence[str]], order: int) -> None:
        padded = [(BEGIN, *sentence, END) for sentence in sentences]
        self.order = order
        self.words = sorted({word for each in padded for word in each[1:]} | {UNKNOWN})
        grams: list[Counter[Gram]] = [
            Counter(each[at : at + n] for each in padded for at in range(len(each) - n + 1))
            for n in range(1, order + 1)
        ]
        for shorter, longer in pairwise(grams):
            contexts = Counter(gram[1:] for gram in longer)  # each distinct longer gram once
            for gram in shorter:
                if gram[0] != BEGIN:  # nothing stands before a beginning: its own count stays
                    shorter[gram] = contexts[gram]
        del grams[0][(BEGIN,)]  # nobody predicts it
        self.counts = grams
        self.discounts, self.fell_back = zip(*map(_discounts, grams), strict=True)
        self._after = [Counter[Gram]() for _ in grams]  # what follows a history, counted
        self._spared = [dict[Gram, float]() for _ in grams]  # what the discounts take from it
        for n, gram_counts in enumerate(grams):
            for gram, count in gram_counts.items():
                self._after[n][gram[:-1]] += count
                spared = self._spared[n]
                spared[gram[:-1]] = spared.get(gram[:-1], 0) + self.discounts[n][min(count, 3)]

    def probability(self, word: str, history: Sequence[str]) -> float:
        """Return P(word | history); a history begins with "<s>" where the sentence does."""
        known = word if (word,) in self.counts[0] else UNKNOWN
        p = 1 / len(self.words)
        for n in range(min(self.order, len(history) + 1)):
            context = tuple(history[len(history) - n :])
            if total := self._after[n][context]:
                count = self.counts[n][(*context, known)]
                kept = count - self.discounts[n][min(count, 3)]
                p = (kept + self._spared[n][context] * p) / total
        return p


def _discounts(counts: Counter[Gram]) -> tuple[tuple[float, ...], bool]:
    """Return what is taken from a count of 0, 1, 2, and 3 or more, and whether these are the fallback.

    That is where nothing was counted once, two or three times, and where a discount would be none.
    """
    n1, n2, n3, n4 = (sum(count == k for count in counts.values()) for k in (1, 2, 3, 4))
    if not n1 * n2 * n3:
        return FALLBACK, True
    y = n1 / (n1 + 2 * n2)
    discounts = (0.0, 1 - 2 * y * n2 / n1, 2 - 3 * y * n3 / n2, 3 - 4 * y * n4 / n3)
    return (discounts, False) if min(discounts[1:]) > 0 else (FALLBACK, True)
