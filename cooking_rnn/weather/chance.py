"""Random weather: a Markov chain of two states, sunny and rainy."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from cooking_rnn.cook import MOST_DAYS
from cooking_rnn.errors import UsageError, within
from cooking_rnn.phrases import Phrase

WORDS = ("sunny", "rainy")  # by code
PIECE = 1 << 16  # days drawn at a time; the days are the same whatever it is
SLACK = 1e-9  # a probability above 1 by so little is 1, rounded


def markov(days: int, rain: float, stay: float | None, rng: np.random.Generator) -> Iterator[NDArray[np.uint8]]:
    """Return pieces of `days` days of weather, as places in WORDS.

    `rain` is the share of rainy days in the long run; `stay` the chance, over all days, that tomorrow is
    like today: P(rainy→sunny) = (1 − stay)/(2·rain), P(sunny→rainy) = (1 − stay)/(2·(1 − rain)). Without
    it days are independent. The first day is drawn from the long run. Raises UsageError, before any day is drawn,
    for days outside 1 to MOST_DAYS, shares outside 0 to 1, and a `stay` that makes a probability larger than 1.
    """
    return _chain(within("days", days, MOST_DAYS), (), rain, turning(rain, stay), rng)


def seasons(days: int, batch: int, rain: float, stay: float | None, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Draw seasons (days, batch) of such weather, each for itself."""
    return np.concatenate(list(_chain(days, (batch,), rain, turning(rain, stay), rng)), axis=-1).T


def turning(rain: float, stay: float | None) -> tuple[float, float]:
    """Return P(sunny→rainy) and P(rainy→sunny); raises UsageError: see `markov`."""
    for name, share in (("rain", rain), ("stay", stay)):
        if share is not None and not 0 <= share <= 1:  # nan too
            raise UsageError(name, "{share:g} is not a share", "from 0 to 1", share=share)
    if stay is None:
        return rain, 1 - rain
    rarer = min(rain, 1 - rain)
    least = 1 - 2 * rarer
    if stay < least - SLACK:
        remedy = Phrase("from {least:g} to 1, or leave it out for independent days", least=least)
        if least == 1:
            remedy = Phrase("only 1 is, or leave it out for independent days")
        raise UsageError("stay", "{stay:g} is not possible with --rain {rain:g}", remedy, stay=stay, rain=rain)
    if stay == 1 or rarer == 0:
        return 0.0, 0.0
    return min((1 - stay) / (2 * (1 - rain)), 1.0), min((1 - stay) / (2 * rain), 1.0)


def _chain(
    days: int, batch: tuple[int, ...], rain: float, turns: tuple[float, float], rng: np.random.Generator
) -> Iterator[NDArray[np.uint8]]:
    """Yield the days (*batch, n), each drawn by one uniform number u: rainy where u < P(rainy | yesterday).

    So a day's u makes it rainy whatever yesterday was, or sunny whatever it was, or the same as
    yesterday, or the other. The first two forget the past; from the last such day on, only the
    others count, and only whether their number is odd. That needs no loop over the days.
    """
    dry_to_wet, wet_to_dry = turns
    low, high = sorted((dry_to_wet, 1 - wet_to_dry))
    is_other = dry_to_wet > 1 - wet_to_dry  # between low and high: the other, or the same
    yesterday = np.asarray(rng.random(batch) < rain)[..., None]  # (*batch, 1)
    yield yesterday.astype(np.uint8)
    for start in range(1, days, PIECE):
        u = rng.random((*batch, min(PIECE, days - start)))  # (*batch, n)
        forgets = (u < low) | (u >= high)  # (*batch, n)
        places = np.arange(1, u.shape[-1] + 1)
        last = np.maximum.accumulate(np.where(forgets, places, 0), axis=-1)  # (*batch, n), 0 for yesterday
        known = np.take_along_axis(np.concatenate((yesterday, u < low), axis=-1), last, axis=-1)  # (*batch, n)
        rainy = known ^ (is_other & ((places - last) % 2 == 1))  # (*batch, n)
        yield rainy.astype(np.uint8)
        yesterday = rainy[..., -1:]
