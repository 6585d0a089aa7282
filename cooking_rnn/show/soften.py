"""The soft kitchen shown: a table, a curve for each gain, and what the figures mean."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from rich.text import Text

from cooking_rnn.insight.soften import Softened, regimes
from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.show.charts import Curve, line_chart
from cooking_rnn.show.kitchens import table_layouts
from cooking_rnn.show.labels import word
from cooking_rnn.show.screen import Layouts

_DRAWN = 100  # days of a curve: as many as the widest chart has columns


def days_drawn(horizons: Sequence[int]) -> list[int]:
    """Return the days to measure at: `horizons`, and enough others for a curve."""
    return sorted({*horizons, *np.linspace(1, horizons[-1], _DRAWN).astype(int).tolist()})


def record(
    kitchen: Kitchen, measured: Sequence[Softened], horizons: Sequence[int], seasons: int, seed: int
) -> dict[str, Any]:
    """Return what `soften --json` prints; JSON has no infinity, so the hard-max is a gain of null."""

    def at(each: Softened, day: int) -> dict[str, Any]:
        right, gradient = _at(each, day)
        return {"day": day, "right": right, "log10_gradient": gradient, "exactly_zero": gradient == -math.inf}

    return {
        "kitchen": kitchen.name,
        "seasons": seasons,
        "seed": seed,
        "gains": [
            {
                "gain": each.gain,
                "hardmax": math.isinf(each.gain),
                "regime": regime,
                "days": [at(each, day) for day in horizons],
            }
            for each, regime in zip(measured, regimes(measured), strict=True)
        ],
    }


def layouts(
    kitchen: Kitchen, measured: Sequence[Softened], horizons: Sequence[int], seasons: int, lang: str
) -> list[Layouts]:
    """Return the table, the chart and the sentences."""
    zh = lang == "zh"
    title = (
        f"{kitchen.name}，取最大换成 softmax(增益 · 和)，{seasons} 段随机天气"
        if zh
        else f"{kitchen.name} with softmax(gain · sum) for hard-max, over {seasons} seasons of random weather"
    )
    chart = line_chart(
        [_curve(each, lang) for each in measured],
        title="传回第 0 天的梯度" if zh else "The gradient that reaches day 0",
        x_label=word("day", lang),
        y_label="log₁₀ ‖∂dish/∂dish₀‖",
    )
    return [
        (Text(title, "bold", overflow="fold"),),
        _table(measured, horizons, lang),
        *([chart] if any(math.isfinite(each.log10_gradient[-1]) for each in measured) else []),
        (Text("\n" + "\n".join(sentences(measured, lang)), overflow="fold"),),
    ]


def _table(measured: Sequence[Softened], horizons: Sequence[int], lang: str) -> Layouts:
    zh = lang == "zh"
    right = "对的比例\n到第 {} 天" if zh else "days\nright to\nday {}"
    gradient = "梯度 log₁₀\n第 {} 天" if zh else "log₁₀\ngradient\nday {}"
    headings = [word("gain", lang), *(heading.format(day) for heading in (right, gradient) for day in horizons), ""]
    rows = []
    for each, regime in zip(measured, regimes(measured), strict=True):
        figures = [_at(each, day) for day in horizons]
        shares = [f"{right:.3f}" for right, _ in figures]
        rows.append([f"{each.gain:g}", *shares, *(_log(gradient) for _, gradient in figures), word(regime, lang)])
    return table_layouts(headings, rows)


def _curve(each: Softened, lang: str) -> Curve:
    return Curve(f"{word('gain', lang)} {each.gain:g}", each.days, each.log10_gradient)


def _at(each: Softened, day: int) -> tuple[float, float]:
    place = each.days.index(day)
    return each.right[place], each.log10_gradient[place]


def _log(gradient: float) -> str:
    return "—" if math.isnan(gradient) else f"{gradient:.1f}"


def sentences(measured: Sequence[Softened], lang: str) -> list[str]:
    """Return what the figures mean, a paragraph for each thing that they show."""
    say = _chinese if lang == "zh" else _english
    day = measured[0].days[-1]
    order = ("forgetful", "washed out", "edge", "latched", "begins", "hard")
    groups: dict[str, list[Softened]] = {name: [] for name in order}
    for each, regime in zip(measured, regimes(measured), strict=True):
        groups[regime].append(each)
    lost, kept = groups["washed out"], groups["edge"] + groups["latched"]
    if lost and kept:
        groups["begins"] = [max(lost, key=_gain), min(kept, key=_gain)]
    if groups["forgetful"]:
        groups["hard"] = []  # it had nothing to lose
    return [say(name, group, day) for name, group in groups.items() if group]


def _english(name: str, group: Sequence[Softened], day: int) -> str:
    gains, shares, gradients = _told(group, ", ")
    return {
        "washed out": f"Washed out, gain {gains}: every soft day blurs the state a little more, until day 0 has left "
        f"next to no trace. The largest share is still the right dish on {shares} of {day:,} days, and the gradient "
        f"fades with the trace: {gradients}.",
        "edge": f"The edge, gain {gains}: {shares} of {day:,} days are right, and the gradient is the largest of all, "
        f"{gradients}.",
        "latched": f"Latched, gain {gains}: {shares} of {day:,} days are right, but the softmax is saturated, and a "
        f"small change of day 0 changes next to nothing. Memory is kept, and the gradient is lost all the same: "
        f"{gradients}.",
        "begins": f"So there are two ways to lose the gradient, and memory begins between them: between gain "
        f"{group[0].gain:g} and {group[-1].gain:g}.",
        "hard": "Gain inf is the kitchen wired by hand: every day is right, and the gradient is exactly zero, for a "
        "hard-max has no slope. Training follows the gradient, so it could not have found this kitchen: it had to be "
        "thought out.",
        "forgetful": f"Gain {gains}: the gradient is exactly zero, for in this kitchen no day depends on day 0.",
    }[name]


def _chinese(name: str, group: Sequence[Softened], day: int) -> str:
    gains, shares, gradients = _told(group, "、")
    return {
        "washed out": f"冲淡，增益 {gains}：软化的每一天都让状态更模糊一点，直到第 0 天几乎不留痕迹。{day} 天里，最大的"
        f"一份仍是对的菜的占 {shares}；梯度随痕迹一起消失：{gradients}。",
        "edge": f"边缘，增益 {gains}：{day} 天里 {shares} 是对的，梯度是其中最大的：{gradients}。",
        "latched": f"锁死，增益 {gains}：{day} 天里 {shares} 是对的，但 softmax 已经饱和，第 0 天的小变化几乎什么也改变"
        f"不了。记忆留住了，梯度照样丢了：{gradients}。",
        "begins": f"所以丢掉梯度有两种方式，记忆从两者之间开始：在增益 {group[0].gain:g} 和 {group[-1].gain:g} 之间。",
        "hard": "增益 inf 就是手工搭好的厨房：每一天都是对的，梯度却恰好为零，因为取最大没有斜率。训练要顺着梯度走，"
        "所以学不出这个厨房：它只能靠人想出来。",
        "forgetful": f"增益 {gains}：梯度恰好为零，因为这个厨房的哪一天都与第 0 天无关。",
    }[name]


def _gain(each: Softened) -> float:
    return each.gain


def _told(group: Sequence[Softened], comma: str) -> tuple[str, str, str]:
    """Return the gains, the shares of right days and the gradients, equal shares once."""
    shares = dict.fromkeys(f"{each.right[-1]:.0%}" for each in group)
    gradients = (_power(each.log10_gradient[-1]) for each in group)
    return comma.join(f"{each.gain:g}" for each in group), comma.join(shares), comma.join(gradients)


def _power(log10: float) -> str:
    return _log(log10) if not math.isfinite(log10) else f"10^{log10:.{int(abs(log10) < 10)}f}"
