"""cook kitchen: the networks wired by hand."""

from pathlib import Path
from typing import Annotated

import typer

from cooking_rnn.choices import FORMS
from cooking_rnn.cli import options
from cooking_rnn.cli.command import HELP, App
from cooking_rnn.cli.emit import emit
from cooking_rnn.cli.help import Group
from cooking_rnn.cli.speech import say, tell
from cooking_rnn.errors import UsageError, quote
from cooking_rnn.kitchen.builtin import builtin_names

app = App(
    cls=Group,
    rich_markup_mode=None,
    context_settings=HELP,
    add_completion=False,
    help="The networks wired by hand: rules, matrices, the check over every case.",
)

Name = Annotated[
    str, typer.Argument(metavar="NAME|FILE.toml", autocompletion=options.complete(builtin_names), show_default=True)
]


@app.callback()
def _kitchen(lang: options.Lang = None) -> None:
    pass


@app.command("list")
def list_(*, to: options.Table) -> None:
    """List the built-in kitchens and their rules."""
    from cooking_rnn.kitchen.toml import builtin

    emit(builtin(), to)


@app.command("show")
def show_(*, kitchen: Name = "romance", to: options.Table) -> None:
    """Show one kitchen: its names, its rules, and its matrices."""
    from cooking_rnn.kitchen.toml import load

    emit(load(kitchen), to)


@app.command()
def check(*, kitchen: Name = "romance", to: options.Table) -> None:
    """Check a kitchen over every case: what the matrices make of it, and what the rules say.

    Exit code 1 where a case is wrong; the error names the first matrix entry that would mend it.
    """
    from cooking_rnn.kitchen.toml import load
    from cooking_rnn.report.check import fault

    checked = load(kitchen).check()
    emit(checked, to)
    if checked.wrong:
        raise fault(checked)


@app.command()
def export(
    *,
    kitchen: Name = "romance",
    form: Annotated[
        str, options.choice_option("--as", FORMS, "With hard-max, with tanh, or with gates.", "lstm")
    ] = "lstm",
    output: Annotated[Path | None, options.option(metavar="FILE.npz", help="Keep the network in a file.")] = None,
    to: options.Table,
) -> None:
    """Wire a kitchen by hand as a network like any that is trained, and say for how long it is right.

    Every weight is a small whole number times one gain.
    """
    from cooking_rnn.files import to_write
    from cooking_rnn.insight.wiring import wire

    if output is not None:
        what = "{name} is not the name of a network"
        to_write(output, ".npz", what, kitchen)
    wiring = wire(kitchen, form)
    if output is not None:
        wiring.network.save(output)
        tell("saved {file}", file=str(output))
    emit(wiring, to)
    if output is None and to.format == "table":
        tell("not kept (--output hand.npz keeps the network, for `cook explain --model hand.npz`)")


@app.command()
def new(
    file: Annotated[Path, typer.Argument(metavar="FILE.toml", help="The file to write.", show_default=False)],
    lang: options.Lang = None,
) -> None:
    """Write a commented kitchen to a new file, to start from."""
    from cooking_rnn.files import replace
    from cooking_rnn.kitchen.builtin import FOLDER

    if file.suffix.lower() != ".toml":
        raise UsageError("file", "{name} is not the name of a kitchen", "end it in .toml", name=quote(file.name))
    if file.exists():
        raise UsageError(str(file), "is there already", "choose another name")
    replace(file, (FOLDER / f"new.{say().lang}.txt").read_bytes())
    tell("saved {file}: change it, then `cook kitchen check {file}`", file=str(file))
