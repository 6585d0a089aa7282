"""A law: a table of daily rows, in whatever dialect, is read as the same days or refused; never as others."""

import csv
import gzip
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cooking_rnn.errors import CookError

FIRST = date(1850, 1, 1)
DATES = {
    "ISO": ["%Y-%m-%d", "%Y-%m-%dT00:00", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%d-%b-%Y", "%B %d, %Y", "%Y年%m月%d日"],
    "numbers": ["%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%m-%d-%Y", "%d/%m/%y", "%m/%d/%y", "%y-%m-%d"],
}
LINES = ["Station: X", "Height;71", "Latitude,53.2", "Created,2024-01-31", '"a, b"', "rain: in mm", "date: a day", "#"]
COLUMNS: dict[str, Callable[[int, int], str]] = {
    "no": lambda day, rng: str(day + 1),
    "temp": lambda day, rng: f"{(day * 7 + rng) % 40 - 10}.5",
    "note": lambda day, rng: "a, b; c\td" if day % 3 == rng % 3 else "",
    "season": lambda day, rng: "wet",
    "sunrise": lambda day, rng: f"2024-01-{day % 28 + 1:02}T07:{rng % 60:02}",
    "station": lambda day, rng: "X-1",
    "updated": lambda day, rng: "2025-01-31",
}


@dataclass(frozen=True)
class Dialect:
    """How a table is written."""

    delimiter: str
    quoting: int
    decimal: str
    form: str
    split: bool  # year, month and day in columns of their own
    name: str  # of the column of dates
    amount: str  # and of amounts
    before: Sequence[str]  # lines
    columns: Sequence[str]  # more of them, around
    mark: bytes
    end: str
    zipped: bool
    blank: int  # lines before the first and after the last day

    def written(self, first: date, amounts: Sequence[str], rng: int) -> bytes:
        """Return the table of these amounts."""
        dates = [first + timedelta(days=day) for day in range(len(amounts))]
        parts = [
            [str(day.year), str(day.month), str(day.day)] if self.split else [day.strftime(self.form)] for day in dates
        ]
        text = io.StringIO()
        text.write("".join(line + self.end for line in self.before))
        writer = csv.writer(text, delimiter=self.delimiter, quoting=self.quoting, lineterminator=self.end)  # type: ignore[arg-type]
        half = len(self.columns) // 2
        dated = ["year", "month", "day"] if self.split else [self.name]
        writer.writerow([*self.columns[:half], *dated, self.amount, *self.columns[half:]])
        text.write(self.end * self.blank)
        for day, (date_, amount) in enumerate(zip(parts, amounts, strict=True)):
            more = [COLUMNS[name](day, rng) for name in self.columns]
            writer.writerow([*more[:half], *date_, amount.replace(".", self.decimal), *more[half:]])
        text.write(self.end * self.blank)
        data = self.mark + text.getvalue().encode()
        return gzip.compress(data) if self.zipped else data


dialects = st.builds(
    Dialect,
    delimiter=st.sampled_from(",;\t|"),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    decimal=st.sampled_from(".,"),
    form=st.sampled_from([*DATES["ISO"], *DATES["numbers"]]),
    split=st.booleans(),
    name=st.sampled_from(["date", "time", "DATE", "when", "Day of it", "日期", ""]),
    amount=st.sampled_from(["rain (mm)", "Precipitation [mm]", "PRCP", "precip_in", "降水量(0.1mm)", "x"]),
    before=st.lists(st.sampled_from(LINES), max_size=3),
    columns=st.lists(st.sampled_from([*COLUMNS]), max_size=4, unique=True),
    mark=st.sampled_from([b"", b"\xef\xbb\xbf"]),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    zipped=st.booleans(),
    blank=st.integers(0, 2),
)
amounts = st.lists(
    st.sampled_from(["0", "0.0", "0.5", "1.0", "12.3", "0.254", "1.254", "100"]), min_size=1, max_size=40
)
days = st.integers(0, 80_000).map(lambda day: FIRST + timedelta(days=day))
UNITS = {"rain (mm)": 1.0, "Precipitation [mm]": 1.0, "PRCP": 1.0, "precip_in": 25.4, "降水量(0.1mm)": 0.1, "x": 1.0}


def read(reader: Callable[..., Any], data: bytes, dialect: Dialect) -> tuple[list[tuple[str, str]], str]:
    """Return dates and codes, and the error."""
    typed = {"PRCP": {"units": "mm"}, "x": {"column": "x", "units": "mm"}}.get(dialect.amount, {})
    try:
        result = reader(data, **typed)
    except CookError as error:
        return [], str(error)
    assert len(result.dates) in (0, len(result.codes))
    return list(zip(result.dates or [""] * len(result.codes), result.codes, strict=True)), result.error


@given(dialect=dialects, first=days, amounts=amounts, rng=st.integers(0, 59))
def test_the_same_days_or_refused(
    dialect: Dialect, first: date, amounts: list[str], rng: int, reader: Callable[..., Any]
) -> None:
    if "%y" in dialect.form:  # two digits are a year from 1969 to 2068
        first = date(1970, 1, 1) + (first - FIRST) % timedelta(days=35_000)
    found, error = read(reader, dialect.written(first, amounts, rng), dialect)
    codes = [str(int(round(float(amount) * UNITS[dialect.amount], 6) >= 1)) for amount in amounts]
    dates = [(first + timedelta(days=day)).isoformat() for day in range(len(amounts))]
    assert found == list(zip(dates, codes, strict=True))[: len(found)]
    assert "\n" not in error
    assert len(found) == len(amounts) or error


@given(dialect=dialects, first=days, amounts=amounts, rng=st.integers(0, 59), form=st.sampled_from(DATES["ISO"]))
def test_what_is_clear_is_read(
    dialect: Dialect, first: date, amounts: list[str], rng: int, form: str, reader: Callable[..., Any]
) -> None:
    decimal = "." if dialect.delimiter == "," else dialect.decimal
    dialect = replace(dialect, form=form, amount="rain (mm)", name="date", before=[], decimal=decimal)
    found, error = read(reader, dialect.written(first, amounts, rng), dialect)
    assert (len(found), error) == (len(amounts), "")


@pytest.mark.parametrize("form", ["%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%m-%d-%Y"])
def test_a_month_of_days_tells_how_dates_are_written(form: str, reader: Callable[..., Any]) -> None:
    days = [date(2023, 1, 1) + timedelta(days=day) for day in range(31)]
    result = reader("date,rain (mm)\n" + "".join(f"{day.strftime(form)},0\n" for day in days))
    assert (result.dates, result.error) == ([day.isoformat() for day in days], "")
