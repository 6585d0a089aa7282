"""What is said of what a model of words made up, and of the vectors of its words."""

from typing import Any

from cooking_rnn.blocks import Block, Column, Curve, Heading, Paragraph, Span, table
from cooking_rnn.insight.vectors import WordVectors
from cooking_rnn.phrases import Phrase, visible
from cooking_rnn.report.classification import plane
from cooking_rnn.report.explanation import arithmetic
from cooking_rnn.report.say import Say
from cooking_rnn.steps import Day
from cooking_rnn.text.sampling import Sample

_WEEK = 7
_ROWS, _EXPECTED = 20, 3  # words in the table of what was expected, the last, and candidates for each
NAMES = {
    "unigram": Phrase("unigram"),
    "bigram": Phrase("bigram"),
    "trigram": Phrase("trigram"),
    "window": Phrase("window"),
    "simple": Phrase("simple RNN"),
    "lstm": Phrase("LSTM"),
}


def model_word(name: str, say: Say) -> str:
    """Return what a model is called."""
    return say.say(NAMES[name]) if name in NAMES else say("{size}-gram", size=name.removesuffix("-gram"))


def of_sample(sample: Sample, say: Say) -> list[Block]:
    """Return what a model made up; where it is explained, what it expected, and how it came to the last word."""
    title = say("What the {model} makes up", model=model_word(sample.model, say))
    if sample.temperature != 1:
        told = "What the {model} makes up at temperature {temperature:g}"
        title = say(told, model=model_word(sample.model, say), temperature=sample.temperature)
    given = sample.separator.join(map(visible, sample.start))
    drawn = sample.separator.join(visible(each.word) for each in sample.words)
    shown: list[Block] = [Heading(title, 2), Paragraph((Span(given + sample.separator * bool(given), "faint"), drawn))]
    if not sample.is_explained:
        return shown
    rows = []
    for each in sample.words[-_ROWS:]:
        expected = (f"{visible(word)} {p:.3f}" for word, p in each.expected[:_EXPECTED])
        rows.append([visible(each.word), f"{each.probability:.3f}", say.semicolon.join(expected)])
    shown.append(table([say("word"), Column(say("probability"), "right"), say("most expected")], rows, say.colon))
    if sample.steps:
        shown.append(Heading(say("How the {model} came to the last word", model=model_word(sample.model, say)), 2))
        last = sample.words[-1]
        day = Day(1, "", last.word, probability=last.probability, steps=sample.steps)
        for _, page in arithmetic(day, range(len(day.steps)), {}, say, seen=set(), rest="--json"):
            shown += page
        shown += _class_of(sample, say)
    return shown


def _class_of(sample: Sample, say: Say) -> list[Block]:
    """Return how the class of the last word comes to the word, where words stand in classes."""
    if (found := sample.of_class) is None:
        return []
    told = (
        "Words as many as these stand in {classes} classes, each named by its most frequent word. “{word}” is one of "
        "the {size} {size:word|words} of the class “{first}”: P(“{word}”) = P(class) · P(word | class) = {chance:.4f} "
        "· {within:.4f} = {whole:.4f}."
    )
    word, first = visible(sample.words[-1].word), visible(found.first)
    numbers = {"chance": found.chance, "within": found.within, "whole": found.chance * found.within}
    return [Paragraph(say(told, classes=found.classes, word=word, size=found.size, first=first, **numbers))]


def sample_record(sample: Sample) -> dict[str, Any]:
    """Return a sample as `language --json` prints it."""
    found: dict[str, Any] = {
        "model": sample.model,
        "temperature": sample.temperature,
        "start": sample.start,
        "unknown": sample.unknown,
        "text": sample.text,
        "words": [
            {
                "word": each.word,
                "probability": each.probability,
                "next": [{"word": word, "probability": p} for word, p in each.expected],
            }
            for each in sample.words
        ],
    }
    if sample.is_explained:
        found["steps"] = [
            {"name": step.name, "formula": step.formula, "matrix": step.matrix, "value": step.value}
            for step in sample.steps
        ]
    return found


def of_vectors(vectors: WordVectors, say: Say) -> list[Block]:
    """Return each word's nearest, and where the words are on the plane of their two main directions."""
    rows = []
    for word, nearest in zip(vectors.words, vectors.nearest, strict=True):
        rows.append([visible(word), say.semicolon.join(f"{visible(each.word)} {each.cosine:.2f}" for each in nearest)])
    names = [visible(word) for word in vectors.words]
    x, y = vectors.plane.points.T.tolist()
    least, mean, most = vectors.distances
    model = model_word(vectors.model, say)
    told = say(
        "One-hot words are all equally far apart, √2. These vectors, which the {model} has learned, are {least:.2f} to "
        "{most:.2f} apart, {mean:.2f} on average.",
        model=model,
        least=least,
        mean=mean,
        most=most,
    )
    shown: list[Block] = [
        Heading(say("The words of the {model} as vectors", model=model), 2),
        table([say("word"), say("nearest, by the cosine")], rows, say.colon),
        plane(vectors.plane, (Curve(say("the words"), x, y, names),), say("The words on the plane"), say),
        Paragraph(told),
    ]
    if vectors.ring is not None:
        ring = (
            "On the weekdays' own plane they stand in a ring: Monday to Sunday, and Monday again."
            if vectors.ring == _WEEK
            else "On the weekdays' own plane {ring} of 7 neighbours follow each other in the week: they make no ring."
        )
        shown.append(Paragraph(say(ring, ring=vectors.ring)))
    return shown


def vectors_record(vectors: WordVectors) -> dict[str, Any]:
    """Return word vectors as `language --json` prints them."""
    least, mean, most = vectors.distances
    return {
        "model": vectors.model,
        "shares": vectors.plane.shares,
        "distances": {"least": least, "mean": mean, "most": most},
        "ring": vectors.ring,
        "words": [
            {"word": word, "x": x, "y": y, "nearest": [{"word": each.word, "cosine": each.cosine} for each in nearest]}
            for word, (x, y), nearest in zip(vectors.words, vectors.plane.points.tolist(), vectors.nearest, strict=True)
        ],
    }
