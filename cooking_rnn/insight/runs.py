"""The runs of a study in a file, a line of JSON each: read again, added to, and held by one process at a time."""

import fcntl
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import FileIO
from pathlib import Path
from typing import Any

from cooking_rnn.errors import DataError
from cooking_rnn.files import unreadable

VERSION = 1  # of a line
_BEGINS = b'{"study": '  # every line


class Runs:
    """A file of runs that this process holds."""

    def __init__(self, path: Path, file: FileIO) -> None:
        self._path, self._file = path, file  # which is written to unbuffered: what failed is not tried again
        self._end = 0  # of the last whole line

    def read(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Yield the place and the run of each line; what a kill left of the last line is passed over.

        Raises DataError for a line that is no run of this version.
        """
        with self._path.open("rb") as file:
            for number, line in enumerate(file, 1):
                where = f"{self._path}:{number}"
                if not line.endswith(b"\n") and (line.startswith(_BEGINS) or _BEGINS.startswith(line)):
                    return
                try:
                    run = json.loads(line)
                except (ValueError, RecursionError):
                    run = None
                if not isinstance(run, dict) or "study" not in run:
                    raise DataError(where, "not a run of a study", "choose another output")
                if run["study"] != VERSION:
                    what = "a run of version {was}, not {version}"
                    raise DataError(where, what, "choose another output", was=str(run["study"])[:20], version=VERSION)
                yield where, run
                self._end += len(line)

    def add(self, run: Mapping[str, Any]) -> None:
        """Write a run at the end, whole or not at all; raises DataError."""
        line = (json.dumps(run, ensure_ascii=False, allow_nan=False) + "\n").encode()
        try:
            self._file.truncate(self._end)
            written = 0
            while written < len(line):
                written += self._file.write(line[written:])
        except OSError as error:
            self._file.truncate(self._end)
            raise unreadable(str(self._path), error) from None
        self._end += len(line)


@contextmanager
def held(path: Path) -> Iterator[Runs]:
    """Open a file of runs, which is made if it is not there; raises DataError where another process holds it.

    The system lets go of it when this process ends, however it ends.
    """
    try:
        file = path.open("ab", buffering=0)
    except OSError as error:
        raise unreadable(str(path), error) from None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            what, remedy = "another process adds to it", "wait until it ends, or choose another output"
            raise DataError(str(path), what, remedy) from None
        yield Runs(path, file)
