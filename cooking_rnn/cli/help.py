"""What --help says, and what to try next: examples first, in the reader's language and the terminal's encoding."""

import os
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from typing import Any
from unicodedata import east_asian_width

import typer
from typer.core import TyperCommand, TyperGroup

from cooking_rnn.cli.fault import FEWER, as_error, fail
from cooking_rnn.cli.speech import say
from cooking_rnn.errors import CookError, UsageError, quote, suggestion
from cooking_rnn.phrases import Phrase
from cooking_rnn.render.output import note, write_text
from cooking_rnn.report.say import Say

#: the commands by the article's chapters, each with what it does
CHAPTERS: tuple[tuple[Phrase, dict[str, Phrase]], ...] = (
    (Phrase("The whole story"), {"learn": Phrase("the article as a course: predict, then see")}),
    (
        Phrase("Language models (chapter 1)"),
        {"language": Phrase("n-gram, window and recurrent models on one text, the floor beside them")},
    ),
    (
        Phrase("The kitchen (chapter 2)"),
        {
            "simulate": Phrase("weather in, menu out"),
            "explain": Phrase("the arithmetic of each day, vector by vector, step by step"),
            "kitchen": Phrase("the networks wired by hand: rules, matrices, the check over every case"),
            "compare": Phrase("do two cooks always agree? if not, the weather that tells them apart"),
        },
    ),
    (
        Phrase("Networks that learn (chapters 3 to 5)"),
        {
            "train": Phrase("a network learns a kitchen from its diary"),
            "fill": Phrase("the blanks of a diary, filled by a trained network"),
            "extract": Phrase("the state machine inside a trained network, as a kitchen"),
            "study": Phrase("who learns it how reliably, over many seeds"),
        },
    ),
    (
        Phrase("What they forget, and why (chapter 6)"),
        {
            "memory": Phrase("what the last state still remembers of each word"),
            "gradient": Phrase("how fast gradients vanish or explode, and why"),
            "soften": Phrase("the hard-max made soft: where memory begins, and what it costs the gradient"),
            "gradcheck": Phrase("is a gradient right? analytic beside numeric"),
        },
    ),
    (
        Phrase("Files and pictures"),
        {
            "weather": Phrase("real or random weather, as words"),
            "diagram": Phrase("a network drawn: with its loop, unrolled, or as its states"),
            "worksheet": Phrase("sheets to be worked by hand, their keys and marks"),
        },
    ),
)
COMMANDS = {name: told for _, chapter in CHAPTERS for name, told in chapter.items()}

#: of each command, what people type; the first is also the shortest
EXAMPLES = {
    "": ("cook learn", "cook simulate --weather sunny,rainy,rainy", "cook explain --weather rainy"),
    "learn": ("cook learn", "cook learn list", "cook learn gates", "cook learn --save course.html"),
    "simulate": ("cook simulate --weather sunny,rainy,rainy", "cook simulate --from weather.csv --format csv"),
    "explain": ("cook explain --weather rainy", "cook explain --quiz", "cook explain --as-rnn --day 2"),
    "kitchen": ("cook kitchen list", "cook kitchen show romance", "cook kitchen new mine.toml"),
    "kitchen list": ("cook kitchen list",),
    "kitchen show": ("cook kitchen show romance", "cook kitchen show mine.toml --json"),
    "kitchen check": ("cook kitchen check", "cook kitchen check mine.toml"),
    "kitchen new": ("cook kitchen new mine.toml",),
    "compare": ("cook compare mine.toml romance", "cook compare cook.npz romance"),
    "train": ("cook train --output cook.npz", "cook train --cell lstm --kitchen cycle5 --seed 1"),
    "fill": ("cook fill diary.csv --model fill.npz",),
    "extract": ("cook extract cook.npz --output found.toml",),
    "study": (
        "cook study --cells simple,lstm --output study.jsonl",
        "cook study --kitchens cycle5 --hidden 16,32 --jobs 2",
    ),
    "memory": ('cook memory "what time is it ?"', "cook memory --length 100", "cook memory --map"),
    "gradient": ("cook gradient", 'cook gradient --matrix ".5,4;0,.5" --activation linear'),
    "soften": ("cook soften", "cook soften --gain 1,3,8,inf --seasons 50"),
    "gradcheck": ("cook gradcheck --cell lstm", "cook gradcheck --bug transpose"),
    "language": (
        "cook language",
        "cook language book.txt --by char --models ngram,lstm",
        'cook language --fill "I am starving, I want to __ a loaf"',
        "cook language --sample 30 --vectors",
    ),
    "weather": ("cook weather --days 30 --rain 0.4 --stay 0.7 --seed 7", "cook weather weather.csv"),
    "worksheet": (
        "cook worksheet --save sheet.html",
        "cook worksheet --task lstm --level 2 --students names.txt --key --save keys.html",
        "cook worksheet --students names.txt --check answers.csv",
    ),
    "diagram": ("cook diagram", "cook diagram --cell lstm --layers 2 --bidirectional --picture unrolled"),
}

#: what typer says of its own options
_OF_TYPER = (
    Phrase("Show this message and exit."),
    Phrase("Install completion for the current shell."),
    Phrase("Show completion for the current shell, to copy it or customize the installation."),
)

#: what to try after each command
NEXT = {
    "learn": Phrase("`cook learn list` shows how far you are, `cook explain` any day"),
    "simulate": Phrase("`cook explain` shows one day step by step"),
    "explain": Phrase("`cook explain --quiz` asks for the dishes"),
    "kitchen": Phrase("`cook kitchen new mine.toml` starts yours"),
    "diagram": Phrase("`cook diagram --picture unrolled` unrolls it"),
    "compare": Phrase("`cook train` trains a network to compare"),
    "train": Phrase("`cook extract cook.npz` reads its rules"),
    "fill": Phrase("`cook diagram fill.npz` draws the network"),
    "extract": Phrase("`cook soften` makes the hard-max soft"),
    "study": Phrase("`cook gradient` shows why some fail"),
    "memory": Phrase("`cook gradient` measures how it fades"),
    "gradient": Phrase("`cook soften` shows where memory begins"),
    "soften": Phrase("`cook train` learns it with tanh instead"),
    "gradcheck": Phrase("`cook gradcheck --bug transpose` is wrong"),
    "weather": Phrase("`cook simulate --from FILE` cooks by it"),
    "language": Phrase("`cook language FILE` tells a text of yours"),
    "worksheet": Phrase("`cook worksheet --key` has the answers"),
}
#: the lesson on what a command shows
TAUGHT = {
    **dict.fromkeys(("simulate", "explain", "kitchen", "weather"), "kitchen"),
    **dict.fromkeys(("gradient", "gradcheck"), "gradients"),
    **dict.fromkeys(("compare", "train", "extract", "soften"), "back"),
    "diagram": "deep",
    "language": "why",
    "fill": "blanks",
    "memory": "state",
    "study": "gates",
}


def hint(command: str | None) -> None:
    """Say what to try next, where somebody reads both streams and has not said COOK_HINTS=0."""
    is_read = sys.stdout.isatty() and sys.stderr is not None and sys.stderr.isatty()
    if command in NEXT and is_read and os.environ.get("COOK_HINTS") != "0":
        note("\n".join(_folded(next_line(command, say()), shutil.get_terminal_size().columns, 2)))


def next_line(command: str, speak: Say) -> str:
    """Return what to try after a command: another one, or the lesson on what it shows."""
    if lesson := TAUGHT.get(command):
        return f"cook: {speak('next: {hint}, or `cook learn {lesson}`', hint=NEXT[command], lesson=lesson)}"
    return f"cook: {speak('next: {hint}', hint=NEXT[command])}"


def welcome() -> str:
    """Return what `cook` alone says."""
    lines = (
        Phrase("A room-mate cooks three dishes in turn, and the weather decides when: a whole"),
        Phrase("recurrent network. cook shows every number of it, and networks that learn it."),
        Phrase("    cook learn     the whole story: predict, then see"),
        Phrase("    cook simulate  a week: weather in, menu out"),
        Phrase("    cook --help    all commands, by chapter"),
    )
    return "".join(f"{say().say(line)}\n" for line in lines)


class _Helpful:
    """What commands and groups have in common: our own help, and no option twice."""

    def get_help_option(self, ctx: Any) -> Any:
        """Return --help, which writes in the terminal's encoding."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.callback = _show_help
        return option

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        """Read the options; raises UsageError for one that is given twice, and for an empty one."""
        command: Any = self
        given, _, order = command.make_parser(ctx).parse_args(args=list(args))
        options = [each for each in order if each.param_type_name == "option" and not each.multiple]
        if empty := next((each for each in order if given.get(each.name) == ""), None):
            where = empty.opts[0] if empty in options else empty.human_readable_name.upper()
            raise UsageError(where, "empty", "give it a value, or leave it out")
        if twice := next((each for place, each in enumerate(options) if each in options[:place]), None):
            raise UsageError(twice.opts[0], "given twice", "leave one of them out")
        return super().parse_args(ctx, args)  # type: ignore[misc]


class Command(_Helpful, TyperCommand):
    """A command; whatever goes wrong while it runs is said in its words."""

    #: the exit code of whatever goes wrong, where it is not the error's own
    trouble: int | None = None
    #: what to do where memory does not suffice
    fewer = FEWER

    def invoke(self, ctx: Any) -> Any:
        """Run it; what goes wrong becomes one line and an exit code."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise
        except (CookError, MemoryError, OSError) as error:
            code = fail(error if isinstance(error, CookError) else as_error(error, self.fewer), ctx)
            raise typer.Exit(code if self.trouble is None else self.trouble) from None


class Group(_Helpful, TyperGroup):
    """Commands of which a misspelt one is answered with the nearest and the choices."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command; raises UsageError."""
        choices = self.list_commands(ctx)
        if args[0] not in choices and not args[0].startswith("-"):
            near = suggestion(args[0], choices)
            raise UsageError(ctx.command_path, "unknown command {name}", near, name=quote(args[0]))
        return super().resolve_command(ctx, args)


def _show_help(ctx: Any, param: Any, value: Any) -> None:
    if value and not ctx.resilient_parsing:
        write_text(help_text(ctx))
        ctx.exit()


def help_text(ctx: Any) -> str:
    """Return the help of a command or a group."""
    width = max(min(shutil.get_terminal_size().columns, 100), 30)
    return "".join(f"{line}\n" for line in _help(ctx, width))


def _help(ctx: Any, width: int) -> Iterator[str]:
    speak, command = say(), ctx.command
    yield from (f"  {example}" for example in EXAMPLES.get(ctx.command_path.removeprefix("cook").strip(), ()))
    yield ""
    usage = command.collect_usage_pieces(ctx)
    yield from _folded(speak("Usage: {usage}", usage=f"{ctx.command_path} {' '.join(usage)}"), width, 4)
    for paragraph in re.split(r"\n\s*\n", command.help or ""):
        yield ""
        yield from _folded(speak(" ".join(paragraph.split())), width)
    if isinstance(command, TyperGroup):
        yield from _commands(ctx, width)
    arguments = [each for each in command.get_params(ctx) if each.param_type_name == "argument"]
    options = [each for each in command.get_params(ctx) if each.param_type_name == "option"]
    for heading, parameters in ((Phrase("Arguments"), arguments), (Phrase("Options"), options)):
        rows = [_row(parameter, ctx) for parameter in parameters if not getattr(parameter, "hidden", False)]
        yield from _section(speak.say(heading), rows, width)


def _row(parameter: Any, ctx: Any) -> tuple[str, str]:
    names, _ = parameter.get_help_record(ctx) or ("", "")
    told = _told(parameter.help or "")
    default = parameter._extract_default_help_str(ctx=ctx) if parameter.show_default else None
    if default not in (None, "", False, ()):
        told += f" [{default}]"
    return names, told.strip()


def _told(help_: str) -> str:
    """Return an option's help in the reader's language; what stands in brackets is its default."""
    text, bracket, default = help_.partition(" [")
    default = default.removesuffix("]")
    return say()(text) + (f" [{say()(default) if ' ' in default else default}]" if bracket else "")


def _commands(ctx: Any, width: int) -> Iterator[str]:
    if ctx.parent is None:
        for chapter, commands in CHAPTERS:
            yield from _section(say().say(chapter), [(name, say().say(told)) for name, told in commands.items()], width)
        return
    rows = []
    for name in ctx.command.list_commands(ctx):
        first = (ctx.command.get_command(ctx, name).help or "").split("\n\n")[0]
        rows.append((name, say()(" ".join(first.split()))))
    yield from _section(say()("Commands"), rows, width)


def _section(heading: str, rows: Sequence[tuple[str, str]], width: int) -> Iterator[str]:
    """Yield a heading and rows of two columns; a long first column has the second below it."""
    if not rows:
        return
    yield ""
    yield say()("{heading}:", heading=heading)
    column = min(max(_cells(name) for name, _ in rows), 24)
    for name, told in rows:
        if _cells(name) > column or width < 60:
            yield from (f"  {line}" for line in _folded(name, width - 2, 2))
            yield from (f"      {line}" for line in _folded(told, width - 6))
            continue
        for number, line in enumerate(_folded(told, width - column - 4) or [""]):
            yield f"  {' ' * column if number else name + ' ' * (column - _cells(name))}  {line}".rstrip()


def _cells(text: str) -> int:
    """Return how many columns a text takes; rich, which knows more, is not loaded for help."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def _folded(text: str, width: int, indent: int = 0) -> list[str]:
    """Return a text in lines, broken at blanks and between Chinese characters."""
    pieces = re.findall(r"[\u2e80-\u9fff\uff00-\uffef][，。、；：！？）”]*|[^\s\u2e80-\u9fff\uff00-\uffef]+|\s+", text)
    lines, line = [], ""
    for piece in pieces:
        if _cells(line + piece) > width and line.strip():
            lines.append(line.rstrip())
            line = " " * indent
        line += "" if piece.isspace() and not line.strip() else piece
    return [*lines, line.rstrip()] if line.strip() else lines
