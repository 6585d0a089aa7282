"""Vanishing and exploding: a product of Jacobians, and what it is made of."""

import numpy as np

from cooking_rnn.blocks import Block, Column, Equation, Heading, Matrix, Paragraph, Question, table
from cooking_rnn.insight.gradcheck import gradcheck
from cooking_rnn.insight.gradient import gradient, of_matrix
from cooking_rnn.network.model import cross_entropy
from cooking_rnn.phrases import Phrase, percent, power
from cooking_rnn.report.say import Say


def target(say: Say) -> list[Block]:
    """Ask for the gradient of a score."""
    chances, right = np.array([0.2, 0.7, 0.1]), 0
    _, d_scores = cross_entropy(np.log(chances)[None, :, None], np.array([[right]]))
    d_y = d_scores[0, :, 0].round(10)
    return [
        Heading(say("Where the gradient starts")),
        Paragraph(
            say(
                "A network gives three dishes the probabilities {chances}. The right one is the first. "
                "The loss is −ln of its probability. How should each score y change?",
                chances=[f"{each:g}" for each in chances],
            )
        ),
        Paragraph(say("The answer is the shortest line of many programs:")),
        Paragraph("dy = p;  dy[target] −= 1"),
        Question(
            say("What is dy of the right dish?"),
            (),
            float(d_y[right]),
            say(
                "{p:g} − 1 = {d:g}: minus, so its score should rise, and the more the less it was "
                "believed. dy of the others are their probabilities, {rest:g} and {last:g}: they should "
                "fall. Together they are 0.",
                p=chances[right],
                d=d_y[right],
                rest=d_y[1],
                last=d_y[2],
            ),
            say("dy begins as p. Then 1 is taken away from the target's."),
            tolerance=0.005,
            mistakes=(
                (float(chances[right]), say("That is p. At the target 1 is taken away.")),
                (-float(d_y[right]), say("Mind the sign: p − 1, not 1 − p. A negative gradient means: more of it.")),
                (-1, say("1 is taken away from p, which is not 0.")),
            ),
        ),
    ]


def paths(say: Say) -> list[Block]:
    """Ask from where the gradient comes to a state."""
    error = gradcheck(bug="transpose").largest_error
    return [
        Heading(say("Two ways into one state")),
        Paragraph(
            say(
                "h of day 3 was used twice: the readout of day 3 made its scores of it, and the cell of "
                "day 4 made the next state of it."
            )
        ),
        Paragraph("dh_3 = V^T · dy_3 + A_h^T · dz_4        dz_4 = (1 − h_4²) * dh_4"),
        Question(
            say("The loss of which days reaches h of day 3?"),
            (
                say("of day 3 only"),
                say("of day 3 and all later days"),
                say("of day 3 and all earlier days"),
                say("of day 4 only"),
            ),
            1,
            say(
                "Both paths are added: dh_3 has the loss of day 3, and through dz_4 that of days 4, 5, … "
                "Mind the transpose, too: a well-known program multiplies by A_h without it. It trains "
                "all the same; tried here, its gradient is off by {error}.",
                error=percent(error),
            ),
            say("dh_3 contains dz_4, which contains dh_4, which contains …"),
            (
                say("That is the first path. There is another, through tomorrow."),
                "",
                say("What was before cannot be changed by h of day 3."),
                say("That is a part of the second path. The readout of day 3 used h_3, too."),
            ),
        ),
    ]


def chain(say: Say) -> list[Block]:
    """Ask what a product of a hundred factors is."""
    factors, days = (0.1, 0.9, 1.1), 100
    logs = {each: of_matrix(np.array([[each]]), "linear", days).log10_norm for each in factors}
    return [
        Heading(say("A product over the days")),
        Paragraph(
            say(
                "From day to day the gradient goes through one more A_h and one more slope. To see what "
                "that does, take a single unit without tanh, h <- w·h. Then the gradient over n days is "
                "w · w · … · w."
            )
        ),
        table(
            ["w", *(Column(say("{days} {days:day|days}", days=each), "right") for each in (1, 10, days))],
            [
                (f"{each:g}", *(f"{10 ** logs[each][lag - 1]:.3g}" for lag in (1, 10, days)))
                if each > 0.5
                else (f"{each:g}", f"{10 ** logs[each][0]:.3g}", "?", "?")
                for each in factors
            ],
        ),
        Question(
            say("With w = {w:g}, the gradient over {days} days is 10 to the power of what?", w=factors[0], days=days),
            (),
            round(float(logs[factors[0]][-1]), 6),
            say(
                "{w:g}^{days} = {power}. A float32 ends near 10^-45, so it is stored as exactly 0: that "
                "is vanishing. 1.1^{days} grows as reliably: exploding. Both come of one cause: the same "
                "A for all days.",
                w=factors[0],
                days=days,
                power=power(float(logs[factors[0]][-1])),
            ),
            say("{w:g} is 10 to the power of -1. A hundred of them are multiplied.", w=factors[0]),
            mistakes=(
                (days, say("The sign: {w:g} is less than 1.", w=factors[0])),
                (
                    -2,
                    say(
                        "That would be {w:g} divided by 10. It is a product of {days} factors.", w=factors[0], days=days
                    ),
                ),
                (-10, say("That is after 10 days.")),
            ),
        ),
    ]


def latch(say: Say) -> list[Block]:
    """Ask for the gradient of a unit that remembers."""
    gain, days = 2.0, 20
    measured = of_matrix(np.array([[gain]]), "tanh", days)
    assert measured.last_state is not None
    found, held = float(measured.log10_norm[-1]), float(measured.last_state[0])
    choices = (power(0), power(-2), power(found))
    return [
        Heading(say("Remembering well, learning badly")),
        Paragraph(
            say(
                "Now with tanh: h <- tanh({gain:g}·h), begun at h = 1. After {days} days h is "
                "{held:.2f}: it has latched, and remembers for ever on which side it began.",
                gain=gain,
                days=days,
                held=held,
            )
        ),
        Paragraph(say("A day multiplies the gradient by {gain:g}·(1 − h²).", gain=gain)),
        Question(
            say("About how large is the gradient over these {days} days?", days=days),
            choices,
            2,
            say(
                "{power}. With h = {held:.2f} the slope 1 − h² is {slope:.2f}, so a day multiplies by "
                "{factor:.2f}. What holds fast is hard to change: memory and a usable gradient pull "
                "against each other (Bengio 1994). The hard-max kitchen is the extreme: it never "
                "forgets, and its gradient is exactly 0.",
                power=choices[2],
                held=held,
                slope=1 - held * held,
                factor=gain * (1 - held * held),
            ),
            say("1 − {held:.2f}² is below 0.1. Multiply {days} such factors.", held=held, days=days),
            (
                say("That it remembers does not mean that a small change gets through."),
                say("That is about one day's factor, squared. There are {days} days.", days=days),
                "",
            ),
        ),
    ]


def norm(say: Say) -> list[Block]:
    """Ask what a matrix with a small eigenvalue does at first."""
    matrix, lags = np.array([[0.5, 4.0], [0.0, 0.5]]), (1, 5, 10, 50)
    measured = of_matrix(matrix, "linear", lags[-1])
    assert measured.sigma is not None
    assert measured.radius is not None
    norms = [10 ** float(measured.log10_norm[lag - 1]) for lag in lags]
    return [
        Heading(say("Eigenvalues are not enough")),
        Equation((Matrix(matrix, "W (2x2)"),)),
        Paragraph(
            say(
                "With more units w is a matrix. Both eigenvalues of this one are {radius:g}, so its "
                "powers must vanish in the end. Its norm σ, how much longer it can make a vector, is "
                "{sigma:.2f}.",
                radius=measured.radius,
                sigma=measured.sigma,
            )
        ),
        Question(
            say("What does the gradient do, going back day after day?"),
            (
                say("it shrinks from the first day on"),
                say("it grows at first, then vanishes"),
                say("it grows without end"),
            ),
            1,
            say(
                "At lags {lags} it is {norms}. Only a norm below 1 (σ < 1/γ) makes sure that it shrinks "
                "from the first day on; with a norm above 1 it may explode, but need not (Pascanu 2013).",
                lags=[str(lag) for lag in lags],
                norms=[f"{each:.3g}" for each in norms],
            ),
            say("The norm says what one day can do, the eigenvalues what many days do in the end."),
            (
                say("A single day may make a vector {sigma:.2f} times longer.", sigma=measured.sigma),
                "",
                say("In the end the eigenvalues win: {radius:g}^n goes to 0.", radius=measured.radius),
            ),
        ),
    ]


def shares(say: Say) -> list[Block]:
    """Ask what vanishing means for the whole gradient."""
    days = 12
    told = gradient(radii=[0.5], length=days, shares=True).networks[0].shares
    assert told is not None
    sizes = told.share[::-1]
    return [
        Heading(say("What vanishes, and what does not")),
        Paragraph(
            say(
                "The gradient of the shared A is a sum over all days. Of a network with ρ = 0.5, what "
                "each day adds to it, for the loss of the last day:"
            )
        ),
        table(
            [say("days back"), Column(say("share"), "right")],
            [(str(lag), percent(float(sizes[lag]))) for lag in (0, 1, 2, 4)],
        ),
        Question(
            say("“The gradient has vanished.” Is the gradient of A then 0?"),
            (
                say("yes, so A does not change any more"),
                say("no: what the last days add is still there"),
                say("no: what the first days add is still there"),
            ),
            1,
            say(
                "A goes on learning, but only from the last days. The long-range part is lost, and with "
                "it all that it could have learned of what lies further back. That is forgetting."
            ),
            say("Which rows of the table are large?"),
            (
                say("The sum has large terms, too: the last days'."),
                "",
                say("It is the other way round: the further back, the less."),
            ),
        ),
    ]


SCREENS = (target, paths, chain, latch, norm, shares)
NEXT = Phrase(
    "`cook gradient` measures it at every lag, `cook gradcheck --bug transpose` shows the wrong one that trains"
)
