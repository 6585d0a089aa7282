"""Errors, said: one line on standard error, and the exit code."""

import os
import re
import sys
from contextlib import suppress
from typing import Any

from cooking_rnn.cli.language import say
from cooking_rnn.errors import CookError, UsageError, quote, suggestion
from cooking_rnn.phrases import Phrase
from cooking_rnn.render.output import note


def fail(error: CookError) -> int:
    """Say what went wrong, and return the exit code."""
    mute_stdout()
    if isinstance(error, UsageError) and "other" in error.what.values:  # the parameter that it does not go with
        other = _dashed(str(error.what.values["other"]))
        error.what = Phrase(error.what.template, **{**error.what.values, "other": other})
    note(" ".join(f"cook: error: {error.said(say(), _option(error))}".splitlines()))
    return error.exit_code


#: what the library calls its parameters, where the command line has an option of that name
PARAMETERS = frozenset(
    [
        "weather",
        "picture",
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


#: and where what is typed has another name
_TYPED = {"radii": "--radius", "gains": "--gain", "sentence": "SENTENCE"}


def _option(error: CookError) -> str:
    """Return where the error is, with its dashes if it names an option; "" where the error says it itself."""
    name, _, rest = str(error.where).partition(" ")
    if name == "cook":  # an error says so already
        return rest or "COMMAND"
    dashed = _dashed(name)
    return f"{dashed} {rest}".rstrip() if isinstance(error, UsageError) and dashed != name else ""


def _dashed(parameter: str) -> str:
    """Return what is typed for a parameter; anything else as it is."""
    return _TYPED.get(parameter, f"--{parameter}" if parameter in PARAMETERS else parameter)


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
        return _bad_option(option, error.message, context, command)
    where = parameter.opts[0] if parameter else command
    if parameter and not parameter.opts[0].startswith("-"):
        where = parameter.human_readable_name.upper()
    said = error.message or ""
    help_ = Phrase("see {command} --help", command=command)
    if extra := re.search(r"extra argument\(s\) \((.*)\)$", said):
        return UsageError(
            where, "{words} is more than it takes", _for_extra(extra[1], context, help_), words=quote(extra[1])
        )
    for jargon, what in _PLAIN.items():
        if found := re.search(f"^(.*) is not a valid {jargon}", said):
            return UsageError(where, what.template, help_, value=quote(found[1].strip("'")))
    if "Missing command" in said:
        return UsageError(where, "a command is missing", help_)
    if not said or "Missing" in said:
        return UsageError(where, "missing", help_)
    return UsageError(where, "{told}", help_, told=quote_long(said[:1].lower() + said[1:].rstrip(".")))


#: what typer calls the kinds of values (0.26 says integer), and what people do
_PLAIN = {
    "int": Phrase("{value} is not a whole number"),
    "float": Phrase("{value} is not a number"),
}


def _for_extra(words: str, context: Any, help_: Phrase) -> Phrase:
    """Return what to do about words that no argument takes."""
    if "SENTENCE" in _arguments(context):
        return Phrase("put the sentence in quotes")
    if "--weather" not in _options(context):
        return help_
    if os.path.exists(words):
        return Phrase("say --from {file}", file=quote_long(words))
    typed = context.params.get("weather")
    more = re.split("[, ]+", words)
    return Phrase("say --weather {words}", words=quote_long(",".join([typed, *more] if typed else more)))


def _bad_option(option: str, message: str, context: Any, command: str) -> UsageError:
    help_ = Phrase("see {command} --help", command=command)
    if "No such option" not in message:
        return UsageError(option, "takes no value" if "does not take" in message else "a value is missing", help_)
    known = _options(context)
    if after := _command_with(option, context):
        remedy = Phrase("say it after the command: {command} {option}", command=after, option=quote_long(option))
        return UsageError(quote_long(option), "an option of a command", remedy)
    return UsageError(quote_long(option), "unknown option", suggestion(option, known) if known else help_)


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
