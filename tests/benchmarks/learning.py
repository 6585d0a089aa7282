"""Studies: how reliably networks learn kitchens, for how long they are right after, and how fast a step is.

Every network is trained by the program's own loop with its defaults; what is counted is the network as it was
left, on fresh weather. All rows of a study are trained in turn, on one core.
"""

import time
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cooking_rnn.errors import DataError
from cooking_rnn.insight.extraction import extract, found_kitchen
from cooking_rnn.names import Name, Names
from cooking_rnn.network.encoding import encode, with_day_0
from cooking_rnn.network.model import Architecture, initial, loss_and_gradient
from cooking_rnn.network.network import Network
from cooking_rnn.training.adam import Adam, clip
from cooking_rnn.training.loop import Settings, keep_memory, train
from cooking_rnn.training.report import report_fill
from cooking_rnn.training.score import probabilities, score_next
from cooking_rnn.training.tasks import SPELLS, KitchenSeasons, next_batch
from tests.benchmarks.race import Runner, race

Table = NDArray[Any]

ROMANCE = np.array([[0, 1, 2], [1, 2, 0]])
CYCLE_OF_5 = np.array([[(dish + move) % 5 for dish in range(5)] for move in (-1, 0, 1)])


@dataclass(frozen=True)
class Study:
    """Networks of one kind, a kitchen each."""

    name: str
    cell: str
    hidden: int
    tables: tuple[Table, ...]  # one a network; its place is the seed
    days: int  # of the 100 sequences on which every day must be right
    goal: str
    steps: int = 6000


def random_tables() -> tuple[Table, ...]:
    """Return the tables of 20 random kitchens of 2 to 6 dishes and 2 to 4 weathers."""
    rng = np.random.default_rng(2026)
    sizes = [(rng.integers(2, 5), rng.integers(2, 7)) for _ in range(20)]
    return tuple(rng.integers(0, n, (m, n)) for m, n in sizes)


STUDIES = (
    Study("romance", "simple", 16, (ROMANCE,) * 100, 10_000, "100 of 100, each in under 1.5 s"),
    Study("romance", "lstm", 16, (ROMANCE,) * 20, 10_000, "20 of 20, each in under 10 s"),
    Study("cycle of 5", "simple", 32, (CYCLE_OF_5,) * 20, 500, "20 of 20, each in under 5 s"),
    Study("cycle of 5", "lstm", 16, (CYCLE_OF_5,) * 20, 500, "20 of 20, each in under 10 s"),
    Study("random kitchens", "simple", 32, random_tables(), 500, "18 of 20, each in under 60 s", 12_000),
)


def main() -> None:
    """Run all studies."""
    keep_memory()  # as `cook train` does; torch has of it too
    print("\nLearning: every day right on 100 sequences\n")
    print(f"  {'':28}{'days':>7}{'right':>12}{'extracted':>11}{'s, median':>11}{'s, most':>9}  goal", flush=True)
    for study in STUDIES:
        _run(study)
    _fill()
    _speed()


def _run(study: Study) -> None:
    right, extracted, seconds, last = 0, 0, [], []
    for seed, table in enumerate(study.tables):
        m, n = table.shape
        architecture = Architecture(study.cell, m + n, n, study.hidden)
        seasons, begun = KitchenSeasons(table), time.perf_counter()
        for progress in train(
            architecture, KitchenSeasons(table, True, SPELLS), Settings(steps=study.steps, seed=seed)
        ):
            flat = progress.best
        seconds.append(time.perf_counter() - begun)
        rng = np.random.default_rng([seed, 10])
        right += score_next(architecture, flat, seasons, study.days, 100, rng).by_sequence == 1
        if seed < 20:
            extracted += _is_extracted(_model(architecture, flat, table), table)
        if table is CYCLE_OF_5:
            last.append(_last_position(architecture, flat, seasons, rng))
    count = len(study.tables)
    name = f"{study.name}, {study.cell} {study.hidden}"
    print(
        f"  {name:28}{study.days:7,}{f'{right} of {count}':>12}{f'{extracted} of {min(count, 20)}':>11}"
        f"{median(seconds):11.2f}{max(seconds):9.2f}  {study.goal}",
        flush=True,
    )
    if last:
        share = f"mean {np.mean(last):.5f}, least {min(last):.5f}"
        print(f"    the last position only, lengths 41 to 500, as Delétang et al. (2023) score: {share}", flush=True)


def _model(architecture: Architecture, flat: Table, table: Table) -> Network:
    m, n = table.shape
    dishes = Names("dish", [Name(f"dish{code}") for code in range(n)])
    weathers = Names("weather", [Name(f"weather{code}") for code in range(m)])
    return Network(architecture, flat, "next", "study", 0, dishes, weathers, {})


def _is_extracted(model: Network, taught: Table) -> bool:
    """Return whether the kitchen found in a network is the one that it was taught."""
    try:
        return extract(model).kitchen == found_kitchen(taught, model)
    except DataError:  # more states than can be walked
        return False


def _last_position(architecture: Architecture, flat: Table, seasons: KitchenSeasons, rng: np.random.Generator) -> float:
    """Return how often the last day is right, over all lengths from 41 to 500: a length's last day is a day of 500."""
    weathers, dishes = seasons(500, 500, rng)
    outputs = architecture.outputs
    inputs = encode(*with_day_0(weathers, dishes[0]), (architecture.inputs - outputs, outputs))
    told = np.concatenate([piece.argmax(axis=1) for piece in probabilities(architecture, flat, inputs)])
    return float((told == dishes)[41:].mean())


def _fill() -> None:
    print("\nFilling blanks, romance, 1000 steps: right (ceiling)\n", flush=True)
    for bidirectional in (False, True):
        for cell in ("simple", "lstm"):
            architecture = Architecture(cell, 5, 3, 16, 1, bidirectional)
            seasons, begun = KitchenSeasons(ROMANCE), time.perf_counter()
            for progress in train(architecture, seasons, Settings("fill", steps=1000)):
                flat = progress.best
            took = time.perf_counter() - begun
            rows = report_fill(architecture, flat, seasons, ROMANCE, 40, np.random.default_rng(1))
            told = "  ".join(f"{row.what} {row.score.by_day:.3f} ({row.ceiling})" for row in rows)
            print(f"  {cell:7}{'both ways' if bidirectional else 'one way':10}{told}  {took:.1f} s", flush=True)


def _speed() -> None:
    """Time training steps beside torch's: the same network, batch and length, on one thread."""
    rng = np.random.default_rng(0)
    batch = next_batch(*KitchenSeasons(ROMANCE)(40, 64, rng), (2, 3))
    print("\nTraining steps a second: hidden 16, batch 64, 40 days, one thread\n", flush=True)
    for cell, goal in (("simple", "2.5 times torch"), ("lstm", "1.5 times torch")):
        runners = [Runner("cook", _our_steps(cell, batch))]
        if find_spec("torch"):
            runners.append(Runner("torch", _torch_steps(cell, batch)))
        seconds = race(runners, rounds=7)
        told = ", ".join(f"{name} {_STEPS / took:.0f}" for name, took in seconds.items())
        ratio = (
            f", ratio {seconds['torch'] / seconds['cook']:.2f}" if "torch" in seconds else ", torch is not installed"
        )
        print(f"  {cell:7}{told}{ratio}   goal: {goal}", flush=True)


_STEPS = 50


def _our_steps(cell: str, batch: Any) -> Any:
    architecture = Architecture(cell, 5, 3, 16)
    flat, adam = initial(architecture, np.random.default_rng(0)), Adam()

    def run() -> None:
        for _ in range(_STEPS):
            _, gradient = loss_and_gradient(architecture, flat, *batch)
            clip(gradient, 1.0)
            adam.move(flat, gradient, 0.001)

    return run


def _torch_steps(cell: str, batch: Any) -> Any:
    torch: Any = import_module("torch")

    torch.set_num_threads(1)
    network = (torch.nn.RNN(5, 16, bias=False) if cell == "simple" else torch.nn.LSTM(5, 16)).float()
    readout = torch.nn.Linear(16, 3, bias=False)
    parameters = [*network.parameters(), *readout.parameters()]
    optimiser = torch.optim.Adam(parameters, lr=0.001)
    inputs = torch.from_numpy(np.ascontiguousarray(batch.inputs.transpose(0, 2, 1)))
    targets = torch.from_numpy(batch.targets[1:].reshape(-1))

    def run() -> None:
        for _ in range(_STEPS):
            optimiser.zero_grad()
            scores = readout(network(inputs)[0])[1:].reshape(-1, 3)
            torch.nn.functional.cross_entropy(scores, targets).backward()
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            optimiser.step()

    return run
