"""The options that several commands share, each said once."""

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from cooking_rnn.cli.help import App
from cooking_rnn.errors import UsageError, quote, suggestion
from cooking_rnn.kitchen.builtin import builtin_names
from cooking_rnn.names import LANGUAGES
from cooking_rnn.phrases import Phrase

Number = TypeVar("Number", int, float)

HELP = {"help_option_names": ["-h", "--help"]}


def command() -> App:
    """Return the app of one command."""
    return App(rich_markup_mode=None, context_settings=HELP, add_completion=False)


def one_of(option: str, choices: Sequence[str]) -> Callable[[str | None], str | None]:
    """Return a callback that lets `choices` pass and turns anything else into a UsageError."""

    def check(value: str | None) -> str | None:
        if value is not None and value not in choices:
            raise UsageError(option, "unknown choice {chosen}", suggestion(value, choices), chosen=quote(value))
        return value

    return check


def listed(
    option: str, text: str, read: Callable[[str], Number], kind: str, remedy: str, *, with_zero: bool = False
) -> list[Number]:
    """Return the numbers between commas, each once; raise UsageError with the first that is not above 0."""
    numbers: dict[Number, None] = {}
    for part in re.split("[,，、]", text):
        try:
            number = read(part)
        except ValueError:
            number = read("-1")
        if not (number > 0 or (with_zero and number == 0)):  # nan too
            raise UsageError(option, kind, remedy, number=quote(part.strip()))
        numbers[number] = None
    return list(numbers)


def complete(choices: Callable[[], Sequence[str]]) -> Callable[[str], list[str]]:
    """Return a shell completion over `choices`."""
    return lambda incomplete: [choice for choice in choices() if choice.startswith(incomplete)]


def choice_option(option: str, choices: Sequence[str], help_: str) -> Any:
    """Return an option of these choices, of which the first holds where nothing is said."""
    return typer.Option(
        option,
        callback=one_of(option, choices),
        autocompletion=complete(lambda: choices),
        metavar="|".join(choices),
        help=f"{help_} [{choices[0]}]",
        show_default=False,
    )


def within(option: str, number: int, unit: str, most: int) -> int:
    """Return the number; raise UsageError unless it is from 1 to `most`."""
    if not 1 <= number <= most:
        raise UsageError(option, "{number} {unit}", "from 1 to {most}", number=number, unit=Phrase(unit), most=most)
    return number


def format_option(*formats: str) -> typer.models.OptionInfo:
    """Return the option `--format` for a command that has these formats, the first its default."""
    return typer.Option(  # type: ignore[no-any-return]
        "--format",
        callback=one_of("--format", formats),
        autocompletion=complete(lambda: formats),
        metavar="|".join(formats),
        help=f"How to print. [{formats[0]}]",
        show_default=False,
    )


def refuse(options: Mapping[str, object], what: str, remedy: str, **values: object) -> None:
    """Raise UsageError for the first of these options that was typed: nothing would come of it."""
    for option, value in options.items():
        if value is not None and value is not False:
            raise UsageError(option, what, remedy, **values)


def seed_option(seed: int | None) -> int | None:
    """Let a seed pass that numpy can use."""
    if seed is not None and seed < 0:
        raise UsageError("--seed", "{seed} is negative", "give 0 or more", seed=seed)
    return seed


Kitchen = Annotated[
    str,
    typer.Option(
        metavar="NAME|FILE.toml",
        autocompletion=complete(builtin_names),
        help="Which kitchen cooks: a built-in one, or a file of one's own.",
    ),
]
#: None where nothing is typed, which is the default kitchen unless a model cooks
CookingKitchen = Annotated[
    str | None,
    typer.Option(
        "--kitchen",
        metavar="NAME|FILE.toml",
        autocompletion=complete(builtin_names),
        help="Which kitchen cooks: a built-in one, or a file of one's own. [romance]",
        show_default=False,
    ),
]
Model = Annotated[
    str | None,
    typer.Option(metavar="FILE.npz", help="Take a network instead that `cook train` has trained.", show_default=False),
]
Weather = Annotated[
    str | None,
    typer.Option(metavar="W,W,…", help="The weather of each day, such as sunny,rainy,rainy.", show_default=False),
]
From = Annotated[
    str | None,
    typer.Option(
        "--from", metavar="FILE", help="Read the weather from a file; - is standard input.", show_default=False
    ),
]
Days = Annotated[
    int | None, typer.Option(metavar="N", help="How many days, in a kitchen without weather.", show_default=False)
]
Start = Annotated[
    str | None,
    typer.Option(metavar="DISH", help="Yesterday's dish on day 1. [the kitchen's start]", show_default=False),
]
Column = Annotated[
    str | None, typer.Option(metavar="NAME", help="Which column of the file tells the weather.", show_default=False)
]
Units = Annotated[
    str | None,
    typer.Option(
        callback=one_of("--units", ("mm", "tenths-mm", "inch")),
        metavar="mm|tenths-mm|inch",
        help="The unit of the file's precipitation, where the file does not say.",
        show_default=False,
    ),
]
Wet = Annotated[
    float | None,
    typer.Option(metavar="MM", help="The millimetres a day from which a day is rainy. [1.0]", show_default=False),
]
Missing = Annotated[
    str | None,
    typer.Option(metavar="skip|WEATHER", help="What to make of missing days; an error by default.", show_default=False),
]
Dates = Annotated[
    str | None,
    typer.Option(
        "--dates",
        callback=one_of("--dates", ("d/m/y", "m/d/y", "y/m/d")),
        metavar="d/m/y|m/d/y|y/m/d",
        help="How the file's dates are to be read, where they can be read in several ways.",
        show_default=False,
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Short for --format json.")]
Lang = Annotated[
    str | None,
    typer.Option(
        callback=one_of("--lang", LANGUAGES),
        metavar="en|zh",
        help="The language of tables and sentences. [COOK_LANG, or the locale]",
        show_default=False,
    ),
]
Save = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE.svg|.html", help="Save the picture to a file instead of showing it.", show_default=False
    ),
]
Theme = Annotated[
    str | None,
    typer.Option(
        callback=one_of("--theme", ("light", "dark")),
        metavar="light|dark",
        help="The colours of a picture that is saved. [light]",
        show_default=False,
    ),
]
Seed = Annotated[
    int | None,
    typer.Option(metavar="N", callback=seed_option, help="Same seed, same bytes. [drawn and said]", show_default=False),
]
Cell = Annotated[str | None, choice_option("--cell", ("simple", "lstm"), "Which cell.")]
Hidden = Annotated[int, typer.Option(metavar="N", help="Hidden units of a layer.")]
Layers = Annotated[int, typer.Option(metavar="N", help="Layers, each above the last.")]
Bidirectional = Annotated[
    bool, typer.Option("--bidirectional", help="Read the days from both ends.", show_default=False)
]
