"""Scripts and styles as they stand in a page: without comments and most blanks, and the policy that lets them run."""

import base64
import hashlib
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

#: what would end the script, or a line of it, stands as its code
_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}

_KEPT = re.compile(r'("(?:[^"\\\n]|\\.)*"|`[^`]*`)')  # texts, in which every blank counts
_BLANKS = {
    ".js": re.compile(r" ?(=>|[=!]==|&&|\|\||\?\?|[:?=}<>*)]) ?| ?([,{(])[ \n]?|(?<![-+]) ([-+]) (?![-+])"),
    ".css": re.compile(r" ?([{};,]) ?|(?<=:)( )"),
}


@cache
def source(name: str) -> str:
    """Return a script or a style of this folder as it stands in the page."""
    path = Path(__file__).with_name(name)
    return tight(path.read_text("utf-8"), path.suffix)


def element(name: str) -> str:
    """Return the element of a script."""
    return f"<script>{source(name)}</script>\n"


def policy(name: str) -> str:
    """Return the line of a page's policy that lets this script run, and no other."""
    digest = base64.b64encode(hashlib.sha256(source(name).encode()).digest()).decode()
    return f"; script-src 'sha256-{digest}'"


def data(told: Any, marks: str = "") -> str:
    """Return the element of data that a script reads; `marks` are its attributes."""
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"), allow_nan=False).translate(_ESCAPES)
    return f'<script type="application/json"{marks}>{text}</script>'


def tight(text: str, kind: str) -> str:
    """Return a script or a style without comments and most blanks, which are a third of it."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    lines = (re.sub(r"(^|; )//.*", r"\1", line.strip()).strip() for line in text.splitlines())
    pieces = _KEPT.split("\n".join(filter(None, lines)))
    for place, piece in enumerate(pieces[::2]):
        piece = _BLANKS[kind].sub(lambda found: found[0].strip(), piece)
        pieces[2 * place] = re.sub(r";\s*}", "}", piece).replace(";\n", ";")
    return "".join(pieces)
