"""The kitchen that was found in a network, and the kitchen that it was taught."""

import numpy as np

from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.kitchen.rules import rule
from cooking_rnn.network.network import Network
from cooking_rnn.steps import Array


def found_kitchen(table: Array, model: Network) -> Kitchen:
    """Return a rule table (m, n) as a kitchen with the names that the network knows."""
    rules = tuple(rule(tuple(map(int, follows)), model.dishes) for follows in table)
    return Kitchen(model.name, model.start, model.dishes, model.weathers, rules, model.source)


def taught_kitchen(model: Network) -> Kitchen | None:
    """Return the kitchen that a network was taught; None where its file does not say."""
    told = model.trained.get("rules")
    m, n = max(len(model.weathers), 1), len(model.dishes)
    try:
        table = np.array(told)
    except ValueError:  # rows of different lengths
        return None
    if table.shape != (m, n) or table.dtype.kind != "i" or table.min() < 0 or table.max() >= n:
        return None
    return found_kitchen(table, model)
