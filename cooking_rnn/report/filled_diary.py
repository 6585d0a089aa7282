"""What is said of a diary whose blanks were filled: its rows, what was put in marked by its probability."""

from typing import Any

from cooking_rnn.blocks import Block, Cell, Column, Paragraph, table
from cooking_rnn.phrases import Phrase, percent, visible
from cooking_rnn.report.say import Labels, Say
from cooking_rnn.report.words import label
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
    headings = [say.say(_COLUMNS[name]) if name in _COLUMNS else visible(name) for name in names]
    rows = [[*(_cell(str(day[name]), labels) for name in names), _sure(day["probability"])] for day in filled.days]
    told = (
        say("{blanks} {blanks:blank|blanks} filled in.", blanks=filled.blanks)
        if filled.blanks
        else say("There was no blank to fill in.")
    )
    return [table([*headings, Column(say("probability"), "right")], rows, say.colon), Paragraph(told)]


def _cell(word: str, labels: Labels) -> Cell:
    return label(word, labels) if word in labels else visible(word)


def _sure(probability: float | None) -> str:
    return "" if probability is None else percent(probability)


def record(filled: FilledDiary) -> dict[str, Any]:
    """Return what `fill --json` prints."""
    return {"model": filled.network.source, "days": filled.days}
