"""A file of weather, whatever its format: decide once, then read day by day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice
from typing import BinaryIO

from cooking_rnn.errors import DataError, UsageError, quote
from cooking_rnn.fast.rows import codes_of, days_after
from cooking_rnn.names import Names, is_slip
from cooking_rnn.phrases import Phrase
from cooking_rnn.weather import tables
from cooking_rnn.weather.columns import Choice, Chooser, Column, Decision, Options
from cooking_rnn.weather.days import BadDay, Dated, Faults, Missing, Piece, changed, pieces, twice
from cooking_rnn.weather.lines import read_lines
from cooking_rnn.weather.tables import Row, Rows, Table, Tape, is_blank
from cooking_rnn.weather.values import FREE, dates_in
from cooking_rnn.weather.words import SEPARATOR, WordFile

LARGEST_GAP = 1000  # days that are made up between two dates: a mistyped year must not make millions


@dataclass(frozen=True, eq=False)
class Reading:
    """Days of weather, to be taken once, and what was decided about how to read them.

    Iterating yields pieces as they come. It raises DataError at the first fault, after all days before it,
    or, when faults are counted, at the end; no days at all are a fault.
    """

    where: str
    decision: Decision
    notes: list[Phrase]  # what was left out or cannot be seen
    _pieces: Iterator[Piece]
    _faults: Faults

    def __iter__(self) -> Iterator[Piece]:
        days = 0
        try:
            for piece in self._pieces:
                days += len(piece.codes)
                yield piece
        except DataError as error:
            self._faults.add(error)
        self._faults.settle()
        if not days:
            raise _nothing(self.where)


def read(
    stream: BinaryIO, where: str, weathers: Names, options: Options | None = None, *, count_faults: bool = False
) -> Reading:
    """Return the weather in `stream`: words, CSV with a header, or JSON, packed by gzip or not.

    Reads only as much as the decision needs. `where` names the stream in errors. Raises UsageError for
    `options` that do not fit, DataError where no weather can be found.
    """
    options = options or Options()
    missing = Missing.typed(options.missing, weathers)
    faults = Faults(counting=count_faults)
    tape = Tape(read_lines(stream, where), where)
    table = _table(tape, where, weathers, options.column)
    if table is None:
        options.need_amounts("words", None)
        if options.dates:
            raise UsageError("dates", "no dates in {file}", "leave it out", file=where)
        words = WordFile(where, weathers, missing, faults)
        return Reading(where, Decision("words"), [], words.pieces(tape.all()), faults)
    choice = Chooser(table, weathers, options).choose()
    notes = list(table.notes)
    if choice.dates is None:
        notes.append(Phrase("no dates: gaps, hours and a second place would not be seen"))
    return Reading(where, choice.decision, notes, DayReader(table, choice, missing, faults).pieces(), faults)


def _table(tape: Tape, where: str, weathers: Names, column: str | None) -> Table | None:
    """Return the table on the tape; None where it is words."""
    first, line = next(tape.ahead(), (0, ""))
    if not first:
        raise _nothing(where)
    if tables.is_record(line):
        return tables.from_records(tape, where)
    if line.lstrip().startswith(("{", "[")):
        return tables.from_json(tape.all(), where)
    if {"latitude", "longitude", "utc_offset_seconds"} <= {*line.casefold().strip().split(",")}:
        return tables.from_csv(tape, (first, line), where)

    def is_word(text: str) -> bool:
        return weathers.find(text) is not None

    def is_name(text: str) -> bool:
        return Column(text).is_known

    def is_asked_for(text: str) -> bool:
        return Column(text).name == wanted and (is_name(text) or not is_word(text))

    words, wanted = SEPARATOR.split(line), Column(column or "").name
    has_value = tables.has_value(tables.split(line))
    header = tables.find_header(tape.ahead(), is_asked_for, is_word) if column is not None else None
    if header and not any(map(is_asked_for, tables.split(header[1]))):
        header = None
    if all(map(is_word, words)):  # names of columns may be words: "rain", above numbers
        after = next(islice(tape.ahead(), 1, 2), (0, ""))[1] if any(map(is_name, words)) else ""
        header = header or ((first, line) if tables.has_value(tables.split(after)) else None)
    elif has_value or any(map(is_name, words)) or not any(is_slip(word, weathers.codes) for word in words[:20]):
        header = header or tables.find_header(tape.ahead(), is_name, is_word)
    if header:
        return tables.from_csv(tape, header, where)
    if has_value:
        return tables.without_header(tape, (first, line), where)
    if column is not None:
        raise UsageError("column", "{file} has words without a header", "leave it out", file=where)
    return None


def _nothing(where: str) -> DataError:
    return DataError(where, "no weather in it", "one word a line, or a table with a header, is expected")


class DayReader:
    """Makes days of the rows of a table, one by one; a row may bring several (after a gap) or none."""

    def __init__(self, table: Table, choice: Choice, missing: Missing, faults: Faults) -> None:
        self._table, self._choice, self._missing, self._faults = table, choice, missing, faults
        self._code_of = lru_cache(maxsize=4096)(choice.code_of)  # values repeat
        self._column = quote(table.header[choice.value])
        self._known: dict[str, int] = {}
        self._first: dict[int, str] = {}  # what stands in the columns that may not change
        self._last: tuple[date, str] | None = None  # with its time
        self._blank_rows = 0  # just before the next row
        self._days = 0  # rows that were days so far
        self._months = 0  # of the steps from date to date, all as long as a month

    def pieces(self) -> Iterator[Piece]:
        """Yield the days of the rows as they come; raises DataError after the good days before the fault."""
        for batch in self._choice.rows:
            piece = self._piece(batch.rows)
            if piece is None:
                yield from pieces(self.days(batch))
            else:
                yield piece
            if batch.fault:
                raise batch.fault

    def _piece(self, rows: list[list[str]]) -> Piece | None:
        """Return the days of rows in which all is as it should be, read a column at a time."""
        places = self._choice.dates.places if self._choice.dates else ()
        if not self._days or self._blank_rows or len(places) > 1 or len(self._first) < len(self._choice.constants):
            return None
        dates = None
        if places and self._last:
            if not rows or self._last[0].toordinal() + len(rows) > date.max.toordinal():
                return None
            dates = days_after(self._last[0].isoformat(), len(rows))
        expected = (places[0], dates) if dates else None
        width, value = len(self._table.header), self._choice.value
        codes = codes_of(rows, width, self._first, expected, value, self._good_code, self._known)
        if codes is None or not len(codes):
            return None
        if dates:
            self._last, self._months = (date.fromisoformat(dates[-1]), ""), -1
        return Piece(codes, dates)

    def _good_code(self, text: str) -> int | None:
        try:
            code = self._code_of(text)
        except BadDay:
            return None
        return None if isinstance(code, Phrase) else code

    def days(self, batch: Rows) -> Iterator[Dated | None]:
        """Yield the days of some rows in their order, None for a row that brings none; raises DataError.

        Where there are dates, these tell whether a day is missing, and blank rows mean nothing; elsewhere not before
        the first day and after the last.
        """
        for number, fields in batch:
            if is_blank(fields):
                self._blank_rows += bool(self._days) and self._choice.dates is None
                continue
            for ago in range(self._blank_rows, 0, -1):
                yield from self._row((number - ago, []))
            self._blank_rows = 0
            yield from self._row((number, fields))
            self._days += 1

    def _row(self, row: Row) -> Iterator[Dated | None]:
        try:
            yield from self._days_of(row[1]) if row[1] else [self._missing.day(Phrase("an empty row"))]
        except BadDay as bad:
            self._faults.add(bad, self._table.place(row[0]))

    def _days_of(self, fields: list[str]) -> Iterator[Dated | None]:
        """Yield the days that a row brings; raises BadDay."""
        width, choice = len(self._table.header), self._choice
        if len(fields) < width or not is_blank(fields[width:]):
            what = Phrase("row and header differ in length, {here} != {there}", here=len(fields), there=width)
            raise BadDay(what, Phrase("a value that has the separator in it needs quotes"))
        for place, is_hour in choice.constants.items():
            if fields[place].strip() and self._first.setdefault(place, fields[place]) != fields[place]:
                raise changed(fields[place], quote(self._table.header[place]), is_hour=is_hour)
        iso = None
        if choice.dates:
            day, days_missing = self._turn(choice.dates.text(fields))
            iso = day.isoformat()
            if days_missing:
                yield from self._gap(day, days_missing)
        try:
            code = self._code_of(fields[choice.value])
        except BadDay as bad:
            raise BadDay(Phrase("{what} in {column}", what=bad.what, column=self._column), bad.remedy) from None
        if not isinstance(code, Phrase):
            yield code, iso
        elif iso:
            yield self._missing.day(
                Phrase("{what} for {date} in {column}", what=code, date=iso, column=self._column), iso
            )
        else:
            yield self._missing.day(Phrase("{what} in {column}", what=code, column=self._column))

    def _turn(self, text: str) -> tuple[date, int]:
        """Return the date of a row and how many days are missing just before it; raises BadDay."""
        assert self._choice.dates is not None
        readings, time = dates_in(text)
        day, last = readings.get(FREE) or readings.get(self._choice.dates.order), self._last
        if day is None:
            what = Phrase("{date} in {column} is not a date", date=quote(text), column=self._choice.dates.columns)
            remedy = "dates are written like 2024-01-31; --dates d/m/y or m/d/y says how others are read"
            raise BadDay(what, Phrase(remedy))
        if last and day == last[0]:
            raise twice(day.isoformat(), is_hourly=time != last[1])
        if last and day < last[0]:
            what = Phrase("{date} comes after {last}", date=day.isoformat(), last=last[0].isoformat())
            raise BadDay(what, Phrase("the days of one place are needed, in order"))
        step = (day - last[0]).days if last else 1
        if last and self._months >= 0:
            self._months = self._months + 1 if 28 <= step <= 31 else -1
            if self._months > 1:
                raise BadDay(Phrase("monthly values"), Phrase("daily ones are needed"))
        self._last = day, time
        return day, step - 1

    def _gap(self, day: date, missing: int) -> Iterator[Dated | None]:
        first = day - timedelta(days=missing)
        what = Phrase("{date} is missing", date=first.isoformat())
        if missing > 1:
            what = Phrase("{date} is missing and {more} more before this row", date=first.isoformat(), more=missing - 1)
        if missing > LARGEST_GAP and self._missing.code is not None:
            remedy = Phrase("is the year right? at most {most:,} days in a row are made up", most=LARGEST_GAP)
            raise BadDay(what, remedy)
        if self._missing.skip:
            return
        for ago in range(missing, 0, -1):
            yield self._missing.day(what, (day - timedelta(days=ago)).isoformat())
