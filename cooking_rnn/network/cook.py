"""A trained network as a cook: weather in, menu out, and every vector of a day for whoever asks how.

The steps are read off the network's own run; only A · [h; x], which a run does not keep, is made again to be shown.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cooking_rnn.errors import DataError
from cooking_rnn.names import Names
from cooking_rnn.network import lstm, simple
from cooking_rnn.network.encoding import HIDDEN, encode
from cooking_rnn.network.model import Parameters, Trace, forward, softmax, unpack
from cooking_rnn.network.sequence import with_bias
from cooking_rnn.network.storage import Model
from cooking_rnn.steps import Block, Day, Step, frozen

Array = NDArray[Any]
Vector = NDArray[Any]

_PIECE = 500  # days that are run at a time, so that a long season needs no more memory than a short one


@dataclass(frozen=True, eq=False)
class ModelCook:
    """Cooks by a network that was trained for `next`; raises DataError for one that was not."""

    model: Model

    def __post_init__(self) -> None:
        if self.model.task != "next":
            what = "it was trained to fill blanks, and needs the whole diary to cook"
            raise DataError(self.model.source, what, "`cook fill` takes it")

    @property
    def name(self) -> str:
        """The kitchen that it learned."""
        return self.model.name

    @property
    def dishes(self) -> Names:
        """The dishes, in the kitchen's order."""
        return self.model.dishes

    @property
    def weathers(self) -> Names:
        """The weathers; empty where weather plays no part."""
        return self.model.weathers

    @property
    def start(self) -> int:
        """The dish of day 0."""
        return self.model.start

    @cached_property
    def _parameters(self) -> Parameters:
        return unpack(self.model.architecture, self.model.flat)

    def begin(self, starts: Vector) -> list[list[Any]]:
        """Return the states (batch of them) after day 0, on which these dishes (batch,) were eaten."""
        inputs = encode(np.full((1, len(starts)), HIDDEN), np.asarray(starts)[None], self._counts)
        return self.run(inputs, None)[1].states

    def run(self, inputs: Array, states: list[list[Any]] | None) -> tuple[Array, Trace]:
        """Return the scores (days, dishes, batch) of days that follow `states`, and how they came about."""
        with np.errstate(over="ignore", invalid="ignore"):  # weights of any size may stand in a file
            return forward(self.model.architecture, self._parameters, inputs, states=states)

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

    def explained(self, weathers: Vector, start: int, dates: Sequence[str] | None = None) -> Iterator[Day]:
        """Yield each day with its steps."""
        return self.days(weathers, start, dates)

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
        below = Block("x", (*self.weathers.ids, *self.dishes.ids))
        for number, (runs, layer) in enumerate(zip(trace.runs, self._parameters.layers, strict=True), 1):
            suffix = str(number) if number > 1 else ""
            (run,), (cell,) = runs, layer
            tell: Any = _lstm_steps if isinstance(run, lstm.Run) else _simple_steps
            steps += tell(run, cell, day, below, suffix)
            below = Block("x", _units(self.model.architecture.hidden))
        dish, readout = (Block("", self.dishes.ids),), self._parameters.readout
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


def _simple_steps(run: simple.Run, parameters: Any, day: int, below: Block, suffix: str) -> list[Step]:
    """Return the steps of a simple cell on a day: [h; x], A · [h; x], tanh of it."""
    stacked, after = frozen(run.stacked[day, :, 0]), frozen(run.hidden[day + 1, :, 0])
    units = _units(len(after))
    rows = (Block("", units),)
    return [
        Step(f"stacked{suffix}", "[h; x]", stacked, (Block("h", units), below)),
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


def _lstm_steps(run: lstm.Run, parameters: Any, day: int, below: Block, suffix: str) -> list[Step]:
    """Return the steps of an LSTM on a day; its bias stands in A as the column of a constant 1."""
    stacked, after = frozen(run.stacked[day, :, 0]), frozen(run.hidden[day + 1, :, 0])
    units = _units(len(after))
    matrix = with_bias(parameters)  # (4·hidden, hidden + input + 1)
    gates = dict(zip(lstm.BLOCKS, frozen(run.gates[day, :, :, 0]), strict=True))
    rows = (Block("", units),)

    def step(name: str, formula: str, value: Vector, *inputs: str, between: tuple[str, ...] = ()) -> Step:
        return Step(f"{name}{suffix}", formula, value, rows, tuple(f"{taken}{suffix}" for taken in inputs), between)

    return [
        Step(f"stacked{suffix}", "[h; x; 1]", stacked, (Block("h", units), below, Block("1", ("1",)))),
        Step(
            f"preactivation{suffix}",
            "A · [h; x; 1]",
            matrix @ stacked,
            tuple(Block(name, units) for name in lstm.BLOCKS),
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
