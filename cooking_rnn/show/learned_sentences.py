"""What each step of a learned network means, said of the day's own numbers."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from cooking_rnn.show.vectors import numbers, percent

if TYPE_CHECKING:
    from cooking_rnn.show.sentences import Telling


def _stacked(of: "Telling") -> str:
    has_bias = of.step.axis[-1].name == "1"
    end = of.say(", and a 1 that the bias is multiplied by", "，最下面再加一个给偏置用的 1") if has_bias else ""
    if of.step.name == "stacked" and of.day.number == 1:
        dish = of.label(of.day.previous)
        return of.say(
            f"The state h that day 0 left, with today's input x below it{end}. On day 0 h was all 0 and x showed "
            f"{dish}; from here on x shows the weather only, and what was eaten, the network has to remember in h.",
            f"第 0 天留下的状态 h，下面接上今天的输入 x{end}。第 0 天的 h 全是 0，x 里是{dish}；从现在起 x 里只有天气，"
            "吃了什么，要靠 h 自己记住。",
        )
    if of.step.name == "stacked":
        return of.say(
            f"The state h that yesterday left, with today's input x below it{end}. x shows the weather; the dishes are "
            "all 0, for the network is told a dish on day 0 only: what was eaten since, it has to remember in h.",
            f"昨天留下的状态 h，下面接上今天的输入 x{end}。x 里只有天气，菜的位置全是 0：只有第 0 天告诉过它吃什么，"
            "后来吃了什么，要靠 h 自己记住。",
        )
    return of.say(
        f"One layer up: its own state of yesterday, with today's state of the layer below as its input{end}.",
        f"上面一层：它自己昨天的状态，下面接上下层今天的状态作为输入{end}。",
    )


def _preactivation(of: "Telling") -> str:
    rows, columns = of.step.matrix.shape if of.step.matrix is not None else (0, 0)
    return of.say(
        f"One matrix, {rows}x{columns}, the same every day, as in the kitchen; but its {rows * columns} entries were "
        "learned from a diary, and nobody has said what they mean.",
        f"一个 {rows}x{columns} 的矩阵，每天都是同一个，和厨房里一样；只是这 {rows * columns} 个数是从日记里学来的，"
        "没有人规定它们的意思。",
    )


def _tanh(of: "Telling") -> str:
    latched = int((np.abs(of.step.value) > 0.9).sum())
    count = len(of.step.value)
    return of.say(
        f"tanh keeps every entry between -1 and 1: this is the new state h. {latched} of {count} entries are beyond "
        "±0.9, where tanh is flat: they hold what they say, and let hardly any gradient through.",
        f"tanh 把每个数压到 -1 和 1 之间，这就是新的状态 h。{count} 个数里有 {latched} 个超过 ±0.9，那里 tanh 是平的："
        "它们记得牢，却几乎不让梯度通过。",
    )


def _gate(of: "Telling") -> str:
    mean = float(of.step.value.mean())
    what = {
        "forget": of.say("how much of the old cell is kept", "旧的记忆留下多少"),
        "input": of.say("how much of what is new is let in", "新的内容放进多少"),
        "output": of.say("how much of the cell is shown", "记忆露出多少"),
    }[of.step.name.rstrip("0123456789")]
    return of.say(
        f"sigmoid of its rows above: a gate between 0 (shut) and 1 (open) says, unit by unit, {what}. Its mean today "
        f"is {mean:.2f}.",
        f"上面属于它的那几行取 sigmoid，得到一个门，0 是关，1 是开，逐个单元决定{what}。今天平均 {mean:.2f}。",
    )


def _change(of: "Telling") -> str:
    return of.say(
        "tanh of its rows above: what might be written into the cell, between -1 and 1.",
        "上面属于它的那几行取 tanh：可能写进记忆的新内容，在 -1 和 1 之间。",
    )


def _before(of: "Telling") -> str:
    return of.say("The cell as yesterday left it.", "昨天留下的记忆。")


def _cell(of: "Telling") -> str:
    return of.say(
        "The new cell: the old one times the forget gate, plus the change times the input gate. It is added to, not "
        "multiplied by a matrix, which is why it can last.",
        "新的记忆：旧的乘遗忘门，加上候选内容乘输入门。它是相加得来的，不是乘矩阵得来的，所以能保持得久。",
    )


def _hidden(of: "Telling") -> str:
    return of.say(
        "The new state h: the cell, squashed, behind the output gate.", "新的状态 h：记忆压缩之后，经过输出门。"
    )


def _readout(of: "Telling") -> str:
    row = of.step.winners[0]
    dish = of.label(of.step.rows[row][1])
    value = numbers(of.step.value)[row].strip()
    return of.say(
        f"A score for each dish; the largest is {value}, for {dish}.", f"每道菜一个分数，最大的是 {value}，{dish}。"
    )


def _softmax(of: "Telling") -> str:
    chance = percent(float(of.step.value.max()))
    dish = of.label(of.day.dish)
    return of.say(
        f"softmax makes probabilities of the scores: {dish}, with {chance}. Tomorrow starts from h, not from the dish.",
        f"softmax 把分数变成概率：{dish}，{chance}。明天从 h 开始，而不是从这道菜开始。",
    )


#: by the name of the step, without the number of its layer
SENTENCES: "dict[str, Callable[[Telling], str]]" = {
    "stacked": _stacked,
    "preactivation": _preactivation,
    "tanh": _tanh,
    **dict.fromkeys(("forget", "input", "output"), _gate),
    "change": _change,
    "before": _before,
    "cell": _cell,
    "hidden": _hidden,
    "readout": _readout,
    "softmax": _softmax,
}
