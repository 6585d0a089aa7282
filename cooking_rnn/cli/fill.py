"""cook fill: the blanks of a diary, filled by a trained network."""

from typing import Annotated

import typer

from cooking_rnn.cli import options
from cooking_rnn.cli.command import command
from cooking_rnn.cli.emit import emit
from cooking_rnn.cli.source import opened_diary

app = command()


@app.command()
def fill(
    *,
    diary: Annotated[str, typer.Argument(metavar="DIARY.csv", help="The diary; - is standard input.")],
    model: Annotated[str, typer.Option(metavar="FILE.npz", help="A network trained with --task fill.")],
    to: options.Records,
) -> None:
    """Fill the blanks of a diary: rows whose weather and dish are both empty get a dish, and its probability.

    A diary is CSV with the columns weather and dish, as `cook simulate --format csv` writes it. One that was filled
    before can be filled again.
    """
    from cooking_rnn.network.storage import load
    from cooking_rnn.training.fill import fill as filled

    network = load(model)
    told = filled(network, opened_diary(diary))
    if to.format in ("jsonl", "csv"):
        from cooking_rnn.render.records import write_records

        write_records(to.format, [told.days])
    else:
        emit(told, to)
