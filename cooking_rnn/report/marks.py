"""What is said of a class's marks: a row a student, and where the mistakes are."""

from collections import Counter
from typing import Any

from cooking_rnn.blocks import Block, Cell, Column, Heading, Paragraph, table
from cooking_rnn.insight.marking import Marks
from cooking_rnn.report.say import Say
from cooking_rnn.report.worksheet import TITLES


def report(result: Marks, say: Say) -> list[Block]:
    """Return the table, and what it shows."""
    title = say.say(TITLES[result.task])
    of = len(result.students[0].marks)
    shown: list[Block] = [
        Heading(say("{title}, level {level}: marks", title=title, level=result.level)),
        _table(result, say),
    ]
    mean = sum(each.points for each in result.students) / len(result.students)
    told = [say("On average {mean:.1f} of {of} points.", mean=mean, of=of)]
    wrong = Counter(mark.blank.place[0] for each in result.students for mark in each.marks if mark.verdict == "wrong")
    if wrong:
        told.append(say("Wrong most often: {names}.", names=[f"{name} ({n})" for name, n in wrong.most_common(3)]))
    if any(each.blanks("carried") for each in result.students):
        told.append(say("What follows from an earlier mistake counts as right."))
    if result.missing:
        told.append(say("No answers from {names}.", names=[*result.missing]))
    return [*shown, *map(Paragraph, told)]


def _table(result: Marks, say: Say) -> Block:
    headings: list[str | Column] = [
        say("student"),
        Column(say("points"), "right"),
        say("wrong"),
        say("carried on"),
        say("empty"),
    ]
    rows: list[list[Cell]] = []
    for each in result.students:
        blanks = [", ".join(map(str, each.blanks(verdict))) for verdict in ("wrong", "carried", "empty")]
        rows.append([each.student, f"{each.points}/{len(each.marks)}", *(numbers or "—" for numbers in blanks)])
    return table(headings, rows, say.colon)


def record(result: Marks) -> dict[str, Any]:
    """Return what `worksheet --check --json` prints."""
    return {
        "task": result.task,
        "level": result.level,
        "blank": result.blank,
        "students": [
            {
                "student": each.student,
                "points": each.points,
                "of": len(each.marks),
                "answers": [
                    {
                        "blank": mark.blank.number,
                        "quantity": mark.blank.place[0],
                        "row": mark.blank.place[1] + 1,
                        "column": mark.blank.place[2] + 1,
                        "typed": mark.typed,
                        "answer": mark.blank.answer,
                        "expected": mark.expected,
                        "verdict": mark.verdict,
                    }
                    for mark in each.marks
                ],
            }
            for each in result.students
        ],
        "missing": list(result.missing),
    }
