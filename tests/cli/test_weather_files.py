# ruff: noqa: E501 - an error stands here in one line, as it does on the terminal
"""Weather that is read: what people's files have wrong, said with its line, and what is only unusual, accepted."""

from pathlib import Path

import pytest

from tests.cli.program import Program

WEATHERS = "choices: sunny, rainy"
MISSING = "--missing skip|sunny|rainy goes on without it"
LATIN = "make it UTF-8: iconv -f latin1 -t utf-8"
ONE_DAY = "one row a day, of one place, is needed"
WRITE = "write a number there, or leave it blank and say --missing"


def menu(cook: Program, weather: bytes, *options: str) -> list[str]:
    run = cook("simulate", "--from", "-", "--format", "menu", *options, stdin=weather)
    assert run.code == 0, run.err
    return run.lines


@pytest.mark.parametrize(
    "weather",
    [
        b"sunny\nrainy\nrainy\n",
        b"sunny\nrainy\nrainy",
        b"sunny\r\nrainy\r\nrainy\r\n",
        b"sunny\rrainy\rrainy\r",
        b"\xef\xbb\xbfsunny\nrainy\nrainy\n",
        b"sunny,rainy,rainy\n",
        b" SUNNY \n\tRainy\nRAINY\n\n\n",
        "晴,雨\n下雨天\n".replace("下雨天", "雨天").encode(),
        "晴，雨、雨".encode(),
        "ｓｕｎｎｙ\nrain\ndrizzle".encode(),
        b"date,weather\n2024-01-01,sun\n2024-01-02,rain\n2024-01-03,snow\n",
        b"date,weather\r\n2024-01-01,sun\r\n2024-01-02,rain\r\n2024-01-03,snow\r\n",
        b"date;rain (mm)\n2024-01-01;0.9\n2024-01-02;1.0\n2024-01-03;40\n",
    ],
)
def test_spellings_and_line_ends_of_one_and_the_same_weather(cook: Program, weather: bytes) -> None:
    assert menu(cook, weather) == ["potato", "crayfish", "guobaorou"]


@pytest.mark.parametrize("weather", ["SUNNY, Rainy ,rainy", "晴,雨,雨", "晴天，雨天、雨天", "sun,drizzle,Snow"])
def test_typed_weather_takes_any_case_comma_and_language(cook: Program, weather: str) -> None:
    assert cook("simulate", "--weather", weather, "--format", "menu").lines == ["potato", "crayfish", "guobaorou"]


NO_UNIT = "no unit that is known for 'rain' (say --units mm|tenths-mm|inch)"


@pytest.mark.parametrize(
    ("weather", "error"),
    [
        (b"", ": no weather in it (one word a line, or a table with a header, is expected)"),
        (b"\n \n\n", ": no weather in it (one word a line, or a table with a header, is expected)"),
        (b"date,weather\n", ": no weather in it (one word a line, or a table with a header, is expected)"),
        (b"sunny\nrany\n", f":2: unknown weather 'rany' (did you mean 'rainy'? {WEATHERS})"),
        (b"sunny\n\nrainy\n", f":2: an empty day ({MISSING})"),
        (b"sunny,,rainy\n", f":1: an empty day ({MISSING})"),
        ("sunny\n".encode("utf-16"), ":1: UTF-16 instead of UTF-8 (unpack it, or save it as CSV in UTF-8)"),
        ("sunny\n".encode("utf-16-le"), ":1: UTF-16 instead of UTF-8 (unpack it, or save it as CSV in UTF-8)"),
        (b"sunny\nra\xffiny\n", f":2: byte 0xff is not UTF-8 ({LATIN})"),
        (b"sunny\nra\0iny\n", ":2: a NUL byte (the file must be text in UTF-8)"),
        (b"date,weather\n2024-01-01,sun,1\n", ":2: row and header differ in length, 3 != 2 (a value that has the separator in it needs quotes)"),
        (b"date,weather,weather\n2024-01-01,sun,rain\n", ":1: two columns are called 'weather' (rename one)"),
        (b"date,wind\n2024-01-01,3\n", ":1: no column of weather that this kitchen knows (columns found: date, wind; --column chooses one)"),
        (b"date,weather\n2024-01-01,sun\n2024-01-02,sum\n", f":3: unknown weather 'sum' in 'weather' (did you mean 'sunny'? {WEATHERS})"),
        (b"date,rain\n2024-01-01,3\n", f":1: {NO_UNIT}"),
        (b"date,rain (mm)\n2024-01-01,\n", f":2: no value for 2024-01-01 in 'rain (mm)' ({MISSING})"),
        (b"date,rain (mm)\n2024-01-01,0\n2024-01-02,NaN\n", f":3: no value for 2024-01-02 in 'rain (mm)' ({MISSING})"),
        (b"date,rain (mm)\n2024-01-01,-9999\n", f":2: no value for 2024-01-01 in 'rain (mm)' ({MISSING})"),
        (b"date,rain (mm)\n2024-01-01,-1\n", f":2: a negative amount, '-1' for 2024-01-01 in 'rain (mm)' ({MISSING})"),
        (b"date,rain (mm)\n2024-01-01,1e400\n", f":2: '1e400' is not an amount in 'rain (mm)' ({WRITE})"),
        (b"date,rain (mm)\n2024-01-01,damp\n", f":2: 'damp' is not an amount in 'rain (mm)' ({WRITE})"),
        (b"date,rain (mm)\n2024-01-01,1\n2024-01-04,1\n", f":3: 2024-01-02 is missing and 1 more before this row ({MISSING})"),
        (b"date,rain (mm)\n2024-01-01,1\n2024-01-01,1\n", f":3: 2024-01-01 comes a second time ({ONE_DAY})"),
        (b"date,rain (mm)\n2024-01-02,1\n2024-01-01,1\n", ":3: 2024-01-01 comes after 2024-01-02 (the days of one place are needed, in order)"),
        (b"date,rain (mm)\n01/02/2024,1\n", ":2: '01/02/2024' in 'date' can be read in several ways (say --dates d/m/y|m/d/y)"),
        (b'date,weather\n2024-01-01,"sun\n', ":2: cannot be read as CSV: unexpected end of data (is a quote left open?)"),
        (b'{"hourly": {"time": ["2024-01-01T00:00"], "rain": [1]}}', ": no daily values, only hourly ones (ask Open-Meteo for daily=precipitation_sum)"),
        (b"latitude,longitude,utc_offset_seconds\n1,2,0\n\ntime,rain (mm)\n2024-01-01T00:00,1\n", ":1: no daily values, only hourly ones (ask Open-Meteo for daily=precipitation_sum)"),
        (b'{"daily": ', ":1: not JSON: Expecting value (one document is expected)"),
        (b"[" * 100_000, ": not JSON that can be read (one document is expected)"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(cook: Program, tmp_path: Path, weather: bytes, error: str) -> None:
    """On standard input and in a file, for a document: one line, nothing on standard output."""
    file = tmp_path / "w.csv"
    file.write_bytes(weather)
    typed = cook("simulate", "--from", file, "--json").only_error(1)
    assert typed == f"{file}{error}"
    piped = cook("simulate", "--from", "-", "--json", stdin=weather).only_error(1)
    assert piped == typed.replace(str(file), "standard input")


@pytest.mark.parametrize("form", ["jsonl", "json", "csv"])
@pytest.mark.parametrize("command", ["simulate --from -", "weather -"])
def test_what_cook_writes_it_reads(cook: Program, command: str, form: str) -> None:
    dated = b"date,rain (mm)\n2024-01-01,0\n2024-01-02,4\n2024-01-03,4\n"
    written = cook(*command.split(), "--format", form, stdin=dated)
    again = cook(*command.split(), "--format", form, stdin=written.stdout)
    assert (again.code, again.stdout) == (0, written.stdout), again.err


@pytest.mark.parametrize(
    ("weather", "error"),
    [
        (b'{"weather": "sunny"}\n{"weather": "rany"}\n', f":2: unknown weather 'rany' in 'weather' (did you mean 'rainy'? {WEATHERS})"),
        (b'{"day": 1, "weather": "sunny"}\n\n{"day": 2}\n', f":3: no value in 'weather' ({MISSING})"),
        (b'{"weather": "sunny"}\n{"weather": \n', ":2: not JSON: Expecting value (one JSON object a line is expected)"),
        (b'{"weather": "sunny"}\n7\n', ":2: not a JSON object (one JSON object a line is expected)"),
        (b'{"days": []}', ': days: not a list of days (write [{"weather": "sunny"}])'),
        (b'{"days": [{"weather": "sunny"}, {"weather": "x"}]}', f": days[1]: unknown weather 'x' in 'weather' ({WEATHERS})"),
    ],
)  # fmt: skip
def test_days_as_json_that_are_wrong(cook: Program, weather: bytes, error: str) -> None:
    assert cook("simulate", "--from", "-", "--json", stdin=weather).only_error(1) == f"standard input{error}"


def test_a_trace_is_dry(cook: Program) -> None:
    assert menu(cook, b"date,rain (mm)\n2024-01-01,T\n2024-01-02,2\n") == ["potato", "crayfish"]


@pytest.mark.parametrize(("unit", "dish"), [("mm", "potato"), ("tenths-mm", "potato"), ("inch", "crayfish")])
def test_units_that_are_typed_decide(cook: Program, unit: str, dish: str) -> None:
    assert menu(cook, b"date,rain\n2024-01-01,0.5\n", "--units", unit) == [dish]


@pytest.mark.parametrize(
    ("missing", "dishes", "told"),
    [
        ("skip", 2, "2 missing days left out"),
        ("rainy", 4, "2 missing days taken as rainy"),
        ("雨天", 4, "2 missing days taken as rainy"),
        ("snowy", 4, "2 missing days taken as rainy"),
    ],
)
def test_missing_days_may_be_skipped_or_given_a_weather(cook: Program, missing: str, dishes: int, told: str) -> None:
    weather = b"date,rain (mm)\n2024-01-01,3\n2024-01-03,\n2024-01-04,3\n"
    assert len(menu(cook, weather, "--missing", missing)) == dishes
    assert f"cook: standard input: {told}\n" in cook("weather", "-", "--missing", missing, stdin=weather).err


@pytest.mark.parametrize("form", ["table", "json"])
def test_a_document_or_table_counts_all_that_is_wrong(cook: Program, form: str) -> None:
    weather = b"sunny\nrany\nfoo\nrainy\nbar\n"
    error = cook("simulate", "--from", "-", "--format", form, stdin=weather).only_error(1)
    assert error.startswith("standard input:2: unknown weather 'rany', and 2 more bad days (did you mean 'rainy'?")


@pytest.mark.parametrize(
    ("form", "written"),
    [
        ("menu", "potato\ncrayfish\n"),
        ("csv", "day,weather,previous,dish\n1,sunny,potato,potato\n2,rainy,potato,crayfish\n"),
        ("jsonl", '{"day": 1, "weather": "sunny", "previous": "potato", "dish": "potato"}\n'
                  '{"day": 2, "weather": "rainy", "previous": "potato", "dish": "crayfish"}\n'),
    ],
)  # fmt: skip
def test_a_stream_stops_at_the_first_fault_after_all_that_came_before(cook: Program, form: str, written: str) -> None:
    run = cook("simulate", "--from", "-", "--format", form, stdin=b"sunny\nrainy\nrany\nrainy\nfoo\n")
    assert run.out == written
    assert run.error(1) == f"standard input:3: unknown weather 'rany' (did you mean 'rainy'? {WEATHERS})"


@pytest.mark.parametrize("form", ["words", "csv", "jsonl"])
def test_weather_streams_likewise(cook: Program, form: str) -> None:
    run = cook("weather", "-", "--format", form, stdin=b"sunny\nrainy\nrany\n")
    assert len(run.lines) == 2 + (form == "csv")
    assert run.error(1).startswith("standard input:3: ")


@pytest.mark.parametrize(
    ("name", "error"),
    [
        (".", "is a directory (name a file in it)"),
        ("none.csv", "no such file or directory (is the name right, and its folder there?)"),
        ("\0", "not a file name"),
    ],
)
def test_files_that_cannot_be_read(cook: Program, tmp_path: Path, name: str, error: str) -> None:
    for command in (["simulate", "--from", f"{tmp_path}/{name}", "--json"], ["weather", f"{tmp_path}/{name}"]):
        assert cook(*command).only_error(1).endswith(f": {error}")


def test_a_file_below_a_file_is_none(cook: Program, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert (
        cook("weather", tmp_path / "file" / "w.csv")
        .only_error(1)
        .endswith("/w.csv: not a directory (a part of the name before the last / is a file)")
    )


def test_a_kitchen_without_weather_reads_none(cook: Program, tmp_path: Path) -> None:
    error = cook("weather", "-", "--kitchen", "order", stdin=b"sunny\n").only_error(2)
    assert error == "--kitchen: this kitchen has no weather (choose one that has)"


def test_what_was_decided_is_told_on_standard_error(cook: Program) -> None:
    run = cook("weather", "-", stdin=b"date,rain (inch)\n2024-01-01,0.03\n2024-01-02,0.04\n")
    assert run.lines == ["sunny", "rainy"]
    assert run.err == ("cook: standard input: column 'rain (inch)' (inch), rainy from 1 mm: 1 sunny, 1 rainy\n")


class TestSeattle:
    """The real file: its words and its amounts disagree."""

    FILE = Path(__file__).parent.parent / "data" / "seattle-weather.csv"

    @pytest.mark.parametrize(("options", "rainy"), [((), 720), (("--column", "precipitation", "--units", "mm"), 506)])
    def test_days_and_rainy_days(self, cook: Program, options: tuple[str, ...], rainy: int) -> None:
        lines = cook("weather", self.FILE, *options).lines
        assert (len(lines), lines.count("rainy")) == (1461, rainy)

    def test_a_document_has_every_date(self, cook: Program) -> None:
        days = cook("simulate", "--from", self.FILE, "--json", "--no-vectors").json["days"]
        assert (days[0]["date"], days[-1]["date"], len(days)) == ("2012-01-01", "2015-12-31", 1461)

    def test_a_diary_has_the_columns_that_training_reads(self, cook: Program) -> None:
        lines = cook("simulate", "--from", self.FILE, "--format", "csv").lines
        assert lines[0] == "day,date,weather,previous,dish"
        assert len(lines) == 1462

    def test_a_diary_is_weather_again(self, cook: Program) -> None:
        diary = cook("simulate", "--from", self.FILE, "--format", "csv")
        again = cook("simulate", "--from", "-", "--format", "csv", stdin=diary.stdout)
        assert again.stdout == diary.stdout
