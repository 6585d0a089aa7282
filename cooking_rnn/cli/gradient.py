"""cook gradient: how fast gradients vanish or explode, and why."""

import re
from typing import Annotated

import typer

from cooking_rnn.cli import options
from cooking_rnn.cli.emit import emit, output
from cooking_rnn.cli.options import choice_option, command, format_option, listed, refuse
from cooking_rnn.cli.source import asked

_STARTS = ("orthogonal", "gaussian")
_ACTIVATIONS = ("tanh", "sigmoid", "linear")

app = command()


@app.command()
def gradient(
    radius: Annotated[
        str | None,
        typer.Option(
            metavar="R,R,…",
            help="Spectral radius of the recurrent matrix (an LSTM's four); 0 is no recurrence. [0.5,0.9,1,1.1,1.5]",
            show_default=False,
        ),
    ] = None,
    cell: options.Cell = None,
    hidden: Annotated[int | None, typer.Option(metavar="N", help="How many units. [16]", show_default=False)] = None,
    length: Annotated[
        int | None,
        typer.Option(metavar="N", help="Days of random weather, the longest lag. [100]", show_default=False),
    ] = None,
    start: Annotated[str | None, choice_option("--start", _STARTS, "How the recurrent matrix is drawn.")] = None,
    activation: Annotated[
        str | None, choice_option("--activation", _ACTIVATIONS, "What a simple cell makes of the sum.")
    ] = None,
    matrix: Annotated[
        str | None,
        typer.Option(
            metavar="W",
            help='A recurrent matrix of your own, such as ".5,4;0,.5", without input, from a state of ones.',
            show_default=False,
        ),
    ] = None,
    model: options.Model = None,
    shares: Annotated[
        bool, typer.Option("--shares", help="What each day adds to the gradient of the last day's loss.")
    ] = False,
    seed: Annotated[int, typer.Option(metavar="N", help="Same seed, same bytes.")] = 0,
    kitchen: Annotated[
        str | None,
        typer.Option(
            metavar="NAME|FILE.toml",
            help="Whose weather and dishes a random network sees. [romance]",
            show_default=False,
        ),
    ] = None,
    weather: options.Weather = None,
    from_: options.From = None,
    column: options.Column = None,
    units: options.Units = None,
    wet: options.Wet = None,
    missing: options.Missing = None,
    date_order: options.Dates = None,
    format_: Annotated[str | None, format_option("table", "json")] = None,
    json: options.Json = False,
    lang: options.Lang = None,
    save: options.Save = None,
    theme: options.Theme = None,
) -> None:
    """Measure how fast a gradient vanishes or explodes, the further back it goes.

    For each lag: the size of ∂h_T/∂h_{{T-lag}}, the exact product of Jacobians, beside what bounds it.
    """
    from cooking_rnn.insight import gradient as insight

    to = output(format_, json, save, theme=theme)
    if matrix is not None:
        refuse({"--from": from_}, "together with --matrix", "a matrix alone has neither input nor readout")
    if from_ is not None:
        refuse({"--length": length}, "together with --from", "the weather says how many days there are")
    reading = {"column": column, "units": units, "wet": wet, "missing": missing, "dates": date_order}
    result = insight.gradient(
        matrix=None if matrix is None else [re.split("[,，]", row) for row in re.split("[;；]", matrix)],
        radii=None if radius is None else _radii(radius),
        cell=cell,
        hidden=hidden,
        start=start,
        activation=activation,
        length=length,
        shares=shares,
        seed=seed,
        **asked(weather, from_, reading, kitchen, model, insight.LONGEST),
    )
    emit(result, to)


def _radii(text: str) -> list[float]:
    return listed(
        "--radius", text, float, "{number} is not a radius", "numbers from 0, such as 0.5,1,1.5", with_zero=True
    )
