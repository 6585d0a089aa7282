"""The words of tables and sentences, in English and Chinese."""

import os
from collections.abc import Mapping

from cooking_rnn.errors import UsageError, quote
from cooking_rnn.kitchen.rules import SHIFTS
from cooking_rnn.names import LANGUAGES, Names
from cooking_rnn.steps import Part, Step

Labels = Mapping[str, str]  # identifier -> what people who read the language call it

#: key -> (English, Chinese)
_WORDS = {
    "day": ("day", "天"),
    "date": ("date", "日期"),
    "weather": ("weather", "天气"),
    "rule": ("rule", "规则"),
    "rules": ("rules", "规则"),
    "yesterday": ("yesterday", "昨天"),
    "dish": ("dish", "菜"),
    "dishes": ("dishes", "菜"),
    "start": ("start", "起点"),
    "same": ("same", "同一道菜"),
    "next": ("next", "下一道菜"),
    "previous": ("previous", "上一道菜"),
    "table": ("table", "对照表"),
    "kitchen": ("kitchen", "厨房"),
    "English": ("English", "英文"),
    "Chinese": ("Chinese", "中文"),
    "margin": ("margin", "差距"),
    "expected": ("rule says", "规则说"),
    "every day": ("every day", "每天"),
    "result": ("comes out", "结果"),
    "identifier": ("identifier", "标识"),
    "also": ("also", "别名"),
    "fold": ("fold", "折叠"),
    "tie": ("a tie", "平局"),
    "typed by hand": ("matrices typed by hand", "矩阵是手写的"),
    "tomorrow": ("tomorrow", "到了明天"),
    "sure": ("probability", "概率"),
    "verdict": ("verdict", "结论"),
    "right": ("right", "对"),
    "wrong": ("wrong", "错"),
    "gain": ("gain", "增益"),
    "washed out": ("washed out", "冲淡"),
    "edge": ("edge", "边缘"),
    "latched": ("latched", "锁死"),
    "hard": ("hard-max", "取最大"),
    "lag": ("lag", "间隔"),
    "layer": ("layer", "层"),
    "measured": ("measured", "实测"),
    "bound": ("at most", "至多"),
    "state": ("state (h, c)", "状态 (h, c)"),
    "cell path": ("cell path ∏f", "细胞路径 ∏f"),
    "orthogonal": ("orthogonal", "正交"),
    "gaussian": ("Gaussian", "高斯"),
    "parameter": ("parameter", "参数"),
    "relative error": ("relative\nerror", "相对误差"),
    "entry": ("entry", "元素"),
    "analytic": ("analytic", "解析"),
    "numeric": ("numeric", "数值"),
    "step": ("step", "步"),
    "word": ("word", "词"),
    "words": ("words", "词数"),
    "state h": ("state h", "状态 h"),
    "slope": ("‖J·x‖", "‖J·x‖"),
    "slope share": ("share of\n‖J·x‖", "‖J·x‖\n份额"),
    "change without": ("change\nwithout it", "去掉它\n的改变"),
    "change share": ("share of\nchanges", "改变\n份额"),
    "simple": ("simple", "简单 RNN"),
    "lstm": ("LSTM", "LSTM"),
    "forgetful": ("no memory", "没有记忆"),
    "step:dish": ("yesterday's dish", "昨天的菜"),
    "step:weather": ("today's weather", "今天的天气"),
    "step:from_food": ("Food·dish", "Food·菜"),
    "step:from_weather": ("Weather·weather", "Weather·天气"),
    "step:sum": ("sum", "相加"),
    "step:hardmax": ("hard-max", "取最大"),
    "step:next_dish": ("today's dish", "今天的菜"),
    "symbol:dish": ("dish", "菜"),
    "symbol:weather": ("weather", "天气"),
    "symbol:from_food": ("Food·dish", "Food·菜"),
    "symbol:from_weather": ("Weather·weather", "Weather·天气"),
    "symbol:sum": ("sum", "和"),
    "symbol:hardmax": ("hard-max", "取最大"),
    "symbol:next_dish": ("today's dish", "今天的菜"),
    "step:forget": ("forget gate", "遗忘门"),
    "step:input": ("input gate", "输入门"),
    "step:output": ("output gate", "输出门"),
    "step:change": ("change", "候选内容"),
    "step:before": ("yesterday's cell c", "昨天的记忆 c"),
    "step:cell": ("new cell c", "新记忆 c"),
    "step:hidden": ("new state h", "新状态 h"),
    "symbol:forget": ("f", "f"),
    "symbol:input": ("i", "i"),
    "symbol:output": ("o", "o"),
    "symbol:change": ("g", "g"),
    "symbol:before": ("c yesterday", "昨天的 c"),
    "symbol:cell": ("c", "c"),
    "symbol:hidden": ("h", "h"),
    "forget": ("forget", "遗忘门"),
    "input": ("input", "输入门"),
    "output": ("output", "输出门"),
    "change": ("change", "候选内容"),
    "symbol:fold": ("dish", "菜"),
}


def word(key: str, lang: str) -> str:
    """Return the word for `key` in `lang`; the key itself where it needs none (a dish's own name)."""
    return _WORDS.get(key, (key, key))[lang == "zh"]


def step_word(kind: str, step: Step, lang: str) -> str:
    """Return the word of this kind ("step", "symbol") for a step; its formula where it has none.

    The steps of a network's upper layers end in the layer's number.
    """
    name = step.name.rstrip("0123456789")
    key, layer = f"{kind}:{name}", step.name[len(name) :]
    told = word(key, lang) if key in _WORDS else step.formula
    if layer and kind == "step":
        return f"{told}（第 {layer} 层）" if lang == "zh" else f"{told}, layer {layer}"
    return told


def block_label(block: Part, labels: Labels, lang: str) -> str:
    """Return what a block of rows is called: "same", "always burger", "table (stormy)"; "" where nothing is known."""
    about = ", ".join(labels.get(name, name) for name in block.about)
    if block.name == "always":
        return f"总是{about}" if lang == "zh" else f"always {about}"
    return word(block.name, lang) + (f"（{about}）" if about and lang == "zh" else f" ({about})" if about else "")


def day_number(number: int, lang: str) -> str:
    """Return "day 3"."""
    return f"第 {number} 天" if lang == "zh" else f"day {number}"


def rows_label(first: int, last: int, lang: str) -> str:
    """Return "rows 4-6"."""
    return f"第 {first}-{last} 行" if lang == "zh" else f"rows {first}-{last}"


def default_language() -> str:
    """Return what COOK_LANG says, or else the locale: "zh" or "en". Raises UsageError for another COOK_LANG."""
    if (chosen := os.environ.get("COOK_LANG", "")) and not chosen.lower().startswith(LANGUAGES):
        raise UsageError("COOK_LANG", f"unknown choice {quote(chosen)}", f"choices: {', '.join(LANGUAGES)}")
    for variable in ("COOK_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def labels_of(dishes: Names, weathers: Names, lang: str) -> Labels:
    """Return what each identifier is called in `lang`.

    One that means two things (a dish and a weather, a weather and a kind of rule) is called by itself.
    """
    ambiguous = {*weathers.ids} & {*dishes.ids, *SHIFTS, "table"}
    return {
        name.id: name.id if name.id in ambiguous else name.label(lang) for names in (weathers, dishes) for name in names
    }
