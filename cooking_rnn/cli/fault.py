"""Errors, said: one line on standard error, and the exit code."""

import os
import sys
from contextlib import suppress
from typing import Any

from cooking_rnn.errors import CookError, UsageError, quote, suggestion
from cooking_rnn.show.output import note


def fail(error: CookError) -> int:
    """Say what went wrong, and return the exit code."""
    mute_stdout()
    note(" ".join(f"cook: error: {error}".splitlines()))
    return error.exit_code


def mute_stdout() -> None:
    """Let the interpreter's last flush of a broken standard output go nowhere instead of complaining."""
    with suppress(OSError, ValueError, AttributeError):  # it is closed, or was never a file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def usage_error(error: Any) -> UsageError:
    """Return what typer found wrong with the command line, as ours: where, what, what to do."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "cook"
    parameter = getattr(error, "param", None)
    if option := getattr(error, "option_name", None):
        known = (
            [name for param in context.command.params for name in (*param.opts, *param.secondary_opts)]
            if context
            else []
        )
        what = "unknown option" if "No such option" in error.message else "a value is missing"
        remedy = suggestion(option, [name for name in known if name.startswith("--")]) if "unknown" in what else ""
        return UsageError(option, what, remedy or f"see {command} --help")
    where = parameter.opts[0] if parameter else command
    if parameter and not parameter.opts[0].startswith("-"):
        where = parameter.human_readable_name.upper()
    what = error.format_message() if not parameter else error.message or "missing"
    what = what[:1].lower() + what[1:].rstrip(".")
    return UsageError(where, quote_long(what), f"see {command} --help")


def quote_long(text: str) -> str:
    """Return `text` on one line."""
    return quote(text)[1:-1] if not text.isprintable() else text
