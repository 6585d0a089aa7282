"""cook compare: do two cooks always agree?"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from cooking_rnn.cli import options
from cooking_rnn.cli.emit import emit, output
from cooking_rnn.cli.options import command, format_option
from cooking_rnn.errors import DataError, UsageError

_HELP = "A built-in kitchen, a kitchen's file (.toml) or a network's (.npz)."

app = command()


@app.command()
def compare(
    one: Annotated[str, typer.Argument(metavar="COOK", help=_HELP, show_default=False)],
    other: Annotated[str, typer.Argument(metavar="OTHER", help="Another.", show_default=False)],
    seed: Annotated[
        int, typer.Option(metavar="N", callback=options.seed_option, help="Of the weather a network is tested on.")
    ] = 0,
    format_: Annotated[str | None, format_option("table", "json")] = None,
    json: options.Json = False,
    lang: options.Lang = None,
    save: options.Save = None,
    theme: options.Theme = None,
) -> None:
    """Say whether two cooks always agree and, if not, the weather that tells them apart.

    Dishes and weathers are matched by their names, in either language. Between kitchens it is a proof, from every
    start. With a network it is a test, and what was tested is said.

    Exit code 0 where they agree, 1 where they differ, 2 for trouble.
    """
    with _trouble():
        to = output(format_, json, save, theme=theme)

        from cooking_rnn.insight import comparison
        from cooking_rnn.insight.cooks import load_cook

        cooks = load_cook(one, "COOK"), load_cook(other, "OTHER")
        found = comparison.compare(*cooks, seed=seed)
        emit(found, to)
    if not found.agree:
        raise typer.Exit(1)


@contextmanager
def _trouble() -> Iterator[None]:
    """Make exit code 2 of everything that goes wrong: 1 says that two cooks differ."""
    try:
        yield
    except DataError as error:
        raise UsageError(error.where, error.what, error.remedy) from None
    except MemoryError:
        raise UsageError("memory", "not enough of it", "compare smaller networks") from None
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UsageError("standard output", (error.strerror or str(error)).lower()) from None
