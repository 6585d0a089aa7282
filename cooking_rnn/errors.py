"""What can go wrong, and how it is said: one line with where, what, and what to do."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from operator import index
from typing import Any

from cooking_rnn.phrases import ENGLISH, Phrase, Wording, visible

_LONGEST = 120  # characters of a place, or of a fault, in a message; a remedy may take two times as many


class CookError(Exception):
    """Something the user can mend; reads `WHERE: WHAT (WHAT TO DO)`.

    `where` is the file and line, the parameter, or the key. `what` states the fault and `remedy` the way out: phrases,
    or templates that `values` fill.
    """

    exit_code = 1

    def __init__(self, where: str | Phrase, what: str | Phrase, remedy: str | Phrase = "", **values: Any) -> None:
        super().__init__(where, what, remedy, values)
        self.where = where
        self.what = Phrase(what, **values) if isinstance(what, str) else what
        self.remedy = Phrase(remedy, **values) if isinstance(remedy, str) else remedy

    def __str__(self) -> str:
        return self.said(ENGLISH)

    def said(self, wording: Wording, where: str = "") -> str:
        """Return the line in a language; `where` in place of the error's own, if given."""
        where = where or (wording.say(self.where) if isinstance(self.where, Phrase) else _shortened(self.where))
        what, remedy = wording.say(self.what), wording.say(self.remedy)
        return (
            (f"{where}: " if where else "")
            + _cut(what, _LONGEST)
            + (f" ({_cut(remedy, 2 * _LONGEST)})" if remedy else "")
        )


class UsageError(CookError, ValueError):
    """What was typed, or passed to a function, is wrong; `where` begins with the parameter's name."""

    exit_code = 2


class DataError(CookError):
    """What was read or written is wrong."""

    exit_code = 1


MOST_SEED = 2**63 - 1  # of every random generator of the program


def within(parameter: str, number: int, most: int, least: int = 1) -> int:
    """Return a whole number; raises UsageError, which names the parameter, unless it is from `least` to `most`."""
    try:
        whole = index(number)
    except TypeError:
        raise UsageError(parameter, "{value} is not a whole number", value=quote(repr(number))) from None
    if not least <= whole <= most:
        what = "{number} is out of range"
        raise UsageError(parameter, what, "from {least} to {most:,}", number=shortened(whole), least=least, most=most)
    return whole


def real(parameter: str, number: Any) -> float:
    """Return a number as a float; raises UsageError, which names the parameter, for what is none, text too."""
    if not isinstance(number, str):
        with suppress(TypeError, ValueError, OverflowError):
            return float(number)
    raise UsageError(parameter, "{value} is not a number", value=quote(repr(number)))


def sequence(parameter: str, values: Any) -> list[Any]:
    """Return values as a list; raises UsageError, which names the parameter, for one value alone."""
    try:
        return list(values)
    except TypeError:
        raise UsageError(parameter, "{value} is not a list", value=quote(repr(values))) from None


def one_of(parameter: str, choice: str, choices: Sequence[str]) -> str:
    """Return a choice; raises UsageError, which names the parameter, unless it is one of the choices."""
    if choice not in choices:
        remedy = suggestion(str(choice), choices)
        raise UsageError(parameter, "unknown choice {chosen}", remedy, chosen=quote(str(choice)))
    return choice


def refuse_with(other: str, remedy: str, **given: object) -> None:
    """Raise UsageError for the first of the parameters `given` that is neither None nor False.

    `remedy` says why it does not go together with the parameter `other`.
    """
    for parameter, value in given.items():
        if value is not None and value is not False:
            raise UsageError(parameter, "together with {other}", remedy, other=other)


def shortened(number: int) -> str:
    """Return a whole number, or how large it is if it has many digits."""
    digits = int(number.bit_length() * 0.30103)
    return str(number) if digits < 20 else f"{'-' * (number < 0)}10^{digits}"


def quote(word: str) -> str:
    """Return `word` in quotes on one line, short enough for a message."""
    return f"'{visible(word[:60])}{'…' if len(word) > 60 else ''}'"


def _shortened(where: str) -> str:
    """Return a place short enough for a message: of a long path the end, which says most."""
    shown = visible(where)
    return shown if len(shown) <= _LONGEST else f"…{shown[-_LONGEST:]}"


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def suggestion(word: str, choices: Sequence[str], spellings: Mapping[str, str] | None = None) -> Phrase:
    """Return the remedy for an unknown name: the choice nearest to `word`, if one is near, and all choices.

    `spellings` maps other ways to write a choice to that choice.
    """
    from difflib import get_close_matches  # only an error pays for it

    known = {spelling.casefold(): choice for spelling, choice in (spellings or {}).items()}
    known |= {choice.casefold(): choice for choice in choices}
    near = get_close_matches(word.casefold()[:200], known, n=1)
    listed = [quote(choice)[1:-1] for choice in choices[:20]] + ["…"] * (len(choices) > 20)
    if near:
        return Phrase("did you mean {near}? choices: {choices}", near=quote(known[near[0]]), choices=listed)
    return Phrase("choices: {choices}", choices=listed)
