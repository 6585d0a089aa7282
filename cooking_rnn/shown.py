"""What shows itself in a notebook.

How is not known on this floor: `cooking_rnn/__init__.py`, which every import of a room runs first and which stands
above them all, puts it in.
"""

from collections.abc import Callable
from typing import Any, ClassVar


class Shown:
    """What shows itself in a notebook, by `to_html`."""

    to_html: ClassVar[Callable[[Any], str]]

    def _repr_html_(self) -> str:
        return Shown.to_html(self)
