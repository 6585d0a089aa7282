"""Blanks that are filled by what was learned: against what is possible at all."""

from pathlib import Path

import numpy as np
import pytest

from cooking_rnn.insight.blanks import SENTENCES, WAYS, FilledBlank, fill_blank
from cooking_rnn.text.wishes import wishes


@pytest.fixture(scope="module")
def filled() -> FilledBlank:
    return fill_blank(SENTENCES["zh"])


@pytest.mark.slow
def test_every_way_comes_to_its_ceiling(filled: FilledBlank) -> None:
    for way in filled.ways:
        assert way.ceiling is not None
        assert way.ceiling.right - 0.02 < way.right <= way.ceiling.right + 1e-9
        assert way.ceiling.perplexity - 1e-9 <= way.perplexity < 1.02 * way.ceiling.perplexity


@pytest.mark.slow
def test_the_answer_flips(filled: FilledBlank) -> None:
    assert filled.answers == {"left": "买", "right": "买", "both": "吃", "whole": "吃"}
    assert filled.filled("吃") == "饿死我了，我想吃一个面包"
    assert filled.exact is not None
    assert filled.probabilities == pytest.approx(filled.exact, abs=0.05)


@pytest.mark.slow
def test_the_whole_sentence_is_weighed_once_with_each_candidate(filled: FilledBlank) -> None:
    odds = np.exp(-filled.sentence_nats)
    assert filled.probabilities[WAYS.index("whole")] == pytest.approx(odds / odds.sum(), rel=1e-9)


@pytest.mark.slow
def test_words_that_nobody_knows_are_left_out(filled: FilledBlank) -> None:
    few = [fill_blank(sentence, steps=3) for sentence in (SENTENCES["zh"], "饿死我了，我非常想__一个面包！")]
    assert few[1].unknown == ("非", "常", "!")
    assert np.array_equal(few[0].probabilities, few[1].probabilities)


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file of the built-in sentences, drawn by their shares."""
    said = wishes("en")
    drawn = np.random.default_rng(1).choice(len(said), 2000, p=[float(wish.probability) for wish in said])
    file = tmp_path_factory.mktemp("texts") / "wishes.txt"
    file.write_text(". ".join(said[place].text for place in drawn))
    return file


@pytest.mark.slow
def test_any_word_of_a_text_may_be_left_out(text: Path) -> None:
    told = fill_blank("I am starving, I __ to eat", text, steps=60)
    assert {*told.candidates} == {word for wish in wishes("en") for word in wish.words} | {"."}
    assert told.answers["both"] == "want"
    assert all(way.ceiling is None for way in told.ways)
    assert told.exact is None


@pytest.mark.slow
def test_a_text_of_one_s_own_flips_the_answer_too(text: Path) -> None:
    told = fill_blank(SENTENCES["en"], text)
    assert (told.answers["left"], told.answers["both"], told.answers["whole"]) == ("buy", "eat", "eat")


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_other_seeds_fill_as_well(lang: str) -> None:
    for seed in range(1, 7):
        told = fill_blank(SENTENCES[lang], seed=seed)
        assert [way.right for way in told.ways] == pytest.approx([0.325, 0.4, 0.6675, 0.785, 0.785], abs=0.06)
        assert told.answers["left"] != told.answers["both"] == told.answers["whole"]
