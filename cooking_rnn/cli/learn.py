"""cook learn: the article as a course, a screen at a time."""

from typing import TYPE_CHECKING, Annotated

import typer

from cooking_rnn.cli import options
from cooking_rnn.cli.command import command
from cooking_rnn.cli.language import say, tell
from cooking_rnn.course import LESSONS
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
            autocompletion=options.complete(lambda: [*_WORDS, *LESSONS]),
            help="A lesson, by its name or number; which ones there are; or begin anew. [where you stopped]",
            show_default=False,
        ),
    ] = None,
    to: options.Table,
) -> None:
    """Learn what a recurrent network is: predict, then see. It goes on where you stopped.

    At a question, type the answer, or a key: h shows a hint, s the answer, b goes back, q ends. What you have done is
    kept after each answer. --save course.html writes the whole course as one page, to be answered in a browser.
    """
    chosen = _chosen(lesson)
    if to.format == "json" and chosen != "list":
        raise UsageError("--json", "only for {other}", "say cook learn list --json", other="list")
    if to.save:
        if to.save.suffix.lower() != ".html":
            raise UsageError("--save", "a course is a page", "end it in .html")
        from cooking_rnn.cli.lessons import save

        save(to.save, [chosen] if chosen in LESSONS else [*LESSONS])
        return
    from cooking_rnn.cli import lessons

    progress = _kept()
    if chosen == "list":
        lessons.listed(progress, is_data=to.format == "json")
    elif chosen == "reset":
        _reset(progress)
    else:
        lessons.go(progress, say(), chosen)


def _chosen(typed: str | None) -> str:
    """Return what was asked for by its name: a lesson, one of _WORDS, or "" for where one stopped."""
    if typed is None or typed in (*_WORDS, *LESSONS):
        return typed or ""
    if typed.isdecimal() and len(typed) < 4 and 1 <= int(typed) <= len(LESSONS):
        return [*LESSONS][int(typed) - 1]
    raise UsageError("LESSON", "there is no lesson {name}", suggestion(typed, [*LESSONS, *_WORDS]), name=quote(typed))


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
