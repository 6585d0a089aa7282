"""cook simulate: weather in, menu out."""

from functools import partial
from typing import Annotated

import typer

from cooking_rnn.cli import options
from cooking_rnn.cli.options import chosen_format, command, format_option
from cooking_rnn.cli.source import Source, chosen_cook, first_dish, gathered, streamed
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
) -> None:
    """Cook: weather in, menu out.

    Every dish follows from yesterday's dish and today's weather. Without --weather and --from, the story's week is
    cooked.
    """
    from cooking_rnn.show import records
    from cooking_rnn.weather.columns import Options

    format_ = chosen_format(format_, json)
    picture = options.picture(save, format_)
    is_whole = format_ in ("table", "json")
    shows_vectors = is_whole if vectors is None else vectors
    if format_ != "table":
        options.refuse({"--all": all_}, f"together with --format {format_}", "every day is there without it")
    if format_ in ("menu", "csv") and shows_vectors:
        what = "a menu has only dishes" if format_ == "menu" else "a row of CSV has no place for a list"
        raise UsageError("--vectors", what, "say --format jsonl")
    cook = chosen_cook(kitchen, model)
    dish = first_dish(start, cook)
    source = Source(weather, from_, days, Options(column, units, wet, missing, date_order))
    pieces = source.pieces(cook.weathers, count_faults=is_whole)
    if not is_whole and not shows_vectors and model is None:
        from cooking_rnn.kitchen.cook import KitchenCook
        from cooking_rnn.show.diary import write_diary

        assert isinstance(cook, KitchenCook)
        write_diary(format_, cook, dish, pieces)
        return
    if not is_whole:
        batches = streamed(cook, dish, pieces, steps=shows_vectors)
        record = partial(records.brief_record, vectors=shows_vectors)
        records.write_records(format_, (list(map(record, batch)) for batch in batches))
        return
    codes, dates = gathered(pieces)
    if format_ == "json":
        told = cook.days(codes, dish, dates, steps=shows_vectors)
        records.write_document(
            records.season_document(cook, dish, told, partial(records.day_record, vectors=shows_vectors))
        )
        return
    from cooking_rnn.show import days as table
    from cooking_rnn.show.labels import default_language
    from cooking_rnn.show.screen import Screen

    language = lang or default_language()
    season = table.season(cook, codes, dish, dates, language, vectors=shows_vectors, whole=all_)
    with Screen(picture, language) as screen:
        screen.show(*table.layouts(season))
