"""How a file is to be read: what was typed about it, and what was decided."""

import math
from dataclasses import dataclass
from typing import Literal

from cooking_rnn.errors import UsageError, quote, suggestion
from cooking_rnn.forecast.amounts import MILLIMETRES

Kind = Literal["words", "amounts", "codes"]


@dataclass(frozen=True)
class Options:
    """What was typed about a file; raises UsageError."""

    column: str | None = None  # --column
    units: str | None = None  # --units: a key of MILLIMETRES
    wet: float = 1.0  # --wet: mm a day from which a day is rainy; ETCCDI's wet day
    missing: str | None = None  # --missing: "skip" or a weather

    def __post_init__(self) -> None:
        if self.units is not None and self.units not in MILLIMETRES:
            raise UsageError("--units", f"unknown unit {quote(self.units)}", suggestion(self.units, list(MILLIMETRES)))
        if not (math.isfinite(self.wet) and self.wet > 0):
            raise UsageError("--wet", f"{self.wet:g} mm", "an amount above 0 mm from which a day is rainy")


@dataclass(frozen=True)
class Decision:
    """How a file is read, for a caller to report."""

    kind: Kind
    column: str | None = None  # None in a file of words without a header
    unit: str | None = None  # of amounts: a key of MILLIMETRES
    wet: float | None = None  # of amounts: mm from which a day is rainy
    dated: bool = False  # whether pieces have dates
