"""A browser for the tests of pages, where one is installed."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

Open = Callable[..., Page]

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return a headless browser."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip(f"no browser is installed: none of {', '.join(NAMES)}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        with suppress(Exception):  # it may be gone already
            browser.close()


@pytest.fixture
def opened(browser: Browser) -> Iterator[Open]:
    """Return a function that opens a page; a request, an error or a refusal of the policy fails the test."""
    contexts, faults = [], []

    def open_page(file: Path, hash_: str = "", **options: Any) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1200, "height": 900}, **options})
        context.set_default_timeout(5000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type in ("error", "warning") else None)
        page.on("request", lambda asked: None if asked.url.startswith(file.as_uri()) else faults.append(asked.url))
        page.goto(file.as_uri() + hash_)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not faults


@pytest.fixture(scope="session")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return a function that fetches a package from npm, and returns its folder."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed")

    def fetch(package: str) -> Path:
        folder = tmp_path_factory.mktemp("npm")
        done = subprocess.run(
            [npm, "install", "--silent", "--no-audit", "--no-fund", package],
            cwd=folder,
            capture_output=True,
            check=False,
        )
        if done.returncode:
            pytest.skip(f"{package} is not to be had from npm")
        return folder / "node_modules"

    return fetch
