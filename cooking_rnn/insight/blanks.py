"""The blank of a sentence, filled: from the left, from the right, both ways, and by the whole sentence.

Four networks are trained for it. Three see the sentence with its blank and are asked what it hides: one reads from the
left, one from the right, one both ways. The fourth is a language model, which reads the sentence once with every
candidate in the blank and says how probable all of it is: that knows what follows too, without reading backward.
"""

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

import numpy as np

from cooking_rnn.choices import CELLS
from cooking_rnn.errors import DataError, UsageError, one_of, quote, within
from cooking_rnn.files import read_text
from cooking_rnn.network.model import Architecture, initial, loss_and_gradient, softmax, unpack
from cooking_rnn.shown import Shown
from cooking_rnn.steps import Array, freeze
from cooking_rnn.text import wishes
from cooking_rnn.text.sentences import (
    BLANK,
    LONGEST,
    Blanks,
    Corpus,
    coded,
    corpus,
    sentences_of,
    vocabulary,
    words_of,
)
from cooking_rnn.text.text import LARGEST, LEAST
from cooking_rnn.text.wishes import Ceiling
from cooking_rnn.training.loop import Settings, keep_memory
from cooking_rnn.training.sentences import (
    BATCH,
    Lesson,
    Reader,
    Watch,
    fill_task,
    filled,
    learn,
    log_probabilities,
    next_task,
)
from cooking_rnn.training.tasks import BLANKS

SENTENCES = {"en": "I am starving, I want to __ a loaf", "zh": "饿死我了，我想__一个面包"}  # the article's
WAYS = ("left", "right", "both", "whole")
STEPS = 600  # where nothing is said
VOCABULARY = 255  # words of a text of one's own
MOST_HIDDEN, MOST_WORDS = 512, 200

_FRESH = 100  # sentences that are held out, at most
_VIEW = {"whole": "both"}  # what the whole sentence tells is what both sides do


@dataclass(frozen=True)
class Way:
    """How well blanks are filled that the networks have not learned from."""

    name: str  # one of WAYS, or "nothing": the most frequent word
    right: float  # the share
    perplexity: float
    ceiling: Ceiling | None  # how well that can be done at all, where it is known


@dataclass(frozen=True, eq=False, repr=False)
class FilledBlank(Shown):
    """A sentence's blank, and how probable each word is in it."""

    sentence: str
    text: str  # what was learned from: a file; "" for the built-in wishes
    candidates: tuple[str, ...]
    probabilities: Array  # (WAYS, candidates)
    sentence_nats: Array  # (candidates,) −ln P of the whole sentence with each
    exact: Array | None  # (WAYS, candidates) what they are in truth, where that is known
    ways: tuple[Way, ...]
    unknown: tuple[str, ...]  # words of the sentence that no network knows
    architecture: Architecture  # of the network that reads from the left
    steps: int
    seed: int
    seconds: float

    def __post_init__(self) -> None:
        freeze(self, "probabilities", "sentence_nats", "exact")

    @property
    def answers(self) -> dict[str, str]:
        """The most probable candidate by each of WAYS."""
        best = self.probabilities.argmax(axis=1).tolist()
        return {way: self.candidates[place] for way, place in zip(WAYS, best, strict=True)}

    def filled(self, word: str) -> str:
        """Return the sentence with a word in its blank."""
        return re.sub("[_＿]+", lambda _: word, self.sentence)

    def __repr__(self) -> str:
        told = ", ".join(f"{way} {word!r}" for way, word in self.answers.items())
        return f"<FilledBlank {self.sentence!r}: {told}>"


def fill_blank(
    sentence: str,
    file: str | PathLike[str] | None = None,
    *,
    cell: str = "simple",
    hidden: int = 16,
    steps: int = STEPS,
    rate: float = 0.02,
    seed: int = 0,
    watch: Watch | None = None,
) -> FilledBlank:
    """Fill the blank ("__") of a sentence by networks that are trained for it, on a text or on the built-in wishes.

    The text is in a `file`: sentences, from which every word may be left out; the last tenth is held out. `steps` and
    `hidden` are those of the three networks that fill; the language model has twice the units and 3 times the steps.

    Raises UsageError for what cannot be trained or filled, DataError for a text that cannot be learned from.
    """
    one_of("cell", cell, CELLS)
    settings = Settings("fill", steps=steps, rate=rate, seed=seed)
    hidden, begun = within("hidden", hidden, MOST_HIDDEN), time.perf_counter()
    words = _with_a_blank(sentence)
    lang = wishes.language_of(words) if file is None else None
    learned, fresh, names = _of_wishes(str(lang)) if file is None else _of_file(file)

    lessons, readers = {}, {}
    for way in WAYS:
        lessons[way], readers[way] = _begun(way, learned, len(names), cell, hidden, settings)
    keep_memory()
    training = learn(lessons.values(), settings.rate)
    for _ in training if watch is None else watch(training):
        pass
    frequencies = learned.frequencies(len(names))
    candidates = np.flatnonzero(frequencies)
    test = fresh.blanks(np.arange(len(fresh.shares)), np.random.default_rng([settings.seed, len(WAYS)]))
    logs = {way: _logs(readers[way], way, test, candidates) for way in WAYS}
    logs["nothing"] = np.log(np.repeat(frequencies[candidates, None], len(test.lengths), axis=1))
    known = [word for word in words if word == BLANK or word in names]
    asked = Blanks(*coded([known], names, len(learned.codes)), np.array([known.index(BLANK)]))
    seen = {way: _logs(readers[way], way, asked, candidates) for way in WAYS}
    told = tuple(names[code] for code in candidates.tolist())
    return FilledBlank(
        sentence,
        "" if file is None else str(file),
        told,
        np.hstack([_normal(way, seen[way]) for way in WAYS]).T,
        -seen["whole"][:, 0],
        None if lang is None else _exact(lang, known, told),
        tuple(_scored(way, logs[way], test, fresh.shares, candidates, lang) for way in ("nothing", *WAYS)),
        tuple(dict.fromkeys(word for word in words if word not in known)),
        readers["left"].architecture,
        settings.steps,
        settings.seed,
        time.perf_counter() - begun,
    )


def _with_a_blank(sentence: str) -> list[str]:
    """Return the words of a sentence; raises UsageError unless one of them is a blank."""
    if not isinstance(sentence, str):
        raise UsageError("sentence", "{value} is not text", value=quote(repr(sentence)))
    words = words_of(sentence)
    if (blanks := words.count(BLANK)) != 1:
        what = "{blanks} blanks in it" if blanks else "no blank in it"
        raise UsageError("sentence", what, "write one, as in: I want to __ a loaf", blanks=blanks)
    if len(words) > MOST_WORDS:
        what = "{count:,} {count:word|words}"
        raise UsageError("sentence", what, "at most {most:,}", count=len(words), most=MOST_WORDS)
    return words


def _of_wishes(lang: str) -> tuple[Corpus, Corpus, tuple[str, ...]]:
    """Return the built-in sentences, to learn from and, each by its share, to be scored on; and their words."""
    sentences = wishes.wishes(lang)
    names = vocabulary((wish.words for wish in sentences), VOCABULARY)
    shares = [float(wish.probability) for wish in sentences]
    made = corpus([wish.words for wish in sentences], names, shares, [wish.blank for wish in sentences])
    return made, made, names


def _of_file(file: str | PathLike[str]) -> tuple[Corpus, Corpus, tuple[str, ...]]:
    """Return the sentences of a file, to learn from and to be scored on, and the words of the former.

    Raises DataError for a file that is no text, or too short a one.
    """
    if not isinstance(file, str | PathLike):
        raise UsageError("file", "{value} is not a file name", value=quote(repr(file)))
    sentences = sentences_of(read_text(Path(file), LARGEST, "a part of it is enough"))
    count = sum(map(len, sentences))
    if not count:
        raise DataError(str(file), "empty", "a text of at least {least:,} words", least=LEAST)
    if count < LEAST:
        what = "{count:,} {count:word|words}"
        raise DataError(str(file), what, "at least {least:,} are needed", count=count, least=LEAST)
    held_out = min(max(len(sentences) // 10, 1), _FRESH)
    names = vocabulary(sentences[:-held_out], VOCABULARY)
    if len(names) < 2:
        what = "the same word all the time: {word}"
        raise DataError(str(file), what, "a text has several", word=names[0])
    with_some = (
        [words for words in part if {*words} & {*names}] for part in (sentences[:-held_out], sentences[-held_out:])
    )
    learned, fresh = (corpus(part, names, [1 / len(part)] * len(part), None, LONGEST) for part in with_some)
    return learned, fresh, names


def _begun(way: str, learned: Corpus, count: int, cell: str, hidden: int, settings: Settings) -> tuple[Lesson, Reader]:
    """Return a new network for one of WAYS, whose inputs are `count` words, and what it is to learn."""
    is_whole, rng = way == "whole", np.random.default_rng([settings.seed, WAYS.index(way)])
    size, steps = (2 * hidden, 3 * settings.steps) if is_whole else (hidden, settings.steps)
    architecture = Architecture(cell, count, count, size, bidirectional=way == "both")
    flat = initial(architecture, rng)

    def loss(flat: Array) -> tuple[float, Array]:
        blanks = learned.draw(BATCH, rng)
        hidden = None if learned.places is not None else rng.random(blanks.codes.shape) < BLANKS
        if is_whole:
            return loss_and_gradient(architecture, flat, *next_task(blanks.codes, count, hidden))
        return loss_and_gradient(
            architecture, flat, *fill_task(blanks.turned if way == "right" else blanks, count, hidden)
        )

    return Lesson(flat, loss, steps), Reader(architecture, unpack(architecture, flat))


def _logs(reader: Reader, way: str, blanks: Blanks, candidates: Array) -> Array:
    """Return ln P (candidates, sentences) of each candidate in the blank; by the whole sentence, of all of it."""
    if way != "whole":
        return np.log(filled(reader, blanks.turned if way == "right" else blanks)[candidates])
    found = []
    for place, codes, length in zip(blanks.places, blanks.codes.T, blanks.lengths, strict=True):
        each = np.repeat(codes[:length, None], len(candidates), axis=1)
        each[place] = candidates
        found.append(log_probabilities(reader, each))
    return np.array(found).T


def _normal(way: str, logs: Array) -> Array:
    """Return probabilities (candidates, sentences); of whole sentences, that each is the one of the candidates'."""
    return np.exp(logs) if way != "whole" else softmax(logs)


def _scored(way: str, logs: Array, test: Blanks, shares: Array, candidates: Array, lang: str | None) -> Way:
    is_answer = candidates[:, None] == test.answers
    right = float(shares @ (candidates[logs.argmax(axis=0)] == test.answers))
    nats = -float(shares @ np.log(np.maximum((_normal(way, logs) * is_answer).sum(axis=0), 1e-300)))
    ceiling = None if lang is None else wishes.ceiling(lang, _VIEW.get(way, way))
    return Way(way, right, float(np.exp(nats)), ceiling)


def _exact(lang: str, words: Sequence[str], candidates: Sequence[str]) -> Array | None:
    """Return the probabilities (WAYS, candidates) as they are; None for what no wish says."""
    place = list(words).index(BLANK)
    rows = []
    for way in WAYS:
        view = _VIEW.get(way, way)
        joint = wishes.joint_of(lang, view).get(wishes.seen(words, place, view))
        if joint is None:
            return None
        rows.append([float(joint.get(word, 0) / sum(joint.values())) for word in candidates])
    return np.array(rows)
