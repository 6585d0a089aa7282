"""A trained network as a cook: weather in, menu out, and every vector of a day when it is asked how.

A network of somebody else (`network/statedict.py`) is one too. Its weathers are the names of its inputs and its dishes
those of its outputs, if it has a readout. It has no day 0: the input of a day is its weather alone, or numbers in its
place, and its state begins at 0.

Days with their steps are told one at a time by the plain cell (`network/explanation.py`), days without by the fast one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from os import PathLike
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from cooking_rnn.choices import FORMS
from cooking_rnn.cook import Cook
from cooking_rnn.errors import DataError, UsageError
from cooking_rnn.fast.codes import checked, checked_one
from cooking_rnn.names import Names, is_printed
from cooking_rnn.network.encoding import HIDDEN, encode, season
from cooking_rnn.network.explanation import explain_days
from cooking_rnn.network.model import Architecture, Parameters, Trace, forward, softmax, unpack
from cooking_rnn.network.sequence import zero_state
from cooking_rnn.steps import Array, Day, Part, Step, freeze

FOREIGN = "foreign"
_PIECE = 500  # days that are run at a time, so that a long season needs no more memory than a short one


@dataclass(frozen=True, eq=False, repr=False)
class Network(Cook):
    """A trained network: its parameters, what it was trained on, and the names it knows."""

    architecture: Architecture
    flat: Array  # (size,) all its parameters
    task: str  # one of TASKS; FOREIGN for a network of somebody else
    name: str  # of the kitchen it learned
    start: int | None  # the dish of day 0, where there is one
    dishes: Names
    weathers: Names
    trained: Mapping[str, Any]  # what it was trained with: length, steps, seed, …
    source: str = ""  # its file

    def __post_init__(self) -> None:
        freeze(self, "flat")
        object.__setattr__(self, "trained", MappingProxyType({key: _fixed(told) for key, told in self.trained.items()}))

    def __reduce__(self) -> tuple[Any, ...]:
        """Copy and pickle it by its fields, because a read-only mapping cannot be pickled."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return type(self), tuple((values | {"trained": dict(self.trained)}).values())

    @classmethod
    def load(cls, name: str | PathLike[str], **naming: Any) -> "Network":
        """Return the network in a file: one of ours (.npz), or a torch `state_dict` (.npz or .safetensors).

        For the latter, `naming` are the arguments of `statedict.Naming`: `inputs`, `outputs`, `prefix`, `readout`.
        Raises DataError for anything that is not a network.
        """
        from cooking_rnn.network.storage import load  # which makes networks

        return load(str(name), **naming)

    def save(self, path: str | PathLike[str]) -> None:
        """Write the network to a file that `load` reads; raises DataError where it can't be written."""
        from cooking_rnn.network.storage import save

        save(self, Path(path))

    def export(self, path: str | PathLike[str]) -> None:
        """Write the weights by torch's names to a file (.npz or .safetensors) that torch and `load` read.

        Raises UsageError for another name, DataError where it can't be written.
        """
        from cooking_rnn.network.statedict import save

        save(self, Path(path))

    @property
    def is_foreign(self) -> bool:
        """Whether it is a network of somebody else, without a day 0."""
        return self.task == FOREIGN

    @property
    def looks_ahead(self) -> bool:
        """Whether it reads the days from both ends, and so has to see them all."""
        return self.architecture.bidirectional

    def needs_readout(self) -> "Network":
        """Return the network; raises DataError for one without a readout, which has states and says nothing."""
        if not self.dishes:
            what = "no readout in it: it has states, but no output"
            raise DataError(self.source or self.name, what, "`cook explain` shows its states")
        return self

    def needs_menu(self) -> "Network":
        """Return the network; raises DataError unless it cooks."""
        return self.needs_next()

    def needs_next(self) -> "Network":
        """Return the network; raises DataError for one that cannot go on from day to day."""
        if self.is_foreign:
            if self.looks_ahead:
                what = "it reads both ways, so no day follows from the days before it alone"
                raise DataError(self.source or self.name, what, "`cook explain` takes it")
            return self
        if self.task != "next":
            what = "it was trained to fill blanks, and needs the whole diary to cook"
            raise DataError(self.source or self.name, what, "`cook fill` takes it")
        return self

    def __repr__(self) -> str:
        made = self.architecture
        return f"<Network {self.name}, task {self.task}: {made.cell}, {made.layers} x {made.hidden} units>"

    @property
    def by_hand(self) -> str:
        """The form in which it was wired by hand, one of FORMS; "" where it was trained."""
        form = self.trained.get("by_hand")
        return form if isinstance(form, str) and form in FORMS else ""

    @cached_property
    def units(self) -> tuple[Part, ...]:
        """What the hidden units of a layer stand for: numbers, unless it was wired by hand."""
        told = self.trained.get("units")
        if self.by_hand and isinstance(told, tuple) and all(map(_is_part, told)):
            parts = tuple(Part(*part) for part in told)
            if sum(len(part.entries) for part in parts) == self.architecture.hidden:
                return parts
        return (Part("", tuple(f"h{unit}" for unit in range(1, self.architecture.hidden + 1))),)

    @cached_property
    def _parameters(self) -> Parameters:
        return unpack(self.architecture, self.flat)

    def begin(self, starts: Array) -> list[list[Any]]:
        """Return the states (batch of them) after day 0, on which these dishes (batch,) were eaten.

        A network of somebody else begins with its first input instead, one of these (batch,).

        Raises ValueError for anything but codes of dishes, DataError where the network was not trained for `next`.
        """
        self.needs_next()
        if self.is_foreign:
            first = self.shown(checked(starts, len(self.weathers))[None])
            return self.run(first, self._zeros(len(starts)))[1].states
        dishes = checked(starts, len(self.dishes))[None]
        return self.run(encode(np.full(dishes.shape, HIDDEN), dishes, self._counts), None)[1].states

    def beginnings(self) -> tuple[list[list[Any]], Array]:
        """Return the states after every day 0 that there can be, and what each says: the dish that was shown.

        Of a network of somebody else, those after every first input, and its outputs.
        """
        if not self.is_foreign:
            dishes = np.arange(len(self.dishes))
            return self.begin(dishes), dishes
        self.needs_next().needs_readout()
        scores, trace = self.run(self.shown(np.arange(len(self.weathers))[None]), self._zeros(len(self.weathers)))
        return trace.states, scores[0].argmax(axis=0)

    def _zeros(self, batch: int) -> list[list[Any]]:
        made = self.architecture
        return [
            [zero_state(made.cell, batch, made.hidden, self.flat.dtype) for _ in made.directions]
            for _ in range(made.layers)
        ]

    def season(self, weathers: Array) -> Array:
        """Return all inputs of a season (days, input) in float64, from day 0 on where there is one."""
        if self.start is not None:
            return season(weathers, self.start, self._counts)
        return self.shown(self._columns(weathers))[:, :, 0].astype(np.float64)

    def numbers(self, weather: Array) -> Array:
        """Return numbers (days, input) that the network is given in place of weather.

        Raises UsageError unless they fit, or where weather is one-hot.
        """
        if not self.is_foreign:
            return super().numbers(weather)
        try:
            numbers = np.array(weather, np.float64)
        except (TypeError, ValueError, OverflowError):
            numbers = np.empty(0)
        if numbers.ndim != 2 or numbers.shape[1] != self.architecture.inputs:
            what, remedy = "numbers of shape {found}", "a row a day, of {inputs} numbers each"
            found = "x".join(map(str, numbers.shape))
            raise UsageError("weather", what, remedy, found=found, inputs=self.architecture.inputs)
        if not np.isfinite(numbers).all():
            raise UsageError("weather", "a number that is not finite")
        return numbers

    def run(self, inputs: Array, states: list[list[Any]] | None) -> tuple[Array, Trace]:
        """Return the scores (days, dishes, batch) of days that follow `states`, and the trace."""
        with np.errstate(over="ignore", invalid="ignore"):  # weights of any size may stand in a file
            return forward(self.architecture, self._parameters, inputs, states=states)

    def shown(self, weathers: Array) -> Array:
        """Return the inputs (days, m + n, batch) of days with these weathers (days, batch).

        In a kitchen without weather the codes are all 0. Numbers (days, input, batch) are the inputs already. Raises
        ValueError for anything but codes of weathers.
        """
        if weathers.ndim == 3:
            return weathers
        codes = self._codes(weathers, 2)
        hidden = np.full(codes.shape, HIDDEN)
        return encode(codes if self.weathers else hidden, hidden, self._counts)

    def _columns(self, weathers: Array) -> Array:
        """Return the weathers of one season, codes (days,) or numbers (days, input), as those of a batch of one."""
        is_numbers = self.is_foreign and weathers.ndim == 2
        return weathers[:, :, None] if is_numbers else self._codes(weathers)[:, None]

    @property
    def _has_chances(self) -> bool:
        """Whether its scores become probabilities; of a single output of somebody else's, they do not."""
        return not self.is_foreign or len(self.dishes) > 1

    @property
    def _counts(self) -> tuple[int, int]:
        return len(self.weathers), 0 if self.is_foreign else len(self.dishes)

    def after(self, weathers: Array, start: Any) -> Any:
        """Return the state after these weathers (days,), without telling the days; see `days`."""
        state = self._state(start)
        for _, scores, trace in self.pieces(self._columns(weathers), state.states, _PIECE):
            state = _State(self._says(scores[-1, :, 0]), trace.states)
        return state

    def _says(self, scores: Array) -> str:
        return self.dishes.ids[int(scores.argmax())] if self.dishes else ""

    def menu(self, weathers: Array, start: int | None) -> Array:
        """Return the codes (days,) of the dishes of these weathers (days,), after dish `start`.

        Raises ValueError for codes that are not known, DataError where there is no readout.
        """
        self.needs_readout()
        columns, states = self._columns(weathers), self._state(start).states
        dishes = [scores[:, :, 0].argmax(axis=1) for _, scores, _ in self.pieces(columns, states, _PIECE)]
        return np.concatenate([np.empty(0, np.intp), *dishes])

    def days(
        self, weathers: Array, start: Any, dates: Sequence[str] | None = None, *, first: int = 1, steps: bool = True
    ) -> Iterator[Day]:
        """Yield each day of these weathers (days,), after `start` on day `first - 1`.

        `start` is a dish's code, or the `state` of the last day before. In a kitchen without weather the codes are
        all 0. Raises ValueError for codes that are not known.
        """
        columns, state = self._columns(weathers), self._state(start)
        names = self.weathers.ids if columns.ndim == 2 else ()
        previous, tell = state.dish, self._plainly if steps else self._fast
        for place, day in enumerate(tell(columns, state.states)):
            dish = self._says(day.scores)
            yield Day(
                number=first + place,
                previous=None if self.is_foreign else previous,
                dish=dish,
                weather=names[columns[place, 0]] if names else None,
                date=None if dates is None else dates[place],
                probability=float(softmax(day.scores[:, None]).max()) if self._has_chances else None,
                steps=day.steps,
                state=None if day.states is None else _State(dish, day.states),
            )
            previous = dish

    def outline(self) -> tuple[Step, ...]:
        """Return the steps of some day."""
        return next(self.days(np.zeros(1, np.uint8), self.start)).steps

    def _codes(self, weathers: Array, dimensions: int = 1) -> Array:
        return checked(weathers, max(len(self.weathers), 1), dimensions)

    def _state(self, start: Any) -> "_State":
        if isinstance(start, _State):
            return start
        if self.is_foreign:
            return _State("", self._zeros(1))
        code = checked_one(start, len(self.dishes))
        return _State(self.dishes.ids[code], self.begin(np.array([code])))

    def _plainly(self, weathers: Array, states: list[list[Any]]) -> Iterator["_RawDay"]:
        """Yield each day's scores, states and steps."""
        given = (("@weather", self.weathers.ids), ("@dish", self.dishes.ids))[: 1 if self.is_foreign else 2]
        at_once = max(len(weathers), 1) if self.looks_ahead else _PIECE
        for first in range(0, len(weathers), at_once):
            x = self.shown(weathers[first : first + at_once])
            with np.errstate(over="ignore", invalid="ignore"):
                days = explain_days(
                    self.architecture,
                    self._parameters,
                    states,
                    x,
                    given,
                    self.dishes.ids,
                    self.units,
                    has_chances=self._has_chances,
                )
            for states, steps in days:
                scores = next((step.value for step in steps if step.name == "readout"), np.empty(0))
                yield _RawDay(scores, states, steps)

    def _fast(self, weathers: Array, states: list[list[Any]]) -> Iterator["_RawDay"]:
        """Yield the same without steps; the states stand only with the last day of a piece."""
        for _, scores, trace in self.pieces(weathers, states, _PIECE):
            last = len(scores) - 1
            for day in range(len(scores)):
                yield _RawDay(scores[day, :, 0], trace.states if day == last else None, ())

    def pieces(self, weathers: Array, states: list[list[Any]], days: int) -> Iterator[tuple[Array, Array, Trace]]:
        """Yield weathers (days, batch) with their scores and trace, at most this many days at a time."""
        days = max(len(weathers), 1) if self.looks_ahead else days
        for first in range(0, len(weathers), days):
            piece = weathers[first : first + days]
            scores, trace = self.run(self.shown(piece), states)
            states = trace.states
            yield piece, scores, trace


def _fixed(told: Any) -> Any:
    """Return a value that JSON may hold with its lists as tuples, which nobody can write to."""
    return tuple(map(_fixed, told)) if isinstance(told, list | tuple) else told


def _is_part(told: Any) -> bool:
    """Whether it is what a file says of units: a name, what each stands for, what the name speaks of."""
    name, *lists = told if isinstance(told, tuple) and len(told) == 3 else ("", None)
    texts = [name, *(word for words in lists for word in (words if isinstance(words, tuple) else (None,)))]
    return all(isinstance(text, str) and is_printed(text) for text in texts)


@dataclass(frozen=True, eq=False)
class _State:
    """What tomorrow goes on from."""

    dish: str
    states: list[list[Any]]


class _RawDay(NamedTuple):
    """A day, before it has names."""

    scores: Array  # (n,)
    states: list[list[Any]] | None
    steps: tuple[Step, ...]
