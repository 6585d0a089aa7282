"""Networks as a whole: parameters as one vector, starts, layers, both ways, and sequences in pieces."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cooking_rnn.errors import UsageError
from cooking_rnn.network.model import (
    Architecture,
    backward,
    cross_entropy,
    forward,
    initial,
    named,
    orthogonal,
    softmax,
    unpack,
)
from cooking_rnn.network.sequence import CELLS


def architectures(**fixed: Any) -> st.SearchStrategy[Architecture]:
    free: dict[str, Any] = {
        "cell": st.sampled_from(sorted(CELLS)),
        "inputs": st.integers(1, 5),
        "outputs": st.integers(1, 4),
        "hidden": st.integers(1, 6),
        "layers": st.integers(1, 3),
        "bidirectional": st.booleans(),
        "bias": st.booleans(),
    }
    return st.builds(Architecture, **(free | {name: st.just(value) for name, value in fixed.items()}))


@given(architectures())
def test_parameters_are_views_that_fill_the_vector(architecture: Architecture) -> None:
    flat = np.zeros(architecture.size)
    for number, view in enumerate(named(architecture, flat).values(), 1):
        assert not view.any()  # no two overlap
        view[...] = number
    assert flat.all()
    unpack(architecture, flat).readout[...] = -1
    assert (flat == -1).sum() == architecture.outputs * architecture.width
    assert (unpack(architecture, flat).bias is None) != architecture.bias


@pytest.mark.parametrize("cell", ["simple", "lstm"])
def test_noise_is_added_to_what_a_cell_adds_up(cell: str) -> None:
    """As an input would be that is always 1: noise that never changes is a column more of A."""
    architecture = Architecture(cell, 3, 2, 4)
    rng = np.random.default_rng(1)
    flat = initial(architecture, rng, np.float64)
    inputs, asked = rng.standard_normal((5, 3, 2)), []

    def noise(shape: tuple[int, ...]) -> np.ndarray:
        asked.append(shape)
        return np.broadcast_to(np.arange(shape[1])[:, None] - 1.5, shape)

    disturbed, _ = forward(architecture, unpack(architecture, flat), inputs, noise=noise)
    rows = 16 if cell == "lstm" else 4
    assert asked == [(5, rows, 2)]
    matrix = named(architecture, flat)["layer1.forward.matrix"]
    constant = np.concatenate([inputs, np.ones((5, 1, 2))], axis=1)  # the same by an input that is always 1
    wider = Architecture(cell, 4, 2, 4)
    other = np.zeros(wider.size)
    for name, values in named(wider, other).items():
        values[...] = (
            np.column_stack([matrix, np.arange(rows) - 1.5])
            if name == "layer1.forward.matrix"
            else named(architecture, flat)[name]
        )
    told, _ = forward(wider, unpack(wider, other), constant)
    np.testing.assert_allclose(disturbed, told, rtol=1e-12)


def test_going_back_leaves_the_arrays_of_others_alone_and_may_be_done_again() -> None:
    for cell in CELLS:
        architecture, rng = Architecture(cell, 3, 2, 4), np.random.default_rng(0)
        parameters = unpack(architecture, initial(architecture, rng, np.float64))
        scores, trace = forward(architecture, parameters, rng.standard_normal((5, 3, 2)))
        first, second = np.empty(architecture.size), np.empty(architecture.size)
        d_scores = np.ones_like(scores)
        backward(architecture, parameters, trace, d_scores, first)
        backward(architecture, parameters, trace, d_scores, second)
        assert np.array_equal(first, second)
        assert (d_scores == 1).all()


@given(architectures(bidirectional=False), st.integers(1, 6), st.integers(0, 6))
def test_a_season_may_come_in_pieces(architecture: Architecture, days: int, cut: int) -> None:
    rng = np.random.default_rng(days)
    parameters = unpack(architecture, initial(architecture, rng, np.float64))
    inputs = rng.standard_normal((days, architecture.inputs, 2))
    whole, trace = forward(architecture, parameters, inputs)
    first, half = forward(architecture, parameters, inputs[:cut])
    second, end = forward(architecture, parameters, inputs[cut:], states=half.states)
    np.testing.assert_allclose(np.concatenate([first, second]), whole, rtol=1e-9, atol=1e-12)
    for (state,), (other,) in zip(end.states, trace.states, strict=True):
        for part, whole_part in zip(state, other, strict=True):
            np.testing.assert_allclose(part, whole_part, rtol=1e-9, atol=1e-12)


@given(architectures(bidirectional=True, layers=1))
def test_two_directions_are_two_networks_side_by_side(architecture: Architecture) -> None:
    """Reversing the days and swapping the directions' parameters reverses the scores."""
    rng = np.random.default_rng(0)
    flat = initial(architecture, rng, np.float64)
    parameters = unpack(architecture, flat)
    inputs = rng.standard_normal((4, architecture.inputs, 2))
    told, _ = forward(architecture, parameters, inputs)
    readout = np.roll(parameters.readout, architecture.hidden, axis=1)
    swapped = parameters._replace(layers=(parameters.layers[0][::-1],), readout=readout)
    back, _ = forward(architecture, swapped, inputs[::-1].copy())
    np.testing.assert_allclose(back[::-1], told, rtol=1e-9, atol=1e-12)


def test_a_start_is_orthogonal() -> None:
    for size in (1, 2, 16):
        rotation = orthogonal(size, np.random.default_rng(size))
        np.testing.assert_allclose(rotation @ rotation.T, np.eye(size), atol=1e-12)


def test_softmax_does_not_overflow() -> None:
    assert softmax(np.array([[[1e4], [0], [-1e4]]])).tolist() == [[[1], [0], [0]]]
    loss, d_scores = cross_entropy(np.array([[[-1e30], [0.0]]]), np.array([[0]]))
    assert np.isfinite(loss)
    assert d_scores.tolist() == [[[-1], [1]]]


@pytest.mark.parametrize(
    ("made", "error"),
    [
        ({"cell": "elman"}, "cell: unknown choice 'elman' (choices: simple, lstm, gru, hardmax)"),
        ({"hidden": 0}, "hidden: 0 is out of range (from 1 to 4,096)"),
        ({"layers": 0}, "layers: 0 is out of range (from 1 to 64)"),
    ],
)
def test_what_cannot_be_made_is_said(made: dict[str, object], error: str) -> None:
    with pytest.raises(UsageError) as raised:
        Architecture(**{"cell": "simple", "inputs": 5, "outputs": 3, **made})  # type: ignore[arg-type]
    assert str(raised.value) == error
