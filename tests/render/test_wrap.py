"""Text wraps where nothing is torn: a word, a number and its unit, a row of numbers, a Chinese closing mark."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from cooking_rnn.render.wrap import wrapped


def lines(text: str, width: int, indent: int = 0) -> list[str]:
    return [line.plain for line in wrapped(Text(text), width, indent)]


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("only 65 % of all 10 days are right", 12, ["only 65 % of", "all 10 days", "are right"]),
        ("about 65 % of them", 8, ["about", "65 % of", "them"]),
        ("the vector 1 0 0 0 1 0 says", 14, ["the vector", "1 0 0 0 1 0", "says"]),
        ("it is 1 2 3 4 5 6 7 8 9 10", 16, ["it is", "1 2 3 4 5 6 7 8", "9 10"]),
        ("rows 4-6: -1.25 -1.25 -1.25 -1.25", 14, ["rows 4-6:", "-1.25 -1.25", "-1.25 -1.25"]),
        ("supercalifragilistic", 8, ["supercal", "ifragili", "stic"]),
        ("第 3 天吃了 12 道菜", 8, ["第 3 天", "吃", "了 12 道", "菜"]),
        ("第 3 天吃了土豆丝，真香。", 10, ["第 3 天吃", "了土豆丝，", "真香。"]),
        ("他说：1 0 0 0 1 0。", 15, ["他说：", "1 0 0 0 1 0。"]),
        ("只有 65 % 的人", 8, ["只", "有 65 %", "的人"]),
        ("这是“再见”", 7, ["这是“再", "见”"]),
        ("one\n\ntwo", 9, ["one", "", "two"]),
        ("", 9, [""]),
    ],
)
def test_where_lines_break(text: str, width: int, expected: list[str]) -> None:
    assert lines(text, width) == expected


def test_what_follows_is_indented() -> None:
    assert lines("one two three", 8, 2) == ["one two", "  three"]


NUMBERS = st.integers(0, 999).map(str)
WORDS = st.text("abcxyz", min_size=1, max_size=9)
ENGLISH = st.one_of(WORDS, st.tuples(NUMBERS, st.sampled_from(["%", "days", "cases"])).map(" ".join))
CHINESE = st.one_of(
    st.text("土豆丝小龙虾锅包肉", min_size=1, max_size=9),
    st.tuples(st.text("土豆", min_size=1, max_size=5), st.sampled_from("，。：；！？）”")).map("".join),
    NUMBERS.map("第 {} 天".format),
)


@given(st.lists(ENGLISH, max_size=20), st.integers(10, 60))
def test_english_is_whole(told: list[str], width: int) -> None:
    shown = lines(" ".join(told), width)
    assert all(cell_len(line) <= width for line in shown)
    assert " ".join(shown) == " ".join(told)
    assert all(any(piece in line for line in shown) for piece in told)


@given(st.lists(CHINESE, max_size=20), st.integers(10, 60))
def test_chinese_is_whole(told: list[str], width: int) -> None:
    shown = lines("".join(told), width)
    assert all(cell_len(line) <= width for line in shown)
    assert "".join(shown).replace(" ", "") == "".join(told).replace(" ", "")
    assert all(any(piece in line for line in shown) for piece in re.findall("第 [0-9]+ 天", "".join(told)))
    assert not any(line[:1] and line[0] in "，。：；！？）”" for line in shown)


@given(st.lists(NUMBERS, min_size=2, max_size=8), st.sampled_from(["the row is ", "这一行是：", "行 "]))
def test_a_row_of_up_to_8_numbers_is_whole(row: list[str], before: str) -> None:
    assert any(" ".join(row) in line for line in lines(f"{before}{' '.join(row)}", 44))


@given(st.text(st.characters(exclude_categories=["C"])), st.integers(10, 40))
def test_no_letter_is_lost(text: str, width: int) -> None:
    assert "".join("".join(lines(text, width)).split()) == "".join(text.split())
