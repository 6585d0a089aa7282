"""cook explain: the arithmetic of each day, step by step."""

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from cooking_rnn.cli import options
from cooking_rnn.cli.command import command
from cooking_rnn.cli.emit import emit
from cooking_rnn.cli.options import option
from cooking_rnn.cli.source import Source, chosen_cook
from cooking_rnn.cli.speech import say
from cooking_rnn.errors import UsageError, within

if TYPE_CHECKING:
    from cooking_rnn.cook import Cook

app = command()


@app.command()
def explain(
    *,
    weather: options.Weather = None,
    from_: options.From = None,
    days: options.Days = None,
    kitchen: options.CookingKitchen = None,
    model: options.Model = None,
    start: options.Start = None,
    day: Annotated[int | None, option(metavar="N", help="Show one day only.")] = None,
    only_step: Annotated[int | None, option(metavar="N", help="Show one step only of each day.")] = None,
    step: Annotated[bool, option("--step/--no-step", help="On a terminal, wait for a key after each step.")] = True,
    quiz: Annotated[bool, typer.Option("--quiz", help="Ask for each dish before it is shown, and keep score.")] = False,
    as_rnn: Annotated[
        bool, typer.Option("--as-rnn", help="Tell each day as h = f(A·[h; x]), the form of a simple RNN.")
    ] = False,
    as_tanh: Annotated[bool, typer.Option("--as-tanh", help="The same kitchen, wired by hand with tanh.")] = False,
    as_lstm: Annotated[bool, typer.Option("--as-lstm", help="The same kitchen, wired by hand as an LSTM.")] = False,
    full: Annotated[bool, typer.Option("--full", help="Large matrices and vectors with all their entries.")] = False,
    naming: options.Naming,
    to: options.Table,
    reading: options.Reading,
) -> None:
    """Show the arithmetic of each day, vector by vector, step by step.

    On a terminal it waits after each step; the prompt shows the keys.
    """
    forms = [form for form, asked in (("rnn", as_rnn), ("tanh", as_tanh), ("lstm", as_lstm)) if asked]
    if forms and model is not None:
        raise UsageError(f"--as-{forms[0]}", "together with --model", "a trained network is told in that form as it is")
    if len(forms) > 1:
        other = f"--as-{forms[1]}"
        raise UsageError(f"--as-{forms[0]}", "together with {other}", "leave one of them out", other=other)
    if quiz and (to.format == "json" or to.save or from_ == "-"):
        other = "--json" if to.format == "json" else "--save" if to.save else "--from -"
        raise UsageError("--quiz", "together with {other}", "a quiz needs somebody to answer", other=other)
    if to.format == "json":
        options.refuse({"--full": full}, "together with {other}", "every entry is there without it", other="--json")
        options.refuse({"--only-step": only_step}, "together with {other}", "it has every step", other="--json")
    if quiz:
        options.refuse({"--only-step": only_step}, "together with {other}", "a quiz asks for dishes", other="--quiz")
    cook = _as(forms[0], kitchen) if forms else chosen_cook(kitchen, model, naming)
    season = Source(weather, from_, days, reading).season(cook, start)
    if day is not None and not 1 <= day <= len(season):
        raise UsageError("--day", "there is no day {day}", "days 1 to {last}", day=day, last=len(season))
    if day is not None and not cook.looks_ahead:
        season = replace(season, weathers=season.weathers[:day], dates=season.dates and season.dates[:day])
    told = season.explanation()
    if day is not None:
        read, days_ = (tuple(each for each in part if each.number == day) for part in (told.read, told.days))
        told = replace(told, read=read, days=days_)
    if only_step is not None:
        last = len(told.days[0].steps) if told.days else 1
        told = replace(told, only_step=within("--only-step", only_step, last))
    if to.format == "json":
        if told.fault:
            raise told.fault
        emit(told, to)
        return
    if quiz:
        from cooking_rnn.cli.quiz import ask

        ask(told, say())
    elif step and to.save is None and sys.stdout.isatty() and sys.stdin is not None and sys.stdin.isatty():
        from cooking_rnn.cli.pager import turn

        turn(told, say(), full=full)
    else:
        emit(told, to, full=full)
    if told.fault:
        raise told.fault


def _as(form: str, kitchen: str | None) -> "Cook":
    """Return a kitchen wired by hand in this form."""
    from cooking_rnn.kitchen.toml import load

    cook = load("romance" if kitchen is None else kitchen)
    if form == "rnn":
        return cook.as_rnn()
    from cooking_rnn.insight.wiring import wire

    return wire(cook, form).network
