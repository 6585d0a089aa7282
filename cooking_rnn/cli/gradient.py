"""cook gradient: how fast gradients vanish or explode, and why."""

import re
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cooking_rnn.cli import options
from cooking_rnn.cli.options import choice_option, chosen_format, command, format_option, listed, refuse, within
from cooking_rnn.cli.source import Source, given_or_drawn
from cooking_rnn.errors import UsageError, quote
from cooking_rnn.kitchen.toml import load
from cooking_rnn.names import Names, weather_names
from cooking_rnn.show.labels import default_language

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_STARTS = ("orthogonal", "gaussian")
_ACTIVATIONS = ("tanh", "sigmoid", "linear")

_RADII, _HIDDEN, _DAYS = "0.5,0.9,1,1.1,1.5", 16, 100  # where nothing is said
_WIDEST = 1024  # units
_LONGEST = 100_000  # days
_MOST = 10**11  # products of numbers, roughly: minutes
_LARGEST = 1_000_000  # radius, or entry of a matrix

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
    seed: Annotated[int, typer.Option(metavar="N", callback=options.seed_option, help="Same seed, same bytes.")] = 0,
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
) -> None:
    """Measure how fast a gradient vanishes or explodes, the further back it goes.

    For each lag: the size of ∂h_T/∂h_{T-lag}, the exact product of Jacobians, beside what bounds it.
    """
    format_ = chosen_format(format_, json)
    picture = options.picture(save, format_)
    drawn: dict[str, object] = {
        "--radius": radius,
        "--cell": cell,
        "--hidden": hidden,
        "--start": start,
        "--kitchen": kitchen,
    }
    if model is not None:
        refuse(
            drawn | {"--activation": activation, "--matrix": matrix},
            "together with --model",
            "a trained network has its own",
        )
    if matrix is not None:
        weathers: dict[str, object] = {"--weather": weather, "--from": from_, "--shares": shares}
        refuse(drawn | weathers, "together with --matrix", "a matrix alone has neither input nor readout")
    if cell == "lstm" and activation is not None:
        raise UsageError("--activation", "together with --cell lstm", "an LSTM has its own")
    if matrix is None and model is None:
        radii = _radii(_RADII if radius is None else radius)
        size = within("--hidden", _HIDDEN if hidden is None else hidden, "units", _WIDEST)

    import numpy as np
    from numpy.typing import NDArray

    from cooking_rnn.insight import gradient as insight
    from cooking_rnn.kitchen.cook import KitchenCook
    from cooking_rnn.network.cook import ModelCook
    from cooking_rnn.network.encoding import season
    from cooking_rnn.network.model import Architecture
    from cooking_rnn.network.storage import load as load_model
    from cooking_rnn.show import gradient as show
    from cooking_rnn.show import records
    from cooking_rnn.weather.columns import Options

    source = Source(weather, from_, None, Options(column, units, wet, missing, date_order))
    rng = np.random.default_rng([seed, 1])  # apart from that of the weights, which then do not depend on the days

    def days_for(weathers: Names) -> NDArray[np.uint8]:
        return given_or_drawn(source, weathers, length, _DAYS, _LONGEST, rng)

    if matrix is not None:
        typed, kind = _matrix(matrix), activation or "tanh"
        days = len(days_for(weather_names([])))
        _check_work(days, len(typed), 1)
        measured = [insight.of_matrix(typed, kind, days)]
        about: dict[str, Any] = {"cell": "simple", "activation": kind, "matrix": typed, "days": days}
    elif model is not None:
        trained = ModelCook(load_model(model)).model  # ModelCook refuses what cannot go on from day to day
        codes, architecture = days_for(trained.weathers), trained.architecture
        _check_work(len(codes), architecture.hidden * (1 + (architecture.cell == "lstm")), architecture.layers)
        counts = len(trained.weathers), len(trained.dishes)
        inputs = season(codes, trained.start, counts)
        measured = insight.of_trained(architecture, trained.flat, inputs, has_shares=shares)
        about = {"model": model, "cell": architecture.cell, "hidden": architecture.hidden, "days": len(codes)}
    else:
        recipe, kind, start = load(kitchen or "romance"), activation or "tanh", start or "orthogonal"
        codes = days_for(recipe.weathers)
        counts = len(recipe.weathers), len(recipe.dishes)
        architecture = Architecture(cell or "simple", sum(counts), counts[1], size)
        _check_work(len(codes), size * (1 + (cell == "lstm")), len(radii))
        inputs = season(codes, recipe.start, counts)
        target = KitchenCook(recipe).after(codes, recipe.start) if shares else None
        measured = [
            insight.of_random(
                architecture, inputs, each, start, np.random.default_rng(seed), activation=kind, target=target
            )
            for each in radii
        ]
        about = {"cell": architecture.cell, "hidden": size, "start": start, "kitchen": recipe.name, "days": len(codes)}
        about |= {"activation": kind} if architecture.cell == "simple" else {}
    about |= {"seed": seed}
    if format_ == "json":
        records.write_document(show.record(about, measured, has_shares=shares))
        return
    from cooking_rnn.show.screen import Screen

    with Screen(picture) as screen:
        for layouts in show.layouts(about, measured, lang or default_language()):
            screen.show(*layouts)


def _check_work(days: int, size: int, networks: int) -> None:
    if days * (size**3 + 100_000) * networks > _MOST:
        what = f"{days} days through a state of {size}, {networks} times"
        raise UsageError("--length", what, "fewer days, units or radii are done in minutes")


def _matrix(text: str) -> "NDArray[np.float64]":
    """Return a square matrix, its rows between semicolons and its entries between commas."""
    import numpy as np

    rows = [re.split("[,，]", row) for row in re.split("[;；]", text)]
    if any(len(row) != len(rows) for row in rows):
        shape = f"{len(rows)} rows, of {', '.join(map(str, sorted({len(row) for row in rows})[:5]))} entries"
        raise UsageError("--matrix", shape, 'a square matrix, such as ".5,4;0,.5"')
    if len(rows) > _WIDEST:
        raise UsageError("--matrix", f"{len(rows)} rows", f"at most {_WIDEST}")
    for row in rows:
        for entry in row:
            try:
                is_number = abs(float(entry)) <= _LARGEST  # nan is not
            except ValueError:
                is_number = False
            if not is_number:
                raise UsageError("--matrix", f"{quote(entry.strip())} is not an entry", f"numbers up to {_LARGEST}")
    return np.array([[float(entry) for entry in row] for row in rows])


def _radii(text: str) -> list[float]:
    radii = listed("--radius", text, float, "a radius", "numbers from 0, such as 0.5,1,1.5", with_zero=True)
    if large := [each for each in radii if each > _LARGEST]:
        raise UsageError("--radius", f"{large[0]:g} is too large", f"at most {_LARGEST}")
    return radii
