"""Text to text: 10 million words or a million dated rows in, a menu or JSON lines out, start-up included."""

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
ROWS = 1_000_000

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
C = r"""
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv) {
    static const char *dishes[] = {"potato\n", "crayfish\n", "guobaorou\n"};
    static char line[1 << 16];
    int dish = 0;
    FILE *file = fopen(argv[1], "r");
    while (fgets(line, sizeof line, file)) {
        if (!strcmp(line, "rainy\n")) dish = (dish + 1) % 3;
        else if (strcmp(line, "sunny\n")) return 1;
        fputs(dishes[dish], stdout);
    }
    return 0;
}
"""
READ_CSV = "import csv, sys\nfor row in csv.reader(open(sys.argv[1])):\n    row[0], row[1]"
GOALS = {
    "menu": {"mawk": "at most 0.5", "C, 15 lines, -O2": "at most 1.5"},
    "jsonl": {"mawk": "at most 0.7"},
}


def write_words(file: Path, count: int) -> None:
    """Write random weather, a word a line."""
    rng = np.random.default_rng(0)
    lines = np.array([b"sunny\n", b"rainy\n"])
    with file.open("wb") as stream:
        for done in range(0, count, 1 << 20):
            stream.write(lines[rng.integers(0, 2, min(1 << 20, count - done))].tobytes())


def write_rows(file: Path, count: int) -> None:
    """Write a dated table of random rain, a day a row, from the year 1000 on."""
    rng = np.random.default_rng(0)
    with file.open("w") as stream:
        stream.write("date,rain (mm)\n")
        for done in range(0, count, 1 << 14):
            days = min(1 << 14, count - done)
            dates = np.datetime_as_string(np.datetime64("1000-01-01") + np.arange(done, done + days))
            amounts = rng.integers(0, 300, days) / 10 * (rng.random(days) < 0.5)
            rows = zip(dates.tolist(), amounts.tolist(), strict=True)
            stream.writelines(f"{day},{amount:.1f}\n" for day, amount in rows)


def compiled(folder: str) -> str | None:
    """Return the C program, compiled; None where there is no compiler."""
    if not (compiler := shutil.which("cc")):
        return None
    program = str(Path(folder, "menu"))
    subprocess.run([compiler, "-O2", "-x", "c", "-", "-o", program], input=C.encode(), check=True)
    return program


def main() -> None:
    """Time it into a file, after making sure that all write the same bytes."""
    with tempfile.TemporaryDirectory() as folder:
        weather, out = Path(folder, "weather.txt"), Path(folder, "out")
        write_words(weather, WORDS)
        in_c = compiled(folder)
        for form in ("menu", "jsonl"):
            commands = {
                "cook": [COOK, "simulate", "--from", str(weather), "--format", form],
                "mawk": ["mawk", AWK.replace("LINE", AWK_LINES[form]), str(weather)],
                "a Python loop": [sys.executable, "-c", PYTHON.replace("LINE", PYTHON_LINES[form]), str(weather)],
            }
            if form == "menu":
                commands["C, 15 lines, -O2"] = [in_c or "", str(weather)]
            absent = [name for name, command in commands.items() if not shutil.which(command[0])]
            for name in absent:
                del commands[name]
            digests = {name: _digest(command, out) for name, command in commands.items()}
            assert len({*digests.values()}) == 1, digests
            runners = [Runner(name, program(*command)) for name, command in commands.items()]
            title = f"{WORDS:,} words to {form}, into /dev/null"
            show(title, "cook", race(runners, rounds=5), GOALS[form], absent)
        table = Path(folder, "weather.csv")
        write_rows(table, ROWS)
        runners = [
            Runner("cook", program(COOK, "simulate", "--from", str(table), "--format", "menu")),
            Runner("the csv module, reading", program(sys.executable, "-c", READ_CSV, str(table))),
        ]
        title = f"{ROWS:,} dated rows of CSV to menu, into /dev/null"
        show(title, "cook", race(runners, rounds=5), {"the csv module, reading": "at most 3"})


def _digest(command: list[str], out: Path) -> str:
    with out.open("wb") as stream:
        subprocess.run(command, stdout=stream, stderr=subprocess.DEVNULL, env=environment(), check=True)
    with out.open("rb") as stream:
        digest = hashlib.file_digest(stream, "md5").hexdigest()
    os.unlink(out)
    return digest
