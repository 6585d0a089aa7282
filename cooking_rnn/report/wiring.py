"""What is said of a kitchen wired by hand: what its units do, and for how long it is right."""

from typing import Any

from cooking_rnn.blocks import Block, Heading, Paragraph, table
from cooking_rnn.insight.wiring import Wiring
from cooking_rnn.network.model import named
from cooking_rnn.phrases import Phrase
from cooking_rnn.report.kitchens import rule_text
from cooking_rnn.report.say import Say
from cooking_rnn.report.words import rule_word

_FORMS = {
    "rnn": Phrase("a simple RNN with hard-max"),
    "tanh": Phrase("a simple RNN with tanh"),
    "lstm": Phrase("an LSTM"),
}
_UNITS = {
    "rnn": Phrase("A unit is 1 where yesterday's dish and today's weather both call for its dish, and 0 elsewhere."),
    "tanh": Phrase("A unit is +1 where yesterday's dish and today's weather both call for its dish, and -1 elsewhere."),
    "lstm": Phrase(
        "Where the forget gate is open, yesterday's dish is kept; where the input gate is open, the dish that the rule "
        "makes of it is written. A cell is +1 for the dish that is eaten and -1 for the others."
    ),
}


def report(wiring: Wiring, say: Say) -> list[Block]:
    """Return what the units do, an LSTM's gates for each weather, and what is known of how long it is right."""
    network, form = wiring.network, wiring.network.by_hand
    made, gain = network.architecture, network.trained["gain"]
    title = say(
        "{kitchen}, wired by hand as {form}: {hidden:,} {hidden:unit|units}, {size:,} parameters",
        kitchen=wiring.kitchen.name,
        form=_FORMS[form],
        hidden=made.hidden,
        size=made.size,
    )
    weights = say("Every weight is a whole number, times a gain of {gain}.", gain=gain) if gain > 1 else ""
    shown: list[Block] = [Heading(title), Paragraph(say.together(say.say(_UNITS[form]), weights))]
    if form == "lstm" and wiring.kitchen.weathers:
        shown.append(_gates(wiring, say))
    shown += [Paragraph(_margin(wiring, say))]
    if wiring.states is not None:
        proof = say(
            "As it runs, it goes through {states:,} {states:state|states}, the same to the last bit, from every start "
            "and under all weather there can be, and each has the kitchen's dish: right for ever, proved.",
            states=wiring.states,
        )
        shown.append(Paragraph(proof))
    return shown


def _gates(wiring: Wiring, say: Say) -> Block:
    kitchen = wiring.kitchen
    labels = say.labels(kitchen.dishes, kitchen.weathers)
    rows = []
    for code, weather in enumerate(kitchen.weathers.ids):
        keeps = kitchen.table[code].tolist() == [*range(len(kitchen.dishes))]
        told = rule_text(kitchen, code)
        rule = rule_word(told if isinstance(told, str) else "table", labels, say)
        gates = (say("open"), say("shut")) if keeps else (say("shut"), say("open: {rule}", rule=rule))
        rows.append([labels[weather], *gates])
    return table([say("weather"), say("forget gate"), say("input gate")], rows, say.colon)


def _margin(wiring: Wiring, say: Say) -> str:
    if wiring.network.by_hand == "rnn":
        return say("It runs in whole numbers, of which the winner is 1 above all others: no state is ever off.")
    values = {"margin": wiring.margin, "error": wiring.error, "drift": wiring.drift, "days": wiring.days}
    begins = say("Where the state is as meant, the z that decides is {margin:.3g} or more from 0.", **values)
    if not wiring.drift:
        told = "So no unit is ever off by more than {error:.1g}, however many days go by."
    elif wiring.days is None:
        told = "So no cell is ever off by more than {error:.1g}, however many days go by."
    else:
        told = (
            "So a day that writes leaves no cell off by more than {error:.1g}, and a day that keeps adds at most "
            "{drift:.1g}: it is surely right while no spell of days that keep is longer than {days:,} days."
        )
    return say.together(begins, say(told, **values))


def record(wiring: Wiring) -> dict[str, Any]:
    """Return what `kitchen export --json` prints."""
    network = wiring.network
    return {
        "kitchen": wiring.kitchen.name,
        "form": network.by_hand,
        "gain": network.trained["gain"],
        "units": network.architecture.hidden,
        "parameters": network.architecture.size,
        "margin": wiring.margin,
        "error": wiring.error,
        "drift": wiring.drift,
        "days": wiring.days,
        "states": wiring.states,
        "weights": {name: values.astype(int) for name, values in named(network.architecture, network.flat).items()},
    }
