"""Language models of one text, as they are printed."""

import math
from pathlib import Path
from typing import Any

import pytest

from tests.cli.program import Program

QUICK = ("language", "--steps", "20", "--hidden", "8")
PAGE = "the cat sat on the mat and the dog saw the cat . "


@pytest.fixture
def page(tmp_path: Path) -> Path:
    file = tmp_path / "page.txt"
    file.write_text(PAGE * 100 + "a mouse ! " * 50)
    return file


def test_the_floor_of_a_diary(cook: Program) -> None:
    document = cook("language", "--steps", 0, "--json").json
    assert document["floor"]["nats"] == pytest.approx(0.2986162517, abs=1e-10)
    best = {each["words"]: each["perplexity"] for each in document["floor"]["windows"]}
    assert [round(best[words], 3) for words in (1, 2, 5, 16)] == [1.945, 1.824, 1.733, 1.380]
    text = document["text"]
    assert (text["kind"], text["by"], text["vocabulary"], text["unknown"]) == ("diary", "word", 35, 0)
    assert [each["name"] for each in document["models"]] == ["unigram", "bigram", "trigram", "4-gram", "5-gram"]
    for model in document["models"][1:4]:  # as good as who sees as much can be, but for chance
        assert model["best"] == pytest.approx(best[model["sees"]])
        assert 0.99 < model["perplexity"] / model["best"] < 1.02
        assert model["bits"] == pytest.approx(math.log2(model["perplexity"]))
        assert model["by_kind"] == pytest.approx({"weekday": 7, "dish": 3}, rel=0.02)
    assert (document["mixtures"], document["samples"]) == ([], [])


def test_networks_and_their_mixtures(cook: Program, page: Path) -> None:
    document = cook(*QUICK, page, "--models", "ngram,simple,window", "--order", 2, "--json").json
    assert document["floor"] is None
    assert [(each["name"], each["sees"]) for each in document["models"]] == [
        ("unigram", 0),
        ("bigram", 1),
        ("simple", None),
        ("window", 8),
    ]
    assert {(each["best"], each["by_kind"]) for each in document["models"]} == {(None, None)}
    assert [each["of"] for each in document["mixtures"]][-1] == ["bigram", "simple", "window"]
    for mixture in document["mixtures"]:
        assert sum(mixture["weights"]) == pytest.approx(1)
    assert document["text"]["unknown"] == 1  # a mouse is nowhere before


@pytest.mark.slow
def test_a_network_that_is_kept(cook: Program, page: Path, tmp_path: Path) -> None:
    model = tmp_path / "w.npz"
    made = cook(*QUICK, page, "--models", "lstm", "--output", model, "--json")
    assert f"saved {model}" in made.err
    again = cook("language", page, "--model", model, "--order", 1, "--json").json
    assert again["models"][1]["perplexity"] == pytest.approx(made.json["models"][0]["perplexity"])
    by_char = cook("language", page, "--model", model, "--by", "char")
    assert by_char.error(2) == "--by: the model was made by word (leave it out, or take another model)"
    other = cook("language", "--model", model).error(1)
    assert other.endswith(": it does not know the word 'monday' (name the text that it was made of)")


def test_each_kind_of_network_is_sent_where_it_is_taken(cook: Program, page: Path, tmp_path: Path) -> None:
    words, kitchen = tmp_path / "words.npz", tmp_path / "kitchen.npz"
    cook("language", page, "--models", "simple", "--steps", 3, "--hidden", 4, "--output", words)
    cook("train", "--steps", 3, "--hidden", 4, "--output", kitchen)
    assert "a network of words (`cook language --model` takes it)" in cook("explain", "--model", words).err
    assert "a network of a kitchen (`cook explain --model` takes it)" in cook("language", page, "--model", kitchen).err


def test_the_same_seed_is_the_same_models(cook: Program, page: Path) -> None:
    def told(seed: int) -> list[Any]:
        document = cook(*QUICK, page, "--models", "window", "--seed", seed, "--json").json
        return [each["perplexity"] for each in document["models"]]

    assert told(0) == told(0) != told(1)


def test_who_wins_is_said(cook: Program, page: Path) -> None:
    page.write_text(PAGE * 100)
    run = cook(*QUICK, page, "--models", "ngram,simple")
    assert "has the least perplexity" in run.out
    assert "on this text the n-gram wins" in run.out
    assert "The simple RNN carries all words along and loses all the same" in run.out
    assert "loses all the same" not in cook(*QUICK, page, "--models", "simple").out
    assert "困惑度最低" in cook(*QUICK, page, "--models", "ngram", "--lang", "zh").out


def test_chinese_is_told_by_characters(cook: Program, tmp_path: Path) -> None:
    file = tmp_path / "poem.txt"
    file.write_text("床前明月光，疑是地上霜。举头望明月，低头思故乡。\n" * 50, encoding="utf-8")
    document = cook("language", file, "--steps", 0, "--json").json
    assert (document["text"]["by"], document["text"]["vocabulary"]) == ("char", 21)
    assert document["models"][4]["perplexity"] < 1.1


def test_a_loss_that_runs_away(cook: Program, page: Path) -> None:
    error = cook(*QUICK, page, "--rate", 900).error(2)
    assert error.endswith("the loss of window is beyond all bounds (a smaller one, such as 0.005)")


@pytest.mark.parametrize(
    ("arguments", "code", "error"),
    [
        ("", 1, "empty (a text of at least 1,000 words)"),
        ("one two three", 1, "3 words (at least 1,000 are needed)"),
        ("a " * 1500, 1, "the same word all the time: 'a' (a text has several)"),
        (b"abc\n\xff", 1, "byte 0xff is not UTF-8 (save it as UTF-8)"),
        (b"a b " * 3_000_000, 1, "more than 10 MB (a part of it is enough)"),
    ],
)
def test_what_is_no_text(cook: Program, tmp_path: Path, arguments: Any, code: int, error: str) -> None:
    file = tmp_path / "t.txt"
    file.write_bytes(arguments if isinstance(arguments, bytes) else arguments.encode())
    assert cook("language", file).error(code).endswith(f": {error}")


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ("--order 21", "--order: 21 is out of range (from 1 to 20)"),
        ("--window 0", "--window: 0 is out of range (from 1 to 64)"),
        ("--models ngram,lstmm", "--models: unknown choice 'lstmm' (did you mean 'lstm'? choices: ngram, window, "
         "simple, lstm)"),
        ("--rate 0", "--rate: 0 is not a size (a number above 0, at most 1000)"),
        ("--by char", "--by: a diary has its own words (name a file, or leave it out)"),
        ("--vocabulary 9", "--vocabulary: a diary has its own words (name a file, or leave it out)"),
        ("--steps 0 --output w.npz", "--output: no network is trained (leave it out)"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked(cook: Program, arguments: str, error: str) -> None:
    assert cook("language", *arguments.split()).error(2) == error
