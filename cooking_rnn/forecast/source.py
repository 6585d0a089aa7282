"""A stream of bytes as lines: UTF-8 without surprises, taken as it comes, in memory that does not grow."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np

from cooking_rnn.errors import DataError

CHUNK = 1 << 19  # bytes asked for at a time; fewer come from a pipe or a terminal
LONGEST_LINE = 1 << 24  # bytes; without a limit, a stream that has no line ends would fill the memory
BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Block:
    """Consecutive whole lines, each ended by LF, in valid UTF-8 without NUL.

    `fault` is what is wrong with the stream right after them; it is carried rather than raised, so that
    whoever looks ahead meets it, and so that the lines before it are used first.
    """

    line: int  # the number of the first line, from 1
    data: bytes
    fault: DataError | None = None


class _LineTooLongError(Exception):
    pass


def blocks(stream: BinaryIO, where: str) -> Iterator[Block]:
    """Yield the lines of `stream` in blocks, one as soon as there is one; a fault is in the last block.

    LF, CR and CRLF end a line alike; a byte order mark is dropped. `where` names the stream in faults.
    """
    line = 1
    try:
        for data in _whole_lines(stream):
            if line == 1:
                if _is_utf16(data):
                    yield Block(1, b"", DataError(f"{where}:1", "UTF-16 instead of UTF-8", "save it as UTF-8"))
                    return
                data = data.removeprefix(BOM)
            bad = _first_bad_byte(data)
            if bad:
                position, what = bad
                good = data[: data.rfind(b"\n", 0, position) + 1]
                line_of_fault = line + good.count(b"\n")
                yield Block(line, good, DataError(f"{where}:{line_of_fault}", what, "the file must be text in UTF-8"))
                return
            yield Block(line, data)
            line += int(np.count_nonzero(np.frombuffer(data, np.uint8) == ord("\n")))  # faster than bytes.count
    except OSError as error:
        yield Block(line, b"", DataError(where, f"cannot be read: {error.strerror or error}"))
    except _LineTooLongError:
        what = f"a line of more than {LONGEST_LINE >> 20} MiB"
        yield Block(line, b"", DataError(f"{where}:{line}", what, "put one day on a line"))


class Lines(Iterator[str]):
    """The lines of blocks, each ended by LF, one by one; raises a block's fault after its last line."""

    def __init__(self, blocks: Iterable[Block], before: int = 0) -> None:
        self._blocks = iter(blocks)
        self._left: list[str] = []  # of this block, last line first
        self._fault: DataError | None = None
        self.number = before  # of the line that was taken last

    def __next__(self) -> str:
        while not self._left:
            if self._fault:
                raise self._fault
            block = next(self._blocks)
            self._fault = block.fault
            self._left = block.data.decode().split("\n")[-2::-1]  # without what follows the last LF: nothing
        self.number += 1
        return self._left.pop() + "\n"

    def waiting(self) -> bool:
        """Return whether the next line may have to be waited for."""
        return not self._left


def _whole_lines(stream: BinaryIO) -> Iterator[bytes]:
    """Yield what comes, cut after the last line end, with every line end as LF."""
    held: list[bytes] = []  # the beginning of a line whose end has not come yet
    size = 0  # bytes held
    after_cr = False
    for raw in _chunks(stream):
        chunk = raw[1:] if after_cr and raw.startswith(b"\n") else raw  # the LF of a CRLF that was cut in two
        after_cr = chunk.endswith(b"\r")
        if b"\r" in chunk:
            chunk = chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        cut = chunk.rfind(b"\n") + 1
        if cut:
            yield b"".join((*held, chunk[:cut]))
            held, size = [], 0
        held.append(chunk[cut:])
        size += len(held[-1])
        if size > LONGEST_LINE:
            raise _LineTooLongError
    last = b"".join(held)
    if last:
        yield last + b"\n"


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    # read1 hands over what is there, where read would wait until it has as much as was asked for.
    read = getattr(stream, "read1", stream.read)
    while chunk := read(CHUNK):
        yield chunk


def _is_utf16(start: bytes) -> bool:
    """Return whether a text that starts so is UTF-16: by its mark, or by ASCII whose every other byte is NUL."""
    return start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in start.partition(b"\n")[0][:2]


def _first_bad_byte(data: bytes) -> tuple[int, str] | None:
    """Return position and description of the first byte that is no text."""
    nul = data.find(b"\0")
    try:
        if not data.isascii():
            data.decode()
    except UnicodeDecodeError as error:
        if nul < 0 or error.start < nul:
            return error.start, f"byte 0x{data[error.start]:02x} is not UTF-8"
    return None if nul < 0 else (nul, "a NUL byte")
