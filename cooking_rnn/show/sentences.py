"""What each step means, in a sentence or two, said of the day's own numbers."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from cooking_rnn.show import learned_sentences as learned
from cooking_rnn.show.labels import Labels, block_label, rows_label, word
from cooking_rnn.show.vectors import is_one_hot, numbers
from cooking_rnn.steps import Day, Part, Step


@dataclass(frozen=True)
class Telling:
    """A step of a day, and who listens."""

    step: Step
    day: Day
    labels: Labels
    lang: str

    def say(self, en: str, zh: str) -> str:
        """Return the sentence in the listener's language."""
        return zh if self.lang == "zh" else en

    def label(self, name: str | None) -> str:
        """Return what a dish, a weather or a rule is called."""
        return self.labels.get(name or "", word(name or "", self.lang))

    def rows(self, first: int, last: int) -> str:
        """Return "rows 4-6"."""
        return rows_label(first, last, self.lang)

    def before(self, name: str) -> Step:
        """Return an earlier step of the day."""
        return next(step for step in self.day.steps if step.name == name)


def sentence(step: Step, day: Day, labels: Labels, lang: str) -> str:
    """Return what `step` means on that day; empty where nothing is to be said."""
    is_learned = day.probability is not None
    tell = learned.SENTENCES.get(step.name.rstrip("0123456789")) if is_learned else _SENTENCES.get(step.name)
    return tell(Telling(step, day, labels, lang)) if tell else ""


def opening(day: Day, labels: Labels, lang: str) -> str:
    """Return the day in a sentence: what was, what is."""
    told = Telling(Step("", "", np.zeros(0), ()), day, labels, lang)
    previous, weather = told.label(day.previous), told.label(day.weather)
    if day.weather is None:
        return told.say(f"yesterday {previous}", f"昨天吃的是{previous}")
    return told.say(f"yesterday {previous}, today {weather}", f"昨天吃的是{previous}，今天是{weather}")


def _dish(of: Telling) -> str:
    name, row = of.label(of.day.previous), int(of.step.value.argmax()) + 1
    return of.say(
        f"Yesterday's dish as a one-hot vector: entry {row} is {name}, so entry {row} is 1 and the others are 0.",
        f"昨天的菜写成独热向量：第 {row} 个位置代表{name}，所以它是 1，其余是 0。",
    )


def _weather(of: Telling) -> str:
    if of.day.weather is None:
        return of.say(
            "This kitchen has no weather: the arrow from below is empty.", "这个厨房没有天气，下方的输入是空的。"
        )
    name, row = of.label(of.day.weather), int(of.step.value.argmax()) + 1
    return of.say(
        f"Today's weather as a one-hot vector: entry {row} is {name}.",
        f"今天的天气写成独热向量：第 {row} 个位置代表{name}。",
    )


def _from_food(of: Telling) -> str:
    if of.step.matrix is None:
        return of.say(
            "This kitchen has no Food matrix, which counts as zeros: yesterday's dish does not matter.",
            "这个厨房没有 Food 矩阵，等于全是零：昨天吃什么没有影响。",
        )
    column = int(of.before("dish").value.argmax()) + 1
    name = of.label(of.day.previous)
    head = of.say(
        f"Food times a one-hot vector picks a column: column {column}, what may follow {name}.",
        f"Food 乘独热向量，就是取出一列：第 {column} 列，{name}之后可能吃的菜。",
    )
    return of.say(" ", "").join([head, *(_block_meaning(of, *place) for place in _places(of.step.axis))])


def _places(axis: Sequence[Part]) -> Iterator[tuple[int, int, Part]]:
    """Yield each block after the rows (from 1) that it begins and ends on."""
    last = 0
    for block in axis:
        first, last = last + 1, last + len(block.entries)
        yield first, last, block


def _block_meaning(of: Telling, first: int, last: int, block: Part) -> str:
    """Say what one block of Food · dish proposes: "Rows 1-3: eat potato again."."""
    assert of.step.matrix is not None
    values, rows = of.step.value[first - 1 : last], of.rows(first, last).capitalize()
    if not is_one_hot(values):
        shown = " ".join(numbers(values))
        return of.say(f"{rows}: {shown}.", f"{rows}：{shown}。")
    dish = block.entries[int(values.argmax())]
    name = of.label(dish)
    depends_on_dish = np.ptp(of.step.matrix[first - 1 : last], axis=1).any()
    if dish == of.day.previous and depends_on_dish:  # a dish that is cooked whatever was eaten is not had "again"
        return of.say(f"{rows}: eat {name} again.", f"{rows}：再吃{name}。")
    return of.say(f"{rows}: cook {name}.", f"{rows}：做{name}。")


def _from_weather(of: Telling) -> str:
    if of.step.matrix is None:
        return of.say(
            "No Weather matrix, which counts as zeros: nothing is added.", "没有 Weather 矩阵，等于全是零：什么也不加。"
        )
    column = int(of.before("weather").value.argmax()) + 1
    weather = of.label(of.day.weather)
    head = of.say(
        f"Weather times a one-hot vector picks column {column}, the column of {weather}.",
        f"Weather 乘独热向量，取出第 {column} 列，{weather}的那一列。",
    )
    called = []
    for first, last, block in _places(of.step.axis):
        if block.name and (of.step.value[first - 1 : last] == 1).all():
            rows, rule = of.rows(first, last), block_label(block, of.labels, of.lang)
            called.append(of.say(f"It puts a 1 on {rows}: the rule “{rule}”.", f"它在{rows}都放上 1：规则是“{rule}”。"))
    return of.say(" ", "").join([head, *called])


def _tie(of: Telling) -> str:
    rows = [str(row + 1) for row in of.step.winners]
    value = numbers(of.step.value)[of.step.winners[0]].strip()
    listed = f"{', '.join(rows[:-1])} and {rows[-1]}"
    return of.say(
        f"A tie: rows {listed} are equally large, {value}, and hard-max cannot choose.",
        f"平局：第 {'、'.join(rows)} 行一样大，都是 {value}，取最大无法选择。",
    )


def _sum(of: Telling) -> str:
    if len(of.step.winners) > 1:
        return _tie(of)
    (row,) = of.step.winners
    dish = of.step.rows[row][1]
    block = next(block for _, last, block in _places(of.step.axis) if row < last)
    rule, value = block_label(block, of.labels, of.lang), numbers(of.step.value)[row].strip()
    is_detector = of.step.value[row] == 2 and (np.delete(of.step.value, row) <= 1).all()
    if is_detector and rule:
        return of.say(
            f"Added, row {row + 1} is the largest, {value}: only there the weather's rule ({rule}) and the "
            f"dish it makes ({of.label(dish)}) meet. A 1 has only one of the two.",
            f"相加之后，第 {row + 1} 行最大，是 {value}：只有在这一行，天气选中的规则（{rule}）和它要做的菜"
            f"（{of.label(dish)}）同时出现。其他的 1 只占了一样。",
        )
    return of.say(
        f"Added, row {row + 1} ({of.label(dish)}) is the largest: {value}.",
        f"相加之后，第 {row + 1} 行（{of.label(dish)}）最大：{value}。",
    )


def _hardmax(of: Telling) -> str:
    (row,) = of.step.winners
    return of.say(
        f"hard-max keeps the winner only: row {row + 1} becomes 1, every other row becomes 0.",
        f"取最大：只留下赢家，第 {row + 1} 行变成 1，其余各行变成 0。",
    )


def _next_dish(of: Telling) -> str:
    parts = len(of.before("hardmax").axis)
    name = of.label(of.day.dish)
    if parts == 1:
        return of.say(
            f"With a single part, fold changes nothing: {name}. Tomorrow it is yesterday's dish.",
            f"只有一部分，折叠不改变什么：{name}。到了明天，它就是昨天的菜。",
        ) + _unlike_the_rule(of)
    added = (
        of.say("the first half and the second half", "上半部分和下半部分")
        if parts == 2
        else of.say(f"the {parts} parts", f" {parts} 个部分")
    )
    return of.say(
        f"fold adds {added}; which rule won is forgotten, which dish stays: {name}. Tomorrow it is yesterday's dish.",
        f"折叠：把{added}相加。忘掉是哪条规则赢了，只留下哪道菜：{name}。到了明天，它就是昨天的菜。",
    ) + _unlike_the_rule(of)


def _unlike_the_rule(of: Telling) -> str:
    """Say where matrices that were typed by hand make something else than the rule says."""
    if of.day.expected in (None, of.day.dish):
        return ""
    expected = of.label(of.day.expected)
    return of.say(
        f" The rule says {expected}: these matrices, typed by hand, say otherwise.",
        f"规则说的是{expected}：这些手写的矩阵算出了别的菜。",
    )


def _stacked(of: Telling) -> str:
    if of.day.weather is None:
        return of.say(
            "Yesterday's state h: there is no weather to put below it.", "昨天的状态 h：没有天气，下面什么也不接。"
        )
    return of.say(
        "Yesterday's state h, with today's input x below it: one vector.",
        "昨天的状态 h，下面接上今天的输入 x：合成一个向量。",
    )


def _product(of: Telling) -> str:
    if len(of.step.winners) > 1:
        return _tie(of)
    if of.day.weather is None:
        return of.say(
            "One matrix A holds all the weights, Food·Fold: it folds yesterday's state and says what follows.",
            "一个矩阵 A 装下全部权重，Food·Fold：把昨天的状态折叠，再得出接下来的菜。",
        )
    return of.say(
        "One matrix A holds all the weights, [Food·Fold | Weather]: a single product does what the two products and "
        "the addition did.",
        "一个矩阵 A 装下全部权重，[Food·Fold | Weather]：一次相乘，就做完了原来的两次相乘和一次相加。",
    )


def _hidden(of: Telling) -> str:
    row = int(of.step.value.argmax()) + 1
    return of.say(
        f"hard-max of it is the new state: row {row}. A learned network has tanh in this place.",
        f"取最大，就是新的状态：第 {row} 行。学出来的网络在这里用 tanh。",
    )


def _fold(of: Telling) -> str:
    name = of.label(of.day.dish)
    return of.say(
        f"The state is folded only on the way out: {name}. Tomorrow starts from h itself.",
        f"只在输出时折叠：{name}。明天从 h 本身开始。",
    ) + _unlike_the_rule(of)


_SENTENCES: dict[str, Callable[[Telling], str]] = {
    "dish": _dish,
    "weather": _weather,
    "from_food": _from_food,
    "from_weather": _from_weather,
    "sum": _sum,
    "hardmax": _hardmax,
    "next_dish": _next_dish,
    "stacked": _stacked,
    "product": _product,
    "hidden": _hidden,
    "fold": _fold,
}
