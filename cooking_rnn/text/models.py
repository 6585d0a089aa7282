"""What every language model can do: go through words one by one, and give each the probability that it had."""

from typing import Any, Protocol

import numpy as np

from cooking_rnn.fast import ngrams
from cooking_rnn.steps import Array


class LanguageModel(Protocol):
    """A model of words, by their codes."""

    @property
    def name(self) -> str:
        """What it is called."""
        ...

    @property
    def sees(self) -> int | None:
        """How many words before the next it sees; None where it sees them all."""
        ...

    def log_probabilities(self, codes: Array) -> Array:
        """Return ln P(word | all before it) of each of the words (length,), from a beginning on."""
        ...

    def begin(self) -> Any:
        """Return the state before the first word."""
        ...

    def after(self, state: Any, code: int) -> Any:
        """Return the state after one more word."""
        ...

    def next(self, state: Any) -> Array:
        """Return P(word | state) of every word, (words,)."""
        ...


class NGram:
    """Interpolated modified Kneser-Ney of one order; all orders of a text share their counts."""

    def __init__(self, runs: list[ngrams.Runs], words: int) -> None:
        self._runs, self._words = runs, words
        self.order = len(runs)
        self.sees: int | None = self.order - 1
        self.name = {1: "unigram", 2: "bigram", 3: "trigram"}.get(self.order, f"{self.order}-gram")
        counted = [each.adjusted for each in runs[:-1]] + [runs[-1].raw]
        self.fell_back = tuple(n for n, each in enumerate(counted, 1) if each.fell_back)
        self.parameters = int(sum(np.count_nonzero(each.counts) for each in counted))

    def log_probabilities(self, codes: Array) -> Array:
        """Return ln P(word | all before it) of each of the words (length,), from a beginning on."""
        told: Array = ngram_log_probabilities(self._runs, codes, self._words)[-1]
        return told

    def begin(self) -> Array:
        """Return the state before the first word: the last words, which is here the beginning alone."""
        return np.array([self._words])[: self.order - 1]

    def after(self, state: Array, code: int) -> Array:
        """Return the state after one more word."""
        longer = np.append(state, code)
        return longer[max(len(longer) + 1 - self.order, 0) :]

    def next(self, state: Array) -> Array:
        """Return P(word | state) of every word, (words,)."""
        return ngrams.following(self._runs, state, self._words)


def ngram_models(codes: Array, words: int, order: int) -> list[NGram]:
    """Return the models of every order up to `order`, counted in a text (length,)."""
    runs = ngrams.count(np.concatenate([[words], codes]), order, words)
    return [NGram(runs[:n], words) for n in range(1, order + 1)]


def ngram_log_probabilities(runs: list[ngrams.Runs], codes: Array, words: int) -> Array:
    """Return ln P(word | those before it) by each order, (orders, length): all of them at the price of the last."""
    return np.asarray(np.log(ngrams.probabilities(runs, np.concatenate([[words], codes]), words)))
