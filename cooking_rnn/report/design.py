"""What is said of a design task: what is asked for, the file to fill in, and how an answer was marked."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from functools import partial
from typing import Any

import numpy as np

from cooking_rnn.blocks import Block, Cell, Heading, Label, Paragraph, Vector, table
from cooking_rnn.insight.design import TASKS, KitchenMarking, Marking, NetworkMarking, Task
from cooking_rnn.insight.threshold import MOST_UNITS, Mend
from cooking_rnn.kitchen.check import TIE
from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.kitchen.matrices import compiled
from cooking_rnn.kitchen.to_toml import to_toml
from cooking_rnn.phrases import Phrase
from cooking_rnn.render.wrap import styled, wrapped
from cooking_rnn.report.check import cases_table, remedy, verdict
from cooking_rnn.report.say import Labels, Say

_WIDTH = 78  # columns of a comment
_MOST_DAYS = 12  # of an input that are shown

#: of each task: its title, what is asked for, and a hint
TOLD = {
    "weather": (
        Phrase("Weather decides"),
        Phrase(
            "On a sunny day he cooks potato, on a rainy day crayfish, whatever was eaten yesterday. Write weather: "
            "a column for each weather, a row for each dish. No food is needed: there is no memory."
        ),
        Phrase("In the column of a weather, a 1 stands in the row of its dish."),
    ),
    "order": (
        Phrase("Order decides"),
        Phrase(
            "The dishes come round in order: after potato crayfish, after crayfish guobaorou, after guobaorou potato. "
            "Write food: a column for yesterday's dish, a row for today's."
        ),
        Phrase("Column 1 is potato's: its 1 stands in the row of what comes after potato, which is row 2."),
    ),
    "romance": (
        Phrase("Xiao Ming in love"),
        Phrase(
            "On a sunny day yesterday's dish is eaten again; on a rainy day he cooks the next in the order. Write food "
            "and weather. Hard-max picks the largest of the 6 sums, and fold adds rows 1-3 to rows 4-6, so that two "
            "rows may stand for the same dish."
        ),
        Phrase(
            "Let rows 1-3 of food propose the same dish and rows 4-6 the next. A sunny day adds 1 to rows 1-3, a rainy "
            "day to rows 4-6: only one row has both."
        ),
    ),
    "two-rainy": (
        Phrase("Two rainy days in a row"),
        Phrase(
            "He cooks the next dish only on the second rainy day in a row; then he counts anew: four rainy days in a "
            "row make two dishes. On all other days yesterday's dish is eaten again. Day 0 was potato, and sunny."
        ),
        Phrase(
            "Seven units are enough. One remembers that today was the first rainy day: rainy, and it was off. Three "
            "keep a dish unless it rains and that unit was on. Three cook the next if it rains and it was on."
        ),
    ),
    "parity": (
        Phrase("A parity"),
        Phrase("A bit comes in each day. Say 1 where the number of ones so far is odd, and 0 where it is even."),
        Phrase(
            "Two units are enough. Both add the parity so far and the bit; one is on from 1, the other from 2. The "
            "first minus the second is the parity, for the readout and for tomorrow."
        ),
    ),
    "adder": (
        Phrase("A binary adder"),
        Phrase(
            "Two binary numbers come in, a bit of each a day, the lowest first. Say that day's bit of their sum: the "
            "carry has to be remembered. On day 0 there is none."
        ),
        Phrase(
            "Three units are enough. All add a, b and the carry; they are on from 1, from 2 and from 3. The second is "
            "the carry. The first minus the second plus the third is the bit."
        ),
    ),
    "hold": (
        Phrase("A gate that holds"),
        Phrase(
            "Each day brings a gate and a value. Where the gate is 1, take the value; where it is 0, hold what was "
            "taken last, and at first 0. Say what is held."
        ),
        Phrase(
            "No single unit can do it: no line parts its cases. Two can: one keeps (held, and the gate is 0), one "
            "takes (value, and the gate is 1). An LSTM has them as its forget gate and its input gate."
        ),
    ),
}

#: what each array that is written is for
_ARRAYS = {
    "bias": Phrase("one for each unit"),
    "start": Phrase("h on day 0, of 0 and 1"),
    "readout_bias": Phrase("one for each output"),
}


def asked(task: str, say: Say) -> list[Block]:
    """Return what a task asks for."""
    title, what, _ = TOLD[task]
    blocks: list[Block] = [Heading(say.say(title), 3), Paragraph(say.say(what))]
    if task in TASKS:
        blocks += map(Paragraph, _convention(TASKS[task], say))
    return blocks


def _convention(task: Task, say: Say) -> list[str]:
    told = (
        "y = readout · h + readout_bias has a row for each output: {outputs}. The largest is what the network says; "
        "where two are equally large it says nothing."
    )
    axis = "; ".join(_called(each, say) for each in task.axis)
    return [
        say("h = step(A · [h; x] + bias); step(z) is 1 where z > 0, else 0. x is [{axis}].", axis=axis),
        say(told, outputs=[_called(each, say) for each in task.outputs]),
    ]


def _called(name: str, say: Say) -> str:
    return _labels(say).get(name, name)


def _labels(say: Say) -> Labels:
    kitchen = Kitchen.load("romance")
    words = (Phrase("hold 0"), Phrase("hold 1"), Phrase("take 0"), Phrase("take 1"), Phrase("gate"), Phrase("value"))
    own = {str(word): say.say(word) for word in (*words, Phrase("bit"))}
    return {**say.labels(kitchen.dishes, kitchen.weathers), **own}


def blank(task: str, say: Say) -> str:
    """Return the file of a task, for somebody to fill in: all numbers are 0."""
    title, what, _ = TOLD[task]
    lines = [say.say(title), say.say(what), ""]
    if task in TASKS:
        about = TASKS[task]
        told = "Here are {units} units. Take as many as you like, up to {most}: A has a row and a column for each."
        lines += [*_convention(about, say), say(told, units=about.units, most=MOST_UNITS), ""]
    lines.append(say("Fill in the numbers, keep the file, and press Enter where `cook learn` waits. Or mark it by"))
    comment = [f"# {line}".rstrip() for each in lines for line in _folded(each)]
    comment += [f"#   cook learn design-{task} --answer design-{task}.toml", ""]
    return "\n".join([*comment, *(_network(TASKS[task], say) if task in TASKS else [_kitchen(task)])]).rstrip() + "\n"


def _folded(text: str) -> list[str]:
    return [line.plain.rstrip() for line in wrapped(styled(text), _WIDTH - 2)] or [""]


def _kitchen(task: str) -> str:
    """Return the task's kitchen with matrices of zeros, of the shapes that its rules call for."""
    kitchen = Kitchen.load(task)
    right = compiled(kitchen)
    food, weather = (
        None if matrix is None else ((0,) * matrix.shape[1],) * len(matrix) for matrix in (right.food, right.weather)
    )
    return to_toml(replace(kitchen, food=food, weather=weather))


def _network(task: Task, say: Say) -> Iterator[str]:
    units, entries, outputs = task.units, len(task.axis), len(task.outputs)
    columns = [*(f"h{unit}" for unit in range(1, units + 1)), *(_called(each, say) for each in task.axis)]
    yield "#  " + ", ".join(columns)
    yield from _rows("A", units, units + entries, [f"h{unit}" for unit in range(1, units + 1)])
    for key in ("bias", "start"):
        yield f"{key} = {[0] * units}  # {say.say(_ARRAYS[key])}"
    yield from _rows("readout", outputs, units, [_called(each, say) for each in task.outputs])
    yield f"readout_bias = {[0] * outputs}  # {say.say(_ARRAYS['readout_bias'])}"


def _rows(key: str, rows: int, columns: int, names: list[str]) -> Iterator[str]:
    yield f"{key} = ["
    yield from (f"  {[0] * columns},  # {name}" for name in names)
    yield "]"


def hint(task: str, say: Say) -> str:
    """Return a task's hint."""
    return say.say(TOLD[task][2])


def report(marking: Marking, say: Say) -> list[Block]:
    """Return the verdict, the shortest input that shows a fault, and the entry that mends it."""
    if isinstance(marking, KitchenMarking):
        return _kitchen_report(marking, say)
    assert isinstance(marking, NetworkMarking)
    if marking.is_right:
        told = (
            "✓ Right, on every input there can be: the network has {states} {states:state|states}, all of them were "
            "tried, and {needed} are the fewest that do it."
        )
        return [Paragraph(say(told, states=len(marking.states), needed=marking.needed))]
    assert marking.difference is not None
    days = len(marking.difference.weathers)
    told = "✗ Not yet: the shortest input that shows it has {days} {days:day|days}."
    return [
        Paragraph(say(told, days=days)),
        _days(marking, say),
        Paragraph(_mend(marking.mend, say)),
    ]


def _kitchen_report(marking: KitchenMarking, say: Say) -> list[Block]:
    check = marking.check
    if marking.is_right:
        return [Paragraph(say("✓ Right: {verdict}.", verdict=verdict(check, say)))]
    shown = cases_table(check.kitchen, check.wrong[:1], say)
    told = say("✗ Not yet: {verdict}. The first that is wrong:", verdict=verdict(check, say))
    return [Paragraph(told), shown, Paragraph(say("What to do: {remedy}.", remedy=remedy(check)))]


def _days(marking: NetworkMarking, say: Say) -> Block:
    """Return the days of the shortest input, the last of them if it is long."""
    assert marking.difference is not None
    about, labels = marking.about, _labels(say)
    named = partial(_output, about, labels, say)
    rows: list[list[Cell]] = []
    state, right = 0, int(about.machine.initial[0])
    for day, code in enumerate(marking.difference.weathers, 1):
        state, right = int(marking.machine.transitions[code, state]), int(about.machine.transitions[code, right])
        made, due = int(marking.machine.outputs[state]), int(about.machine.outputs[right])
        name = about.inputs[code]
        cells: list[Cell] = [str(day), labels.get(name, name), Vector(marking.states[state].astype(np.int64))]
        rows.append([*cells, Label(f"{'✓' if made == due else '✗'} {named(made)}"), named(due)])
    return table([say("day"), say("comes in"), "h", say("comes out"), say("asked for")], rows[-_MOST_DAYS:], say.colon)


def _output(about: Task, labels: Labels, say: Say, code: int) -> str:
    return say("a tie") if code == TIE else labels.get(about.outputs[code], about.outputs[code])


def _mend(mend: Mend | None, say: Say) -> str:
    if mend is None:
        return say("No single entry mends it: whole and half numbers and small changes were tried for each.")
    what = "{array} entry {row}: {value:g} instead of {was:g} mends it all."
    if mend.array in ("A", "readout"):
        what = "{array} row {row}, column {column}: {value:g} instead of {was:g} mends it all."
    return say(what, **asdict(mend))


def record(marking: Marking) -> dict[str, Any]:
    """Return what `learn TASK --answer FILE --json` prints."""
    head = {"task": marking.task, "file": marking.source, "right": marking.is_right}
    if isinstance(marking, KitchenMarking):
        wrong, ids = marking.check.wrong, marking.check.kitchen.dishes.ids
        weathers = marking.check.kitchen.weathers.ids
        cases = [
            {
                "previous": ids[case.previous],
                "weather": None if case.weather is None else weathers[case.weather],
                "output": None if case.dish is None else ids[case.dish],
                "expected": ids[case.expected],
            }
            for case in wrong
        ]
        return {**head, "wrong": cases, "mend": None if marking.check.repair is None else asdict(marking.check.repair)}
    assert isinstance(marking, NetworkMarking)
    found, outputs = marking.difference, marking.about.outputs
    shown = None
    if found is not None:
        due, made = found.dishes
        word = [marking.about.inputs[code] for code in found.weathers]
        shown = {"input": word, "output": None if made == TIE else outputs[made], "expected": outputs[due]}
    mend = None if marking.mend is None else asdict(marking.mend)
    return {**head, "states": len(marking.states), "needed": marking.needed, "difference": shown, "mend": mend}
