"""cook extract: the state machine inside a trained network, as a kitchen."""

from pathlib import Path
from typing import Annotated

import typer

from cooking_rnn.cli import options
from cooking_rnn.cli.command import command
from cooking_rnn.cli.emit import emit
from cooking_rnn.cli.options import option
from cooking_rnn.cli.speech import tell
from cooking_rnn.errors import DataError

app = command()


@app.command()
def extract(
    *,
    model: Annotated[str, typer.Argument(metavar="MODEL.npz", help="A network trained with --task next.")],
    output: Annotated[Path | None, option(metavar="FILE.toml", help="Write the kitchen to a file.")] = None,
    seed: Annotated[
        int, typer.Option(metavar="N", callback=options.seed_option, help="Of the weather it is tested on.")
    ] = 0,
    naming: options.Naming,
    to: options.Table,
) -> None:
    """Find the state machine inside a trained network, and write it as a kitchen.

    Its states are walked from every start, and those merged that no weather tells apart. What is found is tested
    against the network on random weather, and shown beside what it was taught.

    Exit code 1 where network and machine were seen to differ.
    """
    from cooking_rnn.files import to_write
    from cooking_rnn.insight import extraction
    from cooking_rnn.kitchen.to_toml import save as keep
    from cooking_rnn.network.network import Network

    if output is not None:
        what = "{name} is not the name of a kitchen's file"
        to_write(output, ".toml", what, model)
    found = extraction.extract(Network.load(model, **naming), seed=seed)
    if output is not None and found.kitchen is not None:
        keep(found.kitchen, output)
        tell("saved {file}", file=str(output))
    emit(found, to)
    if output is not None and found.kitchen is None:
        what, remedy = "{states} states for {dishes} dishes are no kitchen", "nothing was written to {file}"
        sizes = {"states": len(found.machine.outputs), "dishes": len(found.network.dishes)}
        raise DataError(model, what, remedy, **sizes, file=str(output))
    if not found.agrees:
        raise typer.Exit(1)
