"""Worksheets on paper: one page each, in either size; and their formulas as KaTeX draws them."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from cooking_rnn import choices, worksheet
from cooking_rnn.names import LANGUAGES
from cooking_rnn.render.markup import markup
from cooking_rnn.render.page import page
from cooking_rnn.report.say import Say
from cooking_rnn.report.worksheet import report

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("task", choices.SHEETS)
def test_each_sheet_and_each_key_is_one_page(browser: Browser, task: str, lang: str, tmp_path: Path) -> None:
    """The largest of each kind, for a class of 20."""
    students = [f"student {number}" for number in range(20)]
    opened = browser.new_page()
    for level, blank in ((3, "rows"), (3, "values"), (2, "rows"), (1, "weights")):
        sheets = worksheet(task, level=level, blank=blank, students=students)
        for key in (False, True):
            (tmp_path / "x.html").write_text(page(report(sheets, Say(lang), key=key), lang))
            opened.goto((tmp_path / "x.html").as_uri())
            for paper in ("A4", "Letter"):
                printed = opened.pdf(format=paper)
                assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 20, (level, blank, key, paper)
    opened.close()


@pytest.mark.parametrize("task", choices.SHEETS)
def test_katex_reads_every_formula(registry: Callable[[str], Path], task: str) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    modules = registry("katex")
    sheets = worksheet(task, level=3, blank="rows")
    told = "".join(markup(report(sheets, Say(), key=key), ".md", "en") for key in (False, True))
    formulas = re.findall(r"(?<!\\)\$(.+?)(?<!\\)\$", told)
    assert len(formulas) > 40
    code = (
        "const k = require('katex'); JSON.parse(process.argv[1]).forEach(f => k.renderToString(f, {strict: 'error'}))"
    )
    done = subprocess.run(
        [node, "-e", code, json.dumps(formulas)], cwd=modules, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
