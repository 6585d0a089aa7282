"""A cook of either kind from its name."""

from os import PathLike
from typing import Any

from cooking_rnn.errors import quote, refuse_with
from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.network.network import Network

AnyCook = Kitchen | Network


NETWORKS = (".npz", ".safetensors", ".pt", ".pth", ".ckpt")  # the last three are refused, with what to do


def load_cook(cook: Any, parameter: str, **naming: Any) -> AnyCook:
    """Return a cook as it is; of a text or a path, the built-in kitchen of this name, or what is in this file: a
    network or a kitchen. `naming` is for a network of somebody else: see `Network.load`.

    Raises UsageError, for the parameter, for what is neither; DataError for what is wrong in a file.
    """
    if isinstance(cook, str | PathLike):
        if str(cook).lower().endswith(NETWORKS):
            return Network.load(cook, **naming)
        refuse_with(quote(str(cook))[1:-1], "only a network of somebody else is to be named", **naming)
        return Kitchen.load(cook, parameter)
    return cook if isinstance(cook, Network) else Kitchen.of(cook, parameter)
