"""Kitchens from TOML. Every fault is a DataError that names the file and the key or line."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from os import PathLike
from os.path import isfile  # which takes any name, unlike Path.is_file
from pathlib import Path
from typing import Any

from cooking_rnn.errors import DataError, UsageError, quote, suggestion
from cooking_rnn.files import read_text
from cooking_rnn.kitchen.builtin import FOLDER, builtin_names
from cooking_rnn.kitchen.kitchen import Kitchen, Kitchens, TypedMatrix
from cooking_rnn.kitchen.rules import SHIFTS, Rule, shift
from cooking_rnn.names import (
    LANGUAGES,
    MOST_NAMES,
    Name,
    Names,
    is_printed,
    name_fault,
    name_of_file,
    normalise,
    weather_names,
)
from cooking_rnn.phrases import Phrase

_LARGEST = 2**31  # of a typed entry, so that no sum can overflow


def load(name: str | PathLike[str], where: str = "kitchen") -> Kitchen:
    """Return the built-in kitchen of this name, or the one in this file; a path is always a file.

    Raises UsageError, for the parameter `where`, where it is neither; DataError where the file is not a kitchen.
    """
    path = Path(name)
    if not isinstance(name, str):
        return parse(read_text(path), str(path))
    if name in builtin_names():
        return parse(read_text(FOLDER / f"{name}.toml"), name)
    if path.suffix.lower() == ".toml" or "/" in name:
        return parse(read_text(path), name)
    remedy = Phrase("{choices}, or a file such as mine.toml", choices=suggestion(name, builtin_names()))
    if path.suffix.lower() == ".npz":
        remedy = Phrase("a .npz file is a network: give it as the model")
    elif isfile(f"{name}.toml"):
        remedy = Phrase("did you mean {near}?", near=quote(f"{name}.toml"))
    raise UsageError(where, "unknown kitchen {name}", remedy, name=quote(name))


def builtin() -> Kitchens:
    """Return the built-in kitchens, in the order of the story."""
    return Kitchens(tuple(map(load, builtin_names())))


def parse(text: str, source: str) -> Kitchen:
    """Return the kitchen that the TOML `text` describes; `source` is how errors name it."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        what, _, place = str(error).partition(" (at ")
        line = re.match(r"line (\d+)", place)
        at = int(line[1]) if line else text.count("\n") + 1
        remedy: str | Phrase = ""
        if what == "Invalid value":
            remedy = 'text stands in quotes, a number has a point: "same", 0.5'
        remedy = _quotes_needed(text, at) or remedy
        raise DataError(f"{source}:{at}", "not TOML: {fault}", remedy, fault=what.lower()) from None
    except ValueError:  # Python reads no integer of more than 4300 digits
        raise DataError(source, "not a kitchen: a number with too many digits") from None
    except RecursionError:
        raise DataError(source, "not a kitchen: nested too deeply") from None
    return _Reader(source).kitchen(document)


def _is_long(value: Any, dishes: Names) -> bool:
    """Return whether a weather's value is its long form, `{ rule = …, zh = … }`, rather than a rule or its table.

    A dish may be called "zh"; the table of one called "rule" is written in the long form, or it would be taken for it.
    """
    if not isinstance(value, dict):
        return False
    is_table = all(dishes.find(key) is not None for key in value)
    return not value or "rule" in value or ({*value} <= {*LANGUAGES, "aliases"} and not is_table)


def _said(value: Any) -> str:
    """Return a value for a message."""
    try:
        return str(value)
    except ValueError:  # more digits than Python writes
        return "a number with too many digits"


def _rows_needed(rules: tuple[Rule, ...]) -> int:
    """Return how many rows the matrices of these rules have: a block a rule, or one block where one is enough."""
    is_one_enough = all(rule.is_constant for rule in rules)
    return len(rules[0].follows) * (1 if is_one_enough else len({rule.follows for rule in rules}))


def _number_remedy(entry: Any) -> Phrase:
    if isinstance(entry, str):
        return Phrase("remove the quotes, and write a decimal with a point")
    return (
        Phrase("write 1 or 0") if isinstance(entry, bool) else Phrase("write a number of at most {most}", most=_LARGEST)
    )


def _quotes_needed(text: str, line: int) -> Phrase | None:
    """Return what to do about a key that is not of plain letters, such as `晴 = "same"`; None for any other line."""
    lines = text.split("\n")
    key = lines[line - 1].partition("=")[0].strip() if line <= len(lines) and "=" in lines[line - 1] else ""
    if not key or key.isascii() or key.startswith(('"', "'", "#", "[")):
        return None
    return Phrase('put quotes round the name: "{key}" = …', key=quote(key)[1:-1])


@dataclass(frozen=True)
class _Reader:
    """Checks a TOML document key by key; its methods raise DataError with the place of the fault."""

    source: str

    def kitchen(self, document: Mapping[str, Any]) -> Kitchen:
        self.known_keys("", document, ("name", "start", "rule", "dishes", "weathers", "matrices"))
        name = self.text("name", document.get("name", name_of_file(self.source)))
        dishes = self.names("dishes", "dish", self.dishes(document.get("dishes")))
        weathers, rules = self.weathers(document, dishes)
        start = self.dish("start", document["start"], dishes) if "start" in document else 0
        food, weather = self.matrices(document.get("matrices", {}), dishes, weathers, rules)
        return Kitchen(name, start, dishes, weathers, rules, self.source, food, weather)

    def dishes(self, value: Any) -> list[Name]:
        if isinstance(value, list):
            return [Name(self.text(f"dishes[{place}]", dish)) for place, dish in enumerate(value, 1)]
        if isinstance(value, dict):
            return [self.name(f"dishes.{dish}", dish, fields) for dish, fields in value.items()]
        what = "no dishes" if value is None else "not a list or a table"
        raise self.fault("dishes", what, 'write dishes = ["potato", "crayfish"]')

    def weathers(self, document: Mapping[str, Any], dishes: Names) -> tuple[Names, tuple[Rule, ...]]:
        table = document.get("weathers", {})
        if not isinstance(table, dict):
            raise self.fault("weathers", "not a table", 'write sunny = "same" under [weathers]')
        if bool(table) == ("rule" in document):
            what = "both a rule for every day and weathers" if table else "no weathers and no rule"
            raise self.fault("rule", what, 'give [weathers], or one rule = "next" at the top')
        if not table:
            return self.names("weathers", "weather", []), (self.rule("rule", document["rule"], dishes),)
        names, rules = [], []
        for weather, value in table.items():
            at = f"weathers.{weather}"
            fields = value if _is_long(value, dishes) else {"rule": value}
            if "rule" not in fields:
                raise self.fault(at, "no rule", 'write {weather} = {{ rule = "same" }}', weather=weather)
            names.append(self.name(at, weather, fields, "rule"))
            rules.append(self.rule(at, fields["rule"], dishes))
        return self.names("weathers", "weather", names), tuple(rules)

    def name(self, at: str, identifier: str, fields: Any, *further: str) -> Name:
        if not isinstance(fields, dict):
            raise self.fault(at, "not a table", 'write {{ en = "{name}" }}, or {{}}', name=identifier)
        self.known_keys(at, fields, (*further, *LANGUAGES, "aliases"))
        labels = {lang: self.text(f"{at}.{lang}", fields[lang]) for lang in LANGUAGES if lang in fields}
        aliases = fields.get("aliases", [])
        if not isinstance(aliases, list):
            raise self.fault(f"{at}.aliases", "not a list", 'write aliases = ["…"]')
        return Name(identifier, labels, tuple(self.text(f"{at}.aliases", alias) for alias in aliases))

    def names(self, at: str, kind: str, names: list[Name]) -> Names:
        if not names and kind == "dish":
            raise self.fault(at, "no dishes", 'write dishes = ["potato", "crayfish"]')
        if len(names) > MOST_NAMES:
            raise self.fault(at, "{count} of them", "at most {most}", count=len(names), most=MOST_NAMES)
        owner: dict[str, str] = {}
        for place, name in enumerate(names):
            self.identifier(at, kind, name.id)
            if name.id in (earlier.id for earlier in names[:place]):
                raise self.fault(at, "{name} stands twice", name=quote(name.id))
            for spelling in name.spellings:
                other = owner.setdefault(normalise(spelling), name.id)
                if other != name.id:
                    raise self.fault(
                        at,
                        "{word} means both {one} and {other}",
                        "give each its own name, labels and aliases",
                        word=quote(spelling),
                        one=quote(other),
                        other=quote(name.id),
                    )
        return weather_names(names) if kind == "weather" else Names(kind, names)

    def identifier(self, at: str, kind: str, name: str) -> None:
        if fault := name_fault(kind, name):
            raise self.fault(at, "{name}: {fault}", "choose another name", name=quote(name), fault=fault)

    def rule(self, at: str, value: Any, dishes: Names) -> Rule:
        if isinstance(value, dict):
            return self.rule_table(at, value, dishes)
        if not isinstance(value, str):
            raise self.fault(at, "not a rule", 'write "same", "next", "previous", a dish, or a table of dishes')
        if value in SHIFTS:
            return shift(value, len(dishes))
        dish = dishes.find(value)
        if dish is None:
            raise self.fault(at, "unknown rule {rule}", suggestion(value, (*SHIFTS, *dishes.ids)), rule=quote(value))
        return Rule(dishes.ids[dish], (dish,) * len(dishes))

    def rule_table(self, at: str, table: Mapping[str, Any], dishes: Names) -> Rule:
        follows: dict[int, int] = {}
        for key, value in table.items():
            was = self.dish(f"{at}.{key}", key, dishes)
            if was in follows:
                raise self.fault(
                    f"{at}.{key}", "{name} stands twice", "name every dish once", name=quote(dishes.ids[was])
                )
            follows[was] = self.dish(f"{at}.{key}", value, dishes)
        for code, dish in enumerate(dishes.ids):
            if code not in follows:
                raise self.fault(at, "the table says nothing of {dish}", "it must name every dish", dish=quote(dish))
        return Rule("table", tuple(follows[code] for code in range(len(dishes))))

    def dish(self, at: str, value: Any, dishes: Names) -> int:
        dish = dishes.find(value) if isinstance(value, str) else None
        if dish is None:
            raise self.fault(at, "unknown dish {dish}", dishes.suggestion(_said(value)), dish=quote(_said(value)))
        return dish

    def matrices(
        self, table: Any, dishes: Names, weathers: Names, rules: tuple[Rule, ...]
    ) -> tuple[TypedMatrix | None, TypedMatrix | None]:
        if not isinstance(table, dict):
            raise self.fault("matrices", "not a table", "write food = [[…]] and weather = [[…]] under [matrices]")
        self.known_keys("matrices", table, ("food", "weather"))
        if "weather" in table and not weathers:
            raise self.fault("matrices.weather", "this kitchen has no weather", "delete it")
        food = self.matrix("food", table["food"], len(dishes), "dish") if "food" in table else None
        weather = self.matrix("weather", table["weather"], len(weathers), "weather") if "weather" in table else None
        rows = {len(matrix) for matrix in (food, weather) if matrix is not None}
        if len(rows) > 1:
            raise self.fault(
                "matrices",
                "food has {food} rows, weather has {weather}",
                "they are added; these rules call for {rows} each",
                food=len(food or ()),
                weather=len(weather or ()),
                rows=_rows_needed(rules),
            )
        if rows and rows.pop() % len(dishes):
            raise self.fault(
                "matrices",
                "{count} rows",
                "a multiple of {dishes}, so many for each rule: these rules call for {rows}",
                count=len(food or weather or ()),
                dishes=len(dishes),
                rows=_rows_needed(rules),
            )
        return food, weather

    def matrix(self, key: str, value: Any, columns: int, kind: str) -> TypedMatrix:
        at = f"matrices.{key}"
        if not isinstance(value, list) or not value or not all(isinstance(row, list) for row in value):
            raise self.fault(at, "not a list of rows", "write [[1, 0], [0, 1]]")
        for number, row in enumerate(value, 1):
            if len(row) != columns:
                remedy = (
                    "one for each column; a decimal has a point: 0.5" if len(row) > columns else "one for each column"
                )
                what = "{count} entries, {columns} expected"
                raise self.fault(f"{at} row {number}", what, remedy, count=len(row), columns=columns)
            for entry in row:
                is_number = isinstance(entry, int | float) and not isinstance(entry, bool)
                if not (is_number and abs(entry) <= _LARGEST):
                    what = "{entry} is not a number that can be added"
                    shown = quote(_said(entry))
                    raise self.fault(f"{at} row {number}", what, _number_remedy(entry), entry=shown)
        return tuple(tuple(row) for row in value)

    def text(self, at: str, value: Any) -> str:
        if not isinstance(value, str):
            raise self.fault(at, "{value} is not text", 'write it in quotes: "…"', value=quote(_said(value)))
        if not value.strip():
            raise self.fault(at, "empty")
        if not is_printed(value):
            raise self.fault(at, "{name}: {fault}", name=quote(value), fault=Phrase("a control character"))
        return value

    def known_keys(self, at: str, table: Mapping[str, Any], known: tuple[str, ...]) -> None:
        for key in table:
            if key not in known:
                raise self.fault(f"{at}.{key}".lstrip("."), "unknown key {key}", suggestion(key, known), key=quote(key))

    def fault(self, at: str, what: str, remedy: str | Phrase = "", **values: Any) -> DataError:
        return DataError(f"{self.source}: {quote(at)[1:-1]}", what, remedy, **values)
