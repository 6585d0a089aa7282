"""The days explained: pages of one step each, turned by the reader."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from rich.console import RenderableType
from rich.text import Text

from cooking_rnn.errors import quote, suggestion
from cooking_rnn.names import Names
from cooking_rnn.show import equations
from cooking_rnn.show.days import step_heading
from cooking_rnn.show.labels import Labels, day_number
from cooking_rnn.show.screen import Screen
from cooking_rnn.show.sentences import opening, sentence
from cooking_rnn.steps import Day

_LARGE = 100  # entries of a matrix that is shown once
ReadKey = Callable[[str], str]  # shows a prompt, waits, and returns the key: "q" ends, "a" shows the rest


@dataclass(frozen=True)
class Page:
    """What is shown between two turns: parts, each in its layouts from the widest."""

    parts: tuple[tuple[RenderableType, ...], ...]


def pages(days: Iterable[Day], labels: Labels, lang: str) -> Iterator[Page]:
    """Yield a page a step; the first of a day opens it. A large matrix is shown on the first day only."""
    large: set[str] = set()
    for day in days:
        for place, step in enumerate(day.steps):
            count = f"{place + 1}/{len(day.steps)}  "
            heading = Text().append(count, "dim").append_text(step_heading(step, lang))
            before = {earlier.name: earlier for earlier in day.steps[:place]}
            parts: list[tuple[RenderableType, ...]] = [(heading,)]
            if not place:
                parts = [(day_heading(day, labels, lang),), (Text(),), *parts]
            parts.append(tuple(equations.layouts(step, before, labels, lang, is_known=step.name in large)))
            if step.matrix is not None and step.matrix.size > _LARGE:
                large.add(step.name)
            if told := sentence(step, day, labels, lang):
                parts.append((Text(told),))
            yield Page((*parts, (Text(),)))


def day_heading(day: Day, labels: Labels, lang: str) -> Text:
    """Return the line that opens a day."""
    number = day_number(day.number, lang).capitalize()
    dated = f" ({day.date})" if day.date else ""
    return Text(f"{number}{dated}：" if lang == "zh" else f"{number}{dated}: ", "bold underline").append(
        opening(day, labels, lang)
    )


def turn(book: Iterable[Page], screen: Screen, read_key: ReadKey | None, lang: str) -> None:
    """Show page after page; with `read_key`, wait for the reader after each but the last."""
    prompt = "Enter 下一步 · a 全部 · q 结束 " if lang == "zh" else "Enter: next · a: the rest · q: end "
    waiting: Page | None = None
    for page in book:
        if waiting is not None and read_key is not None:
            key = read_key(prompt).lower()
            if key == "q":
                return
            if key == "a":
                read_key = None
        for layouts in page.parts:
            screen.show(*layouts)
        waiting = page


@dataclass
class Score:
    """How a quiz goes."""

    right: int = 0
    asked: int = 0

    def line(self, lang: str) -> str:
        """Return the score as a sentence."""
        return f"答对 {self.right} / {self.asked}。" if lang == "zh" else f"{self.right} of {self.asked} right."


def question(day: Day, labels: Labels, lang: str) -> str:
    """Return what a quiz asks before it shows the day."""
    told = opening(day, labels, lang)
    if lang == "zh":
        return f"{day_number(day.number, lang)}：{told}。吃什么（q 结束）？ "
    return f"{day_number(day.number, lang).capitalize()}: {told}. What is eaten (q: end)? "


def unknown(answer: str, dishes: Names, labels: Labels, lang: str) -> str:
    """Return what a quiz says to a word that is no dish."""
    choices = [labels[dish] for dish in dishes.ids]
    if lang == "zh":
        return f"没有{quote(answer)}这道菜（可选：{'、'.join(choices)}）"
    spellings = {spelling: choices[code] for spelling, code in dishes.codes.items()}
    return f"unknown dish {quote(answer)} ({suggestion(answer, choices, spellings)})"


def verdict(is_right: bool, day: Day, labels: Labels, lang: str) -> str:
    """Return what a quiz says to an answer."""
    dish = labels.get(day.dish, day.dish)
    if lang == "zh":
        return f"✓ 对，是{dish}。" if is_right else f"✗ 不对，是{dish}。"
    return f"✓ Yes, {dish}." if is_right else f"✗ No, {dish}."
