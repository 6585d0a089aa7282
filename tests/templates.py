"""Every English template of the program, read off its source: what a reader may be told."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent / "cooking_rnn"

#: function -> the places of its arguments that are templates
CALLS = {
    "say": (0,),
    "speak": (0,),
    "Phrase": (0,),
    "tell": (0,),
    "CookError": (1, 2),
    "DataError": (1, 2),
    "UsageError": (1, 2),
    "BadDay": (0, 1),
    "fault": (1, 2),
    "refuse": (1, 2),
    "within": (2,),
    "choice_option": (2,),
    "listed": (3, 4),
}
_NAMES = {"what", "remedy", "told", "help_"}  # variables that hold a template until it is said
_KEYWORDS = {"help"}


def _constants(node: ast.AST) -> Iterator[str]:
    """Yield the strings that an expression may be; one that is put together at run time cannot be translated."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _constants(node.body)
        yield from _constants(node.orelse)
    elif isinstance(node, ast.BoolOp):
        for each in node.values:
            yield from _constants(each)
    elif isinstance(node, ast.JoinedStr) and " [" in str(getattr(node.values[0], "value", "")):  # help [default]
        yield from _constants(node.values[0])


def _in(tree: ast.AST, *, is_command: bool) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = _name(node.func)
            for place in CALLS.get(name, ()):
                if place < len(node.args):
                    yield from _constants(node.args[place])
            for keyword in node.keywords:
                if keyword.arg in _KEYWORDS:
                    for help_ in _constants(keyword.value):
                        text, bracket, default = help_.partition(" [")
                        yield text
                        if bracket and " " in default:  # a default in words
                            yield default.removesuffix("]")
        elif isinstance(node, ast.Assign):
            for name, value in _assigned(node.targets[0], node.value):
                if name in _NAMES:
                    yield from _constants(value)
        elif is_command and isinstance(node, ast.FunctionDef) and _is_command(node):
            for paragraph in (ast.get_docstring(node) or "").split("\n\n"):
                yield " ".join(paragraph.split())


def _assigned(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """Yield each name with what it is set to; `what, remedy = "…", "…"` sets two."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, other in zip(target.elts, value.elts, strict=True):
            yield from _assigned(one, other)
    elif isinstance(target, ast.Name):
        yield target.id, value


def _name(function: ast.AST) -> str:
    """Return what is called: `say` of say(…), of.say(…), and say()(…)."""
    if isinstance(function, ast.Call):
        return _name(function.func)
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _is_command(node: ast.FunctionDef) -> bool:
    """Whether a function is a command of typer's, whose docstring is its help."""
    return any(
        isinstance(each, ast.Call) and getattr(each.func, "attr", "") == "command" for each in node.decorator_list
    )


@cache
def sources() -> dict[str, ast.Module]:
    """Return the program's files, read."""
    paths = sorted(ROOT.rglob("*.py"))
    return {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text("utf-8")) for path in paths}


@cache
def templates() -> set[str]:
    """Return all templates of the program."""
    found: set[str] = set()
    for name, tree in sources().items():
        found |= {*_in(tree, is_command=name.startswith("cli/"))}
    return {template for template in found if any(char.isalpha() for char in template)}
