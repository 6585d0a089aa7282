"""Design tasks on a terminal: a file to fill in, which is marked each time that Enter is pressed."""

from pathlib import Path

from cooking_rnn.blocks import Paragraph
from cooking_rnn.cli.asking import is_asked, line
from cooking_rnn.cli.emit import show
from cooking_rnn.cli.lessons import clear, keep
from cooking_rnn.cli.speech import say as speaker
from cooking_rnn.cli.speech import tell
from cooking_rnn.course import DESIGNS
from cooking_rnn.course.progress import Progress
from cooking_rnn.errors import DataError
from cooking_rnn.files import replace
from cooking_rnn.insight.design import mark
from cooking_rnn.names import normalise
from cooking_rnn.render.output import note, write_text
from cooking_rnn.report import report
from cooking_rnn.report.design import asked, blank, hint
from cooking_rnn.report.say import Say


def go(progress: Progress, say: Say, chosen: str) -> None:
    """Go through the tasks from the one that was chosen, until one is left unsolved and `q` is typed."""
    for name in [*DESIGNS][[*DESIGNS].index(chosen) :]:
        progress.current = name
        keep(progress)
        if not _through(name, progress, say):
            tell("`cook learn {name}` goes on here", name=name)
            return
        if not is_asked():
            return


def passed(progress: Progress, name: str) -> None:
    """Keep that a task is solved."""
    progress.of(name).is_passed = True
    keep(progress)


def _through(name: str, progress: Progress, say: Say) -> bool:
    """Show a task and mark its file until it is right or skipped; whether the learner goes on."""
    task, file = name.removeprefix("design-"), Path(f"{name}.toml")
    clear()
    show(asked(task, say))
    if file.exists():
        told = say("Your answer is in {file}. Change it, keep it, and press Enter: it is marked.", file=str(file))
    else:
        replace(file, blank(task, say).encode())
        told = say("{file} is made: fill it in, keep it, and press Enter: it is marked.", file=str(file))
    show([Paragraph(told)])
    is_right = False
    while True:
        write_text(say("Enter next · q end ") if is_right else say("Enter mark · h hint · s skip · q end "))
        typed = line()
        if typed is None or normalise(typed) == "q":
            return False
        if is_right or normalise(typed) == "s":
            return True
        if normalise(typed) == "h":
            show([Paragraph(hint(task, say))])
            continue
        try:
            marking = mark(task, file)
        except DataError as error:
            note(error.said(speaker()))
            continue
        show(report(marking, say))
        if marking.is_right:
            is_right = True
            passed(progress, name)
            if not is_asked():
                return True
