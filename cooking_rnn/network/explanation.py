"""A day of a network, told vector by vector: the plain step of each layer's cell, then the readout and its softmax."""

from typing import Any

from cooking_rnn.network import lstm, simple
from cooking_rnn.network.model import Architecture, Parameters, softmax
from cooking_rnn.network.sequence import CELLS, with_bias
from cooking_rnn.steps import Array, Part, Step, frozen


def explain_day(
    architecture: Architecture,
    parameters: Parameters,
    states: list[list[Any]],
    x: Array,
    weathers: tuple[str, ...],
    dishes: tuple[str, ...],
) -> tuple[list[list[Any]], tuple[Step, ...]]:
    """Return the states after a day with input x (m + n, 1), of a network that reads forward, and the day's steps.

    `states` are those before the day, as `forward` leaves them. `weathers` (m of them) and `dishes` (n) are what the
    entries of x stand for.
    """
    tell: Any = _lstm_steps if architecture.cell == "lstm" else _simple_steps
    units = tuple(f"h{unit}" for unit in range(1, architecture.hidden + 1))
    after, steps, below = [], [], Part("x", (*weathers, *dishes))
    for number, ((cell,), (state,)) in enumerate(zip(parameters.layers, states, strict=True), 1):
        new, vectors = CELLS[architecture.cell].step(cell, state, x)
        steps += tell(cell, state, vectors, units, below, str(number) if number > 1 else "")
        after.append([new])
        x, below = new.hidden, Part("x", units)
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
    )
    probabilities = _vector(softmax(scores))
    chosen = Step("softmax", "softmax(V · h)", probabilities, axis, ("readout",), winners=winners, is_named=True)
    return after, (*steps, readout, chosen)


def _vector(column: Array) -> Array:
    return frozen(column[:, 0])


def _simple_steps(
    parameters: Any, _state: Any, vectors: simple.Vectors, units: tuple[str, ...], below: Part, suffix: str
) -> list[Step]:
    """Return the steps of a simple cell: [h; x], z, and tanh(z)."""
    stacked, z, h = map(_vector, vectors)
    rows, matrix = (Part("", units),), parameters.matrix
    return [
        Step(f"stacked{suffix}", "[h; x]", stacked, (Part("h", units), below)),
        Step(f"preactivation{suffix}", "A · [h; x]", z, rows, (f"stacked{suffix}",), matrix=matrix, matrix_name="A"),
        Step(f"tanh{suffix}", "tanh(A · [h; x])", h, rows, (f"preactivation{suffix}",)),
    ]


def _lstm_steps(
    parameters: Any, state: lstm.State, vectors: lstm.Vectors, units: tuple[str, ...], below: Part, suffix: str
) -> list[Step]:
    """Return the steps of an LSTM; its bias is A's last column, for a constant 1."""
    stacked, z, f, i, o, g, c, _, h = map(_vector, vectors)
    rows, matrix = (Part("", units),), frozen(with_bias(parameters))  # (4·hidden, hidden + input + 1)
    blocks = tuple(Part(name, units) for name in ("forget", "input", "output", "change"))

    def step(name: str, formula: str, value: Array, *inputs: str, between: tuple[str, ...] = ()) -> Step:
        return Step(f"{name}{suffix}", formula, value, rows, tuple(f"{taken}{suffix}" for taken in inputs), between)

    return [
        Step(f"stacked{suffix}", "[h; x; 1]", stacked, (Part("h", units), below, Part("1", ("1",)))),
        Step(
            f"preactivation{suffix}", "A · [h; x; 1]", z, blocks, (f"stacked{suffix}",), matrix=matrix, matrix_name="A"
        ),
        step("forget", "sigmoid(forget rows)", f),
        step("input", "sigmoid(input rows)", i),
        step("output", "sigmoid(output rows)", o),
        step("change", "tanh(change rows)", g),
        step("before", "before", _vector(state.cell)),
        step(
            "cell",
            "forget * before + input * change",
            c,
            *("forget", "before", "input", "change"),
            between=("*", "+", "*"),
        ),
        step("hidden", "output * tanh(cell)", h, "output", "cell", between=("* tanh",)),
    ]
