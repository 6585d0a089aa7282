"""The examples run, and print what they say they do."""

import runpy
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parent.parent / "examples"


def printed(name: str, capsys: pytest.CaptureFixture[str]) -> str:
    runpy.run_path(str(EXAMPLES / name), run_name="__main__")
    return capsys.readouterr().out


def test_a_first_season(capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed("first_season.py", capsys).splitlines()
    assert lines[0] == "('potato', 'crayfish', 'guobaorou')"
    assert lines[2] == "2 rainy [1, 0, 0, 1, 2, 1] -> crayfish"
    assert "7/7  today's dish" in lines


def test_learn_and_read_back(capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed("learn_and_read_back.py", capsys).splitlines()
    assert "the kitchen that was found is the one that was taught: True" in lines
    assert lines[-1] == "('crayfish', 'crayfish', 'guobaorou')"


def test_a_season_as_csv(capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed("season_to_csv.py", capsys).splitlines()
    assert lines[0] == "day,weather,dish"
    assert len(lines) == 101


def test_every_example_is_run() -> None:
    here = Path(__file__).read_text("utf-8")
    assert all(path.name in here for path in EXAMPLES.glob("*.py"))
