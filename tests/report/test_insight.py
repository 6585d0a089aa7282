"""What is said of gradients, of the soft kitchen, of a gradient that was checked, and of what a state remembers."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from cooking_rnn.blocks import Bars, Lines, Table
from cooking_rnn.insight.blanks import FilledBlank, fill_blank
from cooking_rnn.insight.classify import classify
from cooking_rnn.insight.connectivity import connectivity
from cooking_rnn.insight.gradcheck import GradientCheck, gradcheck
from cooking_rnn.insight.gradient import gradient
from cooking_rnn.insight.memory import memory
from cooking_rnn.insight.soften import soften
from cooking_rnn.insight.wiring import wire
from cooking_rnn.network.gradcheck import Compared
from cooking_rnn.phrases import percent
from cooking_rnn.render.terminal import text
from cooking_rnn.report import report
from cooking_rnn.report.say import Say
from tests.models import random_model, trained_model

WIDTHS = (40, 80, 200)


def flipping() -> FilledBlank:
    """Return a blank that is filled as it would be without any error, in a sentence with words that nobody knows."""
    filled = fill_blank("饿死我了，我真想__一个面包", steps=2)
    assert filled.exact is not None
    return replace(filled, probabilities=filled.exact)


RESULTS: dict[str, Callable[[], Any]] = {
    "gradient": lambda: gradient(hidden=4, length=30),
    "gradient lstm": lambda: gradient(radii=[0.9], cell="lstm", hidden=3, length=30),
    "gradient shares": lambda: gradient(radii=[0, 1], hidden=4, length=20, shares=True),
    "gradient matrix": lambda: gradient(matrix=[[0.5, 4], [0, 0.5]], activation="linear", length=50),
    "gradient model": lambda: gradient(random_model(layers=2, cell="lstm"), length=12, shares=True),
    "gradient zero": lambda: gradient(radii=[0], hidden=3, length=5),
    "soften": lambda: soften(seasons=20, days=[10, 100]),
    "soften order": lambda: soften("order", seasons=4, days=[10]),
    "soften weather": lambda: soften("weather", seasons=4, days=[10]),
    "gradcheck": lambda: gradcheck(hidden=3, days=3),
    "gradcheck deep": lambda: gradcheck(cell="lstm", layers=2, bidirectional=True, hidden=2, days=3),
    "gradcheck bug": lambda: gradcheck(hidden=3, days=3, bug="transpose", steps=30),
    "memory": lambda: memory(hidden=8, seeds=2),
    "memory zh": lambda: memory("饿死我了", hidden=4, seeds=1),
    "memory long": lambda: memory("a b " * 150, hidden=2, seeds=1),
    "memory weather": lambda: memory(weather="sunny,rainy", hidden=4, seeds=2),
    "memory model": lambda: memory(model=trained_model()),
    "memory starts": memory,
    "blank": lambda: fill_blank("饿死我了，我想__一个面包", steps=2),
    "blank flips": flipping,
    "classes": lambda: classify("说话人", steps=2),
    "map": lambda: connectivity("to be or not to be"),
    "map long": lambda: connectivity("a b " * 15, hidden=4),
    "map models": lambda: connectivity(model=trained_model(), beside=wire("romance", "rnn").network),
    "gradient starts": gradient,
    "growth": lambda: memory(length=12, hidden=4, seeds=2),
    "growth model": lambda: memory(length=12, seeds=2, model=random_model()),
}


@cache
def result(name: str) -> Any:
    return RESULTS[name]()


def results(name: str) -> list[Any]:
    return [result(name)]


def said(of: Any, lang: str = "en", width: int = 10_000) -> str:
    return text(report(of, Say(lang)), width, colour=False)


@pytest.mark.slow
@pytest.mark.parametrize("name", RESULTS)
def test_in_chinese_nothing_is_english(name: str) -> None:
    """Sentences and headings are Chinese; names, formulas and terms stay."""
    for line in said(result(name), "zh").splitlines():
        words = [word for word in line.replace("/", " ").split() if word.isascii() and word.isalpha() and len(word) > 3]
        terms = {"LSTM", "softmax", "hard", "romance", "readout", "input", "tanh", "linear"}
        assert {*words} <= terms | {*name.split()} | {"what", "time"}, line


def test_what_a_singular_value_says_of_a_gradient() -> None:
    told = said(result("gradient"))
    assert "ρ = 0.5: because σ = 0.5 < 1, it has to vanish; at lag 30 it is 10^-" in told
    assert "ρ = 1: because σ = 1, it cannot explode, but it can vanish" in told
    assert "ρ = 1.5: because σ = 1.5 > 1, it can explode, but does not have to" in told
    assert "eigenvalues alone" in said(result("gradient matrix"))
    assert "eigenvalues alone" not in told


def test_a_table_of_gradients_has_its_figures_beside_their_bound() -> None:
    found = result("gradient matrix")
    (of,) = found.networks
    table = next(block for block in report(found, Say()) if isinstance(block, Table))
    assert [column.heading for column in table.columns] == [
        "ρ",
        "σ",
        "log₁₀",
        *(f"lag {lag}" for lag in (1, 2, 5, 10, 20, 50)),
    ]
    measured, bound = table.rows
    assert measured[:3] == ("0.5", "4.06", "measured")
    assert bound[:3] == ("", "", "at most")
    for place, lag in enumerate((1, 2, 5, 10, 20, 50), 3):
        assert float(str(measured[place])) == pytest.approx(of.log10_norm[lag - 1], abs=0.051)
        assert float(str(bound[place])) == pytest.approx(of.log10_bound[lag - 1], abs=0.051)


def test_a_gradient_of_exactly_zero_has_no_curve() -> None:
    assert not any(isinstance(block, Lines) for block in report(result("gradient zero"), Say()))
    assert "at lag 5 it is 0." in said(result("gradient zero"))


def test_shares_add_up_and_are_said_as_what_they_are() -> None:
    """All of it is 100 %, nothing is 0 %, and there is no -0.0 %."""
    tables = [block for block in report(result("gradient shares"), Say()) if isinstance(block, Table)]
    zero, one = tables[-1].rows
    assert zero == ("ρ = 0", "100 %", *["0 %"] * (len(zero) - 2))
    assert percent(-1e-9) == "> -0.1 %"
    assert "-0.0" not in " ".join(map(str, one))


def test_what_softening_shows_follows_from_the_figures() -> None:
    told = said(result("soften"))
    for sentence in (
        "Washed out, gain 1, 2: ",
        "The edge, gain 3: 100 % of 100 days are right",
        "Latched, gain 4, 8: ",
        "memory begins between them: between gain 2 and 3.",
        "no training finds a network with a hard-max",
        "A network without a hard-max can learn to cook the same",
    ):
        assert sentence in told
    assert "no day depends on day 0" in said(result("soften weather"))
    assert "hard-max has no slope" not in said(result("soften weather"))


def test_a_gradient_that_is_right_small_or_wrong() -> None:
    assert "All right: the largest relative error is" in said(result("gradcheck"))
    wrong = said(result("gradcheck bug"))
    assert "Wrong: layer1.forward.matrix, input." in wrong
    assert "Still right, because the mistake comes after it: readout." in wrong
    tiny = np.full(4, 1e-6)
    of = GradientCheck(result("gradcheck").architecture, (Compared("w", tiny, tiny + 1e-11, 1.1),), 3, 0)
    assert "which is rounding: the gradient is that small" in said(of)


def test_a_bar_for_each_word_and_measure() -> None:
    bars = next(block for block in report(result("memory"), Say()) if isinstance(block, Bars))
    assert [label for label, _ in bars.rows] == ["what", "time", "is", "it", "?"]
    shares = np.array([[values[0], values[2]] for _, values in bars.rows], dtype=float)
    np.testing.assert_allclose(shares.sum(axis=0), 1)
    assert "With another initialisation the numbers are different." in said(result("memory"))


def test_a_long_sentence_shows_its_ends() -> None:
    assert "⋮ 280 words between" in said(result("memory long"))


@pytest.mark.parametrize("cell", ["simple", "lstm"])
def test_a_start_dish_that_is_zeroed_is_not_one_that_is_swapped(cell: str) -> None:
    """An LSTM gets the caveat too, also where zeroing its start dish changes little."""
    found = memory(model=random_model(cell=cell), weather="rainy,sunny")
    assert "Zeroing “shredded potato” is not swapping it: without it the last state moves by" in said(found)
    assert "去掉“土豆丝”和换掉它不是一回事" in said(found, "zh")


def test_what_is_latched_is_said_of_either_cell() -> None:
    told = "what is remembered is latched"
    latched = memory(model=trained_model(), weather="sunny," * 20 + "sunny")
    assert told in said(latched)
    assert told not in said(memory(model=random_model(), weather="rainy,sunny"))
