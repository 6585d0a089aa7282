"""A trained network as a cook: its days, in pieces too, and its steps, which are the network's own numbers."""

from typing import Any

import numpy as np
import pytest

from cooking_rnn.errors import DataError
from cooking_rnn.kitchen.toml import load
from cooking_rnn.network.model import softmax
from tests.models import random_model, trained_model

WEEK = np.array([0, 1, 0, 1, 1, 0], dtype=np.uint8)


def test_it_cooks_as_the_kitchen_does() -> None:
    cook, kitchen = trained_model(), load("romance")
    weathers = np.random.default_rng(5).integers(0, 2, 1200).astype(np.uint8)  # more than a piece
    for start in range(3):
        told = list(cook.days(weathers, start, steps=False))
        assert [day.dish for day in told] == [day.dish for day in kitchen.days(weathers, start, steps=False)]
        assert [day.previous for day in told[1:]] == [day.dish for day in told[:-1]]
        assert all(day.probability is not None and day.probability > 0.5 for day in told)


@pytest.mark.parametrize("cell", ["simple", "lstm"])
@pytest.mark.parametrize("layers", [1, 2])
def test_a_season_in_pieces_is_the_season(cell: str, layers: int) -> None:
    cook = random_model(cell=cell, layers=layers)
    whole = [(day.number, day.previous, day.dish, day.probability) for day in cook.days(WEEK, 2)]
    for cut in range(1, 6):
        first = list(cook.days(WEEK[:cut], 2))
        rest = cook.days(WEEK[cut:], first[-1].state, first=cut + 1)
        told = [(day.number, day.previous, day.dish, day.probability) for day in (*first, *rest)]
        assert [day[:3] for day in told] == [day[:3] for day in whole]
        np.testing.assert_allclose([day[3] or 0 for day in told], [day[3] or 0 for day in whole], rtol=1e-5)
        skipped = list(cook.days(WEEK[cut:], cook.after(WEEK[:cut], 2), first=cut + 1))
        assert [day.dish for day in skipped] == [day[2] for day in whole[cut:]]


@pytest.mark.slow
@pytest.mark.parametrize("cell", ["simple", "lstm"])
@pytest.mark.parametrize("layers", [1, 2])
def test_a_day_is_the_same_with_its_steps_and_without(cell: str, layers: int) -> None:
    """With them it is told by the plain cell, without by the fast one."""
    cook = random_model(cell=cell, layers=layers)
    weathers = np.random.default_rng(1).integers(0, 2, 600)  # more than a piece
    plain, fast = list(cook.days(weathers, 1)), list(cook.days(weathers, 1, steps=False))
    assert [day.dish for day in plain] == [day.dish for day in fast]
    np.testing.assert_allclose(
        [day.probability or 0 for day in plain], [day.probability or 0 for day in fast], rtol=1e-5
    )
    cut = list(cook.days(weathers[400:], plain[399].state, first=401, steps=False))
    assert [(day.number, day.dish) for day in cut] == [(day.number, day.dish) for day in fast[400:]]


@pytest.mark.parametrize("steps", [True, False])
@pytest.mark.parametrize(
    ("weathers", "start"),
    [(np.array([0, -1]), 0), (np.array([0, 2]), 0), (np.array([0.0]), 0), ([0, 1], 0), (np.array([0]), -1), (WEEK, 3)],
)
def test_codes_that_the_network_does_not_know(weathers: Any, start: int, steps: bool) -> None:
    with pytest.raises(ValueError, match="code"):
        list(random_model().days(weathers, start, steps=steps))
    with pytest.raises(ValueError, match="code"):
        random_model().after(weathers, start)


def test_the_steps_of_a_simple_network_follow_from_one_another() -> None:
    cook = random_model()
    before = None
    for day in cook.days(WEEK, 0):
        stacked, preactivation, tanh, readout, probabilities = day.steps
        assert [step.name for step in day.steps] == ["stacked", "preactivation", "tanh", "readout", "softmax"]
        if before is not None:
            assert np.array_equal(stacked.value[:5], before)
        assert preactivation.matrix is not None
        assert readout.matrix is not None
        np.testing.assert_allclose(preactivation.value, preactivation.matrix @ stacked.value, rtol=1e-5)
        np.testing.assert_allclose(tanh.value, np.tanh(preactivation.value), rtol=1e-4, atol=1e-6)
        np.testing.assert_allclose(readout.value, readout.matrix @ tanh.value, rtol=1e-4, atol=1e-6)
        np.testing.assert_allclose(probabilities.value, softmax(readout.value[None, :, None])[0, :, 0], rtol=1e-4)
        assert all(len(step.rows) == len(step.value) for step in day.steps)
        before = tanh.value


def test_the_steps_of_an_lstm_follow_from_one_another() -> None:
    cook = random_model(cell="lstm")
    cell = None
    for day in cook.days(WEEK, 0):
        steps = {step.name: step for step in day.steps}
        assert steps["preactivation"].matrix is not None
        added = steps["preactivation"].value
        np.testing.assert_allclose(added, steps["preactivation"].matrix @ steps["stacked"].value, rtol=1e-4, atol=1e-6)
        forget, input_, output = (1 / (1 + np.exp(-rows)) for rows in added.reshape(4, 5)[:3])
        change = np.tanh(added.reshape(4, 5)[3])
        for name, value in (("forget", forget), ("input", input_), ("output", output), ("change", change)):
            np.testing.assert_allclose(steps[name].value, value, rtol=1e-4, atol=1e-6)
        before = steps["before"].value
        assert cell is None or np.array_equal(before, cell)
        cell = steps["cell"].value
        np.testing.assert_allclose(cell, forget * before + input_ * change, rtol=1e-4, atol=1e-6)
        np.testing.assert_allclose(steps["hidden"].value, output * np.tanh(cell), rtol=1e-4, atol=1e-6)
        assert all(len(step.rows) == len(step.value) for step in day.steps)
        assert (steps["cell"].inputs, steps["cell"].between) == (
            ("forget", "before", "input", "change"),
            ("*", "+", "*"),
        )
        assert (steps["hidden"].inputs, steps["hidden"].between) == (("output", "cell"), ("* tanh",))


def test_what_a_step_says_stands() -> None:
    """It is the reader's, and no window into the network."""
    for cell in ("simple", "lstm"):
        for day in random_model(cell=cell).days(WEEK, 0):
            for step in day.steps:
                assert not step.value.flags.writeable
                assert step.value.base is None
                assert step.matrix is None or not step.matrix.flags.writeable


def test_layers_have_steps_of_their_own() -> None:
    (day,) = random_model(layers=2).days(WEEK[:1], 0)
    names = "stacked preactivation tanh stacked2 preactivation2 tanh2 readout softmax"
    assert [step.name for step in day.steps] == names.split()
    assert np.array_equal(day.steps[3].value[5:], day.steps[2].value)


def test_a_kitchen_without_weather() -> None:
    cook = random_model(kitchen="order")
    days = list(cook.days(np.zeros(4, np.uint8), 1))
    assert [(day.weather, day.previous) for day in days] == [
        (None, cook.dishes.ids[1]),
        *((None, day.dish) for day in days[:-1]),
    ]
    with pytest.raises(ValueError, match="not from 0 to 0"):
        list(cook.days(np.array([1]), 1))


def test_a_network_for_blanks_cannot_cook() -> None:
    with pytest.raises(DataError, match="needs the whole diary"):
        random_model(task="fill").needs_next()
