"""The ceiling of `fill`: the article's values, and a count of everything that can happen."""

from collections import defaultdict
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cooking_rnn.kitchen.check import rule_table
from cooking_rnn.kitchen.toml import load
from cooking_rnn.training.ceiling import ceilings

CYCLE_OF_5 = np.array([[(dish + move) % 5 for dish in range(5)] for move in (-1, 0, 1)])


@pytest.mark.parametrize(
    ("table", "blanks", "is_last", "one_way", "both_ways"),
    [
        (rule_table(load("romance")), 1, False, [0.5], [1]),
        (rule_table(load("romance")), 1, True, [0.5], [0.5]),
        (rule_table(load("romance")), 2, False, [0.5, 0.5], [0.75, 1]),
        (rule_table(load("weather")), 1, False, [0.5], [0.5]),
        (CYCLE_OF_5, 1, False, [0.3333], [1]),
    ],
    ids=["romance inside", "romance last", "romance two", "weather", "cycle of 5"],
)
def test_the_article_s_values(
    table: np.ndarray, blanks: int, is_last: bool, one_way: list[float], both_ways: list[float]
) -> None:
    for ways, expected in ((False, one_way), (True, both_ways)):
        assert ceilings(table, 20, blanks, both_ways=ways, is_last=is_last) == pytest.approx(expected, abs=1e-4)


@settings(max_examples=30)
@given(st.data())
def test_counting_all_that_can_happen_gives_the_same(data: st.DataObject) -> None:
    m, n = data.draw(st.integers(1, 3)), data.draw(st.integers(1, 3))
    rows = st.lists(st.integers(0, n - 1), min_size=n, max_size=n)
    table = np.array(data.draw(st.lists(rows, min_size=m, max_size=m)))
    first, blanks = data.draw(st.integers(1, 2)), data.draw(st.integers(1, 2))
    both_ways, is_last = data.draw(st.booleans()), data.draw(st.booleans())
    days = first + blanks - 1 + (not is_last)
    for place in range(blanks):
        seen: dict[object, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        for start, *weathers in product(range(n), *[range(m)] * days):
            dishes = [start]
            for weather in weathers:
                dishes.append(int(table[weather, dishes[-1]]))
            shown: list[object] = [*zip(dishes[:first], [None, *weathers], strict=False)]
            if both_ways:
                shown += [*zip(dishes[first + blanks :], weathers[first + blanks - 1 :], strict=True)]
            seen[tuple(shown)][dishes[first + place]] += 1
        counted = sum(max(dishes.values()) for dishes in seen.values()) / (n * m**days)
        told = ceilings(table, first, blanks, both_ways=both_ways, is_last=is_last)[place]
        assert told == pytest.approx(counted)
