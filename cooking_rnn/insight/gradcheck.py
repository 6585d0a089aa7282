"""Is the gradient of a network right? Its analytic gradient beside a numeric one, on random days.

And what training with a wrong one comes to: the loss may go down all the same, which is why gradients are checked.
"""

import math
from dataclasses import dataclass

import numpy as np

from cooking_rnn.choices import BUGS, CELLS
from cooking_rnn.errors import MOST_SEED, UsageError, one_of, within
from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.network.gradcheck import Compared, check, loss_and_gradients
from cooking_rnn.network.model import Architecture, forward, initial, unpack
from cooking_rnn.shown import Shown
from cooking_rnn.steps import Array, freeze
from cooking_rnn.training.adam import Adam, clip
from cooking_rnn.training.tasks import KitchenSeasons, draw

STEPS = 300
LENGTH = 10  # days of a season that is trained on

_BATCH, _RATE, _CLIP = 32, 0.01, 1.0
_JUDGED = 500  # fresh seasons
_SEQUENCES = 2  # side by side
_WORK = 400_000  # parameters, times the days that each is moved for: some seconds


@dataclass(frozen=True, eq=False)
class LossCurve:
    """What training with one gradient came to."""

    losses: Array  # (steps,) nats a day
    right: float  # share of the days of fresh seasons

    def __post_init__(self) -> None:
        freeze(self, "losses")


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
    this many `steps` (STEPS) beside one that is trained with the right gradient.

    Raises UsageError for what cannot be.
    """
    one_of("cell", cell, CELLS)
    layers, hidden, days = within("layers", layers, 64), within("hidden", hidden, 1024), within("days", days, 1000)
    seed = within("seed", seed, MOST_SEED, 0)
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
        raise UsageError("hidden", what, "fewer of them are done in some seconds", numbers=moved, days=days)
    rng = np.random.default_rng(seed)
    flat = initial(architecture, rng, np.float64)
    season = rng.standard_normal((days, inputs, _SEQUENCES)), rng.integers(outputs, size=(days, _SEQUENCES))
    compared = tuple(check(architecture, flat, *season, bug=bug))
    training = tuple(train_with(architecture, kitchen, steps, seed, bug=each) for each in (None, bug)) if bug else ()
    return GradientCheck(architecture, compared, days, seed, bug, training)


def train_with(architecture: Architecture, kitchen: Kitchen, steps: int, seed: int, *, bug: str | None) -> LossCurve:
    """Train a network for `next` on seasons of LENGTH days; the same start and seasons whatever the bug."""
    start, days = np.random.default_rng(seed).spawn(2)
    counts = len(kitchen.weathers), len(kitchen.dishes)
    seasons = KitchenSeasons(kitchen.table, has_weather=bool(kitchen.weathers))
    flat, adam, losses = initial(architecture, start), Adam(), np.empty(steps)
    for step in range(steps):
        batch = draw("next", seasons, LENGTH, _BATCH, counts, days)
        losses[step], gradient, _ = loss_and_gradients(architecture, flat, *batch, bug=bug)
        clip(gradient, _CLIP)
        adam.move(flat, gradient, _RATE)
    inputs, targets, mask = draw("next", seasons, LENGTH, _JUDGED, counts, days)
    scores, _ = forward(architecture, unpack(architecture, flat), inputs)
    return LossCurve(losses, float((scores.argmax(axis=1) == targets)[mask].mean()))
