"""Standard input, output and error as shells connect them: pipes that close, full disks, nothing at all."""

import os
import subprocess
from pathlib import Path

import pytest

from cooking_rnn.render import records
from tests.benchmarks.memory import MOST, peak
from tests.benchmarks.texts import write_words
from tests.cli.program import COMMAND, Program, shell, strict_json

FULL = Path("/dev/full")
CLOSED = "standard output: closed (send it to /dev/null to see nothing)"

PRINTING = ["simulate --json", "simulate", "explain", "weather --days 9 --seed 1", "--help", "--version"]

needs_full = pytest.mark.skipif(not FULL.exists(), reason="no /dev/full on this system")


class TestInAShell:
    """A few of the cases below as processes of their own, to see what the interpreter does at its end."""

    def test_a_reader_that_leaves_is_no_error(self) -> None:
        run = shell("cook simulate --kitchen order --days 30000 --format menu | head -1; exit ${PIPESTATUS[0]}")
        assert (run.code, run.out, run.err) == (0, "crayfish\n", "")

    @needs_full
    def test_a_full_disk_is_one_line(self) -> None:
        run = shell("cook simulate --weather sunny >/dev/full")
        assert run.only_error(1) == "standard output: no space left on device"

    def test_nothing_to_write_to_is_one_line(self) -> None:
        assert shell("cook simulate --weather sunny >&-").only_error(1) == CLOSED

    def test_weather_into_a_menu(self) -> None:
        run = shell("cook weather --days 3 --rain 1 --seed 0 | cook simulate --from - --format menu")
        assert (run.code, run.out, run.err) == (0, "crayfish\nguobaorou\npotato\n", "")


def test_explained_as_a_document_has_every_step_with_its_matrix(cook: Program) -> None:
    (day,) = cook("explain", "--weather", "rainy", "--json").json["days"]
    steps = {step["name"]: step for step in day["steps"]}
    assert list(steps) == ["dish", "weather", "from_food", "from_weather", "sum", "hardmax", "next_dish"]
    food = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 1], [1, 0, 0], [0, 1, 0]]
    assert steps["from_food"] == {
        "name": "from_food", "formula": "Food · dish", "matrix": food, "value": [1, 0, 0, 0, 1, 0]
    }  # fmt: skip
    assert steps["from_weather"]["matrix"] == [[1, 0], [1, 0], [1, 0], [0, 1], [0, 1], [0, 1]]
    assert steps["sum"]["value"] == [1, 0, 0, 1, 2, 1]
    assert steps["sum"]["matrix"] is None
    (day,) = cook("explain", "--weather", "rainy", "--json", "--as-rnn").json["days"]
    steps = {step["name"]: step for step in day["steps"]}
    joined = [[*row, *row, *ones] for row, ones in zip(food, [[1, 0]] * 3 + [[0, 1]] * 3, strict=True)]
    assert steps["product"]["matrix"] == joined


def test_a_line_with_vectors_is_the_diary_s_line_and_the_document_s_vectors(cook: Program) -> None:
    days = cook("simulate", "--json").json["days"]
    plain, full = (
        [strict_json(line) for line in cook("simulate", "--format", "jsonl", *more).lines]
        for more in ((), ["--vectors"])
    )
    assert [{**line, "vectors": day["vectors"]} for line, day in zip(plain, days, strict=True)] == full


@needs_full
@pytest.mark.parametrize("command", PRINTING)
def test_a_full_disk(cook: Program, command: str) -> None:
    with FULL.open("w") as full:
        error = cook(*command.split(), stdout=full).error(1)
    assert error == "standard output: no space left on device"


@pytest.mark.parametrize("command", PRINTING)
def test_a_reader_that_has_gone(cook: Program, command: str) -> None:
    theirs, ours = os.pipe()
    os.close(theirs)
    with os.fdopen(ours, "w") as pipe:
        run = cook(*command.split(), stdout=pipe)
    assert run.code == 0
    assert "error" not in run.err


@pytest.mark.parametrize("command", PRINTING)
def test_no_standard_output(cook: Program, command: str) -> None:
    assert cook(*command.split(), closed="stdout").only_error(1) == CLOSED


def test_too_little_memory_is_one_line(cook: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(records, "write_document", none)
    assert cook("simulate", "--weather", "sunny", "--json").only_error(1).startswith("memory: not enough of it (")


def test_a_picture_to_a_link_to_itself(cook: Program, tmp_path: Path) -> None:
    (tmp_path / "loop.svg").symlink_to("loop.svg")
    error = cook("simulate", "--weather", "sunny", "--save", tmp_path / "loop.svg").only_error(1)
    assert error.startswith(f"{tmp_path}/loop.svg: too many levels of symbolic links")


def test_no_standard_input(cook: Program) -> None:
    error = cook("simulate", "--from", "-", closed="stdin").only_error(1)
    assert error == "standard input: closed (pipe weather into it)"


def test_no_standard_error(cook: Program) -> None:
    run = cook("simulate", "--weather", "snowny", closed="stderr")
    assert (run.code, run.stdout) == (2, b"")
    assert cook("simulate", "--format", "menu", closed="stderr").code == 0


@pytest.mark.slow
@pytest.mark.parametrize("form", ["menu", "csv", "jsonl"])
def test_each_day_is_shown_as_it_comes(form: str) -> None:
    with subprocess.Popen(
        [*COMMAND, "simulate", "--from", "-", "--format", form], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for day, dish in enumerate([b"crayfish", b"guobaorou", b"potato"]):
            process.stdin.write(b"rainy\n")
            process.stdin.flush()
            if form == "csv" and not day:
                assert process.stdout.readline() == b"day,weather,previous,dish\n"
            assert dish in process.stdout.readline()
        process.stdin.close()
    assert process.returncode == 0


@pytest.mark.parametrize("form", ["menu", "csv", "jsonl"])
def test_a_bad_word_far_down_stops_after_all_that_came_before(cook: Program, form: str) -> None:
    before = 123_456
    run = cook("simulate", "--from", "-", "--format", form, stdin=b"rainy\n" * before + b"rany\n" + b"sunny\n" * 1000)
    assert run.error(1).startswith(f"standard input:{before + 1}: unknown weather 'rany'")
    assert run.stdout.endswith(b"\n")
    assert len(run.lines) == before + (form == "csv")


@pytest.mark.slow
@pytest.mark.parametrize("form", ["menu", "csv", "jsonl"])
def test_memory_does_not_grow(tmp_path: Path, form: str) -> None:
    peaks = []
    for count in (3_000_000, 10_000_000):
        write_words(tmp_path / "weather.txt", count)
        peaks.append(peak(*COMMAND, "simulate", "--from", str(tmp_path / "weather.txt"), "--format", form))
    assert max(peaks) < MOST
    assert peaks[1] < peaks[0] + 5


@pytest.mark.slow
def test_memory_of_a_document_does_not_grow_with_its_days() -> None:
    peaks = [peak(*COMMAND, "weather", "--days", str(days), "--json") for days in (300_000, 1_000_000)]
    assert peaks[1] < peaks[0] + 5


@pytest.mark.slow
def test_scoring_a_deep_network_takes_no_gigabyte() -> None:
    assert peak(*COMMAND, "train", "--hidden", "40", "--layers", "40", "--steps", "1") < 512
