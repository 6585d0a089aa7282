"""What a state remembers: both measures against their definitions."""

from typing import Any

import numpy as np
import pytest

from cooking_rnn.insight.memory import (
    changes_after,
    growth,
    one_hot,
    random_words,
    remember,
    slopes_of,
    untrained,
    words_of,
)
from cooking_rnn.network import model
from cooking_rnn.network.model import Architecture

SENTENCE = one_hot(["what", "time", "is", "it", "what", "time", "?"])


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("what time is it ?", ["what", "time", "is", "it", "?"]),
        ("  a\tb\n", ["a", "b"]),
        ("饿死我了,我想__一个面包", [*"饿死我了", ",", "我", "想", "__", *"一个面包"]),
        ("用 cook 做菜", ["用", "cook", "做", "菜"]),
        (" \u3000", []),
    ],
)
def test_words(sentence: str, words: list[str]) -> None:
    assert words_of(sentence) == words


def test_one_hot_words_over_their_own_vocabulary() -> None:
    assert one_hot(["a", "b", "a"]).tolist() == [[1, 0], [0, 1], [1, 0]]


def network(cell: str, layers: int) -> tuple[Architecture, np.ndarray]:
    architecture = Architecture(cell, SENTENCE.shape[1], 1, 4, layers)
    return architecture, 2 * model.initial(architecture, np.random.default_rng(0), np.float64)


def last(architecture: Architecture, flat: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    trace = model.forward(architecture, model.unpack(architecture, flat), inputs[:, :, None])[1]
    return np.asarray(trace.top[-1, :, 0])


@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize("cell", ["simple", "lstm"])
def test_both_measures_are_what_they_say(cell: str, layers: int) -> None:
    architecture, flat = network(cell, layers)
    parameters, h = model.unpack(architecture, flat), 1e-6
    slopes, changes = [], []
    for place in range(len(SENTENCE)):
        along = np.zeros_like(SENTENCE)
        along[place] = SENTENCE[place]
        above, below, without = (last(architecture, flat, SENTENCE + by * along) for by in (h, -h, -1))
        slopes.append(np.linalg.norm(above - below) / (2 * h))
        changes.append(np.linalg.norm(last(architecture, flat, SENTENCE) - without))
    np.testing.assert_allclose(slopes_of(architecture, parameters, SENTENCE), slopes, rtol=1e-7)
    *_, found = changes_after(architecture, parameters, SENTENCE)
    np.testing.assert_allclose(found, changes, rtol=1e-12)


@pytest.mark.parametrize("cell", ["simple", "lstm"])
def test_shares_add_up_to_1_and_the_states_are_the_network_s(cell: str) -> None:
    architecture, flats = untrained(cell, SENTENCE.shape[1], 4, range(3))
    found = remember(architecture, flats, SENTENCE)
    assert found.slopes.shape == found.changes.shape == (3, len(SENTENCE))
    assert not any(array.flags.writeable for array in (found.states, found.slopes, found.changes))
    assert found.slope_shares.sum() == pytest.approx(1, abs=1e-14)
    assert found.change_shares.sum() == pytest.approx(1, abs=1e-14)
    for place in range(len(SENTENCE)):
        np.testing.assert_allclose(found.states[place], last(architecture, flats[0], SENTENCE[: place + 1]))


def test_one_word_is_all_there_is() -> None:
    found = remember(*untrained("lstm", 1, 4, [0]), one_hot(["word"]))
    assert found.slope_shares.tolist() == found.change_shares.tolist() == [1]


@pytest.mark.parametrize("cell", ["simple", "lstm"])
def test_growth_is_the_first_word_of_each_beginning(cell: str) -> None:
    sentences: Any = [random_words(12, seed) for seed in (0, 1)]
    architecture, flats = untrained(cell, sentences[0].shape[1], 4, (0, 1))
    grown = growth(architecture, flats, sentences)
    assert grown.lengths == tuple(range(1, 13))
    for place, length in enumerate(grown.lengths):
        for seed, (flat, sentence) in enumerate(zip(flats, sentences, strict=True)):
            whole = remember(architecture, [flat], sentence[:length])
            assert grown.slope_shares[seed, place] == pytest.approx(whole.slope_shares[0])
            assert grown.change_shares[seed, place] == pytest.approx(whole.change_shares[0])
