"""Peak memory of a stream, which must not grow with its length."""

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.race import COOK, environment
from tests.benchmarks.texts import write_rows, write_words

MOST = 150  # MB


def main(*, slow: bool) -> None:
    """Measure it, for 100 million lines too if `slow`."""
    print(f"\nPeak memory, in MB; goal: under {MOST}, the same for any length\n")
    with tempfile.TemporaryDirectory() as folder:
        weather = Path(folder, "weather.txt")
        for count in (1_000_000, 10_000_000, 100_000_000)[: 3 if slow else 2]:
            write_words(weather, count)
            for form in ("menu", "csv", "jsonl"):
                megabytes = peak(COOK, "simulate", "--from", str(weather), "--format", form)
                print(f"  {count:12,} words to {form:6}{megabytes:6.0f}")
        for count in (300_000, 3_000_000):
            write_rows(weather, count)
            megabytes = peak(COOK, "simulate", "--from", str(weather), "--format", "csv")
            print(f"  {count:12,} rows to csv   {megabytes:6.0f}")


def peak(*command: str) -> float:
    """The largest resident size of a program, in MB.

    A small process of its own starts it: Linux counts in a program's peak what its parent held when it was started,
    and a test runner holds more than the program may.
    """
    done = subprocess.run(
        [sys.executable, "-S", "-c", _MEASURE, *command], check=True, stdout=subprocess.PIPE, env=environment()
    )
    return int(done.stdout) / 1024


_MEASURE = """
import os, sys
null = os.open(os.devnull, os.O_RDWR)
to_null = [(os.POSIX_SPAWN_DUP2, null, 1), (os.POSIX_SPAWN_DUP2, null, 2)]
pid = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=to_null)
_, status, usage = os.wait4(pid, 0)
print(usage.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))
"""
