"""Whatever the program says has its Chinese, with the same placeholders; no Chinese is of nothing."""

import ast
import string
from itertools import pairwise
from pathlib import Path

import pytest

from cooking_rnn.report.say import chinese
from tests.templates import CALLS, sources, templates


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def test_every_template_has_its_chinese() -> None:
    assert sorted(templates() - {*chinese()}) == []


def test_no_chinese_is_of_nothing() -> None:
    assert sorted({*chinese()} - templates() - constants()) == []


def test_the_chinese_has_the_same_placeholders() -> None:
    assert [english for english, said in chinese().items() if fields(said) != fields(english)] == []


def test_the_chinese_has_full_width_marks() -> None:
    """A colon or a comma beside a Chinese character is full-width."""
    wrong = [
        said
        for said in chinese().values()
        if any(mark in ":,;?!" and "\u4e00" <= before <= "\u9fff" for before, mark in pairwise(said))
    ]
    assert wrong == []


def constants() -> set[str]:
    """Return every text in the source that is no docstring: a template may be chosen from a table before it is said."""
    nodes = [node for tree in sources().values() for node in ast.walk(tree)]
    alone = {node.value for node in nodes if isinstance(node, ast.Expr)}
    texts = (node for node in nodes if isinstance(node, ast.Constant) and node not in alone)
    return {node.value for node in texts if isinstance(node.value, str)}


def put_together(tree: ast.AST) -> list[int]:
    """Return the lines where a text that is put together at run time stands in place of a template."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for place in CALLS.get(getattr(node.func, "attr", getattr(node.func, "id", "")), ())
        for each in ast.walk(node.args[place] if place < len(node.args) else ast.Constant(""))
        if isinstance(each, ast.JoinedStr)
        or (isinstance(each, ast.BinOp) and isinstance(getattr(each.left, "value", None), str))
    ]


@pytest.mark.parametrize("code", ['say(f"{n} days")', 'UsageError("x", "a" + b)', 'Phrase(f"x" if a else "b")'])
def test_a_template_put_together_would_be_seen(code: str) -> None:
    assert put_together(ast.parse(code)) == [1]


def test_no_template_is_put_together() -> None:
    assert [(name, line) for name, tree in sources().items() for line in put_together(tree)] == []


def asks(node: ast.AST) -> bool:
    """Whether it is `lang == "zh"`, or `if zh`."""
    if isinstance(node, ast.Compare):
        return any(isinstance(each, ast.Constant) and each.value in ("zh", "en") for each in ast.walk(node))
    test = node.test if isinstance(node, ast.If | ast.IfExp) else None
    return isinstance(test, ast.Name) and test.id in ("zh", "is_zh")


def test_only_say_asks_which_language_it_is() -> None:
    assert asks(ast.parse('lang == "zh"', mode="eval").body)
    others = [(name, tree) for name, tree in sources().items() if Path(name).name != "say.py"]
    assert [(name, ast.dump(node)) for name, tree in others for node in ast.walk(tree) if asks(node)] == []
