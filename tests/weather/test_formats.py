"""Files as real sources write them, in small."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from cooking_rnn.errors import DataError

PREAMBLE = """\
latitude,longitude,elevation,utc_offset_seconds,timezone,timezone_abbreviation
52.54833,13.407822,38.0,7200,Europe/Berlin,GMT+2

"""
HOURLY = """\
time,precipitation (mm)
2024-01-01T00:00,0.1
2024-01-01T01:00,0.2
"""
DAILY = """\
time,weather_code (wmo code),rain_sum (mm),precipitation_sum (mm)
2024-01-01,71,0.0,1.2
2024-01-02,3,0.0,0.0
2024-01-03,51,0.2,0.2
"""

CDO = """\
"STATION","NAME","DATE","PRCP","SNOW","TMAX"
"USW00025333","SITKA AIRPORT, AK US","2021-01-01","0.52","",""
"USW00025333","SITKA AIRPORT, AK US","2021-01-02","0.00","",""
"USW00025333","SITKA AIRPORT, AK US","2021-01-03","0.04","",""
"""

NCEI = """\
"STATION","DATE","LATITUDE","LONGITUDE","ELEVATION","NAME","PRCP","PRCP_ATTRIBUTES"
"USW00025333","2021-01-01","57.05","-135.36","4.6","SITKA AIRPORT, AK US","  191",",,W,2400"
"USW00025333","2021-01-02","57.05","-135.36","4.6","SITKA AIRPORT, AK US","    0","T,,Z,null"
"USW00025333","2021-01-03","57.05","-135.36","4.6","SITKA AIRPORT, AK US","    9",",,W,2400"
"""

METEOSTAT = """\
date,tavg,tmin,tmax,prcp,snow,wdir,wspd,wpgt,pres,tsun
2021-01-01,1.2,-1.0,3.1,1.0,,230,9.1,,1008.1,
2021-01-02,1.2,-1.0,3.1,0.9,,230,9.1,,1008.1,
"""


@pytest.mark.parametrize("text", [DAILY, HOURLY + "\n" + DAILY, DAILY + "\n" + HOURLY, HOURLY + "\n\n" + DAILY])
def test_open_meteo_csv(text: str, reader: Callable[..., Any]) -> None:
    result = reader(PREAMBLE + text)
    assert (result.codes, result.error) == ("100", "")
    assert result.dates == ["2024-01-01", "2024-01-02", "2024-01-03"]
    assert (result.decision.column, result.decision.unit) == ("precipitation_sum (mm)", "mm")


def test_open_meteo_csv_codes(reader: Callable[..., Any]) -> None:
    result = reader(PREAMBLE + DAILY, column="weather_code")
    assert (result.decision.kind, result.codes) == ("codes", "101")


def test_open_meteo_csv_names_the_line(reader: Callable[..., Any]) -> None:
    text = PREAMBLE + HOURLY + "\n" + DAILY.replace("0.0,0.0", "0.0,NaN")
    assert reader(text).error.startswith("f:10: no value for 2024-01-02 in 'precipitation_sum (mm)' (--missing")
    assert reader(text, missing="skip").dates == ["2024-01-01", "2024-01-03"]


@pytest.mark.parametrize("text", [PREAMBLE + HOURLY, json.dumps({"hourly": {"time": ["2024-01-01T00:00"]}})])
def test_open_meteo_only_hourly(text: str, reader: Callable[..., Any]) -> None:
    with pytest.raises(DataError, match=r"no daily values, only hourly ones .ask Open-Meteo for daily="):
        reader(text)


def test_open_meteo_preamble_alone(reader: Callable[..., Any]) -> None:
    with pytest.raises(DataError, match=r"^f:1: no daily values "):
        reader(PREAMBLE)


def document(unit: str | None = "mm", **daily: list[Any]) -> str:
    daily = {"time": [f"2024-01-0{day}" for day in range(1, 4)], **daily}
    units = {"daily_units": {"time": "iso8601", "precipitation_sum": unit}} if unit else {}
    return json.dumps({"latitude": 52.5, "hourly": {}, "daily": daily, **units}, indent=1)


def test_open_meteo_json(reader: Callable[..., Any]) -> None:
    result = reader(document(precipitation_sum=[0.9, 1, 0.0], weather_code=[61, 61, 61]))
    assert (result.codes, result.dates) == ("010", ["2024-01-01", "2024-01-02", "2024-01-03"])
    assert (result.decision.column, result.decision.unit) == ("precipitation_sum (mm)", "mm")
    assert reader(document("inch", precipitation_sum=[0.03, 0.04, 0.0])).codes == "010"
    assert reader(document(None, precipitation_sum=[0.03, 4, 0.0])).codes == "010"


def test_open_meteo_json_codes(reader: Callable[..., Any]) -> None:
    result = reader(document(weather_code=[48, 51, None]), missing="rainy")
    assert (result.decision.kind, result.codes) == ("codes", "011")
    assert reader(document(weather_code=[3, 50, 0])).error.startswith("f: daily[1]: unknown weather code '50'")


def test_open_meteo_json_null(reader: Callable[..., Any]) -> None:
    result = reader(document(precipitation_sum=[2, None, 2]))
    assert result.codes == "1"
    assert result.error.startswith(
        "f: daily[1]: no value for 2024-01-02 in 'precipitation_sum (mm)' (--missing skip|sunny|rainy"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"daily":\n', "f:1: not JSON: "),
        ("[]", "f: not a list of days ("),
        ('[{"latitude": 1, "daily": {}}, {"latitude": 2, "daily": {}}]', "f: a list of places ("),
        ('{"a": ' + "[" * 100_000, "f: not JSON that can be read"),
        ('{"a": ' + "1" * 5000 + "}", "f: not JSON that can be read"),
        ("{}", "f: not a list of days ("),
        ('{"latitude": 1, "current": {}}', "f: no daily values (ask Open-Meteo"),
        ('{"error": true, "reason": "no such\\nplace"}', "f: Open-Meteo refused: 'no such\\nplace' ("),
        (document(precipitation_sum=[1]), "f: daily: lists of 1 and 3 values (is the file whole?)"),
        ('{"daily": {"time": []}}', "f: daily: not a list of days"),
    ],
)
def test_json_faults(text: str, message: str, reader: Callable[..., Any]) -> None:
    with pytest.raises(DataError) as caught:
        reader(text)
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("value", ["1e400", "true", "[1]", '"x"', "-1"])
def test_json_values_that_are_no_amounts(value: str, reader: Callable[..., Any]) -> None:
    assert reader(f'{{"daily": {{"precipitation_sum": [1, {value}]}}}}').error.startswith("f: daily[1]: ")


@pytest.mark.parametrize("text", [CDO, NCEI])
def test_noaa_does_not_say_its_unit(text: str, reader: Callable[..., Any]) -> None:
    """The same columns come in inches, millimetres and tenths of them; only whoever asked for the file knows."""
    with pytest.raises(
        DataError, match=r"^f:1: no unit that is known for 'PRCP' \(say --units mm.tenths-mm.inch: NOAA"
    ):
        reader(text)


def test_noaa_cdo(reader: Callable[..., Any]) -> None:
    assert reader(CDO, units="inch").codes == "101"
    assert reader(CDO, units="mm").codes == "000"
    assert reader(CDO, units="inch", column="snow", missing="sunny").codes == "000"


def test_noaa_gsod_writes_9999_hundredths_for_a_missing_amount(reader: Callable[..., Any]) -> None:
    """GSOD is in inches; 99.99 mm is a very wet day."""
    text = "DATE,PRCP\n2021-01-01,0.52\n2021-01-02,99.99\n"
    assert "'99.99' (no day had over 1,825 mm" in reader(text, units="inch").error
    assert reader(text, units="inch", missing="skip").codes == "1"
    assert reader(text, units="mm").codes == "01"


def test_ncei_access(reader: Callable[..., Any]) -> None:
    result = reader(NCEI, units="tenths-mm")
    assert (result.codes, result.decision.unit) == ("100", "tenths-mm")


def test_two_stations_in_one_file(reader: Callable[..., Any]) -> None:
    rows = CDO.splitlines()
    result = reader("\n".join(rows + rows[1:]), units="inch")
    assert result.error.startswith("f:5: 2021-01-01 comes after 2021-01-03 (the days of one place")


def test_meteostat_is_in_millimetres(reader: Callable[..., Any]) -> None:
    result = reader(METEOSTAT)
    assert (result.codes, result.decision.unit) == ("10", "mm")
    assert reader(METEOSTAT.replace("0.9", "")).error.startswith("f:3: no value for 2021-01-02")
