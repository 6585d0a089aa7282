"""cook weather: real or random weather, as words."""

import secrets
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Annotated

import typer

from cooking_rnn.cli import options
from cooking_rnn.cli.command import command
from cooking_rnn.cli.options import option
from cooking_rnn.cli.source import file_pieces
from cooking_rnn.cli.speech import tell
from cooking_rnn.errors import UsageError
from cooking_rnn.names import Names

if TYPE_CHECKING:
    from cooking_rnn.weather.days import Piece

app = command()


@app.command()
def weather(
    *,
    file: Annotated[str | None, typer.Argument(metavar="[FILE]", help="A file to read; - is standard input.")] = None,
    days: Annotated[int | None, option(metavar="N", help="Make up this many days instead.")] = None,
    rain: Annotated[float | None, option(metavar="SHARE", help="The long-run share of rainy days. [0.5]")] = None,
    stay: Annotated[
        float | None, option(metavar="CHANCE", help="The chance that tomorrow is like today. [days are independent]")
    ] = None,
    seed: options.Seed = None,
    kitchen: options.Kitchen = "romance",
    to: options.Words,
    reading: options.Reading,
) -> None:
    """Print real or random weather as words, one a line.

    A FILE may hold words, or be a table with a column of words or of precipitation, or come from Open-Meteo, NOAA or
    Meteostat. --days makes a two-state Markov chain.
    """
    from cooking_rnn.kitchen.toml import load
    from cooking_rnn.render import records

    if (file is None) == (days is None):
        what = "neither a FILE nor --days" if file is None else "both a FILE and --days"
        raise UsageError("cook weather", what, "give one of them")
    weathers = load(kitchen).weathers
    if not weathers:
        raise UsageError("--kitchen", "this kitchen has no weather", "choose one that has")
    if file is not None:
        options.refuse(
            {"--rain": rain, "--stay": stay, "--seed": seed}, "together with a FILE", "chance needs --days N"
        )
        pieces = file_pieces(file, weathers, reading, count_faults=to.format == "json")
    else:
        options.refuse(reading.typed, "together with --days", "it is about a FILE that is read")
        pieces = _chance(days or 0, 0.5 if rain is None else rain, stay, seed, weathers)
    if to.format == "json":  # all days are known, and right, before the first is written
        records.write_document({"days": chain.from_iterable(_records(weathers.ids, list(pieces)))})
    else:
        records.write_records("weather" if to.format == "words" else to.format, _records(weathers.ids, pieces))


def _chance(days: int, rain: float, stay: float | None, seed: int | None, weathers: Names) -> Iterator["Piece"]:
    import numpy as np

    from cooking_rnn.weather.chance import WORDS, markov
    from cooking_rnn.weather.days import Piece

    if not {*WORDS} <= {*weathers.ids}:
        raise UsageError("--kitchen", "chance makes {words:and}", "choose a kitchen that has both", words=list(WORDS))
    is_drawn = seed is None
    if seed is None:
        seed = secrets.randbits(32)
    drawn = markov(days, rain, stay, np.random.default_rng(seed))
    if is_drawn:  # and nothing was wrong with what was typed
        tell("--seed {seed}", seed=seed)
    to_code = np.array([weathers.ids.index(name) for name in WORDS], dtype=np.uint8)
    return (Piece(to_code[states]) for states in drawn)


def _records(words: Sequence[str], pieces: Iterable["Piece"]) -> Iterator[list[dict[str, object]]]:
    day = 0
    for piece in pieces:
        numbered = enumerate(piece.codes.tolist(), day + 1)
        day += len(piece.codes)
        if piece.dates is None:
            yield [{"day": number, "weather": words[code]} for number, code in numbered]
        else:
            yield [
                {"day": number, "date": date, "weather": words[code]}
                for (number, code), date in zip(numbered, piece.dates, strict=True)
            ]
