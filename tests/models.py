"""Networks for the tests: random ones, and two that were trained once for all tests of a process."""

from functools import cache
from typing import Any

import numpy as np

from cooking_rnn.kitchen.toml import load
from cooking_rnn.network.model import Architecture, initial
from cooking_rnn.network.network import Network
from cooking_rnn.training.train import train


def random_model(seed: int = 0, kitchen: str = "romance", task: str = "next", **made: Any) -> Network:
    """Return a network that has learned nothing."""
    told = load(kitchen)
    n = len(told.dishes)
    architecture = Architecture(
        **{"cell": "simple", "inputs": len(told.weathers) + n, "outputs": n, "hidden": 5, **made}
    )
    flat = initial(architecture, np.random.default_rng(seed))
    return Network(architecture, flat, task, told.name, told.start, told.dishes, told.weathers, {})


@cache
def trained_model(task: str = "next", bidirectional: bool = False) -> Network:
    """Return a simple RNN that has learned romance."""
    training = train(task=task, bidirectional=bidirectional, steps=3000 if task == "next" else 400)
    assert training.converged == (True if task == "next" else None)
    return training.network
