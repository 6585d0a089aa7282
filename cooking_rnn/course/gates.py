"""The LSTM: a cell that is added to, behind gates that mean something."""

from collections.abc import Sequence
from functools import cache

import numpy as np

from cooking_rnn.blocks import Block, Cell, Column, Heading, Paragraph, Question, table
from cooking_rnn.insight.wiring import wire
from cooking_rnn.network.lstm import sigmoid
from cooking_rnn.network.model import Architecture
from cooking_rnn.network.network import Network
from cooking_rnn.phrases import Phrase
from cooking_rnn.report.explanation import equation
from cooking_rnn.report.say import Say
from cooking_rnn.report.words import STEPS, SYMBOLS
from cooking_rnn.steps import Day

_INPUTS, _HIDDEN, _DAYS = 5, 16, 40  # of the network that is counted


@cache
def _wired() -> tuple[Network, dict[str, Day]]:
    """Return the kitchen wired by hand as an LSTM, and a day of each weather after the second dish."""
    network = wire("romance", "lstm").network
    days = network.explain("rainy,sunny").days, network.explain("sunny,rainy").days
    return network, {"sunny": days[0][1], "rainy": days[1][1]}


def _values(day: Day, names: Sequence[str], say: Say) -> Block:
    """Return vectors of a day, a row each."""
    steps = {step.name: step for step in day.steps}
    network, _ = _wired()
    rows: list[list[Cell]] = [
        [say.say(STEPS[name]), say.say(SYMBOLS[name]), *(f"{value + 0.0:.2g}" for value in steps[name].value.round(2))]
        for name in names
    ]
    return table(["", "", *(Column(dish, "right") for dish in network.dishes.labels(say.lang))], rows)


def cell(say: Say) -> list[Block]:
    """Show the cell, and ask for a sum."""
    f, old, i, g = 0.5, 4.0, 0.5, -1.0
    new = f * old + i * g
    return [
        Heading(say("A memory that is added to")),
        Paragraph(
            say(
                "A simple RNN rewrites its whole state every day. An LSTM has a second one, the cell c, "
                "which it only changes where it means to:"
            )
        ),
        Paragraph("c_t = f * c_{t-1} + i * g        h_t = o * tanh(c_t)"),
        Paragraph(
            say(
                "f, i and o are gates: numbers from 0 (shut) to 1 (open), one for each unit. g is the "
                "candidate, what could be written. “*” multiplies entry by entry."
            )
        ),
        Question(
            say("c was {old:g}. Today f = {f:g}, i = {i:g} and g = {g:g}. What is the new c?", old=old, f=f, i=i, g=g),
            (),
            new,
            say(
                "{f:g} · {old:g} + {i:g} · ({g:g}) = {new:g}. Half of the old was kept, and half of the "
                "candidate written.",
                f=f,
                old=old,
                i=i,
                g=g,
                new=new,
            ),
            say("f decides how much of the old c stays, i how much of g comes in."),
            mistakes=(
                (old + i * g, say("f has not been used: of the old c only {f:g} stays.", f=f)),
                (f * old, say("That is what stays. The candidate is added to it.")),
                (i * g, say("That is what is written. What stays of the old c is added to it.")),
                (f * old - i * g, say("g is negative: adding it makes c smaller.")),
            ),
        ),
    ]


def forget(say: Say) -> list[Block]:
    """Ask what the forget gate does on a day on which nothing is to be forgotten."""
    network, days = _wired()
    sunny, dish = network.weathers.labels(say.lang)[0], network.dishes.labels(say.lang)[1]
    gate = {step.name: step for step in days["sunny"].steps}["forget"].value
    choices = (say("open: f = 1"), say("shut: f = 0"), say("half open: f = 0.5"))
    return [
        Heading(say("The forget gate")),
        Paragraph(
            say(
                "Our kitchen can be wired as an LSTM by hand: a cell for each dish, +1 for the dish that "
                "is eaten, -1 for the others. Nobody trained it, so each gate means something."
            )
        ),
        Paragraph(
            say(
                "Yesterday it was {dish}: c is -1, +1, -1. Today is {weather}: the same dish is eaten again.",
                dish=dish,
                weather=sunny,
            )
        ),
        Question(
            say("What must the forget gate f be today?"),
            choices,
            1 - round(float(gate[0])),
            say(
                "c_t = f * c_{{t-1}} + …: with f = {f:g} all of the old cell stays. The name misleads: "
                "the forget gate says how much is KEPT. 1 keeps, 0 forgets.",
                f=gate[0],
            ),
            say("In c_t = f * c_{{t-1}} + i * g, what does f = 1 do to the old c, and f = 0?"),
            (
                "",
                say("So the name suggests. But 0 · c = 0: it would be forgotten which dish it was."),
                say("Then only half of it would be left, and after ten sunny days a thousandth."),
            ),
        ),
    ]


def sunny(say: Say) -> list[Block]:
    """Show the sunny day, and ask for the rainy one."""
    network, days = _wired()
    sunny, rainy = network.weathers.labels(say.lang)
    gate = {step.name: step for step in days["rainy"].steps}["input"].value
    return [
        Heading(say("The input gate")),
        Paragraph(
            say(
                "A {weather} day, worked out by the wired LSTM. It keeps all (f = 1), and lets nothing in (i = 0):",
                weather=sunny,
            )
        ),
        _values(days["sunny"], ("before", "forget", "input", "change", "cell"), say),
        Paragraph(say("The candidate g already knows the next dish; with i shut it is not heard.")),
        Question(
            say("Now it is {weather}, and the next dish is cooked. What is the input gate i?", weather=rainy),
            (),
            round(float(gate[0]), 6),
            say(
                "1: the candidate is written. And f must be 0: what is not shut out would stay, and two "
                "dishes would be on the table."
            ),
            say("The candidate holds the next dish. Must it come in?"),
            mistakes=(
                (0, say("Then nothing would be written, and yesterday's dish would be gone or stay.")),
                (0.5, say("Half a dish? The gate is open or shut here.")),
            ),
        ),
    ]


def rainy(say: Say) -> list[Block]:
    """Show the rainy day as an equation, and ask what h is."""
    network, days = _wired()
    day = days["rainy"]
    steps = {step.name: step for step in day.steps}
    labels = say.labels(network.dishes, network.weathers)
    c, h = (float(steps[name].value.max()) for name in ("cell", "hidden"))
    return [
        Heading(say("What others get to see")),
        equation(steps["cell"], steps, labels, say, is_known=False),
        Paragraph(
            say(
                "The new cell holds the next dish. The output gate o decides what of it is shown: h = o "
                "* tanh(c). h is what the readout sees, what a layer above gets, and what the gates see "
                "tomorrow. c itself goes to tomorrow only."
            )
        ),
        Question(
            say("A cell holds c = {c:g}, its output gate is open, o = 1. What is its h?", c=c),
            (),
            round(h, 2),
            say("tanh({c:g}) = {h:.2f}. c may grow beyond 1, h may not.", c=c, h=h),
            say("h = o * tanh(c), and tanh(1) was in the table of lesson 3."),
            tolerance=0.006,
            mistakes=(
                (c, say("c goes through tanh before it is shown.")),
                (0, say("The gate is open: o = 1.")),
            ),
        ),
    ]


def rows(say: Say) -> list[Block]:
    """Ask how many rows A has."""
    made = Architecture("lstm", _INPUTS, 3, _HIDDEN)
    size, columns = made.shapes()["layer1.forward.matrix"]
    total = size * (columns + 1)
    return [
        Heading(say("Four times as many rows")),
        Paragraph(
            say(
                "Each gate, and the candidate, is made of [h; x] by weights of its own. All are stacked "
                "in one matrix: a block of rows each. Ours are in the order f, i, o, g; torch has i, f, "
                "g, o. Weights loaded in the wrong order run without an error, and are wrong."
            )
        ),
        Paragraph(say("Here are {hidden} units again, and {inputs} inputs.", hidden=_HIDDEN, inputs=_INPUTS)),
        Question(
            say("How many rows has A?"),
            (),
            size,
            say(
                "4·{hidden} = {rows}: f, i, o and g for each unit. With the bias as a last column it has "
                "{rows}·({columns} + 1) = {total} numbers; the simple RNN had {simple}.",
                hidden=_HIDDEN,
                rows=size,
                columns=columns,
                total=total,
                simple=_HIDDEN * columns,
            ),
            say("A row for each unit, for each of three gates and a candidate."),
            mistakes=(
                (_HIDDEN, say("So many has the simple RNN, which has no gates.")),
                (3 * _HIDDEN, say("The candidate g needs rows, too.")),
                (4, say("There are 4 blocks. Each has a row for every unit.")),
                (columns, say("Those are the columns: h and x.")),
            ),
        ),
    ]


def outputs(say: Say) -> list[Block]:
    """Ask which of three outputs is which."""
    return [
        Heading(say("output, h_n, c_n")),
        Paragraph(
            say("A library hands back three things after {days} days with {hidden} units:", days=_DAYS, hidden=_HIDDEN)
        ),
        table(
            ["", say("shape"), say("what it is")],
            [
                ("output", f"{_DAYS} x {_HIDDEN}", say("h of every day")),
                ("h_n", f"{_HIDDEN}", say("h of the last day")),
                ("c_n", f"{_HIDDEN}", say("c of the last day")),
            ],
        ),
        Question(
            say("You want to go on tomorrow as if there had been no break. What must you keep?"),
            (say("the last row of output"), say("h_n only"), say("h_n and c_n"), say("output and h_n")),
            2,
            say(
                "Both: tomorrow's gates are made of h, and what they keep is c. The last row of output "
                "is h_n itself, so it adds nothing."
            ),
            say("What does c_t = f * c_{{t-1}} + i * g need of yesterday?"),
            (
                say("That is h_n, under another name. c would be lost."),
                say("Then c would begin at 0: all that was not shown in h is forgotten."),
                "",
                say("The last row of output is h_n. What is missing is c."),
            ),
        ),
    ]


def spell(say: Say) -> list[Block]:
    """Ask how much a gate that is nearly open keeps."""
    days, z = 100, 5.0
    gate = round(float(sigmoid(np.array(z))), 4)
    left = gate**days
    return [
        Heading(say("How long it lasts")),
        Paragraph(
            say(
                "A learned gate is hardly ever exactly 1. With i shut, c is multiplied by f every day, "
                "and so is the gradient that goes back along c."
            )
        ),
        table(
            [say("days"), "f = 0.5", "f = 0.9", "f = 0.99"],
            [(str(each), *(f"{f**each:.3g}" for f in (0.5, 0.9, 0.99))) for each in (1, 10, 100)],
        ),
        Paragraph(say("A gate with z = {z:g} before its sigmoid stands at f = {gate}.", z=z, gate=gate)),
        Question(
            say("How much of c is left after {days} days of it?", days=days),
            (),
            round(left, 2),
            say(
                "{gate}^{days} = {left:.2f}. The simple RNN multiplies by a matrix and a slope below 1 "
                "each day; the LSTM by a gate that it can learn to open. That is why it remembers "
                "longer, and why its forget gate is often begun at a bias of 1.",
                gate=gate,
                days=days,
                left=left,
            ),
            say("Look between the columns of 0.99 and 1 for 100 days."),
            tolerance=0.05,
            mistakes=(
                (gate, say("That is one day. The others multiply by it, too.")),
                (0, say("At 0.99 more than a third is left, and this gate is wider open.")),
                (1, say("f is a little below 1, and that adds up over {days} days.", days=days)),
            ),
        ),
    ]


SCREENS = (cell, forget, sunny, rainy, rows, outputs, spell)
NEXT = Phrase("`cook explain --as-lstm` shows every gate of every day, `cook train --cell lstm` learns some")
