"""Sentences say what the numbers of their day say, and nothing more."""

import re

import numpy as np
import pytest

from cooking_rnn.errors import DataError
from cooking_rnn.kitchen import bridge
from cooking_rnn.kitchen.toml import load, parse
from cooking_rnn.show import days, explain, kitchens
from cooking_rnn.show.labels import labels_of
from cooking_rnn.show.screen import Screen

PIE = """
dishes = ["apple pie", "burger", "chicken"]
[weathers]
sunny = "same"
foggy = "apple pie"
stormy = { "apple pie" = "chicken", burger = "burger", chicken = "apple pie" }
windy = { "apple pie" = "chicken", burger = "chicken", chicken = "apple pie" }
"""
TYPED = """
dishes = ["potato", "crayfish", "guobaorou"]
[weathers]
sunny = "same"
rainy = "next"
[matrices]
food = {food}
weather = {weather}
"""
NEXT, SAME = "[0,0,1],[1,0,0],[0,1,0]", "[1,0,0],[0,1,0],[0,0,1]"
OTHER_ORDER = TYPED.format(food=f"[{NEXT},{SAME}]", weather="[[0,1],[0,1],[0,1],[1,0],[1,0],[1,0]]")


def told(text: str, weather: list[int], start: int = 0, lang: str = "en", *, as_rnn: bool = False) -> str:
    """Return the explanation of a kitchen's days, as wide as it comes, up to a tie."""
    cook = load(text) if text.isalpha() else parse(text, "k.toml")
    cook = bridge.as_rnn(cook) if as_rnn else cook
    labels = labels_of(cook.dishes, cook.weathers, lang)
    shown: list[str] = []
    try:
        for page in explain.pages(cook.explained(np.array(weather, np.uint8), start), labels, lang):
            shown += [Screen.text(part, 10_000, colour=False) for part in page.parts]
    except DataError as error:
        shown.append(f"cook: error: {error}")
    return "".join(shown)


def test_the_rows_of_typed_matrices_are_not_named_after_rules() -> None:
    """They stand in another order than the rules: block 1 makes the next dish."""
    text = told(OTHER_ORDER, [1])
    assert "Rows 1-3: cook crayfish. Rows 4-6: eat potato again." in text
    assert "Added, row 2 (crayfish) is the largest: 2." in text
    assert not re.search(r"same|next:|“next”|“same”", text)
    kitchen = parse(OTHER_ORDER, "k.toml")
    shown = "".join(
        Screen.text(part, 10_000, colour=False) for part in kitchens.show_layouts(kitchen, kitchen.matrices, "en")
    )
    assert "matrices typed by hand" in shown
    assert "same: potato" not in shown
    assert "1 potato     0*      0         1*" in shown
    assert "* not as the rules write it: 12" in shown


def test_a_dish_that_the_rule_does_not_say_is_told() -> None:
    swapped = OTHER_ORDER.replace("[[0,1],[0,1],[0,1],[1,0],[1,0],[1,0]]", "[[1,0],[1,0],[1,0],[0,1],[0,1],[0,1]]")
    for as_rnn in (False, True):
        assert "The rule says potato: these matrices, typed by hand, say otherwise." in told(
            swapped, [0], as_rnn=as_rnn
        )
        assert "say otherwise" not in told(OTHER_ORDER, [0], as_rnn=as_rnn)


TIE = OTHER_ORDER.replace("[[0,1],[0,1],[0,1],[1,0],", "[[0,1],[0,0],[0,1],[1,0],")  # potato and rainy


def test_a_tie_ends_the_explanation_where_it_is_met() -> None:
    text = told(TIE, [0, 1, 0])
    assert "Day 2" in text
    assert "Day 3" not in text
    assert "6/7" not in text[text.index("Day 2") :]
    assert "A tie: rows 1, 2, 3 and 4 are equally large, 1, and hard-max cannot choose." in text
    assert text.count("(1)") >= 4
    assert text.endswith(
        "cook: error: k.toml: matrices: potato and rainy: rows 1 and 2 tie for the maximum, 1 "
        "(`cook kitchen check` shows every case)"
    )
    assert "error" not in told(TIE, [0, 0])
    as_rnn = told(TIE, [0, 1, 0], as_rnn=True)
    assert "A tie: rows 1, 2, 3 and 4" in as_rnn
    assert "potato and rainy" in as_rnn


def test_again_is_said_of_yesterday_s_dish_only_where_it_matters() -> None:
    text = told(PIE, [1])
    assert "Rows 1-3: eat apple pie again. Rows 4-6: cook apple pie." in text
    assert "always apple pie: apple pie" in text
    assert "table (stormy): chicken" in text
    assert "table (windy): chicken" in text
    assert "总是apple pie" in told(PIE, [1], lang="zh")


def test_a_sum_says_who_put_something_in_each_row() -> None:
    lines = told("romance", [1]).split("5/7")[1].splitlines()[2:8]
    assert [line.partition("←")[2].strip() for line in lines] == [
        "shredded potato",
        "",
        "",
        "rainy",
        "shredded potato, rainy",
        "rainy",
    ]


def test_a_kitchen_without_weather_is_an_rnn_without_x() -> None:
    text = told("order", [0], as_rnn=True)
    assert "A · h" in text
    assert not re.search(r"\bx\b|Weather", text)


def test_chinese() -> None:
    text = told("romance", [1], lang="zh")
    assert "第 1 天：昨天吃的是土豆丝，今天是雨天" in text
    assert "第 1-3 行：再吃土豆丝。第 4-6 行：做小龙虾。" in text
    assert "折叠：把上半部分和下半部分相加。" in text
    assert "折叠：把 4 个部分相加。" in told(PIE, [1], lang="zh")


@pytest.mark.parametrize(
    ("kitchen", "legend"), [("romance", "行的两部分：同一道菜 │ 下一道菜"), (PIE, "行的 4 个部分：")]
)
def test_the_legend_counts_the_parts(kitchen: str, legend: str) -> None:
    cook = load(kitchen) if kitchen.isalpha() else parse(kitchen, "k.toml")
    season = days.season(cook, np.array([0], np.uint8), 0, None, "zh", vectors=True, whole=False)
    for width in (40, 10_000):
        text = Screen.text(days.layouts(season), width, colour=False)
        assert legend in text.replace("\n", "")
        assert "被取最大选中" in text.replace("\n", "")
    assert "第 1 天 " in Screen.text(days.layouts(season), 40, colour=False)
