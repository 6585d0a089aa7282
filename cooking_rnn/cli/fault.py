"""Errors, said: one line on standard error, and the exit code."""

import os
import re
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from cooking_rnn.cli.speech import say
from cooking_rnn.errors import CookError, DataError, UsageError, quote, suggestion
from cooking_rnn.phrases import Phrase
from cooking_rnn.render.output import note


def fail(error: CookError, context: Any = None) -> int:
    """Say what went wrong, in the words of the command that ran, and return the exit code."""
    mute_stdout()
    typed = _typed(context)
    what = error.what
    if isinstance(error, UsageError) and "other" in what.values:  # the parameter that it does not go with
        other = str(what.values["other"])
        what = Phrase(what.template, **{**what.values, "other": typed.get(other, other)})
    told = CookError(error.where, what, error.remedy).said(say(), _where(error, typed))
    note(" ".join(f"cook: error: {told}".splitlines()))
    return error.exit_code


#: what to do where memory does not suffice
FEWER = Phrase("take fewer days at a time, or a smaller network; --format csv streams")


def as_error(error: MemoryError | OSError, fewer: Phrase = FEWER) -> CookError:
    """Return what Python raises where the machine has no more to give, as an error of ours."""
    if isinstance(error, MemoryError):
        return DataError("memory", "not enough of it", fewer)
    return DataError("standard output", (error.strerror or str(error)).lower())


def _typed(context: Any) -> dict[str, str]:
    """Return what is typed for each parameter of a command, by what the library calls it."""
    typed: dict[str, str] = {}
    for parameter in context.command.params if context else []:
        name, option = parameter.name, parameter.opts[0]
        if option.startswith("--"):
            typed |= dict.fromkeys((name, option.removeprefix("--")), option)
        else:
            typed[name] = _argument(parameter)
    return typed


def _argument(parameter: Any) -> str:
    """Return what help calls an argument; one that takes either of two things goes by its name."""
    metavar = str(parameter.metavar or "|")
    return parameter.name.upper() if "|" in metavar else metavar


def _where(error: CookError, typed: Mapping[str, str]) -> str:
    """Return where the error is, as it is typed; "" where the error says it itself."""
    name, _, rest = str(error.where).partition(" ")
    if name == "cook":  # an error says so already
        return rest or "COMMAND"
    return f"{typed[name]} {rest}".rstrip() if isinstance(error, UsageError) and name in typed else ""


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
        where = _argument(parameter)
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
    if words.endswith((".npz", ".safetensors")) and "--model" in _options(context):
        return Phrase("say --model {file}", file=quote_long(words))
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
    if option == "--model" and any(name.lower().endswith(".npz") for name in _arguments(context)):
        help_, known = Phrase("say the file alone: {command} FILE.npz", command=command), []
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
