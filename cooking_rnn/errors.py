"""What can go wrong, and how it is said: one line with where, what, and what to do."""

from collections.abc import Mapping, Sequence
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
        return f"{where}: {_cut(what, _LONGEST)}" + (f" ({_cut(remedy, 2 * _LONGEST)})" if remedy else "")


class UsageError(CookError, ValueError):
    """What was typed, or passed to a function, is wrong; `where` begins with the parameter's name."""

    exit_code = 2


class DataError(CookError):
    """What was read or written is wrong."""

    exit_code = 1


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
