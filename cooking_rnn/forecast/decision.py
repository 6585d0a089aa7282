"""How a file is to be read: what was typed about it, and what was decided."""

import math
from dataclasses import dataclass
from typing import Literal

from cooking_rnn.errors import UsageError, quote, suggestion
from cooking_rnn.forecast.amounts import MILLIMETRES

Kind = Literal["words", "amounts", "codes"]

WET_DAY = 1.0  # mm a day from which a day is rainy, where nothing else was typed; ETCCDI's wet day


@dataclass(frozen=True)
class Options:
    """What was typed about a file; raises UsageError."""

    column: str | None = None  # --column
    units: str | None = None  # --units: a key of MILLIMETRES
    wet: float | None = None  # --wet: mm a day from which a day is rainy
    missing: str | None = None  # --missing: "skip" or a weather

    def __post_init__(self) -> None:
        if self.units is not None and self.units not in MILLIMETRES:
            raise UsageError("--units", f"unknown unit {quote(self.units)}", suggestion(self.units, list(MILLIMETRES)))
        if self.wet is not None and not (math.isfinite(self.wet) and self.wet > 0):
            raise UsageError("--wet", f"{self.wet:g} mm", "an amount above 0 mm from which a day is rainy")

    @property
    def typed(self) -> dict[str, object]:
        """The options, None where one was not typed."""
        return {f"--{name}": value for name, value in vars(self).items()}

    def need_amounts(self, kind: Kind, column: str | None) -> None:
        """Raise UsageError where something was typed about amounts, and it is not amounts that are read."""
        holds = "words" if column is None else f"{quote(column)} holds {'weather codes' if kind == 'codes' else kind}"
        for option in ("--units", "--wet"):
            if kind != "amounts" and self.typed[option] is not None:
                raise UsageError(
                    option, f"{holds}, not amounts", "leave it out, or let --column choose a column of amounts"
                )


@dataclass(frozen=True)
class Decision:
    """How a file is read, for a caller to report."""

    kind: Kind
    column: str | None = None  # None in a file of words without a header
    unit: str | None = None  # of amounts: a key of MILLIMETRES
    wet: float | None = None  # of amounts: mm from which a day is rainy
    dated: bool = False  # whether pieces have dates
