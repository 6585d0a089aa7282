"""CSV and JSON as tables: a header and rows of texts, each with the line or place that it stands on."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import Any

from cooking_rnn.errors import DataError, quote
from cooking_rnn.phrases import Phrase
from cooking_rnn.weather.lines import LONGEST_LINE, Lines
from cooking_rnn.weather.values import dates_in, number

DELIMITERS = ",;\t|"
HEAD = 200  # lines in which a header is looked for
LARGEST_DOCUMENT = 1 << 27  # bytes of JSON, which is held in memory
HEADER = "put a line such as date,rain (mm) before the first"
ASK = Phrase("ask Open-Meteo for daily=precipitation_sum")

Row = tuple[int, list[str]]


@dataclass(frozen=True, eq=False)
class Rows:
    """Consecutive rows with their numbers; `fault` is what is wrong right after them, as in Lines."""

    numbers: list[int] | range
    rows: list[list[str]]
    fault: DataError | None = None

    def __iter__(self) -> Iterator[Row]:
        return zip(self.numbers, self.rows, strict=True)


@dataclass(frozen=True, eq=False)
class Table:
    """Columns of text, whatever they came from."""

    header: list[str]
    rows: Iterator[Rows]
    origin: str  # where the header stands, for errors
    place: Callable[[int], str]  # where a row stands, for errors
    unit: str | None = None  # of amounts, where the format fixes it and the header is silent
    comma: bool = False  # whether a comma marks decimals, whatever follows
    named: bool = True  # whether the file has a header
    notes: list[Phrase] = field(default_factory=list)  # what was left out

    def listed(self) -> list[str]:
        """Return the names of the columns, for messages."""
        names = [quote(name)[1:-1] for name in islice(filter(None, self.header), 21)]
        return names[:20] + ["…"] * (len(names) > 20)


class Tape:
    """Lines that can be looked at before they are used."""

    def __init__(self, source: Iterator[Lines], where: str) -> None:
        self._source, self._where = source, where
        self._taken: list[Lines] = []

    def ahead(self) -> Iterator[tuple[int, str]]:
        """Yield the lines that are not blank with their numbers, from the first on; a fault ends them.

        Raises the fault where no line came before it; DataError too where blank lines do not end.
        """
        blank = 0  # bytes of blank lines before the first other
        for lines in self._again():
            for number_, text in enumerate(lines.texts(), lines.first):
                if text.strip():
                    blank = -1
                    yield number_, text
            if lines.fault and blank >= 0:
                raise lines.fault
            blank += len(lines.data) if blank >= 0 else 0
            if blank > LONGEST_LINE:
                what = "nothing but blank lines in its first {most} MiB"
                raise DataError(self._where, what, "is it the right file?", most=LONGEST_LINE >> 20)

    def _again(self) -> Iterator[Lines]:
        yield from self._taken
        for lines in self._source:
            self._taken.append(lines)
            yield lines

    def all(self, first: int = 1) -> Iterator[Lines]:
        """Yield all lines from line `first` on, once."""
        for lines in chain(self._taken, self._source):
            skip = min(max(first - lines.first, 0), lines.data.count(b"\n"))
            data = lines.data.split(b"\n", skip)[-1]
            yield replace(lines, first=lines.first + skip, data=data) if skip else lines


def is_blank(fields: Iterable[str]) -> bool:
    """Return whether a row is an empty line, or nothing but delimiters."""
    return not "".join(fields).strip()


def split(line: str, delimiter: str | None = None) -> list[str]:
    """Return the fields of one line, without outer space, cut by the delimiter that makes most of them."""
    if delimiter is None:
        return max((split(line, delimiter) for delimiter in DELIMITERS), key=len)
    try:
        return [text.strip() for text in next(csv.reader([line], delimiter=delimiter, skipinitialspace=True), [])]
    except csv.Error:  # a field longer than csv allows
        return [line]


def delimiter_of(line: str) -> str:
    """Return the delimiter that cuts a line into most fields; a comma if none does."""
    return max(DELIMITERS, key=lambda delimiter: len(split(line, delimiter)))


def has_value(fields: Iterable[str]) -> bool:
    """Return whether a field is a number or a date, so that the line is no header."""
    return any(number(text) is not None or dates_in(text)[0] for text in fields)


def find_header(
    lines: Iterator[tuple[int, str]], is_name: Callable[[str], bool], is_word: Callable[[str], bool]
) -> tuple[int, str] | None:
    """Return the first line that fits the row after it and has a known name of a column, else any that fits.

    A header has no number and no date in it, and the row after it has a number, a date or a word that is known. Rows
    that begin with dates end the search, and so do HEAD lines.
    """
    likely: tuple[int, str] | None = None
    before: tuple[int, str] | None = None
    for number_, line in chain(islice(lines, HEAD), [(0, "")]):
        if before:
            delimiter = delimiter_of(before[1])
            fields, after = split(before[1], delimiter), split(line, delimiter)
            fits = not line or (len(after) >= len(fields) and is_blank(after[len(fields) :]))
            if fits and not has_value(fields):
                is_followed = has_value(after) or any(map(is_word, after))
                is_named = any(map(is_name, fields))
                if is_named and is_followed:
                    return before
                if (is_followed and len(fields) > 1) or (is_named and before[0] == 1):
                    likely = likely or before
            elif fits and line and all(dates_in(row[0])[0] for row in (fields, after)):
                break
        before = (number_, line)
    return likely


def from_csv(tape: Tape, header: tuple[int, str], where: str) -> Table:
    """Return the table below a header, given with its line."""
    number_, line = header
    delimiter = delimiter_of(line)
    fields = split(line, delimiter)
    fields[0] = fields[0].lstrip("# ")  # KNMI
    rows = csv_rows(tape.all(number_ + 1), delimiter, where)
    left_out = sum(number < number_ for number, _ in islice(tape.ahead(), number_))
    notes = [Phrase("{n} {n:line|lines} before the header left out", n=left_out)] if left_out else []
    origin, comma = f"{where}:{number_}", delimiter != ","
    if {"latitude", "longitude", "utc_offset_seconds"} <= {name.casefold() for name in fields}:
        fields, rows = _daily(rows, origin)
        return Table(fields, rows, origin, lambda line: f"{where}:{line}", "mm")
    return Table(fields, rows, origin, lambda line: f"{where}:{line}", comma=comma, notes=notes)


def without_header(tape: Tape, first: tuple[int, str], where: str) -> Table:
    """Return the table of a file whose rows have a date and a value, and which has no header; raises DataError."""
    number_, line = first
    delimiter = delimiter_of(line)
    fields = split(line, delimiter)
    if len(fields) != 2 or not dates_in(fields[0])[0]:
        raise DataError(f"{where}:{number_}", "no header", HEADER)
    rows = csv_rows(tape.all(number_), delimiter, where)
    notes = [Phrase("no header: the first column is read as dates, the second as weather")]
    header, origin, comma = ["column 1", "column 2"], f"{where}:{number_}", delimiter != ","
    return Table(header, rows, origin, lambda line: f"{where}:{line}", comma=comma, named=False, notes=notes)


def csv_rows(source: Iterable[Lines], delimiter: str, where: str) -> Iterator[Rows]:
    """Yield the rows of lines as they come, each with the number of its first line."""
    for lines in _with_whole_quotes(source):
        texts = lines.texts()
        if b'"' not in lines.data and (len(lines.data) < 1 << 17 or max(map(len, texts)) < 1 << 17):
            rows = list(csv.reader(texts, delimiter=delimiter, skipinitialspace=True))
            yield Rows(range(lines.first, lines.first + len(rows)), rows, lines.fault)
            continue
        reader = csv.reader((f"{text}\n" for text in texts), delimiter=delimiter, skipinitialspace=True, strict=True)
        numbers, rows, fault, first = [], [], lines.fault, lines.first
        try:
            while (row := next(reader, None)) is not None:
                numbers.append(first)
                rows.append(row)
                first = lines.first + reader.line_num
        except csv.Error as error:
            reason = str(error).replace("\t", "a tab")
            remedy = "is a quote left open?"
            fault = DataError(f"{where}:{first}", "cannot be read as CSV: {reason}", remedy, reason=reason)
        yield Rows(numbers, rows, fault)
        if fault:
            return


def _with_whole_quotes(source: Iterable[Lines]) -> Iterator[Lines]:
    """Yield lines so that no quoted field is cut in two."""
    held: Lines | None = None
    for lines in source:
        data = held.data + lines.data if held else lines.data
        lines = replace(lines, first=held.first if held else lines.first, data=data)
        is_open = data.count(b'"') % 2 and len(data) < LONGEST_LINE and not lines.fault
        held = lines if is_open else None
        if not is_open:
            yield lines
    if held:
        yield held


def _daily(source: Iterator[Rows], origin: str) -> tuple[list[str], Iterator[Rows]]:
    """Return the header and rows of the daily block of Open-Meteo's CSV, which parts blocks by empty lines."""
    rows = ((row, batch.fault) for batch in source for row in [*batch, None])
    hourly = False
    header: list[str] = []
    for row, fault in rows:
        if row is None or is_blank(row[1]):
            header = [] if row else header
            if row is None and fault:
                raise fault
        elif not header:
            header = [text.strip() for text in row[1]]
        elif dates := [text for text in row[1] if dates_in(text)[0]]:
            if "T" not in dates[0]:
                return header, _until_blank(chain([(row, None)], rows))
            hourly = True
    raise no_daily(origin, hourly=hourly)


def _until_blank(rows: Iterator[tuple[Row | None, DataError | None]]) -> Iterator[Rows]:
    """Yield the rows of a block, but read to the end, so that nobody writes into a closed pipe."""
    batch: list[Row] = []
    ended = False
    for row, fault in rows:
        if row is not None:
            ended = ended or is_blank(row[1])
            batch += [] if ended else [row]
        elif batch or fault:
            yield Rows([number for number, _ in batch], [fields for _, fields in batch], fault)
            batch = []


def no_daily(where: str, *, hourly: bool) -> DataError:
    """Return the error for what Open-Meteo gave without daily values."""
    what = Phrase("no daily values, only hourly ones") if hourly else Phrase("no daily values")
    return DataError(where, what, ASK)


def parsed(text: str, where: str, remedy: Phrase, line: int = 0) -> Any:
    """Return what JSON says; raises DataError."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise DataError(f"{where}:{line or error.lineno}", "not JSON: {reason}", remedy, reason=error.msg) from None
    except (ValueError, RecursionError):  # a number of 5000 digits, or brackets as deep
        raise DataError(f"{where}:{line}" if line else where, "not JSON that can be read", remedy) from None


def is_record(line: str) -> bool:
    """Return whether a line is a row by itself: a JSON object of plain values."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return False
    if not isinstance(record, dict) or not record or record.get("error") is True:
        return False
    return "weather" in record or not any(isinstance(value, dict | list) for value in record.values())


def from_records(tape: Tape, where: str) -> Table:
    """Return the table of objects that stand one a line, taken as they come; blank lines mean nothing."""
    number_, first = next(tape.ahead())
    header = _header([json.loads(first)])

    def rows() -> Iterator[Rows]:
        for lines in tape.all():
            numbers, rows, fault = [], [], lines.fault
            try:
                for number, line in enumerate(lines.texts(), lines.first):
                    if line.strip():
                        record = parsed(line, where, Phrase("one JSON object a line is expected"), number)
                        if not isinstance(record, dict):
                            raise DataError(f"{where}:{number}", "not a JSON object", "one a line is expected")
                        numbers.append(number)
                        rows.append(_texts(map(record.get, header)))
            except DataError as error:
                fault = error
            yield Rows(numbers, rows, fault)
            if fault:
                return

    return Table(header, rows(), f"{where}:{number_}", lambda line: f"{where}:{line}")


def from_json(source: Iterable[Lines], where: str) -> Table:
    """Return the rows of a JSON document: a list of objects, alone or under any key, or Open-Meteo's daily values."""
    parts: list[bytes] = []
    size = 0
    for lines in source:
        parts.append(lines.data)
        size += len(lines.data)
        if lines.fault:
            raise lines.fault
        if size > LARGEST_DOCUMENT:
            what = "a JSON document of more than {most} MiB"
            raise DataError(where, what, "write one object a line", most=LARGEST_DOCUMENT >> 20)
    text = b"".join(parts).decode().rstrip()
    document = parsed(text, where, Phrase("one document is expected"))
    under, meteostat = "", False
    if isinstance(document, dict):
        if document.get("error") is True:
            reason = quote(str(document.get("reason")))
            raise DataError(where, "Open-Meteo refused: {reason}", ASK, reason=reason)
        if isinstance(document.get("daily"), dict):
            return _from_lists(document["daily"], document.get("daily_units"), f"{where}: daily")
        lists = [key for key, value in document.items() if isinstance(value, list)]
        lists = [key for key in lists if len(lists) == 1 or _is_list_of_objects(document[key])]
        if len(lists) != 1:
            raise no_daily(where, hourly="hourly" in document)
        under, meteostat = f": {quote(lists[0])[1:-1]}", "meta" in document and lists == ["data"]
        document = document[lists[0]]
    if not _is_list_of_objects(document):
        raise DataError(f"{where}{under}", "not a list of days", 'write [{"weather": "sunny"}]')
    if any(isinstance(item.get("daily"), dict) for item in document):
        raise DataError(where, "a list of places", "one place at a time: ask for one, or take one of the list")
    header = _header(document)
    rows = [_texts(map(item.get, header)) for item in document]
    unit = "mm" if meteostat and "prcp" in header else None
    place = f"{where}{under}"
    return Table(header, iter([Rows(range(len(rows)), rows)]), place, lambda index: f"{place}[{index}]", unit)


def _is_list_of_objects(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def _from_lists(daily: dict[str, Any], units: Any, where: str) -> Table:
    columns = {key: values for key, values in daily.items() if isinstance(values, list)}
    lengths = {key: len(values) for key, values in columns.items()}
    if len(set(lengths.values())) > 1:
        short, long = min(lengths, key=lengths.__getitem__), max(lengths, key=lengths.__getitem__)
        what = "{few} values of {short}, but {many} of {long}"
        values = {"few": lengths[short], "short": quote(short), "many": lengths[long], "long": quote(long)}
        raise DataError(where, what, "is the file whole?", **values)
    units = units if isinstance(units, dict) else {}
    header = [f"{key} ({units[key]})" if isinstance(units.get(key), str) else key for key in columns]
    rows = [_texts(row) for row in zip(*columns.values(), strict=True)]
    return Table(header, iter([Rows(range(len(rows)), rows)]), where, lambda index: f"{where}[{index}]", "mm")


def _header(records: list[dict[str, Any]]) -> list[str]:
    """Return the keys of plain values, in the order in which they come."""
    return list({key: 0 for record in records for key, value in record.items() if not isinstance(value, dict | list)})


def _texts(values: Iterable[Any]) -> list[str]:
    return ["" if value is None else str(value) for value in values]
