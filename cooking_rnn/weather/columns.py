"""What the columns of a table are called and hold: which says what the weather was, and which say when and where."""

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Literal

from cooking_rnn.errors import DataError, UsageError, quote, suggestion
from cooking_rnn.names import Names, is_slip, normalise
from cooking_rnn.phrases import Phrase
from cooking_rnn.weather import days, values
from cooking_rnn.weather.tables import ADD_HEADER, Row, Rows, Table, is_blank, listed, put_back
from cooking_rnn.weather.values import FREE, ORDERS, YES_NO, dates_in, is_absent, words_in

Kind = Literal["words", "amounts", "codes"]

WET_DAY = 1.0  # mm a day from which a day is rainy, where nothing else was typed; ETCCDI's wet day
LOOK_AHEAD = 1000  # rows, at most, that are looked at before the columns are chosen
MOST_CELLS = 2_000_000  # likewise

DATES = words_in("date datum time datetime timestamp day fecha tanggal yyyymmdd 日期 时间")
WORDS = words_in("weather condition conditions 天气")
CODES = words_in("weather_code weathercode")
#: What precipitation is called, the whole before a part: Open-Meteo's rain_sum leaves out snow and showers.
AMOUNTS = [
    words_in(
        "precipitation precip prcp prec pcp ppt prectotcorr rr rsk niederschlag neerslag pluie precipitación "
        "precipitacion pioggia lluvia 降水量 降水 降雨量 雨量"
    ),
    words_in("rain rainfall"),
]
#: What makes something else of an amount or a word, such as precipitation_hours, rain_probability, RainTomorrow.
OTHERWISE = words_in(
    "probability prob chance hours hour hourly monthly mtd ytd type intensity rate cover tomorrow today normal days "
    "attributes flag source quality ind q period code icon duration max min id date time"
)
PLACES = words_in(
    "station stations location city town site region country county province state district area zip zipcode postcode "
    "place latitude longitude lat lon gauge stn usaf wban staid stationid 城市 地点 地区 站 站号 站名 省"
)
BESIDE_PLACES = words_in("name id code number no weather bureau of meteorology wmo met")
HOURS = words_in("hour hours hr hh hh24 stunde heure hora 时 小时")
PARTS = [words_in(names) for names in ("year yr yyyy jahr 年", "month mo mon mm monat 月", "day dy dd date tag 日")]

#: How headers spell the units of --units.
UNITS = {
    **dict.fromkeys(words_in("mm millimetre millimetres millimeter millimeters 毫米 mm/day mm/d kg/m2 l/m2"), "mm"),
    **dict.fromkeys(("in", "inch", "inches"), "inch"),
    **dict.fromkeys(("tenths-mm", "tenths of mm", "0.1 mm", "0.1mm"), "tenths-mm"),
    "cm": "cm",
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
        for name, value, choices in (("units", self.units, ["mm", "tenths-mm", "inch"]), ("dates", self.dates, ORDERS)):
            if value is not None and value not in choices:
                raise UsageError(name, "unknown choice {choice}", suggestion(value, choices), choice=quote(value))
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
                held = Phrase("words, not amounts") if kind == "words" else Phrase("weather codes, not amounts")
                what = held if column is None else Phrase("{column} holds {held}", column=quote(column), held=held)
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
        is_other = self.is_of(OTHERWISE)
        ranks = [rank for rank, words in enumerate(AMOUNTS) if self.is_of(words)]
        self.is_of_rain = bool(ranks) and "tomorrow" not in self.tokens  # whether yes and no in it are weather
        self.is_hour = bool(self.tokens & HOURS) and self.tokens <= HOURS | {"of", "day", "utc", "local"}
        self.is_place = self.name == "name" or (self.is_of(PLACES) and self.tokens - BESIDE_PLACES <= PLACES)
        self.is_weather = self.is_of(WORDS) and not is_other and not self.is_place
        self.rank = None if is_other or not ranks else ranks[0]  # among AMOUNTS
        self.is_known = self.is_of(DATES) or self.is_weather or self.is_of_rain or self.name in CODES or bool(self.unit)

    def is_of(self, words: set[str]) -> bool:
        """Return whether it is named for one of these; Chinese has no spaces to part words by."""
        return not words.isdisjoint(self.tokens) or any(word in self.name for word in words if not word.isascii())


class Chooser:
    """The columns of a table that are read; looks at rows until they settle that, or raises CookError."""

    def __init__(self, table: Table, weathers: Names, options: Options) -> None:
        self.table, self.weathers, self.options = table, weathers, options
        self.columns = [Column(field) for field in table.header]
        self.by_rain = {"sunny", "rainy"} <= {*weathers.ids}
        self.named = 1 if not table.named else None  # after the dates
        if options.column is not None:
            self.named = _named(options.column, table)
        guesses = [] if self.named is not None else list(enumerate(self.columns))
        self.words = [place for place, column in guesses if column.is_weather]
        ranked = [(column.rank, place) for place, column in guesses if self.by_rain and column.rank is not None]
        self.amounts = [place for rank, place in ranked if rank == min(ranked)[0]]
        self.amounts = self.amounts or [p for p, column in guesses if self.by_rain and column.name in CODES][:1]
        places = [*self.words, *self.amounts] if self.named is None else [self.named]
        self.held: dict[int, list[str]] = {place: [] for place in places}  # values of the columns that may be read
        self.seen: list[Row] = []
        self.dates: tuple[int, ...] = ()  # one column, or those of year, month and day
        self.orders = {*ORDERS}  # in which all dates so far can be read
        self.unclear: Row | None = None  # the first row whose date is not FREE
        self.order = FREE
        self.rows = self._look()  # all of them, those that were looked at included
        self.value = self._found() if self.named is None else self.named
        self._check_order()
        skipped = {self.value, *self.dates}
        #: those that may not change: they name the place, or the hour
        self.constants = {p: c for p, c in enumerate(self.columns) if p not in skipped and (c.is_place or c.is_hour)}

    def decide(self) -> tuple[Decision, Callable[[str], int | Phrase]]:
        """Return how the column is read, and the function from a value to its code, or to why it has none."""
        column, kind = self.columns[self.value], self._kind_of(self.value)
        self.options.check(kind, column.field, self.table.origin, dated=bool(self.dates))
        if kind == "words":
            reader = partial(values.code_of_word, weathers=self.weathers, of_rain=column.is_of_rain)
            return Decision(kind, column.field), reader
        if not self.by_rain:
            what = Phrase("{column} holds numbers, and this kitchen has no sunny and rainy", column=quote(column.field))
            choices = list(self.weathers.ids[:20])
            raise self._fault(what, Phrase("a column of its weathers is needed: {choices}", choices=choices))
        unit = self._unit(self.value) if kind == "amounts" else None
        wet = WET_DAY if self.options.wet is None else self.options.wet
        is_rainy: Callable[[str], bool | Phrase] = values.is_rainy_code
        if unit:
            is_rainy = partial(values.is_rainy_amount, unit=unit, wet=wet, comma=self.table.comma)
        codes = [self.weathers.ids.index(name) for name in ("sunny", "rainy")]

        def code_of(text: str) -> int | Phrase:
            found = is_rainy(text)
            return found if isinstance(found, Phrase) else codes[found]

        return Decision(kind, column.field, unit, wet if unit else None), code_of

    def date_of(self, fields: list[str]) -> str:
        """Return what a row has for a date, as one text."""
        if len(self.dates) == 1:
            return fields[self.dates[0]].strip()
        return "-".join(fields[place].strip().removesuffix(".0") for place in self.dates)

    @property
    def date_names(self) -> str:
        """What the columns of dates are called."""
        return ", ".join(map(self._name, self.dates))

    def _fault(self, what: Phrase, remedy: Phrase) -> DataError:
        return DataError(self.table.origin, what, remedy)

    def _name(self, place: int) -> str:
        return quote(self.columns[place].field)

    def _look(self) -> Iterator[Rows]:
        """Look at rows until they settle what is read, and return all."""
        taken: list[Rows] = []
        fault = None
        while not any(
            self._settles(number, fields) for number, fields in (zip(*taken[-1], strict=True) if taken else ())
        ):
            try:
                taken.append(next(self.table.rows))
            except StopIteration:
                break
            except DataError as error:
                fault = error
                break
        return put_back(taken, self.table.rows, fault)

    def _settles(self, number: int, fields: list[str]) -> bool:
        if is_blank(fields):
            return False
        fields = fields[: len(self.columns)]
        if not self.seen:
            self.dates = self._find_dates(number, [text.strip() for text in fields])
            if not self.held:  # no name tells: any column may be read that holds no other than known words
                places = [place for place in range(len(fields)) if place not in self.dates]
                self.held = {p: [] for p in places if is_absent(fields[p]) or self._is_known(p, fields[p])}
        self.seen.append((number, fields))
        for place, texts in self.held.items():
            texts += [text for text in fields[place : place + 1] if not is_absent(text)]
        readings = dates_in(self.date_of(fields) if max(self.dates, default=0) < len(fields) else "")[0]
        if readings and FREE not in readings:
            self.unclear = self.unclear or (number, fields)
            self.orders = self.orders & readings.keys() or self.orders
        is_clear = not self.unclear or len(self.orders) == 1 or self.options.dates is not None
        is_lone = len(self.held) < 2 or not (self.words or not self.amounts)
        is_enough = len(self.seen) >= min(LOOK_AHEAD, MOST_CELLS // len(fields))
        return is_enough or (is_clear and is_lone and all(list(self.held.values())[:1]))

    def _is_known(self, place: int, text: str) -> bool:
        return self.weathers.find(text) is not None or (self.columns[place].is_of_rain and normalise(text) in YES_NO)

    def _found(self) -> int:
        """Return the column that says the weather, where none was named."""
        known = {p: [self._is_known(p, text) for text in texts] for p, texts in self.held.items()}
        if not self.words + self.amounts:
            self.words = [place for place in self.held if known[place] and all(known[place])]
        for place in self.words:
            slips = (is_slip(text, self.weathers.codes) for text in self.held[place])
            if known[place] and all(k or slip for k, slip in zip(known[place], slips, strict=True)):
                return self._only([other for other in self.words if known[other] and all(known[other])] or [place])
        if self.amounts:
            return self._only([place for place in self.words if any(known[place])] + self.amounts)
        if self.words:  # of words that are not known, the first is named
            return self._only(self.words)
        remedy = Phrase("columns found: {columns}; --column chooses one", columns=listed(self.table.header))
        raise self._fault(Phrase("no column of weather that this kitchen knows"), remedy)

    def _only(self, places: list[int]) -> int:
        """Return the place, if it is the only one; raises DataError that asks which."""
        names = list(dict.fromkeys(map(self._name, places[:20])))
        if len(names) > 1:
            what = Phrase("{columns:and} could each tell the weather", columns=names)
            raise self._fault(what, Phrase("--column chooses one"))
        if len(places) > 1:
            raise self._fault(Phrase("two columns are called {name}", name=names[0]), Phrase("rename one"))
        return places[0]

    def _kind_of(self, place: int) -> Kind:
        """Return how a column is to be read, by its first value."""
        column, first = self.columns[place], next(iter(self.held[place]), "")
        is_number = values.number(first, comma=self.table.comma) is not None or first.strip().casefold() in values.TRACE
        if not first:  # no value at all: its name, or a unit that was typed, must tell
            is_number = column.rank is not None or column.name in CODES or self.options.units is not None
        if self._is_known(place, first) or not (is_number or column.unit):
            return "words"
        return "codes" if column.name in CODES else "amounts"

    def _unit(self, place: int) -> str:
        """Return the unit that was typed, or that the header says, or that the format fixes; raises CookError."""
        column, typed, name = self.columns[place], self.options.units, self._name(place)
        if typed and column.unit and typed != column.unit:
            raise UsageError("units", "{column} says {unit}", "leave it out", column=name, unit=column.unit)
        header = {*self.table.header}
        is_meteostat = "prcp_source" in header or {"tmin", "tmax", "prcp", "wspd", "pres"} <= header
        fixed = None if column.has_unit else "mm" if is_meteostat else self.table.unit
        if unit := typed or column.unit or fixed:
            return unit
        remedy = Phrase("say --units mm|tenths-mm|inch")
        if column.name == "prcp":
            remedy = Phrase(
                "say --units mm|tenths-mm|inch: NOAA's CDO exports mm or inch, NCEI's access files tenths-mm"
            )
        raise self._fault(Phrase("no unit that is known for {column}", column=name), remedy)

    def _find_dates(self, number: int, texts: list[str]) -> tuple[int, ...]:
        """Return where dates are, by the first row; raises DataError for months, years, and what should be a date."""
        columns = self.columns[: len(texts)]
        exact = [place for place, column in enumerate(columns) if column.name in DATES]
        dated = [place for place, text in enumerate(texts) if dates_in(text)[0]]
        parts = [next((p for p, c in enumerate(columns) if c.name in names), -1) for names in PARTS]
        has_year = parts[0] >= 0 and re.fullmatch(r"\d{4}(\.0)?", texts[parts[0]])
        found = [place for place in exact if place in dated] or [place for place in exact if not texts[place]][:1]
        found = found or [place for place in dated if columns[place].is_of(DATES)]
        if not found and has_year and min(parts) >= 0:
            return tuple(parts)
        found = found or dated
        if len(found) > 1:
            what = Phrase("{columns:and} could each tell the date", columns=list(map(self._name, found[:20])))
            raise self._fault(what, Phrase("leave out the columns of dates that are not the day's"))
        if found:
            return (found[0],)
        if (has_year and parts[1] >= 0) or any(values.MONTH.fullmatch(texts[place]) for place in exact):
            raise self._fault(*days.MONTHLY)
        for place in exact:
            is_clock = columns[place].name == "time" and re.fullmatch(r"\d{1,2}(:\d\d)+.*", texts[place])
            if columns[place].name != "day" and not is_clock:
                raise days.not_a_date(texts[place], self._name(place)).at(self.table.place(number))
        if has_year:
            raise self._fault(Phrase("yearly values"), days.MONTHLY[1])
        return ()

    def _check_order(self) -> None:
        """Take the order that was typed, or in which alone dates can be read; raises DataError that asks for it."""
        self.order = self.options.dates or (FREE if len(self.orders) > 1 else min(self.orders))
        if self.unclear and not self.order:
            texts: set[str] = set()
            for number, fields in self.seen:  # what is wrong in whatever order comes first
                text = self.date_of([*fields, "", ""])
                if text in texts:
                    raise days.twice(quote(text)).at(self.table.place(number))
                texts.add(text)
            date, ways = quote(self.date_of(self.unclear[1])), "|".join(sorted(self.orders))
            what = Phrase("{date} in {column} can be read in several ways", date=date, column=self.date_names)
            raise DataError(self.table.place(self.unclear[0]), what, "say --dates {ways}", ways=ways)


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
