"""The page that can be played with works out what numpy does, and says of it what the terminal says."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from py_mini_racer import MiniRacer

from cooking_rnn.choices import FORMS
from cooking_rnn.cook import Cook, Season
from cooking_rnn.errors import DataError
from cooking_rnn.insight.wiring import wire
from cooking_rnn.kitchen.bridge import as_rnn
from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.kitchen.rules import SHIFTS, Rule, shift
from cooking_rnn.kitchen.toml import load, parse
from cooking_rnn.names import LANGUAGES, Name, Names
from cooking_rnn.network.model import Architecture, initial, unpack
from cooking_rnn.network.network import Network
from cooking_rnn.phrases import percent
from cooking_rnn.render import explorer, scripts, vectors
from cooking_rnn.report import training as report_training
from cooking_rnn.report.explanation import report
from cooking_rnn.report.explorer import MOST_DAYS, playable
from cooking_rnn.report.say import Say
from cooking_rnn.report.sentences import sentence, why
from cooking_rnn.steps import Array, Day
from cooking_rnn.training.train import train

CASES = {"kitchen": 400, "rnn": 300, "network": 200, "hand": 100}  # 1,000; an eighth of them each time, all in CI

#: what the page makes of a case: every vector and sentence of every day, the cases that are wrong, and how far any
#: number is from what the page says that it comes from
TELL = """
let said;
const close = (a, b) => (Object.is(a, b) ? 0 : Math.abs(a - b));
function made({ call, addends }, its, place) {
  const one = (factor) => (factor.call === "tanh" ? Math.tanh(factor.value) : factor.value);
  const sum = addends.reduce((sum, addend) => sum + addend.reduce((product, factor) => product * one(factor), 1), 0);
  if (!addends.length) return its;
  if (call === "softmax") {
    return Math.exp(addends[place.row][0].value) / addends.reduce((sum, [{ value }]) => sum + Math.exp(value), 0);
  }
  if (call === "hardmax") return its;
  return call ? OPERATIONS[call]([[sum]])[0] : sum;
}
function tellAll(cases) {
  return JSON.stringify(JSON.parse(cases).map(({ data, changes, weathers, start }) => {
    for (const lang of Object.keys(data.words)) data.words[lang].said = said[lang];
    const page = new Explorer(data);
    page.weathers = weathers;
    page.start = start;
    for (const [key, value] of changes) page.changes.set(key, value);
    page.work();
    let error = 0;
    for (const [day, { values }] of page.days.entries()) {
      for (const [step, value] of values.entries()) {
        for (const [row, its] of value.entries()) {
          const place = { day, step, row };
          error = Math.max(error, close(made(page.origin(place), its, place), its));
        }
      }
    }
    const tell = (telling) => Object.keys(data.words).map((lang) => (page.lang = lang, telling()));
    const days = page.days.map((day, place) => ({
      ...day,
      sentences: day.values.map((_, step) => tell(() => sentence(page.telling(place, step)))),
      why: tell(() => (day.dish === null ? "" : why(page.telling(place, day.values.length - 1)))),
    }));
    return { days, error, wrong: data.follows ? wrongCases(data, page.matrices).wrong : null };
  }));
}
"""


@pytest.fixture(scope="module")
def engine() -> MiniRacer:
    """Return a JavaScript engine that has read the script of the page."""
    engine = MiniRacer()
    engine.eval(scripts.source("explorer.js") + TELL)
    data = played(load("romance"))
    engine.eval(f"said = {json.dumps({lang: words['said'] for lang, words in data['words'].items()})}")
    return engine


def played(cook: Cook, weathers: Array | None = None, start: int | None = None) -> Any:
    """Return the data of a page of these days."""
    weathers = np.zeros(1, np.uint8) if weathers is None else weathers
    made = playable(Season(cook, weathers, cook.start if start is None else start).explanation(), "en")
    assert made is not None
    return made[1]


def read(told: Any) -> Any:
    """Return what the engine tells as JSON."""
    return json.loads(told)


def some_rule(rng: np.random.Generator, dishes: int) -> Rule:
    kind = rng.choice([*SHIFTS, "dish", "table"])
    if kind in SHIFTS:
        return shift(str(kind), dishes)
    follows = (
        (int(rng.integers(dishes)),) * dishes if kind == "dish" else tuple(rng.integers(dishes, size=dishes).tolist())
    )
    return Rule(f"dish {follows[0]}" if kind == "dish" else "table", follows)


def some_kitchen(rng: np.random.Generator) -> Kitchen:
    """Return a kitchen of 1 to 5 dishes and 0 to 3 weathers."""
    n, m = int(rng.integers(1, 6)), int(rng.integers(4))
    dishes = Names("dish", [Name(f"dish {number}", {"zh": f"菜{number}"}) for number in range(n)])
    weathers = Names("weather", [Name(f"weather {number}", {"zh": f"天{number}"}) for number in range(m)])
    rules = tuple(some_rule(rng, n) for _ in range(m or 1))
    return Kitchen("random", int(rng.integers(n)), dishes, weathers, rules, "random")


def typed(kitchen: Kitchen, edit: Callable[[Array], Array]) -> Kitchen:
    """Return the kitchen with its matrices typed by hand, each as `edit` makes it."""
    food, weather = (
        None if matrix is None else tuple(map(tuple, edit(matrix).tolist()))
        for matrix in (kitchen.matrices.food, kitchen.matrices.weather)
    )
    return replace(kitchen, food=food, weather=weather)


def some_entries(rng: np.random.Generator, matrix: Array) -> Array:
    """Return the matrix with up to three entries changed, by halves or whole numbers."""
    edited = matrix.astype(float) if rng.integers(2) else matrix.copy()
    for _ in range(rng.integers(4)):
        row, column = (int(rng.integers(size)) for size in matrix.shape)
        edited[row, column] = rng.integers(-4, 5) / (2 if edited.dtype.kind == "f" else 1)
    return edited


def changes_between(old: Cook, new: Cook) -> list[tuple[str, float]]:
    """Return the entries of the matrices in which two cooks differ, as the page calls them."""
    changed = []
    for place, (before, after) in enumerate(zip(old.outline(), new.outline(), strict=True)):
        if before.matrix is not None and after.matrix is not None:
            for row, column in np.argwhere(before.matrix != after.matrix).tolist():
                changed.append((f"{place}.{row}.{column}", after.matrix[row, column].item()))
    return changed


def some_network(rng: np.random.Generator) -> tuple[Network, Network]:
    """Return a random network, and one in which some parameters are different."""
    kitchen = some_kitchen(rng)
    n, m = len(kitchen.dishes), len(kitchen.weathers)
    cell = ("simple", "lstm")[int(rng.integers(2))]
    made = Architecture(cell, n + m, n, int(rng.integers(1, 5)), int(rng.integers(1, 4)))
    flat = initial(made, rng, np.float64)
    edited = flat.copy()
    cells = unpack(made, edited).layers
    cells[int(rng.integers(made.layers))][0].matrix.flat[0] = rng.integers(-3, 4)
    edited[-1] += rng.integers(2)
    rules = {"rules": kitchen.table.tolist()}
    rest: Any = ("next", kitchen.name, kitchen.start, kitchen.dishes, kitchen.weathers, rules)
    return Network(made, flat, *rest), Network(made, edited, *rest)


def some_case(kind: str, rng: np.random.Generator) -> tuple[Cook, Cook]:
    """Return a cook, and the same with some entries changed."""
    if kind == "network":
        return some_network(rng)
    kitchen = some_kitchen(rng)
    if kind == "hand":
        network = wire(kitchen, FORMS[int(rng.integers(len(FORMS)))]).network
        network = replace(network, flat=network.flat.astype(np.float64))
        return network, network
    if not rng.integers(4):
        old = new = kitchen
    else:
        old = typed(kitchen, lambda matrix: matrix)
        new = typed(kitchen, lambda matrix: some_entries(rng, matrix))
    return (as_rnn(old), as_rnn(new)) if kind == "rnn" else (old, new)


def wrong_cases(cook: Cook) -> list[tuple[int, int, int | None, int]]:
    """Return dish, weather, what is made of them, and what the rules say, of each case that is wrong."""
    if isinstance(cook, Kitchen):
        return [(case.previous, case.weather or 0, case.dish, case.expected) for case in cook.check().wrong]
    assert isinstance(cook, Network)
    wrong: list[tuple[int, int, int | None, int]] = []
    for dish in range(len(cook.dishes)):
        for weather, rule in enumerate(cook.trained["rules"]):
            (day,) = cook.days(np.array([weather], np.uint8), dish)
            made = cook.dishes.ids.index(day.dish)
            wrong += [(dish, weather, made, rule[dish])] if made != rule[dish] else []
    return wrong


def days_of(cook: Cook, weathers: Array, start: int) -> Iterator[Day]:
    try:
        yield from cook.explained(weathers, start)
    except DataError:
        return


@pytest.mark.parametrize("share", [pytest.param(1 / 8, id="some"), pytest.param(1, id="all", marks=pytest.mark.slow)])
@pytest.mark.parametrize("kind", CASES)
def test_the_page_works_out_and_says_what_python_does(engine: MiniRacer, kind: str, share: float) -> None:
    rng = np.random.default_rng(7)
    cases, expected = [], []
    for _ in range(int(share * CASES[kind])):
        old, new = some_case(kind, rng)
        length = int(rng.integers(1, 4))
        first, then = (rng.integers(max(len(old.weathers), 1), size=length).astype(np.uint8) for _ in range(2))
        start = int(rng.integers(len(old.dishes)))
        data = played(old, first)
        if len(data["weathers"]) < length:  # a tie, on the first page already
            data["weathers"] = first.tolist()
        for words in data["words"].values():
            del words["said"]
        changes = changes_between(old, new)
        cases.append({"data": data, "changes": changes, "weathers": then.tolist(), "start": start})
        expected.append((new, list(days_of(new, then, start))))
    told = read(engine.call("tellAll", json.dumps(cases)))
    says = [Say(lang) for lang in LANGUAGES]
    for (cook, days), page in zip(expected, told, strict=True):
        assert len(days) == len(page["days"])
        labels = [say.labels(cook.dishes, cook.weathers) for say in says]
        for day, shown in zip(days, page["days"], strict=True):
            assert len(day.steps) == len(shown["values"])
            assert shown["isTie"] == (day.dish == "")
            assert shown["dish"] == (cook.dishes.ids.index(day.dish) if day.dish else None)
            for step, value, winners in zip(day.steps, shown["values"], shown["winners"], strict=True):
                np.testing.assert_allclose(value, step.value, rtol=1e-9, atol=1e-12)
                assert winners == list(step.winners)
            for step, sentences in zip(day.steps, shown["sentences"], strict=True):
                assert sentences == [sentence(step, day, *each) for each in zip(labels, says, strict=True)]
            if day.dish:
                assert shown["why"] == [why(day, *each) for each in zip(labels, says, strict=True)]
        assert page["error"] < 1e-9
        assert [tuple(case.values()) for case in page["wrong"]] == wrong_cases(cook)


def test_numbers_are_written_as_the_terminal_writes_them(engine: MiniRacer) -> None:
    rng = np.random.default_rng(3)
    some: list[tuple[list[float], list[int]]] = [([1, 0, -2, 12], []), ([0.401, 0.402, -0.001], [1]), ([1e300, 0], [])]
    some += [((rng.standard_normal(4) * 10.0 ** rng.integers(-3, 4)).tolist(), [2]) for _ in range(100)]
    told = engine.eval(f"JSON.stringify({json.dumps(some)}.map(([values, winners]) => numbers(values, winners)))")
    finite = [each for each in some if max(each[0]) < 1e20]
    shown = [each for each, (values, _) in zip(read(told), some, strict=True) if max(values) < 1e20]
    assert shown == [
        [text.strip() for text in vectors.numbers(np.array(values), winners)] for values, winners in finite
    ]
    values = [0, 1, -1, 0.5, 1 / 3, 1e5, 1234567, 1e-5, 0.00012345678, 1e16, 2.5e-7, 100000.4]
    assert read(engine.eval(f"JSON.stringify({values}.map(general))")) == [f"{value:g}" for value in values]
    shares = [0, 1, 0.5, 0.9999, 0.00001, 0.995, 0.1234]
    assert read(engine.eval(f"JSON.stringify({shares}.map(percent))")) == [percent(share) for share in shares]


@pytest.mark.parametrize(
    ("typed", "value", "fault"),
    [
        ("1", 1, ""),
        (" -0.5 ", -0.5, ""),
        ("−2", -2, ""),
        ("1e3", 1000, ""),
        (".5", 0.5, ""),
        ("0,5", 0.5, ""),
        ("", 0, "no_number"),
        ("  ", 0, "no_number"),
        ("abc", 0, "not_a_number"),
        ("1e", 0, "not_a_number"),
        ("0x10", 0, "not_a_number"),
        ("Infinity", 0, "not_a_number"),
        ("1e999", 0, "too_large"),
    ],
)
def test_what_is_typed_is_a_number_or_refused(engine: MiniRacer, typed: str, value: float, fault: str) -> None:
    told = read(engine.eval(f"JSON.stringify(readNumber({json.dumps(typed)}))"))
    assert told["fault"] == fault
    assert fault or told["value"] == value


HOSTILE = """
dishes = {dishes}
[weathers]
"</script><b>&amp;" = "same"
"rainy" = "next"
"""


def test_names_are_neither_markup_nor_script() -> None:
    names = [
        "</script><img src=x onerror=alert(1)>",
        'it\'s \\"q\\"',
        "土豆🍟",
        "a\u202eb",
        "x" * 400,
        "<!--",
        "\u2028z",
    ]
    kitchen = parse(HOSTILE.format(dishes="[" + ", ".join(f'"{name}"' for name in names[:-1]) + "]"), "k.toml")
    told = Season(kitchen, np.array([0, 1], np.uint8), 0).explanation()
    made = playable(told, "en")
    assert made is not None
    page = explorer.explorer(report(made[0], Say("en")), "en", made[1])
    assert page.count("</script>") == 2
    assert "<img" not in page
    assert "<!--" not in page
    assert "\u202e" not in page
    assert "\u2028" not in page
    data = json.loads(page.partition('id="cook-data">')[2].partition("</script>")[0])
    assert data["words"]["en"]["dishes"][:3] == [names[0], 'it\'s "q"', names[2]]
    assert data["words"]["en"]["dishes"][3] == "a\\u202eb"
    assert data["words"]["en"]["dishes"][4] == names[4]


@pytest.mark.slow
@pytest.mark.parametrize("kitchen", ["romance", "cycle5"])
def test_a_page_is_small_and_says_what_it_leaves_out(kitchen: str) -> None:
    cook = load(kitchen)
    told = Season(cook, np.arange(10_000, dtype=np.uint64).astype(np.uint8) % len(cook.weathers), 0).explanation()
    made = playable(told, "en")
    assert made is not None
    shown, data = made
    page = explorer.explorer(report(shown, Say("en")), "en", data)
    assert len(page.encode()) < 2_000_000
    assert data["left"] == 10_000 - MOST_DAYS
    plain = len(shown.days)
    assert f"Here are days 1 to {plain}; {10_000 - plain:,} days more are left out." in page
    assert len(beside_data(page).encode()) < 60 * 1024


def beside_data(page: str) -> str:
    """Return a page without what it shows and the data that its script works on."""
    return re.sub(r'<main.*</main>|<script type="application/json".*?</script>', "", page, flags=re.DOTALL)


def test_the_page_of_a_training_is_small() -> None:
    made = report_training.playable(train(steps=60), "en")
    assert made is not None
    page = explorer.explorer(report_training.report(made[0], Say("en")), "en", made[1])
    assert len(beside_data(page).encode()) < 60 * 1024


def test_a_large_network_has_a_page_without_script() -> None:
    kitchen = load("romance")
    made = Architecture("lstm", 5, 3, 100)
    flat = initial(made, np.random.default_rng(0))
    network = Network(made, flat, "next", "romance", 0, kitchen.dishes, kitchen.weathers, {})
    assert playable(network.explain("sunny"), "en") is None


def test_a_training_is_played_from_its_first_step_to_its_last(engine: MiniRacer) -> None:
    training = train(hidden=4, steps=30, length=3, seed=1)
    made = report_training.playable(training, "en")
    assert made is not None
    data = made[1]
    assert data["stages"][0]["step"] == 1
    assert data["stages"][-1]["step"] == len(training.losses)
    shown = read(
        engine.eval(
            f"page = new Explorer({json.dumps(data)}); JSON.stringify(page.data.stages.map((_, stage) =>"
            " { page.stage = stage; page.work(); return page.days[5].values.at(-1); }))"
        )
    )
    for stage, value in zip(training.stages, shown, strict=True):
        days = replace(training.network, flat=stage.flat).explain().days
        np.testing.assert_allclose(value, days[5].steps[-1].value, atol=2e-3)
    assert report_training.playable(train(task="fill", steps=2), "en") is None


def test_a_day_of_its_own_goes_on_from_what_was_before() -> None:
    network = some_network(np.random.default_rng(1))[1]
    weathers = np.zeros(4, np.uint8)
    told = Season(network, weathers, 0).explanation()
    made = playable(replace(told, days=told.days[2:]), "en")
    assert made is not None
    engine = MiniRacer()
    engine.eval(scripts.source("explorer.js"))
    engine.eval(f"page = new Explorer({json.dumps(made[1])})")
    days = read(engine.eval("JSON.stringify(page.days)"))
    wrong = read(engine.eval("JSON.stringify(wrongCases(page.data, page.matrices).wrong)"))
    assert [tuple(case.values()) for case in wrong] == wrong_cases(network)
    for day, shown in zip(told.days[2:], days, strict=True):
        np.testing.assert_allclose(shown["values"][-1], day.steps[-1].value, rtol=1e-6)
