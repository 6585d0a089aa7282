"""A page that can be played with: what is shown without a script, the script, its style, and the data it works on."""

import base64
import hashlib
import json
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
    script = _file("explorer.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    told = json.dumps(_visible(data), ensure_ascii=False, separators=(",", ":"), allow_nan=False).translate(_ESCAPES)
    after = f'<script type="application/json" id="cook-data">{told}</script>\n<script>{script}</script>\n'
    return page.page(blocks, lang, style=_file("explorer.css"), policy=f"; script-src 'sha256-{digest}'", after=after)


def _visible(data: Any) -> Any:
    """Return JSON in whose texts whatever a viewer would obey and not show is an escape."""
    if isinstance(data, Mapping):
        return {key: _visible(value) for key, value in data.items()}
    if isinstance(data, list):
        return list(map(_visible, data)) if data and not isinstance(data[0], int | float) else data
    return visible(data) if isinstance(data, str) else data


@cache
def _file(name: str) -> str:
    return Path(__file__).with_name(name).read_text("utf-8")
