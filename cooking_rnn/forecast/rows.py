"""From the rows of a table to days: dates that follow each other, values that are missing."""

from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache

from cooking_rnn.forecast.choice import Choice
from cooking_rnn.forecast.dates import Calendar
from cooking_rnn.forecast.days import Absent, BadDay, Day, Faults
from cooking_rnn.forecast.table import Row, Table, is_blank


class RowReader:
    """Makes days of the rows of a table, one by one; a row may bring several (after a gap) or none."""

    def __init__(self, choice: Choice, absent: Absent, columns: int) -> None:
        self._value, self._date, self._absent, self._columns = choice.value, choice.date, absent, columns
        self._code_of = lru_cache(maxsize=4096)(choice.code_of)  # values repeat
        self._calendar = Calendar()

    def days(self, fields: list[str]) -> Iterator[Day | None]:
        """Yield the days that a row brings; raises BadDay."""
        if is_blank(fields):
            yield self._absent.day("an empty row")
            return
        if len(fields) != self._columns:
            raise BadDay(f"row and header differ in length, {len(fields)} != {self._columns}")
        date = None
        if self._date is not None:
            day, missing = self._calendar.turn(fields[self._date])
            date = day.isoformat()
            for days_before in range(missing, 0, -1):
                yield self._gap((day - timedelta(days=days_before)).isoformat(), missing)
        code = self._code_of(fields[self._value])
        yield self._absent.day("no value" + (f" for {date}" if date else ""), date) if code is None else (code, date)

    def _gap(self, date: str, missing: int) -> Day | None:
        more = f" and {missing - 1} more before this row" if missing > 1 else ""
        return self._absent.day(f"{date} is missing{more}", date)


def days(table: Table, choice: Choice, absent: Absent, faults: Faults) -> Iterator[Day | None]:
    """Yield the days of a table in their order, None for a row that brings none; raises DataError."""
    reader = RowReader(choice, absent, len(table.header))
    for row in _rows_that_count(choice):
        if row is None:
            yield None
            continue
        number, fields = row
        try:
            yield from reader.days(fields)
        except BadDay as bad:
            faults.add(bad.at(table.place(number)))
            yield None


def _rows_that_count(choice: Choice) -> Iterator[Row | None]:
    """Yield all rows, but blank ones only once another row follows: at the end they mean nothing.

    Where there are dates, these tell whether a day is missing, and blank rows mean nothing anywhere.
    """
    blank = 0
    for number, fields in choice.rows:
        if is_blank(fields):
            blank += choice.date is None
            yield None
            continue
        for ago in range(blank, 0, -1):
            yield number - ago, []
        blank = 0
        yield number, fields
