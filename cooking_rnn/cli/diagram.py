"""cook diagram: a network drawn."""

from typing import TYPE_CHECKING, Annotated

import typer

from cooking_rnn.cli import options
from cooking_rnn.cli.options import command, one_of
from cooking_rnn.cli.source import Source, gathered
from cooking_rnn.kitchen.toml import builtin_names, load
from cooking_rnn.show.labels import default_language, labels_of
from cooking_rnn.show.output import write_bytes

if TYPE_CHECKING:
    from cooking_rnn.kitchen.cook import KitchenCook
    from cooking_rnn.show.diagrams import Graph

PICTURES = ("network", "unrolled", "states")
WAYS = ("text", "mermaid", "dot")

app = command()


@app.command()
def diagram(
    kitchen: Annotated[
        str, typer.Argument(metavar="NAME|FILE.toml", autocompletion=options.complete(builtin_names))
    ] = "romance",
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
    weather: options.Weather = None,
    days: options.Days = None,
    lang: options.Lang = None,
    save: options.Save = None,
) -> None:
    """Draw a network: with its loop, unrolled over the days, or as its states."""
    from cooking_rnn.forecast.decision import Options
    from cooking_rnn.kitchen.cook import KitchenCook
    from cooking_rnn.show import diagrams

    target = options.picture(save, "table" if as_ == "text" else f"--as {as_}")
    if picture != "unrolled":
        typed = {"--weather": weather, "--days": days}
        options.refuse(typed, f"together with --picture {picture}", "only --picture unrolled has days")
    cook = KitchenCook(load(kitchen, "KITCHEN"))
    language = lang or default_language()
    graph = _graph(picture, cook, Source(weather, None, days, Options()), language)
    if as_ != "text":
        write_bytes((diagrams.mermaid if as_ == "mermaid" else diagrams.dot)(graph).encode())
        return
    from cooking_rnn.show import drawings
    from cooking_rnn.show.screen import Screen

    draw = {"network": drawings.looped, "unrolled": drawings.unrolled, "states": drawings.states}[picture]
    with Screen(target, language) as screen:
        screen.show(*draw(graph))


def _graph(picture: str, cook: "KitchenCook", source: Source, lang: str) -> "Graph":
    from cooking_rnn.kitchen.proof import rule_table
    from cooking_rnn.show import diagrams

    labels = labels_of(cook.dishes, cook.weathers, lang)
    if picture == "network":
        return diagrams.network(cook.kitchen, cook.matrices, lang)
    if picture == "states":
        return diagrams.states(cook.kitchen, rule_table(cook.kitchen).tolist(), labels, lang)
    codes, _ = gathered(source.pieces(cook.weathers, count_faults=True))
    return diagrams.unrolled(cook.name, list(cook.days(codes, cook.start, steps=False)), labels)
