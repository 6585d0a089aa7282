"""cook train: a network learns a kitchen from its diary."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from cooking_rnn.cli import options
from cooking_rnn.cli.options import chosen_format, command, format_option, one_of
from cooking_rnn.cli.source import opened
from cooking_rnn.errors import DataError, UsageError, quote
from cooking_rnn.files import ensure_writable
from cooking_rnn.kitchen.toml import load
from cooking_rnn.render.output import note
from cooking_rnn.show.labels import default_language

if TYPE_CHECKING:
    from cooking_rnn.names import Names
    from cooking_rnn.steps import Array
    from cooking_rnn.training.tasks import Seasons

TASKS = ("next", "fill")
STEPS = {"next": 6000, "fill": 1000}  # where nothing is said
MULTIPLES = (1, 10, 100, 1000)  # of --length, on which the report scores; the last with --thorough

app = command()


@app.command()
def train(
    kitchen: Annotated[
        str | None,
        typer.Option(
            metavar="NAME|FILE.toml",
            autocompletion=options.complete(options.builtin_names),
            help="The kitchen to learn. [romance]",
            show_default=False,
        ),
    ] = None,
    diary: Annotated[
        str | None,
        typer.Option(metavar="FILE.csv", help="Learn from a diary instead of a kitchen.", show_default=False),
    ] = None,
    cell: options.Cell = None,
    hidden: options.Hidden = 16,
    layers: options.Layers = 1,
    bidirectional: options.Bidirectional = False,
    task: Annotated[
        str,
        typer.Option(
            metavar="|".join(TASKS),
            callback=one_of("--task", TASKS),
            autocompletion=options.complete(lambda: TASKS),
            help="next: weather in, dishes out. fill: the blanks of a diary.",
        ),
    ] = "next",
    length: Annotated[int, typer.Option(metavar="DAYS", help="The longest seasons to train on.")] = 40,
    steps: Annotated[
        int | None, typer.Option(metavar="N", help="At most so many. [next: 6000, fill: 1000]", show_default=False)
    ] = None,
    batch: Annotated[int, typer.Option(metavar="N", help="Seasons in a step.")] = 64,
    rate: Annotated[float, typer.Option(metavar="R", help="How far a step goes (Adam's).")] = 0.01,
    clip: Annotated[float, typer.Option(metavar="NORM", help="The largest norm of a gradient.")] = 1.0,
    seed: Annotated[int, typer.Option(metavar="N", callback=options.seed_option, help="Same seed, same network.")] = 0,
    output: Annotated[
        Path | None, typer.Option(metavar="FILE.npz", help="Keep the network in a file.", show_default=False)
    ] = None,
    thorough: Annotated[bool, typer.Option("--thorough", help="Score on 1000 times --length too.")] = False,
    format_: Annotated[str | None, format_option("table", "json")] = None,
    json: options.Json = False,
    lang: options.Lang = None,
    save: options.Save = None,
) -> None:
    """Train a network to cook like a kitchen, from nothing but its diary.

    It starts with short seasons and goes on to longer ones as it masters them. Then it is scored on fresh weather,
    longer than any it has seen, beside what is possible at all.
    """
    format_ = chosen_format(format_, json)
    picture = options.picture(save, format_)
    if bidirectional and task == "next":
        raise UsageError("--bidirectional", "together with --task next", "tomorrow's weather is not known; --task fill")
    if kitchen is not None and diary is not None:
        raise UsageError("--diary", "together with --kitchen", "leave one of them out")

    import numpy as np

    from cooking_rnn.network.model import Architecture
    from cooking_rnn.network.network import Network
    from cooking_rnn.network.storage import save as keep
    from cooking_rnn.render import records
    from cooking_rnn.render.progress import watched
    from cooking_rnn.show import training as show
    from cooking_rnn.training import loop, report
    from cooking_rnn.training.tasks import SPELLS

    steps = STEPS[task] if steps is None else steps
    settings = loop.Settings(task, length, steps, batch, rate, clip, seed)
    if task == "fill" and length < 4:
        raise UsageError("--length", f"{length} is too few days for two blanks between others", "at least 4")
    if task == "fill" and thorough:
        raise UsageError("--thorough", "together with --task fill", "it is for --task next")
    if output is not None and output.suffix.lower() != ".npz":
        raise UsageError("--output", f"{quote(output.name)} is not the name of a network", "end it in .npz")
    if output is not None:
        ensure_writable(output)
    lesson = (
        _of_diary(diary, 4 if task == "fill" else 1)
        if diary is not None
        else _of_kitchen(kitchen or "romance", SPELLS if task == "next" else 0)
    )
    n = len(lesson.dishes)
    architecture = Architecture(cell or "simple", len(lesson.weathers) + n, n, hidden, layers, bidirectional)
    trained: dict[str, object] = {"length": length, "steps": steps, "batch": batch, "rate": rate, "clip": clip}
    trained |= {"seed": seed, "rules": None if lesson.table is None else lesson.table.tolist()}

    def model(flat: "Array") -> Network:
        return Network(architecture, flat, task, lesson.name, lesson.start, lesson.dishes, lesson.weathers, trained)

    loop.keep_memory()
    losses, begun = [], time.perf_counter()
    try:
        for progress in watched(loop.train(architecture, lesson.seasons, settings), steps, lang or default_language()):
            losses.append(progress.loss)
    except KeyboardInterrupt:
        if output is not None and losses:
            keep(model(progress.best), output)
            note(f"cook: stopped after {len(losses)} steps: the best network so far is in {output}")
        else:
            note(f"cook: stopped after {len(losses)} steps: nothing was kept (--output cook.npz keeps the best so far)")
        raise
    seconds = time.perf_counter() - begun
    if output is not None:
        keep(model(progress.best), output)
        note(f"cook: saved {output}")
    rng = np.random.default_rng([seed, 1])  # other weather than in training
    if task == "next":
        lengths = sorted({min(length * times, lesson.longest) for times in MULTIPLES[: None if thorough else -1]})
        told_by = lesson.fresh, lesson.table, lengths, lesson.longest, rng
        rows = report.report_next(architecture, progress.best, *told_by)
    else:
        days = min(length, lesson.longest)
        known = None if diary is not None else lesson.table  # a diary's weathers need not be equally likely
        rows = report.report_fill(architecture, progress.best, lesson.fresh, known, days, rng)
    told = show.Training(model(progress.best), rows, losses, progress, seconds, diary is not None)
    if format_ == "json":
        records.write_document(show.record(told))
        return
    from cooking_rnn.show.screen import Screen

    with Screen(picture) as screen:
        for layouts in show.layouts(told, lang or default_language()):
            screen.show(*layouts)
    if output is None:
        use = "cook simulate --model cook.npz" if task == "next" else "cook fill DIARY.csv --model cook.npz"
        note(f"cook: not kept (--output cook.npz keeps the network, for `{use}`)")


class _Lesson(NamedTuple):
    """What a network is to learn."""

    name: str
    start: int
    dishes: "Names"
    weathers: "Names"
    seasons: "Seasons"  # to learn from
    fresh: "Seasons"  # to score on
    table: "Array | None"  # the rules, where they are known
    longest: int  # days of a season, where a diary has no more


def _of_kitchen(name: str, spells: float) -> _Lesson:
    from cooking_rnn.kitchen.check import rule_table
    from cooking_rnn.training.tasks import KitchenSeasons

    kitchen = load(name)
    table = rule_table(kitchen)
    learned, fresh = (KitchenSeasons(table, bool(kitchen.weathers), share) for share in (spells, 0))
    names = kitchen.name, kitchen.start, kitchen.dishes, kitchen.weathers
    return _Lesson(*names, learned, fresh, table, 1_000_000_000)


def _of_diary(file: str, held_out: int) -> _Lesson:
    from cooking_rnn.training import diary as diaries
    from cooking_rnn.training.tasks import DiarySeasons

    with opened(file) as stream:
        diary = diaries.read(stream, "standard input" if file == "-" else file)
    dishes, weathers = diaries.names(diary)
    learned, fresh = diaries.to_learn_from(diary, dishes, weathers)
    if len(fresh.weathers) < held_out:
        what = f"{len(fresh.weathers)} of its days, the last fifth, are held out"
        raise DataError(diary.where, what, f"{held_out} at least, so {5 * held_out} days in all")
    for broken in diaries.broken_rules(diary, diaries.codes_of(diary, dishes, weathers)):
        note(f"cook: {broken}")
    table = diaries.observed_table(learned, (len(weathers), len(dishes)))
    first = dishes.find(diary.start or diary.dish_of(diary.rows[0])) or 0
    seasons = DiarySeasons(learned.weathers, learned.dishes), DiarySeasons(fresh.weathers, fresh.dishes)
    return _Lesson(Path(file).stem, first, dishes, weathers, *seasons, table, len(fresh.weathers))
