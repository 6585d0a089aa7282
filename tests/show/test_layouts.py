"""What people see fits where they see it, and says what the vectors say."""

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.table import Table

from cooking_rnn.kitchen.bridge import as_rnn
from cooking_rnn.kitchen.builtin import builtin_names
from cooking_rnn.kitchen.check import cases_of, rule_table
from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.kitchen.matrices import matrices
from cooking_rnn.kitchen.toml import load, parse
from cooking_rnn.names import LANGUAGES
from cooking_rnn.show import days, diagrams, drawings, explain, kitchens
from cooking_rnn.show.labels import labels_of
from cooking_rnn.show.screen import Screen, fitting
from cooking_rnn.show.vectors import numbers, vector_line
from cooking_rnn.steps import Part, Step
from tests.kitchens import kitchens as random_kitchens
from tests.models import random_model

WIDTHS = (40, 80, 140)
WEEK = np.array([0, 1, 0, 1, 1, 0], dtype=np.uint8)


def everything(kitchen: Kitchen, lang: str) -> list[Sequence[RenderableType]]:
    """Return all that can be shown of a kitchen."""
    cook = kitchen
    labels = labels_of(cook.dishes, cook.weathers, lang)
    codes = (WEEK % len(kitchen.rules)).astype(np.uint8)
    told = list(cook.days(codes, cook.start))
    shown: list[Sequence[RenderableType]] = [
        days.layouts(days.season(cook, codes, cook.start, dates, lang, vectors=vectors, whole=False))
        for vectors, dates in ((True, None), (False, [f"2024-01-0{day}" for day in range(1, 7)]))
    ]
    book = explain.pages([*told[:1], *as_rnn(kitchen).explained(codes[:1], cook.start)], labels, lang)
    shown += [part for page in book for part in page.parts]
    shown += kitchens.show_layouts(kitchen, cook.matrices, lang)
    shown += [kitchens.check_layouts(cook, cases_of(kitchen), lang), kitchens.list_layouts([kitchen], lang)]
    shown.append(drawings.looped(diagrams.network(kitchen, cook.matrices, lang)))
    shown.append(drawings.unrolled(diagrams.unrolled(cook.name, told, labels)))
    shown.append(drawings.states(diagrams.states(cook, range(len(kitchen.dishes)), rule_table(kitchen).tolist(), lang)))
    return shown


def assert_whole(layouts: Sequence[RenderableType], width: int) -> None:
    """Make sure that no line is too long, and that the layout loses no letter: one of no limited width has no more."""
    text = Screen.text(layouts, width, colour=False)
    assert all(cell_len(line) <= width for line in text.splitlines()), text
    assert ink(text) >= ink(Screen.text([fitting(layouts, width)], 10_000, colour=False)), text


def ink(text: str) -> Counter[str]:
    return Counter(char for char in text if char.isalnum())


@pytest.mark.parametrize(("name", "lang"), [*((name, "en") for name in builtin_names()), ("romance", "zh")])
def test_everything_fits_and_nothing_is_cut(name: str, lang: str) -> None:
    for layouts in everything(load(name), lang):
        for width in WIDTHS:
            assert_whole(layouts, width)


def test_an_lstm_s_day_is_equations_and_a_large_matrix_is_shown_once() -> None:
    cook = random_model(cell="lstm")
    labels = labels_of(cook.dishes, cook.weathers, "en")
    parts = [part for page in explain.pages(cook.days(WEEK[:2], 0), labels, "en") for part in page.parts]
    for part in parts:
        for width in WIDTHS:
            assert_whole(part, width)
    text = "".join(Screen.text(part, 100, colour=False) for part in parts)
    assert len(re.findall(r"^f +c yesterday +i +g +c$", text, re.MULTILINE)) == 2
    assert len(re.findall(r"^│[\d.]+│ \* +│ ?-?[\d.]+│ +\+ │[\d.]+│ \* │", text, re.MULTILINE)) == 2
    assert text.count("A (20x11)") == text.count("A is the same as the day before.") == 1
    narrow = "".join(Screen.text(part, 10, colour=False) for part in parts)
    assert "\n *\n" in narrow
    assert "\n * tanh\n" in narrow


@given(st.lists(st.floats(-99, 99), min_size=1, max_size=40), st.integers(12, 60))
def test_numbers_wrap_into_columns(values: list[float], width: int) -> None:
    step = Step("v", "v", np.array(values), (Part("", tuple(map(str, range(len(values))))),))
    text = Screen.text([Group(vector_line(step))], width, colour=False)
    assert text.split() == vector_line(step).plain.split()
    pitch = len(numbers(step.value)[0]) + 1
    for line in text.splitlines():
        assert len(line) <= width
        assert [word.end() for word in re.finditer(r"\S+", line)] == [
            pitch * (place + 1) for place in range(len(line.split()))
        ]


@settings(max_examples=8)  # drawing tables takes its time
@given(random_kitchens(), st.sampled_from([40, 80]))
def test_any_kitchen_fits(kitchen: Kitchen, width: int) -> None:
    cook = kitchen
    codes = (WEEK % len(kitchen.rules)).astype(np.uint8)
    season = days.season(cook, codes, cook.start, None, "en", vectors=True, whole=True)
    assert_whole(days.layouts(season), width)


def test_a_cut_would_be_seen() -> None:
    table = Table.grid()
    table.add_column(no_wrap=True)
    table.add_row("shredded potato")
    with pytest.raises(AssertionError):
        assert_whole([table], 10)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_table_has_every_entry_of_every_vector(width: int) -> None:
    cook = load("romance")
    season = days.season(cook, WEEK, 0, None, "en", vectors=True, whole=False)
    text = Screen.text(days.layouts(season), width, colour=False)
    shown = re.sub(r"[^0-9]", "", text.partition("day")[2])
    for day in cook.days(WEEK, 0):
        assert "".join(str(entry) for entry in day.steps[4].value) in shown


def test_the_winner_is_marked_without_colour() -> None:
    cook = load("romance")
    season = days.season(cook, WEEK[1:2], 0, None, "en", vectors=True, whole=False)
    assert "1 0 0 │ 1(2)1" in Screen.text(days.layouts(season), 200, colour=False)


def test_the_halves_have_two_colours_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    cook = load("romance")
    season = days.season(cook, WEEK, 0, None, "en", vectors=True, whole=False)
    text = Screen.text(days.layouts(season), 200, colour=True)
    assert "\x1b[36m" in text
    assert "\x1b[35m" in text


def test_names_are_shown_as_they_are() -> None:
    kitchen = parse('dishes = ["[/b]", ":pizza:", "%s"]\nrule = "next"' % ("饭" * 400), "k.toml")
    for width in (40, 80, 10_000):
        cook = kitchen
        season = days.season(cook, np.zeros(3, np.uint8), 0, None, "en", vectors=True, whole=False)
        text = Screen.text(days.layouts(season), width, colour=False)
        assert "[/b]" in text
        assert ":pizza:" in text
        assert text.count("饭") == 800  # as today's dish, and as tomorrow's yesterday
        assert all(cell_len(line) <= width for line in text.splitlines())


def test_explanations_say_what_the_numbers_mean() -> None:
    cook = load("romance")
    labels = labels_of(cook.dishes, cook.weathers, "en")
    book = explain.pages(cook.explained(WEEK[1:2], 0), labels, "en")
    text = "\n".join(Screen.text(part, 200, colour=False) for page in book for part in page.parts)
    assert "Rows 1-3: eat shredded potato again. Rows 4-6: cook crayfish." in text
    assert "row 5 is the largest, 2" in text
    assert "fold adds the first half and the second half" in text
    assert "(2)" in text


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kitchen", builtin_names())
def test_every_step_has_a_sentence(kitchen: str, lang: str) -> None:
    for cook in (load(kitchen), as_rnn(load(kitchen))):
        labels = labels_of(cook.dishes, cook.weathers, lang)
        for page in explain.pages(cook.explained(WEEK[:1], 0), labels, lang):
            sentence = Screen.text(page.parts[-2], 10_000, colour=False).strip()
            assert sentence.endswith("。" if lang == "zh" else ".")


def test_a_long_table_shows_its_ends() -> None:
    cook = load("romance")
    codes = np.tile(WEEK, 50)  # 300 days
    season = days.season(cook, codes, 0, None, "en", vectors=False, whole=False)
    every = [day.dish for day in cook.days(codes, 0, steps=False)]
    assert [day.dish for day in season.days] == every[:10] + every[-10:]
    assert [day.number for day in season.days] == [*range(1, 11), *range(291, 301)]
    assert "280 days between" in Screen.text(days.layouts(season), 200, colour=False)
    assert len(days.season(cook, codes, 0, None, "en", vectors=False, whole=True).days) == 300
    assert len(days.season(cook, codes[:200], 0, None, "en", vectors=False, whole=False).days) == 200


def test_diagrams_in_other_languages() -> None:
    kitchen = load("romance")
    graph = diagrams.network(kitchen, matrices(kitchen), "en")
    names = {node.id for node in graph.nodes}
    assert all({edge.source, edge.target} <= names for edge in graph.edges)
    assert [(edge.source, edge.target) for edge in graph.edges if edge.is_loop] == [("next", "dish")]
    assert diagrams.mermaid(graph).startswith("flowchart TB\n")
    assert 'food["Food 6x3"]' in diagrams.mermaid(graph)
    assert diagrams.dot(graph).startswith('digraph "romance" {')
    odd = parse('dishes = ["a\\"b", "<i>"]\nrule = "next"', "k.toml")
    states = diagrams.states(odd, range(2), rule_table(odd).tolist(), "en")
    assert 's0["a#34;b"]' in diagrams.mermaid(states)
    assert 's0 [label="a\\"b"]' in diagrams.dot(states)
