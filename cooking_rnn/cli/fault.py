"""Errors, said: one line on standard error, and the exit code."""

import os
import re
import sys
from contextlib import suppress
from typing import Any

from cooking_rnn.errors import CookError, UsageError, quote, suggestion
from cooking_rnn.phrases import ENGLISH
from cooking_rnn.show.output import note

#: What errors below call by the parameter's name
PARAMETERS = {"weather", "column", "units", "wet", "missing", "dates", "days", "rain", "stay"}


def fail(error: CookError) -> int:
    """Say what went wrong, and return the exit code."""
    mute_stdout()
    said = error.said(ENGLISH, f"--{error.where}" if str(error.where).split()[0] in PARAMETERS else "")
    note(" ".join(f"cook: error: {said}".splitlines()))
    return error.exit_code


def mute_stdout() -> None:
    """Let the interpreter's last flush of a broken standard output go nowhere instead of complaining."""
    with suppress(OSError, ValueError, AttributeError):  # it is closed, or was never a file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def usage_error(error: Any) -> UsageError:
    """Return what typer found wrong with the command line, as ours: where, what, what to do."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "cook"
    help_ = f"see {command} --help" if context else "see --help"
    parameter = getattr(error, "param", None)
    if option := getattr(error, "option_name", None):
        return _bad_option(option, error.message, context, help_)
    where = parameter.opts[0] if parameter else command
    if parameter and not parameter.opts[0].startswith("-"):
        where = parameter.human_readable_name.upper()
    what = error.format_message() if not parameter else error.message or "missing"
    what = what[:1].lower() + what[1:].rstrip(".")
    for jargon, plain in _PLAIN.items():
        what = what.replace(jargon, plain)
    extra = re.search(r"extra argument\(s\) \((.*)\)$", what)
    if extra and "SENTENCE" in _arguments(context):
        help_ = "put the sentence in quotes"
    elif extra and "--weather" in _options(context):
        is_file = os.path.exists(extra[1])
        words = [*filter(None, [context and context.params.get("weather")]), *re.split("[, ]+", extra[1])]
        help_ = f"say --from {extra[1]}" if is_file else f"say --weather {','.join(words)}"
    return UsageError(where, quote_long(what), quote_long(help_))


#: what typer calls the kinds of values (0.26 says integer), and what people do
_PLAIN = {
    "is not a valid integer": "is not a whole number",
    "is not a valid int": "is not a whole number",
    "is not a valid float": "is not a number",
}


def _bad_option(option: str, message: str, context: Any, help_: str) -> UsageError:
    if "No such option" in message:
        known = _options(context)
        if after := _command_with(option, context):
            return UsageError(
                quote_long(option), "an option of a command", f"say it after the command: {after} {option}"
            )
        return UsageError(quote_long(option), "unknown option", suggestion(option, known) if known else help_)
    return UsageError(option, "takes no value" if "does not take" in message else "a value is missing", help_)


def _command_with(option: str, context: Any) -> str:
    """Return a command of this group that has the option, which then only stands too early; "" if none has."""
    group: Any = context.command if context else None
    for name in group.list_commands(context) if hasattr(group, "list_commands") else ():
        command = group.get_command(context, name)
        if any(option in (*parameter.opts, *parameter.secondary_opts) for parameter in command.params):
            return f"{context.command_path} {name}"
    return ""


def _options(context: Any) -> list[str]:
    parameters = context.command.params if context else []
    names = [name for parameter in parameters for name in (*parameter.opts, *parameter.secondary_opts)]
    return [name for name in names if name.startswith("--")]


def _arguments(context: Any) -> list[str]:
    parameters = context.command.params if context else []
    return [each.human_readable_name for each in parameters if not each.opts[0].startswith("-")]


def quote_long(text: str) -> str:
    """Return `text` on one line."""
    return quote(text)[1:-1] if not text.isprintable() else text
