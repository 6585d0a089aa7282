"""What is fast reads the same as its plain twin: words as arrays and one by one, rows by columns and one by one."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cooking_rnn.errors import CookError
from cooking_rnn.fast.rows import dates_from
from cooking_rnn.fast.words import WordReader
from cooking_rnn.names import Names
from cooking_rnn.weather import reading
from cooking_rnn.weather.columns import Options
from cooking_rnn.weather.days import Faults, Missing
from cooking_rnn.weather.lines import Lines
from cooking_rnn.weather.words import WordFile

LINES = ["sunny", "rainy", "Rain", " fog ", "雨", "晴，雨", "sun,rain", "sunny,", "", " ", "snny", "y", "sunnyrainy"]
lines = st.lists(st.sampled_from(LINES), min_size=1)


@given(batches=st.lists(lines, min_size=1, max_size=3))
@example(batches=[["sunny", "rainy"], ["sunny"]])
def test_words(batches: list[list[str]], weathers: Names) -> None:
    """As arrays or not at all; only where all words are known are there arrays."""
    fast = WordReader(weathers.find, weathers.ids)
    for batch in batches:  # each with what those before have taught
        data = "".join(f"{line}\n" for line in batch).encode()
        words = [word for line in batch for word in line.replace("，", ",").split(",")]
        codes = fast.codes(data)
        assert (codes is not None) == all(weathers.find(word) is not None for word in words)
        plain = WordFile("f", weathers, Missing("", skip=True), Faults(counting=True)).days(Lines(1, data))
        found = [day[0] for day in plain if day is not None]
        assert codes is None or codes.tolist() == found


FAULTS = ["gap", "twice", "blank", "short", "place"]
ROWS = ["", "0", "0.5", "1", "T", "M", "damp", "-9999", "5"]


@given(
    values=st.lists(st.sampled_from(["0", "5", "0.5"]), min_size=3, max_size=60),
    faults=st.lists(st.tuples(st.integers(0, 59), st.sampled_from([*ROWS, *FAULTS])), max_size=2),
    dated=st.booleans(),
    options=st.sampled_from([Options(), Options(missing="skip"), Options(missing="rainy")]),
    counting=st.booleans(),
)  # fmt: skip
def test_rows(
    values: list[str], faults: list[tuple[int, str]], dated: bool, options: Options, counting: bool, weathers: Names
) -> None:
    day, rows = date(2023, 12, 1), ["date,rain (mm),city" if dated else "x,rain (mm),city"]
    wrong = {place % len(values): fault for place, fault in faults}
    for place, value in enumerate(values):
        fault = wrong.get(place, value)
        day += timedelta(days={"gap": 3, "twice": 0}.get(fault, 1))
        amount = fault if fault in ROWS else value
        row = f"{day if dated else 'x'},{amount},{'B' if fault == 'place' else 'A'}"
        rows.append({"blank": "", "short": "x"}.get(fault, row))
    data = "\n".join(rows).encode()
    assert outcome(data, weathers, options, counting, few=1) == outcome(data, weathers, options, counting, few=1000)


def outcome(data: bytes, weathers: Names, options: Options, counting: bool, *, few: int) -> tuple[list[Any], str]:
    """Return days and error; rows are read a column at a time where there are more than `few`."""
    days: list[Any] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "FEW", few)
        try:
            for piece in reading.read(io.BytesIO(data), "f", weathers, options, count_faults=counting):
                days += zip(piece.codes.tolist(), piece.dates or [""] * len(piece.codes), strict=True)
        except CookError as error:
            return days, str(error)
    return days, ""


@given(st.dates(), st.integers(1, 800))
@example(date(9999, 12, 1), 40)
def test_dates(first: date, days: int) -> None:
    last = min(first.toordinal() + days - 1, date.max.toordinal())
    expected = [date.fromordinal(day).isoformat() for day in range(first.toordinal(), last + 1)]
    assert dates_from(first, days) == expected


def test_a_million_rows_are_read_by_columns(reader: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Row by row would be slow: only a few are, around what is missing."""
    seen = 0
    plain = reading.DayReader._days_of

    def counted(self: Any, fields: list[str]) -> Any:
        nonlocal seen
        seen += 1
        return plain(self, fields)

    monkeypatch.setattr(reading.DayReader, "_days_of", counted)
    days = [(date(1900, 1, 1) + timedelta(days=day)).isoformat() for day in range(20_000)]
    rows = [f"{day},{'' if place == 7_000 else '5'}\n" for place, day in enumerate(days)]
    result = reader("date,rain (mm)\n" + "".join(rows), missing="sunny")
    assert (len(result.codes), result.codes.count("0"), result.error) == (20_000, 1, "")
    assert seen <= 200
