"""cook simulate: weather in, menu out."""

from dataclasses import replace
from typing import Annotated

import typer

from cooking_rnn.cli import options
from cooking_rnn.cli.emit import emit, output
from cooking_rnn.cli.options import command, format_option
from cooking_rnn.cli.source import Source, chosen_cook, streamed
from cooking_rnn.errors import UsageError

app = command()


@app.command()
def simulate(
    weather: options.Weather = None,
    from_: options.From = None,
    days: options.Days = None,
    kitchen: options.CookingKitchen = None,
    model: options.Model = None,
    start: options.Start = None,
    format_: Annotated[str | None, format_option("table", "json", "jsonl", "csv", "menu")] = None,
    json: options.Json = False,
    vectors: Annotated[
        bool | None,
        typer.Option(
            "--vectors/--no-vectors", help="Every intermediate vector. [in table and json]", show_default=False
        ),
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="All rows of a table of more than 200 days.")] = False,
    column: options.Column = None,
    units: options.Units = None,
    wet: options.Wet = None,
    missing: options.Missing = None,
    date_order: options.Dates = None,
    lang: options.Lang = None,
    save: options.Save = None,
    theme: options.Theme = None,
) -> None:
    """Cook: weather in, menu out.

    Every dish follows from yesterday's dish and today's weather. Without --weather and --from, the story's week is
    cooked.
    """
    from cooking_rnn.weather.columns import Options

    to = output(format_, json, save, theme=theme)
    is_whole = to.format in ("table", "json")
    has_vectors = is_whole if vectors is None else vectors
    if to.format != "table":
        options.refuse(
            {"--all": all_}, "together with {other}", "every day is there without it", other=f"--format {to.format}"
        )
    if to.format in ("menu", "csv") and has_vectors:
        what = "a menu has only dishes" if to.format == "menu" else "a row of CSV has no place for a list"
        raise UsageError("--vectors", what, "say --format jsonl")
    cook = chosen_cook(kitchen, model)
    source = Source(weather, from_, days, Options(column, units, wet, missing, date_order))
    if is_whole:
        season = replace(source.season(cook, start), vectors=has_vectors)
        emit(season, to, **({"whole": all_} if to.format == "table" else {}))
    else:
        streamed(to.format, cook, cook.first(start), source.pieces(cook), vectors=has_vectors)
