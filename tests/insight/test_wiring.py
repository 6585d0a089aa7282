"""Kitchens wired by hand as networks: right, for as long as is said, and the same kitchen when it is read back."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cooking_rnn.choices import FORMS
from cooking_rnn.errors import UsageError
from cooking_rnn.insight.comparison import compare
from cooking_rnn.insight.extraction import extract
from cooking_rnn.insight.wiring import Wiring, closed, wire
from cooking_rnn.kitchen.builtin import builtin_names
from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.kitchen.rules import rule
from cooking_rnn.kitchen.toml import load, parse
from cooking_rnn.names import Name, Names
from cooking_rnn.network.network import Network
from tests.kitchens import kitchens

TYPED = """
dishes = ["a", "b"]
[weathers]
sunny = "same"
rainy = "next"
[matrices]
food = [[1,0],[0,1],[1,0],[0,1]]
weather = [[1,0],[1,0],[0,1],[0,1]]
"""


@pytest.mark.slow
@given(kitchens(), st.sampled_from(FORMS), st.integers(0, 99))
def test_any_kitchen_in_any_form(kitchen: Kitchen, form: str, seed: int) -> None:
    wiring, rng = wire(kitchen, form), np.random.default_rng(seed)
    codes = rng.integers(0, len(kitchen.rules), 100).astype(np.uint8).repeat(rng.integers(1, 9, 100))
    for start in range(len(kitchen.dishes)):
        np.testing.assert_array_equal(wiring.network.menu(codes, start), kitchen.menu(codes, start))
    weights = wiring.network.flat / wiring.network.trained["gain"]
    np.testing.assert_array_equal(weights, weights.round())


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
def test_it_is_a_network_like_any_other(form: str, tmp_path: Any) -> None:
    kitchen = load("romance")
    wiring = wire(kitchen, form)
    wiring.network.save(tmp_path / "hand.npz")
    kept = Network.load(tmp_path / "hand.npz")
    assert kept.by_hand == form
    assert kept.units == wiring.network.units
    assert kept.units[-1].name == "next"
    found = extract(kept)
    assert found.agrees
    assert found.as_taught
    assert found.kitchen == kitchen
    assert compare(kitchen, kept).is_proof
    assert wiring.network.architecture.hidden == {"rnn": 6, "tanh": 6, "lstm": 3}[form]


def test_an_lstm_takes_a_block_for_every_rule_but_same() -> None:
    for name, units in (("weather", 6), ("order", 3), ("romance", 3), ("cycle5", 10)):
        assert wire(name, "lstm").network.architecture.hidden == units


def test_typed_matrices_are_wired_as_they_run() -> None:
    """They say "same" on rainy days, unlike the rule."""
    kitchen = parse(TYPED, "k.toml")
    for form in FORMS:
        assert wire(kitchen, form).network.menu(np.array([1, 1, 0], np.uint8), 1).tolist() == [1, 1, 1]


def test_a_proof_does_not_hold_for_another_kitchen() -> None:
    network = wire("romance", "lstm").network
    table = load("romance").table
    assert closed(network, table) == 3
    assert closed(network, table[::-1]) is None
    assert not compare(network, parse(ROMANCE_BACK, "k.toml")).agree


ROMANCE_BACK = """
dishes = ["potato", "crayfish", "guobaorou"]
[weathers]
sunny = "same"
rainy = "previous"
"""


def off(wiring: Wiring, codes: np.ndarray, dtype: Any) -> np.ndarray:
    """Return how far from what is meant the state (c of an LSTM) of romance is after each of these days (days,)."""
    network, kitchen = wiring.network, wiring.kitchen
    states = [[type(state)(*(part.astype(dtype) for part in state))] for (state,) in network.begin(np.array([0]))]
    dishes, told = kitchen.menu(codes, 0), []
    for _, _, trace in network.pieces(codes[:, None], states, 1):
        ((state,),) = trace.states
        told.append(state.cell[:, 0] if hasattr(state, "cell") else state.hidden[:, 0])
    meant = 2.0 * np.eye(3)[dishes] - 1
    if wiring.network.by_hand == "tanh":
        meant = np.concatenate([np.where(codes[:, None] == code, meant, -1) for code in (0, 1)], axis=1)
    return np.asarray(np.abs(np.array(told, np.float64) - meant).max(axis=1))


@pytest.mark.parametrize("form", ["tanh", "lstm"])
def test_the_state_is_no_further_off_than_is_said(form: str) -> None:
    wiring = wire("romance", form)
    codes = np.random.default_rng(1).integers(0, 2, 60).astype(np.uint8).repeat(5)
    found = off(wiring, codes, np.float32)
    since = np.array([place - max([-1, *np.flatnonzero(codes[: place + 1])]) for place in range(len(codes))])
    assert (found <= wiring.error + wiring.drift * since).all()
    assert wiring.error < 1e-5
    assert wiring.days is None or wiring.days > 1_000_000


@pytest.mark.parametrize(
    ("arguments", "where"),
    [({"form": "gru"}, "form"), ({"kitchen": "nowhere"}, "kitchen"), ({"kitchen": 3}, "kitchen")],
)
def test_what_cannot_be(arguments: dict[str, Any], where: str) -> None:
    with pytest.raises(UsageError) as error:
        wire(**arguments)
    assert str(error.value.where) == where


def made(table: np.ndarray) -> Kitchen:
    """Return the kitchen of a table (m, n)."""
    dishes = Names("dish", [Name(f"dish{number}") for number in range(table.shape[1])])
    weathers = Names("weather", [Name(f"weather{number}") for number in range(len(table))])
    rules = tuple(rule(tuple(follows), dishes) for follows in table.tolist())
    return Kitchen("made", 0, dishes, weathers, rules, "made")


def test_a_kitchen_that_takes_too_many_units() -> None:
    kitchen = made(np.arange(97) * np.arange(2, 46)[:, None] % 97)  # 44 rules that differ
    for form in FORMS:
        with pytest.raises(UsageError, match="4,268 units"):
            wire(kitchen, form)


def drawn(seed: int) -> Kitchen:
    """Return a random kitchen whose first weather is "same" or "next"."""
    rng = np.random.default_rng(seed)
    n, m = rng.integers(2, 9), rng.integers(1, 6)
    table = rng.integers(0, n, (m, n))
    table[0] = (np.arange(n) + seed % 2) % n
    return made(table)


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kitchen", [*builtin_names(), *range(20)])
def test_right_over_100_000_days(kitchen: str | int, form: str) -> None:
    cook = load(kitchen) if isinstance(kitchen, str) else drawn(kitchen)
    network, days = wire(cook, form).network, 100_000
    codes = np.random.default_rng(0).integers(0, len(cook.rules), days).astype(np.uint8)
    for weather in (codes, np.concatenate([np.zeros(days, np.uint8), codes[:1000]])):
        np.testing.assert_array_equal(network.menu(weather, cook.start), cook.menu(weather, cook.start))
    assert extract(network).kitchen == cook


@pytest.mark.parametrize("form", FORMS)
def test_a_table_that_holds_every_day_has_no_weather_s_name(form: str) -> None:
    kitchen = parse('dishes = ["a", "b", "c"]\nrule = { a = "b", b = "a", c = "c" }', "k.toml")
    assert wire(kitchen, form).network.simulate(days=3).menu == kitchen.simulate(days=3).menu == ("b", "a", "b")
