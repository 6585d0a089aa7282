"""Sheets to be worked by hand, with some numbers left out, and the answers to those.

Whole numbers need nothing else. Where tanh and σ are met, the sheet has a table of them with one decimal, and what is
not whole is rounded to one or two decimals: the answers are exact by that table and that rounding. No sheet is made on
which a number lies half-way between two roundings, or on which there is nothing to see.
"""

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from cooking_rnn import choices
from cooking_rnn.errors import MOST_SEED, DataError, UsageError, one_of, quote, sequence, within
from cooking_rnn.files import read_text
from cooking_rnn.insight.exercises import DRAWN
from cooking_rnn.insight.working import Made, Place, Quantity, TieError, worked
from cooking_rnn.names import Names, is_printed
from cooking_rnn.shown import Shown
from cooking_rnn.steps import Array, frozen

if TYPE_CHECKING:
    from cooking_rnn.insight.marking import Marks

LEVELS = 3
MOST_STUDENTS, LONGEST_NAME = 1000, 100
_SHARE = 0.4  # of what is worked out that "values" leaves out
_DRAWS = 100_000


@dataclass(frozen=True)
class Blank:
    """A number that is left out."""

    number: int  # on its sheet, from 1
    place: Place
    answer: float
    tolerance: float
    made: Made


@dataclass(frozen=True, eq=False)
class Worksheet(Shown):
    """One sheet, and the answers to it."""

    task: str
    level: int
    blank: str
    seed: int
    student: str  # "" where it is nobody's
    quantities: tuple[Quantity, ...]
    values: Mapping[str, Array]  # of each quantity, (rows, columns)
    blanks: tuple[Blank, ...]
    copies: frozenset[Place]  # numbers that repeat a blank, and are left out with it
    names: tuple[Names, Names] | None = None  # of dishes and weathers, where it has any

    def quantity(self, name: str) -> Quantity:
        """Return the quantity of this name."""
        return next(each for each in self.quantities if each.name == name)

    def value(self, place: Place) -> float:
        """Return the number at a place."""
        name, row, column = place
        return float(self.values[name][row, column])

    @cached_property
    def blank_at(self) -> Mapping[Place, Blank]:
        """The blanks by their places."""
        return {blank.place: blank for blank in self.blanks}

    @property
    def has_table(self) -> bool:
        """Whether tanh or σ are looked up in the table."""
        made = (entry for each in self.quantities for row in each.entries for entry in row if isinstance(entry, Made))
        return any(entry.function in ("tanh", "sigmoid") for entry in made)

    def __repr__(self) -> str:
        return f"<Worksheet {self.task}, level {self.level}, seed {self.seed}: {len(self.blanks)} blanks>"


@dataclass(frozen=True, eq=False)
class Worksheets(Shown):
    """A sheet, or one for each student of a class."""

    task: str
    level: int
    blank: str
    seed: int
    sheets: tuple[Worksheet, ...]

    def check(self, answers: str | PathLike[str]) -> "Marks":
        """Mark a class's answers, in a CSV file; see `marking`."""
        from cooking_rnn.insight.marking import mark  # which knows what a sheet is

        return mark(self, answers)

    def __repr__(self) -> str:
        return f"<Worksheets {self.task}, level {self.level}: {len(self.sheets)}>"


def worksheet(
    task: str = "kitchen",
    *,
    level: int = 1,
    seed: int = 0,
    students: Sequence[str] | None = None,
    blank: str = "values",
) -> Worksheets:
    """Return a sheet to be worked by hand; or one for each of the `students`, drawn by their names and the seed.

    `blank` says what is left out: some of the "values" that are worked out, all their "rows", or "weights". Raises
    UsageError, which names the parameter.
    """
    one_of("task", task, choices.SHEETS)
    one_of("blank", blank, choices.BLANKS)
    level, seed = within("level", level, LEVELS), within("seed", seed, MOST_SEED, 0)
    if students is None:
        sheets = [_sheet(task, level, blank, seed, "")]
    else:
        names = _students(students)
        sheets = [_sheet(task, level, blank, seed_of(name, seed), name) for name in names]
    return Worksheets(task, level, blank, seed, tuple(sheets))


def read_names(path: str | PathLike[str]) -> list[str]:
    """Return the students' names in a file, a name a line.

    Raises DataError, naming the line, for a file that has none, or too many, or two that are equal.
    """
    path = Path(path)
    lines = {number: same_name(line) for number, line in enumerate(read_text(path).split("\n"), 1) if same_name(line)}
    if not lines:
        raise DataError(str(path), "no names", "write one a line")
    if len(lines) > MOST_STUDENTS:
        what, remedy = "{names:,} names", "at most {most:,}: make several files"
        raise DataError(str(path), what, remedy, names=len(lines), most=MOST_STUDENTS)
    seen: dict[str, int] = {}
    for number, name in lines.items():
        if (first := seen.setdefault(name, number)) != number:
            what, remedy = "{name} is on line {first} too", "tell the two apart, such as by a number"
            raise DataError(f"{path}:{number}", what, remedy, name=quote(name), first=first)
        if not is_printed(name):
            raise DataError(f"{path}:{number}", "a control character", "is this a list of names, as text?")
        if len(name) > LONGEST_NAME:
            raise DataError(f"{path}:{number}", "a name of more than {most} characters", most=LONGEST_NAME)
    return [*seen]


def same_name(name: str) -> str:
    """Return the form in which two spellings of a student's name are equal."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def seed_of(name: str, seed: int) -> int:
    """Return the seed of a student's sheet: the same on any machine, however the name is composed or spaced."""
    digest = hashlib.sha256(f"{seed}:{same_name(name)}".encode()).digest()
    return int.from_bytes(digest[:8], "big") & MOST_SEED


def _students(students: Sequence[str]) -> list[str]:
    if isinstance(students, str):
        raise UsageError("students", "one text is not a list", "give a list of names")
    names = sequence("students", students)
    within("students", len(names), MOST_STUDENTS)
    seen: dict[str, int] = {}
    for number, name in enumerate(names, 1):
        if not isinstance(name, str) or not same_name(name):
            raise UsageError(f"students {number}", "not a name", "give text that is not empty")
        if (first := seen.setdefault(same_name(name), number)) != number:
            what = "{name} is also name {first}"
            raise UsageError(f"students {number}", what, "tell them apart", name=name, first=first)
    return list(seen)


def _sheet(task: str, level: int, blank: str, seed: int, student: str) -> Worksheet:
    """Return the first drawing that is not dull."""
    random = np.random.default_rng(seed)
    draw, is_dull = DRAWN[task]
    for _ in range(_DRAWS):
        quantities, names = draw(random, level)
        try:
            values, _ = worked(quantities, no_ties=True)
        except TieError:
            continue
        arrays = _arrays(quantities, values)
        if not is_dull(arrays, level) and _has_life(quantities, arrays):
            if blank == "weights" and task != "ngram":
                quantities = _with_weights_left_out(quantities, values, random)
            places = _left_out(quantities, blank, random)
            if len({values[place] for place in places}) > 1:
                break
    else:
        raise AssertionError(f"every drawing of {task} is dull")
    of = {quantity.name: quantity for quantity in quantities}
    blanks = []
    for number, place in enumerate(places, 1):
        made = of[place[0]].made(place)
        assert isinstance(made, Made)
        blanks.append(Blank(number, place, values[place], _tolerance(of[place[0]]), made))
    return Worksheet(
        task,
        level,
        blank,
        seed,
        student,
        tuple(quantities),
        arrays,
        tuple(blanks),
        frozenset(_copies(quantities, {*places})),
        names,
    )


def _arrays(quantities: Sequence[Quantity], values: Mapping[Place, float]) -> dict[str, Array]:
    """Return the numbers of each quantity, (rows, columns)."""
    return {
        each.name: frozen(np.array([values[place] for place in each.places]).reshape(len(each.entries), -1))
        for each in quantities
    }


def _has_life(quantities: Sequence[Quantity], arrays: Mapping[str, Array]) -> bool:
    """Whether nothing that is worked out is all zeros, or all the same."""
    worked_out = [arrays[each.name] for each in quantities if each.kind == "worked"]
    return all(each.any() and (each.size < 3 or (each != each.flat[0]).any()) for each in worked_out)


def _tolerance(quantity: Quantity) -> float:
    """Return how far from the number before rounding an answer may be: what rounds to it is right."""
    return {0: 0.0, 1: 0.05, 2: 0.005, None: 0.005}[quantity.decimals]


def _left_out(quantities: Sequence[Quantity], blank: str, random: np.random.Generator) -> list[Place]:
    """Return the places that are left out, as they are met when the sheet is worked."""
    if blank == "weights":
        places = [place for each in quantities if each.kind == "weights" for place in each.places]
        if not places:  # of the counts, one of each row
            words = len(next(each for each in quantities if each.name == "count").entries)
            return [("count", row, column) for row, column in enumerate(random.integers(words, size=words).tolist())]
        of = {each.name: each for each in quantities}
        return [place for place in places if isinstance(of[place[0]].made(place), Made)]
    places = [place for each in quantities if each.kind == "worked" for place in each.places]
    if blank == "rows":
        return places
    some = random.choice(len(places), max(2, round(_SHARE * len(places))), replace=False)
    return [places[place] for place in sorted(some.tolist())]


def _copies(quantities: Sequence[Quantity], left_out: set[Place]) -> list[Place]:
    """Return the copies of what is left out."""
    found = []
    for each in quantities:
        for place in each.places if each.kind == "copy" else ():
            made = each.made(place)
            if isinstance(made, Made) and made.terms[0][0] in left_out:
                found.append(place)
    return found


def _with_weights_left_out(
    quantities: Sequence[Quantity], values: Mapping[Place, float], random: np.random.Generator
) -> list[Quantity]:
    """Return the same numbers, all given, but of each row of weights one that follows from the others.

    It follows from a number that its row made, at a step where what it was multiplied with is not zero.
    """
    hidden: dict[Place, Made] = {}
    for each in quantities:
        for row, line in enumerate(each.entries if each.name in ("z", "y") else ()):
            found = [
                (column, place)
                for column, entry in enumerate(line)
                if isinstance(entry, Made)
                for place, (_, factor) in enumerate(entry.terms)
                if values[factor]
            ]
            column, place = found[int(random.integers(len(found)))]
            entry = line[column]
            assert isinstance(entry, Made)
            others = (*entry.terms[:place], *entry.terms[place + 1 :])
            weight, factor = entry.terms[place]
            hidden[weight] = Made((((each.name, row, column),), (factor,), *others), "weight")
    given = []
    for each in quantities:
        entries = [hidden.get(place, values[place]) for place in each.places]
        columns = len(each.entries[0])
        lines = (tuple(entries[first : first + columns]) for first in range(0, len(entries), columns))
        given.append(replace(each, entries=tuple(lines)))
    return given
