# ruff: noqa: E501 - an error stands here in one line, as it does on the terminal
"""What was typed wrong: exit code 2, one line, and nothing else."""

import shlex
from pathlib import Path

import pytest

from tests.cli.program import Program, spawn

DISHES = "choices: potato, crayfish, guobaorou"
WEATHERS = "choices: sunny, rainy"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ("simulate --weather ''", "--weather: empty (give it a value, or leave it out)"),
        ("simulate --weather '   '", f"--weather: no weather ({WEATHERS})"),
        ("simulate --weather sunny,,rainy", f"--weather day 2: an empty day ({WEATHERS})"),
        ("simulate --weather sunny,", f"--weather day 2: an empty day ({WEATHERS})"),
        ("simulate --weather sunny,rany", f"--weather day 2: unknown weather 'rany' (did you mean 'rainy'? {WEATHERS})"),
        ("simulate --weather qqq", f"--weather day 1: unknown weather 'qqq' ({WEATHERS})"),
        ("simulate --weather 'a\nb\x1b[31m'", rf"--weather day 1: unknown weather 'a\nb\x1b[31m' ({WEATHERS})"),
        ("simulate --weather sunny --from x.txt", "--weather: together with --from (leave one of them out)"),
        ("simulate --days 3", "--days: this kitchen has weather (say --weather instead)"),
        ("simulate --kitchen order --weather sunny", "--weather: this kitchen has no weather (say --days N instead)"),
        ("simulate --kitchen order --from x.txt", "--from: this kitchen has no weather (say --days N instead)"),
        ("simulate --kitchen order --days 0", "--days: 0 is out of range (from 1 to 100,000,000)"),
        ("simulate --kitchen order --days -4", "--days: -4 is out of range (from 1 to 100,000,000)"),
        ("simulate --days three", "--days: 'three' is not a whole number (see cook simulate --help)"),
        ("simulate --wet much", "--wet: 'much' is not a number (see cook simulate --help)"),
        ("simulate --wet nan", "--wet: nan mm (an amount above 0 mm from which a day is rainy)"),
        ("simulate --start potatoe", f"--start: unknown dish 'potatoe' (did you mean 'potato'? {DISHES})"),
        ("explain --start ''", "--start: empty (give it a value, or leave it out)"),
        ("explain --weather sunny --day 2", "--day: there is no day 2 (days 1 to 1)"),
        ("explain --weather sunny --day 0", "--day: there is no day 0 (days 1 to 1)"),
        ("explain --weather sunny --only-step 8", "--only-step: 8 is out of range (from 1 to 7)"),
        ("explain --weather sunny --only-step 0", "--only-step: 0 is out of range (from 1 to 7)"),
        ("explain --only-step 5 --json", "--only-step: together with --json (it has every step)"),
        ("explain --only-step 5 --quiz", "--only-step: together with --quiz (a quiz asks for dishes)"),
        ("explain --quiz --json", "--quiz: together with --json (a quiz needs somebody to answer)"),
        ("simulate --format jsn", "--format: unknown choice 'jsn' (did you mean 'json'? choices: table, json, jsonl, csv, menu)"),
        ("explain --format csv", "--format: unknown choice 'csv' (choices: table, json)"),
        ("simulate --json --format csv", "--json: together with --format csv (leave one of them out)"),
        ("simulate --format menu --vectors", "--vectors: a menu has only dishes (say --format jsonl)"),
        ("simulate --format csv --vectors", "--vectors: a row of CSV has no place for a list (say --format jsonl)"),
        ("simulate --lang zhh", "--lang: unknown choice 'zhh' (did you mean 'zh'? choices: en, zh)"),
        ("simulate --units m", "--units: unknown choice 'm' (did you mean 'mm'? choices: mm, tenths-mm, inch)"),
        ("simulate --kitchen romanc", "--kitchen: unknown kitchen 'romanc' (did you mean 'romance'? choices: weather, order, romance, cycle5, or a file such as mine.toml)"),
        ("kitchen show ordr", "KITCHEN: unknown kitchen 'ordr' (did you mean 'order'? choices: weather, order, romance, cycle5, or a file such as mine.toml)"),
        ("compare romanc order", "COOK: unknown kitchen 'romanc' (did you mean 'romance'? choices: weather, order, romance, cycle5, or a file such as mine.toml)"),
        ("compare romance ordr", "OTHER: unknown kitchen 'ordr' (did you mean 'order'? choices: weather, order, romance, cycle5, or a file such as mine.toml)"),
        ("diagram --picture network --weather sunny", "--weather: together with --picture network (only --picture unrolled has days)"),
        ("diagram --days 3", "--days: together with --picture network (only --picture unrolled has days)"),
        ("diagram --picture unrolled --days 3", "--days: this kitchen has weather (say --weather instead)"),
        ("diagram --picture loop", "--picture: unknown choice 'loop' (choices: network, unrolled, states, cell)"),
        ("diagram --picture cell", "--picture: a kitchen has no cells (name a network that was trained, or a cell)"),
        ("diagram --as dott", "--as: unknown choice 'dott' (did you mean 'dot'? choices: text, mermaid, dot, tikz)"),
        ("worksheet --task lstn", "--task: unknown choice 'lstn' (did you mean 'lstm'? choices: kitchen, rnn, lstm, backward, ngram)"),
        ("worksheet --level 4", "--level: 4 is out of range (from 1 to 3)"),
        ("worksheet --seed -1", "--seed: -1 is out of range (from 0 to 9,223,372,036,854,775,807)"),
        ("worksheet --save sheet.svg", "--save: 'sheet.svg' is not the name of a sheet (end it in .html, .md, .tex, .typ or .csv)"),
        ("worksheet --check a.csv", "--check: whose sheets were they? (say --students names.txt, or --seed where all had the same sheet)"),
        ("worksheet --check a.csv --key --seed 1", "--key: together with --check (leave one of them out)"),
        ("worksheet --check a.csv --seed 1 --save a.tex", "--save: marks are saved as a page (end it in .html)"),
        ("simulate --save menu.png", "--save: 'menu.png' is not the name of a picture (end it in .svg or .html)"),
        ("simulate --save menu.svg --json", "--save: together with json (a picture is of a table)"),
        ("simulate --weather sunny --weather rainy", "--weather: given twice (leave one of them out)"),
        ("explain --json --json", "--json: given twice (leave one of them out)"),
        ("fill", "DIARY.csv: missing (see cook fill --help)"),
        ("kitchen new mine.txt", "FILE.toml: 'mine.txt' is not the name of a kitchen (end it in .toml)"),
        ("simulate --weater sunny", "--weater: unknown option (did you mean '--weather'? choices: --weather, "),
        ("simulate --weather", "--weather: a value is missing (see cook --help)"),
        ("simulate --json=yes", "--json: takes no value (see cook --help)"),
        ("simulate rainy", "simulate: 'rainy' is more than it takes (say --weather rainy)"),
        ("simulate sunny,rainy", "simulate: 'sunny,rainy' is more than it takes (say --weather sunny,rainy)"),
        ("simulate sunny rainy", "simulate: 'sunny rainy' is more than it takes (say --weather sunny,rainy)"),
        ("explain /", "explain: '/' is more than it takes (say --from /)"),
        ("explain a.npz", "explain: 'a.npz' is more than it takes (say --model a.npz)"),
        ("diagram --model a.npz", "--model: unknown option (say the file alone: cook diagram FILE.npz)"),
        ("extract --model a.npz", "--model: unknown option (say the file alone: cook extract FILE.npz)"),
        ("kitchen --json show", "--json: an option of a command (say it after the command: cook kitchen list --json)"),
        ("simulat", "COMMAND: unknown command 'simulat' (did you mean 'simulate'? choices: learn, language, simulate, "),
        ("--versoin", "--versoin: unknown option (did you mean '--version'? choices: "),
        ("kitchen", "kitchen: a command is missing (see cook kitchen --help)"),
        ("kitchen lst", "kitchen: unknown command 'lst' (did you mean 'list'? choices: list, show, check, export, new)"),
        ("weather", "weather: neither a FILE nor --days (give one of them)"),
        ("weather x.txt --days 3", "weather: both a FILE and --days (give one of them)"),
        ("weather x.txt --rain 0.5", "--rain: together with a FILE (chance needs --days N)"),
        ("simulate --weather sunny --column foo", "--column: without --from (it is about a file that is read)"),
        ("simulate --weather sunny --units mm", "--units: without --from (it is about a file that is read)"),
        ("explain --wet 2", "--wet: without --from (it is about a file that is read)"),
        ("explain --weather sunny --missing skip", "--missing: without --from (it is about a file that is read)"),
        ("simulate --all --format csv", "--all: together with --format csv (every day is there without it)"),
        ("simulate --all --json", "--all: together with --format json (every day is there without it)"),
        ("weather --days 3 --column foo", "--column: together with --days (it is about a FILE that is read)"),
        ("weather --days 3 --missing bogus", "--missing: together with --days (it is about a FILE that is read)"),
        ("weather --days 3 --units mm", "--units: together with --days (it is about a FILE that is read)"),
        ("weather --days 3 --kitchen nosuch", "--kitchen: unknown kitchen 'nosuch' (choices: weather, order, romance, cycle5, or a file such as mine.toml)"),
        ("weather --days 3 --kitchen order", "--kitchen: this kitchen has no weather (choose one that has)"),
        ("weather --days 0", "--days: 0 is out of range (from 1 to 100,000,000)"),
        ("weather --days 9223372036854775807", "--days: 9223372036854775807 is out of range (from 1 to 100,000,000)"),
        ("weather --days 3 --rain 2", "--rain: 2 is not a share (from 0 to 1)"),
        ("weather --days 3 --rain nan", "--rain: nan is not a share (from 0 to 1)"),
        ("weather --days 3 --rain 0.1 --stay 0.2", "--stay: 0.2 is not possible with --rain 0.1 (from 0.8 to 1, or leave it out for independent days)"),
        ("weather --days 3 --rain 0 --stay 0.5", "--stay: 0.5 is not possible with --rain 0 (only 1 is, or leave it out for independent days)"),
        ("weather --days 3 --seed -1", "--seed: -1 is negative (give 0 or more)"),
        ("soften --gain 0", "--gain: '0' is not a gain (numbers above 0, or inf, such as 1,2.5,inf)"),
        ("soften --gain 1,-2", "--gain: '-2' is not a gain (numbers above 0, or inf, such as 1,2.5,inf)"),
        ("soften --gain 1,nan", "--gain: 'nan' is not a gain (numbers above 0, or inf, such as 1,2.5,inf)"),
        ("soften --gain sharp", "--gain: 'sharp' is not a gain (numbers above 0, or inf, such as 1,2.5,inf)"),
        ("soften --gain ' '", "--gain: '' is not a gain (numbers above 0, or inf, such as 1,2.5,inf)"),
        ("soften --gain 1,,2", "--gain: '' is not a gain (numbers above 0, or inf, such as 1,2.5,inf)"),
        ("soften --gain 1e300", "--gain: 1e+300 is out of range (above 0 and at most 1000000, or inf)"),
        ("soften --days 10,0", "--days: '0' is not a day (whole numbers from 1, such as 10,100)"),
        ("soften --days 2.5", "--days: '2.5' is not a day (whole numbers from 1, such as 10,100)"),
        ("soften --days 9999999999", "--days: 9999999999 is out of range (from 1 to 1,000,000)"),
        ("soften --days 1000000", "--days: 2,400,000,000 days in all seasons at all gains (at most 100,000,000)"),
        ("soften --seasons 0", "--seasons: 0 is out of range (from 1 to 16,666)"),
        ("soften --seed -1", "--seed: -1 is out of range (from 0 to 9,223,372,036,854,775,807)"),
        ("soften --format csv", "--format: unknown choice 'csv' (choices: table, json)"),
        ("soften --save a.svg --json", "--save: together with json (a picture is of a table)"),
    ],
)  # fmt: skip
def test_one_line_says_where_what_and_what_to_do(cook: Program, arguments: str, error: str) -> None:
    told = cook(*shlex.split(arguments)).only_error(2)
    assert told == error if error.endswith(")") else told.startswith(error)


def test_a_start_in_a_file_of_weather_is_said_with_the_options_that_go_together(cook: Program) -> None:
    assert cook("simulate", "--from", "-", "--missing", "rany", stdin=b"sunny\n").only_error(2) == (
        "--missing: unknown choice 'rany' (choices: skip|sunny|rainy)"
    )


def test_an_unknown_column_is_named_with_the_columns_that_there_are(cook: Program) -> None:
    run = cook("simulate", "--from", "-", "--column", "rian", stdin=b"date,rain (mm)\n2024-01-01,3\n")
    assert run.only_error(2) == ("--column: no column 'rian' in standard input:1 (choices: date, rain (mm))")


def test_a_kitchen_of_other_weathers_asks_for_its_own(cook: Program, tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("kitchens") / "a.toml"
    file.write_text('dishes = ["a"]\n[weathers]\nhot = "same"\ncold = "next"\n')
    assert cook("simulate", "--kitchen", file).only_error(2) == "--weather: missing (choices: hot, cold)"


def test_chance_needs_a_kitchen_of_sunny_and_rainy(cook: Program, tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    file.write_text('dishes = ["a"]\n[weathers]\nhot = "same"\n')
    error = cook("weather", "--days", 3, "--kitchen", file).only_error(2)
    assert error == "--kitchen: chance makes sunny and rainy (choose a kitchen that has both)"
    file.write_text('dishes = ["a"]\n[weathers]\nhot = "same"\nrainy = "next"\nsunny = "same"\n')
    options = ("weather", "--days", 30, "--seed", 1)
    assert cook(*options, "--kitchen", file).out == cook(*options).out


@pytest.mark.parametrize("lang", ["fr", "english", "zhx", " en"])
def test_the_language_of_the_environment_is_named_where_it_stands(cook: Program, lang: str) -> None:
    error = cook("simulate", "--weather", "sunny", COOK_LANG=lang).only_error(2)
    assert error == f"COOK_LANG: unknown choice '{lang}' (choices: en, zh)"


def test_the_language_may_stand_before_the_command_or_after_it(cook: Program) -> None:
    after = cook("simulate", "--weather", "snow", "--lang", "zh")
    for run in (
        cook("--lang", "zh", "simulate", "--weather", "snow"),
        cook("--lang=zh", "simulate", "--weather", "snow"),
    ):
        assert run == after
    assert "雨天" in after.out
    assert cook("--lang", "zh", "simulate", "--json", "--json").only_error(2) == "--json: 给了两次 (去掉其中一个)"


@pytest.mark.parametrize(
    ("option", "value", "code"),
    [("--weather", "\udcff", 2), ("--start", "\udcff", 2), ("--from", "\udcff", 1), ("--kitchen", "\udcff.toml", 1)],
)
def test_arguments_that_are_no_text_are_an_error_like_any_other(
    cook: Program, option: str, value: str, code: int
) -> None:
    """Bytes that are not UTF-8 come in as lone surrogates, which nothing can print."""
    assert cook("simulate", option, value).only_error(code)


def test_a_process_of_its_own_says_the_same() -> None:
    """What the other tests run in this process is what `cook` and `python -m cooking_rnn` run."""
    run = spawn("simulate", "--weather", "sunny,rany")
    assert run.only_error(2) == f"--weather day 2: unknown weather 'rany' (did you mean 'rainy'? {WEATHERS})"
