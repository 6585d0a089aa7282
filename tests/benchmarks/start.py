"""Start-up: what every call of the program pays before it does anything."""

import sys

from tests.benchmarks.race import COOK, Runner, program, race

NUMPY = 'python -c "import numpy"'
GOALS = {"cook, a week as JSON": "at most 1.6 times numpy", "cook, a week as a table": "at most 2.2 times numpy"}


def main() -> None:
    """Time it."""
    runners = [
        Runner(NUMPY, program(sys.executable, "-c", "import numpy")),
        Runner("python -c pass", program(sys.executable, "-c", "pass")),
        Runner("cook --version", program(COOK, "--version")),
        Runner("cook --help", program(COOK, "--help")),
        Runner("cook, a week as JSON", program(COOK, "simulate", "--json")),
        Runner("cook, a week as a table", program(COOK, "simulate")),
    ]
    seconds = race(runners, rounds=21)
    print("\nStart-up\n")
    for name, took in seconds.items():
        print(f"  {name:44}{took:9.3f} s {took / seconds[NUMPY]:6.2f} times numpy  {GOALS.get(name, '')}".rstrip())
