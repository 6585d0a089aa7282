"""What is said of the list of kitchens, and of one: its names, its rules, its matrices."""

from typing import Any

import numpy as np

from cooking_rnn.blocks import Block, Cell, Equation, Heading, Matrix, Paragraph, Span, table
from cooking_rnn.cook import MOST_ENTRIES
from cooking_rnn.kitchen.kitchen import Kitchen, Kitchens
from cooking_rnn.kitchen.matrices import Matrices, compiled
from cooking_rnn.names import Name, Names
from cooking_rnn.phrases import Phrase, visible
from cooking_rnn.report.say import Labels, Say
from cooking_rnn.report.words import matrix_word, row_names, rule_word
from cooking_rnn.steps import Array

_LANGUAGES = {"en": Phrase("English"), "zh": Phrase("Chinese")}
_MOST_COLUMNS = 16  # of a matrix that is shown with the names of its columns


def report(result: Kitchen | Kitchens, say: Say) -> list[Block]:
    """Return one kitchen, or the list of several and their rules."""
    return [_listed(result, say)] if isinstance(result, Kitchens) else _kitchen(result, say)


def _kitchen(kitchen: Kitchen, say: Say) -> list[Block]:
    """Return one kitchen: its names, its rules, and its matrices with what rows and columns stand for."""
    labels = say.labels(kitchen.dishes, kitchen.weathers)
    start = labels[kitchen.dishes.ids[kitchen.start]]
    shown: list[Block] = [Heading(visible(kitchen.name)), _names(kitchen, say)]
    lines = [say("day 0: {dish}", dish=start), *_rules(kitchen, labels, say)]
    lines += [say("matrices typed by hand")] if kitchen.is_typed else []
    shown += map(Paragraph, lines)
    goal = compiled(kitchen)
    for name, matrix, columns, right in (
        ("Food", kitchen.matrices.food, kitchen.dishes, goal.food),
        ("Weather", kitchen.matrices.weather, kitchen.weathers, goal.weather),
    ):
        if matrix is None:
            shown.append(Paragraph(say("no {matrix}, which counts as zeros", matrix=name)))
        elif matrix.size > MOST_ENTRIES:
            shown.append(Paragraph(say("{matrix} is too large to be shown", matrix=matrix_word(name, matrix))))
        else:
            shown += _matrix(kitchen, name, matrix, columns, right, labels, say)
    return shown


def _names(kitchen: Kitchen, say: Say) -> Block:
    headings = ["", say("identifier"), *map(say.say, _LANGUAGES.values()), say("also")]
    rows = [
        [say(names.kind), *map(visible, _spellings(name))]
        for names in (kitchen.dishes, kitchen.weathers)
        for name in names
    ]
    columns = len(headings) if any(row[-1] for row in rows) else len(headings) - 1
    return table(headings[:columns], [row[:columns] for row in rows], say.colon)


def _spellings(name: Name) -> list[str]:
    return [name.id, *(name.labels.get(lang, "—") for lang in _LANGUAGES), ", ".join(name.aliases)]


def _rules(kitchen: Kitchen, labels: Labels, say: Say) -> list[str]:
    """Return a line a weather: "sunny: same"."""
    names = [labels[name] for name in kitchen.weathers.ids] or [say("every day")]
    return [
        say("{weather}: {rule}", weather=name, rule=_rule(kitchen, place, labels, say))
        for place, name in enumerate(names)
    ]


def _rule(kitchen: Kitchen, place: int, labels: Labels, say: Say) -> str:
    rule, ids = kitchen.rules[place], kitchen.dishes.ids
    if rule.wording != "table":
        return rule_word(rule.wording, labels, say)
    return say.listed([f"{labels[ids[was]]} → {labels[ids[dish]]}" for was, dish in enumerate(rule.follows)])


def _matrix(
    kitchen: Kitchen, name: str, matrix: Array, columns: Names, right: Array | None, labels: Labels, say: Say
) -> list[Block]:
    """Return a matrix with the names of its rows and columns; typed entries that the rules do not call for have a *."""
    parts = kitchen.row_parts
    heading = matrix_word(name, matrix)
    remark, differs = "", np.zeros(matrix.shape, bool)
    if kitchen.is_typed and (right is None or right.shape != matrix.shape):
        shape = "0" if right is None else "x".join(map(str, right.shape))
        remark = say("the rules call for {shape}", shape=shape)
    elif kitchen.is_typed and right is not None and (differs := matrix != right).any():
        remark = say("* not as the rules write it: {count}", count=int(differs.sum()))
    names = row_names(parts, labels, say)
    shown: list[Block]
    if matrix.shape[1] > _MOST_COLUMNS:
        lengths = tuple(len(part.entries) for part in parts)
        shown = [Equation((Matrix(matrix, heading, lengths),), names, colon=say.colon)]
    else:
        marked = [
            [f"{value:g}{'*' * differ}" for value, differ in zip(*pair, strict=True)]
            for pair in zip(matrix.tolist(), differs.tolist(), strict=True)
        ]
        body: list[list[Cell]] = [
            [Span(f"{number} {row.text}", part=row.part), *(Span(entry, part=row.part) for entry in entries)]
            for number, (row, entries) in enumerate(zip(names, marked, strict=True), 1)
        ]
        shown = [Heading(heading, 2), table(["", *(labels[column] for column in columns.ids)], body, say.colon)]
    return shown + ([Paragraph(remark)] if remark else [])


def _listed(kitchens: Kitchens, say: Say) -> Block:
    rows = [
        [
            visible(kitchen.name),
            str(len(kitchen.dishes)),
            say.semicolon.join(_rules(kitchen, say.labels(kitchen.dishes, kitchen.weathers), say)),
        ]
        for kitchen in kitchens.kitchens
    ]
    return table([say("kitchen"), say("dishes"), say("rules")], rows, say.colon)


def record(result: Kitchen | Kitchens) -> dict[str, Any]:
    """Return a kitchen as `kitchen show --json` prints it, or a list of them; a matrix it does not need is null."""
    if isinstance(result, Kitchens):
        return {"kitchens": [record(kitchen) for kitchen in result.kitchens]}
    return kitchen_record(result, result.matrices)


def kitchen_record(kitchen: Kitchen, matrices: Matrices) -> dict[str, Any]:
    """Return a kitchen with these matrices."""
    return {
        "kitchen": kitchen.name,
        "start": kitchen.dishes[kitchen.start].id,
        "dishes": [_name_record(name) for name in kitchen.dishes],
        "weathers": [
            {**_name_record(name), "rule": rule_text(kitchen, code)} for code, name in enumerate(kitchen.weathers)
        ],
        "rule": None if kitchen.weathers else rule_text(kitchen, 0),
        "typed": kitchen.is_typed,
        "matrices": {"food": matrices.food, "weather": matrices.weather},
    }


def _name_record(name: Name) -> dict[str, Any]:
    return {"name": name.id, "labels": dict(name.labels), "aliases": list(name.aliases)}


def rule_text(kitchen: Kitchen, place: int) -> Any:
    """Return a rule as the kitchen file says it: a word, or a table of dishes."""
    rule, ids = kitchen.rules[place], kitchen.dishes.ids
    if rule.wording != "table":
        return rule.wording
    return dict(zip(ids, (ids[dish] for dish in rule.follows), strict=True))
