"""A real pseudo-terminal, and the program on it."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Self, TextIO

from tests.cli.program import COMMAND

PATIENCE = 20.0  # seconds


def _open(columns: int, lines: int = 50) -> tuple[int, int]:
    """Return the two ends of a new terminal: ours, and the program's."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
    return ours, theirs


class Terminal:
    """The program in a process of its own, on a terminal that it controls: Ctrl-C reaches it as from a keyboard."""

    def __init__(self, *arguments: object, columns: int = 100, lines: int = 50) -> None:
        self._ours, theirs = _open(columns, lines)
        self._seen = b""
        self.columns = columns
        self._process = subprocess.Popen(
            [*COMMAND, *map(str, arguments)],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=dict(os.environ),
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(theirs)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._ours)

    @property
    def screen(self) -> str:
        """Everything that was written so far, without colours."""
        return re.sub(r"\x1b\[[0-9;]*m", "", self._seen.decode(errors="replace")).replace("\r\n", "\n")

    def until(self, text: str) -> str:
        """Wait until `text` has been written."""
        self._wait(lambda: text in self.screen, text)
        return self.screen

    def until_it_ends_in(self, *texts: str) -> str:
        """Wait until the last that was written is one of these, and return which; "" where the program ends."""
        self._wait(lambda: self.screen.endswith(texts) or self._process.poll() is not None, " or ".join(texts))
        self._read(0)
        return next((text for text in texts if self.screen.endswith(text)), "")

    def kill(self) -> None:
        """End the program as a machine that loses its power does."""
        self._process.kill()
        self._process.wait()

    def press(self, key: str) -> None:
        """Press a key once the program waits for one: before, a terminal that turns raw throws it away."""
        self._wait(lambda: not termios.tcgetattr(self._ours)[3] & termios.ICANON, "to wait for a key")
        self._seen = b""
        os.write(self._ours, key.encode())

    def press_now(self, key: str) -> None:
        """Press a key whatever the program does."""
        self._seen = b""
        os.write(self._ours, key.encode())

    def type(self, line: str) -> None:
        """Type a line, as an answer."""
        self._seen = b""
        os.write(self._ours, f"{line}\n".encode())

    def end(self) -> int:
        """Wait for the program to end, and return its exit code."""
        self._wait(lambda: self._process.poll() is not None, "to end")
        self._read(0)
        return self._process.wait()

    def _wait(self, condition: Callable[[], bool], what: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < deadline, f"waited for the program {what!r}; it wrote:\n{self.screen}"
            self._read(0.01)

    def _read(self, seconds: float) -> None:
        while select.select([self._ours], [], [], seconds)[0]:
            try:
                data = os.read(self._ours, 1 << 16)
            except OSError:  # the program has ended
                data = b""
            if not data:
                time.sleep(seconds)
                return
            self._seen += data


@contextmanager
def terminal_stdout(columns: int = 100) -> Iterator[tuple[TextIO, list[bytes]]]:
    """Yield a standard output that is a terminal, and what is written to it, complete after the block."""
    ours, theirs = _open(columns)
    written: list[bytes] = []

    def read() -> None:
        try:
            while data := os.read(ours, 1 << 16):
                written.append(data)
        except OSError:
            pass  # the other end is closed

    reader = threading.Thread(target=read)
    reader.start()
    with open(theirs, "w", encoding="utf-8") as stdout:
        yield stdout, written
    reader.join(PATIENCE)
    os.close(ours)
