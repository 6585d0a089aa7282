"""Signals at chosen moments: `python -m tests.cli.kills FOLDER TRIALS SEED` prints what was left behind in FOLDER.

A command is ended at the n-th thing that it asks of the system or the importer (an audit event): while it imports,
reads, writes and renames. Each run is a fork of this process; with "loaded" after them, of one that has imported all.
The folder has a network, cook.npz.
"""

import json
import os
import random
import signal
import sys
import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

from cooking_rnn.__main__ import main as cook

SIGNALS = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129}
NEVER = 1 << 60
COMMANDS = {  # what each writes, and the command
    "new.npz": "train --length 3 --steps 20 --hidden 3 --batch 4 --output new.npz",
    "new.svg": "simulate --weather rainy,sunny --save new.svg",
    "new.html": "explain --weather rainy --save new.html",
    "new.toml": "kitchen new new.toml",
    "found.toml": "extract ../cook.npz --output found.toml",
    "out": "simulate --json",
}


def run(command: str, number: int, moment: int, folder: Path) -> tuple[int, int]:
    """Run a command in a fork, in a folder, and send it a signal at a moment; return its exit code and all moments."""
    told, tell = os.pipe()
    pid = os.fork()
    if not pid:
        os.chdir(folder)
        for stream, name in ((1, "out"), (2, "err")):
            os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), stream)
        seen = 0

        def count(event: str, _: Any) -> None:
            nonlocal seen
            seen += 1
            if seen == moment:
                os.kill(os.getpid(), number)

        sys.argv = ["cook", *command.split()]
        sys.addaudithook(count)
        code: Any = 99
        try:
            cook()
        except SystemExit as end:
            code = end.code
        finally:
            os.write(tell, str(seen).encode())
            os._exit(code)
    os.close(tell)
    with os.fdopen(told) as pipe:
        moments = pipe.read()
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), int(moments or 0)


def faults(name: str, number: int, code: int, folder: Path, old: bytes | None, whole: bytes) -> Iterator[str]:
    """Yield what a run that was ended has left behind that it should not."""
    error = (folder / "err").read_text()
    if code != SIGNALS[signal.Signals(number)]:
        yield f"exit code {code}: {error[-300:]}"
    if "Traceback" in error or "error" in error:
        yield error[-300:]
    if more := {path.name for path in folder.iterdir()} - {"out", "err", name}:
        yield f"left behind: {more}"
    data = (folder / name).read_bytes() if (folder / name).exists() else None
    if data in (old, whole) or (name == "out" and not data):
        return
    try:
        if not (name == "new.npz" and number == signal.SIGINT):  # Ctrl-C keeps the best network so far
            raise ValueError
        with Path(folder, name).open("rb") as file:
            import numpy as np

            json.loads(np.load(file)["about"].tobytes())
    except Exception:
        yield f"{name} is neither the old file nor the new one"


def main() -> int:
    """Try each command with each signal at so many moments, and print what was found."""
    place, trials, chance, found = Path(sys.argv[1]), int(sys.argv[2]), random.Random(sys.argv[3]), 0
    is_loaded = sys.argv[4:] == ["loaded"]
    for name, command in COMMANDS.items():
        with tempfile.TemporaryDirectory(dir=place) as first:
            if is_loaded:
                _load(command, Path(first))
                Path(first, name).unlink(missing_ok=True)
            _, moments = run(command, 0, NEVER, Path(first))
            whole = Path(first, name).read_bytes()
        for number, trial in product(SIGNALS, range(trials)):
            # Half of them are among the last, those of writing; then the process ends.
            moment = chance.randrange(max(1, moments - 20) if trial % 2 else 1, moments + 1)
            with tempfile.TemporaryDirectory(dir=place) as work:
                old = b"old" if trial % 3 == 0 and name not in ("new.toml", "out") else None
                if old:
                    Path(work, name).write_bytes(old)
                code, _ = run(command, number, moment, Path(work))
                for fault in faults(name, number, code, Path(work), old, whole):
                    print(f"{command}: signal {number} at {moment} of {moments}: {fault}")
                    found += 1
    return bool(found)


def _load(command: str, folder: Path) -> None:
    """Run a command in this process, so that later ones find all that they import."""
    kept = os.dup(1), os.dup(2), os.getcwd()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.chdir(folder)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    sys.argv = ["cook", *command.split()]
    try:
        cook()
    except SystemExit:
        pass
    finally:
        os.dup2(kept[0], 1)
        os.dup2(kept[1], 2)
        os.chdir(kept[2])
        for number in SIGNALS:  # as a process finds them when it starts
            signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)


if __name__ == "__main__":
    sys.exit(main())
