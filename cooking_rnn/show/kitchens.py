"""Kitchens shown: the list, one with its rules and matrices, and the proof over every case."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from numpy.typing import NDArray
from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from cooking_rnn.kitchen.matrices import Matrices
from cooking_rnn.kitchen.proof import Case, Mend
from cooking_rnn.kitchen.recipe import Kitchen
from cooking_rnn.names import Name
from cooking_rnn.show.labels import Labels, labels_of, word
from cooking_rnn.show.vectors import block_style, numbers
from cooking_rnn.steps import Block


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
    parts: list[tuple[RenderableType, ...]] = [
        (Text(f"{kitchen.name}   {word('start', lang)}: {start}", "bold"),),
        (Text(),),
        tuple(_names_layouts(kitchen, lang)),
        (Text(),),
        (Text("\n".join(_rule_lines(kitchen, lang))),),
    ]
    blocks = (
        [rule.wording for rule in kitchen.blocks] if len(kitchen.blocks) == network.blocks else [""] * network.blocks
    )
    axis = [Block(name if network.blocks > 1 else "", kitchen.dishes.ids) for name in blocks]
    for name, matrix, columns in (
        ("Food", network.food, kitchen.dishes),
        ("Weather", network.weather, kitchen.weathers),
    ):
        parts.append((Text(),))
        if matrix is None:
            none = f"没有 {name} 矩阵（等于全是零）" if lang == "zh" else f"no {name}, which counts as zeros"
            parts.append((Text(none),))
        else:
            parts.append(_matrix_layouts(name, matrix, [labels[c] for c in columns.ids], axis, labels, lang))
    return parts


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
    name: str, matrix: NDArray[Any], columns: Sequence[str], axis: Sequence[Block], labels: Labels, lang: str
) -> tuple[RenderableType, ...]:
    title = Text(f"{name} ({'x'.join(map(str, matrix.shape))})", "bold")
    entries = iter(numbers(matrix))
    rows = [[next(entries) for _ in columns] for _ in matrix]
    names = [(place, block.name, entry) for place, block in enumerate(axis) for entry in block.entries]

    def row_name(number: int, block: str, entry: str) -> str:
        rule = f"{labels.get(block, word(block, lang))}: " if block else ""
        return f"{number} {rule}{labels[entry]}"

    table = _table(["", *columns])
    narrow = Text(no_wrap=False)
    narrow.append("columns: " if lang == "en" else "列：").append(", ".join(columns))
    for number, ((place, block, entry), row) in enumerate(zip(names, rows, strict=True), 1):
        style = block_style(place, axis)
        table.add_row(Text(row_name(number, block, entry), style), *(Text(value, style) for value in row))
        narrow.append(f"\n{' '.join(row)}  {row_name(number, block, entry)}", style)
    return Group(title, table), Group(title, narrow)


def check_layouts(kitchen: Kitchen, cases: Sequence[Case], lang: str) -> Sequence[RenderableType]:
    """Return the proof: every case, what came out, what the rules say, and by how much the winner won."""
    labels = labels_of(kitchen.dishes, kitchen.weathers, lang)
    headings = [word(key, lang) for key in ("yesterday", "weather", "step:sum", "result", "expected", "margin")]
    rows = []
    for case in cases:
        record = case_record(kitchen, case)
        values = " ".join(numbers(case.vectors.sum))
        came_out = "—" if case.dish is None else labels[record["dish"]]
        mark = "✓" if case.is_right else "✗"
        margin = "—" if case.margin is None else f"{case.margin:g}"
        weather = "—" if case.weather is None else labels[record["weather"]]
        rows.append(
            (labels[record["previous"]], weather, values, f"{mark} {came_out}", labels[record["expected"]], margin)
        )
    return table_layouts(headings, rows)


def check_record(kitchen: Kitchen, cases: Sequence[Case], cure: Mend | None) -> dict[str, Any]:
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


def mend_sentence(cure: Mend | None) -> str:
    """Return which entry is to be changed."""
    if cure is None:
        return "no single entry mends it; without [matrices] the kitchen shows the right ones"
    return (
        f"matrices.{cure.matrix} row {cure.row}, column {cure.column}: {cure.value:g} instead of {cure.was:g} mends it"
    )


def table_layouts(headings: Sequence[str], rows: Sequence[Sequence[str | Text]]) -> Sequence[RenderableType]:
    """Return a table, and the same as a list of records for screens that it does not fit."""
    table = _table(headings)
    names = [heading.replace("\n", " ") for heading in headings]
    records: list[RenderableType] = []
    for row in rows:
        table.add_row(*(Text(cell) if isinstance(cell, str) else cell for cell in row))
        pairs = (f"{name}: {cell}" if name else str(cell) for name, cell in zip(names, row, strict=True) if cell)
        records.append(Text("\n  ".join(pairs), overflow="fold"))
    return table, Group(*records)


def _table(headings: Sequence[str]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for heading in headings:
        table.add_column(Text(heading, "bold"), no_wrap=True)
    return table
