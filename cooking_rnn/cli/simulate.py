"""cook simulate: weather in, menu out."""

from dataclasses import replace
from typing import Annotated

import typer

from cooking_rnn.cli import options
from cooking_rnn.cli.command import command
from cooking_rnn.cli.emit import emit
from cooking_rnn.cli.options import option
from cooking_rnn.cli.source import Source, chosen_cook, streamed
from cooking_rnn.cli.speech import tell
from cooking_rnn.errors import UsageError

app = command()


@app.command()
def simulate(
    *,
    weather: options.Weather = None,
    from_: options.From = None,
    days: options.Days = None,
    kitchen: options.CookingKitchen = None,
    model: options.Model = None,
    start: options.Start = None,
    naming: options.Naming,
    to: options.Menu,
    vectors: Annotated[
        bool | None,
        option(
            "--vectors/--no-vectors",
            help="Every intermediate vector. [in table and json; not of large networks in a table]",
        ),
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="All rows of a table of more than 200 days.")] = False,
    reading: options.Reading,
) -> None:
    """Cook: weather in, menu out.

    Every dish follows from yesterday's dish and today's weather. Without --weather and --from, the story's week is
    cooked.
    """
    is_whole = to.format in ("table", "json")
    has_vectors = is_whole if vectors is None else vectors
    if to.format != "table":
        options.refuse(
            {"--all": all_}, "together with {other}", "every day is there without it", other=f"--format {to.format}"
        )
    if to.format in ("menu", "csv") and has_vectors:
        what = "a menu has only dishes" if to.format == "menu" else "a row of CSV has no place for a list"
        raise UsageError("--vectors", what, "say --format jsonl")
    cook = chosen_cook(kitchen, model, naming).needs_readout()
    source = Source(weather, from_, days, reading)
    if is_whole:
        season = replace(source.season(cook, start), vectors=has_vectors)
        if vectors is None and to.format == "table" and model is not None:
            from cooking_rnn.report.deciding import is_large

            if len(season) and is_large(season.ends(1)[0]):
                season = replace(season, vectors=False)
                tell("vectors so long are not listed (`cook explain --model` shows what decides, --vectors all)")
        emit(season, to, **({"whole": all_} if to.format == "table" else {}))
    else:
        streamed(to.format, cook, cook.first(start), source.pieces(cook), vectors=has_vectors)
