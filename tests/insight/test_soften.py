"""The soft kitchen: against the exact one, against the slope of its own map, and against 400 digits."""

import math
from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cooking_rnn.insight.soften import advance, begin, log_rows, soft_network, soften
from cooking_rnn.kitchen.proof import rule_table
from cooking_rnn.kitchen.recipe import Kitchen
from cooking_rnn.kitchen.toml import builtin_names, load, parse
from tests.kitchens import kitchens

DAYS = (10, 100, 1000)

#: the article's figures at gain 3, 4 and 8 and its gradients: share right to, log10 of the gradient at, DAYS
ARTICLE = {
    1: ((0.75, None, None), (-6.6, -67, -671)),
    2: ((1, None, None), (-2.5, -26, -258)),
    3: ((1, 1, 1), (-1.7, -5.8, -45)),
    4: ((1, 1, 1), (-5.6, -54, -537)),
    8: ((1, 1, 1), (-21, -209, -2090)),
}


def test_the_article_s_figures() -> None:
    """To its last digit, and what another 400 seasons may change.

    Over 20 seeds the medians of the gradient varied with a standard deviation below 0.4 % (at gain 3, where the
    gradient hangs on few days, 3 %) and the shares by 0.01.
    """
    for measured in soften(load("romance"), list(ARTICLE), DAYS, 400, np.random.default_rng(0)):
        right, gradient = ARTICLE[int(measured.gain)]
        for is_, was in zip(measured.right, right, strict=True):
            assert was is None or is_ == pytest.approx(was, abs=0.01)
        for is_, was in zip(measured.log10_gradient, gradient, strict=True):
            assert is_ == pytest.approx(was, rel=0.02, abs=0.06)


class Reference:
    """The same in decimals, as the formula stands: no logarithm, no care for what is lost."""

    def __init__(self, kitchen: Kitchen, gain: float) -> None:
        network = soft_network(kitchen)
        self.n, self.gain = network.food.shape[1], Decimal(gain)
        self.food = [[Decimal(entry) for entry in row] for row in network.food.tolist()]
        self.weather = [[Decimal(entry) for entry in row] for row in network.weather.tolist()]
        self.shares = [Decimal(dish == kitchen.start) for dish in range(self.n)]
        self.product = [[Decimal(row == column) for column in range(self.n)] for row in range(self.n)]

    def advance(self, weather: int) -> None:
        n = self.n
        total = [
            self.gain * (sum((f * d for f, d in zip(food, self.shares, strict=True)), Decimal(0)) + row[weather])
            for food, row in zip(self.food, self.weather, strict=True)
        ]
        powers = [(each - max(total)).exp() for each in total]
        p = [power / sum(powers) for power in powers]
        moved = [  # Food · product
            [sum((f * self.product[i][c] for i, f in enumerate(food)), Decimal(0)) for c in range(n)]
            for food in self.food
        ]
        mean = [sum((each * row[c] for each, row in zip(p, moved, strict=True)), Decimal(0)) for c in range(n)]
        slope = [[self.gain * each * (row[c] - mean[c]) for c in range(n)] for each, row in zip(p, moved, strict=True)]
        self.product = [[sum(row[c] for row in slope[dish::n]) for c in range(n)] for dish in range(n)]
        self.shares = [sum(p[dish::n]) for dish in range(n)]

    @property
    def log10_gradient(self) -> float:
        norm = sum((entry * entry for row in self.product for entry in row), Decimal(0)).sqrt()
        return float(norm.log10()) if norm else -math.inf


def compared(kitchen: Kitchen, gain: float, weathers: list[int], digits: int) -> bool:
    """Compare every day's largest share and gradient with the reference's; return whether the gradient was always known."""
    network, is_known = soft_network(kitchen), True
    state, gradient = begin(network, kitchen.start, 1), None
    with localcontext(prec=digits, Emax=10**6, Emin=-(10**6)):
        reference = Reference(kitchen, gain)
        for day, weather in enumerate(weathers, 1):
            reference.advance(weather)
            state, gradient = advance(network, np.array([gain]), state, gradient, np.array([weather]))
            shares = [float(share) for share in reference.shares]
            np.testing.assert_allclose(state.shares[:, 0], shares, rtol=0, atol=1e-12)
            ordered = sorted(reference.shares)
            if len(ordered) == 1 or ordered[-1] - ordered[-2] > Decimal(10) ** (20 - digits):  # not equal by symmetry
                assert state.largest[0] == reference.shares.index(max(reference.shares)), day
            expected = reference.log10_gradient
            expected = expected if expected > 30 - digits else -math.inf  # what is left of zeros, rounded
            got = float(gradient.log_norm[0]) / math.log(10)
            assert math.isnan(got) or got == pytest.approx(expected, rel=1e-9, abs=1e-7), day
            is_known = is_known and not math.isnan(got)
    return is_known


@pytest.mark.parametrize(
    ("gain", "days", "digits"),
    [(0.001, 30, 300), (1, 120, 160), (2, 150, 160), (3, 60, 120), (8, 40, 300), (300, 3, 1000)],
)
def test_against_hundreds_of_digits(gain: float, days: int, digits: int) -> bool:
    weathers = np.random.default_rng(1).integers(2, size=days).tolist()
    assert compared(load("romance"), gain, weathers, digits)


@settings(max_examples=25)
@given(
    kitchens(), st.sampled_from([0.5, 2.0, 3.0, 8.0, 20.0, 50.0]), st.lists(st.integers(0, 5), min_size=1, max_size=6)
)
def test_any_kitchen_against_hundreds_of_digits(kitchen: Kitchen, gain: float, weathers: list[int]) -> None:
    is_known = compared(kitchen, gain, [code % len(kitchen.rules) for code in weathers], 400)
    assert is_known or gain > 8
