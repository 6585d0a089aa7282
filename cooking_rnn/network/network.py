"""A trained network as a cook: weather in, menu out, and every vector of a day for whoever asks how.

The steps are read off the network's own run; only A · [h; x], which a run does not keep, is made again to be shown.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cooking_rnn.cook import Cook
from cooking_rnn.errors import DataError
from cooking_rnn.names import Names
from cooking_rnn.network import lstm, simple
from cooking_rnn.network.encoding import HIDDEN, encode
from cooking_rnn.network.model import Architecture, Parameters, Trace, forward, softmax, unpack
from cooking_rnn.network.sequence import with_bias
from cooking_rnn.steps import Day, Part, Step, frozen

Array = NDArray[Any]
Vector = NDArray[Any]

_PIECE = 500  # days that are run at a time, so that a long season needs no more memory than a short one


TASKS = ("next", "fill")


@dataclass(frozen=True, eq=False, repr=False)
class Network(Cook):
    """A network that was trained, on what, and by which names it is spoken to."""

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
        object.__setattr__(self, "flat", frozen(self.flat))

    @classmethod
    def load(cls, path: str) -> "Network":
        """Return the network in a file; raises DataError for anything that is not one."""
        from cooking_rnn.network.storage import load  # which makes networks

        return load(path)

    def save(self, path: str | Path) -> None:
        """Write the network to a file that `load` reads; raises DataError where it can't be written."""
        from cooking_rnn.network.storage import save

        save(self, Path(path))

    def needs_next(self) -> "Network":
        """Return the network; raises DataError unless it was trained for `next`, and so can go on from day to day."""
        if self.task != "next":
            what = "it was trained to fill blanks, and needs the whole diary to cook"
            raise DataError(self.source or self.name, what, "`cook fill` takes it")
        return self

    def __repr__(self) -> str:
        made = self.architecture
        return f"<Network {self.name}, task {self.task}: {made.cell}, {made.layers} x {made.hidden} units>"

    @cached_property
    def _parameters(self) -> Parameters:
        return unpack(self.architecture, self.flat)

    def begin(self, starts: Vector) -> list[list[Any]]:
        """Return the states (batch of them) after day 0, on which these dishes (batch,) were eaten."""
        self.needs_next()
        inputs = encode(np.full((1, len(starts)), HIDDEN), np.asarray(starts)[None], self._counts)
        return self.run(inputs, None)[1].states

    def run(self, inputs: Array, states: list[list[Any]] | None) -> tuple[Array, Trace]:
        """Return the scores (days, dishes, batch) of days that follow `states`, and how they came about."""
        with np.errstate(over="ignore", invalid="ignore"):  # weights of any size may stand in a file
            return forward(self.architecture, self._parameters, inputs, states=states)

    def shown(self, weathers: Vector) -> Array:
        """Return the inputs (days, m + n, batch) of days with these weathers (days, batch)."""
        codes = weathers.astype(np.intp) if self.weathers else np.full(weathers.shape, HIDDEN)
        return encode(codes, np.full(codes.shape, HIDDEN), self._counts)

    @property
    def _counts(self) -> tuple[int, int]:
        return len(self.weathers), len(self.dishes)

    def after(self, weathers: Vector, start: Any) -> Any:
        """Return what tomorrow goes on from, after these weathers (days,); see `days`."""
        for _, scores, trace in self._pieces(weathers, start):
            start = _State(self.dishes.ids[int(scores[-1, :, 0].argmax())], trace.states)
        return start

    def days(
        self, weathers: Vector, start: Any, dates: Sequence[str] | None = None, *, first: int = 1, steps: bool = True
    ) -> Iterator[Day]:
        """Yield each day of these weathers (days,), after `start` on day `first - 1`.

        `start` is a dish's code, or the state of the last day that was cooked. In a kitchen without weather
        the codes are all 0.
        """
        previous, done = (self.dishes.ids[start] if isinstance(start, int) else start.dish), 0
        for piece, scores, trace in self._pieces(weathers, start):
            probabilities = softmax(scores)[:, :, 0]  # (days, n)
            for place, code in enumerate(piece.tolist()):
                dish = self.dishes.ids[int(scores[place, :, 0].argmax())]
                yield Day(
                    number=first + done,
                    previous=previous,
                    dish=dish,
                    weather=self.weathers.ids[code] if self.weathers else None,
                    date=None if dates is None else dates[done],
                    probability=float(probabilities[place].max()),
                    steps=self._steps(trace, scores[place, :, 0], probabilities[place], place) if steps else (),
                    state=_State(dish, trace.states) if place == len(piece) - 1 else None,
                )
                previous = dish
                done += 1

    def _pieces(self, weathers: Vector, start: Any) -> Iterator[tuple[Vector, Array, Trace]]:
        states = self.begin(np.array([start])) if isinstance(start, int) else start.states
        for piece, scores, trace in self.pieces(weathers[:, None], states, _PIECE):
            yield piece[:, 0], scores, trace

    def pieces(self, weathers: Array, states: list[list[Any]], days: int) -> Iterator[tuple[Array, Array, Trace]]:
        """Yield weathers (days, batch), their scores and how these came about, so many days at a time."""
        for first in range(0, len(weathers), days):
            piece = weathers[first : first + days]
            scores, trace = self.run(self.shown(piece), states)
            states = trace.states
            yield piece, scores, trace

    def _steps(self, trace: Trace, scores: Vector, probabilities: Vector, day: int) -> tuple[Step, ...]:
        steps: list[Step] = []
        below = Part("x", (*self.weathers.ids, *self.dishes.ids))
        for number, (runs, layer) in enumerate(zip(trace.runs, self._parameters.layers, strict=True), 1):
            suffix = str(number) if number > 1 else ""
            (run,), (cell,) = runs, layer
            tell: Any = _lstm_steps if isinstance(run, lstm.Run) else _simple_steps
            steps += tell(run, cell, day, below, suffix)
            below = Part("x", _units(self.architecture.hidden))
        dish, readout = (Part("", self.dishes.ids),), self._parameters.readout
        winners = (int(scores.argmax()),)
        steps.append(
            Step("readout", "V · h", scores, dish, (steps[-1].name,), matrix=readout, matrix_name="V", winners=winners)
        )
        steps.append(
            Step("softmax", "softmax(V · h)", probabilities, dish, ("readout",), winners=winners, is_named=True)
        )
        return tuple(steps)


@dataclass(frozen=True, eq=False)
class _State:
    """What tomorrow goes on from."""

    dish: str
    states: list[list[Any]]


def _units(count: int) -> tuple[str, ...]:
    return tuple(f"h{unit}" for unit in range(1, count + 1))


def _simple_steps(run: simple.Run, parameters: Any, day: int, below: Part, suffix: str) -> list[Step]:
    """Return the steps of a simple cell on a day: [h; x], A · [h; x], tanh of it."""
    stacked, after = frozen(run.stacked[day, :, 0]), frozen(run.hidden[day + 1, :, 0])
    units = _units(len(after))
    rows = (Part("", units),)
    return [
        Step(f"stacked{suffix}", "[h; x]", stacked, (Part("h", units), below)),
        Step(
            f"preactivation{suffix}",
            "A · [h; x]",
            parameters.matrix @ stacked,
            rows,
            (f"stacked{suffix}",),
            matrix=parameters.matrix,
            matrix_name="A",
        ),
        Step(f"tanh{suffix}", "tanh(A · [h; x])", after, rows, (f"preactivation{suffix}",)),
    ]


def _lstm_steps(run: lstm.Run, parameters: Any, day: int, below: Part, suffix: str) -> list[Step]:
    """Return the steps of an LSTM on a day; its bias stands in A as the column of a constant 1."""
    stacked, after = frozen(run.stacked[day, :, 0]), frozen(run.hidden[day + 1, :, 0])
    units = _units(len(after))
    matrix = with_bias(parameters)  # (4·hidden, hidden + input + 1)
    gates = dict(zip(lstm.BLOCKS, frozen(run.gates[day, :, :, 0]), strict=True))
    rows = (Part("", units),)

    def step(name: str, formula: str, value: Vector, *inputs: str, between: tuple[str, ...] = ()) -> Step:
        return Step(f"{name}{suffix}", formula, value, rows, tuple(f"{taken}{suffix}" for taken in inputs), between)

    return [
        Step(f"stacked{suffix}", "[h; x; 1]", stacked, (Part("h", units), below, Part("1", ("1",)))),
        Step(
            f"preactivation{suffix}",
            "A · [h; x; 1]",
            matrix @ stacked,
            tuple(Part(name, units) for name in lstm.BLOCKS),
            (f"stacked{suffix}",),
            matrix=matrix,
            matrix_name="A",
        ),
        step("forget", "sigmoid(forget rows)", gates["forget"]),
        step("input", "sigmoid(input rows)", gates["input"]),
        step("output", "sigmoid(output rows)", gates["output"]),
        step("change", "tanh(change rows)", gates["change"]),
        step("before", "before", frozen(run.cell[day, :, 0])),
        step(
            "cell",
            "forget * before + input * change",
            frozen(run.cell[day + 1, :, 0]),
            *("forget", "before", "input", "change"),
            between=("*", "+", "*"),
        ),
        step("hidden", "output * tanh(cell)", after, "output", "cell", between=("* tanh",)),
    ]
