"""The axes of a chart: round ticks, and places on the way, for numbers of any size."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import count

import numpy as np
from numpy.typing import NDArray

from cooking_rnn.blocks import Curve, Lines

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


def finite(values: Sequence[float | None]) -> Values:
    """Return the values as an array with nan for each that is missing or not finite."""
    array = np.array(values, dtype=np.float64)  # None becomes nan
    array[~np.isfinite(array)] = np.nan
    return array


def _order(curve: Curve) -> NDArray[np.intp]:
    """Return the places of the points that have an x, in the order of x."""
    x = finite(curve.x)
    order = np.argsort(x, kind="stable")
    return order[~np.isnan(x[order])]


def points_of(curve: Curve) -> tuple[Values, Values]:
    """Return x and y of a curve, each (points,), in the order of x."""
    order = _order(curve)
    return finite(curve.x)[order], finite(curve.y)[order]


def names_of(curve: Curve) -> list[str]:
    """Return the names of the points in the order of x."""
    return [curve.names[place] for place in _order(curve).tolist()]


class Frame:
    """The axes of a chart, and where its curves are between them."""

    def __init__(self, chart: Lines) -> None:
        self.points = [points_of(curve) for curve in chart.curves]
        self._x_axis = axis_of(np.concatenate([x for x, _ in self.points] or [np.zeros(0)]))
        y_axis = axis_of(np.concatenate([*(y for _, y in self.points), finite(chart.y_includes)]))
        self.y_ticks = y_axis.ticks(6)
        self.low, self.high = (self.y_ticks[0][0], self.y_ticks[-1][0]) if self.y_ticks else (y_axis.low, y_axis.high)

    def x_ticks(self, most: int) -> list[tuple[Fraction, str]]:
        """Return round numbers on the x axis, each by how far it is on the way from end to end."""
        low, high = self._x_axis.low, self._x_axis.high
        return [((at - low) / (high - low), tick) for at, tick in self._x_axis.ticks(most) if low <= at <= high]

    def shares(self, number: int) -> tuple[Values, Values]:
        """Return how far each point of a curve is on the way across, and up to the highest tick."""
        x, y = self.points[number]
        return share(x, self._x_axis.low, self._x_axis.high), share(y, self.low, self.high)
