"""A cook as a Moore machine: weather is its input, and each state has a dish as its output (Moore 1956)."""

from collections import deque
from dataclasses import dataclass

import numpy as np

from cooking_rnn.steps import Array, freeze, frozen


@dataclass(frozen=True, eq=False)
class Machine:
    """A machine of s states over m weathers and n dishes. It has an initial state for each dish of day 0.

    Raises ValueError unless `transitions` and `outputs` are of the same states.
    """

    transitions: Array  # (m, s) the state after each weather in each state
    outputs: Array  # (s,) the dish of each state
    initial: Array  # (n,) the state after each dish of day 0

    def __post_init__(self) -> None:
        freeze(self, "transitions", "outputs", "initial")
        if self.transitions.ndim != 2 or self.transitions.shape[1] != len(self.outputs):
            shape = "x".join(map(str, self.transitions.shape))
            states = len(self.outputs)
            raise ValueError(f"transitions are {shape}, but {states} states have an output: (m, {states}) expected")

    @property
    def rule_table(self) -> Array | None:
        """The table (m, n) of the dish after each weather and dish if states are dishes, as in a kitchen, or None."""
        dishes = np.arange(len(self.initial))
        if len(self.outputs) != len(self.initial) or not np.array_equal(self.outputs[self.initial], dishes):
            return None
        return frozen(self.outputs[self.transitions[:, self.initial]])


def kitchen_machine(table: Array) -> Machine:
    """Return the machine of a kitchen's rule table (m, n): its states are its dishes."""
    dishes = np.arange(table.shape[1])
    return Machine(table.astype(np.intp), dishes, dishes)


def minimal(machine: Machine) -> Machine:
    """Return the smallest machine with the same dishes on every weather: states that no weather tells apart become one.

    Partition refinement (Moore 1956). At first the states with the same output form a block. A block is split when a
    weather leads its states to different blocks, until nothing changes. Unreachable states are left out.
    """
    reached = _reachable(machine)
    block = machine.outputs  # (s,) the block of each state
    while True:
        signature = np.vstack([block, block[machine.transitions]])  # (1 + m, s)
        _, finer = np.unique(signature[:, reached], axis=1, return_inverse=True)
        refined = np.zeros_like(block)
        refined[reached] = finer.reshape(-1)
        if len(np.unique(finer)) == len(np.unique(block[reached])):
            break
        block = refined
    _, first, place = np.unique(block[reached], return_index=True, return_inverse=True)
    to_new = np.zeros(len(block), dtype=np.intp)
    to_new[reached] = place.reshape(-1)
    kept = reached[first]  # a state for each block
    return Machine(to_new[machine.transitions[:, kept]], machine.outputs[kept], to_new[machine.initial])


def _reachable(machine: Machine) -> Array:
    """Return the states, in order, that some weather reaches from some initial state."""
    seen = set(machine.initial.tolist())
    queue = deque(seen)
    while queue:
        for after in machine.transitions[:, queue.popleft()].tolist():
            if after not in seen:
                seen.add(after)
                queue.append(after)
    return np.array(sorted(seen), dtype=np.intp)


@dataclass(frozen=True)
class Difference:
    """The shortest weather that tells two machines apart, and the start from which it does."""

    start: int
    weathers: tuple[int, ...]
    dishes: tuple[int, int]  # on the last of these days


def difference(one: Machine, other: Machine) -> Difference | None:
    """Return the shortest weather on which the dishes of two machines differ; None proves that there is none.

    Breadth-first search through the pairs of states that the same weather reaches from the same start (the product
    automaton). There are finitely many pairs, so the search ends.
    """
    queue: deque[tuple[int, int]] = deque()
    came: dict[tuple[int, int], tuple[int, tuple[int, int] | None, int]] = {}  # pair -> start, pair before, weather
    for start, pair in enumerate(zip(one.initial.tolist(), other.initial.tolist(), strict=True)):
        if pair not in came:
            came[pair] = (start, None, -1)
            queue.append(pair)
    while queue:
        pair = queue.popleft()
        for weather in range(len(one.transitions)):
            after = int(one.transitions[weather, pair[0]]), int(other.transitions[weather, pair[1]])
            dishes = int(one.outputs[after[0]]), int(other.outputs[after[1]])
            if dishes[0] != dishes[1]:  # checked for initial pairs too, whose dish of day 0 was not an output
                return Difference(came[pair][0], (*_path(came, pair), weather), dishes)
            if after not in came:
                came[after] = (came[pair][0], pair, weather)
                queue.append(after)
    return None


def _path(
    came: dict[tuple[int, int], tuple[int, tuple[int, int] | None, int]], pair: tuple[int, int]
) -> tuple[int, ...]:
    weathers: list[int] = []
    while (step := came[pair])[1] is not None:
        weathers.append(step[2])
        pair = step[1]
    return tuple(reversed(weathers))
