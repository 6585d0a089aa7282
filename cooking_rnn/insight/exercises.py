"""What is worked out on a sheet: a kitchen, a simple RNN, an LSTM, the way back, an n-gram model.

Each draws its numbers at random, at one of three levels, and says what makes a drawing too dull to be set.
Everything is numbered from 0 here; a state h has a column of its own before the first step, in the copy `before`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from cooking_rnn.insight.working import Entry, Made, Quantity, Term
from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.kitchen.rules import Rule
from cooking_rnn.names import Names
from cooking_rnn.steps import Array

Random = np.random.Generator
Arrays = Mapping[str, Array]
Drawn = tuple[list[Quantity], tuple[Names, Names] | None]  # with the names of dishes and weathers, where there are any

_WEIGHTS = (-2, -1, 0, 1, 2)
_LARGEST, _LARGEST_BACK = 9, 20  # that is worked out forward, and on the way back


def _given(name: str, rows: object, kind: str = "given") -> Quantity:
    return Quantity(name, tuple(tuple(map(float, row)) for row in np.array(rows).tolist()), kind)


def _quantity(
    name: str,
    rows: int,
    columns: int,
    entry: Callable[[int, int], Entry],
    kind: str = "worked",
    decimals: int | None = 0,
) -> Quantity:
    return Quantity(
        name, tuple(tuple(entry(row, column) for column in range(columns)) for row in range(rows)), kind, decimals
    )


def _copy(name: str, of: str, first: Sequence[float], columns: int, decimals: int = 0) -> Quantity:
    """Return yesterday's column of another quantity in each column, and `first` in the first."""

    def entry(row: int, column: int) -> Entry:
        return Made((((of, row, column - 1),),)) if column else float(first[row])

    return _quantity(name, len(first), columns, entry, "copy", decimals)


def _each(function: str, *names: str) -> Callable[[int, int], Made]:
    """Return a function of the numbers at the same place of other quantities, multiplied."""
    return lambda row, column: Made((tuple((name, row, column) for name in names),), function)


def _times(matrix: str, *stacked: tuple[str, int]) -> Callable[[int, int], Made]:
    """Return matrix · what is stacked: quantities with so many rows each."""
    rows = [(name, row) for name, count in stacked for row in range(count)]

    def entry(row: int, column: int) -> Made:
        terms = ((((matrix, row, place)), (name, source, column)) for place, (name, source) in enumerate(rows))
        return Made(tuple(terms))

    return entry


def _weights(random: Random, rows: int, columns: int) -> list[list[int]]:
    drawn: list[list[int]] = random.choice(_WEIGHTS, (rows, columns)).tolist()
    return drawn


# The kitchen


def _kitchen(random: Random, level: int) -> Drawn:
    """Return a kitchen's days: the romance; other rules for its weathers; three weathers with a rule each."""
    steps = (3, 3, 4)[level - 1]
    kitchen = _some_kitchen(random, level)
    dishes, weathers, rows = len(kitchen.dishes), len(kitchen.weathers), len(kitchen.row_parts) * len(kitchen.dishes)
    days = random.integers(weathers, size=steps)

    def folded(row: int, column: int) -> Made:
        return Made(tuple((("h", place, column),) for place in range(row, rows, dishes)))

    def largest(row: int, column: int) -> Made:
        return Made(tuple((("z", place, column),) for place in range(rows)), "hardmax")

    matrices = kitchen.matrices
    assert matrices.food is not None
    assert matrices.weather is not None
    return [
        _copy("dish", "next", np.eye(dishes)[random.integers(dishes)].tolist(), steps),
        _given("weather", np.eye(weathers, dtype=int)[:, days]),
        _given("A", np.hstack([matrices.food, matrices.weather]), "weights"),
        _quantity("z", rows, steps, _times("A", ("dish", dishes), ("weather", weathers))),
        _quantity("h", rows, steps, largest),
        _quantity("next", dishes, steps, folded),
    ], (kitchen.dishes, kitchen.weathers)


def _some_kitchen(random: Random, level: int) -> Kitchen:
    if level == 1:
        return Kitchen.load("romance")
    pattern = Kitchen.load("romance" if level == 2 else "cycle5")
    dishes = Names("dish", pattern.dishes[:3])
    while True:
        follows = [tuple(random.integers(3, size=3).tolist()) for _ in pattern.weathers]
        if len({*follows}) == len(follows) and any(len({*each}) > 1 for each in follows):
            break
    rules = tuple(Rule("table", each) for each in follows)
    return Kitchen(pattern.name, 0, dishes, pattern.weathers, rules, pattern.source)


def _kitchen_is_dull(value: Arrays, level: int) -> bool:
    days = [value["dish"][:, :1], value["next"]]
    return bool((value["weather"].sum(axis=1) == 0).any() or np.hstack(days).any(axis=1).sum() < 2)


# A simple RNN, and the way back through one


@cache
def _states(units: int, inputs: int, steps: int, *, soft: bool) -> list[Quantity]:
    """Return how h = f(A · [h; x; 1]) is made, f being tanh by the table (`soft`) or ReLU."""
    decimals = int(soft)
    return [
        _copy("before", "h", [0] * units, steps, decimals),
        _quantity("z", units, steps, _times("A", ("before", units), ("x", inputs), ("one", 1)), decimals=decimals),
        _quantity("h", units, steps, _each("tanh" if soft else "relu", "z"), decimals=decimals),
    ]


@cache
def _output(rows: int, units: int, steps: int, *, soft: bool) -> list[Quantity]:
    """Return how y = C · [h; 1] is made, and what is largest in it."""

    def largest(row: int, column: int) -> Made:
        return Made(tuple((("y", place, column),) for place in range(rows)), "hardmax")

    return [
        _quantity("y", rows, steps, _times("C", ("h", units), ("one", 1)), decimals=int(soft)),
        _quantity("choice", rows, steps, largest),
    ]


def _inputs(random: Random, rows: int, units: int, inputs: int, steps: int, least: int) -> list[Quantity]:
    """Return what is given: the input, from `least` to 2, the 1 below it, and A, of so many rows."""
    return [
        _given("x", random.integers(least, 3, (inputs, steps))),
        _given("one", np.ones((1, steps), int)),
        _given("A", _weights(random, rows, units + inputs + 1), "weights"),
    ]


def _rnn(random: Random, level: int) -> Drawn:
    units, inputs, steps = ((2, 1, 3), (3, 2, 4), (3, 2, 4))[level - 1]
    soft, outputs = level == 3, 3
    given = _inputs(random, units, units, inputs, steps, -int(soft))
    made = _states(units, inputs, steps, soft=soft)
    if level == 1:
        return [*given, *made], None
    c = _given("C", _weights(random, outputs, units + 1), "weights")
    return [*given, *made, c, *_output(outputs, units, steps, soft=soft)], None


def _rnn_is_dull(value: Arrays, level: int) -> bool:
    h, z = value["h"], value["z"]
    if _stands_still(h) or abs(z).max() > _LARGEST or (level < 3 and not (z < 0).any()):
        return True
    if (h == 0).mean() > 0.5 or (level == 3 and (abs(h) == 1).mean() > 0.4):
        return True
    if level == 1:
        return False
    y = np.sort(value["y"], axis=0)
    return bool((y[-1] == y[-2]).any() or abs(y).max() > 2 * _LARGEST or value["choice"].any(axis=1).sum() < 2)


def _backward(random: Random, level: int) -> Drawn:
    """Return a forward pass, which is given, and the gradients of the loss, ½ (y - target)² at every step."""
    units, inputs, steps = ((1, 1, 3), (2, 1, 3), (2, 1, 3))[level - 1]
    soft = level == 3
    return [
        *_inputs(random, units, units, inputs, steps, -int(soft)),
        _given("C", _weights(random, 1, units + 1), "weights"),
        _given("target", random.integers(-2, 3, (1, steps))),
        *_gradients(units, inputs, steps, soft=soft),
    ], None


@cache
def _gradients(units: int, inputs: int, steps: int, *, soft: bool) -> list[Quantity]:
    """Return how the forward pass and the gradients are made."""
    forward = [*_states(units, inputs, steps, soft=soft), _output(1, units, steps, soft=soft)[0]]
    stacked = [("before", row) for row in range(units)] + [("x", row) for row in range(inputs)] + [("one", 0)]
    decimals = 2 * soft

    def to_output(row: int, column: int) -> Made:
        return Made(((("y", 0, column),), (("target", 0, column),)), "difference")

    def to_state(row: int, column: int) -> Made:
        terms: list[Term] = [(("C", 0, row), ("dy", 0, column))]
        if column + 1 < steps:
            terms += [(("A", unit, row), ("dz", unit, column + 1)) for unit in range(units)]
        return Made(tuple(terms))

    def to_a(row: int, column: int) -> Made:
        name, source = stacked[column]
        return Made(tuple((("dz", row, step), (name, source, step)) for step in range(steps)))

    def to_c(row: int, column: int) -> Made:
        name, source = ("h", column) if column < units else ("one", 0)
        return Made(tuple((("dy", row, step), (name, source, step)) for step in range(steps)))

    slope = _each("tanh_slope", "h") if soft else _each("is_positive", "z")
    return [
        *(replace(each, kind=each.kind.replace("worked", "given")) for each in forward),
        _quantity("dy", 1, steps, to_output, decimals=int(soft)),
        _quantity("dh", units, steps, to_state, decimals=decimals),
        _quantity("slope", units, steps, slope, decimals=decimals),
        _quantity("dz", units, steps, _each("sum", "dh", "slope"), decimals=decimals),
        _quantity("dA", units, units + inputs + 1, to_a, decimals=decimals),
        _quantity("dC", 1, units + 1, to_c, decimals=decimals),
    ]


def _backward_is_dull(value: Arrays, level: int) -> bool:
    back = np.concatenate([value[name].ravel() for name in ("dy", "dh", "dz", "dA", "dC")])
    if abs(value["z"]).max() > _LARGEST or abs(back).max() > _LARGEST_BACK or not value["dz"][:, 0].any():
        return True
    if level < 3 and (len(np.unique(value["slope"])) < 2 or (value["z"] == 0).any()):  # at 0, ReLU has no slope
        return True
    if any((value[name] == 0).mean() > 0.4 for name in ("dh", "dz", "dA")) or _stands_still(value["h"]):
        return True
    return bool((value["dy"] == 0).any())  # each step has a loss of its own, and sends it back to those before


# An LSTM


def _lstm(random: Random, level: int) -> Drawn:
    units, inputs, steps = ((1, 1, 2), (1, 2, 3), (2, 1, 3))[level - 1]
    return [*_inputs(random, 4 * units, units, inputs, steps, -1), *_gates(units, inputs, steps)], None


@cache
def _gates(units: int, inputs: int, steps: int) -> list[Quantity]:
    """Return how the states of an LSTM are made."""

    def remembered(row: int, column: int) -> Made:
        return Made(((("f", row, column), ("c_before", row, column)), (("i", row, column), ("g", row, column))))

    def gate(place: int, function: str) -> Callable[[int, int], Made]:
        return lambda row, column: Made(((("z", place * units + row, column),),), function)

    return [
        _copy("before", "h", [0] * units, steps, 1),
        _quantity("z", 4 * units, steps, _times("A", ("before", units), ("x", inputs), ("one", 1)), decimals=1),
        *(
            _quantity(name, units, steps, gate(place, "tanh" if name == "g" else "sigmoid"), decimals=1)
            for place, name in enumerate("fiog")
        ),
        _copy("c_before", "c", [0] * units, steps, 1),
        _quantity("c", units, steps, remembered, decimals=1),
        _quantity("tanh_c", units, steps, _each("tanh", "c"), decimals=1),
        _quantity("h", units, steps, _each("sum", "o", "tanh_c"), decimals=1),
    ]


def _lstm_is_dull(value: Arrays, level: int) -> bool:
    gates = np.concatenate([value[name] for name in "fio"])
    is_between = (gates > 0) & (gates < 1)
    return bool(
        abs(value["z"]).max() > _LARGEST
        or is_between.mean() < 0.5
        or _stands_still(value["c"])
        or _stands_still(value["h"])
        or (value["f"][:, 1:] == 0).all()  # nothing is kept anywhere
        or max((value[name] == 0).mean() for name in ("g", "c", "h")) > 0.3
    )


# An n-gram model


def _ngram(random: Random, level: int) -> Drawn:
    """Return a menu's dishes, how often each follows each, and the chance of a week; at the last level, add one."""
    words, length, week = ((3, 10, 0), (3, 12, 4), (4, 14, 4))[level - 1]
    text = random.integers(words, size=length)
    told = [
        _given("text", [text]),
        _quantity("count", words, words, lambda row, column: _counted(length)),
        _quantity("total", words, 1, lambda row, column: Made(tuple((("count", row, word),) for word in range(words)))),
    ]
    if level == 3:
        told.append(_given("words", [[words]]))
    told.append(_quantity("P", words, words, _smoothed if level == 3 else _share, decimals=None))
    if week:
        dishes: list[int] = random.integers(words, size=week).tolist()

        def step_of(row: int, step: int) -> Made:
            return Made(((("P", dishes[step], dishes[step + 1]),),))

        def chance(row: int, column: int) -> Made:
            return Made((tuple(("factor", 0, step) for step in range(week - 1)),))

        told += [
            _given("week", [dishes]),
            _quantity("factor", 1, week - 1, step_of, decimals=None),
            _quantity("chance", 1, 1, chance, decimals=None),
        ]
    cycle = Kitchen.load("cycle5")
    return told, (Names("dish", cycle.dishes[:words]), cycle.weathers)


def _counted(length: int) -> Made:
    return Made(tuple((("text", 0, day), ("text", 0, day + 1)) for day in range(length - 1)), "count")


def _share(row: int, column: int) -> Made:
    return Made(((("count", row, column),), (("total", row, 0),)), "share")


def _smoothed(row: int, column: int) -> Made:
    return Made(((("count", row, column),), (("total", row, 0),), (("words", 0, 0),)), "smoothed")


def _ngram_is_dull(value: Arrays, level: int) -> bool:
    is_dull = value["total"].min() < 2 or value["count"].max() < 2 or len(np.unique(value["P"])) < 4
    if level == 1:
        return bool(is_dull)
    return bool(is_dull or value["chance"].min() < 0.02 or len(np.unique(value["factor"])) < 2)


# All


def _stands_still(states: Array) -> bool:
    """Whether some unit says the same at every step, or nothing."""
    return bool((states == states[:, :1]).all(axis=1).any())


#: of each task, how it is drawn, and what of it is too dull
DRAWN: dict[str, tuple[Callable[[Random, int], Drawn], Callable[[Arrays, int], bool]]] = {
    "kitchen": (_kitchen, _kitchen_is_dull),
    "rnn": (_rnn, _rnn_is_dull),
    "lstm": (_lstm, _lstm_is_dull),
    "backward": (_backward, _backward_is_dull),
    "ngram": (_ngram, _ngram_is_dull),
}
