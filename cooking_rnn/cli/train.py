"""cook train: a network learns a kitchen from its diary."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from cooking_rnn.choices import TASKS
from cooking_rnn.cli import options
from cooking_rnn.cli.command import command
from cooking_rnn.cli.emit import emit
from cooking_rnn.cli.options import choice_option, option
from cooking_rnn.cli.source import opened_diary
from cooking_rnn.cli.speech import say, tell
from cooking_rnn.errors import UsageError

app = command()


@app.command()
def train(
    *,
    kitchen: Annotated[
        str | None,
        option(
            metavar="NAME|FILE.toml",
            autocompletion=options.complete(options.builtin_names),
            help="The kitchen to learn. [romance]",
        ),
    ] = None,
    diary: Annotated[str | None, option(metavar="FILE.csv", help="Learn from a diary instead of a kitchen.")] = None,
    cell: options.Cell = None,
    hidden: Annotated[int | None, option(metavar="N", help="Hidden units of a layer. [16; translate: 64]")] = None,
    layers: options.Layers = 1,
    bidirectional: options.Bidirectional = False,
    task: Annotated[
        str,
        choice_option(
            "--task", TASKS, "next: weather in, dishes out. fill: the blanks of a diary. translate: a week as a whole."
        ),
    ] = "next",
    length: Annotated[
        int | None, option(metavar="DAYS", help="The longest seasons to train on. [40; translate: 7]")
    ] = None,
    steps: Annotated[int | None, option(metavar="N", help="At most so many. [6000; fill: 1000]")] = None,
    batch: Annotated[int, typer.Option(metavar="N", help="Seasons in a step.")] = 64,
    rate: Annotated[float, typer.Option(metavar="R", help="How far a step goes (Adam's).")] = 0.01,
    clip: Annotated[float, typer.Option(metavar="NORM", help="The largest norm of a gradient.")] = 1.0,
    seed: Annotated[int, typer.Option(metavar="N", callback=options.seed_option, help="Same seed, same network.")] = 0,
    rain: Annotated[
        float | None, option(metavar="SHARE", help="Train for this share of rainy days. [every climate]")
    ] = None,
    stay: Annotated[
        float | None, option(metavar="CHANCE", help="The chance, there, that tomorrow is like today.")
    ] = None,
    output: Annotated[Path | None, option(metavar="FILE.npz", help="Keep the network in a file.")] = None,
    export: Annotated[
        Path | None,
        option(metavar="FILE.npz|.safetensors", help="Write its weights by torch's names, for torch and --model."),
    ] = None,
    thorough: Annotated[bool, typer.Option("--thorough", help="Score on 1000 times --length too.")] = False,
    to: options.Table,
) -> None:
    """Train a network to cook like a kitchen, from nothing but its diary.

    It starts with short seasons and goes on to longer ones as it masters them. Then it is scored on fresh weather,
    longer than any it has seen, beside what is possible at all.

    Exit code 0 also where it did not converge: `converged` in --json says so.
    """
    if kitchen is not None and diary is not None:
        raise UsageError("--diary", "together with --kitchen", "leave one of them out")
    if export is not None and task == "translate":
        raise UsageError("--export", "together with --task {task}", "--output keeps it", task=task)

    from cooking_rnn.files import to_write
    from cooking_rnn.network.statedict import to_export
    from cooking_rnn.render.progress import watched
    from cooking_rnn.report.training import progress
    from cooking_rnn.training import diary as diaries
    from cooking_rnn.training.train import STEPS, Stopped
    from cooking_rnn.training.train import train as learn

    if output is not None:
        what = "{name} is not the name of a network"
        to_write(output, ".npz", what, diary)
    if export is not None:
        to_export(export, output, diary)
    book = None if diary is None else opened_diary(diary)
    for doubt in [] if book is None else diaries.doubts(book):
        tell(doubt)
    try:
        training = learn(
            kitchen,
            diary=book,
            cell=cell or "simple",
            hidden=hidden,
            layers=layers,
            bidirectional=bidirectional,
            task=task,
            length=length,
            steps=steps,
            batch=batch,
            rate=rate,
            clip=clip,
            seed=seed,
            rain=rain,
            stay=stay,
            thorough=thorough,
            watch=lambda all_: watched(all_, STEPS[task] if steps is None else steps, partial(progress, say=say())),
            output=output,
        )
    except Stopped as stop:
        if output is not None and stop.network is not None:
            tell(
                "stopped after {steps} steps: the best network so far is in {file}", steps=stop.steps, file=str(output)
            )
        else:
            told = "stopped after {steps} steps: nothing was kept (--output cook.npz keeps the best so far)"
            tell(told, steps=stop.steps)
        raise
    if output is not None:
        tell("saved {file}", file=str(output))
    if export is not None:
        training.network.export(export)
        tell("saved {file}", file=str(export))
        if task == "next":
            start = training.network.dishes.ids[training.network.start or 0]
            tell("torch knows no day 0: give it the start dish as its first input (--weather {start},…)", start=start)
    emit(training, to)
    if output is None and export is None and to.format == "table":
        tell(
            "not kept (--output cook.npz keeps the network, for `cook simulate --model cook.npz`)"
            if task != "fill"
            else "not kept (--output cook.npz keeps the network, for `cook fill DIARY.csv --model cook.npz`)"
        )
