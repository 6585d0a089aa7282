"""Word vectors: which learned ones are near one another, and where they are on the plane of their main directions.

One-hot words are all equally far apart, √2. What a network has learned about words shows in how far its are.
"""

from dataclasses import dataclass

import numpy as np

from cooking_rnn.insight.plane import Plane, plane
from cooking_rnn.steps import Array
from cooking_rnn.text.diary import DAYS
from cooking_rnn.text.networks import WordNetwork

MOST = 40  # words, the most frequent
_NEAREST = 3


@dataclass(frozen=True)
class Neighbour:
    """A word, and how near it is."""

    word: str
    cosine: float


@dataclass(frozen=True, eq=False)
class WordVectors:
    """The vectors of the most frequent words of a network."""

    model: str
    words: tuple[str, ...]
    nearest: tuple[tuple[Neighbour, ...], ...]  # of each word, of all words
    plane: Plane
    distances: tuple[float, float, float]  # between two of the words: the least, the mean and the largest
    ring: int | None  # how many of the seven neighbours round the weekdays' own plane follow each other in the week


def word_vectors(network: WordNetwork) -> WordVectors:
    """Return where the words of a network are, the most frequent ones, which stand first in its vocabulary."""
    vocabulary, vectors = network.vocabulary, network.embedding.astype(float)
    shown = min(MOST, len(vocabulary))
    lengths = np.maximum(np.linalg.norm(vectors, axis=1), 1e-300)
    cosines = (vectors[:shown] @ vectors.T) / lengths[:shown, None] / lengths
    cosines[np.arange(shown), np.arange(shown)] = -np.inf
    best = np.argsort(-cosines, axis=1, kind="stable")[:, : min(_NEAREST, len(vocabulary) - 1)].tolist()
    nearest = tuple(
        tuple(Neighbour(vocabulary[place], float(cosines[row, place])) for place in places)
        for row, places in enumerate(best)
    )
    pairs = np.linalg.norm(vectors[:shown, None] - vectors[None, :shown], axis=2)[np.triu_indices(shown, 1)]
    days = [vocabulary.index(day) for day in DAYS if day in vocabulary]
    return WordVectors(
        network.name,
        vocabulary[:shown],
        nearest,
        plane(vectors[:shown]),
        (float(pairs.min()), float(pairs.mean()), float(pairs.max())),
        ring(vectors[days]) if len(days) == len(DAYS) else None,
    )


def ring(vectors: Array) -> int:
    """Return how many pairs that follow each other round the plane of some vectors do so in their order too."""
    points = plane(vectors).points
    round_ = np.argsort(np.arctan2(points[:, 1], points[:, 0]))
    apart = (np.roll(round_, -1) - round_) % len(round_)
    return int(np.isin(apart, [1, len(round_) - 1]).sum())
