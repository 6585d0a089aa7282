"""Charts in a real browser: the value under the pointer and by keyboard, and curves switched off and on."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from cooking_rnn.insight.gradient import Gradients, gradient
from cooking_rnn.render import scripts
from cooking_rnn.render.page import page as page_of
from cooking_rnn.report import report
from cooking_rnn.report.say import Say
from tests.browser.conftest import Open

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def measured() -> Gradients:
    return gradient(matrix=[[0.5, 4], [0, 0.5]], activation="linear", length=50)


@pytest.fixture
def chart(opened: Open, measured: Gradients, tmp_path: Path) -> Page:
    file = tmp_path / "gradient.html"
    file.write_text(page_of(report(gradient(hidden=4, length=30), Say()), "en"), "utf-8")
    return opened(file)


def test_the_value_under_the_pointer(opened: Open, measured: Gradients, tmp_path: Path) -> None:
    file = tmp_path / "gradient.html"
    file.write_text(page_of(report(measured, Say()), "en"), "utf-8")
    page = opened(file)
    axes = page.locator(".chart .axes").bounding_box()
    assert axes is not None
    lags = 50
    for lag in (1, 17, 50):
        x = axes["x"] + axes["width"] * (lag - 1) / (lags - 1)
        page.mouse.move(x, axes["y"] + axes["height"] / 2)
        expect(page.locator(".told b")).to_have_text(f"lag {lag}")
        told = page.locator(".told span").first.inner_text()
        value = float(re.findall(r"-?[\d.]+(?:e-?\d+)?$", told)[0])
        assert value == pytest.approx(measured.networks[0].log10_norm[lag - 1], rel=1e-4)


def test_curves_are_switched_off_and_on(chart: Page) -> None:
    curve = chart.locator(".chart .curve.of1").first
    expect(curve).to_be_visible()
    switch = chart.locator(".switches button").nth(1)
    switch.click()
    expect(curve).to_be_hidden()
    expect(switch).to_have_attribute("aria-pressed", "false")
    chart.locator(".chart svg").focus()
    chart.keyboard.press("Home")
    assert chart.locator(".told span").count() == chart.locator(".switches button").count() - 1
    switch.click()
    expect(curve).to_be_visible()


def test_the_keyboard_goes_from_point_to_point(chart: Page) -> None:
    chart.locator(".chart svg").focus()
    for key, lag in (("Home", 1), ("ArrowRight", 2), ("ArrowLeft", 1), ("End", 30), ("ArrowRight", 30)):
        chart.keyboard.press(key)
        expect(chart.locator(".told b")).to_have_text(f"lag {lag}")


def test_a_phone_and_paper(chart: Page) -> None:
    chart.set_viewport_size({"width": 360, "height": 640})
    assert chart.evaluate("document.documentElement.scrollWidth") == 360
    chart.emulate_media(media="print")
    expect(chart.locator(".switches")).to_be_hidden()
    expect(chart.locator(".chart .curve").first).to_be_visible()


def test_it_is_accessible(chart: Page, registry: Callable[[str], Path]) -> None:
    chart.evaluate((registry("axe-core@4") / "axe-core" / "axe.min.js").read_text("utf-8"))
    violations = chart.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    assert not [each["id"] for each in violations if each["impact"] in ("serious", "critical")]


@pytest.mark.parametrize("name", ["explorer.js", "chart.js"])
def test_the_scripts_keep_their_types(registry: Callable[[str], Path], name: str) -> None:
    folder = registry("typescript@5")
    script = Path(scripts.__file__).with_name(name)
    options = [
        "--checkJs",
        "--allowJs",
        "--strict",
        "--noEmit",
        "--target",
        "es2022",
        "--lib",
        "es2022,dom,dom.iterable",
    ]
    done = subprocess.run([folder / ".bin" / "tsc", *options, script], capture_output=True, text=True, check=False)
    assert done.stdout == ""
    assert done.returncode == 0
