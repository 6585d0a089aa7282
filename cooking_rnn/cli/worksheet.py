"""cook worksheet: sheets to be worked by hand, their keys, and the marks of a class."""

from pathlib import Path
from typing import Annotated

import typer

from cooking_rnn.choices import BLANKS, SHEETS
from cooking_rnn.cli import options
from cooking_rnn.cli.command import command
from cooking_rnn.cli.emit import emit, save_text
from cooking_rnn.cli.options import choice_option, option
from cooking_rnn.errors import UsageError

app = command()


@app.command()
def worksheet(
    *,
    task: Annotated[str, choice_option("--task", SHEETS, "What is worked by hand.")] = "kitchen",
    level: Annotated[int, typer.Option(metavar="1-3", help="How much of it.")] = 1,
    seed: Annotated[int | None, option(metavar="N", help="Same seed, same bytes. [0]")] = None,
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
    check: Annotated[
        Path | None,
        option(metavar="ANSWERS.csv", help="Mark a class: a column student, and one for each blank by its number."),
    ] = None,
    to: options.Sheet,
) -> None:
    """Make a sheet to be worked by hand, or its key; with --students one for each of a class.

    Sizes stand at the top left, time goes to the right, weights stand on the left, and each blank has a number.

    --save answers.csv makes a table of all blanks. Filled in, --check marks it, with the other options as they were
    for the sheets: what follows from an earlier mistake counts as right, so that a mistake costs one point.
    """
    from cooking_rnn.insight import worksheet as insight

    names = insight.read_names(students) if students else None
    sheets = insight.worksheet(task, level=level, seed=seed or 0, students=names, blank=blank)
    ending = to.save.suffix.lower() if to.save else ""
    if check:
        if key:
            raise UsageError("--key", "together with {other}", "leave one of them out", other="--check")
        if names is None and seed is None:
            remedy = "say --students names.txt, or --seed where all had the same sheet"
            raise UsageError("--check", "whose sheets were they?", remedy)
        if ending not in ("", ".html"):
            raise UsageError("--save", "marks are saved as a page", "end it in .html")
        emit(sheets.check(check), to)
    elif to.save and ending == ".csv":
        from cooking_rnn.insight.marking import template

        save_text(template(sheets, key=key), to.save)
    else:
        emit(sheets, to, key=key)
