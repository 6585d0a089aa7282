"""A vector in a line and in several, and the marks that tell its entries apart."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cooking_rnn.blocks import Vector, table
from cooking_rnn.render import terminal
from cooking_rnn.render.vectors import numbers, vector_line, vector_lines


def test_parts_winner_and_packing() -> None:
    vector = Vector(np.array([1, 0, 0, 1, 2, 1]), parts=(3, 3), winners=(4,))
    assert vector_line(vector).plain == " 1 0 0 │ 1(2)1 "
    assert vector_line(vector, packed=True).plain == "100│1(2)1"
    assert vector_line(Vector(np.array([10, 2])), packed=True).plain == " 10  2 "


def test_a_winner_is_told_from_what_it_beats() -> None:
    values = np.array([1.7012, 1.7031, 0.2])
    assert numbers(values, [1]) == ["1.701", "1.703", "0.200"]
    assert numbers(values) == ["1.70", "1.70", "0.20"]
    assert numbers(np.array([1.7, 1.7]), [0, 1]) == ["1.70", "1.70"]
    assert numbers(np.array([-0.0, -0.001])) == ["0.00", "0.00"]


@given(st.lists(st.floats(-99, 99), min_size=1, max_size=40), st.integers(12, 60), st.integers(0, 4))
def test_numbers_wrap_into_columns(values: list[float], width: int, indent: int) -> None:
    vector = Vector(np.array(values))
    shown = [line.plain.rstrip() for line in vector_lines(vector, width, indent)]
    assert " ".join(shown).split() == [text.strip() for text in numbers(vector.values)]
    pitch = len(numbers(vector.values)[0]) + 1
    lead = len(shown[0]) - pitch * len(shown[0].split())
    for line in shown:
        assert len(line) <= width
        ends = [word.end() - lead for word in re.finditer(r"\S+", line)]
        assert ends == [pitch * (place + 1) for place in range(len(ends))]


@given(st.lists(st.integers(1, 9), min_size=1, max_size=9), st.integers(12, 60), st.data())
def test_parts_and_winner_are_marked_in_every_line(parts: list[int], width: int, data: st.DataObject) -> None:
    winner = data.draw(st.integers(0, sum(parts) - 1))
    vector = Vector(np.zeros(sum(parts), int), parts=tuple(parts), winners=(winner,))
    shown = [line.plain for line in vector_lines(vector, width)]
    assert all(len(line.rstrip()) <= width for line in shown)
    assert "".join(shown).count("0") == sum(parts)
    assert "".join(shown).count("(0)") == 1


@pytest.mark.parametrize("colour", [False, True])
def test_halves_have_two_colours_on_a_terminal(colour: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    shown = terminal.text([table([""], [[Vector(np.array([1, 2]), parts=(1, 1))]])], 80, colour=colour)
    assert [f"\x1b[{code}m" in shown for code in (36, 35)] == [colour] * 2
