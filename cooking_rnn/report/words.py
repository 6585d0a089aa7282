"""The words that several reports share: steps, parts of a vector, days."""

from collections.abc import Sequence

from cooking_rnn import blocks
from cooking_rnn.blocks import Label, Matrix, Span, Vector
from cooking_rnn.phrases import Phrase, visible
from cooking_rnn.report.say import Labels, Say
from cooking_rnn.steps import Array, Day, Part, Step, is_one_hot

#: what people call a step; the formula of one that has no word
STEPS = {
    "dish": Phrase("yesterday's dish"),
    "weather": Phrase("today's weather"),
    "from_food": Phrase("Food·dish"),
    "from_weather": Phrase("Weather·weather"),
    "sum": Phrase("sum"),
    "hardmax": Phrase("hard-max"),
    "next_dish": Phrase("today's dish"),
    "forget": Phrase("forget gate"),
    "input": Phrase("input gate"),
    "output": Phrase("output gate"),
    "change": Phrase("candidate"),
    "before": Phrase("yesterday's cell c"),
    "earlier": Phrase("the cell c before"),
    "cell": Phrase("new cell c"),
    "hidden": Phrase("new state h"),
    "update": Phrase("update gate"),
    "reset": Phrase("reset gate"),
    "total": Phrase("what the input says + reset gate * what the old state says"),
    "candidate": Phrase("candidate"),
    "old": Phrase("yesterday's state h"),
    "rest": Phrase("1 - update gate"),
}
#: the symbol of a step in an equation, where it is not the word
SYMBOLS = {
    "dish": Phrase("dish"),
    "weather": Phrase("weather"),
    "fold": Phrase("dish"),
    "forget": Phrase("f"),
    "input": Phrase("i"),
    "output": Phrase("o"),
    "change": Phrase("g"),
    "before": Phrase("c yesterday"),
    "earlier": Phrase("c before"),
    "cell": Phrase("c"),
    "hidden": Phrase("h"),
    "update": Phrase("u"),
    "reset": Phrase("r"),
    "total": Phrase("v + r * s"),
    "candidate": Phrase("n"),
    "old": Phrase("h yesterday"),
    "rest": Phrase("1 - u"),
    "top": Phrase("h"),
}
#: cell, whether it reads both ways -> what it is called
CELLS = {
    ("simple", False): Phrase("simple RNN"),
    ("lstm", False): Phrase("LSTM"),
    ("hardmax", False): Phrase("hard-max RNN"),
    ("simple", True): Phrase("bidirectional simple RNN"),
    ("lstm", True): Phrase("bidirectional LSTM"),
    ("gru", False): Phrase("GRU"),
    ("gru", True): Phrase("bidirectional GRU"),
}
#: parts of a vector that are named
PARTS = {
    "same": Phrase("same"),
    "next": Phrase("next"),
    "previous": Phrase("previous"),
    "table": Phrase("table"),
    "forget": Phrase("forget gate"),
    "input": Phrase("input gate"),
    "output": Phrase("output gate"),
    "change": Phrase("candidate"),
    "update": Phrase("update gate"),
    "reset": Phrase("reset gate"),
    "from_state": Phrase("from the state"),
    "from_input": Phrase("from the input"),
}
WEEKDAYS = (
    Phrase("Mon"),
    Phrase("Tue"),
    Phrase("Wed"),
    Phrase("Thu"),
    Phrase("Fri"),
    Phrase("Sat"),
    Phrase("Sun"),
)


MOST_ROWS = 200  # a longer table shows its two ends
END_ROWS = 10


def cell_word(cell: str, *, bidirectional: bool = False) -> Phrase:
    """Return what a kind of cell is called."""
    return CELLS[cell, bidirectional]


def step_word(step: Step, say: Say, word: str = "") -> str:
    """Return what a step, or `word`, is called; the steps of a network's upper layers end in the layer's number."""
    word = word or kind_word(step, say)
    word = say("{step}, layer {layer}", step=word, layer=step.layer) if step.layer > 1 else word
    return say("{step}, backwards", step=word) if step.is_reverse else word


def kind_word(step: Step, say: Say) -> str:
    """Return what a step is called, in any layer."""
    return say.say(STEPS[step.kind]) if step.kind in STEPS and not _is_rnn(step) else step.formula


def symbol(step: Step, say: Say) -> str:
    """Return what stands above a step's vector in an equation."""
    phrase = SYMBOLS.get(step.kind) or STEPS.get(step.kind)
    return say.say(phrase) if phrase and not _is_rnn(step) else step.formula


def _is_rnn(step: Step) -> bool:
    """Whether it is a step of the kitchen told as a simple RNN, whose state goes by its formula."""
    return step.name == "hidden" and step.formula.startswith("hardmax")


def part_word(part: Part, labels: Labels, say: Say) -> str:
    """Return what a part of the rows is called: "same", "always burger", "table (stormy)"; "" if nothing is known."""
    about = [labels.get(name, name) for name in part.about]
    if part.name == "always":
        return say("always {dish}", dish=about)
    word = say.say(PARTS[part.name]) if part.name in PARTS else part.name
    return say("{rule} ({weathers})", rule=word, weathers=about) if about else word


def rule_word(rule: str | None, labels: Labels, say: Say) -> str:
    """Return what a rule is called: "next", or the dish that it names."""
    if rule is None:
        return ""
    return labels.get(rule) or (say.say(PARTS[rule]) if rule in PARTS else rule)


def rows_word(first: int, last: int, say: Say) -> str:
    """Return "rows 4-6", or "row 4"."""
    return say("row {row}", row=first) if first == last else say("rows {first}-{last}", first=first, last=last)


def meaning(step: Step, labels: Labels) -> Label | None:
    """Return the name that a vector over names says, such as "potato"; None for any other vector."""
    if not step.is_named or not step.value.size:
        return None
    return label(step.rows[int(step.value.argmax())][1], labels)


def vector(step: Step, labels: Labels, say: Say) -> Vector:
    """Return a step's vector as a block."""
    return Vector(
        step.value,
        symbol(step, say),
        step.name,
        tuple(len(part.entries) for part in step.axis),
        step.winners,
        meaning(step, labels),
    )


def matrix(step: Step, given: Sequence[Step]) -> Matrix:
    """Return a step's matrix as a block; the column that a one-hot vector picks is marked."""
    assert step.matrix is not None
    picked = int(given[0].value.argmax()) if len(given) == 1 and is_one_hot(given[0].value) else None
    parts = tuple(len(part.entries) for part in step.axis)
    return Matrix(step.matrix, matrix_word(step.matrix_name, step.matrix), parts, picked)


def matrix_word(name: str, of: Array) -> str:
    """Return a matrix's name and shape: "Food (6x3)"."""
    return f"{name} ({'x'.join(map(str, of.shape))})"


def row_names(axis: Sequence[Part], labels: Labels, say: Say, winners: Sequence[int] = ()) -> tuple[Span, ...]:
    """Return what each row stands for, where there are several parts with the part's name: "next: crayfish"."""
    names: list[Span] = []
    for place, part in enumerate(axis):
        rule = part_word(part, labels, say) if len(axis) > 1 else ""
        for entry in part.entries:
            name = labels.get(entry, entry)
            text = say("{rule}: {dish}", rule=rule, dish=name) if rule else name
            names.append(Span(text, "strong" if len(names) in winners else "", part_of(place, axis)))
    return tuple(names)


def part_of(place: int, axis: Sequence[Part]) -> int | None:
    """Return the number of a part for its colour; a vector of one part has none."""
    return place if len(axis) > 1 else None


def legend(steps: Sequence[Step], labels: Labels, say: Say, *, is_kitchen: bool) -> blocks.Text:
    """Return how to read the marks: which colour is which rule, and what parentheses mean."""
    told: list[str | Span] = []
    axis = next((step.axis for step in steps if len(step.axis) > 1 and step.axis[0].name), ())
    if axis:
        told.append(say("rows: "))
    for place, part in enumerate(axis):
        told += [" │ "] * bool(place) + [Span(part_word(part, labels, say), part=place)]
    if any(step.winners for step in steps):
        told += ["   "] * bool(axis)
        words = say("the largest entry, which hard-max picks") if is_kitchen else say("the largest entry")
        told += [Span("( )", "mark"), " ", words]
    return tuple(told)


def opening(day: Day, labels: Labels, say: Say) -> str:
    """Return the day in a sentence: what was, what is."""
    if day.previous is None:  # a network without a day 0
        return say("today {weather}", weather=labels[day.weather]) if day.weather else say("the numbers of the input")
    previous = labels[day.previous]
    if day.weather is None:
        return say("yesterday {dish}", dish=previous)
    return say("yesterday {dish}, today {weather}", dish=previous, weather=labels[day.weather])


def day_word(day: Day, say: Say, *, is_story: bool) -> str:
    """Return "Day 3", with its weekday in the story's week, or its date."""
    if day.date:
        return say("Day {number} ({date})", number=day.number, date=day.date)
    if is_story:
        return say("Day {number} ({weekday})", number=day.number, weekday=WEEKDAYS[day.number % 7])
    return say("Day {number}", number=day.number)


def label(identifier: str, labels: Labels) -> Label:
    """Return what a dish or a weather is called, and its identifier for where there is no room."""
    return Label(labels.get(identifier, identifier), visible(identifier))
