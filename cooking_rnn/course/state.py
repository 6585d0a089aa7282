"""The simple RNN: h = tanh(A · [h; x]), what its state holds, and what it forgets."""

from functools import cache

import numpy as np

from cooking_rnn.blocks import Block, Column, Equation, Heading, Matrix, Paragraph, Question, Vector, table
from cooking_rnn.insight.memory import SENTENCE, SentenceMemory, memory
from cooking_rnn.insight.wiring import wire
from cooking_rnn.kitchen.bridge import as_rnn
from cooking_rnn.kitchen.toml import load
from cooking_rnn.network import simple
from cooking_rnn.network.model import Architecture, softmax
from cooking_rnn.phrases import Phrase, percent
from cooking_rnn.report.say import Say
from cooking_rnn.report.words import matrix_word
from cooking_rnn.steps import Array

_INPUTS, _HIDDEN, _DAYS = 5, 16, 40  # of the network that is counted


@cache
def _step() -> tuple[Array, simple.Vectors]:
    """Return a matrix that can be worked out by hand, and a step with it."""
    matrix = np.array([[2, 0, 1, -1], [0, 1, -1, 1]])
    state, x = simple.State(np.array([[1.0], [-1.0]])), np.array([[0.0], [1.0]])
    return matrix, simple.step(simple.Parameters(matrix), state, x)[1]


def formula(say: Say) -> list[Block]:
    """Show the formula, and ask how large the state is."""
    return [
        Heading(say("One line is the whole network")),
        Paragraph("h_t = tanh(A · [h_{t-1}; x_t])"),
        table(
            ["", say("what it is")],
            [
                ("x_t", say("today's input, a list of numbers")),
                ("h_{t-1}", say("the state that yesterday left")),
                ("[h; x]", say("the two, one below the other")),
                ("A", say("the weights: one matrix for all days, learned")),
                ("h_t", say("the new state: today's output, and tomorrow's memory")),
            ],
        ),
        Question(
            say(
                "A network of {hidden} units has read {days} days. How many numbers does its state h hold now?",
                hidden=_HIDDEN,
                days=_DAYS,
            ),
            (),
            _HIDDEN,
            say(
                "{hidden}, a number a unit. Units stand side by side, time steps come one after the "
                "other: each day overwrites the same {hidden} numbers.",
                hidden=_HIDDEN,
            ),
            say("Units or time steps: which of them is the size of h?"),
            mistakes=(
                (_DAYS, say("{days} is the number of time steps. The state does not grow with them.", days=_DAYS)),
                (
                    _DAYS * _HIDDEN,
                    say("That is every day's h kept in a list. The network itself keeps the last one only."),
                ),
                (_INPUTS + _HIDDEN, say("That is [h; x], which A is multiplied by. The state is h alone.")),
            ),
        ),
    ]


def by_hand(say: Say) -> list[Block]:
    """Ask for a row of a product."""
    matrix, vectors = _step()
    stacked, z = vectors.stacked[:, 0], vectors.z[:, 0]
    return [
        Heading(say("A day by hand")),
        Paragraph(
            say(
                "Two units, two inputs. Yesterday's h is 1 and -1, today's x is 0 and 1; below one another they meet A:"
            )
        ),
        Equation(
            (
                Matrix(matrix, matrix_word("A", matrix)),
                "·",
                Vector(stacked, "[h; x]"),
                "=",
                "?",
            )
        ),
        Question(
            say("What is the first entry of z?"),
            (),
            float(z[0]),
            say(
                "2·1 + 0·(-1) + 1·0 + (-1)·1 = {z:g}. The first two columns of A meet the past, the last "
                "two the present.",
                z=z[0],
            ),
            say("Multiply row 1 of A and [h; x] entry by entry, and add."),
            mistakes=(
                (float(z[1]), say("That is the second row.")),
                (3, say("The last product is (-1)·1: it is taken away.")),
                (2, say("That is h's part. x adds its own: 1·0 + (-1)·1.")),
            ),
        ),
    ]


def squash(say: Say) -> list[Block]:
    """Show tanh and its slope."""
    values = [0.0, 0.5, 1.0, 2.0, 5.0]
    rows = [(f"{z:g}", f"{np.tanh(z):.2f}", f"{1 - np.tanh(z) ** 2:.2f}") for z in values]
    h = 0.9
    slope = round(1 - h * h, 10)
    return [
        Heading(say("tanh, and how steep it is")),
        Paragraph(
            say(
                "tanh keeps every entry between -1 and 1, so that h cannot grow without end. Its slope "
                "says how much of a small change gets through. It needs no z: it is worked out from h "
                "alone."
            )
        ),
        table(["z", "h = tanh(z)", say("slope 1 − h²")], rows),
        Question(
            say("A unit has h = {h}. How steep is tanh there?", h=h),
            (),
            slope,
            say(
                "1 − {h}² = {slope}. A unit that is sure of itself hardly listens: near ±1 the slope is "
                "almost 0, and so is the gradient that comes back through it.",
                h=h,
                slope=slope,
            ),
            say("1 − h², with h = {h}.", h=h),
            tolerance=0.005,
            mistakes=(
                (h * h, say("That is h². The slope is what it lacks of 1.")),
                (1 - h, say("That is 1 − h. Square h first.")),
                (
                    1 - float(np.tanh(h)) ** 2,
                    say("h has been through tanh already: it is not z. The slope is 1 − h², without another tanh."),
                ),
            ),
        ),
    ]


def parameters(say: Say) -> list[Block]:
    """Ask how many weights A has."""
    made = Architecture("simple", _INPUTS, 3, _HIDDEN)
    rows, columns = made.shapes()["layer1.forward.matrix"]
    outputs = made.shapes()["readout"]
    return [
        Heading(say("How many weights?")),
        Paragraph(
            say(
                "Our network is shown {inputs} numbers a day (a weather and a dish, one-hot) and has "
                "{hidden} units. A makes a new h of the old h and of x.",
                inputs=_INPUTS,
                hidden=_HIDDEN,
            )
        ),
        Paragraph(
            say(
                "Beside it there is only the readout V ({rows}x{columns}), which makes a score for each dish of h.",
                rows=outputs[0],
                columns=outputs[1],
            )
        ),
        Question(
            say("How many numbers are in A?"),
            (),
            rows * columns,
            say(
                "{rows} rows, one for each unit, times {hidden} + {inputs} columns: {rows}·{columns} = "
                "{product}. With V the network has {size}.",
                rows=rows,
                hidden=_HIDDEN,
                inputs=_INPUTS,
                columns=columns,
                product=rows * columns,
                size=made.size,
            ),
            say("Rows: the units. Columns: all that A is multiplied by."),
            mistakes=(
                (_HIDDEN * _INPUTS, say("Those are the columns for x. The columns for h are missing.")),
                (_HIDDEN * _HIDDEN, say("Those are the columns for h. The columns for x are missing.")),
                (made.size, say("That is A and V together.")),
                (rows * columns * _DAYS, say("All days share one A.")),
            ),
        ),
    ]


def biases(say: Say) -> list[Block]:
    """Show the form that libraries have, with its two biases."""
    h, i = _HIDDEN, _INPUTS
    return [
        Heading(say("Two matrices, two biases")),
        Paragraph(say("Libraries cut A in two and add biases. In torch a simple RNN is")),
        Paragraph("h_t = tanh(W_ih · x_t + b_ih + W_hh · h_{t-1} + b_hh)"),
        Paragraph(
            say(
                "W_hh and W_ih side by side are our A. The biases are two lists of {hidden} numbers, one "
                "for each matrix.",
                hidden=h,
            )
        ),
        Question(
            say(
                "How many of these {all} biases could be left out, and the network could still do all that it can?",
                all=2 * h,
            ),
            (),
            h,
            say(
                "{hidden}: only the sum b_ih + b_hh is ever used, so one of the two is enough. torch has "
                "both because the code it calls has. When you load its weights elsewhere, add them. In "
                "all it has {torch} numbers here, A {own}.",
                hidden=h,
                torch=h * i + h * h + 2 * h,
                own=h * (h + i),
            ),
            say("Where do b_ih and b_hh stand in the formula? Can you tell them apart by the result?"),
            mistakes=(
                (2 * h, say("Without any bias z is 0 wherever [h; x] is 0: some networks are then out of reach.")),
                (
                    0,
                    say(
                        "Take 1 from each entry of b_ih and add it to b_hh: nothing changes. So one of them is "
                        "too many."
                    ),
                ),
            ),
        ),
    ]


def bridge(say: Say) -> list[Block]:
    """Show the kitchen as a simple RNN."""
    kitchen = load("romance")
    matrix = as_rnn(kitchen).explain("rainy").days[0].steps[1].matrix
    assert matrix is not None
    states, inputs = len(matrix), len(kitchen.weathers)
    return [
        Heading(say("The kitchen was one all along")),
        Paragraph(
            say(
                "Keep the hard-max vector as the state h, and fold it only on the way out. Then two "
                "matrices become one, [Food·Fold | Weather]:"
            )
        ),
        Equation((Matrix(matrix, matrix_word("A", matrix), (3, 3)),)),
        Paragraph(
            say(
                "h_t = hardmax(A · [h_{{t-1}}; x_t]): a simple RNN, with hard-max where the other has "
                "tanh, and with weights that were thought out, not learned."
            )
        ),
        Question(
            say("How many of its {columns} columns meet the past?", columns=matrix.shape[1]),
            (),
            states,
            say(
                "The first {states}, as many as h has entries; the last {inputs} meet today's weather. "
                "If you took the first {states} away, nothing would be remembered.",
                states=states,
                inputs=inputs,
            ),
            say("The past comes in as h. How many entries has h?"),
            mistakes=(
                (len(kitchen.dishes), say("h is not folded yet: it says under which rule the dish was made, too.")),
                (inputs, say("Those meet the present: sunny and rainy.")),
            ),
        ),
    ]


def carry(say: Say) -> list[Block]:
    """Ask what becomes of h where a long diary is cut into pieces."""
    network, weathers = wire("romance", "tanh").network, np.array([[1], [1], [0], [0], [1], [0]])
    cut, rows = 4, []
    carried, _ = network.run(network.shown(weathers), network.begin(np.array([network.start])))
    anew, _ = network.run(network.shown(weathers[cut:]), None)
    for day, scores in enumerate(carried[:, :, 0]):
        dish = int(scores.argmax())
        chances = [
            softmax(each[..., None])[dish, 0] for each in (scores, anew[day - cut, :, 0] if day >= cut else scores)
        ]
        rows.append(
            (str(day + 1), network.dishes.labels(say.lang)[dish], *(percent(float(chance)) for chance in chances))
        )
    columns: list[str | Column] = [
        say("day"),
        say("dish"),
        Column(say("h carried"), "right"),
        Column(say("h begun anew"), "right"),
    ]
    return [
        Heading(say("Zero, carry, or cut off?")),
        Paragraph(
            say(
                "A diary of years is too long to go back through at once, so networks are trained on pieces of it. "
                "Here a network reads {days} days, cut after day {cut}. How sure is it of the right dish?",
                days=len(weathers),
                cut=cut,
            )
        ),
        table(columns, rows[cut - 2 :]),
        Question(
            say("The second piece goes on with the same diary. What should its first h be?"),
            (
                say("zeros, as at the very start"),
                say("the h that the first piece ended with, as plain numbers"),
                say("the h that the first piece ended with, and the gradient goes back through all pieces"),
            ),
            1,
            say(
                "Carry the numbers, cut the gradient: in torch, h.detach(). The memory goes on, and the "
                "work stays the same for each piece (truncated backpropagation through time)."
            ),
            say("Which of them keeps the memory, and which of them does not cost more with each piece?"),
            (
                say(
                    "Then the network forgets what was eaten before the cut, as in the right column, and can "
                    "only guess. Zeros "
                    "are right where a new, unrelated sentence begins."
                ),
                "",
                say(
                    "That is exact, but each piece would have to go back through all earlier ones: the work "
                    "and the memory grow with every piece."
                ),
            ),
        ),
    ]


def forgets(say: Say) -> list[Block]:
    """Ask which word weighs most in the last state."""
    told = memory(SENTENCE, cell="simple")
    assert isinstance(told, SentenceMemory)
    shares = told.networks[0].slope_shares
    words = tuple(word.label(say.lang) for word in told.words)
    first, last = words[0], words[int(shares.argmax())]
    return [
        Heading(say("What it still knows of each word")),
        Paragraph(
            say(
                "The state takes in a word a day: after {first} it holds {first}, then {two}, and at the "
                "end the whole sentence. So the last h serves as the sentence's feature vector. But not "
                "every word weighs the same in it.",
                first=f"“{first}”",
                two=f"“{words[0]} {words[1]}”",
            )
        ),
        Paragraph(
            say(
                "New networks of {units} units read “{sentence}”. The share of a word says how much the "
                "last h would move if that word moved a little.",
                units=told.hidden,
                sentence=SENTENCE,
            )
        ),
        Question(
            say("Which word has the largest share in the last state?"),
            words,
            int(shares.argmax()),
            say(
                "“{last}”: {share}. Going back, the shares are {shares}: the longer ago, the less is "
                "left. A simple RNN is ruled by what it read last; on long sentences the beginning is "
                "lost. The LSTM is the usual mend.",
                last=last,
                share=percent(float(shares.max())),
                shares=[percent(float(share)) for share in shares[-2::-1]],
            ),
            say("Each day multiplies what was there by A and squashes it."),
            tuple(
                ""
                if word == last
                else say("The words that were read after “{word}” have each washed over it.", word=word)
                for word in words
            ),
        ),
    ]


SCREENS = (formula, by_hand, squash, parameters, biases, bridge, carry, forgets)
NEXT = Phrase("`cook explain --as-rnn` tells each day in this form, `cook memory` measures what is forgotten")
