"""What a lesson is: screens that the program makes when they are come to, and what they are made of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module

from cooking_rnn.blocks import Block, Heading, Question, Span
from cooking_rnn.course import LESSONS
from cooking_rnn.phrases import Phrase
from cooking_rnn.report.say import Say

#: makes a screen: a heading, what is shown, and at the end a question where something is to be predicted
Screen = Callable[[Say], list[Block]]


@dataclass(frozen=True)
class Lesson:
    """A lesson: its name, its title, its screens, and what goes on from here."""

    name: str
    title: Phrase
    screens: tuple[Screen, ...]
    next: Phrase

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """What each screen is called, for as long as it is the same: the name of its function."""
        return tuple(screen.__name__ for screen in self.screens)

    @property
    def number(self) -> int:
        """Its place in the course, from 1."""
        return [*LESSONS].index(self.name) + 1

    def screen(self, place: int, say: Say) -> list[Block]:
        """Return a screen, and in its heading which one it is."""
        heading, *rest = self.screens[place](say)
        assert isinstance(heading, Heading)
        title = heading.text if isinstance(heading.text, str) else ""
        count = f"{self.number}.{place + 1}/{len(self.screens)}  "
        return [Heading((Span(count, "faint"), Span(title, "strong")), 3), *rest]


def lesson(name: str) -> Lesson:
    """Return a lesson by its name."""
    module = import_module(f"cooking_rnn.course.{name}")
    return Lesson(name, LESSONS[name], module.SCREENS, module.NEXT)


def asked(screen: Sequence[Block]) -> Question | None:
    """Return the question that a screen ends in; None where it only shows."""
    return screen[-1] if isinstance(screen[-1], Question) else None
