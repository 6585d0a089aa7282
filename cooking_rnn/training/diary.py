"""A diary: what the weather was and what was eaten, day by day, as `cook simulate --format csv` writes it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from os import PathLike
from typing import Any, BinaryIO

import numpy as np

from cooking_rnn.errors import DataError, UsageError, quote
from cooking_rnn.files import unreadable
from cooking_rnn.names import MOST_NAMES, Name, Names, name_fault, name_of_file, normalise, weather_names
from cooking_rnn.network.encoding import HIDDEN
from cooking_rnn.phrases import Phrase
from cooking_rnn.steps import Array, freeze
from cooking_rnn.weather.lines import read_lines
from cooking_rnn.weather.tables import Row, Table, Tape, from_csv, is_blank, listed

STANDARD_INPUT = "standard input"

_LONGEST = 1_000_000  # rows: a diary is held in memory


@dataclass(frozen=True)
class DiaryRow:
    """A row of the file, as it was written."""

    line: int
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Diary:
    """A diary as it was written, and where its columns are; `weather` and `previous` are None where it has none."""

    where: str
    header: tuple[str, ...]
    rows: tuple[DiaryRow, ...]
    weather: int | None
    dish: int
    previous: int | None
    probability: int | None = None  # of the dishes of days whose weather is not known: they were filled in

    @property
    def name(self) -> str:
        """What a network that learns from it is called: its file."""
        return name_of_file(self.where) if self.where != STANDARD_INPUT else "-"

    def weather_of(self, row: DiaryRow) -> str:
        """Return the word for a day's weather; empty where it is blank."""
        return "" if self.weather is None else row.fields[self.weather].strip()

    def dish_of(self, row: DiaryRow) -> str:
        """Return the dish of a day; empty where it is blank, or was filled in."""
        return "" if self._is_filled(row) else row.fields[self.dish].strip()

    def _is_filled(self, row: DiaryRow) -> bool:
        """Whether `cook fill` put the dish in: it has a probability, and the day no weather."""
        return self.probability is not None and bool(row.fields[self.probability].strip()) and not self.weather_of(row)

    def is_blank(self, row: DiaryRow) -> bool:
        """Return whether both the weather and the dish of a day are blank."""
        return not self.weather_of(row) and not self.dish_of(row)

    @property
    def start(self) -> str:
        """The dish of the day before the first; empty where the diary does not say."""
        return self.rows[0].fields[self.previous].strip() if self.previous is not None else ""

    def fault(self, row: DiaryRow, what: str, remedy: str | Phrase = "", **values: Any) -> DataError:
        """Return an error at a row: templates that `values` fill."""
        return DataError(f"{self.where}:{row.line}", what, remedy, **values)


def load(path: str | PathLike[str]) -> Diary:
    """Return the diary in a file; raises DataError for a file that is not one."""
    if not isinstance(path, str | PathLike):  # `open` would take a number for a file that is open already
        raise UsageError("diary", "{value} is not a file name", value=quote(repr(path)))
    try:
        with open(path, "rb") as stream:
            return read(stream, str(path))
    except OSError as error:
        raise unreadable(str(path), error) from None
    except ValueError:  # a NUL in the path
        raise DataError(quote(str(path)), "not a file name") from None


def read(stream: BinaryIO, where: str) -> Diary:
    """Return the diary in `stream`: CSV with a column `dish`, and mostly also `weather` and `previous`.

    Raises DataError, with the line, for a file that is not a diary.
    """
    tape = Tape(read_lines(stream, where), where)
    first, head = next(tape.lines(), (0, ""))
    table = from_csv(tape, (first, head), where)
    header = [field.casefold() for field in table.header]
    dish = header.index("dish") if "dish" in header else None
    if dish is None:
        remedy = "nothing is in it; a diary is CSV with day,weather,previous,dish"
        if head:
            remedy = "columns found: {columns}; a diary is CSV with day,weather,previous,dish"
        raise DataError(table.origin, "no column 'dish'", remedy, columns=listed(table.header))
    if repeated := next((name for name in ("weather", "dish", "previous") if header.count(name) > 1), None):
        raise DataError(table.origin, "two columns are called {name}", "rename one", name=quote(repeated))
    rows = tuple(_diary_rows(table, where))
    if len(rows) < 2:
        raise DataError(where, "{days} {days:day|days} in it", "a diary has two days at least", days=len(rows))
    weather, previous, probability = (
        header.index(name) if name in header else None for name in ("weather", "previous", "probability")
    )
    if weather is None or not any(row.fields[weather].strip() for row in rows):
        probability = None  # without weather a dish is all that can be known of a day
    return Diary(where, tuple(table.header), rows, weather, dish, previous, probability)


def _rows(table: Table) -> Iterator[Row]:
    for numbers, rows in table.rows:
        yield from zip(numbers, rows, strict=True)


def _diary_rows(table: Table, where: str) -> Iterator[DiaryRow]:
    count = 0
    for line, fields in _rows(table):
        if not fields or (len(fields) == 1 < len(table.header) and is_blank(fields)):
            continue  # an empty line; a line of commas is a blank day
        if len(fields) != len(table.header):
            what = "row and header differ in length, {row} != {header}"
            raise DataError(f"{where}:{line}", what, row=len(fields), header=len(table.header))
        count += 1
        if count > _LONGEST:
            raise DataError(f"{where}:{line}", "more than {most:,} days", "take a part of it", most=_LONGEST)
        yield DiaryRow(line, tuple(fields))


def names(diary: Diary) -> tuple[Names, Names]:
    """Return the dishes and the weathers of a diary, each in order of appearance, as they are first written.

    Raises DataError for too many, and for one that cannot be the name of a dish or a weather.
    """
    dishes, weathers = _distinct(diary, "dish", diary.dish_of), _distinct(diary, "weather", diary.weather_of)
    if len(dishes) > MOST_NAMES or len(weathers) > MOST_NAMES:
        what, remedy = "{dishes} dishes and {weathers} weathers", "at most {most} of each"
        raise DataError(diary.where, what, remedy, dishes=len(dishes), weathers=len(weathers), most=MOST_NAMES)
    return Names("dish", map(Name, dishes)), weather_names(map(Name, weathers))


def _distinct(diary: Diary, kind: str, word_of: Callable[[DiaryRow], str]) -> list[str]:
    words: dict[str, str] = {}
    first = [(diary.rows[0], diary.start)] if kind == "dish" else []
    for row, word in chain(first, ((row, word_of(row)) for row in diary.rows)):
        if word and normalise(word) not in words:
            if why := name_fault(kind, word):
                raise diary.fault(row, "{name}: {why}", "choose another name", name=quote(word), why=why)
            words[normalise(word)] = word
    return list(words.values())


@dataclass(frozen=True, eq=False)
class DiaryCodes:
    """A diary in codes, HIDDEN where it says nothing."""

    weathers: Array  # (days,)
    dishes: Array  # (days + 1,), the first of day 0

    def __post_init__(self) -> None:
        freeze(self, "weathers", "dishes")


def codes_of(diary: Diary, dishes: Names, weathers: Names) -> DiaryCodes:
    """Return the codes of a diary; raises DataError, with the line, for a word that is not known.

    A diary that does not say what was eaten on day 0 leaves that day HIDDEN. Where rows say what was eaten the day
    before, it must be the dish of the row before.
    """
    days = _codes(diary, [diary.weather_of(row) for row in diary.rows], weathers, 0)
    eaten = _codes(diary, [diary.start, *map(diary.dish_of, diary.rows)], dishes, 1)
    if diary.previous is not None:
        before = _codes(diary, [row.fields[diary.previous].strip() for row in diary.rows], dishes, 0)
        for row, said, dish in zip(diary.rows, before.tolist(), eaten.tolist(), strict=False):
            if HIDDEN not in (said, dish) and said != dish:
                raise diary.fault(
                    row,
                    "{said} the day before, where the row before has {dish}",
                    "a diary is one run of days: is a row missing?",
                    said=quote(dishes.ids[said]),
                    dish=quote(dishes.ids[dish]),
                )
    return DiaryCodes(days, eaten)


def _codes(diary: Diary, words: list[str], known: Names, first: int) -> Array:
    """Return the code of each word; the word in place `first` is that of the first row."""
    found = [known.find(word) if word else HIDDEN for word in words]
    for place, code in enumerate(found):
        if code is None:
            row, remedy = diary.rows[max(place - first, 0)], known.suggestion(words[place])
            raise diary.fault(row, "unknown {kind} {word}", remedy, kind=Phrase(known.kind), word=quote(words[place]))
    return np.array(found, np.intp)


def broken_rules(diary: Diary, codes: DiaryCodes) -> list[Phrase]:
    """Return a warning for each weather and dish that different dishes follow, with the first two lines that differ."""
    seen: dict[tuple[int, int], tuple[int, DiaryRow]] = {}  # (weather, dish before) -> dish, and where
    found: dict[tuple[int, int], Phrase] = {}
    for day, row in enumerate(diary.rows):
        weather, before, dish = int(codes.weathers[day]), int(codes.dishes[day]), int(codes.dishes[day + 1])
        if HIDDEN in (before, dish) or (weather == HIDDEN and diary.weather is not None):
            continue
        first_dish, first = seen.setdefault((weather, before), (dish, row))
        if first_dish != dish and (weather, before) not in found:
            found[weather, before] = Phrase(
                "{where}: the same weather after the same dish makes {dish} here and {other} on line {line}",
                where=f"{diary.where}:{row.line}",
                dish=quote(diary.dish_of(row)),
                other=quote(diary.dish_of(first)),
                line=first.line,
            )
    return list(found.values())


def doubts(diary: Diary) -> list[Phrase]:
    """Return what is odd in a diary that is to be learned from: see `broken_rules`."""
    return broken_rules(diary, codes_of(diary, *names(diary)))


def to_learn_from(diary: Diary, dishes: Names, weathers: Names) -> tuple[DiaryCodes, DiaryCodes]:
    """Return a diary's first four fifths, to learn from, and its last fifth, held out.

    Raises DataError for a diary with a blank, or of fewer than five days.
    """
    for row in diary.rows:
        if not diary.dish_of(row) or (weathers and not diary.weather_of(row)):
            raise diary.fault(row, "a blank day", "a network learns from days that are known; `cook fill` fills blanks")
    whole = codes_of(diary, dishes, weathers)
    if whole.dishes[0] == HIDDEN:
        whole = DiaryCodes(whole.weathers[1:], whole.dishes[1:])
    days = len(whole.weathers)
    if days < 5:
        remedy = "five at least: the last fifth is held out"
        raise DataError(diary.where, "{days} days after the first dish", remedy, days=days)
    cut = days - days // 5
    learned = DiaryCodes(whole.weathers[:cut], whole.dishes[: cut + 1])
    return learned, DiaryCodes(whole.weathers[cut:], whole.dishes[cut:])


def observed_table(codes: DiaryCodes, counts: tuple[int, int]) -> Array | None:
    """Return the dish after each weather and dish (m, n), or None where a diary lacks one or shows two.

    The diary has no blanks; see `to_learn_from`.
    """
    table = np.full((max(counts[0], 1), counts[1]), HIDDEN)
    rows = np.maximum(codes.weathers, 0)
    table[rows, codes.dishes[:-1]] = codes.dishes[1:]
    is_kept = bool((table[rows, codes.dishes[:-1]] == codes.dishes[1:]).all())
    return table if is_kept and (table != HIDDEN).all() else None
