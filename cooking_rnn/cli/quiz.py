"""A quiz: each day's dish is asked before it is shown, and the score is kept."""

from cooking_rnn.blocks import Paragraph
from cooking_rnn.cli.asking import answered, is_asked, line, verdict
from cooking_rnn.cli.emit import show
from cooking_rnn.cli.pager import turn
from cooking_rnn.cook import Explanation
from cooking_rnn.names import normalise
from cooking_rnn.render.output import write_text
from cooking_rnn.report.explanation import question
from cooking_rnn.report.say import Say


def ask(told: Explanation, say: Say) -> None:
    """Ask for the dish of each day, say whether it was right and why; at the end, the score."""
    right = asked = 0
    for place, day in enumerate(told.days):
        if not day.dish:  # a tie, which nobody can guess
            break
        asking = question(day, told, say)
        show([asking])
        answer = answered(asking, say, names=told.cook.dishes)
        if isinstance(answer, str):
            break
        asked += 1
        right += asking.is_right(answer)
        show([Paragraph(say.together(verdict(asking, answer, say), asking.why, asking.shown_by(answer)))])
        write_text("\n")
        if is_asked() and not _goes_on(told, place, say):
            break
    write_text(say("{right} of {asked} right.", right=right, asked=asked) + "\n")


def _goes_on(told: Explanation, place: int, say: Say) -> bool:
    """Wait for the reader, who may ask for the arithmetic of the day; whether there is to be another."""
    while True:
        is_last = place + 1 == len(told.days)
        write_text(
            say("Enter: the score · e: the arithmetic ") if is_last else say("Enter: go on · e: the arithmetic ")
        )
        answer = line()
        if answer is None or normalise(answer) == "q":
            return False
        if normalise(answer) != "e":
            return True
        one = Explanation(told.cook, told.start, (told.days[place],), told.is_story)
        turn(one, say)
