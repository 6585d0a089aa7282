"""The plain cells are the papers', and the fast ones are the plain ones; their backward passes: `test_gradcheck`."""

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cooking_rnn.fast import gru as fast_gru
from cooking_rnn.fast import lstm as fast_lstm
from cooking_rnn.network import gru, lstm, sequence, simple
from cooking_rnn.network.sequence import CELLS


def test_the_simple_cell_is_the_article_s() -> None:
    """h_t = tanh(A · [h_{t-1}; x_t]), entry by entry."""
    a = [[0.5, -1.0, 2.0], [1.0, 0.25, -0.5]]
    state, vectors = simple.step(
        simple.Parameters(np.array(a)), simple.State(np.array([[0.1], [0.2]])), np.array([[1.0]])
    )
    z = [0.5 * 0.1 - 1.0 * 0.2 + 2.0, 1.0 * 0.1 + 0.25 * 0.2 - 0.5]
    np.testing.assert_allclose(vectors.stacked[:, 0], [0.1, 0.2, 1])
    np.testing.assert_allclose(vectors.z[:, 0], z)
    np.testing.assert_allclose(state.hidden[:, 0], np.tanh(z))


def test_the_lstm_is_the_paper_s() -> None:
    """With one unit, number by number."""
    a, b, h, c, x = np.array([[0.5, 1.0], [-0.3, 0.8], [0.2, -1.0], [1.5, 0.4]]), [1.0, 0, 0.1, -0.2], 0.3, -0.7, 2.0
    state, vectors = lstm.step(
        lstm.Parameters(a, np.array(b)), lstm.State(np.array([[h]]), np.array([[c]])), np.array([[x]])
    )
    z = [row[0] * h + row[1] * x + bias for row, bias in zip(a.tolist(), b, strict=True)]
    f, i, o = (1 / (1 + np.exp(-each)) for each in z[:3])
    g = np.tanh(z[3])
    new_c = f * c + i * g
    expected = (f, i, o, g, new_c, np.tanh(new_c), o * np.tanh(new_c))
    np.testing.assert_allclose(vectors.z[:, 0], z)
    np.testing.assert_allclose([each.item() for each in vectors[2:]], expected)
    assert (state.hidden, state.cell) == (vectors.h, vectors.c)


def test_the_gru_is_the_paper_s_as_torch_writes_it() -> None:
    """With one unit, number by number; the reset gate comes after the product, which has a bias of its own."""
    a, b, own, h, x = [[0.5, 1.0], [-0.3, 0.8], [1.5, 0.4]], [1.0, 0.1, -0.2], 0.6, 0.3, 2.0
    state, vectors = gru.step(
        gru.Parameters(np.array(a), np.array(b), np.array([own])), gru.State(np.array([[h]])), np.array([[x]])
    )
    u, r = (1 / (1 + np.exp(-(row[0] * h + row[1] * x + bias))) for row, bias in zip(a[:2], b[:2], strict=True))
    s, v = 1.5 * h + own, 0.4 * x - 0.2
    n = np.tanh(v + r * s)
    np.testing.assert_allclose([each.item() for each in vectors[2:]], [u, r, s, v + r * s, n, u * h + (1 - u) * n])
    assert state.hidden == vectors.h


def test_a_gate_may_be_shut_as_far_as_floats_tell() -> None:
    assert lstm.sigmoid(np.array([-1e4, 0, 1e4])).tolist() == [0, 0.5, 1]


@given(
    cell=st.sampled_from(sorted(CELLS)),
    inputs=st.integers(1, 5),
    hidden=st.integers(1, 6),
    days=st.integers(0, 8),
    batch=st.integers(1, 4),
    scale=st.sampled_from([0.1, 1, 10, 100]),
    bias=st.booleans(),
    dtype=st.sampled_from([np.float32, np.float64]),
    seed=st.integers(0, 2**32 - 1),
)
def test_step_by_step_and_fast_agree(
    cell: str, inputs: int, hidden: int, days: int, batch: int, scale: float, bias: bool, dtype: Any, seed: int
) -> None:
    rng, kind = np.random.default_rng(seed), CELLS[cell]

    def drawn(*shape: int) -> Any:
        return rng.standard_normal(shape).astype(dtype)

    parameters = kind.Parameters(
        *(dtype(scale) * drawn(*shape) for shape in kind.shapes(inputs, hidden, bias=bias).values())
    )
    state = kind.State(*(drawn(hidden, batch) for _ in kind.State._fields))
    x = drawn(days, inputs, batch)
    told, last, cache = sequence.forward(cell, parameters, x, state)
    near: Any = {"rtol": 1e-4, "atol": 1e-4} if dtype is np.float32 else {"rtol": 1e-9, "atol": 1e-10}
    assert told.shape == (days, hidden, batch)
    for day in range(days):
        after, vectors = kind.step(parameters, state, x[day])
        np.testing.assert_allclose(told[day], vectors.h, **near)
        np.testing.assert_allclose(cache.stacked[day], vectors.stacked, **near)
        if isinstance(cache, fast_lstm.Cache):
            np.testing.assert_allclose(cache.gates[day], vectors[2:6], **near)
            np.testing.assert_allclose(cache.tanh_c[day], vectors.tanh_c, **near)
        if isinstance(cache, fast_gru.Cache):
            np.testing.assert_allclose(cache.gates[day], (*vectors[2:5], vectors.n), **near)
        state = kind.State(*(part[day + 1] for part in _states(cache)))  # so that rounding does not add up
        for part, other in zip(after, state, strict=True):
            assert part.dtype == dtype
            np.testing.assert_allclose(part, other, **near)
    assert all(np.array_equal(part, other) for part, other in zip(last, state, strict=True))


def _states(cache: Any) -> tuple[Any, ...]:
    return (cache.hidden, cache.cell) if hasattr(cache, "cell") else (cache.hidden,)
