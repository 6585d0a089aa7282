"""`cook learn design-…`: a file is made to be filled in, and marked on Enter, or at once by --answer."""

from pathlib import Path

import pytest

from cooking_rnn.course import DESIGNS
from cooking_rnn.insight.design import KITCHENS, NAMES, mark
from cooking_rnn.report.design import TOLD, blank
from cooking_rnn.report.say import Say
from tests.cli.program import Program
from tests.insight.solutions import KITCHENS as KITCHEN_ANSWERS
from tests.insight.solutions import NETWORKS, written


@pytest.fixture(autouse=True)
def _at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def solved(task: str) -> str:
    """Return the file that `learn` makes, filled in."""
    made = blank(task, Say("zh"))
    if task not in KITCHENS:
        return "\n".join(line for line in made.splitlines() if line.startswith("#")) + "\n" + written(NETWORKS[task])
    return made.partition("[matrices]")[0] + "[matrices]\n" + written(KITCHEN_ANSWERS[task])


def test_every_task_has_a_lesson_and_words() -> None:
    assert [*DESIGNS] == [f"design-{name}" for name in NAMES]
    assert [*TOLD] == [*NAMES]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("task", NAMES)
def test_a_blank_file_can_be_read_and_is_wrong_and_a_solved_one_is_right(task: str, lang: str) -> None:
    file = Path("answer.toml")
    file.write_text(blank(task, Say(lang)), "utf-8")
    assert not mark(task, file).is_right
    assert all(len(line) < 80 for line in file.read_text("utf-8").splitlines())
    file.write_text(solved(task), "utf-8")
    assert mark(task, file).is_right


def test_the_dialogue(cook: Program) -> None:
    """The file is made, marked as it stands, and where it is right the list says so; a file is never replaced."""
    first = cook("learn", "design-parity", stdin=b"\nh\nq\n")
    assert first.code == 0
    assert "design-parity.toml is made" in first.out
    assert "the shortest input that shows it has 1 day" in first.out
    assert "Two units are enough" in first.out
    Path("design-parity.toml").write_text("A = 3\n")
    broken = cook("learn", "design-parity", stdin=b"\nq\n")
    assert "design-parity.toml: bias: missing" in broken.err
    Path("design-parity.toml").write_text(solved("parity"))
    assert "passed" not in cook("learn", "list").out
    assert "✓ Right, on every input there can be" in cook("learn", "design-parity", stdin=b"\n").out
    assert "✓ passed" in next(line for line in cook("learn", "list").lines if "design-parity" in line)
    assert Path("design-parity.toml").read_text() == solved("parity")


def test_a_file_is_marked_at_once(cook: Program) -> None:
    file = Path("p.toml")
    file.write_text(solved("parity").replace("[-0.5, -1.5]", "[-0.5, -2.5]"))
    wrong = cook("learn", "design-parity", "--answer", file)
    assert wrong.code == 1
    assert wrong.err == ""
    assert "A row 2, column 1: 2 instead of 1 mends it all." in wrong.out
    assert "passed" not in cook("learn", "list").out
    file.write_text(solved("parity"))
    assert cook("learn", "design-parity", "--answer", file, "--json").json == {
        "task": "parity",
        "file": "p.toml",
        "right": True,
        "states": 3,
        "needed": 2,
        "difference": None,
        "mend": None,
    }
    assert "✓ passed" in cook("learn", "list").out


def test_a_kitchen_is_marked_at_once(cook: Program) -> None:
    Path("k.toml").write_text(solved("romance").replace("[0, 1, 0]]", "[0, 0, 0]]"))
    told = cook("learn", "design-romance", "--answer", "k.toml", "--json")
    assert told.code == 1
    assert '"mend": {"matrix": "food", "row": 6, "column": 2, "value": 1' in " ".join(told.out.split())
    shown = cook("learn", "design-romance", "--answer", "k.toml", "--lang", "zh").out
    assert "✗ 还不对：" in shown
    assert "改法：" in shown


@pytest.mark.parametrize(
    ("arguments", "code", "error"),
    [
        (["gates", "--answer", "p.toml"], 2, "--answer: only for a design task (choices: design-weather, "),
        (["design-parity", "--answer", "none.toml"], 1, "none.toml: no such file"),
        (["design-parety"], 2, "LESSON: there is no lesson 'design-parety' (did you mean 'design-parity'?"),
    ],
)
def test_what_is_typed_wrong(cook: Program, arguments: list[str], code: int, error: str) -> None:
    assert cook("learn", *arguments).error(code).startswith(error)


def test_a_file_that_cannot_be_made_is_an_error(cook: Program) -> None:
    Path("design-hold.toml").mkdir()
    assert "design-hold.toml: is a directory" in cook("learn", "design-hold", stdin=b"\n").err
