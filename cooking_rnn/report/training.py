"""What is said of a training: what was trained, how often it is right beside what is possible, and its loss."""

import math
from dataclasses import replace
from typing import Any

import numpy as np

from cooking_rnn.blocks import Block, Column, Curve, Heading, Lines, Paragraph, table
from cooking_rnn.cook import STORY
from cooking_rnn.network.sequence import CELLS
from cooking_rnn.phrases import Phrase, percent
from cooking_rnn.report import explorer
from cooking_rnn.report.say import Say
from cooking_rnn.report.words import cell_word
from cooking_rnn.steps import Array
from cooking_rnn.training.loop import Progress
from cooking_rnn.training.report import Row, telling
from cooking_rnn.training.train import STEPS, Training

_POINTS = 100  # of the loss, in chart and JSON
_ENOUGH = 64  # units, with which networks learn the larger kitchens that they were tried on

_TASKS = {
    "next": Phrase("task: the next dish"),
    "fill": Phrase("task: fill the blanks"),
    "translate": Phrase("task: translate a week"),
}
_BLANKS = {
    "inside": Phrase("one day inside"),
    "last": Phrase("the last day"),
    "first of two": Phrase("two side by side: the first"),
    "second of two": Phrase("two side by side: the second"),
}


def report(training: Training, say: Say) -> list[Block]:
    """Return a title, the table, the loss as a chart, and what it comes to."""
    shown: list[Block] = [
        Heading(_title(training, say)),
        *_climate(training, say),
        _table(training, say),
        *_climates(training, say),
    ]
    curve = [(step, loss) for step, loss in _curve(training) if math.isfinite(loss)]
    if len(curve) > 1:
        steps, losses = zip(*curve, strict=True)
        loss = Curve(say("loss"), steps, losses)
        shown.append(Lines((loss,), say("step"), say("nats a day"), say("Loss"), (0,)))
    return [*shown, Paragraph(say.together(*_outcome(training, say), *_restarts(training.restarts, say)))]


def playable(training: Training, lang: str) -> tuple[Training, dict[str, Any]] | None:
    """Return the training and, for a page that can be played with, the network's days at each stage of it.

    None where there is nothing to play: a network that fills blanks, or a large one.
    """
    network, names = training.network, training.network.weathers
    if network.task != "next" or not training.stages:
        return None
    week = None if {*STORY} <= {*names.ids} else np.arange(len(STORY)) % max(len(names), 1)
    made = explorer.playable(network.explain(week if names else None), lang)
    if made is None:
        return None
    outlines = [replace(network, flat=stage.flat).outline() for stage in training.stages]
    stages = [
        {"step": stage.step, "matrices": [None if step.matrix is None else _short(step.matrix) for step in outline]}
        for stage, outline in zip(training.stages, outlines, strict=True)
    ]
    return training, {**made[1], "stages": stages}


def _short(matrix: Array) -> list[list[float]]:
    """Return a matrix to four digits: there are many of them."""
    return [[float(f"{value:.4g}") for value in row] for row in matrix.tolist()]


def progress(now: Progress, seconds: float, say: Say) -> tuple[int, str]:
    """Return the step that training has reached, and how it goes; `seconds` are those since it began."""
    told = "loss {loss:.4f} · {days} {days:day|days} · {speed:.0f} steps/s"
    return now.step, say(told, loss=now.loss, days=now.length, speed=now.step / seconds)


def _title(training: Training, say: Say) -> str:
    network, made = training.network, training.network.architecture
    return say(
        "{kitchen}, {task}: {cell}, {layers} {layers:layer|layers} of {hidden} hidden units, {size} parameters",
        kitchen=network.name,
        task=_TASKS[network.task],
        cell=cell_word(made.cell, bidirectional=made.bidirectional),
        layers=made.layers,
        hidden=made.hidden,
        size=made.size,
    )


def _table(training: Training, say: Say) -> Block:
    if training.network.task != "fill":
        seasons = say("weeks") if training.network.task == "translate" else say("seasons")
        left, right = [], [say("days"), seasons, say("days right"), say("all days right"), say("ceiling")]
    else:
        left, right = [say("blank")], [say("days"), say("blanks right"), say("ceiling")]
    headings: list[str | Column] = [*left, *(Column(heading, "right") for heading in right)]
    return table(headings, [_cells(row, say) for row in training.rows], say.colon)


def _cells(row: Row, say: Say) -> list[str]:
    ceiling = "—" if row.ceiling is None else percent(row.ceiling)
    days, right = f"{row.score.days:,}", percent(row.score.by_day)
    if row.what in ("next", "translate"):
        return [days, f"{row.sequences:,}", right, percent(row.score.by_sequence), ceiling]
    return [say.say(_BLANKS[row.what]), days, right, ceiling]


def _climate(training: Training, say: Say) -> list[Block]:
    """Return a sentence on the climate that a network was trained for, where it was for one."""
    trained = training.network.trained
    if "rain" not in trained:
        return []
    told = [say("It learned, and is scored, where {rain:percent} of the days are rainy.", rain=trained["rain"])]
    if trained["stay"] is not None:
        told.append(say("A day is like the day before with a chance of {stay:percent}.", stay=trained["stay"]))
    return [Paragraph(say.together(*told))]


def _climates(training: Training, say: Say) -> list[Block]:
    """Return a table of climates, where there are any."""
    if not training.climates:
        return []
    weathers = training.network.weathers
    weather = say.labels(training.network.dishes, weathers)[weathers.ids[telling(weathers)]]
    headings = say("{weather}, share of days", weather=weather), say("days"), say("seasons"), say("days right")
    rows = [
        [percent(row.share), f"{row.days:,}", f"{row.sequences:,}", percent(row.by_day)] for row in training.climates
    ]
    return [table([Column(heading, "right") for heading in headings], rows, say.colon)]


def _restarts(count: int, say: Say) -> list[str]:
    told = "It started anew {count} {count:time|times}, because the network before kept failing its check."
    return [say(told, count=count)] if count else []


def _outcome(training: Training, say: Say) -> list[str]:
    """Return the sentences on how it ended."""
    numbers = {"steps": len(training.losses), "seconds": training.seconds}
    if training.diverged:
        return [
            say("After {steps:,} steps the loss was no number any more: the training diverged.", **numbers),
            say("Try a smaller --rate. What is reported is the best before."),
        ]
    if training.converged is None:
        trained = say("Trained for {steps:,} {steps:step|steps} in {seconds:.1f} s.", **numbers)
        told = "The ceiling is what a guess that knows all the rules gets right; nothing does better but by luck."
        return [trained] if training.is_of_diary else [trained, say(told)]
    if training.converged:
        right = _right(training, say) if training.network.task == "next" else _translated(training, say)
        return [say("Learned in {steps:,} {steps:step|steps} and {seconds:.1f} s.", **numbers), right]
    return [
        say("It did not converge in {steps:,} {steps:step|steps} ({seconds:.1f} s).", **numbers),
        *([_translated(training, say)] if training.network.task == "translate" else []),
        *_grown(training, say),
        say("What is reported is the best it came to; --json says so too, as converged."),
        _remedy(training, say),
    ]


def _right(training: Training, say: Say) -> str:
    """Return how often a network that passed its check was right: what the table shows."""
    days = max(row.score.days for row in training.rows)
    worst = min(row.score.by_day for row in training.rows)
    elsewhere = min((row.by_day for row in training.climates), default=1.0)
    if training.is_of_diary:
        learned = say("It was right on every day that its check drew from the diary it learned from.")
        return say.together(learned, say("The table is of the last fifth of the diary, which was held out."))
    if worst == 1 > elsewhere:
        told = (
            "It was right on every day of fresh seasons of up to {days:,} days, but not in every climate of the table."
        )
        return say(told, days=days)
    if worst == 1:
        return say("It was right on every day of fresh seasons of up to {days:,} days.", days=days)
    told = "It passed its check, and was right on {share:percent} of other days, in seasons of up to {days:,} days."
    return say(told, share=worst, days=days)


def _translated(training: Training, say: Say) -> str:
    """Return how many weeks came out right, at the length that was trained and beyond, and what stands between."""
    made, first, last = training.network.architecture, training.rows[0], training.rows[-1]
    told = (
        "In training the right dish stood before each day (teacher forcing); here each dish follows from the network's "
        "own: of fresh weeks of {days:,} {days:day|days}, {share:percent} are wholly right."
    )
    said = [say(told, days=first.score.days, share=first.score.by_sequence)]
    if training.is_of_diary:
        said.append(say("The table is of the last fifth of the diary, which was held out."))
    if last is first:
        return say.together(*said)
    numbers = made.layers * made.hidden * len(CELLS[made.cell].State._fields)
    values = {"days": last.score.days, "numbers": numbers, "least": first.score.days}
    if last.score.by_sequence < first.score.by_sequence:
        told = (
            "Of weeks of {days:,} days, {share:percent} are, and {by_day:percent} of their days. However long the week "
            "is, the decoder knows only the encoder's last state, {numbers:,} numbers trained to hold {least:,} "
            "{least:day|days}: this is the bottleneck."
        )
    else:
        told = (
            "So are {share:percent} of weeks of {days:,} days: the encoder's last state, {numbers:,} numbers, is all "
            "that the decoder knows of a week, and here it is enough."
        )
    said.append(say(told, share=last.score.by_sequence, by_day=last.score.by_day, **values))
    return say.together(*said)


def _grown(training: Training, say: Say) -> list[str]:
    length = training.network.trained["length"]
    if training.mastered >= length:
        return []
    told = "Its seasons had grown to {mastered:,} of {length:,} days."
    return [say(told, mastered=training.mastered, length=length)]


def _remedy(training: Training, say: Say) -> str:
    if training.losses[-1] > math.log(training.network.architecture.outputs) + 0.1:
        return say("The loss is above that of guessing: a smaller --rate may help.")
    if len(training.losses) < STEPS[training.network.task]:
        return say("More --steps may help.")
    if training.network.architecture.hidden < _ENOUGH:
        return say("More units help: try --hidden {units}.", units=_ENOUGH)
    told = "Smaller steps or another start may help: try --rate {rate:g}, or another --seed."
    return say(told, rate=training.network.trained["rate"] / 2)


def _curve(training: Training) -> list[tuple[int, float]]:
    """Return some steps from the first to the last, and their losses."""
    last = len(training.losses) - 1
    places = sorted({round(last * point / (_POINTS - 1)) for point in range(_POINTS)})
    return [(place + 1, float(training.losses[place])) for place in places]


def record(training: Training) -> dict[str, Any]:
    """Return what `train --json` prints."""
    network, made = training.network, training.network.architecture
    return {
        "kitchen": network.name,
        "task": network.task,
        "cell": made.cell,
        "hidden": made.hidden,
        "layers": made.layers,
        "bidirectional": made.bidirectional,
        "parameters": made.size,
        "dishes": list(network.dishes.ids),
        "weathers": list(network.weathers.ids),
        **network.trained,
        "converged": training.converged,
        "restarts": training.restarts,
        "diverged": training.diverged,
        "steps_taken": len(training.losses),
        "seconds": round(training.seconds, 3),
        "accuracy": [_row_record(row) for row in training.rows],
        "climates": [
            {"weather": network.weathers.ids[telling(network.weathers)], **row._asdict()} for row in training.climates
        ],
        "loss": [{"step": step, "loss": loss} for step, loss in _curve(training)],
    }


def _row_record(row: Row) -> dict[str, Any]:
    record: dict[str, Any] = {"days": row.score.days, "sequences": row.sequences}
    if row.what in ("next", "translate"):
        record |= {"by_day": row.score.by_day, "by_sequence": row.score.by_sequence}
    else:
        record = {"blank": row.what, **record, "right": row.score.by_day}
    return record | {"ceiling": row.ceiling}
