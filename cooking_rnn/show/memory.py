"""What a state remembers, shown: the state after each word, a bar for each, and the first word as it fades."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from rich.text import Text

from cooking_rnn.insight.memory import VOCABULARY, Growth, Remembered
from cooking_rnn.names import Name
from cooking_rnn.show.charts import Bars, Curve, bar_chart, line_chart
from cooking_rnn.show.kitchens import table_layouts
from cooking_rnn.show.labels import word
from cooking_rnn.show.screen import Layouts
from cooking_rnn.show.vectors import numbers, percent

_MOST, _ENDS = 200, 10  # words that are all shown; else so many at each end
_FAINT, _MUCH = 0.05, 0.5  # a share of the slopes, and of the largest change
_LISTED = 6  # lengths in the table of growth


class About(NamedTuple):
    """What was measured."""

    model: str | None  # the file of a trained network
    hidden: int
    seeds: range
    length: int | None

    def record(self) -> dict[str, Any]:
        """Return the head of a document."""
        if self.model is not None:
            return {"model": self.model, "hidden": self.hidden, "initialisation": None}
        start = {"recurrent": "orthogonal", "input": "uniform in ±1/√inputs", "bias": 0, "forget_bias": 1}
        return {"hidden": self.hidden, "initialisation": start, "seeds": list(self.seeds)}

    def sentence(self, lang: str) -> str:
        """Say what the networks are."""
        if self.model is not None:
            return f"训练过的网络：{self.model}。" if lang == "zh" else f"A trained network: {self.model}."
        count = len(self.seeds)
        if lang == "zh":
            return (
                f"没有训练过的网络，{self.hidden} 个单元，{count} 个种子平均：A 中对应 h 的列是正交矩阵，对应 x 的列在"
                " ±1/√输入数 之间均匀，偏置是 0，遗忘门的偏置是 1。换一种初始化，数字就不同。"
            )
        return (
            f"New networks of {self.hidden} units, averaged over seeds: {count}. A's columns for h are orthogonal, "
            "those for x uniform, up to 1 over the root of the inputs; biases are 0, the forget gate's 1. Another "
            "start gives other figures."
        )


def record(about: About, names: Sequence[Name], measured: Sequence[Remembered]) -> dict[str, Any]:
    """Return what `memory --json` prints."""

    def words(of: Remembered) -> list[dict[str, Any]]:
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
            for place, name in enumerate(names)
        ]

    return {**about.record(), "networks": [{"cell": each.cell, "words": words(each)} for each in measured]}


def layouts(about: About, names: Sequence[Name], measured: Sequence[Remembered], lang: str) -> list[Layouts]:
    """Return the states of each cell, the bars, and what they are."""
    zh = lang == "zh"
    labels = [name.label(lang) for name in names]
    places = [*range(len(labels))]
    hidden = 0
    if len(labels) > _MOST:
        places, hidden = [*places[:_ENDS], *places[-_ENDS:]], len(labels) - 2 * _ENDS
    shown: list[Layouts] = []
    for each in measured:
        cell = word(each.cell, lang)
        title = f"{cell}：读完每个词之后的状态 h" if zh else f"{cell}: the state h after each word"
        if len(about.seeds) > 1 and about.model is None:
            title += f"（种子 {about.seeds[0]}）" if zh else f" (seed {about.seeds[0]})"
        rows = [[labels[place], " ".join(numbers(each.states[place]))] for place in places]
        shown += [(Text(title, "bold", overflow="fold"),), table_layouts([word("word", lang), "h"], rows)]
    measures = [
        f"{word(each.cell, lang)}\n{word(key, lang)}" for each in measured for key in ("slope share", "change without")
    ]
    bars = []
    for place in places:
        values = [(of.slope_shares[place].item(), of.changes[:, place].mean().item()) for of in measured]
        bars.append(Bars(labels[place], [value for pair in values for value in pair]))
    title = "最后的状态里还有每个词的多少" if zh else "What the last state still holds of each word"
    shown.append(bar_chart(bars, title=title, label=word("word", lang), measures=measures))
    if hidden:
        told = f"⋮ 中间还有 {hidden} 个词" if zh else f"⋮ {hidden:,} words between"
        shown.append((Text(told, overflow="fold"),))
    shown.append((Text("\n" + "\n".join(_sentences(about, labels, measured, lang)), overflow="fold"),))
    return shown


def _sentences(about: About, labels: Sequence[str], measured: Sequence[Remembered], lang: str) -> list[str]:
    zh = lang == "zh"
    told = [
        "‖J·x‖ 的份额：J = ∂h_T/∂x_t，一阶近似下这个词在最后的状态里占多少，加起来是 1。"
        "去掉它的改变：把它的输入换成零，最后的状态移动多少。"
        if zh
        else "The share of ‖J·x‖, J = ∂h_T/∂x_t, is what a word weighs in the last state to first order; the "
        "shares add up to 1. The change without it is how far the last state moves when the word's input is zeroed."
    ]
    if len(labels) > 1:
        for each in measured:
            first, last = (percent(each.slope_shares[place]) for place in (0, -1))
            cell = word(each.cell, lang)
            told.append(
                f"{cell}：第一个词“{labels[0]}”占 {first}，最后一个词“{labels[-1]}”占 {last}。"
                if zh
                else f"{cell}: the first word, “{labels[0]}”, has {first}, the last, “{labels[-1]}”, {last}."
            )
    told += [_latched(labels[0], lang) for each in measured if about.model is not None and _is_latched(each)]
    return [*told, about.sentence(lang)]


def _is_latched(of: Remembered) -> bool:
    """Whether the first word moves the last state much, and yet has next to no slope."""
    changes = of.changes[0]
    return bool(of.slope_shares[0] < _FAINT and changes[0] > _MUCH * changes.max())


def _latched(label: str, lang: str) -> str:
    if lang == "zh":
        return f"没有“{label}”，最后的状态就大不一样，斜率却几乎看不见它：记住了，但锁死了，梯度很难传到那里。"
    return (
        f"Without “{label}” the last state would be quite another one, and the slope hardly shows it: what is "
        "remembered is latched, and a gradient hardly reaches it."
    )


def growth_record(about: About, grown: Sequence[Growth]) -> dict[str, Any]:
    """Return what `memory --length --json` prints: the share of the first word, averaged, and of each seed."""
    return {
        **about.record(),
        "vocabulary": VOCABULARY if about.model is None else None,
        "seeds": list(about.seeds),
        "networks": [
            {
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
            for each in grown
        ],
    }


def growth_layouts(about: About, grown: Sequence[Growth], lang: str) -> list[Layouts]:
    """Return the first word's share, as a table and as curves of its logarithm."""
    zh, lengths = lang == "zh", grown[0].lengths
    places = np.unique(np.linspace(0, len(lengths) - 1, _LISTED).astype(int)).tolist()
    names = [(each, key) for each in grown for key in ("slope share", "change share")]
    columns = [(each.slope_shares if key == "slope share" else each.change_shares).mean(axis=0) for each, key in names]
    headings = [word("words", lang), *(f"{word(each.cell, lang)}\n{word(key, lang)}" for each, key in names)]
    rows = [[str(lengths[place]), *(_share(column[place]) for column in columns)] for place in places]
    with np.errstate(divide="ignore"):
        curves = [
            Curve(f"{word(each.cell, lang)}, {word(key, lang)}".replace("\n", " "), lengths, np.log10(column).tolist())
            for (each, key), column in zip(names, columns, strict=True)
        ]
    title = (
        "句子变长，第一个词在最后的状态里还占多少"
        if zh
        else "The first word's share in the last state, as the sentence grows"
    )
    y_label = "log₁₀ 份额" if zh else "log₁₀ share"
    told = [about.sentence(lang)]
    if about.model is None:
        told.append(
            f"句子是从 {VOCABULARY} 个词里随机抽的。" if zh else f"The sentences are drawn from {VOCABULARY} words."
        )
        if len(grown) == 2:
            told.append(_compared(grown, lang))
    return [
        (Text(title, "bold", overflow="fold"),),
        table_layouts(headings, rows),
        line_chart(curves, title="", x_label=word("words", lang), y_label=y_label),
        (Text("\n" + "\n".join(told), overflow="fold"),),
    ]


def _share(share: float) -> str:
    return f"{share:.4f}" if share >= 0.0001 else f"{share:.1e}"


def _compared(grown: Sequence[Growth], lang: str) -> str:
    one, other = grown
    more = int((other.slope_shares[:, -1] > one.slope_shares[:, -1]).sum())
    seeds, length = len(one.slope_shares), one.lengths[-1]
    names = word(one.cell, lang), word(other.cell, lang)
    if lang == "zh":
        return f"{length} 个词时，{seeds} 个种子里有 {more} 个，{names[1]} 里第一个词的份额（‖J·x‖）比{names[0]} 里大。"
    return (
        f"At {length:,} words the first word's share of ‖J·x‖ is larger in the {names[1]} than in the {names[0]} cell "
        f"for {more} of {seeds} seeds."
    )
