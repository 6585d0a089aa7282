"""What was found in a network, and what tells two cooks apart, shown."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from rich.text import Text

from cooking_rnn.insight.comparison import Comparison
from cooking_rnn.insight.extraction import Extraction
from cooking_rnn.insight.machine import Difference, Machine
from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.kitchen.matrices import compiled, row_parts
from cooking_rnn.names import Names
from cooking_rnn.network.network import Network
from cooking_rnn.show.kitchens import kitchen_record, table_layouts
from cooking_rnn.show.labels import block_label, labels_of, word
from cooking_rnn.show.screen import Layouts


def extraction_record(
    extraction: Extraction, model: Network, found: Kitchen | None, taught: Kitchen | None
) -> dict[str, Any]:
    """Return what `extract --json` prints."""
    machine = extraction.machine
    return {
        "model": model.source,
        "states": len(machine.outputs),
        "tested": {"days": extraction.days, "right": extraction.right},
        "is_kitchen": found is not None,
        "as_taught": None if taught is None else found is not None and found.rules == taught.rules,
        "machine": {
            "says": [model.dishes.ids[dish] for dish in machine.outputs],
            "begins": dict(zip(model.dishes.ids, machine.initial.tolist(), strict=True)),
            "moves": dict(zip(_weathers(model.weathers), machine.transitions.tolist(), strict=True)),
        },
        "found": None if found is None else kitchen_record(found, compiled(found)),
        "taught": None if taught is None else kitchen_record(taught, compiled(taught)),
    }


def _weathers(weathers: Names) -> tuple[str, ...]:
    return weathers.ids or ("every day",)


def extraction_layouts(
    extraction: Extraction, model: Network, found: Kitchen | None, taught: Kitchen | None, lang: str
) -> list[Layouts]:
    """Return the machine and, where it is one, the kitchen with its matrices, beside those that were taught."""
    zh, count, dishes = lang == "zh", len(extraction.machine.outputs), len(model.dishes)
    told = (
        f"网络里有 {count} 个天气分得清的状态，{dishes} 道菜。"
        if zh
        else f"The network goes through {count} states that weather can tell apart, with {dishes} dishes."
    )
    parts: list[Layouts] = [(Text(told, overflow="fold"),), _machine_layouts(extraction.machine, model, lang)]
    if found is None:
        told = (
            "一个状态不只是一道菜：昨天吃什么说明不了一切，所以这不是一个厨房。"
            if zh
            else "A state is more than a dish: what was eaten yesterday does not say all, so this is no kitchen."
        )
        parts.append((Text(told + "\n", overflow="fold"),))
    if found is not None:
        parts += _side_by_side(found, taught, lang)
    parts.append((Text(_verdict(extraction, found, taught, lang), overflow="fold"),))
    return parts


def _machine_layouts(machine: Machine, model: Network, lang: str) -> Layouts:
    labels = labels_of(model.dishes, model.weathers, lang)
    names = [labels.get(name, word(name, lang)) for name in _weathers(model.weathers)]
    state = "状态" if lang == "zh" else "state"
    rows = [
        [str(number + 1), labels[model.dishes.ids[dish]], *(str(after + 1) for after in machine.transitions[:, number])]
        for number, dish in enumerate(machine.outputs)
    ]
    return table_layouts([state, word("dish", lang), *(f"{name} →" for name in names)], rows)


def _side_by_side(found: Kitchen, taught: Kitchen | None, lang: str) -> list[Layouts]:
    """Return the matrices of the kitchen that was found, row by row beside those that were taught."""
    zh, networks = lang == "zh", [compiled(kitchen) for kitchen in (found, taught) if kitchen is not None]
    labels = labels_of(found.dishes, found.weathers, lang)
    names = [(block, entry) for block in row_parts(found, networks[0]) for entry in block.entries]
    parts: list[Layouts] = []
    for name in ("Food", "Weather"):
        matrices = [getattr(network, name.lower()) for network in networks]
        if matrices[0] is None:
            continue
        if matrices[-1] is None or matrices[-1].shape != matrices[0].shape:  # the verdict says that they differ
            matrices = matrices[:1]
        shape = "x".join(map(str, matrices[0].shape))
        headings = [f"{name} ({shape})", *(("找到的", "教的") if zh else ("found", "taught"))]
        rows = []
        for place, (block, entry) in enumerate(names):
            rule = f"{block_label(block, labels, lang)}: " if block.name else ""
            told = [" ".join(map(str, matrix[place].tolist())) for matrix in matrices]
            rows.append([f"{place + 1} {rule}{labels[entry]}", *told])
        parts.append(table_layouts(headings[: 1 + len(matrices)], rows))
    return parts


def _verdict(extraction: Extraction, found: Kitchen | None, taught: Kitchen | None, lang: str) -> str:
    zh, days, wrong = lang == "zh", f"{extraction.days:,}", f"{extraction.days - extraction.right:,}"
    if zh:
        on = f"在 {days} 天的天气上（每种天气一直不变，和随机天气）"
        said = f"{on}，网络每天说的都和它一样。" if extraction.agrees else f"但是{on}，网络有 {wrong} 天说的不一样。"
    else:
        on = f"on {days} days, of each weather alone and of random weather,"
        said = (
            f"{on.capitalize()} the network says the same as the states that were found."
            if extraction.agrees
            else f"But {on} the network says something else than these states on {wrong}: in the long run it is "
            "another machine. `cook compare` finds such weather."
        )
    if not extraction.agrees and zh:
        said += "时间一长，它就不是这台机器了；`cook compare` 能找出这样的天气。"
    if found is not None and taught is not None:
        if found.rules == taught.rules:
            same = "两个厨房逐项相等。" if zh else "The two kitchens are equal, entry by entry."
        else:
            same = "两个厨房不一样。" if zh else "The two kitchens differ."
        return f"{same}{'' if zh else ' '}{said}"
    return said


def comparison_record(comparison: Comparison, names: tuple[str, str], dishes: Names, weathers: Names) -> dict[str, Any]:
    """Return what `compare --json` prints."""
    found = comparison.difference
    return {
        "cooks": list(names),
        "agree": found is None,
        "proved": comparison.is_proof,
        "tested": None
        if comparison.is_proof
        else {
            "every_weather_up_to": comparison.every_weather_up_to,
            "seasons": comparison.seasons,
            "days": comparison.days,
        },
        "difference": None
        if found is None
        else {
            "start": dishes.ids[found.start],
            "weather": [weathers.ids[code] for code in found.weathers] if weathers else [],
            "days": len(found.weathers),
            "dishes": [dishes.ids[dish] for dish in found.dishes],
        },
    }


def sentence(comparison: Comparison, names: tuple[str, str], dishes: Names, weathers: Names, lang: str) -> Text:
    """Return what is known of two cooks, and how."""
    return Text(_told(comparison, names, dishes, weathers, lang), overflow="fold")


def _told(comparison: Comparison, names: tuple[str, str], dishes: Names, weathers: Names, lang: str) -> str:
    zh, found = lang == "zh", comparison.difference
    if found is not None:
        return _difference_sentence(found, comparison, names, dishes, weathers, lang)
    if comparison.is_proof:
        if zh:
            return f"{names[0]} 和 {names[1]} 永远一致：已证明，从每个起点、对任何天气。"
        return f"{names[0]} and {names[1]} always agree: proved, from every start and for all weather there can be."
    tested = comparison.every_weather_up_to, comparison.seasons, f"{comparison.days:,}"
    if zh:
        return (
            "{} 和 {} 在测试过的天气上都一致：从每个起点，{} 天以内的所有天气，"
            "以及 {} 段 {} 天的天气：每种天气一直不变，和随机天气。".format(*names, *tested)
        )
    return (
        "{} and {} agreed on all that was tested: from every start, all weather of up to {} days, and {} "
        "seasons of {} days: each weather alone, and random weather.".format(*names, *tested)
    )


def _difference_sentence(
    found: Difference, comparison: Comparison, names: tuple[str, str], dishes: Names, weathers: Names, lang: str
) -> str:
    zh, labels, days = lang == "zh", labels_of(dishes, weathers, lang), len(found.weathers)
    is_shortest = comparison.is_proof or days <= comparison.every_weather_up_to
    said = [labels[dishes.ids[dish]] for dish in found.dishes]
    start = labels[dishes.ids[found.start]]
    weather = _runs([labels[weathers.ids[code]] for code in found.weathers]) if weathers else ""
    if zh:
        told = f"{names[0]} 和 {names[1]} 不一致。起点{start}，{'最短的' if is_shortest else ''}天气（{days} 天）"
        return f"{told}{weather}：最后一天 {names[0]} 吃{said[0]}，{names[1]} 吃{said[1]}。"
    what = (
        "the shortest weather that tells them apart has" if is_shortest else "there is weather that tells them apart,"
    )
    return (
        f"{names[0]} and {names[1]} differ. From {start}, {what} {days} day{'s' * (days != 1)}"
        f"{f': {weather}' if weather else ''}. On the last of them {names[0]} has {said[0]}, {names[1]} {said[1]}."
    )


def _runs(words: Sequence[str]) -> str:
    """Return the words, more than a few that are the same as "sunny × 158"; of many runs, the last."""
    told: list[str] = []
    for name, same in groupby(words):
        count = len([*same])
        told += [f"{name} × {count}"] if count > _MANY else [name] * count
    return ",".join(told if len(told) <= _LONGEST else ["…", *told[-_LONGEST:]])


_MANY = 5  # days of the same weather that a sentence lists one by one
_LONGEST = 40  # days of weather that a sentence lists
