"""What is said of what each day's output owes each earlier day: a map for each network, and a curve of the last day."""

from typing import Any

import numpy as np

from cooking_rnn.blocks import Block, Cell, Column, Curve, Heading, Lines, Paragraph, table
from cooking_rnn.insight.connectivity import Connectivity, Map
from cooking_rnn.phrases import visible
from cooking_rnn.report.say import Say
from cooking_rnn.report.words import cell_word

_MAPPED = 12  # days of a map that is shown as a table


def report(result: Connectivity, say: Say) -> list[Block]:
    """Return the map of each network where it is small enough, the curves of the last day, and what they are."""
    days, labels = len(result.words), [visible(name.label(say.lang)) for name in result.words]
    shown: list[Block] = [
        Heading(say("What each day's output owes each day before it")),
        Paragraph(
            say(
                "Of each day's output, the score that wins, and of each day up to it: the size of the gradient with "
                "respect to what was read, ‖∂y_t/∂x_s‖₂, in per cent of the row. A column is the day that was read."
            )
        ),
    ]
    for each in result.maps:
        shown.append(Heading(_name(each, say), 2))
        if days <= _MAPPED:
            shown.append(_map(each, labels, say))
        shown.append(Paragraph(_last(each, labels, say)))
    if days > _MAPPED:
        shown.append(Paragraph(say("A map of {days} days is in --json, row by row.", days=days)))
    with np.errstate(divide="ignore"):
        curves = [
            Curve(_name(each, say), range(days), np.log10(each.strengths[-1, ::-1]).tolist()) for each in result.maps
        ]
    if any(each.strengths[-1].any() for each in result.maps):
        shown.append(Lines(tuple(curves), say("days back"), "log₁₀ ‖∂y_T/∂x_s‖₂", say("What the last output owes")))
    return shown


def _name(each: Map, say: Say) -> str:
    return visible(each.model) or say.say(cell_word(each.cell))


def _map(each: Map, labels: list[str], say: Say) -> Block:
    days = range(len(labels))
    headings: list[str | Column] = [say("output after"), *(Column(str(day), "right") for day in days)]
    rows: list[list[Cell]] = []
    for day in days:
        row, whole = each.strengths[day], float(each.strengths[day].sum())
        cells = [_share(row[before], whole) if before <= day else "" for before in days]
        rows.append([f"{day} {labels[day]}", *cells])
    return table(headings, rows, say.colon)


def _share(strength: float, whole: float) -> str:
    """Return a share in whole per cents, so that a map of all days fits a screen."""
    if not whole:
        return "—"
    shown, share = f"{100 * strength / whole:.0f}", strength / whole
    if share and shown == "0":
        return "<1"
    return ">99" if share < 1 and shown == "100" else shown


def _last(each: Map, labels: list[str], say: Say) -> str:
    row = each.strengths[-1]
    if not row.any():
        return say("No output owes any day a gradient that a float can hold.")
    told = (
        "The last output owes {share:percent} to “{word}”, the last that was read, and {first:percent} to “{before}”, "
        "the first."
    )
    return say(told, share=row[-1] / row.sum(), word=labels[-1], first=row[0] / row.sum(), before=labels[0])


def record(result: Connectivity) -> dict[str, Any]:
    """Return what `memory --map --json` prints: of each day what it owes the days up to it."""
    return {
        "words": [name.id for name in result.words],
        "networks": [
            {
                "model": each.model or None,
                "cell": each.cell,
                "strengths": [row[: day + 1] for day, row in enumerate(each.strengths)],
            }
            for each in result.maps
        ],
    }
