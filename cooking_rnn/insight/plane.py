"""Vectors on the plane of the two directions in which they vary most."""

from dataclasses import dataclass

import numpy as np

from cooking_rnn.steps import Array, freeze


@dataclass(frozen=True, eq=False)
class Plane:
    """Vectors on the plane of their two principal directions."""

    points: Array  # (vectors, 2)
    shares: tuple[float, ...]  # of their variance that each direction has

    def __post_init__(self) -> None:
        freeze(self, "points")


def plane(vectors: Array) -> Plane:
    """Return vectors (vectors, size) on the plane of the two directions in which they vary most."""
    centred = vectors.astype(np.float64) - vectors.mean(axis=0)
    _, sizes, directions = np.linalg.svd(np.vstack([centred, np.zeros((2, centred.shape[1]))]), full_matrices=False)
    directions = np.vstack([directions, np.zeros((2, centred.shape[1]))])[:2]
    largest = directions[[0, 1], np.abs(directions).argmax(axis=1)]
    directions *= np.where(largest < 0, -1, 1)[:, None]  # which of the two ways round is no matter of rounding
    variances = np.append(sizes, [0, 0])[:2] ** 2 / max(float(sizes @ sizes), 1e-300)
    return Plane(centred @ directions.T, tuple(variances.tolist()))
