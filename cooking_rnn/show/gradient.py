"""Gradients through the days shown: a row for each network, a curve for each, and what the figures mean."""

import math
from collections.abc import Mapping, Sequence
from itertools import compress, pairwise
from typing import Any

import numpy as np
from rich.text import Text

from cooking_rnn.insight.gradient import Faded
from cooking_rnn.show.charts import Curve, line_chart
from cooking_rnn.show.kitchens import table_layouts
from cooking_rnn.show.labels import word
from cooking_rnn.show.screen import Layouts
from cooking_rnn.steps import Array


def lags_shown(days: int) -> list[int]:
    """Return 1, 2, 5, 10, 20, 50, … and the last."""
    return sorted({first * 10**power for power in range(7) for first in (1, 2, 5) if first * 10**power < days} | {days})


def record(about: Mapping[str, Any], measured: Sequence[Faded], *, has_shares: bool) -> dict[str, Any]:
    """Return what `gradient --json` prints; shares that were asked for and not found are null."""
    return {**about, "networks": [_network(each) | (_days(each) if has_shares else {}) for each in measured]}


def _days(each: Faded) -> dict[str, Any]:
    if each.shares is None:
        return {"shares": None}
    figures = zip(each.shares.share.tolist(), each.shares.log10_norm.tolist(), strict=True)
    return {"shares": [{"day": day, "share": share, "log10_norm": norm} for day, (share, norm) in enumerate(figures)]}


def _network(each: Faded) -> dict[str, Any]:
    record: dict[str, Any] = {"layer": each.layer} if each.layer else {}
    record |= {} if each.asked is None else {"asked_radius": each.asked}
    if each.sigma is not None:
        record |= {"spectral_radius": each.radius, "sigma": each.sigma, "steepest_slope": each.steepest}
    columns = {"log10_norm": each.log10_norm, "log10_bound": each.log10_bound, "log10_cell_path": each.log10_cell_path}
    known = {name: values.tolist() for name, values in columns.items() if values is not None}
    zero = (each.log10_norm == -math.inf).tolist()
    record["lags"] = [
        {
            "lag": place + 1,
            **{name: values[place] for name, values in known.items()},
            "exactly_zero": zero[place],
        }
        for place in range(len(zero))
    ]
    return record


def layouts(about: Mapping[str, Any], measured: Sequence[Faded], lang: str) -> list[Layouts]:
    """Return the table, the chart and the sentences, and the shares where they were measured."""
    zh = lang == "zh"
    lag, state = word("lag", lang), "h" if measured[0].log10_cell_path is None else "(h, c)"
    days = np.arange(1, len(measured[0].log10_norm) + 1).tolist()
    curves = [Curve(_name(each, lang), days, each.log10_norm.tolist()) for each in measured]
    if len(measured) == 1:  # there is room for what it stands beside
        curves += [Curve(what, days, values.tolist()) for what, values in _beside(measured[0], lang)]
    chart = line_chart(
        curves,
        title="传回到几天以前的梯度" if zh else "The gradient that reaches so many days back",
        x_label=lag,
        y_label=f"log₁₀ ‖∂{state}_T/∂{state}_{{T-lag}}‖₂",
        y_includes=[0],
    )
    has_curve = any(np.isfinite(each.log10_norm).any() for each in measured)
    shown: list[Layouts] = [(Text(_title(about, lang), "bold", overflow="fold"),), _table(measured, lang)]
    shown += [chart] if has_curve else []
    shown += [(Text("\n" + "\n".join(sentences(measured, lang)), overflow="fold"),)]
    return shown + (_shares(measured, lang) if any(each.shares for each in measured) else [])


def _title(about: Mapping[str, Any], lang: str) -> str:
    zh, days = lang == "zh", about["days"]
    f = about.get("activation", "tanh")
    if "model" in about:
        return f"{about['model']}，{days} 天的天气" if zh else f"{about['model']}, over {days} days of weather"
    if "matrix" in about:
        n = len(about["matrix"])
        if zh:
            return f"h ← {f}(W·h)，W 是 {n}x{n}，{days} 天，h 从全 1 开始"
        return f"h <- {f}(W·h), W {n}x{n}, over {days} days from a state of ones"
    what = {"simple": f"{f}(A·[h; x])", "lstm": "LSTM"}[about["cell"]]
    if zh:
        return f"{what}，{about['hidden']} 个单元，{word(about['start'], lang)}起点，{days} 天的天气"
    return f"{what}, {about['hidden']} units, {about['start']} start, over {days} days of weather"


def _name(each: Faded, lang: str) -> str:
    if each.layer:
        return f"{word('layer', lang)} {each.layer}"
    return f"ρ = {_size(each.radius if each.asked is None else each.asked)}"


def _size(number: float | None) -> str:
    return "—" if number is None else f"{number:.3g}"


def _table(measured: Sequence[Faded], lang: str) -> Layouts:
    zh = lang == "zh"
    lags = lags_shown(len(measured[0].log10_norm))
    ago = (f"{lag} 天前" if zh else f"{word('lag', lang)}\n{lag}" for lag in lags)
    headings = [word("layer", lang), "ρ", "σ", "log₁₀", *ago]
    rows = []
    for each in measured:
        what = word("state" if each.sigma is None else "measured", lang)
        lines = [(what, each.log10_norm), *_beside(each, lang)]
        for place, (what, values) in enumerate(lines):
            radius = each.radius if each.asked is None else each.asked
            sizes = (each.layer, _size(radius), _size(each.sigma)) if not place else ("", "", "")
            rows.append([*sizes, what, *(log_text(values[lag - 1]) for lag in lags)])
    used = [place > 2 or any(row[place] not in ("", "—") for row in rows) for place in range(len(headings))]
    return table_layouts(list(compress(headings, used)), [list(compress(row, used)) for row in rows])


def _beside(each: Faded, lang: str) -> list[tuple[str, Array]]:
    """Return what stands beside what was measured: a bound, or an LSTM's cell path."""
    pairs = (("bound", each.log10_bound), ("cell path", each.log10_cell_path))
    return [(word(what, lang), values) for what, values in pairs if values is not None]


def log_text(value: float) -> str:
    """Return a logarithm, three digits of it; "-inf" for the logarithm of an exact zero."""
    if math.isnan(value):
        return "—"
    if value == -math.inf:
        return "-inf"
    text = f"{value:.{1 if abs(value) >= 9.995 else 2}f}"
    return "0.00" if text == "-0.00" else text


def _shares(measured: Sequence[Faded], lang: str) -> list[Layouts]:
    """Return how much of dL/dA each day brings, by how long ago it was."""
    zh = lang == "zh"
    known = [(each, each.shares) for each in measured if each.shares is not None]
    days = len(known[0][1].share)
    back = [0, *lags_shown(days - 1)]
    groups = [range(1), *(range(low + 1, high + 1) for low, high in pairwise(back))]

    def name(group: range) -> str:
        span = f"{group[0]}" if len(group) == 1 else f"{group[0]}-{group[-1]}"
        return f"{span} 天前" if zh else f"{span} back"

    headings = ["", *map(name, groups)]
    rows = [
        [_name(each, lang), *(f"{100 * sum(shares.share[days - 1 - lag] for lag in group):.1f} %" for group in groups)]
        for each, shares in known
    ]
    curves = [Curve(_name(each, lang), list(range(days)), shares.log10_norm[::-1].tolist()) for each, shares in known]
    title = (
        "每天给梯度 dL/dA 带来多少（最后一天的损失）" if zh else "What each day adds to dL/dA, L the last day's loss"
    )
    told = (
        "dh_t/dA = (∂h_t/∂h_{t-1}) · dh_{t-1}/dA + ∂h_t/∂A：每一天的直接项 ∂h_t/∂A 要乘过后面所有的雅可比才到 L。"
        "这里是它沿整个梯度方向的份额，加起来恰好是 100%；负的份额与整体方向相反。"
        if zh
        else "dh_t/dA = (∂h_t/∂h_{t-1}) · dh_{t-1}/dA + ∂h_t/∂A: the direct term of a day, ∂h_t/∂A, reaches L through "
        "the Jacobians of all later days. Shown is its share along the whole gradient; the shares add up to 100%, and "
        "a negative one points against the whole."
    )
    chart = line_chart(curves, title="", x_label=word("lag", lang), y_label="log₁₀ ‖·‖")
    return [
        (Text("\n" + title, "bold", overflow="fold"),),
        table_layouts(headings, rows),
        chart,
        (Text("\n" + told, overflow="fold"),),
    ]


def sentences(measured: Sequence[Faded], lang: str) -> list[str]:
    """Return what holds of such a recurrence, and what was measured of each."""
    say = _chinese if lang == "zh" else _english
    told = [say("lstm" if measured[0].sigma is None else "law", measured[0])]
    told += [_name(each, lang) + ("：" if lang == "zh" else ": ") + say(_kind(each), each) for each in measured]
    if odd := [each for each in measured if _disagrees(each)]:
        told.append(say("disagree", odd[0]))
    if (state := measured[0].last_state) is not None and np.isfinite(state).all():
        told.append(say("memory", measured[0]))
    return told


def _kind(each: Faded) -> str:
    if each.sigma is None or each.steepest is None:
        return "joint"
    factor = each.sigma * each.steepest
    return "border" if math.isclose(factor, 1, rel_tol=1e-6) else "must" if factor < 1 else "may"


def _disagrees(each: Faded) -> bool:
    """Whether the eigenvalues are small and yet the gradient grew at first."""
    return each.radius is not None and each.radius < 1 < (each.sigma or 0) and each.log10_norm[0] > 0


def _english(what: str, of: Faded) -> str:
    lag, end, sigma, limit = _figures(of)
    return {
        "law": f"A day multiplies the gradient by at most γσ, γ = {of.steepest or 1:g} the steepest slope and σ the "
        f"largest singular value of the recurrent matrix. σ < 1/γ = {limit} is sufficient for vanishing; σ > {limit} "
        "is necessary, but not sufficient, for exploding (Pascanu, Mikolov, Bengio 2013).",
        "lstm": "Of an LSTM the state is h and c together. The cell path is what reaches back through c alone, the "
        "product of the forget gates; the whole may be larger or smaller, for there are ways through the gates too.",
        "must": f"σ = {sigma} < {limit}, so it has to vanish; at lag {lag:,} it is {end}.",
        "may": f"σ = {sigma} > {limit}, so it may explode and need not; at lag {lag:,} it is {end}.",
        "border": f"σ = {sigma}, so it cannot explode, and may vanish; at lag {lag:,} it is {end}.",
        "joint": f"at lag {lag:,} it is {end}"
        + ("." if of.log10_cell_path is None else f", the cell path {_path(of)}."),
        "disagree": f"The eigenvalues alone would not say so: with ρ = {_size(of.radius)} the matrix's powers have "
        f"to vanish in the long run, and yet σ = {sigma}, and the gradient of a day is {10 ** of.log10_norm[0]:.3g}.",
        "memory": f"After {lag:,} days the state is {_state(of)}. What is remembered is one thing, the gradient of it "
        "another.",
    }[what]


def _chinese(what: str, of: Faded) -> str:
    lag, end, sigma, limit = _figures(of)
    return {
        "law": f"每过一天，梯度最多乘以 γσ：γ = {of.steepest or 1:g} 是激活函数的最大斜率，σ 是循环矩阵的最大奇异值。"
        f"σ < 1/γ = {limit} 是消失的充分条件；σ > {limit} 是爆炸的必要条件，而不是充分条件"
        "（Pascanu、Mikolov、Bengio 2013）。",
        "lstm": "LSTM 的状态是 h 和 c 合在一起。细胞路径只经过 c，是遗忘门的连乘；整体可能更大，也可能更小，因为"
        "还有经过各个门的路。",
        "must": f"σ = {sigma} < {limit}，所以必定消失；{lag} 天前是 {end}。",
        "may": f"σ = {sigma} > {limit}，所以可能爆炸，但不一定；{lag} 天前是 {end}。",
        "border": f"σ = {sigma}，所以不会爆炸，可能消失；{lag} 天前是 {end}。",
        "joint": f"{lag} 天前是 {end}，单是细胞路径是 {_path(of)}。",
        "disagree": f"只看特征值看不出来：ρ = {_size(of.radius)}，矩阵的幂终究要消失，可是 σ = {sigma}，"
        f"一天的梯度是 {10 ** of.log10_norm[0]:.3g}。",
        "memory": f"{lag} 天之后，状态是 {_state(of)}。记住了什么是一回事，它的梯度是另一回事。",
    }[what]


def _figures(of: Faded) -> tuple[int, str, str, str]:
    """Return the longest lag, the gradient there, σ, and 1/γ."""
    return len(of.log10_norm), power(of.log10_norm[-1]), _size(of.sigma), f"{1 / (of.steepest or 1):g}"


def _path(of: Faded) -> str:
    return "" if of.log10_cell_path is None else power(of.log10_cell_path[-1])


def _state(of: Faded) -> str:
    if of.last_state is None:
        return ""
    entries = [f"{entry:.3g}" for entry in of.last_state[:6].tolist()]
    return ", ".join(entries) + (f" ({len(of.last_state)})" if len(of.last_state) > 6 else "")


def power(log10: float) -> str:
    """Return 10^log10, as people write it."""
    if math.isfinite(log10):
        return f"10^{log10:.{int(abs(log10) < 10)}f}"
    return "0" if log10 == -math.inf else "—"
