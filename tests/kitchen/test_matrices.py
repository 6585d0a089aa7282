"""The matrices are the article's, entry by entry, and obey their rules in any kitchen."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cooking_rnn.kitchen.builtin import builtin_names
from cooking_rnn.kitchen.check import best_two, cases_of, rule_table
from cooking_rnn.kitchen.day import one_hot, vectors_of
from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.kitchen.matrices import Matrices, compiled
from cooking_rnn.kitchen.toml import load
from cooking_rnn.steps import Array
from tests.kitchens import kitchens

FOOD = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 1], [1, 0, 0], [0, 1, 0]]
WEATHER = [[1, 0], [1, 0], [1, 0], [0, 1], [0, 1], [0, 1]]

# The article's table of all six cases, as it is printed there.
CASES = """
| potato | sunny | 1 0 0 0 1 0 | 1 1 1 0 0 0 | 2 1 1 0 1 0 | 1 0 0 0 0 0 | potato |
| potato | rainy | 1 0 0 0 1 0 | 0 0 0 1 1 1 | 1 0 0 1 2 1 | 0 0 0 0 1 0 | crayfish |
| crayfish | sunny | 0 1 0 0 0 1 | 1 1 1 0 0 0 | 1 2 1 0 0 1 | 0 1 0 0 0 0 | crayfish |
| crayfish | rainy | 0 1 0 0 0 1 | 0 0 0 1 1 1 | 0 1 0 1 1 2 | 0 0 0 0 0 1 | guobaorou |
| guobaorou | sunny | 0 0 1 1 0 0 | 1 1 1 0 0 0 | 1 1 2 1 0 0 | 0 0 1 0 0 0 | guobaorou |
| guobaorou | rainy | 0 0 1 1 0 0 | 0 0 0 1 1 1 | 0 0 1 2 1 1 | 0 0 0 1 0 0 | potato |
"""


def test_weather_decides() -> None:
    matrices = compiled(load("weather"))
    assert matrices.food is None
    assert matrices.weather is not None
    assert matrices.weather.tolist() == [[1, 0], [0, 1], [0, 0]]


def test_order_decides() -> None:
    matrices = compiled(load("order"))
    assert matrices.food is not None
    assert matrices.food.tolist() == [[0, 0, 1], [1, 0, 0], [0, 1, 0]]
    assert matrices.weather is None


def test_romance() -> None:
    matrices = compiled(load("romance"))
    assert matrices.food is not None
    assert matrices.weather is not None
    assert matrices.food.tolist() == FOOD
    assert matrices.weather.tolist() == WEATHER
    assert matrices.food.dtype.kind == matrices.weather.dtype.kind == "i"


def test_arrays_stay_their_owner_s() -> None:
    food = np.eye(2)
    matrices = Matrices(food, None, 1)
    food[0, 0] = 9
    assert matrices.food is not None
    assert matrices.food[0, 0] == 1
    assert not matrices.food.flags.writeable


@pytest.mark.parametrize(
    ("food", "weather", "parts", "told"),
    [
        (np.eye(2), np.zeros((4, 1)), 1, "2 rows of food != 4 rows of weather"),
        (np.zeros((4, 2)), None, 3, "food has 4 rows, which do not make 3 equal parts"),
    ],
)
def test_shapes_that_do_not_go_together(food: Array, weather: Array | None, parts: int, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        Matrices(food, weather, parts)


@pytest.mark.parametrize("line", CASES.strip().splitlines())
def test_the_six_cases(line: str) -> None:
    yesterday, today, *vectors, dish = (cell.strip() for cell in line.strip("|").split("|"))
    kitchen = load("romance")
    previous, weather = kitchen.dishes.find(yesterday), kitchen.weathers.find(today)
    day = vectors_of(compiled(kitchen), one_hot(previous, 3), one_hot(weather, 2))
    told = [" ".join(map(str, vector)) for vector in (day.from_food, day.from_weather, day.sum, day.hardmax)]
    assert told == vectors
    assert kitchen.dishes[int(day.next_dish.argmax())].id == dish


def test_the_story_s_week() -> None:
    cook = load("romance")
    week = np.array([0, 1, 0, 1, 1, 0], dtype=np.uint8)  # Tuesday to Sunday
    dishes = [day.dish for day in cook.days(week, cook.start)]
    assert dishes == ["potato", "crayfish", "crayfish", "guobaorou", "potato", "potato"]


@pytest.mark.parametrize("name", builtin_names())
def test_every_case_of_every_built_in_kitchen_is_right(name: str) -> None:
    assert all(case.is_right for case in cases_of(load(name)))


@given(kitchens(), st.lists(st.integers(0, 5), max_size=30))
def test_matrices_and_rules_and_menu_agree(kitchen: Kitchen, weather: list[int]) -> None:
    for case in cases_of(kitchen):
        assert case.is_right
        assert case.margin is None or case.margin >= 1  # the winner is never in doubt
        assert case.vectors.sum.max() == (2 if kitchen.weathers and compiled(kitchen).food is not None else 1)
    codes = np.array([code % len(kitchen.rules) for code in weather], dtype=np.uint8)
    dish, expected = kitchen.start, []
    for code in codes:
        dish = kitchen.rules[code].follows[dish]
        expected.append(dish)
    cook = kitchen
    assert cook.menu(codes, kitchen.start).tolist() == expected
    by_matrices = [int(day.steps[-1].value.argmax()) for day in cook.days(codes, kitchen.start)]
    assert by_matrices == expected


@given(kitchens())
def test_the_shape_counts_distinct_rules(kitchen: Kitchen) -> None:
    matrices, n, m = compiled(kitchen), len(kitchen.dishes), len(kitchen.weathers)
    k = matrices.parts
    if matrices.food is not None:
        assert matrices.food.shape == (k * n, n)
        assert k == len({rule.follows for rule in kitchen.rules})
    if matrices.weather is not None:
        assert matrices.weather.shape == (k * n, m)
    for matrix in (matrices.food, matrices.weather):
        assert matrix is None or {*np.unique(matrix)} <= {0, 1}


@given(kitchens())
def test_the_rule_table_is_what_the_matrices_make(kitchen: Kitchen) -> None:
    table = rule_table(kitchen)
    assert all(table[case.weather or 0, case.previous] == case.dish for case in cases_of(kitchen))


@given(st.data())
def test_the_two_largest_of_each_column_are_those_of_the_plain_sum(data: st.DataObject) -> None:
    rows, n = data.draw(st.integers(1, 9)), data.draw(st.integers(1, 5))
    entries = data.draw(st.sampled_from([st.integers(-2, 2), st.sampled_from([-0.5, 0.0, 0.25, 3.5])]))
    food = np.array(data.draw(st.lists(entries, min_size=rows * n, max_size=rows * n))).reshape(rows, n)
    column = np.array(data.draw(st.lists(entries, min_size=rows, max_size=rows)))
    total = food + column[:, None]
    first, best, second = best_two(food, column)
    assert np.array_equal(first, total.argmax(axis=0))
    assert np.array_equal(best, total.max(axis=0))
    rest = np.sort(np.vstack([total, np.full(n, -np.inf)]), axis=0)[-2]
    assert np.array_equal(second, rest)
