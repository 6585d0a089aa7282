"""cook learn: lessons that pass and lessons that do not, and what is kept of them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from cooking_rnn.blocks import Paragraph, Question
from cooking_rnn.course import LESSONS
from cooking_rnn.course.lesson import asked, lesson
from cooking_rnn.names import LANGUAGES
from cooking_rnn.render import terminal as screens
from cooking_rnn.report.say import Say
from tests.cli.program import Program
from tests.cli.terminal import Terminal

#: the answers, worked out by hand: of a choice its number
ANSWERS: dict[str, tuple[Any, ...]] = {
    "why": (1, 1 / 8, 3, 2, 3, 0),
    "kitchen": (2, 1, 3, 3, 6, 6, 1),
    "state": (16, 2 * 1 + 0 * -1 + 1 * 0 + -1 * 1, 1 - 0.81, 16 * 21, 16, 6, 2, 5),
    "gates": (4 * 0.5 - 0.5, 1, 1, 0.76, 64, 3, 0.51),
    "deep": (3, 32, 1, 6, 1),
    "blanks": (3, 0.5, 2, 0.5, 0.75, 32, 1),
    "gradients": (0.2 - 1, 2, -100, 3, 2, 2),
    "back": (0, 2, 3, 3, 3),
}
#: each lesson; that which trains a network takes longer
EACH = pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.slow] * (name == "back")) for name in LESSONS]
)
ENDS = {"en": ("): ", "next · b back · q end ", "· q end "), "zh": ("）：", "下一步 · b 返回 · q 结束 ", "· q 结束 ")}


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the file where progress is kept."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    return tmp_path / "cook" / "learn.json"


def questions(name: str, lang: str = "en") -> Iterator[tuple[str, Question]]:
    told = lesson(name)
    for place, screen in enumerate(told.ids):
        if question := asked(told.screen(place, Say(lang))):
            yield screen, question


def right(question: Question) -> str:
    return str(int(question.answer) + 1 if question.choices else question.answer)


def wrong(question: Question) -> str:
    return str((int(question.answer) + 1) % len(question.choices) + 1 if question.choices else question.answer + 7)


@EACH
def test_answers(name: str) -> None:
    """The program's answers are those that were worked out by hand, and every question says why."""
    told = [question for _, question in questions(name)]
    assert len(told) >= 3
    shown = [question.answer + bool(question.choices) for question in told]
    assert shown == pytest.approx(ANSWERS[name], abs=1e-9)
    for question in told:
        assert question.why
        assert question.hint
        assert all(bool(shows) != (place == question.answer) for place, shows in enumerate(question.shows))
        assert question.shows or question.mistakes
        assert not any(question.is_right(mistake) for mistake, _ in question.mistakes)
        assert len({mistake for mistake, _ in question.mistakes}) == len(question.mistakes)


@pytest.mark.parametrize("lang", LANGUAGES)
@EACH
def test_a_screen_fits_24_lines_with_its_question_and_why(name: str, lang: str) -> None:
    told, say = lesson(name), Say(lang)
    assert 5 <= len(told.screens) <= 8
    for place in range(len(told.screens)):
        blocks = told.screen(place, say)
        question = asked(blocks)
        shown = screens.text(blocks, 80, colour=False).splitlines()
        after = [Paragraph(say.together(say("✓ Yes."), question.why))] if question else []
        below = screens.text(after, 80, colour=False).splitlines()
        assert len(shown) + bool(question) + len(below) + 1 <= 24, (place + 1, len(shown), len(below))
        assert max(map(cell_len, screens.text(blocks, 40, colour=False).splitlines())) <= 40


class TestOnAPipe:
    def test_a_lesson_that_is_answered_passes(self, cook: Program, state: Path) -> None:
        answers = "".join(f"{answer}\n" for answer in ANSWERS["kitchen"])
        run = cook("learn", "kitchen", stdin=answers.encode())
        assert run.code == 0
        assert "✓ Lesson passed: 7 questions, 7 right at the first try." in run.out
        assert "`cook explain --quiz`" in run.out
        assert json.loads(state.read_text())["lessons"]["kitchen"]["is_passed"]

    def test_wrong_answers_get_their_reason_and_do_not_pass(self, cook: Program, state: Path) -> None:
        told = [question for _, question in questions("kitchen")]
        run = cook("learn", "2", stdin="".join(f"{wrong(each)}\ns\n" for each in told).encode())
        shown = " ".join(run.out.split())
        for question in told[:4]:
            assert f"✗ No. {question.shown_by(int(wrong(question)) - 1)} Try again" in shown
        assert shown.count("The answer: ") == len(told)
        assert "Not passed yet: 7 questions are still open." in shown
        assert not json.loads(state.read_text())["lessons"]["kitchen"]["is_passed"]

    def test_it_goes_on_where_it_stopped_and_asks_again_what_is_open(self, cook: Program) -> None:
        first, second, *rest = ANSWERS["kitchen"]
        assert "2.2/8" in cook("learn", "kitchen", stdin=f"{first}\ns\nq\n".encode()).out
        again = cook("learn", stdin=b"b\nq\n").out
        assert ["2.1/8" in again, "2.2/8" in again, "2.3/8" in again] == [False, True, True]
        answers = "".join(f"{answer}\n" for answer in ("s", *rest))
        assert "Not passed yet: 1 question is" in cook("learn", "kitchen", stdin=answers.encode()).out
        run = cook("learn", "kitchen", stdin=f"{second}\n".encode())
        assert "2.1/8" not in run.out
        assert "✓ Lesson passed: 7 questions, 6 right" in run.out

    def test_list_and_reset(self, cook: Program, state: Path) -> None:
        cook("learn", "why", stdin=b"1\n")
        lines = cook("learn", "list").lines
        assert [line.split()[:2] for line in lines[2 : 2 + len(LESSONS)]] == [
            [str(n), name] for n, name in enumerate(LESSONS, 1)
        ]
        assert lines[2].endswith("screen 2 of 6, 1 right")
        rows = cook("learn", "list", "--json").json["lessons"]
        assert (rows[0]["right"], rows[0]["passed"], rows[1]["asked"]) == (1, False, 0)
        assert cook("learn", "reset").code == 0
        assert not state.exists()
        assert cook("learn", "list").lines[2].endswith("—")

    def test_numbers_as_people_write_them(self, cook: Program) -> None:
        for answer in ("0.125", "1/8", "0,125", "０.１２５", "+.125"):
            run = cook("learn", "why", stdin=f"1\n{answer}\n".encode())
            assert run.out.count("✓ Yes.") == 2
            cook("learn", "reset")

    def test_an_answer_of_any_length(self, cook: Program) -> None:
        for answer in (b"9" * 10_000, b"x" * 200_000, b"\xff\0\n", b"1/0", b"nan", b"1e400", b""):
            run = cook("learn", "why", stdin=b"1\n" + answer + b"\n1/8\n")
            assert run.code == 0
            assert "✓ Yes. Each day has one chance" in run.out
            assert all(len(line) < 200 for line in run.err.splitlines())
            cook("learn", "reset")


class TestWhatIsKept:
    @pytest.mark.parametrize(
        ("kept", "why"),
        [
            ("{", "damaged"),
            ("[]", "damaged"),
            ('{"version": 1}', "damaged"),
            ('{"version": 1, "current": "why", "lessons": {"why": 3}}', "damaged"),
            ("[" * 100_000, "damaged"),
            ('{"version": 7, "new": true}', "of version 7"),
        ],
    )
    def test_what_cannot_be_read_is_kept_aside(self, cook: Program, state: Path, kept: str, why: str) -> None:
        state.parent.mkdir()
        state.write_text(kept)
        run = cook("learn", "why", stdin=b"1\n")
        assert (run.code, "✓ Yes." in run.out) == (0, True)
        assert f"is {why}" in run.err.splitlines()[0]
        assert state.with_suffix(".1.json").read_text() == kept
        assert json.loads(state.read_text())["lessons"]["why"]["answers"]["guess"]["is_right"]

    def test_what_cannot_be_read_today_is_left_alone(
        self, cook: Program, state: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refused(path: Path) -> bytes:
            raise PermissionError(13, "Permission denied")

        cook("learn", "why", stdin=b"1\n")
        kept = state.read_text()
        with monkeypatch.context() as patch:
            patch.setattr(Path, "read_bytes", refused)
            run = cook("learn", "why", stdin=b"1\n")
        assert (run.code, "is not readable (permission denied); nothing is kept of today" in run.err) == (0, True)
        assert state.read_text() == kept
        assert not state.with_suffix(".1.json").exists()

    def test_no_place_to_keep_it(self, cook: Program, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        run = cook("learn", "why", stdin=b"1\n", XDG_STATE_HOME=str(tmp_path / "file"))
        assert (run.code, "✓ Yes." in run.out) == (0, True)
        assert run.err.count("nothing is kept") == 1

    def test_answers_of_a_lesson_that_has_changed_do_no_harm(self, cook: Program, state: Path) -> None:
        state.parent.mkdir()
        gone = {"screen": "gone", "is_passed": True, "answers": {"gone": {"tries": 1, "is_right": True}}}
        state.write_text(json.dumps({"version": 1, "current": "gone", "lessons": {"gone": gone, "why": gone}}))
        run = cook("learn", "why", stdin=b"q\n")
        assert (run.code, "1.1/6" in run.out) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ("learn gate", "LESSON: there is no lesson 'gate' (did you mean 'gates'?"),
        ("learn 99", "LESSON: there is no lesson '99'"),
        ("learn --json", "--json: only for list (say cook learn list --json)"),
        ("learn --save x.svg", "--save: a course is a page (end it in .html)"),
        ("learn reset --save x.html", "--save: together with reset (only lessons make a page)"),
        ("learn design-parity --save x.html", "--save: together with design-parity (only lessons make a page)"),
    ],
)
def test_wrong_usage(cook: Program, arguments: str, error: str) -> None:
    run = cook(*arguments.split())
    assert (run.code, run.err.startswith(f"cook: error: {error}")) == (2, True), run.err


def walk(terminal: Terminal, name: str, lang: str, *, is_solved: bool) -> list[str]:
    """Go through a lesson on a terminal, as its prompts say, and return its screens and what was said of answers."""
    told = [question for _, question in questions(name, lang)]
    asks, turns, ends = ENDS[lang]
    shown = []
    while True:
        seen = terminal.until_it_ends_in(asks, turns, ends)
        shown.append(terminal.screen)
        if seen in (ends, ""):
            return shown
        if seen == turns:
            terminal.type("")
        elif is_solved:
            terminal.type(right(told.pop(0)))
        elif "✗" in shown[-1]:
            terminal.type("s")
        else:
            terminal.type(wrong(told.pop(0)))


@pytest.mark.slow
@pytest.mark.parametrize(("columns", "lines"), [(80, 24), (40, 20)])
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_on_a_terminal(state: Path, name: str, lang: str, columns: int, lines: int) -> None:
    """Unsolved it fails, solved it passes; nothing is wider than the screen, and the keys are the last line."""
    for is_solved in (False, True):
        state.unlink(missing_ok=True)
        with Terminal("learn", name, "--lang", lang, columns=columns, lines=lines) as terminal:
            shown = walk(terminal, name, lang, is_solved=is_solved)
            if name != [*LESSONS][-1]:
                terminal.type("q")
            assert terminal.end() == 0
        new = [screen.split("\x1b[2J\x1b[H")[-1] for screen in shown]
        assert [line for screen in new for line in screen.splitlines() if cell_len(line) > columns] == []
        # what is typed at the end of a screen ends its last line, before the next one begins
        assert max(screen.lstrip("\r\n").count("\n") for screen in new) < lines
        assert json.loads(state.read_text())["lessons"][name]["is_passed"] == is_solved


@pytest.mark.slow
def test_what_was_answered_outlives_the_program(state: Path) -> None:
    with Terminal("learn", columns=80, lines=24) as terminal:
        terminal.until_it_ends_in(ENDS["en"][0])
        terminal.type("1")
        terminal.until_it_ends_in(ENDS["en"][1])
        terminal.kill()
    assert json.loads(state.read_text())["lessons"]["why"]["answers"]["guess"] == {"tries": 1, "is_right": True}
    with Terminal("learn", columns=80, lines=24) as terminal:
        assert "✓ Yes." in terminal.until("next · b back · q end ")
        terminal.type("q")
        assert terminal.end() == 0
