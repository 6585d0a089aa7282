"""Every picture of the story's kitchen, as it is drawn."""

import numpy as np
import pytest
from rich.cells import cell_len

from cooking_rnn.kitchen.check import rule_table
from cooking_rnn.kitchen.toml import load, parse
from cooking_rnn.network.model import Architecture
from cooking_rnn.show import diagrams, drawings, networks
from cooking_rnn.show.labels import labels_of
from cooking_rnn.show.screen import Screen

NETWORK = """\
┌▶ yesterday's dish   today's weather
│         3x1               2x1
│          │                 │
│      Food 6x3         Weather 6x2
│          │ 6x1             │ 6x1
│          └────────┬────────┘
│                   + 6x1
│                   │
│               hard-max  6x1
│                   │
│                 fold  3x1
│                   │
└─ tomorrow ─ today's dish  3x1
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
shredded potato
 sunny ─▶ shredded potato
 rainy ─▶ crayfish
 rainy ─▶ crispy pork
"""


def unrolled(kitchen: str, weather: list[int]) -> diagrams.Graph:
    cook = load(kitchen)
    days = list(cook.days(np.array(weather, np.uint8), cook.start, steps=False))
    return diagrams.unrolled(cook.name, days, labels_of(cook.dishes, cook.weathers, "en"))


def test_the_network_with_its_loop() -> None:
    cook = load("romance")
    assert Screen.text(drawings.looped(diagrams.network(cook, cook.matrices, "en")), 60, colour=False) == NETWORK


def test_the_states() -> None:
    kitchen = load("romance")
    graph = diagrams.states(kitchen, range(3), rule_table(kitchen).tolist(), "en")
    assert Screen.text(drawings.states(graph), 60, colour=False) == STATES


def test_the_arrows_of_a_state_are_in_the_order_of_the_weathers() -> None:
    kitchen = parse('dishes = ["a", "b"]\n[weathers]\nx = "b"\ny = "a"\nz = "b"\n', "k.toml")
    graph = diagrams.states(kitchen, range(2), rule_table(kitchen).tolist(), "en")
    assert [(edge.source, edge.label, edge.target) for edge in graph.edges] == [
        ("s0", "x, z", "s1"),
        ("s0", "y", "s0"),
        ("s1", "x, z", "s1"),
        ("s1", "y", "s0"),
    ]


@pytest.mark.parametrize(("width", "drawing"), [(80, UNROLLED), (72, UNROLLED), (30, BELOW)])
def test_the_days_unrolled(width: int, drawing: str) -> None:
    assert Screen.text(drawings.unrolled(unrolled("romance", [0, 1, 1])), width, colour=False) == drawing


def test_many_days_unroll_into_bands_that_are_as_full_as_the_width_allows() -> None:
    graph = unrolled("romance", [0, 1, 1, 0] * 500)
    lines = Screen.text(drawings.unrolled(graph), 80, colour=False).splitlines()
    assert sum(line.count("[romance]") for line in lines) == 2000
    assert all(cell_len(line) <= 80 for line in lines)


LOOPED = """\
x 5x1
├──────────────────────────────────────┐
[simple RNN 1 →] ↺ h 16x1, tomorrow    [simple RNN 1 ←] ↺ h 16x1, yesterday
"""

UNROLLED_BOTH_WAYS = """\
       y1                    y2
       ▲ ▲                   ▲ ▲
[simple RNN 1 ←] ◀─── [simple RNN 1 ←]
[simple RNN 1 →] ───▶ [simple RNN 1 →]
       ▲ ▲                   ▲ ▲
       x1                    x2

"""

IN_BANDS = """\
            y1
             ▲
      [simple RNN 1] ───▶
             ▲
            x1

            y2
             ▲
 ───▶ [simple RNN 1]
             ▲
            x2

"""


def test_an_arrow_leads_from_band_to_band() -> None:
    architecture = Architecture("simple", 5, 3)
    graph = networks.unrolled(architecture, ["x1", "x2"], "one way")
    assert Screen.text(networks.unrolled_drawing(architecture, graph), 30, colour=False) == IN_BANDS


def test_a_network_that_could_be() -> None:
    both_ways = Architecture("simple", 5, 3, bidirectional=True)
    graph = networks.unrolled(both_ways, ["x1", "x2"], "both ways")
    assert Screen.text(networks.unrolled_drawing(both_ways, graph), 60, colour=False) == UNROLLED_BOTH_WAYS
    told = Screen.text(
        networks.looped_drawing(both_ways, networks.network(both_ways, "both ways", "en"), "en"), 90, colour=False
    )
    assert told.startswith(LOOPED)


@pytest.mark.parametrize("layers", [1, 2, 3])
@pytest.mark.parametrize("bidirectional", [False, True])
def test_what_goes_where_in_a_deep_network(layers: int, bidirectional: bool) -> None:
    architecture = Architecture("lstm", 5, 3, layers=layers, bidirectional=bidirectional)
    graph = networks.unrolled(architecture, ["x1", "x2", "x3"], "deep")
    ways = 1 + bidirectional
    to_next_day = layers * ways * 2
    upward = 3 * (ways + (layers - 1) * ways * ways + ways)
    assert len(graph.edges) == to_next_day + upward
    assert all({edge.source, edge.target} <= {node.id for node in graph.nodes} for edge in graph.edges)
    for width in (10, 40, 80, 200):
        for drawn in (
            networks.unrolled_drawing(architecture, graph),
            networks.looped_drawing(architecture, networks.network(architecture, "deep", "zh"), "zh"),
        ):
            text = Screen.text(drawn, width, colour=False)
            assert all(cell_len(line) <= width for line in text.splitlines())
            assert text.count("LSTM") == sum("LSTM" in node.name for node in graph.nodes) or "↺" in text
