"""A cook as a state machine: weather moves it from state to state, and each state says a dish (Moore 1956)."""

from collections import deque
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cooking_rnn.steps import frozen

Codes = NDArray[np.integer[Any]]


@dataclass(frozen=True, eq=False)
class Machine:
    """A machine of s states over m weathers and n dishes."""

    moves: Codes  # (m, s) the state after each weather in each state
    says: Codes  # (s,) the dish of each state
    begins: Codes  # (n,) the state in which each dish was just eaten on day 0

    def __post_init__(self) -> None:
        for name in ("moves", "says", "begins"):
            object.__setattr__(self, name, frozen(getattr(self, name)))
        if self.moves.ndim != 2 or self.moves.shape[1] != len(self.says):
            shape = "x".join(map(str, self.moves.shape))
            raise ValueError(
                f"moves are {shape}, but {len(self.says)} states say a dish: (m, {len(self.says)}) expected"
            )

    @property
    def rule_table(self) -> Codes | None:
        """The table (m, n) of dish after dish if the dish alone is the state, as in a kitchen; else None."""
        dishes = np.arange(len(self.begins))
        if len(self.says) != len(self.begins) or not np.array_equal(self.says[self.begins], dishes):
            return None
        table: Codes = self.says[self.moves[:, self.begins]]
        return table


def kitchen_machine(table: Codes) -> Machine:
    """Return the machine of a kitchen's rule table (m, n): its states are its dishes."""
    dishes = np.arange(table.shape[1])
    return Machine(table.astype(np.intp), dishes, dishes)


def minimal(machine: Machine) -> Machine:
    """Return the smallest machine that says the same: states that no weather tells apart are one.

    Partition refinement (Moore 1956): states begin apart where they say different dishes, and come apart
    when a weather leads them to states that are apart, until nothing changes. States that no start reaches go.
    """
    reached = _reachable(machine)
    block = machine.says  # (s,) the block of each state
    while True:
        signature = np.vstack([block, block[machine.moves]])  # (1 + m, s)
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
    return Machine(to_new[machine.moves[:, kept]], machine.says[kept], to_new[machine.begins])


def _reachable(machine: Machine) -> Codes:
    """Return the states, in order, that some weather reaches from some start."""
    seen = set(machine.begins.tolist())
    queue = deque(seen)
    while queue:
        for after in machine.moves[:, queue.popleft()].tolist():
            if after not in seen:
                seen.add(after)
                queue.append(after)
    return np.array(sorted(seen), dtype=np.intp)


@dataclass(frozen=True)
class Difference:
    """The shortest weather that tells two machines apart, from the start where it is shortest."""

    start: int
    weathers: tuple[int, ...]
    dishes: tuple[int, int]  # on the last of these days


def difference(one: Machine, other: Machine) -> Difference | None:
    """Return the shortest weather on which two machines say different dishes, or None: a proof that none does.

    Breadth-first through the pairs of states that the same weather reaches from the same start (the
    product automaton): there are finitely many, so the search ends.
    """
    queue: deque[tuple[int, int]] = deque()
    came: dict[tuple[int, int], tuple[int, tuple[int, int] | None, int]] = {}  # pair -> start, pair before, weather
    for start, pair in enumerate(zip(one.begins.tolist(), other.begins.tolist(), strict=True)):
        if pair not in came:
            came[pair] = (start, None, -1)
            queue.append(pair)
    while queue:
        pair = queue.popleft()
        for weather in range(len(one.moves)):
            after = int(one.moves[weather, pair[0]]), int(other.moves[weather, pair[1]])
            dishes = int(one.says[after[0]]), int(other.says[after[1]])
            if dishes[0] != dishes[1]:  # also of a pair that is a start: nobody ate that dish on a day
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
