"""The course in a real browser: what follows is shown when a question is answered, and wrong answers get a reason."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.cli.program import spawn
from tests.cli.test_learn import ANSWERS, questions, right, wrong

pytestmark = pytest.mark.slow


@pytest.fixture
def course(opened: Open, tmp_path: Path) -> Page:
    file = tmp_path / "course.html"
    assert spawn("learn", "why", "--save", file).code == 0
    return opened(file)


def test_what_follows_is_hidden_until_it_is_answered(course: Page) -> None:
    told = [question for _, question in questions("why")]
    assert all(question.why not in course.locator("main").inner_text() for question in told)
    for place, question in enumerate(told):
        asked = course.locator(".question").nth(place)
        expect(course.locator(".question:visible")).to_have_count(place + 1)
        for answer, mark in ((wrong(question), "✗ No. "), (right(question), "✓ Yes. ")):
            if question.choices:
                asked.locator("form button").nth(int(answer) - 1).click()
            else:
                asked.locator("input").fill(answer)
                asked.locator("input").press("Enter")
            expect(asked.locator(".verdict")).to_contain_text(mark)
        expect(asked.locator(".verdict")).to_have_text(f"✓ Yes. {question.why}")
    expect(course.locator(".score")).to_have_text(f"{len(told)} of {len(told)} right.")


def test_a_common_mistake_gets_its_reason_and_a_hint_is_at_hand(course: Page) -> None:
    (_, first), (_, second), *_ = questions("why")
    course.locator(".question button").nth(0).click()
    asked = course.locator(".question").nth(1)
    for mistake, shows in second.mistakes:
        asked.locator("input").fill(f"{mistake}")
        asked.get_by_role("button", name="Check").click()
        expect(asked.locator(".verdict")).to_have_text(f"✗ No. {shows}")
    for text, mark in (("1/8", "✓"), ("0,125", "✓"), ("−1", "✗"), ("x", "A number"), ("1/0", "✗"), ("", "A number")):
        asked.locator("input").fill(text)
        asked.locator("input").press("Enter")
        expect(asked.locator(".verdict")).to_contain_text(mark)
    asked.get_by_role("button", name="Hint").click()
    expect(asked.locator(".verdict")).to_have_text(second.hint)
    assert first.choices


def test_what_was_answered_is_there_when_one_comes_back(course: Page) -> None:
    course.locator(".question button").nth(0).click()
    for _ in range(5):  # a browser under load keeps it a moment later (1 page of 60 came too early)
        course.reload()
        if course.locator(".question:visible").count() > 1:
            break
        course.wait_for_timeout(500)
    expect(course.locator(".question:visible")).to_have_count(2)
    expect(course.locator(".score")).to_have_text(f"1 of {len(ANSWERS['why'])} right.")


def test_it_has_no_faults_of_access_and_fits_a_phone(course: Page, registry: object) -> None:
    course.set_viewport_size({"width": 360, "height": 800})
    assert course.evaluate("document.documentElement.scrollWidth") <= 360
    assert callable(registry)
    course.evaluate((registry("axe-core@4") / "axe-core" / "axe.min.js").read_text("utf-8"))
    violations = course.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in violations] == []
