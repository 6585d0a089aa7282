"""The screen: how wide it is, whether it has colour, and which layout fits; pictures of it on request."""

import io
import os
import re
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from rich.console import Console, Group, RenderableType
from rich.text import Text

from cooking_rnn.files import replace
from cooking_rnn.render.output import note, write_text
from cooking_rnn.show import pictures

_UNLIMITED = 100_000  # columns: a pipe is as wide as what is written to it
_NARROWEST = 10  # columns: below, a wide character or a column of a table would not fit whole
_SENTENCE = 100  # columns of a saved picture that has only sentences, which could be of any length

Layouts = Sequence[RenderableType]


class Screen:
    """Shows renderables on standard output, and keeps them where a picture was asked for.

    Whatever can be laid out in several ways comes as a sequence of layouts, the widest first; the first
    that fits is shown, and the last one must wrap to any width.
    """

    def __init__(self, save: Path | None = None, lang: str = "en") -> None:
        self.save, self.lang = save, lang
        self.is_terminal = sys.stdout.isatty()
        self.width = _width(self.is_terminal)
        self._shown: list[Layouts] = []

    def show(self, *layouts: RenderableType) -> None:
        """Show the first of `layouts` that fits."""
        if self.save is None:
            write_text(self.text(layouts, self.width, colour=self.is_terminal))
        else:
            self._shown.append(layouts)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self.save is not None and kind is None:
            replace(self.save, self._picture(self.save.suffix.lower()).encode())
            note(f"cook: saved {self.save}")

    def _picture(self, kind: str) -> str:
        content = max([_SENTENCE, *(_natural_width(layouts[0]) for layouts in self._shown)])
        console = _console(min(_columns() or content, content), colour=True)
        shown = Group(*(fitting(layouts, console.width) for layouts in self._shown))
        lines = console.render_lines(shown, pad=False)
        return (pictures.html if kind == ".html" else pictures.svg)(lines, self.lang)

    @staticmethod
    def text(layouts: Layouts, width: int, *, colour: bool) -> str:
        """Return what a terminal `width` columns wide would be sent."""
        console = _console(width, colour=colour)
        console.print(fitting(layouts, width))
        assert isinstance(console.file, io.StringIO)
        text = console.file.getvalue()
        return text if colour else "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def fitting(layouts: Layouts, width: int) -> RenderableType:
    """Return the first of `layouts` that fits in `width` columns as it is, or else the last."""
    return next((layout for layout in layouts[:-1] if _natural_width(layout) <= width), layouts[-1])


def _natural_width(layout: RenderableType) -> int:
    """Return the columns that `layout` needs; sentences need none, for they wrap wherever they stand."""
    if isinstance(layout, Group):
        return max(map(_natural_width, layout.renderables), default=0)
    if isinstance(layout, Text) and not layout.no_wrap:
        return 0
    return _console(_UNLIMITED, colour=False).measure(layout).maximum


def _width(is_terminal: bool) -> int:
    if columns := _columns():
        return columns
    return max(shutil.get_terminal_size().columns, _NARROWEST) if is_terminal else _UNLIMITED


def _columns() -> int | None:
    columns = os.environ.get("COLUMNS", "")
    return max(int(columns), _NARROWEST) if re.fullmatch("[1-9][0-9]{0,4}", columns) else None


def _console(width: int, *, colour: bool) -> Console:
    return Console(
        file=io.StringIO(),
        width=width,
        height=25,  # said only because rich else takes a dumb terminal to be 80 columns wide, whatever `width` says
        force_terminal=colour,
        markup=False,
        emoji=False,
        highlight=False,
        color_system="auto" if colour else None,
        legacy_windows=False,
    )
