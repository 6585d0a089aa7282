"""cook compare: do two cooks always agree?"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from cooking_rnn.cli import options
from cooking_rnn.cli.options import chosen_format, command, format_option
from cooking_rnn.errors import DataError, UsageError
from cooking_rnn.kitchen.toml import load
from cooking_rnn.show.labels import default_language

if TYPE_CHECKING:
    from cooking_rnn.insight.comparison import AnyCook

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
) -> None:
    """Say whether two cooks always agree and, if not, the weather that tells them apart.

    Between kitchens it is a proof, from every start. With a network it is a test, and what was tested is said. Exit
    code 0 where they agree, 1 where they differ, 2 for trouble.
    """
    with _trouble():
        format_ = chosen_format(format_, json)
        cooks = _cook(one, "COOK"), _cook(other, "OTHER")

        import numpy as np

        from cooking_rnn.insight import comparison
        from cooking_rnn.render import records
        from cooking_rnn.show import machines as show
        from cooking_rnn.show.screen import Screen

        found = comparison.compare(*cooks, np.random.default_rng(seed))
        told = (one, other), cooks[0].dishes, cooks[0].weathers
        if format_ == "json":
            records.write_document(show.comparison_record(found, *told))
        else:
            with Screen() as screen:
                screen.show(show.sentence(found, *told, lang or default_language()))
    if found.difference is not None:
        raise typer.Exit(1)


def _cook(name: str, where: str) -> "AnyCook":
    if name.endswith(".npz"):
        from cooking_rnn.network.storage import load as load_model

        return load_model(name)

    return load(name, where)


@contextmanager
def _trouble() -> Iterator[None]:
    """Make exit code 2 of everything that goes wrong: 1 says that two cooks differ."""
    try:
        yield
    except DataError as error:
        raise UsageError(error.where, error.what, error.remedy) from None
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UsageError("standard output", (error.strerror or str(error)).lower()) from None
