"""What the columns of a table are called and hold: which says what the weather was, and which say when and where."""

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Literal

from cooking_rnn.errors import DataError, UsageError, one_of, quote, suggestion
from cooking_rnn.names import Names, is_slip, normalise
from cooking_rnn.phrases import Phrase
from cooking_rnn.weather import values
from cooking_rnn.weather.days import DAILY, ONE_ROW, BadDay
from cooking_rnn.weather.tables import ADD_HEADER, Ahead, Row, Rows, Table, is_blank, listed
from cooking_rnn.weather.values import FREE, ORDERS, YES_NO, dates_in, is_absent, words_in

Kind = Literal["words", "amounts", "codes"]

WET_DAY = 1.0  # mm a day from which a day is rainy, where nothing else was typed; ETCCDI's wet day
LOOK_AHEAD = 1000  # rows, at most, that are looked at before the columns are chosen
MOST_CELLS = 2_000_000  # likewise

#: What the names of columns say, a kind a line, or two. The whole of precipitation comes before rain, a part of it:
#: Open-Meteo's rain_sum leaves out snow and showers. What is of the other kind makes something else of an amount or
#: a word: precipitation_hours, rain_probability, RainTomorrow.
VOCABULARY = """
date date datum time datetime timestamp day fecha tanggal yyyymmdd 日期 时间
year year yr yyyy jahr 年
month month mo mon mm monat 月
day day dy dd date tag 日
hour hour hours hr hh hh24 stunde heure hora 时 小时
beside_hour of day utc local
weather weather condition conditions 天气
code weather_code weathercode
precipitation precipitation precip prcp prec pcp ppt prectotcorr rr rsk niederschlag neerslag pluie precipitación
precipitation precipitacion pioggia lluvia 降水量 降水 降雨量 雨量
rain rain rainfall
other probability prob chance hours hour hourly monthly mtd ytd type intensity rate cover tomorrow today normal days
other attributes flag source quality ind q period code icon duration max min id date time
place station stations location city town site region country county province state district area zip zipcode postcode
place place latitude longitude lat lon gauge stn usaf wban staid stationid 城市 地点 地区 站 站号 站名 省
beside_place name id code number no weather bureau of meteorology wmo met
"""
NAMES: dict[str, set[str]] = {}
for kind, *names in map(str.split, VOCABULARY.strip().splitlines()):
    NAMES[kind] = NAMES.get(kind, set()) | {*names}
UNSPACED = {
    name for names in NAMES.values() for name in names if not name.isascii()
}  # Chinese: nothing parts its words

#: How headers spell the units of --units.
UNITS = {
    **dict.fromkeys(words_in("mm millimetre millimetres millimeter millimeters 毫米 mm/day mm/d kg/m2 l/m2"), "mm"),
    **dict.fromkeys(("in", "inch", "inches"), "inch"),
    **dict.fromkeys(("tenths-mm", "tenths of mm", "0.1 mm", "0.1mm"), "tenths-mm"),
    "cm": "cm",
}
#: `precipitation_sum (mm)`, `rain [inch]`
NAME_AND_UNIT = re.compile(r"(?P<name>.+?)\s*[(\[](?P<unit>[^)\]]*)[)\]]")
CLOCK = re.compile(r"\d{1,2}(:\d\d)+")


@dataclass(frozen=True)
class Options:
    """What was typed about a file; raises UsageError."""

    column: str | None = None  # --column
    units: str | None = None  # --units: mm, tenths-mm or inch
    wet: float | None = None  # --wet: mm a day from which a day is rainy
    missing: str | None = None  # --missing: "skip" or a weather
    dates: str | None = None  # --dates: one of ORDERS

    def __post_init__(self) -> None:
        for name, value, choices in (("units", self.units, ["mm", "tenths-mm", "inch"]), ("dates", self.dates, ORDERS)):
            if value is not None:
                one_of(name, value, choices)
        if self.wet is not None and not (math.isfinite(self.wet) and self.wet > 0):
            raise UsageError("wet", "{wet:g} mm", "an amount above 0 mm from which a day is rainy", wet=self.wet)

    @property
    def typed(self) -> dict[str, object]:
        """The options, None where one was not typed."""
        return {f"--{name}": value for name, value in vars(self).items()}

    def check(self, kind: Kind, column: str | None, file: str, *, dated: bool) -> None:
        """Raise UsageError where something was typed about amounts or dates, and none are read."""
        for name, value in (("units", self.units), ("wet", self.wet)):
            if kind != "amounts" and value is not None:
                what = Phrase("words, not amounts") if kind == "words" else Phrase("weather codes, not amounts")
                what = what if column is None else Phrase("{column} holds {held}", column=quote(column), held=what)
                raise UsageError(name, what, "leave it out, or let --column choose a column of amounts")
        if self.dates and not dated:
            raise UsageError("dates", "no dates in {file}", "leave it out", file=file)


@dataclass(frozen=True)
class Decision:
    """How a file is read, for a caller to report."""

    kind: Kind
    column: str | None = None  # None in a file of words without a header
    unit: str | None = None  # of amounts: a key of values.MILLIMETRES
    wet: float | None = None  # of amounts: mm from which a day is rainy


class Column:
    """A field of a header, taken apart."""

    def __init__(self, field: str) -> None:
        self.field = field
        text = normalise(field, fold=False)
        match = NAME_AND_UNIT.fullmatch(text)
        name, unit = match.groups() if match else (text, None)
        tokens = re.findall(r"[^\W_]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).casefold())
        if unit is None and len(tokens) > 1 and tokens[-1] in UNITS:
            unit = tokens.pop()
        self.tokens, self.name = {*tokens}, "_".join(tokens)
        self.has_unit, self.unit = unit is not None, UNITS.get((unit or "").strip().casefold())
        found = self.tokens | {word for word in UNSPACED if word in self.name}
        self.kinds = {kind for kind, names in NAMES.items() if found & names}
        is_other, of_rain = "other" in self.kinds, self.kinds & {"precipitation", "rain"}
        self.is_of_rain = bool(of_rain) and "tomorrow" not in self.tokens  # whether yes and no in it are weather
        self.rank = None if is_other or not of_rain else int("precipitation" not in of_rain)
        self.is_hour = "hour" in self.kinds and self.tokens <= NAMES["hour"] | NAMES["beside_hour"]
        is_place = "place" in self.kinds and self.tokens <= NAMES["place"] | NAMES["beside_place"]
        self.is_place = is_place or self.name == "name"
        self.is_code = self.name in NAMES["code"]
        self.is_weather = "weather" in self.kinds and not is_other and not self.is_place
        is_name = "date" in self.kinds or self.is_weather or self.is_of_rain or self.is_code
        self.is_known = is_name or self.unit is not None


class Chooser:
    """Chooses the columns of a table that are read, by a sample of its rows; raises CookError."""

    def __init__(self, table: Table, weathers: Names, options: Options) -> None:
        self.table, self.weathers, self.options = table, weathers, options
        self.columns = [Column(field) for field in table.header]
        self.by_rain = {"sunny", "rainy"} <= {*weathers.ids}
        self.words, self.amounts = self._candidates()
        self.by_content = False  # whether no name tells, so that what they hold must
        self.dates: tuple[int, ...] = ()  # one column, or those of year, month and day
        self.sample: list[Row] = []
        self.orders = {*ORDERS}  # in which all dates of the sample can be read
        self.unclear: Row | None = None  # the first whose date can be read in several
        ahead = Ahead(table.rows, table.origin)
        self._look(ahead.look())
        self.rows = ahead.all()
        self.value = self._value()
        self.order = self._order()
        skipped = {self.value, *self.dates}
        #: those that may not change: they name the place, or the hour
        self.constants = {p: c for p, c in enumerate(self.columns) if p not in skipped and (c.is_place or c.is_hour)}
        self.decision, self.code_of = self._decide()

    def date_of(self, fields: list[str]) -> str:
        """Return what a row has for a date, as one text."""
        return "-".join(fields[place].strip().removesuffix(".0") for place in self.dates if place < len(fields))

    def name(self, *places: int) -> str:
        """Return what columns are called, for messages."""
        return ", ".join(quote(self.columns[place].field) for place in places)

    def _candidates(self) -> tuple[list[int], list[int]]:
        """Return the columns that may be read: the one that was asked for, or those named for weather and for rain."""
        if self.options.column is not None:
            return [_named(self.options.column, self.table)], []
        if not self.table.named:
            return [1], []  # after the dates
        columns = list(enumerate(self.columns))
        ranks = {place: column.rank for place, column in columns if self.by_rain and column.rank is not None}
        amounts = [place for place, rank in ranks.items() if rank == min(ranks.values())]
        codes = [place for place, column in columns if self.by_rain and column.is_code][:1]
        return [place for place, column in columns if column.is_weather], amounts or codes

    def _look(self, source: Iterator[Rows]) -> None:
        """Take a sample that settles what is read, or is large enough."""
        for number, row in ((number, row) for rows in source for number, row in zip(*rows, strict=True)):
            if is_blank(row):
                continue
            fields = row[: len(self.columns)]
            if not self.sample:
                self.dates = self._dates([text.strip() for text in fields])
                self.by_content = not self.words + self.amounts
                if self.by_content:
                    others = [place for place in range(len(fields)) if place not in self.dates]
                    self.words = [p for p in others if is_absent(fields[p]) or self._is_known(p, fields[p])]
            self.sample.append((number, fields))
            readings = dates_in(self.date_of(fields))[0]
            if readings and FREE not in readings:
                self.unclear = self.unclear or (number, fields)
                self.orders = self.orders & readings.keys() or self.orders
            is_clear = not self.unclear or len(self.orders) == 1 or self.options.dates is not None
            is_lone = len(self.words + self.amounts) < 2 or not self.words
            is_settled = is_clear and is_lone and all(map(self._texts, (self.words + self.amounts)[:1]))
            if is_settled or len(self.sample) >= min(LOOK_AHEAD, MOST_CELLS // len(fields)):
                return

    def _texts(self, place: int) -> list[str]:
        """Return the values of a column in the sample."""
        return [fields[place] for _, fields in self.sample if place < len(fields) and not is_absent(fields[place])]

    def _is_known(self, place: int, text: str) -> bool:
        return self.weathers.find(text) is not None or (self.columns[place].is_of_rain and normalise(text) in YES_NO)

    def _dates(self, texts: list[str]) -> tuple[int, ...]:
        """Return where dates are, or should be, by the first row; raises DataError for months and years."""
        columns, origin = self.columns[: len(texts)], self.table.origin
        exact = [place for place, column in enumerate(columns) if column.name in NAMES["date"]]
        dated = [place for place, text in enumerate(texts) if dates_in(text)[0]]
        parts = [next((p for p, c in enumerate(columns) if c.name in NAMES[of]), -1) for of in ("year", "month", "day")]
        has_year = parts[0] >= 0 and re.fullmatch(r"\d{4}(\.0)?", texts[parts[0]])
        found = [place for place in exact if place in dated] or [place for place in exact if not texts[place]][:1]
        found = found or [place for place in dated if "date" in columns[place].kinds]
        if not found and has_year and min(parts) >= 0:
            return tuple(parts)
        found = found or dated
        if len(found) > 1:
            what = "{columns:and} could each tell the date"
            remedy = "leave out the columns of dates that are not the day's"
            raise DataError(origin, what, remedy, columns=list(map(self.name, found[:20])))
        if not found and ((has_year and parts[1] >= 0) or any(values.MONTH.fullmatch(texts[p]) for p in exact)):
            raise DataError(origin, "monthly values", DAILY)
        if not found:  # "day" may be a number, and "time" that of a day; what else should be a date is none
            clocks = [place for place in exact if columns[place].name == "time" and CLOCK.match(texts[place])]
            found = [place for place in exact if columns[place].name != "day" and place not in clocks][:1]
        if not found and parts[1] >= 0 > parts[2]:  # a column "month" alone
            raise DataError(origin, "monthly values", DAILY)
        if not found and has_year:
            raise DataError(origin, "yearly values", DAILY)
        return tuple(found)

    def _order(self) -> str:
        """Return the order that was typed, or in which alone dates can be read; raises DataError that asks for it."""
        if self.options.dates or len(self.orders) == 1 or not self.unclear:
            return self.options.dates or (FREE if len(self.orders) > 1 else min(self.orders))
        texts: set[str] = set()
        for number, fields in self.sample:  # what is wrong in whatever order comes first
            text = self.date_of(fields)
            if text in texts:
                raise BadDay("{date} comes a second time", ONE_ROW, date=quote(text)).at(self.table.place(number))
            texts.add(text)
        what, ways = "{date} in {column} can be read in several ways", "|".join(sorted(self.orders))
        number, fields = self.unclear
        date, column, place = quote(self.date_of(fields)), self.name(*self.dates), self.table.place(number)
        raise DataError(place, what, "say --dates {ways}", date=date, column=column, ways=ways)

    def _value(self) -> int:
        """Return the column that says the weather."""
        known = {p: [self._is_known(p, text) for text in self._texts(p)] for p in self.words}
        words = [place for place in self.words if known[place] and all(known[place])]
        if self.by_content:
            self.words = words
        for place in self.words:
            slips = (is_slip(text, self.weathers.codes) for text in self._texts(place))
            if known[place] and all(k or slip for k, slip in zip(known[place], slips, strict=True)):
                return self._only(words or [place])
        if self.amounts:
            return self._only([place for place in self.words if any(known[place])] + self.amounts)
        if self.words:  # of words that are not known, the first is named
            return self._only(self.words)
        what, remedy = "no column of weather that this kitchen knows", "columns found: {columns}; --column chooses one"
        raise DataError(self.table.origin, what, remedy, columns=listed(self.table.header))

    def _only(self, places: list[int]) -> int:
        """Return the place, if it is the only one; raises DataError that asks which."""
        names = list(dict.fromkeys(map(self.name, places[:20])))
        if len(names) > 1:
            what = "{columns:and} could each tell the weather"
            raise DataError(self.table.origin, what, "--column chooses one", columns=names)
        if len(places) > 1:
            raise DataError(self.table.origin, "two columns are called {name}", "rename one", name=names[0])
        return places[0]

    def _decide(self) -> tuple[Decision, Callable[[str], int | Phrase]]:
        """Return how the column is read, and the function from a value to its code, or to why it has none."""
        column, kind = self.columns[self.value], self._kind()
        self.options.check(kind, column.field, self.table.origin, dated=bool(self.dates))
        if kind == "words":
            reader = partial(values.code_of_word, weathers=self.weathers, of_rain=column.is_of_rain)
            return Decision(kind, column.field), reader
        if not self.by_rain:
            what = "{column} holds numbers, and this kitchen has no sunny and rainy"
            remedy, choices = "a column of its weathers is needed: {choices}", list(self.weathers.ids[:20])
            raise DataError(self.table.origin, what, remedy, column=quote(column.field), choices=choices)
        codes = [self.weathers.ids.index(name) for name in ("sunny", "rainy")]
        if kind == "codes":
            return Decision(kind, column.field), partial(values.code_of_code, codes=codes)
        unit, wet = self._unit(column), WET_DAY if self.options.wet is None else self.options.wet
        reader = partial(values.code_of_amount, codes=codes, unit=unit, wet=wet, comma=self.table.comma)
        return Decision(kind, column.field, unit, wet), reader

    def _kind(self) -> Kind:
        """Return how the column is to be read, by its first value."""
        column, first = self.columns[self.value], next(iter(self._texts(self.value)), "")
        is_number = values.number(first, comma=self.table.comma) is not None or first.strip().casefold() in values.TRACE
        if not first:  # no value at all: its name, or a unit that was typed, must tell
            is_number = column.rank is not None or column.is_code or self.options.units is not None
        if self._is_known(self.value, first) or not (is_number or column.unit):
            return "words"
        return "codes" if column.is_code else "amounts"

    def _unit(self, column: Column) -> str:
        """Return the unit that was typed, or that the header says, or that the format fixes; raises CookError."""
        typed, name, header = self.options.units, quote(column.field), {*self.table.header}
        if typed and column.unit and typed != column.unit:
            raise UsageError("units", "{column} says {unit}", "leave it out", column=name, unit=column.unit)
        is_meteostat = "prcp_source" in header or {"tmin", "tmax", "prcp", "wspd", "pres"} <= header
        fixed = None if column.has_unit else "mm" if is_meteostat else self.table.unit
        if unit := typed or column.unit or fixed:
            return unit
        remedy = "say --units mm|tenths-mm|inch"
        if column.name == "prcp":
            remedy = "say --units mm|tenths-mm|inch: NOAA's CDO exports mm or inch, NCEI's access files tenths-mm"
        raise DataError(self.table.origin, "no unit that is known for {column}", remedy, column=name)


def _named(wanted: str, table: Table) -> int:
    """Return the place of the column that was asked for: as written, or but for case or unit; raises UsageError."""
    if not table.named:
        raise UsageError("column", "{file} has no header", ADD_HEADER, file=table.origin)
    for key in (str.strip, str.casefold, lambda field: Column(field).name):
        places = [place for place, field in enumerate(table.header) if key(field) == key(wanted.strip())]
        if len(places) > 1:
            raise UsageError("column", "two columns are called {name}", "rename one", name=quote(wanted))
        if places:
            return places[0]
    fields = [field for field in table.header if field]
    remedy = suggestion(wanted if is_slip(wanted, map(normalise, fields)) else "", fields)
    raise UsageError("column", "no column {column} in {file}", remedy, column=quote(wanted), file=table.origin)
