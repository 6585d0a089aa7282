"""Things that do the same job, timed in turns, so that a busy machine is unfair to none of them."""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median
from typing import IO


@dataclass(frozen=True)
class Runner:
    """One of those in a race; `share` is the part of the job that it does, where all of it would take too long."""

    name: str
    run: Callable[[], object]
    share: float = 1.0


def race(runners: Sequence[Runner], rounds: int) -> dict[str, float]:
    """Return each one's median seconds for the whole job, after a round that does not count."""
    seconds: dict[str, list[float]] = {runner.name: [] for runner in runners}
    for number in range(rounds + 1):
        for runner in runners:
            start = time.perf_counter()
            runner.run()
            if number:
                seconds[runner.name].append((time.perf_counter() - start) / runner.share)
    return {name: median(times) for name, times in seconds.items()}


def show(
    title: str, ours: str, seconds: Mapping[str, float], goals: Mapping[str, str], absent: Sequence[str] = ()
) -> None:
    """Print how long each took, and the ratio of `ours` to it, beside the goal."""
    print(f"\n{title}\n")
    print(f"  {'':44}{'seconds':>9}  {'ours : it':>9}  goal")
    for name, took in seconds.items():
        ratio = f"{seconds[ours] / took:9.3f}" if name != ours else " " * 9
        print(f"  {name:44}{took:9.3f}  {ratio}  {goals.get(name, '')}".rstrip())
    for name in absent:
        print(f"  {name:44}{'not installed':>9}")
    sys.stdout.flush()


COOK = str(Path(sys.executable).with_name("cook"))


@cache
def environment() -> dict[str, str]:
    """Return that of a program which is installed: what it imports is compiled once, and its output buffered."""
    folder = tempfile.mkdtemp(prefix="cook-pycache-")
    atexit.register(shutil.rmtree, folder)
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    return kept | {"PYTHONPYCACHEPREFIX": folder, "LC_ALL": "C.UTF-8"}


def program(*command: str, stdout: IO[bytes] | int = subprocess.DEVNULL) -> Callable[[], None]:
    """Return a function that runs a program to its end."""

    def run() -> None:
        subprocess.run(command, stdout=stdout, stderr=subprocess.DEVNULL, env=environment(), check=True)

    return run
