"""Peak memory of a stream, which must not grow with its length."""

import os
import subprocess
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
    """Return the largest resident size of a program, in MB."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment())
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return usage.ru_maxrss / 1024
