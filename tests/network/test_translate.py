"""Sequence to sequence: a week is read from its end, and its menu is written from the last state alone."""

from pathlib import Path

import numpy as np
import pytest

from cooking_rnn import gradient, train
from cooking_rnn.errors import DataError, UsageError
from cooking_rnn.kitchen.toml import load
from cooking_rnn.network.network import Network
from cooking_rnn.network.translate import MOST_DAYS
from cooking_rnn.training.train import Training
from tests.cli.program import Program

SUNNY, RAINY = 0, 1


@pytest.fixture
def cook(monkeypatch: pytest.MonkeyPatch) -> Program:
    return Program(monkeypatch)


@pytest.fixture(scope="module")
def trained() -> Training:
    return train(task="translate")


@pytest.fixture(scope="module")
def file(trained: Training, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("translate") / "t.npz"
    trained.network.save(path)
    return path


def by_hand(network: Network, weathers: list[int], start: int) -> tuple[list[int], np.ndarray]:
    """Return the menu, and the state that is handed over, by the equations of the simple cell."""
    (matrix, readout), n = _weights(network), len(network.dishes)
    h = np.zeros(len(matrix))
    for weather in reversed(weathers):
        h = np.tanh(matrix @ np.concatenate([h, np.eye(2)[weather], np.zeros(n)]))
    handed, menu, dish = h, [], start
    for _ in weathers:
        h = np.tanh(matrix @ np.concatenate([h, np.zeros(2), np.eye(n)[dish]]))
        dish = int((readout @ h).argmax())
        menu.append(dish)
    return menu, handed


def _weights(network: Network) -> tuple[np.ndarray, np.ndarray]:
    made, flat = network.architecture, network.flat.astype(float)
    size = made.hidden * (made.hidden + made.inputs)
    return flat[:size].reshape(made.hidden, -1), flat[size:].reshape(made.outputs, made.hidden)


@pytest.mark.slow
def test_a_week_is_right_and_beyond_it_the_one_vector_is_too_small(trained: Training) -> None:
    assert [row.score.days for row in trained.rows] == [7, 8, 10, 14, 21]
    assert trained.rows[0].score.by_sequence >= 0.95
    assert trained.rows[-1].score.by_sequence < 0.5


@pytest.mark.slow
def test_the_menu_follows_the_equations(trained: Training) -> None:
    network, rng = trained.network, np.random.default_rng(0)
    for _ in range(40):
        weathers, start = rng.integers(2, size=int(rng.integers(1, 12))), int(rng.integers(3))
        assert network.menu(weathers, start).tolist() == by_hand(network, weathers.tolist(), start)[0]


def test_the_steps_are_those_of_the_menu(trained: Training) -> None:
    network, week = trained.network, [RAINY, SUNNY, RAINY, RAINY]
    told = network.explain("rainy,sunny,rainy,rainy")
    menu, handed = by_hand(network, week, 0)
    assert [day.number for day in told.read] == [4, 3, 2, 1]
    np.testing.assert_allclose(told.read[-1].steps[-1].value, handed, atol=1e-5)
    assert [day.dish for day in told.days] == [network.dishes.ids[dish] for dish in menu]
    assert [day.previous for day in told.days[1:]] == [day.dish for day in told.days[:-1]]  # its own last dish
    assert all(step.value[:2].sum() == 0 for day in told.days for step in day.steps if step.name == "weather")


def test_a_file_keeps_it(trained: Training, file: Path) -> None:
    again = Network.load(file)
    assert again.task == "translate"
    week = np.array([RAINY] * 5)
    np.testing.assert_array_equal(again.menu(week, 0), trained.network.menu(week, 0))


def test_what_it_cannot_do(trained: Training) -> None:
    with pytest.raises(DataError, match="cannot go on from day to day"):
        gradient(model=trained.network)
    with pytest.raises(UsageError, match="201 days"):
        trained.network.menu(np.zeros(MOST_DAYS + 1, np.uint8), 0)


def test_the_command_line(cook: Program, file: Path) -> None:
    typed = ("--model", file, "--weather", "rainy,sunny,rainy,rainy,sunny,rainy,rainy")
    kitchen = load("romance")
    menu = [kitchen.dishes.ids[dish] for dish in kitchen.menu(np.array([1, 0, 1, 1, 0, 1, 1]), 0).tolist()]
    assert cook("simulate", *typed, "--format", "menu").lines == menu
    told = cook("simulate", *typed, "--json").json
    assert [day["day"] for day in told["encoder"]] == [*range(7, 0, -1)]
    assert [day["dish"] for day in told["days"]] == menu
    assert "The encoder reads the week, from its last day to its first" in cook("simulate", *typed, "--vectors").out
    assert "encoder" not in cook("simulate", *typed).out  # 64 units are too many to be listed
    assert "the decoder writes" in cook("explain", *typed).out
    assert "the last state 64x1" in cook("diagram", file).out
    for other in ("extract", "compare"):
        assert "cannot go on from day to day" in cook(other, file, *(("romance",) if other == "compare" else ())).err
    assert cook("train", "--task", "translate", "--bidirectional").only_error(2).startswith("--bidirectional: together")


@pytest.mark.slow
@pytest.mark.parametrize("cell", ["simple", "lstm"])
def test_twenty_seeds_learn_a_week(cell: str) -> None:
    """A week wholly right on 95 % of fresh weeks in 18 of 20 seeds."""
    right = [train(task="translate", cell=cell, seed=seed).rows[0].score.by_sequence >= 0.95 for seed in range(20)]
    assert sum(right) >= 18
