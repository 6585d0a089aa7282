"""The built-in sentences: what is possible at all, against the figures that they were made for."""

import pytest

from cooking_rnn.text.sentences import BLANK, sentences_of, words_of
from cooking_rnn.text.wishes import VIEWS, ceiling, joint_of, language_of, seen, speaker_ceiling, wishes

RIGHT = {"nothing": 0.325, "left": 0.4, "right": 0.6675, "both": 0.785}
PERPLEXITY = {"nothing": 5.431, "left": 3.596, "right": 1.922, "both": 1.550}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_ceilings(lang: str) -> None:
    assert sum(wish.probability for wish in wishes(lang)) == 1
    assert {view: ceiling(lang, view).right for view in VIEWS} == pytest.approx(RIGHT, abs=1e-12)
    assert {view: ceiling(lang, view).perplexity for view in VIEWS} == pytest.approx(PERPLEXITY, abs=5e-4)


@pytest.mark.parametrize(
    ("sentence", "left", "both"),
    [("饿死我了,我想__一个面包", "买", "吃"), ("I am starving, I want to __ a loaf", "buy", "eat")],
)
def test_the_article_s_sentence(sentence: str, left: str, both: str) -> None:
    words = words_of(sentence)
    lang = language_of(words)

    def best(view: str) -> tuple[str, float]:
        verbs = joint_of(lang, view)[seen(words, words.index(BLANK), view)]
        word = max(verbs, key=lambda verb: verbs[verb])
        return word, float(verbs[word] / sum(verbs.values()))

    assert best("left") == (left, 0.4)
    assert best("both") == (both, 0.6)
    assert best("right")[0] == left  # so neither side alone says it


def test_who_speaks_is_told_by_the_verb_alone() -> None:
    """The largest tenths of each verb among the four feelings: 4 + 4 + 4 + 4 + 3 + 2 of 40."""
    assert speaker_ceiling("en") == speaker_ceiling("zh") == 21 / 40


def test_words_and_sentences_of_a_text() -> None:
    assert words_of("I don't want ＿＿, 我想！") == ["i", "don't", "want", BLANK, ",", "我", "想", "!"]
    text = "One two. Three four!\nfive six 七八。九十。 x"
    assert ["".join(words) for words in sentences_of(text)] == ["onetwo.", "threefour!", "fivesix七八。", "九十。"]
    assert [len(words) for words in sentences_of("a " * 50)] == [24, 24, 2]


def test_full_width_signs_end_sentences() -> None:
    told = "我饿了！我想吃面包？好吧好吧。"
    assert ["".join(words) for words in sentences_of(told)] == ["我饿了!", "我想吃面包?", "好吧好吧。"]
