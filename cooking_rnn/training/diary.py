"""A diary: what the weather was and what was eaten, day by day, as `cook simulate --format csv` writes it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from cooking_rnn.errors import DataError, quote
from cooking_rnn.names import Name, Names, weather_names
from cooking_rnn.network.encoding import HIDDEN
from cooking_rnn.phrases import Phrase
from cooking_rnn.weather.lines import read_lines
from cooking_rnn.weather.tables import Row, Table, Tape, from_csv, is_blank, listed

Codes = NDArray[np.intp]

_LONGEST = 1_000_000  # rows: a diary is held in memory


@dataclass(frozen=True)
class Page:
    """A row as it was written."""

    line: int
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Diary:
    """A diary as it was written, with the places of its columns; `weather` is None where it has no such column."""

    where: str
    header: tuple[str, ...]
    pages: tuple[Page, ...]
    weather: int | None
    dish: int
    previous: int | None

    def weather_of(self, page: Page) -> str:
        """Return the word for a day's weather; empty where it is blank."""
        return "" if self.weather is None else page.fields[self.weather].strip()

    def dish_of(self, page: Page) -> str:
        """Return the dish of a day; empty where it is blank."""
        return page.fields[self.dish].strip()

    def is_blank(self, page: Page) -> bool:
        """Return whether both the weather and the dish of a day are lost."""
        return not self.weather_of(page) and not self.dish_of(page)

    @property
    def start(self) -> str:
        """The dish of the day before the first; empty where the diary does not say."""
        return self.pages[0].fields[self.previous].strip() if self.previous is not None else ""

    def fault(self, page: Page, what: str, remedy: str | Phrase = "") -> DataError:
        """Return an error at a row."""
        return DataError(f"{self.where}:{page.line}", what, remedy)


def read(stream: BinaryIO, where: str) -> Diary:
    """Return the diary in `stream`: CSV with a column `dish`, and most often `weather` and `previous`.

    Raises DataError, with the line, for what is not one.
    """
    tape = Tape(read_lines(stream, where), where)
    first, head = next(tape.ahead(), (0, ""))
    table = from_csv(tape, (first, head), where)
    header = [field.casefold() for field in table.header]
    dish = header.index("dish") if "dish" in header else None
    if dish is None:
        found = f"columns found: {', '.join(listed(table.header))}" if head else "nothing is in it"
        raise DataError(table.origin, "no column 'dish'", f"{found}; a diary is CSV with day,weather,previous,dish")
    if repeated := next((name for name in ("weather", "dish", "previous") if header.count(name) > 1), None):
        raise DataError(table.origin, "two columns are called {name}", "rename one", name=quote(repeated))
    pages = tuple(_pages(table, where))
    if len(pages) < 2:
        raise DataError(where, f"{len(pages)} day{'s' * (len(pages) != 1)} in it", "a diary has two days at least")
    place = {name: header.index(name) if name in header else None for name in ("weather", "previous")}
    return Diary(where, tuple(table.header), pages, place["weather"], dish, place["previous"])


def _rows(table: Table) -> Iterator[Row]:
    for numbers, rows in table.rows:
        yield from zip(numbers, rows, strict=True)


def _pages(table: Table, where: str) -> Iterator[Page]:
    count = 0
    for line, fields in _rows(table):
        if not fields or (len(fields) == 1 < len(table.header) and is_blank(fields)):
            continue  # an empty line; one of commas is a blank day
        if len(fields) != len(table.header):
            what = f"row and header differ in length, {len(fields)} != {len(table.header)}"
            raise DataError(f"{where}:{line}", what)
        count += 1
        if count > _LONGEST:
            raise DataError(f"{where}:{line}", f"more than {_LONGEST:,} days", "take a part of it")
        yield Page(line, tuple(fields))


def names(diary: Diary) -> tuple[Names, Names]:
    """Return the dishes and the weathers that a diary speaks of, each in the order in which they come."""
    dishes = dict.fromkeys(word for word in (diary.start, *map(diary.dish_of, diary.pages)) if word)
    weathers = dict.fromkeys(word for word in map(diary.weather_of, diary.pages) if word)
    if len(dishes) > 256 or len(weathers) > 256:
        raise DataError(diary.where, f"{len(dishes)} dishes and {len(weathers)} weathers", "at most 256 of each")
    return Names("dish", map(Name, dishes)), weather_names(map(Name, weathers))


@dataclass(frozen=True, eq=False)
class Season:
    """A diary in codes, HIDDEN where it says nothing."""

    weathers: Codes  # (days,)
    dishes: Codes  # (days + 1,), the first of day 0


def season(diary: Diary, dishes: Names, weathers: Names) -> Season:
    """Return the codes of a diary; raises DataError, with the line, for a word that is not known.

    A diary that does not say what was eaten on day 0 begins with its first row instead.
    """

    def codes(words: list[str], known: Names, first: int) -> Codes:
        found = [known.find(word) if word else HIDDEN for word in words]
        for place, code in enumerate(found):
            if code is None:
                page = diary.pages[max(place - first, 0)]
                what = f"unknown {known.kind} {quote(words[place])}"
                raise diary.fault(page, what, known.suggestion(words[place]))
        return np.array(found, np.intp)

    days = codes([diary.weather_of(page) for page in diary.pages], weathers, 0)
    eaten = codes([diary.start, *map(diary.dish_of, diary.pages)], dishes, 1)
    if diary.previous is not None:
        before = codes([page.fields[diary.previous].strip() for page in diary.pages], dishes, 0)
        for page, said, dish in zip(diary.pages, before.tolist(), eaten.tolist(), strict=False):
            if HIDDEN not in (said, dish) and said != dish:
                what = f"{quote(dishes.ids[said])} the day before, where the row before has {quote(dishes.ids[dish])}"
                raise diary.fault(page, what, "a diary is one run of days: is a row missing?")
    return Season(days, eaten)


def broken_rules(diary: Diary, season: Season) -> list[str]:
    """Return, for each weather and dish after which not always the same follows, where that is seen first."""
    seen: dict[tuple[int, int], tuple[int, Page]] = {}  # (weather, dish before) -> (dish, row)
    found: dict[tuple[int, int], str] = {}
    for day, page in enumerate(diary.pages):
        weather, before, dish = int(season.weathers[day]), int(season.dishes[day]), int(season.dishes[day + 1])
        if HIDDEN in (before, dish) or (weather == HIDDEN and diary.weather is not None):
            continue
        first = seen.setdefault((weather, before), (dish, page))
        if first[0] != dish and (weather, before) not in found:
            found[weather, before] = (
                f"{diary.where}:{page.line}: the same weather after the same dish makes {quote(diary.dish_of(page))} "
                f"here and {quote(diary.dish_of(first[1]))} on line {first[1].line}"
            )
    return list(found.values())


def to_learn_from(diary: Diary, dishes: Names, weathers: Names) -> tuple[Season, Season]:
    """Return a diary's first four fifths, to learn from, and its last fifth, held out.

    Raises DataError for one with a blank, or of fewer than five days.
    """
    for page in diary.pages:
        if not diary.dish_of(page) or (weathers and not diary.weather_of(page)):
            raise diary.fault(
                page, "a blank day", "a network learns from days that are known; `cook fill` fills blanks"
            )
    whole = season(diary, dishes, weathers)
    if whole.dishes[0] == HIDDEN:
        whole = Season(whole.weathers[1:], whole.dishes[1:])
    days = len(whole.weathers)
    if days < 5:
        raise DataError(diary.where, f"{days} days after the first dish", "five at least: the last fifth is held out")
    cut = days - days // 5
    return Season(whole.weathers[:cut], whole.dishes[: cut + 1]), Season(whole.weathers[cut:], whole.dishes[cut:])


def observed_table(season: Season, counts: tuple[int, int]) -> Codes | None:
    """Return the dish after each weather and dish (m, n), where a diary shows each and never two; else None."""
    table = np.full((max(counts[0], 1), counts[1]), HIDDEN)
    rows = np.maximum(season.weathers, 0)
    table[rows, season.dishes[:-1]] = season.dishes[1:]
    is_kept = bool((table[rows, season.dishes[:-1]] == season.dishes[1:]).all())
    return table if is_kept and (table != HIDDEN).all() else None
