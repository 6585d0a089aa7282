"""What is said of what a state remembers: the state after each word, a bar for each, and the first word as it fades."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from cooking_rnn.blocks import Bars, Block, Column, Curve, Heading, Lines, Paragraph, Vector, table
from cooking_rnn.insight.memory import VOCABULARY, Growth, MemoryGrowth, SentenceMemory, Start, WordMemory
from cooking_rnn.phrases import Phrase, visible
from cooking_rnn.report.say import Say
from cooking_rnn.report.words import END_ROWS, MOST_ROWS, cell_word

_FAINT, _MUCH = 0.05, 0.5  # a share of the slopes, and of the largest change
_LISTED = 6  # lengths in the table of growth
_ALIKE = 1.5  # times as much is no difference between a few networks
_STARTS = {
    "orthogonal": Phrase("New, orthogonal start"),
    "uniform": Phrase("New, uniform start"),
    "recall": Phrase("Trained to remember"),
}


def report(result: SentenceMemory | MemoryGrowth, say: Say) -> list[Block]:
    """Return the states and a bar for each word; or the first word's share, as a table and as curves."""
    return _sentence(result, say) if isinstance(result, SentenceMemory) else _growth(result, say)


def _cell(of: WordMemory | Growth, say: Say) -> str:
    return say.say(cell_word(of.cell))


def _sentence(result: SentenceMemory, say: Say) -> list[Block]:
    labels = [visible(name.label(say.lang)) for name in result.words]
    count, places = len(labels), [*range(len(labels))]
    if is_long := count > MOST_ROWS:
        places = [*places[:END_ROWS], *places[-END_ROWS:]]
    shown: list[Block] = []
    for each in result.networks:
        title = say("{cell}: the state h after each word", cell=_cell(each, say))
        if len(result.seeds) > 1 and result.model is None:
            title = say(
                "{cell}: the state h after each word (seed {seed})", cell=_cell(each, say), seed=result.seeds[0]
            )
        rows = [[labels[place], Vector(each.states[place])] for place in places]
        shown += [Heading(title), table([say("word"), "h"], rows, say.colon)]
    headings = (say("share of ‖Jx‖"), say("change without it"))
    measures = [f"{_cell(each, say)}\n{heading}" for each in result.networks for heading in headings]
    bars = []
    for place in places:
        values = [(of.slope_shares[place].item(), of.changes[:, place].mean().item()) for of in result.networks]
        bars.append((labels[place], tuple(value for pair in values for value in pair)))
    title = say("What the last state still holds of each word")
    shown.append(Bars(tuple(measures), tuple(bars), say("word"), title))
    if is_long:
        shown.append(Paragraph(say("⋮ {words:,} words between", words=count - 2 * END_ROWS)))
    shown += [Paragraph(sentence) for sentence in _sentences(result, labels, say)]
    return shown + (_starts(result.starts, say) if result.starts else [])


def _sentences(result: SentenceMemory, labels: Sequence[str], say: Say) -> list[str]:
    told = [
        say(
            "The share of ‖Jx‖, J = ∂h_T/∂x_t, is what a word weighs in the last state to first order; the shares add "
            "up to 1. The change without it is how far the last state moves when the word's input is zeroed."
        )
    ]
    flat = [each for each in result.networks if np.isnan(each.slope_shares[0])]
    told += [
        say(
            "{cell}: the last state has no slope along any word that is large enough for a float.",
            cell=_cell(each, say),
        )
        for each in flat
    ]
    if len(labels) > 1:
        told += [
            say(
                "{cell}: the first word, “{first}”, has {share:percent}, the last, “{last}”, {other:percent}.",
                cell=_cell(each, say),
                first=labels[0],
                last=labels[-1],
                share=each.slope_shares[0].item(),
                other=each.slope_shares[-1].item(),
            )
            for each in result.networks
            if each not in flat
        ]
    for each in result.networks:
        told += _caveats(each, labels[0], say) if each.swap is not None else []
    return [*told, _networks(result, say)]


def _caveats(of: WordMemory, start: str, say: Say) -> list[str]:
    """Return what the figures of a trained network's start dish do not say."""
    changes, swap = of.changes[0], of.swap or 0.0
    told = [
        say(
            "Zeroing “{start}” is not swapping it: without it the last state moves by {change:.2f}, with another dish "
            "in its place by up to {swap:.2f}.",
            start=start,
            change=changes[0].item(),
            swap=swap,
        )
    ]
    if not of.slope_shares[0] >= _FAINT and max(changes[0], swap) > _MUCH * changes.max():
        told.append(
            say(
                "So the last state depends on “{start}”, and the slope hardly shows it: what is remembered is latched, "
                "and a gradient hardly reaches it.",
                start=start,
            )
        )
    return told


def _networks(result: SentenceMemory | MemoryGrowth, say: Say) -> str:
    """Return what the networks are."""
    if result.model is not None:
        return say("A trained network: {model}.", model=result.model)
    return say(
        "New networks of {hidden:,} {hidden:unit|units}, averaged over {seeds:,} {seeds:seed|seeds}. A's columns for h "
        "are orthogonal, those for x uniform in ±1/√inputs; biases are 0, the forget gate's 1. With another "
        "initialisation the numbers are different.",
        hidden=result.hidden,
        seeds=len(result.seeds),
    )


def _starts(starts: Sequence[Start], say: Say) -> list[Block]:
    """Return who keeps more of the first word as a sentence grows, and under which start."""
    lengths = starts[0].networks[0].lengths
    places = [lengths.index(length) for length in (5, 10, lengths[-1])]
    share, rows, curves = say("share of ‖Jx‖"), [], []
    for start in starts:
        name = say.say(_STARTS[start.name])
        for each in start.networks:
            slopes = each.slope_shares.mean(axis=0)
            rows.append([name, _cell(each, say), *(_share(slopes[place]) for place in places), _share(_change(each))])
            name = ""
            with np.errstate(divide="ignore"):
                label = f"{_cell(each, say)}{say.colon}{say.say(_STARTS[start.name])}"
                curves.append(Curve(label, lengths, np.log10(slopes).tolist()))
    counts = [Column(say("{measure}, {words} words", measure=share, words=lengths[place]), "right") for place in places]
    change = Column(say("{measure}, {words} words", measure=say("share of changes"), words=lengths[-1]), "right")
    return [
        Heading(say("The first word's share in the last state, as the sentence grows"), 2),
        Paragraph(
            say(
                "The simple RNN is said to forget, and the LSTM to mend it. So it is with the usual start, uniform in "
                "±1/√units; an orthogonal start was made so that nothing fades."
            )
        ),
        table([say("networks"), say("cell"), *counts, change], rows, say.colon),
        Lines(tuple(curves), say("words"), say("log₁₀ share of ‖Jx‖")),
        *(Paragraph(_who(start, say)) for start in starts),
    ]


def _change(each: Growth) -> float:
    return float(each.change_shares[:, -1].mean())


def _who(start: Start, say: Say) -> str:
    """Return which cell keeps more of the first word, by how much."""
    told = sorted(start.networks, key=lambda each: float(each.slope_shares[:, -1].mean()))
    less, more = (float(each.slope_shares[:, -1].mean()) for each in told)
    values = {
        "start": _STARTS[start.name],
        "cell": cell_word(told[-1].cell),
        "other": cell_word(told[0].cell),
        "more": more,
        "less": less,
        "words": told[0].lengths[-1],
    }
    if start.name == "recall":
        values |= {"right": min(start.right), "change": _change(told[-1]), "others": _change(told[0])}
        both = say(
            "{start}, both say the first word of {words}, on {right:percent} of fresh sentences or more. By the slope "
            "the {cell} keeps {more:percent} of it, the {other} {less:percent}; by the change {change:percent} and "
            "{others:percent}.",
            **values,
        )
        latched = Phrase("What the {other} remembers is latched, where no gradient reaches it.", **values)
        is_latched = less < _FAINT and _change(told[0]) > _MUCH
        return say.together(both, say.say(latched) if is_latched else "")
    if more < _ALIKE * less:
        what = "{start}: at {words} words both keep about as much of the first, {less:percent} and {more:percent}."
        return say(what, **values)
    return say(
        "{start}: at {words} words the {cell} keeps {more:percent} of the first, the {other} {less:percent}.", **values
    )


def _growth(result: MemoryGrowth, say: Say) -> list[Block]:
    lengths = result.networks[0].lengths
    places = np.unique(np.linspace(0, len(lengths) - 1, _LISTED).astype(int)).tolist()
    names, columns = [], []
    for each in result.networks:
        for key, shares in ((say("share of ‖Jx‖"), each.slope_shares), (say("share of changes"), each.change_shares)):
            names.append(say("{cell}, {measure}", cell=_cell(each, say), measure=key))
            columns.append(shares.mean(axis=0))
    headings = [Column(heading, "right") for heading in (say("words"), *names)]
    rows = [[f"{lengths[place]:,}", *(_share(column[place]) for column in columns)] for place in places]
    with np.errstate(divide="ignore"):
        curves = [Curve(name, lengths, np.log10(column).tolist()) for name, column in zip(names, columns, strict=True)]
    told = [_networks(result, say)]
    if result.model is None:
        told.append(say("The sentences are drawn from {count} words.", count=VOCABULARY))
        if len(result.networks) == 2:
            told.append(_compared(result, say))
    return [
        Heading(say("The first word's share in the last state, as the sentence grows")),
        table(headings, rows, say.colon),
        Lines(tuple(curves), say("words"), say("log₁₀ share")),
        *map(Paragraph, told),
    ]


def _share(share: float) -> str:
    return f"{share:.4f}" if share >= 0.0001 else f"{share:.1e}"


def _compared(result: MemoryGrowth, say: Say) -> str:
    one, other = result.networks
    return say(
        "At {length:,} {length:word|words} the first word's share of ‖Jx‖ is larger in the {other} than in the {one} "
        "for {more:,} of {seeds:,} {seeds:seed|seeds}.",
        length=one.lengths[-1],
        other=cell_word(other.cell),
        one=cell_word(one.cell),
        more=int((other.slope_shares[:, -1] > one.slope_shares[:, -1]).sum()),
        seeds=len(one.slope_shares),
    )


def record(result: SentenceMemory | MemoryGrowth) -> dict[str, Any]:
    """Return what `memory --json` prints."""
    if isinstance(result, MemoryGrowth):
        words = {"vocabulary": VOCABULARY if result.model is None else None, "seeds": result.seeds}
        return {**_about(result), **words, "networks": [_growth_record(each) for each in result.networks]}
    networks = [{"cell": each.cell, "words": _words_record(each, result)} for each in result.networks]
    starts = [
        {
            "start": start.name,
            "right": start.right or None,
            "networks": [_growth_record(each) for each in start.networks],
        }
        for start in result.starts
    ]
    return {**_about(result), "networks": networks, **({"starts": starts} if starts else {})}


def _about(result: SentenceMemory | MemoryGrowth) -> dict[str, Any]:
    if result.model is not None:
        return {"model": result.model, "hidden": result.hidden, "initialisation": None}
    start = {"recurrent": "orthogonal", "input": "uniform in ±1/√inputs", "bias": 0, "forget_bias": 1}
    return {"hidden": result.hidden, "initialisation": start, "seeds": result.seeds}


def _words_record(of: WordMemory, result: SentenceMemory) -> list[dict[str, Any]]:
    slope_shares, change_shares = of.slope_shares.tolist(), of.change_shares.tolist()
    slopes, changes = of.slopes.mean(axis=0).tolist(), of.changes.mean(axis=0).tolist()
    return [
        {
            "word": name.id,
            "state": of.states[place],
            "slope": slopes[place],
            "slope_share": slope_shares[place],
            "change": changes[place],
            "change_share": change_shares[place],
        }
        for place, name in enumerate(result.words)
    ]


def _growth_record(each: Growth) -> dict[str, Any]:
    """Return the share of the first word, averaged, and of each seed."""
    return {
        "cell": each.cell,
        "lengths": [
            {
                "length": length,
                "slope_share": each.slope_shares[:, place].mean().item(),
                "change_share": each.change_shares[:, place].mean().item(),
                "slope_shares": each.slope_shares[:, place],
                "change_shares": each.change_shares[:, place],
            }
            for place, length in enumerate(each.lengths)
        ],
    }
