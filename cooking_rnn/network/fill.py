"""A network that was trained for `fill`, and what it makes of a diary's blanks from the days around them."""

import numpy as np

from cooking_rnn.network.encoding import HIDDEN, encode
from cooking_rnn.network.model import forward, softmax, unpack
from cooking_rnn.network.network import Network
from cooking_rnn.steps import Array


def filled(network: Network, weathers: Array, dishes: Array) -> Array:
    """Return the probabilities (days, n) of each day's dish, given all that the diary shows.

    `weathers` (days,) and `dishes` (days + 1,), the first of day 0, are codes, or HIDDEN. Raises ValueError for
    anything else.
    """
    shown = np.concatenate([[HIDDEN], weathers])[:, None], np.asarray(dishes)[:, None]
    inputs = encode(*shown, (len(network.weathers), len(network.dishes)))
    scores, _ = forward(network.architecture, unpack(network.architecture, network.flat), inputs)
    return softmax(scores)[1:, :, 0]
