"""What of a large network's day is shown: the units that decide, and of each product the columns that matter most.

A unit decides by what it adds to the winner's score above the runner-up's, (V_winner - V_runner-up) · h; in a lower
layer, by what it adds to the z of the units above that are shown. A column matters by what it adds to the rows shown.
On a day without a readout, when an encoder reads, the units of the last layer that are furthest from 0 are shown.
"""

from dataclasses import dataclass, replace

import numpy as np

from cooking_rnn.steps import Array, Day, Step

_TIE = 1e-3  # of equals, those that speak for the winner come first
_WHOLE = 12  # rows, and columns, of a step that fits a screen whole
_UNITS, _GATED, _COLUMNS = 8, 2, 6  # units that are shown, of a product with four rows a unit, and columns


@dataclass(frozen=True, eq=False)
class Excerpt:
    """A step as far as it is shown; of a product also the input of the columns shown, and what the others add."""

    step: Step
    given: Step | None = None
    rest: Array | None = None  # (rows,); None where every column is shown


def deciding(day: Day) -> dict[str, Excerpt] | None:
    """Return what is shown of each step of a network's day, by its name; None where all of it fits a screen."""
    if (day.probability is None and day.previous) or not is_large(day):
        return None
    steps, shown = {step.name: step for step in day.steps}, {}
    weights = units = np.empty(0)  # how much each unit of the layer decides, and those that are shown
    if day.probability is None:
        weights = np.abs(day.steps[-1].value)
        units = _largest(weights, _UNITS)
    columns = weights  # how much each row of a layer's input adds to what is shown
    for step in reversed(day.steps):
        rows = units
        if step.name in ("softmax", "readout"):
            rows = _largest(step.value, _UNITS)
        elif step.name == "embedding":
            rows = _largest(np.abs(step.value), _UNITS)
        if step.name == "readout":
            adds = _lead(step) * steps[step.inputs[0]].value
            weights = np.abs(adds) + _TIE * np.maximum(adds, 0)
            units = _largest(weights, _UNITS)
            shown[step.name] = _product(step, rows, steps[step.inputs[0]], weights)
            continue
        if step.matrix is not None:
            gates = len(step.value) // len(weights)
            few = units if gates == 1 else _largest(weights, _GATED)
            rows = np.concatenate([few + gate * len(weights) for gate in range(gates)])
            given = steps[step.inputs[0]]
            columns = np.abs(step.matrix[rows] * given.value).sum(axis=0)
            shown[step.name] = _product(step, rows, given, columns)
            continue
        if step.name == "top":  # the state, and the 1 of a bias
            rows, weights = units, weights[: len(step.axis[0].entries)]
            units = _largest(weights, _UNITS)
        if step.name.startswith("stacked"):
            rows = _largest(columns, _UNITS)
            weights = columns[len(weights) : 2 * len(weights)]  # of the layer below, whose state is the input
            units = _largest(weights, _UNITS) if step.name != "stacked" else units
        shown[step.name] = Excerpt(_some(step, rows))
    return shown


def is_large(day: Day) -> bool:
    """Return whether a day has a matrix or a vector that does not fit a screen whole."""
    sizes = (size for step in day.steps for size in (step.value if step.matrix is None else step.matrix).shape)
    return max(sizes, default=0) > _WHOLE


def _largest(sizes: Array, most: int) -> Array:
    """Return the places of the largest, in order."""
    return np.sort(np.argsort(-sizes, kind="stable")[:most])


def _lead(readout: Step) -> Array:
    """Return what each unit of h adds, for each 1, to the winner's score above the runner-up's."""
    assert readout.matrix is not None
    order = np.argsort(-readout.value, kind="stable")
    lead: Array = readout.matrix[order[0]] - (readout.matrix[order[1]] if len(order) > 1 else 0)
    return lead


def _product(step: Step, rows: Array, given: Step, weights: Array) -> Excerpt:
    """Return a product with these rows, and the columns of the largest weights."""
    assert step.matrix is not None
    columns = _largest(weights, _COLUMNS)
    some = _some(step, rows)
    matrix = step.matrix[np.ix_(rows, columns)]
    met = _some(given, columns)
    rest = some.value - matrix @ met.value if len(columns) < len(weights) else None
    return Excerpt(replace(some, matrix=matrix), met, rest)


def _some(step: Step, rows: Array) -> Step:
    """Return some rows of a step."""
    if len(rows) == len(step.value):
        return step
    kept, first, parts = {*rows.tolist()}, 0, []
    for part in step.axis:
        entries = tuple(name for place, name in enumerate(part.entries, first) if place in kept)
        first += len(part.entries)
        parts += [replace(part, entries=entries)] if entries else []
    winners = tuple(np.flatnonzero(np.isin(rows, step.winners)).tolist())
    return replace(step, value=step.value[rows], axis=tuple(parts), winners=winners)
