"""What `cook` itself writes as JSON: days as objects, one a line or in a document."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cooking_rnn.errors import DataError
from cooking_rnn.forecast.source import Lines
from cooking_rnn.forecast.table import Row, Table

ONE_A_LINE = "one JSON object a line is expected"


def is_record(line: str) -> bool:
    """Return whether a line is a day: a JSON object with its weather."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(record, dict) and "weather" in record


def from_lines(lines: Lines, where: str) -> Table:
    """Return the table of days that stand one a line, taken as they come; blank lines mean nothing."""
    rows = _objects(lines, where)
    number, first = next(rows)
    header = _header(first)
    later = ((line, _values(record, header)) for line, record in rows)

    def all_rows() -> Iterator[Row]:
        yield number, _values(first, header)
        yield from later

    return Table(header, all_rows(), f"{where}:{number}", lambda line: f"{where}:{line}", lines.waiting)


def from_days(days: Sequence[Any], where: str) -> Table:
    """Return the table of a document's days; raises DataError where they are none."""
    if not days or not all(isinstance(day, dict) for day in days):
        raise DataError(f"{where}: days", "not a list of days", 'write [{"weather": "sunny"}]')
    header = _header(days[0])
    rows = ((place, _values(day, header)) for place, day in enumerate(days))
    return Table(header, rows, f"{where}: days", lambda place: f"{where}: days[{place}]")


def _objects(lines: Lines, where: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for line in lines:
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            raise DataError(f"{where}:{lines.number}", f"not JSON: {error.msg}", ONE_A_LINE) from None
        except (ValueError, RecursionError):
            raise DataError(f"{where}:{lines.number}", "not JSON that can be read", ONE_A_LINE) from None
        if not isinstance(record, dict):
            raise DataError(f"{where}:{lines.number}", "not a JSON object", ONE_A_LINE)
        yield lines.number, record


def _header(record: Mapping[str, Any]) -> list[str]:
    return [key for key, value in record.items() if not isinstance(value, dict | list)]


def _values(record: Mapping[str, Any], header: Sequence[str]) -> list[str]:
    values = (record.get(key) for key in header)
    return ["" if value is None else str(value) for value in values]
