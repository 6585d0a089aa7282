"""Is the gradient of a network right? Its analytic gradient beside a numeric one, on random days."""

import math
from dataclasses import dataclass

import numpy as np

from cooking_rnn.choices import BUGS
from cooking_rnn.errors import MOST_SEED, UsageError, one_of, within
from cooking_rnn.insight.wrong import LossCurve, train_with
from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.network.gradcheck import Compared, check
from cooking_rnn.network.model import Architecture, initial
from cooking_rnn.network.sequence import CELLS
from cooking_rnn.steps import Shown

STEPS = 300

_SEQUENCES = 2  # side by side
_WORK = 1_000_000  # parameters, times the days that each is moved for: a minute


@dataclass(frozen=True, eq=False)
class GradientCheck(Shown):
    """The gradient of every parameter beside its numeric twin; with a bug, what training makes of it too."""

    architecture: Architecture
    compared: tuple[Compared, ...]
    days: int
    seed: int
    bug: str | None = None
    training: tuple[LossCurve, ...] = ()  # with the right gradient, and with the wrong one

    @property
    def wrong(self) -> tuple[Compared, ...]:
        """The gradients that are wrong."""
        return tuple(each for each in self.compared if not each.is_right)

    @property
    def largest_error(self) -> float:
        """The largest relative error of all; nan if one is."""
        return self.worst.error

    @property
    def worst(self) -> Compared:
        """The gradient with the largest relative error."""
        return max(self.compared, key=lambda each: (math.isnan(each.error), each.error))

    def __repr__(self) -> str:
        wrong = f", wrong: {', '.join(each.name for each in self.wrong)}" if self.wrong else ""
        return f"<GradientCheck of {len(self.compared)} gradients, largest error {self.largest_error:.1e}{wrong}>"


def gradcheck(
    *,
    cell: str = "simple",
    layers: int = 1,
    bidirectional: bool = False,
    hidden: int = 8,
    days: int = 6,
    bug: str | None = None,
    steps: int | None = None,
    seed: int = 0,
) -> GradientCheck:
    """Compare the gradient of every parameter of a random network with what moving it a little does to the loss.

    With the `bug` "transpose" a wrong gradient is checked, W where Wᵀ belongs, and a network is trained with it for
    so many `steps` (STEPS) beside one that is trained with the right gradient.

    Raises UsageError for what cannot be.
    """
    one_of("cell", cell, list(CELLS))
    for name, number, most in (("layers", layers, 64), ("hidden", hidden, 1024), ("days", days, 1000)):
        within(name, number, most)
    within("seed", seed, MOST_SEED, 0)
    if bug is not None:
        one_of("bug", bug, BUGS)
    elif steps is not None:
        raise UsageError("steps", "without a bug", "only a wrong gradient is trained with")
    steps = within("steps", STEPS if steps is None else steps, 10_000)
    kitchen = Kitchen.load("romance")
    inputs, outputs = len(kitchen.weathers) + len(kitchen.dishes), len(kitchen.dishes)
    architecture = Architecture(cell, inputs, outputs, hidden, layers, bidirectional)
    moved = architecture.size + days * _SEQUENCES * inputs
    if moved * days * layers * len(architecture.directions) > _WORK:
        what = "{numbers:,} numbers to move over {days:,} {days:day|days}"
        raise UsageError("hidden", what, "fewer of them are done in a minute", numbers=moved, days=days)
    rng = np.random.default_rng(seed)
    flat = initial(architecture, rng, np.float64)
    season = rng.standard_normal((days, inputs, _SEQUENCES)), rng.integers(outputs, size=(days, _SEQUENCES))
    compared = tuple(check(architecture, flat, *season, bug=bug))
    training = tuple(train_with(architecture, kitchen, steps, seed, bug=each) for each in (None, bug)) if bug else ()
    return GradientCheck(architecture, compared, days, seed, bug, training)
