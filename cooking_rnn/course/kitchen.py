"""The network wired by hand: the weather decides, the order decides, both decide, and the network drawn."""

from functools import cache

import numpy as np

from cooking_rnn.blocks import Block, Equation, Heading, Matrix, Paragraph, Question, Vector, table
from cooking_rnn.insight.drawing import diagram
from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.kitchen.toml import load
from cooking_rnn.phrases import Phrase
from cooking_rnn.report import report
from cooking_rnn.report.explanation import equation
from cooking_rnn.report.say import Say
from cooking_rnn.report.words import matrix_word, row_names
from cooking_rnn.steps import Array, Day


@cache
def _day(kitchen: str, weather: str | None, previous: str) -> tuple[Kitchen, Day]:
    """Return a kitchen, and one day of it with its steps."""
    cook = load(kitchen)
    days = None if weather else 1
    return cook, cook.simulate(weather, start=previous, days=days).days[0]


def _dishes(kitchen: Kitchen, say: Say) -> tuple[str, ...]:
    return kitchen.dishes.labels(say.lang)


def _shown(kitchen: Kitchen, name: str, matrix: Array, say: Say) -> Equation:
    """Return a matrix with what its rows stand for."""
    labels = say.labels(kitchen.dishes, kitchen.weathers)
    parts = kitchen.row_parts
    lengths = tuple(len(part.entries) for part in parts)
    return Equation((Matrix(matrix, matrix_word(name, matrix), lengths),), row_names(parts, labels, say))


def _step(name: str, kitchen: Kitchen, day: Day, say: Say) -> Equation:
    """Return a step of a day as an equation."""
    steps = {step.name: step for step in day.steps}
    return equation(steps[name], steps, say.labels(kitchen.dishes, kitchen.weathers), say, is_known=False)


def weather(say: Say) -> list[Block]:
    """Show one matrix, without memory (chapter 2.1)."""
    kitchen, day = _day("weather", "rainy", "potato")
    matrix = kitchen.matrices.weather
    assert matrix is not None
    dishes, (sunny, rainy) = _dishes(kitchen, say), kitchen.weathers.labels(say.lang)
    right = kitchen.dishes.ids.index(day.dish)
    return [
        Heading(say("The weather decides")),
        Paragraph(
            say(
                "A weather is a one-hot vector: {sunny} is 1 0, {rainy} is 0 1. A matrix times a one-hot "
                "vector picks a column: the first for {sunny}, the second for {rainy}.",
                sunny=sunny,
                rainy=rainy,
            )
        ),
        _shown(kitchen, "Weather", matrix, say),
        Question(
            say("It is {weather}. Which dish does Weather make?", weather=rainy),
            dishes,
            right,
            say(
                "Column 2, that of {weather}, has its 1 in the row of {dish}. There is no memory: the "
                "same weather makes the same dish every day.",
                weather=rainy,
                dish=dishes[right],
            ),
            say("Read column 2 from top to bottom: in which row is its 1?"),
            (
                say("That is column 1, the column of {weather}.", weather=sunny),
                "",
                say("The row of {dish} has no 1 at all: here it is never eaten.", dish=dishes[2]),
            ),
        ),
    ]


def order(say: Say) -> list[Block]:
    """Show the output of a day as the input of the next (2.2)."""
    kitchen, day = _day("order", None, "guobaorou")
    matrix = kitchen.matrices.food
    assert matrix is not None
    dishes = _dishes(kitchen, say)
    right, before = (kitchen.dishes.ids.index(dish) for dish in (day.dish, day.previous))
    return [
        Heading(say("The order decides")),
        Paragraph(
            say(
                "Now the weather plays no part: the dishes take turns. Yesterday's dish goes in, today's "
                "comes out, and tomorrow that goes in again. This loop is what makes a network recurrent."
            )
        ),
        _shown(kitchen, "Food", matrix, say),
        Question(
            say("Yesterday it was {dish}. What does Food make of it?", dish=dishes[before]),
            dishes,
            right,
            say(
                "Column 3, that of {before}, has its 1 in the row of {dish}: after the last dish the "
                "round begins again.",
                before=dishes[before],
                dish=dishes[right],
            ),
            say("Column 3 is that of {dish}: read it from top to bottom.", dish=dishes[before]),
            (
                "",
                say("Its 1 is in column 1: it is what comes after {dish}.", dish=dishes[0]),
                say("That is yesterday's dish. Food always makes the next one."),
            ),
        ),
    ]


def love(say: Say) -> list[Block]:
    """Show both deciding (2.3)."""
    kitchen, _ = _day("romance", "sunny", "potato")
    dishes, (sunny, rainy) = _dishes(kitchen, say), kitchen.weathers.labels(say.lang)
    menu = kitchen.simulate("sunny,rainy,rainy").menu
    right = kitchen.dishes.ids.index(menu[-1])
    return [
        Heading(say("Xiao Ming in love")),
        Paragraph(
            say(
                "{sunny}: he is out with his girlfriend, and yesterday's dish is eaten again. {rainy}: "
                "he stays in and cooks the next dish. The dishes in turn: {dishes}.",
                sunny=sunny,
                rainy=rainy,
                dishes=dishes,
            )
        ),
        table(
            [say("day"), say("weather"), say("dish")],
            [
                ("0", "—", dishes[kitchen.start]),
                ("1", sunny, "?"),
                ("2", rainy, "?"),
                ("3", rainy, "?"),
            ],
        ),
        Question(
            say("What is eaten on day {day}?", day=len(menu)),
            dishes,
            right,
            say(
                "{menu}. Weather alone does not say, and neither does the order: it takes both, and what "
                "was eaten yesterday carries all that happened before.",
                menu=[dishes[kitchen.dishes.ids.index(dish)] for dish in menu],
            ),
            say(
                "Go day by day, and write down each dish: each {weather} day is one step further in the round.",
                weather=rainy,
            ),
            (
                say("That would be three steps. On day 1 it is {weather}: nothing moves.", weather=sunny),
                say("That is one step. There are two {weather} days.", weather=rainy),
                "",
            ),
        ),
    ]


def food(say: Say) -> list[Block]:
    """Show both rules at once, one block of rows each."""
    kitchen, day = _day("romance", "rainy", "crayfish")
    matrix, dishes = kitchen.matrices.food, _dishes(kitchen, say)
    assert matrix is not None
    before = kitchen.dishes.ids.index(day.previous)
    ones = [int(row) + 1 for row in np.flatnonzero(matrix[:, before])]
    choices = [(before + 1, before + 4), (before + 1,), tuple(ones)]
    return [
        Heading(say("Two rules, one matrix")),
        Paragraph(
            say(
                "How does one sum know two rules? Food keeps both, one below the other: rows 1-3 say "
                "“the same dish”, rows 4-6 “the next dish”. It need not yet know which of them will hold."
            )
        ),
        _shown(kitchen, "Food", matrix, say),
        Question(
            say("Yesterday it was {dish}. In which rows does Food · dish have a 1?", dish=dishes[before]),
            tuple(
                say("rows {rows:and}", rows=list(rows)) if len(rows) > 1 else say("row {row} only", row=rows[0])
                for rows in choices
            ),
            2,
            say(
                "Column {column} has two: row {first}, the same dish, and row {second}, the next one. "
                "Both candidates stand ready.",
                column=before + 1,
                first=ones[0],
                second=ones[1],
            ),
            say("Read column {column} from top to bottom.", column=before + 1),
            (
                say(
                    "Row {row} stands for {dish} again, under “next”. The next dish after {dish} is another.",
                    row=before + 4,
                    dish=dishes[before],
                ),
                say("That is the rule “the same”. The rule “the next” has its own three rows."),
                "",
            ),
        ),
    ]


def total(say: Say) -> list[Block]:
    """Show the weather's vote; the largest entry of the sum has both."""
    kitchen, day = _day("romance", "rainy", "crayfish")
    dishes, (_, rainy) = _dishes(kitchen, say), kitchen.weathers.labels(say.lang)
    steps = {step.name: step for step in day.steps}
    won = int(steps["sum"].value.argmax()) + 1
    from_food, from_weather = (
        Vector(steps[name].value, say(name_), parts=(3, 3))
        for name, name_ in (("from_food", "Food·dish"), ("from_weather", "Weather·weather"))
    )
    names = row_names(kitchen.row_parts, say.labels(kitchen.dishes, kitchen.weathers), say)
    return [
        Heading(say("The weather casts its vote")),
        Paragraph(
            say(
                "Weather (6x2) does the same for the weather: {weather} puts a 1 on all three rows of "
                "“next”. Then both vectors are added.",
                weather=rainy,
            )
        ),
        Equation((from_food, "+", from_weather, "=", "?"), names),
        Question(
            say("In which row is the largest entry of the sum?"),
            (),
            won,
            say(
                "Row {row} alone gets a 1 from both: 1 + 1 = 2. It is an AND: the weather calls for "
                "“next”, and {dish} is the next dish.",
                row=won,
                dish=dishes[(won - 1) % 3],
            ),
            say("Add the two vectors row by row. Only one row gets a 1 from each."),
            mistakes=(
                (2, say("Row 2 has the 1 of the dish, but the weather votes for rows 4-6: 1 + 0 = 1.")),
                *((row, say("Row {row} has the weather's 1 only: 0 + 1 = 1.", row=row)) for row in (4, 5)),
            ),
        ),
    ]


def cases(say: Say) -> list[Block]:
    """Show hard-max and fold, and ask how much there is to check."""
    kitchen, day = _day("romance", "rainy", "crayfish")
    number = len(kitchen.dishes) * len(kitchen.weathers)
    return [
        Heading(say("The winner takes all")),
        _step("hardmax", kitchen, day, say),
        Paragraph(
            say(
                "Hard-max makes the largest entry 1 and all others 0. Fold adds the two halves, and "
                "which rule won is forgotten; which dish stays. That is today's dish, and tomorrow's "
                "input."
            )
        ),
        Question(
            say("How many cases must be checked to be sure of this network for ever?"),
            (),
            number,
            say(
                "{dishes} dishes yesterday times {weathers} weathers today. A day knows nothing else of "
                "the past, so if each of these is right, so is a season of any length.",
                dishes=len(kitchen.dishes),
                weathers=len(kitchen.weathers),
            ),
            say("What does a day's dish depend on? Count the combinations."),
            mistakes=(
                (len(kitchen.dishes), say("Each dish may meet either weather.")),
                (2**6, say("The sum has six entries, but few of their combinations ever come up.")),
            ),
        ),
    ]


def checked(say: Say) -> list[Block]:
    """Show all cases."""
    kitchen, _ = _day("romance", "sunny", "potato")
    return [
        Heading(say("Every case there is")),
        Paragraph(say("Here they are, worked out just now. The margin is the winner's lead over the runner-up.")),
        *report(kitchen.check(), say),
    ]


def drawn(say: Say) -> list[Block]:
    """Show the network unrolled (2.4)."""
    kitchen, _ = _day("romance", "sunny", "potato")
    days = 3
    names = kitchen.weathers.labels(say.lang)
    unrolled = diagram(kitchen, picture="unrolled", weather=["sunny", "rainy", "rainy"][:days])
    return [
        Heading(say("The same network, drawn")),
        *report(unrolled, say),
        Paragraph(
            say(
                "Drawn with its loop, the network is one box whose output goes back in. Unrolled, as "
                "here, there is a box for each day: {weather}. Nothing else is different.",
                weather=[names[0], names[1], names[1]],
            )
        ),
        Question(
            say("How many different Food matrices are in the picture of {days} days?", days=days),
            (),
            1,
            say(
                "One, drawn {days} times. Loop or unrolled: it is the same network. This sharing is why "
                "it can cook for any number of days; chapter 6 shows what it costs.",
                days=days,
            ),
            say("Did we write a Food for Monday, and another for Tuesday?"),
            mistakes=(
                (days, say("There are {days} boxes, but all are the same network, and use the same Food.", days=days)),
                (2, say("Food and Weather are two matrices; of Food alone there is one.")),
            ),
        ),
    ]


SCREENS = (weather, order, love, food, total, cases, checked, drawn)
NEXT = Phrase("`cook explain --quiz` asks you for a week of dishes, and `cook explain` shows each number")
