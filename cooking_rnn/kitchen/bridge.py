"""The kitchen as a simple RNN: h_t = hardmax(A · [h_{t-1}; x_t]), and the dish is Fold · h_t.

The state h is the hard-max vector itself, folded only on the way out: A = [Food · Fold | Weather]
and Fold = [I I …], one identity a block. A learned network has tanh where this one has hard-max.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from cooking_rnn.kitchen.cook import KitchenCook
from cooking_rnn.kitchen.day import Vector, hardmax, maxima, one_hot
from cooking_rnn.steps import Block, Day, Step


@dataclass(frozen=True)
class RnnCook(KitchenCook):
    """The same cook, who tells each day in the form of a simple RNN."""

    def bridge(self) -> tuple[Vector, Vector]:
        """Return A, (k·n, k·n + m), and Fold, (n, k·n)."""
        n, m, network = len(self.dishes), len(self.weathers), self.matrices
        rows = network.blocks * n
        fold = np.tile(np.eye(n, dtype=np.int64), network.blocks)  # (n, k·n)
        food = np.zeros((rows, n), dtype=np.int64) if network.food is None else network.food
        weather = np.zeros((rows, m), dtype=np.int64) if network.weather is None else network.weather
        return np.hstack([food @ fold, weather]), fold

    def explained(self, weathers: Vector, start: int, dates: Sequence[str] | None = None) -> Iterator[Day]:
        """Yield the days as KitchenCook does, with the steps of the RNN; its first state is `start` in block 1."""
        a, fold = self.bridge()
        state = one_hot(start, len(a))  # (k·n,)
        for code, day in zip(weathers.tolist(), super().explained(weathers, start, dates), strict=True):
            told = self.rnn_steps(a, fold, state, one_hot(code if self.weathers else None, len(self.weathers)))
            state = told[-2].value
            yield replace(day, steps=told)

    def rnn_steps(self, a: Vector, fold: Vector, state: Vector, weather: Vector) -> tuple[Step, ...]:
        """Return the steps from yesterday's state (k·n,) and today's weather (m,) to the dish, or to a tie."""
        blocks, x, dish = self.blocks, Block("x", self.weathers.ids), (Block("", self.dishes.ids),)
        stacked = np.concatenate([state, weather])  # (k·n + m,)
        product = a @ stacked  # (k·n,)
        hidden, winners = hardmax(product), maxima(product)
        what = "[h; x]" if len(weather) else "h"
        steps = (
            Step("stacked", what, stacked, (*blocks, x) if len(weather) else blocks),
            Step("product", f"A · {what}", product, blocks, ("stacked",), matrix=a, matrix_name="A", winners=winners),
            Step("hidden", f"hardmax(A · {what})", hidden, blocks, ("product",), winners=winners),
            Step("fold", "Fold · h", fold @ hidden, dish, ("hidden",), matrix=fold, matrix_name="Fold", is_named=True),
        )
        return steps if len(winners) == 1 else steps[:2]
