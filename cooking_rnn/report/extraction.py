"""What is said of the machine in a network: its states, the kitchen that they are, and how far the two agree."""

from dataclasses import replace
from typing import Any

from cooking_rnn.blocks import Block, Cell, Paragraph, Vector, table
from cooking_rnn.insight.extraction import Extraction
from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.kitchen.matrices import compiled
from cooking_rnn.network.network import Network
from cooking_rnn.report.kitchens import kitchen_record
from cooking_rnn.report.say import Labels, Say
from cooking_rnn.report.words import label, matrix_word, row_names

_LARGEST = 5000  # entries of a table that is shown


def report(extraction: Extraction, say: Say) -> list[Block]:
    """Return the machine and, where it is one, the kitchen with its matrices, beside those that were taught."""
    network, kitchen = extraction.network, extraction.kitchen
    labels = say.labels(network.dishes, network.weathers)
    states, dishes = len(extraction.machine.outputs), len(network.dishes)
    told = "The network goes through {states} {states:state|states} that weather can tell apart, with {dishes} dishes."
    if network.is_foreign:
        told = (
            "The network goes through {states} {states:state|states} that inputs can tell apart, with {dishes} outputs."
        )
    shown: list[Block] = [Paragraph(say(told, states=states, dishes=dishes)), _machine(extraction, labels, say)]
    if network.is_foreign:
        return [*shown, Paragraph(_verdict(extraction, say))]
    if kitchen is None:
        shown.append(Paragraph(say("A state is more than a dish: yesterday's dish does not say everything.")))
        shown.append(Paragraph(say("So this is no kitchen.")))
    else:
        shown += _matrices(kitchen, extraction.target, labels, say)
    return [*shown, Paragraph(_verdict(extraction, say))]


def _machine(extraction: Extraction, labels: Labels, say: Say) -> Block:
    network, machine = extraction.network, extraction.machine
    if machine.transitions.size > _LARGEST:
        return Paragraph(say("Where each weather leads from each of them is in --json."))
    names = [labels[name] for name in network.weathers.ids] or [say("every day")]
    rows: list[list[Cell]] = [
        [str(number + 1), label(network.dishes.ids[dish], labels), *(str(after + 1) for after in after_each)]
        for number, (dish, after_each) in enumerate(
            zip(machine.outputs.tolist(), machine.transitions.T.tolist(), strict=True)
        )
    ]
    return table(
        [say("state"), say("output" if network.is_foreign else "dish"), *(f"{name} →" for name in names)],
        rows,
        say.colon,
    )


def _matrices(found: Kitchen, taught: Kitchen | None, labels: Labels, say: Say) -> list[Block]:
    """Return the matrices of the kitchen that was found, row by row beside those that were taught."""
    made = [compiled(kitchen) for kitchen in (found, taught) if kitchen is not None]
    names = row_names(found.row_parts, labels, say)
    shown: list[Block] = []
    for name in ("Food", "Weather"):
        matrices = [getattr(each, name.lower()) for each in made]
        if matrices[0] is None:
            continue
        if matrices[-1] is None or matrices[-1].shape != matrices[0].shape:  # the verdict says that they differ
            matrices = matrices[:1]
        heading = matrix_word(name, matrices[0])
        if matrices[0].size > _LARGEST:
            shown.append(Paragraph(say("{matrix} is in --json, entry by entry.", matrix=heading)))
            continue
        rows: list[list[Cell]] = [
            [replace(row, text=f"{place + 1} {row.text}"), *(Vector(matrix[place]) for matrix in matrices)]
            for place, row in enumerate(names)
        ]
        shown.append(table([heading, *(say("found"), say("taught"))[: len(matrices)]], rows, say.colon))
    return shown


def _verdict(extraction: Extraction, say: Say) -> str:
    days, wrong = extraction.days, extraction.days - extraction.right
    same = ""
    if extraction.kitchen is not None and extraction.target is not None:
        is_equal = extraction.kitchen == extraction.target
        same = say("The two kitchens are equal, entry by entry.") if is_equal else say("The two kitchens differ.")
    if extraction.agrees:
        told = (
            "On {days:,} days, of each weather alone, of random weather and of climates where one weather rules, the "
            "network says the same as the states that were found."
        )
        return say.together(same, say(told, days=days))
    told = (
        "But on {days:,} days, of each weather alone, of random weather and of climates where one weather rules, the "
        "network has another dish than these states on {wrong:,}: in the long run it is another machine."
    )
    finds = [] if extraction.network.is_foreign else [say("`cook compare` finds such weather.")]
    return say.together(same, say(told, days=days, wrong=wrong), *finds)


def record(extraction: Extraction) -> dict[str, Any]:
    """Return what `extract --json` prints."""
    network, machine = extraction.network, extraction.machine
    return {
        "model": network.source,
        "states": len(machine.outputs),
        "tested": {"days": extraction.days, "right": extraction.right},
        "is_kitchen": extraction.kitchen is not None,
        "as_taught": extraction.as_taught,
        "machine": {
            "says": [network.dishes.ids[dish] for dish in machine.outputs],
            "begins": dict(zip(_begins(network), machine.initial.tolist(), strict=True)),
            "moves": dict(zip(network.weathers.ids or ("every day",), machine.transitions.tolist(), strict=True)),
        },
        "found": _kitchen_record(extraction.kitchen),
        "taught": _kitchen_record(extraction.target),
    }


def _begins(network: Network) -> tuple[str, ...]:
    """Return what a season can begin with: the dishes of day 0, or the first inputs of a network of somebody else."""
    return network.weathers.ids if network.is_foreign else network.dishes.ids


def _kitchen_record(kitchen: Kitchen | None) -> dict[str, Any] | None:
    return None if kitchen is None else kitchen_record(kitchen, compiled(kitchen))
