"""What is said of each result: blocks for people, and a record for programs."""

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

from cooking_rnn.errors import UsageError, quote

if TYPE_CHECKING:  # the command line says where it is wrong without them
    from cooking_rnn.blocks import Block
    from cooking_rnn.report.say import Say


#: the name of a result's class, or of one that it is derived from -> the module here that reports it
REPORTS = {
    "Season": "season",
    "Explanation": "explanation",
    "Gradients": "gradient",
    "Softened": "soften",
    "GradientCheck": "gradcheck",
    "SentenceMemory": "memory",
    "MemoryGrowth": "memory",
    "Connectivity": "connectivity",
    "Kitchen": "kitchens",
    "Network": "network",
    "Kitchens": "kitchens",
    "Wiring": "wiring",
    "Check": "check",
    "Marking": "design",
    "Drawing": "drawing",
    "Training": "training",
    "FilledDiary": "filled_diary",
    "Extraction": "extraction",
    "Comparison": "comparison",
    "Study": "study",
    "FilledBlank": "blanks",
    "Classification": "classification",
    "Language": "language",
    "Worksheets": "worksheet",
    "Worksheet": "worksheet",
    "Marks": "marks",
}


def report(result: Any, say: "Say", **options: Any) -> "list[Block]":
    """Return what is said of a result; `options` are those of its report, such as `whole` of a season.

    Raises UsageError for what is no result.
    """
    blocks: list[Block] = _module(result).report(result, say, **options)
    return blocks


def record(result: Any) -> Mapping[str, Any]:
    """Return a result as a JSON document; raises UsageError for what is no result."""
    document: Mapping[str, Any] = _module(result).record(result)
    return document


def playable(result: Any, lang: str) -> tuple[Any, Mapping[str, Any]] | None:
    """Return what of a result a page shows that can be played with, and the data it works on; None if there is none."""
    module = _module(result)
    return module.playable(result, lang) if hasattr(module, "playable") else None


def _module(result: Any) -> Any:
    for kind in type(result).__mro__:
        if kind.__name__ in REPORTS and kind.__module__.startswith("cooking_rnn."):
            return import_module(f"cooking_rnn.report.{REPORTS[kind.__name__]}")
    what, remedy = "{value} cannot be shown", "a kitchen, a network and what the functions return can"
    raise UsageError("result", what, remedy, value=quote(repr(result)))
