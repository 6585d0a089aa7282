"""Texts as codes: words, characters, the vocabulary, and mixtures of what models say of them."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cooking_rnn.text import mixture
from cooking_rnn.text.softmax import class_ends
from cooking_rnn.text.text import UNKNOWN, read, split, unit_of


def test_words() -> None:
    told = "It's a well-known “day”: he cooked,\nétait-ce?"
    assert split(told, "word") == [
        "it's",
        "a",
        "well-known",
        "“",
        "day",
        "”",
        ":",
        "he",
        "cooked",
        ",",
        "était-ce",
        "?",
    ]


@pytest.mark.parametrize(("told", "unit"), [("今天吃小龙虾 ok", "char"), ("he said 好", "word"), ("1 2 3", "word")])
def test_the_unit(told: str, unit: str) -> None:
    assert unit_of(told) == unit


def test_what_the_vocabulary_leaves_out_is_unknown(tmp_path: Path) -> None:
    file = tmp_path / "t.txt"
    file.write_text("b a a c " * 250 + "d d d d " * 50)
    text = read(file, vocabulary=2)
    assert text.words == (UNKNOWN, "a", "b")
    assert text.codes[:4].tolist() == [2, 1, 1, 0]
    assert (len(text.train), len(text.validation), len(text.test)) == (960, 120, 120)
    assert text.unknown == 1
    assert read(file, "char").words[1] == " "


def test_classes_are_about_equally_likely() -> None:
    counts = np.array([400, 100, 25, 16, 9, 4, 4, 1, 1, 1])
    ends = class_ends(counts, 3)
    assert ends == (1, 3, 10)


@given(st.integers(0, 10**6), st.integers(2, 4))
@example(9128, 2)  # the best weight of one is 0, and 500 rounds were not enough
def test_each_round_of_expectation_maximisation_tells_it_no_worse(seed: int, models: int) -> None:
    rng = np.random.default_rng(seed)
    logs = np.log(rng.random((models, 30)))
    likelihoods = []
    for rounds in (1, 2, 5, 20, 100):
        shares = mixture.weights(logs, rounds)
        assert shares.sum() == pytest.approx(1)
        likelihoods.append(mixture.mixed(logs, shares).mean())
    assert all(later >= before - 1e-12 for before, later in pairwise(likelihoods))
    tried = (np.array([share, 1 - share]) for share in np.linspace(0, 1, 51))
    best = max(mixture.mixed(logs[:2], shares).mean() for shares in tried)
    assert mixture.mixed(logs[:2], mixture.weights(logs[:2])).mean() >= best - 1e-6
