"""Every backward pass is right, and a wrong one is found."""

import numpy as np
import pytest

from cooking_rnn.network import gradcheck
from cooking_rnn.network.gradcheck import Compared, central_differences, check
from cooking_rnn.network.model import Architecture, initial


def checked(architecture: Architecture, bug: str | None = None) -> list[Compared]:
    rng = np.random.default_rng(0)
    flat = initial(architecture, rng, np.float64)
    return check(architecture, flat, rng.standard_normal((3, 2, 1)), rng.integers(2, size=(3, 1)), bug=bug)


@pytest.mark.parametrize("bidirectional", [False, True])
@pytest.mark.parametrize("layers", [1, 2, 3])
@pytest.mark.parametrize(("cell", "bias"), [("simple", False), ("simple", True), ("lstm", False), ("gru", True)])
def test_every_gradient_is_right(cell: str, bias: bool, layers: int, bidirectional: bool) -> None:
    architecture = Architecture(cell, 2, 2, 2, layers, bidirectional, bias)
    compared = checked(architecture)
    assert [each.name for each in compared] == [*architecture.shapes(), "input"]
    for each in compared:
        assert each.error < 1e-6, each.name
        assert np.abs(each.numeric).max() > 1e-6, each.name  # there is something to be right about


@pytest.mark.parametrize("cell", ["simple", "lstm", "gru"])
def test_a_transposed_matrix_is_found_and_what_lies_above_it_is_right(cell: str) -> None:
    right = {each.name: each.is_right for each in checked(Architecture(cell, 2, 2, 2), "transpose")}
    assert right.pop("readout")
    assert not any(right.values())


def test_central_differences_put_back_what_they_move() -> None:
    values = np.array([[1.0, 2], [3, 4]])
    gradient = central_differences(lambda: float((values**3).sum()), values)
    np.testing.assert_allclose(gradient, 3 * values**2, rtol=1e-8)
    assert (values == [[1, 2], [3, 4]]).all()


def test_rounding_is_no_mistake_and_a_mistake_is_no_rounding() -> None:
    tiny = np.full(4, 1e-6)
    seen = tiny + 1e-11  # what a loss near 1 is rounded to, over h
    assert Compared("w", tiny, seen, 0).error > gradcheck.TOLERANCE
    assert not Compared("w", tiny, seen, 0).is_right
    assert Compared("w", tiny, seen, loss=1.1).is_right
    assert not Compared("w", tiny, 1.01 * tiny, loss=1.1).is_right


def test_what_is_compared_is_read_only() -> None:
    for each in checked(Architecture("simple", 2, 2, 2)):
        assert not each.analytic.flags.writeable
        assert not each.numeric.flags.writeable


def test_a_nan_is_wrong_and_two_zeros_are_right() -> None:
    assert not Compared("w", np.array([np.nan]), np.array([1.0]), 1.0).is_right
    assert Compared("w", np.zeros(2), np.zeros(2), 1.0).error == 0
    assert Compared("w", np.zeros(2), np.zeros(2), 1.0).is_right
