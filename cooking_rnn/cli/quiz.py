"""A quiz: each day's dish is asked before it is shown, and the score is kept."""

import sys

from cooking_rnn.blocks import Paragraph, Question
from cooking_rnn.cli.emit import show
from cooking_rnn.cli.pager import turn
from cooking_rnn.cli.speech import tell
from cooking_rnn.cook import Explanation
from cooking_rnn.errors import quote, suggestion
from cooking_rnn.names import Names, normalise
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
        answer = _answered(asking, told.cook.dishes, say)
        if answer is None:
            break
        asked += 1
        dish, is_right = asking.choices[asking.answer], answer == asking.answer
        right += is_right
        verdict = say("✓ Yes, {dish}.", dish=dish) if is_right else say("✗ No, {dish}.", dish=dish)
        shows = asking.shows[answer] if asking.shows else ""
        show([Paragraph(say.together(verdict, asking.why, shows))])
        write_text("\n")
        if sys.stdin is not None and sys.stdin.isatty() and not _goes_on(told, place, say):
            break
    write_text(say("{right} of {asked} right.", right=right, asked=asked) + "\n")


def _goes_on(told: Explanation, place: int, say: Say) -> bool:
    """Wait for the reader, who may ask for the arithmetic of the day; whether there is to be another."""
    while True:
        is_last = place + 1 == len(told.days)
        write_text(
            say("Enter: the score · e: the arithmetic ") if is_last else say("Enter: go on · e: the arithmetic ")
        )
        answer = _line()
        if answer is None or normalise(answer) == "q":
            return False
        if normalise(answer) != "e":
            return True
        one = Explanation(told.cook, told.start, (told.days[place],), told.is_story)
        turn(one, say)


def _answered(asked: Question, dishes: Names, say: Say) -> int | None:
    """Return the place of the dish that was answered; ask again after a hint or any other word; None at the end."""
    show([asked])
    while True:
        if asked.hint:
            write_text(say("A number or a name (h hint · q end): "))
        else:
            write_text(say("A number or a name (q end): "))
        answer = _line()
        if answer is None:
            write_text("\n")
            return None
        if normalise(answer) == "q" and dishes.find(answer) is None:
            return None
        if normalise(answer) == "h" and asked.hint and dishes.find(answer) is None:
            show([Paragraph(asked.hint)])
            continue
        number = answer.strip()
        if number.isdecimal() and len(number) < 4 and 1 <= int(number) <= len(asked.choices):
            return int(number) - 1
        if (dish := dishes.find(answer)) is not None:
            return dish
        spellings = {spelling: asked.choices[code] for spelling, code in dishes.codes.items()}
        near = suggestion(answer.strip(), asked.choices, spellings)
        tell("unknown dish {word} ({remedy})", word=quote(answer.strip()), remedy=near)


def _line() -> str | None:
    """Return what was typed; None where there is nothing more."""
    line = sys.stdin.buffer.readline().decode(sys.stdin.encoding, "replace") if sys.stdin is not None else ""
    return line or None
