"""What a lecturer does with the page that can be played with, in a real browser without a network."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from cooking_rnn.cook import Cook
from cooking_rnn.kitchen.bridge import as_rnn
from cooking_rnn.kitchen.toml import load, parse
from cooking_rnn.render import explorer
from cooking_rnn.report import training as report_training
from cooking_rnn.report.explanation import report
from cooking_rnn.report.explorer import playable
from cooking_rnn.report.say import Say
from cooking_rnn.training.train import train
from tests.browser.conftest import Open
from tests.models import random_model

pytestmark = pytest.mark.slow


COOKS: dict[str, Callable[[], Cook]] = {
    "kitchen": lambda: load("romance"),
    "as_rnn": lambda: as_rnn(load("romance")),
    "order": lambda: load("order"),
    "simple": lambda: random_model(cell="simple", hidden=16),
    "lstm": lambda: random_model(cell="lstm", hidden=4, layers=2),
}


def saved(cook: Cook, path: Path, lang: str = "en", weather: str | None = None) -> Path:
    """Save the page of a cook's week, or of other weather."""
    made = playable(cook.explain(weather), lang)
    assert made is not None
    path.write_text(explorer.explorer(report(made[0], Say(lang)), lang, made[1]), "utf-8")
    return path


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    return {name: saved(cook(), folder / f"{name}.html") for name, cook in COOKS.items()}


@pytest.fixture
def show(opened: Open, pages: dict[str, Path]) -> Open:
    """Return a function that opens one of the pages, or a file."""

    def open_page(what: str | Path = "kitchen", hash_: str = "", **options: Any) -> Page:
        return opened(pages[what] if isinstance(what, str) else what, hash_, **options)

    return open_page


def number(page: Page, step: int, row: int, day: int = 0) -> Locator:
    """Return an entry of the result of a step, each counted from 0."""
    return page.locator(f'[data-key="result.{day}.{step}.{row}"]')


def menu(page: Page) -> list[str]:
    return page.locator(".card button .eaten").all_inner_texts()


WEEK = ["shredded potato", "crayfish", "crayfish", "crispy pork", "shredded potato", "shredded potato"]


def test_it_steps_and_plays(show: Open) -> None:
    page = show()
    assert menu(page) == WEEK
    expect(page.locator("h3").first).to_have_text("1/7 yesterday's dish")
    page.get_by_role("button", name="Next").click()
    expect(page.locator(".sentence")).to_have_text("Today's weather as a one-hot vector: entry 1 is sunny.")
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    expect(page.locator("h2")).to_have_text("Day 2 (Wed): yesterday shredded potato, today rainy")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("h3").first).to_have_text("7/7 today's dish")
    page.clock.install()
    page.get_by_role("button", name="Play").click()
    page.clock.run_for(5000)
    expect(page.locator("h3").first).to_have_text("2/7 today's weather")
    page.get_by_role("button", name="Pause").click()


def test_the_2_is_1_and_1_back_to_monday(show: Open) -> None:
    page = show(hash_="#day=2&step=5")
    number(page, 4, 4, 1).hover()
    expect(page.locator(".arithmetic")).to_have_text("1 + 1 = 2")
    assert page.locator(".figure .addend").count() == 2
    number(page, 4, 4, 1).click()
    page.locator(".addend-of").first.hover()
    expect(page.locator(".arithmetic").nth(1)).to_have_text("1·1 + 0·0 + 0·0 = 1")
    for level in range(1, 8):
        page.locator(".trail li").nth(level).locator(".addend-of").first.focus()
    texts = page.locator(".of-what").all_inner_texts()
    assert texts[2] == "yesterday's dish, row 1 (shredded potato)"
    assert texts[3] == "Day 1 (Tue): today's dish, row 1 (shredded potato)"
    assert "hard-max" in texts[4]


def test_another_tuesday_is_another_week(show: Open) -> None:
    page = show()
    page.get_by_label("Weather of Day 1 (Tue)").select_option("rainy")
    assert menu(page) == ["crayfish", "crispy pork", "crispy pork", "shredded potato", "crayfish", "crayfish"]
    page.get_by_role("button", name="Take it back: Tue: rainy instead of sunny").click()
    assert menu(page) == WEEK
    page.get_by_label("Dish of day 0").select_option("crayfish")
    assert menu(page)[0] == "crayfish"
    page.get_by_role("button", name="Take all back").click()
    assert menu(page) == WEEK


def typed(page: Page, key: str, text: str) -> None:
    page.locator(f'[data-entry="{key}"]').click()
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def test_row_5_of_food_set_to_zeros_names_the_case_that_fails(show: Open) -> None:
    page = show(hash_="#step=3")
    expect(page.locator(".check")).to_have_text("✓ all 6 cases right")
    typed(page, "2.4.0", "0")
    expect(page.locator(".check li")).to_have_text("shredded potato, rainy makes a tie, the rule says crayfish")
    expect(page.locator('[data-entry="2.4.0"]')).to_have_class(re.compile("changed"))
    assert menu(page) == ["shredded potato", *["—"] * 5]
    for text, fault in [("abc", "not a number"), ("", "empty: type a number"), ("1e999", "too large for a number")]:
        page.locator('[data-entry="2.0.0"]').click()
        page.keyboard.press("Delete")
        page.keyboard.type(text)
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_have_text(fault)
        page.keyboard.press("Escape")
    page.get_by_role("button", name=re.compile("Take it back: Food row 5")).click()
    expect(page.locator(".check")).to_have_text("✓ all 6 cases right")


def test_by_keyboard_alone(show: Open) -> None:
    page = show(hash_="#step=3")
    page.locator('[data-entry="2.0.0"]').focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
    expect(page.locator('[data-entry="2.4.0"]')).to_be_focused()
    expect(page.locator(".arithmetic")).to_have_text("1·1 + 0·0 + 0·0 = 1")
    page.keyboard.press("Enter")
    page.keyboard.type("7")
    page.keyboard.press("Enter")
    expect(page.locator('[data-entry="2.4.0"]')).to_be_focused()
    expect(page.locator('[data-entry="2.4.0"]')).to_have_text("7")
    page.keyboard.press("Enter")
    page.keyboard.type("8")
    page.keyboard.press("Escape")
    expect(page.locator('[data-entry="2.4.0"]')).to_have_text("7")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(page.locator('[data-key="input.0.0.2"]')).to_be_focused()


def test_guessing_keeps_a_score(show: Open) -> None:
    page = show()
    page.get_by_role("button", name="Guess first").click()
    assert menu(page) == ["?"] * 6
    page.locator(".choices").get_by_role("button", name="shredded potato").click()
    expect(page.locator(".right-answer")).to_contain_text("✓ Yes, shredded potato.")
    expect(page.locator(".score")).to_have_text("1 of 1 right.")
    page.get_by_role("button", name="Food·dish", exact=True).click()
    assert page.locator(".sentence p").count() == 0
    for row, text in enumerate("100110"):
        page.locator(".blank").nth(row).fill(text)
    page.get_by_role("button", name="Check").click()
    expect(page.locator(".score")).to_have_text("1 of 2 right.")
    expect(number(page, 2, 3)).to_have_class(re.compile("missed"))
    page.locator(".card button").nth(1).click()
    page.locator(".choices").get_by_role("button", name="crispy pork").click()
    expect(page.locator(".wrong-answer")).to_contain_text("✗ No, crayfish.")
    assert menu(page)[:3] == ["shredded potato", "crayfish", "?"]
    again = show(hash_=page.evaluate("location.hash"))
    expect(again.locator(".score")).to_have_text("1 of 3 right.")
    assert menu(again)[:3] == ["shredded potato", "crayfish", "?"]


def test_both_languages(show: Open) -> None:
    page = show(hash_="#step=5")
    page.get_by_role("button", name="中文").click()
    assert page.evaluate("document.documentElement.lang") == "zh"
    assert menu(page)[:2] == ["土豆丝", "小龙虾"]
    expect(page.locator(".sentence")).to_contain_text("只有这一行同时满足")
    expect(page.get_by_role("button", name="中文")).to_be_focused()
    words = page.locator("main").inner_text()
    assert not re.findall(r"[A-Za-z]{3,}", re.sub("English|Food|Weather|romance|hard-max", "", words))


def test_the_address_holds_the_state(show: Open) -> None:
    page = show(hash_="#step=3")
    typed(page, "2.4.0", "0.5")
    page.get_by_label("Weather of Day 1 (Tue)").select_option("rainy")
    page.get_by_role("button", name="中文").click()
    page.locator(".card button").nth(0).click()
    page.get_by_role("button", name="和", exact=True).click()
    number(page, 4, 0).click()
    address = page.evaluate("location.hash")
    told = page.locator("main").inner_text()
    again = show(hash_=address)
    assert again.locator("main").inner_text() == told
    assert again.evaluate("location.hash") == address
    again.evaluate(
        "location.hash = 'day=99&step=x&weather=9:9,a&entries=2.99.0:1,9.0.0:1,2.0.0:1e999&lang=xx&row=77&start=-1'"
    )
    again.wait_for_function("document.documentElement.lang === 'en'")
    assert menu(again) == WEEK


@pytest.mark.parametrize("name", COOKS)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_phone_and_paper(show: Open, name: str, lang: str) -> None:
    page = show(name, f"#lang={lang}", viewport={"width": 360, "height": 740})
    for _ in range(12):
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        page.keyboard.press("ArrowRight")
    assert len(page.pdf()) > 10_000
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".paper section").count() == page.locator(".way li").count()


def test_a_training_is_played(show: Open, tmp_path: Path) -> None:
    made = report_training.playable(trained := train(hidden=8, steps=60, length=5), "en")
    assert made is not None
    file = tmp_path / "training.html"
    file.write_text(explorer.explorer(report_training.report(trained, Say("en")), "en", made[1]), "utf-8")
    page = show(file, "#stage=0", viewport={"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    expect(page.locator(".training span")).to_have_text("after 1 step of training")
    before = page.locator(".check").inner_text()
    page.clock.install()
    page.get_by_role("button", name="How it was trained").click()
    page.clock.run_for(60_000)
    expect(page.locator(".training span")).to_have_text(re.compile(r"after \d\d steps of training"))
    assert page.locator(".check").inner_text() != before
    expect(page.locator("main")).to_contain_text("ceiling")


def test_without_script_all_is_shown(show: Open) -> None:
    page = show(java_script_enabled=False)
    assert page.locator(".equation").count() == 42
    expect(page.locator("main")).to_contain_text("Day 6 (Sun)")


def test_names_run_nothing(show: Open, tmp_path: Path) -> None:
    name = "</script><img src=x onerror=document.title='run'>"
    text = f'dishes = ["{name}", "土豆🍟", "a\u202eb", "{"x" * 400}"]\n[weathers]\nsunny = "next"\n'
    file = saved(parse(text, "k.toml"), tmp_path / "k.html", weather="sunny,sunny,sunny")
    page = show(file, viewport={"width": 360, "height": 740})
    assert menu(page) == ["土豆🍟", "a\\u202eb", "x" * 400]
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert "run" not in page.title()
    expect(page.locator(".sentence")).to_contain_text(name)


@pytest.mark.parametrize("name", COOKS)
def test_networks_follow_too(show: Open, name: str) -> None:
    page = show(name, "#step=2" if name != "kitchen" else "#step=3")
    if name == "order":
        page.get_by_role("button", name="Food·dish", exact=True).click()
    entry = page.locator("[data-entry]").first
    before = page.locator('[data-key^="result."]').all_inner_texts()
    entry.click()
    page.keyboard.type("9")
    page.keyboard.press("Enter")
    assert page.locator('[data-key^="result."]').all_inner_texts() != before
    page.locator('[data-key^="result."]').first.hover()
    assert re.search(r"[=≈] -?[\d.]+$", page.locator(".arithmetic").inner_text())


def test_it_is_accessible(show: Open, registry: Callable[[str], Path]) -> None:
    axe = (registry("axe-core@4") / "axe-core" / "axe.min.js").read_text("utf-8")
    found = []
    for name, hash_ in [
        ("kitchen", "#step=3&entries=2.4.0:0"),
        ("simple", "#step=2"),
        ("kitchen", "#guess=1"),
        ("lstm", "#step=8&lang=zh"),
    ]:
        page = show(name, hash_)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            page.evaluate(axe)
            result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
            found += [
                (name, scheme, each["id"], each["nodes"][0]["html"][:200])
                for each in result["violations"]
                if each["impact"] in ("serious", "critical")
            ]
    assert not found
