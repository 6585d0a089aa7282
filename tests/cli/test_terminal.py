"""The program on a real pseudo-terminal: the pager, the quiz, the colours, the width."""

import re
from typing import Any

import pytest
from rich.cells import cell_len

from cooking_rnn.names import LANGUAGES
from tests.cli.program import Program
from tests.cli.terminal import Terminal, terminal_stdout

PROMPT = "Enter: next · a: the rest · q: end "


ASKED = "What is eaten (q: end)? "


def test_enter_turns_the_page_and_a_shows_the_rest() -> None:
    with Terminal("explain", "--weather", "rainy", columns=50) as terminal:
        assert "1/7" in terminal.until(PROMPT)
        assert "2/7" not in terminal.screen
        terminal.press("\r")
        assert "2/7" in terminal.until(PROMPT)
        assert "3/7" not in terminal.screen
        terminal.press(" ")
        assert "Food (6x3)" in terminal.until(PROMPT)
        terminal.press("a")
        assert terminal.end() == 0
        rest = terminal.screen
        assert [f"{step}/7" in rest for step in range(1, 8)] == [False] * 3 + [True] * 4
        assert "Enter:" not in rest
        assert 40 < max(cell_len(line.rstrip()) for line in rest.splitlines()) <= 50


def test_q_ends_in_good_order() -> None:
    with Terminal("explain", "--lang", "zh") as terminal:
        terminal.until("Enter 下一步 · a 全部 · q 结束")
        terminal.press("Q")
        assert terminal.end() == 0
        assert "2/7" not in terminal.screen
        assert "error" not in terminal.screen


def test_ctrl_c_ends_with_130_and_without_a_word() -> None:
    with Terminal("explain") as terminal:
        terminal.until(PROMPT)
        terminal.press("\x03")
        assert terminal.end() == 130
        assert terminal.screen.strip() == ""


def test_a_quiz_asks_before_it_shows_and_keeps_score() -> None:
    with Terminal("explain", "--weather", "sunny,rainy", "--quiz") as terminal:
        assert "1/7" not in terminal.until(ASKED)
        terminal.type("pizza")
        assert "unknown dish 'pizza'" in terminal.until(ASKED)
        terminal.type("土豆丝")
        terminal.until(f"Day 2: yesterday shredded potato, today rainy. {ASKED}")
        assert "✓ Yes, shredded potato." in terminal.screen
        assert "7/7" in terminal.screen
        terminal.type("POTATO")
        assert terminal.end() == 0
        assert "✗ No, crayfish." in terminal.screen
        assert "1 of 2 right." in terminal.screen


def test_q_leaves_a_quiz_with_the_score() -> None:
    with Terminal("explain", "--weather", "sunny,rainy", "--quiz", "--lang", "zh") as terminal:
        terminal.until("吃什么（q 结束）？")
        terminal.type("pizza")
        assert "没有'pizza'这道菜（可选：土豆丝、小龙虾、锅包肉）" in terminal.until("吃什么")
        terminal.type("小龙虾")
        terminal.until("第 2 天")
        terminal.type("q")
        assert terminal.end() == 0
        assert "答对 0 / 1。" in terminal.screen


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_prompt_leaves_nothing_behind_on_a_narrow_terminal(lang: str) -> None:
    """It fits in 40 columns, and so does what takes it back: a longer line would wrap and stay."""
    with Terminal("explain", "--lang", lang, "--weather", "sunny", columns=40) as terminal:
        terminal.until("q: end " if lang == "en" else "q 结束 ")
        terminal.press("\r")
        taken_back = terminal.until("2/7").split("2/7")[0].split("\r")
        assert all(cell_len(part) < 40 for part in taken_back)


class TestQuizOnAPipe:
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
