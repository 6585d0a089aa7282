"""How fast a training step is, beside torch's; how reliably networks learn is what `cook study` says."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np

from cooking_rnn.network.model import Architecture, initial, loss_and_gradient
from cooking_rnn.training import loop
from cooking_rnn.training.adam import Adam, clip
from cooking_rnn.training.tasks import SPELLS, KitchenSeasons, next_batch
from tests.benchmarks.race import Runner, race

ROMANCE = np.array([[0, 1, 2], [1, 2, 0]])


def main() -> None:
    """Time training steps beside torch's: the same network, batch and length, on one thread; and as `train` takes them.

    A step of `train` also draws its seasons and the noise; torch's does neither.
    """
    loop.keep_memory()  # as `cook train` does; torch has of it too
    rng = np.random.default_rng(0)
    batch = next_batch(*KitchenSeasons(ROMANCE)(40, 64, rng), (2, 3))
    print("\nTraining steps a second: hidden 16, batch 64, 40 days, one thread\n", flush=True)
    for cell, goal in (("simple", "2.5 times torch"), ("lstm", "1.5 times torch")):
        runners = [Runner("cook", _our_steps(cell, batch))]
        if find_spec("torch"):
            runners.append(Runner("torch", _torch_steps(cell, batch)))
        runners.append(Runner("cook train", _steps_of_train(cell)))
        seconds = race(runners, rounds=7)
        told = ", ".join(f"{name} {_STEPS / took:.0f}" for name, took in seconds.items())
        if "torch" in seconds:
            bare, whole = (seconds["torch"] / seconds[name] for name in ("cook", "cook train"))
            told += f", ratios {bare:.2f} and {whole:.2f}"
        else:
            told += ", torch is not installed"
        print(f"  {cell:7}{told}   goal: {goal}", flush=True)


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


def _steps_of_train(cell: str) -> Any:
    """Return steps on seasons of 40 days, as `train` takes them once it has mastered them; no check ends them."""
    loop.CHECKS = ((1, 2.0, False),)  # nobody is so sure
    settings = loop.Settings(steps=loop.LARGEST["steps"])
    steps = loop.train(Architecture(cell, 5, 3, 16), KitchenSeasons(ROMANCE, spells=SPELLS), settings)
    while next(steps).length < settings.length:
        pass

    def run() -> None:
        for _ in range(_STEPS):
            next(steps)

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
