"""Adam (Kingma & Ba 2015, algorithm 1) on one flat vector, its gradient clipped by norm."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


def clip(gradient: Array, most: float) -> float:
    """Scale the gradient (size,) down in place where its norm is above `most` (Pascanu 2013, algorithm 1).

    Returns the norm that it had.
    """
    norm = float(np.sqrt(np.dot(gradient, gradient)))
    if norm > most:
        gradient *= most / norm
    return norm


@dataclass
class Adam:
    """The moments of the gradient so far.

    The second forgets faster than usual (0.99, not 0.999): what a long calm has made small would else let the
    first steep gradient after it take a leap out of what was learned.
    """

    decay: tuple[float, float] = (0.9, 0.99)
    steps: int = 0
    first: Array = field(default_factory=lambda: np.zeros(()))
    second: Array = field(default_factory=lambda: np.zeros(()))

    def move(self, flat: Array, gradient: Array, rate: float) -> None:
        """Take a step: change the parameters (size,) in place."""
        if not self.steps:
            self.first, self.second = np.zeros_like(flat), np.zeros_like(flat)
        self.steps += 1
        slow, slower = self.decay
        self.first += (1 - slow) * (gradient - self.first)
        self.second += (1 - slower) * (gradient * gradient - self.second)
        unbiased = rate * np.sqrt(1 - slower**self.steps) / (1 - slow**self.steps)
        flat -= unbiased * self.first / (np.sqrt(self.second) + 1e-8)
