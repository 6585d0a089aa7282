"""The command line: the only room that knows typer."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Annotated, Any, NoReturn

import typer
from typer.main import get_command

from cooking_rnn import __version__
from cooking_rnn.cli.command import HELP, App
from cooking_rnn.cli.fault import as_error, fail, mute_stdout, usage_error
from cooking_rnn.cli.help import COMMANDS, Group, hint, welcome
from cooking_rnn.cli.options import Lang
from cooking_rnn.cli.speech import choose
from cooking_rnn.errors import CookError, DataError
from cooking_rnn.render.output import write_text


class Commands(Group):
    """Commands that are imported when they are called: starting one does not pay for the others."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the commands' names in the order of the story."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Import and return the command."""
        if cmd_name not in COMMANDS:
            return None
        command = get_command(import_module(f"cooking_rnn.cli.{cmd_name}").app)
        command.name = cmd_name
        return command

    # typer makes exit code 1 of a reader that has gone away (`| head -1`), unless it is caught here: while the
    # options are read, of which --help and --version print, and while the command runs.

    def make_context(self, *args: Any, **rest: Any) -> Any:
        """Read the options."""
        with _reader_may_leave():
            return super().make_context(*args, **rest)

    def invoke(self, ctx: Any) -> Any:
        """Run the command, and say what to try next."""
        with _reader_may_leave():
            result = super().invoke(ctx)
            hint(ctx.invoked_subcommand)
            return result


@contextmanager
def _reader_may_leave() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        mute_stdout()
        raise typer.Exit(0) from None


def _say_version(is_wanted: bool) -> None:
    if is_wanted:
        typer.echo(f"cook {__version__}")
        raise typer.Exit


app = App(
    cls=Commands,
    help="See how a recurrent network works: a room-mate, three dishes and the weather.",
    rich_markup_mode=None,  # halves the time of --help and keeps errors greppable
    invoke_without_command=True,
    context_settings=HELP,
)


@app.callback()
def _cook(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Say which version this is.")
    ] = False,
    lang: Lang = None,
) -> None:
    if context.invoked_subcommand is None:
        write_text(welcome())


#: what typer raises for a command line that it cannot read; only typer 0.28 has a public name for it
_BAD_USAGE: Any = typer.BadParameter.__base__


def main() -> NoReturn:
    """Run the command line. What goes wrong outside a command becomes one line and an exit code here."""
    # Products as small as ours gain nothing from OpenBLAS's threads, whose start is a good part of numpy's.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    code: Any
    try:
        choose(sys.argv[1:])
        if sys.stdout is None:
            raise DataError("standard output", "closed", "send it to /dev/null to see nothing")
        code = get_command(app).main(prog_name="cook", standalone_mode=False)
        sys.stdout.flush()
    except CookError as error:
        code = fail(error)
    except (KeyboardInterrupt, typer.Abort):
        code = 130
    except BrokenPipeError:
        mute_stdout()
        code = 0
    except (MemoryError, OSError) as error:
        code = fail(as_error(error))
    except _BAD_USAGE as error:
        code = fail(usage_error(error))
    sys.exit(code if isinstance(code, int) else 0)
