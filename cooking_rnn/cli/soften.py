"""cook soften: the hard-max made soft: where memory begins, and what it costs the gradient."""

from typing import Annotated

import typer

from cooking_rnn.cli import options
from cooking_rnn.cli.command import command
from cooking_rnn.cli.emit import emit
from cooking_rnn.cli.options import listed

app = command()


@app.command()
def soften(
    *,
    gains: Annotated[
        str, typer.Option("--gain", metavar="G,G,…", help="How sharp the softmax is; inf is the hard-max.")
    ] = "1,2,3,4,8,inf",
    days: Annotated[str, typer.Option(metavar="N,N,…", help="Up to which days to measure.")] = "10,100,1000",
    seasons: Annotated[int, typer.Option(metavar="N", help="How many seasons of random weather.")] = 400,
    seed: Annotated[int, typer.Option(metavar="N", help="Same seed, same bytes.")] = 0,
    kitchen: options.Kitchen = "romance",
    to: options.Table,
) -> None:
    """Make the hard-max soft, softmax(gain · sum), and see where memory begins.

    For each gain: the share of days on which the largest share is still the right dish, and the gradient that reaches
    day 0.
    """
    from cooking_rnn.insight import soften as insight

    result = insight.soften(
        kitchen,
        gains=listed("--gain", gains, _gain, "{number} is not a gain", "numbers above 0, or inf, such as 1,2.5,inf"),
        days=listed("--days", days, int, "{number} is not a day", "whole numbers from 1, such as 10,100"),
        seasons=seasons,
        seed=seed,
    )
    emit(result, to)


def _gain(text: str) -> float:
    gain = float(text)
    if gain == float("inf") and "inf" not in text.casefold():
        raise ValueError("too large for a float")
    return gain
