"""A cook of either kind from its name."""

from os import PathLike
from typing import Any

from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.network.network import Network

AnyCook = Kitchen | Network


def load_cook(cook: Any, parameter: str) -> AnyCook:
    """Return a cook as it is; of a text or a path, the built-in kitchen of this name, or what is in this file: a
    network (.npz) or a kitchen.

    Raises UsageError, for the parameter, for what is neither; DataError for what is wrong in a file.
    """
    if isinstance(cook, str | PathLike):
        is_network = str(cook).lower().endswith(".npz")
        return Network.load(cook) if is_network else Kitchen.load(cook, parameter)
    return cook if isinstance(cook, Network) else Kitchen.of(cook, parameter)
