"""cook diagram: a network drawn."""

from typing import Annotated, Any

import typer

from cooking_rnn.choices import PICTURES
from cooking_rnn.cli import options
from cooking_rnn.cli.command import command
from cooking_rnn.cli.emit import emit
from cooking_rnn.cli.options import choice_option, option
from cooking_rnn.cli.speech import say, tell
from cooking_rnn.errors import UsageError, quote

app = command()


@app.command()
def diagram(
    *,
    kitchen: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME|FILE.toml|FILE.npz",
            autocompletion=options.complete(options.builtin_names),
            help="A kitchen, or a network that was trained. [romance]",
            show_default=False,
        ),
    ] = None,
    picture: Annotated[
        str,
        choice_option(
            "--picture", PICTURES, "The network with its loop, unrolled over the days, its states, or one cell opened."
        ),
    ] = "network",
    as_: Annotated[str, choice_option("--as", ("text", "mermaid", "dot", "tikz"), "How to draw it.")] = "text",
    cell: options.Cell = None,
    hidden: Annotated[int | None, option(metavar="N", help="Its hidden units. [16]")] = None,
    layers: Annotated[int | None, option(metavar="N", help="Its layers. [1]")] = None,
    bidirectional: options.Bidirectional = False,
    weather: options.Weather = None,
    days: options.Days = None,
    naming: options.Naming,
    to: options.Picture,
) -> None:
    """Draw a network: with its loop, unrolled over the days, as its states, or one cell of it opened.

    A kitchen, a network that was trained, or with --cell any network that could be.
    """
    if to.save is not None and as_ != "text":
        raise UsageError("--save", "together with {format}", "a picture is of a table", format=f"--as {as_}")
    if picture != "unrolled":
        typed = {"--weather": weather, "--days": days}
        options.refuse(typed, "together with {other}", "only --picture unrolled has days", other=f"--picture {picture}")
    made = {"--hidden": hidden, "--layers": layers, "--bidirectional": bidirectional or None}
    if cell is None:
        options.refuse(made, "without --cell", "say --cell simple, --cell lstm or --cell gru")
    elif kitchen is not None:
        raise UsageError("--cell", "together with {name}", "leave one of them out", name=quote(kitchen))

    from cooking_rnn.insight import drawing as insight
    from cooking_rnn.insight.cooks import load_cook

    if cell:
        options.refuse(
            {f"--{name}": told for name, told in naming.items()},
            "together with {other}",
            "leave it out",
            other="--cell",
        )
    made_up = _cell(cell, hidden, layers, bidirectional) if cell else None
    subject = made_up or load_cook(kitchen or "romance", "kitchen", **naming)
    drawing = insight.diagram(subject, picture=picture, weather=weather, days=days)
    if drawing.extraction is not None and not drawing.extraction.agrees:
        found = drawing.extraction
        tell(
            "{file} itself says another dish than these states do, on {wrong:,} of {days:,} days of long weather",
            file=kitchen,
            wrong=found.days - found.right,
            days=found.days,
        )
    if as_ == "text":
        emit(drawing, to)
        return
    from cooking_rnn.render import graph_code, tikz
    from cooking_rnn.render.output import write_bytes
    from cooking_rnn.report.drawing import graph

    written = {"mermaid": graph_code.mermaid, "dot": graph_code.dot, "tikz": tikz.tikz}
    write_bytes(written[as_](graph(drawing, say())).encode())


def _cell(cell: str, hidden: int | None, layers: int | None, bidirectional: bool) -> Any:
    from cooking_rnn.network.model import Architecture

    weathers, dishes = 2, 3  # as in the story
    size = 16 if hidden is None else hidden
    return Architecture(cell, weathers + dishes, dishes, size, 1 if layers is None else layers, bidirectional)
