"""An explanation, read step by step: a page, a prompt that shows its keys, and the page that the key asks for."""

import shutil
import sys
from collections.abc import Sequence

import typer

from cooking_rnn.blocks import Block, Heading
from cooking_rnn.cook import Explanation
from cooking_rnn.render import terminal
from cooking_rnn.render.output import write_text
from cooking_rnn.render.wrap import cells
from cooking_rnn.report.explanation import pages
from cooking_rnn.report.say import Say

_CLEARED = "\x1b[2J\x1b[H"
_NEXT, _BACK = ("\r", "\n", " ", "\x1b[C", "\x1bOC"), ("b", "\x1b[D", "\x1bOD")


def turn(told: Explanation, say: Say, *, full: bool = False) -> None:
    """Show page after page; after each but the last, wait for a key and go where it says."""
    book = list(pages(told, say, full=full))
    place, until, is_back = 0, 0, False  # pages before `until` are shown without waiting
    while place < len(book):
        screens = _screens(_opened(book, place) if is_back else book[place])
        if is_back:  # below a later page, an earlier one would read as what follows it
            screens[0], is_back = _CLEARED + screens[0], False
        for number, screen in enumerate(screens, 1):
            write_text(screen)
            is_last = place + 1 == len(book) and number == len(screens)
            if place >= until and not is_last:
                key = _key(say)
                if key == "q":
                    return
                until = {"a": _day_end(book, place), "A": len(book)}.get(key, until)
                if is_back := key in _BACK:
                    place = max(place - 2, -1)
                    break
        place += 1


def _opened(book: Sequence[Sequence[Block]], place: int) -> Sequence[Block]:
    """Return a page below the heading of its day."""
    if _opens_day(book[place]):
        return book[place]
    first = next(page for page in reversed(book[:place]) if _opens_day(page))
    return [first[0], *book[place]]


def _opens_day(page: Sequence[Block]) -> bool:
    return isinstance(page[0], Heading) and page[0].level == 2


def _day_end(book: Sequence[Sequence[Block]], place: int) -> int:
    """Return the last page of a day: the next one opens another."""
    return next((page for page in range(place + 1, len(book)) if _opens_day(book[page])), len(book)) - 1


def _screens(page: Sequence[Block]) -> list[str]:
    """Return a page as text, cut where the terminal is too short for it, so that none of it scrolls out of sight."""
    size = shutil.get_terminal_size()
    lines = terminal.text(page, terminal.screen_width(), colour=terminal.is_colourful()).splitlines(keepends=True)
    lines.append("\n")
    rows = max(size.lines - 1, 5)  # the prompt takes one
    return ["".join(lines[first : first + rows]) for first in range(0, len(lines), rows)]


def _key(say: Say) -> str:
    """Show the prompt, wait for a key that means something, and take the prompt back."""
    prompt = say("Enter next · b back · a this day · A all · q end ")
    if cells(prompt) >= shutil.get_terminal_size().columns:
        prompt = say("Enter → · b ← · a day · A all · q ")
    sys.stderr.write(prompt)
    sys.stderr.flush()
    try:
        while True:
            key = typer.getchar()
            if key in (*_NEXT, *_BACK, "a", "A", "q"):
                return key
    except EOFError:
        return "q"
    finally:
        sys.stderr.write(f"\r{' ' * cells(prompt)}\r" if sys.stderr.isatty() else "\n")
        sys.stderr.flush()
