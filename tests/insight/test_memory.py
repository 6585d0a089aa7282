"""What a state remembers: both measures against their definitions."""

from functools import cache
from typing import Any

import numpy as np
import pytest

from cooking_rnn.errors import DataError, UsageError
from cooking_rnn.insight.memory import (
    LONGEST,
    MemoryGrowth,
    SentenceMemory,
    changes_after,
    growth,
    memory,
    random_words,
    remember,
    slopes_of,
    untrained,
    words_of,
)
from cooking_rnn.network import model
from cooking_rnn.network.model import Architecture
from tests.models import random_model, trained_model

SENTENCE = np.eye(5)[[0, 1, 2, 3, 0, 1, 4]]  # what time is it what time ?


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


@pytest.mark.parametrize("cell", ["simple", "lstm"])
def test_units_may_be_gone_through_some_at_a_time(monkeypatch: pytest.MonkeyPatch, cell: str) -> None:
    architecture, flat = network(cell, 2)
    parameters = model.unpack(architecture, flat)
    whole = slopes_of(architecture, parameters, SENTENCE)
    monkeypatch.setattr("cooking_rnn.insight.memory._AT_ONCE", 1)
    np.testing.assert_allclose(slopes_of(architecture, parameters, SENTENCE), whole, rtol=1e-12)


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


@cache
def default() -> SentenceMemory:
    found = memory()
    assert isinstance(found, SentenceMemory)
    return found


class TestTheLibrary:
    @pytest.mark.slow
    def test_defaults_are_those_of_the_command(self) -> None:
        found = default()
        assert [name.id for name in found.words] == ["what", "time", "is", "it", "?"]
        assert [each.cell for each in found.networks] == ["simple", "lstm"]
        assert (found.seeds, found.hidden) == (tuple(range(10)), 16)
        assert repr(found) == "<SentenceMemory of 'what time is it ?': simple, lstm>"

    @pytest.mark.slow
    def test_who_keeps_more_of_the_first_word_and_under_which_start(self) -> None:
        """As the article says from the usual start; about alike from an orthogonal one; latched where it is trained."""
        starts = {start.name: start for start in default().starts}
        slope = {name: [each.slope_shares[:, -1].mean() for each in start.networks] for name, start in starts.items()}
        assert slope["uniform"][1] > 100 * slope["uniform"][0]
        assert 0.5 < slope["orthogonal"][1] / slope["orthogonal"][0] < 2
        assert slope["recall"][1] > 0.05 > 0.01 > slope["recall"][0]
        assert min(starts["recall"].right) > 0.99
        assert min(each.change_shares[:, -1].mean() for each in starts["recall"].networks) > 0.5
        assert memory("what time is it ?", seeds=1).starts == ()  # type: ignore[union-attr]

    def test_words_are_one_hot_over_their_own_vocabulary(self) -> None:
        """The same network reads the same word at its two places, and so a sentence of one word twice."""
        found = memory("to be or not to be", cell="simple", hidden=3, seeds=1)
        again = memory("a b c d a b", cell="simple", hidden=3, seeds=1)
        assert isinstance(found, SentenceMemory)
        assert isinstance(again, SentenceMemory)
        np.testing.assert_array_equal(found.networks[0].states, again.networks[0].states)

    def test_weather_is_words_too(self) -> None:
        found = memory(weather="rainy,sunny,rainy", seeds=1, hidden=3)
        assert isinstance(found, SentenceMemory)
        assert [name.id for name in found.words] == ["rainy", "sunny", "rainy"]

    def test_as_the_sentence_grows(self) -> None:
        found = memory(length=6, seeds=2, hidden=3)
        assert isinstance(found, MemoryGrowth)
        assert found.networks[0].lengths == (1, 2, 3, 4, 5, 6)
        assert repr(found) == "<MemoryGrowth to 6 words: simple, lstm>"
        assert isinstance(memory(length=6, seeds=2, model=random_model()), MemoryGrowth)

    @pytest.mark.parametrize("cell", ["simple", "lstm"])
    def test_a_start_dish_that_is_swapped(self, cell: str) -> None:
        network = random_model(cell=cell)
        found = memory(model=network, weather="rainy,sunny")
        assert isinstance(found, SentenceMemory)
        assert [name.id for name in found.words] == ["potato", "rainy", "sunny"]

        def last(dish: int) -> np.ndarray:
            states = network.begin(np.array([dish]))
            return np.asarray(network.run(network.shown(np.array([[1], [0]])), states)[1].top[-1, :, 0])

        moves = [float(np.linalg.norm(last(dish) - last(0))) for dish in (1, 2)]
        assert found.networks[0].swap == pytest.approx(max(moves), rel=1e-5)

    def test_what_a_trained_network_latched(self) -> None:
        """The last state depends on day 0, and its slope hardly shows it."""
        found = memory(model=trained_model())
        assert isinstance(found, SentenceMemory)
        (of,) = found.networks
        assert of.swap is not None
        assert of.slope_shares[0] < 0.1
        assert of.swap > 1

    def test_a_limit_is_of_what_was_asked(self) -> None:
        """More units than a network may have outputs; more units than are gone through at a time."""
        found = memory("a b", hidden=257, seeds=1)
        assert isinstance(found, SentenceMemory)
        assert found.networks[0].states.shape == (2, 257)
        assert memory(model=random_model(hidden=300), weather="rainy").hidden == 300

    def test_a_network_that_reads_both_ways_has_no_last_state(self) -> None:
        with pytest.raises(DataError, match="fill"):
            memory(model=random_model(task="fill", bidirectional=True))

    @pytest.mark.parametrize(
        ("arguments", "where"),
        [
            ({"sentence": " "}, "sentence"),
            ({"sentence": "字" * 20_000}, "sentence"),
            ({"sentence": " ".join(map(str, range(600)))}, "sentence"),
            ({"sentence": "a \x1b[31m"}, "sentence word 2"),
            ({"sentence": "a", "weather": "sunny"}, "weather"),
            ({"sentence": "a", "length": 3}, "sentence"),
            ({"length": LONGEST + 1}, "length"),
            ({"length": 1000, "hidden": 1024, "seeds": 1000}, "seeds"),
            ({"hidden": 1025}, "hidden"),
            ({"seeds": 10**4300}, "seeds"),
            ({"seed": 10**4300}, "seed"),
            ({"cell": "gpt"}, "cell"),
            ({"kitchen": "order"}, "kitchen"),
            ({"kitchen": ""}, "kitchen"),
            ({"weather": ["sunny"] * 1001}, "weather"),
            ({"model": random_model(kitchen="order")}, "model"),
            ({"model": random_model(), "hidden": 3}, "hidden"),
            ({"model": random_model(), "seeds": 3}, "seeds"),
        ],
    )
    def test_what_cannot_be_is_said_of_its_parameter(self, arguments: dict[str, Any], where: str) -> None:
        with pytest.raises(UsageError) as error:
            memory(**arguments)
        assert str(error.value.where) == where
        assert len(str(error.value)) < 300
