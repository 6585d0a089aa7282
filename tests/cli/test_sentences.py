"""cook language --fill and --classify: what they print, and what can be wrong with each."""

import json
import shlex
from pathlib import Path

import pytest

from tests.cli.program import Program

ARTICLE = "饿死我了，我想__一个面包"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with texts and tables, most of them wrong."""
    folder = tmp_path_factory.mktemp("texts")
    (folder / "empty.txt").write_text("")
    (folder / "short.txt").write_text("a few words. and a few more")
    (folder / "same.txt").write_text("no " * 1001)
    for name in ("latin.txt", "latin.csv"):
        (folder / name).write_bytes(b"mood,text\ncaf\xe9,a b\n")
    (folder / "good.csv").write_text("id,mood,text\n" + "".join(f"{n},{'ab'[n % 2]},say {n % 5}\n" for n in range(30)))
    (folder / "few.csv").write_text("mood,text\na,b c\n")
    (folder / "one.csv").write_text("mood\n" + "a\nb\n" * 20)
    (folder / "same.csv").write_text("mood,text\n" + "a,b c\n" * 30)
    (folder / "many.csv").write_text("mood,text\n" + "".join(f"{n},b c\n" for n in range(30)))
    (folder / "ragged.csv").write_text("mood,text\na,b c\na,b,c\n")
    (folder / "hole.csv").write_text("mood,text\na,b c\n,b c\n")
    (folder / "long.csv").write_text("mood,text\na," + "b " * 201 + "\n")
    return folder


def test_each_candidate_from_every_side(cook: Program) -> None:
    told = cook("language", "--fill", ARTICLE, "--steps", 5, "--json").json
    assert {each["word"] for each in told["candidates"]} == {*"买吃喝看哭吐"}
    for each in told["candidates"]:
        assert all(0 <= each[way] <= 1 for way in ("left", "right", "both", "whole"))
    assert sum(each["whole"] for each in told["candidates"]) == pytest.approx(1)
    assert {each["word"]: each["exact"]["both"] for each in told["candidates"]}["吃"] == pytest.approx(0.6)
    assert [way["ceiling"] for way in told["ways"]] == pytest.approx([0.325, 0.4, 0.6675, 0.785, 0.785])
    again = cook("language", "--fill", ARTICLE, "--steps", 5, "--json").json
    assert json.dumps(told) == json.dumps(again)


def test_the_classes_of_a_table(cook: Program, folder: Path) -> None:
    told = cook("language", folder / "good.csv", "--classify", "mood", "--steps", 5, "--json").json
    assert {*told["accuracy"]} == {"words", "last", "both"}
    assert (told["labels"], told["sentences"], told["learned"], told["tested"]) == (["a", "b"], "text", 24, 6)
    assert all({*point} == {"sentence", "label", "x", "y"} for point in told["plane"]["points"])


@pytest.mark.slow
def test_what_models_make_up(cook: Program) -> None:
    asked = (
        "language --steps 2 --hidden 4 --models ngram,lstm --order 2 --sample 4 --start 'on mooday' --temperature 0.7"
    )
    run = cook(*shlex.split(asked), "--explain", "--vectors", "--json")
    assert "--start: the vocabulary does not know mooday" in run.err
    told = run.json
    assert [each["model"] for each in told["samples"]] == ["bigram", "lstm"]
    for each in told["samples"]:
        assert (each["temperature"], each["start"], len(each["words"])) == (0.7, ["on", "mooday"], 4)
        for word in each["words"]:
            likely = [other["probability"] for other in word["next"]]
            assert likely == sorted(likely, reverse=True)
            assert word["probability"] <= likely[0]
    assert [step["name"] for step in told["samples"][1]["steps"]][::12] == ["embedding", "softmax"]
    vectors = told["vectors"]
    assert (vectors["model"], len(vectors["words"]), len(vectors["words"][0]["nearest"])) == ("lstm", 35, 3)


WRONG = {
    "--fill 'I want a loaf'": (2, "--fill: no blank in it (write one"),
    "--fill '__ and __'": (2, "--fill: 2 blanks in it"),
    f"--fill '{'a ' * 200}__'": (2, "--fill: 201 words (at most 200)"),
    "--fill __ --classify speaker": (2, "--classify: together with --fill"),
    "--fill __ --models lstm": (2, "--models: together with --fill"),
    "--fill __ --hidden 513": (2, "--hidden: 513 is out of range (from 1 to 512)"),
    "--fill __ --steps 0": (2, "--steps: 0 is out of range (from 1 to"),
    "--fill __ --rate 1e30": (2, "--rate: the loss is no number after"),
    "--sample 0": (2, "--sample: 0 is out of range (from 1 to 10,000)"),
    "--sample 3 --temperature 0": (2, "--temperature: 0 is not a temperature (a number above 0"),
    "--start on": (2, "--start: without --sample"),
    "--explain": (2, "--explain: without --sample"),
    "--vectors --steps 0": (2, "--vectors: no network is trained"),
    "--fill __ --vectors": (2, "--vectors: together with --fill"),
    "--cell lstm": (2, "--cell: without --fill or --classify"),
    "nowhere.txt --fill __": (1, "nowhere.txt: no such file"),
    "empty.txt --fill __": (1, "empty.txt: empty (a text of at least 1,000 words)"),
    "short.txt --fill __": (1, "short.txt: 8 words (at least 1,000 are needed)"),
    "same.txt --fill __": (1, "same.txt: the same word all the time: no"),
    "latin.txt --fill __": (1, "latin.txt:2: byte 0xe9 is not UTF-8"),
    "--classify who": (2, "--classify: no column 'who' in the built-in wishes (choices: speaker"),
    "good.csv --classify moood": (1, "good.csv:1: no column 'moood' (did you mean 'mood'?"),
    "nowhere.csv --classify mood": (1, "nowhere.csv: no such file"),
    "empty.txt --classify mood": (1, "empty.txt: nothing in it"),
    "latin.csv --classify mood": (1, "latin.csv:2: byte 0xe9 is not UTF-8"),
    "few.csv --classify mood": (1, "few.csv: 1 sentence in it (at least 20)"),
    "one.csv --classify mood": (1, "one.csv:1: no column but 'mood'"),
    "same.csv --classify mood": (1, "same.csv: 1 class in column 'mood' (from 2 to 20)"),
    "many.csv --classify mood": (1, "many.csv: 30 classes in column 'mood' (from 2 to 20)"),
    "ragged.csv --classify mood": (1, "ragged.csv:3: row and header differ in length"),
    "hole.csv --classify mood": (1, "hole.csv:3: a sentence without its class (say in 'mood')"),
    "long.csv --classify mood": (1, "long.csv:2: a sentence of 201 words (at most 200)"),
}


@pytest.mark.parametrize("arguments", WRONG)
def test_what_can_be_wrong(cook: Program, folder: Path, monkeypatch: pytest.MonkeyPatch, arguments: str) -> None:
    monkeypatch.chdir(folder)
    code, said = WRONG[arguments]
    assert cook("language", *shlex.split(arguments)).only_error(code).startswith(said)
