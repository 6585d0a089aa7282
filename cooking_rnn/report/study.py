"""What is said of a study: a table of its groups, how accuracy goes with length, and what holds beyond its seeds."""

import math
from collections.abc import Sequence
from typing import Any

from cooking_rnn.blocks import Block, Column, Curve, Heading, Lines, Paragraph, table
from cooking_rnn.insight.study import Group, Run, Study
from cooking_rnn.phrases import Phrase, percent
from cooking_rnn.report.say import Say
from cooking_rnn.report.words import cell_word

BASELINES = {
    "ngram": Phrase("{size}-gram"),
    "window": Phrase("window of {size} days"),
    "rotation": Phrase("rotation of the plane"),
    "diagonal": Phrase("diagonal linear RNN {size}"),
}
#: why baselines learn it or do not
_WHY = {
    ("ngram", "window"): Phrase("An n-gram and a window see the last days only: before those, they guess."),
    ("diagonal",): Phrase(
        "A diagonal linear recurrence keeps or forgets each input by itself, and goes round no circle: it cannot count "
        "modulo 3."
    ),
    ("rotation",): Phrase(
        "A rotation of the plane goes round, and so it counts (Grazzi et al. 2025). It learns nothing: its angles are "
        "those of the rules."
    ),
}
_MOST_CURVES = 8  # that a chart has marks for


def report(result: Study, say: Say) -> list[Block]:
    """Return the table, the chart and the sentences."""
    runs = len(result.runs)
    shown: list[Block] = [Heading(say("A study of {runs:,} {runs:run|runs}", runs=runs)), _table(result, say)]
    for kitchen, groups in _by_kitchen(result):
        curves = [curve for group in groups for curve in _curve(group, say)]
        if 0 < len(curves) <= _MOST_CURVES:
            title = say("{kitchen}: how right, on longer and longer seasons", kitchen=kitchen)
            shown.append(Lines(tuple(curves), say("log₁₀ days"), say("share of days right"), title, (0,)))
    return [*shown, *(Paragraph(told) for told in _sentences(result, say))]


def _by_kitchen(result: Study) -> list[tuple[str, list[Group]]]:
    groups: dict[str, list[Group]] = {}
    for group in result.groups:
        groups.setdefault(group.setup.kitchen, []).append(group)
    return list(groups.items())


def _table(result: Study, say: Say) -> Block:
    headings = [say("seeds right"), say("of all seeds (95 %)"), say("seconds, median"), say("seconds, most")]
    headings.append(say("steps, median"))
    if result.task == "next":
        headings += [say("extracted"), say("proved equal")]
    has_climates = any(group.climates[1] for group in result.groups)
    if has_climates:
        headings.insert(1, say("in all climates"))
    rows = []
    for group in result.groups:
        low, high = map(percent, group.interval)
        cells = [say("{n} of {of}", n=group.right, of=len(group.runs)), say("{low} to {high}", low=low, high=high)]
        cells += [f"{seconds:.2f}" for seconds in group.seconds]
        is_network = group.setup.cell not in BASELINES
        cells.append(f"{group.steps:,.0f}" if is_network else "—")
        if result.task == "next":
            cells += [str(group.extracted), str(group.proved)] if is_network else ["—", "—"]
        if has_climates:
            right, scored = group.climates
            cells.insert(1, say("{n} of {of}", n=right, of=scored) if scored else "—")
        rows.append([group.setup.kitchen, network(group, say), *cells])
    return table([say("kitchen"), say("network"), *(Column(each, "right") for each in headings)], rows, say.colon)


def network(group: Group, say: Say) -> str:
    """Return what a group trains: the cell and its size, and what else was chosen."""
    setup = group.setup
    if setup.cell in BASELINES:
        return say(BASELINES[setup.cell].template, size=setup.hidden)
    told = [f"{say.say(cell_word(setup.cell, bidirectional=setup.bidirectional))} {setup.hidden}"]
    if setup.layers > 1:
        told.append(say("{layers} layers", layers=setup.layers))
    if setup.diary_days is not None:
        told.append(say("a diary of {days:,} days", days=setup.diary_days))
    return say.listed(told)


def _curve(group: Group, say: Say) -> list[Curve]:
    if len(group.accuracy) < 2:
        return []
    days, right = zip(*group.accuracy, strict=True)
    return [Curve(network(group, say), [*map(math.log10, days)], right)]


def _sentences(result: Study, say: Say) -> list[str]:
    """Return what a share means, and for each kitchen which networks are told apart by these seeds."""
    right = (
        say("A seed is right if its network is right on every day of fresh seasons, of all lengths.")
        if result.task == "next"
        else say("A seed is right if its network fills blanks as well as knowing all the rules allows.")
    )
    sure = say("What all seeds would come to lies between the two shares, with 95 % confidence (Wilson).")
    told = [say.together(right, sure)]
    for kitchen, groups in _by_kitchen(result):
        told += _compared(kitchen, groups, say)
    why = [sentence for name, sentence in _WHY.items() if any(group.setup.cell in name for group in result.groups)]
    return [*told, say.together(*map(say.say, why))] if why else told


def _compared(kitchen: str, groups: Sequence[Group], say: Say) -> list[str]:
    """Return which networks learn a kitchen more often than others, as far as these seeds tell."""
    if len(groups) < 2:
        return []
    best = max(groups, key=lambda group: (group.interval[0], group.right))
    worse = [group for group in groups if group.interval[1] < best.interval[0]]
    others = [group for group in groups if group not in worse and group is not best]
    values = {"kitchen": kitchen, "best": network(best, say), "seeds": len(best.runs)}
    found = []
    if worse:
        names = [network(group, say) for group in worse]
        found.append(say("{kitchen}: {best} learns it more often than {worse:and}.", worse=names, **values))
    if others:
        names = [network(group, say) for group in others]
        found.append(
            say(
                "{kitchen}: {seeds} {seeds:seed does|seeds do} not tell {best} from {others:and}.",
                others=names,
                **values,
            )
        )
    return found


def progress(done: int, run: Run, seconds: float, say: Say) -> tuple[int, str]:
    """Return how many runs have ended, and how it goes; `seconds` are those since the first began."""
    told = "{speed:.1f} runs/s · {kitchen}, seed {seed}"
    return done, say(told, speed=done / seconds, kitchen=run.setup.kitchen, seed=run.seed)


def record(result: Study) -> dict[str, Any]:
    """Return what `study --json` prints."""
    return {
        "task": result.task,
        "runs": len(result.runs),
        "groups": [
            {
                **group.setup._asdict(),
                "seeds": len(group.runs),
                "right": group.right,
                "interval": list(group.interval),
                "seconds": dict(zip(("median", "most"), group.seconds, strict=True)),
                "steps": group.steps,
                "extracted": group.extracted,
                "proved": group.proved,
                "accuracy": [{"days": days, "by_day": right} for days, right in group.accuracy],
                "climates": dict(zip(("right", "scored"), group.climates, strict=True)),
            }
            for group in result.groups
        ],
    }
