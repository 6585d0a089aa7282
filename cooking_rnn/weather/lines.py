"""A stream of bytes as lines: UTF-8 without surprises, taken as it comes, in memory that does not grow."""

import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO

import numpy as np

from cooking_rnn.errors import DataError
from cooking_rnn.phrases import Phrase

CHUNK = 1 << 19  # bytes asked for at a time; fewer come from a pipe or a terminal
LONGEST_LINE = 1 << 24  # bytes; without a limit, a stream that has no line ends would fill the memory
BOM = b"\xef\xbb\xbf"
GZIP = b"\x1f\x8b"

#: What a file is that begins so, if it is not text.
NOT_TEXT = {
    b"PK\x03\x04": "ZIP or XLSX", b"\xd0\xcf\x11\xe0": "XLS", b"%PDF": "PDF", b"7z\xbc\xaf": "7z", b"BZh9": "bzip2",
    b"\xfd7zXZ": "xz", b"\x28\xb5\x2f\xfd": "zstd", b"PAR1": "Parquet", b"CDF\x01": "NetCDF", b"\x89HDF": "HDF5",
    b"GRIB": "GRIB", b"SQLite format 3": "SQLite", b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16",
}  # fmt: skip


@dataclass(frozen=True)
class Lines:
    """Consecutive whole lines, each ended by LF, in valid UTF-8 without NUL."""

    first: int  # the number of the first line, from 1
    data: bytes

    def texts(self) -> list[str]:
        """Return the lines without their ends."""
        return self.data.decode().split("\n")[:-1]


def read_lines(stream: BinaryIO, where: str) -> Iterator[Lines]:
    """Yield the lines of `stream`, some as soon as there are some; raises DataError after the lines before a fault.

    LF, CR and CRLF end a line alike; byte order marks are dropped; gzip is unpacked. `where` names the stream.
    """
    line = 1
    try:
        for data in _whole_lines(_text_chunks(stream, where)):
            bad = _first_bad_byte(data)
            good = data[: data.rfind(b"\n", 0, bad[0]) + 1] if bad else data
            yield Lines(line, good)
            line += int(np.count_nonzero(np.frombuffer(good, np.uint8) == ord("\n")))  # faster than bytes.count
            if bad:
                raise DataError(f"{where}:{line}", *bad[1:])
    except OSError as error:
        raise DataError(where, "cannot be read: {reason}", reason=error.strerror or str(error)) from None
    except zlib.error:
        raise DataError(f"{where}:{line}", "broken gzip", "is the file whole?") from None
    except OverflowError:
        what = Phrase("a line of more than {most} MiB", most=LONGEST_LINE >> 20)
        raise DataError(f"{where}:{line}", what, "put one day on a line") from None


def _text_chunks(stream: BinaryIO, where: str) -> Iterator[bytes]:
    """Return what comes, unpacked; raises DataError for what is known not to be text."""
    # read1 hands over what is there, where read would wait until it has as much as was asked for.
    read = getattr(stream, "read1", stream.read)
    start, chunks = _begun(iter(lambda: read(CHUNK), b""))
    if start.startswith(GZIP):
        start, chunks = _begun(_unzipped(chain([start], chunks)))
    is_wide = start.partition(b"\n")[0][:2].count(0) == 1  # ASCII as UTF-16 without a mark
    kind = "UTF-16" if is_wide else next((kind for mark, kind in NOT_TEXT.items() if start.startswith(mark)), None)
    if kind:
        raise DataError(f"{where}:1", "{kind} instead of UTF-8", "unpack it, or save it as CSV in UTF-8", kind=kind)
    return chain([start], chunks)


def _begun(chunks: Iterator[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """Return the start without byte order marks, long enough to tell what it is, and the rest."""
    start = b""
    for chunk in chunks:
        start += chunk
        while start.startswith(BOM):
            start = start.removeprefix(BOM)
        if b"\n" in start or len(start) >= 16:
            break
    return start, chunks


def _unzipped(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield what gzip packed, one member after the other."""
    member = zlib.decompressobj(wbits=31)
    for chunk in chunks:
        while chunk:
            yield from filter(None, [member.decompress(chunk, CHUNK)])
            chunk = member.unconsumed_tail
            if member.eof:
                chunk = member.unused_data.lstrip(b"\0")
                member = zlib.decompressobj(wbits=31) if chunk else member
    if not member.eof:
        raise zlib.error


def _whole_lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield what comes, cut after the last line end, with every line end as LF."""
    held = bytearray()  # the beginning of a line whose end has not come yet
    after_cr = False
    for raw in chunks:
        chunk = raw[1:] if after_cr and raw.startswith(b"\n") else raw  # the LF of a CRLF that was cut in two
        after_cr = chunk.endswith(b"\r")
        if b"\r" in chunk:
            chunk = chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        cut = chunk.rfind(b"\n") + 1
        if cut:
            yield b"".join((held, chunk[:cut]))
            held.clear()
        held += chunk[cut:]
        if len(held) > LONGEST_LINE:
            raise OverflowError
    if held:
        yield bytes(held) + b"\n"


def _first_bad_byte(data: bytes) -> tuple[int, Phrase, Phrase] | None:
    """Return position and description of the first byte that is no text, and what to do about it."""
    nul = data.find(b"\0")
    try:
        if not data.isascii():
            data.decode()
    except UnicodeDecodeError as error:
        if nul < 0 or error.start < nul:
            # Pairs of bytes that are common Chinese characters in GB18030 are that, and not Latin-1.
            text = data[: 1 << 16].decode("gb18030", "replace")
            is_chinese = re.fullmatch("[\0-\x7f\u4e00-\u9fff，、。（）：℃]*", text)
            remedy = Phrase("make it UTF-8: iconv -f {code} -t utf-8", code="gb18030" if is_chinese else "latin1")
            return error.start, Phrase("byte 0x{byte:02x} is not UTF-8", byte=data[error.start]), remedy
    return None if nul < 0 else (nul, Phrase("a NUL byte"), Phrase("the file must be text in UTF-8"))
