"""What a network is asked: `next` (weather in, dishes out), `fill` (a diary with blanks), `translate` (a week at once).

All are made of seasons: weathers (days, batch) and dishes (days + 1, batch), of which the first row is day 0.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from cooking_rnn.fast.season import side_by_side
from cooking_rnn.network.encoding import HIDDEN, encode, with_day_0
from cooking_rnn.network.translate import to_read, to_write
from cooking_rnn.steps import Array
from cooking_rnn.weather.chance import seasons

SPELLS = 0.4  # the share of seasons with spells that `next` learns from
_TURNS = 0.1  # the chance that a spell ends with a day
_SHORTER = 0.5  # the share of steps of `translate` on weeks of any length, so that shorter ones are not forgotten
BLANKS = 0.2  # the share of blank days that `fill` learns from: alone, in a row, at the ends

#: (days, batch, rng) -> weathers (days, batch), dishes (days + 1, batch)
Seasons = Callable[[int, int, np.random.Generator], tuple[Array, Array]]


class Climate(NamedTuple):
    """Sunny and rainy days as `cook weather` draws them: see `weather.chance`."""

    rain: float
    stay: float | None
    codes: Array  # (2,) of sunny and rainy

    def __call__(self, days: int, batch: int, rng: np.random.Generator) -> Array:
        """Draw weathers (days, batch)."""
        return self.codes[seasons(days, batch, self.rain, self.stay, rng)]


@dataclass(frozen=True, eq=False)
class KitchenSeasons:
    """Seasons of a kitchen, each weather and each start equally likely, or in a climate.

    In a share `spells` of them a weather lasts ten days on average. A network that is right on most weather may still
    forget during a spell, and spells are rare by chance.
    """

    table: Array  # (m, n) the dish after each weather and dish; (1, n) in a kitchen without weather
    has_weather: bool = True
    spells: float = 0.0
    climates: float = 0.0  # the share of seasons in which one weather rules
    climate: Climate | None = None  # in which all seasons are, where one was asked for

    def __call__(self, days: int, batch: int, rng: np.random.Generator) -> tuple[Array, Array]:
        """Draw a batch of seasons of this many days."""
        m, n = self.table.shape
        weathers = rng.integers(0, m, (days, batch)) if self.climate is None else self.climate(days, batch, rng)
        if lasting := round(self.spells * batch):
            turns = rng.random((days, lasting)) < _TURNS
            since = np.maximum.accumulate(np.where(turns, np.arange(days)[:, None], 0))  # the day of the last turn
            weathers[:, :lasting] = np.take_along_axis(weathers[:, :lasting], since, axis=0)
        if ruled := round(self.climates * batch):
            weathers[:, -ruled:] = climates(days, rng.integers(0, m, ruled), rarely(ruled, rng), m, rng)
        dishes = side_by_side(self.table, weathers, rng.integers(0, n, batch))
        return (weathers if self.has_weather else np.full_like(weathers, HIDDEN)), dishes


def climates(days: int, usual: Array, shares: Array, weathers: int, rng: np.random.Generator) -> Array:
    """Draw seasons (days, batch) in which a `usual` weather (batch,) rules; any comes on a share (batch,) of days."""
    shape = days, len(usual)
    return np.where(rng.random(shape) < shares, rng.integers(0, weathers, shape), usual)


def rarely(count: int, rng: np.random.Generator) -> Array:
    """Draw shares of days (count,) on which any weather may come, from 3 in 1,000 to 1 in 2."""
    return np.asarray(10 ** rng.uniform(-2.5, -0.3, count))


@dataclass(frozen=True, eq=False)
class DiarySeasons:
    """Stretches of one season that was written down, each equally likely."""

    weathers: Array  # (days,)
    dishes: Array  # (days + 1,)

    def __call__(self, days: int, batch: int, rng: np.random.Generator) -> tuple[Array, Array]:
        """Draw a batch of seasons of this many days, or as many as there are."""
        days = min(days, len(self.weathers))
        first = rng.integers(0, len(self.weathers) - days + 1, batch)
        places = first + np.arange(days + 1)[:, None]  # (days + 1, batch)
        return self.weathers[places[:-1]], self.dishes[places]


class Batch(NamedTuple):
    """What a network is shown, and what it should say."""

    inputs: Array  # (days + 1, m + n, batch)
    targets: Array  # (days + 1, batch)
    mask: Array  # (days + 1, batch), whether the day is scored


def next_batch(weathers: Array, dishes: Array, counts: tuple[int, int], dtype: Any = np.float32) -> Batch:
    """Return the task `next`: day 0 shows the start dish and is not scored, the others show only their weather."""
    scored = np.ones(dishes.shape, bool)
    scored[0] = False
    return Batch(encode(*with_day_0(weathers, dishes[0]), counts, dtype), dishes, scored)


def fill_batch(weathers: Array, dishes: Array, blank: Array, counts: tuple[int, int], dtype: Any = np.float32) -> Batch:
    """Return the task `fill`: every day is shown except those that are `blank` (days + 1, batch), which are scored.

    Day 0, which has no weather, may be blank too; it is not scored.
    """
    weathers = np.concatenate([np.full((1, weathers.shape[1]), HIDDEN), weathers])
    inputs = encode(np.where(blank, HIDDEN, weathers), np.where(blank, HIDDEN, dishes), counts, dtype)
    scored = blank.copy()
    scored[0] = False
    return Batch(inputs, dishes, scored)


def translate_batch(weathers: Array, dishes: Array, counts: tuple[int, int], dtype: Any = np.float32) -> Batch:
    """Return the task `translate`: the weather of all days first, then the dish before each day, which is scored.

    The dish before is the right one, whatever the network would have written (teacher forcing, Williams & Zipser 1989).
    """
    inputs = np.concatenate([to_read(weathers, counts, dtype), to_write(dishes[:-1], counts, dtype)])
    targets = np.concatenate([np.zeros_like(dishes[1:]), dishes[1:]])  # (2 * days, batch)
    return Batch(inputs, targets, np.repeat([[False], [True]], len(weathers), axis=0) & np.ones(targets.shape, bool))


def draw(
    task: str, seasons: Seasons, days: int, batch: int, counts: tuple[int, int], rng: np.random.Generator
) -> Batch:
    """Return a batch to learn from."""
    if task == "translate" and rng.random() < _SHORTER:
        days = int(rng.integers(1, days + 1))
    weathers, dishes = seasons(days, batch, rng)
    if task == "translate":
        return translate_batch(weathers, dishes, counts)
    if task == "next":
        return next_batch(weathers, dishes, counts)
    return fill_batch(weathers, dishes, rng.random(dishes.shape) < BLANKS, counts)
