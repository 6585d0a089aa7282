"""Days of a network, told vector by vector: the plain step of each layer's cell, then the readout and its softmax."""

from functools import partial
from typing import Any

import numpy as np

from cooking_rnn.network import gru, lstm, simple
from cooking_rnn.network.model import Architecture, Parameters, softmax
from cooking_rnn.network.sequence import CELLS
from cooking_rnn.steps import REVERSE, Array, Part, Step, Take, frozen

Told = tuple[list[list[Any]], tuple[Step, ...]]  # the states after a day, and its steps


def explain_days(
    architecture: Architecture,
    parameters: Parameters,
    states: list[list[Any]],
    inputs: Array,
    given: tuple[tuple[str, tuple[str, ...]], ...],
    outputs: tuple[str, ...],
    rows: tuple[Part, ...],
    *,
    has_chances: bool,
) -> list[Told]:
    """Return of each day with these inputs (days, input, 1) the states after it, and its steps.

    `states` are those before the days, as `forward` leaves them. `given` says what the entries of an input stand for:
    the names of the dishes, say, and what a step that is given them takes; `outputs` what those of the readout do,
    and `rows` what the hidden units of a layer do; with `has_chances` a softmax follows. A direction that reads
    backwards begins at the last day, and its state is that of the day after.
    """
    units = _whole(rows).entries
    days = range(len(inputs))
    told: list[list[Step]] = [[] for _ in days]
    after: list[list[list[Any]]] = [[] for _ in days]
    below, hidden = Part("x", tuple(name for _, names in given for name in names)), inputs
    takes = tuple(Take(step) for step, _ in given)
    for number, (cells, its_states) in enumerate(zip(parameters.layers, states, strict=True), 1):
        above: list[list[Array]] = [[] for _ in days]
        steps: list[Step] = []
        last: tuple[Take, ...] = ()
        for day in days:
            after[day].append([])
        for direction, cell, before in zip(architecture.directions, cells, its_states, strict=True):
            state, is_back = before, direction == "backward"
            suffix = (str(number) if number > 1 else "") + (REVERSE if is_back else "")
            for day in reversed(days) if is_back else days:
                new, steps = cell_steps(architecture.cell, cell, state, hidden[day], rows, below, takes, suffix)
                told[day] += steps
                above[day].append(new.hidden)
                after[day][-1].append(new)
                state = new
            last += tuple(Take(step.name) for step in steps[-1:])
        hidden = np.array([np.concatenate(each) for each in above]).reshape(len(days), architecture.width, 1)
        below, takes = Part("x", units if len(cells) == 1 else (*units, *(f"{unit}←" for unit in units))), last
    if architecture.outputs:
        for steps, column in zip(told, hidden, strict=True):
            steps += readout_steps(parameters, column, below.entries, takes, outputs, has_chances=has_chances)
    return [(states, tuple(steps)) for states, steps in zip(after, told, strict=True)]


def cell_steps(
    name: str,
    parameters: Any,
    state: Any,
    x: Array,
    rows: tuple[Part, ...],
    below: Part,
    given: tuple[Take, ...],
    suffix: str = "",
) -> tuple[Any, list[Step]]:
    """Return the state of a cell after an input x (input, 1), whose rows stand for `below`, and its steps."""
    tell: Any = _TELL[name]
    new, vectors = CELLS[name].step(parameters, state, x)
    return new, tell(parameters, state, vectors, rows, below, given, suffix)


def readout_steps(
    parameters: Parameters,
    column: Array,
    units: tuple[str, ...],
    takes: tuple[Take, ...],
    names: tuple[str, ...],
    *,
    has_chances: bool,
) -> list[Step]:
    """Return the scores of the outputs, and their probabilities.

    The states of two directions, and the 1 that a bias is multiplied by, are stacked first.
    """
    steps, below, formula, matrix = [], takes[0].step, "V · h", parameters.readout
    if len(takes) > 1 or parameters.bias is not None:
        below, formula, whole = "top", "V · h", [Part("h", units)]
        if parameters.bias is not None:
            matrix = np.column_stack([matrix, parameters.bias])
            column = np.concatenate([column, np.ones_like(column[:1])])
            formula, whole, takes = "V · [h; 1]", [*whole, Part("1", ("1",))], (*takes, Take("@one"))
        stacked = formula.removeprefix("V · ")
        steps.append(Step(below, stacked, _vector(column), tuple(whole), operation="stack", takes=takes))
    scores = matrix @ column  # (n, 1)
    axis, winners = (Part("", names),), (int(scores.argmax()),)
    how: dict[str, Any] = {"matrix": matrix, "matrix_name": "V", "winners": winners, "operation": "matvec"}
    steps.append(Step("readout", formula, _vector(scores), axis, (below,), takes=(Take(below),), **how))
    if has_chances:
        steps.append(
            Step(
                "softmax",
                f"softmax({formula})",
                _vector(softmax(scores)),
                axis,
                ("readout",),
                winners=winners,
                is_named=True,
                operation="softmax",
                takes=(Take("readout"),),
            )
        )
    return steps


def _vector(column: Array) -> Array:
    return frozen(column[:, 0])


def _whole(rows: tuple[Part, ...]) -> Part:
    """Return the whole state as one part of a longer vector."""
    return Part("h", tuple(name for part in rows for name in part.entries))


def _simple_steps(
    activation: str,
    parameters: Any,
    _state: Any,
    vectors: simple.Vectors,
    rows: tuple[Part, ...],
    below: Part,
    given: tuple[Take, ...],
    suffix: str,
) -> list[Step]:
    """Return the steps of a simple cell: [h; x], z, and tanh(z) or hardmax(z).

    x is `given`, and its rows stand for `below`.
    """
    stacked, z, h = map(_vector, vectors)
    step, winners = _Steps(suffix), (int(h.argmax()),) if activation == "hardmax" else ()
    met, whole = "[h; x]", [_whole(rows), below]
    if parameters.bias is not None:
        met, whole, given = "[h; x; 1]", [*whole, Part("1", ("1",))], (*given, Take("@one"))
    return [
        step("stacked", met, stacked, tuple(whole), "stack", step.yesterday(activation), *given),
        step(
            "preactivation",
            f"A · {met}",
            z,
            rows,
            "matvec",
            "stacked",
            inputs=("stacked",),
            matrix=parameters.whole,
            matrix_name="A",
        ),
        step(
            activation,
            f"{activation}(A · {met})",
            h,
            rows,
            activation,
            "preactivation",
            inputs=("preactivation",),
            winners=winners,
        ),
    ]


def _lstm_steps(
    parameters: Any,
    state: lstm.State,
    vectors: lstm.Vectors,
    rows: tuple[Part, ...],
    below: Part,
    given: tuple[Take, ...],
    suffix: str,
) -> list[Step]:
    """Return the steps of an LSTM; its bias is A's last column, for a constant 1."""
    stacked, z, f, i, o, g, c, _, h = map(_vector, vectors)
    matrix = frozen(parameters.whole)  # (4·hidden, hidden + input + 1)
    blocks = tuple(Part(name, _whole(rows).entries) for name in ("forget", "input", "output", "change"))
    step = _Steps(suffix)
    whole = (_whole(rows), below, Part("1", ("1",)))
    z_part = [Take(step.full("preactivation"), part) for part in range(4)]
    met, gates = ("stacked",), ("forget", "before", "input", "change")
    return [
        step("stacked", "[h; x; 1]", stacked, whole, "stack", step.yesterday("hidden"), *given, Take("@one")),
        step(
            "preactivation",
            "A · [h; x; 1]",
            z,
            blocks,
            "matvec",
            "stacked",
            inputs=met,
            matrix=matrix,
            matrix_name="A",
        ),
        step("forget", "sigmoid(forget rows)", f, rows, "sigmoid", z_part[0]),
        step("input", "sigmoid(input rows)", i, rows, "sigmoid", z_part[1]),
        step("output", "sigmoid(output rows)", o, rows, "sigmoid", z_part[2]),
        step("change", "tanh(change rows)", g, rows, "tanh", z_part[3]),
        step("before", "before", _vector(state.cell), rows, "stack", step.yesterday("cell")),
        step(
            "cell",
            "forget * before + input * change",
            c,
            rows,
            "gate",
            *gates,
            inputs=gates,
            between=("*", "+", "*"),
        ),
        step(
            "hidden",
            "output * tanh(cell)",
            h,
            rows,
            "squash",
            "output",
            "cell",
            inputs=("output", "cell"),
            between=("* tanh",),
        ),
    ]


def _gru_steps(
    parameters: Any,
    state: gru.State,
    vectors: gru.Vectors,
    rows: tuple[Part, ...],
    below: Part,
    given: tuple[Take, ...],
    suffix: str,
) -> list[Step]:
    """Return the steps of a GRU; the rows of its candidate that see the state only, and the input only, are apart."""
    stacked, z, u, r, _, total, n, h = map(_vector, vectors)
    matrix = frozen(parameters.whole)  # (4·hidden, hidden + input + 1)
    blocks = tuple(Part(name, _whole(rows).entries) for name in ("update", "reset", "from_state", "from_input"))
    step = _Steps(suffix)
    whole = (_whole(rows), below, Part("1", ("1",)))
    z_part = [Take(step.full("preactivation"), part) for part in range(4)]
    gates = ("update", "old", "rest", "candidate")
    return [
        step("stacked", "[h; x; 1]", stacked, whole, "stack", step.yesterday("hidden"), *given, Take("@one")),
        step(
            "preactivation",
            "A · [h; x; 1]",
            z,
            blocks,
            "matvec",
            "stacked",
            inputs=("stacked",),
            matrix=matrix,
            matrix_name="A",
        ),
        step("update", "sigmoid(update rows)", u, rows, "sigmoid", z_part[0]),
        step("reset", "sigmoid(reset rows)", r, rows, "sigmoid", z_part[1]),
        step("total", "reset * state rows + input rows", total, rows, "gate", "reset", *z_part[2:]),
        step("candidate", "tanh(total)", n, rows, "tanh", "total", inputs=("total",)),
        step("old", "old", _vector(state.hidden), rows, "stack", step.yesterday("hidden")),
        step("rest", "1 - update", frozen(1 - u), rows, "rest", "update"),
        step(
            "hidden",
            "update * old + rest * candidate",
            h,
            rows,
            "gate",
            *gates,
            inputs=gates,
            between=("*", "+", "*"),
        ),
    ]


class _Steps:
    """Makes the steps of one layer, whose names end in the layer's number from the second layer on."""

    def __init__(self, suffix: str) -> None:
        self.suffix = suffix

    def full(self, name: str) -> str:
        """Return the name of a step of this layer."""
        return f"{name}{self.suffix}"

    def yesterday(self, name: str) -> Take:
        """Return what a step of this layer left yesterday."""
        return Take(self.full(name), is_yesterday=True)

    def __call__(
        self,
        name: str,
        formula: str,
        value: Array,
        axis: tuple[Part, ...],
        operation: str,
        *takes: str | Take,
        inputs: tuple[str, ...] = (),
        **rest: Any,
    ) -> Step:
        """Return a step; what it takes is a step of this layer where only the name is given."""
        taken = tuple(Take(self.full(each)) if isinstance(each, str) else each for each in takes)
        given = tuple(map(self.full, inputs))
        return Step(self.full(name), formula, value, axis, given, operation=operation, takes=taken, **rest)


_TELL = {
    "simple": partial(_simple_steps, "tanh"),
    "hardmax": partial(_simple_steps, "hardmax"),
    "lstm": _lstm_steps,
    "gru": _gru_steps,
}
