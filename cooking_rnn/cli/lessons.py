"""The course on a terminal, or driven by lines on standard input: a screen, a question, what is said of the answer."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from cooking_rnn.blocks import Block, Column, Heading, Paragraph, Question, table
from cooking_rnn.cli.asking import answered, is_asked, line, lines_of, prompt, what_to_type
from cooking_rnn.cli.emit import save_text, show
from cooking_rnn.cli.pager import CLEARED, screenfuls
from cooking_rnn.cli.speech import say as speaker
from cooking_rnn.cli.speech import tell
from cooking_rnn.course import DESIGNS, LESSONS
from cooking_rnn.course.lesson import Lesson, asked, lesson
from cooking_rnn.course.progress import Answer, Place, Progress
from cooking_rnn.errors import DataError
from cooking_rnn.names import normalise
from cooking_rnn.render.output import write_text
from cooking_rnn.render.questions import questions
from cooking_rnn.render.records import write_document
from cooking_rnn.report.say import Say

_KEYS = ("h", "s", "b", "q")


def go(progress: Progress, say: Say, chosen: str) -> None:
    """Go through the lesson that was chosen, or from where the learner stopped, until there is no more or `q`."""
    name = chosen or _open_lesson(progress)
    if not name:
        show([Paragraph(say("You have passed every lesson. `cook learn list` names them, to read one again."))])
    while name:
        name = _through(lesson(name), progress, say)
        if chosen and not is_asked():
            return


def listed(progress: Progress, *, is_data: bool) -> None:
    """Say which lessons there are, and how far the learner is in each."""
    say = speaker()
    told = [(name, title, progress.lessons.get(name, Place())) for name, title in {**LESSONS, **DESIGNS}.items()]
    if is_data:
        rows = [
            {
                "name": name,
                "title": str(title),
                "passed": at.is_passed,
                "right": sum(answer.is_right for answer in at.answers.values()),
                "asked": len(at.answers),
            }
            for name, title, at in told
        ]
        write_document({"current": progress.current or None, "lessons": rows})
        return
    lines = [
        (str(number), name, say.say(title), _how_far(name, at, say)) for number, (name, title, at) in enumerate(told, 1)
    ]
    show([table([Column("", "right"), say("lesson"), say("about"), say("how far")], lines, say.colon)])


def save(path: Path, names: Sequence[str]) -> None:
    """Keep these lessons as a page, to be answered in a browser."""
    say = speaker()
    title = say("A recurrent network, learned by predicting it")
    blocks: list[Block] = [Heading(title)]
    for each in map(lesson, names):
        blocks.append(Heading(say.say(each.title), 2))
        for place in range(len(each.screens)):
            blocks += each.screen(place, say)
        blocks.append(Paragraph(say("To go on: {next}.", next=each.next)))
    words = {
        "yes": say("✓ Yes."),
        "no": say("✗ No."),
        "hint": say("Hint"),
        "see": say("Show the answer"),
        "check": say("Check"),
        "number": say("A number"),
        "answer": say("The answer:"),
        "score": say("{right} of {asked} right.", right="{right}", asked="{asked}"),
        "name": f"cook learn {say.lang} {' '.join(names)}",
    }
    save_text(questions(blocks, say.lang, words), path)


def _how_far(name: str, at: Place, say: Say) -> str:
    if at.is_passed:
        return say("✓ passed")
    if not at.answers and not at.screen:
        return "—"
    right, ids = sum(answer.is_right for answer in at.answers.values()), lesson(name).ids
    if at.screen in ids:
        place = ids.index(at.screen) + 1
        return say("screen {place} of {screens}, {right} right", place=place, screens=len(ids), right=right)
    return say("{right} of {asked} right", right=right, asked=len(at.answers))


def _open_lesson(progress: Progress) -> str:
    """Return the lesson to go on with; "" where all are passed."""
    names = [*LESSONS]
    first = names.index(progress.current) if progress.current in names else 0
    return next((name for name in names[first:] + names[:first] if not progress.of(name).is_passed), "")


def _through(told: Lesson, progress: Progress, say: Say) -> str:
    """Go through a lesson; return the lesson after it, "" where the learner stops."""
    at, place = progress.of(told.name), _start(told, progress.of(told.name))
    while place < len(told.screens):
        progress.current, at.screen = told.name, told.ids[place]
        keep(progress)
        step = _screen(told, place, progress, say)
        if step is None:
            tell("`cook learn` goes on here")
            return ""
        place = max(place + step, 0)
    left = sum(not answer.is_right for answer in at.answers.values())
    first = sum(answer.is_right and answer.tries == 1 for answer in at.answers.values())
    at.screen, at.is_passed = "", not left
    keep(progress)
    if left:
        end = say("Not passed yet: {left} {left:question is|questions are} still open.", left=left)
    else:
        asked = len(at.answers)
        end = say("✓ Lesson passed: {asked} questions, {first} right at the first try.", asked=asked, first=first)
    clear()
    show([Heading(say.say(told.title), 2), Paragraph(end), Paragraph(say("To go on: {next}.", next=told.next))])
    if left:
        show([Paragraph(say("`cook learn {name}` asks again what is open.", name=told.name))])
    names = [*LESSONS]
    after = names[told.number] if told.number < len(names) else ""
    if after and is_asked():
        prompt(say("Enter next lesson · q end "))
        return "" if _is_end(line()) else after
    return after


def _start(told: Lesson, at: Place) -> int:
    """Return the screen where a lesson goes on: where it was left, or the first question that is open."""
    if at.screen in told.ids:
        return told.ids.index(at.screen)
    return next((place for place, name in enumerate(told.ids) if not at.answers.get(name, Answer(0, True)).is_right), 0)


def _screen(told: Lesson, place: int, progress: Progress, say: Say) -> int | None:
    """Show a screen and ask what it asks; return how many screens to go on, None where the learner ends."""
    blocks = told.screen(place, say)
    clear()
    question = asked(blocks)
    asks = lines_of(what_to_type(question, say, _KEYS)) if question else [""]
    pieces = screenfuls(blocks, end="", prompt=len(asks))
    for piece in pieces[:-1]:
        write_text(piece)
        if (step := _turned(say)) != 1:
            return step
    write_text(pieces[-1])
    if question is not None:
        answer = progress.of(told.name).answers.setdefault(told.ids[place], Answer())
        if answer.is_right:
            _tell_right(question, say)
        else:
            step = _ask(question, answer, progress, say)
            if step != 1:
                return step
    else:
        write_text("\n")
    return _turned(say)


def _ask(question: Question, answer: Answer, progress: Progress, say: Say) -> int | None:
    """Ask until the answer is right, or the learner wants to see it; return how many screens to go on."""
    while True:
        given = answered(question, say, _KEYS)
        if isinstance(given, str):
            if given == "s":
                answer.tries += 1  # whoever has seen it does not know it at the first try
                keep(progress)
                show([Paragraph(say("The answer: {answer}.", answer=question.said(question.answer)))])
                show([Paragraph(question.why)])
            return {"s": 1, "b": -1}.get(given)
        answer.tries += 1
        answer.is_right = question.is_right(given)
        keep(progress)
        if answer.is_right:
            _tell_right(question, say)
            return 1
        reason = question.shown_by(given) or question.hint
        show([Paragraph(say.together(say("✗ No."), reason, say("Try again, or type s to see the answer.")))])


def _tell_right(question: Question, say: Say) -> None:
    show([Paragraph(say.together(say("✓ Yes."), question.why))])


def _turned(say: Say) -> int | None:
    """Wait for the reader; return how many screens to go on, None where there is an end of it."""
    if not is_asked():
        return 1
    prompt(say("Enter next · b back · q end "))
    typed = line()
    if _is_end(typed):
        return None
    return -1 if normalise(typed or "") == "b" else 1


def _is_end(typed: str | None) -> bool:
    return typed is None or normalise(typed) == "q"


def clear() -> None:
    """Begin a screen at its top."""
    is_screen = sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    write_text(CLEARED if is_screen else "\n")


def keep(progress: Progress) -> None:
    """Keep how far the learner is; where that cannot be, say so once and go on without."""
    try:
        progress.save()
    except DataError as error:
        progress.path = None
        tell("{fault}; the course goes on, and nothing is kept", fault=error.said(speaker()))
