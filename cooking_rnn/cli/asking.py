"""Asking: a question, the line that is typed, and what is said of it. The quiz and the course ask so."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cooking_rnn.blocks import Paragraph, Question
from cooking_rnn.cli.emit import show
from cooking_rnn.cli.speech import tell
from cooking_rnn.errors import quote, suggestion
from cooking_rnn.names import normalise
from cooking_rnn.phrases import Phrase
from cooking_rnn.render import terminal
from cooking_rnn.render.output import write_text

if TYPE_CHECKING:
    from cooking_rnn.names import Names
    from cooking_rnn.report.say import Say

#: what may be typed in place of an answer
KEYS = {"h": Phrase("h hint"), "s": Phrase("s skip"), "b": Phrase("b back"), "q": Phrase("q end")}
_LONGEST = 1 << 16  # bytes of a line that are looked at
_LONGEST_NUMBER = 40  # characters


def answered(
    asked: Question, say: "Say", keys: Sequence[str] = ("h", "q"), names: "Names | None" = None
) -> float | str:
    """Return the place of the choice that was typed, or the number; or a key, "q" where nothing more comes.

    The hint is shown here. `names` are those of the choices, where they have more spellings.
    """
    told = what_to_type(asked, say, keys)
    while True:
        prompt(told)
        typed = line()
        if typed is None:
            write_text("\n")
            return "q"
        given = _read(asked, typed, names)
        if given is not None:
            return given
        key = normalise(typed)
        if key == "h" and asked.hint:
            show([Paragraph(asked.hint)])
        elif key in keys:
            return key
        else:
            _refuse(asked, typed.strip(), names)


def what_to_type(asked: Question, say: "Say", keys: Sequence[str]) -> str:
    """Return the prompt of a question: what answers it, and the keys that may be typed instead."""
    shown = " · ".join(say.say(KEYS[key]) for key in keys if key != "h" or asked.hint)
    return say("{what} ({keys}): ", what=_what(asked, say), keys=shown)


def verdict(asked: Question, given: float, say: "Say") -> str:
    """Return whether an answer is right, and which one is."""
    right = asked.said(asked.answer)
    return say("✓ Yes, {answer}.", answer=right) if asked.is_right(given) else say("✗ No, {answer}.", answer=right)


def prompt(told: str) -> None:
    """Write what to type, and leave the cursor behind it; what is too wide for the screen wraps between words."""
    write_text("\n".join(lines_of(told)) + " " * (told[-1] == " "))


def lines_of(told: str) -> list[str]:
    """Return a prompt in lines as wide as the screen."""
    return terminal.text([Paragraph(told)], terminal.screen_width(), colour=False).splitlines()


def line() -> str | None:
    """Return what was typed, as much of it as anybody types; None where there is nothing more."""
    if sys.stdin is None:
        return None
    data = rest = sys.stdin.buffer.readline(_LONGEST)
    while rest and not rest.endswith(b"\n"):
        rest = sys.stdin.buffer.readline(_LONGEST)
    return data.decode(sys.stdin.encoding, "replace") or None


def is_asked() -> bool:
    """Whether somebody sits there who presses Enter, rather than a file of answers."""
    return sys.stdin is not None and sys.stdin.isatty()


def _what(asked: Question, say: "Say") -> str:
    if asked.choices:
        return say("A number or a name")
    return say("A number, in {unit}", unit=asked.unit) if asked.unit else say("A number")


def _read(asked: Question, typed: str, names: "Names | None") -> float | None:
    """Return what was meant; None where it is no answer."""
    if not asked.choices:
        return _number(normalise(typed).removesuffix(normalise(asked.unit)))
    if names is not None and (code := names.find(typed)) is not None:
        return code
    word = normalise(typed)
    if word.isdecimal() and len(word) < 4 and 1 <= int(word) <= len(asked.choices):
        return int(word) - 1
    return next((place for place, choice in enumerate(asked.choices) if normalise(choice) == word), None)


def _number(text: str) -> float | None:
    """Return a number as people write it: "-0.5", "−0,5", "1/4"; None for what is none."""
    if len(text) > _LONGEST_NUMBER:
        return None
    above, slash, below = text.replace("\N{MINUS SIGN}", "-").replace(",", ".").partition("/")
    try:
        return float(above) / float(below if slash else 1)
    except (ValueError, ZeroDivisionError):
        return None


def _refuse(asked: Question, word: str, names: "Names | None") -> None:
    """Say that it is no answer, and what would be one."""
    if not asked.choices:
        tell("{word} is not a number ({remedy})", word=quote(word), remedy=Phrase("such as 3, -0.5 or 1/4"))
    elif names is None:
        remedy = Phrase("a number from 1 to {last}", last=len(asked.choices))
        tell("{word} is none of the choices ({remedy})", word=quote(word), remedy=remedy)
    else:
        spellings = {spelling: asked.choices[code] for spelling, code in names.codes.items()}
        remedy = suggestion(word, asked.choices, spellings)
        tell("unknown dish {word} ({remedy})", word=quote(word), remedy=remedy)
