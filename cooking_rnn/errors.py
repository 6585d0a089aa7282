"""What can go wrong, and how it is said: one line with where, what, and what to do."""

from collections.abc import Mapping, Sequence


class CookError(Exception):
    """Something the user can mend; reads `WHERE: WHAT (WHAT TO DO)`.

    `where` is the file and line, option, or key; `what` states the fault; `remedy` the way out.
    """

    exit_code = 1

    def __init__(self, where: str, what: str, remedy: str = "") -> None:
        super().__init__(where, what, remedy)
        self.where, self.what, self.remedy = where, what, remedy

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" + (f" ({self.remedy})" if self.remedy else "")


class UsageError(CookError):
    """What was typed is wrong."""

    exit_code = 2


class DataError(CookError):
    """What was read or written is wrong."""

    exit_code = 1


def quote(word: str) -> str:
    """Return `word` in quotes on one line, short enough for a message, control characters escaped."""
    shown = "".join(char if char.isprintable() else repr(char)[1:-1] for char in word[:60])
    return f"'{shown}{'…' if len(word) > 60 else ''}'"


def suggestion(word: str, choices: Sequence[str], spellings: Mapping[str, str] | None = None) -> str:
    """Return the remedy for an unknown name: the choice nearest to `word`, if one is near, and all choices.

    `spellings` maps other ways to write a choice to that choice.
    """
    from difflib import get_close_matches  # only an error pays for it

    known = {spelling.casefold(): choice for spelling, choice in (spellings or {}).items()}
    known |= {choice.casefold(): choice for choice in choices}
    near = get_close_matches(word.casefold()[:200], known, n=1)
    hint = f"did you mean {quote(known[near[0]])}? " if near else ""
    listed = ", ".join(quote(choice)[1:-1] for choice in choices[:20]) + (", …" if len(choices) > 20 else "")
    return f"{hint}choices: {listed}"
