"""Hostile input for as long as it is told: `python -m tests.fuzz --seconds 60 --seed 1`.

A small grammar of arguments over all commands, on files that were whole and were then broken. Each run is a fork of
this process, so that ten or more a second are tried. It prints what it ran and what it found; exit code 1 where a
promise was broken: a traceback, a second line, a hang of 10 seconds, a gigabyte, JSON that is none.
"""

import argparse
import json
import os
import random
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
import warnings
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from typer.main import get_command

from cooking_rnn.cli import app
from cooking_rnn.cli.help import COMMANDS
from cooking_rnn.kitchen.builtin import FOLDER
from cooking_rnn.kitchen.toml import load
from cooking_rnn.network.model import Architecture, initial
from cooking_rnn.network.network import Network

SECONDS, MEMORY = 10, 1 << 30  # of a run, at most: of the processor's time, which others do not take
LONGEST_LINE = 400  # characters of a line on standard error

_WORDS = [
    "sunny",
    "rainy",
    "potato",
    "crayfish",
    "",
    "?",
    "晴天",
    "sunny,rainy",
    "a\nb",
    "\x1b[31m",
    "\u202e",
    "\udcff",
    "-1",
    "x" * 5000,
]
_NUMBERS = ["0", "1", "2", "7", "40", "-1", "1.5", "nan", "inf", "1e308", "9223372036854775807", "9" * 4301, "", "ten"]
_LISTS = ["1,2,3", "0", "inf", "0.5,1", ",", "1e300", "-1", "1,1", "9" * 50]
_HOSTILE = [
    b"\0",
    b"\xff",
    b"\r",
    b"\n\n",
    b",",
    b'"',
    b"{",
    b"]",
    b"9" * 400,
    b"nan",
    b"\xe2\x80\xae",
    b"=",
    b"1e999",
    b"\x1b[2J",
]


@dataclass
class Found:
    """What was found, with an example each."""

    runs: int = 0
    codes: Counter[int] = None  # type: ignore[assignment]
    faults: Counter[str] = None  # type: ignore[assignment]

    def __post_init__(self) -> None:
        self.codes, self.faults = Counter(), Counter()


def seeds(folder: Path) -> list[Path]:
    """Write whole files of each kind, and return them."""
    for path in FOLDER.glob("*.toml"):
        shutil.copy(path, folder / path.name)
    days = "".join(f"2024-01-{day:02},{'sunny' if day % 3 else 'rainy'},{day % 5}.{day}\n" for day in range(1, 29))
    (folder / "days.csv").write_text("date,sky,rain (mm)\n" + days)
    (folder / "words.txt").write_text("sunny\nrainy\n" * 20)
    (folder / "days.json").write_text(json.dumps([{"date": "2024-01-01", "weather": "sunny"}] * 3))
    diary = "".join(f"{day},{'sunny' if day % 2 else 'rainy'},potato,potato\n" for day in range(1, 40))
    (folder / "diary.csv").write_text(
        "day,weather,previous,dish\n" + diary.replace("\n5,rainy,potato,potato", "\n5,,,")
    )
    kitchen = load("romance")
    for cell, task, both in (("simple", "next", False), ("lstm", "next", False), ("simple", "fill", True)):
        made = Architecture(cell, 5, 3, 4, 1, both)
        flat = initial(made, np.random.default_rng(0))
        about: dict[str, Any] = {"length": 40, "rules": [[0, 1, 2], [1, 2, 0]]}
        network = Network(made, flat, task, "romance", 0, kitchen.dishes, kitchen.weathers, about)
        network.save(folder / f"{cell}-{task}.npz")
    return sorted(folder.iterdir())


def broken(data: bytes, chance: random.Random) -> bytes:
    """Return a file with a few bytes changed, lost, doubled or put in."""
    for _ in range(chance.choice([0, 1, 1, 2, 5])):
        place = chance.randrange(len(data) + 1)
        kind = chance.randrange(4)
        if kind == 0:
            data = data[:place] + chance.choice(_HOSTILE) + data[place:]
        elif kind == 1:
            data = data[:place] + data[place + chance.randrange(1, 40) :]
        elif kind == 2:
            data = data[:place] + bytes([chance.randrange(256)]) + data[place + 1 :]
        else:
            lines = data.split(b"\n")
            line = chance.randrange(len(lines))
            data = b"\n".join([*lines[:line], *lines[line : line + 1] * chance.choice([0, 2, 50]), *lines[line + 1 :]])
    return data


def arguments(chance: random.Random, files: list[str]) -> list[str]:
    """Return a command line: a command, and some of its parameters with values of their kind or of another."""
    words = [chance.choice(list(COMMANDS))]
    command: Any = get_command(app).get_command(None, words[0])  # type: ignore[attr-defined]
    if hasattr(command, "list_commands"):
        words.append(chance.choice(command.list_commands(None)))
        command = command.get_command(None, words[-1])
    for parameter in command.params:
        if parameter.param_type_name == "argument" and chance.random() < 0.85:
            words.append(_value(parameter, chance, files))
        elif parameter.param_type_name == "option" and chance.random() < 2.5 / len(command.params):
            words.append(chance.choice(parameter.opts))
            words += [] if parameter.is_flag else [_value(parameter, chance, files)]
    if words[0] in ("train", "study", "language") and "--steps" not in words:  # or a run would be a training
        words += ["--steps", "3"]
    if words[0] == "study":  # which trains and scores each of its networks
        words = ["2" if word in ("7", "40") else word for word in words if word != "--bidirectional"]
        words += [] if "--seeds" in words else ["--seeds", "1"]
        words += [] if "--length" in words else ["--length", "4"]
    if words[0] == "soften" and "--seasons" not in words:
        words += ["--seasons", "3"]
    return words


def _value(parameter: Any, chance: random.Random, files: list[str]) -> str:
    about = str(parameter.metavar or "")
    if chance.random() < 0.1:
        return chance.choice([*_WORDS, *_NUMBERS, *files])
    if "|" in about and "FILE" not in about:
        return chance.choice(about.split("|"))
    if "FILE" in about or "COOK" in about or "MODEL" in about or "DIARY" in about or parameter.name == "output":
        endings = [end for end in (".toml", ".npz", ".csv", ".svg", ".html") if end in about]
        fitting = [name for name in files if not endings or name.endswith(tuple(endings))]
        new = [f"new{end}" for end in endings]
        return chance.choice([*fitting, *new, "romance", "cycle5", "nosuch", "-", "/dev/zero", "/dev/null"])
    kind = str(getattr(parameter.type, "name", "")).lower()
    if kind.startswith(("int", "float")):
        return chance.choice(_NUMBERS)
    return chance.choice(_LISTS if "," in about and about[:1] in "GNR" else _WORDS)


def run(words: list[str], folder: Path, log: Path) -> tuple[int, float, int]:
    """Run the program in a fork; return its exit code (negative: a signal), its seconds and its bytes."""
    pid = os.fork()
    if not pid:
        _child(words, folder, log)
    _, status, used = os.wait4(pid, 0)
    code = -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
    return code, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024


def _child(words: list[str], folder: Path, log: Path) -> None:
    os.chdir(folder)
    for number, name in ((0, os.devnull), (1, str(log / "out")), (2, str(log / "err"))):
        flags = os.O_RDONLY if not number else os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        os.dup2(os.open(name, flags), number)
    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 30, 1 << 30))
    resource.setrlimit(resource.RLIMIT_CPU, (2 * SECONDS, 2 * SECONDS))
    signal.alarm(20 * SECONDS)  # for one that only waits
    warnings.simplefilter("error")
    sys.argv = ["cook", *words]
    try:
        from cooking_rnn.__main__ import main

        main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0
    except BaseException:
        import traceback

        traceback.print_exc()
        code = 99
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def faults(words: list[str], log: Path, code: int, seconds: float, memory: int) -> list[str]:
    """Return the promises that a run broke."""
    err = (log / "err").read_bytes().decode(errors="replace")
    found = []
    if "Traceback" in err:
        found.append("traceback " + err.strip().splitlines()[-1][:120])
    elif code not in (0, 1, 2):
        found.append(f"exit code {code}")
    lines = err.split("\n")[:-1] if err else []
    if any(not line.startswith("cook: ") for line in lines) and "Traceback" not in err:
        found.append("a line that is not cook's")
    if any(len(line) > LONGEST_LINE for line in lines):
        found.append("a line that is too long")
    if re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e]", err):
        found.append("a control character")
    errors = sum(line.startswith("cook: error: ") for line in lines)
    if errors != (code in (1, 2)) and not (code == 1 and words[0] in ("compare", "extract")):
        found.append(f"{errors} errors with exit code {code}")
    if seconds > SECONDS:
        found.append("slow")
    if memory > MEMORY:
        found.append("a gigabyte")
    if code == 0 and ("--json" in words or "json" in words):
        found += _no_json((log / "out").read_bytes())
    return found


def _no_json(data: bytes) -> list[str]:
    try:
        if data and len(data) < 50_000_000:
            json.loads(data, parse_constant=lambda word: 1 / 0)
    except (ValueError, ZeroDivisionError):
        return ["not JSON"]
    return []


def main() -> int:
    """Try for as long as it is told, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    asked = parser.parse_args()
    print(f"seed {asked.seed}", flush=True)
    chance, found, ends = random.Random(asked.seed), Found(), time.monotonic() + asked.seconds
    os.environ.update(LC_ALL="C.UTF-8", COLUMNS="80")
    with tempfile.TemporaryDirectory() as place:
        whole, work, log = (Path(place) / name for name in ("whole", "work", "log"))
        for folder in (whole, work, log):
            folder.mkdir()
        files = {path.name: path.read_bytes() for path in seeds(whole)}
        while time.monotonic() < ends:
            shutil.rmtree(work)
            work.mkdir()
            for name, data in files.items():
                (work / name).write_bytes(broken(data, chance) if chance.random() < 0.5 else data)
            for _ in range(5):
                words = arguments(chance, list(files))
                if any("\0" in word for word in words):
                    continue
                code, seconds, memory = run(words, work, log)
                found.runs += 1
                found.codes[code] += 1
                for fault in faults(words, log, code, seconds, memory):
                    found.faults[fault] += 1
                    if found.faults[fault] == 1:
                        shown = " ".join(map(repr, words))[:300].encode(errors="backslashreplace").decode()
                        print(f"{fault}\n  cook {shown}\n  {seconds:.1f} s, {memory >> 20} MB, exit {code}", flush=True)
    print(f"{found.runs} runs; exit codes {dict(sorted(found.codes.items()))}; faults {dict(found.faults)}")
    return bool(found.faults)


if __name__ == "__main__":
    sys.exit(main())
