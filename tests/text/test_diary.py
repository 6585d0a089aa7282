"""The diary's entropy: the closed form, and the best of every window."""

import math
from itertools import pairwise

import pytest

from cooking_rnn import Kitchen
from cooking_rnn.text.diary import Diary

BEST = {1: 1.945, 2: 1.824, 3: 1.754, 4: 1.754, 5: 1.733, 8: 1.727, 11: 1.529, 16: 1.380, 20: 1.351}


@pytest.fixture(scope="module")
def diary() -> Diary:
    return Diary(Kitchen.load("romance"))


def test_floor(diary: Diary) -> None:
    h = -(0.3 * math.log(0.3) + 0.7 * math.log(0.7))
    closed = (math.log(2) + 3 / 7 * math.log(6) + h / 0.7 + h + 0.3 * math.log(12)) / (10 + 6 / 7 + 1.5)
    assert diary.floor == pytest.approx(closed, abs=1e-12)
    assert diary.floor == pytest.approx(0.2986162517, abs=1e-10)


def test_windows(diary: Diary) -> None:
    nats = diary.windows(20)
    assert {words: math.exp(nats[words]) for words in BEST} == pytest.approx(BEST, abs=6e-4)
    assert all(longer <= shorter + 1e-12 for shorter, longer in pairwise(nats))
    assert nats[20] >= diary.floor
