"""A file of weather, whatever its format: decide once, then read day by day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice
from typing import BinaryIO

import numpy as np

from cooking_rnn.errors import DataError, UsageError, quote
from cooking_rnn.fast import rows as fast
from cooking_rnn.names import Names, is_slip
from cooking_rnn.phrases import Phrase
from cooking_rnn.weather import tables
from cooking_rnn.weather.columns import Chooser, Column, Decision, Options
from cooking_rnn.weather.days import DAILY, ONE_ROW, BadDay, Dated, Faults, Missing, Piece, pieces
from cooking_rnn.weather.lines import read_lines
from cooking_rnn.weather.tables import Table, Tape, is_blank
from cooking_rnn.weather.values import FREE, dates_in
from cooking_rnn.weather.words import SEPARATOR, WordFile

LARGEST_GAP = 1000  # days that are made up between two dates: a mistyped year must not make millions
FEW = 64  # rows that are not worth to be read a column at a time
NOTHING = Phrase("no weather in it"), Phrase("one word a line, or a table with a header, is expected")


@dataclass(frozen=True, eq=False)
class Reading:
    """Days of weather, to be taken once, and what was decided about how to read them.

    Iterating yields pieces as they come. It raises DataError at the first fault, after all days before it,
    or, when faults are counted, at the end; no days at all are a fault.
    """

    where: str
    decision: Decision
    notes: tuple[Phrase, ...]  # what was left out, or cannot be seen
    missing: Missing
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
            raise DataError(self.where, *NOTHING)


def read(
    stream: BinaryIO, where: str, weathers: Names, options: Options | None = None, *, count_faults: bool = False
) -> Reading:
    """Return the weather in `stream`: words, CSV, or JSON, packed by gzip or not.

    Reads only as much as the decision needs. `where` names the stream in errors. Raises UsageError for
    `options` that do not fit, DataError where no weather can be found.
    """
    options = options or Options()
    missing, faults = Missing.typed(options.missing, weathers), Faults(counting=count_faults)
    tape = Tape(read_lines(stream, where), where)
    table = _table(tape, where, weathers, options.column)
    if table is None:
        options.check("words", None, where, dated=False)
        words = WordFile(where, weathers, missing, faults)
        return Reading(where, Decision("words"), (), missing, words.pieces(tape.all()), faults)
    choice = Chooser(table, weathers, options)
    undated = () if choice.dates else (Phrase("no dates: gaps, hours and a second place would not be seen"),)
    days = DayReader(choice, missing, faults)
    return Reading(where, choice.decision, table.notes + undated, missing, days.pieces(), faults)


def _table(tape: Tape, where: str, weathers: Names, column: str | None) -> Table | None:
    """Return the table on the tape; None where it is words."""
    first = next(tape.lines(), None)
    if first is None:
        raise DataError(where, *NOTHING)
    line = first[1]
    if table := tables.from_records(tape, where):
        return table
    if line.lstrip().startswith(("{", "[")):
        return tables.from_json(tape.all(), where)
    if {*line.strip().casefold().split(",")} >= tables.OPEN_METEO:
        return tables.from_open_meteo(tape, where)

    def is_word(text: str) -> bool:
        return weathers.find(text) is not None

    def is_name(text: str) -> bool:
        return Column(text).is_known

    def is_asked_for(text: str) -> bool:
        return Column(text).name == Column(column or "").name and (is_name(text) or not is_word(text))

    header = None if column is None else tables.find_header(tape.lines(), is_asked_for, is_word)
    if header and not any(map(is_asked_for, tables.split(header[1]))):
        header = None
    words = SEPARATOR.split(line)
    has_names, is_words = any(map(is_name, words)), all(map(is_word, words))
    if has_names == is_words and (is_words or any(is_slip(word, weathers.codes) for word in words[:20])):
        # Names of columns may be words, or nearly: there, the next line tells.
        is_words = not tables.has_value(tables.split(next(islice(tape.lines(), 1, 2), (0, ""))[1]))
    if not header and not is_words:
        header = tables.find_header(tape.lines(), is_name, is_word)
    if header or tables.has_value(tables.split(line)):
        return tables.from_csv(tape, header or first, where, named=header is not None)
    if column is not None:
        raise UsageError("column", "{file} has words without a header", "leave it out", file=where)
    return None


class DayReader:
    """Makes days of the rows of a table; a row may bring several (after a gap) or none."""

    def __init__(self, choice: Chooser, missing: Missing, faults: Faults) -> None:
        self._choice, self._missing, self._faults = choice, missing, faults
        self._code_of = lru_cache(maxsize=1 << 16)(choice.code_of)  # values repeat
        self._first: dict[int, str] = {}  # what stands in the columns that may not change
        self._last: tuple[date, str] | None = None  # the date of the last row, with its time
        self._blank_rows = 0  # just before the next row
        self._days = 0  # rows so far that were not blank
        self._is_monthly = True  # whether all steps from date to date were as long as a month

    def pieces(self) -> Iterator[Piece]:
        """Yield the days of the rows as they come; raises DataError after the good days before the fault."""
        for numbers, rows in self._choice.rows:
            yield from self._parts(numbers, rows)

    def _parts(self, numbers: Sequence[int], rows: list[list[str]]) -> Iterator[Piece]:
        """Yield the days of rows: a column at a time, or where something is wrong or missing, row by row."""
        if piece := self._at_once(rows):
            yield piece
        elif len(rows) <= FEW:
            yield from pieces(self.days(numbers, rows))
        else:
            half = len(rows) // 2
            yield from self._parts(numbers[:half], rows[:half])
            yield from self._parts(numbers[half:], rows[half:])

    def _at_once(self, rows: list[list[str]]) -> Piece | None:
        """Return the days of rows in which all is as it should be; None where something may not be."""
        choice, known, places = self._choice, self._last is not None, self._choice.dates
        if len(rows) <= FEW or self._blank_rows or len(places) > 1 or {*map(len, rows)} != {len(choice.columns)}:
            return None
        dates = None
        if places:
            start = self._last[0] if self._last else dates_in(rows[0][places[0]])[0].get(FREE, date.max)
            dates = fast.dates_from(start, len(rows) + known)[known:]
        if [row[places[0]] for row in rows] != dates if places else any(map(is_blank, rows)):
            return None
        constants = {place: self._first.get(place, rows[0][place]) for place in choice.constants}
        if any({row[place] for row in rows} != {text} for place, text in constants.items()):
            return None
        values = [row[choice.value] for row in rows]
        try:
            code_of = {text: self._code_of(text) for text in {*values}}
        except BadDay:
            return None
        if any(isinstance(code, Phrase) for code in code_of.values()):
            return None
        if dates:
            self._last, self._is_monthly = (date.fromisoformat(dates[-1]), ""), False
        self._first = {place: text for place, text in constants.items() if text.strip()}
        self._days += len(rows)
        return Piece(np.fromiter(map(code_of.__getitem__, values), np.uint8, len(values)), dates)

    def days(self, numbers: Sequence[int], rows: list[list[str]]) -> Iterator[Dated | None]:
        """Yield the days of rows one by one, None for a row that brings none; raises DataError.

        Where there are dates, these tell whether a day is missing, and blank rows mean nothing; elsewhere not before
        the first day and after the last.
        """
        for number, fields in zip(numbers, rows, strict=True):
            if is_blank(fields):
                self._blank_rows += self._days > 0 and not self._choice.dates
                continue
            for ago in range(self._blank_rows, -1, -1):
                try:
                    yield from [self._missing.day(Phrase("an empty row"))] if ago else self._days_of(fields)
                except BadDay as bad:
                    self._faults.add(bad, self._choice.table.place(number - ago))
            self._blank_rows, self._days = 0, self._days + 1

    def _days_of(self, fields: list[str]) -> Iterator[Dated | None]:
        """Yield the days that a row brings; raises BadDay."""
        choice, width, iso = self._choice, len(self._choice.columns), None
        if len(fields) < width or not is_blank(fields[width:]):
            remedy = "a value that has the separator in it needs quotes"
            raise BadDay("row and header differ in length, {here} != {there}", remedy, here=len(fields), there=width)
        for place, constant in choice.constants.items():
            text, column = fields[place], choice.name(place)
            if text.strip() and self._first.setdefault(place, text) != text:
                if constant.is_hour:
                    raise BadDay("hourly values, by {column}", DAILY, column=column)
                remedy = "the days of one place are needed: leave out the others"
                raise BadDay("another place, {value} in {column}", remedy, value=quote(text.strip()), column=column)
        if choice.dates:
            day, gap = self._turn(choice.date_of(fields))
            iso = day.isoformat()
            yield from self._gap(day, gap)
        column = choice.name(choice.value)
        try:
            code = self._code_of(fields[choice.value])
        except BadDay as bad:
            raise BadDay(Phrase("{what} in {column}", what=bad.what, column=column), bad.remedy) from None
        if isinstance(code, Phrase):
            what = "{what} for {date} in {column}" if iso else "{what} in {column}"
            yield self._missing.day(Phrase(what, what=code, date=iso, column=column), iso)
        else:
            yield code, iso

    def _turn(self, text: str) -> tuple[date, int]:
        """Return the date of a row and how many days are missing just before it; raises BadDay."""
        readings, time = dates_in(text)
        day = readings.get(FREE) or readings.get(self._choice.order)
        if day is None:
            remedy = "dates are written like 2024-01-31; --dates d/m/y or m/d/y says how others are read"
            column = self._choice.name(*self._choice.dates)
            raise BadDay("{date} in {column} is not a date", remedy, date=quote(text), column=column)
        if self._last is None:
            self._last = day, time
            return day, 0
        step, last = (day - self._last[0]).days, self._last[0].isoformat()
        if not step:
            hourly = Phrase("hourly values? daily ones are needed")
            raise BadDay("{date} comes a second time", ONE_ROW if time == self._last[1] else hourly, date=last)
        if step < 0:
            remedy = "the days of one place are needed, in order"
            raise BadDay("{date} comes after {last}", remedy, date=day.isoformat(), last=last)
        self._is_monthly = self._is_monthly and 28 <= step <= 31
        if self._is_monthly and self._days > 1:
            raise BadDay("monthly values", DAILY)
        self._last = day, time
        return day, step - 1

    def _gap(self, day: date, missing: int) -> Iterator[Dated | None]:
        """Yield the days to take for those that are missing just before a day; raises BadDay."""
        if self._missing.skip:
            self._missing.count += missing
            return
        first = (day - timedelta(days=missing)).isoformat()
        what = Phrase("{date} is missing", date=first)
        if missing > 1:
            what = Phrase("{date} is missing and {more} more before this row", date=first, more=missing - 1)
        if missing > LARGEST_GAP and self._missing.code is not None:
            raise BadDay(what, "is the year right? at most {most:,} days in a row are made up", most=LARGEST_GAP)
        for ago in range(missing, 0, -1):
            yield self._missing.day(what, (day - timedelta(days=ago)).isoformat())
