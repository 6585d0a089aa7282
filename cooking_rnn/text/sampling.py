"""A text that a model makes up: each word drawn from what it expects next, and goes on from there."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from cooking_rnn.steps import Array, Step
from cooking_rnn.text.explanation import explain
from cooking_rnn.text.models import LanguageModel
from cooking_rnn.text.networks import WordNetwork
from cooking_rnn.text.text import UNKNOWN, Text, split

MOST_SAMPLED, HOTTEST = 10_000, 100.0
_TABLE = 8  # words that are expected most


class Drawn(NamedTuple):
    """A word that was drawn, and what was expected in its place."""

    word: str
    probability: float
    expected: tuple[tuple[str, float], ...]  # the most probable words


class OfClass(NamedTuple):
    """How likely a word is in a network with classes of words: P(class) · P(word | class)."""

    first: str  # the most frequent word of its class, by which it is named
    size: int  # words of it
    classes: int
    chance: float  # of the class
    within: float  # of the word in it


@dataclass(frozen=True, eq=False)
class Sample:
    """What a model makes up."""

    model: str
    by: str  # "word" or "char"
    temperature: float
    start: tuple[str, ...]
    unknown: tuple[str, ...]  # words of the start that the model does not know
    words: tuple[Drawn, ...]
    is_explained: bool = False
    steps: tuple[Step, ...] = ()  # how a network came to what it expected in the place of the last word
    of_class: OfClass | None = None  # of the last word, where words stand in classes

    @property
    def separator(self) -> str:
        """What stands between two of its words."""
        return "" if self.by == "char" else " "

    @property
    def text(self) -> str:
        """The start, and what was drawn."""
        return self.separator.join([*self.start, *(each.word for each in self.words)])


def sample(
    model: LanguageModel,
    text: Text,
    count: int,
    temperature: float,
    start: str,
    rng: np.random.Generator,
    *,
    explained: bool = False,
) -> Sample:
    """Let a model of a text go on from a start.

    Word w is drawn with a probability in proportion to P(w)^(1/temperature). Words of the start that are not in the
    vocabulary are read as <unk>, or left out where the vocabulary has none. With `explained`, the last word's steps are
    told too, if the model is a network.
    """
    said = split(start, text.by)
    unknown = tuple(dict.fromkeys(word for word in said if word not in text.words))
    read = [word if word in text.words else UNKNOWN for word in said]
    read = [word for word in read if word in text.words]
    codes, drawn, state = text.coded(read).tolist(), list[Drawn](), model.begin()
    for code in codes:
        state = model.after(state, code)
    for _ in range(count):
        chances = model.next(state)
        p = tempered(chances, temperature)
        code = min(int(np.searchsorted(np.cumsum(p), rng.random())), len(p) - 1)
        expected = np.argsort(-p, kind="stable")[:_TABLE].tolist()
        table = tuple((text.words[each], float(p[each])) for each in expected)
        drawn.append(Drawn(text.words[code], float(p[code]), table))
        codes.append(code)
        state = model.after(state, code)
    told = model.name, text.by, temperature, tuple(said), unknown, tuple(drawn), explained
    if not (explained and isinstance(model, WordNetwork)):
        return Sample(*told)
    steps = explain(model, codes[:-1])
    return Sample(*told, steps, _of_class(model, codes[-1], chances) if model.made.ends else None)


def _of_class(model: WordNetwork, code: int, chances: Array) -> OfClass:
    """Return how likely a word's class is, and the word in it, given the chances of all words (words,)."""
    ends = model.made.ends
    number = int(np.searchsorted(ends, code, side="right"))
    words = slice(ends[number - 1] if number else 0, ends[number])
    chance = float(chances[words].sum())
    within = float(chances[code] / chance)
    return OfClass(model.vocabulary[words.start], words.stop - words.start, len(ends), chance, within)


def tempered(p: Array, temperature: float) -> Array:
    """Return probabilities (words,) that are sharper below a temperature of 1, and flatter above."""
    with np.errstate(divide="ignore"):
        logs = np.log(p) / temperature
    odds: Array = np.exp(logs - logs.max())
    odds /= odds.sum()
    return odds
