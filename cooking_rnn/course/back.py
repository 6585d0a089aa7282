"""The way back: soften the hard-max, train, read the kitchen out of the network, and prove the two equal."""

from dataclasses import replace
from functools import cache

import numpy as np

from cooking_rnn.blocks import Block, Column, Heading, Paragraph, Question, table
from cooking_rnn.insight.comparison import compare
from cooking_rnn.insight.extraction import Extraction, extract
from cooking_rnn.insight.soften import soften
from cooking_rnn.kitchen.toml import load
from cooking_rnn.network.model import softmax
from cooking_rnn.phrases import Phrase, percent, power
from cooking_rnn.report import report
from cooking_rnn.report.say import Say
from cooking_rnn.training.train import Training, train


@cache
def _trained() -> Training:
    """Return a network that learned the kitchen: about a second."""
    return train("romance", seed=0)


@cache
def _extracted() -> Extraction:
    return extract(_trained().network)


def hard(say: Say) -> list[Block]:
    """Ask for the slope of a hard-max."""
    day = load("romance").simulate("rainy").days[0]
    sums = {step.name: step for step in day.steps}["sum"].value
    nudged = sums + 0.1 * (sums == 1)
    change = abs((nudged == nudged.max()).astype(int) - (sums == sums.max())).sum()
    return [
        Heading(say("Why it had to be thought out")),
        Paragraph(
            say(
                "The kitchen's weights were thought out. Could they be learned? Training nudges each "
                "weight a little and checks whether the result gets better."
            )
        ),
        Paragraph(
            say(
                "On a rainy day the sum is {sum}. We nudge each 1 to 1.1. The hard-max still picks the 2.",
                sum=" ".join(f"{value:g}" for value in sums),
            )
        ),
        Question(
            say("By how much does the hard-max change?"),
            (),
            float(change),
            say(
                "Not at all. The hard-max is flat: its gradient is exactly 0 almost everywhere, so "
                "training gets no hint in which direction to go."
            ),
            say("The largest entry is the same as before. What is its 1 now, and what are the 0s?"),
            mistakes=((0.1, say("The sum changes by 0.1. The hard-max only asks which entry is the largest.")),),
        ),
    ]


def soft(say: Say) -> list[Block]:
    """Show softmax in the place of hard-max."""
    sums = np.array([1.0, 0.0, 0.0, 1.0, 2.0, 1.0])
    gains = (1, 3, 8)
    rows = [(f"{gain}", *(f"{value:.3f}" for value in softmax(gain * sums[:, None])[:, 0])) for gain in gains]
    measured = soften("romance", gains=gains, days=(100,), seasons=20)
    logs = [gain.log10_gradient[-1] for gain in measured.gains]
    best = int(np.argmax(logs))
    return [
        Heading(say("Make it soft")),
        Paragraph(
            say(
                "softmax(gain · sum) shares out the 1: the largest entry gets most of it, and the larger "
                "the gain, the more."
            )
        ),
        table([say("gain"), *(Column(f"{value:g}", "right") for value in sums)], rows),
        Paragraph(
            say(
                "Its slope is not 0. Let it cook for {days} days, each day's soft dish fed back, and "
                "measure the gradient that reaches day 0.",
                days=100,
            )
        ),
        Question(
            say("With which gain does most of the gradient come through?"),
            (say("the smallest"), say("the one between"), say("the largest")),
            best,
            say(
                "Gains {gains}: {powers}. A small gain blurs the dish day by day, until nothing of it is "
                "left; a large one latches it, and nothing gets through. Between the two lies the edge, "
                "where memory begins.",
                gains=[str(gain) for gain in gains],
                powers=[power(log) for log in logs],
            ),
            say("One is too blurred to remember, one too hard to change."),
            (
                say("It blurs: every day mixes the dishes a little more, and both memory and gradient wash out."),
                "",
                say("It is almost a hard-max: it remembers, but it is nearly as flat."),
            ),
        ),
    ]


def learn(say: Say) -> list[Block]:
    """Train a network here and now, and ask how far it carries."""
    told = _trained()
    shortest, longest = told.rows[0].score, told.rows[-1].score
    made = told.network.architecture
    return [
        Heading(say("Let one learn it")),
        Paragraph(
            say(
                "Another way out: tanh, which has a slope, and random weights. Just now, in "
                "{seconds:.1f} s, a simple RNN of {units} units has learned the kitchen from nothing but "
                "menus. No rule and no matrix was shown to it, and no season of more than {days} days.",
                seconds=told.seconds,
                units=made.hidden,
                days=shortest.days,
            )
        ),
        Question(
            say("Now it cooks {days:,} days. On how many days of a hundred is it right?", days=longest.days),
            (
                say("about 33: it guesses among three dishes"),
                say("about 50: it forgets, and is then lucky"),
                say("all of them"),
            ),
            2 if longest.by_day == 1 else 1,
            say(
                "{share} of days. A rule, once learned, holds for any length. It found a state that does "
                "not blur: its units have latched.",
                share=percent(longest.by_day),
            ),
            say("Has it learned seasons by heart, or the rule that makes them?"),
            (
                say(
                    "So it would be if it forgot at once. In training it was right on {days} days.",
                    days=shortest.days,
                ),
                say("A single mistake would go on for ever, for the rest would follow from it. It makes none."),
                "",
            ),
        ),
    ]


def read(say: Say) -> list[Block]:
    """Ask how many states the network uses."""
    found = _extracted()
    units = found.network.architecture.hidden
    states = len(found.machine.outputs)
    kitchen = load("romance")
    return [
        Heading(say("Read the rules back out")),
        Paragraph(
            say(
                "Its state is {units} real numbers, and nobody told it what they should mean. But we can "
                "experiment: two states are the same if no weather that follows can tell them apart. "
                "`cook extract` does that.",
                units=units,
            )
        ),
        Question(
            say("How many different states does the network have in this sense?"),
            (),
            states,
            say(
                "{states}: one for each dish. All that it carries in {units} numbers is what was eaten "
                "yesterday. So it is a kitchen, and its rules can be read off.",
                states=states,
                units=units,
            ),
            say("What must one know today to say every dish from tomorrow on?"),
            mistakes=(
                (units, say("So many numbers has a state. How many kinds of states are there?")),
                (
                    len(kitchen.dishes) * len(kitchen.weathers),
                    say(
                        "Dish and weather are {cases} cases. But once today's dish is made, today's weather does "
                        "not matter any more.",
                        cases=len(kitchen.dishes) * len(kitchen.weathers),
                    ),
                ),
                (len(kitchen.weathers), say("Two weathers come in. What is remembered of them all?")),
            ),
        ),
    ]


def prove(say: Say) -> list[Block]:
    """Ask how two kitchens are proved equal."""
    kitchen = load("romance")
    pairs, weathers = len(kitchen.dishes), len(kitchen.weathers)
    return [
        Heading(say("The same for ever?")),
        Paragraph(
            say(
                "We have the kitchen that was read out, and the one that was thought out. Do they agree "
                "on every weather, for ever? There is no end of seasons to try."
            )
        ),
        Paragraph(
            say(
                "Let both cook side by side, and look at the pair of their states. From a pair, each "
                "weather leads to another pair."
            )
        ),
        Question(
            say("Both begin with the same dish, whichever it is. How many pairs must be looked at, if they agree?"),
            (),
            pairs,
            say(
                "{pairs}: the same dish on both sides, {pairs} times. Each weather leads from such a "
                "pair to such a pair ({steps} steps to check). No other can ever come up, so they agree "
                "for ever. That is a proof, not a test.",
                pairs=pairs,
                steps=pairs * weathers,
            ),
            say("If they agree, both have the same dish. How many such pairs are there?"),
            mistakes=(
                (pairs * pairs, say("So many pairs there are, but most of them would be a disagreement already.")),
                (pairs * weathers, say("So many steps are checked: each weather from each pair. The pairs are fewer.")),
            ),
        ),
    ]


def proved(say: Say) -> list[Block]:
    """Show what came out, and where the story ends."""
    found = _extracted().kitchen
    assert found is not None
    return [
        Heading(say("Once round")),
        *report(compare(replace(found, source=say("what was read out")), "romance"), say),
        Paragraph(
            say(
                "You have been round once: rules were made into matrices, the matrices were drawn and "
                "unrolled; the hard step was made soft and learned; what was learned was read back into "
                "rules, and proved to be the same."
            )
        ),
        Paragraph(say("That is what a recurrent network is: a state, one matrix, and a loop.")),
    ]


SCREENS = (hard, soft, learn, read, prove, proved)
NEXT = Phrase("`cook train --output cook.npz`, then `cook extract cook.npz`; and `cook kitchen new mine.toml`")
