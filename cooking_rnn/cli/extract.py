"""cook extract: the state machine inside a trained network, as a kitchen."""

from pathlib import Path
from typing import Annotated

import typer

from cooking_rnn.cli import options
from cooking_rnn.cli.emit import emit, output
from cooking_rnn.cli.language import tell
from cooking_rnn.cli.options import command, format_option
from cooking_rnn.errors import DataError

app = command()


@app.command()
def extract(
    model: Annotated[str, typer.Argument(metavar="MODEL.npz", help="A network trained with --task next.")],
    to: Annotated[
        Path | None,
        typer.Option("--output", metavar="FILE.toml", help="Write the kitchen to a file.", show_default=False),
    ] = None,
    seed: Annotated[
        int, typer.Option(metavar="N", callback=options.seed_option, help="Of the weather it is tested on.")
    ] = 0,
    format_: Annotated[str | None, format_option("table", "json")] = None,
    json: options.Json = False,
    lang: options.Lang = None,
    save: options.Save = None,
    theme: options.Theme = None,
) -> None:
    """Find the state machine inside a trained network, and write it as a kitchen.

    Its states are walked from every start, and those merged that no weather tells apart. What is found is tested
    against the network on random weather, and shown beside what it was taught.

    Exit code 1 where network and machine were seen to differ.
    """
    out = output(format_, json, save, theme=theme)

    from cooking_rnn.files import to_write
    from cooking_rnn.insight import extraction
    from cooking_rnn.kitchen.to_toml import save as keep

    if to is not None:
        what = "{name} is not the name of a kitchen's file"
        to_write(to, ".toml", what, model)
    found = extraction.extract(model, seed=seed)
    if to is not None and found.kitchen is not None:
        keep(found.kitchen, to)
        tell("saved {file}", file=str(to))
    emit(found, out)
    if to is not None and found.kitchen is None:
        what, remedy = "{states} states for {dishes} dishes are no kitchen", "nothing was written to {file}"
        sizes = {"states": len(found.machine.outputs), "dishes": len(found.network.dishes)}
        raise DataError(model, what, remedy, **sizes, file=str(to))
    if not found.agrees:
        raise typer.Exit(1)
