"""CSV and JSON as tables: a header and rows of texts, each with the line or place that it stands on."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Any

from cooking_rnn.errors import DataError, quote
from cooking_rnn.fast import rows as fast
from cooking_rnn.phrases import Phrase
from cooking_rnn.weather.lines import LONGEST_LINE, Lines
from cooking_rnn.weather.values import dates_in, number

DELIMITERS = ",;\t|"
HEAD = 200  # lines in which a header is looked for
LARGEST_DOCUMENT = 1 << 27  # bytes of JSON, which is held in memory
ADD_HEADER = Phrase("put a line such as date,rain (mm) before the first")
ASK = Phrase("ask Open-Meteo for daily=precipitation_sum")

Row = tuple[int, list[str]]


@dataclass(frozen=True, eq=False)
class Rows:
    """Consecutive rows with their numbers; `fault` is what is wrong right after them, as in Lines."""

    numbers: Sequence[int]
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
    notes: tuple[Phrase, ...] = ()  # what was left out

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
        """Yield the lines that are not blank with their numbers; a fault ends them.

        Raises DataError: the fault where no line came before it, or that blank lines do not end.
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
                what = Phrase("nothing but blank lines in its first {most} MiB", most=LONGEST_LINE >> 20)
                raise DataError(self._where, what, "is it the right file?")

    def _again(self) -> Iterator[Lines]:
        yield from self._taken
        for lines in self._source:
            self._taken.append(lines)
            yield lines

    def all(self, first: int = 1) -> Iterator[Lines]:
        """Yield all lines from line `first` on, once."""
        for lines in chain(self._taken, self._source):
            skip = min(max(first - lines.first, 0), lines.data.count(b"\n"))
            yield replace(lines, first=lines.first + skip, data=lines.data.split(b"\n", skip)[-1]) if skip else lines


def is_blank(fields: Iterable[str]) -> bool:
    """Return whether a row is an empty line, or nothing but delimiters."""
    return not "".join(fields).strip()


def split(line: str, delimiter: str) -> list[str]:
    """Return the fields of one line, without outer space."""
    try:
        return [text.strip() for text in next(csv.reader([line], delimiter=delimiter, skipinitialspace=True), [])]
    except csv.Error:  # a field longer than csv allows
        return [line]


def delimiter_of(line: str) -> str:
    """Return the delimiter that cuts a line into most fields; a comma if none does."""
    return max(DELIMITERS, key=lambda delimiter: len(split(line, delimiter)))


def has_value(line: str, delimiter: str = "") -> bool:
    """Return whether a field of a line is a number or a date, so that it is no header."""
    fields = split(line, delimiter or delimiter_of(line))
    return any(number(text) is not None or dates_in(text)[0] for text in fields)


def find_header(
    lines: Iterable[tuple[int, str]], is_name: Callable[[str], bool], is_word: Callable[[str], bool]
) -> tuple[int, str] | None:
    """Return the first line that fits the row after it and has a known name of a column, else any that fits.

    A header has no number and no date in it, and the row after it has a number, a date or a word that is known. Rows
    that begin with dates end the search, and so do HEAD lines.
    """
    likely = None
    before = 0, ""
    for line in chain(islice(lines, HEAD), [(0, "")]):
        delimiter = delimiter_of(before[1])
        fields, after = split(before[1], delimiter), split(line[1], delimiter)
        if before[0] and (not line[0] or (len(after) >= len(fields) and is_blank(after[len(fields) :]))):
            is_followed = has_value(line[1], delimiter) or any(map(is_word, after))
            is_named = any(map(is_name, fields))
            if has_value(before[1], delimiter):
                if line[0] and dates_in(fields[0])[0] and dates_in(after[0])[0]:
                    break
            elif is_named and is_followed:
                return before
            elif (is_followed and len(fields) > 1) or (is_named and before[0] == 1):
                likely = likely or before
        before = line
    return likely


def from_csv(tape: Tape, first: tuple[int, str], where: str, *, named: bool = True) -> Table:
    """Return the table that begins with its header, given with its line, or with a date and a value, if not `named`."""
    number_, line = first
    delimiter = delimiter_of(line)
    header = split(line, delimiter)
    origin = f"{where}:{number_}"
    notes: tuple[Phrase, ...] = ()
    if not named:
        if len(header) != 2 or not dates_in(header[0])[0]:
            raise DataError(origin, "no header", ADD_HEADER)
        header = ["column 1", "column 2"]
        notes = (Phrase("no header: the first column is read as dates, the second as weather"),)
    elif left_out := sum(before < number_ for before, _ in islice(tape.ahead(), number_)):
        notes = (Phrase("{n} {n:line|lines} before the header left out", n=left_out),)
    header[0] = header[0].lstrip("# ")  # KNMI
    rows = _csv_rows(tape.all(number_ + named), delimiter, where)
    unit = None
    if is_open_meteo(line):
        unit, (header, rows) = "mm", _daily(rows, origin)
    return Table(header, rows, origin, lambda line: f"{where}:{line}", unit, delimiter != ",", named, notes)


def _csv_rows(source: Iterable[Lines], delimiter: str, where: str) -> Iterator[Rows]:
    """Yield the rows of lines as they come, each with the number of its first line."""
    for lines in _with_whole_quotes(source):
        texts = lines.texts()
        if b'"' not in lines.data and (len(lines.data) < 1 << 17 or max(map(len, texts)) < 1 << 17):
            yield Rows(range(lines.first, lines.first + len(texts)), fast.split(texts, delimiter), lines.fault)
            continue
        reader = csv.reader((f"{text}\n" for text in texts), delimiter=delimiter, skipinitialspace=True, strict=True)
        numbers, rows, fault, first = [], [], lines.fault, lines.first
        try:
            while (row := next(reader, None)) is not None:
                numbers.append(first)
                rows.append(row)
                first = lines.first + reader.line_num
        except csv.Error as error:
            what = Phrase("cannot be read as CSV: {reason}", reason=str(error).replace("\t", "a tab"))
            fault = DataError(f"{where}:{first}", what, "is a quote left open?")
        yield Rows(numbers, rows, fault)
        if fault:
            return


def _with_whole_quotes(source: Iterable[Lines]) -> Iterator[Lines]:
    """Yield lines so that no quoted field is cut in two."""
    held: Lines | None = None
    for lines in source:
        both = replace(lines, first=held.first, data=held.data + lines.data) if held else lines
        is_open = both.data.count(b'"') % 2 and len(both.data) < LONGEST_LINE and not lines.fault
        held = both if is_open else None
        if not is_open:
            yield both
    if held:
        yield held


def is_open_meteo(line: str) -> bool:
    """Return whether a line begins Open-Meteo's CSV: two lines about the place, then blocks parted by empty lines."""
    return {"latitude", "longitude", "utc_offset_seconds"} <= {*line.strip().casefold().split(",")}


def _daily(source: Iterator[Rows], origin: str) -> tuple[list[str], Iterator[Rows]]:
    """Return the header and rows of the daily block of Open-Meteo's CSV; raises DataError."""
    header: list[str] = []
    hourly = False
    for rows in source:
        for place, fields in enumerate(rows.rows):
            dates = [text for text in fields if dates_in(text)[0]]
            if is_blank(fields) or not header:
                header = [text.strip() for text in fields if not is_blank(fields)]
            elif dates and "T" not in dates[0]:
                rest = Rows(rows.numbers[place:], rows.rows[place:], rows.fault)
                return header, _until_blank(chain([rest], source))
            hourly = hourly or bool(dates)
        if rows.fault:
            raise rows.fault
    raise no_daily(origin, hourly=hourly)


def _until_blank(source: Iterator[Rows]) -> Iterator[Rows]:
    """Yield the rows of a block, but read to the end, so that nobody writes into a closed pipe."""
    ended = False
    for rows in source:
        count = 0 if ended else next((n for n, fields in enumerate(rows.rows) if is_blank(fields)), len(rows.rows))
        ended = ended or count < len(rows.rows)
        yield Rows(rows.numbers[:count], rows.rows[:count], rows.fault)


def no_daily(where: str, *, hourly: bool) -> DataError:
    """Return the error for what Open-Meteo gave without daily values."""
    what = Phrase("no daily values, only hourly ones") if hourly else Phrase("no daily values")
    return DataError(where, what, ASK)


def _parsed(text: str, where: str, remedy: Phrase, line: int = 0) -> Any:
    """Return what JSON says; raises DataError."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise DataError(f"{where}:{line or error.lineno}", "not JSON: {reason}", remedy, reason=error.msg) from None
    except (ValueError, RecursionError):  # a number of 5000 digits, or brackets as deep
        raise DataError(f"{where}:{line}" if line else where, "not JSON that can be read", remedy) from None


def is_record(line: str) -> bool:
    """Return whether a line is a row by itself: a JSON object with its weather, or of plain values."""
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
    remedy = Phrase("one JSON object a line is expected")

    def rows() -> Iterator[Rows]:
        for lines in tape.all():
            numbers, rows, fault = [], [], lines.fault
            try:
                for number, line in enumerate(lines.texts(), lines.first):
                    if line.strip():
                        record = _parsed(line, where, remedy, number)
                        if not isinstance(record, dict):
                            raise DataError(f"{where}:{number}", "not a JSON object", remedy)
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
            what = Phrase("a JSON document of more than {most} MiB", most=LARGEST_DOCUMENT >> 20)
            raise DataError(where, what, "write one object a line")
    document = _parsed(b"".join(parts).decode().rstrip(), where, Phrase("one document is expected"))
    meta = document if isinstance(document, dict) else {}
    if meta.get("error") is True:
        raise DataError(where, "Open-Meteo refused: {reason}", ASK, reason=quote(str(meta.get("reason"))))
    if isinstance(meta.get("daily"), dict):
        return _from_lists(meta["daily"], meta.get("daily_units"), f"{where}: daily")
    if meta or not isinstance(document, list):
        lists = [key for key, value in meta.items() if isinstance(value, list)]
        lists = [key for key in lists if len(lists) == 1 or _is_list_of_objects(meta[key])]
        if len(lists) != 1:
            raise no_daily(where, hourly="hourly" in meta)
        document, where = meta[lists[0]], f"{where}: {quote(lists[0])[1:-1]}"
    if not _is_list_of_objects(document):
        raise DataError(where, "not a list of days", 'write [{"weather": "sunny"}]')
    if any(isinstance(item.get("daily"), dict) for item in document):
        raise DataError(where, "a list of places", "ask for one place, or take one from the list")
    header = _header(document)
    unit = "mm" if "meta" in meta and {"data", "prcp"} <= {*meta, *header} else None  # Meteostat
    return _whole(header, [_texts(map(item.get, header)) for item in document], where, unit)


def _from_lists(daily: dict[str, Any], units: Any, where: str) -> Table:
    columns = {key: values for key, values in daily.items() if isinstance(values, list)}
    lengths = {key: len(values) for key, values in columns.items()}
    if len(set(lengths.values())) > 1:
        short, long = min(lengths, key=lengths.__getitem__), max(lengths, key=lengths.__getitem__)
        values = {"few": lengths[short], "short": quote(short), "many": lengths[long], "long": quote(long)}
        raise DataError(where, Phrase("{few} values of {short}, but {many} of {long}", **values), "is the file whole?")
    units = units if isinstance(units, dict) else {}
    header = [f"{key} ({units[key]})" if isinstance(units.get(key), str) else key for key in columns]
    return _whole(header, [_texts(row) for row in zip(*columns.values(), strict=True)], where, "mm")


def _whole(header: list[str], rows: list[list[str]], where: str, unit: str | None) -> Table:
    return Table(header, iter([Rows(range(len(rows)), rows)]), where, lambda index: f"{where}[{index}]", unit)


def _is_list_of_objects(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def _header(records: list[dict[str, Any]]) -> list[str]:
    """Return the keys of plain values, in the order in which they come."""
    return list({key: 0 for record in records for key, value in record.items() if not isinstance(value, dict | list)})


def _texts(values: Iterable[Any]) -> list[str]:
    return ["" if value is None else str(value) for value in values]
