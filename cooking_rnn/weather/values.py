"""What one value of a table says: a date, an amount of precipitation, a weather code, a word, or nothing."""

import math
import re
from contextlib import suppress
from datetime import date
from functools import lru_cache

from cooking_rnn.errors import quote
from cooking_rnn.names import Names, normalise
from cooking_rnn.phrases import Phrase
from cooking_rnn.weather.days import BadDay


def words_in(text: str) -> set[str]:
    """Return the words that blanks part."""
    return set(text.split())


#: Millimetres in one of each unit, by the words of --units, and cm, which headers may say.
MILLIMETRES = {"mm": 1.0, "tenths-mm": 0.1, "inch": 25.4, "cm": 10.0}
WETTEST = 1825.0  # mm: the most that was measured in 24 hours, on Réunion in 1966

ABSENT = {"", *words_in("nan na n/a n.a. #n/a null none m missing nodata 缺测 - -- --- — * ** *** **** ? . / // ///")}
#: Numbers that stand for "missing": -9, -99.9, -9999, 9999, 999.9; of inches 99.99 is more than there can be.
ABSENT_NUMBER = re.compile(r"-9+([.,](9+|0+))?|9{4,}([.,]0+)?|9{3,}[.,]9+")
TRACE = {"t", "tr", "trace", "微量"}  # too little to measure
NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?", re.IGNORECASE)
YES, NO = words_in("yes y true 是 有"), {"no rain", *words_in("no n false 否 无 norain")}
YES_NO = dict.fromkeys(YES, "rainy") | dict.fromkeys(NO, "sunny")

DRY_CODES = frozenset({0, 1, 2, 3, 45, 48})  # WMO 4677 as Open-Meteo uses it: clear to overcast, fog
WET_CODES = range(51, 100)  # drizzle, rain, snow, showers, thunderstorm


def is_absent(text: str) -> bool:
    """Return whether a value is blank or a mark for "missing"."""
    return text.strip().casefold() in ABSENT


def number(text: str, *, comma: bool = False) -> float | None:
    """Return the number that a text is, with a decimal point or comma; None where it is none.

    A comma before three digits may part thousands: of the two readings, neither is taken, unless `comma`.
    """
    text = text.strip()
    if not NUMBER.fullmatch(text):
        left, mark, right = text.partition(",")
        is_unclear = len(right) == 3 and left.strip("+-0") and not comma
        if not mark or is_unclear or not NUMBER.fullmatch(text := f"{left}.{right}"):
            return None
    value = float(text)
    return value if math.isfinite(value) else None


def code_of_amount(text: str, codes: list[int], unit: str, wet: float, *, comma: bool) -> int | Phrase:
    """Return the code of an amount of precipitation, or why it has none; raises BadDay.

    The second of `codes`, rainy, is for `wet` mm or more. Amounts that no day can have are missing. With `comma`, a
    comma always marks decimals.
    """
    text = text.strip()
    if is_absent(text) or ABSENT_NUMBER.fullmatch(text):
        return Phrase("no value")
    amount = 0.0 if text.casefold() in TRACE else number(text, comma=comma)
    if amount is None:
        remedy = "write a number there, or leave it blank and say --missing"
        raise BadDay("{value} is not an amount", remedy, value=quote(text))
    # The product is off in the 16th digit (3 · 0.1 > 0.3), which must not decide what is wet.
    millimetres = round(amount * MILLIMETRES[unit], 6)
    if millimetres > WETTEST:
        return Phrase("{value} (no day had over 1,825 mm: a mark for not measured?)", value=quote(text))
    if millimetres < 0 and not (unit == "tenths-mm" and amount == -1):  # KNMI's mark for less than half a tenth
        return Phrase("a negative amount, {value}", value=quote(text))
    return codes[millimetres >= wet]


def code_of_code(text: str, codes: list[int]) -> int | Phrase:
    """Return which of `codes`, sunny and rainy, a WMO 4677 code means, or why none; raises BadDay."""
    if is_absent(text) or ABSENT_NUMBER.fullmatch(text.strip()):
        return Phrase("no value")
    code = number(text)
    if code not in DRY_CODES and code not in WET_CODES:
        remedy = "0-3, 45 and 48 are dry, 51-99 wet; mend it, or leave it blank and say --missing"
        raise BadDay("unknown weather code {code}", remedy, code=quote(text.strip()))
    return codes[code in WET_CODES]


def code_of_word(text: str, weathers: Names, *, of_rain: bool) -> int | Phrase:
    """Return the code of a word, or why it has none; raises BadDay. In a column of rain, yes and no are words too."""
    code = weathers.find(text)
    if code is None and of_rain:
        code = weathers.find(YES_NO.get(normalise(text), ""))
    if code is None and not is_absent(text):
        raise BadDay("unknown weather {word}", lambda: weathers.suggestion(text), word=quote(text.strip()))
    return Phrase("no value") if code is None else code


MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
ORDERS = ("y/m/d", "d/m/y", "m/d/y")
FREE = ""  # the order of what can be read one way only
_CLOCK = r"(?:T|,?\s+)(?P<time>\d{1,2}(?::\d\d){1,2}(?:\.\d+)?(?:\s?[ap]m)?|(?<=T)\d\d)"
_TIME = rf"(?:{_CLOCK}\s?(?:z|utc|gmt|[-+]\d\d:?\d\d)?|\s?(?:星期|周)[一二三四五六日天])?"
_FORMS = [
    re.compile(form + _TIME, re.IGNORECASE)
    for form in (
        r"(?P<a>\d{1,4})\s?[-/.年\s]\s?(?P<b>\d{1,2}|[a-z]{3,9})\.?\s?[-/.月,\s]\s?(?P<c>\d{1,4})日?",
        r"(?P<b>[a-z]{3,9})\.?\s(?P<a>\d{1,2}),?\s(?P<c>\d{4})",
        r"(?P<a>(?:1[7-9]|2[0-2])\d\d)(?P<b>\d\d)(?P<c>\d\d)(?P<hours>\d\d(?:\d\d){0,2})?",
    )
]
MONTH = re.compile(r"(1[7-9]|2[0-2])\d\d[-/]?(0?[1-9]|1[0-2])|[a-z]{3,9}[-\s,]+\d{4}|\d{4}年\d{1,2}月", re.IGNORECASE)


@lru_cache(maxsize=4096)
def dates_in(text: str) -> tuple[dict[str, date], str]:
    """Return the dates that a text may mean, and its time of day.

    There is one of FREE where there is one way to read it, else one for each of ORDERS in which it is a date.
    """
    text = text.strip()
    if len(text) == 10 and text[4] == "-" == text[7]:
        with suppress(ValueError):
            return {FREE: date.fromisoformat(text)}, ""
    match = next(filter(None, (form.fullmatch(text) for form in _FORMS)), None)
    if match is None:
        return {}, ""
    parts = match.groupdict()
    a, b, c = parts["a"], parts["b"], parts["c"]
    if len(a) == 4:
        ways = {FREE: (a, b, c)}
    elif len(c) == 4 and not b.isdigit():
        ways = {FREE: (c, b, a)}
    else:
        ways = {"d/m/y": (c, b, a), "m/d/y": (c, a, b)} | ({"y/m/d": (a, b, c)} if len(c) == 2 else {})
    found = {order: day for order, way in ways.items() if (day := _day(*way))}
    return found, parts["time"] or parts.get("hours") or ""


def _day(year: str, month: str, day: str) -> date | None:
    """Return a date from its parts; of two digits, a year is from 1969 to 2068."""
    full_year = int(year) + (0 if len(year) == 4 else 1900 if int(year) >= 69 else 2000)
    with suppress(ValueError):
        number_of_month = int(month) if month.isdigit() else MONTHS.index(month[:3].casefold()) + 1
        if len(year) in (2, 4):
            return date(full_year, number_of_month, int(day))
    return None
