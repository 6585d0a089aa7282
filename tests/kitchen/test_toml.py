"""Kitchens as TOML: what is read, what is written back, and what a fault is told as."""

import re
from pathlib import Path

import pytest
from hypothesis import given

from cooking_rnn.errors import CookError, UsageError
from cooking_rnn.kitchen.builtin import builtin_names
from cooking_rnn.kitchen.check import cases_of, rule_table
from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.kitchen.repair import repair
from cooking_rnn.kitchen.to_toml import to_toml
from cooking_rnn.kitchen.toml import load, parse
from tests.kitchens import kitchens

SERRANO = """
dishes = ["apple pie", "burger", "chicken"]

[weathers]
sunny = "same"
rainy = "next"
"""


@pytest.mark.parametrize("name", builtin_names())
def test_built_in_kitchens_survive_a_round_trip(name: str) -> None:
    assert parse(to_toml(load(name)), name) == load(name)


@given(kitchens())
def test_any_kitchen_survives_a_round_trip(kitchen: Kitchen) -> None:
    assert parse(to_toml(kitchen), "random") == kitchen


def test_a_menu_of_one_s_own_gives_the_same_matrices() -> None:
    own, romance = parse(SERRANO, "pie.toml").matrices, load("romance").matrices
    assert own.food is not None
    assert romance.food is not None
    assert own.food.tolist() == romance.food.tolist()
    assert parse(SERRANO, "pie.toml").name == "pie"


def test_all_kinds_of_rules() -> None:
    text = """
    start = "C"
    dishes = ["a", "b", "c"]
    [weathers]
    back = "previous"
    only = { rule = "b", zh = "只", aliases = ["just"] }
    table = { a = "c", b = "b", c = "c" }
    long = { rule = { a = "a", b = "a", c = "b" } }
    """
    kitchen = parse(text, "k.toml")
    assert kitchen.start == 2
    assert [rule.follows for rule in kitchen.rules] == [(2, 0, 1), (1, 1, 1), (2, 1, 2), (0, 0, 1)]
    assert [rule.wording for rule in kitchen.rules] == ["previous", "b", "table", "table"]
    assert kitchen.weathers.find("JUST") == kitchen.weathers.find("只") == 1


def test_common_words_and_own_words() -> None:
    romance = load("romance")
    assert [romance.weathers.find(word) for word in ("Sun", "drizzle", "小雨", " 晴 ", "ＳＵＮＮＹ")] == [0, 1, 1, 0, 0]
    own = parse('dishes = ["a"]\n[weathers]\nrainy = "same"\nsnow = "next"', "k.toml")
    assert own.weathers.find("snow") == 1  # its own word, not the common word for rainy
    assert own.weathers.find("sun") is None


def test_a_common_word_does_not_claim_what_another_weather_is_called() -> None:
    """README's pie kitchen has foggy, stormy and windy weather."""
    readme = (Path(__file__).parents[2] / "README.md").read_text()
    pie = parse(re.findall(r"```toml\n(.*?)```", readme, re.DOTALL)[0], "pie.toml")
    assert [pie.weathers.find(word) for word in ("fog", "storm", "wind")] == [None, None, None]
    assert [pie.weathers.find(word) for word in ("foggy", "sun", "rain", "晴", "mist")] == [3, 0, 1, 0, 0]


def test_a_dish_may_be_called_as_a_field_is() -> None:
    text = """
    dishes = ["rule", "zh"]
    [weathers]
    back = { rule = { rule = "zh", ZH = "rule" }, zh = "回" }
    only = { rule = "zh", zh = "只" }
    """
    kitchen = parse(text, "k.toml")
    assert [rule.follows for rule in kitchen.rules] == [(1, 0), (1, 1)]
    assert parse('dishes = ["en", "zh"]\n[weathers]\nx = { en = "zh", zh = "zh" }', "k").rules[0].follows == (1, 1)


A, B, W = 'dishes = ["a", "b"]', "[weathers]", 'sunny = "same"'

FAULTS = {
    "bad TOML": ("dishes = [\n'a'\nx", "k.toml:3"),
    "a key twice": (f"{A}\n{A}\n", "k.toml:2"),
    "nothing": ("", "k.toml: dishes: no dishes"),
    "no dishes": (f"dishes = []\n{B}\n{W}", "dishes: no dishes"),
    "unknown key": (f"{A}\nwheather = 1\n{B}\n{W}", "wheather: unknown key 'wheather' (did you mean 'weathers'?"),
    "unknown label": (f'{A}\n{B}\nsunny = {{ rule = "same", fr = "x" }}', "weathers.sunny.fr: unknown key 'fr'"),
    "duplicate": (f'dishes = ["a", "b", "a"]\n{B}\n{W}', "dishes: 'a' stands twice"),
    "collision": (f'[dishes]\na = {{ en = "x" }}\nb = {{ zh = "X" }}\n{B}\n{W}', "'X' means both 'a' and 'b'"),
    "no rule": (f"{A}\n{B}\nsunny = {{ zh = '晴' }}", "weathers.sunny: no rule"),
    "no weathers and no rule": (A, "rule: no weathers and no rule"),
    "both": (f"{A}\nrule = 'next'\n{B}\n{W}", "rule: both"),
    "unknown rule": (f"{A}\n{B}\nsunny = 'nxt'", "weathers.sunny: unknown rule 'nxt' (did you mean 'next'?"),
    "rule of no dish": (f"{A}\n{B}\nsunny = {{ a = 'b', b = 'z' }}", "weathers.sunny.b: unknown dish 'z'"),
    "rule that misses one": (f"{A}\n{B}\nsunny = {{ a = 'b' }}", "the table says nothing of 'b'"),
    "unknown start": (f"{A}\nstart = 'c'\n{B}\n{W}", "start: unknown dish 'c'"),
    "comma": (f'dishes = ["a,b"]\n{B}\n{W}', "a comma, which separates names"),
    "full-width comma": (f'dishes = ["a，b"]\n{B}\n{W}', "a comma"),
    "control character": (f'dishes = ["a\\u001b"]\n{B}\n{W}', "a control character"),
    "control key": (f'{A}\n{B}\n"su\\u0007nny" = "same"', "a control character"),
    "outer space": (f'dishes = [" a"]\n{B}\n{W}', "a space at an end"),
    "empty name": (f'{A}\n{B}\n"" = "same"', "an empty name"),
    "rule word": (f'dishes = ["a", "next"]\n{B}\n{W}', "'next': a word for a rule"),
    "a number": (f"dishes = [1]\n{B}\n{W}", "'1' is not text"),
    "too many": (f"dishes = {[str(n) for n in range(257)]}\n{B}\n{W}", "257 of them (at most 256)"),
    "wrong width": (f"{A}\n{B}\n{W}\n[matrices]\nfood = [[1, 0, 0], [0, 1, 0]]", "matrices.food row 1: 3 entries, 2"),
    "wrong height": (f"{A}\n{B}\n{W}\n[matrices]\nfood = [[1, 0]]", "matrices: 1 rows (a multiple of 2"),
    "unequal": (
        f"{A}\n{B}\n{W}\n[matrices]\nfood = [[1, 0], [0, 1]]\nweather = [[1], [1], [0], [0]]",
        "food has 2 rows, weather has 4",
    ),
    "no number": (f"{A}\n{B}\n{W}\n[matrices]\nfood = [[1, 'x'], [0, 1]]", "row 1: 'x' is not a number"),
    "nan": (f"{A}\n{B}\n{W}\n[matrices]\nfood = [[1, nan], [0, 1]]", "'nan' is not a number"),
    "true": (f"{A}\n{B}\n{W}\n[matrices]\nfood = [[1, true], [0, 1]]", "'True' is not a number"),
    "huge": (f"{A}\n{B}\n{W}\n[matrices]\nfood = [[1, {10**30}], [0, 1]]", "is not a number"),
    "no rows": (f"{A}\n{B}\n{W}\n[matrices]\nfood = 3", "matrices.food: not a list of rows"),
}


@pytest.mark.parametrize(("text", "told"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_one_line_with_its_place(text: str, told: str) -> None:
    with pytest.raises(CookError) as caught:
        parse(text, "k.toml")
    assert caught.value.exit_code == 1
    assert str(caught.value).startswith("k.toml")
    assert told in str(caught.value)
    assert str(caught.value).isprintable()


def test_deep_nesting_is_no_crash() -> None:
    with pytest.raises(CookError):
        parse("a = " + "[" * 100_000, "k.toml")


def test_a_kitchen_that_is_neither_built_in_nor_a_file() -> None:
    with pytest.raises(UsageError, match="did you mean 'romance'"):
        load("romanse")


def test_files_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "k.toml"
    path.write_bytes("dishes = ['a']".encode("utf-16"))
    with pytest.raises(CookError, match="UTF-16"):
        load(str(path))
    path.write_bytes(b"# ok\n# \xff\n")
    with pytest.raises(CookError, match=r"k\.toml:2: byte 0xff is not UTF-8"):
        load(str(path))
    path.write_bytes(b"\xef\xbb\xbfdishes = ['a']\r\nrule = 'next'\r\n")
    assert load(str(path)).dishes.ids == ("a",)
    with pytest.raises(CookError, match="is a directory"):
        load(f"{tmp_path}/")


TYPED = """
dishes = ["potato", "crayfish", "guobaorou"]
[weathers]
sunny = "same"
rainy = "next"
[matrices]
food = [[1,0,0],[0,1,0],[0,0,1],[0,0,1],[{},0,0],[0,1,0]]
weather = [[1,0],[1,0],[1,0],[0,1],[0,1],[0,1]]
"""


def test_typed_matrices_run_and_are_mended() -> None:
    right = parse(TYPED.format(1), "k.toml")
    assert all(case.is_right for case in cases_of(right))
    tied = parse(TYPED.format(0), "k.toml")
    wrong = next(case for case in cases_of(tied) if not case.is_right)
    assert (wrong.previous, wrong.weather) == (0, 1)
    assert wrong.dish is None
    cure = repair(tied, wrong)
    assert cure is not None
    assert (cure.matrix, cure.row, cure.column, cure.value, cure.was) == ("food", 5, 1, 1, 0)
    with pytest.raises(CookError, match="potato and rainy: rows 1 and 4 tie for the maximum, 1"):
        rule_table(tied)


def test_typed_matrices_win_over_the_rules() -> None:
    swapped = parse(TYPED.format(1).replace("[[1,0],[1,0],[1,0],[0,1]", "[[0,1],[0,1],[0,1],[1,0]"), "k.toml")
    kitchen = parse(TYPED.format(1), "k.toml")
    assert rule_table(kitchen).tolist() == [[0, 1, 2], [1, 2, 0]]
    with pytest.raises(CookError):
        rule_table(swapped)


def test_rows_may_stand_in_another_order() -> None:
    text = TYPED.format(1).replace(
        "food = [[1,0,0],[0,1,0],[0,0,1],[0,0,1],[1,0,0],[0,1,0]]\nweather = [[1,0],[1,0],[1,0],[0,1],[0,1],[0,1]]",
        "food = [[0,0,1],[1,0,0],[0,1,0],[1,0,0],[0,1,0],[0,0,1]]\nweather = [[0,1],[0,1],[0,1],[1,0],[1,0],[1,0]]",
    )
    kitchen = parse(text, "k.toml")
    assert all(case.is_right for case in cases_of(kitchen))
    assert parse(to_toml(kitchen), "k.toml") == kitchen
