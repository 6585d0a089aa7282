"""cook gradient: how fast gradients vanish or explode, and why."""

import re
from typing import Annotated

import typer

from cooking_rnn.choices import ACTIVATIONS, STARTS
from cooking_rnn.cli import options
from cooking_rnn.cli.command import command
from cooking_rnn.cli.emit import emit
from cooking_rnn.cli.options import choice_option, listed, option, parts, refuse
from cooking_rnn.cli.source import asked

app = command()


@app.command()
def gradient(
    *,
    radii: Annotated[
        str | None,
        option(
            "--radius",
            metavar="R,R,…",
            help="Spectral radius of the recurrent matrix (an LSTM's four); 0 is no recurrence. [0.5,0.9,1,1.1,1.5]",
        ),
    ] = None,
    cell: options.Cell = None,
    hidden: Annotated[int | None, option(metavar="N", help="How many units. [16]")] = None,
    length: Annotated[int | None, option(metavar="N", help="Days of random weather, the longest lag. [100]")] = None,
    start: Annotated[str | None, choice_option("--start", STARTS, "How the recurrent matrix is drawn.")] = None,
    activation: Annotated[
        str | None, choice_option("--activation", ACTIVATIONS, "What a simple cell makes of the sum.")
    ] = None,
    matrix: Annotated[
        str | None,
        option(
            metavar="W",
            help='A recurrent matrix of your own, such as ".5,4;0,.5", without input, from a state of ones.',
        ),
    ] = None,
    model: options.Model = None,
    shares: Annotated[
        bool, typer.Option("--shares", help="What each day adds to the gradient of the last day's loss.")
    ] = False,
    seed: Annotated[int, typer.Option(metavar="N", help="Same seed, same bytes.")] = 0,
    kitchen: Annotated[
        str | None, option(metavar="NAME|FILE.toml", help="Whose weather and dishes a random network sees. [romance]")
    ] = None,
    weather: options.Weather = None,
    from_: options.From = None,
    naming: options.Naming,
    reading: options.Reading,
    to: options.Table,
) -> None:
    """Measure how fast a gradient vanishes or explodes, the further back it goes.

    For each lag: the size of ∂h_T/∂h_{{T-lag}}, the exact product of Jacobians, beside what bounds it.
    """
    from cooking_rnn.insight import gradient as insight

    if matrix is not None:
        refuse({"--from": from_}, "together with --matrix", "a matrix alone has neither input nor readout")
    if from_ is not None:
        refuse({"--length": length}, "together with --from", "the weather says how many days there are")
    result = insight.gradient(
        matrix=None if matrix is None else [parts(row) for row in re.split("[;；]", matrix)],
        radii=None if radii is None else _radii(radii),
        cell=cell,
        hidden=hidden,
        start=start,
        activation=activation,
        length=length,
        shares=shares,
        seed=seed,
        **asked(weather, from_, reading, kitchen, model, insight.LONGEST, naming),
    )
    emit(result, to)


def _radii(text: str) -> list[float]:
    return listed(
        "--radius", text, float, "{number} is not a radius", "numbers from 0, such as 0.5,1,1.5", with_zero=True
    )
