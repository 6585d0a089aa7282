"""Whoever cooks: a kitchen wired by hand, or a network that learned one; and the seasons that they cook."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

import numpy as np

from cooking_rnn.errors import CookError, UsageError, quote
from cooking_rnn.names import Names
from cooking_rnn.steps import Array, Day, Shown, Step, frozen

#: Tuesday to Sunday of the story, whose Monday is day 0
STORY = ("sunny", "rainy", "sunny", "rainy", "rainy", "sunny")

#: the weather of a season: words ("sunny,rainy" or a list of them), or codes (days,)
Weather = str | Sequence[str] | Array

MOST_DAYS = 100_000_000  # of a kitchen without weather: more are a slip
MOST_EXPLAINED = 10_000  # days


class Cook(ABC):
    """Whoever cooks: weather in, menu out, and every day's steps for whoever asks how."""

    name: str  # what the kitchen is called, or the one that a network learned
    dishes: Names  # in the cook's order
    weathers: Names  # empty where weather plays no part
    start: int  # the dish of day 0
    source: str  # how errors name it: its file, or the name of a built-in kitchen

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

    def explained(self, weathers: Array, start: int, dates: Sequence[str] | None = None) -> Iterator[Day]:
        """Yield each day with its steps, up to one that they leave in doubt."""
        return self.days(weathers, start, dates)

    def simulate(
        self, weather: Weather | None = None, *, start: str | None = None, days: int | None = None
    ) -> "Season":
        """Cook: weather in, menu out.

        `weather` is words or codes; None is the story's week in a kitchen of sunny and rainy days. A kitchen without
        weather cooks for so many `days`, 6 where nothing is said. `start` is yesterday's dish on day 1.

        Raises UsageError for a word that is not known, and for what does not go together.
        """
        return Season(self, codes_of(self, weather, days), self.first(start), None, _is_story(self, weather))

    def explain(
        self, weather: Weather | None = None, *, start: str | None = None, days: int | None = None
    ) -> "Explanation":
        """Show the arithmetic of each day, vector by vector; the arguments are those of `simulate`."""
        return self.simulate(weather, start=start, days=days).explanation()

    def first(self, start: str | None) -> int:
        """Return the code of day 0's dish: `start`, or where the cook starts; raises UsageError if it is unknown."""
        if start is None:
            return self.start
        dish = self.dishes.find(start)
        if dish is None:
            raise UsageError("start", "unknown dish {dish}", self.dishes.suggestion(start), dish=quote(start))
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
        days = len(STORY) if days is None else days
        if not 1 <= days <= MOST_DAYS:
            raise UsageError("days", "{days} days", "from 1 to {most}", days=days, most=MOST_DAYS)
        return np.zeros(days, np.uint8)
    if weather is None:
        if not set(STORY) <= set(weathers.ids):
            raise UsageError("weather", "missing", "choices: {choices}", choices=list(weathers.ids[:20]))
        weather = STORY
    if isinstance(weather, np.ndarray):
        if weather.dtype.kind not in "iu" or weather.ndim != 1 or not _within(weather, len(weathers)):
            what = "codes are whole numbers from 0 to {last}, one a day"
            raise UsageError("weather", what, last=len(weathers) - 1)
        return weather.astype(np.uint8)
    return np.array(weathers.read(weather, "weather"), np.uint8)


def _within(codes: Array, count: int) -> bool:
    return not codes.size or bool(codes.min() >= 0 and codes.max() < count)


def _is_story(cook: Cook, weather: Weather | None) -> bool:
    return weather is None and set(STORY) <= set(cook.weathers.ids)


@dataclass(frozen=True, eq=False)
class Season(Shown):
    """A run of days: what the weather was and what was eaten."""

    cook: Cook
    weathers: Array  # (days,) codes; all 0 without weather
    start: int  # the dish of day 0
    dates: Sequence[str] | None = None  # ISO 8601, where the weather was dated
    is_story: bool = False  # whether it is the story's week, whose day 0 is a Monday
    vectors: bool = True  # whether each day has its steps

    def __post_init__(self) -> None:
        object.__setattr__(self, "weathers", frozen(self.weathers))

    @cached_property
    def days(self) -> tuple[Day, ...]:
        """Every day, with its steps if there are `vectors`."""
        return tuple(self.cook.days(self.weathers, self.start, self.dates, steps=self.vectors))

    def ends(self, count: int) -> tuple[Day, ...]:
        """Return the first and the last `count` days of a longer season, without telling those between."""
        last = len(self) - count
        state = self.cook.after(self.weathers[:last], self.start)
        dates = None if self.dates is None else self.dates[last:]
        first = self.cook.days(self.weathers[:count], self.start, self.dates, steps=self.vectors)
        rest = self.cook.days(self.weathers[last:], state, dates, first=last + 1, steps=self.vectors)
        return tuple(chain(first, rest))

    @property
    def menu(self) -> tuple[str, ...]:
        """The dish of each day, by its identifier."""
        return tuple(day.dish for day in self.cook.days(self.weathers, self.start, steps=False))

    def explanation(self) -> "Explanation":
        """Return the arithmetic of each day, up to one that it leaves in doubt.

        Raises UsageError for more than MOST_EXPLAINED days.
        """
        if len(self) > MOST_EXPLAINED:
            remedy = "at most {most} are explained at a time"
            raise UsageError("weather", "{days} days", remedy, days=len(self), most=MOST_EXPLAINED)
        days: list[Day] = []
        fault = None
        try:
            for day in self.cook.explained(self.weathers, self.start, self.dates):
                days.append(day)  # noqa: PERF402 - those before a fault are kept
        except CookError as error:
            fault = error
        return Explanation(self.cook, self.start, tuple(days), self.is_story, fault)

    def __len__(self) -> int:
        return len(self.weathers)

    def __repr__(self) -> str:
        menu = Season(self.cook, self.weathers[:8], self.start).menu
        more = ", …" if len(self) > len(menu) else ""
        return f"<Season of {self.cook.name}: {len(self)} days, {', '.join(menu)}{more}>"


@dataclass(frozen=True, eq=False)
class Explanation(Shown):
    """The arithmetic of each day; `fault` is what a day left in doubt, and then that day is the last."""

    cook: Cook
    start: int
    days: tuple[Day, ...]
    is_story: bool = False
    fault: CookError | None = None
    left: int = 0  # days after these, which are left out

    def __repr__(self) -> str:
        return f"<Explanation of {self.cook.name}: {len(self.days)} days>"
