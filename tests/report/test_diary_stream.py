"""A diary put together from kinds of days has the bytes of the days' records, written one by one."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cooking_rnn.fast.packing import Phrases
from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.kitchen.toml import load
from cooking_rnn.names import Name, Names
from cooking_rnn.render.records import write_records
from cooking_rnn.report.diary_stream import diary
from cooking_rnn.report.season import brief_record
from cooking_rnn.weather.days import Piece
from tests.kitchens import kitchens

FORMATS = ["menu", "csv", "jsonl"]

#: what JSON and CSV must quote, and what could be taken for a number or a date
ODD = [
    '"',
    "'",
    "\\",
    "a b",
    "0",
    "00",
    "0000-00-00",
    "1",
    "土豆丝",
    "🍲",
    "\u2003x",
    "{}",
    "%d",
    "=1+1",
    ";",
    "null",
    "é",
]
odd_names = st.lists(st.sampled_from(ODD) | st.text(min_size=1, max_size=5), unique=True, min_size=12, max_size=12)


@st.composite
def odd_kitchens(draw: st.DrawFn) -> Kitchen:
    """Return a kitchen in which anything at all is a name."""
    kitchen, dishes, weathers = draw(kitchens()), draw(odd_names), draw(odd_names)
    return replace(
        kitchen,
        dishes=Names("dish", [Name(dishes[place]) for place in range(len(kitchen.dishes))]),
        weathers=Names("weather", [Name(weathers[place]) for place in range(len(kitchen.weathers))]),
    )


@contextmanager
def written() -> Iterator[io.BytesIO]:
    """Catch what goes to standard output."""
    data = io.BytesIO()
    with redirect_stdout(io.TextIOWrapper(data, "ascii")) as stream:
        yield data
        stream.detach()


def one_by_one(form: str, cook: Kitchen, pieces: Sequence[Piece]) -> bytes:
    """Return what `write_records` makes of every day."""
    codes = np.concatenate([piece.codes for piece in pieces])
    dates = [text for piece in pieces for text in piece.dates or ()] or None
    with written() as data:
        write_records(
            "dish" if form == "menu" else form,
            [[brief_record(day) for day in cook.days(codes, cook.start, dates, steps=False)]],
        )
    return data.getvalue()


def together(form: str, cook: Kitchen, pieces: Sequence[Piece]) -> bytes:
    return b"".join(diary(form, cook, cook.start, pieces))


def weather(cook: Kitchen, lengths: Sequence[int], *, is_dated: bool, seed: int = 0) -> list[Piece]:
    rng, day = np.random.default_rng(seed), date(1999, 12, 30)
    pieces = []
    for length in lengths:
        dates = [(day + timedelta(place)).isoformat() for place in range(length)]
        day += timedelta(length)
        codes = rng.integers(0, max(len(cook.weathers), 1), length, np.uint8)
        pieces.append(Piece(codes, dates if is_dated else None))
    return pieces


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMATS)
@settings(max_examples=10)
@given(
    kitchen=odd_kitchens(),
    lengths=st.lists(st.integers(1, 30) | st.integers(950, 1050), min_size=1, max_size=3),
    is_dated=st.booleans(),
    seed=st.integers(0, 2**32),
)
@example(kitchen=load("romance"), lengths=[999, 1, 1, 8999, 2000], is_dated=False, seed=0)
def test_the_bytes_are_those_of_the_records(
    form: str, kitchen: Kitchen, lengths: list[int], is_dated: bool, seed: int
) -> None:
    cook = kitchen
    pieces = weather(cook, lengths, is_dated=is_dated, seed=seed)
    assert together(form, cook, pieces) == one_by_one(form, cook, pieces)


def test_each_piece_is_told_before_the_next_is_asked_for() -> None:
    asked: list[int] = []

    def pieces() -> Iterator[Piece]:
        for piece in range(3):
            asked.append(piece)
            yield Piece(np.zeros(1, np.uint8))

    for told, lines in enumerate(diary("jsonl", load("romance"), 0, pieces()), 1):
        assert (told, lines.count(b"\n")) == (len(asked), 1)
    assert len(asked) == 3


@given(st.lists(st.binary(max_size=4), min_size=1, max_size=256), st.lists(st.integers(0, 255), max_size=40))
def test_phrases(texts: list[bytes], codes: list[int]) -> None:
    codes = [code % len(texts) for code in codes]
    assert Phrases(texts).join(np.array(codes, np.uint8)) == b"".join(texts[code] for code in codes)
