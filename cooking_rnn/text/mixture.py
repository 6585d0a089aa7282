"""A mixture of models: p = Σ λₖ pₖ, its weights by expectation maximisation (Dempster, Laird & Rubin 1977)."""

import numpy as np

from cooking_rnn.steps import Array

_MOST_ROUNDS = 10_000
_GAP = 1e-6  # nats a word that the best weights may be better


def weights(log_probabilities: Array, rounds: int = _MOST_ROUNDS) -> Array:
    """Return the weights (models,) that make ln p of these words (models, words) largest.

    A round asks of each word how much each model has to do with it, and takes the mean; it never makes the likelihood
    smaller. As ln x <= x - 1, no weights are better by more than the largest mean of pₖ / p, less 1: small gains prove
    nothing where the best weight of a model is 0, and rounds come nearer by less and less.
    """
    p = np.exp(log_probabilities - log_probabilities.max(axis=0))  # what all have in common changes nothing
    shares: Array = np.full(len(p), 1 / len(p))
    for _ in range(rounds):
        gains = (p / (shares @ p)).mean(axis=1)
        if gains.max() - 1 <= _GAP:
            break
        shares *= gains
    shares /= shares.sum()
    return shares


def mixed(log_probabilities: Array, shares: Array) -> Array:
    """Return ln p (words,) of the mixture."""
    return np.asarray(np.logaddexp.reduce(log_probabilities + np.log(np.maximum(shares, 1e-300))[:, None]))
