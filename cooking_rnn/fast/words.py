"""Words read as arrays, beside `weather.words`, which reads them one by one.

A letter or two tell the words apart that were seen so far, and where lines end is found in no time. So the letters
just before the ends of lines say which word stands on each line, if it is one of those. Whether it is, is proved by
the whole: the words that were read are written out, and must be the text that was given.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from itertools import combinations
from math import prod

import numpy as np
from numpy.typing import NDArray

from cooking_rnn.fast.packing import Phrases

MOST_WORDS = 256  # that are looked out for
MOST_LETTERS = 3
DEEPEST = 10  # places from the end of a word at which to look
MOST_SPELLINGS = 4096  # that are remembered: padding and case can spell a word in any number of ways
SEPARATORS = [separator.encode() for separator in ",，、"]

Codes = NDArray[np.uint8]


class WordReader:
    """Reads whole lines of words: as arrays where all are identifiers, or all were there before."""

    def __init__(self, find: Callable[[str], int | None], ids: Iterable[str]) -> None:
        self._find = find
        self._glance = Glance({name.encode(): code for code, name in enumerate(ids)})
        self._known: dict[bytes, int] = {}  # codes of spellings that came one by one

    def codes(self, lines: bytes) -> Codes | None:
        """Return the codes of all words on whole lines, (words,), or None where a word is unknown or empty."""
        codes = self._glance.read(lines)
        if codes is None:
            for separator in SEPARATORS:
                lines = lines.replace(separator, b"\n")
            codes = self._glance.read(lines)
        return self._one_by_one(lines) if codes is None else codes

    def _one_by_one(self, lines: bytes) -> Codes | None:
        words = lines[:-1].split(b"\n")
        if len(self._known) > MOST_SPELLINGS:
            self._known.clear()
        new = {*words} - self._known.keys()
        for word in new:
            code = self._find(word.decode())
            if code is None:
                return None
            self._known[word] = code
        if new and len(self._known) <= MOST_WORDS:
            self._glance = Glance(self._known)
        return np.fromiter(map(self._known.__getitem__, words), np.uint8, len(words))


class Glance:
    """Reads lines of at most 256 words whose codes it is told, one word a line and nothing else."""

    def __init__(self, codes: Mapping[bytes, int]) -> None:
        words = list(codes)
        #: for each place a table from the letter there to a number; the sum of a word's numbers is its key
        self._numbers: dict[int, bytes] = {}
        keys, many = [0] * len(words), 1
        for place in _telling_places(words):
            letters = dict.fromkeys(word[-place] for word in words)
            numbers = {letter: many * number for number, letter in enumerate(letters)}
            keys = [key + numbers[word[-place]] for key, word in zip(keys, words, strict=True)]
            many *= len(letters)
            self._numbers[place] = _table(numbers)
        self._code_of = _table(dict(zip(keys, codes.values(), strict=True)))
        #: by key; one that no word has stands for no line at all, which no text proves right
        lines = dict(zip(keys, words, strict=True))
        self._lines = Phrases([lines[key] + b"\n" if key in lines else b"" for key in range(many)])

    def read(self, lines: bytes) -> Codes | None:
        """Return the codes of the words on whole lines, (lines,); None where something else stands there too."""
        if not self._numbers or not lines:
            return None
        letters = _letters_before_the_ends(lines, max(self._numbers))
        parts = (letters(place).tobytes().translate(numbers) for place, numbers in self._numbers.items())
        keys = reduce(np.add, (np.frombuffer(part, np.uint8) for part in parts))
        is_proved = self._lines.join(keys) == lines
        return np.frombuffer(keys.tobytes().translate(self._code_of), np.uint8) if is_proved else None


def _telling_places(words: Sequence[bytes]) -> tuple[int, ...]:
    """Return the fewest places, counted from the end, whose letters tell words apart; none where many are needed."""
    deepest = min(DEEPEST, *map(len, words)) if words else 0
    for count in range(1, MOST_LETTERS + 1):
        for places in combinations(range(1, deepest + 1), count):
            seen = {tuple(word[-place] for place in places) for word in words}
            keys = prod(len(letters) for letters in map(set, zip(*seen, strict=True)))
            if len(seen) == len(words) and keys <= 256:
                return places
    return ()


def _letters_before_the_ends(lines: bytes, deepest: int) -> Callable[[int], Codes]:
    """Return the function from a place, up to `deepest`, to the letter there before each end of a line."""
    text = np.frombuffer(lines, np.uint8)
    width = lines.find(b"\n") + 1
    if width > deepest and len(text) % width == 0 and (text[width - 1 :: width] == ord("\n")).all():
        return lambda place: text[width - 1 - place :: width]  # all lines are of one length, as far as that shows
    ends = np.flatnonzero(text == ord("\n"))
    return lambda place: text.take(ends - place, mode="clip")  # of a short first line, whatever stands there


def _table(values: Mapping[int, int]) -> bytes:
    """Return a table for bytes.translate; what is not in `values` becomes 0."""
    return bytes(values.get(byte, 0) for byte in range(256))
