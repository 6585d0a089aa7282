"""The library as people import it: names, defaults, results that show themselves."""

import subprocess
import sys

import pytest

import cooking_rnn
from cooking_rnn import Kitchen, UsageError, extract, load, show, train
from cooking_rnn.steps import Shown


def test_every_name_is_there_and_is_documented() -> None:
    for name in cooking_rnn.__all__:
        assert getattr(cooking_rnn, name).__doc__, name
    assert set(cooking_rnn.__all__) <= {*dir(cooking_rnn)}


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'transformer'"):
        cooking_rnn.transformer  # noqa: B018


def test_importing_it_loads_neither_numpy_nor_rich() -> None:
    code = "import cooking_rnn, sys; print(*sorted({'numpy', 'rich', 'typer'} & {*sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_what_the_issue_asks_for() -> None:
    kitchen = Kitchen.load("romance")
    assert kitchen.simulate("sunny,rainy").menu == ("potato", "crayfish")
    assert [day.dish for day in kitchen.explain("sunny,rainy").days] == ["potato", "crayfish"]
    network = train(kitchen, cell="simple", seed=0).network
    assert extract(network).kitchen == kitchen
    assert load("romance") == kitchen


def test_equality_is_of_names_start_and_rules() -> None:
    romance = Kitchen.load("romance")
    assert romance == Kitchen.load("romance").as_rnn()
    assert romance != Kitchen.load("order")
    assert len({romance, Kitchen.load("romance")}) == 1


@pytest.mark.parametrize("weather", ["", "suny", ["sunny", "snowstorm"]])
def test_weather_that_is_none_is_a_usage_error(weather: str | list[str]) -> None:
    with pytest.raises(UsageError):
        Kitchen.load("romance").simulate(weather)


def test_results_have_short_reprs_and_show_themselves(capsys: pytest.CaptureFixture[str]) -> None:
    kitchen = Kitchen.load("romance")
    for result in (kitchen.simulate("sunny"), kitchen.explain("sunny"), kitchen.check()):
        assert isinstance(result, Shown)
        assert repr(result).startswith("<")
        assert len(repr(result)) < 120
        assert "<table" in (result._repr_html_() or "")
        show(result, lang="zh", width=80)
        assert "土豆丝" in capsys.readouterr().out
