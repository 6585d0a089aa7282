"""A saved picture has every character in the cells that it has on a terminal, in any viewer and font."""

import re
from collections import defaultdict
from html import unescape
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from rich.cells import cell_len

from tests.cli.program import Program

SVG = "{http://www.w3.org/2000/svg}"
CELL, LINE, MARGIN = 9, 18, 16

COMMANDS = [
    "simulate --weather sunny,rainy",
    "simulate --lang zh",
    "explain --weather rainy --lang zh",
    "kitchen show",
    "diagram --lang zh",
]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def saved(cook: Program, command: str, name: str, columns: str = "") -> str:
    run = cook(*command.split(), "--save", name, COLUMNS=columns)
    assert (run.code, run.stdout) == (0, b""), run.err
    return Path(name).read_text(encoding="utf-8")


def drawn(svg: str) -> list[str]:
    """Return the lines of a picture, put together again from where its runs of text stand."""
    rows: dict[int, str] = defaultdict(str)
    for text in ET.fromstring(svg).iter(f"{SVG}text"):
        run, left = text.text or "", int(text.attrib["x"]) - MARGIN
        row = (int(text.attrib["y"]) - MARGIN) // LINE
        assert left % CELL == 0
        assert int(text.attrib["textLength"]) == cell_len(run) * CELL
        assert run == " ".join(run.split()), "some viewers make one of several spaces"
        rows[row] += " " * (left // CELL - cell_len(rows[row])) + run
    return [rows[row] for row in range(max(rows) + 1)]


@pytest.mark.parametrize("command", COMMANDS)
def test_svg_has_every_run_at_its_cells(cook: Program, command: str) -> None:
    shown = cook(*command.split(), COLUMNS="90").lines
    svg = saved(cook, command, "p.svg", "90")
    picture = drawn(svg)
    assert picture == shown[: len(picture)]
    assert not any(shown[len(picture) :])
    root = ET.fromstring(svg)
    assert int(root.attrib["width"]) == 2 * MARGIN + max(map(cell_len, shown)) * CELL
    assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")


@pytest.mark.parametrize("command", COMMANDS)
def test_html_has_the_same_text_and_says_its_language(cook: Program, command: str) -> None:
    shown = cook(*command.split(), COLUMNS="90").out
    page = saved(cook, command, "p.html", "90")
    body = re.search(r"<pre>\n(.*)\n</pre>", page, re.DOTALL)
    assert body is not None
    text = unescape(re.sub(r"<[^>]*>", "", body[1] + "\n"))
    assert [line.rstrip() for line in text.splitlines()] == shown.splitlines()
    assert f'<html lang="{"zh" if "zh" in command else "en"}">' in page
    assert "<title>cook</title>" in page
    assert all(len(char) == 1 and cell_len(char) == 2 for char in re.findall(r'class="w">(.*?)<', page))


def luminance(colour: str) -> float:
    shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = ((share + 0.055) ** 2.4 / 1.055**2.4 if share > 0.04 else share / 12.92 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_winner_can_be_read(cook: Program) -> None:
    """WCAG asks for a contrast of 3 for bold text of this size."""
    page = saved(cook, "simulate --weather sunny,rainy", "p.html")
    pairs = {*re.findall(r'style="color: (#\w+); background: (#\w+);', page)}
    assert len(pairs) == 2
    for text, background in pairs:
        darker, lighter = sorted((luminance(text), luminance(background)))
        assert (lighter + 0.05) / (darker + 0.05) > 3


def test_a_picture_is_as_wide_as_its_content_unless_columns_says_less(cook: Program) -> None:
    command = "simulate --weather sunny,rainy,rainy"
    widest = max(map(cell_len, cook(*command.split()).lines))
    widths = {
        columns: max(map(cell_len, drawn(saved(cook, command, "p.svg", columns)))) for columns in ("", "500", "60")
    }
    assert widths[""] == widths["500"] == widest > 120
    assert widths["60"] <= 60
