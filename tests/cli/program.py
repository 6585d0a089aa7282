"""The program as its users meet it: arguments and bytes in; an exit code, standard output and standard error out."""

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TextIO

import pytest

from cooking_rnn.cli import main

COMMAND = (sys.executable, "-m", "cooking_rnn")
# A process is always given `env`: without, it gets the C library's environment, in which readline sets COLUMNS.

#: `cook: error: WHERE: WHAT`, and most often ` (WHAT TO DO)`
ERROR = re.compile(r"cook: error: \S.*?: \S.*")


@dataclass(frozen=True)
class Run:
    """What a call of the program left behind."""

    code: int
    stdout: bytes
    stderr: bytes

    @property
    def out(self) -> str:
        return self.stdout.decode()

    @property
    def err(self) -> str:
        return self.stderr.decode()

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    @property
    def json(self) -> Any:
        """The one document on standard output, read by a reader that takes no NaN and no Infinity."""
        assert self.code == 0, self.err
        return strict_json(self.out)

    def error(self, code: int) -> str:
        """Return the error, after making sure that it is one line, of the right form, with this exit code."""
        last = self.err.splitlines()[-1] if self.err else ""
        assert self.code == code, f"exit code {self.code}: {self.err}"
        assert ERROR.fullmatch(last), f"not of the form of an error: {self.err!r}"
        assert self.err.count("cook: error:") == 1
        assert self.err.endswith("\n")
        assert "Traceback" not in self.err
        return last.removeprefix("cook: error: ")

    def only_error(self, code: int) -> str:
        """Return the error, after making sure that nothing else was written anywhere."""
        error = self.error(code)
        assert self.stdout == b""
        assert self.err.count("\n") == 1, f"more than one line: {self.err!r}"
        return error


def strict_json(text: str) -> Any:
    def refuse(word: str) -> None:
        raise AssertionError(f"{word} is not JSON")

    return json.loads(text, parse_constant=refuse)


class Program:
    """Runs `main` in this process, which is forty times as fast as a new one.

    Only SystemExit is caught: whatever else comes out of `main` would be a traceback, and fails the test.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch

    def __call__(
        self,
        *arguments: object,
        stdin: bytes = b"",
        stdout: TextIO | None = None,
        closed: str = "",
        encoding: str = "utf-8",
        **environment: str,
    ) -> Run:
        """Run it with these arguments; `stdout` may be a real file, and streams `closed`, as `>&-` leaves them."""
        out, err = io.BytesIO(), io.BytesIO()
        with self._monkeypatch.context() as patch:
            for name, value in environment.items():
                patch.setenv(name, value)
            patch.setattr(sys, "argv", ["cook", *map(str, arguments)])
            streams: dict[str, TextIO] = {
                "stdin": io.TextIOWrapper(io.BytesIO(stdin), encoding),
                "stdout": stdout or io.TextIOWrapper(out, encoding),
                "stderr": io.TextIOWrapper(err, encoding, errors="backslashreplace"),
            }
            for name, stream in streams.items():
                patch.setattr(sys, name, None if name == closed else stream)
            with pytest.raises(SystemExit) as end:
                main()
            streams["stdout"].flush()
            streams["stderr"].flush()
        code = end.value.code
        assert isinstance(code, int)
        return Run(code, out.getvalue(), err.getvalue())


def spawn(*arguments: object, stdin: bytes | None = b"", **how: Any) -> Run:
    """Run the program as a process of its own; `how` goes to subprocess.run."""
    command: Sequence[str] = [*COMMAND, *map(str, arguments)]
    how = {
        "stdout": subprocess.PIPE,
        "stderr": subprocess.PIPE,
        "timeout": 30,
        "check": False,
        "env": dict(os.environ),
        **how,
    }
    if "stdin" not in how:
        how["input"] = stdin
    done = subprocess.run(command, **how)
    return Run(done.returncode, done.stdout or b"", done.stderr or b"")


def shell(script: str, *arguments: object) -> Run:
    """Run a line of shell in which `cook` is the program and $1, $2, … the arguments."""
    # bash, for PIPESTATUS
    line = f'cook() {{ "{sys.executable}" -m cooking_rnn "$@"; }}; {script}'
    done = subprocess.run(
        ["bash", "-c", line, "bash", *map(str, arguments)],
        env=dict(os.environ),
        capture_output=True,
        timeout=30,
        check=False,
    )
    return Run(done.returncode, done.stdout, done.stderr)
