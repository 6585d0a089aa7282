"""Which columns of a table say what the weather was, and when and where, by what they are called and hold."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Literal

from cooking_rnn.errors import DataError, UsageError, quote, suggestion
from cooking_rnn.names import Names, is_slip, normalise
from cooking_rnn.phrases import Phrase
from cooking_rnn.weather.days import changed, twice
from cooking_rnn.weather.tables import HEADER, Row, Rows, Table, is_blank
from cooking_rnn.weather.values import (
    ABSENT_NUMBER,
    FREE,
    MONTHLY,
    ORDERS,
    TRACE,
    YES_NO,
    Reader,
    amount_reader,
    code_reader,
    dates_in,
    is_absent,
    number,
    word_reader,
)

Kind = Literal["words", "amounts", "codes"]

WET_DAY = 1.0  # mm a day from which a day is rainy, where nothing else was typed; ETCCDI's wet day
LOOK_AHEAD = 1000  # rows, at most, that are looked at before the columns are chosen
MOST_CELLS = 2_000_000  # likewise

DATES = {"date", "datum", "time", "datetime", "timestamp", "day", "fecha", "tanggal", "yyyymmdd", "日期", "时间"}
WORDS = {"weather", "condition", "conditions", "天气"}
CODES = {"weather_code", "weathercode"}
#: What precipitation is called, the whole before a part: Open-Meteo's rain_sum leaves out snow and showers.
AMOUNTS = [
    {"precipitation", "precip", "prcp", "prec", "pcp", "ppt", "prectotcorr", "rr", "rsk", "niederschlag", "neerslag"}
    | {"pluie", "precipitación", "precipitacion", "pioggia", "lluvia", "降水量", "降水", "降雨量", "雨量"},
    {"rain", "rainfall"},
]
#: What makes something else of an amount or a word, such as precipitation_hours, rain_probability, RainTomorrow.
NOT_OF_THE_DAY = {
    *("probability", "prob", "chance", "hours", "hour", "hourly", "monthly", "mtd", "ytd", "type", "intensity", "rate"),
    *("cover", "tomorrow", "today", "normal", "days", "attributes", "flag", "source", "quality", "ind", "q", "period"),
    *("code", "icon", "station", "duration", "max", "min", "id", "year", "month", "date", "time", "count"),
}
PLACES = {
    *("station", "stations", "location", "city", "town", "site", "region", "country", "county", "province", "state"),
    *("district", "area", "zip", "zipcode", "postcode", "place", "latitude", "longitude", "lat", "lon", "gauge", "stn"),
    *("usaf", "wban", "staid", "stationid", "城市", "地点", "地区", "站", "站号", "区站号", "站名", "省", "市"),
}
BESIDE_PLACES = {"name", "id", "code", "number", "no", "weather", "bureau", "of", "meteorology", "wmo", "met"}
HOURS = {"hour", "hours", "hr", "hh", "hh24", "stunde", "heure", "hora", "时", "小时"}
PARTS = {
    "year": {"year", "yr", "yyyy", "jahr", "年", "年份"},
    "month": {"month", "mo", "mon", "mm", "monat", "月", "月份"},
    "day": {"day", "dy", "dd", "tag", "日"},
    "day of year": {"doy", "day_of_year", "dayofyear", "yday"},
}

#: How headers spell the units of --units.
UNITS = {
    **dict.fromkeys(("mm", "millimetre", "millimetres", "millimeter", "millimeters", "毫米", "mm/day", "mm/d"), "mm"),
    **dict.fromkeys(("mm day-1", "mm d-1", "kg/m2", "kg m-2", "l/m2"), "mm"),
    **dict.fromkeys(("in", "inch", "inches"), "inch"),
    **dict.fromkeys(("tenths-mm", "tenths of mm", "0.1 mm", "0.1mm"), "tenths-mm"),
    **dict.fromkeys(("cm", "centimetres", "centimeters"), "cm"),
}
#: `precipitation_sum (mm)`, `rain [inch]`
NAME_AND_UNIT = re.compile(r"(?P<name>.+?)\s*[(\[](?P<unit>[^)\]]*)[)\]]")


@dataclass(frozen=True)
class Options:
    """What was typed about a file; raises UsageError."""

    column: str | None = None  # --column
    units: str | None = None  # --units: mm, tenths-mm or inch
    wet: float | None = None  # --wet: mm a day from which a day is rainy
    missing: str | None = None  # --missing: "skip" or a weather
    dates: str | None = None  # --dates: one of ORDERS

    def __post_init__(self) -> None:
        for name, choices in (("units", ["mm", "tenths-mm", "inch"]), ("dates", list(ORDERS))):
            value = getattr(self, name)
            if value is not None and value not in choices:
                raise UsageError(name, "unknown choice {choice}", suggestion(value, choices), choice=quote(value))
        if self.wet is not None and not (math.isfinite(self.wet) and self.wet > 0):
            raise UsageError("wet", "{wet:g} mm", "an amount above 0 mm from which a day is rainy", wet=self.wet)

    @property
    def typed(self) -> dict[str, object]:
        """The options, None where one was not typed."""
        return {f"--{name}": value for name, value in vars(self).items()}

    def need_amounts(self, kind: Kind, column: str | None) -> None:
        """Raise UsageError where something was typed about amounts, and it is not amounts that are read."""
        remedy = "leave it out, or let --column choose a column of amounts"
        for name in ("units", "wet"):
            if kind != "amounts" and getattr(self, name) is not None:
                if column is None:
                    raise UsageError(name, "words, not amounts", remedy)
                if kind == "codes":
                    raise UsageError(name, "{column} holds weather codes, not amounts", remedy, column=quote(column))
                raise UsageError(name, "{column} holds words, not amounts", remedy, column=quote(column))


@dataclass(frozen=True)
class Decision:
    """How a file is read, for a caller to report."""

    kind: Kind
    column: str | None = None  # None in a file of words without a header
    unit: str | None = None  # of amounts: a key of MILLIMETRES
    wet: float | None = None  # of amounts: mm from which a day is rainy
    dated: bool = False  # whether pieces have dates


class Column:
    """A field of a header, taken apart."""

    def __init__(self, field: str) -> None:
        self.field = field
        match = NAME_AND_UNIT.fullmatch(normalise_case(field))
        name, unit = (match["name"], match["unit"]) if match else (normalise_case(field), None)
        tokens = re.findall(r"[^\W_]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).casefold())
        if unit is None and len(tokens) > 1 and tokens[-1] in UNITS:
            unit = tokens.pop()
        self.tokens = {*tokens}
        self.name = "_".join(tokens)
        self.has_unit = unit is not None
        self.unit = UNITS.get((unit or "").strip().casefold())  # as --units says it, where it is one of those

    def of(self, words: set[str]) -> bool:
        """Return whether it is named for one of these; Chinese has no spaces to part words by."""
        return not words.isdisjoint(self.tokens) or any(word in self.name for word in words if not word.isascii())

    @cached_property
    def rank(self) -> int | None:
        """Which of AMOUNTS it is named for; None for none."""
        if self.of(NOT_OF_THE_DAY) or (self.has_unit and not self.unit and not self.of({"precipitation", "rain"})):
            return None
        return next((rank for rank, words in enumerate(AMOUNTS) if self.of(words)), None)

    @property
    def is_weather(self) -> bool:
        """Whether it is named for weather in words."""
        return self.of(WORDS) and not self.of(NOT_OF_THE_DAY) and not self.of(PLACES)

    @property
    def is_of_rain(self) -> bool:
        """Whether yes and no in it are weather."""
        return any(self.of(words) for words in AMOUNTS) and "tomorrow" not in self.tokens

    @property
    def is_place(self) -> bool:
        """Whether it names the place."""
        return self.name == "name" or (self.of(PLACES) and self.tokens - BESIDE_PLACES <= PLACES)

    @property
    def is_known(self) -> bool:
        """Whether it is the name of a column, beyond doubt."""
        return self.of(DATES) or self.is_weather or self.name in CODES or self.is_of_rain or bool(self.unit)


def normalise_case(field: str) -> str:
    """Return a field in the form in which names are compared, but for case."""
    return normalise(field, fold=False)


@dataclass(frozen=True, eq=False)
class Choice:
    """The columns of a table that are read."""

    decision: Decision
    value: int  # the column's place
    dates: "Dates | None"
    constants: dict[int, bool]  # columns that may not change: of hours (True), of the place (False)
    code_of: Reader
    rows: Iterator[Rows]  # all of them, those that were looked at included


@dataclass(frozen=True, eq=False)
class Dates:
    """Where a row has its date, and how it is read."""

    places: tuple[int, ...]  # one column, or those of year, month and day, or of year and day of the year
    columns: str  # what they are called
    order: str = FREE

    def text(self, fields: list[str]) -> str:
        """Return what a row has for a date, as one text."""
        parts = [fields[place].strip() for place in self.places]
        if len(parts) == 2:
            parts[1] = parts[1].zfill(3)
        return "-".join(part.removesuffix(".0") for part in parts) if len(parts) > 1 else parts[0]


class Chooser:
    """Looks at rows until they settle which columns are read, no further than needed."""

    def __init__(self, table: Table, weathers: Names, options: Options) -> None:
        self.table, self.weathers, self.options = table, weathers, options
        self.columns = [Column(field) for field in table.header]
        self.by_rain = "sunny" in weathers.ids and "rainy" in weathers.ids
        self.seen: list[Row] = []
        self.dates: Dates | None = None
        self.orders: set[str] = set(ORDERS)  # in which all dates so far can be read
        self.unclear: Row | None = None  # the first row whose date is not FREE
        named = [1] if not table.named else None  # a file without a header has dates and values
        if options.column is not None:
            named = [_named(options.column, table, self.columns)]
        self.is_named = named is not None
        places = range(len(self.columns))
        self.words = named or [place for place in places if self.columns[place].is_weather]
        ranked = (
            [] if named or not self.by_rain else [(c.rank, p) for p, c in enumerate(self.columns) if c.rank is not None]
        )
        best = min(ranked, default=(0, 0))[0]
        self.amounts = [place for rank, place in ranked if rank == best]
        self.codes = [] if named or not self.by_rain else [p for p in places if self.columns[p].name in CODES]
        self.watched: dict[int, list[str]] = {place: [] for place in (*self.words, *self.amounts, *self.codes)}
        #: where none is named: columns that held no other than known words so far, and whether they held one
        self.open = dict.fromkeys(() if self.watched else places, False)

    def choose(self) -> Choice:
        """Return the choice; raises UsageError or DataError where none can be made."""
        rows = self._look()
        if self.is_named:
            value, kind = self.words[0], self._kind_of(self.words[0])
        else:
            value, kind = self._found()
        column = self.columns[value]
        if kind != "words" and not self.by_rain:
            what = "{column} holds numbers, and this kitchen has no sunny and rainy"
            raise self._fault(what, "a column of its weathers is needed: {choices}",
                              column=quote(column.field), choices=list(self.weathers.ids[:20]))  # fmt: skip
        self.options.need_amounts(kind, column.field)
        unit = self._unit(column) if kind == "amounts" else None
        wet = (WET_DAY if self.options.wet is None else self.options.wet) if unit else None
        skipped = {value, *(self.dates.places if self.dates else ())}
        constants = {
            place: not column.is_place
            for place, column in enumerate(self.columns)
            if place not in skipped and (column.is_place or column.tokens - {"of", "day", "utc", "local"} in HOUR_NAMES)
        }
        dates = self._ordered(constants)
        decision = Decision(kind, column.field, unit, wet, dates is not None)
        return Choice(decision, value, dates, constants, self._reader(decision, column), rows)

    def _fault(self, what: str, remedy: str, **values: object) -> DataError:
        return DataError(self.table.origin, Phrase(what, **values), Phrase(remedy, **values))

    def _look(self) -> Iterator[Rows]:
        """Look at rows, and return all."""
        taken: list[Rows] = []
        for batch in self.table.rows:
            taken.append(batch)
            for row in batch:
                if not is_blank(row[1]):
                    self._look_at(row)
                    if self._is_settled() or len(self.seen) >= min(LOOK_AHEAD, MOST_CELLS // len(row[1])):
                        return chain(taken, self.table.rows)
            if batch.fault:
                break
        return chain(taken, self.table.rows)

    def _look_at(self, row: Row) -> None:
        fields = row[1][: len(self.columns)]
        if not self.seen:
            self.dates = self._find_dates(row)
        self.seen.append(row)
        for place, values in self.watched.items():
            if place < len(fields) and not is_absent(fields[place]):
                values.append(fields[place])
        for place in [place for place in self.open if place < len(fields) and not is_absent(fields[place])]:
            self.open[place] = True
            if not self._is_known(place, fields[place]):
                del self.open[place]
        if self.dates and max(self.dates.places) < len(fields):
            readings = dates_in(self.dates.text(fields))[0]
            if readings and FREE not in readings:
                self.unclear = self.unclear or row
                if not self.orders & readings.keys():
                    what = "{date} in {column} cannot be read as the dates before it are"
                    values = {"date": quote(self.dates.text(fields)), "column": self.dates.columns}
                    raise DataError(self.table.place(row[0]), what, "write all dates like 2024-01-31", **values)
                self.orders &= readings.keys()

    def _is_known(self, place: int, text: str) -> bool:
        return self.weathers.find(text) is not None or (self.columns[place].is_of_rain and normalise(text) in YES_NO)

    def _is_settled(self) -> bool:
        if self.unclear and len(self.orders) > 1 and not self.options.dates:
            return False
        if self.words and (self.amounts or self.codes):
            return False
        if self.watched:
            return all(self.watched[place] for place in (self.words or self.amounts or self.codes)[:1])
        return not self.open or (len(self.open) == 1 and any(self.open.values()))

    def _found(self) -> tuple[int, Kind]:
        """Return the column that says the weather, where none was named."""
        some = []
        for place in self.words:
            known = [self.weathers.find(text) is not None for text in self.watched[place]]
            if known and all(
                k or is_slip(text, self.weathers.codes) for k, text in zip(known, self.watched[place], strict=True)
            ):
                self._ask_unless_one(
                    [other for other in self.words if self.columns[other].name == self.columns[place].name]
                )
                return place, "words"
            some += [place] * any(known)
        if self.amounts or self.codes:
            places = self.amounts or self.codes[:1]
            self._ask_unless_one(some + places)
            return places[0], self._kind_of(places[0])
        known_words = self.words[:1] or [place for place, is_known in self.open.items() if is_known]
        self._ask_unless_one(known_words)
        if known_words:  # of words that are not known, the first is named
            return known_words[0], "words"
        raise self._fault("no column of weather that this kitchen knows", "columns found: {columns}; --column chooses one",
                          columns=self.table.listed())  # fmt: skip

    def _ask_unless_one(self, places: list[int]) -> None:
        names = {self.columns[place].field: 0 for place in places[:20]}
        if len(names) > 1:
            raise self._fault("{columns:and} could each tell the weather", "--column chooses one",
                              columns=list(map(quote, names)))  # fmt: skip
        if len(places) > 1:
            raise self._fault("two columns are called {name}", "rename one", name=quote(*names))

    def _kind_of(self, place: int) -> Kind:
        """Return how a column is to be read, by its first value."""
        column, first = self.columns[place], next(iter(self.watched[place]), None)
        if first is None:  # no value at all: its name, or a unit that was typed, must tell
            has_unit = column.rank is not None or column.unit or self.options.units
            return "codes" if column.name in CODES else "amounts" if has_unit else "words"
        is_number = number(first.replace(",", ".") if self.table.comma else first) is not None
        is_number = is_number or first.strip().casefold() in TRACE or bool(ABSENT_NUMBER.fullmatch(first.strip()))
        if self._is_known(place, first) or not (is_number or (column.unit and not self.weathers.find(first))):
            return "words"
        return "codes" if column.name in CODES else "amounts"

    def _unit(self, column: Column) -> str:
        """Return the unit that was typed, or that the header says, or that the format fixes; raises CookError."""
        typed, name = self.options.units, quote(column.field)
        if typed and column.unit and typed != column.unit:
            raise UsageError("units", "{column} says {unit}", "leave it out", column=name, unit=column.unit)
        header = {*self.table.header}
        is_meteostat = "prcp_source" in header or {"tmin", "tmax", "prcp", "wspd", "pres"} <= header
        fixed = None if column.has_unit else "mm" if is_meteostat else self.table.unit
        if unit := typed or column.unit or fixed:
            return unit
        what = "no unit that is known for {column}"
        if column.name == "prcp":
            remedy = "say --units mm|tenths-mm|inch: NOAA's CDO exports mm or inch, NCEI's access files have tenths-mm"
            raise self._fault(what, remedy, column=name)
        raise self._fault(what, "say --units mm|tenths-mm|inch", column=name)

    def _reader(self, decision: Decision, column: Column) -> Reader:
        if decision.kind == "words":
            return word_reader(self.weathers, of_rain=column.is_of_rain)
        sunny, rainy = self.weathers.ids.index("sunny"), self.weathers.ids.index("rainy")
        if decision.unit is None or decision.wet is None:
            return code_reader(sunny, rainy)
        return amount_reader(decision.unit, decision.wet, sunny, rainy, comma=self.table.comma)

    def _find_dates(self, row: Row) -> Dates | None:
        """Return where dates are, by the first row; raises DataError for months, years, and what should be a date."""
        texts = dict(enumerate(text.strip() for text in row[1][: len(self.columns)]))
        exact = [place for place in texts if self.columns[place].name in DATES]
        named = [*exact, *(place for place in texts if self.columns[place].of(DATES) and place not in exact)]
        parts = {part: next((p for p in texts if self.columns[p].name in names), -1) for part, names in PARTS.items()}
        if found := [place for place in named if dates_in(texts[place])[0] or (place in exact and not texts[place])]:
            return self._dates(found[0])
        year = re.fullmatch(r"\d{1,4}(\.0)?", texts.get(parts["year"], ""))
        if year and parts["day"] >= 0 <= parts["month"]:
            return self._dates(parts["year"], parts["month"], parts["day"])
        if year and parts["day of year"] >= 0:
            return self._dates(parts["year"], parts["day of year"])
        if found := [place for place in texts if dates_in(texts[place])[0]]:
            return self._dates(found[0])
        if year and parts["month"] >= 0:
            raise self._fault("monthly values", "daily ones are needed")
        for place in exact:
            text = texts[place]
            if MONTHLY.fullmatch(text):
                raise self._fault("monthly values", "daily ones are needed")
            is_clock = bool(re.fullmatch(r"\d{1,2}(:\d\d)+.*", text))
            if self.columns[place].name != "day" and not (self.columns[place].name == "time" and is_clock):
                what, values = "{date} in {column} is not a date", {"date": quote(text), "column": self._name(place)}
                raise DataError(self.table.place(row[0]), what, "dates are written like 2024-01-31", **values)
        if year:
            raise self._fault("yearly values", "daily ones are needed")
        return None

    def _dates(self, *places: int) -> Dates:
        return Dates(places, ", ".join(map(self._name, places)))

    def _name(self, place: int) -> str:
        return quote(self.columns[place].field)

    def _ordered(self, constants: dict[int, bool]) -> Dates | None:
        """Return the dates in the order that was typed, or in which alone all can be read; raises CookError."""
        if self.dates is None:
            if self.options.dates:
                raise UsageError("dates", "no dates in {file}", "leave it out", file=self.table.origin)
            return None
        order = self.options.dates or (next(iter(self.orders)) if len(self.orders) == 1 else FREE)
        if self.unclear and order == FREE:
            self._refuse_what_is_wrong_anyhow(constants)
            ways = sorted(self.orders)
            raise DataError(self.table.place(self.unclear[0]), "{date} in {column} can be read in {n} ways",
                            "say --dates with one of them: {ways}", date=quote(self.dates.text(self.unclear[1])),
                            column=self.dates.columns, n=len(ways), ways=ways)  # fmt: skip
        return Dates(self.dates.places, self.dates.columns, order)

    def _refuse_what_is_wrong_anyhow(self, constants: dict[int, bool]) -> None:
        """Raise DataError for a second place, or a date twice, among rows whose dates can be read in several ways."""
        assert self.dates is not None
        first, dates = self.seen[0][1], set()
        for number_, fields in self.seen:
            if len(fields) == len(self.columns):
                for place in constants:
                    if fields[place] != first[place]:
                        raise changed(fields[place], self._name(place), is_hour=constants[place]).at(
                            self.table.place(number_)
                        )
                date = self.dates.text(fields)
                if date in dates:
                    raise twice(quote(date), is_hourly=False).at(self.table.place(number_))
                dates.add(date)


HOUR_NAMES = [{hour} for hour in HOURS]


def _named(wanted: str, table: Table, columns: list[Column]) -> int:
    """Return the place of the column that was asked for: as written, or but for case or unit; raises UsageError."""
    if not table.named:
        raise UsageError("column", "{file} has no header", HEADER, file=table.origin)
    for names, name in (
        (table.header, wanted.strip()),
        ([field.casefold() for field in table.header], wanted.strip().casefold()),
        ([column.name for column in columns], Column(wanted).name),
    ):
        if names.count(name) == 1:
            return names.index(name)
        if name in names:
            raise UsageError("column", "two columns are called {name}", "rename one", name=quote(wanted))
    what, fields = "no column {column} in {file}", [field for field in table.header if field]
    near = is_slip(wanted, map(normalise, fields))
    remedy = suggestion(wanted if near else "", fields)
    raise UsageError("column", what, remedy, column=quote(wanted), file=table.origin)
