"""Sentences say what the numbers of their day say, and nothing more."""

import re
from dataclasses import replace

import numpy as np
import pytest

from cooking_rnn.blocks import Equation, Heading, Matrix, Paragraph, Vector, plain
from cooking_rnn.choices import FORMS
from cooking_rnn.cook import Season
from cooking_rnn.insight.wiring import wire
from cooking_rnn.kitchen.bridge import as_rnn as bridged
from cooking_rnn.kitchen.builtin import builtin_names
from cooking_rnn.kitchen.toml import load, parse
from cooking_rnn.names import LANGUAGES
from cooking_rnn.network.network import Network
from cooking_rnn.render import terminal
from cooking_rnn.report import report
from cooking_rnn.report.deciding import deciding
from cooking_rnn.report.explanation import pages, question
from cooking_rnn.report.say import Say
from tests.models import random_model

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
    told = Season(bridged(cook) if as_rnn else cook, np.array(weather, np.uint8), start).explanation()
    shown = terminal.text(report(told, Say(lang)), terminal.UNLIMITED, colour=False)
    return shown + (f"cook: error: {told.fault}" if told.fault else "")


def test_the_rows_of_typed_matrices_are_not_named_after_rules() -> None:
    """They stand in another order than the rules: block 1 makes the next dish."""
    text = told(OTHER_ORDER, [1])
    assert "Rows 1-3: cook crayfish. Rows 4-6: eat potato again." in text
    assert "Added, row 2 (crayfish) is the largest: 2." in text
    assert not re.search(r"same|next:|“next”|“same”", text)
    kitchen = parse(OTHER_ORDER, "k.toml")
    shown = terminal.text(report(kitchen, Say()), terminal.UNLIMITED, colour=False)
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


def test_the_legend_names_the_parts_and_the_mark() -> None:
    for kitchen, rules in (
        ("romance", "行：同一道菜 │ 下一道菜"),
        (PIE, "行：同一道菜 │ 总是apple pie │ 对照表（stormy"),
    ):
        cook = load(kitchen) if kitchen.isalpha() else parse(kitchen, "k.toml")
        for width in (40, terminal.UNLIMITED):
            text = terminal.text(report(cook.simulate("sunny"), Say("zh")), width, colour=False).replace("\n", "")
            assert rules in text
            assert "最大的一项，hard-max 选中的就是它" in text


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kitchen", builtin_names())
def test_every_step_has_a_sentence(kitchen: str, lang: str) -> None:
    for cook in (
        load(kitchen),
        bridged(load(kitchen)),
        random_model(kitchen=kitchen),
        random_model(0, kitchen, cell="lstm"),
        *(wire(kitchen, form).network for form in FORMS),
    ):
        for page in pages(cook.explain(cook.weathers.ids or None), Say(lang)):
            assert isinstance(page[-1], Paragraph)
            assert plain(page[-1].text).endswith("。" if lang == "zh" else ".")


def test_an_lstm_s_day_is_equations_and_a_large_matrix_is_shown_once() -> None:
    told = report(random_model(cell="lstm").explain("sunny,rainy"), Say(), full=True)
    text = terminal.text(told, 100, colour=False)
    assert len(re.findall(r"^f +c yesterday +i +g +c$", text, re.MULTILINE)) == 2
    assert len(re.findall(r"^│[\d.]+│ \* +│ ?-?[\d.]+│ +\+ │[\d.]+│ \* │", text, re.MULTILINE)) == 2
    assert text.count("A (20x11)") == text.count("A is the same as the day before.") == 1
    narrow = terminal.text(told, 10, colour=False)
    assert "\n  *\n" in narrow
    assert "\n  * tanh\n" in narrow


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "cook",
    [
        random_model(hidden=16),
        random_model(hidden=16, layers=2),
        random_model(cell="lstm", hidden=16),
        random_model(cell="lstm", hidden=4, layers=2),
        random_model(hidden=300, kitchen="cycle5"),
        *(wire("romance", form).network for form in FORMS),
        wire("cycle5", "lstm").network,
    ],
)
def test_a_large_network_s_day_is_read_a_screen_at_a_time(cook: Network, lang: str) -> None:
    """What is shown of a product adds up, in the numbers of the whole; each step is a screen of 80 x 24."""
    told = cook.explain(cook.weathers.ids[-1:])
    names, values = [], {value for step in told.days[0].steps for value in step.value.tolist()}
    for page in pages(told, Say(lang)):
        assert terminal.text(page, 80, colour=False).count("\n") <= 22  # the prompt, and a blank line above it
        for each in page:
            if isinstance(each, Equation) and "+" in each.terms and isinstance(each.terms[0], Matrix):
                matrix, _, given, _, rest, _, made = each.terms
                assert isinstance(matrix, Matrix)
                assert isinstance(given, Vector)
                assert isinstance(rest, Vector)
                assert isinstance(made, Vector)
                product = matrix.values @ given.values
                np.testing.assert_allclose(product + rest.values, made.values, rtol=1e-4, atol=1e-5)
                assert {*made.values.tolist()} <= values
                names.append(made.heading)
    assert bool(names) == (max(len(step.value) for step in told.days[0].steps) > 12)


def test_the_units_shown_are_those_that_decide() -> None:
    """Four of 16 units carry the readout: they are shown."""
    network = random_model(hidden=16)
    flat = network.flat.copy()
    flat[-48:].reshape(3, 16)[:, [0, 2, 3, 5, 6, 7, 8, 10, 11, 12, 14, 15]] *= 1e-6
    shown = deciding(replace(network, flat=flat).explain("rainy").days[0])
    assert shown is not None
    (part,) = shown["tanh"].step.axis
    assert {"h2", "h5", "h10", "h14"} <= {*part.entries}
    assert len(part.entries) == 8
    assert deciding(random_model(hidden=3).explain("rainy").days[0]) is None


def test_explanations_say_what_the_numbers_mean() -> None:
    text = told("romance", [1])
    assert "Rows 1-3: eat shredded potato again. Rows 4-6: cook crayfish." in text
    assert "row 5 is the largest, 2" in text
    assert "fold adds the first half and the second half" in text
    assert "(2)" in text


def test_one_step_of_each_day_stands_below_the_heading_of_its_day() -> None:
    told = replace(load("romance").explain("rainy,sunny"), only_step=6)
    headings = [plain(block.text) for block in report(told, Say("en")) if isinstance(block, Heading)]
    assert [heading.split()[0] for heading in headings] == ["Day", "6/7", "Day", "6/7"]


def test_fold_is_said_in_the_reader_s_language() -> None:
    told = report(replace(load("romance").explain("rainy"), only_step=7), Say("zh"))
    assert [block.terms[0] for block in told if isinstance(block, Equation)] == ["折叠"]


class TestQuestion:
    """What the quiz asks; the article's rules, written down here once more, say what a wrong dish shows."""

    @pytest.mark.parametrize("start", [0, 1, 2])
    @pytest.mark.parametrize("weather", ["sunny", "rainy"])
    def test_a_wrong_dish_shows_the_weather_that_would_have_made_it(self, weather: str, start: int) -> None:
        cook = load("romance")
        made = {"sunny": start, "rainy": (start + 1) % 3}
        told = cook.explain([weather], start=cook.dishes.ids[start])
        asked = question(told.days[0], told, Say())
        assert asked.answer == made[weather]
        before = asked.choices[start]
        for dish, shows in enumerate(asked.shows):
            makers = [each for each, made_dish in made.items() if made_dish == dish] or ["no weather"]
            expected = f"After {before}, {makers[0]} makes {asked.choices[dish]}."
            assert shows == ("" if dish == asked.answer else expected)

    @pytest.mark.parametrize(("kitchen", "has_hint"), [("romance", True), ("order", True), ("weather", False)])
    def test_a_hint_names_a_rule_but_not_the_dish_that_it_makes(self, kitchen: str, *, has_hint: bool) -> None:
        """A rule that is a dish's name would give the answer away."""
        told = load(kitchen).simulate().explanation()
        assert [bool(question(day, told, Say()).hint) for day in told.days] == [has_hint] * len(told.days)

    def test_only_what_has_rules_speaks_of_them(self) -> None:
        """A trained network has none, nor have matrices that someone typed and that say something else."""
        network = wire(load("romance"), "tanh").network.explain(["rainy"])
        typed = parse(TYPED.format(food=f"[{SAME},{SAME}]", weather="[[1,0],[1,0],[1,0],[0,1],[0,1],[0,1]]"), "k.toml")
        for told in (network, typed.explain(["rainy"])):
            asked = question(told.days[0], told, Say())
            assert (asked.hint, asked.shows) == ("", ())
