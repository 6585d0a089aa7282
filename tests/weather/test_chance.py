"""Random weather: its shares in the long run, and what cannot be."""

import numpy as np
import pytest
from numpy.typing import NDArray

from cooking_rnn.errors import UsageError
from cooking_rnn.weather import chance


def draw(days: int, rain: float, stay: float | None = None, seed: int = 7) -> NDArray[np.uint8]:
    return np.concatenate(list(chance.markov(days, rain, stay, np.random.default_rng(seed))))


@pytest.mark.parametrize(
    ("rain", "stay"),
    [(0.5, None), (0.1, None), (0.4, 0.7), (0.5, 0.1), (0.2, 0.6), (0.8, 0.6), (0.3, 0.95), (0.5, 0.5), (0.35, 0.3)],
)
def test_shares_in_the_long_run(rain: float, stay: float | None) -> None:
    days = draw(400_000, rain, stay)
    assert days.mean() == pytest.approx(rain, abs=0.01)
    same = days[1:] == days[:-1]
    expected = stay if stay is not None else rain**2 + (1 - rain) ** 2
    assert same.mean() == pytest.approx(expected, abs=0.005)
    assert (~same)[days[:-1] == 1].mean() == pytest.approx((1 - expected) / (2 * rain), abs=0.01)
    assert (~same)[days[:-1] == 0].mean() == pytest.approx((1 - expected) / (2 * (1 - rain)), abs=0.01)


@pytest.mark.parametrize(("rain", "stay"), [(0.4, 0.7), (0.5, 0.1), (0.3, None), (0.5, 0.0)])
def test_it_is_the_chain_drawn_day_by_day(rain: float, stay: float | None) -> None:
    """The same uniform numbers, one day after the other, make the same days."""
    alike = rain**2 + (1 - rain) ** 2 if stay is None else stay
    rng = np.random.default_rng(3)
    days = [rng.random() < rain]
    for u in rng.random(999):
        turn = (1 - alike) / (2 * (rain if days[-1] else 1 - rain))
        days.append(u < (1 - turn if days[-1] else turn))
    assert draw(1000, rain, stay, seed=3).tolist() == [int(day) for day in days]


def test_the_first_day_is_drawn_from_the_long_run() -> None:
    first = [draw(1, 0.2, 0.9, seed)[0] for seed in range(2000)]
    assert np.mean(first) == pytest.approx(0.2, abs=0.03)


def test_pieces_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = draw(1000, 0.4, 0.3)
    monkeypatch.setattr(chance, "PIECE", 7)
    assert np.array_equal(draw(1000, 0.4, 0.3), whole)
    assert np.array_equal(draw(900, 0.4, 0.3), whole[:900])


@pytest.mark.parametrize(
    ("rain", "stay", "days"), [(0.0, None, {0}), (1.0, None, {1}), (0.0, 1.0, {0}), (1.0, 1.0, {1})]
)
def test_always_the_same(rain: float, stay: float | None, days: set[int]) -> None:
    assert set(draw(1000, rain, stay).tolist()) == days


def test_seasons_are_drawn_each_for_itself() -> None:
    drawn = chance.seasons(1000, 400, 0.2, 0.9, np.random.default_rng(0))
    assert drawn.shape == (1000, 400)
    assert drawn.mean() == pytest.approx(0.2, abs=0.01)
    assert (drawn[1:] == drawn[:-1]).mean() == pytest.approx(0.9, abs=0.003)
    assert abs(np.corrcoef(drawn[:, ::2].ravel(), drawn[:, 1::2].ravel())[0, 1]) < 0.02
    whole = draw(1000, 0.2, 0.9)
    assert np.array_equal(chance.seasons(1000, 1, 0.2, 0.9, np.random.default_rng(7))[:, 0], whole)


def test_never_changing() -> None:
    assert len(set(draw(1000, 0.5, 1.0).tolist())) == 1


@pytest.mark.parametrize("number", [1, 2, 3, 65536, 65537, 65538])
def test_as_many_days_as_asked_for(number: int) -> None:
    assert len(draw(number, 0.5, 0.6)) == number


@pytest.mark.parametrize(
    ("days", "rain", "stay", "message"),
    [
        (0, 0.5, None, "days: 0 is out of range (from 1 to 100,000,000)"),
        (-3, 0.5, None, "days: -3 is out of range (from 1 to 100,000,000)"),
        (1, 1.5, None, "rain: 1.5 is not a share (from 0 to 1)"),
        (1, float("nan"), None, "rain: nan is not a share (from 0 to 1)"),
        (1, 0.5, -0.1, "stay: -0.1 is not a share (from 0 to 1)"),
        (
            1,
            0.2,
            0.5,
            "stay: 0.5 is not possible with --rain 0.2 (from 0.6 to 1, or leave it out for independent days)",
        ),
        (1, 0.0, 0.9, "stay: 0.9 is not possible with --rain 0 (only 1 is, or leave it out for independent days)"),
    ],
)
def test_what_cannot_be(days: int, rain: float, stay: float | None, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        chance.markov(days, rain, stay, np.random.default_rng(0))
    assert str(caught.value) == message
