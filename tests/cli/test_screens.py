"""What is printed fits where it is read: any width, any encoding, with colour and without."""

import os
from collections import Counter
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.cli.program import Program, spawn

COMMANDS = [
    "simulate",
    "simulate --no-vectors",
    "explain --day 4",
    "explain --day 4 --as-rnn",
    "explain --day 4 --as-lstm",
    "kitchen list",
    "kitchen show",
    "kitchen check",
    "diagram",
    "diagram --picture states",
    "diagram --picture unrolled",
    "soften --days 10,40 --seasons 5",
]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("command", COMMANDS)
def test_on_the_narrowest_screen_nothing_fails(cook: Program, command: str, lang: str) -> None:
    """From 40 columns on, `tests/report/test_width.py` holds every report to the law."""
    run = cook(*command.split(), "--lang", lang, COLUMNS="1")
    assert run.code == 0
    assert all(cell_len(line) <= 10 for line in run.lines), run.out


@pytest.mark.parametrize("command", ["simulate", "kitchen list", "kitchen check", "diagram --picture states"])
def test_below_40_columns_everything_wraps_and_nothing_is_lost(cook: Program, command: str) -> None:
    def ink(columns: int) -> Counter[str]:
        shown = cook(*command.split(), "--lang", "en", COLUMNS=str(columns)).out
        return Counter(char for char in shown if char.isalnum())

    assert ink(1) == ink(20) == ink(40)


@pytest.mark.parametrize("columns", ["", "0", "-5", "wide", "１２", "9" * 30])
def test_columns_that_mean_nothing_are_passed_over(cook: Program, columns: str) -> None:
    assert cook("kitchen", "list", COLUMNS=columns).out == cook("kitchen", "list").out


def test_on_a_pipe_a_table_is_as_wide_as_its_content(cook: Program) -> None:
    assert max(map(cell_len, cook("simulate").lines)) > 130


def cells(line: str) -> list[str]:
    """Return the line a terminal column an entry; the second half of a wide character is empty."""
    spread: list[str] = []
    for char in line:
        if width := cell_len(char):
            spread += [char, *[""] * (width - 1)]
        else:
            spread[-1] += char  # it stands upon the one before
    return spread


@pytest.mark.parametrize("name", ["[/b]", ":pizza:", "菜" * 400, "🍕🥔", "e\u0301te\u0301", "한국어"])
def test_columns_stand_below_their_headings(cook: Program, tmp_path: Path, name: str) -> None:
    file = tmp_path / "k.toml"
    file.write_text(f'dishes = ["{name}", "b"]\n[weathers]\nsunny = "same"\nrainy = "next"\n', encoding="utf-8")
    run = cook("simulate", "--kitchen", file, "--weather", "sunny,rainy,rainy", "--no-vectors")
    heading, _, start, *rows = [cells(line) for line in run.lines[1:7]]
    starts = ["".join(heading).index(word) for word in ("weather", "rule", "yesterday", "dish")]
    table = [
        ["".join(row[start:end]).strip() for start, end in zip(starts, [*starts[1:], None], strict=True)]
        for row in rows
    ]
    assert "".join(start).split() == ["0", name]
    assert table == [
        ["sunny", "same", name, name],
        ["rainy", "next", name, "b"],
        ["rainy", "next", "b", name],
    ]


class TestEncodings:
    def test_ascii_is_enough(self, cook: Program) -> None:
        """Lines, brackets and marks are drawn with what there is, each as wide as what it stands for."""
        for command in COMMANDS:
            plain = cook(*command.split(), "--lang", "en", encoding="ascii")
            assert plain.code == 0
            assert plain.stdout.isascii()
            assert ("?" in plain.out) == (command == "kitchen show"), command  # it lists the Chinese names
            full = cook(*command.split(), "--lang", "en")
            assert [cell_len(line) for line in plain.lines] == [cell_len(line) for line in full.lines]

    def test_chinese_in_ascii_keeps_its_columns(self, cook: Program) -> None:
        plain, full = (cook("simulate", "--lang", "zh", encoding=encoding).lines for encoding in ("ascii", "utf-8"))
        assert [cell_len(line) for line in plain] == [cell_len(line) for line in full]

    def test_chinese_in_a_chinese_encoding(self, cook: Program) -> None:
        assert "土豆丝" in cook("simulate", "--lang", "zh", encoding="gb18030").stdout.decode("gb18030")

    def test_errors_in_ascii(self, cook: Program) -> None:
        run = cook("simulate", "--weather", "下雹", encoding="ascii")
        assert run.only_error(2) == "--weather day 1: unknown weather '????' (choices: sunny, rainy)"

    @pytest.mark.slow
    def test_a_process_without_any_locale(self) -> None:
        """What PYTHONIOENCODING and the C locale make of standard output."""
        plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
        run = spawn("explain", "--lang", "zh", "--day", 1, env={**os.environ, **plain})
        assert (run.code, run.stdout.isascii()) == (0, True)


class TestColour:
    def test_there_is_none_on_a_pipe(self, cook: Program) -> None:
        assert "\x1b" not in cook("simulate", FORCE_COLOR="1", CLICOLOR_FORCE="1").out

    def test_the_winner_shows_without_it(self, cook: Program) -> None:
        assert "1(2)1" in cook("simulate", "--weather", "rainy").out


class TestLongTables:
    @pytest.mark.parametrize("days", [200, 201])
    def test_more_than_200_days_show_their_two_ends(self, cook: Program, days: int) -> None:
        run = cook("simulate", "--kitchen", "order", "--days", days, "--no-vectors")
        numbers = [int(line.split()[0]) for line in run.lines if line.split() and line.split()[0].isdecimal()]
        assert numbers == [*range(201)] if days == 200 else [*range(11), *range(192, 202)]
        assert ("181 days between (--all shows them)" in run.out) == (days == 201)

    def test_all_shows_all(self, cook: Program) -> None:
        run = cook("simulate", "--kitchen", "order", "--days", 300, "--no-vectors", "--all")
        assert len(run.lines) == 300 + 4

    @pytest.mark.parametrize("days", [300_000, pytest.param(10_000_000, marks=pytest.mark.slow)])
    def test_a_season_of_many_years(self, cook: Program, days: int) -> None:
        weather = b"sunny\nrainy\n" * (days // 2)
        run = cook("simulate", "--from", "-", stdin=weather)
        assert len(run.lines) < 40
        assert f"{days - 20:,} days between" in run.out
        last = next(line for line in run.lines if line.split()[:1] == [str(days)])
        dish = ["shredded potato", "crayfish", "crispy pork"][days // 2 % 3]
        assert last.endswith(dish)
