"""Every picture of the story's kitchen, as it is drawn."""

from typing import Any

import pytest
from rich.cells import cell_len

from cooking_rnn.blocks import Graph
from cooking_rnn.insight.drawing import diagram
from cooking_rnn.kitchen.toml import load, parse
from cooking_rnn.network.model import Architecture
from cooking_rnn.render.graph_code import dot, mermaid
from cooking_rnn.render.terminal import text
from cooking_rnn.report.drawing import graph, unrolled_layers
from cooking_rnn.report.say import Say

NETWORK = """\
┌──▶ yesterday's dish 3x1   today's weather 2x1
│            │                     │
│          Food 6x3             Weather 6x2
│            │ 6x1                 │ 6x1
│            └──────────┬──────────┘
│                       + 6x1
│                       │
│                   hard-max 6x1
│                       │
│                     fold 3x1
│                       │
└─ tomorrow ───── today's dish 3x1
"""

STATES = """\
shredded potato
  ─ sunny ─▶ shredded potato ↺
  ─ rainy ─▶ crayfish
crayfish
  ─ sunny ─▶ crayfish ↺
  ─ rainy ─▶ crispy pork
crispy pork
  ─ sunny ─▶ crispy pork ↺
  ─ rainy ─▶ shredded potato
"""

UNROLLED = """\
shredded potato ─▶ [romance] ─▶ shredded potato ─▶ [romance] ─▶ crayfish
                       ▲                               ▲
                     sunny                           rainy

crayfish ─▶ [romance] ─▶ crispy pork
                ▲
              rainy
"""

BELOW = """\
shredded potato 0
  ─▶ romance
sunny
  ─▶ romance
romance
  ─▶ shredded potato
shredded potato 1
  ─▶ romance
rainy
  ─▶ romance
romance
  ─▶ crayfish
crayfish 2
"""


def drawn(what: Any, picture: str, width: int = 60, lang: str = "en", **how: Any) -> str:
    return text([graph(diagram(what, picture=picture, **how), Say(lang))], width, colour=False)


def test_the_network_with_its_loop() -> None:
    assert drawn(load("romance"), "network") == NETWORK


def test_the_states() -> None:
    assert drawn(load("romance"), "states") == STATES


def test_the_arrows_of_a_state_are_in_the_order_of_the_weathers() -> None:
    kitchen = parse('dishes = ["a", "b"]\n[weathers]\nx = "b"\ny = "a"\nz = "b"\n', "k.toml")
    edges = graph(diagram(kitchen, picture="states"), Say()).edges
    assert [(edge.source, edge.label, edge.target) for edge in edges] == [
        ("s0", "x, z", "s1"),
        ("s0", "y", "s0"),
        ("s1", "x, z", "s1"),
        ("s1", "y", "s0"),
    ]


@pytest.mark.parametrize(
    ("width", "weather", "drawing"),
    [(80, "sunny,rainy,rainy", UNROLLED), (72, "sunny,rainy,rainy", UNROLLED), (30, "sunny,rainy", BELOW)],
)
def test_the_days_unrolled(width: int, weather: str, drawing: str) -> None:
    assert drawn(load("romance"), "unrolled", width, weather=weather) == drawing


@pytest.mark.slow
def test_many_days_unroll_into_bands_that_are_as_full_as_the_width_allows() -> None:
    lines = drawn(load("romance"), "unrolled", 80, weather=["sunny", "rainy", "rainy", "sunny"] * 100).splitlines()
    assert sum(line.count("[romance]") for line in lines) == 400
    assert all(cell_len(line) <= 80 for line in lines)


LOOPED = """\
                                     x 5x1
                                     │
                  ┌──────────────────┴──────────────────┐
          [simple RNN 1 →] ↺ h 16x1, tomorrow   [simple RNN 1 ←] ↺ h 16x1, yesterday
                  │                                     │
                  └──────────────────┬──────────────────┘
"""

UNROLLED_BOTH_WAYS = """\
       y1                  y2
       ▲ ▲                 ▲ ▲
[simple RNN 1 ←] ◀─ [simple RNN 1 ←]
[simple RNN 1 →] ─▶ [simple RNN 1 →]
       ▲ ▲                 ▲ ▲
       x1                  x2
"""

IN_BANDS = """\
      y1                y2
       ▲                 ▲
[simple RNN 1] ─▶ [simple RNN 1]
       ▲                 ▲
      x1                x2

      y2                y3
       ▲                 ▲
[simple RNN 1] ─▶ [simple RNN 1]
       ▲                 ▲
      x2                x3
"""


def test_a_band_begins_with_what_the_last_one_ended_with() -> None:
    assert (
        text([unrolled_layers(Architecture("simple", 5, 3), ["x1", "x2", "x3"], "", Say())], 40, colour=False)
        == IN_BANDS
    )


def test_a_network_that_could_be() -> None:
    both_ways = Architecture("simple", 5, 3, bidirectional=True)
    assert drawn(both_ways, "unrolled", days=2) == UNROLLED_BOTH_WAYS
    assert drawn(both_ways, "network", 90).startswith(LOOPED)


@pytest.mark.parametrize("layers", [1, 2, 3])
@pytest.mark.parametrize("bidirectional", [False, True])
def test_what_goes_where_in_a_deep_network(layers: int, bidirectional: bool) -> None:
    architecture = Architecture("lstm", 5, 3, layers=layers, bidirectional=bidirectional)
    told = graph(diagram(architecture, picture="unrolled", days=3), Say())
    ways = 1 + bidirectional
    to_next_day = layers * ways * 2
    upward = 3 * (ways + (layers - 1) * ways * ways + ways)
    assert len(told.edges) == to_next_day + upward
    assert_joined(told)
    for width in (10, 40, 80, 200):
        for picture in ("network", "unrolled"):
            shown = drawn(architecture, picture, width, "zh")
            assert all(cell_len(line) <= width for line in shown.splitlines())
            boxes = [node.name for node in graph(diagram(architecture, picture=picture), Say("zh")).nodes]
            assert all(shown.replace("\n    ", " ").count(name) for name in boxes if width > 10 and "LSTM" in name)


def assert_joined(told: Graph) -> None:
    assert all({edge.source, edge.target} <= {node.id for node in told.nodes} for edge in told.edges)


def test_mermaid_and_dot() -> None:
    told = graph(diagram(load("romance")), Say())
    assert_joined(told)
    assert [(edge.source, edge.target) for edge in told.edges if edge.is_loop] == [("next", "dish")]
    assert mermaid(told).startswith("flowchart TB\n")
    assert 'food["Food 6x3"]' in mermaid(told)
    assert dot(told).startswith('digraph "romance" {')
    odd = parse('dishes = ["a\\"b", "<i>"]\nrule = "next"', "k.toml")
    states = graph(diagram(odd, picture="states"), Say())
    assert 's0["a#34;b"]' in mermaid(states)
    assert 's0 [label="a\\"b"]' in dot(states)


def test_an_lstm_cell_opened_is_what_the_paper_writes() -> None:
    """f, i and o are sigmoids and g a tanh of A·[h; x; 1]; c = f∘c + i∘g, h = o∘tanh(c); c and h go on to tomorrow."""
    drawn = graph(diagram(Architecture("lstm", 5, 3, 16), picture="cell"), Say())
    arrows = {(edge.source, edge.target) for edge in drawn.edges if not edge.is_loop}
    assert arrows == {
        ("x", "a"),
        *(("a", gate) for gate in "figo"),
        *((source, "c") for source in ("before", "f", "i", "g")),
        ("o", "h"),
        ("c", "h"),
    }
    assert {(edge.source, edge.target) for edge in drawn.edges if edge.is_loop} == {("c", "before"), ("h", "x")}
    shapes = {node.id: node.note for node in drawn.nodes}
    assert (shapes["x"], shapes["a"], shapes["f"], shapes["g"]) == ("22x1", "64x22", "σ 16x1", "tanh 16x1")


def test_a_simple_cell_opened() -> None:
    assert (
        text([graph(diagram(Architecture("simple", 5, 3, 4), picture="cell"), Say())], 80, colour=False)
        == """\
┌─────────────▶ [h; x] 9x1
│                  │
│                  A 4x9
│                  │ z
└─ tomorrow ─ h = tanh(z) 4x1
"""
    )
