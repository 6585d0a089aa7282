"""What is said of a gradient that was checked: analytic beside numeric, and what training makes of a wrong one."""

from typing import Any

import numpy as np

from cooking_rnn.blocks import Block, Cell, Column, Curve, Heading, Lines, Paragraph, Span, table
from cooking_rnn.insight.gradcheck import LENGTH, GradientCheck
from cooking_rnn.network.gradcheck import TOLERANCE, Compared, H
from cooking_rnn.report.say import Say
from cooking_rnn.report.words import cell_word

_ENTRIES = 3  # of each parameter, side by side


def report(result: GradientCheck, say: Say) -> list[Block]:
    """Return the table and what it means; with a bug, the losses of training too."""
    made = result.architecture
    title = say(
        "{cell}, {layers:,} {layers:layer|layers}, {directions} {directions:direction|directions}, {hidden:,} units "
        "each, {days:,} {days:day|days}",
        cell=cell_word(made.cell),
        layers=made.layers,
        directions=len(made.directions),
        hidden=made.hidden,
        days=result.days,
    )
    shown: list[Block] = [Heading(title), _table(result, say), Paragraph(_verdict(result, say))]
    if result.training:
        names = (say("right gradient"), say("wrong gradient"))
        steps = range(1, len(result.training[0].losses) + 1)
        curves = (Curve(name, steps, each.losses.tolist()) for name, each in zip(names, result.training, strict=True))
        title = say("The loss of training romance with it")
        shown.append(Lines(tuple(curves), say("step"), say("nats a day"), title, (0,)))
        shown.append(Paragraph(_lesson(result, say)))
    return shown


def _table(result: GradientCheck, say: Say) -> Block:
    rows: list[list[Cell]] = []
    for each in result.compared:
        verdict = Span(f"✓ {say('right')}") if each.is_right else Span(f"✗ {say('wrong')}", "strong")
        heads: list[Cell] = [each.name, f"{each.error:.1e}", verdict]
        for place in _worst(each):
            index = ", ".join(str(number + 1) for number in place)
            rows.append([*heads, index, *(f"{values[place]:.9f}" for values in (each.analytic, each.numeric))])
            heads = ["", "", ""]
    figures = [Column(say("analytic"), "right"), Column(say("numeric"), "right")]
    return table([say("parameter"), say("relative error"), say("verdict"), say("entry"), *figures], rows, say.colon)


def _worst(of: Compared) -> list[tuple[int, ...]]:
    """Return the places of the entries that differ most."""
    order = np.argsort(-np.abs(of.analytic - of.numeric), axis=None, kind="stable")[:_ENTRIES]
    return [tuple(map(int, np.unravel_index(place, of.analytic.shape))) for place in order]


def _verdict(result: GradientCheck, say: Say) -> str:
    error = result.largest_error
    wrong = [each.name for each in result.wrong]
    right = [each.name for each in result.compared if each.is_right]
    if not wrong:
        told = "All right: the largest relative error is {error:.1e}, which is rounding: the gradient is that small."
        if error < TOLERANCE:
            told = "All right: the largest relative error is {error:.1e}, under {tolerance:.0e}."
        return say.together(
            say(told, error=error, tolerance=TOLERANCE),
            say("A numeric gradient moves one number up and down by {h:.0e}, and looks at what the loss does.", h=H),
        )
    sentences = [
        say(
            "Wrong: {wrong}. The largest relative error is {error:.1e}; that of a right gradient is under "
            "{tolerance:.0e}, unless rounding explains it.",
            wrong=wrong,
            error=error,
            tolerance=TOLERANCE,
        )
    ]
    if result.bug is not None:
        sentences.append(
            say(
                "The backward pass multiplies by W where Wᵀ belongs. W is square, so all shapes fit, and the program "
                "does not fail."
            )
        )
        if right:
            sentences.append(say("Still right, because the mistake comes after it: {right}.", right=right))
    return say.together(*sentences)


def _lesson(result: GradientCheck, say: Say) -> str:
    right, wrong = result.training
    told = "the loss goes from {first:.2g} to {last:.2g}"
    if wrong.losses[-1] < wrong.losses[0]:
        told = "the loss goes down all the same, from {first:.2g} to {last:.2g}"
    loss = say(told, first=wrong.losses[0], last=wrong.losses[-1])
    return say.together(
        say(
            "In {steps:,} {steps:step|steps} with the wrong gradient {loss} (with the right one, to {other:.2g}).",
            steps=len(wrong.losses),
            loss=loss,
            other=right.losses[-1],
        ),
        say(
            "Of the dishes of fresh seasons of {days} days {wrong:percent} are right (with the right gradient, "
            "{right:percent}).",
            days=LENGTH,
            wrong=wrong.right,
            right=right.right,
        ),
        say("A loss that goes down does not show the mistake. That is why a gradient is checked."),
    )


def record(result: GradientCheck) -> dict[str, Any]:
    """Return what `gradcheck --json` prints."""
    told: dict[str, Any] = {
        **result.architecture.record,
        "days": result.days,
        "seed": result.seed,
        "bug": result.bug,
        "right": not result.wrong,
        "largest_relative_error": result.largest_error,
        "tolerance": TOLERANCE,
        "gradients": [
            {
                "name": each.name,
                "shape": each.analytic.shape,
                "relative_error": each.error,
                "rounding": each.rounding,
                "right": each.is_right,
                "entries": [
                    {"index": place, "analytic": each.analytic[place].item(), "numeric": each.numeric[place].item()}
                    for place in _worst(each)
                ],
            }
            for each in result.compared
        ],
    }
    names = ("right_gradient", "wrong_gradient")
    curves = zip(names, result.training, strict=False)
    training = {name: {"losses": each.losses, "right": each.right} for name, each in curves}
    return told | ({"training": {"length": LENGTH, **training}} if training else {})
