"""What is said of a blank that was filled: each candidate from every side, the answer's flip, how often it is right."""

from typing import Any

from cooking_rnn.blocks import Bars, Block, Column, Heading, Paragraph, table
from cooking_rnn.insight.blanks import SENTENCES, WAYS, FilledBlank, Way
from cooking_rnn.phrases import Phrase, percent, visible
from cooking_rnn.report.say import Say
from cooking_rnn.report.words import cell_word
from cooking_rnn.training.sentences import Step

_LISTED = 5  # candidates that are shown of each way
_WAYS = {
    "nothing": Phrase("the most frequent word"),
    "left": Phrase("from the left"),
    "right": Phrase("from the right"),
    "both": Phrase("both ways"),
    "whole": Phrase("whole sentence"),
}


def report(result: FilledBlank, say: Say) -> list[Block]:
    """Return a bar for each candidate, what the answer is, and how often each way is right."""
    places = _best(result)
    rows = [
        (visible(result.candidates[place]), tuple(result.probabilities[:, place].round(3).tolist())) for place in places
    ]
    title, measures = say("How probable each word is in the blank"), tuple(say.say(_WAYS[way]) for way in WAYS)
    return [
        Heading(visible(result.sentence)),
        Bars(measures, tuple(rows), say("word"), title),
        *map(Paragraph, _answer(result, say)),
        Heading(say("How well blanks are filled"), 2),
        _table(result, say),
        *map(Paragraph, _learned(result, say)),
    ]


def progress(now: Step, seconds: float, say: Say) -> tuple[int, str]:
    """Return how many steps of all networks are taken, and how it goes."""
    return now.step, say("loss {loss:.4f} · {speed:.0f} steps/s", loss=now.loss, speed=now.step / seconds)


def _best(result: FilledBlank) -> list[int]:
    """Return the places of the candidates that some way has among its first, the most probable both ways first."""
    first = {place for row in result.probabilities for place in (-row).argsort(kind="stable")[:_LISTED].tolist()}
    return sorted(first, key=lambda place: -result.probabilities[2, place])


def _answer(result: FilledBlank, say: Say) -> list[str]:
    answers, places = result.answers, [result.candidates.index(word) for word in result.answers.values()]
    left, right, both, whole = (float(row[place]) for row, place in zip(result.probabilities, places, strict=True))
    before, after = visible(result.filled(answers["left"])), visible(result.filled(answers["both"]))
    if before == after:
        flip = say(
            "“{before}”: {left:.2f} from the left, {both:.2f} with what follows. The answer stays.",
            before=before,
            left=left,
            both=both,
        )
    else:
        flip = say(
            "From the left: “{before}” ({left:.2f}). With what follows: “{after}” ({both:.2f}). The answer flips.",
            before=before,
            after=after,
            left=left,
            both=both,
        )
        if answers["right"] != answers["both"]:
            alone = say(
                "From the right alone it would be “{word}” ({right:.2f}): only both sides together say “{both}”.",
                word=visible(answers["right"]),
                both=visible(answers["both"]),
                right=right,
            )
            flip = say.together(flip, alone)
    model = say(
        "A language model never reads backward. It reads the whole sentence once with each candidate, and finds what "
        "follows more or less probable after each: it says “{word}” ({whole:.2f}).",
        word=visible(answers["whole"]),
        whole=whole,
    )
    said = [flip, model]
    if result.exact is not None:
        said.append(_exactly(result, say))
    elif not result.text:
        told = (
            "The built-in sentences have none like this one: what is said of it is a guess of networks that have read "
            "nothing else, and know {words} words for a blank. One of theirs is “{sentence}”."
        )
        like = SENTENCES["en" if result.candidates[0].isascii() else "zh"]
        said.append(say(told, words=len(result.candidates), sentence=like))
    if result.unknown:
        unknown = list(map(visible, result.unknown))
        said.append(say("No network knows these words, which are left out: {words}.", words=unknown))
    return said


def _exactly(result: FilledBlank, say: Say) -> str:
    assert result.exact is not None
    told = []
    for row in result.exact[:3]:
        place = int(row.argmax())
        told.append(say("“{word}” ({chance:.2f})", word=visible(result.candidates[place]), chance=row[place]))
    return say(
        "Exactly, by the chances that the built-in sentences are made with: {left} from the left, {right} from the "
        "right, {both} both ways.",
        left=told[0],
        right=told[1],
        both=told[2],
    )


def _table(result: FilledBlank, say: Say) -> Block:
    is_known = result.ways[0].ceiling is not None
    headings = [say("blanks right"), *[say("at most")] * is_known, say("perplexity"), *[say("at least")] * is_known]
    rows = [[say.say(_WAYS[way.name]), *_figures(way)] for way in result.ways]
    return table([say("what is read"), *(Column(heading, "right") for heading in headings)], rows, say.colon)


def _figures(way: Way) -> list[str]:
    right, perplexity = percent(way.right), f"{way.perplexity:.3f}"
    if way.ceiling is None:
        return [right, perplexity]
    return [right, percent(way.ceiling.right), perplexity, f"{way.ceiling.perplexity:.3f}"]


def _learned(result: FilledBlank, say: Say) -> list[str]:
    made = result.architecture
    networks = say(
        "{cell}, {hidden} units in each direction, {steps:,} {steps:step|steps}; the language model has {whole} units. "
        "Trained in {seconds:.1f} s (seed {seed}).",
        cell=cell_word(made.cell),
        hidden=made.hidden,
        whole=2 * made.hidden,
        steps=result.steps,
        seconds=result.seconds,
        seed=result.seed,
    )
    if not result.text:
        return [
            say(
                "At most, at least: what is possible at all for whoever reads so much, worked out over all built-in "
                "sentences."
            ),
            networks,
        ]
    of_text = say(
        "Learned from {file}, {words} different words of it; scored on sentences that were held out.",
        file=result.text,
        words=len(result.candidates),
    )
    best = max(result.ways, key=lambda way: way.right)
    if best.right == result.ways[0].right:
        told = "No way beats the most frequent word: of this text the networks have learned too little to fill a blank."
        return [of_text, say(told), networks]
    return [of_text, networks]


def record(result: FilledBlank) -> dict[str, Any]:
    """Return what `language --fill --json` prints."""
    exact = result.exact
    return {
        "sentence": result.sentence,
        "text": result.text or None,
        "answers": result.answers,
        "candidates": [
            {
                "word": word,
                **{way: float(result.probabilities[row, place]) for row, way in enumerate(WAYS)},
                "sentence_nats": float(result.sentence_nats[place]),
                "exact": None if exact is None else {way: float(exact[row, place]) for row, way in enumerate(WAYS)},
            }
            for place, word in enumerate(result.candidates)
        ],
        "ways": [
            {
                "name": way.name,
                "right": way.right,
                "perplexity": way.perplexity,
                "ceiling": None if way.ceiling is None else way.ceiling.right,
                "least_perplexity": None if way.ceiling is None else way.ceiling.perplexity,
            }
            for way in result.ways
        ],
        "unknown": result.unknown,
        "cell": result.architecture.cell,
        "hidden": result.architecture.hidden,
        "steps": result.steps,
        "seed": result.seed,
    }
