"""Results in a notebook."""

from typing import Any

from cooking_rnn.render import page
from cooking_rnn.report import report
from cooking_rnn.report.say import Say, default_language


def html(result: Any) -> str:
    """Return what is said of a result as a notebook shows it, in the language of COOK_LANG or the locale."""
    say = Say(default_language())
    return page.fragment(report(result, say), say.lang)
