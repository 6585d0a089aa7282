"""The options that several commands share, each said once."""

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from cooking_rnn import choices, errors
from cooking_rnn.cli.command import Bundle
from cooking_rnn.cli.emit import PICTURES, SHEETS, Output, output
from cooking_rnn.errors import UsageError, quote
from cooking_rnn.kitchen.builtin import builtin_names
from cooking_rnn.names import LANGUAGES

if TYPE_CHECKING:
    from cooking_rnn.weather.columns import Options

Number = TypeVar("Number", int, float)

#: what stands between numbers and words
_COMMA = re.compile("[,，、]")


def one_of(option: str, choices: Sequence[str]) -> Callable[[str | None], str | None]:
    """Return a callback that lets `choices` pass and turns anything else into a UsageError."""
    return lambda value: value if value is None else errors.one_of(option, value, choices)


def parts(text: str) -> list[str]:
    """Return what stands between commas."""
    return _COMMA.split(text)


def listed(
    option: str, text: str, read: Callable[[str], Number], kind: str, remedy: str, *, with_zero: bool = False
) -> list[Number]:
    """Return the numbers between commas, each once; raise UsageError with the first that is not above 0."""
    numbers: dict[Number, None] = {}
    for part in parts(text):
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


def option(*names: str, **rest: Any) -> Any:
    """Return an option whose default stands in its help, in brackets, where it has one."""
    return typer.Option(*names, show_default=False, **rest)


def choice_option(name: str, choices: Sequence[str], help_: str, default: str | None = None) -> Any:
    """Return an option of these choices; where nothing is said, the first of them holds, or `default` ("" is none)."""
    default = choices[0] if default is None else default
    return option(
        name,
        callback=one_of(name, choices),
        autocompletion=complete(lambda: choices),
        metavar="|".join(choices),
        help=f"{help_} [{default}]" if default else help_,
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
    option(
        "--kitchen",
        metavar="NAME|FILE.toml",
        autocompletion=complete(builtin_names),
        help="Which kitchen cooks: a built-in one, or a file of one's own. [romance]",
    ),
]
Model = Annotated[
    str | None,
    option(metavar="FILE", help="Take a network instead: one that `cook train` has trained, or a torch state_dict."),
]
Weather = Annotated[str | None, option(metavar="W,W,…", help="The weather of each day, such as sunny,rainy,rainy.")]
From = Annotated[
    str | None, option("--from", metavar="FILE", help="Read the weather from a file; - is standard input.")
]
Days = Annotated[int | None, option(metavar="N", help="How many days, in a kitchen without weather.")]
Start = Annotated[str | None, option(metavar="DISH", help="Yesterday's dish on day 1. [the kitchen's start]")]
Column = Annotated[str | None, option(metavar="NAME", help="Which column of the file tells the weather.")]
Units = Annotated[
    str | None,
    choice_option(
        "--units", ("mm", "tenths-mm", "inch"), "The unit of the file's precipitation, where the file does not say.", ""
    ),
]
Wet = Annotated[float | None, option(metavar="MM", help="The millimetres a day from which a day is rainy. [1.0]")]
Missing = Annotated[
    str | None, option(metavar="skip|WEATHER", help="What to make of missing days; an error by default.")
]
Dates = Annotated[
    str | None,
    choice_option(
        "--dates",
        ("d/m/y", "m/d/y", "y/m/d"),
        "How the file's dates are to be read, where they can be read in several ways.",
        "",
    ),
]
Lang = Annotated[
    str | None, choice_option("--lang", LANGUAGES, "The language of tables and sentences.", "COOK_LANG, or the locale")
]
Save = Annotated[
    Path | None, option(metavar="FILE.svg|.html", help="Save the picture to a file instead of showing it.")
]
SaveSheet = Annotated[
    Path | None, option("--save", metavar="FILE", help="Save to a file: .html, .md, .tex, .typ, or .csv to fill in.")
]
Theme = Annotated[str | None, choice_option("--theme", ("light", "dark"), "The colours of a picture that is saved.")]
Seed = Annotated[int | None, option(metavar="N", callback=seed_option, help="Same seed, same bytes. [drawn and said]")]
Cell = Annotated[str | None, choice_option("--cell", choices.CELLS, "Which cell.")]
Hidden = Annotated[int, typer.Option(metavar="N", help="Hidden units of a layer.")]
Layers = Annotated[int, typer.Option(metavar="N", help="Layers, each above the last.")]
Bidirectional = Annotated[bool, option("--bidirectional", help="Read the days from both ends.")]


def _given_out(*formats: str, has_picture: bool = True, files: Sequence[str] = PICTURES) -> Bundle:
    """Return --format and --json for these formats, the first the default; --lang; and --save and --theme.

    Sheets are saved as `files` of other kinds than pictures are, and have no theme.
    """

    def make(format_: str | None = None, json: bool = False, lang: str | None = None, **picture: Any) -> Output:
        return output(format_, json, default=formats[0] if formats else "table", files=files, **picture)

    printed: dict[str, tuple[Any, Any]] = {}
    if formats:
        printed["format_"] = Annotated[str | None, choice_option("--format", formats, "How to print.")], None
        printed["json"] = Annotated[bool, typer.Option("--json", help="Short for --format json.")], False
    picture: dict[str, tuple[Any, Any]] = {"save": (Save, None), "theme": (Theme, None)} if has_picture else {}
    if files is SHEETS:
        picture = {"save": (SaveSheet, None)}
    return Bundle(make, printed, {"lang": (Lang, None), **picture})


def _read(**typed: Any) -> "Options":
    from cooking_rnn.weather.columns import Options

    return Options(**typed)


#: how the result is given out, by the formats that there are
Table = Annotated[Output, _given_out("table", "json")]
Records = Annotated[Output, _given_out("table", "json", "jsonl", "csv")]
Menu = Annotated[Output, _given_out("table", "json", "jsonl", "csv", "menu")]
Words = Annotated[Output, _given_out("words", "csv", "json", "jsonl", has_picture=False)]
Picture = Annotated[Output, _given_out()]
#: what is what in a network of torch
Naming = Annotated[
    dict[str, Any],
    Bundle(
        lambda **typed: {name: value for name, value in typed.items() if value is not None},
        {
            "inputs": (
                Annotated[
                    str | None, option(metavar="A,B,…|FILE.toml", help="What the inputs of a torch network are.")
                ],
                None,
            ),
            "outputs": (Annotated[str | None, option(metavar="P,Q,…", help="What its outputs are.")], None),
            "prefix": (
                Annotated[str | None, option(metavar="NAME", help="Which network of the file: its names begin so.")],
                None,
            ),
            "readout": (
                Annotated[str | None, option(metavar="NAME", help="The linear layer above its states, or none.")],
                None,
            ),
        },
    ),
]
Sheet = Annotated[Output, _given_out("table", "json", files=SHEETS)]
#: how a file of weather is read
Reading = Annotated[
    "Options",
    Bundle(
        _read,
        {
            "column": (Column, None),
            "units": (Units, None),
            "wet": (Wet, None),
            "missing": (Missing, None),
            "dates": (Dates, None),
        },
    ),
]
