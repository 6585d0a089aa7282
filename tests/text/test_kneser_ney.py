"""Kneser-Ney against the values of its formulas worked by hand, and as a distribution."""

import math

import pytest

from cooking_rnn.text.kneser_ney import KneserNey

TEXT = """
on monday it was rainy so he cooked crayfish . on tuesday it was sunny so he ate crayfish .
on wednesday it was rainy so he cooked guobaorou .
"""
SCORED = "on thursday it was sunny so he cooked crayfish . </s>"
VALUES = {
    2: "-.359599 -1.600718 -1.378869 -1.215137 -.765688 -.359599 -1.215137 -.555665 -.625399 -.398613 -.765688",
    3: "-.648311 -1.762873 -1.378869 -1.215137 -.628353 -.212985 -.085459 -.395795 -.496354 -.085399 -1.16338",
}


@pytest.mark.parametrize("order", VALUES)
def test_values(order: int) -> None:
    model = KneserNey([TEXT.split()], order)
    history, found = ["<s>"], []
    for word in SCORED.split():
        found.append(math.log10(model.probability(word, history)))
        history.append(word)
    assert found == pytest.approx([float(each) for each in VALUES[order].split()], abs=1e-6)


@pytest.mark.parametrize("history", [[], ["<s>"], ["it", "was"], ["never", "seen"], ["never", "on"]])
def test_sums_to_one(history: list[str]) -> None:
    model = KneserNey([TEXT.split()], 4)
    assert math.fsum(model.probability(word, history) for word in model.words) == pytest.approx(1, abs=1e-12)
