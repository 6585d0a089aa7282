"""Training: what is asked, that it learns, that the same seed gives the same bytes, and how it ends."""

import math
from typing import Any

import numpy as np
import pytest

from cooking_rnn.errors import UsageError
from cooking_rnn.kitchen.check import rule_table
from cooking_rnn.kitchen.toml import load
from cooking_rnn.network.model import Architecture, loss_and_gradient
from cooking_rnn.training import loop
from cooking_rnn.training.adam import Adam, clip
from cooking_rnn.training.loop import Progress, Settings, train
from cooking_rnn.training.report import SHARES, report_climates, report_fill, report_next
from cooking_rnn.training.score import score_next
from cooking_rnn.training.tasks import Climate, DiarySeasons, KitchenSeasons, draw, fill_batch, next_batch
from tests.models import trained_model

ROMANCE = rule_table(load("romance"))
SEASONS = KitchenSeasons(ROMANCE)
SMALL = Architecture("simple", 5, 3, 8)


def test_what_next_shows_and_asks() -> None:
    weathers, dishes = np.array([[0], [1], [1]]), np.array([[2], [2], [0], [1]])
    batch = next_batch(weathers, dishes, (2, 3))
    assert batch.inputs[:, :, 0].tolist() == [[0, 0, 0, 0, 1], [1, 0, 0, 0, 0], [0, 1, 0, 0, 0], [0, 1, 0, 0, 0]]
    assert batch.targets[:, 0].tolist() == [2, 2, 0, 1]
    assert batch.mask[:, 0].tolist() == [False, True, True, True]


def test_what_fill_shows_and_asks() -> None:
    weathers, dishes = np.array([[0], [1], [1]]), np.array([[2], [2], [0], [1]])
    blank = np.array([[True], [False], [True], [False]])
    batch = fill_batch(weathers, dishes, blank, (2, 3))
    assert batch.inputs[:, :, 0].tolist() == [[0, 0, 0, 0, 0], [1, 0, 0, 0, 1], [0, 0, 0, 0, 0], [0, 1, 0, 1, 0]]
    assert batch.mask[:, 0].tolist() == [False, False, True, False]  # day 0 is not scored


def test_seasons_keep_the_rules_and_use_every_start() -> None:
    weathers, dishes = SEASONS(30, 50, np.random.default_rng(0))
    for day in range(30):
        assert np.array_equal(dishes[day + 1], ROMANCE[weathers[day], dishes[day]])
    assert {*dishes[0].tolist()} == {0, 1, 2}
    assert 0.4 < weathers.mean() < 0.6


def test_stretches_of_a_diary_are_its_own() -> None:
    weathers, dishes = SEASONS(20, 1, np.random.default_rng(0))
    stretches = DiarySeasons(weathers[:, 0], dishes[:, 0])
    told = stretches(5, 40, np.random.default_rng(1))
    for day in range(5):
        assert np.array_equal(told[1][day + 1], ROMANCE[told[0][day], told[1][day]])
    assert stretches(99, 1, np.random.default_rng(1))[0].shape == (20, 1)  # all there is


def test_a_network_learns_romance_for_ever() -> None:
    model = trained_model()
    score = score_next(model.architecture, model.flat, SEASONS, 10_000, 20, np.random.default_rng(7))
    assert score.by_sequence == 1


@pytest.mark.slow
def test_a_report_says_how_right_and_how_right_one_can_be() -> None:
    model, rng = trained_model(), np.random.default_rng(0)
    rows = report_next(model.architecture, model.flat, SEASONS, ROMANCE, [40, 400], 10**9, rng)
    assert [(row.score.days, row.score.by_day, row.ceiling) for row in rows] == [(40, 1, 1), (400, 1, 1)]
    model = trained_model("fill", bidirectional=True)
    rows = report_fill(model.architecture, model.flat, SEASONS, ROMANCE, 40, rng)
    told = {row.what: (round(row.score.by_day, 1), row.ceiling) for row in rows}
    assert told["inside"] == told["second of two"] == (1.0, 1.0)
    assert told["last"] == (0.5, 0.5)
    assert rows[2].score.by_day == pytest.approx(0.75, abs=0.03)  # of 4000: four standard deviations


def test_climates_are_scored_by_their_share_of_a_weather() -> None:
    """A network of zeros says the first dish of all, which is right on the sunny days of a kitchen without memory."""
    made, rng = Architecture("simple", 4, 2, 3), np.random.default_rng(0)
    for rare in (0, 1):
        told = report_climates(made, np.zeros(made.size, np.float32), np.array([[0, 0], [1, 1]]), rare, 2000, rng)
        assert [row.share for row in told] == [*SHARES]
        for row in told:
            dry = row.share if rare == 0 else 1 - row.share
            assert row.by_day == pytest.approx(dry, abs=0.015)  # of 24,000 days: four standard deviations


def test_seasons_of_a_climate_have_its_weather_alone() -> None:
    table = np.array([[0, 1, 2], [2, 0, 1], [1, 2, 0]])  # sunny has code 2, rainy 0
    weathers, dishes = KitchenSeasons(table, climate=Climate(0.2, 0.9, np.array([2, 0])))(
        500, 100, np.random.default_rng(0)
    )
    assert {*np.unique(weathers)} == {0, 2}
    assert (weathers == 0).mean() == pytest.approx(0.2, abs=0.04)
    assert (weathers[1:] == weathers[:-1]).mean() == pytest.approx(0.9, abs=0.01)
    assert np.array_equal(dishes[1:], table[weathers, dishes[:-1]])


def last(settings: Settings, architecture: Architecture = SMALL) -> list[Progress]:
    return list(train(architecture, SEASONS, settings))


def test_noise_is_drawn_for_every_step_and_is_what_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = []

    def watched(*given: Any) -> Any:
        noise = given[-1]
        drawn.append(noise((200, 7, 11)))
        return loss_and_gradient(*given)

    monkeypatch.setattr(loop, "loss_and_gradient", watched)
    last(Settings(steps=2))
    for noise in drawn:
        assert noise.shape == (200, 7, 11)
        assert 0.39 < np.abs(noise).max() < 0.4  # uniform in ± 0.4
        assert np.std(noise) == pytest.approx(0.4 / 3**0.5, rel=0.02)
        assert abs(noise.mean()) < 0.01
    assert not np.array_equal(*drawn)


def test_the_same_seed_gives_the_same_bytes() -> None:
    one, two, other = (last(Settings(steps=30, seed=seed))[-1] for seed in (1, 1, 2))
    assert one.best.tobytes() == two.best.tobytes()
    assert one.best.tobytes() != other.best.tobytes()


def test_seasons_grow_as_they_are_mastered() -> None:
    lengths = [progress.length for progress in last(Settings(steps=250, length=3), Architecture("simple", 5, 3, 16))]
    assert lengths == sorted(lengths)
    assert (lengths[0], max(lengths)) == (1, 3)


def test_a_run_that_does_not_converge_says_so() -> None:
    progress = last(Settings(steps=20))
    assert len(progress) == 20
    assert not any(each.is_converged for each in progress)
    assert all(math.isfinite(each.loss) for each in progress)
    assert not progress[-1].best.flags.writeable


def test_a_network_that_keeps_failing_its_check_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loop, "_PATIENCE", 2)
    monkeypatch.setattr(loop, "_SURE", 0)
    monkeypatch.setattr(loop, "CHECKS", ((1, 1.1, False),))  # nobody is so sure
    progress = last(Settings(steps=600, length=1), Architecture("simple", 5, 3, 16))
    restarts = [each.restarts for each in progress]
    assert restarts == sorted(restarts)
    assert restarts[-1] > 0
    anew = restarts.index(1)
    assert progress[anew].loss > 0.5 > progress[anew - 1].loss
    assert progress[anew].best.tobytes() == progress[anew - 1].best.tobytes()  # the best of all is kept
    assert progress[anew].mastered == 1
    assert len(progress) == 600


def test_a_network_that_is_nearly_always_right_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """On random kitchens of 8 dishes and 5 weathers 11 of 20 networks learned it with restarts, 20 without."""
    monkeypatch.setattr(loop, "_PATIENCE", 2)
    monkeypatch.setattr(loop, "_SURE", 0.1)
    monkeypatch.setattr(loop, "CHECKS", ((1, 1.1, False),))
    progress = last(Settings(steps=600, length=1), Architecture("simple", 5, 3, 16))
    assert progress[-1].loss < 0.1
    assert not progress[-1].restarts


def test_a_diverging_rate_ends_with_the_best_before() -> None:
    progress = last(Settings(steps=200, rate=1e38))
    assert len(progress) < 200
    assert math.isnan(progress[-1].loss)
    assert np.isfinite(progress[-1].best).all()


@pytest.mark.parametrize(
    ("settings", "error"),
    [
        ({"task": "dance"}, "task: unknown choice 'dance' (choices: next, fill, translate)"),
        ({"length": 0}, "length: 0 is out of range (from 1 to 10,000)"),
        ({"steps": 0}, "steps: 0 is out of range (from 1 to 10,000,000)"),
        ({"batch": -1}, "batch: -1 is out of range (from 1 to 65,536)"),
        ({"rate": math.nan}, "rate: nan is not a size (a number above 0, at most 1e+38)"),
        ({"batch": 2**63}, "batch: 9223372036854775808 is out of range (from 1 to 65,536)"),
        ({"length": 10**4300}, "length: 10^4300 is out of range (from 1 to 10,000)"),
        ({"seed": -1}, "seed: -1 is out of range (from 0 to 9,223,372,036,854,775,807)"),
        ({"rate": 1e39}, "rate: 1e+39 is not a size (a number above 0, at most 1e+38)"),
        ({"clip": 0}, "clip: 0 is not a size (a number above 0, at most 1e+38)"),
    ],
)
def test_settings_that_cannot_be(settings: dict[str, Any], error: str) -> None:
    with pytest.raises(UsageError) as raised:
        Settings(**settings)
    assert str(raised.value) == error


def test_a_kitchen_without_weather_is_drawn_without() -> None:
    batch = draw("next", KitchenSeasons(rule_table(load("order")), False), 4, 2, (0, 3), np.random.default_rng(0))
    assert batch.inputs.shape == (5, 3, 2)
    assert not batch.inputs[1:].any()


def test_adam_is_the_paper_s_in_its_epsilon_hat_form() -> None:
    rng = np.random.default_rng(0)
    flat, adam, m, v = rng.standard_normal(4), Adam(), np.zeros(4), np.zeros(4)
    theta = flat.copy()
    for t in range(1, 6):
        g = rng.standard_normal(4) * 1e-7  # so small that it matters where epsilon stands
        m, v = 0.9 * m + 0.1 * g, 0.99 * v + 0.01 * g**2
        theta -= 0.01 * math.sqrt(1 - 0.99**t) / (1 - 0.9**t) * m / (np.sqrt(v) + 1e-8)
        adam.move(flat, g, 0.01)
        np.testing.assert_allclose(flat, theta, rtol=1e-12)


def test_weights_decay_apart_from_the_gradient() -> None:
    plain, decayed, g = np.array([3.0, -2.0]), np.array([3.0, -2.0]), np.array([0.1, 5.0])
    Adam().move(plain, g, 0.01)
    Adam().move(decayed, g, 0.01, 0.3)
    np.testing.assert_allclose(decayed - plain, [-0.009, 0.006])


def test_adam_takes_its_first_step_by_the_rate_and_finds_a_minimum() -> None:
    flat, adam = np.array([3.0, -2.0]), Adam()
    adam.move(flat, 2 * flat, 0.1)
    np.testing.assert_allclose(flat, [2.9, -1.9])
    for _ in range(300):
        adam.move(flat, 2 * flat, 0.05)
    assert np.abs(flat).max() < 0.02


def test_clipping_keeps_the_direction() -> None:
    gradient = np.array([3.0, 4.0])
    assert clip(gradient, 1.0) == 5
    np.testing.assert_allclose(gradient, [0.6, 0.8])
    assert clip(gradient, 1.5) == pytest.approx(1)
    np.testing.assert_allclose(gradient, [0.6, 0.8])
