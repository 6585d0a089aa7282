"""SIGINT, SIGTERM and SIGHUP while files are written: the old file or the new one, no other, and the exit code."""

import os
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.models import random_model


def left_behind(folder: Path, trials: int, *loaded: str) -> str:
    """Return what is wrong after so many trials of each command with each signal; the seed is in it."""
    model = random_model()
    replace(model, flat=np.zeros_like(model.flat)).save(folder / "cook.npz")  # whose states are soon found
    seed = str(random.randrange(1 << 32))
    command = [sys.executable, "-m", "tests.cli.kills", str(folder), str(trials), seed, *loaded]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=dict(os.environ))
    return f"seed {seed}: {done.stdout}{done.stderr}" if done.returncode or done.stdout else ""


@pytest.mark.slow
def test_a_few_signals_leave_nothing_behind(tmp_path: Path) -> None:
    assert left_behind(tmp_path, 2, "loaded") == ""


@pytest.mark.slow
@pytest.mark.parametrize(("trials", "loaded"), [(15, ["loaded"]), (4, [])])  # the second meets imports too
def test_signals_leave_nothing_behind(tmp_path: Path, trials: int, loaded: list[str]) -> None:
    assert left_behind(tmp_path, trials, *loaded) == ""
