"""Tasks that are solved by writing matrices, and their marking: by what the matrices do, in every case there can be.

Three are kitchens of the story, whose matrices stand in a kitchen's file. The others have to remember more than a dish,
or no dish at all: they are networks of hard-threshold units (see `threshold`), compared with the Moore machine that
says what is asked for. So units may stand in any order, and any number of them may be superfluous.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from os import PathLike
from pathlib import Path

import numpy as np

from cooking_rnn.errors import DataError, one_of
from cooking_rnn.insight.machine import Difference, Machine, difference, minimal
from cooking_rnn.insight.threshold import Mend, ThresholdNetwork, load, mend
from cooking_rnn.kitchen.kitchen import Check, Kitchen
from cooking_rnn.shown import Shown
from cooking_rnn.steps import Array, freeze


@dataclass(frozen=True, eq=False)
class Task:
    """What a network of threshold units is asked to do."""

    inputs: tuple[str, ...]  # what each input is called
    x: Array  # (m, e) and the vector that it is
    axis: tuple[str, ...]  # (e,) what its entries are called
    outputs: tuple[str, ...]
    machine: Machine  # what is right
    units: int  # that are enough

    def __post_init__(self) -> None:
        freeze(self, "x")


def _machine(states: int, inputs: int, after: Callable[[int, int], int], says: Callable[[int], int]) -> Machine:
    """Return a machine that begins in state 0, from the state after each state and input, and what each state says."""
    moves = np.array([[after(state, code) for state in range(states)] for code in range(inputs)])
    return Machine(moves, np.array([says(state) for state in range(states)]), np.zeros(1, np.intp))


_BITS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
_DISHES = ("potato", "crayfish", "guobaorou")

KITCHENS = ("weather", "order", "romance")

#: the others, by name; each state is a number, of which the comment says what it is made of
TASKS = {
    "two-rainy": Task(  # 2 · dish + (whether yesterday was the first rainy day in a row)
        ("sunny", "rainy"),
        np.eye(2),
        ("sunny", "rainy"),
        _DISHES,
        _machine(6, 2, lambda state, rain: (state + 1) % 6 if rain else state - state % 2, lambda state: state // 2),
        7,
    ),
    "parity": Task(
        ("0", "1"),
        np.array([[0], [1]]),
        ("bit",),
        ("0", "1"),
        _machine(2, 2, lambda odd, bit: odd ^ bit, int),
        2,
    ),
    "adder": Task(  # 2 · carry + the sum's bit
        ("0+0", "0+1", "1+0", "1+1"),
        _BITS,
        ("a", "b"),
        ("0", "1"),
        _machine(4, 4, lambda state, bits: state // 2 + bits // 2 + bits % 2, lambda state: state % 2),
        3,
    ),
    "hold": Task(  # what is held; an input is 2 · gate + value
        ("hold 0", "hold 1", "take 0", "take 1"),
        _BITS,
        ("gate", "value"),
        ("0", "1"),
        _machine(2, 4, lambda held, given: given % 2 if given // 2 else held, int),
        2,
    ),
}
NAMES = (*KITCHENS, *TASKS)


@dataclass(frozen=True, eq=False, repr=False)
class Marking(Shown):
    """Whether what somebody wrote does what a task asks for; `is_right` is proved, whichever it is."""

    task: str
    source: str

    @property
    def is_right(self) -> bool:
        """Whether it does in every case what is asked for."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return f"<Marking of {self.source} as {self.task}: {'right' if self.is_right else 'wrong'}>"


@dataclass(frozen=True, eq=False, repr=False)
class KitchenMarking(Marking):
    """Of typed matrices: each dish and weather by the task's rules, whatever rules stand beside the matrices."""

    check: Check

    @property
    def is_right(self) -> bool:
        """Whether every case comes out as the rules say."""
        return not self.check.wrong


@dataclass(frozen=True, eq=False, repr=False)
class NetworkMarking(Marking):
    """Of a network of threshold units: the machine that it is, beside the one that the task asks for."""

    network: ThresholdNetwork
    machine: Machine
    states: Array  # (s, u) of the machine
    difference: Difference | None  # the shortest input that shows a fault; its dishes are the two outputs

    @property
    def is_right(self) -> bool:
        """Whether no input tells the two apart."""
        return self.difference is None

    @property
    def about(self) -> Task:
        """What is asked for."""
        return TASKS[self.task]

    @cached_property
    def needed(self) -> int:
        """How many states are needed."""
        return len(minimal(self.about.machine).outputs)

    @cached_property
    def mend(self) -> Mend | None:
        """The smallest change of one entry that makes all of it right; None where it is, or no change that is tried."""
        if self.difference is None:
            return None
        return mend(self.network, self.about.machine, self.about.x, self.difference.weathers)


def mark(task: str, file: str | PathLike[str]) -> Marking:
    """Say whether the matrices in a file do what the task asks for, in every case there can be.

    Raises UsageError for an unknown task, DataError for what is wrong in the file.
    """
    one_of("task", task, NAMES)
    if task in KITCHENS:
        return _mark_kitchen(task, Path(file))
    about = TASKS[task]
    network = load(Path(file), about.x.shape[1], len(about.outputs))
    machine, states = network.machine(about.x)
    return NetworkMarking(task, str(file), network, machine, states, difference(about.machine, machine))


def _mark_kitchen(task: str, path: Path) -> KitchenMarking:
    typed, asked = Kitchen.load(path), Kitchen.load(task)
    if (typed.dishes.ids, typed.weathers.ids) != (asked.dishes.ids, asked.weathers.ids):
        ids = [*asked.dishes.ids, *asked.weathers.ids]
        what = "the dishes and weathers are not those of the task"
        raise DataError(str(path), what, "in this order: {ids}", ids=ids)
    if not typed.is_typed:
        what = "no [matrices]: the rules alone are no answer"
        raise DataError(str(path), what, "write food = [[…]] or weather = [[…]] under [matrices]")
    kitchen = replace(asked, food=typed.food, weather=typed.weather, source=str(path))
    return KitchenMarking(task, str(path), kitchen.check())
