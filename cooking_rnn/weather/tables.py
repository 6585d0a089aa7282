"""CSV and JSON as tables: a header and rows of texts, each with the line or place that it stands on."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import chain, islice, pairwise
from typing import Any, Generic, TypeVar

from cooking_rnn.errors import DataError, quote
from cooking_rnn.fast import rows as fast
from cooking_rnn.phrases import Phrase
from cooking_rnn.weather.days import together
from cooking_rnn.weather.lines import LONGEST_LINE, Lines
from cooking_rnn.weather.values import dates_in, number

DELIMITERS = ",;\t|"
HEAD = 200  # lines in which a header is looked for
LARGEST_DOCUMENT = 1 << 27  # bytes of JSON, which is held in memory
ADD_HEADER = Phrase("put a line such as date,rain (mm) before the first")
NO_LIST = Phrase("not a list of days"), Phrase('write [{{"weather": "sunny"}}]')
OPEN_METEO = {"latitude", "longitude", "utc_offset_seconds"}  # in the first line of its CSV
NO_DAILY = Phrase("no daily values"), Phrase("no daily values, only hourly ones")
ASK = Phrase("ask Open-Meteo for daily=precipitation_sum")

Item = TypeVar("Item")
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


@dataclass
class Ahead(Generic[Item]):
    """Things that can be looked at before they are used, once. A fault ends them, and is raised after them."""

    source: Iterator[Item]
    where: str  # for errors
    taken: list[Item] = field(default_factory=list)
    fault: DataError | None = None

    def look(self) -> Iterator[Item]:
        """Yield them from the first on, as they come."""
        yield from self.taken
        try:
            for item in self.source:
                self.taken.append(item)
                yield item
        except DataError as error:
            self.fault = error

    def all(self) -> Iterator[Item]:
        """Yield all, and raise the fault."""
        yield from chain(self.taken, self.source)
        if self.fault:
            raise self.fault


class Tape(Ahead[Lines]):
    """Lines of a file that can be looked at before they are used."""

    def lines(self) -> Iterator[Line]:
        """Look at the lines that are not blank; where there are none, a fault is raised."""
        size, is_blank = 0, True
        for lines in self.look():
            for line in enumerate(lines.texts(), lines.first):
                if line[1].strip():
                    is_blank = False
                    yield line
            size += len(lines.data)
            if is_blank and size > LONGEST_LINE:
                what = "nothing but blank lines in its first {most} MiB"
                raise DataError(self.where, what, "is it the right file?", most=LONGEST_LINE >> 20)
        if is_blank and self.fault:
            raise self.fault

    def rest(self, first: int) -> Iterator[Lines]:
        """Yield all lines from line `first` on."""
        for lines in self.all():
            skip = min(max(first - lines.first, 0), lines.data.count(b"\n"))
            yield Lines(lines.first + skip, lines.data.split(b"\n", skip)[-1]) if skip else lines


def is_blank(fields: Iterable[str]) -> bool:
    """Return whether a row is an empty line, or nothing but delimiters."""
    return not "".join(fields).strip()


def split(line: str, delimiter: str = "") -> list[str]:
    """Return the fields of one line, without outer space; parted by what parts it best, where nothing is said."""
    reader = csv.reader([line], delimiter=delimiter or delimiter_of(line), skipinitialspace=True)
    try:
        return [text.strip() for text in next(reader, [])]
    except csv.Error:  # a field longer than csv allows
        return [line]


def delimiter_of(line: str) -> str:
    """Return the delimiter that cuts a line into most fields; a comma if none does."""
    return max(DELIMITERS, key=lambda delimiter: len(split(line, delimiter)))


def has_value(fields: Iterable[str]) -> bool:
    """Return whether a field of a line is a number or a date, so that it is no header."""
    return any(number(text) is not None or dates_in(text)[0] for text in fields)


def find_header(lines: Iterable[Line], is_name: Callable[[str], bool], is_word: Callable[[str], bool]) -> Line | None:
    """Return the first line that fits the row after it and has a known name of a column, else any that fits.

    A header has no number and no date in it, and the row after it has a number, a date or a word that is known. Rows
    that begin with dates end the search, and so do HEAD lines.
    """
    likely = None
    for line, after in pairwise(chain(islice(lines, HEAD), [(0, "")])):
        delimiter = delimiter_of(line[1])
        fields, values = split(line[1], delimiter), split(after[1], delimiter)
        fits = not after[0] or (len(values) >= len(fields) and is_blank(values[len(fields) :]))
        is_followed = fits and (has_value(values) or any(map(is_word, values)))
        is_named = any(map(is_name, fields))
        if has_value(fields):
            if fits and after[0] and dates_in(fields[0])[0] and dates_in(values[0])[0]:
                break
        elif is_named and is_followed:
            return line
        elif (is_followed and len(fields) > 1) or (is_named and line[0] == 1):
            likely = likely or line
    return likely


def from_csv(tape: Tape, first: Line, where: str, *, named: bool = True) -> Table:
    """Return the table that begins with its header, or with a date and a value, if not `named`; raises DataError."""
    place, delimiter = f"{where}:{first[0]}", delimiter_of(first[1])
    header = split(first[1], delimiter) or [""]
    header[0] = header[0].lstrip("# ")  # KNMI
    left_out = sum(before < first[0] for before, _ in islice(tape.lines(), first[0]))
    notes = [Phrase("{n} {n:line|lines} before the header left out", n=left_out)] * (left_out > 0)
    if not named:
        if len(header) != 2 or not dates_in(header[0])[0]:
            raise DataError(place, "no header", ADD_HEADER)
        header = ["column 1", "column 2"]
        notes = [Phrase("no header: the first column is read as dates, the second as weather")]
    rows = _csv_rows(tape.rest(first[0] + named), delimiter, where)
    comma = delimiter != ","
    return Table(header, rows, place, lambda line: f"{where}:{line}", comma=comma, named=named, notes=tuple(notes))


def _csv_rows(source: Iterator[Lines], delimiter: str, where: str) -> Iterator[Rows]:
    """Yield the rows of lines as they come, each with the number of its first line."""
    for lines in source:
        rows = fast.split(lines.texts(), delimiter)
        if rows is None:
            yield from _gathered(_one_by_one(lines, source, delimiter, where))
        else:
            yield range(lines.first, lines.first + len(rows)), rows


def _one_by_one(lines: Lines, source: Iterator[Lines], delimiter: str, where: str) -> Iterator[Row]:
    """Yield the rows of some lines, and of as many more as quotes join to them."""
    first, read = lines.first, list[str]()

    def texts() -> Iterator[str]:
        for each in chain([lines], source):
            read.extend(each.texts())
            yield from each.texts()

    reader = csv.reader(texts(), delimiter=delimiter, skipinitialspace=True, strict=True)
    try:
        for row in reader:
            yield first, row
            first = lines.first + reader.line_num
            if reader.line_num == len(read):
                return
    except csv.Error as error:
        what, reason = "cannot be read as CSV: {reason}", str(error).replace("\t", "a tab")
        raise DataError(f"{where}:{first}", what, "is a quote left open?", reason=reason) from None


def _gathered(source: Iterable[Row]) -> Iterator[Rows]:
    """Yield these rows together; where `source` raises an error, those before it."""
    for rows in together(source):
        yield [number for number, _ in rows], [fields for _, fields in rows]


def from_open_meteo(tape: Tape, where: str) -> Table:
    """Return the daily block of Open-Meteo's CSV: two lines about the place, then blocks parted by empty lines."""
    before, hourly = (1, ""), False
    for line in tape.lines():
        dates = [text for text in split(line[1], ",") if dates_in(text)[0]]
        if dates and "T" not in dates[0]:
            table = from_csv(tape, before, where)
            return replace(table, rows=_until_blank(table.rows), unit="mm", notes=())
        before, hourly = line, hourly or bool(dates)
    raise DataError(f"{where}:1", NO_DAILY[hourly], ASK)


def _until_blank(source: Iterator[Rows]) -> Iterator[Rows]:
    """Yield the rows of a block, but read to the end, so that nobody writes into a closed pipe."""
    ended = False
    for numbers, rows in source:
        length = 0 if ended else next((n for n, fields in enumerate(rows) if is_blank(fields)), len(rows))
        ended = ended or length < len(rows)
        yield numbers[:length], rows[:length]


def _parsed(text: str, where: str, remedy: str, line: int = 0) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise DataError(f"{where}:{line or error.lineno}", "not JSON: {reason}", remedy, reason=error.msg) from None
    except (ValueError, RecursionError):  # a number of 5000 digits, or brackets as deep
        raise DataError(f"{where}:{line}" if line else where, "not JSON that can be read", remedy) from None


def from_records(tape: Tape, where: str) -> Table | None:
    """Return the table of objects of plain values, or with their weather, one a line; None where the first is none."""
    first, remedy = None, "one JSON object a line is expected"
    with suppress(ValueError, RecursionError):
        first = json.loads(next(tape.lines())[1])
    if not isinstance(first, dict) or first.get("error") is True:
        return None
    header = _header([first])
    if not header or (header != [*first] and "weather" not in header):
        return None

    def rows(lines: Lines) -> Iterator[Row]:
        for line, text in enumerate(lines.texts(), lines.first):
            if text.strip():
                record = _parsed(text, where, remedy, line)
                if not isinstance(record, dict):
                    raise DataError(f"{where}:{line}", "not a JSON object", remedy)
                yield line, _texts(record, header)

    batches = (batch for lines in tape.all() for batch in _gathered(rows(lines)))
    return Table(header, batches, where, lambda line: f"{where}:{line}")


def from_json(source: Iterable[Lines], where: str) -> Table:
    """Return the rows of a JSON document: a list of objects, alone or under any key, or Open-Meteo's daily values."""
    data = bytearray()
    for lines in source:
        data += lines.data
        if len(data) > LARGEST_DOCUMENT:
            what, most = "a JSON document of more than {most} MiB", LARGEST_DOCUMENT >> 20
            raise DataError(where, what, "write one object a line", most=most)
    document, unit = _parsed(data.decode().rstrip(), where, "one document is expected"), None
    meta = document if isinstance(document, dict) else {}
    if meta.get("error") is True:
        raise DataError(where, "Open-Meteo refused: {reason}", ASK, reason=quote(str(meta.get("reason"))))
    if isinstance(meta.get("daily"), dict):
        where, unit = f"{where}: daily", "mm"
        document = _from_lists(meta, where)
    elif not isinstance(document, list):
        lists = [key for key, value in meta.items() if isinstance(value, list)]
        lists = lists if len(lists) == 1 else [key for key in lists if _is_list_of_objects(meta[key])]
        if len(lists) != 1:
            is_open_meteo = {"hourly", "latitude"} & {*meta}
            raise DataError(where, *((NO_DAILY["hourly" in meta], ASK) if is_open_meteo else NO_LIST))
        document, where = meta[lists[0]], f"{where}: {quote(lists[0])[1:-1]}"
        unit = "mm" if {"meta", "data"} <= {*meta} else None  # Meteostat
    if not _is_list_of_objects(document):
        raise DataError(where, *NO_LIST)
    if any(isinstance(item.get("daily"), dict) for item in document):
        raise DataError(where, "a list of places", "ask for one place, or take one from the list")
    header = _header(document)
    rows = [_texts(item, header) for item in document]
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
    return isinstance(value, list) and value != [] and all(isinstance(item, dict) for item in value)


def _header(records: list[dict[str, Any]]) -> list[str]:
    """Return the keys of plain values, in the order in which they come."""
    return list({key: 0 for record in records for key, value in record.items() if not isinstance(value, dict | list)})


def _texts(record: dict[str, Any], header: list[str]) -> list[str]:
    return ["" if value is None else str(value) for value in map(record.get, header)]
