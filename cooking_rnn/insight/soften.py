"""The kitchen with its hard-max made soft, softmax(gain · sum): what it still knows, and what gradient is left.

A small gain washes the state out: every day blurs it, until nothing says where it began. A large one latches
it: memory is kept, but the softmax is saturated, and the gradient vanishes all the same (Y. Bengio, P. Simard,
P. Frasconi, Learning long-term dependencies with gradient descent is difficult, 1994).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from os import PathLike

import numpy as np

from cooking_rnn.errors import MOST_SEED, UsageError, real, sequence, within
from cooking_rnn.insight.soft import SoftKitchen, advance, begin, soft_kitchen
from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.shown import Shown
from cooking_rnn.steps import Array

GAINS = (1.0, 2.0, 3.0, 4.0, 8.0, math.inf)
DAYS = (10, 100, 1000)
SHARPEST = 1_000_000  # a larger gain leaves gain · sum without digits

_CURVE = 100  # days at which a curve is measured
_MOST = 100  # gains, and days that are asked for
_MOST_DAYS = 1_000_000
_MOST_SEASONS = 100_000  # at all gains together
_MOST_STEPS = 100_000_000  # days that are computed, in all seasons and at all gains
_WORK = 10**11  # products of numbers, roughly: minutes
_ENTRIES = 40_000  # numbers of the largest array: a larger one leaves the cache, and more than one core works on it
_KEPT = 0.99  # share of right days from which memory is called kept
_LEAD = 0.1  # lead of the largest share from which a state says which dish it means


@dataclass(frozen=True, eq=False)
class SoftGain:
    """What was measured at one gain, up to each of `days`."""

    gain: float
    days: tuple[int, ...]
    right: tuple[float, ...]  # of the days 1 to N, those on which the largest share is the exact kitchen's dish
    log10_gradient: tuple[float, ...]  # median over the seasons; -inf where it is exactly zero, nan where it was lost
    lead: float  # of the largest share over the second on the last day, median over the seasons

    def at(self, day: int) -> tuple[float, float]:
        """Return the share right up to a day, and the gradient from it."""
        place = self.days.index(day)
        return self.right[place], self.log10_gradient[place]

    @property
    def is_kept(self) -> bool:
        """Whether the memory of day 0 lasts to the last day: the dishes are right, and the state is not a blur."""
        return self.right[-1] >= _KEPT and self.lead >= _LEAD


@dataclass(frozen=True, eq=False)
class Softened(Shown):
    """A kitchen with softmax(gain · sum) in place of the hard-max, measured at each gain."""

    kitchen: Kitchen
    gains: tuple[SoftGain, ...]
    days: tuple[int, ...]  # that were asked for; the gains were measured on others too, for a curve
    seasons: int
    seed: int

    @property
    def regimes(self) -> list[str]:
        """What each gain is; see `regimes`."""
        return regimes(self.gains)

    def __repr__(self) -> str:
        told = ", ".join(f"{each.gain:g} {regime}" for each, regime in zip(self.gains, self.regimes, strict=True))
        return f"<Softened {self.kitchen.name}, gain {told}>"


def soften(
    kitchen: Kitchen | str | PathLike[str] = "romance",
    *,
    gains: Sequence[float] = GAINS,
    days: Sequence[int] = DAYS,
    seasons: int = 400,
    seed: int = 0,
) -> Softened:
    """Make the hard-max soft, softmax(gain · sum), and see where memory begins.

    For each of the `gains` (inf is the hard-max): the share of days up to each of `days` on which the largest share is
    still the right dish, and the gradient that reaches day 0; over this many `seasons` of random weather.

    Raises UsageError for what cannot be, DataError where a typed matrix leaves a tie for the maximum.
    """
    seed = within("seed", seed, MOST_SEED, 0)
    distinct = _distinct(gains)
    seasons = within("seasons", seasons, _MOST_SEASONS // len(distinct))
    horizons = sorted({within("days", day, _MOST_DAYS) for day in sequence("days", days)})
    within("days", len(horizons), _MOST)
    if (steps := horizons[-1] * seasons * len(distinct)) > _MOST_STEPS:
        what = "{steps:,} days in all seasons at all gains"
        raise UsageError("days", what, "at most {most:,}", steps=steps, most=_MOST_STEPS)
    recipe = Kitchen.of(kitchen, "kitchen")
    food = soft_kitchen(recipe).food
    if food.size * len(recipe.dishes) * steps > _WORK:
        what = "{steps:,} days of {dishes} dishes in all seasons at all gains"
        remedy = "fewer days, seasons or gains are done in minutes"
        raise UsageError("days", what, remedy, steps=steps, dishes=len(recipe.dishes))
    drawn = sorted({*horizons, *np.linspace(1, horizons[-1], _CURVE).astype(int).tolist()})
    measured = measure(recipe, distinct, drawn, seasons, np.random.default_rng(seed))
    return Softened(recipe, tuple(measured), tuple(horizons), seasons, seed)


def _distinct(gains: Sequence[float]) -> list[float]:
    """Return each gain once."""
    distinct = list(dict.fromkeys(real("gains", gain) for gain in sequence("gains", gains)))
    within("gains", len(distinct), _MOST)
    for gain in distinct:
        if not (0 < gain <= SHARPEST or gain == math.inf):  # nan too
            what = "{gain:g} is out of range"
            raise UsageError("gains", what, "above 0 and at most {most}, or inf", gain=gain, most=SHARPEST)
    return distinct


def measure(
    kitchen: Kitchen, gains: Sequence[float], days: Sequence[int], seasons: int, rng: np.random.Generator
) -> list[SoftGain]:
    """Measure a kitchen at each gain, up to each of `days`, over random seasons, all weathers equally likely.

    The gradient is the Frobenius norm of ∂d_N/∂d_0, the product of a Jacobian a day, kept as a matrix and the
    logarithm of its size. Gain inf is the kitchen itself, whose slope is zero wherever it has one. The weather
    is the same at every gain, and its first days are the same however many follow. Raises DataError where a
    typed matrix leaves a tie for the maximum.
    """
    soft, table = soft_kitchen(kitchen), kitchen.table
    finite, days = [gain for gain in gains if math.isfinite(gain)], sorted(set(days))
    codes = rng.integers(len(table), size=(days[-1], seasons), dtype=np.uint8)
    menus, dish = np.empty_like(codes), np.full(seasons, kitchen.start)
    for day, code in enumerate(codes):
        menus[day] = dish = table[code, dish]
    gain, season = np.repeat(finite, seasons), np.tile(np.arange(seasons), len(finite))  # (T,) = (gains · seasons,)
    size = max(_ENTRIES // soft.food.size, 1)
    parts = [
        _measure(soft, kitchen.start, gain[at : at + size], codes, menus, season[at : at + size], days)
        for at in range(0, len(gain), size)
    ]
    measured = {math.inf: SoftGain(math.inf, tuple(days), (1.0,) * len(days), (-math.inf,) * len(days), 1.0)}
    if finite:
        counts, logs, leads = (
            np.concatenate(part, axis=-1).reshape(-1, len(finite), seasons) for part in zip(*parts, strict=True)
        )
        right = counts.mean(axis=2) / np.array(days)[:, None]  # (days, gains)
        gradient, lead = np.median(logs, axis=2) / math.log(10), np.median(leads, axis=2)
        for place, sharpness in enumerate(finite):
            shares, slopes = tuple(right[:, place].tolist()), tuple(gradient[:, place].tolist())
            measured[sharpness] = SoftGain(sharpness, tuple(days), shares, slopes, lead[0, place].item())
    return [measured[gain] for gain in gains]


def _measure(
    soft: SoftKitchen, start: int, gain: Array, codes: Array, menus: Array, season: Array, days: Sequence[int]
) -> tuple[Array, Array, Array]:
    """Return how many days were right up to each of `days`, log ‖gradient‖ on it, (days, T), and the last lead."""
    state, gradient = begin(soft, start, len(gain)), None
    count, counts, logs = np.zeros(len(gain)), [], []
    for day in range(1, days[-1] + 1):
        state, gradient = advance(soft, gain, state, gradient, codes[day - 1, season])
        count += state.largest == menus[day - 1, season]
        if day in days:
            counts.append(count.copy())
            logs.append(gradient.log_norm)
    return np.array(counts), np.array(logs), state.lead


def regimes(measured: Sequence[SoftGain]) -> list[str]:
    """Return what each gain is: "washed out", "edge", "latched", "hard", or "forgetful".

    The gradient is largest at the edge: smaller gains are washed out, larger ones latched. The gain of the largest
    gradient itself is the edge only if it keeps memory and there are gains on both its sides; else it belongs to
    one of them. Where every gradient is exactly zero there was nothing to remember.
    """
    soft = {each.gain: each.log10_gradient[-1] for each in measured if math.isfinite(each.gain)}
    is_forgetful = all(gradient == -math.inf for gradient in soft.values())
    top = max(soft, key=lambda gain: -math.inf if math.isnan(soft[gain]) else soft[gain], default=0)

    def regime(each: SoftGain) -> str:
        if math.isinf(each.gain):
            return "hard"
        if is_forgetful:
            return "forgetful"
        if each.gain != top:
            return "washed out" if each.gain < top else "latched"
        if not each.is_kept:
            return "washed out"
        return "edge" if min(soft) < top < max(soft) else "latched"

    return [regime(each) for each in measured]
