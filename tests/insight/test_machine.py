"""Machines: minimal ones say the same, and a difference is real and the shortest."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cooking_rnn.insight.machine import Machine, difference, kitchen_machine, minimal
from cooking_rnn.steps import Array


@st.composite
def machines(draw: st.DrawFn, weathers: int = 2, dishes: int = 3) -> Machine:
    """Return any machine of up to 8 states, which may say and begin anywhere, whatever was just eaten."""
    size = draw(st.integers(1, 8))
    states = st.integers(0, size - 1)
    moves = [draw(st.lists(states, min_size=size, max_size=size)) for _ in range(weathers)]
    says = draw(st.lists(st.integers(0, dishes - 1), min_size=size, max_size=size))
    begins = draw(st.lists(states, min_size=dishes, max_size=dishes))
    return Machine(np.array(moves), np.array(says), np.array(begins))


def said(machine: Machine, start: int, weathers: tuple[int, ...]) -> list[int]:
    state, dishes = machine.initial[start], []
    for weather in weathers:
        state = machine.transitions[weather, state]
        dishes.append(int(machine.outputs[state]))
    return dishes


def shortest_by_trying(one: Machine, other: Machine, most: int) -> int | None:
    for days in range(1, most + 1):
        for weathers in product(range(len(one.transitions)), repeat=days):
            for start in range(len(one.initial)):
                if said(one, start, weathers) != said(other, start, weathers):
                    return days
    return None


@given(machines(), machines())
def test_a_difference_is_the_shortest(one: Machine, other: Machine) -> None:
    found = difference(one, other)
    tried = shortest_by_trying(one, other, 4)
    if found is None:
        assert tried is None
    else:
        assert tried == len(found.weathers) if tried is not None else len(found.weathers) > 4
        assert said(one, found.start, found.weathers)[-1] == found.dishes[0]
        assert said(other, found.start, found.weathers)[-1] == found.dishes[1]
        assert found.dishes[0] != found.dishes[1]


@given(machines())
def test_the_minimal_machine_says_the_same_and_cannot_be_smaller(machine: Machine) -> None:
    small = minimal(machine)
    assert difference(machine, small) is None
    assert len(minimal(small).outputs) == len(small.outputs) <= len(machine.outputs)
    for one, other in product(range(len(small.outputs)), repeat=2):  # no two of its states say the same for ever
        if one < other and small.outputs[one] == small.outputs[other]:
            begins = small.initial.copy()
            begins[0] = one
            twin = begins.copy()
            twin[0] = other
            first, second = (Machine(small.transitions, small.outputs, starts) for starts in (begins, twin))
            assert difference(first, second) is not None


def test_pairs_that_are_starts_are_compared_too() -> None:
    """A rainy day leads from each start to the other: both pairs are known before any day, and yet they differ."""
    one, two = (Machine(table([0, 1]), np.array(says), np.array([0, 1])) for says in ([0, 1], [1, 0]))
    found = difference(one, two)
    assert found is not None
    assert (found.start, found.weathers, found.dishes) == (0, (0,), (0, 1))


def test_arrays_stay_their_owner_s() -> None:
    says = np.array([0, 1])
    machine = Machine(table([0, 1]), says, np.array([0, 1]))
    says[0] = 1
    assert machine.outputs.tolist() == [0, 1]
    assert not machine.outputs.flags.writeable


def test_moves_of_other_states_than_say_a_dish_are_an_error() -> None:
    with pytest.raises(ValueError, match=r"transitions are 1x3, but 2 states have an output"):
        Machine(table([0, 1, 1]), np.array([0, 1]), np.array([0, 1]))


def table(*rows: list[int]) -> Array:
    return np.array(rows)


def test_kitchens() -> None:
    romance = kitchen_machine(table([0, 1, 2], [1, 2, 0]))
    backwards = kitchen_machine(table([0, 1, 2], [2, 0, 1]))
    assert difference(romance, romance) is None
    found = difference(romance, backwards)
    assert found is not None
    assert (found.start, found.weathers, found.dishes) == (0, (1,), (1, 2))


def test_a_machine_with_copies_of_its_states_is_a_kitchen_again() -> None:
    rules = table([0, 1, 2], [1, 2, 0])
    doubled = Machine(
        np.hstack([rules, rules])[:, [3, 1, 2, 0, 4, 5]] + 3 * (np.arange(6) < 3), np.arange(6) % 3, np.arange(3)
    )
    assert len(minimal(doubled).outputs) == 3
    found = minimal(doubled).rule_table
    assert found is not None
    assert found.tolist() == rules.tolist()


def test_more_states_than_dishes_is_no_kitchen() -> None:
    # the second rainy day in a row changes the dish: yesterday's dish alone does not say what comes
    moves = table([0, 0, 2, 2], [1, 2, 3, 0])
    machine = Machine(moves, np.array([0, 0, 1, 1]), np.array([0, 2]))
    assert len(minimal(machine).outputs) == 4
    assert minimal(machine).rule_table is None
