"""What is said of a day's arithmetic: each step as an equation, and a sentence on what it means."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from cooking_rnn.blocks import Block, Cell, Column, Equation, Heading, Paragraph, Question, Span, Vector, plain, table
from cooking_rnn.cook import Explanation
from cooking_rnn.kitchen.check import outcomes
from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.network.network import Network
from cooking_rnn.phrases import Phrase
from cooking_rnn.report import sentences
from cooking_rnn.report.deciding import Excerpt, deciding
from cooking_rnn.report.explorer import playable as playable
from cooking_rnn.report.say import Labels, Say
from cooking_rnn.report.season import day_record, document
from cooking_rnn.report.torch_words import torch_words
from cooking_rnn.report.words import (
    day_word,
    kind_word,
    matrix,
    matrix_word,
    meaning,
    opening,
    part_of,
    part_word,
    row_names,
    rows_word,
    rule_word,
    step_word,
    vector,
)
from cooking_rnn.steps import Day, Step

#: the gates of a cell are shown together: which of them a step is, and how many there are; an LSTM's candidate too
_GATES = {
    gate: (place, len(gates))
    for gates in (("forget", "input", "output", "change"), ("update", "reset"))
    for place, gate in enumerate(gates)
}
_LARGE = 100  # entries of a matrix that is shown once


def report(told: Explanation, say: Say, *, full: bool = False) -> list[Block]:
    """Return every step of every day; `full` with all entries of large matrices and vectors."""
    shown = [block for page in pages(told, say, full=full) for block in page]
    if told.left:
        first, last = (told.days[place].number for place in (0, -1))
        more = "Here are days {first} to {last}; {more:,} {more:day|days} more are left out."
        shown.append(Paragraph(say.say(Phrase(more, first=first, last=last, more=told.left))))
    return shown


def pages(told: Explanation, say: Say, *, full: bool = False) -> Iterator[list[Block]]:
    """Yield a page a step; the first of a day opens it. A large matrix is shown on the first day only.

    Of a large network only what decides is shown, unless `full`, and its gates on one page, a line each.
    """
    labels = say.labels(told.cook.dishes, told.cook.weathers)
    seen: set[str] = set()
    foreign = told.cook if isinstance(told.cook, Network) and told.cook.is_foreign else None
    for day in (*told.read, *told.days):
        is_read = not day.dish and bool(told.read)
        said = sentences.templates(told.cook, is_read=is_read)
        places = [place for place in range(len(day.steps)) if told.only_step in (None, place + 1)]
        is_first = True
        for together, page in arithmetic(day, places, labels, say, seen=seen, full=full):
            if is_first:
                named = day_word(day, say, is_story=told.is_story)
                title = _opened(day, named, labels, say, is_read=is_read, is_written=bool(told.read))
                page.insert(0, Heading(title, 2))
            is_first = False
            for each in together:
                meant = sentences.sentence(each, day, labels, say, said)
                theirs = torch_words(each, foreign, labels, say) if foreign else ""
                if meant or theirs:
                    page.append(Paragraph(say.together(meant, theirs)))
            yield page


def _opened(day: Day, named: str, labels: Labels, say: Say, *, is_read: bool, is_written: bool) -> str:
    """Return the heading of a day: what was, what is; of one that is only read its weather, which who writes forgot."""
    if is_read and day.weather is None:
        return say("{day}, the encoder reads", day=named)
    if is_read:
        return say("{day}, the encoder reads: {weather}", day=named, weather=labels[day.weather or ""])
    if is_written:
        return say(
            "{day}, the decoder writes: {opening}", day=named, opening=opening(replace(day, weather=None), labels, say)
        )
    return say("{day}: {opening}", day=named, opening=opening(day, labels, say))


def arithmetic(
    day: Day,
    places: Sequence[int],
    labels: Labels,
    say: Say,
    *,
    seen: set[str],
    full: bool = False,
    rest: str = "--full",
) -> Iterator[tuple[list[Step], list[Block]]]:
    """Yield the steps at these places as equations, each with its heading; gates together.

    A large matrix that was `seen` is not shown again; `rest` is what shows all of a large network.
    """
    excerpts = None if full else deciding(day)
    for place in places:
        step = day.steps[place]
        before = {earlier.name: earlier for earlier in day.steps[:place]}
        count, together = f"{place + 1}/{len(day.steps)}  ", [step]
        if excerpts is not None and len(places) > 1 and step.kind in _GATES:
            number, gates = _GATES[step.kind]
            if number:
                continue  # it stands on the page of the first
            together = [*day.steps[place : place + gates]]
            count = f"{place + 1}-{place + gates}/{len(day.steps)}  "
        heading = step_word(step, say, say.listed([kind_word(each, say) for each in together]))
        page: list[Block] = [Heading((Span(count, "faint"), Span(heading, "strong")), 3)]
        if excerpts is None:
            page.append(equation(step, before, labels, say, is_known=step.name in seen))
        elif len(together) > 1:
            page += _gates([excerpts[each.name].step for each in together], step, labels, say, rest)
        else:
            page += _excerpt(step, before, excerpts, labels, say, rest)
        if step.matrix is not None and step.matrix.size > _LARGE:
            seen.add(step.name)
        yield together, page


def _gates(shown: Sequence[Step], whole: Step, labels: Labels, say: Say, rest: str) -> list[Block]:
    """Return what is shown of the gates of a cell, a line each."""
    names = [labels.get(name, name) for part in shown[0].axis for name in part.entries]
    if any(name in labels for part in shown[0].axis for name in part.entries):  # dishes are too long to head a column
        lines: list[list[Cell]] = [[kind_word(step, say), Vector(step.value, parts=_lengths(step))] for step in shown]
        units = Paragraph(say("units: {names}", names=names))
        return [table(["", ""], lines, say.colon), units, *_left_out(shown[0], whole, say, rest)]
    rows = [[kind_word(step, say), *(f"{value:.2f}" for value in step.value.tolist())] for step in shown]
    columns = [Column(name, "right") for name in names]
    return [table(["", *columns], rows, say.colon), *_left_out(shown[0], whole, say, rest)]


def _lengths(step: Step) -> tuple[int, ...]:
    return tuple(len(part.entries) for part in step.axis)


def equation(step: Step, before: Mapping[str, Step], labels: Labels, say: Say, *, is_known: bool) -> Equation:
    """Return a step as an equation; of a matrix that `is_known`, because it was shown before, only the name is."""
    given = [before[name] for name in step.inputs]
    terms: list[Any] = []
    if step.matrix is not None:
        terms += [step.matrix_name if is_known else matrix(step, given), "·"]
    elif given and not step.between:
        function = step.formula.partition("(")[0]
        terms.append(say("fold") if function == "fold" else function)  # a word, where the others are symbols
    for place, other in enumerate(given):
        terms += [step.between[place - 1]] if place else []
        terms.append(vector(other, labels, say))
    terms += ["="] if given else []
    terms.append(vector(step, labels, say))
    note = say("{matrix} is the same as the day before.", matrix=step.matrix_name) if is_known else ""
    return Equation(
        tuple(terms),
        row_names(step.axis, labels, say, step.winners),
        _sources(step, before, labels, say),
        _legend(step, labels, say),
        note,
        say.colon,
    )


def _excerpt(
    step: Step, before: Mapping[str, Step], excerpts: Mapping[str, Excerpt], labels: Labels, say: Say, rest: str
) -> list[Block]:
    """Return what is shown of a step of a large network: of a matrix its blocks, and rows and columns that decide."""
    some = excerpts[step.name]
    known = {name: excerpts[name].step for name in before}
    if some.given is None:
        return [equation(some.step, known, labels, say, is_known=False), *_left_out(some.step, step, say, rest)]
    (given,) = (before[name] for name in step.inputs)
    shown = equation(some.step, known | {given.name: some.given}, labels, say, is_known=False)
    blocks = Paragraph(_blocks(step, given, labels, say))
    if some.rest is None:
        return [blocks, shown, *_left_out(some.step, step, say, rest)]
    others = Vector(some.rest, say("the rest"), parts=_lengths(some.step))
    columns = [labels.get(name, name) for part in some.given.axis for name in part.entries]
    note = say("columns: {names}; the rest adds what all others do", names=columns)
    terms = (*shown.terms[:-2], "+", others, *shown.terms[-2:])
    return [blocks, replace(shown, terms=terms, note=note), *_left_out(some.step, step, say, rest)]


def _blocks(step: Step, given: Step, labels: Labels, say: Say) -> str:
    """Return a matrix as the blocks that it is made of: "A (16x21) = [h 16x16 | x 16x5]"."""
    assert step.matrix is not None
    columns = [f"{part.name or 'h'} {len(step.value)}x{len(part.entries)}" for part in given.axis]
    rows = _legend(step, labels, say) if len(step.axis) > 1 else ()
    told = f"{matrix_word(step.matrix_name, step.matrix)} = [{' | '.join(columns)}]"
    return say.semicolon.join([told, *(plain((span,)) for span in rows)])


def _left_out(some: Step, whole: Step, say: Say, rest: str) -> list[Block]:
    if len(some.value) == len(whole.value):
        return []
    told = "{some} of {rows} rows, those that decide most; {rest} shows all."
    return [Paragraph(say(told, some=len(some.value), rows=len(whole.value), rest=rest))]


def _sources(step: Step, before: Mapping[str, Step], labels: Labels, say: Say) -> tuple[str, ...]:
    """Say beside each row of a sum where its ones come from: a 2 reads "← crayfish, rainy".

    An addend that a matrix makes of a one-hot vector comes from what that vector says.
    """
    givers = [(addend, before[name]) for addend in map(before.get, step.inputs) if addend for name in addend.inputs]
    if not step.between or not any(meaning(giver, labels) for _, giver in givers):
        return ()
    rows = []
    for row, _ in enumerate(step.value):
        from_ = [told.text for addend, giver in givers if addend.value[row] and (told := meaning(giver, labels))]
        rows.append(f"← {say.listed(from_)}" if from_ else "")
    return tuple(rows)


def _legend(step: Step, labels: Labels, say: Say) -> tuple[Span, ...]:
    """Say below the equation what its rows stand for, where there is no room beside them: parts, or names."""
    legend, first = [], 1
    for place, part in enumerate(step.axis):
        own = say.listed([labels[entry] for entry in part.entries if entry in labels])
        if name := part_word(part, labels, say) or own:
            rows = rows_word(first, first + len(part.entries) - 1, say)
            legend.append(Span(say("{rows}: {name}", rows=rows, name=name), part=part_of(place, step.axis)))
        first += len(part.entries)
    return tuple(legend)


def question(day: Day, told: Explanation, say: Say) -> Question:
    """Return what a quiz asks before it shows the day."""
    labels = say.labels(told.cook.dishes, told.cook.weathers)
    text = say(
        "{day}: {opening}. What is eaten?",
        day=day_word(day, say, is_story=told.is_story),
        opening=opening(day, labels, say),
    )
    ids: Sequence[str] = told.cook.dishes.ids
    answer, why = ids.index(day.dish), sentences.why(day, labels, say)
    choices = tuple(labels[dish] for dish in ids)
    if not isinstance(told.cook, Kitchen) or day.expected not in (None, day.dish):  # no rule stands behind it
        return Question(text, choices, answer, why)
    return Question(text, choices, answer, why, _hint(day, choices, labels, say), _shows(day, told, labels, say))


def _hint(day: Day, choices: Sequence[str], labels: Labels, say: Say) -> str:
    """Return the rule that is asked for, and the dishes that it speaks of; not what it makes."""
    if day.rule not in ("same", "next", "previous"):  # a dish or a table would say what follows
        return ""
    rule = rule_word(day.rule, labels, say)
    if day.weather is None:
        return say("The rule is “{rule}”; the dishes in turn: {dishes}.", rule=rule, dishes=choices)
    weather = labels[day.weather]
    return say(
        "{weather}: the rule is “{rule}”; the dishes in turn: {dishes}.", weather=weather, rule=rule, dishes=choices
    )


def _shows(day: Day, told: Explanation, labels: Labels, say: Say) -> tuple[str, ...]:
    """Return what each wrong dish shows: the weather that would have made it, or that none would."""
    if day.weather is None:
        return ()
    kitchen, before = told.cook, told.cook.dishes.ids.index(day.previous or "")
    assert isinstance(kitchen, Kitchen)
    made: dict[int, str] = {}  # dish -> the first weather that makes it of yesterday's; a tie makes none
    for weather, dish in zip(kitchen.weathers.ids, outcomes(kitchen)[:, before].tolist(), strict=True):
        made.setdefault(dish, weather)
    previous, shown = labels[day.previous or ""], []
    for place, dish in enumerate(kitchen.dishes.ids):
        if dish == day.dish:
            shown.append("")
        elif place in made:
            made_by = labels[made[place]]
            shown.append(
                say("After {previous}, {weather} makes {dish}.", previous=previous, weather=made_by, dish=labels[dish])
            )
        else:
            shown.append(say("After {previous}, no weather makes {dish}.", previous=previous, dish=labels[dish]))
    return tuple(shown)


def record(told: Explanation) -> dict[str, Any]:
    """Return the document that `explain --json` prints."""
    return document(told, told.days, _explained_record)


def _explained_record(day: Day) -> dict[str, Any]:
    steps = [
        {"name": step.name, "formula": step.formula, "matrix": step.matrix, "value": step.value} for step in day.steps
    ]
    return {**day_record(day, vectors=False), "steps": steps}
