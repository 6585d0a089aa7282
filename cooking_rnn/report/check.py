"""What is said of a kitchen that was checked: every case, and what would mend one that is wrong."""

from dataclasses import asdict
from typing import Any

import numpy as np

from cooking_rnn.blocks import Block, Cell, Label, Paragraph, Vector, table
from cooking_rnn.errors import DataError, UsageError
from cooking_rnn.kitchen.check import Case
from cooking_rnn.kitchen.kitchen import Check, Kitchen
from cooking_rnn.kitchen.repair import lacking, swapped
from cooking_rnn.phrases import Phrase, visible
from cooking_rnn.report.say import Labels, Say
from cooking_rnn.report.words import END_ROWS, MOST_ROWS, label

MOST_NUMBERS = 20_000_000  # in a document: each case has a sum


def report(check: Check, say: Say) -> list[Block]:
    """Return every case, or of more than MOST_ROWS the first and the last and those that are wrong; and the verdict."""
    kitchen, cases = check.kitchen, check.cases
    shown, hidden = cases, 0
    if len(cases) > MOST_ROWS:
        ends = (*cases[:END_ROWS], *check.wrong[:MOST_ROWS], *cases[-END_ROWS:])
        shown = tuple(dict.fromkeys(ends))
        hidden = len(cases) - len(shown)
    labels = say.labels(kitchen.dishes, kitchen.weathers)
    headings = [say("yesterday"), say("weather"), say("sum"), say("comes out"), say("rule says"), say("margin")]
    blocks: list[Block] = [table(headings, [_row(kitchen, case, labels, say) for case in shown], say.colon)]
    if hidden and (wrong := len(check.wrong) - sum(not case.is_right for case in shown)):
        told = say("⋮ {cases:,} more {cases:case|cases}, {wrong:,} of them wrong", cases=hidden, wrong=wrong)
        blocks.append(Paragraph(told))
    elif hidden:
        blocks.append(Paragraph(say("⋮ {cases:,} more {cases:case|cases}, all of them right", cases=hidden)))
    return [*blocks, Paragraph(_verdict(check, say))]


def _row(kitchen: Kitchen, case: Case, labels: Labels, say: Say) -> list[Cell]:
    ids = kitchen.dishes.ids
    parts = tuple(len(part.entries) for part in kitchen.row_parts)
    winners = tuple(np.flatnonzero(case.vectors.sum == case.vectors.sum.max()).tolist())
    total = Vector(case.vectors.sum, parts=parts, winners=winners)
    mark = "✓" if case.is_right else "✗"
    came_out = say("a tie") if case.dish is None else labels[ids[case.dish]]
    weather: Cell = "—" if case.weather is None else label(kitchen.weathers.ids[case.weather], labels)
    margin = "—" if case.margin is None else f"{case.margin:g}"
    short = "" if case.dish is None else f"{mark} {visible(ids[case.dish])}"
    return [
        label(ids[case.previous], labels),
        weather,
        total,
        Label(f"{mark} {came_out}", short),
        label(ids[case.expected], labels),
        margin,
    ]


def _verdict(check: Check, say: Say) -> str:
    """Return what the cases show, in a line."""
    of, wrong = len(check.cases), len(check.wrong)
    margins = [case.margin for case in check.cases if case.margin is not None]
    if wrong and margins:
        told = "{right} of {of} {of:case|cases} right, smallest margin {margin:g}"
        return say.say(Phrase(told, right=of - wrong, of=of, margin=min(margins)))
    if wrong:
        return say("{right} of {of} {of:case|cases} right", right=of - wrong, of=of)
    if margins:
        return say("all {of} {of:case|cases} right, smallest margin {margin:g}", of=of, margin=min(margins))
    return say("all {of} {of:case|cases} right", of=of)


def record(check: Check) -> dict[str, Any]:
    """Return what `kitchen check --json` prints; raises UsageError for more than MOST_NUMBERS."""
    matrices = check.kitchen.matrices
    numbers = len(check.cases) * matrices.parts * len(check.kitchen.dishes)
    if numbers > MOST_NUMBERS:
        what, remedy = "{numbers:,} numbers in all cases", "at most {most:,} are written as JSON"
        raise UsageError(check.kitchen.name, what, remedy, numbers=numbers, most=MOST_NUMBERS)
    return {
        "kitchen": check.kitchen.name,
        "right": not check.wrong,
        "cases": (_case_record(check.kitchen, case) for case in check.cases),
        "mend": None if check.repair is None else asdict(check.repair),
    }


def _case_record(kitchen: Kitchen, case: Case) -> dict[str, Any]:
    ids = kitchen.dishes.ids
    return {
        "previous": ids[case.previous],
        "weather": None if case.weather is None else kitchen.weathers.ids[case.weather],
        "sum": case.vectors.sum,
        "dish": None if case.dish is None else ids[case.dish],
        "expected": ids[case.expected],
        "margin": case.margin,
        "right": case.is_right,
    }


def fault(check: Check) -> DataError:
    """Return the error that says which case is wrong, and what to change."""
    kitchen, case = check.kitchen, check.wrong[0]
    ids = kitchen.dishes.ids
    day = ids[case.previous] if case.weather is None else f"{ids[case.previous]}, {kitchen.weathers.ids[case.weather]}"
    return DataError(
        kitchen.source,
        "{wrong} of {of} cases wrong; the first: {day} makes {made}, the rule says {expected}",
        _remedy(check),
        wrong=len(check.wrong),
        of=len(check.cases),
        day=day,
        made=Phrase("a tie") if case.dish is None else ids[case.dish],
        expected=ids[case.expected],
    )


def _remedy(check: Check) -> Phrase:
    """Return what is to be changed: a matrix that is missing, two rows that are swapped, or an entry."""
    if missing := lacking(check.kitchen):
        if missing == "weather":
            return Phrase("type matrices.weather too: the rules depend on the weather")
        return Phrase("type matrices.food too: the rules depend on yesterday's dish")
    if swap := swapped(check.kitchen):
        name, rows = swap
        return Phrase("rows {rows:and} of matrices.{name} are swapped", rows=rows, name=name)
    repair = check.repair
    if repair is None:
        return Phrase("no single entry mends it; without [matrices] the kitchen shows the right ones")
    told = Phrase(
        "matrices.{matrix} row {row}, column {column}: {value:g} instead of {was:g} mends it", **asdict(repair)
    )
    if repair.mends > 1:
        told = Phrase("{told} and {more} more", told=told, more=repair.mends - 1)
    return Phrase("{told}, but spoils {spoils}", told=told, spoils=repair.spoils) if repair.spoils else told
