"""A mixture of models: p = Σ λₖ pₖ, its weights by expectation maximisation (Dempster, Laird & Rubin 1977)."""

import numpy as np

from cooking_rnn.steps import Array

_MOST_ROUNDS, _GAIN = 500, 1e-9  # nats a word


def weights(log_probabilities: Array, rounds: int = _MOST_ROUNDS) -> Array:
    """Return the weights (models,) that make ln p of these words (models, words) largest.

    A round asks of each word how much each model has to do with it, and takes the mean; it never makes the likelihood
    smaller.
    """
    p = np.exp(log_probabilities - log_probabilities.max(axis=0))  # what all have in common changes nothing
    shares: Array = np.full(len(p), 1 / len(p))
    last = -np.inf
    for _ in range(rounds):
        mixed = shares @ p
        now = float(np.log(mixed).mean())
        if now - last < _GAIN:
            break
        last, shares = now, shares * (p / mixed).mean(axis=1)
    shares /= shares.sum()
    return shares


def mixed(log_probabilities: Array, shares: Array) -> Array:
    """Return ln p (words,) of the mixture."""
    return np.asarray(np.logaddexp.reduce(log_probabilities + np.log(np.maximum(shares, 1e-300))[:, None]))
