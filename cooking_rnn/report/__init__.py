"""What is said of each result: blocks for people, and a record for programs."""

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the command line says where it is wrong without them
    from cooking_rnn.blocks import Block
    from cooking_rnn.report.say import Say


#: the name of a result's class -> the module here that reports it
REPORTS = {
    "Season": "season",
    "Explanation": "explanation",
    "Gradients": "gradient",
    "Softened": "soften",
    "GradientCheck": "gradcheck",
    "SentenceMemory": "memory",
    "MemoryGrowth": "memory",
    "Kitchen": "kitchens",
    "Kitchens": "kitchens",
    "Check": "check",
    "Drawing": "drawing",
    "Training": "training",
    "FilledDiary": "filled_diary",
    "Extraction": "extraction",
    "Comparison": "comparison",
}


def report(result: Any, say: "Say", **options: Any) -> "list[Block]":
    """Return what is said of a result; `options` are those of its report, such as `whole` of a season."""
    blocks: list[Block] = _module(result).report(result, say, **options)
    return blocks


def record(result: Any) -> Mapping[str, Any]:
    """Return a result as a JSON document."""
    document: Mapping[str, Any] = _module(result).record(result)
    return document


def playable(result: Any, lang: str) -> tuple[Any, Mapping[str, Any]] | None:
    """Return what of a result a page shows that can be played with, and the data it works on; None if there is none."""
    module = _module(result)
    return module.playable(result, lang) if hasattr(module, "playable") else None


def _module(result: Any) -> Any:
    return import_module(f"cooking_rnn.report.{REPORTS[type(result).__name__]}")
