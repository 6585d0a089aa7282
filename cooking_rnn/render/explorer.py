"""A page that can be played with: what is shown without a script, the script, its style, and the data it works on."""

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from cooking_rnn.blocks import Block
from cooking_rnn.render import page
from cooking_rnn.render.drawing import visible

#: what would end the script, or a line of it, stands as its code
_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def explorer(blocks: Iterable[Block], lang: str, data: Mapping[str, Any]) -> str:
    """Return the blocks as a page whose script takes over from them; `data` is what `report/explorer.py` makes."""
    digest = base64.b64encode(hashlib.sha256(script().encode()).digest()).decode()
    told = json.dumps(_visible(data), ensure_ascii=False, separators=(",", ":"), allow_nan=False).translate(_ESCAPES)
    after = f'<script type="application/json" id="cook-data">{told}</script>\n<script>{script()}</script>\n'
    drawn = page.page(blocks, lang, style=style(), policy=f"; script-src 'sha256-{digest}'", after=after)
    head, end, rest = drawn.partition("</style>")
    start = head.index("<style>")
    return head[:start] + _tight(head[start:], ".css") + end + rest


def script() -> str:
    """Return the script as it stands in the page."""
    return _file("explorer.js")


def style() -> str:
    """Return its style."""
    return _file("explorer.css")


def _visible(data: Any) -> Any:
    """Return JSON in whose texts whatever a viewer would obey and not show is an escape."""
    if isinstance(data, Mapping):
        return {key: _visible(value) for key, value in data.items()}
    if isinstance(data, list):
        return list(map(_visible, data)) if data and not isinstance(data[0], int | float) else data
    return visible(data) if isinstance(data, str) else data


_KEPT = re.compile(r'("(?:[^"\\\n]|\\.)*"|`[^`]*`)')  # texts, in which every blank counts
_BLANKS = {
    ".js": re.compile(r" ?(=>|[=!]==|&&|\|\||\?\?|[:?=}<>*)]) ?| ?([,{(])[ \n]?|(?<![-+]) ([-+]) (?![-+])"),
    ".css": re.compile(r" ?([{};,]) ?|(?<=:)( )"),
}


@cache
def _file(name: str) -> str:
    """Return a file as it stands in the page."""
    path = Path(__file__).with_name(name)
    return _tight(path.read_text("utf-8"), path.suffix)


def _tight(text: str, kind: str) -> str:
    """Return a script or a style without comments and most blanks, which are a third of it."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    lines = (re.sub(r"(^|; )//.*", r"\1", line.strip()).strip() for line in text.splitlines())
    pieces = _KEPT.split("\n".join(filter(None, lines)))
    pieces[::2] = (_BLANKS[kind].sub(lambda found: found[0].strip(), piece) for piece in pieces[::2])
    return "".join(pieces)
