"""The kitchen as a simple RNN: h_t = hardmax(A · [h_{t-1}; x_t]), and the dish is Fold · h_t.

The state h is the hard-max vector itself, folded only on the way out: A = [Food · Fold | Weather]
and Fold = [I I …], one identity a part. A learned network has tanh where this one has hard-max.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from cooking_rnn.kitchen.day import hardmax, maxima, one_hot
from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.steps import Array, Day, Part, Step, Take


@dataclass(frozen=True, eq=False, repr=False)
class RnnKitchen(Kitchen):
    """The same kitchen, which tells each day in the form of a simple RNN."""

    def bridge(self) -> tuple[Array, Array]:
        """Return A, (k·n, k·n + m), and Fold, (n, k·n)."""
        n, m, network = len(self.dishes), len(self.weathers), self.matrices
        rows = network.parts * n
        fold = np.tile(np.eye(n, dtype=np.int64), network.parts)  # (n, k·n)
        food = np.zeros((rows, n), dtype=np.int64) if network.food is None else network.food
        weather = np.zeros((rows, m), dtype=np.int64) if network.weather is None else network.weather
        return np.hstack([food @ fold, weather]), fold

    def explained(self, weathers: Array, start: int, dates: Sequence[str] | None = None) -> Iterator[Day]:
        """Yield the days as Kitchen does, with the steps of the RNN; its first state is `start` in part 1."""
        a, fold = self.bridge()
        state = one_hot(start, len(a))  # (k·n,)
        for code, day in zip(weathers.tolist(), super().explained(weathers, start, dates), strict=True):
            told = self.rnn_steps(a, fold, state, one_hot(code if self.weathers else None, len(self.weathers)))
            state = told[-2].value
            yield replace(day, steps=told)

    def outline(self) -> tuple[Step, ...]:
        """Return the steps of some day, all of them, also where the numbers of that day leave a tie."""
        a, fold = self.bridge()
        weather = one_hot(0 if self.weathers else None, len(self.weathers))
        return self._all_rnn_steps(a, fold, one_hot(0, len(a)), weather)

    def rnn_steps(self, a: Array, fold: Array, state: Array, weather: Array) -> tuple[Step, ...]:
        """Return the steps from yesterday's state (k·n,) and today's weather (m,) to the dish, or to a tie."""
        steps = self._all_rnn_steps(a, fold, state, weather)
        return steps if len(steps[1].winners) == 1 else steps[:2]

    def _all_rnn_steps(self, a: Array, fold: Array, state: Array, weather: Array) -> tuple[Step, ...]:
        parts, x, dish = self.row_parts, Part("x", self.weathers.ids), (Part("", self.dishes.ids),)
        stacked = np.concatenate([state, weather])  # (k·n + m,)
        product = a @ stacked  # (k·n,)
        hidden, winners = hardmax(product), maxima(product)
        stack = "[h; x]" if len(weather) else "h"

        def step(
            name: str, formula: str, value: Array, axis: tuple[Part, ...], operation: str, *inputs: str, **rest: Any
        ) -> Step:
            rest.setdefault("takes", tuple(map(Take, inputs)))
            return Step(name, formula, value, axis, inputs, operation=operation, **rest)

        before = (Take("hidden", is_yesterday=True), Take("@weather"))
        return (
            step("stacked", stack, stacked, (*parts, x) if len(weather) else parts, "stack", takes=before),
            step(
                "product",
                f"A · {stack}",
                product,
                parts,
                "matvec",
                "stacked",
                matrix=a,
                matrix_name="A",
                winners=winners,
            ),
            step("hidden", f"hardmax(A · {stack})", hidden, parts, "hardmax", "product", winners=winners),
            step(
                "fold",
                "Fold · h",
                fold @ hidden,
                dish,
                "matvec",
                "hidden",
                matrix=fold,
                matrix_name="Fold",
                is_named=True,
            ),
        )


def as_rnn(kitchen: Kitchen) -> RnnKitchen:
    """Return the kitchen, told as a simple RNN."""
    return RnnKitchen(**{field.name: getattr(kitchen, field.name) for field in fields(Kitchen)})
