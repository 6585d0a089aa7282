"""cook diagram: a network drawn."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from cooking_rnn.cli import options
from cooking_rnn.cli.options import command, one_of
from cooking_rnn.cli.source import Source, gathered
from cooking_rnn.errors import UsageError, quote
from cooking_rnn.kitchen.toml import builtin_names, load
from cooking_rnn.show.labels import default_language, labels_of
from cooking_rnn.show.output import note, write_bytes

if TYPE_CHECKING:
    from cooking_rnn.network.model import Architecture
    from cooking_rnn.show.diagrams import Graph
    from cooking_rnn.show.screen import Layouts

    Drawing = tuple[Graph, Callable[[], Layouts]]  # and the same as text, in its layouts

PICTURES = ("network", "unrolled", "states")
WAYS = ("text", "mermaid", "dot")

app = command()


@app.command()
def diagram(
    what: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME|FILE.toml|FILE.npz",
            autocompletion=options.complete(builtin_names),
            help="A kitchen, or a network that was trained. [romance]",
            show_default=False,
        ),
    ] = None,
    picture: Annotated[
        str,
        typer.Option(
            metavar="|".join(PICTURES),
            callback=one_of("--picture", PICTURES),
            autocompletion=options.complete(lambda: PICTURES),
            help="The network with its loop, unrolled over the days, or its states.",
        ),
    ] = "network",
    as_: Annotated[
        str,
        typer.Option(
            "--as",
            metavar="|".join(WAYS),
            callback=one_of("--as", WAYS),
            autocompletion=options.complete(lambda: WAYS),
            help="How to draw it.",
        ),
    ] = "text",
    cell: options.Cell = None,
    hidden: Annotated[int | None, typer.Option(metavar="N", help="Its hidden units. [16]", show_default=False)] = None,
    layers: Annotated[int | None, typer.Option(metavar="N", help="Its layers. [1]", show_default=False)] = None,
    bidirectional: options.Bidirectional = False,
    weather: options.Weather = None,
    days: options.Days = None,
    lang: options.Lang = None,
    save: options.Save = None,
) -> None:
    """Draw a network: with its loop, unrolled over the days, or as its states.

    A kitchen, a network that was trained, or with --cell any network that could be.
    """
    from cooking_rnn.weather.columns import Options

    target = options.picture(save, "table" if as_ == "text" else f"--as {as_}")
    if picture != "unrolled":
        typed = {"--weather": weather, "--days": days}
        options.refuse(typed, f"together with --picture {picture}", "only --picture unrolled has days")
    made = {"--hidden": hidden, "--layers": layers, "--bidirectional": bidirectional or None}
    if cell is None:
        options.refuse(made, "without --cell", "say --cell simple or --cell lstm")
    elif what is not None:
        raise UsageError("--cell", f"together with {quote(what)}", "leave one of them out")
    elif picture == "states":
        raise UsageError("--picture", "states of a network that has learned nothing", "name a kitchen or a model")
    source, language = Source(weather, None, days, Options()), lang or default_language()
    if cell is not None:
        graph, draw = _of_cell(Made(cell, hidden or 16, layers or 1, bidirectional), picture, source, language)
    elif what is not None and what.endswith(".npz"):
        graph, draw = _of_model(what, picture, source, language)
    else:
        graph, draw = _of_kitchen(what or "romance", picture, source, language)
    if as_ != "text":
        from cooking_rnn.show import diagrams

        write_bytes((diagrams.mermaid if as_ == "mermaid" else diagrams.dot)(graph).encode())
        return
    from cooking_rnn.show.screen import Screen

    with Screen(target, language) as screen:
        screen.show(*draw())


class Made(NamedTuple):
    """A network that could be."""

    cell: str
    hidden: int
    layers: int
    bidirectional: bool


def _of_kitchen(name: str, picture: str, source: Source, lang: str) -> "Drawing":
    from cooking_rnn.kitchen.cook import KitchenCook
    from cooking_rnn.kitchen.proof import rule_table
    from cooking_rnn.show import diagrams, drawings

    cook = KitchenCook(load(name, "KITCHEN"))
    labels = labels_of(cook.dishes, cook.weathers, lang)
    if picture == "network":
        graph = diagrams.network(cook.kitchen, cook.matrices, lang)
        return graph, lambda: drawings.looped(graph)
    if picture == "states":
        graph = diagrams.states(cook, range(len(cook.dishes)), rule_table(cook.kitchen).tolist(), lang)
        return graph, lambda: drawings.states(graph)
    codes, _ = gathered(source.pieces(cook.weathers, count_faults=True))
    graph = diagrams.unrolled(cook.name, list(cook.days(codes, cook.start, steps=False)), labels)
    return graph, lambda: drawings.unrolled(graph)


def _of_cell(made: Made, picture: str, source: Source, lang: str) -> "Drawing":
    from cooking_rnn.network.model import Architecture

    if source.weather is not None:
        raise UsageError("--weather", "together with --cell", "say --days N")
    weathers, dishes = 2, 3  # as in the story
    architecture = Architecture(made.cell, weathers + dishes, dishes, made.hidden, made.layers, made.bidirectional)
    days = 4 if source.days is None else source.days
    if not 1 <= days <= 1000:
        raise UsageError("--days", f"{days} days", "from 1 to 1000")
    return _of_architecture(architecture, picture, [f"x{day}" for day in range(1, days + 1)], made.cell, lang)


def _of_architecture(architecture: "Architecture", picture: str, inputs: list[str], name: str, lang: str) -> "Drawing":
    from cooking_rnn.show import networks

    if picture == "unrolled":
        graph = networks.unrolled(architecture, inputs, name)
        return graph, lambda: networks.unrolled_drawing(architecture, graph)
    graph = networks.network(architecture, name, lang)
    return graph, lambda: networks.looped_drawing(architecture, graph, lang)


def _of_model(file: str, picture: str, source: Source, lang: str) -> "Drawing":
    import numpy as np

    from cooking_rnn.network.cook import ModelCook
    from cooking_rnn.network.storage import load as load_model

    model = load_model(file)
    labels = labels_of(model.dishes, model.weathers, lang)
    if picture == "states":
        from cooking_rnn.insight.extraction import extract
        from cooking_rnn.show import diagrams, drawings

        cook = ModelCook(model)
        found = extract(cook, np.random.default_rng(0))
        if not found.agrees:
            wrong = f"{found.days - found.right:,} of {found.days:,} days"
            note(f"cook: {file} itself says another dish than these states do, on {wrong} of long weather")
        graph = diagrams.states(cook, found.machine.says.tolist(), found.machine.moves.tolist(), lang)
        return graph, lambda: drawings.states(graph)
    inputs: list[str] = []
    if picture == "unrolled":
        codes, _ = gathered(source.pieces(model.weathers, count_faults=True))
        inputs = [
            labels[model.weathers.ids[code]] if model.weathers else f"x{day}" for day, code in enumerate(codes, 1)
        ]
    return _of_architecture(model.architecture, picture, inputs, model.name, lang)
