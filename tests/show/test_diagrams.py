"""Every picture of the story's kitchen, as it is drawn."""

import time

import numpy as np
import pytest
from rich.cells import cell_len

from cooking_rnn.kitchen.cook import KitchenCook
from cooking_rnn.kitchen.proof import rule_table
from cooking_rnn.kitchen.toml import load, parse
from cooking_rnn.show import diagrams, drawings
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
    cook = KitchenCook(load(kitchen))
    days = list(cook.days(np.array(weather, np.uint8), cook.start, steps=False))
    return diagrams.unrolled(cook.name, days, labels_of(cook.dishes, cook.weathers, "en"))


def test_the_network_with_its_loop() -> None:
    cook = KitchenCook(load("romance"))
    assert (
        Screen.text(drawings.looped(diagrams.network(cook.kitchen, cook.matrices, "en")), 60, colour=False) == NETWORK
    )


def test_the_states() -> None:
    kitchen = load("romance")
    labels = labels_of(kitchen.dishes, kitchen.weathers, "en")
    graph = diagrams.states(kitchen, rule_table(kitchen).tolist(), labels, "en")
    assert Screen.text(drawings.states(graph), 60, colour=False) == STATES


def test_the_arrows_of_a_state_are_in_the_order_of_the_weathers() -> None:
    kitchen = parse('dishes = ["a", "b"]\n[weathers]\nx = "b"\ny = "a"\nz = "b"\n', "k.toml")
    graph = diagrams.states(
        kitchen, rule_table(kitchen).tolist(), labels_of(kitchen.dishes, kitchen.weathers, "en"), "en"
    )
    assert [(edge.source, edge.label, edge.target) for edge in graph.edges] == [
        ("s0", "x, z", "s1"),
        ("s0", "y", "s0"),
        ("s1", "x, z", "s1"),
        ("s1", "y", "s0"),
    ]


@pytest.mark.parametrize(("width", "drawing"), [(80, UNROLLED), (72, UNROLLED), (30, BELOW)])
def test_the_days_unrolled(width: int, drawing: str) -> None:
    assert Screen.text(drawings.unrolled(unrolled("romance", [0, 1, 1])), width, colour=False) == drawing


def test_many_days_unroll_in_time_that_grows_with_them() -> None:
    """As bands that are as full as the width allows."""
    graph = unrolled("romance", [0, 1, 1, 0] * 500)
    begin = time.perf_counter()
    lines = Screen.text(drawings.unrolled(graph), 80, colour=False).splitlines()
    assert time.perf_counter() - begin < 5  # 2,000 days took minutes when every size of band was drawn
    assert sum(line.count("[romance]") for line in lines) == 2000
    assert all(cell_len(line) <= 80 for line in lines)
