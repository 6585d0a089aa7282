"""cook learn: the article as a course, a screen at a time."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cooking_rnn.cli import options
from cooking_rnn.cli.command import command
from cooking_rnn.cli.emit import Output, emit
from cooking_rnn.cli.speech import say, tell
from cooking_rnn.course import DESIGNS, LESSONS
from cooking_rnn.errors import UsageError, quote, suggestion

if TYPE_CHECKING:
    from cooking_rnn.course.progress import Progress

app = command()

_WORDS = ("list", "reset")


@app.command()
def learn(
    *,
    lesson: Annotated[
        str | None,
        typer.Argument(
            metavar="LESSON|list|reset",
            autocompletion=options.complete(lambda: [*_WORDS, *LESSONS, *DESIGNS]),
            help="A lesson, by its name or number; which ones there are; or begin anew. [where you stopped]",
            show_default=False,
        ),
    ] = None,
    answer: Annotated[
        Path | None, options.option(metavar="FILE.toml", help="Mark this file as the answer to a design task.")
    ] = None,
    to: options.Table,
) -> None:
    """Learn what a recurrent network is: predict, then see. It goes on where you stopped.

    At a question, type the answer, or a key: h shows a hint, s the answer, b goes back, q ends. What you have done is
    kept after each answer. --save course.html writes the whole course as one page, to be answered in a browser.

    The lessons whose names begin with design are networks to be wired by hand: matrices to be written into a file,
    which is marked by all that they can ever do. --answer FILE.toml marks a file at once; exit code 1 where it is
    wrong.
    """
    chosen = _chosen(lesson)
    if answer is not None:
        _mark(chosen, answer, to)
        return
    if to.format == "json" and chosen != "list":
        raise UsageError("--json", "only for {other}", "say cook learn list --json", other="list")
    if to.save:
        if chosen and chosen not in LESSONS:
            raise UsageError("--save", "together with {other}", "only lessons make a page", other=chosen)
        if to.save.suffix.lower() != ".html":
            raise UsageError("--save", "a course is a page", "end it in .html")
        from cooking_rnn.cli.lessons import save

        save(to.save, [chosen] if chosen in LESSONS else [*LESSONS])
        return
    from cooking_rnn.cli import designs, lessons

    progress = _kept()
    if chosen == "list":
        lessons.listed(progress, is_data=to.format == "json")
    elif chosen == "reset":
        _reset(progress)
    elif chosen in DESIGNS:
        designs.go(progress, say(), chosen)
    else:
        lessons.go(progress, say(), chosen)


def _chosen(typed: str | None) -> str:
    """Return what was asked for by its name: a lesson, one of _WORDS, or "" for where one stopped."""
    if typed is None or typed in (*_WORDS, *LESSONS, *DESIGNS):
        return typed or ""
    if typed.isdecimal() and len(typed) < 4 and 1 <= int(typed) <= len(LESSONS):
        return [*LESSONS][int(typed) - 1]
    choices = [*LESSONS, *DESIGNS, *_WORDS]
    raise UsageError("LESSON", "there is no lesson {name}", suggestion(typed, choices), name=quote(typed))


def _mark(chosen: str, answer: Path, to: Output) -> None:
    """Mark a file as the answer to a task, and keep that it is right; Exit 1 where it is wrong."""
    if chosen not in DESIGNS:
        raise UsageError("--answer", "only for a design task", suggestion("", [*DESIGNS]))
    from cooking_rnn.cli.designs import passed
    from cooking_rnn.insight.design import mark

    marking = mark(chosen.removeprefix("design-"), answer)
    if marking.is_right:
        passed(_kept(), chosen)
    emit(marking, to)
    if not marking.is_right:
        raise typer.Exit(1)


def _kept() -> "Progress":
    """Return how far the learner is, and say where that cannot be read or kept."""
    from cooking_rnn.course.progress import Progress, default_path

    progress, told = Progress.load(default_path())
    if told:
        tell(told)
    return progress


def _reset(progress: "Progress") -> None:
    """Begin anew: nothing is kept of the course."""
    if progress.path is not None and progress.path.exists():
        try:
            progress.path.unlink()
        except OSError as error:
            from cooking_rnn.files import unreadable

            raise unreadable(str(progress.path), error) from None
    tell("the course begins anew")
