"""A recurrent network of hard-threshold units, which somebody wrote by hand.

    h_t = step(A · [h_{t-1}; x_t] + bias)            step(z) is 1 where z > 0, and 0 elsewhere
    y_t = hardmax(readout · h_t + readout_bias)      the row of the largest entry; a tie is no output

Its states are finitely many, so that all that it can ever do is found by going through them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from cooking_rnn.files import read_text
from cooking_rnn.insight.machine import Machine, difference
from cooking_rnn.kitchen.check import TIE
from cooking_rnn.kitchen.toml import Reader, document
from cooking_rnn.phrases import Phrase
from cooking_rnn.steps import Array, freeze

MOST_UNITS = 12  # 4096 states
_DIGITS = 6  # after the point, of an entry

#: of each key in a file, the array that it becomes
ARRAYS = {"A": "a", "bias": "bias", "start": "start", "readout": "readout", "readout_bias": "readout_bias"}
_STEPS = (0, 0.5, 1, 1.5, 2, 3)  # an entry is tried as each of these, and moved by it, up and down


@dataclass(frozen=True, eq=False)
class ThresholdNetwork:
    """A network of u units over inputs of e entries and n outputs; or many of them, along a first axis of each array.

    Entries have at most 6 digits after the point and are at most 1000, so a sum that is rounded to 6 digits is exact.
    """

    a: Array  # (u, u + e)
    bias: Array  # (u,)
    start: Array  # (u,) zeros and ones
    readout: Array  # (n, u)
    readout_bias: Array  # (n,)

    def __post_init__(self) -> None:
        freeze(self, *ARRAYS.values())

    def after(self, h: Array, x: Array) -> Array:
        """Return the states (u, b) after the states h (u, b) and the inputs x (e, b), side by side."""
        z = self.a @ np.concatenate([h, x], axis=-2) + self.bias[..., None]
        state: Array = (z.round(_DIGITS) > 0).astype(float)
        return state

    def outputs(self, h: Array) -> Array:
        """Return the output (b,) in each of the states h (u, b); TIE where two rows are equally large."""
        y = (self.readout @ h + self.readout_bias[..., None]).round(_DIGITS)
        is_tie = (y == y.max(axis=-2, keepdims=True)).sum(axis=-2) > 1
        return np.where(is_tie, TIE, y.argmax(axis=-2))

    def machine(self, inputs: Array) -> tuple[Machine, Array]:
        """Return the machine of the states that the inputs (m, e) reach from the start, and those states (s, u)."""
        codes = {self.start.tobytes(): 0}
        states, moves = [self.start], []
        for state in states:  # which grows
            after = self.after(np.tile(state[:, None], len(inputs)), inputs.T).T  # (m, u)
            for each in after:
                if codes.setdefault(each.tobytes(), len(states)) == len(states):
                    states.append(each)
            moves.append([codes[each.tobytes()] for each in after])
        reached = np.stack(states)
        return Machine(np.array(moves).T, self.outputs(reached.T), np.zeros(1, np.intp)), reached


@dataclass(frozen=True)
class Mend:
    """One entry of one array (row and column from 1; a vector is one column), and the value that makes all right."""

    array: str  # "A", as in the file
    row: int
    column: int
    value: float
    was: float


def mend(network: ThresholdNetwork, right: Machine, inputs: Array, word: tuple[int, ...]) -> Mend | None:
    """Return the smallest change of one entry that makes the network do what `right` does, if one that is tried does.

    `word` tells the two apart. Every change is tried on it, all side by side; the first that is left is compared with
    `right` in all states, and where it is wrong, the word that shows it sorts out the others.
    """
    changes = sorted(_changes(network), key=lambda each: abs(each.value - each.was))
    many = _changed(network, changes)
    left = np.arange(len(changes))
    while True:
        left = left[_says(many, inputs, word, right)[left]]
        if not len(left):
            return None
        best: Mend = changes[left[0]]
        made, _ = replace(network, **_array_of(network, best)).machine(inputs)
        if (found := difference(right, made)) is None:
            return best
        word = found.weathers


def _changes(network: ThresholdNetwork) -> Iterator[Mend]:
    """Yield every change of one entry to a half or whole number, by one, or to a number that stands in its array."""
    steps = np.array([*_STEPS, *(-step for step in _STEPS[1:])])
    for name, key in ARRAYS.items():
        array = getattr(network, key)
        own = np.unique(np.abs(array))[:16]
        for place, was in np.ndenumerate(array):
            values = {0.0, 1.0} if name == "start" else {*steps, *(was + steps), *own, *-own}
            row, column = place if len(place) == 2 else (*place, 0)
            for value in sorted({float(round(value, _DIGITS)) for value in values} - {float(was)}):
                yield Mend(name, row + 1, column + 1, value, float(was))


def _array_of(network: ThresholdNetwork, change: Mend) -> dict[str, Array]:
    """Return the array in which one entry is another."""
    array = getattr(network, ARRAYS[change.array]).copy()
    array.reshape(len(array), -1)[change.row - 1, change.column - 1] = change.value
    return {ARRAYS[change.array]: array}


def _changed(network: ThresholdNetwork, changes: list[Mend]) -> ThresholdNetwork:
    """Return the networks with each of the changes, side by side."""
    arrays = {key: np.stack([getattr(network, key)] * len(changes)) for key in ARRAYS.values()}
    for place, change in enumerate(changes):
        array = arrays[ARRAYS[change.array]][place]
        array.reshape(len(array), -1)[change.row - 1, change.column - 1] = change.value
    return ThresholdNetwork(**arrays)


def _says(many: ThresholdNetwork, inputs: Array, word: tuple[int, ...], right: Machine) -> Array:
    """Return of each of the networks whether it has the right output after every input of the word, (networks,)."""
    h, state = many.start[..., None], right.initial[0]
    is_right = np.ones(len(h), bool)
    for code in word:
        x = np.broadcast_to(inputs[code][:, None], (len(h), inputs.shape[1], 1))
        h, state = many.after(h, x), right.transitions[code, state]
        is_right &= many.outputs(h)[:, 0] == right.outputs[state]
    return is_right


def load(path: Path, inputs: int, outputs: int) -> ThresholdNetwork:
    """Return the network in a file, for inputs of so many entries; raises DataError for what is wrong in the file."""
    return _NetworkReader(str(path)).network(document(read_text(path), str(path)), inputs, outputs)


class _NetworkReader(Reader):
    largest = 1000

    def network(self, document: dict[str, Any], inputs: int, outputs: int) -> ThresholdNetwork:
        self.known_keys("", document, tuple(ARRAYS))
        for key in ("A", "bias", "start", "readout"):
            if key not in document:
                raise self.fault(key, "missing", "the file that `cook learn` makes has A, bias, start and readout")
        rows = document["A"] if isinstance(document["A"], list) else []
        units = len(rows)
        if units > MOST_UNITS:
            raise self.fault("A", "{units} rows", "one for each unit, and at most {most}", units=units, most=MOST_UNITS)
        for number, row in enumerate(rows, 1):
            if isinstance(row, list) and len(row) != units + inputs:
                what = "{count} entries, {columns} expected"
                remedy = "a column for each of {units} {units:unit|units}, then {inputs} for the input"
                sizes = {"count": len(row), "columns": units + inputs, "units": units, "inputs": inputs}
                raise self.fault(f"A row {number}", what, remedy, **sizes)
        a = self.matrix("A", rows, units + inputs)
        readout = self.matrix("readout", document["readout"], units)
        if len(readout) != outputs:
            what = "{count} {count:row|rows}"
            raise self.fault("readout", what, "{of}: one for each output", count=len(readout), of=outputs)
        bias, start = self.vector("bias", document["bias"], units), self.vector("start", document["start"], units)
        if not {*start} <= {0, 1}:
            raise self.fault("start", "a state of units is of 0 and 1", "write [0, 1]")
        readout_bias = self.vector("readout_bias", document.get("readout_bias", [0] * outputs), outputs)
        return ThresholdNetwork(*(np.array(each, float) + 0.0 for each in (a, bias, start, readout, readout_bias)))

    def vector(self, at: str, value: Any, length: int) -> list[float]:
        if not isinstance(value, list) or any(isinstance(each, list) for each in value):
            raise self.fault(at, "not a list of numbers", "write [0, 1]")
        self.row(at, value, length)
        return value

    def number_remedy(self, entry: Any) -> Phrase | None:
        told = super().number_remedy(entry)
        if told is None and round(entry, _DIGITS) != entry:
            return Phrase("at most {digits} digits after the point", digits=_DIGITS)
        return told
