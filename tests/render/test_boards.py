"""Boards: what stands beside what, and as Markdown, LaTeX and Typst."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from cooking_rnn import choices, worksheet
from cooking_rnn.blocks import Blank, Block, Board, Grid, Heading, Paragraph
from cooking_rnn.names import LANGUAGES
from cooking_rnn.render.boards import lines_of, text_of, width_of
from cooking_rnn.render.markup import MARKUPS, markup
from cooking_rnn.report.say import Say
from cooking_rnn.report.worksheet import report

HOSTILE = r"a_b & 50% {x} #1 $y ~^ \end{document} <i> `q' [l](u) *s* | @" + '"'
SHEET: list[Block] = [
    Heading(HOSTILE),
    Paragraph(HOSTILE),
    Board(((None, Grid((("1", Blank(1)),), (HOSTILE,), ("t", "1", "2"))),), ("note",)),
]


def test_weights_stand_beside_what_they_make() -> None:
    left = Grid((("1", "2"), ("3", "4")), (), ("a", "b"), "A")
    board = Board(
        (
            (None, Grid((("7", "8", "9"),), ("x",), ("t", "1", "2", "3"))),
            (left, Grid((("0", Blank(1), "5"), ("0", "0", Blank(2, "6"))), ("y", "z"), (), "A · x")),
        ),
        ("steps: 3",),
    )
    assert width_of(board) == (2, 4)
    shown = [[text_of(piece.content) for piece in line] for line in lines_of(board)]
    assert shown == [
        ["steps: 3", "t", "1", "2", "3"],
        ["", "x", "7", "8", "9"],
        ["A", ""],
        ["a", "b", "A · x"],
        ["1", "2", "y", "0", "[1]", "5"],
        ["3", "4", "z", "0", "0", "[2] 6"],
    ]
    assert {sum(piece.span for piece in line) for line in lines_of(board)} == {6}


#: how each language writes what it would obey
INERT = {
    ".md": r"a\_b & 50% \{x\} \#1 \$y \~^ \\end\{document\} \<i\> \`q' \[l\](u) \*s\* \| @",
    ".tex": r"a\_b \& 50\% \{x\} \#1 \$y",
    ".typ": f"#{json.dumps(HOSTILE)};",
}


@pytest.mark.parametrize("kind", MARKUPS)
def test_what_would_be_obeyed_is_shown(kind: str) -> None:
    told = markup(SHEET, kind, "en")
    assert told.count(INERT[kind]) == 3
    assert told.count("\n\\end{document}") == (kind == ".tex")


#: how each language writes a blank: its number, and what is in it
BLANKS = {
    ".md": r"boxed\{(?P<answer>.*?)\}_\{(?P<number>\d+)\}\$",
    ".tex": r"\\blank\{(?P<number>\d+)\}\{(?P<answer>.*?)\}\}",
    ".typ": r"#blank\((?P<number>\d+)\)\[(?P<answer>.*?)\]\]",
}


@pytest.mark.parametrize("kind", MARKUPS)
@pytest.mark.parametrize("task", choices.SHEETS)
def test_each_blank_is_numbered_once_and_answered_on_the_key_alone(task: str, kind: str) -> None:
    sheets = worksheet(task, level=2, blank="rows")
    for key in (False, True):
        told = [*re.finditer(BLANKS[kind], markup(report(sheets, Say(), key=key), kind, "en"))]
        assert sorted(int(each["number"]) for each in told) == [blank.number for blank in sheets.sheets[0].blanks]
        assert (len({each["answer"] for each in told}) > 1) == key


@pytest.mark.slow
@pytest.mark.parametrize("task", [*choices.SHEETS, "hostile"])
def test_latex_makes_one_page_of_each(task: str, tmp_path: Path) -> None:
    if shutil.which("pdflatex") is None:
        pytest.skip("LaTeX is not installed")
    for key in (False, True):
        told = SHEET if task == "hostile" else report(worksheet(task, level=3, blank="rows"), Say(), key=key)
        (tmp_path / "x.tex").write_text(markup(told, ".tex", "en"))
        done = subprocess.run(
            ["pdflatex", "-interaction=batchmode", "-halt-on-error", "x.tex"],
            cwd=tmp_path,
            check=False,
            capture_output=True,
        )
        log = (tmp_path / "x.log").read_text("latin-1")
        assert done.returncode == 0, log[-2000:]
        assert "(1 page" in log
        assert "Missing character" not in log


@pytest.mark.slow
@pytest.mark.parametrize("task", [*choices.SHEETS, "hostile"])
def test_typst_makes_one_page_of_each(task: str, tmp_path: Path) -> None:
    typst = pytest.importorskip("typst", reason="typst is not installed")  # 84 MB, so that no extra has it
    for lang in LANGUAGES:
        told = SHEET if task == "hostile" else report(worksheet(task, level=3, blank="rows"), Say(lang), key=True)
        (tmp_path / "x.typ").write_text(markup(told, ".typ", lang))
        pages = typst.compile(tmp_path / "x.typ", format="svg")
        assert isinstance(pages, bytes)  # a list, where there are several
