"""A study: what a run comes to, what a file of runs keeps, and what may stop it."""

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from cooking_rnn.errors import CookError
from cooking_rnn.insight.study import Run, run, study, wilson
from tests.cli.program import COMMAND, Program


@pytest.fixture
def cook(monkeypatch: pytest.MonkeyPatch) -> Program:
    return Program(monkeypatch)


SHORT: Any = {"steps": 1, "length": 4, "hidden": [2]}  # nothing is learned, in no time
TYPED = ("study", "--steps", "1", "--length", "4", "--hidden", "2", "--seeds", "2")


@pytest.mark.parametrize(
    ("right", "of", "low", "high"),  # Newcombe (1998), table I, method 3
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson(right: int, of: int, low: float, high: float) -> None:
    assert wilson(right, of) == pytest.approx((low, high), abs=5e-5)
    assert wilson(of - right, of) == pytest.approx((1 - high, 1 - low), abs=5e-5)


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def without_seconds(file: Path) -> list[dict[str, Any]]:
    told = sorted(lines(file), key=lambda line: (line["seed"], line["cell"]))
    return [{name: value for name, value in line.items() if name != "seconds"} for line in told]


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "study.jsonl"


class TestRuns:
    @pytest.mark.slow
    def test_a_run_that_learns_it(self) -> None:
        (group,) = study(seeds=2).groups
        assert (group.right, group.extracted, group.proved) == (2, 2, 2)
        assert group.accuracy == ((40, 1), (400, 1), (4000, 1))
        assert group.climates == (2, 2)

    def test_a_line_is_all_that_is_needed_to_do_it_again(self, output: Path) -> None:
        study(["cycle5"], seeds=1, output=output, **SHORT)
        (line,) = lines(output)
        asked = [*line][: [*line].index("seed") + 1]
        again = {**run({name: line[name] for name in asked}), "seconds": line["seconds"]}
        assert again == line

    @pytest.mark.slow
    def test_a_longer_diary_teaches_more(self) -> None:
        short, long = study(seeds=2, diary_days=[30, 3000], steps=400).groups
        assert short.accuracy[0][1] < long.accuracy[0][1]
        assert long.right == 2

    def test_a_diary_without_all_names_teaches_nothing_that_can_be_scored(self) -> None:
        (group,) = study(["cycle5"], seeds=1, diary_days=[5], **SHORT).groups
        assert (group.accuracy, group.right, group.proved) == ((), 0, 0)

    def test_baselines_stand_beside_the_cells(self) -> None:
        groups = study(seeds=1, baselines=["ngram", "rotation"], **SHORT).groups
        assert [(group.setup.cell, group.right) for group in groups] == [("simple", 0), ("ngram", 0), ("rotation", 1)]

    @pytest.mark.slow
    def test_both_ways_stand_beside_one_way(self) -> None:
        one, both = study(seeds=1, bidirectional=True, steps=300).groups
        assert (one.setup.bidirectional, both.setup.bidirectional) == (False, True)
        assert one.accuracy[0][1] < both.accuracy[0][1]


class TestFile:
    def test_runs_of_before_there_were_climates_are_read(self, output: Path) -> None:
        study(seeds=1, output=output, **SHORT)
        (line,) = lines(output)
        before = {name: value for name, value in line.items() if name != "climates"}
        output.write_text(json.dumps(before) + "\n")
        (group,) = study(seeds=1, output=output, **SHORT).groups
        assert group.climates == (0, 0)
        assert lines(output) == [before]

    @pytest.mark.slow
    def test_only_what_is_missing_is_run(self, output: Path) -> None:
        study(seeds=2, output=output, **SHORT)
        before = output.read_text("utf-8")
        asked = []

        def watch(runs: Iterator[Run], count: int) -> Iterator[Run]:
            for each in runs:
                asked.append((each.setup.cell, each.seed, count))
                yield each

        result = study(seeds=3, cells=["simple", "lstm"], output=output, watch=watch, **SHORT)
        assert asked == [("lstm", 0, 4), ("lstm", 1, 4), ("simple", 2, 4), ("lstm", 2, 4)]
        assert [(len(group.runs), group.setup.cell) for group in result.groups] == [(3, "simple"), (3, "lstm")]
        assert output.read_text("utf-8").startswith(before)
        assert len(lines(output)) == 6

    @pytest.mark.slow
    @pytest.mark.parametrize("left", [b"{", b'{"study": 1, "kitchen": "romance"}'])
    def test_what_a_kill_left_of_a_line_is_run_again(self, output: Path, left: bytes) -> None:
        study(seeds=2, output=output, **SHORT)
        whole = output.read_bytes().splitlines(keepends=True)
        output.write_bytes(whole[0] + left)
        study(seeds=2, output=output, **SHORT)
        assert [line["seed"] for line in lines(output)] == [0, 1]

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("a diary\n", "study.jsonl:1: not a run of a study (choose another output)"),
            ("a diary", "study.jsonl:1: not a run of a study (choose another output)"),
            ("[1]\n", "study.jsonl:1: not a run of a study (choose another output)"),
            ("[" * 100_000 + "\n", "study.jsonl:1: not a run of a study (choose another output)"),
            ('{"study": 1}\n', "study.jsonl:1: not a run of a study (choose another output)"),
            ('{"study": 7}\n', "study.jsonl:1: a run of version 7, not 1 (choose another output)"),
        ],
    )
    def test_what_is_no_study_stays_as_it_is(self, output: Path, text: str, told: str) -> None:
        output.write_text(text)
        with pytest.raises(CookError) as caught:
            study(seeds=1, output=output, **SHORT)
        assert str(caught.value).endswith(told)
        assert output.read_text() == text

    def test_other_settings_and_other_kitchens_are_refused(self, output: Path) -> None:
        study(["order"], seeds=1, output=output, **SHORT)
        with pytest.raises(CookError, match=r"study.jsonl:1: a run with length 4, not 5 .choose another output"):
            study(["order"], seeds=1, output=output, **{**SHORT, "length": 5})
        other = output.with_name("order.toml")
        other.write_text('dishes = ["a", "b"]\nrule = "next"\n')
        with pytest.raises(CookError, match=r"study.jsonl:1: the kitchen 'order' has changed since"):
            study([other], seeds=1, output=output, **SHORT)
        assert len(lines(output)) == 1

    def test_two_do_not_write_one_file(self, output: Path, cook: Program) -> None:
        study(seeds=1, output=output, **SHORT)
        script = (
            "import pathlib, sys; from cooking_rnn.insight.runs import held\n"
            "with held(pathlib.Path(sys.argv[1])): print(flush=True); input()"
        )
        with subprocess.Popen(
            [sys.executable, "-c", script, str(output)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as other:
            assert other.stdout is not None
            other.stdout.readline()
            assert "another process adds to it" in cook(*TYPED, "--output", output).error(1)
            other.kill()
        assert cook(*TYPED, "--output", output).code == 0

    @pytest.mark.slow
    def test_a_full_disk_leaves_whole_lines(self, output: Path) -> None:
        study(seeds=1, output=output, **SHORT)
        before = output.read_bytes()
        script = (
            "import resource, sys; from cooking_rnn.insight.study import study\n"
            f"resource.setrlimit(resource.RLIMIT_FSIZE, ({len(before) + 100}, -1))\n"
            "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
            "study(seeds=2, output=sys.argv[1], steps=1, length=4, hidden=[2])"
        )
        done = subprocess.run([sys.executable, "-c", script, str(output)], capture_output=True, text=True, check=False)
        assert "study.jsonl: file too large" in done.stderr
        assert output.read_bytes() == before


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("--seeds 0", "--seeds: 0 is out of range (from 1 to 1,000,000)"),
        ("--cells gpt", "--cells: unknown choice 'gpt' (choices: simple, lstm, gru)"),
        ("--kitchens nosuch", "--kitchens: unknown kitchen 'nosuch'"),
        ("--hidden 16,x", "--hidden: 'x' is not a whole number above 0 (such as 16,32)"),
        ("--hidden 99999", "--hidden: 99999 is out of range (from 1 to 10,000)"),
        ("--jobs 999", "--jobs: 999 is out of range (from 1 to 256)"),
        ("--diary-days 4", "--diary-days: 4 is out of range (from 5 to 1,000,000)"),
        ("--baselines gpt", "--baselines: unknown choice 'gpt' (choices: ngram, window, rotation, diagonal)"),
        ("--bidirectional --baselines ngram", "--baselines: together with --bidirectional (they fill no blanks)"),
        ("--bidirectional --diary-days 9", "--diary-days: together with --bidirectional (leave one of them out)"),
        ("--scheduler tcp://a:1 --jobs 2", "--jobs: together with --scheduler (its workers are the jobs)"),
        ("--output study.csv", "--output: 'study.csv' is not the name of a study (end it in .jsonl)"),
        ("--seeds 9999 --hidden 1,2,3,4,5,6,7,8,9 --layers 1,2,3,4,5,6,7,8,9,10,11,12", "--seeds: 1,079,892 runs"),
    ],
)
def test_what_cannot_be_studied(cook: Program, typed: str, told: str) -> None:
    assert cook("study", *typed.split()).only_error(2).startswith(told)


@pytest.mark.slow
def test_what_is_said(cook: Program) -> None:
    shown = cook("study", "--seeds", "2", "--hidden", "1,16", "--steps", "400", COLUMNS="120").out
    assert "simple RNN 1 0 of 2 0 of 2 0 % to 65.8 %" in " ".join(shown.split())
    assert "simple RNN 16 2 of 2 2 of 2 34.2 % to 100 %" in " ".join(shown.split())
    assert "romance: 2 seeds do not tell simple RNN 16 from simple RNN 1." in shown


@pytest.mark.slow
class TestManyProcesses:
    def test_the_same_seed_is_the_same_line(self, tmp_path: Path) -> None:
        one, two = tmp_path / "one.jsonl", tmp_path / "two.jsonl"
        study(seeds=6, cells=["simple", "lstm"], steps=200, output=one)
        study(seeds=6, cells=["simple", "lstm"], steps=200, output=two, jobs=2)
        assert without_seconds(one) == without_seconds(two)

    @pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
    def test_workers_end_with_the_process_that_asked(self, output: Path, how: signal.Signals) -> None:
        process = subprocess.Popen(
            [*COMMAND, "study", "--seeds", "500", "--jobs", "2", "--output", str(output)], stdout=subprocess.DEVNULL
        )
        while not output.exists() or output.read_bytes().count(b"\n") < 3:
            time.sleep(0.1)
        workers = children(process.pid)
        assert len(workers) >= 2
        process.send_signal(how)
        assert process.wait(timeout=10) == (-how if how == signal.SIGKILL else 128 + how)
        deadline = time.monotonic() + 10
        while any(map(is_running, workers)):
            assert time.monotonic() < deadline
            time.sleep(0.1)
        kept = len(lines_that_are_whole(output))
        result = study(seeds=kept + 2, output=output)  # nobody holds it
        assert [run.seed for run in result.runs] == [*range(kept + 2)]

    @pytest.mark.skipif(find_spec("distributed") is None, reason="dask.distributed is not installed")
    def test_a_cluster_that_loses_a_worker(self, tmp_path: Path, output: Path) -> None:
        dask = (
            [sys.executable, "-m", "distributed.cli.dask_scheduler"],
            [sys.executable, "-m", "distributed.cli.dask_worker"],
        )
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = str(free.getsockname()[1])
        address, begun = f"tcp://127.0.0.1:{port}", []
        quiet: Any = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": tmp_path}
        try:
            begun.append(subprocess.Popen([*dask[0], "--host", "127.0.0.1", "--port", port, "--no-dashboard"], **quiet))
            begun += [
                subprocess.Popen([*dask[1], address, "--nthreads", "1", "--no-nanny", "--no-dashboard"], **quiet)
                for _ in range(2)
            ]

            def watch(runs: Iterator[Run], count: int) -> Iterator[Run]:
                for done, each in enumerate(runs):
                    if done == 10:
                        begun[1].kill()
                    yield each

            study(seeds=40, output=output, scheduler=address, watch=watch)
        finally:
            for process in begun:
                process.kill()
                process.wait()
        assert sorted(line["seed"] for line in lines(output)) == [*range(40)]
        alone = tmp_path / "alone.jsonl"
        study(seeds=40, output=alone, jobs=2)
        assert without_seconds(alone) == without_seconds(output)


def lines_that_are_whole(file: Path) -> list[str]:
    return [line for line in file.read_text("utf-8").splitlines(keepends=True) if line.endswith("\n")]


def children(pid: int) -> list[int]:
    return [
        int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()
    ]


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
