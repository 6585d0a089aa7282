"""Deep RNNs: each state goes to the next day, and up."""

from cooking_rnn.blocks import Block, Heading, Paragraph, Question, table
from cooking_rnn.insight.drawing import diagram
from cooking_rnn.network.model import Architecture
from cooking_rnn.phrases import Phrase
from cooking_rnn.report import report
from cooking_rnn.report.say import Say

_INPUTS, _HIDDEN, _OUTPUTS = 5, 16, 3


def stack(say: Say) -> list[Block]:
    """Show the layers, and ask where a state goes."""
    layers, days = 2, 3
    network = Architecture("simple", _INPUTS, _OUTPUTS, _HIDDEN, layers)
    return [
        Heading(say("Layers of memory")),
        *report(diagram(network, picture="unrolled", days=days), say),
        Paragraph(
            say(
                "{layers} layers over {days} days. The lower one reads x. The upper one reads what the "
                "lower one makes of it.",
                layers=layers,
                days=days,
            )
        ),
        Question(
            say("Where does the lower layer's h of day 2 go?"),
            (say("to day 3 of the lower layer"), say("up to the upper layer of day 2"), say("to both")),
            2,
            say(
                "To both: to the next day it is memory, to the layer above it is input. Each layer has "
                "its own state and its own A."
            ),
            say("Follow the arrows that leave the lower box of day 2."),
            (
                say("That arrow is there, but another leaves upwards."),
                say("That arrow is there, but without the other the lower layer would have no memory."),
                "",
            ),
        ),
    ]


def columns(say: Say) -> list[Block]:
    """Ask for the shape of the second layer's matrix."""
    made = Architecture("simple", _INPUTS, _OUTPUTS, _HIDDEN, 2)
    first, second = (made.shapes()[f"layer{layer}.forward.matrix"] for layer in (1, 2))
    return [
        Heading(say("What the upper layer reads")),
        Paragraph(
            say(
                "The lower layer has {hidden} units and reads {inputs} numbers a day: its A is "
                "{rows}x{columns}. The upper layer has {hidden} units, too, and reads the lower layer's "
                "h in the place of x.",
                hidden=_HIDDEN,
                inputs=_INPUTS,
                rows=first[0],
                columns=first[1],
            )
        ),
        Question(
            say("How many columns has the upper layer's A?"),
            (),
            second[1],
            say(
                "{hidden} for its own yesterday, {hidden} for the lower layer's today: {rows}x{columns}.",
                hidden=_HIDDEN,
                rows=second[0],
                columns=second[1],
            ),
            say("Columns: its own h, and its input. How long is its input?"),
            mistakes=(
                (first[1], say("That would be right if it read x. It never sees x, only the lower layer's h.")),
                (_HIDDEN, say("It reads two things: its own h of yesterday, and the lower layer's of today.")),
                (_HIDDEN * 2 + _INPUTS, say("x does not come up here: the lower layer's h stands in its place.")),
            ),
        ),
    ]


def price(say: Say) -> list[Block]:
    """Ask which network has more weights."""
    deep = Architecture("simple", _INPUTS, _OUTPUTS, _HIDDEN, 2)
    wide = Architecture("simple", _INPUTS, _OUTPUTS, 2 * _HIDDEN)
    return [
        Heading(say("Deeper or wider?")),
        Paragraph(
            say(
                "You may have {all} units. Either one layer of {all}, or two layers of {half}, one above the other.",
                all=2 * _HIDDEN,
                half=_HIDDEN,
            )
        ),
        Question(
            say("Which of them has more weights?"),
            (
                say("one layer of {units}", units=2 * _HIDDEN),
                say("two layers of {units}", units=_HIDDEN),
                say("both the same"),
            ),
            0 if wide.size > deep.size else 1,
            say(
                "One layer of {all} has {wide} weights, the two of {half} have {deep}. Each unit of a "
                "layer listens to all units of its own layer's yesterday, so that the weights grow as "
                "the square of the width.",
                all=2 * _HIDDEN,
                half=_HIDDEN,
                wide=wide.size,
                deep=deep.size,
            ),
            say("Work out A's of both: rows times columns."),
            (
                "",
                say(
                    "Two matrices, but small ones: {half}·{one} and {half}·{two}.",
                    half=_HIDDEN,
                    one=_HIDDEN + _INPUTS,
                    two=2 * _HIDDEN,
                ),
                say("The matrix of the wide one grows with the square of its units."),
            ),
        ),
    ]


def wave(say: Say) -> list[Block]:
    """Ask how long it takes where much can be done at once."""
    layers, days = 3, 4
    ready: dict[tuple[int, int], int] = {}  # (layer, day) -> the second in which its box is done
    for layer in range(layers):
        for day in range(days):
            ready[layer, day] = 1 + max(ready.get((layer - 1, day), 0), ready.get((layer, day - 1), 0))
    rows = [
        (say("layer {layer}", layer=layer + 1), *("1" if layer + day == 0 else "?" for day in range(days)))
        for layer in reversed(range(layers))
    ]
    last = ready[layers - 1, days - 1]
    return [
        Heading(say("What waits for what")),
        Paragraph(
            say(
                "A box needs the box on its left (yesterday) and the box below it. Say that each takes "
                "one second, and any number of boxes can be worked out at the same time, as on a "
                "graphics card. Layer 1 of day 1 is done after second 1."
            )
        ),
        table(["", *(say("day {day}", day=day + 1) for day in range(days))], rows),
        Question(
            say("After how many seconds is the last box done: layer {layers}, day {days}?", layers=layers, days=days),
            (),
            last,
            say(
                "{last}: {layers} + {days} − 1. Boxes on a diagonal are done together, but nothing can "
                "jump over the days. Layers add little to the wait; long sentences do. This is what "
                "attention later did away with.",
                last=last,
                layers=layers,
                days=days,
            ),
            say("Fill in the table: each box is one more than the later of the two that it waits for."),
            mistakes=(
                (layers * days, say("That is one box after the other. Some can be done at the same time.")),
                (days, say("The upper layers wait for the lower ones, too.")),
                (layers + days, say("The first box counts for both its row and its column.")),
                (layers, say("The days wait for each other, too.")),
            ),
        ),
    ]


def top(say: Say) -> list[Block]:
    """Ask which layer is seen."""
    layers, days = 3, 40
    return [
        Heading(say("What comes out")),
        Paragraph(
            say(
                "{layers} layers of {hidden} units have read {days} days. A library hands back output, "
                "{days}x{hidden}, and h_n, {layers}x{hidden}.",
                layers=layers,
                days=days,
                hidden=_HIDDEN,
            )
        ),
        Question(
            say("Which states are in output?"),
            (
                say("those of the top layer, of every day"),
                say("those of every layer, of the last day"),
                say("those of every layer, of every day"),
            ),
            0,
            say(
                "output is the top layer's h, day by day: what a readout sees. h_n is the other cut: the "
                "last day's h of every layer, which you need to go on tomorrow. The two share one row "
                "only."
            ),
            say("Compare the shapes: which one has a row for each day?"),
            (
                "",
                say("That is h_n: a row for each layer."),
                say(
                    "That would be {layers} times {days} rows; the lower layers are not handed back.",
                    layers=layers,
                    days=days,
                ),
            ),
        ),
    ]


SCREENS = (stack, columns, price, wave, top)
NEXT = Phrase("`cook diagram --cell lstm --layers 3` draws one, `cook train --layers 2` trains one")
