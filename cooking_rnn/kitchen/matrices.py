"""Words become numbers: from rules to the matrices Food and Weather.

Each row is an AND detector of (this weather's rule, this dish next), which is Minsky's construction of a
finite-state machine as a threshold network (M. Minsky, Computation: Finite and Infinite Machines, 1967, ch. 3).
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cooking_rnn.kitchen.rules import SHIFTS, Rule
from cooking_rnn.steps import Array, Part, freeze

if TYPE_CHECKING:
    from cooking_rnn.kitchen.kitchen import Kitchen


@dataclass(frozen=True, eq=False)
class Matrices:
    """Food and Weather of a kitchen of n dishes, m weathers and k parts; None is a matrix of zeros."""

    food: Array | None  # (k·n, n)
    weather: Array | None  # (k·n, m)
    parts: int  # k: as many as rules that differ

    def __post_init__(self) -> None:
        freeze(self, "food", "weather")
        given = {name: matrix for name in ("food", "weather") if (matrix := getattr(self, name)) is not None}
        for name, matrix in given.items():
            if len(matrix) % self.parts:
                raise ValueError(f"{name} has {len(matrix)} rows, which do not make {self.parts} equal parts")
        if len({len(matrix) for matrix in given.values()}) > 1:
            raise ValueError("they are added: " + " != ".join(f"{len(given[name])} rows of {name}" for name in given))


def matrices(kitchen: "Kitchen") -> Matrices:
    """Return what the kitchen runs: the matrices that were typed, or else those that its rules call for."""
    if not kitchen.is_typed:
        return compiled(kitchen)
    food = None if kitchen.food is None else np.array(kitchen.food)
    weather = None if kitchen.weather is None else np.array(kitchen.weather)
    rows = len(kitchen.food or kitchen.weather or ())
    return Matrices(food, weather, rows // len(kitchen.dishes))


def compiled(kitchen: "Kitchen") -> Matrices:
    """Return the matrices that follow from the kitchen's rules, in integers.

    The rules that differ as functions get a part of n rows each: in Food what the rule makes of each
    dish, in Weather ones below the weathers that call for it. One matrix is enough where every rule names
    a dish (Weather alone) or there is no weather (Food alone).
    """
    rules = kitchen.distinct_rules
    if not kitchen.weathers:
        return Matrices(makes(rules[0]), None, 1)
    if all(rule.is_constant for rule in kitchen.rules):
        one_a_weather = [makes(rule)[:, :1] for rule in kitchen.rules]
        return Matrices(None, np.hstack(one_a_weather), 1)  # (n, m)
    functions = [rule.follows for rule in rules]
    calls_for = np.array([[int(rule.follows == follows) for rule in kitchen.rules] for follows in functions])  # (k, m)
    food = np.vstack([makes(rule) for rule in rules])  # (k·n, n)
    return Matrices(food, calls_for.repeat(len(kitchen.dishes), axis=0), len(rules))  # (k·n, m)


def row_parts(kitchen: "Kitchen") -> tuple[Part, ...]:
    """Return what the k·n rows stand for: a part for each rule, with all dishes, named where there are several.

    A part that says the same dish always is named so; a table is named by its weathers. The rows of typed
    matrices may stand in any order, so nothing is known of their parts except the dishes.
    """
    ids, parts = kitchen.dishes.ids, kitchen.matrices.parts
    if kitchen.is_typed or parts == 1:
        return (Part("", ids),) * parts
    return tuple(rule_part(kitchen, rule) for rule in kitchen.distinct_rules)


def rule_part(kitchen: "Kitchen", rule: Rule) -> Part:
    """Return what the rows of one rule stand for."""
    ids = kitchen.dishes.ids
    if rule.wording in SHIFTS:
        return Part(rule.wording, ids)
    if rule.is_constant:
        return Part("always", ids, (ids[rule.follows[0]],))
    pairs = zip(kitchen.weathers.ids, kitchen.rules, strict=False)  # no weather: one rule without a name
    return Part("table", ids, tuple(name for name, each in pairs if each.follows == rule.follows))


def makes(rule: Rule) -> Array:
    """Return the 0/1 matrix (n, n) of a rule: column d has its 1 in the row of the dish that follows d."""
    dishes = len(rule.follows)
    matrix = np.zeros((dishes, dishes), dtype=np.int64)
    matrix[rule.follows, range(dishes)] = 1
    return matrix
