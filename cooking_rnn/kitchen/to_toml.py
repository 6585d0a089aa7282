"""Kitchens as TOML, for `toml.parse` to read back."""

import json
import re
from pathlib import Path

from cooking_rnn.files import replace
from cooking_rnn.kitchen.kitchen import Kitchen, TypedMatrix
from cooking_rnn.kitchen.rules import Rule
from cooking_rnn.kitchen.toml import parse
from cooking_rnn.names import Name


def save(kitchen: Kitchen, path: str | Path) -> None:
    """Write the kitchen to a file that `load` reads; raises DataError for one that it would not, and writes nothing."""
    text = to_toml(kitchen)
    parse(text, str(path))
    replace(Path(path), text.encode())


def to_toml(kitchen: Kitchen) -> str:
    """Return the kitchen as TOML that `parse` reads back."""
    lines = [f"name = {_string(kitchen.name)}", f"start = {_string(kitchen.dishes[kitchen.start].id)}"]
    if not kitchen.weathers:
        lines.append(f"rule = {_rule(kitchen, kitchen.rules[0])}")
    lines += ["", "[dishes]", *(f"{_key(dish.id)} = {_fields(dish)}" for dish in kitchen.dishes)]
    if kitchen.weathers:
        pairs = zip(kitchen.weathers, kitchen.rules, strict=True)
        lines += ["", "[weathers]"]
        lines += [f"{_key(name.id)} = {_fields(name, f'rule = {_rule(kitchen, rule)}')}" for name, rule in pairs]
    if kitchen.is_typed:
        typed = {"food": kitchen.food, "weather": kitchen.weather}
        lines += ["", "[matrices]", *(f"{key} = {_rows(rows)}" for key, rows in typed.items() if rows is not None)]
    return "\n".join(lines) + "\n"


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _string(name)


def _rule(kitchen: Kitchen, rule: Rule) -> str:
    if rule.wording != "table":
        return _string(rule.wording)
    ids = kitchen.dishes.ids
    pairs = (f"{_key(ids[was])} = {_string(ids[is_])}" for was, is_ in enumerate(rule.follows))
    return f"{{ {', '.join(pairs)} }}"


def _rows(matrix: TypedMatrix) -> str:
    return json.dumps(matrix).replace("], [", "],\n  [")


def _fields(name: Name, *first: str) -> str:
    fields = [*first, *(f"{lang} = {_string(label)}" for lang, label in name.labels.items())]
    if name.aliases:
        fields.append(f"aliases = [{', '.join(map(_string, name.aliases))}]")
    return f"{{ {', '.join(fields)} }}" if fields else "{}"
