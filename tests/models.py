"""Networks for the tests: random ones, and two that were trained once for all tests of a process."""

from functools import cache
from typing import Any

import numpy as np

from cooking_rnn.kitchen.check import rule_table
from cooking_rnn.kitchen.toml import load
from cooking_rnn.network.model import Architecture, initial
from cooking_rnn.network.network import Network
from cooking_rnn.training.loop import Settings, train
from cooking_rnn.training.tasks import SPELLS, KitchenSeasons


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
    told = load("romance")
    table = rule_table(told)
    architecture = Architecture("simple", 5, 3, 16, 1, bidirectional)
    settings = Settings(task, steps=3000 if task == "next" else 400)
    for progress in train(architecture, KitchenSeasons(table, True, SPELLS if task == "next" else 0), settings):
        last = progress
    assert last.is_converged == (task == "next")
    rules = {"rules": table.tolist()}
    return Network(architecture, last.best, task, told.name, told.start, told.dishes, told.weathers, rules)
