"""What is said of a diary whose blanks were filled: its rows, what was put in marked by its probability."""

from typing import Any

from cooking_rnn.blocks import Block, Cell, Column, Label, Paragraph, table
from cooking_rnn.errors import quote
from cooking_rnn.phrases import Phrase, percent
from cooking_rnn.report.say import Labels, Say
from cooking_rnn.training.fill import FilledDiary

#: the columns of a diary
_COLUMNS = {
    "day": Phrase("day"),
    "date": Phrase("date"),
    "weather": Phrase("weather"),
    "previous": Phrase("yesterday"),
    "dish": Phrase("dish"),
}


def report(filled: FilledDiary, say: Say) -> list[Block]:
    """Return the diary as a table."""
    labels = say.labels(filled.network.dishes, filled.network.weathers)
    names = [name for name in filled.days[0] if name != "probability"]
    headings = [say.say(_COLUMNS[name]) if name in _COLUMNS else _printed(name) for name in names]
    rows = [[*(_cell(str(day[name]), labels) for name in names), _sure(day["probability"])] for day in filled.days]
    told = (
        say("{blanks} {blanks:blank|blanks} filled in.", blanks=filled.blanks)
        if filled.blanks
        else say("There was no blank to fill in.")
    )
    return [table([*headings, Column(say("probability"), "right")], rows), Paragraph(told)]


def _cell(word: str, labels: Labels) -> Cell:
    return Label(labels[word], word) if word in labels else _printed(word)


def _printed(text: str) -> str:
    """Return a text of the file, control characters escaped."""
    return text if text.isprintable() else quote(text)[1:-1]


def _sure(probability: float | None) -> str:
    return "" if probability is None else percent(probability)


def record(filled: FilledDiary) -> dict[str, Any]:
    """Return what `fill --json` prints."""
    return {"model": filled.network.source, "days": filled.days}
