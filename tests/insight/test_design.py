"""Design tasks: the verdict is that of trying every input, and what mends an answer is tried too."""

import random
from copy import deepcopy
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cooking_rnn.errors import CookError
from cooking_rnn.insight.design import KITCHENS, NAMES, TASKS, KitchenMarking, Marking, NetworkMarking, mark
from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.kitchen.to_toml import to_toml
from cooking_rnn.steps import Array
from tests.insight import solutions
from tests.insight.solutions import ASKED, NETWORKS, Answer, X, written

KINDS = ("A", "bias", "start", "readout", "readout_bias")


def said(task: str, answer: Answer, words: Array) -> Array:
    """Return what a network says on words (w, days) on each day, -1 where the largest two are equal."""
    a, bias, start, readout, out = (np.array(answer[key], float) for key in KINDS)
    h, told = np.tile(start, (len(words), 1)), []
    for day in range(words.shape[1]):
        h = (np.hstack([h, np.array(X[task])[words[:, day]]]) @ a.T + bias > 1e-9).astype(float)
        y = h @ readout.T + out
        two = np.sort(y)[:, -2:]
        told.append(np.where(two[:, 1] - two[:, 0] < 1e-9, -1, y.argmax(axis=1)))
    return np.stack(told, axis=1)


def states(task: str, answer: Answer) -> int:
    """Return how many states a network can be in."""
    a, bias, start = (np.array(answer[key], float) for key in KINDS[:3])
    seen, todo = {tuple(start)}, [start]
    while todo:
        h = todo.pop()
        for x in X[task]:
            after = (a @ [*h, *x] + bias > 1e-9).astype(float)
            if tuple(after) not in seen:
                seen.add(tuple(after))
                todo.append(after)
    return len(seen)


def shortest_fault(task: str, answer: Answer) -> int | None:
    """Return the first day on which some word shows that a network is wrong, by trying all words.

    Two machines of p and q states that differ do so within p + q - 1 inputs.
    """
    enough = states(task, answer) + {"two-rainy": 6, "parity": 2, "adder": 4, "hold": 2}[task] - 1
    for days in (*range(2, enough, 2), enough):
        words = np.array(list(product(range(len(X[task])), repeat=days)))
        right = asked(task, days)
        wrong = (said(task, answer, words) != right).any(axis=0)
        if wrong.any():
            return int(wrong.argmax()) + 1
    return None


_ASKED: dict[tuple[str, int], Array] = {}


def asked(task: str, days: int) -> Array:
    if (task, days) not in _ASKED:
        _ASKED[task, days] = np.array([ASKED[task](word) for word in product(range(len(X[task])), repeat=days)])
    return _ASKED[task, days]


def mutant(answer: Answer, rng: random.Random, kinds: tuple[str, ...]) -> Answer:
    """Return the answer with one or two entries changed; most changes of a threshold leave it right or nearly so."""
    made = deepcopy(answer)
    for _ in range(rng.choice((1, 1, 2))):
        key = rng.choice([key for key in kinds if key in made])
        row = rng.randrange(len(made[key]))
        line = made[key][row] if isinstance(made[key][row], list) else made[key]
        place = row if line is made[key] else rng.randrange(len(line))
        line[place] = (
            1 - line[place] if key == "start" else line[place] + rng.choice((-2, -1, -0.5, -0.25, 0.25, 0.5, 1))
        )
    return made


def marked(task: str, answer: Answer, tmp_path: Path) -> Marking:
    file = tmp_path / "answer.toml"
    if task in KITCHENS:
        file.write_text(to_toml(Kitchen.load(task)) + "[matrices]\n" + written(answer))
    else:
        file.write_text(written(answer))
    return mark(task, file)


@pytest.mark.parametrize("count", [15, pytest.param(100, marks=pytest.mark.slow)])
@pytest.mark.parametrize("task", TASKS)
def test_networks_are_judged_as_by_trying_every_input(task: str, count: int, tmp_path: Path) -> None:
    rng = random.Random(task)
    verdicts = []
    for number in range(count):
        answer = mutant(NETWORKS[task], rng, KINDS) if number else NETWORKS[task]
        found = marked(task, answer, tmp_path)
        assert isinstance(found, NetworkMarking)
        day = shortest_fault(task, answer)
        assert found.is_right == (day is None), answer
        if found.difference is not None:
            word = found.difference.weathers
            assert len(word) == day
            assert found.difference.dishes[0] == ASKED[task](word)[-1]
            assert found.difference.dishes[1] == said(task, answer, np.array([word]))[0, -1]
        verdicts.append(found.is_right)
    assert verdicts[0]
    assert 0.1 < sum(verdicts) / count < 0.9  # there are enough of both


@pytest.mark.parametrize("count", [3, pytest.param(20, marks=pytest.mark.slow)])
@pytest.mark.parametrize("task", TASKS)
def test_the_entry_that_is_named_mends_it(task: str, count: int, tmp_path: Path) -> None:
    """Of a right answer with one wrong entry some entry mends all, by trying every input."""
    rng, tried = random.Random(task), 0
    while tried < count:
        answer = deepcopy(NETWORKS[task])
        key = rng.choice(("A", "readout"))
        line = rng.choice(answer[key])
        line[rng.randrange(len(line))] += rng.choice((-3, -2, 2, 3))
        found = marked(task, answer, tmp_path)
        if found.is_right:
            continue
        assert isinstance(found, NetworkMarking)
        mend = found.mend
        assert mend is not None
        array = answer[mend.array]
        if isinstance(array[0], list):
            assert array[mend.row - 1][mend.column - 1] == mend.was
            array[mend.row - 1][mend.column - 1] = mend.value
        else:
            array[mend.row - 1] = mend.value
        assert shortest_fault(task, answer) is None
        tried += 1


def kitchen_says(answer: Answer, columns: int) -> list[int]:
    """Return for each dish and weather what hard-max and fold make of the sum, -1 on a tie, by counting."""
    told = []
    for dish, weather in product(range(3), range(columns)):
        rows = range(max(map(len, answer.values())))
        sums = [
            (answer["food"][row][dish] if "food" in answer else 0)
            + (answer["weather"][row][weather] if "weather" in answer else 0)
            for row in rows
        ]
        best = [row for row in rows if sums[row] == max(sums)]
        told.append(best[0] % 3 if len(best) == 1 else -1)
    return told


@pytest.mark.slow
@pytest.mark.parametrize(
    ("task", "right"), [("weather", [0, 1] * 3), ("order", [1, 2, 0]), ("romance", [0, 1, 1, 2, 2, 0])]
)
def test_a_hundred_kitchens_are_judged_as_by_trying_every_case(task: str, right: list[int], tmp_path: Path) -> None:
    rng, verdicts = random.Random(task), []
    for number in range(100):
        answer = mutant(solutions.KITCHENS[task], rng, ("food", "weather")) if number else solutions.KITCHENS[task]
        found = marked(task, answer, tmp_path)
        assert isinstance(found, KitchenMarking)
        verdicts.append(kitchen_says(answer, max(len(right) // 3, 1)) == right)
        assert found.is_right == verdicts[-1]
    assert verdicts[0]
    assert 10 < sum(verdicts) < 90


@pytest.mark.parametrize("task", TASKS)
def test_units_stand_in_any_order_and_may_be_superfluous(task: str, tmp_path: Path) -> None:
    answer, rng = NETWORKS[task], np.random.default_rng(1)
    a, bias, start, readout, out = (np.array(answer[key], float) for key in KINDS)
    order = rng.permutation(len(a))
    inputs = a[:, len(a) :]
    a = np.hstack([a[:, : len(a)][order][:, order], np.zeros((len(a), 1)), inputs[order]])
    a = np.vstack([3 * a, rng.integers(-2, 3, a.shape[1])])  # a unit more, which nobody reads
    made = a, [*3 * bias[order], 0.5], [*start[order], 1], np.hstack([readout[:, order], 0 * out[:, None]]), out
    renamed = {key: np.array(value).tolist() for key, value in zip(KINDS, made, strict=True)}
    assert marked(task, renamed, tmp_path).is_right


def test_sums_are_those_of_decimals(tmp_path: Path) -> None:
    """In floating point 0.1 + 0.2 - 0.3 is above 0, and the unit would be on."""
    answer = NETWORKS["parity"] | {"A": [[1, -1, 1], [1, -1, 0.1]], "bias": [-0.5, -1.1]}
    assert marked("parity", answer, tmp_path).is_right is (shortest_fault("parity", answer) is None)
    both = {"A": [[0.1, 0, 0, 0.2]] * 2 + [[0, 0, 0, 0]], "bias": [-0.3, -0.3, 1], "start": [1, 1, 1]}
    answer = both | {"readout": [[0, 0, 1], [2, 0, 0]]}
    found = marked("parity", answer, tmp_path)
    assert isinstance(found, NetworkMarking)
    assert found.states[:, 0].tolist() == [1, 0]


def test_rules_beside_the_matrices_are_no_answer(tmp_path: Path) -> None:
    file = tmp_path / "k.toml"
    kitchen = to_toml(Kitchen.load("romance"))
    file.write_text(kitchen)
    with pytest.raises(CookError, match=r"no \[matrices\]"):
        mark("romance", file)
    still = "[matrices]\nweather = [[1, 1], [0, 0], [0, 0]]\n"  # it cooks potato, and the rules are changed to that
    file.write_text(kitchen.replace('"same"', '"potato"').replace('"next"', '"potato"') + still)
    assert Kitchen.load(file).check().wrong == ()
    assert not mark("romance", file).is_right


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        (
            {"A": [[1, -1], [1, -1]]},
            r"A row 1: 2 entries, 3 expected \(a column for each of 2 units, then 1 for the inp",
        ),
        ({"A": [[0] * 14] * 13}, r"A: 13 rows \(one for each unit, and at most 12\)"),
        ({"A": []}, "A: not a list of rows"),
        ({"A": [1, 2]}, "A: not a list of rows"),
        ({"A": None}, r"A: missing"),
        ({"A": 3}, "A: not a list of rows"),
        ({"bias": [0.5]}, "bias: 1 entries, 2 expected"),
        ({"bias": [[0.5, 1]]}, r"bias: not a list of numbers"),
        (
            {"bias": [float("nan"), 1]},
            r"bias: 'nan' is not a number that can be added \(write a number of at most 1000",
        ),
        ({"bias": [1e-7, 1]}, r"'1e-07' is not a number .*\(at most 6 digits after the point"),
        ({"start": [0.5, 0]}, r"start: a state of units is of 0 and 1"),
        ({"start": ["0", 0]}, r"start: '0' is not a number that can be added \(remove the quotes"),
        ({"readout": [[1, -1]]}, r"readout: 1 row \(2: one for each output"),
        ({"readout_bias": [1, 2, 3]}, r"readout_bias: 3 entries, 2 expected"),
        ({"weights": [1]}, r"weights: unknown key 'weights'"),
    ],
)
def test_bad_files(changed: dict[str, Any], error: str, tmp_path: Path) -> None:
    answer = {key: value for key, value in (NETWORKS["parity"] | changed).items() if value is not None}
    with pytest.raises(CookError, match=error):
        marked("parity", answer, tmp_path)


def test_a_kitchen_of_other_names_and_an_unknown_task(tmp_path: Path) -> None:
    file = tmp_path / "k.toml"
    file.write_text(to_toml(Kitchen.load("cycle5")))
    with pytest.raises(CookError, match=r"are not those of the task \(in this order: potato"):
        mark("romance", file)
    with pytest.raises(CookError, match="did you mean 'parity'"):
        mark("parety", file)
    assert len(NAMES) == 7
