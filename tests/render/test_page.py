"""Pages: nothing from elsewhere, readable by people and programs, whatever the names are."""

import json
import re
from html.parser import HTMLParser

import numpy as np
import pytest

from cooking_rnn import Kitchen
from cooking_rnn.blocks import Block, Heading, Paragraph
from cooking_rnn.kitchen.toml import load
from cooking_rnn.render import scripts
from cooking_rnn.render.drawing import visible
from cooking_rnn.render.page import fragment, page
from cooking_rnn.report import report
from cooking_rnn.report.say import Say
from tests.render.samples import NAMES, blocks

VOID = {"meta"}


class Read(HTMLParser):
    """What stands in a page: every tag with its attributes, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []  # the innermost tag, and what is said in it
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append((self._open[-1] if self._open else "", data))

    def all(self, *names: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag in names]

    def said(self, *names: str) -> str:
        return "".join(text for tag, text in self.texts if tag in names)


def read(shown: list[Block], lang: str = "en") -> Read:
    """Read a page without its own script, the only one that its policy lets run, and the data of its charts."""
    html = page(shown, lang).replace(scripts.element("chart.js"), "")
    for told in re.findall('<script type="application/json">(.*?)</script>', html):
        json.loads(told)
    html = re.sub('<script type="application/json">[^<]*</script>', "", html)
    assert "//" not in html.replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"url\(|@import|<script|\bon\w+=|srcset|href|src=", re.sub(">[^<]*<", "><", html))
    return Read(html)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_names_are_text(name: str) -> None:
    told = read(blocks(name))
    assert {tag for tag, _ in told.tags} == {
        *(
            "html",
            "head",
            "meta",
            "title",
            "style",
            "body",
            "main",
            "section",
            "div",
            "h1",
            "h2",
            "h3",
            "p",
            "ol",
            "li",
        ),
        *("table", "thead", "tbody", "tr", "th", "td", "span", "b", "i", "strong"),
        *("svg", "g", "rect", "path", "text", "tspan"),
    }
    assert told.said("h1") == visible(name)
    assert visible(name) in told.said("title")


def test_a_page_needs_nothing_and_allows_nothing() -> None:
    told = read(blocks("a"))
    policies = [each["content"] for each in told.all("meta") if each.get("http-equiv") == "Content-Security-Policy"]
    assert policies[0] is not None
    assert policies[0].startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert policies[0].endswith(scripts.policy("chart.js"))
    assert "script-src" not in page([Paragraph("no chart")], "en")
    assert any("width=device-width" in (each.get("content") or "") for each in told.all("meta"))


def test_headings_title_and_language() -> None:
    told = read(report(load("romance").explain("rainy"), Say()))
    headings = [tag for tag, _ in told.tags if tag in ("h1", "h2", "h3")]
    assert headings == ["h1", *["h2"] * 7]
    assert told.said("title").startswith("Day 1")
    assert read([Heading("头")], "zh").all("html") == [{"lang": "zh"}]
    assert read([Paragraph("p")]).said("title") == "cook"


def test_tables_have_headers_and_charts_say_what_is_in_them() -> None:
    told = read(blocks("name"))
    assert {each.get("scope") for each in told.all("th")} == {"row", "col"}
    labels = [each["aria-label"] or "" for each in told.all("svg")]
    assert all(each["role"] == "img" for each in told.all("svg"))
    assert any("name0: 0 → 0.000, 9 → 9.000" in label for label in labels)
    assert any("name → name (name)" in label for label in labels)
    assert all(each.get("aria-label") and each.get("tabindex") == "0" for each in told.all("div") if "role" in each)


def test_a_script_can_find_every_number() -> None:
    """The element of a step has `data-step`, and in it each entry its row; in a matrix its column too."""
    told = load("romance").explain("rainy")
    html = page(report(told, Say()), "en")
    for step in told.days[0].steps:
        equation = re.search(rf'<div class="equation" data-step="{step.name}">(.*?)</div>', html)
        assert equation
        *_, result = re.findall(r'<table class="grid-of"([^>]*)>(.*?)</table>', equation[1])
        assert f'data-step="{step.name}"' in result[0]
        entries = re.findall(r'<td data-row="(\d+)"[^>]*><span>(.*?)</span>', result[1])
        assert [(int(row), int(value)) for row, value in entries] == [*enumerate(step.value.tolist())]
        if step.matrix is not None:
            cells = re.findall(r'data-row="(\d+)" data-column="(\d+)"[^>]*><span>(.*?)</span>', equation[1])
            found = np.zeros_like(step.matrix)
            for row, column, value in cells:
                found[int(row), int(column)] = int(value)
            assert len(cells) == step.matrix.size
            assert (found == step.matrix).all()


def test_only_boxes_scroll_sideways() -> None:
    """What does not wrap stands in a box that scrolls: tables, equations, charts."""
    html = page(blocks("name"), "en")
    inside = "".join(re.findall(r'<div class="box-scroll".*?(?=<h\d|<p>|</section>|</main>)', html, re.DOTALL))
    for tag in ("<table", "<svg", 'class="equation"'):
        assert html.count(tag) == inside.count(tag) > 0
    assert "overflow-x: auto" in html
    assert "@media print" in html
    assert "prefers-color-scheme: dark" in html


def test_a_page_is_small() -> None:
    shown = report(load("romance").explain("rainy"), Say())
    assert len(page(shown, "en").encode()) < 30_000
    assert len(page([], "en").encode()) < 12_000


def test_a_result_shows_itself_in_a_notebook(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COOK_LANG", "zh")
    html = Kitchen.load("romance").simulate("rainy")._repr_html_()
    assert html is not None
    assert "小龙虾" in html
    told = Read(html)
    assert not told.all("html", "main", "script", "meta")
    assert html == fragment(report(load("romance").simulate("rainy"), Say("zh")), "zh")
