"""Adam (Kingma & Ba 2015) on one flat vector, after clipping the gradient by its norm.

The variant is the one at the end of the paper's section 2: the same as algorithm 1 with the operations in another
order, α_t = α · √(1 − β2^t) / (1 − β1^t) and θ_t = θ_{t−1} − α_t · m_t / (√v_t + ε̂). So ε̂ is added to a √v that is not
corrected for its bias.
"""

import math
from dataclasses import dataclass, field

import numpy as np

from cooking_rnn.steps import Array

_EPSILON_HAT = 1e-8


def clip(gradient: Array, most: float) -> float:
    """Scale the gradient (size,) down in place if its norm is above `most` (Pascanu et al. 2013, algorithm 1).

    Returns the norm that it had.
    """
    norm = float(np.sqrt(np.dot(gradient, gradient)))
    if norm > most:
        gradient *= most / norm
    return norm


def cosine_rate(step: int, steps: int) -> float:
    """Return the share of the rate in a step of so many: half a wave down (Loshchilov & Hutter 2017), to 5 %."""
    return max(0.05, 0.5 + 0.5 * math.cos(math.pi * step / steps))


@dataclass
class Adam:
    """The moments of the gradient so far.

    β2 is 0.99, not 0.999 as in the paper, so that v forgets faster. After a long calm v is small, and with a slow v the
    first steep gradient would make a leap that undoes what was learned.
    """

    beta1: float = 0.9
    beta2: float = 0.99
    t: int = 0  # steps taken
    m: Array = field(default_factory=lambda: np.zeros(()))  # (size,) the mean of the gradient, biased to 0
    v: Array = field(default_factory=lambda: np.zeros(()))  # (size,) the mean of its square, biased to 0

    def move(self, flat: Array, gradient: Array, rate: float, decay: float = 0.0) -> None:
        """Take a step of rate α: change the parameters (size,) in place.

        Weights decay apart from the gradient, by α · `decay` of themselves (Loshchilov & Hutter 2019, algorithm 2).
        """
        if not self.t:
            self.m, self.v = np.zeros_like(flat), np.zeros_like(flat)
        self.t += 1
        self.m += (1 - self.beta1) * (gradient - self.m)
        self.v += (1 - self.beta2) * (gradient * gradient - self.v)
        alpha = rate * np.sqrt(1 - self.beta2**self.t) / (1 - self.beta1**self.t)
        flat -= rate * decay * flat + alpha * self.m / (np.sqrt(self.v) + _EPSILON_HAT)
