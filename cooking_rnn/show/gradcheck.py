"""A gradient checked: analytic beside numeric, and what training makes of a wrong one."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
from rich.text import Text

from cooking_rnn.insight.wrong import LENGTH, Trained
from cooking_rnn.network.gradcheck import TOLERANCE, Compared
from cooking_rnn.network.model import Architecture
from cooking_rnn.show.charts import Curve, line_chart
from cooking_rnn.show.kitchens import table_layouts
from cooking_rnn.show.labels import word
from cooking_rnn.show.screen import Layouts
from cooking_rnn.show.vectors import percent

_ENTRIES = 3  # of each parameter, side by side


def record(
    architecture: Architecture,
    compared: Sequence[Compared],
    trained: Sequence[Trained],
    bug: str | None,
    days: int,
    seed: int,
) -> dict[str, Any]:
    """Return what `gradcheck --json` prints."""
    told: dict[str, Any] = {
        **asdict(architecture),
        "days": days,
        "seed": seed,
        "bug": bug,
        "right": all(each.is_right for each in compared),
        "largest_relative_error": max(each.error for each in compared),
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
            for each in compared
        ],
    }
    names = ("right_gradient", "wrong_gradient")
    training = {name: {"losses": each.losses, "right": each.right} for name, each in zip(names, trained, strict=False)}
    return told | ({"training": {"length": LENGTH, **training}} if training else {})


def _worst(of: Compared) -> list[tuple[int, ...]]:
    """Return the places of the entries that differ most."""
    order = np.argsort(-np.abs(of.analytic - of.numeric), axis=None, kind="stable")[:_ENTRIES]
    return [tuple(map(int, np.unravel_index(place, of.analytic.shape))) for place in order]


def layouts(
    architecture: Architecture,
    compared: Sequence[Compared],
    trained: Sequence[Trained],
    bug: str | None,
    days: int,
    lang: str,
) -> list[Layouts]:
    """Return the table and what it means; with a bug, the losses of training too."""
    zh = lang == "zh"
    what = "LSTM" if architecture.cell == "lstm" else "tanh(A·[h; x])"
    ways = len(architecture.directions)
    title = (
        f"{what}，{architecture.layers} 层，{ways} 个方向，每个方向 {architecture.hidden} 个单元，{days} 天"
        if zh
        else f"{what}, layers: {architecture.layers}, ways: {ways}, units: {architecture.hidden}, days: {days}"
    )
    shown: list[Layouts] = [(Text(title, "bold", overflow="fold"),), _table(compared, lang)]
    shown.append((Text("\n" + _verdict(compared, bug, lang), overflow="fold"),))
    if trained:
        names = ("对的梯度", "错的梯度") if zh else ("right gradient", "wrong gradient")
        steps = np.arange(1, len(trained[0].losses) + 1).tolist()
        curves = [Curve(name, steps, each.losses.tolist()) for name, each in zip(names, trained, strict=True)]
        title = "用它训练 romance 时的损失" if zh else "The loss of training romance with it"
        shown.append((Text(""),))
        shown.append(line_chart(curves, title=title, x_label=word("step", lang), y_label="nats", y_includes=[0]))
        shown.append((Text("\n" + _lesson(trained, lang), overflow="fold"),))
    return shown


def _table(compared: Sequence[Compared], lang: str) -> Layouts:
    keys = ("parameter", "relative error", "verdict", "entry", "analytic", "numeric")
    rows = []
    for each in compared:
        verdict = word("right" if each.is_right else "wrong", lang)
        heads = [each.name, f"{each.error:.1e}", ("✓ " if each.is_right else "✗ ") + verdict]
        for place in _worst(each):
            index = ", ".join(str(number + 1) for number in place)
            figures = (f"{values[place]:.9f}" for values in (each.analytic, each.numeric))
            rows.append([*heads, index, *(figure.rjust(13) for figure in figures)])
            heads = ["", "", ""]
    return table_layouts([word(key, lang) for key in keys], rows)


def _verdict(compared: Sequence[Compared], bug: str | None, lang: str) -> str:
    zh = lang == "zh"
    error = f"{max(each.error for each in compared):.1e}"
    wrong = ("、" if zh else ", ").join(each.name for each in compared if not each.is_right)
    right = ("、" if zh else ", ").join(each.name for each in compared if each.is_right)
    if not wrong:
        is_small = max(each.error for each in compared) < TOLERANCE
        if zh:
            bound = f"小于 {TOLERANCE:.0e}" if is_small else "梯度这么小，舍入误差就有这么大"
            return f"全部正确：最大的相对误差 {error}，{bound}。把每个数挪动 1e-5，看损失变化多少，就是数值梯度。"
        bound = f"under {TOLERANCE:.0e}" if is_small else "no more than rounding makes of so small a gradient"
        return (
            f"All right: the largest relative error is {error}, {bound}. A numeric gradient moves one number up and "
            "down by 1e-5, and looks what the loss does."
        )
    told = (
        f"错的：{wrong}。最大的相对误差 {error}；对的不超过 {TOLERANCE:.0e}，除非是舍入误差。"
        if zh
        else f"Wrong: {wrong}. The largest relative error is {error}; of a right gradient it is "
        f"under {TOLERANCE:.0e}, but for rounding."
    )
    if bug is None:
        return told
    told += (
        "反向传播里该乘 Wᵀ 的地方乘了 W。W 是方阵，形状都对，所以程序不会出错。"
        if zh
        else " The backward pass multiplies by W where Wᵀ belongs. W is square, so all shapes fit, and nothing fails."
    )
    if right:
        told += f"仍然正确的：{right}，它们不经过这个错误。" if zh else f" Still right, above the mistake: {right}."
    return told


def _lesson(trained: Sequence[Trained], lang: str) -> str:
    right, wrong = trained
    steps = len(wrong.losses)
    first, last, other = (f"{loss:.2g}" for loss in (wrong.losses[0], wrong.losses[-1], right.losses[-1]))
    goes = wrong.losses[-1] < wrong.losses[0]
    so_often, else_so = percent(wrong.right), percent(right.right)
    if lang == "zh":
        said = f"损失还是下降了，从 {first} 到 {last}" if goes else f"损失没有下降：从 {first} 到 {last}"
        return (
            f"用错的梯度走 {steps} 步，{said}（用对的梯度是 {other}）；新的 {LENGTH} 天里 {so_often} 的菜是对的"
            f"（用对的梯度是 {else_so}）。只看损失发现不了这个错误，所以要检查梯度。"
        )
    said = (
        f"the loss goes down all the same, from {first} to {last}" if goes else f"the loss goes from {first} to {last}"
    )
    return (
        f"In {steps} steps with the wrong gradient {said} (with the right one, to {other}); of fresh seasons of "
        f"{LENGTH} days {so_often} of the dishes are right (with the right one, {else_so}). A loss that "
        "goes down does not show the mistake; that is why a gradient is checked."
    )
