"""What is said of sentences told by the last state: how often it is right, and where the states are."""

from itertools import takewhile
from typing import Any

from cooking_rnn.blocks import Block, Column, Curve, Heading, Lines, Paragraph, table
from cooking_rnn.insight.classify import WAYS, Classification
from cooking_rnn.insight.plane import Plane
from cooking_rnn.phrases import Phrase, percent, visible
from cooking_rnn.report.say import Say
from cooking_rnn.report.words import cell_word

_ALIKE = 0.02  # a share of sentences
_NAMED = 20  # sentences that have their names beside them
_WAYS = {
    "words": Phrase("a bag of words"),
    "last": Phrase("the last state"),
    "both": Phrase("both ways: the two last states"),
}


def report(result: Classification, say: Say) -> list[Block]:
    """Return how often each readout is right, and the sentences on the plane of the last states."""
    title = say("{column} of a sentence, told by the last state", column=visible(result.column))
    rows = [[say.say(_WAYS[way]), percent(right)] for way, right in zip(WAYS, result.right, strict=True)]
    rows.insert(0, [say("always the most frequent class"), percent(result.most_frequent)])
    if result.ceiling is not None:
        rows.append([say("what is possible at all"), percent(result.ceiling)])
    curves = []
    alike = (len({*chars}) == 1 for chars in zip(*result.sentences, strict=False))
    begin = sum(takewhile(bool, alike)) if len(result.sentences) <= _NAMED else None
    if begin and " " in result.sentences[0]:
        begin = result.sentences[0].rfind(" ", 0, begin) + 1  # names begin with a whole word
    for code, label in enumerate(result.labels):
        places = [place for place, each in enumerate(result.classes) if each == code]
        x, y = result.plane.points[places].T.tolist()
        names = [visible(result.sentences[place][begin:]) for place in places] if begin is not None else []
        curves.append(Curve(visible(label), x, y, names))
    return [
        Heading(title),
        table([say("the readout is on"), Column(say("sentences right"), "right")], rows, say.colon),
        plane(result.plane, tuple(curves), say("The last states of sentences"), say),
        *map(Paragraph, _sentences(result, say)),
    ]


def plane(of: Plane, curves: tuple[Curve, ...], title: str, say: Say) -> Lines:
    """Return vectors on the plane of their two principal directions, as a chart of points."""
    labels = (
        say("first direction, {share:percent} of the variance", share=of.shares[0]),
        say("second direction, {share:percent} of the variance", share=of.shares[1]),
    )
    return Lines(curves, *labels, title, joined=False)


def _sentences(result: Classification, say: Say) -> list[str]:
    said = [
        say(
            "The last state has read the whole sentence, so it serves as its feature vector: {hidden} numbers, however "
            "long the sentence is.",
            hidden=result.architecture.hidden,
        )
    ]
    if result.text:
        template = (
            "Learned from {learned:,} sentences of column {sentences}, scored on {tested:,} others that were held out."
        )
        said.append(
            say(template, learned=result.learned, tested=result.tested, sentences=visible(result.sentences_column))
        )
    else:
        template = (
            "The sentences are the built-in ones without the feeling, such as “{sentence}”. What is "
            "possible at all is worked out over all of them."
        )
        said.append(say(template, sentence=visible(result.sentences[0])))
    words, last, both = result.right
    if max(last, both) - words > _ALIKE:
        said.append(say("Reading in order tells more here than counting words."))
    elif words - max(last, both) > _ALIKE:
        said.append(say("Counting words tells more here than reading in order does."))
    else:
        said.append(say("Counting words does about as well here: their order hardly matters."))
    template = (
        "{cell}, {hidden} units in each direction, {steps:,} {steps:step|steps}. Trained in {seconds:.1f} s (seed "
        "{seed})."
    )
    made = result.architecture
    told = {"hidden": made.hidden, "steps": result.steps, "seconds": result.seconds, "seed": result.seed}
    return [*said, say(template, cell=cell_word(made.cell), **told)]


def record(result: Classification) -> dict[str, Any]:
    """Return what `language --classify --json` prints."""
    return {
        "text": result.text or None,
        "column": result.column,
        "sentences": result.sentences_column or None,
        "labels": result.labels,
        "learned": result.learned,
        "tested": result.tested,
        "accuracy": dict(zip(WAYS, result.right, strict=True)),
        "most_frequent": result.most_frequent,
        "ceiling": result.ceiling,
        "plane": {
            "shares": result.plane.shares,
            "points": [
                {"sentence": sentence, "label": result.labels[code], "x": x, "y": y}
                for sentence, code, (x, y) in zip(
                    result.sentences, result.classes, result.plane.points.tolist(), strict=True
                )
            ],
        },
        "cell": result.architecture.cell,
        "hidden": result.architecture.hidden,
        "steps": result.steps,
        "seed": result.seed,
    }
