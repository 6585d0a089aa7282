"""Why recurrence: a language model guesses the next word, and what it may look at decides how well."""

from itertools import product

from cooking_rnn.blocks import Block, Heading, Paragraph, Question, table
from cooking_rnn.kitchen.toml import load
from cooking_rnn.network.model import Architecture
from cooking_rnn.phrases import Phrase
from cooking_rnn.report.say import Say


def guess(say: Say) -> list[Block]:
    """Show a menu as a sentence."""
    kitchen = load("order")
    season = kitchen.simulate(days=6)
    names = dict(zip(season.cook.dishes.ids, season.cook.dishes.labels(say.lang), strict=True))
    *shown, next_ = [names[dish] for dish in (season.cook.dishes.ids[kitchen.start], *season.menu)]
    choices = tuple(names.values())
    return [
        Heading(say("Guess the next word")),
        Paragraph(say("A room-mate cooks. Read his menu as a sentence, and each dish as a word of it:")),
        table(
            [say("day"), say("dish")], [*((str(day), dish) for day, dish in enumerate(shown)), (str(len(shown)), "?")]
        ),
        Question(
            say("Which dish comes next?"),
            choices,
            choices.index(next_),
            say(
                "After {before} came {next}, each time. You have just been a language model: it says how "
                "probable each next word is, given those before.",
                before=shown[-1],
                next=next_,
            ),
            say("Look what came after {dish} before.", dish=shown[-1]),
            tuple(
                "" if each == next_ else say("After {before}, {dish} never came.", dish=each, before=shown[-1])
                for each in choices
            ),
        ),
    ]


def chain(say: Say) -> list[Block]:
    """Show the probability of a sentence as a product."""
    kitchen, days = load("romance"), 3
    seasons = [*product(kitchen.weathers.ids, repeat=days)]
    menus = [kitchen.simulate(list(weather)).menu for weather in seasons]
    menu = menus[1]
    names = dict(zip(kitchen.dishes.ids, kitchen.dishes.labels(say.lang), strict=True))
    right, each = menus.count(menu) / len(menus), len(kitchen.weathers)
    return [
        Heading(say("A sentence is a product")),
        Paragraph(say("The probability of a whole sentence is a product, a word at a time:")),
        Paragraph(say("P(w₁ w₂ w₃) = P(w₁) · P(w₂ | w₁) · P(w₃ | w₁ w₂)")),
        Paragraph(
            say(
                "Now the weather decides. When it rains he cooks the next dish; when the sun shines, "
                "yesterday's dish is eaten again. Sun and rain are equally likely, and he starts with "
                "{dish}.",
                dish=names[kitchen.dishes.ids[kitchen.start]],
            )
        ),
        Question(
            say("How probable are the three dishes {menu}, in this order?", menu=[names[dish] for dish in menu]),
            (),
            right,
            say(
                "Each day has one chance in {each}, and there are {days} days: (1/{each})^{days} = "
                "{right:g}. Of the {all} seasons of {days} days, one makes this menu.",
                each=each,
                days=days,
                right=right,
                all=len(menus),
            ),
            say("Only one weather a day makes the right dish. Multiply, a factor a day."),
            mistakes=(
                (1 / each, say("That is one day's chance. The other days have theirs.")),
                (days / each, say("Chances of things that must all happen are multiplied, not added.")),
                (1 / (days * each), say("It is a product of {days} factors, not a division by {days}.", days=days)),
            ),
        ),
    ]


def markov(say: Say) -> list[Block]:
    """Show that an n-gram looks at the last n - 1 words."""
    size = 4
    return [
        Heading(say("Forget all but the last words")),
        Paragraph(
            say(
                "Of a long sentence nobody has seen every beginning. The oldest way out: say that only "
                "the last n − 1 words matter (Markov), and count how often each word came after them. "
                "That is an n-gram."
            )
        ),
        table(
            [say("model"), say("looks at"), say("guesses")],
            [
                (say("{size}-gram", size=2), say("“time”"), say("“is”")),
                (say("{size}-gram", size=3), say("“what time”"), say("“is”")),
            ],
        ),
        Question(
            say("At how many earlier words does a {size}-gram look?", size=size),
            (),
            size - 1,
            say(
                "{size} words in all: {before} that it looks at, and the one that it guesses.",
                size=size,
                before=size - 1,
            ),
            say("Compare the two rows of the table."),
            mistakes=((size, say("The {size} counts the word that is guessed, too.", size=size)),),
        ),
    ]


def counts(say: Say) -> list[Block]:
    """Show how a table of counts grows with each word that it looks at."""
    words, size = 10_000, 3
    powers = [1, 2, 3]
    return [
        Heading(say("What looking further costs")),
        Paragraph(
            say(
                "An n-gram keeps a row of counts for every beginning that there can be. With {words:,} "
                "words a 2-gram has {words:,} rows, one for each word that may stand before.",
                words=words,
            )
        ),
        Question(
            say("How many rows does a {size}-gram of {words:,} words have?", size=size, words=words),
            tuple(f"{words**power:,}" for power in powers),
            powers.index(size - 1),
            say(
                "{words:,} · {words:,} pairs of words. Each word more that it looks at makes the table "
                "{words:,} times larger, and most of its rows were never seen.",
                words=words,
            ),
            say("Every pair of words is a row."),
            (
                say("So many rows has the 2-gram already."),
                "",
                say("That would be all triples: the third word is the one that is guessed, a column."),
            ),
        ),
    ]


def window(say: Say) -> list[Block]:
    """Show that a window of the last days cannot know what was before."""
    kitchen, days, seen = load("romance"), 6, 3
    names = kitchen.weathers.labels(say.lang)
    same = [names[0]] * seen
    earlier = product(kitchen.weathers.ids, repeat=days - seen)
    last = {kitchen.simulate([*weather, *[kitchen.weathers.ids[0]] * seen]).menu[-1] for weather in earlier}
    return [
        Heading(say("A window, and what lies before it")),
        Paragraph(
            say(
                "A feed-forward network over the last words (Bengio 2003) shares what it learns between "
                "similar words. But it, too, looks through a window."
            )
        ),
        Paragraph(
            say(
                "Such a network guesses today's dish from the weather of the last {seen} days. It sees: "
                "{weather}. What the weather was before, and which dish he began with, it does not see.",
                seen=seen,
                weather=same,
            )
        ),
        Question(
            say("How many different dishes may it be today?"),
            (),
            len(last),
            say(
                "Any of the {count}: three days of sun keep whatever was eaten before, and that lies "
                "outside the window. A wider window only moves the wall: four sunny days, and it is as "
                "blind.",
                count=len(last),
            ),
            say("On a sunny day yesterday's dish is eaten again. What was eaten {seen} days ago?", seen=seen),
            mistakes=(
                (
                    1,
                    say("It is the same dish for {seen} days, but which one was decided before the window.", seen=seen),
                ),
                (2, say("There are two weathers, but before the window it may have rained any number of times.")),
            ),
        ),
    ]


def carry(say: Say) -> list[Block]:
    """Show that a recurrent network has as many weights however long the sentence is."""
    inputs, hidden, few, many = 5, 16, 10, 100
    weights = Architecture("simple", inputs, 3, hidden).shapes()["layer1.forward.matrix"]
    per_day = weights[0] * weights[1]
    return [
        Heading(say("Carry it along")),
        Paragraph(
            say(
                "A recurrent network (Mikolov 2010) has no window. It keeps a state h, a list of "
                "numbers, and each word changes it:"
            )
        ),
        Paragraph(say("new state = f(A, old state, word)")),
        Paragraph(
            say(
                "So h can hold something of every word since the first. Here {hidden} numbers are the "
                "state and {inputs} say the word of a day; A has {rows}·{columns} = {weights} numbers.",
                hidden=hidden,
                inputs=inputs,
                rows=weights[0],
                columns=weights[1],
                weights=per_day,
            )
        ),
        Question(
            say("It reads {many} days instead of {few}. How many numbers must be added to A?", many=many, few=few),
            (),
            0,
            say(
                "None: every day is read with the same A. A window of {many} days would need {times} "
                "times the weights of one of {few}.",
                many=many,
                few=few,
                times=many // few,
            ),
            say("Is there one A for each day, or one for all?"),
            mistakes=(
                (per_day * (many - few), say("That would be an A of its own for each day. There is one for all days.")),
                (per_day * many, say("That would be an A of its own for each day. There is one for all days.")),
                (many - few, say("The days are more, but the state has the same size, and so has A.")),
            ),
        ),
    ]


SCREENS = (guess, chain, markov, counts, window, carry)
NEXT = Phrase(
    "`cook simulate` cooks such a week, and `cook study --baselines ngram,window` races windows against states"
)
