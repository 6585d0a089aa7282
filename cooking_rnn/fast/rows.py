"""Rows of a table read a column at a time, beside `weather.reading.DayReader`, which reads them one by one."""

import csv
import gc
from calendar import monthrange
from datetime import date

DAYS = [f"{day:02}" for day in range(1, 32)]
Rows = list[list[str]]


def split(lines: list[str], delimiter: str) -> Rows | None:
    """Return the fields of each line; None where quotes join lines, or something is wrong.

    Collecting garbage among so many new lists would double the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        rows = list(csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=True))
        return rows if len(rows) == len(lines) else None
    except csv.Error:
        return None
    finally:
        if was_on:
            gc.enable()


def dates_from(first: date, days: int) -> list[str]:
    """Return the dates (ISO 8601) of so many days, fewer where the calendar ends."""
    dates: list[str] = []
    year, month = first.year, first.month
    while len(dates) < first.day - 1 + days and year < 10_000:
        dates += map(f"{year:04}-{month:02}-".__add__, DAYS[: monthrange(year, month)[1]])
        year, month = year + month // 12, month % 12 + 1
    return dates[first.day - 1 : first.day - 1 + days]
