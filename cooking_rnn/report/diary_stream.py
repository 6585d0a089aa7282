"""A kitchen's days, any number of them, in the bytes that `records` would make of each.

A day follows from its weather and yesterday's dish, so there are only n·m kinds of days. One day of each kind is
encoded as all records are, and only what differs from day to day, its number and its date, is put in.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from cooking_rnn.fast.packing import Phrases
from cooking_rnn.render.records import encoded, header
from cooking_rnn.report.season import brief_record

if TYPE_CHECKING:
    from cooking_rnn.kitchen.kitchen import Kitchen
    from cooking_rnn.weather.days import Piece

THOUSAND = 1000  # days, of whose numbers all but the last three digits are the same
NUMBER, DATE = 0, "0000-00-00"  # of a day that stands for all of its kind


def diary(format_: str, cook: "Kitchen", start: int, pieces: Iterable["Piece"]) -> Iterator[bytes]:
    """Yield the days of these pieces of weather, after dish `start` on day 0, as "jsonl", "csv" or "menu".

    The lines of each piece are yielded before the next is asked for.
    """
    dish_lines = Phrases([encoded("dish", [{"dish": dish}]) for dish in cook.dishes.ids])
    told: _Diary | None = None
    number = 1
    for piece in pieces:
        menu = cook.menu(piece.codes, start)  # (days,)
        if format_ == "menu":
            yield dish_lines.join(menu)
        else:
            told = told or _Diary(format_, cook, has_dates=piece.dates is not None)
            kinds = told.kinds(piece.codes, start, menu)
            yield (told.header if number == 1 else b"") + b"".join(told.lines(number, kinds, piece.dates))
        number += len(menu)
        start = int(menu[-1])


class _Diary:
    """The lines of days, where each kind of day is encoded once; its number is weather · n + yesterday's dish."""

    def __init__(self, format_: str, cook: "Kitchen", *, has_dates: bool) -> None:
        self._format, self._cook, self._has_dates = format_, cook, has_dates
        record = self._record(0)
        self.header = header(format_, record)
        line = encoded(format_, [record])
        self._before_number, _, rest = line.partition(b"%d" % NUMBER)
        self._before_date = rest.partition(DATE.encode())[0] if has_dates else b""
        self._after: dict[int, bytes] = {}  # the end of the line, by kind

    def kinds(self, weathers: NDArray[np.uint8], start: int, menu: NDArray[np.uint8]) -> NDArray[np.intp]:
        """Return the kinds (days,) of days with these weathers and dishes, after dish `start`."""
        kinds = weathers.astype(np.intp) * len(self._cook.dishes)
        kinds[:1] += start
        kinds[1:] += menu[:-1]
        return kinds

    def lines(self, first: int, kinds: NDArray[np.intp], dates: Sequence[str] | None) -> Iterator[bytes]:
        """Yield the lines of days of these kinds (days,), numbered from `first`, up to a thousand at a time."""
        present = np.flatnonzero(np.bincount(kinds)).tolist()
        self._after |= {kind: self._end_of_line(kind) for kind in present if kind not in self._after}
        done = 0
        while done < len(kinds):
            thousands, rest = divmod(first + done, THOUSAND)
            some = slice(done, done + THOUSAND - rest)
            done = some.stop
            these = kinds[some].tolist()
            start = self._before_number + (b"%d" % thousands if thousands else b"")
            # Each line's end is joined to the next line's start beforehand: fewer pieces to join. The last has no next.
            ends = {kind: self._after[kind] + start for kind in (present if len(present) < len(these) else {*these})}
            columns: list[Iterable[bytes]] = [_digits(padded=thousands > 0)[rest : rest + len(these)]]
            if dates is not None:
                columns.append([self._before_date + date.encode() for date in dates[some]])
            columns.append(map(ends.__getitem__, these))
            pieces = [b""] * (len(columns) * len(these))
            for place, column in enumerate(columns):
                pieces[place :: len(columns)] = column
            pieces[-1] = self._after[these[-1]]
            yield start + b"".join(pieces)

    def _end_of_line(self, kind: int) -> bytes:
        """Return what stands after number and date on the lines of days of a kind."""
        last = DATE if self._has_dates else str(NUMBER)
        return encoded(self._format, [self._record(kind)]).partition(last.encode())[2]

    def _record(self, kind: int) -> dict[str, Any]:
        weather, previous = divmod(kind, len(self._cook.dishes))
        dates = [DATE] if self._has_dates else None
        (day,) = self._cook.days(np.array([weather], np.uint8), previous, dates, first=NUMBER, steps=False)
        return brief_record(day)


@cache
def _digits(*, padded: bool) -> list[bytes]:
    """Return the numbers below a thousand, as they end numbers above it if padded."""
    return [b"%03d" % number if padded else b"%d" % number for number in range(THOUSAND)]
