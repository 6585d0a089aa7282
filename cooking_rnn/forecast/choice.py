"""Which column of a table says what the weather was, and how to read it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import chain

from cooking_rnn.errors import DataError, UsageError, quote, suggestion
from cooking_rnn.forecast.amounts import is_absent, is_number, is_wet_code, millimetres
from cooking_rnn.forecast.columns import AMOUNTS, CODES, DATES, WORDS, Column
from cooking_rnn.forecast.dates import day_of
from cooking_rnn.forecast.days import BadDay
from cooking_rnn.forecast.decision import WET_DAY, Decision, Kind, Options
from cooking_rnn.forecast.table import Row, Table
from cooking_rnn.names import Names, normalise

LOOK_AHEAD = 1000  # rows, at most, in search of a value in every column


@dataclass(frozen=True, eq=False)
class Choice:
    """The columns of a table that are read."""

    decision: Decision
    value: int  # the column's place
    date: int | None
    #: The code of a value, None where it is missing; raises BadDay.
    code_of: Callable[[str], int | None]
    rows: Iterator[Row]  # all of them, those that were looked at included


def choose(table: Table, weathers: Names, options: Options) -> Choice:
    """Choose the columns of a table by their names and first values.

    A column of words that `weathers` knows comes first, then an amount, then a weather code, unless
    --column names one. Raises UsageError for --column, DataError where nothing fits or a unit is missing.
    """
    columns = [Column.of(field) for field in table.header]
    sample = _sample(table, columns, weathers)
    if options.column is not None:
        value = _named(options.column, table, columns)
        kind = _kind_of(columns[value], sample.first.get(value), weathers, options)
    else:
        value, kind = _found(table, columns, sample, weathers)
    if kind != "words" and not _decides_by_rain(weathers):
        what = f"{quote(table.header[value])} holds numbers, and this kitchen has no sunny and rainy"
        raise DataError(table.origin, what, f"a column of its weathers is needed: {', '.join(weathers.ids[:20])}")
    options.need_amounts(kind, table.header[value])
    unit = _unit(table, value, options) if kind == "amounts" else None
    date = _date(columns, sample.first)
    wet = (WET_DAY if options.wet is None else options.wet) if unit else None
    decision = Decision(kind, table.header[value], unit, wet, date is not None)
    return Choice(decision, value, date, _reader(decision, weathers), sample.rows)


@dataclass(frozen=True, eq=False)
class _Sample:
    """What the first rows hold."""

    first: dict[int, str]  # the first value of each column that is not missing
    known: list[int]  # columns of words that the kitchen knows
    rows: Iterator[Row]  # all rows


def _sample(table: Table, columns: list[Column], weathers: Names) -> _Sample:
    """Look at rows, no further than needed: to the first weather, or to a value in every column.

    A word counts where it is the first of its column; in a column called weather, also a later one,
    or a misspelt one: there an unknown word is to be named, not passed over.
    """
    first: dict[int, str] = {}
    known: list[int] = []
    seen: list[Row] = []
    called_weather = {place for place, column in enumerate(columns) if column.name in WORDS}
    rest = table.rows
    try:
        for row in table.rows:
            seen.append(row)
            values = {place: text for place, text in enumerate(row[1][: len(columns)]) if not is_absent(text)}
            candidates = [place for place in values if place in called_weather or place not in first]
            known = [place for place in candidates if weathers.find(values[place]) is not None]
            first = values | first
            open_ones = [place for place in called_weather if not is_number(first.get(place, ""))]
            if known or len(seen) >= LOOK_AHEAD or (len(first) == len(columns) and not open_ones):
                break
    except DataError as error:
        rest = _raise(error)  # when the rows before it have been used
    if not known:
        known = [place for place in called_weather if _is_nearly_known(first.get(place, ""), weathers)]
    return _Sample(first, known, chain(seen, rest))


def _is_nearly_known(text: str, weathers: Names) -> bool:
    return bool(get_close_matches(normalise(text)[:100], weathers.codes, n=1, cutoff=0.75))


def _raise(error: DataError) -> Iterator[Row]:
    raise error
    yield  # makes it a generator


def _named(wanted: str, table: Table, columns: list[Column]) -> int:
    """Return the place of the column of --column: as written, or else but for case or unit."""
    for names, name in (
        (table.header, wanted.strip()),
        ([field.casefold() for field in table.header], wanted.strip().casefold()),
        ([column.name for column in columns], Column.of(wanted).name),
    ):
        if names.count(name) == 1:
            return names.index(name)
    remedy = suggestion(wanted, [field for field in table.header if field])
    raise UsageError("--column", f"no column {quote(wanted)} in {table.origin}", remedy)


def _kind_of(column: Column, first: str | None, weathers: Names, options: Options) -> Kind:
    """Return how a column that was named is to be read."""
    if first is None:  # no value at all: its name, or a unit that was typed, must tell
        has_unit = column.name in AMOUNTS or column.unit or options.units
        return "codes" if column.name in CODES else "amounts" if has_unit else "words"
    if weathers.find(first) is not None or not is_number(first):
        return "words"
    return "codes" if column.name in CODES else "amounts"


def _found(table: Table, columns: list[Column], sample: _Sample, weathers: Names) -> tuple[int, Kind]:
    """Return the column that says the weather, where none was named."""
    names = [column.name for column in columns]
    if sample.known:
        return next((place for place in sample.known if names[place] in WORDS), min(sample.known)), "words"
    if _decides_by_rain(weathers):
        for name in (*AMOUNTS, *CODES):
            if name in names:
                return names.index(name), "amounts" if name in AMOUNTS else "codes"
    for name in WORDS:  # of words that are not known: the first of them is named, with a suggestion
        if name in names:
            return names.index(name), "words"
    remedy = f"columns found: {table.listed()}; --column chooses one"
    raise DataError(table.origin, "no column of weather that this kitchen knows", remedy)


def _decides_by_rain(weathers: Names) -> bool:
    return "sunny" in weathers.ids and "rainy" in weathers.ids


def _unit(table: Table, value: int, options: Options) -> str:
    """Return the unit that was typed, or that the header says, or that the format fixes; raises DataError."""
    column = Column.of(table.header[value])
    fixed = "mm" if _is_meteostat(table.header) else table.unit
    unit = options.units or column.unit or (fixed if column.unit_text is None else None)
    if unit is None:
        what = f"no unit that is known for {quote(table.header[value])}"
        noaa = ": NOAA's CDO exports mm or inch, NCEI's access files have tenths-mm" if column.name == "prcp" else ""
        raise DataError(table.origin, what, f"say --units mm|tenths-mm|inch{noaa}")
    return unit


def _is_meteostat(header: list[str]) -> bool:
    """Return whether a header is that of Meteostat, which is always in millimetres."""
    return header[1:5] == ["tavg", "tmin", "tmax", "prcp"] and header[0] in ("date", "time")


def _date(columns: list[Column], first: dict[int, str]) -> int | None:
    names = [column.name for column in columns]
    for name in DATES:
        if name in names:
            place = names.index(name)
            if name != "day" or _is_date(first.get(place, "")):  # the day of a diary is a number
                return place
    return None


def _is_date(text: str) -> bool:
    try:
        day_of(text)
    except BadDay:
        return False
    return True


def _reader(decision: Decision, weathers: Names) -> Callable[[str], int | None]:
    """Return the function from a value to its weather's code."""
    if decision.kind == "words":
        return lambda text: _word(text, weathers)
    sunny, rainy = weathers.ids.index("sunny"), weathers.ids.index("rainy")
    unit, wet = decision.unit, decision.wet
    if unit is None or wet is None:
        return lambda text: {None: None, True: rainy, False: sunny}[is_wet_code(text)]

    def by_amount(text: str) -> int | None:
        amount = millimetres(text, unit)
        return None if amount is None else rainy if amount >= wet else sunny

    return by_amount


def _word(text: str, weathers: Names) -> int | None:
    code = weathers.find(text)
    if code is None and not is_absent(text):
        raise BadDay(f"unknown weather {quote(text.strip())}", weathers.suggestion(text))
    return code
