"""Text to text: 10 million words in, a menu or JSON lines out, start-up included."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from tests.benchmarks.race import COOK, Runner, environment, program, race, show

WORDS = 10_000_000

AWK = """
BEGIN { OFS = ""; dish = 0; dishes[0] = "potato"; dishes[1] = "crayfish"; dishes[2] = "guobaorou" }
{
    previous = dishes[dish]
    if ($0 == "rainy") dish = (dish + 1) % 3
    else if ($0 != "sunny") { print "line ", NR, ": unknown weather" > "/dev/stderr"; exit 1 }
    LINE
}
"""
AWK_LINES = {
    "menu": "print dishes[dish]",
    "jsonl": r"""print "{\"day\": ", NR, ", \"weather\": \"", $0, "\", \"previous\": \"", previous, """
    r""""\", \"dish\": \"", dishes[dish], "\"}" """,
}
PYTHON = """
import sys
dishes, dish = ["potato", "crayfish", "guobaorou"], 0
with open(sys.argv[1]) as file:
    for day, line in enumerate(file, 1):
        weather, previous = line.rstrip("\\n"), dishes[dish]
        if weather == "rainy":
            dish = (dish + 1) % 3
        elif weather != "sunny":
            sys.exit(f"line {day}: unknown weather")
        sys.stdout.write(LINE)
"""
PYTHON_LINES = {
    "menu": 'dishes[dish] + "\\n"',
    "jsonl": """f'{{"day": {day}, "weather": "{weather}", "previous": "{previous}", "dish": "{dishes[dish]}"}}\\n'""",
}
GOALS = {"menu": "at most 0.5", "jsonl": "at most 0.7"}


def write_words(file: Path, count: int) -> None:
    """Write random weather, a word a line."""
    rng = np.random.default_rng(0)
    lines = np.array([b"sunny\n", b"rainy\n"])
    with file.open("wb") as stream:
        for done in range(0, count, 1 << 20):
            stream.write(lines[rng.integers(0, 2, min(1 << 20, count - done))].tobytes())


def main() -> None:
    """Time it into a file, after making sure that all write the same bytes."""
    with tempfile.TemporaryDirectory() as folder:
        weather, out = Path(folder, "weather.txt"), Path(folder, "out")
        write_words(weather, WORDS)
        for form in ("menu", "jsonl"):
            commands = {
                "cook": [COOK, "simulate", "--from", str(weather), "--format", form],
                "mawk": ["mawk", AWK.replace("LINE", AWK_LINES[form]), str(weather)],
                "a Python loop": [sys.executable, "-c", PYTHON.replace("LINE", PYTHON_LINES[form]), str(weather)],
            }
            absent = [] if shutil.which("mawk") else ["mawk"]
            for name in absent:
                del commands[name]
            digests = {name: _digest(command, out) for name, command in commands.items()}
            assert len({*digests.values()}) == 1, digests
            runners = [Runner(name, program(*command)) for name, command in commands.items()]
            title = f"{WORDS:,} words to {form}, into /dev/null"
            show(title, "cook", race(runners, rounds=5), {"mawk": GOALS[form]}, absent)


def _digest(command: list[str], out: Path) -> str:
    with out.open("wb") as stream:
        subprocess.run(command, stdout=stream, stderr=subprocess.DEVNULL, env=environment(), check=True)
    with out.open("rb") as stream:
        digest = hashlib.file_digest(stream, "md5").hexdigest()
    os.unlink(out)
    return digest
