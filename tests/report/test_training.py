"""What is said of a training: what the score shows, and nothing else."""

import re
from dataclasses import replace

import numpy as np
import pytest

from cooking_rnn.blocks import Block
from cooking_rnn.names import LANGUAGES
from cooking_rnn.render import terminal
from cooking_rnn.report import record, report
from cooking_rnn.report.say import Say
from cooking_rnn.training.report import SHARES, InClimate, Row
from cooking_rnn.training.score import Score
from cooking_rnn.training.train import Training
from tests.models import random_model


def training(*right: float, converged: bool | None = True, task: str = "next", losses: int = 150) -> Training:
    """Return a training whose seasons of 40, 400, … days were right in such shares."""
    model = random_model(task=task)
    model = replace(model, trained={"length": 40, "steps": 200})
    kinds = ["next"] * len(right) if task == "next" else ["inside", "last", "first of two", "second of two"]
    scores = (Score(40 * 10**place, share, share, 0.5) for place, share in enumerate(right))
    rows = tuple(Row(kind, score, 100, 1.0) for kind, score in zip(kinds, scores, strict=True))
    return Training(model, rows, np.linspace(1, 0.01, losses), 1.25, converged, 0, 40, False)


EVERY = [
    training(1, 1, 1),
    training(1, 0.99, 0.5),
    training(0.9, 0.5, 0.4, converged=False),
    replace(training(0.3, 0.3, 0.3, converged=False), mastered=3, restarts=2, losses=np.full(20, 2.0)),
    replace(training(0.3, 0.3, 0.3, converged=False), losses=np.array([1.0, np.nan])),
    replace(training(0.9, 0.8), is_of_diary=True),
    replace(training(1, 1), climates=tuple(InClimate(share, 400, 12, 1 - share / 2) for share in SHARES)),
    training(0.5, 0.5, 0.75, 1, converged=None, task="fill"),
    training(1, losses=1),
]


def text(blocks: list[Block], width: int = 1000) -> str:
    return terminal.text(blocks, width, colour=False)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_chinese_report_has_chinese_colons(lang: str) -> None:
    for each in EVERY:
        assert ("：" in text(report(each, Say(lang)))) == (lang == "zh")


def test_right_on_every_day_is_said_only_where_the_table_says_so() -> None:
    assert "It was right on every day of fresh seasons of up to 4,000 days." in text(report(EVERY[0], Say()))
    told = text(report(EVERY[1], Say()))
    assert "every day" not in told
    assert "was right on 50 % of other days, in seasons of up to 4,000 days" in told


def test_where_it_is_wrong_in_a_climate_that_is_said() -> None:
    told = text(report(EVERY[6], Say()))
    assert "up to 400 days, but not in every climate of the table." in told
    assert re.search(r"0.5 % +400 +12 +99.8 %", told)


def test_whoever_did_not_converge_says_how_a_program_sees_it() -> None:
    for each in EVERY[2:4]:
        told = text(report(each, Say()))
        assert "It did not converge" in told
        assert "--json says so too, as converged" in told
        assert record(each)["converged"] is False
    assert "Its seasons had grown to 3 of 40 days." in told
    assert "The loss is above that of guessing" in told
    assert "It started anew 2 times" in told


def test_a_loss_that_is_no_number_is_said_and_is_null() -> None:
    assert "the training diverged" in text(report(EVERY[4], Say()))
    assert record(EVERY[4])["diverged"] is True
    assert "Loss" not in text(report(EVERY[4], Say()))  # of one point there is no curve


def test_fill_has_no_check_to_pass() -> None:
    assert record(EVERY[7])["converged"] is None
    assert "two side by side: the second" in text(report(EVERY[7], Say()))
