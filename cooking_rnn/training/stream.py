"""Seasons that go on from step to step, so that a network learns what a long spell does to its state.

Seasons of 40 days do not show that the cell of an LSTM drifts away over hundreds of days of one weather, and that it
goes wrong when the weather turns. Here each season goes on where the last step left it, in a climate of its own; the
gradient reaches back as far as the step's own days (truncated backpropagation, Williams & Peng 1990).
"""

from typing import Any

import numpy as np

from cooking_rnn.fast.season import side_by_side
from cooking_rnn.network.encoding import HIDDEN, encode
from cooking_rnn.network.model import Architecture, forward, unpack
from cooking_rnn.steps import Array
from cooking_rnn.training.tasks import Batch, KitchenSeasons, climates, rarely

_ENDS = 0.015  # the chance that a season ends with a step: after 2,700 days of steps of 40, on average


class Stream:
    """A batch of seasons, the states and dishes in which the last step left them, and each one's climate."""

    def __init__(
        self, architecture: Architecture, seasons: KitchenSeasons, batch: int, rng: np.random.Generator
    ) -> None:
        self._architecture, self._table, self._climate, self._rng = architecture, seasons.table, seasons.climate, rng
        self._counts = architecture.inputs - architecture.outputs, architecture.outputs
        self._ended = np.ones(batch, bool)
        self._dishes = self._usual = np.zeros(batch, np.intp)
        self._shares = np.zeros(batch)
        self.states: list[list[Any]] | None = None

    def draw(self, flat: Array, days: int) -> Batch:
        """Begin anew the seasons that have ended, and return the next days of all; `states` are those to go on from."""
        m, n = self._table.shape
        if count := int(self._ended.sum()):
            self._dishes = np.where(self._ended, self._rng.integers(0, n, len(self._ended)), self._dishes)
            self._usual = np.where(self._ended, self._rng.integers(0, m, len(self._ended)), self._usual)
            self._shares = np.where(self._ended, rarely(len(self._ended), self._rng), self._shares)
            starts = self._dishes[self._ended][None]
            day_0 = encode(np.full((1, count), HIDDEN), starts, self._counts, flat.dtype)
            begun = forward(self._architecture, unpack(self._architecture, flat), day_0)[1].states
            self.states = begun if self.states is None else self._put(begun)
        if self._climate is None:
            weathers = climates(days, self._usual, self._shares, m, self._rng)
        else:
            weathers = self._climate(days, len(self._ended), self._rng)
        dishes = side_by_side(self._table, weathers, self._dishes)[1:]
        inputs = encode(weathers, np.full_like(weathers, HIDDEN), self._counts, flat.dtype)
        self._dishes = dishes[-1].astype(np.intp)
        return Batch(inputs, dishes, np.ones(dishes.shape, bool))

    def keep(self, states: list[list[Any]], said: Array) -> None:
        """Go on from these states, but where the dish that was said (batch,) is wrong: there the memory is lost."""
        self.states = states
        self._ended = (said != self._dishes) | (self._rng.random(len(said)) < _ENDS)

    def _put(self, begun: list[list[Any]]) -> list[list[Any]]:
        """Return the states with those that have begun anew."""
        assert self.states is not None
        for layer, its in zip(self.states, begun, strict=True):
            for state, new in zip(layer, its, strict=True):
                for part, begins in zip(state, new, strict=True):
                    part[:, self._ended] = begins
        return self.states
