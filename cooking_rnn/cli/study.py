"""cook study: who learns it, over many seeds, on one machine or many."""

from pathlib import Path
from typing import Annotated

import typer

from cooking_rnn.cli import options
from cooking_rnn.cli.command import command
from cooking_rnn.cli.emit import emit
from cooking_rnn.cli.options import listed, option, parts
from cooking_rnn.cli.speech import say, tell

app = command()


@app.command()
def study(
    *,
    kitchens: Annotated[str, typer.Option(metavar="NAME|FILE.toml,…", help="Which kitchens are learned.")] = "romance",
    cells: Annotated[str, typer.Option(metavar="CELL,…", help="Which cells learn them.")] = "simple",
    hidden: Annotated[str, typer.Option(metavar="N,N,…", help="Hidden units of a layer.")] = "16",
    layers: Annotated[str, typer.Option(metavar="N,N,…", help="Layers, each above the last.")] = "1",
    bidirectional: Annotated[
        bool, option("--bidirectional", help="Fill the blanks of diaries, one way and both ways.")
    ] = False,
    diary_days: Annotated[
        str | None, option(metavar="N,N,…", help="Learn from one diary of this many days. [a fresh one every step]")
    ] = None,
    baselines: Annotated[
        str | None, option(metavar="NAME,…", help="Also ngram, window, rotation or diagonal: what each of them lacks.")
    ] = None,
    seeds: Annotated[int, typer.Option(metavar="N", help="How many seeds, from 0.")] = 20,
    length: Annotated[int, typer.Option(metavar="DAYS", help="The longest seasons to train on.")] = 40,
    steps: Annotated[int | None, option(metavar="N", help="The most steps to take. [next: 6000, fill: 1000]")] = None,
    jobs: Annotated[int, typer.Option(metavar="N", help="How many processes run it.")] = 1,
    scheduler: Annotated[
        str | None, option(metavar="tcp://HOST:PORT", help="Run it on the workers of a dask scheduler.")
    ] = None,
    output: Annotated[
        Path | None,
        option(metavar="FILE.jsonl", help="Keep each run as a line; those that are there are not run again."),
    ] = None,
    to: options.Table,
) -> None:
    """Train networks of every combination over many seeds, and see who learns it how reliably.

    Each run is trained, scored on fresh seasons, extracted and compared with its kitchen. A study that was stopped
    goes on where it was when it is started again with the same --output.
    """
    from cooking_rnn.insight.study import study as insight
    from cooking_rnn.render.progress import watched
    from cooking_rnn.report.study import progress

    whole = "{number} is not a whole number above 0"
    numbers = {
        name: listed(f"--{name}", text, int, whole, "such as 16,32") if text is not None else []
        for name, text in (("hidden", hidden), ("layers", layers), ("diary-days", diary_days))
    }
    result = insight(
        parts(kitchens),
        cells=parts(cells),
        hidden=numbers["hidden"],
        layers=numbers["layers"],
        bidirectional=bidirectional,
        diary_days=numbers["diary-days"],
        baselines=parts(baselines) if baselines is not None else (),
        seeds=seeds,
        length=length,
        steps=steps,
        output=output,
        jobs=jobs,
        scheduler=scheduler,
        watch=lambda runs, count: watched(enumerate(runs, 1), count, lambda each, took: progress(*each, took, say())),
    )
    emit(result, to)
    if output is None and to.format == "table":
        tell("not kept (--output study.jsonl keeps the runs, and goes on with them)")
