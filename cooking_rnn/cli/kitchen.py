"""cook kitchen: the networks wired by hand."""

from typing import Annotated

import typer

from cooking_rnn.cli import options
from cooking_rnn.cli.options import HELP, Group, chosen_format, format_option
from cooking_rnn.errors import DataError
from cooking_rnn.kitchen.builtin import builtin_names
from cooking_rnn.kitchen.toml import load
from cooking_rnn.render import records
from cooking_rnn.show.labels import default_language

app = typer.Typer(
    cls=Group,
    rich_markup_mode=None,
    context_settings=HELP,
    add_completion=False,
    help="The networks wired by hand: rules, matrices, the proof over every case.",
)

Name = Annotated[
    str, typer.Argument(metavar="NAME|FILE.toml", autocompletion=options.complete(builtin_names), show_default=True)
]
Format = Annotated[str | None, format_option("table", "json")]


@app.command("list")
def list_(
    format_: Format = None, json: options.Json = False, lang: options.Lang = None, save: options.Save = None
) -> None:
    """List the built-in kitchens and their rules."""
    from cooking_rnn.kitchen.matrices import matrices
    from cooking_rnn.show import kitchens as show

    format_ = chosen_format(format_, json)
    picture = options.picture(save, format_)
    kitchens = [load(name) for name in builtin_names()]
    if format_ == "json":
        records.write_document({"kitchens": [show.kitchen_record(kitchen, matrices(kitchen)) for kitchen in kitchens]})
        return
    from cooking_rnn.show.screen import Screen

    language = lang or default_language()
    with Screen(picture, language) as screen:
        screen.show(*show.list_layouts(kitchens, language))


@app.command()
def show(
    kitchen: Name = "romance",
    format_: Format = None,
    json: options.Json = False,
    lang: options.Lang = None,
    save: options.Save = None,
) -> None:
    """Show one kitchen: its names, its rules, and its matrices."""
    from cooking_rnn.kitchen.matrices import matrices
    from cooking_rnn.show import kitchens as show

    format_ = chosen_format(format_, json)
    picture = options.picture(save, format_)
    recipe = load(kitchen, "KITCHEN")
    if format_ == "json":
        records.write_document(show.kitchen_record(recipe, matrices(recipe)))
        return
    from cooking_rnn.show.screen import Screen

    language = lang or default_language()
    with Screen(picture, language) as screen:
        for layouts in show.show_layouts(recipe, matrices(recipe), language):
            screen.show(*layouts)


@app.command()
def check(
    kitchen: Name = "romance",
    format_: Format = None,
    json: options.Json = False,
    lang: options.Lang = None,
    save: options.Save = None,
) -> None:
    """Prove a kitchen over every case: what the matrices make of it, and what the rules say.

    Exit code 1 where a case is wrong; the error names the first matrix entry that would mend it.
    """
    from cooking_rnn.kitchen.check import cases_of
    from cooking_rnn.kitchen.repair import repair
    from cooking_rnn.show import kitchens as show

    format_ = chosen_format(format_, json)
    picture = options.picture(save, format_)
    recipe = load(kitchen, "KITCHEN")
    cases = cases_of(recipe)
    wrong = next((case for case in cases if not case.is_right), None)
    cure = repair(recipe, wrong) if wrong else None
    if format_ == "json":
        records.write_document(show.check_record(recipe, cases, cure))
    else:
        from cooking_rnn.show.screen import Screen

        language = lang or default_language()
        with Screen(picture, language) as screen:
            screen.show(*show.check_layouts(recipe, cases, language))
            screen.show(show.verdict(cases, language))
    if wrong:
        count = sum(not case.is_right for case in cases)
        what = f"{count} of {len(cases)} cases wrong; the first: {show.case_sentence(recipe, wrong)}"
        raise DataError(recipe.source, what, show.mend_sentence(recipe, cure))
