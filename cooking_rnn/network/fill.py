"""The blanks of a diary: what a network that was trained for `fill` makes of the days around them."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cooking_rnn.network.encoding import HIDDEN, encode
from cooking_rnn.network.model import forward, softmax, unpack
from cooking_rnn.network.network import Network

Array = NDArray[Any]


def filled(model: Network, weathers: Array, dishes: Array) -> Array:
    """Return the probabilities (days, n) of each day's dish, by all that is shown of the diary.

    `weathers` (days,) and `dishes` (days + 1,), the first of day 0, are codes, or HIDDEN.
    """
    shown = np.concatenate([[HIDDEN], weathers])[:, None], np.asarray(dishes)[:, None]
    inputs = encode(*shown, (len(model.weathers), len(model.dishes)))
    scores, _ = forward(model.architecture, unpack(model.architecture, model.flat), inputs)
    return softmax(scores)[1:, :, 0]
