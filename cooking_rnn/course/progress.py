"""How far somebody is in the course: a small file in the user's state folder, replaced whole after each answer."""

import json
import os
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

from cooking_rnn import files
from cooking_rnn.errors import DataError
from cooking_rnn.phrases import Phrase

VERSION = 1
_MOST_TRIES = 10**6


@dataclass
class Answer:
    """What became of a question: how often it was answered, and whether it was right in the end."""

    tries: int = 0
    is_right: bool = False


@dataclass
class Place:
    """How far somebody is in a lesson."""

    screen: str = ""  # where to go on; "" is the start
    is_passed: bool = False
    answers: dict[str, Answer] = field(default_factory=dict)  # by the screen that asks


@dataclass
class Progress:
    """How far somebody is in each lesson; `path` is None where there is no place to keep it."""

    path: Path | None = None
    current: str = ""  # the lesson that was last open
    lessons: dict[str, Place] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path | None) -> tuple[Self, Phrase | None]:
        """Return what is kept, and what there is to say of it: a file that cannot be read is kept aside."""
        if path is None or not os.path.lexists(path):
            return cls(path), None
        try:
            path.read_bytes()
        except OSError as error:  # perhaps only for a moment: it stays where it is
            what = Phrase("not readable ({reason})", reason=(error.strerror or "?").lower())
            return cls(None), Phrase("{file} is {what}; nothing is kept of today", file=str(path), what=what)
        try:
            kept = json.loads(files.read_text(path))
            version = kept["version"]
            if version == VERSION:
                return cls._read(path, kept), None
            what = Phrase("of version {version}, and this program reads {own}", version=str(version)[:20], own=VERSION)
        except (DataError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            what = Phrase("damaged")
        try:
            aside = next(each for n in range(1, 1000) if not os.path.lexists(each := path.with_suffix(f".{n}.json")))
            path.rename(aside)
        except (OSError, StopIteration):
            return cls(None), Phrase("{file} is {what}; nothing is kept of today", file=str(path), what=what)
        told = Phrase("{file} is {what}: kept as {aside}, and begun anew", file=str(path), what=what, aside=aside.name)
        return cls(path), told

    @classmethod
    def _read(cls, path: Path, kept: Any) -> Self:
        """Return what a file says; raises one of several errors where that makes no sense."""
        progress = cls(path, _is(str, kept["current"]))
        for name, told in _is(dict, kept["lessons"]).items():
            place = Place(_is(str, told["screen"]), _is(bool, told["is_passed"]))
            for screen, answer in _is(dict, told["answers"]).items():
                tries = min(abs(_is(int, answer["tries"])), _MOST_TRIES)
                place.answers[screen] = Answer(tries, _is(bool, answer["is_right"]))
            progress.lessons[name] = place
        return progress

    def save(self) -> None:
        """Keep it; raises DataError where that cannot be."""
        if self.path is None:
            return
        kept = {key: value for key, value in asdict(self).items() if key != "path"}
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise files.unreadable(str(self.path.parent), error) from None
        files.replace(self.path, (json.dumps({"version": VERSION, **kept}, indent=1) + "\n").encode())

    def of(self, name: str) -> Place:
        """Return how far somebody is in a lesson."""
        return self.lessons.setdefault(name, Place())


def _is(kind: type, value: Any) -> Any:
    if not isinstance(value, kind):
        raise TypeError
    return value


def default_path() -> Path | None:
    """Return where progress is kept: XDG_STATE_HOME, on Windows LOCALAPPDATA, or ~/.local/state; None if homeless."""
    for variable in ("XDG_STATE_HOME", *["LOCALAPPDATA"] * (sys.platform == "win32")):
        if (folder := os.environ.get(variable, "")) and os.path.isabs(folder):
            return Path(folder, "cook", "learn.json")
    try:
        return Path.home() / ".local" / "state" / "cook" / "learn.json"
    except RuntimeError:
        return None
