"""What each day's output owes each earlier day: against moving what was read a little."""

from typing import Any

import numpy as np
import pytest

from cooking_rnn.errors import CookError
from cooking_rnn.insight.connectivity import connectivity, strengths
from cooking_rnn.insight.wiring import wire
from cooking_rnn.network import model
from cooking_rnn.network.model import Architecture
from tests.models import random_model


@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize("cell", ["simple", "lstm"])
def test_it_is_what_moving_an_input_does_to_the_score_that_wins(cell: str, layers: int) -> None:
    rng = np.random.default_rng(3)
    architecture = Architecture(cell, 3, 4, 5, layers)
    flat = 2 * model.initial(architecture, rng, np.float64)
    inputs, h = rng.standard_normal((6, 3)), 1e-6

    def scores(of: np.ndarray) -> np.ndarray:
        told, _ = model.forward(architecture, model.unpack(architecture, flat), of[:, :, None])
        return np.asarray(told[:, :, 0])

    winners, slopes = scores(inputs).argmax(axis=1), np.zeros((6, 6, 3))
    for day in range(6):
        for entry in range(3):
            along = np.zeros_like(inputs)
            along[day, entry] = h
            moved = (scores(inputs + along) - scores(inputs - along)) / (2 * h)
            slopes[:, day, entry] = moved[range(6), winners]
    np.testing.assert_allclose(strengths(architecture, flat, inputs), np.linalg.norm(slopes, axis=2), atol=1e-8)


def test_two_networks_side_by_side() -> None:
    one, other = random_model(), random_model(cell="lstm", hidden=3)
    found = connectivity(model=one, beside=other, weather="rainy,sunny,rainy")
    assert [name.id for name in found.words] == ["potato", "rainy", "sunny", "rainy"]
    assert [each.cell for each in found.maps] == ["simple", "lstm"]
    assert repr(found) == "<Connectivity over 4 days: romance, romance>"
    for each in found.maps:
        assert (np.triu(each.strengths, 1) == 0).all()  # no output owes a day to come
        assert (np.diag(each.strengths) > 0).all()
    new = connectivity("to be or not to be")
    assert [each.cell for each in new.maps] == ["simple", "lstm"]
    assert new.maps[0].strengths.shape == (6, 6)


def test_a_hard_max_owes_nothing_and_forgets_nothing() -> None:
    assert not connectivity(model=wire("romance", "rnn").network).maps[0].strengths.any()


@pytest.mark.parametrize(
    ("arguments", "where"),
    [
        ({"beside": random_model()}, "beside"),
        ({"sentence": "a", "weather": "sunny"}, "weather"),
        ({"model": random_model(), "hidden": 3}, "hidden"),
        ({"model": random_model(kitchen="order")}, "model"),
        ({"model": random_model(), "weather": ["sunny"] * 201}, "weather"),
        ({"model": random_model(), "beside": random_model(kitchen="cycle5")}, "cycle5"),
        ({"seed": -1}, "seed"),
    ],
)
def test_what_cannot_be(arguments: dict[str, Any], where: str) -> None:
    with pytest.raises(CookError) as error:
        connectivity(**arguments)
    assert str(error.value.where) == where
