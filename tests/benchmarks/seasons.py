"""In process: 64 million days, weather codes in and dish codes out."""

import ctypes
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cooking_rnn.fast.season import FastSeason
from cooking_rnn.kitchen.check import rule_table
from cooking_rnn.kitchen.toml import load
from tests.benchmarks.race import Runner, race, show

Codes = NDArray[np.uint8]

DAYS = 64_000_000
SHARE = 1 / 16  # of them for the loop in Python
SEASON, LOOP, COMPILED, CUMSUM, COPY = "season", "a Python loop", "a C loop, cc -O3", "numpy.cumsum % 3", "a copy"

C_LOOP = """
#include <stdint.h>
void season(const uint8_t *table, const uint8_t *weather, uint8_t *menu, long days, long dishes, uint8_t dish)
{
    for (long day = 0; day < days; day++)
        menu[day] = dish = table[weather[day] * dishes + dish];
}
"""


def compiled(folder: Path) -> Callable[[Codes, Codes], Codes] | None:
    """Return the C loop over (table, weathers), or None where there is no C compiler."""
    if shutil.which("cc") is None:
        return None
    source, library = folder / "season.c", folder / "season.so"
    source.write_text(C_LOOP)
    subprocess.run(["cc", "-O3", "-shared", "-fPIC", "-o", str(library), str(source)], check=True)
    loop = ctypes.CDLL(str(library)).season
    loop.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_long, ctypes.c_long, ctypes.c_uint8]

    def season(table: Codes, weathers: Codes) -> Codes:
        menu = np.empty(len(weathers), np.uint8)
        loop(table.ctypes.data, weathers.ctypes.data, menu.ctypes.data, len(weathers), table.shape[1], 0)
        return menu

    return season


def looped(table: Codes, weathers: Codes) -> Codes:
    """Return what a loop in Python over the table cooks."""
    rows, dish, menu = table.tolist(), 0, []
    for weather in weathers.tolist():
        dish = rows[weather][dish]
        menu.append(dish)
    return np.array(menu, np.uint8)


def main() -> None:
    """Time the story's kitchen and larger ones."""
    rng = np.random.default_rng(0)
    with tempfile.TemporaryDirectory() as folder:
        c_loop = compiled(Path(folder))
        goal = {LOOP: "at most 1/25 = 0.04", COMPILED: "at most 1"}
        _race("romance: 3 dishes, 2 weathers", rule_table(load("romance")), c_loop, goal, cumsum=True)
        table = rng.integers(0, 5, (3, 5), dtype=np.uint8)
        _race("5 dishes, 3 weathers, any dish after any", table, c_loop, {LOOP: "at most 1/10 = 0.1"})
        table = rng.integers(0, 40, (10, 40), dtype=np.uint8)
        _race("40 dishes, 10 weathers, any dish after any", table, c_loop, {LOOP: "at most 1/4 = 0.25"})
        table = np.array([rng.permutation(40) for _ in range(10)], np.uint8)
        title = "40 dishes, 10 weathers, every weather a random permutation: the worst kitchen"
        _race(title, table, c_loop, {LOOP: "at most 1/4 = 0.25"})


def _race(
    title: str,
    table: Codes,
    c_loop: Callable[[Codes, Codes], Codes] | None,
    goals: dict[str, str],
    *,
    cumsum: bool = False,
) -> None:
    weathers = np.random.default_rng(1).integers(0, len(table), DAYS, dtype=np.uint8)  # (days,)
    some = weathers[: int(DAYS * SHARE)]
    season = FastSeason(table)
    assert np.array_equal(season(some, 0), looped(table, some))
    runners = [Runner(SEASON, lambda: season(weathers, 0)), Runner(LOOP, lambda: looped(table, some), SHARE)]
    if c_loop is not None:
        assert np.array_equal(season(weathers, 0), c_loop(table, weathers))
        runners.append(Runner(COMPILED, lambda: c_loop(table, weathers)))
    if cumsum:
        runners.append(Runner(CUMSUM, lambda: np.cumsum(weathers, dtype=np.uint32) % 3))
    runners.append(Runner(COPY, weathers.copy))
    absent = [COMPILED] if c_loop is None else []
    show(f"{title}; {DAYS:,} days", SEASON, race(runners, rounds=7), goals, absent)
