"""A kitchen wired by hand as a network of each kind: with hard-max, with tanh, and with gates that mean something.

Every weight is a small whole number times one gain, thought out and not learned. A unit is an AND of what was eaten and
what the weather calls for (Minsky 1967, ch. 3), and a large gain makes tanh nearly a step, and a sigmoid an open gate
or a shut one. Day 0 shows a dish and no weather, every later day a weather and no dish.

`rnn`   h = hardmax(A · [h; x]), A = [Food·Fold | Weather | I]: the bridge of `kitchen/bridge.py`, its first day too.
`tanh`  the same units, +1 for 1 and -1 for 0. Of a row, ones·h is 2·(its dish was eaten) - their number, so that
        ones·h + (their number - 3) + 2·(its weather) is 1 where both hold, and -1 or -3 elsewhere.
`lstm`  a block of cells for every rule but "same", a cell a dish, +1 or -1. The forget gate is open where the weather
        says "same", a block's input gate where it calls the block's rule; the candidate is that rule of what h says.
"""

import math
from dataclasses import dataclass, replace
from os import PathLike
from typing import NamedTuple

import numpy as np

from cooking_rnn.choices import FORMS
from cooking_rnn.errors import UsageError, one_of
from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.kitchen.matrices import compiled, makes, rule_part
from cooking_rnn.kitchen.rules import Rule, rule
from cooking_rnn.network.model import LARGEST, Architecture
from cooking_rnn.network.network import Network
from cooking_rnn.shown import Shown
from cooking_rnn.steps import Array, Part

GAIN = 20
_ROUNDING = 2.0**-24  # of a float32, relative
_SHOWN = math.tanh(1)  # what h shows of a cell of 1
_MOST_STATES = 10_000


@dataclass(frozen=True, eq=False, repr=False)
class Wiring(Shown):
    """A kitchen as a network that nobody had to train, and how long it is right."""

    kitchen: Kitchen
    network: Network
    margin: float  # of the z that decides: how far it is from 0, at least, while the state is as meant
    error: float  # how far from what is meant a state is, at most, after a weather that is not "same"
    drift: float  # what a day of "same" adds to that
    days: int | None  # a spell of "same" that is surely remembered; None: any
    states: int | None  # how many there are, to the last bit, if all of them are right for ever; None if not known

    def __repr__(self) -> str:
        made = self.network.architecture
        return f"<Wiring of {self.kitchen.name}: {self.network.by_hand}, {made.hidden} units>"


def wire(kitchen: Kitchen | str | PathLike[str] = "romance", form: str = "lstm") -> Wiring:
    """Wire a kitchen by hand as a network: with hard-max ("rnn"), with "tanh", or with the gates of an "lstm".

    Raises UsageError for what is no kitchen or no form, and for a kitchen that takes too many units; DataError for
    what is wrong in a file.
    """
    one_of("form", form, FORMS)
    cook = Kitchen.of(kitchen, "kitchen")
    table = cook.table
    rules = tuple(rule(tuple(follows), cook.dishes) for follows in table.tolist())
    plain = replace(cook, rules=rules, food=None, weather=None)  # of matrices that were typed, what they make
    wired = {"rnn": _hardmax, "tanh": _tanh, "lstm": _lstm}[form](plain)
    m, n, hidden = len(cook.weathers), len(cook.dishes), sum(len(part.entries) for part in wired.units)
    trained = {
        "by_hand": form,
        "gain": wired.gain,
        "units": [[part.name, part.entries, part.about] for part in wired.units],
        "rules": table.tolist(),
    }
    made = Architecture({"rnn": "hardmax", "tanh": "simple", "lstm": "lstm"}[form], m + n, n, hidden)
    flat = (wired.gain * np.concatenate([each.ravel() for each in wired.weights])).astype(np.float32)
    network = Network(made, flat, "next", cook.name, cook.start, cook.dishes, cook.weathers, trained)
    return Wiring(cook, network, *wired.bounds, closed(network, table))


class _Wired(NamedTuple):
    """A form of a kitchen: what its units stand for, its weights in whole numbers, and what is known of its error."""

    units: tuple[Part, ...]
    gain: int
    weights: tuple[Array, ...]  # in the order of the flat vector
    bounds: tuple[float, float, float, int | None]  # margin, error, drift, days


def _check_size(kitchen: Kitchen, parts: int) -> None:
    units, inputs = parts * len(kitchen.dishes), len(kitchen.weathers) + len(kitchen.dishes)
    if units >= LARGEST["hidden"] or inputs > LARGEST["inputs"]:  # one may be added that holds 1
        what, remedy = (
            "{units:,} units and {inputs:,} inputs",
            "fewer than {hidden:,} and {most:,}: fewer dishes or rules",
        )
        limits = {"hidden": LARGEST["hidden"], "most": LARGEST["inputs"] + 1}
        raise UsageError("kitchen", what, remedy, units=units, inputs=inputs, **limits)


def _bridge(kitchen: Kitchen) -> tuple[Array, Array, Array, Array]:
    """Return Food·Fold (k·n, k·n), Weather (k·n, m), the columns of day 0 (k·n, n), and Fold (n, k·n)."""
    made, n = compiled(kitchen), len(kitchen.dishes)
    _check_size(kitchen, made.parts)
    rows = made.parts * n
    fold = np.tile(np.eye(n, dtype=int), made.parts)
    food = np.zeros((rows, n), int) if made.food is None else made.food
    weather = np.zeros((rows, len(kitchen.weathers)), int) if made.weather is None else made.weather
    return food @ fold, weather, np.eye(rows, n, dtype=int), fold


def _hardmax(kitchen: Kitchen) -> _Wired:
    recurrent, weather, first, fold = _bridge(kitchen)
    weights = np.hstack([recurrent, weather, first]), GAIN * fold  # so that softmax is sure of the winner
    return _Wired(kitchen.row_parts, 1, weights, (1.0, 0.0, 0.0, None))


def _tanh(kitchen: Kitchen) -> _Wired:
    """Return the form with tanh. The bias of a row stands in its columns for the weather, of which one is always on.

    A kitchen without weather that needs a bias has a unit more, which holds a 1.
    """
    recurrent, weather, first, fold = _bridge(kitchen)
    ones = recurrent.sum(axis=1, keepdims=True)  # (k·n, 1)
    bias = ones - (3 if ones.any() and weather.any() else 1)
    units, columns = kitchen.row_parts, 2 * weather + bias
    first = 2 * first - 1
    if not kitchen.weathers and bias.any():
        units = (*units, Part("", ("1",)))
        recurrent = np.block([[recurrent, bias], [np.zeros_like(ones.T), 1]])
        columns = np.zeros((len(recurrent), 0), int)
        first, fold = np.vstack([first, np.ones_like(first[:1])]), np.hstack([fold, np.zeros_like(fold[:, :1])])
    most = int(np.abs(recurrent).sum(axis=1).max())  # times as far as the state is from what is meant, z is at most
    lost, error = GAIN * (2 * most + 3) * len(recurrent) * _ROUNDING, 0.0
    for _ in range(100):  # until it is the error that yesterday's makes of itself
        error = _below_1(GAIN * (1 - most * error) - lost) + _ROUNDING
    return _Wired(units, GAIN, (np.hstack([recurrent, columns, first]), fold), (float(GAIN), error, 0.0, None))


def _below_1(z: float) -> float:
    """Return 1 - tanh(z), which does not round to 0."""
    return 2 / (math.exp(2 * z) + 1)


def _lstm(kitchen: Kitchen) -> _Wired:
    """Return the form with gates. Its bias stands where there is no weather, for the output gate, and beside M · h.

    Of a row of M with r ones, M · h is tanh(1)·(2 - r) or -tanh(1)·r; a whole number near the middle parts them.
    """
    n, m = len(kitchen.dishes), len(kitchen.weathers)
    same = tuple(range(n))
    blocks = [each for each in kitchen.distinct_rules if each.follows != same] or [Rule("same", same)]
    _check_size(kitchen, len(blocks))
    count, size = len(blocks), len(blocks) * n
    keeps = np.array([[each.follows == same for each in kitchen.rules]] * size)  # (size, m), m at least 1
    calls = np.array([[each.follows == block.follows != same for each in kitchen.rules] for block in blocks])
    calls = calls.repeat(n, axis=0)  # (size, m)
    recurrent = np.hstack([np.vstack([makes(block) for block in blocks])] * count)  # M, (size, size)
    ones = recurrent[:, :n].sum(axis=1)  # r, (size,)
    weight = 1 if (ones == 1).all() else 2  # so that a whole number is near enough to the middle
    middle = weight * _SHOWN * (ones - 1)
    nearest = np.round(middle).astype(int)
    nothing, gates = np.zeros((size, max(m, 1)), int), [2 * keeps - 1, 2 * calls - 1]
    bias = np.concatenate([*(gate[:, 0] * (not m) for gate in gates), np.ones(size, int), nearest])
    inputs = np.vstack([*gates, nothing, nothing])[:, :m]
    first = np.zeros((4, size, n), int)
    is_first = np.arange(size) < n  # the block that the dish of day 0 is written into
    first[1] = (2 * is_first - 1 - bias[size : 2 * size])[:, None]
    first[3, :n] = 2 * np.eye(n, dtype=int) - 1 - nearest[:n, None]
    state = np.vstack([np.zeros((3 * size, size), int), weight * recurrent])
    fold = np.tile(np.eye(n, dtype=int), count)
    matrix = np.hstack([state, inputs, first.reshape(4 * size, n)])
    units = tuple(rule_part(kitchen, block) for block in blocks)
    margin = GAIN * float(weight * _SHOWN - np.abs(middle - nearest).max())
    return _Wired(
        units, GAIN, (matrix, bias, fold), _lstm_bounds(margin, count, weight * int(ones.max()), bool(keeps.any()))
    )


def _lstm_bounds(margin: float, blocks: int, ones: int, can_keep: bool) -> tuple[float, float, float, int | None]:
    """Return how far from what is meant the cells can be, each number rounded as a float32 is; see `Wiring`.

    While they are off by at most `limit`, the readout is right, and the z of a candidate keeps half of its margin: a
    day that writes makes the cells right again, but for `error`. A day that keeps adds at most what a gate that is shut
    lets in, what one that is open does not let through, and what rounding adds.
    """
    shut, many = 1 / (1 + math.exp(GAIN)), ones * blocks
    limit = min(margin / (GAIN * many), _SHOWN / blocks) / 2
    left = margin - GAIN * many * (limit + shut) - GAIN * 4 * ones * (many + 2) * _ROUNDING
    drift = 2 * shut + 2 * _ROUNDING
    return margin, drift + shut * limit + _below_1(left), drift, int(limit / drift) - 1 if can_keep else None


def closed(network: Network, table: Array) -> int | None:
    """Return how many states a network goes through, to the last bit, from all starts under all weather there can be.

    None where one of them makes another dish than the table (m, n), or they are more than _MOST_STATES: then nothing
    is proved. Else the network is, as it runs, a machine of so many states, and makes the table's dishes for ever.
    """
    dishes: Array = np.arange(table.shape[1])
    states = network.begin(dishes)
    known: set[bytes] = set()
    while len(dishes):
        columns = np.concatenate([part for layer in states for state in layer for part in state]).T
        keys = [bytes([dish]) + column.tobytes() for dish, column in zip(dishes.tolist(), columns, strict=True)]
        new = [place for key, place in {key: place for place, key in enumerate(keys)}.items() if key not in known]
        known.update(keys)
        if len(known) > _MOST_STATES:
            return None
        weathers, places = (each.ravel() for each in np.meshgrid(range(len(table)), np.array(new, int), indexing="ij"))
        before = [[type(state)(*(part[:, places] for part in state)) for state in layer] for layer in states]
        scores, trace = network.run(network.shown(weathers[None]), before)
        dishes, states = table[weathers, dishes[places]], trace.states
        if (scores[0].argmax(axis=0) != dishes).any():
            return None
    return len(known)
