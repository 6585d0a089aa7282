"""Days of weather on their way: pieces of them, days that have none, and days that are wrong."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cooking_rnn.errors import DataError, UsageError, quote
from cooking_rnn.names import Names
from cooking_rnn.phrases import Phrase

LARGEST_PIECE = 1 << 16  # days; more are cut, so that memory does not grow

#: A weather's code and, in a dated file, the date in ISO 8601.
Day = tuple[int, str | None]


@dataclass(frozen=True, eq=False)
class Piece:
    """Consecutive days of weather."""

    codes: NDArray[np.uint8]  # (days,)
    dates: list[str] | None = None  # ISO 8601, in a dated file


class BadDay(Exception):  # noqa: N818 - a day, not the end of the program
    """Something is wrong with one day; whoever knows where it stands makes a DataError of it."""

    def __init__(self, what: str, remedy: str | Phrase = "") -> None:
        super().__init__(what, remedy)
        self.what, self.remedy = what, remedy

    def at(self, where: str) -> DataError:
        """Return the error, with its place."""
        return DataError(where, self.what, self.remedy)


class Faults:
    """Bad days: the first is raised at once or, when counting, at the end with the number of the others."""

    def __init__(self, *, counting: bool) -> None:
        self._counting = counting
        self._first: DataError | None = None
        self._more = 0

    def add(self, error: DataError) -> None:
        """Note a bad day; raises it unless counting."""
        if not self._counting:
            raise error
        if self._first is None:
            self._first = error
        else:
            self._more += 1

    def settle(self) -> None:
        """Raise the first of the bad days that were counted, if there was one."""
        if self._first and self._more:
            what = Phrase("{what}, and {more} more bad {more:day|days}", what=self._first.what, more=self._more)
            raise DataError(self._first.where, what, self._first.remedy)
        if self._first:
            raise self._first


@dataclass(frozen=True)
class Absent:
    """What becomes of a day without weather: a fault, nothing (`skip`), or the weather of `code`."""

    ways: str  # what may be typed, for the remedy
    code: int | None = None
    skip: bool = False

    @classmethod
    def typed(cls, text: str | None, weathers: Names) -> "Absent":
        """Return what the value of --missing asks for; raises UsageError."""
        ways = "|".join(("skip", *weathers.ids[:8]))
        if text is None:
            return cls(ways)
        code = weathers.find(text)
        if code is not None:
            return cls(ways, code)
        if text.strip().casefold() == "skip":
            return cls(ways, skip=True)
        raise UsageError("--missing", f"unknown choice {quote(text)}", f"choices: {ways}")

    def day(self, what: str, date: str | None = None) -> Day | None:
        """Return the day to take instead, None for no day; raises BadDay that says `what` is missing."""
        if self.skip:
            return None
        if self.code is None:
            raise BadDay(what, f"--missing {self.ways} goes on without it")
        return self.code, date


def pieces(days: Iterable[Day | None], waiting: Callable[[], bool]) -> Iterator[Piece]:
    """Gather days into pieces, as large as may be without waiting for more; None is no day.

    Where `days` raises DataError, the days before it come first.
    """
    batch: list[Day] = []
    fault: DataError | None = None
    try:
        for day in days:
            if day is not None:
                batch.append(day)
            if batch and (waiting() or len(batch) >= LARGEST_PIECE):
                yield _piece(batch)
                batch = []
    except DataError as error:
        fault = error
    if batch:
        yield _piece(batch)
    if fault:
        raise fault


def _piece(batch: list[Day]) -> Piece:
    codes = np.fromiter((code for code, _ in batch), np.uint8, len(batch))  # (days,)
    dates = [date for _, date in batch if date is not None]
    return Piece(codes, dates if len(dates) == len(batch) else None)
