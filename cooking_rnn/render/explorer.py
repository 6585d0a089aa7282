"""A page that can be played with: what is shown without a script, the script, its style, and the data it works on."""

from collections.abc import Iterable, Mapping
from typing import Any

from cooking_rnn.blocks import Block
from cooking_rnn.render import page, scripts
from cooking_rnn.render.drawing import visible

_SCRIPT = "explorer.js"


def explorer(blocks: Iterable[Block], lang: str, data: Mapping[str, Any]) -> str:
    """Return the blocks as a page whose script takes over from them; `data` is what `report/explorer.py` makes."""
    after = scripts.data(_visible(data), ' id="cook-data"') + "\n" + scripts.element(_SCRIPT)
    style, policy = scripts.source("explorer.css"), scripts.policy(_SCRIPT)
    drawn = page.page(blocks, lang, style=style, policy=policy, after=after)
    head, end, rest = drawn.partition("</style>")
    start = head.index("<style>")
    return head[:start] + scripts.tight(head[start:], ".css") + end + rest


def _visible(data: Any) -> Any:
    """Return JSON in whose texts whatever a viewer would obey and not show is an escape."""
    if isinstance(data, Mapping):
        return {key: _visible(value) for key, value in data.items()}
    if isinstance(data, list):
        return list(map(_visible, data)) if data and not isinstance(data[0], int | float) else data
    return visible(data) if isinstance(data, str) else data
