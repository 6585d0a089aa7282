"""A season is what a loop over the table cooks, day by day, in any kitchen and however it is cut."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from cooking_rnn.fast import season as module
from cooking_rnn.fast.packing import pack, places, unpacked
from cooking_rnn.fast.season import CHUNKS, FEWEST, LENGTH, FastSeason, side_by_side
from cooking_rnn.kitchen.check import rule_table
from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.kitchen.season import season
from tests.kitchens import kitchens

Codes = NDArray[np.uint8]


def by_loop(table: Codes, weathers: Codes, dish: int) -> list[int]:
    """Return what a loop over the table cooks: the law itself."""
    rows = table.tolist()
    return [dish := rows[weather][dish] for weather in weathers.tolist()]


def weather(days: int, weathers: int, seed: int = 0) -> Codes:
    return np.random.default_rng(seed).integers(0, weathers, days, np.uint8)


def random_rules(m: int, n: int) -> Codes:
    """Rules that forget: most of what was eaten does not matter after a while."""
    return np.random.default_rng(m * n).integers(0, n, (m, n)).astype(np.uint8)


def permutations(m: int, n: int) -> Codes:
    """Rules that never forget, and make more maps than can be numbered."""
    rng = np.random.default_rng(m * n)
    return np.array([rng.permutation(n) for _ in range(m)], np.uint8)


def shifts(m: int, n: int) -> Codes:
    """Rules that make only n maps."""
    return np.array([np.roll(np.arange(n), -shift) for shift in range(m)], np.uint8)


def almost_permutations(m: int, n: int) -> Codes:
    """Rules that forget only whether it was the first dish or the last, and nothing else, for ever."""
    table = permutations(m, n - 1)
    return np.hstack([table, table[:, :1]])


@given(kitchens(), st.integers(0, 2**32), st.lists(st.integers(0, 9000), max_size=4), st.integers(0, 9000))
def test_season_and_loop_agree_however_it_is_cut(kitchen: Kitchen, seed: int, cuts: list[int], days: int) -> None:
    cook, codes = kitchen, weather(days, len(kitchen.rules), seed)
    expected = by_loop(rule_table(kitchen), codes, kitchen.start)
    assert cook.menu(codes, kitchen.start).tolist() == expected
    dish, menu = kitchen.start, []
    for piece in np.split(codes, sorted(cuts)):
        menu += cook.menu(piece, dish).tolist()
        dish = menu[-1] if menu else dish
    assert menu == expected


@given(kitchens(), st.integers(0, 2**32))
def test_season_and_matrices_agree(kitchen: Kitchen, seed: int) -> None:
    codes = weather(60, len(kitchen.rules), seed)
    cook = kitchen
    by_matrices = [int(day.steps[-1].value.argmax()) for day in cook.days(codes, kitchen.start)]
    assert cook.menu(codes, kitchen.start).tolist() == by_matrices


@pytest.mark.parametrize("rules", [random_rules, permutations, shifts, almost_permutations])
@pytest.mark.parametrize(
    ("m", "n"), [(1, 3), (2, 3), (3, 5), (4, 4), (5, 7), (10, 40), (16, 9), (17, 20), (2, 256), (256, 3), (256, 256)]
)
def test_every_kind_and_size_of_kitchen(rules: object, m: int, n: int) -> None:
    table = rules(m, n)  # type: ignore[operator]
    codes = weather(30_000 * places(m), m)
    assert FastSeason(table)(codes, n - 1).tolist() == by_loop(table, codes, n - 1)


@pytest.mark.parametrize("table", [shifts(2, 3), shifts(3, 5), random_rules(10, 40), permutations(10, 40)])
def test_lengths_around_every_boundary(table: Codes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CHUNKS", 20)
    m = len(table)
    fast, p = FastSeason(table), places(m)
    chunk = p * fast._length
    codes = weather(41 * chunk, m)
    expected = by_loop(table, codes, 0)
    for boundary in (0, p, chunk, FEWEST * chunk, 20 * chunk, 28 * chunk, 40 * chunk):
        for days in range(max(0, boundary - p - 1), boundary + p + 2):
            assert fast(codes[:days], 0).tolist() == expected[:days]


def test_a_whole_block_of_real_size() -> None:
    table = shifts(2, 3)
    codes = weather((CHUNKS + FEWEST) * LENGTH * 8 + 5, 2)
    assert np.array_equal(FastSeason(table)(codes, 1), (1 + np.cumsum(codes, dtype=np.int64)) % 3)


def test_weather_that_is_not_contiguous() -> None:
    table, codes = shifts(2, 3), weather(40_000, 2)
    assert FastSeason(table)(codes[::-2], 0).tolist() == by_loop(table, codes[::-2], 0)
    assert FastSeason(table)(codes[3:], 0).tolist() == by_loop(table, codes[3:], 0)


@given(
    st.integers(1, 6),
    st.integers(1, 12),
    st.integers(0, 3000),
    st.sampled_from([random_rules, permutations]),
    st.data(),
)
def test_the_plain_season_and_the_fast_one_and_a_loop_agree(
    m: int, n: int, days: int, rules: Callable[[int, int], Codes], data: st.DataObject
) -> None:
    table, codes, dish = rules(m, n), weather(days, m, days), data.draw(st.integers(0, n - 1))
    plain = season(table, codes, dish)
    assert plain.tolist() == by_loop(table, codes, dish)
    assert np.array_equal(plain, FastSeason(table)(codes, dish))


def test_codes_of_any_integer_type() -> None:
    table, codes = shifts(2, 3), weather(40_000, 2)
    for kind in (np.int8, np.uint16, np.int64):
        assert FastSeason(table)(codes.astype(kind), 0).tolist() == by_loop(table, codes, 0)


NO_WEATHERS = [np.array([0, 2]), np.array([0, -1]), np.array([0.0]), np.array([True]), np.array([[0]]), [0, 1]]
NO_DISHES = [3, -1, 0.5, "0", None, True]


@pytest.mark.parametrize(
    ("weathers", "dish"),
    [*((weathers, 0) for weathers in NO_WEATHERS), *((np.zeros(days, int), no) for no in NO_DISHES for days in (0, 1))],
)
def test_codes_that_the_table_does_not_know(weathers: Any, dish: Any) -> None:
    with pytest.raises(ValueError, match="code"):
        FastSeason(shifts(2, 3))(weathers, dish)
    with pytest.raises(ValueError, match="code"):
        season(shifts(2, 3), weathers, dish)


def test_many_seasons_side_by_side() -> None:
    table, codes, starts = random_rules(3, 5), np.array([weather(20, 3, seed) for seed in range(5)]).T, np.arange(5)
    dishes = side_by_side(table, codes, starts)
    assert np.array_equal(dishes[0], starts)
    for start in range(5):
        assert dishes[1:, start].tolist() == by_loop(table, codes[:, start], start)


@pytest.mark.parametrize("bad", [[[0]], *(np.array([[code]]) for code in (-1, 2, 0.5))])
def test_codes_of_many_seasons_that_the_table_does_not_know(bad: Any) -> None:
    good = np.array([[0]])
    for weathers, starts in ((bad, good[0]), (good, bad[0])):
        with pytest.raises(ValueError, match="code"):
            side_by_side(shifts(2, 2), weathers, starts)


@pytest.mark.parametrize("base", [1, 2, 3, 4, 5, 16, 17, 256])
def test_packs_are_digits(base: int) -> None:
    table = unpacked(base)
    assert table.shape == (base ** places(base), places(base))
    assert pack(table.ravel(), base).tolist() == list(range(len(table)))
