"""Errors, said: one line on standard error, and the exit code."""

import os
import re
import sys
from contextlib import suppress
from typing import Any

from cooking_rnn.cli.language import say
from cooking_rnn.errors import CookError, UsageError, quote, suggestion
from cooking_rnn.render.output import note


def fail(error: CookError) -> int:
    """Say what went wrong, and return the exit code."""
    mute_stdout()
    note(" ".join(f"cook: error: {error.said(say(), _option(error))}".splitlines()))
    return error.exit_code


#: what the library calls its parameters, where the command line has an option of that name
PARAMETERS = frozenset(
    [
        "weather",
        "start",
        "days",
        "kitchen",
        "model",
        "cell",
        "hidden",
        "layers",
        "bidirectional",
        "task",
        "length",
        "steps",
        "batch",
        "rate",
        "clip",
        "seed",
        "gain",
        "radius",
        "matrix",
        "activation",
        "shares",
        "seasons",
        "seeds",
        "units",
        "column",
        "missing",
        "wet",
        "dates",
        "rain",
        "stay",
        "bug",
        "diary",
        "output",
        "thorough",
    ]
)


def _option(error: CookError) -> str:
    """Return where the error is, with its dashes if it names an option; "" where the error says it itself."""
    name, _, rest = str(error.where).partition(" ")
    if name == "cook":  # an error says so already
        return rest or "COMMAND"
    if not isinstance(error, UsageError) or name not in PARAMETERS:
        return ""
    return f"--{name} {rest}".rstrip()


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
        help_ = f"say --from {extra[1]}" if is_file else f"say --weather {','.join(re.split('[, ]+', extra[1]))}"
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
