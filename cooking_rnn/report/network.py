"""What is said of a network by itself: what it learned, what it is made of, and how it was trained."""

from typing import Any

from cooking_rnn.blocks import Block, Column, Heading, Paragraph, table
from cooking_rnn.network.network import Network
from cooking_rnn.phrases import Phrase, visible
from cooking_rnn.report.say import Say
from cooking_rnn.report.words import cell_word

_TASKS = {
    "next": Phrase("task: the next dish"),
    "fill": Phrase("task: fill the blanks"),
    "translate": Phrase("task: translate a week"),
    "foreign": Phrase("a network of torch"),
}
_NAMES = 20  # that are listed
#: what a file says of a training, in the order in which it is shown
_TRAINED = {
    "length": Phrase("days of a season, at most"),
    "steps": Phrase("steps, at most"),
    "batch": Phrase("seasons of a step"),
    "rate": Phrase("learning rate"),
    "clip": Phrase("largest norm of a gradient"),
    "seed": Phrase("seed"),
    "rain": Phrase("share of rainy days"),
    "stay": Phrase("chance that a day is like the day before"),
}


def report(network: Network, say: Say) -> list[Block]:
    """Return its task and cells, the names it knows, the shape of each parameter, and what it was trained with."""
    made, labels = network.architecture, say.labels(network.dishes, network.weathers)
    title = say(
        "{kitchen}, {task}: {cell}, {layers} {layers:layer|layers} of {hidden} hidden units, {size} parameters",
        kitchen=network.name,
        task=_TASKS[network.task],
        cell=cell_word(made.cell),
        layers=made.layers,
        hidden=made.hidden,
        size=made.size,
    )
    start = ""
    if network.start is not None:
        start = say("Day 0 is {dish}.", dish=labels[network.dishes.ids[network.start]])
    both = say("It reads the days from both ends.") if made.bidirectional else ""
    by_hand = say("It was wired by hand.") if network.by_hand else ""
    shown: list[Block] = [Heading(title), Paragraph(say.together(by_hand, start, both))]
    dishes, weathers = ([labels[name] for name in names.ids] for names in (network.dishes, network.weathers))
    if network.is_foreign:
        shown.append(Paragraph(say("Inputs: {names}", names=weathers[:_NAMES] + ["…"] * (len(weathers) > _NAMES))))
        listed = dishes[:_NAMES] + ["…"] * (len(dishes) > _NAMES)
        shown.append(Paragraph(say("Outputs: {names}", names=listed) if dishes else say("It has no readout.")))
    else:
        shown.append(Paragraph(say("Dishes: {names}", names=dishes)))
    if weathers and not network.is_foreign:
        shown.append(Paragraph(say("Weathers: {names}", names=weathers)))
    shapes = [[name, "x".join(map(str, shape))] for name, shape in made.shapes().items()]
    shown.append(table([say("parameter"), Column(say("shape"), "right")], shapes))
    settings = [
        [say.say(word), _value(network.trained[key])] for key, word in _TRAINED.items() if key in network.trained
    ]
    if settings:
        shown.append(table([say("trained with"), Column("", "right")], settings))
    return shown


def _value(value: Any) -> str:
    """Return a setting as text; a file may hold anything."""
    return f"{value:g}" if isinstance(value, float) else visible(str(value))[:40]


def record(network: Network) -> dict[str, Any]:
    """Return a network as JSON: all except its weights."""
    made = network.architecture
    return {
        "name": network.name,
        "task": network.task,
        "cell": made.cell,
        "layers": made.layers,
        "hidden": made.hidden,
        "bidirectional": made.bidirectional,
        "start": None if network.start is None else network.dishes.ids[network.start],
        "dishes": list(network.dishes.ids),
        "weathers": list(network.weathers.ids),
        "shapes": {name: list(shape) for name, shape in made.shapes().items()},
        "parameters": made.size,
        "trained": dict(network.trained),
    }
