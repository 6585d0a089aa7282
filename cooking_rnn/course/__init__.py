"""The article as a course: lessons in its order, each a few screens that ask before they show."""

from cooking_rnn.phrases import Phrase

#: the lessons in the article's order, each with its title; a module here has the screens of each
LESSONS = {
    "why": Phrase("Why recurrence (chapter 1)"),
    "kitchen": Phrase("Weather, order, love (chapter 2)"),
    "state": Phrase("One matrix, one state (chapter 3)"),
    "gates": Phrase("Gates that mean something (chapter 3)"),
    "deep": Phrase("Layers (chapter 4)"),
    "blanks": Phrase("Reading both ways (chapter 5)"),
    "gradients": Phrase("Vanishing and exploding (chapter 6)"),
    "back": Phrase("The way back: train, read out, prove"),
}

#: after the lessons, networks to be wired by hand, which `insight.design` marks
DESIGNS = {
    "design-weather": Phrase("Design: weather decides"),
    "design-order": Phrase("Design: order decides"),
    "design-romance": Phrase("Design: Xiao Ming in love"),
    "design-two-rainy": Phrase("Design: two rainy days in a row"),
    "design-parity": Phrase("Design: a parity"),
    "design-adder": Phrase("Design: a binary adder"),
    "design-hold": Phrase("Design: a gate that holds"),
}
