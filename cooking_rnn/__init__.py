"""See how a recurrent network works: a room-mate, three dishes and the weather.

    >>> from cooking_rnn import Kitchen
    >>> Kitchen.load("romance").simulate("sunny,rainy,rainy").menu
    ('potato', 'crayfish', 'guobaorou')

What a command of `cook` does is a function here, with the same defaults; what it returns is plain data, which shows
itself in a notebook. Nothing is imported before it is used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from cooking_rnn.shown import Shown

if TYPE_CHECKING:
    from cooking_rnn.errors import CookError, DataError, UsageError
    from cooking_rnn.insight.blanks import fill_blank
    from cooking_rnn.insight.classify import classify
    from cooking_rnn.insight.comparison import compare
    from cooking_rnn.insight.connectivity import connectivity
    from cooking_rnn.insight.drawing import diagram
    from cooking_rnn.insight.extraction import extract
    from cooking_rnn.insight.gradcheck import gradcheck
    from cooking_rnn.insight.gradient import gradient
    from cooking_rnn.insight.language import language
    from cooking_rnn.insight.memory import memory
    from cooking_rnn.insight.soften import soften
    from cooking_rnn.insight.study import study
    from cooking_rnn.insight.wiring import wire
    from cooking_rnn.insight.worksheet import worksheet
    from cooking_rnn.kitchen.kitchen import Kitchen
    from cooking_rnn.library import load, show
    from cooking_rnn.network.network import Network
    from cooking_rnn.training.fill import fill
    from cooking_rnn.training.train import train

__version__ = "0.1.0"

__all__ = [
    "CookError",
    "DataError",
    "Kitchen",
    "Network",
    "UsageError",
    "classify",
    "compare",
    "connectivity",
    "diagram",
    "extract",
    "fill",
    "fill_blank",
    "gradcheck",
    "gradient",
    "language",
    "load",
    "memory",
    "show",
    "soften",
    "study",
    "train",
    "wire",
    "worksheet",
]

_ROOMS = {
    "CookError": "errors",
    "DataError": "errors",
    "UsageError": "errors",
    "Kitchen": "kitchen.kitchen",
    "Network": "network.network",
    "classify": "insight.classify",
    "compare": "insight.comparison",
    "connectivity": "insight.connectivity",
    "diagram": "insight.drawing",
    "extract": "insight.extraction",
    "fill": "training.fill",
    "fill_blank": "insight.blanks",
    "gradcheck": "insight.gradcheck",
    "gradient": "insight.gradient",
    "language": "insight.language",
    "load": "library",
    "memory": "insight.memory",
    "show": "library",
    "soften": "insight.soften",
    "study": "insight.study",
    "train": "training.train",
    "wire": "insight.wiring",
    "worksheet": "insight.worksheet",
}


def __getattr__(name: str) -> Any:
    """Import what is asked for (PEP 562)."""
    if name not in _ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"cooking_rnn.{_ROOMS[name]}"), name)


def _to_html(result: Any) -> str:
    html: str = import_module("cooking_rnn.report.notebook").html(result)
    return html


Shown.to_html = _to_html


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
