"""Blocks as a picture: vector graphics for a slide or a sheet of paper, in which text stays text."""

import math
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby
from typing import assert_never

from cooking_rnn.blocks import (
    Bars,
    Block,
    Board,
    Break,
    Equation,
    Graph,
    Heading,
    Lines,
    Paragraph,
    Question,
    Span,
    Table,
    plain,
)
from cooking_rnn.render.drawing import FONTS, SIZE, Drawing, fitted, pixels, visible, wrapped
from cooking_rnn.render.svg_boards import board
from cooking_rnn.render.svg_charts import bars, chart
from cooking_rnn.render.svg_equations import equation, narrowest
from cooking_rnn.render.svg_graphs import graph
from cooking_rnn.render.svg_tables import table
from cooking_rnn.render.theme import THEMES, colours, rules

WIDEST = 1200  # pixels
_MARGIN = 28
_ROOM = WIDEST - 2 * _MARGIN
_SENTENCE = 640  # pixels of a sentence where nothing wider is shown
_GUTTER = 48  # between two columns
_BELOW = 26  # between two steps
_LOW = 300  # pixels of a step that may stand beside another
_SHAPE = 1.6  # width to height of a slide
_HEADINGS = {1: 22, 2: 19, 3: 16}


def picture(blocks: Iterable[Block], lang: str, theme: str = "light") -> str:
    """Return the blocks as an SVG picture, at most WIDEST pixels wide."""
    shown = visible(list(blocks))
    drawing = _laid_out(shown)
    chosen = colours(THEMES[theme])
    style = rules(chosen.__getitem__)
    body = Drawing()
    body.place(drawing, _MARGIN, _MARGIN)
    width, height = math.ceil(drawing.width + 2 * _MARGIN), math.ceil(drawing.height + 2 * _MARGIN)  # no half pixels
    ground = f'<rect width="{pixels(width)}" height="{pixels(height)}" fill="{chosen["ground"]}"/>'
    title = title_of(shown)
    head = f"<title>{escape(title)}</title>\n<style>\n{style}</style>\n{ground}\n"
    return svg(head + body.body, width, height, title, lang)


def svg(body: str, width: float, height: float, label: str, lang: str, more: str = "") -> str:
    """Return an SVG element of this size; `label` says what is in it, `more` are other attributes."""
    size = f'width="{pixels(width)}" height="{pixels(height)}" viewBox="0 0 {pixels(width)} {pixels(height)}"'
    marks = f'class="cook" role="img" aria-label="{escape(label)}" xml:lang="{lang}" xml:space="preserve"{more}'
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" {size} {marks} font-family="{FONTS}" font-size="{SIZE}">
{body}
</svg>
"""


def title_of(blocks: Sequence[Block]) -> str:
    """Return what a picture or a page is called: its first heading."""
    told = (plain(block.text) for block in blocks if isinstance(block, Heading))
    titles = (block.title for block in blocks if isinstance(block, Lines | Bars | Graph) and block.title)
    return next(told, "") or next(titles, "") or "cook"


def _laid_out(blocks: Sequence[Block]) -> Drawing:
    """Return the blocks below one another; the steps of a day flow into columns."""
    drawing = Drawing()
    for section in _sections(blocks):
        steps = [step for step in section if isinstance(step[0], Heading) and step[0].level == 3]
        head = [block for step in section if step not in steps for block in step]
        for piece in (_stack(head, _ROOM) if head else None, _in_columns(steps) if steps else None):
            if piece is not None:
                drawing.place(piece, 0, drawing.height + (26 if drawing.height else 0))
    return drawing


def _sections(blocks: Sequence[Block]) -> Iterator[list[list[Block]]]:
    """Yield what stands from one heading above level 3 to the next, in the steps that headings of level 3 open."""
    section: list[list[Block]] = []
    for block in blocks:
        level = block.level if isinstance(block, Heading) else 9
        if level < 3 and section and not _is_only_headings(section):
            yield section
            section = []
        if level == 3 or not section:
            section.append([])
        section[-1].append(block)
    if section:
        yield section


def _is_only_headings(section: Sequence[Sequence[Block]]) -> bool:
    return all(isinstance(block, Heading) for step in section for block in step)


def _in_columns(steps: Sequence[Sequence[Block]]) -> Drawing:
    """Return steps below one another; those that are not wide, in columns."""
    drawing = Drawing()
    for is_narrow, together in groupby(steps, lambda step: max(map(_narrowest, step)) <= _column_room(2)):
        run = list(together)
        piece = _flowing(run) if is_narrow else _columns([_stack(step, _ROOM) for step in run], 1)
        drawing.place(piece, 0, drawing.height + (_BELOW if drawing.height else 0))
    return drawing


def _flowing(steps: Sequence[Sequence[Block]]) -> Drawing:
    """Return steps in the number of columns that comes nearest to the shape of a slide."""
    natural = max(_narrowest(block) for step in steps for block in step)
    choices = [_columns([_stack(step, _ROOM) for step in steps], 1)]
    for count in (2, 3):
        room = _column_room(count)
        if natural <= room and len(steps) >= 2 * count:
            choices.append(_columns(_paired(steps, room), count))
    return min(choices, key=lambda drawn: abs(math.log(drawn.width / max(drawn.height, 1) / _SHAPE)))


def _column_room(count: int) -> float:
    """Return how wide a column is when there are `count` of them."""
    return (_ROOM - _GUTTER * (count - 1)) / count


def _narrowest(block: Block) -> float:
    """Return how narrow a block may be without loss."""
    if isinstance(block, Heading | Paragraph | Question):
        return 0
    return narrowest(block) if isinstance(block, Equation) else figure(block, _ROOM).width


def _paired(steps: Sequence[Sequence[Block]], room: float) -> list[Drawing]:
    """Return steps as wide as `room`, two side by side that are both small."""
    half = (room - _GUTTER) / 2
    drawn: list[Drawing] = []
    place = 0
    while place < len(steps):
        pair = [_stack(step, half, half) for step in steps[place : place + 2] if _stack(step, _ROOM, 0).width <= half]
        if len(pair) == 2 and pair[0].height < _LOW and pair[1].height < _LOW:
            both = Drawing()
            both.place(pair[0], 0, 0)
            both.place(pair[1], half + _GUTTER, 0)
            drawn.append(both)
            place += 2
        else:
            drawn.append(_stack(steps[place], room, room))
            place += 1
    return drawn


def _columns(steps: Sequence[Drawing], count: int) -> Drawing:
    """Return the steps down the first column, then the next, the highest as low as it can be."""
    gap = _BELOW
    low, high = max(step.height for step in steps), sum(step.height + gap for step in steps)
    while high - low > 1:
        middle = (low + high) / 2
        low, high = (low, middle) if len(_fill(steps, middle, gap)) <= count else (middle, high)
    drawing, x = Drawing(), 0.0
    for column in _fill(steps, high, gap):
        y = 0.0
        for step in column:
            drawing.place(step, x, y)
            y += step.height + gap
        x += max(step.width for step in column) + _GUTTER
    return drawing


def _fill(steps: Sequence[Drawing], height: float, gap: float) -> list[list[Drawing]]:
    columns: list[list[Drawing]] = []
    used = math.inf
    for step in steps:
        if used + step.height > height:
            columns.append([])
            used = 0
        columns[-1].append(step)
        used += step.height + gap
    return columns


def _stack(blocks: Sequence[Block], room: float, least: float = _SENTENCE) -> Drawing:
    """Return blocks below one another, sentences as wide as what else is shown, but not narrower than `least`."""
    drawn = [None if isinstance(block, Heading | Paragraph | Question) else figure(block, room) for block in blocks]
    wide = min(max([least, *(each.width for each in drawn if each)]), room)
    drawing = Drawing()
    before: Block | None = None
    for block, made in zip(blocks, drawn, strict=True):
        gap = _gap(before, block) if drawing.height else 0
        drawing.place(made or figure(block, wide), 0, drawing.height + gap)
        before = block
    return drawing


def _gap(before: Block | None, block: Block) -> float:
    if isinstance(before, Heading):
        return 10
    if isinstance(block, Paragraph):
        return 4 if isinstance(before, Paragraph) else 10
    return 24


def figure(block: Block, room: float) -> Drawing:
    """Return a block in at most `room` pixels."""
    match block:
        case Heading():
            tone = block.text if block.level == 3 else Span(plain(block.text), "strong")
            return wrapped(tone, room, _HEADINGS.get(block.level, SIZE))
        case Paragraph():
            return wrapped(block.text, room)
        case Table():
            return table(block, room)
        case Equation():
            return equation(block, room)
        case Lines():
            return fitted(chart(block, room), room)
        case Bars():
            return fitted(bars(block, room), room)
        case Graph():
            return graph(block, room)
        case Question():
            drawing = wrapped(Span(block.text, "strong"), room)
            for number, choice in enumerate(block.choices, 1):
                drawing.place(wrapped(f"{number} {choice}", room - 16), 16, drawing.height + 4)
            return drawing
        case Board():
            return fitted(board(block), room)
        case Break():
            drawing = Drawing()
            drawing.line([(0, 0), (room, 0)], "grid")
            return drawing
        case _:
            assert_never(block)
