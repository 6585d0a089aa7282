"""The days as a table, a row each, with every vector that a day went through."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cooking_rnn.show.labels import Labels, block_label, day_number, labels_of, step_word, word
from cooking_rnn.show.vectors import block_style, meaning, percent, vector_line
from cooking_rnn.steps import Cook, Day, Step

MOST_ROWS = 200  # a longer table shows its two ends
END_ROWS = 10
_NARROW = 11  # columns of a label in the packed layout: so that "yesterday's" is whole


@dataclass(frozen=True)
class Season:
    """The days that a table shows: all of them, or the first and the last with `hidden` days between."""

    title: str
    days: Sequence[Day]
    hidden: int
    lang: str
    labels: Labels

    @property
    def has_dates(self) -> bool:
        """Whether the weather came from a dated file."""
        return any(day.date for day in self.days)


def season(
    cook: Cook,
    codes: NDArray[np.uint8],
    start: int,
    dates: Sequence[str] | None,
    lang: str,
    *,
    vectors: bool,
    whole: bool,
) -> Season:
    """Return the days to show: all of them, or of more than MOST_ROWS the two ends unless `whole`."""
    hidden = 0 if whole or len(codes) <= MOST_ROWS else len(codes) - 2 * END_ROWS
    if hidden:
        last = len(codes) - END_ROWS
        later = cook.after(codes[:last], start)
        days = [
            *cook.days(codes[:END_ROWS], start, dates, steps=vectors),
            *cook.days(codes[last:], later, dates and dates[last:], first=last + 1, steps=vectors),
        ]
    else:
        days = list(cook.days(codes, start, dates, steps=vectors))
    labels = labels_of(cook.dishes, cook.weathers, lang)
    first = labels[cook.dishes.ids[start]]
    many = f"{len(codes):,} day{'s' if len(codes) != 1 else ''}"
    title = (
        f"{cook.name}：{len(codes)} 天，起点是{first}"
        if lang == "zh"
        else f"{cook.name}: {many}, starting from {first}"
    )
    return Season(title, days, hidden, lang, labels)


def layouts(season: Season) -> list[RenderableType]:
    """Return the table in its layouts, from the widest: one that fits is chosen by the screen."""
    if not season.days or not season.days[0].steps:
        return [Group(_title(season), _plain(season), _legend(season)), Group(_stacked(season), _legend(season))]
    return [
        Group(_title(season), _rows(season, _spaced), _legend(season)),
        Group(_title(season), _rows(season, _packed), _legend(season)),
        Group(_title(season), _rows(season, _packed, gap=0), _legend(season)),
        Group(_stacked(season), _legend(season)),
    ]


def _plain(season: Season) -> Table:
    is_learned = any(day.probability is not None for day in season.days)
    keys = ["weather", "yesterday", "dish", "sure"] if is_learned else ["weather", "rule", "yesterday", "dish"]
    table = _table(season, [Text(word(key, season.lang), "bold") for key in keys])

    def cells(day: Day) -> Iterable[RenderableType]:
        weather, rule, previous, dish = _words(day, season)
        if is_learned:
            return map(Text, (weather, previous, dish, percent(day.probability or 0)))
        return map(Text, (weather, rule, previous, dish))

    return _filled(table, season, cells)


def _words(day: Day, season: Season) -> tuple[str, str, str, str]:
    def label(name: str | None) -> str:
        return season.labels.get(name, word(name, season.lang)) if name else "—"

    return label(day.weather), label(day.rule), label(day.previous), label(day.dish)


def _rows(season: Season, cell: Callable[[Step, Labels], Text], gap: int = 1) -> Table:
    headings = [step_heading(step, season.lang, packed=cell is _packed) for step in season.days[0].steps]
    table = _table(season, headings, gap)
    return _filled(table, season, lambda day: (cell(step, season.labels) for step in day.steps))


def _spaced(step: Step, labels: Labels) -> Text:
    return vector_line(step).append(meaning(step, labels)) if step.value.size else Text("—")


def _packed(step: Step, labels: Labels) -> Text:
    label = narrow(meaning(step, labels))
    return vector_line(step, packed=True).append(f"\n{label}" if label else "") if step.value.size else Text("—")


def narrow(text: str) -> str:
    """Return `text` with a line for each word, and longer words folded."""
    lines = Text(text).wrap(Console(width=_NARROW), _NARROW, overflow="fold")
    return "\n".join(line.plain.rstrip() for line in lines)


def _table(season: Season, headings: Sequence[Text], gap: int = 1) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, gap, 0, 0))
    table.add_column(Text(word("day", season.lang), "bold"), justify="right", no_wrap=True)
    if season.has_dates:
        table.add_column(Text(word("date", season.lang), "bold"), no_wrap=True)
    for heading in headings:
        table.add_column(heading, no_wrap=True)
    return table


def _filled(table: Table, season: Season, cells: Callable[[Day], Iterable[RenderableType]]) -> Table:
    for row, day in enumerate(season.days):
        if season.hidden and row == END_ROWS:
            table.add_row(Text("⋮"), *(Text("⋮") for _ in table.columns[1:]))
        dated = [Text(day.date or "")] if season.has_dates else []
        table.add_row(Text(str(day.number)), *dated, *cells(day))
    return table


def _stacked(season: Season) -> RenderableType:
    """Return the days below one another, a line a vector."""
    parts: list[RenderableType] = [_title(season)]
    for row, day in enumerate(season.days):
        if season.hidden and row == END_ROWS:
            parts.append(Text("⋮"))
        weather, rule, previous, dish = _words(day, season)
        head = [day_number(day.number, season.lang), day.date, weather if day.weather else None]
        parts.append(Text(" ".join(part for part in head if part), "bold"))
        if not day.steps:
            by = f"{previous} → {rule} → {dish}" if day.rule else f"{previous} → {dish}"
            parts.append(Padding(Text(by, overflow="fold"), (0, 0, 0, 2)))
            continue
        lines: Table = Table.grid(padding=(0, 1, 0, 0))
        lines.add_column(overflow="fold")
        lines.add_column(overflow="fold")
        for step in day.steps:
            lines.add_row(step_heading(step, season.lang), _spaced(step, season.labels))
        parts.append(Padding(lines, (0, 0, 0, 2)))
    return Group(*parts)


def step_heading(step: Step, lang: str, *, packed: bool = False) -> Text:
    """Return what a step is called: by its name where people have a word for it, or else by its formula."""
    heading = step_word("step", step, lang)
    return Text(narrow(heading.replace("·", "· ")).replace("· ", "·") if packed else heading, "bold")


def _title(season: Season) -> Text:
    return Text(season.title, "bold", overflow="fold")


def _legend(season: Season) -> Text:
    """Return how to read the marks: which colour is which rule, and what parentheses mean."""
    legend, zh = Text(overflow="fold"), season.lang == "zh"
    steps = season.days[0].steps if season.days else ()
    axis = next((step.axis for step in steps if len(step.axis) > 1 and step.axis[0].name), ())
    for place, block in enumerate(axis):
        parts = "两部分" if len(axis) == 2 else f" {len(axis)} 个部分"
        legend.append(" │ " if place else (f"行的{parts}：" if zh else "rows: "))
        legend.append(block_label(block, season.labels, season.lang), block_style(place, axis))
    if any(step.winners for step in steps):
        legend.append("   " if axis else "")
        picks = ("，被取最大选中" if zh else ", which hard-max picks") if season.days[0].rule else ""
        legend.append(("( ) 最大者" if zh else "( ) the largest entry") + picks)
    if season.hidden:
        between = (
            f"中间还有 {season.hidden} 天（--all 全部显示）"
            if zh
            else f"⋮ {season.hidden:,} days between (--all shows them)"
        )
        legend.append(f"\n{between}" if legend else between)
    return legend
