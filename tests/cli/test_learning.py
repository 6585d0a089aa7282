# ruff: noqa: E501 - an error stands here in one line, as it does on the terminal
"""Networks on the command line: trained, cooking, filling, read back, compared, and what can be wrong with each."""

import json
import shlex
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from rich.cells import cell_len

from cooking_rnn.network.storage import load, save
from cooking_rnn.training import loop
from tests.cli.program import Program, strict_json
from tests.cli.terminal import Terminal
from tests.models import random_model, trained_model


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with networks: one that cooks, one that fills, one that has learned nothing."""
    folder = tmp_path_factory.mktemp("models")
    save(trained_model(), folder / "cook.npz")
    save(trained_model("fill", bidirectional=True), folder / "fill.npz")
    save(random_model(cell="lstm", layers=2), folder / "new.npz")
    (folder / "text.npz").write_text("sunny\n")
    (folder / "diary.csv").write_text(DIARY)
    return folder


DIARY = "day,weather,previous,dish\n1,sunny,potato,potato\n2,,,\n3,sunny,,crayfish\n4,rainy,crayfish,guobaorou\n"
QUICK = "train --steps 12 --length 4 --batch 4 --hidden 4"


class TestTrain:
    def test_a_report_as_json(self, cook: Program) -> None:
        told = cook(*QUICK.split(), "--json").json
        assert (told["kitchen"], told["task"], told["cell"], told["parameters"]) == ("romance", "next", "simple", 48)
        assert (told["converged"], told["diverged"]) == (False, False)
        assert [row["days"] for row in told["accuracy"]] == [4, 40, 400]
        assert all(0 <= row["by_sequence"] <= row["by_day"] <= row["ceiling"] == 1 for row in told["accuracy"])
        assert [row["share"] for row in told["climates"]] == [0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 0.9, 0.98]
        assert {(row["weather"], row["days"]) for row in told["climates"]} == {("rainy", 400)}
        assert [point["step"] for point in told["loss"]] == [*range(1, 13)]
        assert (told["steps_taken"], told["restarts"]) == (12, 0)
        assert (told["weathers"], told["dishes"]) == (["sunny", "rainy"], ["potato", "crayfish", "guobaorou"])

    def test_a_network_is_trained_for_a_climate(self, cook: Program, tmp_path: Path) -> None:
        run = cook(*QUICK.split(), "--rain", 0.1, "--stay", 0.9, "--output", tmp_path / "a.npz")
        assert "where 10 % of the days are rainy. A day is like the day before with a chance of 90 %." in run.out
        assert load(str(tmp_path / "a.npz")).trained["rain"] == 0.1

    @pytest.mark.slow
    def test_a_network_is_right_in_its_climate_and_not_in_others(self, cook: Program) -> None:
        told = cook("train", "--rain", 0.1, "--json").json
        right = {row["share"]: row["by_day"] for row in told["climates"]}
        assert right[0.1] == 1 > right[0.98]

    def test_thorough_scores_on_longer_weather_too(self, cook: Program) -> None:
        told = cook(*QUICK.split(), "--thorough", "--json").json
        assert [row["days"] for row in told["accuracy"]] == [4, 40, 400, 4000]

    @pytest.mark.parametrize("lang", ["en", "zh"])
    @pytest.mark.parametrize("columns", ["40", "100"])
    def test_a_report_says_that_it_did_not_converge(self, cook: Program, lang: str, columns: str) -> None:
        run = cook(*QUICK.split(), "--lang", lang, COLUMNS=columns)
        assert ("没有收敛" if lang == "zh" else "did not converge") in run.out.replace(
            "\n", "" if lang == "zh" else " "
        )
        assert all(cell_len(line) <= int(columns) for line in run.lines)
        assert ("没有保存" if lang == "zh" else "not kept") in run.err

    def test_a_restart_is_reported(self, cook: Program, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(loop, "_PATIENCE", 2)
        monkeypatch.setattr(loop, "_SURE", 0)
        monkeypatch.setattr(loop, "CHECKS", ((1, 1.1, False),))  # nobody is so sure
        told = cook("train", "--length", 1, "--steps", 400, "--json").json
        assert (told["converged"], told["steps_taken"]) == (False, 400)
        assert told["restarts"] > 0
        for lang, words in (("en", "It started anew"), ("zh", "重新开始了")):
            out = cook("train", "--length", 1, "--steps", 400, "--lang", lang).out
            assert words in out
            assert "1 of 1 days" not in out

    def test_a_rate_that_is_too_large_diverges_and_says_so(self, cook: Program) -> None:
        run = cook(*QUICK.split(), "--rate", "1e38", "--json")
        told = strict_json(run.out)
        assert told["diverged"]
        assert told["loss"][-1]["loss"] is None
        assert "diverged" in cook(*QUICK.split(), "--rate", "1e38").out

    def test_the_same_seed_writes_the_same_bytes(self, cook: Program, tmp_path: Path) -> None:
        for name, seed in (("a", 3), ("b", 3), ("c", 4)):
            run = cook(*QUICK.split(), "--seed", seed, "--output", tmp_path / f"{name}.npz")
            assert f"saved {tmp_path / name}.npz" in run.err
        one, two, other = ((tmp_path / f"{name}.npz").read_bytes() for name in "abc")
        assert one == two != other

    def test_fill_scores_each_kind_of_blank_beside_its_ceiling(self, cook: Program) -> None:
        told = cook(*QUICK.split(), "--task", "fill", "--bidirectional", "--json").json
        ceilings = {row["blank"]: row["ceiling"] for row in told["accuracy"]}
        assert told["converged"] is None  # it has no check that it could pass
        assert ceilings == {"inside": 1, "last": 0.5, "first of two": 0.75, "second of two": 1}
        assert "one day inside" in cook(*QUICK.split(), "--task", "fill").out

    def test_a_diary_teaches_and_holds_its_end_out(self, cook: Program, tmp_path: Path) -> None:
        file = tmp_path / "season.csv"
        weather = ",".join(cook("weather", "--days", 50, "--seed", 1).lines)
        file.write_bytes(cook("simulate", "--weather", weather, "--format", "csv").stdout)
        run = cook(*QUICK.split(), "--diary", file, "--json")
        assert (run.json["kitchen"], run.json["accuracy"][-1]["days"]) == ("season", 10)
        assert run.json["accuracy"][0]["ceiling"] == 1
        whole = file.read_text()
        file.write_text(whole.replace("rainy,crayfish,guobaorou", "rainy,crayfish,potato", 1))
        assert "a diary is one run of days" in cook(*QUICK.split(), "--diary", file).only_error(1)
        lines = [line.split(",") for line in file.read_text().splitlines()]
        file.write_text("".join(f"{weather},{dish}\n" for _, weather, _, dish in lines))  # without `previous`
        run = cook(*QUICK.split(), "--diary", file, "--json")
        assert "the same weather after the same dish makes" in run.err
        assert run.json["accuracy"][0]["ceiling"] is None

    @pytest.mark.parametrize(
        ("arguments", "error"),
        [
            ("--hidden 0", "--hidden: 0 is out of range (from 1 to 4,096)"),
            ("--layers 0", "--layers: 0 is out of range (from 1 to 64)"),
            ("--rate nan", "--rate: nan is not a size (a number above 0, at most 1e+38)"),
            ("--clip -1", "--clip: -1 is not a size (a number above 0, at most 1e+38)"),
            ("--length 0", "--length: 0 is out of range (from 1 to 10,000)"),
            ("--task fill --length 3", "--length: 3 is too few days for two blanks between others (at least 4)"),
            ("--steps 0", "--steps: 0 is out of range (from 1 to 10,000,000)"),
            ("--batch 0", "--batch: 0 is out of range (from 1 to 65,536)"),
            ("--cell elman", "--cell: unknown choice 'elman' (choices: simple, lstm, gru)"),
            ("--task dance", "--task: unknown choice 'dance' (choices: next, fill, translate)"),
            ("--bidirectional", "--bidirectional: together with --task next (tomorrow's weather is not known; --task fill)"),
            ("--kitchen romance --diary d.csv", "--diary: together with --kitchen (leave one of them out)"),
            ("--seed -1", "--seed: -1 is negative (give 0 or more)"),
            ("--batch 9223372036854775807", "--batch: 9223372036854775807 is out of range (from 1 to 65,536)"),
            ("--hidden 4096 --layers 64", "--hidden: 2,130,739,200 parameters (at most 10,000,000: fewer hidden units, or fewer layers)"),
            ("--batch 65536 --length 10000", "--batch: 65,536 seasons of 10,000 days would take 327,532 MB with this network (at most 1,024 MB: a smaller --batch or --length, fewer hidden units)"),
            ("--task fill --thorough", "--thorough: together with --task fill (it is for --task next)"),
            ("--rain 1.1", "--rain: 1.1 is not a share (from 0 to 1)"),
            ("--rain 0.1 --stay 0.5", "--stay: 0.5 is not possible with --rain 0.1 (from 0.8 to 1, or leave it out for independent days)"),
            ("--rain 0.1 --task fill", "--rain: together with --task fill (it is for --task next)"),
            ("--stay 0.1 --kitchen cycle5", "--kitchen: chance makes sunny and rainy (choose a kitchen that has both)"),
            ("--kitchen ''", "--kitchen: empty (give it a value, or leave it out)"),
            ("--output cook.toml", "--output: 'cook.toml' is not the name of a network (end it in .npz)"),
        ],
    )  # fmt: skip
    def test_what_is_typed_wrong(self, cook: Program, arguments: str, error: str) -> None:
        assert cook("train", *shlex.split(arguments)).only_error(2) == error

    def test_a_place_that_cannot_be_written_is_known_before_training(self, cook: Program, tmp_path: Path) -> None:
        run = cook("train", "--steps", 10**6, "--output", tmp_path / "no" / "such" / "a.npz")
        assert "no such file or directory" in run.only_error(1)
        (tmp_path / "folder.npz").mkdir()
        assert "directory" in cook("train", "--steps", 10**6, "--output", tmp_path / "folder.npz").only_error(1)

    @pytest.mark.slow
    def test_ctrl_c_keeps_the_best_so_far(self, tmp_path: Path) -> None:
        file = tmp_path / "best.npz"
        with Terminal("train", "--length", 10_000, "--steps", 1_000_000, "--batch", 2, "--output", file) as terminal:
            terminal.until("loss 0.")
            terminal.press_now("\x03")
            assert terminal.end() == 130
            assert "the best network so far is in" in terminal.screen
        assert load(str(file)).trained["steps"] == 1_000_000


class TestModelAsCook:
    def test_a_day_has_its_probability_and_the_network_s_own_vectors(self, cook: Program, folder: Path) -> None:
        (day,) = cook("simulate", "--model", folder / "cook.npz", "--weather", "rainy", "--json").json["days"]
        assert list(day) == ["day", "weather", "previous", "dish", "probability", "vectors"]
        assert (day["dish"], list(day["vectors"])) == (
            "crayfish",
            ["stacked", "preactivation", "tanh", "readout", "softmax"],
        )
        assert day["probability"] == max(day["vectors"]["softmax"])

    @pytest.mark.slow
    @pytest.mark.parametrize("format_", ["csv", "jsonl"])
    def test_it_streams_with_its_state_carried_over(self, cook: Program, folder: Path, format_: str) -> None:
        weather = b"sunny\nrainy\nrainy\n" * 5_000  # of several pieces
        told = cook("simulate", "--model", folder / "cook.npz", "--from", "-", "--format", format_, stdin=weather)
        kitchen = cook("simulate", "--from", "-", "--format", format_, stdin=weather)
        if format_ == "csv":
            assert [line.rpartition(",")[0] for line in told.lines] == kitchen.lines
        else:
            days = (json.loads(line) for line in told.lines)
            assert all(
                day.pop("probability") > 0.5 and day == json.loads(line)
                for day, line in zip(days, kitchen.lines, strict=True)
            )

    def test_every_step_has_its_sentence(self, cook: Program, folder: Path) -> None:
        told = cook("explain", "--model", folder / "cook.npz", "--weather", "rainy").out
        for words in (
            "the network has to remember in h",
            "nobody has said what they mean",
            "tanh is flat",
            "A score for each dish",
        ):
            assert words in told.replace("\n", " ")
        told = cook("explain", "--model", folder / "new.npz", "--weather", "rainy").out.replace("\n", " ")
        for words in ("One layer up", "how much of the old cell is kept", "The new cell", "behind the output gate"):
            assert words in told

    @pytest.mark.parametrize(
        ("arguments", "code", "error"),
        [
            ("simulate --model {}/none.npz", 1, "no such file or directory"),
            ("simulate --model {}/text.npz", 1, "not a model: file is not a zip file (`cook train --output` writes such files)"),
            ("simulate --model {}/fill.npz", 1, "it was trained to fill blanks, and needs the whole diary to cook (`cook fill` takes it)"),
            ("simulate --model {}/cook.npz --kitchen order", 2, "--model: together with --kitchen (leave one of them out)"),
            ("explain --model {}/cook.npz --as-rnn", 2, "--as-rnn: together with --model (a trained network is told in that form as it is)"),
            ("explain --as-tanh --as-lstm", 2, "--as-tanh: together with --as-lstm (leave one of them out)"),
            ("explain --as-lstm --json --full", 2, "--full: together with --json (every entry is there without it)"),
            ("kitchen export --as gru", 2, "--as: unknown choice 'gru' (choices: rnn, tanh, lstm)"),
            ("kitchen export --output k.toml", 2, "--output: 'k.toml' is not the name of a network (end it in .npz)"),
            ("simulate --model {}/cook.npz --start soup", 2, "--start: unknown dish 'soup' (choices: potato, crayfish, guobaorou)"),
            ("fill {}/diary.csv --model {}/cook.npz", 1, "it was trained to cook, not to fill blanks (`cook train --task fill` trains one)"),
            ("fill {}/none.csv --model {}/fill.npz", 1, "no such file or directory"),
            ("fill {}/diary.csv", 2, "--model: missing (see cook fill --help)"),
            ("extract {}/fill.npz", 1, "needs the whole diary to cook"),
            ("extract {}/text.npz", 1, "not a model"),
            ("diagram {}/text.npz", 1, "not a model"),
            ("diagram --layers 2", 2, "--layers: without --cell (say --cell simple, --cell lstm or --cell gru)"),
            ("diagram romance --cell lstm", 2, "--cell: together with 'romance' (leave one of them out)"),
            ("diagram --cell lstm --picture states", 2, "--picture: states of a network that has learned nothing (name a kitchen or a model)"),
            ("diagram --cell elman", 2, "--cell: unknown choice 'elman' (choices: simple, lstm, gru)"),
        ],
    )  # fmt: skip
    def test_what_is_wrong_is_said(self, cook: Program, folder: Path, arguments: str, code: int, error: str) -> None:
        told = cook(*shlex.split(arguments.replace("{}", str(folder)))).only_error(code)
        assert error in told


class TestFill:
    def test_blanks_get_a_dish_and_its_probability(self, cook: Program, folder: Path) -> None:
        days = cook("fill", folder / "diary.csv", "--model", folder / "fill.npz", "--json").json["days"]
        assert [day["dish"] for day in days] == ["potato", "crayfish", "crayfish", "guobaorou"]
        assert [day["probability"] is None for day in days] == [True, False, True, True]
        assert days[1]["probability"] > 0.9

    @pytest.mark.parametrize("lang", ["en", "zh"])
    def test_as_a_table_and_as_csv(self, cook: Program, folder: Path, lang: str) -> None:
        arguments = ["fill", "-", "--model", folder / "fill.npz", "--lang", lang]
        assert "%" in cook(*arguments, stdin=DIARY.encode()).out
        lines = cook(*arguments, "--format", "csv", stdin=DIARY.encode()).lines
        assert lines[0] == "day,weather,previous,dish,probability"
        assert lines[2].startswith("2,,,crayfish,0.")
        again = cook(*arguments, "--format", "csv", stdin="\n".join(lines).encode())  # a filled day is a blank still
        assert again.lines == lines

    def test_half_a_blank_is_an_error(self, cook: Program, folder: Path) -> None:
        diary = DIARY.replace("2,,,", "2,rainy,,")
        error = cook("fill", "-", "--model", folder / "fill.npz", stdin=diary.encode()).only_error(1)
        assert error.startswith("standard input:3: a day with its weather or its dish, but not both")


class TestReadBack:
    @pytest.mark.slow
    def test_a_network_becomes_a_kitchen_again(self, cook: Program, folder: Path, tmp_path: Path) -> None:
        file = tmp_path / "found.toml"
        told = cook("extract", folder / "cook.npz", "--output", file, "--json").json
        assert (told["states"], told["is_kitchen"], told["as_taught"]) == (3, True, True)
        assert told["tested"] == {"days": 586_000, "right": 586_000}
        assert told["found"]["matrices"] == told["taught"]["matrices"]
        run = cook("compare", file, "romance")
        assert (run.code, "always agree: proved" in run.out) == (0, True)

    @pytest.mark.slow
    @pytest.mark.parametrize("lang", ["en", "zh"])
    @pytest.mark.parametrize("columns", ["40", "100"])
    def test_a_table_fits(self, cook: Program, folder: Path, lang: str, columns: str) -> None:
        run = cook("extract", folder / "cook.npz", "--lang", lang, COLUMNS=columns)
        assert run.code == 0
        assert all(cell_len(line) <= int(columns) for line in run.lines)

    def test_no_kitchen_no_file(self, cook: Program, tmp_path: Path) -> None:
        """A network that has learned nothing is no kitchen, whatever it is."""
        save(random_model(3), tmp_path / "new.npz")
        run = cook("extract", tmp_path / "new.npz", "--output", tmp_path / "a.toml")
        assert run.code == 1
        assert not (tmp_path / "a.toml").exists()
        assert "states" in run.error(1)

    def test_the_states_inside_a_network_are_drawn(self, cook: Program, folder: Path) -> None:
        assert (
            cook("diagram", folder / "cook.npz", "--picture", "states").out
            == cook("diagram", "--picture", "states").out
        )
        assert "[simple RNN 1]" in cook("diagram", folder / "cook.npz").out
        assert "sunny" in cook("diagram", folder / "cook.npz", "--picture", "unrolled", "--weather", "sunny,rainy").out

    @pytest.mark.slow
    def test_compare_says_the_shortest_weather_and_exits_as_diff_does(self, cook: Program, folder: Path) -> None:
        run = cook("compare", "romance", "weather", "--json")
        assert run.code == 1
        told = strict_json(run.out)
        assert told["proved"]
        assert told["difference"] == {
            "start": "crayfish",
            "weather": ["sunny"],
            "days": 1,
            "dishes": ["crayfish", "potato"],
        }
        run = cook("compare", folder / "cook.npz", "romance", "--json")
        assert (run.code, strict_json(run.out)["proved"]) == (0, False)
        tested = strict_json(run.out)["tested"]
        assert tested == {
            "every_weather_up_to": 12,
            "seasons": 106,
            "days": 1000,
            "climates": 96,
            "climate_days": 20_000,
            "searched": tested["searched"],
        }
        assert tested["searched"] >= 6_000  # a thousand days of each weather from each start
        for arguments in (("romance", "nosuch"), ("romance", "order"), ("romance", folder / "none.npz"), ("romance",)):
            assert cook("compare", *arguments).only_error(2)

    @pytest.mark.slow
    def test_suffixes_are_read_in_either_case(self, cook: Program, folder: Path, tmp_path: Path) -> None:
        (tmp_path / "A.NPZ").write_bytes((folder / "cook.npz").read_bytes())
        (tmp_path / "A.CSV").write_text(DIARY)
        assert cook("extract", tmp_path / "A.NPZ", "--output", tmp_path / "A.TOML").code == 0
        assert cook("compare", tmp_path / "A.NPZ", tmp_path / "A.TOML").code == 0
        assert cook("fill", tmp_path / "A.CSV", "--model", folder / "fill.npz").code == 0

    @pytest.mark.parametrize("output", ["cook.npz", "cook.svg", "cook"])
    def test_a_kitchen_is_never_written_over_a_network(
        self, cook: Program, folder: Path, tmp_path: Path, output: str
    ) -> None:
        before = (folder / "cook.npz").read_bytes()
        file = tmp_path / "cook.npz"
        file.write_bytes(before)
        error = cook("extract", file, "--output", tmp_path / output).only_error(2)
        assert error == f"--output: '{output}' is not the name of a kitchen's file (end it in .toml)"
        (tmp_path / "link.toml").symlink_to(file)
        assert "is the file that is read" in cook("extract", file, "--output", tmp_path / "link.toml").only_error(2)
        assert file.read_bytes() == before

    def test_a_network_that_was_seen_to_differ_exits_1(self, cook: Program, tmp_path: Path) -> None:
        model = random_model(1, cell="lstm")
        save(replace(model, flat=model.flat * np.float32(0.3)), tmp_path / "a.npz")
        run = cook("extract", tmp_path / "a.npz", "--json")
        told = strict_json(run.out)
        assert (run.code, told["as_taught"]) == (1, None)
        assert told["tested"]["right"] < told["tested"]["days"]
        assert cook("extract", tmp_path / "a.npz").code == 1

    @pytest.mark.parametrize("command", [[], ["simulate"], ["train"], ["kitchen"], ["kitchen", "show"], ["compare"]])
    def test_an_error_says_cook_once(self, cook: Program, command: list[str]) -> None:
        run = cook(*command, "one", "two", "three", "four")
        assert run.err.startswith("cook: error: ")
        assert not run.err.removeprefix("cook: error: ").startswith("cook")


class TestExport:
    @pytest.mark.slow
    def test_torch_has_no_day_0_and_is_told_the_start_dish(self, cook: Program, tmp_path: Path) -> None:
        file = tmp_path / "s.safetensors"
        run = cook("train", "--length", 20, "--steps", 600, "--export", file, "--output", tmp_path / "s.npz", "--json")
        assert run.json["converged"]
        assert "--weather potato,…" in run.err
        ours = cook("simulate", "--model", tmp_path / "s.npz", "--weather", "rainy,sunny,rainy", "--format", "menu")
        torch_s = cook("simulate", "--model", file, "--weather", "potato,rainy,sunny,rainy", "--format", "menu")
        assert torch_s.lines[1:] == ours.lines

    def test_a_translator_is_not_exported(self, cook: Program, tmp_path: Path) -> None:
        run = cook("train", "--task", "translate", "--export", tmp_path / "s.npz")
        assert (run.code, "--output keeps it" in run.err) == (2, True)
        assert not (tmp_path / "s.npz").exists()


class TestSimulate:
    def test_a_large_network_s_menu_is_not_lost_in_its_vectors(self, cook: Program, tmp_path: Path) -> None:
        save(trained_model(), tmp_path / "m.npz")
        typed = ("simulate", "--model", tmp_path / "m.npz", "--weather", "rainy,sunny")
        run = cook(*typed)
        assert len(run.lines) == 6
        assert "--vectors all" in run.err
        assert "tanh" in cook(*typed, "--vectors").out
        assert "vectors" in cook(*typed, "--json").json["days"][0]
