"""Charts: every mark is where its number is, whatever the numbers are and wherever they are read."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from cooking_rnn.blocks import Bars, Curve, Lines
from cooking_rnn.render.output import in_encoding
from cooking_rnn.render.terminal import text as rendered

WIDTHS = (1, 20, 40, 59, 80, 120, 10_000)


def drawn(*curves: Curve, width: int = 80, includes: tuple[float, ...] = ()) -> list[str]:
    text = rendered([Lines(curves, "day", "norm", "the title", includes)], max(width, 10), colour=False)
    assert all(cell_len(line) <= max(width, 10) for line in text.splitlines()), text
    assert "…" not in text
    return text.splitlines()


def marks(lines: list[str], mark: str) -> list[tuple[int, int]]:
    """Return the (row, column) of each mark in the plot, from its lower left corner."""
    top = lines.index("norm") + 1
    bottom = next(row for row, line in enumerate(lines) if "└" in line)
    left = lines[bottom].index("└")
    return [
        (bottom - 1 - row, column - left - 1)
        for row in range(top, bottom)
        for column, char in enumerate(lines[row])
        if char == mark and column > left
    ]


def test_a_straight_line_has_a_mark_in_every_column_where_it_belongs() -> None:
    lines = drawn(Curve("line", range(11), range(0, 101, 10)))
    assert lines[:3] == ["the title", "● line", "norm"]
    assert [line[:5] for line in lines[3:19:3]] == ["100 ┤", " 80 ┤", " 60 ┤", " 40 ┤", " 20 ┤", "  0 ┤"]
    rows, columns = 16, 75
    places = marks(lines, "●")
    assert sorted(column for _, column in places) == [*range(columns)]
    for row, column in places:  # a point may be half a column from the middle of its column
        assert abs(row - column / (columns - 1) * (rows - 1)) <= 0.5 + 0.5 * rows / columns


def test_a_point_a_column_is_exact() -> None:
    places = marks(drawn(Curve("points", range(76), [5 * (step % 4) for step in range(76)])), "●")
    assert sorted(places, key=lambda place: place[1]) == [(4 * (step % 4), step) for step in range(76)]


def test_points_alone_stand_at_their_ticks() -> None:
    """Between points without values nothing is drawn: what was not measured is not shown."""
    lines = drawn(Curve("points", range(5), [0, None, 2, math.nan, 4]))
    ticks = next(line for line in lines if "└" in line)
    left = ticks.index("└") + 1
    assert len(marks(lines, "●")) == 3
    for row, column in marks(lines, "●"):
        assert ticks[left + column] == "┬"
        assert "┤" in [*reversed(lines[: lines.index(ticks)])][row]


def test_a_spike_between_two_columns_is_seen() -> None:
    y = [0.0] * 1000
    y[501] = 8
    assert max(row for row, _ in marks(drawn(Curve("spike", range(1000), y)), "●")) >= 12


def test_the_order_of_the_points_does_not_matter() -> None:
    assert drawn(Curve("a", [3, 1, 2], [9, 1, 4])) == drawn(Curve("a", [1, 2, 3], [1, 4, 9]))


def test_curves_that_coincide_take_turns() -> None:
    lines = drawn(Curve("one", [0, 1], [0, 1]), Curve("two", [0, 1], [0, 1]), Curve("down", [0, 1], [1, 0]))
    one, two = ({column for _, column in marks(lines, mark)} for mark in "●▲")
    assert len(one) > 30
    assert len(two) > 30
    assert not one & two


def test_a_curve_without_any_value_says_so() -> None:
    assert drawn(Curve("one", [0, 1], [0, 1]), Curve("none", [0, 1], [None, None]))[1] == "● one   ▲ none —"
    nothing = drawn(Curve("none", [0, 1], [None, None]))
    assert nothing[1] == "● none —"
    assert not marks(nothing, "●")
    assert drawn(Curve("empty", [], []))
    assert drawn()


def test_the_axis_reaches_what_it_is_told_to() -> None:
    lines = drawn(Curve("share", [1, 2], [0.4, 0.5]), includes=(0, 1))
    assert lines[3].lstrip().startswith("1.0 ┤")
    assert next(line for line in reversed(lines) if "┤" in line).lstrip().startswith("0 ┤")


@pytest.mark.parametrize("value", [0.0, -0.0, 1.0, -6700.0, 1e308, 5e-324, 1e-300, 0.1])
def test_a_constant_and_a_point(value: float) -> None:
    assert {row for row, _ in marks(drawn(Curve("flat", range(9), [value] * 9)), "●")} <= {5, 6, 7, 8, 9}
    assert len(marks(drawn(Curve("point", [value], [value])), "●")) == 1


EXTREMES = st.none() | st.floats(allow_nan=True, allow_infinity=True)


@settings(max_examples=20)
@given(
    st.lists(st.lists(st.tuples(st.floats(allow_nan=True), EXTREMES), max_size=12), max_size=12),
    st.sampled_from(WIDTHS),
)
def test_any_numbers_can_be_drawn(curves: list[list[tuple[float, float | None]]], width: int) -> None:
    drawn(*(Curve(f"{n}", [x for x, _ in points], [y for _, y in points]) for n, points in enumerate(curves)),
          width=width)  # fmt: skip


@pytest.mark.parametrize(
    ("low", "high"), [(1e-300, 1e-299), (-1e308, 1e308), (-6700, 0), (1, 1 + 2e-16), (0, 5e-324), (1e6, 1e6 + 1e-9)]
)
def test_the_ends_of_any_range_are_apart(low: float, high: float) -> None:
    rows = [row for row, _ in sorted(marks(drawn(Curve("a", [0, 1], [low, high])), "●"))]
    assert rows[0] <= 4
    assert rows[-1] >= 8


def test_a_narrow_screen_gets_the_numbers() -> None:
    lines = drawn(Curve("loss", range(1000), [7 - 6.7 * step for step in range(1000)]), width=20)
    assert lines[:4] == ["the title", "day → norm", "● loss", "  0 → 7"]
    assert lines[-1] == "  999 → -6686"


def test_curves_are_told_apart_without_colour_and_in_ascii() -> None:
    curves = [Curve(f"name{number}", [0, 1], [number, number]) for number in range(30)]
    legend = rendered([Lines(tuple(curves), "", "")], 100, colour=False).split("┤")[0]
    signs = [word for word in legend.split() if len(word) == 1]
    assert len(set(signs)) == 30
    plain = in_encoding("".join(signs), "ascii").decode()
    assert len(set(plain)) == 30
    assert "?" not in plain


def test_curves_have_colours_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    curves = (Curve("a", [0, 1], [0, 1]), Curve("b", [0, 1], [1, 0]))
    text = rendered([Lines(curves, "", "")], 80, colour=True)
    assert "\x1b[36m●" in text
    assert "\x1b[35m▲" in text


def test_points_alone_have_names_beside_them() -> None:
    names = [("eat", "饿"), ("drink", "read"), ("far", "")]
    curves = tuple(Curve(f"c{n}", [0, 10], [n, 5 * n], names[n]) for n in range(3))
    lines = rendered([Lines(curves, "day", "norm", "", joined=False)], 80, colour=False).splitlines()
    assert [len(marks(lines, mark)) for mark in "●▲■"] == [2, 2, 2]
    plot = lines[lines.index("norm") + 1 :]
    assert any("│● eat" in line for line in plot) or any("┤● eat" in line for line in plot)
    assert any(line.endswith("饿 ●") for line in plot)  # there is no room on the right
    assert all(any(name in line for line in plot) for name in ("drink", "read", "far"))


class TestBars:
    ROWS = (("what", (0.5, 4.0)), ("几点了", (0.25, 1.0)), ("it", (None, 0.0)))

    def shown(self, width: int) -> list[str]:
        text = rendered([Bars(("share", "变化"), self.ROWS, "word", "memory")], max(width, 10), colour=False)
        assert all(cell_len(line) <= max(width, 10) for line in text.splitlines()), text
        assert "…" not in text
        return text.splitlines()

    @pytest.mark.parametrize("width", WIDTHS)
    def test_every_number_is_there(self, width: int) -> None:
        text = " ".join(self.shown(width))
        assert all(number in text for number in ("0.500", "0.250", "4.000", "1.000", "0.000", "—"))

    @pytest.mark.parametrize("width", [40, 80, 120])
    def test_bars_are_as_long_as_their_numbers_and_aligned(self, width: int) -> None:
        what, when, it = self.shown(width)[-3:]
        bars = [[part for part in line.split() if "█" in part or "▌" in part] for line in (what, when, it)]
        assert [len(row) for row in bars] == [2, 2, 0]
        assert len(bars[0][0]) == len(bars[0][1]) == 2 * len(bars[1][0])
        assert cell_len(what.partition("█")[0]) == cell_len(when.partition("█")[0])

    def test_a_halved_cell(self) -> None:
        text = rendered([Bars(("n",), (("a", (40.0,)), ("b", (1.5,))), "")], 99, colour=False)
        assert "1.500 █▌" in text

    @settings(max_examples=20)
    @given(st.lists(st.tuples(EXTREMES, EXTREMES), max_size=6), st.sampled_from(WIDTHS))
    def test_any_numbers(self, values: list[tuple[float | None, float | None]], width: int) -> None:
        rows = tuple(("菜" * 9, pair) for pair in values)
        text = rendered([Bars(("a", "b"), rows, "l", "t")], max(width, 10), colour=False)
        assert all(cell_len(line) <= max(width, 10) for line in text.splitlines()), text
