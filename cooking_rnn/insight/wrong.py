"""Training with a wrong gradient: the loss may go down all the same, which is why gradients are checked."""

from dataclasses import dataclass

import numpy as np

from cooking_rnn.kitchen.check import rule_table
from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.network.gradcheck import loss_and_gradients
from cooking_rnn.network.model import Architecture, forward, initial, unpack
from cooking_rnn.steps import Array, frozen
from cooking_rnn.training.adam import Adam, clip
from cooking_rnn.training.tasks import KitchenSeasons, draw

LENGTH = 10  # days of a season
_BATCH, _RATE, _CLIP = 32, 0.01, 1.0
_JUDGED = 500  # fresh seasons


@dataclass(frozen=True, eq=False)
class LossCurve:
    """What training with one gradient came to."""

    losses: Array  # (steps,) nats a day
    right: float  # share of the days of fresh seasons


def train_with(architecture: Architecture, kitchen: Kitchen, steps: int, seed: int, *, bug: str | None) -> LossCurve:
    """Train a network for `next` on seasons of LENGTH days; the same start and seasons whatever the bug."""
    start, days = np.random.default_rng(seed).spawn(2)
    counts = len(kitchen.weathers), len(kitchen.dishes)
    seasons = KitchenSeasons(rule_table(kitchen), has_weather=bool(kitchen.weathers))
    flat, adam, losses = initial(architecture, start), Adam(), np.empty(steps)
    for step in range(steps):
        batch = draw("next", seasons, LENGTH, _BATCH, counts, days)
        losses[step], gradient, _ = loss_and_gradients(architecture, flat, *batch, bug=bug)
        clip(gradient, _CLIP)
        adam.move(flat, gradient, _RATE)
    inputs, targets, mask = draw("next", seasons, LENGTH, _JUDGED, counts, days)
    scores, _ = forward(architecture, unpack(architecture, flat), inputs)
    return LossCurve(frozen(losses), float((scores.argmax(axis=1) == targets)[mask].mean()))
