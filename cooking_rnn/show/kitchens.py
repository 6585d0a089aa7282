"""Kitchens shown: the list, one with its rules and matrices, and the proof over every case."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cooking_rnn.kitchen.check import Case
from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.kitchen.matrices import Matrices, compiled, row_parts
from cooking_rnn.kitchen.repair import Repair, lacking
from cooking_rnn.names import Name
from cooking_rnn.show.labels import Labels, block_label, labels_of, word
from cooking_rnn.show.vectors import block_style, numbers, vector_line
from cooking_rnn.steps import Part


def kitchen_record(kitchen: Kitchen, network: Matrices) -> dict[str, Any]:
    """Return the kitchen as `kitchen show --json` prints it; a matrix it does not need is null."""
    return {
        "kitchen": kitchen.name,
        "start": kitchen.dishes[kitchen.start].id,
        "dishes": [_name_record(name) for name in kitchen.dishes],
        "weathers": [
            {**_name_record(name), "rule": rule_text(kitchen, code)} for code, name in enumerate(kitchen.weathers)
        ],
        "rule": None if kitchen.weathers else rule_text(kitchen, 0),
        "typed": kitchen.is_typed,
        "matrices": {"food": network.food, "weather": network.weather},
    }


def _name_record(name: Any) -> dict[str, Any]:
    return {"name": name.id, "labels": dict(name.labels), "aliases": list(name.aliases)}


def rule_text(kitchen: Kitchen, place: int) -> Any:
    """Return a rule as the kitchen file says it: a word, or a table of dishes."""
    rule = kitchen.rules[place]
    ids = kitchen.dishes.ids
    return (
        dict(zip(ids, (ids[dish] for dish in rule.follows), strict=True)) if rule.wording == "table" else rule.wording
    )


def case_record(kitchen: Kitchen, case: Case) -> dict[str, Any]:
    """Return a case as `kitchen check --json` prints it."""
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


def list_layouts(kitchens: Iterable[Kitchen], lang: str) -> Sequence[RenderableType]:
    """Return the table of kitchens."""
    headings = [word(key, lang) for key in ("kitchen", "dishes", "rules")]
    rows = [(k.name, str(len(k.dishes)), "; ".join(_rule_lines(k, lang))) for k in kitchens]
    return table_layouts(headings, rows)


def _rule_lines(kitchen: Kitchen, lang: str) -> list[str]:
    labels = labels_of(kitchen.dishes, kitchen.weathers, lang)
    names = [labels[name] for name in kitchen.weathers.ids] or [word("every day", lang)]

    def said(place: int) -> str:
        rule = kitchen.rules[place]
        if rule.wording != "table":
            return labels.get(rule.wording, word(rule.wording, lang))
        ids = kitchen.dishes.ids
        return ", ".join(f"{labels[ids[was]]} → {labels[ids[dish]]}" for was, dish in enumerate(rule.follows))

    return [f"{name}: {said(place)}" for place, name in enumerate(names)]


def show_layouts(kitchen: Kitchen, network: Matrices, lang: str) -> list[tuple[RenderableType, ...]]:
    """Return one kitchen: its names, its rules, and its matrices with what rows and columns stand for."""
    labels = labels_of(kitchen.dishes, kitchen.weathers, lang)
    start = labels[kitchen.dishes[kitchen.start].id]
    by_hand = f"   {word('typed by hand', lang)}" if kitchen.is_typed else ""
    parts: list[tuple[RenderableType, ...]] = [
        (Text(f"{kitchen.name}   {word('start', lang)}: {start}{by_hand}", "bold"),),
        (Text(),),
        tuple(_names_layouts(kitchen, lang)),
        (Text(),),
        (Text("\n".join(_rule_lines(kitchen, lang))),),
    ]
    axis, goal = row_parts(kitchen, network), compiled(kitchen)
    for name, matrix, columns, right in (
        ("Food", network.food, kitchen.dishes, goal.food),
        ("Weather", network.weather, kitchen.weathers, goal.weather),
    ):
        parts.append((Text(),))
        if matrix is None:
            none = f"没有 {name} 矩阵（等于全是零）" if lang == "zh" else f"no {name}, which counts as zeros"
            parts.append((Text(none),))
        else:
            entries, remark = _compared(matrix, right, lang) if kitchen.is_typed else (numbers(matrix), "")
            shown = [entries[at : at + len(columns)] for at in range(0, len(entries), len(columns))]
            parts.append(_matrix_layouts(name, shown, [labels[c] for c in columns.ids], axis, labels, lang))
            parts += [(Text(remark),)] if remark else []
    return parts


def _compared(matrix: NDArray[Any], right: NDArray[Any] | None, lang: str) -> tuple[list[str], str]:
    """Return the entries of a typed matrix, starred where the rules' own matrix has others, and a remark on it."""
    entries = numbers(matrix)
    if right is None or right.shape != matrix.shape:
        shape = "0" if right is None else "x".join(map(str, right.shape))
        return entries, f"按规则应是 {shape}" if lang == "zh" else f"the rules call for {shape}"
    differs = (matrix != right).ravel().tolist()
    if not any(differs):
        return entries, ""
    starred = [f"{entry}{'*' if differ else ' '}" for entry, differ in zip(entries, differs, strict=True)]
    count = sum(differs)
    return starred, f"* 与规则写出的不同：{count} 处" if lang == "zh" else f"* not as the rules write it: {count}"


def _names_layouts(kitchen: Kitchen, lang: str) -> Sequence[RenderableType]:
    headings = ["", *(word(key, lang) for key in ("identifier", "English", "Chinese", "also"))]
    rows = [
        [word(names.kind, lang), name.id, name.labels.get("en", "—"), name.labels.get("zh", "—"), also(name)]
        for names in (kitchen.dishes, kitchen.weathers)
        for name in names
    ]
    columns = len(headings) if any(row[-1] for row in rows) else len(headings) - 1
    return table_layouts(headings[:columns], [row[:columns] for row in rows])


def also(name: Name) -> str:
    """Return the further words that a name answers to."""
    return ", ".join(name.aliases)


def _matrix_layouts(
    name: str, rows: Sequence[Sequence[str]], columns: Sequence[str], axis: Sequence[Part], labels: Labels, lang: str
) -> tuple[RenderableType, ...]:
    title = Text(f"{name} ({len(rows)}x{len(columns)})", "bold")
    names = [(place, block, entry) for place, block in enumerate(axis) for entry in block.entries]

    def row_name(number: int, block: Part, entry: str) -> str:
        rule = f"{block_label(block, labels, lang)}: " if block.name else ""
        return f"{number} {rule}{labels[entry]}"

    table = _table(["", *columns])
    narrow = Text(no_wrap=False)
    narrow.append("columns: " if lang == "en" else "列：").append(", ".join(columns))
    for number, ((place, block, entry), row) in enumerate(zip(names, rows, strict=True), 1):
        style = block_style(place, axis)
        table.add_row(Text(row_name(number, block, entry), style), *(Text(value, style) for value in row))
        narrow.append(f"\n{' '.join(row)}  {row_name(number, block, entry)}", style)
    return Group(title, table), Group(title, narrow)


def check_layouts(cook: Kitchen, cases: Sequence[Case], lang: str) -> Sequence[RenderableType]:
    """Return the proof: every case, what came out, what the rules say, and by how much the winner won."""
    kitchen, labels = cook, labels_of(cook.dishes, cook.weathers, lang)
    headings = [word(key, lang) for key in ("yesterday", "weather", "step:sum", "result", "expected", "margin")]
    rows: list[tuple[str | Text, ...]] = []
    entries = iter(numbers(np.stack([case.vectors.sum for case in cases])))  # all as wide as the widest
    for case in cases:
        record = case_record(kitchen, case)
        total = next(step for step in cook.steps(case.previous, case.weather) if step.name == "sum")
        values = vector_line(total, shown=[next(entries) for _ in total.value])
        came_out = word("tie", lang) if case.dish is None else labels[record["dish"]]
        mark = "✓" if case.is_right else "✗"
        margin = "—" if case.margin is None else f"{case.margin:g}"
        weather = "—" if case.weather is None else labels[record["weather"]]
        rows.append(
            (labels[record["previous"]], weather, values, f"{mark} {came_out}", labels[record["expected"]], margin)
        )
    return table_layouts(headings, rows)


def verdict(cases: Sequence[Case], lang: str) -> Text:
    """Return what the proof proves, in a line."""
    right, count, zh = sum(case.is_right for case in cases), len(cases), lang == "zh"
    margins = [case.margin for case in cases if case.margin is not None]
    margin = f"{'，最小差距' if zh else ', smallest margin'} {min(margins):g}" if margins else ""
    return Text(f"{count} 种情况中 {right} 种正确{margin}" if zh else f"{right} of {count} cases right{margin}")


def check_record(kitchen: Kitchen, cases: Sequence[Case], cure: Repair | None) -> dict[str, Any]:
    """Return what `kitchen check --json` prints."""
    return {
        "kitchen": kitchen.name,
        "right": all(case.is_right for case in cases),
        "cases": [case_record(kitchen, case) for case in cases],
        "mend": None if cure is None else asdict(cure),
    }


def case_sentence(kitchen: Kitchen, case: Case) -> str:
    """Return what is wrong with a case, for the error that `kitchen check` ends with."""
    ids = kitchen.dishes.ids
    day = ids[case.previous] if case.weather is None else f"{ids[case.previous]}, {kitchen.weathers.ids[case.weather]}"
    came_out = "a tie" if case.dish is None else ids[case.dish]
    return f"{day} makes {came_out}, the rule says {ids[case.expected]}"


def mend_sentence(kitchen: Kitchen, cure: Repair | None) -> str:
    """Return what is to be changed: a matrix that is missing, or an entry."""
    if missing := lacking(kitchen):
        reason = "the weather" if missing == "weather" else "yesterday's dish"
        return f"type matrices.{missing} too: the rules depend on {reason}"
    if cure is None:
        return "no single entry mends it; without [matrices] the kitchen shows the right ones"
    others = f" and {cure.mends - 1} more" if cure.mends > 1 else ""
    spoilt = f", but spoils {cure.spoils}" if cure.spoils else ""
    place = f"matrices.{cure.matrix} row {cure.row}, column {cure.column}"
    return f"{place}: {cure.value:g} instead of {cure.was:g} mends it{others}{spoilt}"


def table_layouts(headings: Sequence[str], rows: Sequence[Sequence[str | Text]]) -> Sequence[RenderableType]:
    """Return a table, and the same as a list of records for screens that it does not fit.

    A row that begins with an empty cell goes on with what the row above is about.
    """
    table = _table(headings)
    names = [_in_a_line(heading) for heading in headings]
    records: list[RenderableType] = []
    for row in rows:
        table.add_row(*(Text(cell) if isinstance(cell, str) else cell for cell in row))
        pairs = [f"{name}: {cell}" if name else str(cell) for name, cell in zip(names, row, strict=True) if cell]
        if row[0]:
            records += [Text()] * bool(records) + [Text(pairs.pop(0), overflow="fold")]
        records += [Padding(Text(pair, overflow="fold"), (0, 0, 0, 2)) for pair in pairs]
    return table, Group(*records)


def _in_a_line(heading: str) -> str:
    """Return a heading of several lines in one; Chinese needs no space between."""
    return re.sub(r"(?<=[\u3400-\u9fff])\n(?=[\u3400-\u9fff])", "", heading).replace("\n", " ")


def _table(headings: Sequence[str]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for heading in headings:
        table.add_column(Text(heading, "bold"), no_wrap=True)
    return table
