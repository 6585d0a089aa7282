"""What is said of a season: a table with a row a day, from the dish of day 0 on, and every vector of each day."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

import numpy as np

from cooking_rnn.blocks import Block, Cell, Heading, Label, Paragraph, Vector, table
from cooking_rnn.cook import Explanation, Season
from cooking_rnn.phrases import Phrase, percent
from cooking_rnn.report.say import Labels, Say
from cooking_rnn.report.words import END_ROWS, MOST_ROWS, WEEKDAYS, label, legend, rule_word, step_word, vector
from cooking_rnn.steps import Day, Step


def report(season: Season, say: Say, *, whole: bool = False) -> list[Block]:
    """Return the table of all days, or of more than MOST_ROWS of the two ends unless `whole`."""
    cook, count = season.cook, len(season)
    hidden = 0 if whole or count <= MOST_ROWS else count - 2 * END_ROWS
    days = season.ends(END_ROWS) if hidden else season.days
    labels = say.labels(cook.dishes, cook.weathers)
    told = _Told(season, days, hidden, labels, say)
    shown: list[Block] = [Heading(say("{cook}: {days:,} {days:day|days}", cook=cook.name, days=count))]
    if season.read:
        shown += [
            Paragraph(say.say(READS)),
            _Told(season, season.read, 0, labels, say).read(),
            Paragraph(say.say(WRITES)),
        ]
    shown.append(told.with_vectors() if season.vectors else told.plain())
    steps = days[0].steps if days else ()
    if marks := legend(steps, labels, say, is_kitchen=bool(days and days[0].rule)):
        shown.append(Paragraph(marks))
    if hidden:
        shown.append(Paragraph(say("⋮ {days:,} {days:day|days} between (--all shows them)", days=hidden)))
    return shown


READS = Phrase("The encoder reads the week, from its last day to its first:")
WRITES = Phrase("From its last state alone the decoder writes the menu, each dish after its own last one:")


class _Told:
    """The rows of the table."""

    def __init__(self, season: Season, days: Sequence[Day], hidden: int, labels: Labels, say: Say) -> None:
        self.season, self.days, self.hidden, self.labels, self.say = season, days, hidden, labels, say

    def with_vectors(self) -> Block:
        """Return a row a day, a column a vector."""
        steps: Sequence[Step] = self.days[0].steps if self.days else ()
        headings = [step_word(step, self.say) for step in steps]
        if self.season.start is None:
            return self._table(headings, None, self._vectors)
        return self._table(headings, [""] * (len(steps) - 1) + [self._start()], self._vectors)

    def read(self) -> Block:
        """Return a row for each day that is only read: its weather, and a column a vector."""
        headings = [self.say("weather"), *(step_word(step, self.say) for step in self.days[0].steps)]
        return self._table(headings, None, lambda day: [self._weather(day), *self._vectors(day)])

    def _weather(self, day: Day) -> Cell:
        return label(day.weather, self.labels) if day.weather else "—"

    def _vectors(self, day: Day) -> list[Cell]:
        return [vector(step, self.labels, self.say) for step in day.steps]

    def plain(self) -> Block:
        """Return a row a day, in words."""
        say = self.say
        if self.season.start is None:
            return self._table([say("input"), say("output"), say("probability")], None, self._named)
        is_learned = any(day.probability is not None for day in self.days)
        middle = [] if is_learned else [say("rule")]
        last = [say("probability")] if is_learned else []
        headings = [say("weather"), *middle, say("yesterday"), say("dish"), *last]
        blank: list[Cell] = [""] * (len(headings) - 1 - is_learned)
        return self._table(headings, [*blank, self._start(), *([""] * is_learned)], self._words)

    def _words(self, day: Day) -> list[Cell]:
        weather = self._weather(day)
        cells = [weather, label(day.previous or "", self.labels), label(day.dish, self.labels)]
        if day.probability is not None:
            return [*cells, percent(day.probability)]
        rule = Label(rule_word(day.rule, self.labels, self.say), day.rule or "")
        return [weather, rule, *cells[1:]]

    def _named(self, day: Day) -> list[Cell]:
        """Return the cells of a day of a network of somebody else."""
        input_: Cell = label(day.weather, self.labels) if day.weather else "—"
        sure = "—" if day.probability is None else percent(day.probability)
        return [input_, label(day.dish, self.labels), sure]

    def _start(self) -> Cell:
        """Return the dish of day 0, as the vector that it is where vectors are shown."""
        cook = self.season.cook
        assert self.season.start is not None
        dish = cook.dishes.ids[self.season.start]
        if not self.season.vectors:
            return label(dish, self.labels)
        return Vector(np.eye(len(cook.dishes), dtype=int)[self.season.start], meaning=label(dish, self.labels))

    def _table(
        self, headings: Sequence[str], first: Sequence[Cell] | None, cells: Callable[[Day], Iterable[Cell]]
    ) -> Block:
        say = self.say
        has_dates = any(day.date for day in self.days)
        columns = [say("day"), *([say("date")] if has_dates else []), *headings]
        rows: list[list[Cell]] = []
        if first is not None:
            rows.append([self._number(0), *([""] if has_dates else []), *first])
        for place, day in enumerate(self.days):
            if self.hidden and place == END_ROWS:
                rows.append(["⋮" for _ in columns])
            dated: list[Cell] = [day.date or ""] if has_dates else []
            rows.append([self._number(day.number), *dated, *cells(day)])
        return table(columns, rows, say.colon)

    def _number(self, number: int) -> str:
        if not self.season.is_story:
            return str(number)
        return f"{number} {self.say.say(WEEKDAYS[number % 7])}"


def record(season: Season) -> dict[str, Any]:
    """Return the document that `simulate --json` prints."""
    days = season.cook.days(season.weathers, season.start, season.dates, steps=season.vectors)
    return document(season, days, partial(day_record, vectors=season.vectors))


def document(
    season: Season | Explanation, days: Iterable[Day], told: Callable[[Day], dict[str, Any]]
) -> dict[str, Any]:
    """Return a document of days, each as `told` says it when it is asked for."""
    cook = season.cook
    if season.start is None:
        names = {"inputs": list(cook.weathers.ids), "outputs": list(cook.dishes.ids)}
        return {"model": cook.source, **names, "days": map(told, days)}
    read = [read_record(told(day)) for day in season.read]
    encoder = {"encoder": read} if read else {}
    return {"kitchen": cook.name, "start": cook.dishes.ids[season.start], **encoder, "days": map(told, days)}


def read_record(day: dict[str, Any]) -> dict[str, Any]:
    """Return a day that is only read, which has no dish."""
    return {key: told for key, told in day.items() if key not in ("previous", "dish")}


def day_record(day: Day, *, vectors: bool) -> dict[str, Any]:
    """Return a day of a `simulate` document."""
    record = brief_record(day)
    rule = {} if day.rule is None else {"rule": day.rule}
    said = {key: record.pop(key) for key in ("dish", "probability") if key in record}
    return record | rule | said | (vectors_record(day) if vectors else {})


def vectors_record(day: Day) -> dict[str, Any]:
    """Return the vectors of a day, by the names of their steps; nested, for a step may be called what a column is."""
    return {"vectors": {step.name: step.value for step in day.steps}}


def brief_record(day: Day, *, vectors: bool = False) -> dict[str, Any]:
    """Return a day of a stream: a row of a diary, and its vectors where they were asked for."""
    record = {"day": day.number, **({} if day.date is None else {"date": day.date})}
    record |= {"weather": day.weather, "previous": day.previous, "dish": day.dish}
    record |= {} if day.probability is None else {"probability": day.probability}
    return record | (vectors_record(day) if vectors else {})
