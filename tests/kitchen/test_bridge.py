"""The kitchen told as a simple RNN is the same kitchen."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cooking_rnn.kitchen.bridge import as_rnn
from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.kitchen.toml import load
from tests.kitchens import kitchens


def test_romance_is_6x8_and_3x6() -> None:
    a, fold = as_rnn(load("romance")).bridge()
    assert a.shape == (6, 8)
    assert fold.tolist() == [[1, 0, 0, 1, 0, 0], [0, 1, 0, 0, 1, 0], [0, 0, 1, 0, 0, 1]]
    assert a[3].tolist() == [0, 0, 1, 0, 0, 1, 0, 1]


@given(kitchens(), st.lists(st.integers(0, 5), max_size=12))
def test_same_dishes_by_the_recurrence(kitchen: Kitchen, weather: list[int]) -> None:
    codes = np.array([code % len(kitchen.rules) for code in weather], dtype=np.uint8)
    told = list(as_rnn(kitchen).explained(codes, kitchen.start))
    plain = list(kitchen.days(codes, kitchen.start))
    assert [day.dish for day in told] == [day.dish for day in plain]
    for rnn, day in zip(told, plain, strict=True):
        steps = {step.name: step for step in rnn.steps}
        a, stacked, hidden = steps["product"].matrix, steps["stacked"].value, steps["hidden"].value
        assert a is not None
        assert (a @ stacked == steps["product"].value).all()
        assert (hidden == day.steps[5].value).all()  # h is the hard-max vector itself
        assert (steps["fold"].value == day.steps[6].value).all()
