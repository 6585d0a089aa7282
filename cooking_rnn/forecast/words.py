"""Weather as words: what was typed, and text files with one or several words a line."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cooking_rnn.errors import UsageError, quote
from cooking_rnn.forecast.days import Absent, BadDay, Day, Faults, Piece, pieces
from cooking_rnn.forecast.glance import Glance
from cooking_rnn.forecast.source import Block
from cooking_rnn.names import Names
from cooking_rnn.phrases import Phrase

SEPARATOR = re.compile("[,，、]")
SEPARATORS = [separator.encode() for separator in ",，、"]


def from_text(text: str, weathers: Names) -> NDArray[np.uint8]:
    """Return the codes of words between commas, as typed for --weather; raises UsageError with the day."""
    if not text.strip():
        raise UsageError("--weather", "no weather", f"choices: {', '.join(weathers.ids[:20])}")
    codes = []
    for day, word in enumerate(SEPARATOR.split(text), start=1):
        code = weathers.find(word)
        if code is None:
            what = f"unknown weather {quote(word.strip())}" if word.strip() else "an empty day"
            raise UsageError(f"--weather day {day}", what, weathers.suggestion(word))
        codes.append(code)
    return np.array(codes, np.uint8)  # (days,)


class Spellings(dict[str, int]):
    """Spelling -> code, as far as the weathers know it: exactly as written, so without normalising it again."""

    LARGEST = 4096  # padding and case can spell a word in any number of ways

    def __init__(self, weathers: Names) -> None:
        super().__init__(weathers.codes)
        self.weathers = weathers

    def __missing__(self, word: str) -> int:
        code = self.weathers.find(word)
        if code is None:
            raise KeyError(word)
        if len(self) < self.LARGEST:
            self[word] = code
        return code


class WordLines:
    """Reads whole lines of words: at a glance where they are all identifiers, or all were there before."""

    MOST_WORDS = 256  # that are looked out for

    def __init__(self, spellings: Spellings) -> None:
        self._spellings = spellings
        self._seen: dict[bytes, int] = {}
        self._glance = Glance({name.encode(): code for code, name in enumerate(spellings.weathers.ids)})

    def codes(self, lines: bytes) -> NDArray[np.uint8] | None:
        """Return the codes of all words on whole lines, (words,), or None where a word is unknown or empty."""
        codes = self._glance.read(lines)
        if codes is None:
            for separator in SEPARATORS:
                lines = lines.replace(separator, b"\n")
            codes = self._glance.read(lines)
        return self._one_by_one(lines) if codes is None else codes

    def _one_by_one(self, lines: bytes) -> NDArray[np.uint8] | None:
        words = lines.decode()[:-1].split("\n")
        try:
            codes = np.fromiter(map(self._spellings.__getitem__, words), np.uint8, len(words))  # (words,)
        except KeyError:
            return None
        seen = self._seen | {word.encode(): self._spellings[word] for word in {*words}}
        if len(self._seen) < len(seen) <= self.MOST_WORDS:
            self._seen, self._glance = seen, Glance(seen)
        return codes


@dataclass
class WordsFile:
    """Reads blocks of lines of words. Blank lines at the end mean nothing; before a word they are missing days."""

    where: str
    weathers: Names
    absent: Absent
    faults: Faults
    blank_lines: int = 0  # just before the next block

    def pieces(self, blocks: Iterable[Block]) -> Iterator[Piece]:
        """Yield the days of each block; raises DataError after the good days before the fault."""
        spellings = Spellings(self.weathers)
        lines = WordLines(spellings)
        for block in blocks:
            codes = None if self.blank_lines else lines.codes(block.data)
            if codes is None:
                yield from pieces(self._carefully(block, spellings), lambda: False)
            else:
                yield Piece(codes)
            if block.fault:
                raise block.fault

    def _carefully(self, block: Block, spellings: Spellings) -> Iterator[Day | None]:
        """Yield the days of a block in which something is missing or wrong."""
        for number, line in enumerate(block.data.decode().split("\n")[:-1], block.line):
            if not line.strip():
                self.blank_lines += 1
                continue
            for blank in range(number - self.blank_lines, number):
                yield self._day("", blank, spellings)
            self.blank_lines = 0
            for word in SEPARATOR.split(line):
                yield self._day(word, number, spellings)

    def _day(self, word: str, line: int, spellings: Spellings) -> Day | None:
        try:
            return (spellings[word], None) if word.strip() else self.absent.day("an empty day")
        except KeyError:
            remedy = self.weathers.suggestion(word)
            if line == 1 and "near" not in remedy.values:
                remedy = Phrase("{choices}; if this is a header, --column chooses a column", choices=remedy)
            self.faults.add(BadDay(f"unknown weather {quote(word.strip())}", remedy).at(f"{self.where}:{line}"))
        except BadDay as bad:
            self.faults.add(bad.at(f"{self.where}:{line}"))
        return None
