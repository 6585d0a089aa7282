"""What the program says: an English template and its values, put together here and translated in `report.say`.

A template is a format string. Besides Python's own format specifications it knows

    {n:day|days}     the first word for 1, the second for any other number
    {rows:and}       a list as "1, 2 and 3"; without a specification, "1, 2, 3"
    {share:percent}  "99.5 %"; 100 % only of all, 0 % only of none
    {log:power}      a logarithm to base 10, as the power that it is: "10^-3.2"
"""

import math
import string
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

_LONG = 10**30  # a number that is said as a power of ten


@dataclass(frozen=True, init=False)
class Phrase:
    """Something to say, not yet in any language; `str` says it in English."""

    template: str
    values: dict[str, Any] = field(hash=False)  # some, such as lists, have no hash

    def __init__(self, template: str, **values: Any) -> None:
        object.__setattr__(self, "template", template)
        object.__setattr__(self, "values", values)

    def __str__(self) -> str:
        return ENGLISH.say(self)

    def __bool__(self) -> bool:
        return bool(self.template)


class Wording(string.Formatter):
    """Fills templates in one language; a subclass translates them."""

    comma, last_comma = ", ", " and "

    def template(self, english: str) -> str:
        """Return the template in this language."""
        return english

    def say(self, phrase: Phrase) -> str:
        """Return what a phrase says; a brace in it is written "{{", as in any format string."""
        return str(self.vformat(self.template(phrase.template), (), phrase.values))

    def format_field(self, value: Any, format_spec: str) -> str:
        """Return one value as text."""
        if isinstance(value, Phrase):
            return self.say(value)
        if isinstance(value, str) and not format_spec:
            return visible(value)
        if isinstance(value, list | tuple):
            return self.listed([self.format_field(each, "") for each in value], with_and=format_spec == "and")
        if "|" in format_spec:
            one, many = format_spec.split("|")
            return one if value == 1 else many
        if format_spec == "percent":
            return percent(value)
        if format_spec == "power":
            return power(value)
        if isinstance(value, int) and abs(value) >= _LONG:
            return f"{'-' * (value < 0)}10^{math.log10(abs(value)):.0f}"
        return str(format(value, format_spec))

    def listed(self, words: Sequence[str], *, with_and: bool = False) -> str:
        """Return the words as a list."""
        if with_and and len(words) > 1:
            return self.comma.join(words[:-1]) + self.last_comma + words[-1]
        return self.comma.join(words)


ENGLISH = Wording()


_JOINERS = "\u200c\u200d"  # which put an emoji together, and are not seen


def visible(text: str) -> str:
    """Return a text from outside as it may be shown: what cannot be printed (control and bidi characters, the bytes of
    a name that is no text) stands as an escape, so that it can neither move a cursor nor turn a line round.
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() or char in _JOINERS else repr(char)[1:-1] for char in text)


def percent(share: float) -> str:
    """Return a share in per cent, rounded so that 100 % is said of all only, and 0 % of none."""
    shown = f"{100 * share:.1f}".replace("-0.0", "0.0")
    if share < 1 and shown == "100.0":
        shown = "> 99.9"
    if share and shown == "0.0":
        shown = "< 0.1" if share > 0 else "> -0.1"
    return f"{shown.removesuffix('.0')} %"


def power(log10: float) -> str:
    """Return 10^log10 as people write it; "0" for the logarithm of zero, "—" where nothing is known."""
    if math.isfinite(log10):
        shown = f"{log10:.{int(abs(log10) < 10)}f}"
        return f"10^{shown}" if float(shown) else "1"
    return "0" if log10 == -math.inf else "—"
