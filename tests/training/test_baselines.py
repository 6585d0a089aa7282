"""Baselines: their gradients, and what each of them can and cannot learn."""

from typing import Any

import numpy as np
import pytest

from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.network.model import cross_entropy
from cooking_rnn.training.baselines import accuracy, diagonal, window
from cooking_rnn.training.tasks import KitchenSeasons, next_batch


@pytest.mark.parametrize("make", [window, diagonal])
def test_gradients_are_central_differences(make: Any) -> None:
    rng = np.random.default_rng(0)
    table = Kitchen.load("romance").table
    batch = next_batch(*KitchenSeasons(table)(7, 4, rng), (2, 3), np.float64)
    model, size = make(2, 3, 3)
    flat = rng.uniform(-0.5, 0.5, size)

    def loss(at: Any) -> float:
        return cross_entropy(model(at, batch.inputs)[0], batch.targets, batch.mask)[0]

    scores, backward = model(flat, batch.inputs)
    gradient = backward(cross_entropy(scores, batch.targets, batch.mask)[1])
    for place in rng.choice(size, 20, replace=False):
        moved = np.zeros(size)
        moved[place] = 1e-6
        numeric = (loss(flat + moved) - loss(flat - moved)) / 2e-6
        assert gradient[place] == pytest.approx(numeric, rel=1e-5, abs=1e-9)


def at_length(name: str, kitchen: str) -> dict[int, float]:
    return dict(accuracy(name, Kitchen.load(kitchen), 20, 300, 0))


@pytest.mark.slow
def test_only_a_rotation_counts_modulo_3() -> None:
    assert set(at_length("rotation", "romance").values()) == {1.0}
    for name in ("ngram", "window", "diagonal"):
        assert at_length(name, "romance")[2000] == pytest.approx(1 / 3, abs=0.02)


@pytest.mark.slow
def test_what_each_weather_makes_by_itself_needs_no_memory() -> None:
    for name in ("ngram", "window", "diagonal"):
        assert set(at_length(name, "weather").values()) == {1.0}
    assert at_length("rotation", "weather")[2000] < 0.5


def test_a_window_remembers_the_start_as_long_as_it_sees_it() -> None:
    told = dict(accuracy("ngram", Kitchen.load("order"), 4, 1, 0))
    assert told[4] == 1
    assert told[40] < 1
