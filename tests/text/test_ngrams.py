"""The n-grams that are counted as arrays: equal to the plain ones, and distributions."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cooking_rnn.text.kneser_ney import END, UNKNOWN, KneserNey
from cooking_rnn.text.models import NGram, ngram_models
from tests.text.test_kneser_ney import SCORED, TEXT, VALUES


@pytest.mark.parametrize("order", VALUES)
def test_values(order: int) -> None:
    words = sorted({*TEXT.split(), *SCORED.split(), UNKNOWN} - {"thursday"})
    told = np.array([words.index(word) for word in (*TEXT.split(), END)])
    scored = np.array([words.index(word if word in words else UNKNOWN) for word in SCORED.split()])
    found = ngram_models(told, len(words), 3)[order - 1].log_probabilities(scored) / np.log(10)
    assert found == pytest.approx([float(each) for each in VALUES[order].split()], abs=1e-6)


texts = st.integers(2, 6).flatmap(
    lambda words: st.tuples(
        st.just(words), *(st.lists(st.integers(0, words - 1), min_size=9, max_size=most) for most in (80, 20))
    )
)


@given(texts, st.integers(1, 5))
def test_as_the_plain_ones(drawn: Any, order: int) -> None:
    words, told, asked = drawn
    told = [*told, *range(words)]
    plain = KneserNey([[str(code) for code in told]], order)
    model = ngram_models(np.array([*told, words]), words + 2, order)[-1]  # with </s> and <unk>
    history, state = ["<s>"], model.begin()
    found = model.log_probabilities(np.array(asked))
    for code, log in zip(asked, found.tolist(), strict=True):
        p = plain.probability(str(code), history)
        assert np.exp(log) == pytest.approx(p, abs=1e-13)
        following = model.next(state)
        assert following[code] == pytest.approx(p, abs=1e-13)
        assert following.sum() == pytest.approx(1, abs=1e-12)
        history.append(str(code))
        state = model.after(state, code)


def test_a_run_that_was_never_seen_sums_to_one() -> None:
    model = ngram_models(np.array([0, 1, 2, 0, 1, 3, 0, 2, 1]), 5, 4)[-1]
    for state in ([4], [0, 0, 0], [3, 4, 1], [5, 3]):
        assert model.next(np.array(state)).sum() == pytest.approx(1, abs=1e-12)


def test_all_orders_are_those_of_each_alone() -> None:
    codes = np.random.default_rng(0).integers(0, 4, 300) ** 2 // 3
    together: list[NGram] = ngram_models(codes, 4, 4)
    for order, model in enumerate(together, 1):
        alone = ngram_models(codes, 4, order)[-1]
        assert np.array_equal(model.log_probabilities(codes[:50]), alone.log_probabilities(codes[:50]))
