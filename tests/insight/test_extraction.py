"""The machine inside a network, and what tells cooks apart."""

import tracemalloc
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cooking_rnn.errors import DataError
from cooking_rnn.insight import comparison, extraction
from cooking_rnn.insight.comparison import compare
from cooking_rnn.insight.extraction import CLIMATE_DAYS, extract, long_weather, menus, ruled_weather
from cooking_rnn.insight.machine import Machine
from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.kitchen.rules import rule
from cooking_rnn.kitchen.to_toml import to_toml
from cooking_rnn.kitchen.toml import load, parse
from cooking_rnn.names import Name, Names, weather_names
from cooking_rnn.network.model import Architecture
from cooking_rnn.network.network import Network
from cooking_rnn.steps import Array
from tests.kitchens import kitchens
from tests.models import random_model, trained_model

DRY = Path(__file__).parents[1] / "data" / "dry"


def rng() -> np.random.Generator:
    return np.random.default_rng(0)


def test_the_kitchen_that_was_taught_is_found() -> None:
    model = trained_model()
    found = extract(model)
    assert found.agrees
    kitchen = found.kitchen
    assert kitchen is not None
    assert kitchen == found.target == load("romance")
    assert found.as_taught
    assert [rule.wording for rule in kitchen.rules] == ["same", "next"]
    assert compare(parse(to_toml(kitchen), "found.toml"), load("romance")).is_proof


def shrunk(seed: int, cell: str) -> Network:
    """Return a network that has learned nothing, and forgets: its machine has few states."""
    model = random_model(seed, cell=cell)
    return replace(model, flat=model.flat * np.float32(0.3))


def outputs_of(machine: Machine, weathers: Array, starts: Array) -> Array:
    """Return the dishes (days, batch) of a machine."""
    state, dishes = machine.initial[starts], []
    for codes in weathers:
        state = machine.transitions[codes, state]
        dishes.append(machine.outputs[state])
    return np.array(dishes)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("cell", ["simple", "lstm"])
def test_a_machine_is_exact_on_as_many_days_as_tell_states_apart(cell: str, seed: int) -> None:
    cook = shrunk(seed, cell)
    found = extract(cook)
    assert len(found.machine.outputs) >= 3
    words = np.array([*product(range(2), repeat=found.experiments)]).T
    weathers, starts = np.tile(words, 3), np.arange(3).repeat(words.shape[1])
    told = menus(cook, cook.begin(starts), weathers)
    assert np.array_equal(outputs_of(found.machine, weathers, starts), told)


@pytest.mark.slow
@pytest.mark.parametrize(("cell", "agrees"), [("simple", True), ("lstm", False)])
def test_agreement_on_long_weather_is_measured_and_not_claimed(cell: str, agrees: bool) -> None:
    cook = shrunk(1, cell)
    found = extract(cook)
    same = rng()
    asked = long_weather(2, 3, same), ruled_weather(2, 3, cook.architecture.size, CLIMATE_DAYS, same)
    right = [
        outputs_of(found.machine, weathers, starts) == menus(cook, cook.begin(starts), weathers)
        for weathers, starts in asked
    ]
    assert (found.right, found.days) == (sum(each.sum() for each in right), sum(each.size for each in right))
    assert found.agrees == all(each.all() for each in right) == agrees


def test_a_network_that_goes_through_ever_new_states_has_no_machine() -> None:
    with pytest.raises(DataError, match=r"more than 1000 states \(it has not learned a kitchen: train it longer\)"):
        extract(random_model(0))


@pytest.mark.slow
def test_states_may_be_walked_some_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    cook = trained_model()
    whole = extract(cook)
    monkeypatch.setattr(extraction, "_AT_ONCE", 1)
    single = extract(cook)
    for name in ("transitions", "outputs", "initial"):
        assert np.array_equal(getattr(single.machine, name), getattr(whole.machine, name))


@pytest.mark.slow
@pytest.mark.parametrize("cell", ["simple", "lstm"])
def test_whatever_is_done_in_pieces_comes_out_the_same(monkeypatch: pytest.MonkeyPatch, cell: str) -> None:
    cook = shrunk(0, cell)
    whole, known = extract(cook), compare(cook, trained_model())
    monkeypatch.setattr(extraction, "_MOST_BYTES", 1_000_000)
    monkeypatch.setattr(extraction, "_AT_ONCE", 50)
    monkeypatch.setattr(comparison, "_AT_ONCE", 50)
    pieces = extract(cook)
    assert (pieces.days, pieces.right) == (whole.days, whole.right)
    assert pieces.machine.transitions.tolist() == whole.machine.transitions.tolist()
    assert compare(cook, trained_model()).difference == known.difference is not None


@pytest.mark.slow
def test_many_names_take_little_memory_and_are_all_tried() -> None:
    names = [Name(f"n{number}") for number in range(40)]
    made = Architecture("simple", 80, 40, 4)
    flat = np.zeros(made.size, np.float32)
    network = Network(made, flat, "next", "zero", 0, Names("dish", names), weather_names(names), {})
    tracemalloc.start()
    found = extract(network)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 400_000_000
    assert found.agrees
    assert len(found.machine.outputs) == 40  # on day 0 each is the dish that was shown
    weathers, starts = long_weather(40, 40, rng())
    assert {*weathers[0].tolist()} == {*starts.tolist()} == {*range(40)}


@pytest.mark.slow
def test_two_networks_that_learned_the_same() -> None:
    found = compare(trained_model(), load("romance"))
    assert (found.difference, found.is_proof) == (None, False)
    assert (found.every_weather_up_to, found.seasons, found.days) == (12, 106, 1000)


def test_cooks_are_compared_in_spells_too() -> None:
    """A network's memory may hold for ever in changing weather, and drift away in a spell of one."""
    weathers, starts = long_weather(2, 3, rng())
    assert weathers.shape == (1000, 106)
    alone = {(tuple({*season}), start) for season, start in zip(weathers.T.tolist(), starts.tolist(), strict=True)}
    assert {((weather,), start) for weather in range(2) for start in range(3)} <= alone


@pytest.mark.slow
@pytest.mark.parametrize("file", sorted(DRY.glob("*.npz")), ids=lambda file: file.stem)
def test_a_network_that_is_wrong_in_a_dry_climate_is_seen_to_be(file: Path) -> None:
    """LSTMs that are right on 4,000 days of random weather, and wrong where it rains on one day in a hundred."""
    found = compare(file, "romance").difference
    assert found is not None
    cook = Network.load(file)
    told = (
        cook.menu(np.array(found.weathers), found.start)[-1],
        load("romance").menu(np.array(found.weathers), found.start)[-1],
    )
    assert told[0] != told[1]
    assert told == found.dishes


@pytest.mark.slow
def test_a_search_finds_the_few_days_after_a_spell_that_no_random_weather_had() -> None:
    found = compare(DRY / "lstm17.npz", "romance")
    assert found.difference is not None
    assert found.searched > 0  # what was tried before it found nothing
    assert not extract(DRY / "lstm17.npz").agrees


@pytest.mark.slow
def test_names_in_another_order_are_searched_alike() -> None:
    """The difference is in the first cook's codes, whichever cook is the network."""
    other = parse(
        'dishes = ["guobaorou", "potato", "crayfish"]\n[weathers]\nrainy = "next"\nsunny = "same"', "other.toml"
    )
    found = compare(other, DRY / "lstm17.npz").difference
    assert found is not None
    cook = Network.load(DRY / "lstm17.npz")
    weathers = np.array([cook.weathers.ids.index(other.weathers.ids[code]) for code in found.weathers])
    start = cook.dishes.ids.index(other.dishes.ids[found.start])
    said = cook.dishes.ids[int(cook.menu(weathers, start)[-1])]
    right = other.dishes.ids[int(other.menu(np.array(found.weathers), found.start)[-1])]
    assert (right, said) == tuple(other.dishes.ids[dish] for dish in found.dishes)
    assert right != said


def test_the_shortest_weather_tells_a_network_apart() -> None:
    found = compare(trained_model(), load("weather"))
    assert found.difference is not None
    assert len(found.difference.weathers) == 1
    assert not found.is_proof


@pytest.mark.slow
def test_names_are_matched_in_any_order() -> None:
    other = parse(
        'dishes = ["guobaorou", "potato", "crayfish"]\n[weathers]\nrainy = "next"\nsunny = "same"', "other.toml"
    )
    assert compare(load("romance"), other).difference is None
    assert compare(trained_model(), other).difference is None
    assert compare(other, trained_model()).difference is None
    wrong = parse('dishes = ["guobaorou", "potato", "crayfish"]\n[weathers]\nrainy = "previous"\nsunny = "same"', "w")
    for one, two in (
        (load("romance"), wrong),
        (trained_model(), wrong),
    ):
        found = compare(one, two).difference
        assert found is not None
        assert [one.weathers.ids[code] for code in found.weathers] == ["rainy"]
        start = one.dishes.ids[found.start]
        after = {
            "potato": ("crayfish", "guobaorou"),
            "crayfish": ("guobaorou", "potato"),
            "guobaorou": ("potato", "crayfish"),
        }
        assert tuple(one.dishes.ids[dish] for dish in found.dishes) == after[start]


@pytest.mark.slow
def test_names_are_matched_by_any_spelling() -> None:
    """As `simulate` reads them: identifiers, labels, aliases, common words."""
    words = ("土豆丝", "小龙虾", "锅包肉"), ("shredded potato", "CRAYFISH", "Crispy Pork"), ("a", "b", "guobaorou")
    for dishes, weathers in zip(words, (("晴天", "雨天"), ("sun", "drizzle"), ("sunny", "wet")), strict=True):
        table = ", ".join(f'"{dish}" = {{ en = "{en}" }}' for dish, en in zip(dishes, words[1], strict=True))
        rules = f'[weathers]\n"{weathers[0]}" = "same"\n"{weathers[1]}" = "next"'
        other = parse(f"[dishes]\n{table.replace(', ', chr(10))}\n{rules}", "other.toml")
        for one, two in ((load("romance"), other), (other, load("romance")), (other, other)):
            assert compare(one, two).difference is None
        assert compare(other, trained_model()).difference is None
        assert compare(other, load("weather")).difference is not None


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('dishes = ["土豆丝", "potato", "crayfish"]', "it has dish 'guobaorou'"),
        ('dishes = ["土豆丝", "小龙虾", "soup"]', "it has dish 'guobaorou'"),
        ('dishes = ["potato", "crayfish"]', "it has dish 'guobaorou'"),
        ('dishes = ["potato", "crayfish", "guobaorou", "soup"]', "it has no dish 'soup'"),
        ('[dishes]\nx = { en = "potato", zh = "小龙虾" }\ncrayfish = {}\nguobaorou = {}', ""),
        ('[dishes]\nx = { en = "crayfish", zh = "小龙虾" }\npotato = {}\nguobaorou = {}', ""),
    ],
)
def test_a_name_that_has_no_other_or_two_is_named(text: str, fault: str) -> None:
    other = parse(f'{text}\n[weathers]\nsunny = "same"\nrainy = "next"', "other.toml") if fault else None
    if other is None:
        other = parse(f'start = "guobaorou"\n{text}\n[weathers]\nsunny = "same"\nrainy = "next"', "other.toml")
        assert compare(load("romance"), other).names == ("romance", "other.toml")
    else:
        with pytest.raises(DataError, match=f"romance: {fault}, unlike other.toml"):
            compare(load("romance"), other)


def test_cooks_of_other_names_cannot_be_compared() -> None:
    with pytest.raises(DataError, match="weather 'rainy'"):
        compare(load("romance"), load("order"))


@given(kitchens(), st.data())
def test_a_kitchen_in_another_order_is_the_same_kitchen_and_with_another_rule_it_is_not(
    kitchen: Kitchen, data: st.DataObject
) -> None:
    m, n = len(kitchen.rules), len(kitchen.dishes)
    dishes, weathers = data.draw(st.permutations(range(n))), data.draw(st.permutations(range(m)))
    follows = [[dishes.index(kitchen.rules[weather].follows[dish]) for dish in dishes] for weather in weathers]

    def shuffled() -> Kitchen:
        names = Names("dish", [kitchen.dishes[dish] for dish in dishes])
        rules = tuple(rule(tuple(row), names) for row in follows)
        named = Names("weather", [kitchen.weathers[weather] for weather in weathers if kitchen.weathers])
        return Kitchen("shuffled", dishes.index(kitchen.start), names, named, rules, "shuffled")

    for one, other in ((kitchen, shuffled()), (shuffled(), kitchen)):
        assert compare(one, other).difference is None
    weather, dish = data.draw(st.integers(0, m - 1)), data.draw(st.integers(0, n - 1))
    follows[weather][dish] = (follows[weather][dish] + 1) % n
    found = compare(kitchen, shuffled()).difference
    assert (found is None) == (n == 1)  # every dish is a start, so a changed rule shows on day 1
    if found is not None:
        assert (found.start, found.weathers) == (dishes[dish], (weathers[weather],))
