"""From one value of a real file to a weather: amounts of precipitation with their units, and WMO codes."""

import math

from cooking_rnn.errors import quote
from cooking_rnn.forecast.days import BadDay

#: Millimetres in one of each unit, by the words of --units.
MILLIMETRES = {"mm": 1.0, "tenths-mm": 0.1, "inch": 25.4}

ABSENT_WORDS = frozenset({"", "nan", "na", "null"})
ABSENT_AMOUNTS = frozenset({-9999.0, 9999.0, -99999.0, 99999.0})  # NOAA's marks for "missing"; no day is that wet
ABSENT_INCHES = 99.99  # NOAA's GSOD, which is in inches; of millimetres it would be a wet day
TRACE = "t"  # too little to measure

DRY_CODES = frozenset({0, 1, 2, 3, 45, 48})  # WMO 4677 as Open-Meteo uses it: clear to overcast, fog
WET_CODES = range(51, 100)  # drizzle, rain, snow, showers, thunderstorm


def is_absent(text: str) -> bool:
    """Return whether a value is blank or a word for "missing"."""
    return text.strip().casefold() in ABSENT_WORDS


def is_number(text: str) -> bool:
    """Return whether a value, absent or not, belongs in a column of numbers."""
    try:
        _number(text)
    except BadDay:
        return text.strip().casefold() == TRACE
    return True


def millimetres(text: str, unit: str) -> float | None:
    """Return an amount of precipitation in `unit` in millimetres, None where it is missing.

    A trace ("T") is 0. Raises BadDay for what is negative, infinite or no number.
    """
    if is_absent(text):
        return None
    if text.strip().casefold() == TRACE:
        return 0.0
    amount = _number(text)
    if amount in ABSENT_AMOUNTS or (unit == "inch" and amount == ABSENT_INCHES):
        return None
    if amount < 0:
        raise BadDay(f"a negative amount, {quote(text.strip())}")
    # The product is off in the 16th digit (3 · 0.1 > 0.3), which must not decide what is wet.
    return round(amount * MILLIMETRES[unit], 6)


def is_wet_code(text: str) -> bool | None:
    """Return whether a weather code (WMO 4677, as Open-Meteo uses it) is wet, None where it is missing."""
    if is_absent(text):
        return None
    code = _number(text)
    if code in ABSENT_AMOUNTS:
        return None
    if code not in DRY_CODES and code not in WET_CODES:
        raise BadDay(f"unknown weather code {quote(text.strip())}", "0-3, 45 and 48 are dry, 51-99 wet")
    return code in WET_CODES


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.inf
    if not math.isfinite(number) or "_" in text:  # Python reads 1_000
        raise BadDay(f"{quote(text.strip())} is not a finite number")
    return number
