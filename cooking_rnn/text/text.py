"""A text as codes: its words or characters, the vocabulary, and the parts to learn from and to be judged by."""

import re
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

import numpy as np

from cooking_rnn.choices import UNITS
from cooking_rnn.errors import DataError, one_of, quote, within
from cooking_rnn.files import read_text
from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.steps import Array, freeze
from cooking_rnn.text.diary import DAYS, Diary

UNKNOWN = "<unk>"
MOST_WORDS = 50_000  # of a vocabulary
LEAST = 1_000  # words of a text
DIARY = 400_000  # words
LARGEST = 10 << 20  # bytes
_WORD = re.compile(r"\w+(?:['’-]\w+)*|[^\w\s]")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, eq=False)
class Text:
    """A text: of each word its code, and the words by their codes, the most frequent first."""

    name: str  # of its file, or of the kitchen whose diary it is
    by: str  # "word" or "char"
    words: tuple[str, ...]
    codes: Array  # (length,)
    diary: Diary | None = None  # the source, where it is known

    def __post_init__(self) -> None:
        freeze(self, "codes")

    @property
    def train(self) -> Array:
        """The first eight tenths: to learn from."""
        return self.codes[: 8 * len(self.codes) // 10]

    @property
    def validation(self) -> Array:
        """The next tenth: to choose by."""
        return self.codes[len(self.train) : 9 * len(self.codes) // 10]

    @property
    def test(self) -> Array:
        """The last tenth: to be judged by."""
        return self.codes[9 * len(self.codes) // 10 :]

    @property
    def unknown(self) -> float:
        """The share of the test's words that the vocabulary does not know."""
        return float((self.test == self.words.index(UNKNOWN)).mean()) if UNKNOWN in self.words else 0.0

    def coded(self, words: list[str]) -> Array:
        """Return the codes of words; those that are not known are `<unk>` where there is one. Raises KeyError."""
        known = {word: code for code, word in enumerate(self.words)}
        return np.array([known[word] if word in known else known[UNKNOWN] for word in words], np.int32)


def split(text: str, by: str) -> list[str]:
    """Return the words of a text, in small letters and with punctuation marks by themselves, or its characters."""
    return list(text) if by == "char" else _WORD.findall(text.lower())


def unit_of(text: str) -> str:
    """Return "char" where Chinese, Japanese and Korean characters predominate, else "word"."""
    return "char" if 2 * len(_CJK.findall(text)) > len(_LETTER.findall(text)) else "word"


def read(
    file: str | PathLike[str], by: str | None = None, vocabulary: int = 4_000, words: tuple[str, ...] | None = None
) -> Text:
    """Return the text in a file, with a vocabulary of the words that come most often in the part to learn from.

    With `words`, they are the vocabulary. Raises DataError for what is no text, or too short a one; UsageError for a
    vocabulary out of range.
    """
    vocabulary = within("vocabulary", vocabulary, MOST_WORDS, 2)
    path = Path(file)
    told = read_text(path, LARGEST, "a part of it is enough")
    by = unit_of(told) if by is None else one_of("by", by, UNITS)
    said, codes = _numbered(told, by)
    if not len(codes):
        raise DataError(str(path), "empty", "a text of at least {least:,} words", least=LEAST)
    if len(codes) < LEAST:
        what = "{count:,} {count:word|words}" if by == "word" else "{count:,} {count:character|characters}"
        raise DataError(str(path), what, "at least {least:,} are needed", count=len(codes), least=LEAST)
    counts = np.bincount(codes[: 8 * len(codes) // 10], minlength=len(said))
    if np.count_nonzero(counts) == 1:
        what, remedy = "the same word all the time: {word}", "a text has several"
        raise DataError(str(path), what, remedy, word=quote(said[codes[0]]))
    if words is None:
        order = np.argsort(-counts, kind="stable")[: min(vocabulary, np.count_nonzero(counts))]
        words = (UNKNOWN, *(said[code] for code in order))  # which no text is split into
    known = {word: code for code, word in enumerate(words)}
    place = np.array([known.get(word, known[UNKNOWN]) for word in said], np.int32)
    return Text(path.name, by, words, place[codes])


def _numbered(text: str, by: str) -> tuple[list[str], Array]:
    """Return the different words of a text in their order, or its characters, and the code of each."""
    if by == "char":
        points, codes = np.unique(np.frombuffer(text.encode("utf-32-le"), np.uint32), return_inverse=True)
        return [chr(point) for point in points], codes
    said = split(text, by)
    known = {word: code for code, word in enumerate(dict.fromkeys(said))}
    return [*known], np.array([known[word] for word in said], np.intp)


def diary_text(kitchen: Kitchen, seed: int, length: int = DIARY, words: tuple[str, ...] | None = None) -> Text:
    """Return a diary of a kitchen. With `words`, they are the vocabulary, in this order; raises KeyError."""
    diary = Diary(kitchen)
    codes = diary.sample(length, np.random.default_rng([seed, 2]))
    counts = np.bincount(codes, minlength=len(diary.words))
    words = words or tuple(diary.words[code] for code in np.argsort(-counts, kind="stable"))
    place = {word: code for code, word in enumerate(words)}
    return Text(kitchen.name, "word", words, np.array([place[word] for word in diary.words], np.int32)[codes], diary)


def kinds(text: Text, kitchen: Kitchen) -> dict[str, Array]:
    """Return of a diary the codes of the words that depend on the entry before: the weekdays, and the dishes."""
    dishes = [name.replace(" ", "-") for name in kitchen.dishes.ids]
    return {
        "weekday": np.array([code for code, word in enumerate(text.words) if word in DAYS]),
        "dish": np.array([code for code, word in enumerate(text.words) if word in dishes]),
    }
