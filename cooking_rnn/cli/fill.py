"""cook fill: the blanks of a diary, filled by a trained network."""

from typing import Annotated

import typer

from cooking_rnn.cli import options
from cooking_rnn.cli.emit import emit, output
from cooking_rnn.cli.options import command, format_option
from cooking_rnn.cli.source import opened_diary

app = command()


@app.command()
def fill(
    diary: Annotated[str, typer.Argument(metavar="DIARY.csv", help="The diary; - is standard input.")],
    model: Annotated[str, typer.Option(metavar="FILE.npz", help="A network trained with --task fill.")],
    format_: Annotated[str | None, format_option("table", "json", "jsonl", "csv")] = None,
    json: options.Json = False,
    lang: options.Lang = None,
    save: options.Save = None,
    theme: options.Theme = None,
) -> None:
    """Fill the blanks of a diary: rows whose weather and dish are both empty get a dish, and its probability.

    A diary is CSV with the columns weather and dish, as `cook simulate --format csv` writes it. One that was filled
    before can be filled again.
    """
    to = output(format_, json, save, theme=theme)

    from cooking_rnn.network.storage import load
    from cooking_rnn.training.fill import fill as filled

    network = load(model)
    told = filled(network, opened_diary(diary))
    if to.format in ("jsonl", "csv"):
        from cooking_rnn.render.records import write_records

        write_records(to.format, [told.days])
    else:
        emit(told, to)
