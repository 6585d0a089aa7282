"""cook explain: the arithmetic of each day, step by step."""

import sys
from dataclasses import replace
from typing import Annotated

import typer

from cooking_rnn.cli import options
from cooking_rnn.cli.command import command
from cooking_rnn.cli.emit import emit
from cooking_rnn.cli.language import say
from cooking_rnn.cli.options import option
from cooking_rnn.cli.source import Source, chosen_cook
from cooking_rnn.errors import UsageError

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
    step: Annotated[bool, option("--step/--no-step", help="On a terminal, wait for a key after each step.")] = True,
    quiz: Annotated[bool, typer.Option("--quiz", help="Ask for each dish before it is shown, and keep score.")] = False,
    as_rnn: Annotated[
        bool, typer.Option("--as-rnn", help="Tell each day as h = f(A·[h; x]), the form of a simple RNN.")
    ] = False,
    to: options.Table,
    reading: options.Reading,
) -> None:
    """Show the arithmetic of each day, vector by vector, step by step.

    On a terminal it waits after each step; the prompt shows the keys.
    """
    from cooking_rnn.kitchen.toml import load

    if as_rnn and model is not None:
        raise UsageError("--as-rnn", "together with --model", "a trained network is told in that form as it is")
    if quiz and (to.format == "json" or to.save or from_ == "-"):
        other = "--json" if to.format == "json" else "--save" if to.save else "--from -"
        raise UsageError("--quiz", "together with {other}", "a quiz needs somebody to answer", other=other)
    cook = load("romance" if kitchen is None else kitchen).as_rnn() if as_rnn else chosen_cook(kitchen, model)
    season = Source(weather, from_, days, reading).season(cook, start)
    if day is not None and not 1 <= day <= len(season):
        raise UsageError("--day", "there is no day {day}", "days 1 to {last}", day=day, last=len(season))
    if day is not None:
        season = replace(season, weathers=season.weathers[:day], dates=season.dates and season.dates[:day])
    told = season.explanation()
    if day is not None:
        told = replace(told, days=told.days[day - 1 :])
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

        turn(told, say())
    else:
        emit(told, to)
    if told.fault:
        raise told.fault
