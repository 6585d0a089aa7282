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
NO_LIST = Phrase("not a list of days"), Phrase('write [{{"weather": "sunny"}}]')
ASK = Phrase("ask Open-Meteo for daily=precipitation_sum")

Line = tuple[int, str]  # with its number
Row = tuple[int, list[str]]
Rows = tuple[Sequence[int], list[list[str]]]  # consecutive rows, and their numbers


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


def listed(header: list[str]) -> list[str]:
    """Return the names of columns, for messages."""
    names = [quote(name)[1:-1] for name in islice(filter(None, header), 21)]
    return names[:20] + ["…"] * (len(names) > 20)


def put_back(taken: list[Any], source: Iterator[Any], fault: DataError | None) -> Iterator[Any]:
    """Yield what was taken from a source, then the rest of it, or the fault that ended it."""
    yield from chain(taken, source)
    if fault:
        raise fault


class Tape:
    """Lines that can be looked at before they are used."""

    def __init__(self, source: Iterator[Lines], where: str) -> None:
        self._source, self._where = source, where
        self._taken: list[Lines] = []
        self._fault: DataError | None = None  # right after the lines that were taken

    def ahead(self) -> Iterator[Line]:
        """Yield the lines that are not blank; a fault ends them, and is raised where there are none."""
        place = size = 0
        is_blank = True
        while place < len(self._taken) or self._take():
            lines = self._taken[place]
            for line in enumerate(lines.texts(), lines.first):
                if line[1].strip():
                    is_blank = False
                    yield line
            place, size = place + 1, size + len(lines.data)
            if is_blank and size > LONGEST_LINE:
                what = Phrase("nothing but blank lines in its first {most} MiB", most=LONGEST_LINE >> 20)
                raise DataError(self._where, what, "is it the right file?")
        if is_blank and self._fault:
            raise self._fault

    def _take(self) -> bool:
        before = len(self._taken)
        try:
            self._taken += islice(self._source, 1)
        except DataError as error:
            self._fault = error
        return len(self._taken) > before

    def all(self, first: int = 1) -> Iterator[Lines]:
        """Yield all lines from line `first` on, once."""
        for lines in put_back(self._taken, self._source, self._fault):
            skip = min(max(first - lines.first, 0), lines.data.count(b"\n"))
            yield Lines(lines.first + skip, lines.data.split(b"\n", skip)[-1]) if skip else lines


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


def find_header(lines: Iterable[Line], is_name: Callable[[str], bool], is_word: Callable[[str], bool]) -> Line | None:
    """Return the first line that fits the row after it and has a known name of a column, else any that fits.

    A header has no number and no date in it, and the row after it has a number, a date or a word that is known. Rows
    that begin with dates end the search, and so do HEAD lines.
    """
    likely = None
    before = 0, ""
    for line in chain(islice(lines, HEAD), [(0, "")]):
        delimiter = delimiter_of(before[1])
        fields, after = split(before[1], delimiter), split(line[1], delimiter)
        if before[0]:
            fits = not line[0] or (len(after) >= len(fields) and is_blank(after[len(fields) :]))
            is_followed = fits and (has_value(line[1], delimiter) or any(map(is_word, after)))
            is_named = any(map(is_name, fields))
            if has_value(before[1], delimiter):
                if fits and line[0] and dates_in(fields[0])[0] and dates_in(after[0])[0]:
                    break
            elif is_named and is_followed:
                return before
            elif (is_followed and len(fields) > 1) or (is_named and before[0] == 1):
                likely = likely or before
        before = line
    return likely


def from_csv(tape: Tape, first: Line, where: str, *, named: bool = True) -> Table:
    """Return the table that begins with its header, or with a date and a value, if not `named`; raises DataError."""
    number_, line = first
    delimiter = delimiter_of(line)
    header = split(line, delimiter) or [""]
    header[0] = header[0].lstrip("# ")  # KNMI
    left_out = sum(before < number_ for before, _ in islice(tape.ahead(), number_))
    notes = [Phrase("{n} {n:line|lines} before the header left out", n=left_out)] * (left_out > 0)
    if not named:
        if len(header) != 2 or not dates_in(header[0])[0]:
            raise DataError(f"{where}:{number_}", "no header", ADD_HEADER)
        header = ["column 1", "column 2"]
        notes = [Phrase("no header: the first column is read as dates, the second as weather")]
    rows = _csv_rows(tape.all(number_ + named), delimiter, where)
    origin, comma = f"{where}:{number_}", delimiter != ","
    return Table(header, rows, origin, lambda line: f"{where}:{line}", comma=comma, named=named, notes=tuple(notes))


def _csv_rows(source: Iterable[Lines], delimiter: str, where: str) -> Iterator[Rows]:
    """Yield the rows of lines as they come, each with the number of its first line."""
    for lines in _with_whole_quotes(source):
        if rows := fast.split(lines.texts(), delimiter):
            yield range(lines.first, lines.first + len(rows)), rows
        else:
            yield from _gathered(_one_by_one(lines, delimiter, where))


def _one_by_one(lines: Lines, delimiter: str, where: str) -> Iterator[Row]:
    first = lines.first
    reader = csv.reader(lines.texts(), delimiter=delimiter, skipinitialspace=True, strict=True)
    try:
        for row in reader:
            yield first, row
            first = lines.first + reader.line_num
    except csv.Error as error:
        what = Phrase("cannot be read as CSV: {reason}", reason=str(error).replace("\t", "a tab"))
        raise DataError(f"{where}:{first}", what, "is a quote left open?") from None


def _gathered(source: Iterable[Row]) -> Iterator[Rows]:
    """Yield these rows together; where `source` raises an error, those before it."""
    rows: list[Row] = []
    try:
        rows.extend(source)
    finally:
        yield [number for number, _ in rows], [fields for _, fields in rows]


def _with_whole_quotes(source: Iterable[Lines]) -> Iterator[Lines]:
    """Yield lines so that no quoted field is cut in two."""
    held: Lines | None = None
    try:
        for lines in source:
            both = Lines(held.first, held.data + lines.data) if held else lines
            held = both if both.data.count(b'"') % 2 and len(both.data) < LONGEST_LINE else None
            if not held:
                yield both
    finally:
        if held:
            yield held


def is_open_meteo(line: str) -> bool:
    """Return whether a line begins Open-Meteo's CSV: two lines about the place, then blocks parted by empty lines."""
    return {"latitude", "longitude", "utc_offset_seconds"} <= {*line.strip().casefold().split(",")}


def from_open_meteo(tape: Tape, where: str) -> Table:
    """Return the daily block of Open-Meteo's CSV; raises DataError where there is none."""
    before, hourly = (1, ""), False
    for line in tape.ahead():
        dates = [text for text in split(line[1], ",") if dates_in(text)[0]]
        if dates and "T" not in dates[0]:
            table = from_csv(tape, before, where)
            return replace(table, rows=_until_blank(table.rows), unit="mm", notes=())
        before, hourly = line, hourly or bool(dates)
    raise _no_daily(f"{where}:1", hourly=hourly)


def _until_blank(source: Iterator[Rows]) -> Iterator[Rows]:
    """Yield the rows of a block, but read to the end, so that nobody writes into a closed pipe."""
    ended = False
    for numbers, rows in source:
        length = 0 if ended else next((n for n, fields in enumerate(rows) if is_blank(fields)), len(rows))
        ended = ended or length < len(rows)
        yield numbers[:length], rows[:length]


def _no_daily(where: str, *, hourly: bool) -> DataError:
    what = Phrase("no daily values, only hourly ones") if hourly else Phrase("no daily values")
    return DataError(where, what, ASK)


def _parsed(text: str, where: str, remedy: Phrase, line: int = 0) -> Any:
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
    header, remedy = _header([json.loads(next(tape.ahead())[1])]), Phrase("one JSON object a line is expected")

    def rows(lines: Lines) -> Iterator[Row]:
        for place, text in enumerate(lines.texts(), lines.first):
            record = _parsed(text, where, remedy, place) if text.strip() else None
            if isinstance(record, dict):
                yield place, _texts(map(record.get, header))
            elif text.strip():
                raise DataError(f"{where}:{place}", "not a JSON object", remedy)

    batches = (batch for lines in tape.all() for batch in _gathered(rows(lines)))
    return Table(header, batches, where, lambda line: f"{where}:{line}")


def from_json(source: Iterable[Lines], where: str) -> Table:
    """Return the rows of a JSON document: a list of objects, alone or under any key, or Open-Meteo's daily values."""
    parts, size = [b""], 0
    for lines in source:
        parts.append(lines.data)
        size += len(lines.data)
        if size > LARGEST_DOCUMENT:
            what = Phrase("a JSON document of more than {most} MiB", most=LARGEST_DOCUMENT >> 20)
            raise DataError(where, what, "write one object a line")
    document = _parsed(b"".join(parts).decode().rstrip(), where, Phrase("one document is expected"))
    meta, unit = document if isinstance(document, dict) else {}, None
    if meta.get("error") is True:
        raise DataError(where, "Open-Meteo refused: {reason}", ASK, reason=quote(str(meta.get("reason"))))
    if isinstance(meta.get("daily"), dict):
        document, where, unit = _from_lists(meta, f"{where}: daily"), f"{where}: daily", "mm"
    elif not isinstance(document, list):
        lists = [key for key, value in meta.items() if isinstance(value, list)]
        lists = [key for key in lists if len(lists) == 1 or _is_list_of_objects(meta[key])]
        if len(lists) != 1:
            is_open_meteo = {"hourly", "latitude"} & {*meta}
            raise _no_daily(where, hourly="hourly" in meta) if is_open_meteo else DataError(where, *NO_LIST)
        document, where = meta[lists[0]], f"{where}: {quote(lists[0])[1:-1]}"
        unit = "mm" if {"meta", "data"} <= {*meta} else None  # Meteostat
    if not _is_list_of_objects(document):
        raise DataError(where, *NO_LIST)
    if any(isinstance(item.get("daily"), dict) for item in document):
        raise DataError(where, "a list of places", "ask for one place, or take one from the list")
    header = _header(document)
    rows = [_texts(map(item.get, header)) for item in document]
    return Table(header, iter([(range(len(rows)), rows)]), where, lambda index: f"{where}[{index}]", unit)


def _from_lists(meta: dict[str, Any], where: str) -> list[dict[str, Any]]:
    """Return Open-Meteo's lists, one for each variable, as an object for each day; raises DataError."""
    units = meta["daily_units"] if isinstance(meta.get("daily_units"), dict) else {}
    lists = {key: values for key, values in meta["daily"].items() if isinstance(values, list)}
    names = [f"{key} ({units[key]})" if isinstance(units.get(key), str) else key for key in lists]
    lengths = sorted({len(values) for values in lists.values()})
    if len(lengths) > 1:
        raise DataError(where, "lists of {lengths:and} values", "is the file whole?", lengths=lengths)
    return [dict(zip(names, day, strict=True)) for day in zip(*lists.values(), strict=True)]


def _is_list_of_objects(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def _header(records: list[dict[str, Any]]) -> list[str]:
    """Return the keys of plain values, in the order in which they come."""
    return list({key: 0 for record in records for key, value in record.items() if not isinstance(value, dict | list)})


def _texts(values: Iterable[Any]) -> list[str]:
    return ["" if value is None else str(value) for value in values]
