"""What is said of language models: the text, each model's perplexity beside what is possible, and who won."""

import math
from typing import Any

import numpy as np

from cooking_rnn.blocks import Block, Cell, Column, Curve, Heading, Lines, Paragraph, table
from cooking_rnn.insight.language import WINDOWS, Language, Mixture, Scored, perplexity
from cooking_rnn.phrases import Phrase, percent
from cooking_rnn.report.made_up import model_word, of_sample, of_vectors, sample_record, vectors_record
from cooking_rnn.report.say import Say
from cooking_rnn.text.models import NGram
from cooking_rnn.text.networks import WordNetwork
from cooking_rnn.training.words import Progress


def report(result: Language, say: Say) -> list[Block]:
    """Return what the text is, the table, the chart, and what they come to."""
    shown: list[Block] = [Heading(_title(result, say)), Paragraph(_of_text(result, say))]
    if result.models:
        shown.append(_table(result, say))
    if result.windows:
        shown += _ceilings(result, say)
    if result.windows or len(result.models) > 1:
        shown.append(_chart(result, say))
    if result.mixtures:
        shown += [Heading(say("Mixtures"), 2), _mixtures(result, say)]
    shown += [Paragraph(each) for each in _sentences(result, say)]
    for sample in result.samples:
        shown += of_sample(sample, say)
    return shown + (of_vectors(result.vectors, say) if result.vectors else [])


def progress(now: Progress, seconds: float, done: int, say: Say) -> tuple[int, str]:
    """Return how many steps of all networks are taken, and how it goes."""
    told = "{model} · loss {loss:.4f} · {speed:.0f} steps/s"
    return done, say(told, model=model_word(now.kind, say), loss=now.loss, speed=done / seconds)


def _title(result: Language, say: Say) -> str:
    if result.text.diary is not None:
        return say("The diary of {kitchen} told in words, and models of it", kitchen=result.text.name)
    return say("{file}, and models of it", file=result.text.name)


def _of_text(result: Language, say: Say) -> str:
    text = result.text
    sizes = {"train": len(text.train), "validation": len(text.validation), "test": len(text.test)}
    is_word = text.by == "word"
    told = (
        "{train:,} words to learn from, {validation:,} to choose by, {test:,} to be judged by; vocabulary {words:,}."
        if is_word
        else "{train:,} characters to learn from, {validation:,} to choose by, {test:,} to be judged by; vocabulary "
        "{words:,}."
    )
    sentences = [say(told, words=len(text.words), **sizes)]
    if text.diary is None:
        told = "{share:percent} of the test's words are none of these, and stand as <unk>."
        sentences.append(say(told, share=text.unknown))
        sentences.append(say("Perplexities compare only within one vocabulary."))
    else:
        codes = text.codes[: 1 + int(np.flatnonzero(text.codes == text.words.index("."))[1])]
        told = "It begins: {begin} …"
        sentences.append(say(told, begin=" ".join(text.words[code] for code in codes)))
    return say.together(*sentences)


def _table(result: Language, say: Say) -> Block:
    is_diary = result.floor is not None
    unit = say("bits a word") if result.text.by == "word" else say("bits a character")
    right = [say("sees"), say("perplexity"), unit]
    if is_diary:
        right += [say("best possible"), say("weekday"), say("dish")]
    columns = [Column(say("model")), *(Column(heading, "right") for heading in (*right, say("seconds")))]
    rows = [_row(each, say, is_diary=is_diary) for each in result.models]
    if result.floor is not None:
        figures = _shown(result.floor), _bits(result.floor), "—", _shown(0), _shown(0), "—"
        rows.append([say("floor"), say("all"), *figures])
    return table(columns, rows, say.colon)


def _row(each: Scored, say: Say, *, is_diary: bool) -> list[Cell]:
    sees = say("all") if each.model.sees is None else str(each.model.sees)
    row: list[Cell] = [model_word(each.model.name, say), sees, _shown(each.nats), _bits(each.nats)]
    if is_diary:
        row += ["—" if each.best is None else _shown(each.best), *map(_shown, each.by_kind.values())]
    return [*row, f"{each.seconds:.1f}"]


def _shown(nats: float) -> str:
    """Return a perplexity to four digits or more."""
    shown = perplexity(nats)
    return f"{shown:.3f}" if shown < 100 else f"{shown:,.1f}" if shown < 1e6 else f"{shown:.3g}"


def _bits(nats: float) -> str:
    return f"{nats / math.log(2):.3f}"


def _ceilings(result: Language, say: Say) -> list[Block]:
    """Return what any model can do at best that sees so many words: the price of the Markov assumption."""
    assert result.floor is not None
    seen = sorted({*_points(result)})
    headings = [say("words seen"), say("best perplexity"), say("above the floor")]
    rows = [
        [str(words), _shown(nats := result.windows[words]), percent(perplexity(nats - result.floor) - 1)]
        for words in seen
    ]
    told = (
        "The price of the Markov assumption: no model that sees only so many words does better, however it is made. "
        "Who sees them all can reach {floor}."
    )
    return [
        Heading(say("What a window costs"), 2),
        table([Column(each, "right") for each in headings], rows, say.colon),
        Paragraph(say(told, floor=_shown(result.floor))),
    ]


def _points(result: Language) -> list[int]:
    """Return the numbers of words for which the best is shown: those that a model sees, and some more."""
    return [*(each.model.sees for each in result.models if each.model.sees is not None), *range(1, 6), *WINDOWS]


def _chart(result: Language, say: Say) -> Block:
    """Return perplexity against the words seen; who sees them all is a level line."""
    upto = max([WINDOWS[-1] if result.windows else 1, *(each.model.sees or 0 for each in result.models)])
    grams = [each for each in result.models if isinstance(each.model, NGram) and each.model.sees]
    curves = []
    if grams:
        curves.append(
            Curve(say("n-grams"), [each.model.sees or 0 for each in grams], [perplexity(each.nats) for each in grams])
        )
    for each in result.models:
        name = model_word(each.model.name, say)
        if isinstance(each.model, WordNetwork):
            at = [1, upto] if each.model.sees is None else [each.model.sees]
            curves.append(Curve(name, at, [perplexity(each.nats)] * len(at)))
    if result.floor is not None:
        seen = range(1, upto + 1)
        best = [perplexity(result.windows[words]) for words in seen]
        curves.append(Curve(say("best possible"), list(seen), best))
        curves.append(Curve(say("floor"), [1, upto], [perplexity(result.floor)] * 2))
    title = say("Perplexity against the words that are seen")
    return Lines(tuple(curves), say("words seen"), say("perplexity"), title)


def _mixtures(result: Language, say: Say) -> Block:
    columns = [Column(say("mixture")), Column(say("weights"), "right"), Column(say("perplexity"), "right")]
    rows = [
        [
            " + ".join(model_word(name, say) for name in each.of),
            " ".join(f"{weight:.3f}" for weight in each.weights),
            _shown(each.nats),
        ]
        for each in result.mixtures
    ]
    return table(columns, rows, say.colon)


def _sentences(result: Language, say: Say) -> list[str]:
    return [*_won(result, say), *_mixed(result, say), *_read(result, say)]


def _won(result: Language, say: Say) -> list[str]:
    """Return who has the least perplexity, and by how much; and of a recurrent network that lost, that it did."""
    if not result.models:
        return []
    first, *others = sorted(result.models, key=lambda each: each.nats)
    name, least = model_word(first.model.name, say), _shown(first.nats)
    lines = [say("The {model} has the least perplexity, {perplexity}.", model=name, perplexity=least)]
    is_network = isinstance(first.model, WordNetwork)
    rival = next((each for each in others if isinstance(each.model, WordNetwork) != is_network), None)
    if rival is not None:
        told = (
            "The best n-gram, the {rival}, has {perplexity}, {more:percent} more."
            if is_network
            else "The best network, the {rival}, has {perplexity}, {more:percent} more: on this text the n-gram wins."
        )
        more = perplexity(rival.nats - first.nats) - 1
        lines.append(say(told, rival=model_word(rival.model.name, say), perplexity=_shown(rival.nats), more=more))
    if result.floor is not None:
        above = perplexity(first.nats - result.floor) - 1
        told = "That is {above:percent} above the floor." if above > 0 else "That is the floor, but for chance."
        lines.insert(1, say(told, above=above))
    for each in others if first.model.sees is not None else ():
        if each.model.sees is None:
            told = (
                "The {model} carries all words along and loses all the same: in {steps:,} {steps:step|steps} it has "
                "not learned to use them."
                if each.steps is not None
                else "The {model} carries all words along and loses all the same: it has not learned to use them."
            )
            lines.append(say(told, model=model_word(each.model.name, say), steps=each.steps or 0))
    return [say.together(*lines)]


def _mixed(result: Language, say: Say) -> list[str]:
    if not result.mixtures:
        return []
    best = min(result.mixtures, key=lambda each: each.nats)
    told = "The weights are those that tell the validation best. Mixed, {of:and} come to {perplexity}, {verdict}."
    gain = perplexity(best.nats - min(each.nats for each in result.models)) - 1
    verdict = (
        Phrase("{share:percent} less than the best of them alone", share=-gain)
        if gain < -0.0005
        else Phrase("no less than the best of them alone")
    )
    return [say(told, of=[model_word(name, say) for name in best.of], perplexity=_shown(best.nats), verdict=verdict)]


def _read(result: Language, say: Say) -> list[str]:
    """Return what share of the text a network read."""
    trained = [each for each in result.models if each.seen is not None]
    if not trained:
        return []
    told = (
        "In {steps:,} {steps:step|steps} each network read {seen:.2g} times as many words as there are to learn from."
    )
    lines = [say(told, steps=trained[0].steps, seen=trained[0].seen)]
    for each in trained:
        if 2 * (each.kept or 0) < (each.steps or 0):
            told = (
                "The {model} told the validation best after {kept:,} steps; what it learned later, it learned by heart."
            )
            lines.append(say(told, model=model_word(each.model.name, say), kept=each.kept))
    return [say.together(*lines)]


def record(result: Language) -> dict[str, Any]:
    """Return what `language --json` prints."""
    text = result.text
    floor = result.floor
    return {
        "text": {
            "kind": "file" if text.diary is None else "diary",
            "name": text.name,
            "by": text.by,
            "train": len(text.train),
            "validation": len(text.validation),
            "test": len(text.test),
            "vocabulary": len(text.words),
            "unknown": text.unknown,
        },
        "floor": None
        if floor is None
        else {
            "nats": floor,
            "perplexity": perplexity(floor),
            "windows": [{"words": words, "perplexity": perplexity(nats)} for words, nats in result.windows.items()],
        },
        "models": [_model_record(each) for each in result.models],
        "mixtures": [_mixture_record(each) for each in result.mixtures],
        "samples": list(map(sample_record, result.samples)),
        "vectors": None if result.vectors is None else vectors_record(result.vectors),
        "seed": result.seed,
    }


def _model_record(each: Scored) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": each.model.name,
        "sees": each.model.sees,
        "perplexity": perplexity(each.nats),
        "bits": each.nats / math.log(2),
        "best": None if each.best is None else perplexity(each.best),
        "by_kind": {kind: perplexity(nats) for kind, nats in each.by_kind.items()} or None,
        "seconds": round(each.seconds, 3),
    }
    if isinstance(each.model, NGram):
        return {**found, "parameters": each.model.parameters, "fell_back": list(each.model.fell_back)}
    if isinstance(each.model, WordNetwork):
        found |= {"parameters": each.model.made.size, "steps": each.steps, "kept": each.kept, "seen": each.seen}
    return found


def _mixture_record(each: Mixture) -> dict[str, Any]:
    return {"of": list(each.of), "weights": each.weights.tolist(), "perplexity": perplexity(each.nats)}
