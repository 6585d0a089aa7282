"""The program on a real pseudo-terminal: the pager, the quiz, the colours, the width."""

import os
import re
import shutil
from collections.abc import Callable
from typing import Any

import pytest
import typer
from rich.cells import cell_len

from cooking_rnn.cli import pager
from cooking_rnn.kitchen.toml import load
from cooking_rnn.names import LANGUAGES
from cooking_rnn.report.say import Say
from tests.cli.program import Program
from tests.cli.terminal import Terminal, terminal_stdout

PROMPT = "Enter next · b back · a this day · A all · q end "
ASKED = "A number or a name (h hint · q end): "
WEEK = "sunny,rainy"


class TestPager:
    @pytest.fixture
    def shown(self, cook: Program, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
        """Return a function that presses keys and returns what was shown: steps as "1:3", "?" where a key was due."""

        def shown(*keys: str, lines: int = 50) -> list[str]:
            told: list[str] = []
            waiting = iter(keys)

            def press() -> str:
                told.append("?")
                return next(waiting)

            def write(text: str) -> None:
                day = re.search(r"Day (\d)", text)
                told[:] = [*told, *([f"day {day[1]}"] if day else []), *re.findall(r"^(\d)/7", text, re.MULTILINE)]
                if not re.search(r"^\d/7", text, re.MULTILINE):
                    told.append("…")

            monkeypatch.setattr(typer, "getchar", press)
            monkeypatch.setattr(pager, "write_text", write)
            size = os.terminal_size((80, lines))
            monkeypatch.setattr(shutil, "get_terminal_size", lambda *_, **__: size)
            pager.turn(load("romance").explain(WEEK), Say())
            return told

        return shown

    @pytest.mark.parametrize("key", ["\r", "\n", " ", "\x1b[C", "\x1bOC"])
    def test_goes_on(self, shown: Callable[..., list[str]], key: str) -> None:
        assert shown(key, key, "q") == ["day 1", "1", "?", "2", "?", "3", "?"]

    @pytest.mark.parametrize("key", ["b", "\x1b[D", "\x1bOD"])
    def test_goes_back(self, shown: Callable[..., list[str]], key: str) -> None:
        assert shown(" ", " ", key, key, key, "q") == [
            *("day 1", "1", "?", "2", "?", "3", "?", "day 1", "2", "?", "day 1", "1", "?", "day 1", "1", "?")
        ]

    def test_a_shows_the_rest_of_the_day(self, shown: Callable[..., list[str]]) -> None:
        assert shown(" ", "a", " ", "q") == ["day 1", "1", "?", *"2?34567?", "day 2", "1", "?"]
        day_2 = ["day 2", *"1?234567"]
        assert shown("a", " ", "a") == ["day 1", *"1?234567?", *day_2]

    def test_capital_a_shows_everything(self, shown: Callable[..., list[str]]) -> None:
        assert shown("A") == ["day 1", *"1?234567", "day 2", *"1234567"]

    @pytest.mark.parametrize("key", ["x", "B", "Q", "\x1b[A", "\x1b", "1"])
    def test_other_keys_do_nothing(self, shown: Callable[..., list[str]], key: str) -> None:
        assert shown(key, key, "q") == ["day 1", "1", "?", "?", "?"]

    def test_a_step_that_is_too_long_stops_where_the_screen_ends(self, shown: Callable[..., list[str]]) -> None:
        assert shown(*" " * 30, lines=8)[:8] == ["day 1", "1", "?", "…", "?", "2", "?", "3"]
        assert shown(" ", " ", "b", "q", lines=12) == ["day 1", "1", "?", "2", "?", "3", "?", "day 1", "2", "?"]


@pytest.mark.slow
def test_the_pager_on_a_terminal() -> None:
    with Terminal("explain", "--weather", "rainy", columns=50) as terminal:
        assert "1/7" in terminal.until(PROMPT)
        terminal.press("\x1b[C")
        assert "2/7" in terminal.until(PROMPT)
        terminal.press("A")
        assert terminal.end() == 0
        rest = terminal.screen
        assert [f"{step}/7" in rest for step in range(1, 8)] == [False] * 2 + [True] * 5
        assert "Enter" not in rest
        assert "cook: next: " in rest
        assert 40 < max(cell_len(line.rstrip()) for line in rest.split("cook: next")[0].splitlines()) <= 50


@pytest.mark.slow
def test_on_a_short_terminal_a_step_starts_at_its_top() -> None:
    with Terminal("explain", "--weather", "rainy", columns=80, lines=10) as terminal:
        while "3/7" not in terminal.until(PROMPT):
            terminal.press(" ")
        shown = terminal.screen.split("\r")[-1]
        assert shown.startswith("3/7")
        assert shown.count("\n") == 9  # and the prompt is the tenth


@pytest.mark.slow
def test_ctrl_c_ends_with_130_and_without_a_word() -> None:
    with Terminal("explain") as terminal:
        terminal.until(PROMPT)
        terminal.press("\x03")
        assert terminal.end() == 130
        assert terminal.screen.strip() == ""


@pytest.mark.slow
def test_a_quiz_keeps_verdict_and_why_in_sight() -> None:
    with Terminal("explain", "--weather", WEEK, "--quiz", columns=80, lines=24) as terminal:
        assert "1 shredded potato\n2 crayfish\n3 crispy pork\n" in terminal.until(ASKED)
        terminal.type("pizza")
        assert "unknown dish 'pizza'" in terminal.until(ASKED)
        terminal.type("1")
        shown = terminal.until("Enter: go on · e: the arithmetic ")
        assert "✓ Yes, shredded potato. sunny calls for the rule “same”: shredded potato is eaten again." in " ".join(
            shown.split()
        )
        assert "1/7" not in shown
        terminal.type("e")
        assert "1/7" in terminal.until(PROMPT)
        terminal.press("A")
        assert "7/7" in terminal.until("Enter: go on · e: the arithmetic ")
        terminal.type("")
        assert "Day 2" in terminal.until(ASKED)
        terminal.type("h")
        hint = "rainy: the rule is “next”; the dishes in turn: shredded potato, crayfish, crispy pork."
        assert hint in " ".join(terminal.until(ASKED).split())
        terminal.type("POTATO")
        shown = terminal.until("Enter: the score · e: the arithmetic ")
        assert "✗ No, crayfish." in shown
        assert "After shredded potato, sunny makes shredded potato." in " ".join(shown.split())
        terminal.type("")
        assert terminal.end() == 0
        assert "1 of 2 right." in terminal.screen


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_prompt_leaves_nothing_behind_on_a_narrow_terminal(lang: str) -> None:
    """It fits in 40 columns, and so does what takes it back: a longer line would wrap and stay."""
    with Terminal("explain", "--lang", lang, "--weather", "sunny", columns=40) as terminal:
        terminal.until("Enter → · b ← · a ")
        terminal.press("\r")
        taken_back = terminal.until("2/7").split("2/7")[0].split("\r")
        assert all(cell_len(part) < 40 for part in taken_back)


class TestQuizOnAPipe:
    @pytest.mark.parametrize("answer", ["2", "crayfish", "CRAYFISH", "小龙虾"])
    def test_a_dish_is_answered_by_number_or_name(self, cook: Program, answer: str) -> None:
        run = cook("explain", "--weather", "rainy", "--quiz", stdin=f"{answer}\n".encode())
        assert run.lines[-1] == "1 of 1 right."

    def test_q_ends_it_with_the_score(self, cook: Program) -> None:
        run = cook("explain", "--weather", WEEK, "--quiz", "--lang", "zh", stdin="pizza\n小龙虾\nq\n".encode())
        assert (run.code, run.lines[-1].split("：")[-1]) == (0, "答对 0 / 1。")
        assert "pizza" in run.err

    def test_reads_a_line_an_answer(self, cook: Program) -> None:
        run = cook("explain", "--weather", "sunny,rainy", "--quiz", stdin=b"potato\ncrayfish\n")
        assert (run.code, run.lines[-1]) == (0, "2 of 2 right.")

    def test_ends_with_the_score_where_the_answers_end(self, cook: Program) -> None:
        run = cook("explain", "--weather", "sunny,rainy", "--quiz", stdin=b"potato\nsoup\n")
        assert (run.code, run.lines[-1]) == (0, "1 of 1 right.")
        assert run.err == "cook: unknown dish 'soup' (choices: shredded potato, crayfish, crispy pork)\n"
        assert cook("explain", "--quiz", "--weather", "sunny", closed="stdin").lines[-1] == "0 of 0 right."

    def test_answers_that_are_no_text_are_unknown(self, cook: Program) -> None:
        run = cook("explain", "--weather", "sunny", "--quiz", stdin=b"\xff\xfe\0\npotato\n")
        assert (run.code, run.lines[-1]) == (0, "1 of 1 right.")


def written(cook: Program, *arguments: str, columns: int = 100, **environment: Any) -> str:
    with terminal_stdout(columns) as (stdout, chunks):
        run = cook(*arguments, stdout=stdout, **environment)
    assert run.code == 0, run.err
    return b"".join(chunks).decode()


class TestColour:
    def test_halves_and_winner(self, cook: Program) -> None:
        shown = written(cook, "simulate", "--weather", "rainy")
        assert "\x1b[36m" in shown
        assert "\x1b[35m" in shown

    @pytest.mark.parametrize("command", ["simulate", "kitchen show", "explain --day 2"])
    def test_no_color_takes_the_colours_away(self, cook: Program, command: str) -> None:
        shown = written(cook, *command.split(), NO_COLOR="1")
        assert not any(f"\x1b[{style}m" in shown for style in (*range(30, 38), *range(90, 98)))
        assert ";3" not in shown

    @pytest.mark.parametrize("command", ["simulate", "kitchen show", "explain --day 2"])
    def test_a_dumb_terminal_gets_text_only(self, cook: Program, command: str) -> None:
        assert "\x1b" not in written(cook, *command.split(), TERM="dumb")

    def test_data_has_none(self, cook: Program) -> None:
        assert "\x1b" not in written(cook, "simulate", "--weather", "rainy", "--format", "csv")


def test_columns_says_more_than_the_terminal(cook: Program) -> None:
    for terminal in ("xterm", "dumb"):
        shown = written(cook, "simulate", columns=200, TERM=terminal, COLUMNS="50", NO_COLOR="1")
        widths = [cell_len(line.rstrip()) for line in re.sub(r"\x1b\[[0-9;]*m", "", shown).splitlines()]
        assert 30 < max(widths) <= 50


class TestHints:
    @pytest.mark.slow
    @pytest.mark.parametrize("command", ["simulate", "kitchen list", "diagram"])
    def test_a_command_on_a_terminal_says_what_to_try_next(self, command: str) -> None:
        with Terminal(*command.split()) as terminal:
            assert terminal.end() == 0
            assert len(re.findall(r"^cook: next: `cook \w+", terminal.screen, re.MULTILINE)) == 1

    @pytest.mark.slow
    @pytest.mark.parametrize("lang", ["en", "zh"])
    def test_it_fits_a_narrow_terminal(self, lang: str) -> None:
        with Terminal("explain", "--weather", "rainy", "--no-step", "--lang", lang, columns=40) as terminal:
            assert terminal.end() == 0
            assert all(cell_len(line) <= 40 for line in terminal.screen.splitlines()), terminal.screen

    @pytest.mark.slow
    def test_not_where_it_is_not_wanted_or_not_read(self, cook: Program, monkeypatch: pytest.MonkeyPatch) -> None:
        assert "next:" not in cook("simulate").err
        assert "next:" not in written(cook, "simulate")
        monkeypatch.setenv("COOK_HINTS", "0")
        with Terminal("simulate") as terminal:
            assert terminal.end() == 0
            assert "next:" not in terminal.screen
