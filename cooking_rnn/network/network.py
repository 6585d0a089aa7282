"""A trained network as a cook: weather in, menu out, and every vector of a day when it is asked how.

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
from cooking_rnn.errors import DataError
from cooking_rnn.fast.codes import checked, checked_one
from cooking_rnn.names import Names, is_printed
from cooking_rnn.network.encoding import HIDDEN, encode
from cooking_rnn.network.explanation import explain_day
from cooking_rnn.network.model import Architecture, Parameters, Trace, forward, softmax, unpack
from cooking_rnn.steps import Array, Day, Part, Step, freeze

_PIECE = 500  # days that are run at a time, so that a long season needs no more memory than a short one


@dataclass(frozen=True, eq=False, repr=False)
class Network(Cook):
    """A trained network: its parameters, what it was trained on, and the names it knows."""

    architecture: Architecture
    flat: Array  # (size,) all its parameters
    task: str  # one of TASKS
    name: str  # of the kitchen it learned
    start: int  # the dish of day 0
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
    def load(cls, name: str | PathLike[str]) -> "Network":
        """Return the network in a file (.npz); raises DataError for anything that is not one."""
        from cooking_rnn.network.storage import load  # which makes networks

        return load(str(name))

    def save(self, path: str | PathLike[str]) -> None:
        """Write the network to a file that `load` reads; raises DataError where it can't be written."""
        from cooking_rnn.network.storage import save

        save(self, Path(path))

    def needs_menu(self) -> "Network":
        """Return the network; raises DataError unless it cooks."""
        return self.needs_next()

    def needs_next(self) -> "Network":
        """Return the network; raises DataError unless it was trained for `next`, and so can go on from day to day."""
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

        Raises ValueError for anything but codes of dishes, DataError where the network was not trained for `next`.
        """
        self.needs_next()
        dishes = checked(starts, len(self.dishes))[None]
        return self.run(encode(np.full(dishes.shape, HIDDEN), dishes, self._counts), None)[1].states

    def run(self, inputs: Array, states: list[list[Any]] | None) -> tuple[Array, Trace]:
        """Return the scores (days, dishes, batch) of days that follow `states`, and the trace."""
        with np.errstate(over="ignore", invalid="ignore"):  # weights of any size may stand in a file
            return forward(self.architecture, self._parameters, inputs, states=states)

    def shown(self, weathers: Array) -> Array:
        """Return the inputs (days, m + n, batch) of days with these weathers (days, batch).

        In a kitchen without weather the codes are all 0. Raises ValueError for anything but codes of weathers.
        """
        codes = self._codes(weathers, 2)
        hidden = np.full(codes.shape, HIDDEN)
        return encode(codes if self.weathers else hidden, hidden, self._counts)

    @property
    def _counts(self) -> tuple[int, int]:
        return len(self.weathers), len(self.dishes)

    def after(self, weathers: Array, start: Any) -> Any:
        """Return the state after these weathers (days,), without telling the days; see `days`."""
        state = self._state(start)
        for _, scores, trace in self.pieces(self._codes(weathers)[:, None], state.states, _PIECE):
            state = _State(self.dishes.ids[int(scores[-1, :, 0].argmax())], trace.states)
        return state

    def menu(self, weathers: Array, start: int) -> Array:
        """Return the codes (days,) of the dishes of these weathers (days,), after dish `start`.

        Raises ValueError for codes that are not known.
        """
        codes, states = self._codes(weathers)[:, None], self._state(start).states
        dishes = [scores[:, :, 0].argmax(axis=1) for _, scores, _ in self.pieces(codes, states, _PIECE)]
        return np.concatenate([np.empty(0, np.intp), *dishes])

    def days(
        self, weathers: Array, start: Any, dates: Sequence[str] | None = None, *, first: int = 1, steps: bool = True
    ) -> Iterator[Day]:
        """Yield each day of these weathers (days,), after `start` on day `first - 1`.

        `start` is a dish's code, or the `state` of the last day before. In a kitchen without weather the codes are
        all 0. Raises ValueError for codes that are not known.
        """
        codes, state = self._codes(weathers).tolist(), self._state(start)
        previous, tell = state.dish, self._plainly if steps else self._fast
        for place, day in enumerate(tell(weathers, state.states)):
            dish = self.dishes.ids[int(day.scores.argmax())]
            yield Day(
                number=first + place,
                previous=previous,
                dish=dish,
                weather=self.weathers.ids[codes[place]] if self.weathers else None,
                date=None if dates is None else dates[place],
                probability=float(day.probabilities.max()),
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
        code = checked_one(start, len(self.dishes))
        return _State(self.dishes.ids[code], self.begin(np.array([code])))

    def _plainly(self, weathers: Array, states: list[list[Any]]) -> Iterator["_RawDay"]:
        """Yield each day's scores, probabilities, states and steps, a day at a time."""
        names = self.weathers.ids, self.dishes.ids
        for first in range(0, len(weathers), _PIECE):
            for x in self.shown(weathers[first : first + _PIECE, None]):
                with np.errstate(over="ignore", invalid="ignore"):
                    states, steps = explain_day(self.architecture, self._parameters, states, x, *names, self.units)
                yield _RawDay(steps[-2].value, steps[-1].value, states, steps)

    def _fast(self, weathers: Array, states: list[list[Any]]) -> Iterator["_RawDay"]:
        """Yield the same without steps; the states stand only with the last day of a piece."""
        for _, scores, trace in self.pieces(weathers[:, None], states, _PIECE):
            probabilities, last = softmax(scores), len(scores) - 1
            for day in range(len(scores)):
                yield _RawDay(scores[day, :, 0], probabilities[day, :, 0], trace.states if day == last else None, ())

    def pieces(self, weathers: Array, states: list[list[Any]], days: int) -> Iterator[tuple[Array, Array, Trace]]:
        """Yield weathers (days, batch) with their scores and trace, at most this many days at a time."""
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
    probabilities: Array  # (n,)
    states: list[list[Any]] | None
    steps: tuple[Step, ...]
