"""Days of weather on their way: pieces of them, days that have none, and days that are wrong."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from cooking_rnn.errors import DataError, UsageError, quote
from cooking_rnn.names import Names
from cooking_rnn.phrases import Phrase

LARGEST_PIECE = 1 << 16  # days; more are cut, so that memory does not grow
DAILY = Phrase("daily ones are needed")  # what to do about monthly values, and the like
ONE_ROW = Phrase("one row a day, of one place, is needed")

Item = TypeVar("Item")
#: A weather's code and, in a dated file, the date in ISO 8601.
Dated = tuple[int, str | None]


@dataclass(frozen=True, eq=False)
class Piece:
    """Consecutive days of weather."""

    codes: NDArray[np.uint8]  # (days,)
    dates: list[str] | None = None  # ISO 8601, in a dated file


class BadDay(Exception):  # noqa: N818 - a day, not the end of the program
    """Something is wrong with one day: phrases, or templates that `values` fill, but not yet where it stands.

    A remedy that takes long to find is a function: most bad days are only counted.
    """

    def __init__(self, what: str | Phrase, remedy: str | Phrase | Callable[[], Phrase], **values: Any) -> None:
        self.what = Phrase(what, **values) if isinstance(what, str) else what
        self.remedy = Phrase(remedy, **values) if isinstance(remedy, str) else remedy

    def at(self, where: str) -> DataError:
        """Return the error, with its place."""
        return DataError(where, self.what, self.remedy if isinstance(self.remedy, Phrase) else self.remedy())


class Faults:
    """Bad days: the first is raised at once or, when counting, at the end with the number of the others."""

    def __init__(self, *, counting: bool) -> None:
        self._counting = counting
        self._first: DataError | None = None
        self._more = 0

    def add(self, bad: BadDay | DataError, where: str = "") -> None:
        """Note a bad day; raises it unless counting."""
        if self._first:
            self._more += 1
            return
        error = bad.at(where) if isinstance(bad, BadDay) else bad
        if not self._counting:
            raise error
        self._first = error

    def settle(self) -> None:
        """Raise the first of the bad days that were counted, if there was one."""
        if first := self._first:
            what = Phrase("{what}, and {more} more bad {more:day|days}", what=first.what, more=self._more)
            raise DataError(first.where, what if self._more else first.what, first.remedy)


@dataclass
class Missing:
    """What becomes of a day without weather: a fault, nothing (`skip`), or the weather of `code`."""

    ways: str  # what may be typed, for the remedy
    code: int | None = None
    skip: bool = False
    count: int = 0  # days so far that were left out, or given that weather

    @classmethod
    def typed(cls, text: str | None, weathers: Names) -> "Missing":
        """Return what `missing` asks for; raises UsageError."""
        ways = "|".join(("skip", *weathers.ids[:8]))
        code, skip = (None, False) if text is None else (weathers.find(text), text.strip().casefold() == "skip")
        if text is not None and code is None and not skip:
            raise UsageError("missing", "unknown choice {choice}", "choices: {ways}", choice=quote(text), ways=ways)
        return cls(ways, code, skip)

    def day(self, what: Phrase, date: str | None = None) -> Dated | None:
        """Return the day to take instead, None for no day; raises BadDay that says `what` is missing."""
        if self.code is None and not self.skip:
            raise BadDay(what, "--missing {ways} goes on without it", ways=self.ways)
        self.count += 1
        return None if self.code is None else (self.code, date)


def together(source: Iterable[Item]) -> Iterator[list[Item]]:
    """Yield all as one list; where `source` raises an error, those before it."""
    taken: list[Item] = []
    try:
        taken.extend(source)
    finally:
        yield taken


def pieces(days: Iterable[Dated | None]) -> Iterator[Piece]:
    """Yield a piece of these days, None being no day; where `days` raises an error, after those before it."""
    for taken in together(filter(None, days)):
        dates = [date for _, date in taken if date is not None]
        if taken:
            codes = np.array([code for code, _ in taken], np.uint8)
            yield Piece(codes, dates if len(dates) == len(taken) else None)
