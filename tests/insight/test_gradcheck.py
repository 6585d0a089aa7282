"""A wrong gradient is learned from all the same, and a gradient that is checked is found to be wrong."""

from typing import Any

import numpy as np
import pytest

from cooking_rnn.errors import UsageError
from cooking_rnn.insight.gradcheck import gradcheck, train_with
from cooking_rnn.kitchen.toml import load
from cooking_rnn.network.model import Architecture


def test_the_loss_goes_down_with_a_wrong_gradient_but_not_as_far() -> None:
    right, wrong = (
        train_with(Architecture("simple", 5, 3, 16), load("romance"), 150, 0, bug=bug) for bug in (None, "transpose")
    )
    first, last = (np.mean([right.losses[days], wrong.losses[days]], axis=1) for days in (slice(10), slice(-10, None)))
    assert (last < first - 0.05).all()
    assert last[0] < last[1] - 0.1
    assert 1 / 3 < wrong.right < right.right <= 1


def test_both_begin_alike() -> None:
    right, wrong = (
        train_with(Architecture("lstm", 5, 3, 4), load("romance"), 2, 0, bug=bug) for bug in (None, "transpose")
    )
    assert right.losses[0] == wrong.losses[0]
    assert right.losses[1] != wrong.losses[1]


class TestTheLibrary:
    def test_a_right_gradient(self) -> None:
        found = gradcheck(hidden=3, days=3)
        assert (found.wrong, found.training) == ((), ())
        assert 0 < found.largest_error < 1e-6
        assert repr(found).startswith("<GradientCheck of 3 gradients, largest error ")

    def test_a_wrong_one_and_what_is_learned_with_it(self) -> None:
        found = gradcheck(hidden=3, days=3, bug="transpose", steps=4)
        assert [each.name for each in found.wrong] == ["layer1.forward.matrix", "input"]
        assert found.worst in found.wrong
        assert [len(each.losses) for each in found.training] == [4, 4]

    @pytest.mark.parametrize(
        ("arguments", "where"),
        [
            ({"cell": "gpt"}, "cell"),
            ({"bug": "typo"}, "bug"),
            ({"steps": 3}, "steps"),
            ({"steps": 0, "bug": "transpose"}, "steps"),
            ({"layers": 65}, "layers"),
            ({"hidden": 10**4300}, "hidden"),
            ({"hidden": 1024}, "hidden"),
            ({"days": 0}, "days"),
            ({"seed": -1}, "seed"),
        ],
    )
    def test_what_cannot_be_is_said_of_its_parameter(self, arguments: dict[str, Any], where: str) -> None:
        with pytest.raises(UsageError) as error:
            gradcheck(**arguments)
        assert str(error.value.where) == where
