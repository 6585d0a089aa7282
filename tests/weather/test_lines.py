"""Streams: what is no text, and days that are shown as they come."""

import io
import os
from collections.abc import Callable
from itertools import islice
from typing import Any, BinaryIO

import pytest

from cooking_rnn.errors import CookError, DataError
from cooking_rnn.names import Names
from cooking_rnn.weather import lines
from cooking_rnn.weather.reading import read


@pytest.mark.parametrize(
    ("data", "before", "message"),
    [
        (b"sunny\n\xff\nrainy\n", "0", "f:2: byte 0xff is not UTF-8 (make it UTF-8: iconv -f latin1 -t utf-8)"),
        ("sunny\n雨\n".encode()[:-2], "0", "f:2: byte 0xe9 is not UTF-8 (make it UTF-8: iconv -f "),
        (b"sunny\nrainy\nsu\0nny\n", "01", "f:3: a NUL byte (the file must be text in UTF-8)"),
        (b"date,weather\n2020-01-01,sun\n2020-01-02,\xe9\n", "0", "f:3: byte 0xe9 is not UTF-8"),
    ],
)
def test_bytes_that_are_no_text(data: bytes, before: str, message: str, reader: Callable[..., Any]) -> None:
    result = reader(data)
    assert result.codes == before
    assert result.error.startswith(message)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "f: no weather in it (one word a line, or a table with a header, is expected)"),
        (b"\n\n \r\n", "f: no weather in it (one word a line, or a table with a header, is expected)"),
        (b"\xef\xbb\xbf", "f: no weather in it (one word a line, or a table with a header, is expected)"),
        ("sunny\n".encode("utf-16"), "f:1: UTF-16 instead of UTF-8 (unpack it, or save it as CSV in UTF-8)"),
        ("sunny\n".encode("utf-16-be"), "f:1: UTF-16 instead of UTF-8 (unpack it, or save it as CSV in UTF-8)"),
        ("sunny\n".encode("utf-16-le"), "f:1: UTF-16 instead of UTF-8 (unpack it, or save it as CSV in UTF-8)"),
        (b"\xff\n", "f:1: byte 0xff is not UTF-8 (make it UTF-8: iconv -f latin1 -t utf-8)"),
    ],
)
def test_nothing_to_read(data: bytes, message: str, reader: Callable[..., Any]) -> None:
    with pytest.raises(DataError) as caught:
        reader(data)
    assert str(caught.value) == message


def test_a_fault_at_the_start_of_a_block(weathers: Names) -> None:
    class Chunks(io.BytesIO):
        chunks = (b"sunny\n", b"\xff\n", b"")

        def read1(self, size: int | None = -1, /) -> bytes:
            chunk, *self.chunks = self.chunks  # type: ignore[assignment]
            return chunk

    reading = iter(read(Chunks(), "f", weathers))
    assert next(reading).codes.tolist() == [0]
    with pytest.raises(DataError, match=r"^f:2: byte 0xff is not UTF-8"):
        next(reading)


def test_a_header_alone(reader: Callable[..., Any]) -> None:
    assert reader("date,weather\n").error.startswith("f: no weather in it")


def test_a_directory_names_itself(weathers: Names) -> None:
    class Directory(io.BytesIO):
        def read1(self, size: int | None = -1, /) -> bytes:
            raise IsADirectoryError(21, "Is a directory")

    with pytest.raises(DataError, match=r"^data: cannot be read: Is a directory$"):
        read(Directory(), "data", weathers)


def test_a_line_without_end_does_not_fill_the_memory(weathers: Names, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LONGEST_LINE", 1 << 20)

    class Endless(io.BytesIO):
        def read1(self, size: int | None = -1, /) -> bytes:
            return b"sunny," * 1000

    with pytest.raises(DataError, match=r"^f:1: a line of more than 1 MiB \(put one day on a line\)$"):
        read(Endless(), "f", weathers)


@pytest.mark.parametrize(
    ("header", "days"),
    [
        (b"", [b"sunny\n", b"rainy\r\n", b"sunny\r"]),
        (b"date,weather\n", [b"2020-01-01,sunny\n", b"2020-01-02,rainy\r\n", b"2020-01-03,sunny\r"]),
        (b"time,precipitation_sum (mm)\n", [b"2020-01-01,0\n", b"2020-01-02,1\n", b"2020-01-03,0\n\n"]),
    ],
)
def test_each_day_as_it_comes(header: bytes, days: list[bytes], weathers: Names) -> None:
    """A pipe that stays open: nothing may wait for more than the line of the day."""
    out, into = os.pipe()
    with os.fdopen(out, "rb") as stream, os.fdopen(into, "wb", buffering=0) as pipe:
        pipe.write(header + days[0])
        reading = iter(read(stream, "f", weathers))
        assert next(reading).codes.tolist() == [0]
        for day, code in zip(days[1:], (1, 0), strict=True):
            pipe.write(day)
            assert next(reading).codes.tolist() == [code]


def test_ten_million_lines_stream(weathers: Names) -> None:
    """The first days of a stream that never ends."""

    class Endless(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any, /) -> int:
            line = b"sunny\nrainy\n" * 100
            buffer[: len(line)] = line
            return len(line)

    stream: BinaryIO = io.BufferedReader(Endless())
    assert sum(len(piece.codes) for piece in islice(read(stream, "f", weathers), 100)) >= 20_000


def test_errors_are_cook_errors() -> None:
    assert DataError("f", "x").exit_code == 1
    assert issubclass(DataError, CookError)
