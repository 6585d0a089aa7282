"""A day of a network, told vector by vector: the plain step of each layer's cell, then the readout and its softmax."""

from functools import partial
from typing import Any

from cooking_rnn.network import lstm, simple
from cooking_rnn.network.model import Architecture, Parameters, softmax
from cooking_rnn.network.sequence import CELLS, with_bias
from cooking_rnn.steps import Array, Part, Step, Take, frozen


def explain_day(
    architecture: Architecture,
    parameters: Parameters,
    states: list[list[Any]],
    x: Array,
    weathers: tuple[str, ...],
    dishes: tuple[str, ...],
    rows: tuple[Part, ...],
) -> tuple[list[list[Any]], tuple[Step, ...]]:
    """Return the states after a day with input x (m + n, 1), of a network that reads forward, and the day's steps.

    `states` are those before the day, as `forward` leaves them. `weathers` (m of them) and `dishes` (n) are what the
    entries of x stand for, `rows` what the hidden units of a layer do.
    """
    after, steps, below = [], [], Part("x", (*weathers, *dishes))
    given: tuple[Take, ...] = (Take("@weather"), Take("@dish"))
    for number, ((cell,), (state,)) in enumerate(zip(parameters.layers, states, strict=True), 1):
        suffix = str(number) if number > 1 else ""
        new, told = cell_steps(architecture.cell, cell, state, x, rows, below, given, suffix)
        steps += told
        after.append([new])
        x, below, given = new.hidden, Part("x", _whole(rows).entries), (Take(steps[-1].name),)
    scores = parameters.readout @ x  # (n, 1)
    axis, winners = (Part("", dishes),), (int(scores.argmax()),)
    readout = Step(
        "readout",
        "V · h",
        _vector(scores),
        axis,
        (steps[-1].name,),
        matrix=parameters.readout,
        matrix_name="V",
        winners=winners,
        operation="matvec",
        takes=(Take(steps[-1].name),),
    )
    probabilities = _vector(softmax(scores))
    chosen = Step(
        "softmax",
        "softmax(V · h)",
        probabilities,
        axis,
        ("readout",),
        winners=winners,
        is_named=True,
        operation="softmax",
        takes=(Take("readout"),),
    )
    return after, (*steps, readout, chosen)


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
    activation = "hardmax" if name == "hardmax" else "tanh"
    tell: Any = _lstm_steps if name == "lstm" else partial(_simple_steps, activation)
    new, vectors = CELLS[name].step(parameters, state, x)
    return new, tell(parameters, state, vectors, rows, below, given, suffix)


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
    return [
        step("stacked", "[h; x]", stacked, (_whole(rows), below), "stack", step.yesterday(activation), *given),
        step(
            "preactivation",
            "A · [h; x]",
            z,
            rows,
            "matvec",
            "stacked",
            inputs=("stacked",),
            matrix=parameters.matrix,
            matrix_name="A",
        ),
        step(
            activation,
            f"{activation}(A · [h; x])",
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
    matrix = frozen(with_bias(parameters))  # (4·hidden, hidden + input + 1)
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
