"""Days as one-hot vectors; a code that is not known is an error, never another day."""

from typing import Any

import numpy as np
import pytest

from cooking_rnn.network.encoding import HIDDEN, encode, season


def test_weather_above_dish_and_zeros_where_it_is_hidden() -> None:
    inputs = encode(np.array([[HIDDEN], [1]]), np.array([[2], [HIDDEN]]), (2, 3))
    assert inputs[:, :, 0].tolist() == [[0, 0, 0, 0, 1], [0, 1, 0, 0, 0]]


def test_a_season_shows_the_start_dish_and_then_only_weather() -> None:
    assert season(np.array([1, 0]), 2, (2, 3)).tolist() == [[0, 0, 0, 0, 1], [0, 1, 0, 0, 0], [1, 0, 0, 0, 0]]
    assert season(np.zeros(2, np.uint8), 1, (0, 2)).tolist() == [[0, 1], [0, 0], [0, 0]]  # a kitchen without weather


@pytest.mark.parametrize("codes", [[[0]], np.array([[0.0]]), np.array([[True]]), np.array([0]), np.array([["0"]])])
def test_what_are_no_codes(codes: Any) -> None:
    good = np.array([[0]])
    for weathers, dishes in ((codes, good), (good, codes)):
        with pytest.raises(ValueError, match="codes"):
            encode(weathers, dishes, (2, 3))


@pytest.mark.parametrize("code", [-2, 3])
def test_codes_that_are_not_known(code: int) -> None:
    good, other = np.array([[0]]), np.array([[code]])
    for weathers, dishes in ((other, good), (good, other)):
        with pytest.raises(ValueError, match="a code that is not from -1 to"):
            encode(weathers, dishes, (3, 3))


@pytest.mark.parametrize(
    ("weathers", "start", "counts"),
    [
        (np.array([HIDDEN]), 0, (2, 3)),
        (np.array([2]), 0, (2, 3)),
        (np.array([0.0]), 0, (2, 3)),
        ([0], 0, (2, 3)),
        (np.array([0]), HIDDEN, (2, 3)),
        (np.array([0]), 3, (2, 3)),
        (np.array([0]), 0.5, (2, 3)),
        (np.array([1]), 0, (0, 3)),
    ],
)
def test_a_season_hides_no_weather(weathers: Any, start: Any, counts: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="code"):
        season(weathers, start, counts)
