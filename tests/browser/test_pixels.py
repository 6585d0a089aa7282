"""Pictures as pixels, beside those that were looked at and approved, with the fonts that `.ci/run` installs.

After a change that is meant, `COOK_APPROVE=1 python -m pytest -m slow tests/browser/test_pixels.py` writes new ones:
look at them, and commit them.
"""

import base64
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from cooking_rnn.insight.drawing import diagram
from cooking_rnn.insight.gradient import gradient
from cooking_rnn.kitchen.toml import load
from cooking_rnn.network.model import Architecture
from cooking_rnn.render.svg import picture
from cooking_rnn.report import report
from cooking_rnn.report.say import Say

pytestmark = pytest.mark.slow

APPROVED = Path(__file__).parents[1] / "data" / "approved"
MOST = 0.01  # of the pixels may differ: letters, by a hair

PICTURES: dict[tuple[str, str, str], Callable[[], Any]] = {
    ("states", "en", "light"): lambda: diagram("romance", picture="states"),
    ("cell", "en", "dark"): lambda: diagram(Architecture("lstm", 5, 3, 16), picture="cell"),
    ("sum", "zh", "light"): lambda: replace(load("romance").explain("rainy"), only_step=5),
    ("unrolled", "en", "light"): lambda: diagram("romance", picture="unrolled", weather="sunny,rainy"),
    ("curves", "en", "dark"): lambda: gradient(matrix=[[0.5, 4], [0, 0.5]], activation="linear", length=20),
}

#: the share of the pixels of two pictures whose brightness is not nearly the same; 1 where their sizes differ
COMPARE = """
async ([one, other]) => {
  const pixels = async (png) => {
    const image = new Image();
    image.src = `data:image/png;base64,${png}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
    canvas.drawImage(image, 0, 0);
    return { size: `${image.width}x${image.height}`, data: canvas.getImageData(0, 0, image.width, image.height).data };
  };
  const [a, b] = [await pixels(one), await pixels(other)];
  if (a.size !== b.size) return 1;
  let differ = 0;
  for (let at = 0; at < a.data.length; at += 4) {
    const far = [0, 1, 2].map((channel) => Math.abs(a.data[at + channel] - b.data[at + channel]));
    differ += Math.max(...far) > 64;
  }
  return differ / (a.data.length / 4);
}
"""


@pytest.mark.parametrize("name", PICTURES, ids="-".join)
def test_a_picture_is_as_it_was_approved(browser: Browser, name: tuple[str, str, str]) -> None:
    _, lang, theme = name
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_content(f"<body style='margin: 0'>{picture(report(PICTURES[name](), Say(lang)), lang, theme)}</body>")
    shown, file = page.locator("svg").screenshot(), APPROVED / f"{'-'.join(name)}.png"
    if os.environ.get("COOK_APPROVE"):
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(shown)
    both = [base64.b64encode(png).decode() for png in (shown, file.read_bytes())]
    assert page.evaluate(COMPARE, both) < MOST
    page.close()
