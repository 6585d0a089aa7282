"""cook gradcheck: is a gradient right? Analytic beside numeric."""

import math
from typing import Annotated

import typer

from cooking_rnn.cli import options
from cooking_rnn.cli.options import chosen_format, command, complete, format_option, one_of, within
from cooking_rnn.errors import DataError, UsageError
from cooking_rnn.kitchen.toml import load
from cooking_rnn.show.labels import default_language

_BUGS = ("transpose",)
_SEQUENCES = 2  # side by side
_STEPS = 300
_MOST = 1_000_000  # parameters, times the days that each is moved for: a minute

app = command()


@app.command()
def gradcheck(
    cell: options.Cell = None,
    layers: Annotated[int, typer.Option(metavar="N", help="How many layers.")] = 1,
    bidirectional: Annotated[bool, typer.Option("--bidirectional", help="Let each layer read both ways.")] = False,
    hidden: Annotated[int, typer.Option(metavar="N", help="How many units a layer has, each way.")] = 8,
    days: Annotated[int, typer.Option(metavar="N", help="How many days.")] = 6,
    bug: Annotated[
        str | None,
        typer.Option(
            metavar="|".join(_BUGS),
            callback=one_of("--bug", _BUGS),
            autocompletion=complete(lambda: _BUGS),
            help="Check a wrong gradient, W where Wᵀ belongs, and train with it.",
            show_default=False,
        ),
    ] = None,
    steps: Annotated[
        int | None, typer.Option(metavar="N", help=f"How long to train with the bug. [{_STEPS}]", show_default=False)
    ] = None,
    seed: Annotated[int, typer.Option(metavar="N", callback=options.seed_option, help="Same seed, same bytes.")] = 0,
    format_: Annotated[str | None, format_option("table", "json")] = None,
    json: options.Json = False,
    lang: options.Lang = None,
    save: options.Save = None,
) -> None:
    """Compare the gradient of every parameter with what moving it a little does to the loss.

    Exit code 1 where they differ; with --bug they are meant to, and it is 0.
    """
    format_ = chosen_format(format_, json)
    picture = options.picture(save, format_)
    within("--layers", layers, "layers", 64)
    within("--hidden", hidden, "units", 1024)
    within("--days", days, "days", 1000)
    if steps is not None and bug is None:
        raise UsageError("--steps", "without --bug", "only a wrong gradient is trained with")
    steps = within("--steps", _STEPS if steps is None else steps, "steps", 10_000)

    import numpy as np

    from cooking_rnn.insight.wrong import train_with
    from cooking_rnn.network import gradcheck as network
    from cooking_rnn.network.model import Architecture, initial
    from cooking_rnn.render import records
    from cooking_rnn.show import gradcheck as show

    kitchen = load("romance")
    inputs, outputs = len(kitchen.weathers) + len(kitchen.dishes), len(kitchen.dishes)
    architecture = Architecture(cell or "simple", inputs, outputs, hidden, layers, bidirectional)
    moved = architecture.size + days * _SEQUENCES * inputs
    if moved * days * layers * len(architecture.directions) > _MOST:
        raise UsageError("--hidden", f"{moved} numbers to move over {days} days", "fewer of them are done in a minute")
    rng = np.random.default_rng(seed)
    flat = initial(architecture, rng, np.float64)
    season = rng.standard_normal((days, inputs, _SEQUENCES)), rng.integers(outputs, size=(days, _SEQUENCES))
    compared = network.check(architecture, flat, *season, bug=bug)
    trained = [train_with(architecture, kitchen, steps, seed, bug=each) for each in (None, bug)] if bug else []
    if format_ == "json":
        records.write_document(show.record(architecture, compared, trained, bug, days, seed))
    else:
        from cooking_rnn.show.screen import Screen

        with Screen(picture) as screen:
            for layouts in show.layouts(architecture, compared, trained, bug, days, lang or default_language()):
                screen.show(*layouts)
    wrong = [each for each in compared if not each.is_right]
    if wrong and bug is None:
        worst = max(wrong, key=lambda each: (math.isnan(each.error), each.error))
        what = f"{len(wrong)} of {len(compared)} gradients are wrong, this one by {worst.error:.2g}"
        raise DataError(worst.name, what, f"see backward in cooking_rnn/network/{architecture.cell}.py")
