"""The same values and gradients as torch's, from a file of its figures; and live, where it is installed."""

from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest

from cooking_rnn.network.model import Architecture, backward, forward, input_gradient, named, unpack
from tests.network import torch_values
from tests.network.torch_values import NETWORKS, SIZES, kept, ours

NAMES = [f"{each['cell']}-{each['layers']}" for each in NETWORKS]


def compare(peer: dict[str, Any]) -> None:
    width = SIZES["hidden"] * (1 + peer["bidirectional"])
    architecture = Architecture(
        peer["cell"], SIZES["inputs"], width, SIZES["hidden"], peer["layers"], peer["bidirectional"]
    )
    flat, gradient = np.empty(architecture.size), np.empty(architecture.size)
    for name, values in named(architecture, flat).items():
        values[...] = np.eye(width) if name == "readout" else ours(peer, "parameters")[name]
    parameters = unpack(architecture, flat)
    inputs, weights, theirs, their_d_inputs = (
        np.array(peer[name]).transpose(0, 2, 1) for name in ("inputs", "weights", "hidden", "input_gradient")
    )
    hidden, trace = forward(architecture, parameters, inputs)
    d_inputs = input_gradient(architecture, parameters, 0, backward(architecture, parameters, trace, weights, gradient))
    np.testing.assert_allclose(hidden, theirs, rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(d_inputs, their_d_inputs, rtol=1e-12, atol=1e-14)
    found = named(architecture, gradient)
    for name, values in ours(peer, "gradients").items():
        np.testing.assert_allclose(found[name], values, rtol=1e-12, atol=1e-14, err_msg=name)


@pytest.mark.parametrize("peer", kept(), ids=NAMES)
def test_as_torch_says(peer: dict[str, Any]) -> None:
    compare(peer)


@pytest.mark.skipif(find_spec("torch") is None, reason="torch is not installed")
@pytest.mark.parametrize("network", NETWORKS, ids=NAMES)
def test_as_torch_says_here(network: dict[str, Any]) -> None:
    compare(torch_values.values(network))
