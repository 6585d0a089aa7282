"""Both ways: a blank is filled from its left and from its right."""

from functools import cache

import numpy as np

from cooking_rnn.blocks import Block, Heading, Paragraph, Question, table
from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.kitchen.toml import load
from cooking_rnn.network.model import Architecture
from cooking_rnn.phrases import Phrase
from cooking_rnn.report.say import Say
from cooking_rnn.training.ceiling import ceilings


@cache
def _kitchen() -> Kitchen:
    return load("romance")


def _ceiling(blanks: int, *, both_ways: bool, is_last: bool = False) -> float:
    """Return how often the first of some blanks can be known."""
    return ceilings(_kitchen().table, 1, blanks, both_ways=both_ways, is_last=is_last)[0]


def loaf(say: Say) -> list[Block]:
    """Show a sentence with a blank."""
    words = (say("starving"), say("want"), say("loaf"))
    fits = (say("eat"), say("buy"), say("cry"), say("throw up"))
    return [
        Heading(say("I want to __ a loaf")),
        Paragraph(
            say(
                "“I am starving, I want to __ a loaf.” A word is missing. From what stands on its left "
                "it might be: {fits}.",
                fits=fits,
            )
        ),
        Paragraph(say("A simple RNN reads from left to right, and must fill the blank when it comes to it.")),
        Question(
            say("Which word has it not read by then, though it would help most?"),
            words,
            2,
            say(
                "The loaf stands on the right of the blank: one eats a loaf or buys one, and does not "
                "cry it. It takes a second reader, who comes from the other end."
            ),
            say("Which words stand on the right of the blank?"),
            (say("That stands on the left: it has been read."), say("That stands on the left: it has been read."), ""),
        ),
    ]


def lost(say: Say) -> list[Block]:
    """Ask how sure one can be from the left."""
    kitchen = _kitchen()
    dishes, (sunny, _) = kitchen.dishes.labels(say.lang), kitchen.weathers.labels(say.lang)
    after = kitchen.dishes.ids.index(kitchen.simulate("rainy").menu[0])
    return [
        Heading(say("A page of the diary is lost")),
        Paragraph(say("The same in the kitchen. Tuesday's page is lost, its weather and its dish:")),
        table(
            [say("day"), say("weather"), say("dish")],
            [
                (say("Mon"), "—", dishes[kitchen.start]),
                (say("Tue"), "?", "?"),
                (say("Wed"), sunny, dishes[after]),
            ],
        ),
        Paragraph(
            say(
                "Cover Wednesday with your hand: that is what a reader from the left knows. Sun and rain "
                "are equally likely."
            )
        ),
        Question(
            say("The best guess of Tuesday's dish is right with which probability?"),
            (),
            _ceiling(1, both_ways=False),
            say(
                "Sun: {same} again. Rain: {next}. One in two, and no network that reads one way can do "
                "better: it is the ceiling.",
                same=dishes[kitchen.start],
                next=dishes[after],
            ),
            say("After {dish}, which dishes can follow, and how likely is each?", dish=dishes[kitchen.start]),
            tolerance=0.005,
            mistakes=(
                (1, say("Only if you look at Wednesday. A reader from the left has not seen it yet.")),
                (round(1 / 3, 2), say("There are three dishes, but only two of them can follow.")),
                (0, say("A guess is right sometimes.")),
            ),
        ),
    ]


def both(say: Say) -> list[Block]:
    """Ask for the blank with both sides in sight."""
    kitchen = _kitchen()
    dishes, (sunny, rainy) = kitchen.dishes.labels(say.lang), kitchen.weathers.labels(say.lang)
    wednesday = kitchen.simulate("rainy,sunny").menu
    right = kitchen.dishes.ids.index(wednesday[0])
    return [
        Heading(say("Now look at both sides")),
        table(
            [say("day"), say("weather"), say("dish")],
            [
                (say("Mon"), "—", dishes[kitchen.start]),
                (say("Tue"), "?", "?"),
                (say("Wed"), sunny, dishes[right]),
            ],
        ),
        Paragraph(
            say(
                "A second RNN reads from the last day to the first. At Tuesday it has seen Wednesday: "
                "{weather}, {dish}.",
                weather=sunny,
                dish=dishes[right],
            )
        ),
        Question(
            say("What was eaten on Tuesday?"),
            dishes,
            right,
            say(
                "On a {sunny} day yesterday's dish is eaten again, so Tuesday's was {dish}, and it had "
                "rained. Reading one way, the chance was {one:g}; both ways it is {two:g}.",
                sunny=sunny,
                dish=dishes[right],
                one=_ceiling(1, both_ways=False),
                two=_ceiling(1, both_ways=True),
            ),
            say("On Wednesday it was {weather}. What does that say of the day before?", weather=sunny),
            (
                say(
                    "Then {dish} would have been eaten again on Wednesday, which was {weather}.",
                    weather=sunny,
                    dish=dishes[0],
                ),
                "",
                say("That takes two {weather} days since Monday; Tuesday is only one.", weather=rainy),
            ),
        ),
    ]


def last(say: Say) -> list[Block]:
    """Ask for the ceiling of a blank on the last day."""
    return [
        Heading(say("The last page")),
        Paragraph(say("Now the page that is lost is the last one of the diary. Our network reads both ways.")),
        Question(
            say("How often can it be right about that day?"),
            (),
            _ceiling(1, both_ways=True, is_last=True),
            say(
                "Half of the time, as before: on the right of the last day there is nothing. This is why "
                "no network of this kind can say what will be eaten tomorrow: `cook simulate` refuses "
                "one."
            ),
            say("What does the reader from the right know when it comes to the last day?"),
            tolerance=0.005,
            mistakes=((1, say("It has read everything, but everything is on the left of this day.")),),
        ),
    ]


def two(say: Say) -> list[Block]:
    """Ask for the ceiling of the first of two blanks."""
    right = _ceiling(2, both_ways=True)
    return [
        Heading(say("Two pages side by side")),
        Paragraph(
            say(
                "Tuesday's and Wednesday's pages are lost, and Thursday's is there. Reading both ways, "
                "Wednesday's dish is certain: Thursday's weather and dish say it. And Tuesday's?"
            )
        ),
        Paragraph(
            say(
                "If the dish moved on by two steps from Monday to Wednesday, or by none, then Tuesday is "
                "certain as well. If it moved by one, the rain may have come on either day."
            )
        ),
        Question(
            say("How often can Tuesday's dish be known?"),
            (),
            right,
            say(
                "Two steps or none: half of the time, and then it is certain. One step: the other half, "
                "and then one in two. ½·1 + ½·½ = {right:g}.",
                right=right,
            ),
            say("Half of the time it is certain, the other half a coin decides."),
            tolerance=0.005,
            mistakes=(
                (
                    _ceiling(2, both_ways=False),
                    say("That is the ceiling of reading one way. Thursday helps some of the time."),
                ),
                (1, say("Sun then rain, and rain then sun, lead to the same Wednesday.")),
            ),
        ),
    ]


def sizes(say: Say) -> list[Block]:
    """Ask how two readers are put together."""
    hidden = 16
    one, two_ways = (Architecture("simple", 5, 3, hidden, 1, each) for each in (False, True))
    return [
        Heading(say("Two networks, one answer")),
        Paragraph(
            say(
                "The two readers share no weights. Each has {hidden} units, and on each day their two "
                "states are put one below the other; that is y, which the readout sees, or the next "
                "layer.",
                hidden=hidden,
            )
        ),
        Question(
            say("How many numbers has y on a day?"),
            (),
            two_ways.width,
            say(
                "{hidden} from each. So a layer above has more columns. Two readers have twice the "
                "weights: {one} become {two}.",
                hidden=hidden,
                one=one.size,
                two=two_ways.size,
            ),
            say("One below the other, not added."),
            mistakes=(
                (hidden, say("That would be right if the two were added. They are put one below the other.")),
                (hidden * hidden, say("They stand one below the other; nothing is multiplied.")),
            ),
        ),
    ]


def backward(say: Say) -> list[Block]:
    """Ask where the backward reader's last state stands."""
    days = 40
    order = np.arange(1, days + 1)[::-1]
    return [
        Heading(say("Which end is the end?")),
        Paragraph(
            say(
                "A library hands back output (a row of y for each of {days} days) and h_n, the last "
                "state of each reader.",
                days=days,
            )
        ),
        Question(
            say("The backward reader has just made its last state. Which day did it read?"),
            (),
            int(order[-1]),
            say(
                "It began at day {days} and came to day {first} last. So its h_n stands in the FIRST row "
                "of output, not in the last: whoever takes output's last row as “the sentence” gets a "
                "backward state that has seen a single day.",
                days=days,
                first=order[-1],
            ),
            say("It reads from the right to the left."),
            mistakes=((days, say("There it began. That state has seen one day only.")),),
        ),
    ]


SCREENS = (loaf, lost, both, last, two, sizes, backward)
NEXT = Phrase(
    "`cook train --task fill --bidirectional --output fill.npz` trains one, `cook fill` fills a diary with it"
)
