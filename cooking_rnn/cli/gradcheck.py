"""cook gradcheck: is a gradient right? Analytic beside numeric."""

from typing import Annotated

import typer

from cooking_rnn.choices import BUGS
from cooking_rnn.cli import options
from cooking_rnn.cli.command import command
from cooking_rnn.cli.emit import emit
from cooking_rnn.cli.options import choice_option, option
from cooking_rnn.errors import DataError

app = command()


@app.command()
def gradcheck(
    *,
    cell: options.Cell = None,
    layers: Annotated[int, typer.Option(metavar="N", help="How many layers.")] = 1,
    bidirectional: Annotated[bool, typer.Option("--bidirectional", help="Let each layer read both ways.")] = False,
    hidden: Annotated[int, typer.Option(metavar="N", help="How many units a layer has, each way.")] = 8,
    days: Annotated[int, typer.Option(metavar="N", help="How many days.")] = 6,
    bug: Annotated[
        str | None, choice_option("--bug", BUGS, "Check a wrong gradient, W where Wᵀ belongs, and train with it.", "")
    ] = None,
    steps: Annotated[int | None, option(metavar="N", help="How long to train with the bug. [300]")] = None,
    seed: Annotated[int, typer.Option(metavar="N", help="Same seed, same bytes.")] = 0,
    to: options.Table,
) -> None:
    """Compare the gradient of every parameter with what moving it a little does to the loss.

    Exit code 1 where they differ; with --bug they are meant to, and it is 0.
    """
    from cooking_rnn.insight import gradcheck as insight

    result = insight.gradcheck(
        cell="simple" if cell is None else cell,
        layers=layers,
        bidirectional=bidirectional,
        hidden=hidden,
        days=days,
        bug=bug,
        steps=steps,
        seed=seed,
    )
    emit(result, to)
    if result.wrong and bug is None:
        raise DataError(
            result.worst.name,
            "{wrong} of {all} gradients are wrong, this one by {error:.2g}",
            "see backward in cooking_rnn/network/{cell}.py",
            wrong=len(result.wrong),
            all=len(result.compared),
            error=result.worst.error,
            cell=result.architecture.cell,
        )
