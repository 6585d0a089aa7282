"""cook worksheet: sheets to be worked by hand, and their keys."""

from pathlib import Path
from typing import Annotated

import typer

from cooking_rnn.choices import BLANKS, SHEETS
from cooking_rnn.cli import options
from cooking_rnn.cli.command import command
from cooking_rnn.cli.emit import emit
from cooking_rnn.cli.options import choice_option, option

app = command()


@app.command()
def worksheet(
    *,
    task: Annotated[str, choice_option("--task", SHEETS, "What is worked by hand.")] = "kitchen",
    level: Annotated[int, typer.Option(metavar="1-3", help="How much of it.")] = 1,
    seed: Annotated[int, typer.Option(metavar="N", help="Same seed, same bytes.")] = 0,
    students: Annotated[
        Path | None, option(metavar="FILE.txt", help="A sheet for each name of a file, a name a line.")
    ] = None,
    blank: Annotated[
        str,
        choice_option("--blank", BLANKS, "What is left out: some values, all rows that are worked out, or weights."),
    ] = "values",
    key: Annotated[
        bool, option("--key", help="The key in place of the sheet: every value, and how it is made.")
    ] = False,
    to: options.Sheet,
) -> None:
    """Make a sheet to be worked by hand, or its key; with --students one for each of a class.

    Sizes stand at the top left, time goes to the right, weights stand on the left, and each blank has a number.
    """
    from cooking_rnn.insight import worksheet as insight

    names = insight.read_names(students) if students else None
    result = insight.worksheet(task, level=level, seed=seed, students=names, blank=blank)
    emit(result, to, key=key)
