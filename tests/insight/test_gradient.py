"""The product of Jacobians: against matrix powers, closed forms, bounds, and central differences."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cooking_rnn.errors import DataError, UsageError
from cooking_rnn.insight.gradient import LONGEST, RADII, gradient, of_matrix, of_random, of_trained
from cooking_rnn.insight.jacobians import log_norms, norm_along, shares_of, spectral_norm
from cooking_rnn.insight.paths import ACTIVATIONS, path_of, simple_path
from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.kitchen.toml import parse
from cooking_rnn.network import model, sequence
from cooking_rnn.network.model import Architecture
from cooking_rnn.network.sequence import CELLS
from tests.models import random_model

JORDAN = np.array([[0.5, 4], [0, 0.5]])


def season(days: int, seed: int = 0) -> np.ndarray:
    """Return random one-hot inputs (days, 3)."""
    return np.eye(3)[np.random.default_rng(seed).integers(3, size=days)]


def measured(cell: str = "simple", hidden: int = 4, days: int = 30, **how: Any) -> Any:
    how = {"radius": 1.0, "start": "orthogonal", "rng": np.random.default_rng(0), **how}
    return of_random(Architecture(cell, 3, 2, hidden), season(days + 1), **how)


def test_of_a_linear_network_it_is_the_power_of_the_matrix() -> None:
    matrix = np.random.default_rng(1).standard_normal((5, 5))
    norms = of_matrix(matrix, "linear", 40)
    powers = [np.linalg.norm(np.linalg.matrix_power(matrix, lag), 2) for lag in range(1, 41)]
    np.testing.assert_allclose(10**norms.log10_norm, powers, rtol=1e-9)


def test_what_was_measured_is_read_only() -> None:
    faded = measured("lstm", target=1)
    for array in (faded.log10_norm, faded.log10_cell_path, faded.shares.log10_norm, faded.shares.share):
        assert not array.flags.writeable


def test_where_the_eigenvalues_and_the_singular_values_disagree() -> None:
    norms = of_matrix(JORDAN, "linear", 50)
    assert (norms.radius, norms.sigma) == pytest.approx((0.5, 4.0616), abs=1e-4)
    sizes = 10 ** norms.log10_norm[[0, 4, 9, 49]]
    assert [f"{size:.3g}" for size in sizes] == ["4.06", "1.25", "0.0781", "3.55e-13"]


@pytest.mark.parametrize(("gain", "gradient", "kept"), [(1, 1.6e-2, 0.26), (2, 2.2e-16, 0.96), (3, 4.7e-31, 0.995)])
def test_a_latch_remembers_and_has_no_gradient(gain: float, gradient: float, kept: float) -> None:
    norms = of_matrix(np.array([[gain]]), "tanh", 20)
    state, slope = 1.0, 1.0
    for _ in range(20):
        state = math.tanh(gain * state)
        slope *= gain * (1 - state**2)
    assert norms.last_state == pytest.approx(state) == pytest.approx(kept, abs=0.005)
    assert 10 ** norms.log10_norm[-1] == pytest.approx(slope, rel=1e-9) == pytest.approx(gradient, rel=0.03)


@settings(max_examples=40)
@given(
    radius=st.sampled_from([0.01, 0.5, 0.9, 1, 1.1, 1.5, 4, 100]),
    start=st.sampled_from(["orthogonal", "gaussian"]),
    activation=st.sampled_from(list(ACTIVATIONS)),
    hidden=st.integers(1, 6),
    seed=st.integers(0, 1000),
)
def test_the_bound_is_never_below(radius: float, start: str, activation: str, hidden: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    norms = measured(hidden=hidden, radius=radius, start=start, activation=activation, rng=rng)
    assert norms.radius == pytest.approx(radius)
    assert norms.log10_bound is not None
    assert (norms.log10_norm <= norms.log10_bound + 1e-9).all()


@pytest.mark.parametrize("cell", ["simple", "lstm"])
@pytest.mark.parametrize("lag", [1, 5, 20])
def test_it_is_what_moving_the_state_does_to_the_last_one(cell: str, lag: int) -> None:
    inputs = season(24)[:, :, None]
    architecture = Architecture(cell, 3, 2, 4)
    parameters = model.unpack(architecture, 2 * model.initial(architecture, np.random.default_rng(5), np.float64))
    (way,), zero = parameters.layers[0], sequence.zero_state(cell, 1, 4, float)
    _, _, cache = sequence.forward(cell, way, inputs, zero)
    _, before, _ = sequence.forward(cell, way, inputs[:-lag], zero)
    state, h = np.concatenate(before)[:, 0], 1e-6

    def last(moved: np.ndarray) -> np.ndarray:
        parts = CELLS[cell].State(*np.split(moved[:, None], len(before)))
        return np.asarray(np.concatenate(sequence.forward(cell, way, inputs[-lag:], parts)[1])[:, 0])

    columns = [(last(state + h * axis) - last(state - h * axis)) / (2 * h) for axis in np.eye(len(state))]
    numeric = np.linalg.norm(np.stack(columns, axis=1), 2)
    assert math.exp(log_norms(path_of(way, cache), lag)[-1]) == pytest.approx(numeric, rel=1e-6)


@pytest.mark.parametrize("cell", ["simple", "lstm"])
def test_the_shares_are_what_a_day_s_own_matrix_does_to_the_loss(cell: str) -> None:
    """Each day gets an A of its own; the loss moves with it, along the whole gradient, by the day's share."""
    inputs, days = season(12), 12
    architecture = Architecture(cell, 3, 2, 4)
    parameters = model.unpack(architecture, 2 * model.initial(architecture, np.random.default_rng(2), np.float64))
    (way,) = parameters.layers[0]

    def loss(matrices: np.ndarray) -> float:
        state = sequence.zero_state(cell, 1, 4, float)
        for matrix, x in zip(matrices, inputs, strict=True):
            _, state, _ = sequence.forward(cell, way._replace(matrix=matrix), x[None, :, None], state)
        return model.cross_entropy((parameters.readout @ state.hidden)[None], np.array([[1]]))[0]

    same, h = np.repeat(way.matrix[None], days, axis=0), 1e-5
    hidden, _, cache = sequence.forward(cell, way, inputs[:, :, None], sequence.zero_state(cell, 1, 4, float))
    _, d_scores = model.cross_entropy((parameters.readout @ hidden[-1])[None], np.array([[1]]))
    d_hidden = np.zeros((days, 4, 1))
    ((gradient,),) = model.unpack(architecture, np.zeros(architecture.size)).layers
    d_hidden[-1] = parameters.readout.T @ d_scores[0]
    d_sums = sequence.backward(cell, way, cache, d_hidden, gradient)
    whole = gradient.matrix / np.sum(gradient.matrix**2)
    numeric = []
    for day in range(days):
        step = np.zeros_like(same)
        step[day] = h * whole * np.linalg.norm(gradient.matrix)
        numeric.append((loss(same + step) - loss(same - step)) / (2 * h) / np.linalg.norm(gradient.matrix))
    path = path_of(way, cache)
    d_state = np.zeros(path.size)
    d_state[:4] = d_hidden[-1, :, 0]
    found = shares_of(path, d_state)
    assert found is not None
    np.testing.assert_allclose(found.share, numeric, atol=1e-7)
    assert found.share.sum() == pytest.approx(1, abs=1e-14)
    direct = np.outer(d_sums[-1, :, 0], cache.stacked[-2, :, 0])  # the last day's own
    assert 10 ** found.log10_norm[-1] == pytest.approx(np.linalg.norm(direct[:, :7]), rel=1e-9)


@pytest.mark.parametrize("cell", ["simple", "lstm"])
@pytest.mark.parametrize("radius", [0, 0.5, 1, 1.5, 50])
def test_shares_add_up_to_1(cell: str, radius: float) -> None:
    found = measured(cell, radius=radius, target=1, days=200).shares
    assert found.share.shape == (201,)
    assert found.share.sum() == pytest.approx(1, abs=1e-12)


@pytest.mark.slow
@pytest.mark.parametrize(("radius", "days"), [(0.5, 10_000), (1.5, 3_000)])
def test_at_no_lag_is_anything_too_small_or_too_large(radius: float, days: int) -> None:
    norms = of_matrix(radius * np.array([[0.6, 0.8], [-0.8, 0.6]]), "linear", days)
    np.testing.assert_allclose(norms.log10_norm, np.arange(1, days + 1) * math.log10(radius), rtol=1e-10)
    assert np.isfinite(measured("lstm", days=1000, radius=radius).log10_norm).all()


def test_a_zero_is_said_only_where_it_is_one() -> None:
    assert (measured(radius=0).log10_norm == -math.inf).all()
    nilpotent = of_matrix(np.array([[0.0, 1], [0, 0]]), "tanh", 5).log10_norm
    assert nilpotent[0] > -1
    assert (nilpotent[1:] == -math.inf).all()
    saturated = measured(radius=1e6, start="gaussian", days=20).log10_norm
    assert (np.isfinite(saturated) & (saturated < -1e4)).all()


def test_a_gate_that_floats_take_to_be_shut_is_not_called_zero() -> None:
    architecture = Architecture("lstm", 3, 2, 4)
    flat = model.initial(architecture, np.random.default_rng(0), np.float64)
    model.unpack(architecture, flat).layers[0][0].bias[:] = -1000
    (norms,) = of_trained(architecture, flat, season(5))
    assert np.isnan(norms.log10_norm).all()
    assert norms.log10_cell_path is not None
    assert np.isnan(norms.log10_cell_path).all()


@pytest.mark.parametrize("radius", [0, 1, 3])
def test_the_cell_path_is_the_product_of_the_forget_gates(radius: float) -> None:
    """Of each lag, the largest entry of the product over its days; the joint state is at least as large from c to c."""
    architecture, inputs = Architecture("lstm", 3, 2, 4), season(31)
    flat = radius * model.initial(architecture, np.random.default_rng(4), np.float64)
    (norms,) = of_trained(architecture, flat, inputs)
    (way,), state = model.unpack(architecture, flat).layers[0], np.zeros(4)
    gates, cell = [], np.zeros(4)
    for x in inputs:  # the forget gates as the paper has them
        z = (way.matrix @ np.concatenate([state, x]) + way.bias).reshape(4, 4)
        forget, input_, output = 1 / (1 + np.exp(-z[:3]))
        cell = forget * cell + input_ * np.tanh(z[3])
        state = output * np.tanh(cell)
        gates.append(forget)
    products = [np.prod(gates[-lag:], axis=0).max() for lag in range(1, 31)]
    assert norms.log10_cell_path is not None
    np.testing.assert_allclose(10**norms.log10_cell_path, products, rtol=1e-9)


def test_the_slope_of_a_sum_far_out_has_all_its_digits() -> None:
    kind = ACTIVATIONS["tanh"]
    path = simple_path(np.array([[30.0]]), np.zeros((3, 0)), kind, np.ones(1))
    assert path.log_slopes[:, 0] == pytest.approx(math.log(4) - 60)
    assert log_norms(path, 3)[-1] == pytest.approx(3 * (math.log(30 * 4) - 60))


@pytest.mark.parametrize("scale", [1e-300, 1.0, 1e300])
def test_a_spectral_norm_of_any_size(scale: float) -> None:
    assert spectral_norm(JORDAN * scale) / scale == pytest.approx(np.linalg.norm(JORDAN, 2))


@given(st.integers(1, 6), st.integers(1, 6), st.floats(0, 1), st.integers(0, 10_000))
def test_a_norm_by_power_iteration_is_the_norm(size: int, rank: int, decay: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    left, right = rng.standard_normal((size, rank)), rng.standard_normal((rank, size))
    matrix = left * decay ** np.arange(rank) @ right
    norm, along = norm_along(matrix, np.full(size, size**-0.5))
    assert norm == pytest.approx(np.linalg.norm(matrix, 2), rel=1e-12)
    assert np.linalg.norm(along) == pytest.approx(1)


def test_a_direction_that_is_not_stretched_at_all_tells_nothing() -> None:
    assert norm_along(np.array([[1.0, -1], [2, -2]]), np.full(2, 0.5**0.5))[0] == pytest.approx(10**0.5)
    assert norm_along(np.eye(2), np.array([1.0, 0]))[0] == 1  # nor does one of two that are stretched alike


@pytest.mark.parametrize("cell", ["simple", "lstm"])
def test_a_trained_network_layer_by_layer(cell: str) -> None:
    architecture = Architecture(cell, 3, 2, 4, layers=2)
    flat = model.initial(architecture, np.random.default_rng(3))
    first, second = of_trained(architecture, flat, season(11), has_shares=True)
    assert (first.layer, second.layer) == ("1", "2")
    assert len(first.log10_norm) == 10
    assert first.shares is None
    assert second.shares is not None
    assert (first.sigma is None) == (cell == "lstm")


class TestTheLibrary:
    def test_defaults_are_those_of_the_command(self) -> None:
        found = gradient(hidden=3, length=5)
        assert [each.asked for each in found.networks] == [0.5, 0.9, 1, 1.1, 1.5]
        assert (found.cell, found.kitchen, found.start, found.activation) == ("simple", "romance", "orthogonal", "tanh")
        assert repr(found) == "<Gradients of simple: 5 x 3 units, 5 days>"
        assert len(gradient(hidden=2, radii=[1]).networks[0].log10_norm) == 100

    def test_where_nothing_is_asked_linear_networks_vanish_and_explode_beside_tanh(self) -> None:
        networks = gradient().networks
        assert [each.asked for each in networks if not each.activation] == list(RADII)
        low, high = (each for each in networks if each.activation == "linear")
        np.testing.assert_allclose(low.log10_norm, np.arange(1, 101) * np.log10(0.9), atol=1e-9)
        np.testing.assert_allclose(high.log10_norm, np.arange(1, 101) * np.log10(1.1), atol=1e-9)
        options: list[dict[str, Any]] = [
            {"length": 100},
            {"activation": "tanh"},
            {"kitchen": "romance"},
            {"hidden": 16},
        ]
        for asked in options:
            plain = gradient(**asked).networks
            assert [each.asked for each in plain] == list(RADII)
            np.testing.assert_array_equal(plain[3].log10_norm, networks[3].log10_norm)

    def test_the_weather_decides_and_may_be_words_or_codes(self) -> None:
        words = gradient(radii=[1], hidden=3, weather="sunny,rainy,rainy")
        codes = gradient(radii=[1], hidden=3, weather=np.array([0, 1, 1]), kitchen=Kitchen.load("romance"))
        assert words.networks[0].log10_norm.tolist() == codes.networks[0].log10_norm.tolist()
        other = gradient(radii=[1], hidden=3, weather="sunny,rainy,sunny")
        assert words.networks[0].log10_norm.tolist() != other.networks[0].log10_norm.tolist()

    def test_a_kitchen_without_weather_and_one_of_one_dish(self) -> None:
        assert gradient(radii=[1], hidden=3, length=4, kitchen="order", shares=True).networks[0].shares is not None
        single = parse('dishes = ["a"]\nrule = "same"', "single.toml")
        assert gradient(radii=[1], hidden=3, length=4, kitchen=single, shares=True).networks[0].shares is None

    def test_a_network_is_taken_as_it_is(self) -> None:
        network = random_model(layers=2)
        found = gradient(network, weather="rainy,sunny", shares=True)
        assert [each.layer for each in found.networks] == ["1", "2"]
        assert (found.model, found.days, found.hidden) == ("romance", 2, 5)
        with pytest.raises(DataError, match="fill"):
            gradient(random_model(task="fill"))

    def test_what_was_measured_cannot_be_written_to(self) -> None:
        found = gradient(radii=[1], cell="lstm", hidden=3, length=4, shares=True).networks[0]
        assert found.shares is not None
        for array in (found.log10_norm, found.log10_cell_path, found.shares.share, found.shares.log10_norm):
            assert array is not None
            with pytest.raises(ValueError, match="read-only"):
                array[0] = 0
        matrix = gradient(matrix=[[1]], length=2)
        assert matrix.matrix is not None
        assert not matrix.matrix.flags.writeable

    @pytest.mark.parametrize(
        ("arguments", "where"),
        [
            ({"radii": []}, "radii"),
            ({"radii": [1, -0.1]}, "radii"),
            ({"radii": [math.nan]}, "radii"),
            ({"radii": range(1, 1000)}, "radii"),
            ({"hidden": 0}, "hidden"),
            ({"hidden": 2.5}, "hidden"),
            ({"hidden": 1024, "length": LONGEST}, "length"),
            ({"length": LONGEST + 1}, "length"),
            ({"seed": -1}, "seed"),
            ({"seed": 10**5000}, "seed"),
            ({"cell": "gpt"}, "cell"),
            ({"start": "zeros"}, "start"),
            ({"activation": "relu"}, "activation"),
            ({"cell": "lstm", "activation": "tanh"}, "activation"),
            ({"matrix": [[1, 2], [3]]}, "matrix"),
            ({"matrix": [[math.inf]]}, "matrix"),
            ({"matrix": [1, 2]}, "matrix"),
            ({"matrix": []}, "matrix"),
            ({"matrix": [[1]], "hidden": 3}, "hidden"),
            ({"matrix": [[1]], "shares": True}, "shares"),
            ({"weather": "snowny"}, "weather day 1"),
            ({"weather": np.array([0, 7])}, "weather"),
            ({"weather": np.zeros(0, int)}, "weather"),
            ({"weather": "sunny", "length": 3}, "length"),
            ({"weather": "sunny", "kitchen": "order"}, "weather"),
            ({"kitchen": ""}, "kitchen"),
            ({"model": "x.npz", "radii": [1]}, "radii"),
        ],
    )
    def test_what_cannot_be_is_said_of_its_parameter(self, arguments: dict[str, Any], where: str) -> None:
        with pytest.raises(UsageError) as error:
            gradient(**arguments)
        assert str(error.value.where) == where
        assert len(str(error.value)) < 300
