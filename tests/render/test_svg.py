"""Pictures: parsed, nothing outside of them, read without colour and by whoever sees colours differently."""

import re
from collections.abc import Iterator
from itertools import combinations
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from cooking_rnn.blocks import Block, Curve, Graph, Heading, Lines, Node, Paragraph, table
from cooking_rnn.kitchen import bridge
from cooking_rnn.kitchen.toml import load
from cooking_rnn.render.drawing import SIZE, visible, width_of
from cooking_rnn.render.svg import WIDEST, picture
from cooking_rnn.render.svg_charts import look
from cooking_rnn.render.theme import PARTS, THEMES, colours
from cooking_rnn.report import report
from cooking_rnn.report.say import Say
from tests.render.samples import NAMES, blocks, curves

SVG = "{http://www.w3.org/2000/svg}"


def words(element: ET.Element) -> str:
    """Return what a text shows: not its title, which is shown on request."""
    return (element.text or "") + "".join(
        (each.text or "") + (each.tail or "") for each in element if "title" not in each.tag
    )


def texts(
    element: ET.Element, x: float = 0, y: float = 0, scale: float = 1
) -> Iterator[tuple[float, float, float, str]]:
    """Yield where each text begins and ends, its middle from the top, and its words."""
    if moved := re.search(r"translate\(([-\d.]+) ([-\d.]+)\)", element.get("transform", "")):
        x, y = x + scale * float(moved[1]), y + scale * float(moved[2])
    if scaled := re.search(r"scale\(([\d.]+)\)", element.get("transform", "")):
        scale *= float(scaled[1])
    if element.tag == f"{SVG}text":
        shown = words(element)
        width = width_of(shown, float(element.get("font-size", SIZE)))
        start = float(element.attrib["x"]) - width * {"middle": 0.5, "end": 1}.get(element.get("text-anchor", ""), 0)
        yield x + scale * start, x + scale * (start + width), y + scale * float(element.attrib["y"]), shown
    for each in element:
        yield from texts(each, x, y, scale)


def drawn(shown: list[Block], theme: str = "light") -> ET.Element:
    svg = picture(shown, "en", theme)
    assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")
    root = ET.fromstring(svg)
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    assert root.attrib["viewBox"] == f"0 0 {root.attrib['width']} {root.attrib['height']}"
    assert width <= WIDEST
    for left, right, middle, text in texts(root):
        assert left >= 0, text
        assert right <= width, text
        assert 0 < middle < height, text
    return root


def said(root: ET.Element) -> str:
    return " ".join(text for *_, text in texts(root))


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_names_stay_inside_and_are_shown_as_they_are(name: str) -> None:
    root = drawn(blocks(name), "dark")
    assert {each.tag.removeprefix(SVG) for each in root.iter()} <= {
        *("svg", "title", "style", "rect", "g", "text", "tspan", "path")
    }
    assert visible(name)[:6].strip() in said(root)
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == (root.findtext(f"{SVG}title") or "") == visible(name)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x09\x0b-\x1f]", "".join(root.itertext()))


def test_what_a_viewer_would_obey_is_shown_as_its_code() -> None:
    assert said(drawn([Paragraph("a\u202eb\x07c")])) == "a\\u202eb\\u0007c"


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("kitchen", ["romance", "order", "cycle5", "as rnn"])
def test_reports_fit_on_a_slide(kitchen: str, lang: str) -> None:
    cook = bridge.as_rnn(load("romance")) if kitchen == "as rnn" else load(kitchen)
    weather = np.zeros(6, np.uint8) if cook.weathers else None
    season = cook.simulate(weather)
    root = drawn(report(season, Say(lang)))
    explained = said(drawn(report(season.explanation(), Say(lang))))
    assert all(dish.label(lang) in explained for dish in cook.dishes)
    assert float(root.attrib["height"]) < float(root.attrib["width"])


def test_an_explained_day_has_about_the_shape_of_a_slide() -> None:
    root = drawn(report(load("romance").explain("rainy"), Say()))
    assert 1.1 < float(root.attrib["width"]) / float(root.attrib["height"]) < 2


def test_every_number_of_a_day_is_there() -> None:
    told = load("romance").explain("rainy")
    shown = [text for *_, text in texts(drawn(report(told, Say())))]
    numbers = [step.matrix.size for step in told.days[0].steps if step.matrix is not None]
    numbers += [step.value.size for step in told.days[0].steps]
    before = {step.name: step.value.size for step in told.days[0].steps}
    numbers += [before[name] for step in told.days[0].steps for name in step.inputs]
    assert sum(text in ("0", "1", "2") for text in shown) == sum(numbers)


def luminance(colour: str) -> float:
    shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    ("texts", "grounds"),
    [
        (["ink", "faint", *PARTS], ["ground", "panel", "picked"]),
        (["ink"], ["winner"]),
        (["rule", "edge"], ["ground"]),
    ],
)
def test_text_can_be_read(theme: str, texts: list[str], grounds: list[str]) -> None:
    """WCAG asks for a contrast of 4.5."""
    named = colours(THEMES[theme])
    for text in texts:
        for ground in grounds:
            darker, lighter = sorted((luminance(named[text]), luminance(named[ground])))
            assert (lighter + 0.05) / (darker + 0.05) >= 4.5, (text, ground)


def test_curves_are_told_apart_without_colour() -> None:
    looks = [look(number)[1:] for number in range(35)]
    assert len({*looks}) == 35
    for one, other in combinations(looks[:5], 2):
        assert one[0] != other[0]
        assert one[1] != other[1]
    root = drawn([curves("c", 5)])
    dashes = [path.get("stroke-dasharray", "") for path in root.iter(f"{SVG}path") if "curve" in path.attrib["class"]]
    assert {*map(dashes.count, dashes)} == {3}  # twice beside the gap, once in the legend


def test_a_point_between_two_gaps_is_marked() -> None:
    chart = Lines((Curve("c", range(100), [1.0 if day in (31, 60) else None for day in range(100)]),), "x", "y")
    marks = [path for path in drawn([chart]).iter(f"{SVG}path") if "mark" in path.attrib["class"]]
    assert len(marks) == 3  # one in the legend


def test_many_points_make_a_small_picture() -> None:
    noise = np.random.default_rng(0).normal(size=200_000)
    assert len(picture([Lines((Curve("c", range(len(noise)), noise.tolist()),), "x", "y")], "en")) < 60_000


@pytest.mark.parametrize("count", [0, 1, 3, 40])
def test_graphs_of_any_size(count: int) -> None:
    for flow in ("down", "across", "states"):
        nodes = tuple(Node(str(place), f"n{place}", "", place % 4, place // 4) for place in range(count))
        assert {*said(drawn([Graph(nodes, (), "", flow)])).split()} == {f"n{place}" for place in range(count)}


def test_a_picture_is_called_by_its_first_heading_or_title() -> None:
    assert drawn([Paragraph("a"), Heading("Head")]).attrib["aria-label"] == "Head"
    assert drawn([curves("Curves")]).attrib["aria-label"] == "Curves"
    assert drawn([table(["a"], [["b"]])]).attrib["aria-label"] == "cook"


def test_a_season_of_many_columns_goes_on_below_and_says_the_day_again() -> None:
    headings = ["day", *(f"vector {place}" for place in range(30))]
    shown = said(drawn([table(headings, [["Monday", *(["0.123 0.456"] * 30)]])]))
    assert shown.count("Monday") > 1
    assert all(f"{heading}" in shown for heading in headings)
