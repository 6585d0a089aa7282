"""What each step means, in a sentence or two, said of the day's own numbers."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from cooking_rnn.cook import Cook
from cooking_rnn.network.network import Network
from cooking_rnn.network.translate import Translator
from cooking_rnn.phrases import Phrase
from cooking_rnn.report.say import Labels, Say
from cooking_rnn.report.words import part_word, rows_word, rule_word
from cooking_rnn.steps import Day, Part, Step, is_one_hot

#: each sentence by a name, which the page that can be played with knows too
SAID = {
    "why_network": Phrase("The network says {dish}, with {chance:percent}."),
    "why_typed": Phrase("These matrices, typed by hand, say {dish}; the rule says another dish."),
    "why_alone": Phrase("After {previous} the rule “{rule}” makes {dish}."),
    "why_rule": Phrase("{weather} calls for the rule “{rule}”: after {previous} it makes {dish}."),
    "why_same": Phrase("{weather} calls for the rule “{rule}”: {dish} is eaten again."),
    "dish": Phrase(
        "Yesterday's dish as a one-hot vector: entry {row} is {dish}, so entry {row} is 1 and the others are 0."
    ),
    "weather": Phrase("Today's weather as a one-hot vector: entry {row} is {weather}."),
    "no_weather": Phrase("This kitchen has no weather: the arrow from below is empty."),
    "from_food": Phrase(
        "Food times a one-hot vector picks a column: column {column} holds the dish that each rule makes after {dish}."
    ),
    "no_food": Phrase("This kitchen has no Food matrix, which counts as zeros: yesterday's dish does not matter."),
    "cook": Phrase("{rows}: cook {dish}."),
    "entries": Phrase("{rows}: {entries}."),
    "again": Phrase("{rows}: eat {dish} again."),
    "from_weather": Phrase("Weather times a one-hot vector picks column {column}, the column of {weather}."),
    "no_weather_matrix": Phrase("No Weather matrix, which counts as zeros: nothing is added."),
    "puts": Phrase("It puts a 1 on {rows}: the rule “{rule}”."),
    "tie": Phrase("A tie: rows {rows:and} are equally large, {value}, and hard-max cannot choose."),
    "sum_plain": Phrase("Added, row {row} ({dish}) is the largest: {value}."),
    "sum_both": Phrase(
        "Added, row {row} is the largest, {value}: only this row has both, the weather's rule ({rule}) and the "
        "dish that it makes ({dish}). A row with a 1 has one of the two."
    ),
    "hardmax": Phrase("hard-max keeps the winner only: row {row} becomes 1, every other row becomes 0."),
    "fold_one": Phrase("With a single part, fold changes nothing: {dish}. Tomorrow it is yesterday's dish."),
    "fold_two": Phrase(
        "fold adds the first half and the second half; which rule won is forgotten, which dish stays: {dish}. "
        "Tomorrow it is yesterday's dish."
    ),
    "fold_many": Phrase(
        "fold adds the {parts} parts; which rule won is forgotten, which dish stays: {dish}. Tomorrow it is "
        "yesterday's dish."
    ),
    "otherwise": Phrase("The rule says {dish}: these matrices, typed by hand, say otherwise."),
    "stacked": Phrase("Yesterday's state h, with today's input x below it: one vector."),
    "stacked_alone": Phrase("Yesterday's state h: there is no weather to put below it."),
    "product": Phrase(
        "One matrix A holds all the weights, [Food·Fold | Weather]: a single product does what the two products "
        "and the addition did."
    ),
    "product_alone": Phrase(
        "One matrix A holds all the weights, Food·Fold: it folds yesterday's state and says what follows."
    ),
    "hidden": Phrase("hard-max of it is the new state: row {row}. A trained network has tanh in this place."),
    "fold": Phrase("The state is folded only on the way out: {dish}. Tomorrow starts from h itself."),
    "l_above": Phrase("One layer up: its own state of yesterday, with today's state of the layer below as its input."),
    "l_first": Phrase(
        "The state h that day 0 left, with today's input x below it. On day 0 h was all 0 and x showed {dish}; "
        "from here on x shows the weather only, and the network has to remember in h what was eaten."
    ),
    "l_later": Phrase(
        "The state h that yesterday left, with today's input x below it. x shows the weather; the dishes are all "
        "0, for the network is told a dish on day 0 only: it has to remember in h what was eaten since."
    ),
    "l_bias": Phrase("Last stands a 1, which the bias is multiplied by."),
    "l_product": Phrase(
        "One matrix, {rows}x{columns}, the same every day, as in the kitchen; but its {entries} entries were "
        "learned from a diary, and nobody has said what they mean."
    ),
    "l_tanh": Phrase(
        "tanh keeps every entry between -1 and 1: this is the new state h. {latched} of {count} entries are "
        "beyond ±0.9, where tanh is flat: they hold what they say, and let hardly any gradient through."
    ),
    "l_gate": Phrase(
        "sigmoid of its rows above: a gate between 0 (shut) and 1 (open) says, unit by unit, {what}. Its mean "
        "today is {mean:.2f}."
    ),
    "l_candidate": Phrase("tanh of its rows above: what might be written into the cell, between -1 and 1."),
    "l_before": Phrase("The cell as yesterday left it."),
    "l_cell": Phrase(
        "The new cell: the old one times the forget gate, plus the candidate times the input gate. It is added "
        "to, not multiplied by a matrix, which is why it can last."
    ),
    "l_hidden": Phrase("The new state h: the cell, squashed, behind the output gate."),
    "l_readout": Phrase("A score for each dish; the largest is {value}, for {dish}."),
    "l_softmax": Phrase(
        "softmax makes probabilities of the scores: {dish}, with {chance:percent}. Tomorrow starts from h, not "
        "from the dish."
    ),
    "l_forget": Phrase("how much of the old cell is kept"),
    "l_input": Phrase("how much of what is new is let in"),
    "l_output": Phrase("how much of the cell is shown"),
    "l_update": Phrase("how much of the old state is kept"),
    "l_reset": Phrase("how much of what the old state says is heard"),
    "l_total": Phrase(
        "What the input says, plus what the old state says behind the reset gate: the last two blocks of rows above."
    ),
    "l_proposal": Phrase("tanh of it: what might be written into the state, between -1 and 1."),
    "l_old": Phrase("The state as yesterday left it."),
    "l_rest": Phrase("What the update gate does not keep is left for the candidate: a GRU has one gate for both."),
    "l_blend": Phrase(
        "The new state h: the old one as far as the update gate is open, the candidate for the rest. Where the gate is "
        "open, the old state passes no matrix, which is why it can last."
    ),
}

#: what is said instead of a network that was wired by hand
BY_HAND = {
    "l_product": Phrase(
        "One matrix, {rows}x{columns}, the same every day: whole numbers times one gain, thought out, not learned."
    ),
    "l_tanh": Phrase(
        "With so large a gain tanh is a step: +1 where yesterday's dish and today's weather both call for the row, -1 "
        "elsewhere. {latched} of {count} entries are beyond ±0.9, where tanh is flat, and lets hardly any gradient "
        "through."
    ),
    "l_gate": Phrase("sigmoid of its rows above: with so large a gain each gate is open (1) or shut (0). {what}"),
    "l_forget": Phrase("It is open where the weather says “same”: yesterday's dish is kept."),
    "l_input": Phrase("It is open where the weather calls for another rule: the dish that it makes is written."),
    "l_output": Phrase("It is always open."),
    "l_candidate": Phrase(
        "tanh of its rows above: +1 for the dish that the rule makes of yesterday's, -1 for the others."
    ),
    "l_cell": Phrase(
        "The new cell: the old one where the forget gate is open, the candidate where the input gate is. +1 stands for "
        "the dish that is eaten, -1 for the others."
    ),
}

#: what is said instead of a network of somebody else
FOREIGN = {
    "l_first": Phrase("The state h, all 0 before the first day, with today's input x below it."),
    "l_later": Phrase("The state h that yesterday left, with today's input x below it."),
    "l_above": Phrase("One layer up: its own state of yesterday, with today's state of the layer below as its input."),
    "l_reverse": Phrase("This direction reads from the last day back: its state comes from tomorrow."),
    "l_product": Phrase("One matrix, {rows}x{columns}, the same every day."),
    "l_readout": Phrase("A score for each output; the largest is {value}, for {dish}."),
    "l_softmax": Phrase(
        "softmax makes probabilities of the scores, if they are what it was trained for: {dish}, with {chance:percent}."
    ),
}


#: what is said instead while an encoder reads
READS = {
    "l_first": Phrase(
        "The state h that the day before it in reading left, with this day's weather below it. The week is read from "
        "its last day to its first, so that what is needed first was read last; before the last day h is all 0."
    ),
    "l_before": Phrase("The cell as the day before it in reading left it."),
    "l_product": Phrase(
        "One matrix, {rows}x{columns}, the same for reading and for writing; its {entries} entries were learned from a "
        "diary."
    ),
}
READS["l_later"] = READS["l_first"]

#: and while a decoder writes
WRITES = {
    "l_first": Phrase(
        "The state h that the encoder ended in: all that is known of the week. Below it x shows {dish}, the dish of "
        "day 0; from here on it shows no weather."
    ),
    "l_later": Phrase(
        "The state h that yesterday left, with today's input x below it. x shows the dish that the network wrote "
        "yesterday; today's weather is all 0, for it was read before: it has to be in h."
    ),
    "l_softmax": Phrase(
        "softmax makes probabilities of the scores: {dish}, with {chance:percent}. Tomorrow starts from h and from "
        "this dish."
    ),
    "l_product": READS["l_product"],
}


@dataclass(frozen=True)
class Telling:
    """A step of a day, and who listens."""

    step: Step
    day: Day
    labels: Labels
    say: Say
    templates: Mapping[str, Phrase] = field(default_factory=lambda: SAID)

    def said(self, key: str, **values: Any) -> str:
        """Return one of the sentences."""
        return self.say(self.templates[key].template, **values)

    def label(self, name: str | None) -> str:
        """Return what a dish or a weather is called."""
        return self.labels.get(name or "", name or "")

    def before(self, name: str) -> Step:
        """Return an earlier step of the day."""
        return next(step for step in self.day.steps if step.name == name)

    def rows(self, first: int, last: int, *, begins: bool = False) -> str:
        """Return "rows 4-6"; "Rows 4-6" where a sentence begins with it."""
        told = rows_word(first, last, self.say)
        return told[:1].upper() + told[1:] if begins else told


def templates(cook: Cook, *, is_read: bool = False) -> Mapping[str, Phrase]:
    """Return the sentences that are said of a cook, or of one that reads a week first while it is read."""
    if isinstance(cook, Translator):
        return SAID | (READS if is_read else WRITES)
    if not isinstance(cook, Network):
        return SAID
    return SAID | (BY_HAND if cook.by_hand else FOREIGN if cook.is_foreign else {})


def sentence(step: Step, day: Day, labels: Labels, say: Say, said: Mapping[str, Phrase] = SAID) -> str:
    """Return what `step` means on that day, from the templates `said`; empty where nothing is to be said."""
    is_learned = day.probability is not None or not day.previous
    tell = _OF_NETWORKS.get(step.kind) if is_learned else _OF_KITCHENS.get(step.name)
    return tell(Telling(step, day, labels, say, said)) if tell else ""


def why(day: Day, labels: Labels, say: Say) -> str:
    """Return in one sentence why a day's dish is what it is."""

    def said(key: str, **values: Any) -> str:
        return say(SAID[key].template, **values)

    dish, previous, weather = (labels.get(name or "", name or "") for name in (day.dish, day.previous, day.weather))
    if day.probability is not None:
        return said("why_network", dish=dish, chance=day.probability)
    if day.expected not in (None, day.dish):
        return said("why_typed", dish=dish)
    rule = rule_word(day.rule, labels, say)
    if day.weather is None:
        return said("why_alone", previous=previous, rule=rule, dish=dish)
    key = "why_same" if day.rule == "same" else "why_rule"
    return said(key, weather=weather, rule=rule, previous=previous, dish=dish)


# The kitchen wired by hand.


def _dish(of: Telling) -> str:
    return of.said(
        "dish",
        row=int(of.step.value.argmax()) + 1,
        dish=of.label(of.day.previous),
    )


def _weather(of: Telling) -> str:
    if of.day.weather is None:
        return of.said("no_weather")
    return of.said(
        "weather",
        row=int(of.step.value.argmax()) + 1,
        weather=of.label(of.day.weather),
    )


def _from_food(of: Telling) -> str:
    if of.step.matrix is None:
        return of.said("no_food")
    head = of.said(
        "from_food",
        column=int(of.before("dish").value.argmax()) + 1,
        dish=of.label(of.day.previous),
    )
    return of.say.together(head, *(_part_meaning(of, *place) for place in _places(of.step.axis)))


def _places(axis: Sequence[Part]) -> Iterator[tuple[int, int, Part]]:
    """Yield each part after the rows (from 1) that it begins and ends on."""
    last = 0
    for part in axis:
        first, last = last + 1, last + len(part.entries)
        yield first, last, part


def _part_meaning(of: Telling, first: int, last: int, part: Part) -> str:
    """Say what one part of Food · dish proposes: "Rows 1-3: eat potato again."."""
    assert of.step.matrix is not None
    values, rows = of.step.value[first - 1 : last], of.rows(first, last, begins=True)
    if not is_one_hot(values):
        return of.said("entries", rows=rows, entries=" ".join(f"{value:g}" for value in values.tolist()))
    dish = part.entries[int(values.argmax())]
    depends_on_dish = np.ptp(of.step.matrix[first - 1 : last], axis=1).any()
    if dish == of.day.previous and depends_on_dish:  # a dish that is cooked whatever was eaten is not had "again"
        return of.said("again", rows=rows, dish=of.label(dish))
    return of.said("cook", rows=rows, dish=of.label(dish))


def _from_weather(of: Telling) -> str:
    if of.step.matrix is None:
        return of.said("no_weather_matrix")
    head = of.said(
        "from_weather",
        column=int(of.before("weather").value.argmax()) + 1,
        weather=of.label(of.day.weather),
    )
    called = [
        of.said(
            "puts",
            rows=of.rows(first, last),
            rule=part_word(part, of.labels, of.say),
        )
        for first, last, part in _places(of.step.axis)
        if part.name and (of.step.value[first - 1 : last] == 1).all()
    ]
    return of.say.together(head, *called)


def _tie(of: Telling) -> str:
    return of.said(
        "tie",
        rows=[row + 1 for row in of.step.winners],
        value=_number(of.step, of.step.winners[0]),
    )


def _number(step: Step, row: int) -> str:
    value = float(step.value[row])
    return f"{value:g}" if value == round(value, 2) else f"{value:.2f}"


def _sum(of: Telling) -> str:
    if len(of.step.winners) > 1:
        return _tie(of)
    (row,) = of.step.winners
    part = next(part for _, last, part in _places(of.step.axis) if row < last)
    rule = part_word(part, of.labels, of.say)
    values: dict[str, Any] = {"row": row + 1, "value": _number(of.step, row), "dish": of.label(of.step.rows[row][1])}
    is_detector = of.step.value[row] == 2 and (np.delete(of.step.value, row) <= 1).all()
    if is_detector and rule:
        return of.said(
            "sum_both",
            rule=rule,
            **values,
        )
    return of.said("sum_plain", **values)


def _hardmax(of: Telling) -> str:
    (row,) = of.step.winners
    return of.said("hardmax", row=row + 1)


def _next_dish(of: Telling) -> str:
    parts, dish = len(of.before("hardmax").axis), of.label(of.day.dish)
    if parts == 1:
        told = of.said("fold_one", dish=dish)
    elif parts == 2:
        told = of.said(
            "fold_two",
            dish=dish,
        )
    else:
        told = of.said(
            "fold_many",
            parts=parts,
            dish=dish,
        )
    return of.say.together(told, _unlike_the_rule(of))


def _unlike_the_rule(of: Telling) -> str:
    """Say where matrices that were typed by hand make something else than the rule says."""
    if of.day.expected in (None, of.day.dish):
        return ""
    return of.said("otherwise", dish=of.label(of.day.expected))


# The same kitchen as a simple RNN.


def _stacked(of: Telling) -> str:
    if of.day.weather is None:
        return of.said("stacked_alone")
    return of.said("stacked")


def _product(of: Telling) -> str:
    if len(of.step.winners) > 1:
        return _tie(of)
    if of.day.weather is None:
        return of.said("product_alone")
    return of.said("product")


def _hidden(of: Telling) -> str:
    row = int(of.step.value.argmax()) + 1
    return of.said("hidden", row=row)


def _fold(of: Telling) -> str:
    told = of.said("fold", dish=of.label(of.day.dish))
    return of.say.together(told, _unlike_the_rule(of))


_OF_KITCHENS: dict[str, Callable[[Telling], str]] = {
    "dish": _dish,
    "weather": _weather,
    "from_food": _from_food,
    "from_weather": _from_weather,
    "sum": _sum,
    "hardmax": _hardmax,
    "next_dish": _next_dish,
    "stacked": _stacked,
    "product": _product,
    "hidden": _hidden,
    "fold": _fold,
}


# A network that was trained.


def _learned_stacked(of: Telling) -> str:
    if of.step.is_reverse:
        told = of.said("l_reverse")
    elif of.step.layer > 1:
        told = of.said("l_above")
    elif of.day.number == 1:
        told = of.said(
            "l_first",
            dish=of.label(of.day.previous),
        )
    else:
        told = of.said("l_later")
    has_bias = of.step.axis[-1].name == "1"
    return of.say.together(told, of.said("l_bias") if has_bias else "")


def _preactivation(of: Telling) -> str:
    rows, columns = of.step.matrix.shape if of.step.matrix is not None else (0, 0)
    return of.said(
        "l_product",
        rows=rows,
        columns=columns,
        entries=rows * columns,
    )


def _tanh(of: Telling) -> str:
    return of.said(
        "l_tanh",
        latched=int((np.abs(of.step.value) > 0.9).sum()),
        count=len(of.step.value),
    )


def _gate(of: Telling) -> str:
    return of.said(
        "l_gate",
        what=of.templates[f"l_{of.step.kind}"],
        mean=float(of.step.value.mean()),
    )


def _candidate(of: Telling) -> str:
    return of.said("l_candidate")


def _before(of: Telling) -> str:
    return of.said("l_before")


def _cell(of: Telling) -> str:
    return of.said("l_cell")


def _learned_hidden(of: Telling) -> str:
    return of.said("l_blend" if of.step.operation == "gate" else "l_hidden")


def _readout(of: Telling) -> str:
    (row,) = of.step.winners
    return of.said(
        "l_readout",
        value=_number(of.step, row),
        dish=of.label(of.step.rows[row][1]),
    )


def _softmax(of: Telling) -> str:
    return of.said(
        "l_softmax",
        dish=of.label(of.day.dish),
        chance=float(of.step.value.max()),
    )


def _plain(key: str) -> Callable[[Telling], str]:
    return lambda of: of.said(key)


_PLAIN = {"total": "l_total", "candidate": "l_proposal", "old": "l_old", "rest": "l_rest"}

#: by the name of the step, without the number of its layer
_OF_NETWORKS: dict[str, Callable[[Telling], str]] = {
    "stacked": _learned_stacked,
    "preactivation": _preactivation,
    "tanh": _tanh,
    "hardmax": _hardmax,
    **dict.fromkeys(("forget", "input", "output", "update", "reset"), _gate),
    **{kind: _plain(key) for kind, key in _PLAIN.items()},
    "change": _candidate,
    "before": _before,
    "cell": _cell,
    "hidden": _learned_hidden,
    "readout": _readout,
    "softmax": _softmax,
}
