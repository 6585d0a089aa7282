# ruff: noqa: E501 - one row a kind
"""One row a kind of file that people have: the file, what is typed about it, and the days or the error line."""

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cooking_rnn.errors import CookError

FILES = Path(__file__).parents[1] / "data" / "weather"
GOES_ON = "(--missing skip|sunny|rainy goes on without it)"
DAILY = "daily ones are needed)"

S, R = "0", "1"  # sunny, rainy


def outcome(reader: Callable[..., Any], data: bytes, options: dict[str, Any]) -> str:
    """Return the days, or the error line."""
    try:
        result = reader(data, **options)
    except CookError as error:
        return str(error)
    return str(result.error or result.codes)


@pytest.mark.parametrize(
    ("name", "options", "expected"),
    [
        ("hours.csv", {"units": "mm"}, "f:3: hourly values, by 'hour' (" + DAILY),
        ("two-regions.csv", {"units": "mm"}, "f:5: 2020-06-01 comes after 2020-06-03 (the days of one place are needed, in order)"),
        ("zips.csv", {"column": "PrecipitationIn", "units": "inch"}, "f:4: '9/1/2020' comes a second time (one row a day, of one place, is needed)"),
        ("date-twice.csv", {"column": "Precip Type"}, "f:3: 2020-04-01 comes a second time (hourly values? " + DAILY),
        ("8888.csv", {"column": "RR", "units": "mm"}, f"f:3: '8888' (no day had over 1,825 mm: a mark for not measured?) for 2020-08-17 in 'RR' {GOES_ON}"),
        ("8888.csv", {"column": "RR", "units": "mm", "missing": "skip"}, S + R),
        ("no-header.csv", {}, "f:1: no unit that is known for 'column 2' (say --units mm|tenths-mm|inch)"),
        ("no-header.csv", {"units": "mm"}, S + R + R),
        ("no-header.csv", {"column": "0.0", "units": "mm"}, "column: f:1 has no header (put a line such as date,rain (mm) before the first)"),
        ("no-header-words.csv", {}, S + R + R),
        ("no-header-words.csv", {"column": "sunny"}, "column: f:1 has no header (put a line such as date,rain (mm) before the first)"),
        ("blank-line.csv", {"missing": "sunny"}, R + S),
        ("season.csv", {}, S + R + R),
        ("preciptype.csv", {}, "f:1: 'conditions' and 'precip' could each tell the weather (--column chooses one)"),
        ("preciptype.csv", {"missing": "skip"}, "f:1: 'conditions' and 'precip' could each tell the weather (--column chooses one)"),
        ("preciptype.csv", {"column": "precip", "units": "mm"}, R + S + S + S),
        ("preciptype.csv", {"column": "preciptype"}, f"f:3: no value for 2023-01-02 in 'preciptype' {GOES_ON}"),
        ("preciptype.csv", {"column": "conditions"}, "f:2: unknown weather 'Rain, Partially cloudy' in 'conditions' (choices: sunny, rainy)"),
        ("stations.csv", {"units": "mm"}, "f:4: another place, 'B' in 'STATION' (the days of one place are needed: leave out the others)"),
        ("two-marks.csv", {}, f"f:3: 2023-01-02 is missing and 6 more before this row {GOES_ON}"),
        ("trace.csv", {}, S + S),
        ("na.csv", {}, f"f:3: no value for 2024-01-02 in 'rain (mm)' {GOES_ON}"),
        ("na.csv", {"missing": "skip"}, S),
        ("cities.csv", {"column": "precip_mm"}, S + R),
        ("cities.csv", {}, "f:1: 'condition_text' and 'precip_mm' could each tell the weather (--column chooses one)"),
        ("today.csv", {"column": "RainToday"}, S),
        ("today.csv", {}, S),
        ("no-rain.csv", {}, "f:3: unknown weather 'no rain' (choices: sunny, rainy)"),
        ("no-rain.csv", {"column": "Rain"}, R + S),
        ("lines-before.csv", {"column": "rain", "units": "mm"}, R + S),
        ("lines-before.csv", {"units": "mm"}, R + S),
        ("sep.csv", {}, R),
        ("name-twice.csv", {}, R),
        ("name-twice.csv", {"column": "ind"}, "column: two columns are called 'ind' (rename one)"),
        ("meteostat.csv", {}, f"f:4: 2024-01-03 is missing and 1 more before this row {GOES_ON}"),
        ("meteostat.json", {}, S + R),
        ("decimal-comma.csv", {}, S + R),
        ("date-2014-7-1.csv", {}, R),
        ("date-12-21-2013.csv", {}, R),
        ("date-unclear.csv", {}, "f:2: '03/04/2023' in 'date' can be read in several ways (say --dates d/m/y|m/d/y)"),
        ("date-unclear.csv", {"dates": "m/d/y"}, R),
        ("monthly.csv", {}, "f:1: monthly values (" + DAILY),
        ("mm.csv", {"units": "inch"}, "units: 'rain (mm)' says mm (leave it out)"),
        ("mm.csv", {}, S + R),
        ("days.json", {"units": "mm"}, S + R),
        ("w.csv.gz", {}, R),
    ],
)  # fmt: skip
def test_files(name: str, options: dict[str, Any], expected: str, reader: Callable[..., Any]) -> None:
    assert outcome(reader, (FILES / name).read_bytes(), options) == expected


ECAD = "EUROPEAN CLIMATE ASSESSMENT\n\n01-06 STAID: Station identifier\n25-29 RR : precipitation amount in 0.1 mm\n\nSTAID, SOUID,    DATE,   RR, Q_RR\n   162,100140,20240101,    0,    0\n   162,100140,20240102,   52,    0\n"
KNMI = "# BRON: KNMI\n# RH : Etmaalsom (in 0.1 mm) (-1 voor <0.05 mm)\n# STN,YYYYMMDD,   RH\n\n  260,20240101,   -1\n  260,20240102,   52\n"
DWD = "STATIONS_ID;MESS_DATUM;QN_3; RSK;RSKF;eor\n  1048;20240101;   10;   0.0;   0;eor\n  1048;20240102;   10;   5.2;   8;eor\n"
BOM = "Product code,Bureau of Meteorology station number,Year,Month,Day,Rainfall amount (millimetres),Period over which rainfall was measured (days),Quality\nIDC,066062,2024,01,01,0.0,,Y\nIDC,066062,2024,01,02,5.2,1,Y\n"
EIREANN = "Station Name: X\nStation Height: 48 M \nLatitude:53.3, Longitude: -6.2\n\ndate:  -  Date\nrain:  -  Precipitation Amount (mm)\n\ndate,ind,rain,ind\n01-jan-2024,0,0.0,0\n02-jan-2024,0,5.2,0\n"
POWER = "-BEGIN HEADER-\nNASA/POWER Daily Data\nDates: 01/01/2024 through 01/02/2024\n-END HEADER-\nYEAR,MO,DY,PRECTOTCORR\n2024,1,1,0.0\n2024,1,2,5.2\n"
CANADA = '"Longitude (x)","Station Name","Date/Time","Year","Month","Day","Total Rain (mm)","Total Precip (mm)","Total Precip Flag"\n"-75","X","2024-01-01","2024","01","01","0.0","0.0",""\n"-75","X","2024-01-02","2024","01","02","0.0","5.2",""\n'
VISUAL = '{"queryCost":1,"days":[{"datetime":"2024-01-01","precip":0.0,"hours":[]},{"datetime":"2024-01-02","precip":5.2,"hours":[]}]}'
TWO = "f:3: "


@pytest.mark.parametrize(
    ("text", "options", "expected"),
    [
        (ECAD, {"units": "tenths-mm"}, S + R),
        (KNMI, {"column": "RH", "units": "tenths-mm"}, S + R),
        (DWD, {"units": "mm"}, S + R),
        (BOM, {}, S + R),
        (EIREANN, {"units": "mm"}, S + R),
        (POWER, {"units": "mm"}, S + R),
        (CANADA, {}, S + R),
        (VISUAL, {"units": "mm"}, S + R),
        # days
        ("when,rain (mm)\n2024/1/31,0\n2024/2/1,5\n", {}, S + R),
        ("d,rain (mm)\n31.12.2023,0\n01.01.2024,5\n", {}, S + R),
        ('d,rain (mm)\n"Jan 31, 2024",0\n"Feb 1, 2024",5\n', {}, S + R),
        ("d,rain (mm)\n12/30/23,0\n12/31/23,5\n", {}, S + R),
        ("日期,降水量(mm)\n2024年1月31日,0\n2024年2月1日,5\n", {}, S + R),
        ("date,rain (mm)\n2024-01-31T00:00:00Z,0\n2024-02-01T00:00:00Z,5\n", {}, S + R),
        ("date,rain (mm)\n13/01/2024,0\n01/14/2024,5\n", {}, "f:3: '01/14/2024' in 'date' is not a date (dates are written like 2024-01-31; --dates d/m/y or m/d/y says how others are read)"),
        ("date,rain (mm)\n2024-01-31,0\n03/04/2024,5\n", {}, "f:3: '03/04/2024' in 'date' is not a date (dates are written like 2024-01-31; --dates d/m/y or m/d/y says how others are read)"),
        ("date,rain (mm)\n01/02/2024,0\n02/02/2024,5\n", {"dates": "d/m/y"}, S + R),
        ("date,rain (mm)\n45292,0\n45293,5\n", {}, "f:2: '45292' in 'date' is not a date (dates are written like 2024-01-31; --dates d/m/y or m/d/y says how others are read)"),
        ("time,precipitation_sum (mm)\n1704067200,0\n", {}, "f:2: '1704067200' in 'time' is not a date (dates are written like 2024-01-31; --dates d/m/y or m/d/y says how others are read)"),
        ("weather\nsun\n", {"dates": "d/m/y"}, "dates: no dates in f:1 (leave it out)"),
        ("sunny\n", {"dates": "d/m/y"}, "dates: no dates in f (leave it out)"),
        ("Year,Month,Date,rain (mm)\n2024,1,31,0\n2024,2,1,5\n", {}, S + R),
        ("日期,天气\n2024-01-31 星期三,晴\n2024-02-01 星期四,雨\n", {}, S + R),
        ('Date,Time,rain (mm)\n1/31/2024 12:00:00 AM,x,0\n2/1/2024 12:00:00 AM,x,5\n', {}, S + R),
        ("Date,PrecipitationSumInches,Events\n2013-12-21,T,Rain\n2013-12-22,0.5,\n", {}, S + R),
        ("when,updated,rain (mm)\n2024-01-31,2024-02-09,0\n", {}, "f:1: 'when' and 'updated' could each tell the date (leave out the columns of dates that are not the day's)"),
        ("updated,date,rain (mm)\n2024-02-09,2024-01-31,0\n2024-02-09,2024-02-01,5\n", {}, S + R),
        # hours, months, years
        ("date,time,rain (mm)\n2024-01-31,00:00,0\n2024-01-31,06:00,5\n", {}, TWO + "2024-01-31 comes a second time (one row a day, of one place, is needed)"),
        ("date,rain (mm)\n2024013100,0\n2024013106,5\n", {}, TWO + "2024-01-31 comes a second time (hourly values? " + DAILY),
        ("Monat;Niederschlag (mm)\n1;20\n2;30\n", {}, "f:1: monthly values (" + DAILY),
        ("month,weather\nJan,sunny\nFeb,rainy\n", {}, "f:1: monthly values (" + DAILY),
        ("date,rain (mm)\n2024-01,0\n2024-02,5\n", {}, "f:1: monthly values (" + DAILY),
        ("date,rain (mm)\n2024-01-01,0\n2024-02-01,5\n2024-03-01,5\n", {"missing": "skip"}, "f:4: monthly values (" + DAILY),
        ("year,rain (mm)\n2023,800\n2024,900\n", {}, "f:1: yearly values (" + DAILY),
        # places
        ("date,rain (mm),City Name\n2024-01-31,0,A\n2024-02-01,5,B\n", {}, TWO + "another place, 'B' in 'City Name' (the days of one place are needed: leave out the others)"),
        ("rain (mm),lat\n0,1.5\n5,1.6\n", {}, TWO + "another place, '1.6' in 'lat' (the days of one place are needed: leave out the others)"),
        ("date,rain (mm),station_pressure\n2024-01-31,0,1000\n2024-02-01,5,1001\n", {}, S + R),
        # columns
        ("date,sky,season\n2024-01-31,sun,rain\n2024-02-01,rain,rain\n", {}, "f:1: 'sky' and 'season' could each tell the weather (--column chooses one)"),
        ("date,rain_hours,precipitation_probability,precip (mm)\n2024-01-31,9,90,0\n2024-02-01,0,0,5\n", {}, S + R),
        ("date,RainTomorrow,Rainfall (mm)\n2024-01-31,Yes,0\n2024-02-01,No,5\n", {}, S + R),
        ("date,rain_north (mm),rain_south (mm)\n2024-01-31,0,5\n", {}, "f:1: 'rain_north (mm)' and 'rain_south (mm)' could each tell the weather (--column chooses one)"),
        ("date rain_mm\n2024-01-31 0.0\n2024-02-01 5.2\n", {}, "f:1: no column of weather that this kitchen knows (columns found: date rain_mm; --column chooses one)"),
        ("date,rain\n2024-01-31,true\n2024-02-01,false\n", {}, R + S),
        ("rain\n0.5\n3\n", {"units": "mm"}, S + R),
        ("date,weather,wether\n2024-01-31,sun,x\n", {"column": "wheather"}, "column: no column 'wheather' in f:1 (did you mean 'weather'? choices: date, weather, wether)"),
        ("date,weather\n2024-01-31,sun\n", {"column": "temperature"}, "column: no column 'temperature' in f:1 (choices: date, weather)"),
        # amounts and marks
        ("date;rain (mm)\n2024-01-31;0,254\n2024-02-01;1,254\n", {}, S + R),
        ('date,rain (mm)\n2024-01-31,"0,2"\n2024-02-01,"1,254"\n', {}, TWO + "'1,254' is not an amount in 'rain (mm)' (write a number there, or leave it blank and say --missing)"),
        ("rain (mm)\n0\nM\n-\n--\n*\n***\nNone\n-9\n-99.9\n-999\n-9999.0\n5\n", {"missing": "skip"}, S + R),
        ("rain (mm)\n-0.5\n", {}, f"f:2: a negative amount, '-0.5' in 'rain (mm)' {GOES_ON}"),
        ("rain (mm)\n1826\n0\n", {"missing": "skip"}, S),
        ("rain (in)\n71\n72\n", {"missing": "sunny"}, R + S),
        ("rain (cm)\n0.09\n0.1\n", {}, S + R),
        # what a file is
        ("﻿rain (mm)\n\n\n0\n5\n\n\n", {}, S + R),
        ("# a comment\nrain (mm)\n0\n5\n", {}, S + R),
        ("1,2,3\n4,5,6\n", {}, "f:1: no header (put a line such as date,rain (mm) before the first)"),
        ("PK\x03\x04xxxxxxxxxxxxxxxx", {}, "f:1: ZIP or XLSX instead of UTF-8 (unpack it, or save it as CSV in UTF-8)"),
        ("%PDF-1.4 xxxxxxxxxx", {}, "f:1: PDF instead of UTF-8 (unpack it, or save it as CSV in UTF-8)"),
        ("sunny\n" * 3 + "snny\n", {}, "f:4: unknown weather 'snny' (did you mean 'sunny'? choices: sunny, rainy)"),
        ("sunny\nNo\n", {}, "f:2: unknown weather 'No' (choices: sunny, rainy; if line 1 is a header, --column chooses a column)"),
        # what would be made up has an end
        ("date,rain (mm)\n2024-01-31,0\n2124-02-01,5\n", {"missing": "sunny"}, TWO + "2024-02-01 is missing and 36523 more before this row (is the year right? at most 1,000 days in a row are made up)"),
    ],
)  # fmt: skip
def test_texts(text: str, options: dict[str, Any], expected: str, reader: Callable[..., Any]) -> None:
    assert outcome(reader, text.encode(), options) == expected


def test_gb18030_is_named_with_the_way_to_text(reader: Callable[..., Any]) -> None:
    remedy = "(make it UTF-8: iconv -f gb18030 -t utf-8)"
    assert (
        outcome(reader, "日期,天气\n2024-01-01,晴\n".encode("gb18030"), {}) == f"f:1: byte 0xc8 is not UTF-8 {remedy}"
    )


@pytest.mark.parametrize("data", [b"sunny\nrainy\n", b"date,weather\n2024-01-01,sun\n2024-01-02,rain\n"])
def test_gzip(data: bytes, reader: Callable[..., Any]) -> None:
    packed = gzip.compress(data)
    assert outcome(reader, packed, {}) == S + R
    assert outcome(reader, gzip.compress(data[:9]) + gzip.compress(data[9:]), {}) == S + R
    assert outcome(reader, packed[:-9], {}).endswith("broken gzip (is the file whole?)")


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("Station: X\n\ndate,rain (mm)\n2024-01-01,0\n", ["1 line before the header left out"]),
        ("rain (mm)\n0\n", ["no dates: gaps, hours and a second place would not be seen"]),
        ("2024-01-01,sunny\n", ["no header: the first column is read as dates, the second as weather"]),
        ("date,rain (mm)\n2024-01-01,0\n", []),
    ],
)
def test_what_was_left_out_is_said(text: str, notes: list[str], reader: Callable[..., Any]) -> None:
    assert reader(text).notes == notes
