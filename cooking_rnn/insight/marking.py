"""A class's answers, marked: what follows from an earlier mistake is as good as right, so that one mistake costs one
point.

Answers are a CSV: a column `student` and one for each blank, by its number. `template` writes it to be filled in.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from os import PathLike
from pathlib import Path

from cooking_rnn.errors import DataError, quote, suggestion
from cooking_rnn.files import read_text
from cooking_rnn.insight.working import rounded, worked
from cooking_rnn.insight.worksheet import MOST_STUDENTS, Blank, Worksheet, Worksheets, same_name
from cooking_rnn.names import normalise
from cooking_rnn.phrases import Phrase
from cooking_rnn.shown import Shown

_NUMBER = re.compile(r"([-+]?)(\d{1,9}|\d{1,9}\.\d{0,18}|\.\d{1,18})(?:/(\d{1,9}))?")
_MINUS = str.maketrans("−–", "--")
_CLOSE = 1e-9


@dataclass(frozen=True)
class Mark:
    """An answer: "right", "carried" (it follows from a mistake before it), "wrong" or "empty"."""

    blank: Blank
    typed: float | None
    expected: float  # from what the student wrote before it
    verdict: str

    @property
    def point(self) -> int:
        """What it is worth."""
        return int(self.verdict in ("right", "carried"))


@dataclass(frozen=True)
class Marked:
    """A student's answers."""

    student: str
    marks: tuple[Mark, ...]

    @property
    def points(self) -> int:
        """The sum of the points."""
        return sum(mark.point for mark in self.marks)

    def blanks(self, verdict: str) -> list[int]:
        """Return the numbers of the blanks with a verdict."""
        return [mark.blank.number for mark in self.marks if mark.verdict == verdict]


@dataclass(frozen=True, eq=False)
class Marks(Shown):
    """A class's answers."""

    task: str
    level: int
    blank: str
    students: tuple[Marked, ...]
    missing: tuple[str, ...]  # who handed nothing in

    def __repr__(self) -> str:
        return f"<Marks of {self.task}, level {self.level}: {len(self.students)} students>"


def mark(sheets: Worksheets, answers: str | PathLike[str]) -> Marks:
    """Return the marks of the answers in a CSV file to these sheets; one sheet alone was everybody's.

    Raises DataError, naming the line, for what cannot be read, for missing columns and unknown students.
    """
    path = Path(answers)
    of = {sheet.student: sheet for sheet in sheets.sheets if sheet.student}
    students: dict[str, Marked] = {}
    for line, name, typed in _rows(path, len(sheets.sheets[0].blanks)):
        where = f"{path}:{line}"
        if name in students:
            raise DataError(where, "{name} is there twice", "keep one of the two rows", name=quote(name))
        if of and name not in of:
            raise DataError(where, "unknown student {name}", suggestion(name, [*of]), name=quote(name))
        if len(students) == MOST_STUDENTS:
            raise DataError(where, "more than {most:,} students", "make several files", most=MOST_STUDENTS)
        students[name] = Marked(name, marked(of.get(name, sheets.sheets[0]), typed))
    if not students:
        raise DataError(str(path), "no answers", "write a row for each student")
    missing = tuple(name for name in of if name not in students)
    return Marks(sheets.task, sheets.level, sheets.blank, tuple(students.values()), missing)


def marked(sheet: Worksheet, typed: Sequence[float | None]) -> tuple[Mark, ...]:
    """Return the marks of one student's answers, in the order of the blanks."""
    written = {blank.place: value for blank, value in zip(sheet.blanks, typed, strict=True) if value is not None}
    _, exact = worked(sheet.quantities)
    _, own = worked(sheet.quantities, written)
    marks = []
    for blank, value in zip(sheet.blanks, typed, strict=True):
        verdict = "wrong"
        if value is None:
            verdict = "empty"
        elif _is_close(value, exact[blank.place], blank):
            verdict = "right"
        elif _is_close(value, own[blank.place], blank):
            verdict = "carried"
        expected = rounded(own[blank.place], sheet.quantity(blank.place[0]).decimals)
        marks.append(Mark(blank, value, expected, verdict))
    return tuple(marks)


def _is_close(value: float, answer: float, blank: Blank) -> bool:
    return abs(value - answer) <= blank.tolerance + _CLOSE


def template(sheets: Worksheets, *, key: bool = False) -> str:
    """Return the CSV that is filled in with a class's answers; or, as `key`, with the right ones."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["student", *(blank.number for blank in sheets.sheets[0].blanks)])
    for sheet in sheets.sheets:
        if sheet.student or key:
            answers = [f"{blank.answer:.6g}" if key else "" for blank in sheet.blanks]
            writer.writerow([sheet.student or "key", *answers])
    return text.getvalue()


def _rows(path: Path, blanks: int) -> Iterator[tuple[int, str, list[float | None]]]:
    """Yield the line, the student and the answers of each row."""
    text = read_text(path)
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        columns = _columns([normalise(cell) for cell in next(reader, [])], blanks, f"{path}:1")
        for row in reader:
            where = f"{path}:{reader.line_num}"
            if not any(cell.strip() for cell in row):
                continue
            name = same_name("".join(row[columns["student"] : columns["student"] + 1]))
            if not name:
                raise DataError(where, "a row without a student", "write the name in the column student")
            cells = [*row, *[""] * len(columns)]  # a short row is empty at its end
            answers = [_number(cells[columns[str(number)]], number, where) for number in range(1, blanks + 1)]
            yield reader.line_num, name, answers
    except csv.Error as error:
        where = f"{path}:{reader.line_num}"
        raise DataError(where, "not CSV: {told}", "are all quotes closed?", told=str(error)) from None


def _columns(head: Sequence[str], blanks: int, where: str) -> Mapping[str, int]:
    """Return the place of each column that is needed."""
    needed = ["student", *map(str, range(1, blanks + 1))]
    missing = [name for name in needed if name not in head]
    more = [name for name in head if name.isdecimal() and name not in needed]
    same = Phrase("are --task, --level and --blank those of the sheets?")
    if missing:
        names = [*missing[:5], *["…"] * (len(missing) > 5)]
        what = "missing {n:column|columns}: {names}"
        raise DataError(where, what, same if head else "save it with --save answers.csv", n=len(missing), names=names)
    if more:
        raise DataError(where, "{blanks} blanks, but a column {name}", same, blanks=blanks, name=quote(more[0]))
    return {name: head.index(name) for name in needed}


def _number(cell: str, number: int, where: str) -> float | None:
    """Return a number as people write it, with a decimal comma or as a fraction; None where there is nothing."""
    shown = normalise(cell).translate(_MINUS).replace(" ", "")
    if not shown:
        return None
    found = _NUMBER.fullmatch(shown.replace(",", ".", 1))
    if found is None or (found[3] and not int(found[3])):
        what = "blank {number}: {value} is not a number"
        raise DataError(where, what, "such as 2, -0.5 or 1/3", number=number, value=quote(cell.strip()))
    value = float(Fraction(found[2] + "0" * found[2].endswith(".")) / int(found[3] or 1))
    return -value if found[1] == "-" else value
