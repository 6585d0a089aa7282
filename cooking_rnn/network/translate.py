"""A network that was trained for `translate`: it reads a week's weather, and writes the menu from its last state.

This is sequence to sequence (Cho et al. 2014; Sutskever, Vinyals & Le 2014). All that the decoder knows of the week is
the state that the encoder ends in: one vector, however long the week is. Each dish is written from the one before, the
first from that of day 0. The week is read from its last day to its first, as Sutskever et al. do it, so that what is
needed first was read last.

One network does both, where theirs are two: shown a weather it reads, shown a dish it writes.
"""

from collections.abc import Iterator, Sequence
from os import PathLike
from typing import Any, NoReturn

import numpy as np

from cooking_rnn.errors import DataError, UsageError
from cooking_rnn.fast.codes import checked_one
from cooking_rnn.network.encoding import HIDDEN, encode
from cooking_rnn.network.explanation import Told, explain_days
from cooking_rnn.network.model import Architecture, Parameters, forward, softmax
from cooking_rnn.network.network import Network
from cooking_rnn.steps import Array, Day, Step

MOST_DAYS = 200  # of a week, which is read as a whole


def to_read(weathers: Array, counts: tuple[int, int], dtype: Any = np.float32) -> Array:
    """Return the inputs (days, m + n, batch) of the encoder, for weathers (days, batch): the last day comes first."""
    return encode(weathers[::-1], np.full(weathers.shape, HIDDEN), counts, dtype)


def to_write(before: Array, counts: tuple[int, int], dtype: Any = np.float32) -> Array:
    """Return the inputs (days, m + n, batch) of the decoder, for the dish before each day's (days, batch)."""
    return encode(np.full(before.shape, HIDDEN), before, counts, dtype)


def translated(architecture: Architecture, parameters: Parameters, weathers: Array, starts: Array) -> Array:
    """Return the probabilities (days, n, batch) of each day's dish, each written after the most probable one before.

    `weathers` is (days, batch), HIDDEN in a kitchen without weather; `starts` (batch,) are the dishes of day 0.
    """
    counts, dtype = (architecture.inputs - architecture.outputs, architecture.outputs), parameters.readout.dtype
    states, dishes, written = None, np.asarray(starts)[None], []
    for day in to_read(weathers, counts, dtype):
        states = forward(architecture, parameters, day[None], states=states)[1].states
    for _ in weathers:
        scores, trace = forward(architecture, parameters, to_write(dishes, counts, dtype), states=states)
        states, dishes = trace.states, scores.argmax(axis=1)
        written.append(softmax(scores))
    return np.concatenate(written)


class Translator(Network):
    """A network that was trained for `translate`, as a cook of whole weeks."""

    looks_ahead = True

    def needs_menu(self) -> Network:
        """Return the network."""
        return self

    def needs_next(self) -> NoReturn:
        """Raise DataError: it cannot go on from day to day."""
        what = "it was trained to translate a week as a whole, and cannot go on from day to day"
        raise DataError(self.source or self.name, what, "`cook simulate` and `cook explain` take it")

    def export(self, path: str | PathLike[str]) -> NoReturn:
        """Raise UsageError: its encoder and its decoder, which hand over a state, are no one network of torch."""
        raise UsageError("export", "a network that translates", "--output keeps it")

    def menu(self, weathers: Array, start: int | None) -> Array:
        """Return the codes (days,) of the dishes of a week with these weathers (days,), after dish `start`."""
        dishes: Array = self._probabilities(weathers, start).argmax(axis=1)
        return dishes

    def after(self, weathers: Array, start: Any) -> Any:
        """Raise DataError: no day goes on from a state alone."""
        self.needs_next()

    def reads(self, weathers: Array, dates: Sequence[str] | None = None) -> Iterator[Day]:
        """Yield the days of the encoder, the last of the week first, with their steps; they have no dish."""
        codes = self._week(weathers)
        states = self._zeros(1)
        for place, x in zip(reversed(range(len(codes))), to_read(codes[:, None], self._counts), strict=True):
            states, steps = self._told(states, x)
            date = None if dates is None else dates[place]
            yield Day(place + 1, "", "", self._weather(codes[place]), date=date, steps=steps[:-2], state=states)

    def days(
        self, weathers: Array, start: Any, dates: Sequence[str] | None = None, *, first: int = 1, steps: bool = True
    ) -> Iterator[Day]:
        """Yield the days of the decoder, after dish `start`; their weather is what the encoder read.

        Raises ValueError for codes that are not known, UsageError for more than MOST_DAYS days.
        """
        before, codes, ids = checked_one(start, len(self.dishes)), self._week(weathers), self.dishes.ids
        chances: Any = None if steps else self._probabilities(weathers, start)
        *_, states = (day.state for day in self.reads(weathers)) if steps else (None,)
        told: tuple[Step, ...] = ()
        for place, code in enumerate(codes):
            if steps:
                states, told = self._told(states, to_write(np.array([[before]]), self._counts)[0])
            chance = told[-1].value if steps else chances[place]
            dish, date = int(chance.argmax()), None if dates is None else dates[place]
            sure = float(chance[dish])
            yield Day(first + place, ids[before], ids[dish], self._weather(code), None, date, sure, steps=told)
            before = dish

    def _week(self, weathers: Array) -> Array:
        """Return the codes (days,) of a week; HIDDEN in a kitchen without weather."""
        if len(weathers) > MOST_DAYS:
            what, remedy = "{days:,} days", "at most {most}: this network reads the whole week before it cooks"
            raise UsageError("weather", what, remedy, days=len(weathers), most=MOST_DAYS)
        codes = self._codes(weathers).astype(np.intp)
        return codes if self.weathers else np.full_like(codes, HIDDEN)

    def _weather(self, code: int) -> str | None:
        return self.weathers.ids[code] if self.weathers else None

    def _probabilities(self, weathers: Array, start: int | None) -> Array:
        """Return the probabilities (days, n) of each day's dish."""
        starts = np.array([checked_one(start, len(self.dishes))])
        with np.errstate(over="ignore", invalid="ignore"):
            return translated(self.architecture, self._parameters, self._week(weathers)[:, None], starts)[:, :, 0]

    def _told(self, states: Any, x: Array) -> Told:
        """Return the states after a day with this input (m + n, 1), and its steps."""
        given, made = (("@weather", self.weathers.ids), ("@dish", self.dishes.ids)), self.architecture
        with np.errstate(over="ignore", invalid="ignore"):
            told = explain_days(
                made, self._parameters, states, x[None], given, self.dishes.ids, self.units, has_chances=True
            )
        return told[0]
