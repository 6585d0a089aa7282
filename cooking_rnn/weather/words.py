"""Weather as words: what was typed, and text files with one or several words a line."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cooking_rnn.errors import UsageError, quote
from cooking_rnn.fast.words import WordReader
from cooking_rnn.names import Names
from cooking_rnn.phrases import Phrase
from cooking_rnn.weather.days import BadDay, Dated, Faults, Missing, Piece, pieces
from cooking_rnn.weather.lines import Lines

SEPARATOR = re.compile("[,，、]")


def from_text(text: str, weathers: Names) -> NDArray[np.uint8]:
    """Return the codes (days,) of words between commas, as typed; raises UsageError with the day."""
    if not text.strip():
        raise UsageError("weather", "no weather", "choices: {choices}", choices=list(weathers.ids[:20]))
    codes = []
    for day, word in enumerate(SEPARATOR.split(text), start=1):
        code = weathers.find(word)
        if code is None:
            what = unknown(word) if word.strip() else Phrase("an empty day")
            raise UsageError(f"weather day {day}", what, weathers.suggestion(word))
        codes.append(code)
    return np.array(codes, np.uint8)  # (days,)


def unknown(word: str) -> Phrase:
    """Return what is wrong with a word that no weather answers to."""
    return Phrase("unknown weather {word}", word=quote(word.strip()))


@dataclass
class WordFile:
    """Reads lines of words. Blank lines before the first word and after the last mean nothing; others are days."""

    where: str
    weathers: Names
    missing: Missing
    faults: Faults
    blank_lines: int = 0  # just before the next lines
    begun: bool = False  # whether a word has come

    def pieces(self, source: Iterable[Lines]) -> Iterator[Piece]:
        """Yield the days of the lines as they come; raises DataError after the good days before the fault."""
        fast = WordReader(self.weathers.find, self.weathers.ids)
        for lines in source:
            codes = None if self.blank_lines else fast.codes(lines.data)
            if codes is None:
                yield from pieces(self.days(lines))
            else:
                self.begun = True
                yield Piece(codes)

    def days(self, lines: Lines) -> Iterator[Dated | None]:
        """Yield the days of some lines word by word: the plain twin of WordReader, which also says what is wrong."""
        for number, line in enumerate(lines.texts(), lines.first):
            if not line.strip():
                self.blank_lines += self.begun
                continue
            for blank in range(number - self.blank_lines, number):
                yield self._day("", blank)
            self.blank_lines, self.begun = 0, True
            for word in SEPARATOR.split(line):
                yield self._day(word, number)

    def _day(self, word: str, line: int) -> Dated | None:
        try:
            if not word.strip():
                return self.missing.day(Phrase("an empty day"))
            code = self.weathers.find(word)
            if code is None:
                raise BadDay(unknown(word), lambda: self._remedy(word, line))
        except BadDay as bad:
            self.faults.add(bad, f"{self.where}:{line}")
            return None
        return code, None

    def _remedy(self, word: str, line: int) -> Phrase:
        remedy = self.weathers.suggestion(word)
        if line > 2 or "near" in remedy.values:
            return remedy
        return Phrase("{choices}; if line 1 is a header, --column chooses a column", choices=remedy)
