# ruff: noqa: E501 - an error stands here in one line, as it does on the terminal
"""Diaries: read, checked, and learned from."""

import io

import numpy as np
import pytest

from cooking_rnn.errors import DataError
from cooking_rnn.network.encoding import HIDDEN
from cooking_rnn.training.diary import Diary, broken_rules, codes_of, names, observed_table, read, to_learn_from

WEEK = """day,weather,previous,dish
1,sunny,potato,potato
2,rainy,potato,crayfish
3,,,
4,sunny,guobaorou,guobaorou
5,rainy,guobaorou,potato
"""


def diary(text: str) -> Diary:
    return read(io.BytesIO(text.encode()), "d.csv")


def test_names_come_in_their_order() -> None:
    dishes, weathers = names(diary(WEEK))
    assert dishes.ids == ("potato", "crayfish", "guobaorou")
    assert weathers.ids == ("sunny", "rainy")
    assert weathers.find("drizzle") == 1


def test_codes_and_blanks() -> None:
    told = diary(WEEK)
    codes = codes_of(told, *names(told))
    assert codes.weathers.tolist() == [0, 1, HIDDEN, 0, 1]
    assert codes.dishes.tolist() == [0, 0, 1, HIDDEN, 2, 0]
    assert [told.is_blank(row) for row in told.rows] == [False, False, True, False, False]


def test_a_row_of_commas_is_a_blank_day_and_an_empty_line_is_none() -> None:
    told = diary("weather,dish\nsunny,a\n,\n\nrainy,b\n , \n")
    assert codes_of(told, *names(told)).dishes.tolist() == [HIDDEN, 0, HIDDEN, 1, HIDDEN]
    alone = diary('dish\na\n""\n\nb\n')
    assert codes_of(alone, *names(alone)).dishes.tolist() == [HIDDEN, 0, HIDDEN, 1]


def test_without_a_day_before() -> None:
    told = diary("weather;dish\nsunny;a\nrainy;b\n")
    assert codes_of(told, *names(told)).dishes.tolist() == [HIDDEN, 0, 1]


def test_a_broken_rule_is_named_with_both_lines() -> None:
    told = diary("weather,previous,dish\nsunny,a,a\nrainy,a,b\nsunny,b,a\nsunny,a,b\nsunny,b,b\n")
    codes = codes_of(told, *names(told))
    assert [str(broken) for broken in broken_rules(told, codes)] == [
        "d.csv:5: the same weather after the same dish makes 'b' here and 'a' on line 2",
        "d.csv:6: the same weather after the same dish makes 'b' here and 'a' on line 4",
    ]
    assert observed_table(codes, (2, 2)) is None


def test_the_last_fifth_is_held_out() -> None:
    rows = "".join(f"sunny,{'ab'[day % 2]},{'ab'[(day + 1) % 2]}\n" for day in range(10))
    told = diary("weather,previous,dish\n" + rows)
    learned, fresh = to_learn_from(told, *names(told))
    assert (len(learned.weathers), len(fresh.weathers)) == (8, 2)
    assert learned.dishes[-1] == fresh.dishes[0]
    table = observed_table(learned, (1, 2))
    assert table is not None
    assert np.array_equal(table, [[1, 0]])


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "d.csv:0: no column 'dish' (nothing is in it; a diary is CSV with day,weather,previous,dish)"),
        ("weather,dish\nsunny,a\n", "d.csv: 1 day in it (a diary has two days at least)"),
        ("a,b\n1,2\n3,4\n", "d.csv:1: no column 'dish' (columns found: a, b; a diary is CSV with day,weather,previous,dish)"),
        ("weather,dish\nsunny,a\nrainy\n", "d.csv:3: row and header differ in length, 1 != 2"),
        ("weather,dish,dish\nsunny,a,b\n", "d.csv:1: two columns are called 'dish' (rename one)"),
    ],
)  # fmt: skip
def test_what_is_no_diary(text: str, error: str) -> None:
    with pytest.raises(DataError) as raised:
        diary(text)
    assert str(raised.value) == error


def test_words_that_are_not_known() -> None:
    known = names(diary(WEEK))
    for text, error in (
        ("weather,dish\nsunny,potato\nrainy,potatoe\n", "d.csv:3: unknown dish 'potatoe' (did you mean 'potato'?"),
        ("weather,dish\nsunny,potato\nhail!,potato\n", "d.csv:3: unknown weather 'hail!'"),
    ):
        with pytest.raises(DataError) as raised:
            codes_of(diary(text), *known)
        assert str(raised.value).startswith(error)


def test_what_cannot_be_learned_from() -> None:
    with pytest.raises(DataError, match="4: a blank day"):
        to_learn_from(diary(WEEK), *names(diary(WEEK)))
    short = diary("weather,dish\n" + "sunny,a\n" * 5)
    with pytest.raises(DataError, match="4 days after the first dish"):
        to_learn_from(short, *names(short))
