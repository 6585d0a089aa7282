"""cook soften: the hard-max made soft: where memory begins, and what it costs the gradient."""

import math
from typing import Annotated

import typer

from cooking_rnn.cli import options
from cooking_rnn.cli.options import chosen_format, command, format_option, listed
from cooking_rnn.errors import UsageError
from cooking_rnn.kitchen.toml import load
from cooking_rnn.show.labels import default_language

_SHARPEST = 1_000_000  # a larger gain leaves gain · sum without digits
_MOST = 100_000_000  # days that are computed, in all seasons and at all gains: minutes

app = command()


@app.command()
def soften(
    gain: Annotated[
        str, typer.Option(metavar="G,G,…", help="How sharp the softmax is; inf is the hard-max.")
    ] = "1,2,3,4,8,inf",
    days: Annotated[str, typer.Option(metavar="N,N,…", help="Up to which days to measure.")] = "10,100,1000",
    seasons: Annotated[int, typer.Option(metavar="N", help="How many seasons of random weather.")] = 400,
    seed: Annotated[int, typer.Option(metavar="N", callback=options.seed_option, help="Same seed, same bytes.")] = 0,
    kitchen: options.Kitchen = "romance",
    format_: Annotated[str | None, format_option("table", "json")] = None,
    json: options.Json = False,
    lang: options.Lang = None,
    save: options.Save = None,
) -> None:
    """Make the hard-max soft, softmax(gain · sum), and see where memory begins.

    For each gain: the share of days on which the largest share is still the right dish, and the gradient that reaches
    day 0.
    """
    format_ = chosen_format(format_, json)
    picture = options.picture(save, format_)
    gains = listed("--gain", gain, float, "a gain", "numbers above 0, or inf, such as 1,2.5,inf")
    if sharp := [each for each in gains if _SHARPEST < each < math.inf]:
        raise UsageError("--gain", f"{sharp[0]:g} is too large", f"at most {_SHARPEST}, or inf")
    horizons = sorted(listed("--days", days, int, "a day", "whole numbers from 1, such as 10,100"))
    if seasons < 1:
        raise UsageError("--seasons", f"{seasons} seasons", "at least 1")
    if (steps := horizons[-1] * seasons * len(gains)) > _MOST:
        raise UsageError("--days", f"{steps} days in all seasons at all gains", f"at most {_MOST}")
    recipe = load(kitchen)

    import numpy as np

    from cooking_rnn.insight import soften as insight
    from cooking_rnn.render import records
    from cooking_rnn.show import soften as show

    measured = insight.soften(recipe, gains, show.days_drawn(horizons), seasons, np.random.default_rng(seed))
    if format_ == "json":
        records.write_document(show.record(recipe, measured, horizons, seasons, seed))
        return
    from cooking_rnn.show.screen import Screen

    with Screen(picture) as screen:
        for layouts in show.layouts(recipe, measured, horizons, seasons, lang or default_language()):
            screen.show(*layouts)
