"""Laws of reading: no bytes break it, and how a stream is cut does not matter."""

import io
import re
from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise, repeat
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cooking_rnn.errors import CookError, DataError
from cooking_rnn.names import Names
from cooking_rnn.weather import lines
from cooking_rnn.weather.columns import Options
from cooking_rnn.weather.reading import read

PIECES = [
    *("sunny", "rainy", "suny", "雨", "，", ",", ";", "\t", '"', " ", "T", "-1", "NaN", "1.5", "0", "1e400", "\ufeff"),
    *("\n", "\r", "\r\n", "\n\n", "2020-01-01", "2020-01-02", "2020-01-05", "2020-01-01T00:00"),
    *("date", "time", "weather", "rain (mm)", "prcp", "precipitation_sum", "weather_code", "latitude,longitude"),
    *("{", "}", "[", "]", ":", "null", '{"daily":', '"time"', '"precipitation_sum"', "daily_units", "\ud800"),
]
texts = st.lists(st.sampled_from(PIECES), max_size=30).map(lambda parts: "".join(parts).encode(errors="surrogatepass"))
headers = st.sampled_from(
    [b"", b"date,weather\n", b"date,rain (mm)\n", b"weather;x\n", b"latitude,longitude\n1,2\n\ntime,prcp\n"]
)
anything = st.one_of(st.binary(max_size=60), texts, st.builds(bytes.__add__, headers, texts))
options = st.builds(
    Options,
    column=st.sampled_from([None, "weather", "rain", "date"]),
    units=st.sampled_from([None, "mm", "inch"]),
    missing=st.sampled_from([None, "skip", "rainy"]),
)


class Trickle(io.RawIOBase):
    """A stream that gives its bytes in the pieces it is told to."""

    def __init__(self, data: bytes, cuts: list[int]) -> None:
        places = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
        self.chunks = [data[a:b] for a, b in pairwise(places) if a < b]

    def read(self, size: int = -1, /) -> bytes:
        return self.chunks.pop(0) if self.chunks else b""


def outcome(stream: Any, weathers: Names, options: Options, *, count_faults: bool) -> tuple[list[Any], str]:
    """Return all days and the error, and nothing but a CookError may come."""
    days: list[Any] = []
    try:
        for piece in read(stream, "f", weathers, options, count_faults=count_faults):
            assert len(piece.codes) > 0
            days += zip(piece.codes.tolist(), piece.dates or repeat(None, len(piece.codes)), strict=True)
    except CookError as error:
        message = str(error)
        assert message.isprintable()
        return days, message
    assert days
    return days, ""


@given(data=anything, options=options, count_faults=st.booleans())
@example(data=b'\t""\x01', options=Options(), count_faults=False)
def test_no_bytes_break_it(data: bytes, options: Options, count_faults: bool, weathers: Names) -> None:
    outcome(io.BytesIO(data), weathers, options, count_faults=count_faults)


@given(data=anything, options=options, count_faults=st.booleans(), cuts=st.lists(st.integers(0, 60)))
@example(data=b"\n\0\n", options=Options(), count_faults=False, cuts=[1])
@example(data=b"\n{\n", options=Options(), count_faults=False, cuts=[1])
@example(data=b"\n\x01\n", options=Options(column="x"), count_faults=False, cuts=[1])
def test_cuts_do_not_matter(
    data: bytes, options: Options, count_faults: bool, cuts: list[int], weathers: Names
) -> None:
    whole = outcome(io.BytesIO(data), weathers, options, count_faults=count_faults)
    assert outcome(Trickle(data, cuts), weathers, options, count_faults=count_faults) == whole


@given(anything, st.lists(st.integers(0, 60)))
def test_blocks_are_the_lines_of_the_text(data: bytes, cuts: list[int]) -> None:
    whole, line = b"", 1
    with suppress(DataError):
        for block in lines.read_lines(Trickle(data, cuts), "f"):  # type: ignore[arg-type]
            assert block.first == line
            assert not block.data or block.data.endswith(b"\n")
            line += block.data.count(b"\n")
            whole += block.data
    text = re.sub(b"^(\xef\xbb\xbf)+", b"", data).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    assert (text + b"\n").startswith(whole)


@given(
    words=st.lists(st.sampled_from(["sunny", " Rainy", "雨", "rain"]), min_size=1),
    end=st.sampled_from(["\n", "\r", "\r\n"]),
)
def test_words_files_agree_with_tables(words: list[str], end: str, weathers: Names) -> None:
    bare = outcome(io.BytesIO(end.join(words).encode()), weathers, Options(), count_faults=False)
    table = outcome(io.BytesIO(end.join(["weather", *words]).encode()), weathers, Options(), count_faults=False)
    assert bare == table


@pytest.mark.parametrize("count_faults", [False, True])
def test_good_days_come_before_the_fault(count_faults: bool, reader: Callable[..., Any]) -> None:
    for good in range(0, 200, 7):
        text = "sunny\n" * good + "bad\n" + "rainy\n" * 3
        result = reader(text, count_faults=count_faults)
        assert result.codes == "0" * good + "111" * count_faults
        assert result.error.startswith(f"f:{good + 1}: unknown weather 'bad'")
