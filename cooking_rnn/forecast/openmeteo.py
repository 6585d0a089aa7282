"""Open-Meteo's two formats: CSV with a preamble and several blocks, and JSON."""

import json
from collections.abc import Iterator
from itertools import chain, takewhile
from typing import Any

from cooking_rnn.errors import DataError, quote
from cooking_rnn.forecast.columns import DATES, Column
from cooking_rnn.forecast.records import from_days
from cooking_rnn.forecast.table import Row, Table, is_blank

ASK = "ask Open-Meteo for daily=precipitation_sum"
UNIT = "mm"  # unless another was asked for, and then the header or daily_units says which


def is_preamble(header: list[str]) -> bool:
    """Return whether a header is that of Open-Meteo's metadata: a place but no time."""
    names = {Column.of(field).name for field in header}
    return {"latitude", "longitude"} <= names and names.isdisjoint(DATES)


def daily_table(preamble: Table) -> Table:
    """Return the daily block of a file that begins with `preamble`; raises DataError if there is none."""
    rows, hourly = preamble.rows, ""
    _exhaust(_block(rows))  # the metadata
    for number, header in rows:
        if is_blank(header):
            continue
        block = _block(rows)
        first = next(block, None)
        if first and not _is_hourly(header, first[1]):
            daily = chain([first], block, _nothing_of(rows))
            return Table(header, daily, preamble.place(number), preamble.place, preamble.waiting, UNIT)
        hourly = ", only hourly ones" if first else hourly
        _exhaust(block)
    raise DataError(preamble.origin, f"no daily values{hourly}", ASK)


def from_json(text: str, where: str) -> Table:
    """Return the daily values of Open-Meteo's JSON, or the days of cook's; raises DataError if there are none."""
    try:
        document = json.loads(text.rstrip())
    except json.JSONDecodeError as error:
        raise DataError(f"{where}:{error.lineno}", f"not JSON: {error.msg}", "one document is expected") from None
    except (ValueError, RecursionError):  # a number of 5000 digits, or brackets as deep
        raise DataError(where, "not JSON that can be read") from None
    if not isinstance(document, dict):
        raise DataError(where, "a JSON list", "one place at a time: the document must begin with {")
    if document.get("error") is True:
        raise DataError(where, f"Open-Meteo refused: {quote(str(document.get('reason')))}", ASK)
    if isinstance(document.get("days"), list):
        return from_days(document["days"], where)
    if not isinstance(document.get("daily"), dict):
        hourly = ", only hourly ones" if "hourly" in document else ""
        raise DataError(where, f"no daily values{hourly}", ASK)
    return _table_of(document["daily"], document.get("daily_units"), where)


def _table_of(daily: dict[str, Any], units: Any, where: str) -> Table:
    columns = {key: values for key, values in daily.items() if isinstance(values, list)}
    lengths = {key: len(values) for key, values in columns.items()}
    if len(set(lengths.values())) > 1:
        short, long = min(lengths, key=lengths.__getitem__), max(lengths, key=lengths.__getitem__)
        what = f"{lengths[short]} values of {quote(short)}, but {lengths[long]} of {quote(long)}"
        raise DataError(f"{where}: daily", what)
    units = units if isinstance(units, dict) else {}
    header = [f"{key} ({units[key]})" if isinstance(units.get(key), str) else key for key in columns]
    rows = enumerate(zip(*columns.values(), strict=True))
    return Table(
        header=header,
        rows=((index, ["" if value is None else str(value) for value in row]) for index, row in rows),
        origin=f"{where}: daily",
        place=lambda index: f"{where}: daily[{index}]",
        unit=UNIT,
    )


def _is_hourly(header: list[str], row: list[str]) -> bool:
    """Return whether the times of a block have hours: `2024-01-31T00:00`."""
    times = [text for field, text in zip(header, row, strict=False) if Column.of(field).name in DATES]
    return any("T" in time for time in times)


def _block(rows: Iterator[Row]) -> Iterator[Row]:
    """Return the rows up to an empty one, which is taken too."""
    return takewhile(lambda row: not is_blank(row[1]), rows)


def _exhaust(rows: Iterator[Row]) -> None:
    for _ in rows:
        pass


def _nothing_of(rows: Iterator[Row]) -> Iterator[Row]:
    """Yield nothing, but read to the end, so that nobody writes into a closed pipe."""
    _exhaust(rows)
    yield from ()
