"""CSV with a header: which column, which unit, which dates, and what is wrong with it."""

from collections.abc import Callable
from typing import Any

import pytest

from cooking_rnn.errors import DataError, UsageError
from cooking_rnn.names import Names
from cooking_rnn.weather.columns import Decision

GOES_ON = "(--missing skip|sunny|rainy goes on without it)"


def test_seattle_by_its_words(seattle: bytes, reader: Callable[..., Any]) -> None:
    result = reader(seattle)
    assert result.decision == Decision("words", "weather")
    assert (len(result.codes), result.codes.count("1")) == (1461, 720)
    assert (result.dates[0], result.dates[-1], len(result.dates)) == ("2012-01-01", "2015-12-31", 1461)


@pytest.mark.parametrize(("wet", "rainy"), [(1.0, 506), (0.1, 623)])
def test_seattle_by_its_amounts(wet: float, rainy: int, seattle: bytes, reader: Callable[..., Any]) -> None:
    result = reader(seattle, column="precipitation", units="mm", wet=wet)
    assert result.decision == Decision("amounts", "precipitation", "mm", wet)
    assert (len(result.codes), result.codes.count("1")) == (1461, rainy)


def test_a_bare_amount_asks_for_units(seattle: bytes, reader: Callable[..., Any]) -> None:
    with pytest.raises(DataError) as caught:
        reader(seattle, column="precipitation")
    expected = "f:1: no unit that is known for 'precipitation' (say --units mm|tenths-mm|inch)"
    assert str(caught.value) == expected


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiters(delimiter: str, reader: Callable[..., Any]) -> None:
    text = "date,weather,x\n2020-01-01,sun,1\n2020-01-02,rain,2\n".replace(",", delimiter)
    assert reader(text).codes == "01"


@pytest.mark.parametrize(
    ("header", "unit", "codes"),
    [
        ("precipitation_sum (mm)", "mm", "0111"),
        ("rain [inch]", "inch", "1111"),
        ("precip_mm", "mm", "0111"),
        ("降水量（毫米）", "mm", "0111"),
        ("PRCP (Tenths of mm)", "tenths-mm", "0001"),
    ],
)
def test_units_from_the_header(header: str, unit: str, codes: str, reader: Callable[..., Any]) -> None:
    result = reader(f"{header}\n0.9\n1.0\n1.1\n10\n")
    assert (result.decision.unit, result.codes) == (unit, codes)


def test_a_unit_that_is_typed_must_not_contradict_the_header(reader: Callable[..., Any]) -> None:
    assert reader("x (a day)\n0.1\n0.03\n", column="x", units="inch").codes == "10"
    with pytest.raises(UsageError, match=r"units: 'x \(cm\)' says cm \(leave it out\)"):
        reader("x (cm)\n0.1\n0.03\n", column="x", units="inch")


def test_rounding_does_not_decide(reader: Callable[..., Any]) -> None:
    amounts = "\n".join(str(tenths) for tenths in range(1, 100))
    for threshold in range(1, 100):
        result = reader(f"prcp\n{amounts}\n", units="tenths-mm", wet=threshold / 10)
        assert result.codes.count("1") == 100 - threshold


def test_words_come_before_amounts(reader: Callable[..., Any]) -> None:
    text = "date,rain (mm),sky,weather\n2020-01-01,0,,rain\n2020-01-02,9,sun,sun\n"
    assert reader(text).decision.column == "weather"
    assert reader(text).codes == "10"
    assert reader(text, column="rain").codes == "01"
    assert reader(text, column="SKY", missing="skip").codes == "0"


def test_words_are_found_below_blanks(reader: Callable[..., Any]) -> None:
    assert reader("sky,x\n,0\n,0\nrain,0\n", missing="sunny").codes == "001"
    assert reader("sky,rain (mm)\n,0\n,0\nrain,9\n").decision.column == "rain (mm)"  # named for it


def test_words_that_the_kitchen_does_not_know_leave_it_to_amounts(reader: Callable[..., Any]) -> None:
    result = reader("date,weather,precipitation (mm)\n2020-01-01,okta 5,0\n2020-01-02,okta 7,3\n")
    assert (result.decision.kind, result.codes) == ("amounts", "01")


@pytest.mark.parametrize("rows", ["suny,0\nsun,0\n", "suny,0\n"])
def test_a_misspelt_first_word_is_not_passed_over(rows: str, reader: Callable[..., Any]) -> None:
    assert reader("weather,rain (mm)\n" + rows).error.startswith("f:2: unknown weather 'suny' in 'weather' (did you")


def test_words_of_which_some_are_not_known_beside_amounts_are_asked_for(reader: Callable[..., Any]) -> None:
    with pytest.raises(DataError, match=r"^f:1: 'weather' and 'rain \(mm\)' could each tell the weather \(--column"):
        reader("weather,rain (mm)\nxyz,0\nsun,0\n")


def test_our_own_diary(reader: Callable[..., Any]) -> None:
    dated = reader("day,date,weather,previous,dish\n1,2020-01-01,sunny,a,b\n2,2020-01-02,rainy,a,b\n")
    assert (dated.codes, dated.dates) == ("01", ["2020-01-01", "2020-01-02"])
    plain = reader("day,weather,previous,dish\n1,sunny,a,b\n2,rainy,a,b\n")
    assert (plain.codes, plain.dates) == ("01", [])


def test_a_kitchen_of_other_weathers(winds: Names, reader: Callable[..., Any]) -> None:
    assert reader("date,sky\n2020-01-01,windy\n2020-01-02,calm\n", winds).codes == "10"
    with pytest.raises(DataError, match=r"^f:1: no column of weather that this kitchen knows \(columns found: a, rain"):
        reader("a,rain (mm)\n1,2\n", winds)
    with pytest.raises(DataError, match=r"'rain \(mm\)' holds numbers, and this kitchen has no sunny and rainy"):
        reader("a,rain (mm)\n1,2\n", winds, column="rain (mm)")


@pytest.mark.parametrize(
    ("rows", "before", "message"),
    [
        ("01-01,1\n01-03,1\n", "1", f"f:3: 2020-01-02 is missing {GOES_ON}"),
        ("01-01,1\n01-05,1\n", "1", f"f:3: 2020-01-02 is missing and 2 more before this row {GOES_ON}"),
        ("01-01,1\n01-01,1\n", "1", "f:3: 2020-01-01 comes a second time (one row a day"),
        (
            "01-01T00:00,1\n01-01T01:00,1\n",
            "1",
            "f:3: 2020-01-01 comes a second time (hourly values? daily ones are needed)",
        ),
        ("01-02,1\n01-01,1\n", "1", "f:3: 2020-01-01 comes after 2020-01-02"),
        ("01-01,1\n01-x2,1\n", "1", "f:3: '2020-01-x2' in 'date' is not a date (dates are written like 2024-01-31"),
        ("01-01,1\n02-30,1\n", "1", "f:3: '2020-02-30' in 'date' is not a date (dates are written like 2024-01-31"),
        ("01-01,1\n01-02,\n", "1", f"f:3: no value for 2020-01-02 in 'rain (mm)' {GOES_ON}"),
        ("01-01,NaN\n", "", f"f:2: no value for 2020-01-01 in 'rain (mm)' {GOES_ON}"),
        ("01-01,-9999\n", "", f"f:2: no value for 2020-01-01 in 'rain (mm)' {GOES_ON}"),
        ("01-01,99999\n", "", f"f:2: no value for 2020-01-01 in 'rain (mm)' {GOES_ON}"),
        ("01-01,-0.1\n", "", "f:2: a negative amount, '-0.1'"),
        ("01-01,1e400\n", "", "f:2: '1e400' is not an amount"),
        ("01-01,-inf\n", "", "f:2: '-inf' is not an amount"),
        ("01-01,1_0\n", "", "f:2: '1_0' is not an amount"),
        ("01-01,wet\n", "", "f:2: 'wet' is not an amount"),
        ("01-01,2\n01-02\n", "1", "f:3: row and header differ in length, 1 != 2"),
        ("01-01,2\n01-02,1,2\n", "1", "f:3: row and header differ in length, 3 != 2"),
        ('01-01,2\n01-02,"1\n01-03,4\n', "1", "f:3: cannot be read as CSV: unexpected end of data"),
        ('01-01,2\n01-02,"1"2\n', "1", "f:3: cannot be read as CSV: "),
    ],
)
def test_faults_name_the_line_after_the_days_before(
    rows: str, before: str, message: str, reader: Callable[..., Any]
) -> None:
    rows = "\n".join(f"2020-{row}" for row in rows.splitlines())
    result = reader("date,rain (mm)\n" + rows)
    assert result.codes == before
    assert result.error.startswith(message)


@pytest.mark.parametrize("amount", ["T", " 0.9", "0", "-0.0", '"  0"'])
def test_a_trace_is_dry_and_padding_is_nothing(amount: str, reader: Callable[..., Any]) -> None:
    assert reader(f"rain (mm)\n{amount}\n").codes == "0"


@pytest.mark.parametrize(
    ("missing", "codes", "days"),
    [("skip", "101", [1, 2, 6]), ("sunny", "100001", [1, 2, 3, 4, 5, 6]), ("rainy", "101111", [1, 2, 3, 4, 5, 6])],
)
def test_missing_values_and_gaps(missing: str, codes: str, days: list[int], reader: Callable[..., Any]) -> None:
    text = "date,rain (mm)\n2020-01-01,3\n2020-01-02,0\n2020-01-03,\n2020-01-06,2\n"
    result = reader(text, missing=missing)
    assert (result.codes, result.error) == (codes, "")
    assert result.dates == [f"2020-01-0{day}" for day in days]


@pytest.mark.parametrize("missing", ["skip", "rainy"])
def test_repeated_dates_are_never_allowed(missing: str, reader: Callable[..., Any]) -> None:
    text = "date,rain (mm)\n2020-01-02,3\n2020-01-02,0\n"
    assert "a second time" in reader(text, missing=missing).error


def test_blank_rows(reader: Callable[..., Any]) -> None:
    """Nothing at the end, nothing where dates go on, and a missing day elsewhere."""
    assert reader("date,rain (mm)\n2020-01-01,1\n\n,\n2020-01-02,0\n\n,\n").codes == "10"
    assert reader("weather\nsunny\n\nrainy\n\n").error == f"f:3: an empty row {GOES_ON}"
    assert reader("weather\nsunny\n\nrainy\n\n", missing="rainy").codes == "011"


def test_counted_faults(reader: Callable[..., Any]) -> None:
    text = "date,rain (mm)\n2020-01-01,x\n2020-01-02,1\n2020-01-04,-1\n2020-01-04,1\n2020-01-05,1,1\n"
    assert reader(text, count_faults=True).error.startswith(
        "f:2: 'x' is not an amount in 'rain (mm)', and 3 more bad days ("
    )


def test_a_fault_does_not_hide_the_days_before_it_from_the_choice(reader: Callable[..., Any]) -> None:
    """The look ahead for a value in every column meets the fault first."""
    result = reader(b"date,empty,rain (mm)\n2020-01-01,,1\n2020-01-02,,0\n\xff\n")
    assert result.codes == "10"
    assert result.error.startswith("f:4: byte 0xff")


@pytest.mark.parametrize(
    ("text", "options", "error", "message"),
    [
        ("a,b,a\n1,2,3\n", {"column": "a"}, UsageError, "column: two columns are called 'a' (rename one)"),
        ("a,rain,rain\n1,2,3\n", {}, DataError, "f:1: two columns are called 'rain' (rename one)"),
        ("foo,bar\n1,2\n", {}, DataError, "f:1: no column of weather that this kitchen knows (columns found: foo, bar"),
        (
            "date,weather\n2020-01-01,sun\n",
            {"column": "wether"},
            UsageError,
            "column: no column 'wether' in f:1 (did you mean 'weather'? choices: date, weather)",
        ),
        ("sunny\nrainy\n", {"column": "weather"}, UsageError, "column: f has words without a header (leave it out)"),
        (",,\n", {"column": "x"}, UsageError, "column: f has words without a header"),
        ("prcp\n1\n", {"units": "cm"}, UsageError, "units: unknown choice 'cm' ("),
        ("prcp\n1\n", {"wet": float("nan")}, UsageError, "wet: nan mm ("),
        ("prcp\n1\n", {"wet": 0.0}, UsageError, "wet: 0 mm ("),
        ("precip (pt)\n1\n", {}, DataError, "f:1: no unit that is known for 'precip (pt)' (say --units"),
    ],
)
def test_what_cannot_be_chosen(
    text: str, options: dict[str, Any], error: type[Exception], message: str, reader: Callable[..., Any]
) -> None:
    with pytest.raises(error) as caught:
        reader(text, **options)
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


def test_a_day_is_rainy_from_the_climatologists_wet_day(reader: Callable[..., Any]) -> None:
    result = reader("rain (mm)\n0.9\n1.0\n")
    assert (result.codes, result.decision.wet) == ("01", 1.0)


@pytest.mark.parametrize(
    ("text", "options", "error"),
    [
        ("sunny\nrainy\n", {"units": "mm"}, "units: words, not amounts ("),
        ("sunny\nrainy\n", {"wet": 2.0}, "wet: words, not amounts ("),
        ("date,weather,rain (mm)\n2024-01-01,sun,3\n", {"wet": 2.0}, "wet: 'weather' holds words, not amounts ("),
        ("time,weather_code\n2024-01-01,3\n", {"units": "mm"}, "units: 'weather_code' holds weather codes, not am"),
    ],
)
def test_what_is_typed_about_amounts_needs_amounts(
    text: str, options: dict[str, Any], error: str, reader: Callable[..., Any]
) -> None:
    with pytest.raises(UsageError) as caught:
        reader(text, **options)
    assert str(caught.value).startswith(error)
