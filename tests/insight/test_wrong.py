"""A wrong gradient is learned from all the same."""

import pytest

from cooking_rnn.insight.wrong import train_with
from cooking_rnn.kitchen.toml import load
from cooking_rnn.network.model import Architecture


@pytest.mark.parametrize(("bug", "least"), [(None, 0.8), ("transpose", 0.4)])
def test_the_loss_goes_down(bug: str | None, least: float) -> None:
    trained = train_with(Architecture("simple", 5, 3, 16), load("romance"), 150, 0, bug=bug)
    assert trained.losses[-1] < trained.losses[0] - 0.05
    assert least < trained.right <= 1


def test_both_begin_alike() -> None:
    right, wrong = (
        train_with(Architecture("lstm", 5, 3, 4), load("romance"), 2, 0, bug=bug) for bug in (None, "transpose")
    )
    assert right.losses[0] == wrong.losses[0]
    assert right.losses[1] != wrong.losses[1]
