"""The machine inside a network, and what tells cooks apart."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cooking_rnn.errors import DataError
from cooking_rnn.insight import extraction
from cooking_rnn.insight.comparison import compare
from cooking_rnn.insight.extraction import extract, long_weather, menus
from cooking_rnn.insight.found import found_kitchen, taught_kitchen
from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.kitchen.to_toml import to_toml
from cooking_rnn.kitchen.toml import load, parse
from tests.kitchens import kitchens
from tests.models import random_model, trained_model


def rng() -> np.random.Generator:
    return np.random.default_rng(0)


def test_the_kitchen_that_was_taught_is_found() -> None:
    model = trained_model()
    found = extract(model, rng())
    assert found.agrees
    assert found.machine.rule_table is not None
    kitchen = found_kitchen(found.machine.rule_table, model)
    assert kitchen == taught_kitchen(model)
    assert [rule.wording for rule in kitchen.rules] == ["same", "next"]
    assert compare(parse(to_toml(kitchen), "found.toml"), load("romance"), rng()).is_proof


@pytest.mark.parametrize("seed", range(4))
def test_what_a_network_that_learned_nothing_does_is_said_of_it(seed: int) -> None:
    """Its machine is whatever it is; what matters is that agreement is measured, not claimed."""
    cook = random_model(seed)
    try:
        found = extract(cook, rng())
    except DataError as error:
        assert "states" in str(error)  # noqa: PT017 - either is right
        return
    starts = np.arange(3)
    weathers = np.random.default_rng(9).integers(0, 2, (6, 3))
    told, state = menus(cook, cook.begin(starts), weathers), found.machine.initial[starts]
    for day, codes in enumerate(weathers):  # within the days by which states were told apart, it is exact
        state = found.machine.transitions[codes, state]
        if day == 0:
            assert np.array_equal(found.machine.outputs[state], told[day])


def test_states_may_be_walked_some_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    cook = trained_model()
    whole = extract(cook, rng())
    monkeypatch.setattr(extraction, "_AT_ONCE", 1)
    single = extract(cook, rng())
    for name in ("transitions", "outputs", "initial"):
        assert np.array_equal(getattr(single.machine, name), getattr(whole.machine, name))


def test_two_networks_that_learned_the_same() -> None:
    found = compare(trained_model(), load("romance"), rng())
    assert (found.difference, found.is_proof) == (None, False)
    assert (found.every_weather_up_to, found.seasons, found.days) == (12, 106, 1000)


def test_cooks_are_compared_in_spells_too() -> None:
    """A network's memory may hold for ever in changing weather, and drift away in a spell of one."""
    weathers, starts = long_weather(2, 3, rng())
    assert weathers.shape == (1000, 106)
    alone = {(tuple({*season}), start) for season, start in zip(weathers.T.tolist(), starts.tolist(), strict=True)}
    assert {((weather,), start) for weather in range(2) for start in range(3)} <= alone


def test_the_shortest_weather_tells_a_network_apart() -> None:
    found = compare(trained_model(), load("weather"), rng())
    assert found.difference is not None
    assert len(found.difference.weathers) == 1
    assert not found.is_proof


def test_names_are_matched_in_any_order() -> None:
    other = parse(
        'dishes = ["guobaorou", "potato", "crayfish"]\n[weathers]\nrainy = "next"\nsunny = "same"', "other.toml"
    )
    assert compare(load("romance"), other, rng()).difference is None
    assert compare(trained_model(), other, rng()).difference is None
    assert compare(other, trained_model(), rng()).difference is None
    wrong = parse('dishes = ["guobaorou", "potato", "crayfish"]\n[weathers]\nrainy = "previous"\nsunny = "same"', "w")
    for one, two in (
        (load("romance"), wrong),
        (trained_model(), wrong),
    ):
        found = compare(one, two, rng()).difference
        assert found is not None
        assert [one.weathers.ids[code] for code in found.weathers] == ["rainy"]
        start = one.dishes.ids[found.start]
        after = {
            "potato": ("crayfish", "guobaorou"),
            "crayfish": ("guobaorou", "potato"),
            "guobaorou": ("potato", "crayfish"),
        }
        assert tuple(one.dishes.ids[dish] for dish in found.dishes) == after[start]


def test_cooks_of_other_names_cannot_be_compared() -> None:
    with pytest.raises(DataError, match="weather 'rainy'"):
        compare(load("romance"), load("order"), rng())


@settings(max_examples=30)
@given(kitchens(), st.randoms())
def test_a_kitchen_in_another_order_is_the_same_kitchen(kitchen: Kitchen, random: object) -> None:
    assert compare(kitchen, kitchen, rng()).difference is None
