"""cook fill: the blanks of a diary, filled by a trained network."""

from typing import Annotated

import typer

from cooking_rnn.cli import options
from cooking_rnn.cli.options import chosen_format, command, format_option
from cooking_rnn.cli.source import opened
from cooking_rnn.errors import DataError
from cooking_rnn.show.labels import default_language

app = command()


@app.command()
def fill(
    diary: Annotated[str, typer.Argument(metavar="DIARY.csv", help="The diary; - is standard input.")],
    model: Annotated[str, typer.Option(metavar="FILE.npz", help="A network trained with --task fill.")],
    format_: Annotated[str | None, format_option("table", "json", "jsonl", "csv")] = None,
    json: options.Json = False,
    lang: options.Lang = None,
    save: options.Save = None,
) -> None:
    """Fill the blanks of a diary: rows whose weather and dish are both empty get a dish, and its probability.

    A diary is CSV with the columns weather and dish, as `cook simulate --format csv` writes it.
    """
    format_ = chosen_format(format_, json)
    picture = options.picture(save, format_)

    from cooking_rnn.network.fill import filled
    from cooking_rnn.network.storage import load
    from cooking_rnn.render import records
    from cooking_rnn.show import diaries as show
    from cooking_rnn.training import diary as diaries

    network = load(model)
    if network.task != "fill":
        raise DataError(model, "it was trained to cook, not to fill blanks", "`cook train --task fill` trains one")
    with opened(diary) as stream:
        told = diaries.read(stream, "standard input" if diary == "-" else diary)
    codes = diaries.codes_of(told, network.dishes, network.weathers)
    for row in told.rows:
        if not told.is_blank(row) and (not told.dish_of(row) or (network.weathers and not told.weather_of(row))):
            what = "a day with its weather or its dish, but not both"
            raise told.fault(row, what, "a blank day has neither; a day that is known has both")
    days = show.filled_days(told, network, filled(network, codes.weathers, codes.dishes))
    if format_ == "json":
        records.write_document({"model": model, "days": days})
    elif format_ != "table":
        records.write_records(format_, [days])
    else:
        from cooking_rnn.show.screen import Screen

        with Screen(picture) as screen:
            for layouts in show.layouts(days, network, lang or default_language()):
                screen.show(*layouts)
