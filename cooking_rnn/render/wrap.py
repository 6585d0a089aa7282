"""Text in lines of a width, broken only where nothing is torn that belongs together.

English breaks at blanks, Chinese between characters. A number and its unit ("65 %", "10 days", "第 3 天") and a row of
up to eight numbers stay on one line; a word is broken only if it is wider than the whole line.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from rich.cells import cell_len
from rich.text import Text

from cooking_rnn import blocks

PARTS = ("cyan", "magenta", "green", "yellow", "blue", "red")  # the colour of each part of a vector
WINNER = "bold reverse"
_TONES = {"": "", "strong": "bold", "faint": "dim", "winner": WINNER, "mark": ""}

_ENTRIES = 8  # of a vector that is never parted
_WIDE = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
_NUMBER = re.compile(rf"(?:^|[\s(“{_WIDE}])[<>≈]? ?[-+±]?\d(?:[\d,.:^·/×x%-]*[\d%])?$")
_NO_START = frozenset("。，、；：？！）》】”’%…·)]}.,;:?!")
_NO_END = frozenset("（《【“‘([{第")
_IS_WIDE = re.compile(f"[{_WIDE}]")


def style_of(part: int | None, tone: str = "") -> str:
    """Return rich's name for how a part of a vector, or a tone, looks."""
    colour = "" if part is None else PARTS[part % len(PARTS)]
    return f"{colour} {_TONES[tone]}".strip()


def styled(text: blocks.Text | blocks.Span, tone: str = "") -> Text:
    """Return a text with its tones as rich knows them; `tone` is that of the whole."""
    whole = Text(style=_TONES[tone], no_wrap=True)
    for span in _pieces(text):
        if isinstance(span, str):
            whole.append(span)
        else:
            whole.append(span.text, style_of(span.part, span.tone))
    return whole


def wrapped(text: Text, width: int, indent: int = 0) -> list[Text]:
    """Return the text in lines of at most `width` columns; `indent` is what all but the first begin with."""
    lines: list[Text] = []
    for paragraph in text.split("\n", allow_blank=True):
        first = not lines
        for start, end in _cuts(paragraph.plain, width, 0 if first else indent, indent):
            line = paragraph[start:end]
            line.rstrip()
            line.no_wrap = True
            lines.append(line if not lines or not indent else Text(" " * indent).append_text(line))
    return lines


def lines_of(text: blocks.Text | blocks.Span, width: int) -> list[tuple[blocks.Span, ...]]:
    """Return the text in lines of at most `width` columns as `wrapped` does, each in spans."""
    spans = [each if isinstance(each, blocks.Span) else blocks.Span(each) for each in _pieces(text)]
    whole = "".join(span.text for span in spans)
    lines, start = [], 0
    for paragraph in whole.split("\n"):
        for first, end in _cuts(paragraph, width, 0, 0):
            lines.append(tuple(_between(spans, start + first, start + len(paragraph[:end].rstrip()))))
        start += len(paragraph) + 1
    return lines


def _pieces(text: blocks.Text | blocks.Span) -> tuple[str | blocks.Span, ...]:
    return (text,) if isinstance(text, str | blocks.Span) else text


def _between(spans: Sequence[blocks.Span], first: int, end: int) -> Iterator[blocks.Span]:
    """Yield what of the spans stands from character `first` to `end`."""
    for span in spans:
        if piece := span.text[max(first, 0) : max(end, 0)]:
            yield replace(span, text=piece)
        first, end = first - len(span.text), end - len(span.text)


def _cuts(text: str, width: int, lead: int, indent: int) -> Iterator[tuple[int, int]]:
    """Yield where each line begins and ends."""
    start, room = 0, width - lead
    last = blank = 0  # the last place where the line may end; where it must if what belongs together is too wide
    column = 0
    breaks = {*_breaks(text)}
    place = 0
    while place < len(text):
        if place in breaks:
            last = place
        if place and text[place - 1] == " ":
            blank = place
        size = cell_len(text[place])
        if column + size > room and text[place] != " ":
            end = next((each for each in (last, blank, place) if each > start), start + 1)
            yield start, end
            start = place = end
            room, column = width - indent, 0
            while place < len(text) and text[place] == " ":
                start = place = place + 1
            continue
        column += size
        place += 1
    yield start, len(text)


def _breaks(text: str) -> Iterator[int]:
    """Yield the places before which a line may end."""
    numbers = 0  # that stand in a row
    for place in range(1, len(text)):
        before, after = text[place - 1], text[place]
        if before == " " and after != " ":
            word = text[:place].rstrip()
            is_number = bool(word) and bool(_NUMBER.search(word[-30:]))
            is_next_number = after.isdigit() or (after in "-+±" and text[place + 1 : place + 2].isdigit())
            numbers = numbers + 1 if is_number and is_next_number else 0
            if after in "%…·)":
                continue
            if is_number and (not is_next_number or numbers % _ENTRIES):
                continue
            if is_next_number and word and _IS_WIDE.match(word[-1]):
                continue  # the blank beside a digit
            yield place
        elif _IS_WIDE.match(before) or _IS_WIDE.match(after):
            if " " in (before, after) or before.isdigit() or after in _NO_START or before in _NO_END:
                continue
            yield place


def cells(text: str) -> int:
    """Return how many columns a text of one line takes."""
    return cell_len(text)


def folded(words: str, width: int) -> list[str]:
    """Return a heading in lines of about `width` columns: broken at blanks, after "·", and between characters."""
    if cell_len(words) <= width:
        return [words]
    marked = re.sub(r"·(?=\S)", "·\0 ", words)
    return [line.plain.replace("\0 ", "").replace("\0", "") for line in wrapped(Text(marked), max(width, 1))]


def longest_word(text: str) -> int:
    """Return the columns of the widest piece that `folded` may not break."""
    spaced = text.replace("·", "· ")
    ends = [0, *_breaks(spaced), len(spaced)]
    return max(cell_len(spaced[start:end].strip()) for start, end in pairwise(ends))


def joined(lines: Sequence[Text]) -> Text:
    """Return lines as one text that does not wrap."""
    text = Text("\n").join(lines)
    text.no_wrap = True
    return text
