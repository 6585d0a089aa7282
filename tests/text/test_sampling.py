"""What models make up, how a network explains what it expects, and word vectors."""

import numpy as np
import pytest

from cooking_rnn import Kitchen
from cooking_rnn.insight.vectors import ring, word_vectors
from cooking_rnn.text.explanation import explain
from cooking_rnn.text.models import ngram_models
from cooking_rnn.text.networks import Made, WordNetwork, initial
from cooking_rnn.text.sampling import sample, tempered
from cooking_rnn.text.text import Text, diary_text


@pytest.fixture(scope="module")
def text() -> Text:
    return diary_text(Kitchen.load("romance"), 0)


def network(kind: str, text: Text, ends: tuple[int, ...] = ()) -> WordNetwork:
    made = Made(kind, len(text.words), 4, 6, 3 if kind == "window" else 0, ends)
    return WordNetwork(made, initial(made, np.random.default_rng(1), np.float64), text.words, "word")


@pytest.mark.slow
def test_samples_are_as_surprising_as_their_source(text: Text) -> None:
    """A bigram's samples, by the bigram: mean −ln p within 3 standard errors of its own entropy, measured apart."""
    bigram = ngram_models(text.train, len(text.words), 2)[1]
    drawn = sample(bigram, text, 3000, 1, "on monday", np.random.default_rng(3))
    nats = -np.log([each.probability for each in drawn.words])
    rate = -bigram.log_probabilities(text.test).mean()  # the diary's pairs of words are as frequent as the bigram's
    assert abs(nats.mean() - rate) < 3 * nats.std() / len(nats) ** 0.5
    assert all(each.expected[0][1] >= each.probability - 1e-12 for each in drawn.words)
    assert drawn.text.startswith("on monday it was ")


def test_a_temperature_sharpens_and_flattens() -> None:
    p = np.array([0.5, 0.3, 0.2, 0])
    assert tempered(p, 1) == pytest.approx(p)
    assert tempered(p, 0.5) == pytest.approx(p**2 / (p**2).sum())
    assert tempered(p, 0.01)[0] == pytest.approx(1)
    assert tempered(p, 100)[:3] == pytest.approx(1 / 3, abs=0.01)


def test_words_of_a_start_that_nobody_knows(text: Text) -> None:
    bigram = ngram_models(text.train, len(text.words), 2)[1]
    one = sample(bigram, text, 5, 1, "On banana monday", np.random.default_rng(0))
    assert (one.start, one.unknown) == (("on", "banana", "monday"), ("banana",))
    assert one.words[0].word == "it"


@pytest.mark.parametrize("kind", ["window", "simple", "lstm"])
@pytest.mark.parametrize("ends", [(), (9, 20, 35)])
@pytest.mark.parametrize("count", [0, 1, 6])
def test_the_steps_come_to_what_the_network_expects(text: Text, kind: str, ends: tuple[int, ...], count: int) -> None:
    of = network(kind, text, ends)
    codes, state = text.codes[:count].tolist(), of.begin()
    for code in codes:
        state = of.after(state, code)
    expected = of.next(state)
    if ends:
        expected = np.add.reduceat(expected, (0, *ends[:-1]))
    assert explain(of, codes)[-1].value == pytest.approx(expected, abs=1e-6)


def test_nearest_vectors_by_the_cosine(text: Text) -> None:
    of = network("simple", text)
    found, vectors = word_vectors(of), of.embedding
    cosines = [float(vectors[3] @ each / np.linalg.norm(vectors[3]) / np.linalg.norm(each)) for each in vectors]
    order = [place for place in np.argsort(cosines)[::-1].tolist() if place != 3][:3]
    assert [each.word for each in found.nearest[3]] == [text.words[place] for place in order]
    assert [each.cosine for each in found.nearest[3]] == pytest.approx([cosines[place] for place in order])
    assert found.distances[0] <= found.distances[1] <= found.distances[2]


def test_a_ring_is_one_whichever_way_it_lies() -> None:
    rng, turn = np.random.default_rng(0), 2 * np.pi * np.arange(7) / 7
    circle = np.column_stack([np.cos(turn), np.sin(turn)]) @ rng.normal(size=(2, 5)) + rng.normal(size=5)
    assert ring(circle) == 7
    assert ring(circle[[0, 2, 4, 6, 1, 3, 5]]) == 0


def test_a_word_of_a_class_is_as_likely_as_both_say(text: Text) -> None:
    of = network("lstm", text, (9, 20, 35))
    drawn = sample(of, text, 4, 1, "", np.random.default_rng(0), explained=True)
    found = drawn.of_class
    assert found is not None
    assert found.chance * found.within == pytest.approx(drawn.words[-1].probability)
    number = [text.words[first] for first in (0, 9, 20)].index(found.first)
    assert (found.classes, found.size) == (3, (9, 11, 15)[number])
    assert found.chance == pytest.approx(drawn.steps[-1].value[number])
