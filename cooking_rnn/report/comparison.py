"""What is said of two cooks: whether they always agree, how that is known, and the weather that tells them apart."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from cooking_rnn.blocks import Block, Paragraph
from cooking_rnn.insight.comparison import Comparison
from cooking_rnn.insight.machine import Difference
from cooking_rnn.insight.search import SPELL
from cooking_rnn.report.say import Say

_MANY = 5  # days of the same weather that a sentence lists one by one
_LONGEST = 40  # days of weather that a sentence lists


def report(comparison: Comparison, say: Say) -> list[Block]:
    """Return what is known, in a sentence or three."""
    found = comparison.difference
    if found is not None:
        return [Paragraph(_difference(comparison, found, say))]
    one, other = _names(comparison, say)
    if comparison.is_proof:
        told = "{one} and {other} always agree: proved, from every start and for all weather there can be."
        return [Paragraph(say(told, one=one, other=other))]
    told = (
        "{one} and {other} agreed on all that was tested: from every start, all weather of up to {longest} "
        "{longest:day|days}, and {seasons:,} seasons of {days:,} days: each weather alone, and random weather; and "
        "{climates:,} seasons of {climate_days:,} days in climates where one weather rules and others are rare; "
        "and in a search of {searched:,} days: spells of each weather, of up to {spell:,} days, and after them the "
        "words that come nearest to another dish."
    )
    numbers = {"longest": comparison.every_weather_up_to, "seasons": comparison.seasons, "days": comparison.days}
    ruled = {"climates": comparison.climates, "climate_days": comparison.climate_days}
    ruled |= {"searched": comparison.searched, "spell": SPELL}
    return [Paragraph(say(told, one=one, other=other, **numbers, **ruled))]


def _names(comparison: Comparison, say: Say) -> tuple[str, str]:
    """Return what the two are called, told apart where they are called the same, as what was taught and who learned."""
    one, other = comparison.names
    if one == other:
        return say("the first {name}", name=one), say("the second {name}", name=one)
    return one, other


def _difference(comparison: Comparison, found: Difference, say: Say) -> str:
    cook, days = comparison.one, len(found.weathers)
    labels = say.labels(cook.dishes, cook.weathers)
    one, other = _names(comparison, say)
    first, second = (labels[cook.dishes.ids[dish]] for dish in found.dishes)
    start = labels[cook.dishes.ids[found.start]]
    weather = _runs([labels[cook.weathers.ids[code]] for code in found.weathers], say) if cook.weathers else ""
    told = "From {start}, they differ after {days} {days:day|days}."
    if weather and (comparison.is_proof or days <= comparison.every_weather_up_to):
        told = "From {start}, the shortest weather that tells them apart has {days} {days:day|days}: {weather}."
    elif weather:
        told = "From {start}, {days} {days:day|days} of weather tell them apart: {weather}."
    which = say(told, start=start, days=days, weather=weather)
    told = "On the last day {one} has {first}, {other} {second}."
    return say.together(
        say("{one} and {other} differ.", one=one, other=other),
        which,
        say(told, one=one, first=first, other=other, second=second),
    )


def _runs(words: Sequence[str], say: Say) -> str:
    """Return the words, more than a few that are the same as "sunny × 158"; of many runs, the last."""
    told: list[str] = []
    for name, same in groupby(words):
        count = len([*same])
        told += [f"{name} × {count}"] if count > _MANY else [name] * count
    return say.listed(told if len(told) <= _LONGEST else ["…", *told[-_LONGEST:]])


def record(comparison: Comparison) -> dict[str, Any]:
    """Return what `compare --json` prints."""
    cook, found = comparison.one, comparison.difference
    tested = {
        "every_weather_up_to": comparison.every_weather_up_to,
        "seasons": comparison.seasons,
        "days": comparison.days,
        "climates": comparison.climates,
        "climate_days": comparison.climate_days,
        "searched": comparison.searched,
    }
    return {
        "cooks": list(comparison.names),
        "agree": comparison.agree,
        "proved": comparison.is_proof,
        "tested": None if comparison.is_proof else tested,
        "difference": None
        if found is None
        else {
            "start": cook.dishes.ids[found.start],
            "weather": [cook.weathers.ids[code] for code in found.weathers] if cook.weathers else [],
            "days": len(found.weathers),
            "dishes": [cook.dishes.ids[dish] for dish in found.dishes],
        },
    }
