"""Typed matrices that are wrong: which entry mends them, and what else it mends or spoils."""

import pytest

from cooking_rnn.kitchen.check import cases_of
from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.kitchen.repair import Repair, lacking, repair
from cooking_rnn.kitchen.toml import parse

Rows = list[list[float]]

RULES = """
dishes = ["potato", "crayfish", "guobaorou"]
[weathers]
sunny = "same"
rainy = "next"
"""
FOOD: Rows = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 1], [1, 0, 0], [0, 1, 0]]
WEATHER: Rows = [[1, 0], [1, 0], [1, 0], [0, 1], [0, 1], [0, 1]]


def typed(food: Rows | None, weather: Rows | None, rules: str = RULES) -> Kitchen:
    rows = "".join(f"{key} = {value}\n" for key, value in (("food", food), ("weather", weather)) if value)
    return parse(f"{rules}[matrices]\n{rows}", "k.toml")


def changed(matrix: Rows, row: int, column: int, value: float, scale: float = 1) -> Rows:
    rows = [[entry * scale for entry in line] for line in matrix]
    rows[row - 1][column - 1] = value
    return rows


def cure_of(kitchen: Kitchen) -> Repair | None:
    return repair(kitchen, next(case for case in cases_of(kitchen) if not case.is_right))


@pytest.mark.parametrize("scale", [1, 0.4, 3])
def test_the_entry_that_was_spoilt_is_found_at_any_scale(scale: float) -> None:
    """With 1 in a matrix of 0.4, the dish of that row would win whatever the weather: it would spoil another case."""
    kitchen = typed(changed(FOOD, 5, 1, 0, scale), changed(WEATHER, 1, 1, scale, scale))
    assert cure_of(kitchen) == Repair("food", 5, 1, scale, 0, mends=1, spoils=0)


def test_an_entry_is_found_where_one_matrix_alone_was_typed() -> None:
    """Each rule names a dish, so that no food is needed: the two cases of guobaorou are mended as well."""
    rules = RULES.replace('"same"', '"potato"').replace('"next"', '"crayfish"')
    cure = cure_of(typed(None, [[1, 0], [0, 0], [0, 0]], rules))
    assert cure == Repair("weather", 2, 2, 1, 0, mends=3, spoils=0)
    cure = cure_of(typed([[0, 0, 1], [1, 0, 0], [0, 0, 0]], None, RULES.replace('"same"', '"next"')))
    assert cure == Repair("food", 3, 2, 1, 0, mends=2, spoils=0)


def test_following_the_advice_ends_where_all_is_right() -> None:
    """Two entries wrong, in a scaled matrix: two pieces of advice mend it."""
    food, weather = changed(FOOD, 5, 1, 0, 0.4), changed(WEATHER, 3, 1, 0, 0.4)
    for _ in range(2):
        cure = cure_of(typed(food, weather))
        assert cure is not None
        (food if cure.matrix == "food" else weather)[cure.row - 1][cure.column - 1] = cure.value
    assert all(case.is_right for case in cases_of(typed(food, weather)))


@pytest.mark.parametrize(
    ("food", "weather", "rules", "missing"),
    [
        (FOOD, WEATHER, RULES, ""),
        (FOOD, None, RULES, "weather"),
        (None, WEATHER, RULES, "food"),
        (None, [[1, 0], [0, 1], [0, 0]], RULES.replace('"same"', '"potato"').replace('"next"', '"crayfish"'), ""),
        ([[0, 0, 1], [1, 0, 0], [0, 1, 0]], None, RULES.replace('"same"', '"next"'), ""),
    ],
)
def test_a_matrix_that_the_rules_need_is_missed(
    food: Rows | None, weather: Rows | None, rules: str, missing: str
) -> None:
    assert lacking(typed(food, weather, rules)) == missing
