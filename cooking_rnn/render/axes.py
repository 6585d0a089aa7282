"""The axes of a chart: round ticks, and places on the way, for numbers of any size."""

import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import count

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Axis:
    """Where an axis begins and ends: exact numbers, for a difference of two floats may overflow or vanish."""

    low: Fraction
    high: Fraction
    is_whole: bool  # whether ticks between whole numbers would say nothing
    is_empty: bool

    def ticks(self, most: int) -> list[tuple[Fraction, str]]:
        """Return round numbers, a round step apart, that reach from end to end; `most` such steps would be enough."""
        if self.is_empty:
            return []
        span = self.high - self.low
        digits = math.log10(span.numerator) - math.log10(span.denominator) - math.log10(most)
        step = next(
            (first, exponent)
            for exponent in count(max(math.floor(digits) - 1, 0 if self.is_whole else -400))
            for first in (1, 2, 5)
            if first * Fraction(10) ** exponent * most >= span
        )
        size = step[0] * Fraction(10) ** step[1]
        places = range(math.floor(self.low / size), math.ceil(self.high / size) + 1)
        return [(place * size, _tick(place * step[0], step[1])) for place in places]


def _tick(digits: int, exponent: int) -> str:
    """Return digits · 10^exponent, in full where that is short."""
    plain = f"{Decimal(digits).scaleb(exponent):f}" if digits else "0"
    return plain if len(plain) <= 8 else f"{digits}e{exponent}"


def axis_of(values: Values) -> Axis:
    """Return the axis from the smallest to the largest of the finite values."""
    values = values[np.isfinite(values)]
    if not len(values):
        return Axis(Fraction(0), Fraction(1), is_whole=False, is_empty=True)
    low, high = Fraction(values.min()), Fraction(values.max())
    if low == high:
        room = abs(low) / 10 or Fraction(1)
        low, high = low - room, high + room
    return Axis(low, high, bool(np.all(values == np.round(values))), is_empty=False)


def share(values: Values, low: Fraction, high: Fraction) -> Values:
    """Return how far each value is on the way from `low`, 0, to `high`, 1."""
    largest = max(abs(low), abs(high))
    size = largest.numerator.bit_length() - largest.denominator.bit_length()
    bottom, top = (float(end / Fraction(2) ** size) for end in (low, high))  # so scaled, nothing overflows or vanishes
    return (np.ldexp(values, -size) - bottom) / (top - bottom)
