"""Whoever cooks: a kitchen wired by hand, or a network that learned one; and the seasons that they cook."""

import os
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any, Self

import numpy as np

from cooking_rnn.errors import CookError, DataError, UsageError, quote, sequence, within
from cooking_rnn.names import MOST_NAMES, Names
from cooking_rnn.shown import Shown
from cooking_rnn.steps import Array, Day, Step, freeze

#: Tuesday to Sunday of the story, whose Monday is day 0
STORY = ("sunny", "rainy", "sunny", "rainy", "rainy", "sunny")

#: the weather of a season: words ("sunny,rainy" or a list of them), or codes, an array (days,) or a list of them
Weather = str | Sequence[str] | Sequence[int] | Array

MOST_DAYS = 100_000_000  # without weather, or of random weather: more are a slip
MOST_EXPLAINED = 10_000  # days
MOST_ENTRIES = 2_000_000  # of all matrices that are shown together


class Cook(Shown, ABC):
    """Whoever cooks: weather in, menu out, and every day's steps for whoever asks how."""

    name: str  # what the kitchen is called, or the one that a network learned
    dishes: Names  # in the cook's order
    weathers: Names  # empty where weather plays no part
    start: int | None  # the dish of day 0; None where there is none
    source: str  # how errors name it: its file, or the name of a built-in kitchen

    @classmethod
    @abstractmethod
    def load(cls, name: str | os.PathLike[str]) -> Self:
        """Return the cook of this name, or in this file; raises UsageError, or DataError for what is wrong in it."""

    @classmethod
    def of(cls, cook: Any, parameter: str) -> Self:
        """Return the cook that an argument means: a cook itself, or the name or the file of one.

        Raises UsageError, for the parameter, for what is neither; DataError for what is wrong in a file.
        """
        if isinstance(cook, cls):
            return cook
        if not isinstance(cook, str | os.PathLike):
            what = "{value} is neither a {kind} nor the name or the file of one"
            raise UsageError(parameter, what, value=quote(repr(cook)), kind=cls.__name__)
        return cls.load(cook)

    @abstractmethod
    def menu(self, weathers: Array, start: Any) -> Array:
        """Return the codes (days,) of the dishes of these weathers (days,), after dish `start`.

        Raises ValueError for codes that the cook does not know.
        """

    @abstractmethod
    def days(
        self, weathers: Array, start: Any, dates: Sequence[str] | None = None, *, first: int = 1, steps: bool = True
    ) -> Iterator[Day]:
        """Yield each day of these weathers (days,), after `start` on day `first - 1`.

        `start` is a dish's code, or the `state` of the last day before. Without weather the codes are all 0.
        """

    @abstractmethod
    def after(self, weathers: Array, start: Any) -> Any:
        """Return the state after these weathers (days,), without telling the days."""

    @abstractmethod
    def outline(self) -> tuple[Step, ...]:
        """Return the steps of some day, all of them, also where the numbers of that day leave a tie."""

    @property
    def looks_ahead(self) -> bool:
        """Whether a day depends on those after it too."""
        return False

    def needs_readout(self) -> "Cook":
        """Return the cook; raises DataError for one that says nothing."""
        return self

    def numbers(self, weather: Array) -> Array:
        """Return numbers (days, input) in place of weather; raises UsageError, for most cooks know weather only."""
        what = "codes are whole numbers from 0 to {last}, one a day"
        raise UsageError("weather", what, last=len(self.weathers) - 1)

    def reads(self, weathers: Array, dates: Sequence[str] | None = None) -> Iterator[Day]:
        """Yield the days on which it only reads their weather, before it cooks the first: none, for most cooks."""
        return iter(())

    def explained(self, weathers: Array, start: Any, dates: Sequence[str] | None = None) -> Iterator[Day]:
        """Yield each day with its steps, up to one that they leave in doubt."""
        return self.days(weathers, start, dates)

    def simulate(
        self, weather: Weather | None = None, *, start: str | None = None, days: int | None = None
    ) -> "Season":
        """Cook: weather in, menu out.

        `weather` is words, or codes (days,); None is the story's week in a kitchen of sunny and rainy days. A kitchen
        without weather cooks for this many `days`, 6 where nothing is said. `start` is yesterday's dish on day 1.

        Raises UsageError for a word or a code that is not known, and for what does not go together.
        """
        return Season(self, codes_of(self, weather, days), self.first(start), None, _is_story(self, weather))

    def explain(
        self, weather: Weather | None = None, *, start: str | None = None, days: int | None = None
    ) -> "Explanation":
        """Show the arithmetic of each day, vector by vector; the arguments are those of `simulate`."""
        return self.simulate(weather, start=start, days=days).explanation()

    def first(self, start: str | None) -> int | None:
        """Return the code of day 0's dish: `start`, or where the cook starts; raises UsageError if it is unknown."""
        if start is None:
            return self.start
        if self.start is None:
            raise UsageError("start", "this network has no day 0: its state begins at 0", "leave it out")
        dish = self.dishes.find(start)
        if dish is None:
            told = str(start)
            raise UsageError("start", "unknown dish {dish}", self.dishes.suggestion(told), dish=quote(told))
        return dish


def codes_of(cook: Cook, weather: Weather | None, days: int | None) -> Array:
    """Return the codes (days,) of the weather that was asked for; all 0 in a kitchen without weather.

    Raises UsageError for words or codes that the cook does not know, and for weather or days where they do not belong.
    """
    weathers = cook.weathers
    if weather is not None and not weathers:
        raise UsageError("weather", "this kitchen has no weather", "say --days N instead")
    if days is not None and weathers:
        raise UsageError("days", "this kitchen has weather", "say --weather instead")
    if not weathers:
        return np.zeros(within("days", len(STORY) if days is None else days, MOST_DAYS), np.uint8)
    if weather is None:
        if not _knows_story(cook):
            raise UsageError("weather", "missing", "choices: {choices}", choices=list(weathers.ids[:20]))
        weather = STORY
    if isinstance(weather, str):
        return _codes(weathers, weather)
    codes = weather if isinstance(weather, np.ndarray) and weather.dtype.kind in "iu" and weather.size else None
    if codes is None:
        given = sequence("weather", weather)
        if not given or isinstance(given[0], str):
            return _codes(weathers, given)
        try:
            codes = np.asarray(given)
        except ValueError:  # lists of different lengths
            codes = np.empty(0)
    if codes.ndim == 2:
        return cook.numbers(codes)
    if codes.dtype.kind not in "iu" or codes.ndim != 1 or codes.min() < 0 or codes.max() >= len(weathers):
        what = "codes are whole numbers from 0 to {last}, one a day"
        raise UsageError("weather", what, last=len(weathers) - 1)
    return codes.astype(_kind(weathers))


def _codes(weathers: Names, words: str | Sequence[str]) -> Array:
    return np.array(weathers.read(words, "weather"), _kind(weathers))


def _kind(weathers: Names) -> type[np.unsignedinteger[Any]]:
    """Return the smallest type that holds the codes."""
    return np.uint8 if len(weathers) <= MOST_NAMES else np.uint16


def _is_story(cook: Cook, weather: Weather | None) -> bool:
    return weather is None and _knows_story(cook)


def _knows_story(cook: Cook) -> bool:
    return cook.start is not None and set(STORY) <= set(cook.weathers.ids)


@dataclass(frozen=True, eq=False)
class Season(Shown):
    """A run of days: what the weather was and what was eaten."""

    cook: Cook
    weathers: Array  # (days,) codes, all 0 without weather; or (days, input) numbers
    start: int | None  # the dish of day 0
    dates: Sequence[str] | None = None  # ISO 8601, where the weather was dated
    is_story: bool = False  # whether it is the story's week, whose day 0 is a Monday
    vectors: bool = True  # whether each day has its steps

    def __post_init__(self) -> None:
        freeze(self, "weathers")

    @cached_property
    def days(self) -> tuple[Day, ...]:
        """Every day, with its steps if there are `vectors`."""
        return tuple(self.cook.days(self.weathers, self.start, self.dates, steps=self.vectors))

    def ends(self, count: int) -> tuple[Day, ...]:
        """Return the first and the last `count` days of a longer season, without telling those between."""
        last = len(self) - count
        if self.cook.looks_ahead:
            return self.days[:count] + self.days[last:]
        state = self.cook.after(self.weathers[:last], self.start)
        dates = None if self.dates is None else self.dates[last:]
        first = self.cook.days(self.weathers[:count], self.start, self.dates, steps=self.vectors)
        rest = self.cook.days(self.weathers[last:], state, dates, first=last + 1, steps=self.vectors)
        return tuple(chain(first, rest))

    @cached_property
    def menu(self) -> tuple[str, ...]:
        """The dish of each day, by its identifier."""
        return self._menu(len(self))

    @cached_property
    def read(self) -> tuple[Day, ...]:
        """The days on which the cook only reads, with their steps: see `Cook.reads`; none without `vectors`."""
        return tuple(self.cook.reads(self.weathers, self.dates)) if self.vectors else ()

    def _menu(self, days: int) -> tuple[str, ...]:
        """Return the dishes of the first days."""
        ids = self.cook.dishes.ids
        return tuple(ids[dish] for dish in self.cook.menu(self.weathers[:days], self.start).tolist())

    def explanation(self) -> "Explanation":
        """Return the arithmetic of each day, up to one that it leaves in doubt.

        Raises UsageError for more than MOST_EXPLAINED days, and for matrices of more than MOST_ENTRIES.
        """
        if len(self) > MOST_EXPLAINED:
            remedy = "at most {most} are explained at a time"
            raise UsageError("weather", "{days} days", remedy, days=len(self), most=MOST_EXPLAINED)
        days: list[Day] = []
        fault = None
        try:
            for day in self.cook.explained(self.weathers, self.start, self.dates):
                entries = sum(step.matrix.size for step in day.steps if step.matrix is not None)
                if entries > MOST_ENTRIES:
                    what, remedy = "matrices of {entries:,} entries", "at most {most:,} are explained"
                    raise UsageError(self.cook.name, what, remedy, entries=entries, most=MOST_ENTRIES)
                days.append(day)  # those before a fault are kept
        except DataError as error:
            fault = error
        return Explanation(self.cook, self.start, tuple(days), self.is_story, fault, read=self.read)

    def __len__(self) -> int:
        return len(self.weathers)

    def __repr__(self) -> str:
        menu = self._menu(8) if self.cook.dishes and not self.cook.looks_ahead else ()
        more = ", …" if len(self) > len(menu) else ""
        return f"<Season of {self.cook.name}: {len(self)} days, {', '.join(menu)}{more}>"


@dataclass(frozen=True, eq=False)
class Explanation(Shown):
    """The arithmetic of each day; `fault` is what a day left in doubt, and then that day is the last."""

    cook: Cook
    start: int | None
    days: tuple[Day, ...]
    is_story: bool = False
    fault: CookError | None = None
    left: int = 0  # days after these, which are left out
    only_step: int | None = None  # of each day, from 1; None for all of them
    read: tuple[Day, ...] = ()  # the days on which the cook only reads, before it cooks the first

    def __repr__(self) -> str:
        return f"<Explanation of {self.cook.name}: {len(self.days)} days>"
