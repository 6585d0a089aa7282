"""Seasons that go on from step to step, in climates of their own."""

import numpy as np
import pytest

from cooking_rnn.insight.extraction import menus
from cooking_rnn.kitchen.toml import load
from cooking_rnn.network.model import Architecture, forward, initial, unpack
from cooking_rnn.training import stream as streams
from cooking_rnn.training.stream import Stream
from cooking_rnn.training.tasks import KitchenSeasons, climates, rarely
from cooking_rnn.training.train import train

TABLE = load("romance").table


@pytest.mark.parametrize("share", [0.01, 0.3])
def test_in_a_climate_one_weather_rules(share: float) -> None:
    rng = np.random.default_rng(0)
    drawn = climates(5000, np.array([0, 1] * 20), np.full(40, share), 2, rng)
    assert (drawn[:, ::2] == 1).mean() == pytest.approx(share / 2, rel=0.1)
    assert (drawn[:, 1::2] == 0).mean() == pytest.approx(share / 2, rel=0.1)
    shares = rarely(1000, rng)
    assert 0.003 < shares.min() < 0.005 < 0.4 < shares.max() < 0.51


@pytest.mark.parametrize("cell", ["simple", "lstm"])
def test_a_season_goes_on_where_it_was_or_begins_anew(monkeypatch: pytest.MonkeyPatch, cell: str) -> None:
    monkeypatch.setattr(streams, "_ENDS", 0)
    architecture, rng = Architecture(cell, 5, 3, 4), np.random.default_rng(0)
    flat = initial(architecture, rng)
    stream = Stream(architecture, KitchenSeasons(TABLE), 6, rng)
    before = stream.draw(flat, 7)
    _, trace = forward(architecture, unpack(architecture, flat), before.inputs, states=stream.states)
    ended = np.array([True, False] * 3)
    stream.keep(trace.states, np.where(ended, -1, before.targets[-1]))
    after = stream.draw(flat, 7)
    weathers = after.inputs[0, :2].argmax(axis=0)
    follows = TABLE[weathers, before.targets[-1]] == after.targets[0]
    assert follows[~ended].all()
    assert stream.states is not None
    day_0 = np.eye(5, dtype=np.float32)[2:].T[None]  # each dish shown, as on a day 0
    begun = forward(architecture, unpack(architecture, flat), day_0)[1].states[0][0].hidden
    kept, last = stream.states[0][0].hidden, trace.states[0][0].hidden
    assert np.array_equal(kept[:, ~ended], last[:, ~ended])
    assert all(any(np.allclose(column, dish) for dish in begun.T) for column in kept[:, ended].T)


@pytest.mark.slow
def test_an_lstm_is_right_in_dry_climates_too() -> None:
    """Before training went on over long spells, 16 of 20 were wrong; since weights decay too, none of a hundred."""
    for seed in range(3):
        network = train(cell="lstm", seed=seed).network
        rng = np.random.default_rng(99)
        for share in (0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 0.9, 0.98):
            weathers = (rng.random((20_000, 8)) < share).astype(np.uint8)
            starts = np.arange(8) % 3
            told = menus(network, network.begin(starts), weathers)
            right, dish = np.empty_like(told), starts
            for day, codes in enumerate(weathers):
                right[day] = dish = TABLE[codes, dish]
            assert np.array_equal(told, right)
