"""Runs the benchmarks: all of them, or those named; --slow for 100 million lines too."""

import argparse
import os
import platform
from pathlib import Path

import numpy as np

from tests.benchmarks import language, learning, memory, seasons, start, texts

NAMES = ("seasons", "texts", "start", "memory", "learning", "language")


def main() -> None:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="|".join(NAMES), help="what to time; all where none is named")
    parser.add_argument("--slow", action="store_true", help="peak memory of 100 million lines too")
    typed = parser.parse_args()
    if unknown := [name for name in typed.names if name not in NAMES]:
        parser.error(f"no benchmark {unknown[0]!r}; there are {', '.join(NAMES)}")
    names = typed.names or NAMES
    print(f"{_processor()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}, ", end="")
    print(f"numpy {np.__version__}; medians of runs that took turns")
    if "seasons" in names:
        seasons.main()
    if "texts" in names:
        texts.main()
    if "start" in names:
        start.main()
    if "memory" in names:
        memory.main(slow=typed.slow)
    if "learning" in names:
        learning.main()
    if "language" in names:
        language.main()


def _processor() -> str:
    """Return what the processor is called, where the system says."""
    about = Path("/proc/cpuinfo")
    lines = about.read_text().splitlines() if about.exists() else []
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())


if __name__ == "__main__":
    main()
