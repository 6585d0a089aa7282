"""A CSV file as a header and rows, each with the line it stands on."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from cooking_rnn.errors import DataError, quote
from cooking_rnn.forecast.columns import Column
from cooking_rnn.forecast.source import Lines
from cooking_rnn.names import Names, normalise

DELIMITERS = ",;\t"

#: Where a row stands (a line of a file, an index in a JSON list), and its values.
Row = tuple[int, list[str]]


@dataclass(frozen=True, eq=False)
class Table:
    """Columns of text, whatever they came from."""

    header: list[str]
    rows: Iterator[Row]
    origin: str  # where the header stands, for errors
    place: Callable[[int], str]  # where a row stands, for errors
    waiting: Callable[[], bool] = lambda: False  # whether the next row may have to be waited for
    unit: str | None = None  # of amounts, where the format fixes it and the header is silent

    def __post_init__(self) -> None:
        object.__setattr__(self, "header", [field.strip() for field in self.header])
        names = [name for name in self.header if name]
        repeated = next((name for name in names if names.count(name) > 1), None)
        if repeated:
            raise DataError(self.origin, f"two columns are called {quote(repeated)}", "rename one")

    def listed(self) -> str:
        """Return the names of the columns on one line, for messages."""
        names = [quote(name)[1:-1] for name in self.header if name]
        return ", ".join(names[:20]) + (", …" if len(names) > 20 else "")


def is_header(line: str, weathers: Names) -> bool:
    """Return whether the first line of a file is the header of a table, rather than words.

    A misspelt word must not turn words into a table: one word that is known, or nearly, makes words of
    a line in which no field is known as the name of a column. Names of columns may be weathers (NOAA's SNOW).
    """
    fields = split(line)
    words = [normalise(field) for field in fields if field.strip()]
    if all(word in weathers.codes for word in words):
        return False
    if any(Column.of(field).known for field in fields):
        return True
    near = any(get_close_matches(word[:100], weathers.codes, n=1, cutoff=0.7) for word in words[:20])
    return len(fields) > 1 and not near


def split(line: str) -> list[str]:
    """Return the fields of one line, cut by the delimiter that makes most of them."""
    return _fields(line, delimiter_of(line))


def delimiter_of(header: str) -> str:
    """Return the delimiter that cuts a header into most fields; a comma if none does."""
    return max(DELIMITERS, key=lambda delimiter: len(_fields(header, delimiter)))


def from_csv(lines: Lines, delimiter: str, where: str) -> Table:
    """Return the table in `lines`, whose first row that is not blank is the header."""
    rows = _csv_rows(lines, delimiter, where)
    number, header = next((row for row in rows if not is_blank(row[1])), None) or (lines.number, [])
    return Table(header, rows, f"{where}:{number}", lambda line: f"{where}:{line}", lines.waiting)


def is_blank(fields: list[str]) -> bool:
    """Return whether a row is an empty line, or nothing but delimiters."""
    return not "".join(fields).strip()


def _csv_rows(lines: Lines, delimiter: str, where: str) -> Iterator[Row]:
    """Yield each row with the number of its first line; raises DataError where quotes do not close."""
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=True)
    while True:
        first = lines.number + 1
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            what = f"cannot be read as CSV: {error}".replace("\t", "a tab")
            raise DataError(f"{where}:{first}", what, "is a quote left open?") from None
        yield first, fields


def _fields(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter, skipinitialspace=True), [])
    except csv.Error:  # a field longer than csv allows
        return [line]
