"""What the tests of this room share: two kitchens' weathers, and a reader that gathers all pieces."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from cooking_rnn.errors import DataError
from cooking_rnn.names import Name, Names
from cooking_rnn.weather.columns import Decision, Options
from cooking_rnn.weather.reading import read

COMMON = {
    **dict.fromkeys(("sun", "clear", "fog", "晴"), "sunny"),
    **dict.fromkeys(("rain", "drizzle", "snow", "雨"), "rainy"),
}


@dataclass(frozen=True)
class Result:
    """All that a file gave, and what stopped it."""

    codes: str  # "0110"
    dates: list[str]
    decision: Decision
    error: str = ""
    notes: tuple[str, ...] | list[str] = ()


Reader = Callable[..., Result]


def gather(data: bytes, weathers: Names, *, count_faults: bool = False, **options: object) -> Result:
    reading = read(io.BytesIO(data), "f", weathers, Options(**options), count_faults=count_faults)  # type: ignore[arg-type]
    codes, dates, error = "", [], ""
    try:
        for piece in reading:
            codes += "".join(map(str, piece.codes))
            dates += piece.dates or []
    except DataError as caught:
        error = str(caught)
        assert "\n" not in error
    return Result(codes, dates, reading.decision, error, list(map(str, reading.notes)))


@pytest.fixture(scope="session")
def weathers() -> Names:
    return Names("weather", [Name("sunny", {"zh": "晴天"}), Name("rainy", {"zh": "雨天"})], COMMON)


@pytest.fixture(scope="session")
def winds() -> Names:
    """A kitchen without sunny and rainy."""
    return Names("weather", [Name("calm"), Name("windy"), Name("stormy")])


@pytest.fixture(scope="session")
def reader(weathers: Names) -> Reader:
    """Read bytes or text with `weathers`."""

    def reads(data: bytes | str, names: Names = weathers, **keywords: object) -> Result:
        return gather(data.encode() if isinstance(data, str) else data, names, **keywords)  # type: ignore[arg-type]

    return reads


@pytest.fixture(scope="session")
def seattle() -> bytes:
    return (Path(__file__).parents[1] / "data" / "seattle-weather.csv").read_bytes()
