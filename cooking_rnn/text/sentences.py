"""Sentences as words, and a corpus of sentences of which each has a word to be left out."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from cooking_rnn.steps import Array, freeze

BLANK = "__"
NO_WORD = -1  # the code of what is no word of the vocabulary, and of what is after the end
LONGEST = 24  # words of a sentence in a corpus; a longer one becomes several
HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"

_WORD = re.compile(rf"_+|[{HAN}]|[^\W_{HAN}]+(?:['’-][^\W_{HAN}]+)*|[^\w\s]")
_END = re.compile(r"(?<=[.!?。！？])\s+|(?<=[。！？])|\n+")


def words_of(text: str) -> list[str]:
    """Return the words of a text, in small letters: Chinese characters one by one, signs by themselves.

    >>> words_of("I want to __ a loaf!")
    ['i', 'want', 'to', '__', 'a', 'loaf', '!']
    """
    found = _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    return [BLANK if word.startswith("_") else word for word in found]


def sentences_of(text: str) -> list[list[str]]:
    """Return the sentences of a text, of two words at least; a line's end is a sentence's too."""
    sentences = []
    for part in _END.split(text):
        words = [word for word in words_of(part) if word != BLANK]
        pieces = (words[first : first + LONGEST] for first in range(0, len(words), LONGEST))
        sentences += [piece for piece in pieces if len(piece) > 1]
    return sentences


def vocabulary(sentences: Iterable[Sequence[str]], most: int) -> tuple[str, ...]:
    """Return the `most` most frequent words."""
    return tuple(word for word, _ in Counter(word for words in sentences for word in words).most_common(most))


class Blanks(NamedTuple):
    """Sentences, side by side, each with a blank."""

    codes: Array  # (words, sentences), NO_WORD after the end
    lengths: Array  # (sentences,)
    places: Array  # (sentences,) of the blanks

    @property
    def turned(self) -> "Blanks":
        """The same sentences read from their ends."""
        place = self.lengths - 1 - np.arange(len(self.codes))[:, None]
        codes = np.where(place < 0, NO_WORD, np.take_along_axis(self.codes, np.maximum(place, 0), 0))
        return Blanks(codes, self.lengths, self.lengths - 1 - self.places)

    @property
    def is_blank(self) -> Array:
        """Whether a word is the blank, (words, sentences)."""
        return np.asarray(np.arange(len(self.codes))[:, None] == self.places)

    @property
    def answers(self) -> Array:
        """The codes (sentences,) of the words that were left out."""
        answers: Array = np.take_along_axis(self.codes, self.places[None], 0)[0]
        return answers


@dataclass(frozen=True, eq=False)
class Corpus:
    """Sentences to learn from or to be scored on, each with its share in them."""

    codes: Array  # (words, sentences)
    lengths: Array  # (sentences,)
    shares: Array  # (sentences,), which add up to 1
    places: Array | None = None  # (sentences,) of the blanks; None where any word may be left out

    def __post_init__(self) -> None:
        freeze(self, "codes", "lengths", "shares", "places")

    def frequencies(self, words: int) -> Array:
        """Return how often each word (words,) is the one that is left out."""
        if self.places is not None:
            answers = np.take_along_axis(self.codes, self.places[None], 0)[0]
            return np.bincount(answers, self.shares, words)
        is_word = self.codes != NO_WORD
        return np.bincount(self.codes[is_word], (is_word * self.shares / is_word.sum(axis=0))[is_word], words)

    def draw(self, count: int, rng: np.random.Generator) -> Blanks:
        """Draw sentences, by their shares."""
        return self.blanks(rng.choice(len(self.shares), count, p=self.shares), rng)

    def blanks(self, some: Array, rng: np.random.Generator) -> Blanks:
        """Return these sentences, each with one of its words left out that are in the vocabulary."""
        codes, lengths = self.codes[:, some], self.lengths[some]
        if self.places is not None:
            return Blanks(codes, lengths, self.places[some])
        return Blanks(codes, lengths, np.where(codes == NO_WORD, -1.0, rng.random(codes.shape)).argmax(axis=0))


def corpus(
    sentences: Sequence[Sequence[str]],
    words: Sequence[str],
    shares: Sequence[float],
    places: Sequence[int] | None,
    longest: int = 0,
) -> Corpus:
    """Return sentences, which have at least one of the `words` each, as codes of them; see `coded`."""
    codes, lengths = coded(sentences, words, longest)
    return Corpus(codes, lengths, np.array(shares), None if places is None else np.array(places))


def coded(sentences: Sequence[Sequence[str]], words: Sequence[str], longest: int = 0) -> tuple[Array, Array]:
    """Return the codes (words, sentences) of sentences, and their lengths (sentences,).

    What is after the end of a sentence is as long as the longest of them, or `longest`, calls for. A network that reads
    backward reads that first, so it has to be as long where the network is asked as where it has learned.
    """
    index = {word: code for code, word in enumerate(words)}
    lengths = np.array([len(sentence) for sentence in sentences], dtype=np.intp)
    codes = np.full((int(lengths.max(initial=longest)), len(sentences)), NO_WORD)
    for number, sentence in enumerate(sentences):
        codes[: len(sentence), number] = [index.get(word, NO_WORD) for word in sentence]
    return codes, lengths


def one_hot(codes: Array, count: int) -> Array:
    """Return codes (words, sentences) as vectors (words, count, sentences); NO_WORD is zeros."""
    return np.asarray(codes[:, None] == np.arange(count)[:, None], dtype=np.float32)
