"""The reader's language: every template in English as it stands in the code, or in Chinese as zh.toml has it."""

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from cooking_rnn.errors import UsageError, quote
from cooking_rnn.names import LANGUAGES, Names
from cooking_rnn.phrases import Phrase, Wording, visible

#: words that a file may use for a rule; a dish or a weather of that name is called by its identifier
_RULES = ("same", "next", "previous", "table")

Labels = Mapping[str, str]  # identifier -> what people who read the language call it


class Say(Wording):
    """Says templates in one language: `say("{n} of {of} cases right", n=6, of=6)`."""

    def __init__(self, lang: str = "en") -> None:
        super().__init__()
        self.lang = lang
        self._chinese = chinese() if lang == "zh" else {}
        self._blank, self.colon, self.semicolon = " ", ": ", "; "
        if lang == "zh":
            self.comma, self.last_comma, self._blank, self.colon, self.semicolon = "、", "和", "", "：", "；"

    def __call__(self, template: str, **values: Any) -> str:
        """Return the template in this language, filled."""
        return self.say(Phrase(template, **values))

    def template(self, english: str) -> str:
        """Return a template in this language; what has no translation (a name, a formula) stands as it is."""
        return self._chinese.get(english, english)

    def together(self, *sentences: str) -> str:
        """Return sentences one after the other; Chinese needs no blank between."""
        return self._blank.join(filter(None, sentences))

    def labels(self, dishes: Names, weathers: Names) -> Labels:
        """Return what each identifier is called.

        One that means two things (a dish and a weather, a weather and a kind of rule) is called by itself.
        """
        ambiguous = {*weathers.ids} & {*dishes.ids, *_RULES}
        return {
            name.id: visible(name.id if name.id in ambiguous else name.label(self.lang))
            for names in (weathers, dishes)
            for name in names
        }


@cache
def chinese() -> Mapping[str, str]:
    """Return the Chinese of every template, by its English."""
    import tomllib  # only Chinese needs it

    return tomllib.loads(Path(__file__).with_name("zh.toml").read_text("utf-8"))


def default_language() -> str:
    """Return "en" or "zh", as COOK_LANG or else the locale says. Raises UsageError for another COOK_LANG."""
    if chosen := os.environ.get("COOK_LANG", ""):
        if chosen.lower() not in LANGUAGES:
            choices = list(LANGUAGES)
            raise UsageError(
                "COOK_LANG", "unknown choice {chosen}", "choices: {choices}", chosen=quote(chosen), choices=choices
            )
        return chosen.lower()
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"
