"""What is said of the soft kitchen: a table, a curve for each gain, and what the figures mean."""

import math
from collections.abc import Sequence
from typing import Any

from cooking_rnn.blocks import Block, Cell, Column, Curve, Heading, Lines, Paragraph, table
from cooking_rnn.insight.soften import Softened, SoftGain
from cooking_rnn.phrases import Phrase, percent, power
from cooking_rnn.report.say import Say

REGIMES = {
    "washed out": Phrase("washed out"),
    "edge": Phrase("edge"),
    "latched": Phrase("latched"),
    "kept": Phrase("kept"),
    "hard": Phrase("hard-max"),
    "forgetful": Phrase("no memory"),
}

#: what the figures of such gains mean
_SENTENCES = {
    "washed out": Phrase(
        "Washed out, gain {gains}: every soft day blurs the state a little more, until almost nothing of day 0 is "
        "left. The largest share is still the right dish on {shares} of {days:,} {days:day|days}, and the gradient "
        "fades with the memory: {gradients}."
    ),
    "edge": Phrase(
        "The edge, gain {gains}: {shares} of {days:,} {days:day|days} are right, and the gradient is the largest "
        "of all, {gradients}."
    ),
    "latched": Phrase(
        "Latched, gain {gains}: {shares} of {days:,} {days:day|days} are right, but the softmax is saturated, "
        "and a small change of day 0 changes almost nothing. The memory is kept, and the gradient is lost all the "
        "same: {gradients}."
    ),
    "kept": Phrase(
        "Kept, gain {gains}: {shares} of {days:,} {days:day|days} are right, and of these gains it has the "
        "largest gradient, {gradients}. Whether it is the edge, only a smaller and a larger gain show."
    ),
    "begins": Phrase(
        "So there are two ways to lose the gradient, and memory begins between them: between gain {lost:g} and "
        "{kept:g}."
    ),
    "hard": Phrase(
        "Gain inf is the kitchen wired by hand: every day is right, and the gradient is exactly zero, because a "
        "hard-max has no slope. Training follows the gradient, so no training finds a network with a hard-max: "
        "this one had to be thought out. A network without a hard-max can learn to cook the same; `cook extract` "
        "shows it."
    ),
    "forgetful": Phrase("Gain {gains}: the gradient is exactly zero, because in this kitchen no day depends on day 0."),
}


def report(result: Softened, say: Say) -> list[Block]:
    """Return the table, the chart and the sentences."""
    title = say(
        "{kitchen} with softmax(gain · sum) for hard-max, over {seasons:,} {seasons:season|seasons} of random weather",
        kitchen=result.kitchen.name,
        seasons=result.seasons,
    )
    shown: list[Block] = [Heading(title), _table(result, say)]
    if any(math.isfinite(each.log10_gradient[-1]) for each in result.gains):
        curves = (Curve(say("gain {gain:g}", gain=each.gain), each.days, each.log10_gradient) for each in result.gains)
        y_label, title = say("log₁₀ ‖∂dish/∂dish₀‖"), say("The gradient that reaches day 0")
        shown.append(Lines(tuple(curves), say("day"), y_label, title))
    return shown + [Paragraph(sentence) for sentence in sentences(result, say)]


def _table(result: Softened, say: Say) -> Block:
    rights = [Column(say("days right to day {day:,}", day=day), "right") for day in result.days]
    gradients = [Column(say("log₁₀ gradient day {day:,}", day=day), "right") for day in result.days]
    rows: list[list[Cell]] = []
    for each, regime in zip(result.gains, _regimes(result), strict=True):
        figures = [each.at(day) for day in result.days]
        shares = [f"{right:.3f}" for right, _ in figures]
        logs = ["—" if math.isnan(gradient) else f"{gradient:.1f}" for _, gradient in figures]
        rows.append([f"{each.gain:g}", *shares, *logs, say.say(REGIMES[regime])])
    return table([say("gain"), *rights, *gradients, ""], rows, say.colon)


def sentences(result: Softened, say: Say) -> list[str]:
    """Return what the figures mean, a paragraph for each thing that they show."""
    order = ("forgetful", "washed out", "kept", "edge", "latched", "begins", "hard")
    groups: dict[str, list[SoftGain]] = {name: [] for name in order}
    for each, regime in zip(result.gains, _regimes(result), strict=True):
        groups[regime].append(each)
    lost, kept = groups["washed out"], groups["kept"] + groups["edge"] + groups["latched"]
    if lost and kept:
        groups["begins"] = [max(lost, key=_gain), min(kept, key=_gain)]
    if groups["forgetful"]:
        groups["hard"] = []  # it had nothing to lose
    return [_sentence(name, group, say) for name, group in groups.items() if group]


def _regimes(result: Softened) -> list[str]:
    """Return what to call each gain; the largest gradient of those that are kept is not said to be lost."""
    largest = max((each.log10_gradient[-1] for each in result.gains if math.isfinite(each.gain)), default=0)
    return [
        "kept" if regime == "latched" and each.log10_gradient[-1] == largest else regime
        for each, regime in zip(result.gains, result.regimes, strict=True)
    ]


def _sentence(name: str, group: Sequence[SoftGain], say: Say) -> str:
    return say(
        _SENTENCES[name].template,
        gains=[f"{each.gain:g}" for each in group],
        shares=list(dict.fromkeys(percent(each.right[-1]) for each in group)),  # equal ones once
        gradients=[power(each.log10_gradient[-1]) for each in group],
        days=group[0].days[-1],
        lost=group[0].gain,
        kept=group[-1].gain,
    )


def _gain(each: SoftGain) -> float:
    return each.gain


def record(result: Softened) -> dict[str, Any]:
    """Return what `soften --json` prints; JSON has no infinity, so the hard-max is a gain of null."""

    def at(each: SoftGain, day: int) -> dict[str, Any]:
        right, gradient = each.at(day)
        return {"day": day, "right": right, "log10_gradient": gradient, "exactly_zero": gradient == -math.inf}

    return {
        "kitchen": result.kitchen.name,
        "seasons": result.seasons,
        "seed": result.seed,
        "gains": [
            {
                "gain": each.gain,
                "hardmax": math.isinf(each.gain),
                "regime": regime,
                "days": [at(each, day) for day in result.days],
            }
            for each, regime in zip(result.gains, result.regimes, strict=True)
        ],
    }
