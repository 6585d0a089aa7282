"""The examples run, and print what they say they do."""

import copy
import runpy
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

EXAMPLES = Path(__file__).parent.parent / "examples"


def printed(name: str, capsys: pytest.CaptureFixture[str]) -> str:
    runpy.run_path(str(EXAMPLES / name), run_name="__main__")
    return capsys.readouterr().out


def test_a_first_season(capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed("first_season.py", capsys).splitlines()
    assert lines[0] == "('potato', 'crayfish', 'guobaorou')"
    assert lines[2] == "2 rainy [1, 0, 0, 1, 2, 1] -> crayfish"
    assert "7/7  today's dish" in lines


@pytest.mark.slow
def test_learn_and_read_back(capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed("learn_and_read_back.py", capsys).splitlines()
    assert "the kitchen that was found is the one that was taught: True" in lines
    assert lines[-1] == "('crayfish', 'crayfish', 'guobaorou')"


def test_a_season_as_csv(capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed("season_to_csv.py", capsys).splitlines()
    assert lines[0] == "day,weather,dish"
    assert len(lines) == 101


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the kernel's own libraries
def test_the_notebook_shows_what_running_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    """`jupyter execute --inplace` makes it anew."""
    monkeypatch.setenv("COOK_LANG", "en")
    kept = nbformat.read(EXAMPLES / "kitchen.ipynb", as_version=4)  # type: ignore[no-untyped-call]
    made = NotebookClient(copy.deepcopy(kept), kernel_name="python3").execute()
    for before, after in zip(kept.cells, made.cells, strict=True):
        shown = [[output.get("data", output) for output in cell.get("outputs", ())] for cell in (before, after)]
        if "training" in before.source or "found" in before.source:  # other processors train to other last digits
            shown = [[sorted(output) for output in outputs] for outputs in shown]
        assert shown[0] == shown[1]
    assert sum("text/html" in str(cell.get("outputs")) for cell in kept.cells) == 5


def test_every_example_is_run() -> None:
    here = Path(__file__).read_text("utf-8")
    assert all(path.name in here for path in EXAMPLES.iterdir() if path.is_file())
