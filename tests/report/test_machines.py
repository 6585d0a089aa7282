"""What is said of a machine that was found, of two cooks, and of a diary that was filled."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from cooking_rnn.blocks import Table, Vector
from cooking_rnn.insight.comparison import compare
from cooking_rnn.insight.extraction import Extraction, extract
from cooking_rnn.insight.machine import Machine
from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.kitchen.toml import parse
from cooking_rnn.names import Name, Names
from cooking_rnn.render import terminal
from cooking_rnn.report import record, report
from cooking_rnn.report.say import Say
from cooking_rnn.steps import Array
from cooking_rnn.training.diary import Diary, DiaryRow
from cooking_rnn.training.fill import fill
from tests.models import random_model, trained_model

HEADER = ("day", "weather", "previous", "dish")


def diary(*rows: tuple[str, ...]) -> Diary:
    return Diary("d.csv", HEADER, tuple(DiaryRow(line, row) for line, row in enumerate(rows, 2)), 1, 3, 2)


def found(*, right: int = 5) -> Extraction:
    return replace(extract(trained_model()), days=5, right=right)


def no_kitchen() -> Extraction:
    moves = np.array([[0, 1, 2, 3], [3, 1, 2, 0]])
    return Extraction(random_model(), Machine(moves, np.array([0, 1, 2, 0]), np.arange(3)), 8, 100, 100)


def many(count: int) -> Extraction:
    """Return a machine of many names, whose tables nobody would read."""
    names = [Name(f"n{number}") for number in range(count)]
    network = replace(random_model(), dishes=Names("dish", names), weathers=Names("weather", names), trained={})
    moves: Array = np.tile(np.arange(count), (count, 1))
    return Extraction(network, Machine(moves, np.arange(count), np.arange(count)), 1, 10, 10)


def every() -> list[Any]:
    blanks = diary(("1", "sunny", "potato", "potato"), ("2", "", "", ""), ("\x1b[31m", "rainy", "", "potato"))
    return [
        found(),
        found(right=4),
        no_kitchen(),
        many(256),
        compare("romance", "romance"),
        compare("romance", "weather"),
        compare(trained_model(), "romance"),
        fill(trained_model("fill", bidirectional=True), blanks),
        fill(trained_model("fill", bidirectional=True), diary(("1", "sunny", "potato", "potato"))),
    ]


@pytest.mark.slow
def test_nothing_unprintable_is_shown() -> None:
    for result in every():
        told = terminal.text(report(result, Say()), 1000, colour=False)
        assert told.strip()
        assert all(line.isprintable() for line in told.splitlines()), told


@pytest.mark.slow
def test_a_network_that_was_seen_to_differ_is_not_as_taught() -> None:
    assert record(found())["as_taught"] is True
    assert record(found(right=4))["as_taught"] is False
    assert record(no_kitchen())["as_taught"] is None
    told = terminal.text(report(found(right=4), Say()), 1000, colour=False)
    assert "another dish than these states on 1: in the long run it is another machine" in told


@pytest.mark.slow
def test_both_matrices_stand_row_by_row() -> None:
    food = [each for each in report(found(), Say()) if isinstance(each, Table)][1]
    assert [column.heading for column in food.columns] == ["Food (6x3)", "found", "taught"]
    for row in food.rows:
        assert isinstance(row[1], Vector)
        assert isinstance(row[2], Vector)
        assert row[1].values.tolist() == row[2].values.tolist()


@pytest.mark.slow
def test_what_a_kitchen_taught_is_found_as_the_same_kitchen() -> None:
    assert extract(trained_model()).kitchen == Kitchen.load("romance")


def test_a_difference_is_told_in_the_first_cook_s_names() -> None:
    chinese = parse(
        'dishes = ["土豆丝", "小龙虾", "锅包肉"]\n[weathers]\n"晴天" = "same"\n"雨天" = "previous"', "zh.toml"
    )
    told = record(compare(chinese, "romance"))["difference"]
    assert (told["start"], told["weather"], told["dishes"]) == ("土豆丝", ["雨天"], ["锅包肉", "小龙虾"])
    told = record(compare("romance", chinese))["difference"]
    assert (told["weather"], told["dishes"]) == (["rainy"], ["crayfish", "guobaorou"])


def test_cooks_of_one_name_are_told_apart() -> None:
    told = str(report(compare("romance", Kitchen.load("romance")), Say("en")))
    assert "the first romance and the second romance always agree" in told
