"""The language that the reader asked for, known before anything is said: errors and help are in it too."""

from collections.abc import Sequence
from itertools import pairwise

from cooking_rnn.names import LANGUAGES
from cooking_rnn.phrases import Phrase
from cooking_rnn.render.output import note
from cooking_rnn.report.say import Say, default_language

_say: Say | None = None


def choose(arguments: Sequence[str]) -> None:
    """Take the language from `--lang` anywhere on the command line, or else from COOK_LANG and the locale.

    Raises UsageError for a COOK_LANG that is no language; what `--lang` says is checked with the other options.
    """
    global _say
    _say = Say("en")
    asked = [after for option, after in pairwise(arguments) if option == "--lang"]
    asked += [option.removeprefix("--lang=") for option in arguments if option.startswith("--lang=")]
    known = [lang for lang in asked if lang in LANGUAGES]
    _say = Say(known[-1] if known else default_language())


def say() -> Say:
    """Return who speaks the reader's language."""
    return _say or Say(default_language())


def tell(template: str | Phrase, **values: object) -> None:
    """Write a line to standard error, in the reader's language."""
    phrase = Phrase(template, **values) if isinstance(template, str) else template
    note(f"cook: {say().say(phrase)}")
