"""Words: typed, and in text files."""

from collections.abc import Callable
from typing import Any

import pytest

from cooking_rnn.errors import UsageError
from cooking_rnn.names import Names
from cooking_rnn.weather.words import from_text


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("sunny,rainy", [0, 1]),
        ("sunny", [0]),
        (" SUNNY , Rainy ", [0, 1]),
        ("晴，雨", [0, 1]),
        ("晴天、雨天,sun", [0, 1, 0]),
        ("ｒａｉｎｙ", [1]),
    ],
)
def test_typed_words(text: str, codes: list[int], weathers: Names) -> None:
    assert from_text(text, weathers).tolist() == codes


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "weather: no weather (choices: sunny, rainy)"),
        ("  ", "weather: no weather (choices: sunny, rainy)"),
        ("sunny,,rainy", "weather day 2: an empty day (choices: sunny, rainy)"),
        ("sunny,", "weather day 2: an empty day (choices: sunny, rainy)"),
        (
            "sunny,sunny,rany",
            "weather day 3: unknown weather 'rany' (did you mean 'rainy'? choices: sunny, rainy)",
        ),
        ("a\nb", "weather day 1: unknown weather 'a\\nb' (choices: sunny, rainy)"),
    ],
)
def test_typed_faults(text: str, message: str, weathers: Names) -> None:
    with pytest.raises(UsageError) as caught:
        from_text(text, weathers)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("sunny\nrainy\n", "01"),
        ("sunny\nrainy", "01"),
        ("sunny\r\nrainy\r\n", "01"),
        ("sunny\rrainy\r", "01"),
        ("\ufeffsunny\nrainy\n", "01"),
        ("sunny,rainy\nrainy\n", "011"),
        ("晴，雨\n雨、晴\n", "0110"),
        ("RAIN\n  fog \n", "10"),
        ("sunny\nrainy\n\n \n\n", "01"),
    ],
)
def test_files_of_words(text: str, codes: str, reader: Callable[..., Any]) -> None:
    result = reader(text)
    assert (result.codes, result.error) == (codes, "")
    assert result.decision.kind == "words"
    assert result.decision.column is None


GOES_ON = "(--missing skip|sunny|rainy goes on without it)"


@pytest.mark.parametrize(
    ("text", "before", "message"),
    [
        ("sunny\n\nrainy\n", "0", f"f:2: an empty day {GOES_ON}"),
        ("sunny\n\n\nrainy\n", "0", f"f:2: an empty day {GOES_ON}"),
        ("sunny\nrainy,,sunny\n", "01", f"f:2: an empty day {GOES_ON}"),
        ("sunny\nrany\n", "0", "f:2: unknown weather 'rany' (did you mean 'rainy'? choices: sunny, rainy)"),
        ("suny\nrainy\n", "", "f:1: unknown weather 'suny' (did you mean 'sunny'? choices: sunny, rainy)"),
        ("suny,rany\n", "", "f:1: unknown weather 'suny' (did you mean 'sunny'? choices: sunny, rainy)"),
        (
            "forecast\nrainy\n",
            "",
            "f:1: unknown weather 'forecast' (choices: sunny, rainy; if line 1 is a header, --column chooses a column)",
        ),
    ],
)
def test_faults_name_the_line_after_the_days_before(
    text: str, before: str, message: str, reader: Callable[..., Any]
) -> None:
    result = reader(text)
    assert (result.codes, result.error) == (before, message)


@pytest.mark.parametrize(("missing", "codes"), [("skip", "011"), ("sunny", "00101"), ("雨", "01111")])
def test_missing_days(missing: str, codes: str, reader: Callable[..., Any]) -> None:
    result = reader("sunny\n\nrainy,,rainy\n\n", missing=missing)
    assert (result.codes, result.error) == (codes, "")


def test_blank_lines_before_the_first_day_mean_nothing(reader: Callable[..., Any]) -> None:
    assert reader("\n\nrainy\n").codes == "1"
    assert reader("\n\nrainy\n", missing="sunny").codes == "1"


def test_unknown_choice_for_missing(reader: Callable[..., Any]) -> None:
    with pytest.raises(UsageError, match=r"missing: unknown choice 'x' \(choices: skip\|sunny\|rainy\)"):
        reader("sunny\n", missing="x")


def test_counted_faults(reader: Callable[..., Any]) -> None:
    assert reader("a\nsunny\nb\n\nrainy\nc", count_faults=True).error.startswith(
        "f:1: unknown weather 'a', and 3 more bad days ("
    )
    assert "and 1 more bad day (" in reader("sunny\na\nb\n", count_faults=True).error
    assert "more" not in reader("sunny\na\n", count_faults=True).error


def test_any_kitchen(winds: Names, reader: Callable[..., Any]) -> None:
    assert reader("calm\nStormy,windy\n", winds).codes == "021"
