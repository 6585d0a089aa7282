"""The law of width: whatever is said, in either language, fits every screen from 40 columns, and nothing is torn."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from cooking_rnn.blocks import (
    Bars,
    Block,
    Cell,
    Equation,
    Graph,
    Heading,
    Label,
    Lines,
    Paragraph,
    Span,
    Table,
    Vector,
    plain,
    table,
)
from cooking_rnn.choices import FORMS, SHEETS
from cooking_rnn.cook import Season
from cooking_rnn.insight.drawing import diagram
from cooking_rnn.insight.language import Language, language
from cooking_rnn.insight.study import Run, Setup, Study
from cooking_rnn.insight.wiring import wire
from cooking_rnn.insight.worksheet import worksheet
from cooking_rnn.kitchen.bridge import as_rnn
from cooking_rnn.kitchen.builtin import builtin_names
from cooking_rnn.kitchen.kitchen import Kitchen, Kitchens
from cooking_rnn.kitchen.toml import load, parse
from cooking_rnn.names import LANGUAGES
from cooking_rnn.render import tables, terminal
from cooking_rnn.render.vectors import aligned, vector_line
from cooking_rnn.report import report
from cooking_rnn.report.say import Say
from tests.kitchens import kitchens as random_kitchens
from tests.models import random_model, trained_model
from tests.report import test_insight as insight
from tests.report import test_machines as machines
from tests.report import test_training as training

WIDTHS = range(40, 201)

LONG = """
[dishes]
"twice-cooked pork belly with leeks" = { zh = "蒜苗回锅肉配米饭" }
"supercalifragilistic-soup" = { zh = "一碗名字特别特别长的汤" }
x = { zh = "鱼" }
[weathers]
"light drizzle at dawn" = { rule = "next", zh = "清晨的毛毛雨" }
fog = { rule = "x", zh = "雾" }
hail = { rule = { "twice-cooked pork belly with leeks" = "x", "supercalifragilistic-soup" = "x", x = "twice-cooked pork belly with leeks" }, zh = "冰雹" }
"""  # noqa: E501
TYPED = """
dishes = ["potato", "crayfish", "guobaorou"]
[weathers]
sunny = "same"
rainy = "next"
[matrices]
food = [[1,0,0],[0,1,0],[0,0,1],[1,0,0],[0,0,1],[0,1,0]]
weather = [[1,0],[1,0],[1,0.25],[0,1],[0,-12.5],[0,1]]
"""


#: kitchens of every kind, and networks
COOKS: dict[str, Callable[[], Any]] = {
    **{name: partial(load, name) for name in builtin_names()},
    "one dish": partial(parse, 'dishes = ["a"]\n[weathers]\nsunny = "same"\n', "one.toml"),
    "long names": partial(parse, LONG, "long.toml"),
    "typed": partial(parse, TYPED, "typed.toml"),
    "simple": partial(random_model, layers=2),
    "lstm": partial(random_model, cell="lstm", hidden=8),
    "trained": trained_model,
    "without weather": partial(random_model, kitchen="order"),
    "hard-max": lambda: wire("romance", "rnn").network,
    "gates by hand": lambda: wire("cycle5", "lstm").network,
}


def season(cook: Any, *, days: int = 6, dates: bool = False, vectors: bool = True, is_story: bool = False) -> Season:
    codes = np.arange(days, dtype=np.uint8) % max(len(cook.weathers), 1)
    dated = [f"2024-01-{day:02}" for day in range(1, days + 1)] if dates else None
    return Season(cook, codes, cook.start, dated, is_story, vectors)


def everything(cook: Any, say: Say) -> Iterator[list[Block]]:
    """Yield all that the kitchen side says of a cook."""
    yield report(season(cook, is_story=True), say)
    yield report(season(cook, dates=True), say)
    yield report(season(cook, days=201, vectors=False), say)
    yield report(season(cook, days=2).explanation(), say)
    yield report(diagram(cook), say)
    unrolled = {"weather": list(cook.weathers.ids)} if cook.weathers else {"days": 3}
    yield report(diagram(cook, picture="unrolled", **unrolled), say)
    if isinstance(cook, Kitchen):
        yield report(diagram(cook, picture="states"), say)
        yield report(season(as_rnn(cook), days=1).explanation(), say)
        yield report(wire(cook), say)
        yield report(cook, say)
        yield report(cook.check(), say)
        yield report(Kitchens((cook,)), say)


@cache
def reports(name: str, lang: str) -> tuple[list[Block], ...]:
    return tuple(everything(COOKS[name](), Say(lang)))


#: what else is reported
OTHERS: dict[str, Callable[[], Sequence[Any]]] = {
    **{f"insight: {name}": partial(insight.results, name) for name in insight.RESULTS},
    "machines": machines.every,
    "words": lambda: [words("lstm"), words("window")],
    "worksheets": lambda: [worksheet(task, level=3, blank="rows") for task in SHEETS],
    "hand": lambda: [wire("romance", form) for form in FORMS],
    "studies": lambda: [some_study(1), some_study(2)],
    "trainings": lambda: training.EVERY,
}


def words(kind: str) -> Language:
    """Return models of words that make up some, and how they did."""
    asked: dict[str, Any] = {"order": 1, "hidden": 13, "steps": 1, "models": ["ngram", kind]}
    return language(**asked, sample=25, start="on monday", temperature=0.5, explain=True, vectors=True)


def some_study(kitchens: int) -> Study:
    """Return a study of all that stands beside each other, some of it better."""
    cells = [("simple", 16), ("lstm", 32), ("ngram", 5), ("diagonal", 32)]
    both = product(["romance", "long names"][:kitchens], cells)
    setups = [Setup(kitchen, cell, hidden, 1 + (cell == "lstm"), False, None) for kitchen, (cell, hidden) in both]
    runs = [
        Run(
            setup,
            seed,
            setup.hidden > 5,
            400,
            1.25,
            3,
            True,
            ((40, 1.0), (400, 0.9), (4000, 0.75)),
            ((0.01, 1.0), (0.5, 0.9)),
        )
        for seed in range(20)
        for setup in setups
    ]
    return Study("next", tuple(runs))


@cache
def other_reports(name: str, lang: str) -> tuple[list[Block], ...]:
    return tuple(report(each, Say(lang)) for each in OTHERS[name]())


#: one of each kind; the others come with every width
SOME = ["romance", "order", "one dish", "long names", "typed", "lstm", "trained"]


@pytest.mark.parametrize(("lang", "width"), [("en", 80), ("zh", 40)])
@pytest.mark.parametrize("name", SOME)
def test_some_widths(name: str, lang: str, width: int) -> None:
    for blocks in reports(name, lang):
        assert_law(blocks, width)


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", [*COOKS, *OTHERS])
def test_many_widths(name: str, lang: str) -> None:
    for blocks in (other_reports if name in OTHERS else reports)(name, lang):
        for width in WIDTHS if name == "romance" else WIDTHS[::9] if name in COOKS else WIDTHS[::20]:
            assert_law(blocks, width)


def assert_law(blocks: Sequence[Block], width: int) -> None:
    """Make sure that no line is wider than the screen, and that every block is there and whole."""
    for block in blocks:
        shown = drawn(block, width)
        assert all(cell_len(line) <= width for line in shown.splitlines()), f"wider than {width}:\n{shown}"
        if isinstance(block, Lines | Bars):  # a chart has as many ticks as there is room for
            continue
        lost = [(whole - ink(shown), kind) for kind, whole in kinds(block)]
        missing, kind = min(lost, key=lambda each: each[0].total())
        assert not missing, f"lost at {width}: {missing}\n{shown}"
        parted = [*{piece for text in texts(kind) for piece in TOGETHER.findall(text) if piece not in shown}]
        parted += [line for line, *others in lines(kind, shown, width) if not any(map(shown.count, [line, *others]))]
        assert not parted, f"parted at {width}: {parted}\n{shown}"


def drawn(block: Block, width: int) -> str:
    return terminal.text([block], width, colour=False)


def ink(text: str) -> Counter[str]:
    return Counter(char for char in text if char.isalnum())


@cache
def kinds(block: Block) -> list[tuple[Block, Counter[str]]]:
    """Return what a block may be drawn as, and its ink: in full, with shorter names, with nothing beside the rows."""
    found = [block]
    if isinstance(block, Table):
        found.append(replace(block, rows=tuple(tuple(map(shortened, row)) for row in block.rows)))
    elif isinstance(block, Equation):
        found += [replace(block, sources=()), replace(block, names=(), sources=())]
    return [(kind, ink(drawn(kind, terminal.UNLIMITED))) for kind in found]


def shortened(cell: Cell) -> Cell:
    if isinstance(cell, Label):
        return Label(min(cell.text, cell.short or cell.text, key=cell_len))
    if isinstance(cell, Vector) and cell.meaning:
        return replace(cell, meaning=Label(min(cell.meaning.text, cell.meaning.short, key=cell_len)))
    return cell


#: a word, a number and its unit, a row of numbers
TOGETHER = re.compile(
    r"[A-Za-z][A-Za-z'’-]*|(?<![\w.])[-±]?\d[\d.-]* (?:%|[a-z]+|[天行列道个种])"
    r"|(?<!\S)-?\d[\d.]*(?: -?\d[\d.]*){1,7}(?![\w ])"
)


def texts(block: Block) -> Iterator[str]:
    """Yield every text of a block."""
    if isinstance(block, Heading | Paragraph):
        yield from plain(block.text).split("\n")
    elif isinstance(block, Table):
        yield from (column.heading for column in block.columns)
        for cell in (cell for row in block.rows for cell in row):
            label = cell.meaning if isinstance(cell, Vector) else cell
            yield label.text if isinstance(label, Label | Span) else label or ""
    elif isinstance(block, Equation):
        yield from (term if isinstance(term, str) else term.heading for term in block.terms)
        yield from (span.text for span in block.names)
        yield from block.sources
    elif isinstance(block, Graph):
        yield from (node.name for node in block.nodes)
        yield from (edge.label for edge in block.edges)


def lines(block: Block, shown: str, width: int) -> Iterator[list[str]]:
    """Yield the vectors of up to 8 entries that a screen has room for, each in every way that it stands in a line.

    In an equation they stand upright where there are brackets.
    """
    pairs: list[tuple[Any, Any]] = []
    if isinstance(block, Table):
        pairs = [pair for rows in zip(block.rows, aligned(block).rows, strict=True) for pair in zip(*rows, strict=True)]
    elif isinstance(block, Equation) and not re.search(r"[┌\[]", shown):
        pairs = [(term, term) for term in block.terms]
    for vector, in_column in pairs:
        if not isinstance(vector, Vector) or not 0 < len(vector.values) <= 8:
            continue
        told = (vector_line(vector), vector_line(vector, packed=True), vector_line(in_column))
        if cell_len(told[0].plain.rstrip()) <= width:
            yield [line.plain.strip() for line in told]


def test_the_law_sees_what_is_cut_or_parted(monkeypatch: pytest.MonkeyPatch) -> None:
    vector = Vector(np.eye(3, dtype=int)[0])
    broken = {
        "wider": [Text("a" * 41)],
        "lost": [Text("abcdef")],
        "parted": [Text("1 0 0 abc\ndef")],
    }
    draw = tables.table_lines
    for fault, told in broken.items():
        monkeypatch.setattr(
            terminal, "table_lines", lambda block, width, t=told: t if width == 40 else draw(block, width)
        )
        with pytest.raises(AssertionError, match=fault):
            assert_law([table([""], [[vector], ["abcdef"]])], 40)


@pytest.mark.slow
@settings(max_examples=5)
@given(kitchen=random_kitchens(), lang=st.sampled_from(LANGUAGES), width=st.sampled_from(WIDTHS))
def test_any_kitchen(kitchen: Kitchen, lang: str, width: int) -> None:
    for told in (season(kitchen), season(kitchen, days=1).explanation(), kitchen):
        assert_law(report(told, Say(lang)), width)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_at_80_columns_the_week_has_one_line_a_day(lang: str) -> None:
    """Day 0 first, vectors whole, the dishes by name."""
    shown = terminal.text(report(load("romance").simulate(), Say(lang)), 80, colour=False).splitlines()
    rows = [line.split() for line in shown if re.match(r"\d ", line)]
    sums = ["(2)11│010", "100│1(2)1", "1(2)1│001", "010│11(2)", "001│(2)11", "(2)11│010"]
    names = ["potato", "potato", "crayfish", "crayfish", "guobaorou", "potato", "potato"]
    if lang == "zh":
        names = ["土豆丝", "土豆丝", "小龙虾", "小龙虾", "锅包肉", "土豆丝", "土豆丝"]
    assert [int(row[0]) for row in rows] == [*range(7)]
    assert [row[-1] for row in rows] == names
    assert [row[8] for row in rows[1:]] == sums
    assert rows[0][2:] == ["100", names[0]]
