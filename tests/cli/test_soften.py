"""The edge of memory, as it is printed."""

from pathlib import Path

import pytest

from tests.cli.program import Program

QUICK = ("soften", "--days", "10,60", "--seasons", "30")


def test_a_document(cook: Program) -> None:
    document = cook(*QUICK, "--gain", "2.5,inf", "--json").json
    assert (document["kitchen"], document["seasons"], document["seed"]) == ("romance", 30, 0)
    soft, hard = document["gains"]
    assert (soft["gain"], soft["hardmax"]) == (2.5, False)
    assert [day["day"] for day in soft["days"]] == [10, 60]
    assert all(0 < day["right"] <= 1 and day["log10_gradient"] < -1 and not day["exactly_zero"] for day in soft["days"])
    zero = {"right": 1.0, "log10_gradient": None, "exactly_zero": True}
    assert hard == {
        "gain": None,
        "hardmax": True,
        "regime": "hard",
        "days": [{"day": 10, **zero}, {"day": 60, **zero}],
    }


def test_what_is_lost_is_not_called_zero(cook: Program, tmp_path: Path) -> None:
    """Where the kitchen itself forgets day 0, floats do not tell how small the gradient is at a large gain."""
    file = tmp_path / "k.toml"
    file.write_text('dishes = ["a", "b"]\n[weathers]\nhot = "a"\ncold = "same"\n')
    run = cook(*QUICK, "--kitchen", file, "--gain", "1000000", "--json")
    assert {(day["log10_gradient"], day["exactly_zero"]) for day in run.json["gains"][0]["days"]} == {(None, False)}
    assert "—" in cook(*QUICK, "--kitchen", file, "--gain", "1000000").out


def test_the_same_seed_is_the_same_bytes(cook: Program) -> None:
    assert cook(*QUICK).out == cook(*QUICK, "--seed", 0).out != cook(*QUICK, "--seed", 1).out


def test_in_chinese(cook: Program) -> None:
    told = cook(*QUICK, "--lang", "zh").out
    assert all(said in told for said in ("冲淡", "边缘", "锁定（饱和）", "在增益 2 和 3 之间", "只能靠人想出来"))


def test_only_the_hard_max_has_no_curve_to_show(cook: Program) -> None:
    assert "┤" not in cook(*QUICK, "--gain", "inf").out


@pytest.mark.parametrize("kind", ["svg", "html"])
def test_a_picture(cook: Program, tmp_path: Path, kind: str) -> None:
    file = tmp_path / f"edge.{kind}"
    assert cook(*QUICK, "--save", file).code == 0
    told = file.read_text(encoding="utf-8")
    assert all(f">gain {gain}" in told for gain in ("1", "2", "4"))
    assert all(f'class="curve line{number} of{number}"' in told for number in range(3))


def test_gains_and_days_are_taken_once(cook: Program) -> None:
    document = cook("soften", "--gain", "3,3.0,1，3", "--days", "7,5,7", "--seasons", "3", "--json").json
    assert [gain["gain"] for gain in document["gains"]] == [3, 1]
    assert [day["day"] for day in document["gains"][0]["days"]] == [5, 7]


def test_the_largest_gradient_of_all_gains_is_not_said_to_be_lost(cook: Program) -> None:
    assert [line.split()[-1] for line in cook(*QUICK, "--gain", "3,4").lines[3:5]] == ["kept", "latched"]
