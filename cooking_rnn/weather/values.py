"""What one value of a table says: a date, an amount of precipitation, a weather code, or that it is missing."""

import math
import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache

from cooking_rnn.errors import quote
from cooking_rnn.names import Names, normalise
from cooking_rnn.phrases import Phrase
from cooking_rnn.weather.days import BadDay
from cooking_rnn.weather.words import unknown

#: Millimetres in one of each unit, by the words of --units, and cm, which headers may say.
MILLIMETRES = {"mm": 1.0, "tenths-mm": 0.1, "inch": 25.4, "cm": 10.0}
WETTEST = 1825.0  # mm: the most that was measured in 24 hours, on Réunion in 1966

ABSENT_WORDS = {
    *("", "nan", "na", "n/a", "n.a.", "#n/a", "null", "none", "m", "missing", "nodata", "no data", "缺测"),
    *("-", "--", "---", "—", "*", "**", "***", "****", "?", ".", "/", "//", "///"),
}
#: Numbers that stand for "missing": -9, -99.9, -9999, 9999, 999.9; of inches 99.99 is more than there can be.
ABSENT_NUMBER = re.compile(r"-9+(\.(9+|0+))?|9{4,}(\.0+)?|9{3,}\.9+")
TRACE = {"t", "tr", "trace", "微量"}  # too little to measure
NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?", re.IGNORECASE)
YES_NO = {
    **dict.fromkeys(("yes", "y", "true", "是", "有"), "rainy"),
    **dict.fromkeys(("no", "n", "false", "否", "无", "no rain", "norain", "not rain"), "sunny"),
}

DRY_CODES = frozenset({0, 1, 2, 3, 45, 48})  # WMO 4677 as Open-Meteo uses it: clear to overcast, fog
WET_CODES = range(51, 100)  # drizzle, rain, snow, showers, thunderstorm

#: What a value is read as: a code, or a phrase that says why there is none.
Reader = Callable[[str], int | Phrase]


def is_absent(text: str) -> bool:
    """Return whether a value is blank or a mark for "missing"."""
    return text.strip().casefold() in ABSENT_WORDS


def number(text: str) -> float | None:
    """Return the number that a text is, with a decimal point or comma; None where it is none.

    A comma before three digits may part thousands: of the two readings, neither is taken.
    """
    text = text.strip()
    if not NUMBER.fullmatch(text):
        left, comma, right = text.partition(",")
        if not comma or (len(right) == 3 and left.strip("+-0")) or not NUMBER.fullmatch(text := f"{left}.{right}"):
            return None
    value = float(text)
    return value if math.isfinite(value) else None


def amount_reader(unit: str, wet: float, sunny: int, rainy: int, *, comma: bool) -> Reader:
    """Return the reader of amounts of precipitation in `unit`; with `comma`, a comma always marks decimals.

    It raises BadDay for what is no amount. Amounts that no day can have are missing.
    """

    def read(text: str) -> int | Phrase:
        text = text.strip().replace(",", "." if comma else ",")
        if is_absent(text) or ABSENT_NUMBER.fullmatch(text):
            return Phrase("no value")
        if text.casefold() in TRACE:
            return sunny
        amount = number(text)
        if amount is None:
            raise BadDay(Phrase("{value} is not an amount", value=quote(text)), MEND)
        # The product is off in the 16th digit (3 · 0.1 > 0.3), which must not decide what is wet.
        millimetres = round(amount * MILLIMETRES[unit], 6)
        if millimetres > WETTEST:
            return Phrase("{value} (no day had over 1,825 mm: a mark for not measured?)", value=quote(text))
        if millimetres < 0 and not (unit == "tenths-mm" and amount == -1):  # KNMI's mark for less than half a tenth
            return Phrase("a negative amount, {value}", value=quote(text))
        return rainy if millimetres >= wet else sunny

    return read


def code_reader(sunny: int, rainy: int) -> Reader:
    """Return the reader of weather codes (WMO 4677, as Open-Meteo uses it)."""

    def read(text: str) -> int | Phrase:
        if is_absent(text) or ABSENT_NUMBER.fullmatch(text.strip()):
            return Phrase("no value")
        code = number(text)
        if code not in DRY_CODES and code not in WET_CODES:
            remedy = Phrase("0-3, 45 and 48 are dry, 51-99 wet; mend it, or leave it blank and say --missing")
            raise BadDay(Phrase("unknown weather code {code}", code=quote(text.strip())), remedy)
        return rainy if code in WET_CODES else sunny

    return read


def word_reader(weathers: Names, *, of_rain: bool) -> Reader:
    """Return the reader of words; in a column that is named for rain, yes and no are words too."""

    def read(text: str) -> int | Phrase:
        code = weathers.find(text)
        if code is None and of_rain and normalise(text) in YES_NO:
            code = weathers.find(YES_NO[normalise(text)])
        if code is None and is_absent(text):
            return Phrase("no value")
        if code is None:
            raise BadDay(unknown(text), lambda: weathers.suggestion(text))
        return code

    return read


MEND = Phrase("write a number there, or leave it blank and say --missing")

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
ORDERS = ("y/m/d", "d/m/y", "m/d/y")
FREE = ""  # the order of what can be read one way only
_CLOCK = r"(?:T|,?\s+)(?P<time>\d{1,2}(?::\d\d){1,2}(?:\.\d+)?(?:\s?[ap]m)?|(?<=T)\d\d)"
_TIME = rf"(?:{_CLOCK}\s?(?:z|utc|gmt|[-+]\d\d:?\d\d)?)?"
_FORMS = [
    re.compile(form + _TIME, re.IGNORECASE)
    for form in (
        r"(?P<a>\d{1,4})\s?[-/.年\s]\s?(?P<b>\d{1,2}|[a-z]{3,9})\.?\s?[-/.月,\s]\s?(?P<c>\d{1,4})日?",
        r"(?:[a-z]+,\s?)?(?P<b>[a-z]{3,9})\.?\s(?P<a>\d{1,2}),?\s(?P<c>\d{4})",
        r"(?P<a>\d{4})(?P<b>\d\d)(?P<c>\d\d)(?P<hours>\d\d(?:\d\d){0,2})?",
        r"(?P<a>\d{4})-(?P<day_of_year>\d{3})",
    )
]
MONTHLY = re.compile(r"\d{4}[-/]?(0?[1-9]|1[0-2])|[a-z]{3,9}[-\s,]+\d{4}|\d{4}年\d{1,2}月", re.IGNORECASE)

#: The days that a text may mean, by the order in which it is read, and its time of day.
Readings = tuple[dict[str, date], str]


@lru_cache(maxsize=4096)
def dates_in(text: str) -> Readings:
    """Return the dates that a text may mean: by FREE where there is one way to read it, else by each of ORDERS."""
    text = text.strip()
    if len(text) == 10 and text[4] == "-" == text[7]:
        try:
            return {FREE: date.fromisoformat(text)}, ""
        except ValueError:
            pass
    for form in _FORMS:
        if match := form.fullmatch(text):
            parts = match.groupdict()
            time = parts.get("time") or parts.get("hours") or ""
            if "day_of_year" in parts:
                return _valid({FREE: (parts["a"], "1", "1")}, int(parts["day_of_year"]) - 1), time
            a, b, c = parts["a"], parts["b"], parts["c"]
            if "hours" in parts and not "1700" <= a <= "2299":  # any number of eight digits
                return {}, ""
            if len(a) == 4:
                return _valid({FREE: (a, b, c)}), time
            if len(c) == 4 and not b.isdigit():
                return _valid({FREE: (c, b, a)}), time
            ways = {"d/m/y": (c, b, a), "m/d/y": (c, a, b)}
            if len(c) <= 2:
                ways["y/m/d"] = (a, b, c)
            return _valid(ways), time
    return {}, ""


def _valid(ways: dict[str, tuple[str, str, str]], days_later: int = 0) -> dict[str, date]:
    found = {}
    for order, (year, month, day) in ways.items():
        full_year = int(year) + (0 if len(year) == 4 else 1900 if int(year) >= 69 else 2000)
        try:
            month_number = int(month) if month.isdigit() else MONTHS.index(month[:3].casefold()) + 1
            first = date(full_year, month_number, int(day))
            found[order] = date.fromordinal(first.toordinal() + days_later)
        except (ValueError, OverflowError):
            continue
        if len(year) not in (2, 4) or len(day) > 2 or (days_later and found[order].year != full_year):
            del found[order]
    return found
