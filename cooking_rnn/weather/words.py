"""Weather as words: what was typed, and text files with one or several words a line."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cooking_rnn.errors import quote
from cooking_rnn.fast.words import WordReader
from cooking_rnn.names import Names
from cooking_rnn.phrases import Phrase
from cooking_rnn.weather.days import BadDay, Dated, Faults, Missing, Piece, pieces
from cooking_rnn.weather.lines import Lines

SEPARATOR = re.compile("[,，、]")


def from_text(text: str, weathers: Names) -> NDArray[np.uint8]:
    """Return the codes (days,) of words between commas, as typed; raises UsageError with the day."""
    return np.array(weathers.read(text, "weather"), np.uint8)


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
            words = [("", blank) for blank in range(number - self.blank_lines, number)]
            self.blank_lines, self.begun = 0, True
            for word, place in words + [(word, number) for word in SEPARATOR.split(line)]:
                try:
                    yield self._day(word, place)
                except BadDay as bad:
                    self.faults.add(bad, f"{self.where}:{place}")

    def _day(self, word: str, line: int) -> Dated | None:
        """Return the day of a word; raises BadDay."""
        if not word.strip():
            return self.missing.day(Phrase("an empty day"))
        code = self.weathers.find(word)
        if code is None:
            raise BadDay("unknown weather {word}", lambda: self._remedy(word, line), word=quote(word.strip()))
        return code, None

    def _remedy(self, word: str, line: int) -> Phrase:
        remedy = self.weathers.suggestion(word)
        if line > 2 or "near" in remedy.values:
            return remedy
        return Phrase("{choices}; if line 1 is a header, --column chooses a column", choices=remedy)
