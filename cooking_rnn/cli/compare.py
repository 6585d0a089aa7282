"""cook compare: do two cooks always agree?"""

from typing import Annotated

import typer

from cooking_rnn.cli import options
from cooking_rnn.cli.command import command
from cooking_rnn.cli.emit import emit
from cooking_rnn.cli.help import Command
from cooking_rnn.phrases import Phrase

_HELP = "A built-in kitchen, a kitchen's file (.toml) or a network's (.npz)."

app = command()


class _Compare(Command):
    """A command that has an exit code for all trouble, because 1 says that two cooks differ."""

    trouble = 2
    fewer = Phrase("compare smaller networks")


@app.command(cls=_Compare)
def compare(
    *,
    one: Annotated[str, typer.Argument(metavar="COOK", help=_HELP, show_default=False)],
    other: Annotated[str, typer.Argument(metavar="OTHER", help="Another.", show_default=False)],
    seed: Annotated[
        int, typer.Option(metavar="N", callback=options.seed_option, help="Of the weather a network is tested on.")
    ] = 0,
    to: options.Table,
) -> None:
    """Say whether two cooks always agree and, if not, the weather that tells them apart.

    Dishes and weathers are matched by their names, in either language. Between kitchens it is a proof, from every
    start. With a network it is a test, and what was tested is said.

    Exit code 0 where they agree, 1 where they differ, 2 for trouble.
    """
    from cooking_rnn.insight import comparison

    found = comparison.compare(one, other, seed=seed)
    emit(found, to)
    if not found.agree:
        raise typer.Exit(1)
