"""Worksheets: every answer against plain loops over what is given, and marks against mistakes that are made here."""

import hashlib
import math
import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import chain, pairwise, product
from pathlib import Path
from typing import Any

import pytest

from cooking_rnn import Kitchen, choices, worksheet
from cooking_rnn.errors import DataError
from cooking_rnn.insight.marking import marked, template
from cooking_rnn.insight.working import worked
from cooking_rnn.insight.worksheet import Worksheet, read_names, seed_of
from cooking_rnn.report import record

Rows = list[list[Any]]
EVERY = [*product(choices.SHEETS, (1, 2, 3))]


def sheet_of(task: str, level: int, seed: int, blank: str = "rows") -> tuple[Worksheet, dict[str, Rows]]:
    """Return a sheet, and its numbers as they are printed: exact decimals, or fractions."""
    result = worksheet(task, level=level, seed=seed, blank=blank)
    (sheet,) = result.sheets
    told = record(result)["sheets"][0]["quantities"]
    return sheet, {name: [[Fraction(str(each)) for each in row] for row in rows] for name, rows in told.items()}


# The arithmetic, once more, by whoever works it by hand


def school(number: Any, decimals: int) -> Fraction:
    """Round as at school: halves away from zero."""
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    return Fraction(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def look_up(function: Callable[[float], float], z: Fraction) -> Fraction:
    """Look up in the table: the nearest half, at most 3 away from 0; one decimal."""
    near = min((Fraction(place, 2) for place in range(-6, 7)), key=lambda each: abs(each - z))
    return Fraction(str(round(function(float(near)), 1)))


def sigmoid(z: float) -> float:
    return 1 / (1 + math.exp(-z))


def times(matrix: Rows, vector: list[Any]) -> list[Any]:
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def columns(states: list[list[Any]]) -> Rows:
    return [list(row) for row in zip(*states, strict=True)]


def one_hot_of_largest(vector: list[Any]) -> list[int]:
    assert sorted(vector)[-1] != sorted(vector)[-2], "a tie"
    return [int(each == max(vector)) for each in vector]


def kitchen(given: dict[str, Rows], level: int) -> dict[str, Rows]:
    z, h, dishes = [], [], [[row[0] for row in given["dish"]]]
    for weather in zip(*given["weather"], strict=True):
        z.append(times(given["A"], [*dishes[-1], *weather]))
        h.append(one_hot_of_largest(z[-1]))
        n = len(dishes[0])
        dishes.append([sum(h[-1][dish::n]) for dish in range(n)])
    return {"z": columns(z), "h": columns(h), "next": columns(dishes[1:]), "dish": columns(dishes[:-1])}


def rnn(given: dict[str, Rows], level: int, *, has_choice: bool = True) -> dict[str, Rows]:
    states: Rows = [[0] * len(given["A"])]
    z, y = [], []
    for x in zip(*given["x"], strict=True):
        z.append(times(given["A"], [*states[-1], *x, 1]))
        states.append([look_up(math.tanh, each) if level == 3 else max(0, each) for each in z[-1]])
        y.append(times(given["C"], [*states[-1], 1]) if "C" in given else [])
    told = {"z": columns(z), "h": columns(states[1:]), "before": columns(states[:-1])}
    if level > 1 and has_choice:
        told |= {"y": columns(y), "choice": columns([one_hot_of_largest(each) for each in y])}
    return told


def lstm(given: dict[str, Rows], level: int) -> dict[str, Rows]:
    units = len(given["A"]) // 4
    h: Rows = [[0] * units]
    c: Rows = [[0] * units]
    told: dict[str, list[Any]] = {name: [] for name in ("z", "f", "i", "o", "g", "tanh_c")}
    for x in zip(*given["x"], strict=True):
        z = times(given["A"], [*h[-1], *x, 1])
        f, i, o = ([look_up(sigmoid, each) for each in z[place * units :][:units]] for place in range(3))
        g = [look_up(math.tanh, each) for each in z[3 * units :]]
        c.append([school(f[k] * c[-1][k] + i[k] * g[k], 1) for k in range(units)])
        tanh_c = [look_up(math.tanh, each) for each in c[-1]]
        h.append([school(o[k] * tanh_c[k], 1) for k in range(units)])
        for name, value in zip(told, (z, f, i, o, g, tanh_c), strict=True):
            told[name].append(value)
    rows = {name: columns(values) for name, values in told.items()}
    return rows | {"h": columns(h[1:]), "c": columns(c[1:]), "before": columns(h[:-1]), "c_before": columns(c[:-1])}


def floats(matrix: Rows) -> Rows:
    return [[float(each) for each in row] for row in matrix]


def loss(a: Rows, c: Rows, x: Rows, target: list[Any], moved: dict[tuple[int, int], float]) -> float:
    """Return the loss of a ReLU network; `moved` is added to the state of a unit at a step."""
    h, lost = [0.0] * len(a), 0.0
    for step, inputs in enumerate(zip(*x, strict=True)):
        z = times(a, [*h, *inputs, 1])
        h = [max(0.0, each) + moved.get((unit, step), 0.0) for unit, each in enumerate(z)]
        lost += (times(c, [*h, 1])[0] - float(target[step])) ** 2 / 2
    return lost


def backward(given: dict[str, Rows], level: int) -> dict[str, Rows]:
    """Return the gradients: of a ReLU by differences of the loss; with the table by loops."""
    a, c, x, (target,) = given["A"], given["C"], given["x"], given["target"]
    told = rnn(given, level, has_choice=False)
    h, steps, units = told["h"], len(target), len(a)
    y = [times(c, [*state, 1])[0] for state in zip(*h, strict=True)]
    dy = [one - other for one, other in zip(y, target, strict=True)]
    told |= {"y": [y], "dy": [dy]}
    if level < 3:

        def slope(name: str, row: int, column: int) -> int:
            """Return the slope of the loss in an entry of A or C, or in a state at a step."""
            tiny, lost = 1e-4, []
            for by in (tiny, -tiny):
                changed = {"A": floats(a), "C": floats(c)}
                if name in changed:
                    changed[name][row][column] += by
                moved = {(row, column): by} if name == "h" else {}
                lost.append(loss(changed["A"], changed["C"], floats(x), target, moved))
            return round((lost[0] - lost[1]) / (2 * tiny))

        shapes = {"h": (units, steps), "A": (units, len(a[0])), "C": (1, units + 1)}
        for name, (rows, count) in shapes.items():
            told[f"d{name}"] = [[slope(name, row, column) for column in range(count)] for row in range(rows)]
        told["slope"] = [[int(each > 0) for each in row] for row in told["z"]]
        pairs = zip(told["dh"], told["slope"], strict=True)
        told["dz"] = [[one * other for one, other in zip(*both, strict=True)] for both in pairs]
        return told
    dh, dz = [[Fraction(0)] * steps for _ in range(units)], [[Fraction(0)] * steps for _ in range(units)]
    for step in reversed(range(steps)):
        for unit in range(units):
            after = sum(a[k][unit] * dz[k][step + 1] for k in range(units)) if step + 1 < steps else 0
            dh[unit][step] = school(c[0][unit] * dy[step] + after, 2)
        for unit in range(units):
            dz[unit][step] = school(dh[unit][step] * (1 - h[unit][step] ** 2), 2)
    stacked = [*told["before"], *x, [1] * steps]
    told |= {"dh": dh, "dz": dz, "slope": [[1 - each**2 for each in row] for row in h]}
    told["dA"] = [[school(each, 2) for each in times(stacked, row)] for row in dz]
    told["dC"] = [[school(each, 2) for each in times([*h, [1] * steps], dy)]]
    return told


def ngram(given: dict[str, Rows], level: int) -> dict[str, Rows]:
    (text,) = given["text"]
    words = range(int(max(text)) + 1)
    follows = [*pairwise(map(int, text))]
    count = [[follows.count((one, other)) for other in words] for one in words]
    add = int(level == 3)
    p = [[Fraction(each + add, sum(row) + add * len(words)) for each in row] for row in count]
    told: dict[str, Rows] = {"count": count, "total": [[sum(row)] for row in count], "P": p}
    if level > 1:
        factors = [p[one][other] for one, other in pairwise(map(int, given["week"][0]))]
        told |= {"factor": [factors], "chance": [[math.prod(factors)]]}
    return told


BY_HAND = {"kitchen": kitchen, "rnn": rnn, "lstm": lstm, "backward": backward, "ngram": ngram}


def assert_right(task: str, level: int, seed: int) -> None:
    sheet, printed = sheet_of(task, level, seed)
    given = {each.name for each in sheet.quantities if each.kind in ("given", "weights")}
    worked = BY_HAND[task](printed, level)
    assert {*worked} | given == {*printed}
    for name, rows in worked.items():
        wrong = [
            (name, one, other)
            for one, other in zip(chain(*printed[name]), chain(*rows), strict=True)
            if abs(one - Fraction(other)) > Fraction(1, 10**9)
        ]
        assert not wrong
    assert_not_dull(task, level, sheet)


def assert_not_dull(task: str, level: int, sheet: Worksheet) -> None:
    """Nothing that is asked for is all zeros, or always the same; weights are whole numbers from -2 to 2."""
    value = {name: rows.tolist() for name, rows in sheet.values.items()}
    for name in {blank.place[0] for blank in sheet.blanks}:
        assert any(map(any, value[name]))
    if task != "ngram":
        assert {*chain(*value["A"])} <= {-2, -1, 0, 1, 2}
    if task == "kitchen":
        eaten = {tuple(column) for name in ("dish", "next") for column in zip(*value[name], strict=True)}
        assert len(eaten) > 1
    if task in ("rnn", "lstm"):
        assert all(len({*row}) > 1 for row in value["h"])


@pytest.mark.parametrize(("task", "level"), EVERY)
def test_every_answer_is_that_of_plain_loops(task: str, level: int) -> None:
    for seed in range(3):
        assert_right(task, level, seed)


@pytest.mark.slow
@pytest.mark.parametrize(("task", "level"), EVERY)
def test_no_key_of_a_thousand_is_wrong(task: str, level: int) -> None:
    for seed in range(1000):
        assert_right(task, level, seed)


def test_a_romance_is_the_kitchen_s() -> None:
    romance = Kitchen.load("romance")
    for seed in range(10):
        _, printed = sheet_of("kitchen", 1, seed)
        weather = [romance.weathers.ids[column.index(1)] for column in zip(*printed["weather"], strict=True)]
        start = romance.dishes.ids[[row[0] for row in printed["dish"]].index(1)]
        menu = romance.simulate(weather, start=start).menu
        assert menu == tuple(romance.dishes.ids[column.index(1)] for column in zip(*printed["next"], strict=True))


def calculated(shown: str) -> Fraction:
    """Return what a piece of arithmetic makes, as a key writes it."""
    exact = re.sub(r"\d+(\.\d+)?", lambda found: f"Fraction('{found[0]}')", shown.replace("·", "*"))
    return Fraction(eval(exact))


@pytest.mark.parametrize("blank", choices.BLANKS)
@pytest.mark.parametrize(("task", "level"), EVERY)
def test_what_a_key_says_is_so(task: str, level: int, blank: str) -> None:
    """What stands before the last "=" makes the answer, but for what rounding leaves."""
    for each in record(worksheet(task, level=level, seed=3, blank=blank))["sheets"][0]["blanks"]:
        if "→" in each["why"]:
            continue
        *sums, answer = re.split(" [=≈] ", each["why"])
        assert abs(Fraction(answer) - Fraction(str(each["answer"]))) < Fraction(1, 10**9)
        for shown in sums:
            if not re.search(r"[^\W\d_]|\[", shown):
                assert abs(calculated(shown) - Fraction(answer)) <= Fraction(str(each["tolerance"]))


@pytest.mark.parametrize(("task", "level"), EVERY)
def test_a_weight_of_each_row_is_left_out(task: str, level: int) -> None:
    (sheet,) = worksheet(task, level=level, seed=3, blank="weights").sheets
    matrices = [each for each in sheet.quantities if each.kind == "weights" or each.name == "count"]
    assert len(sheet.blanks) == sum(len(each.entries) for each in matrices)


# Seeds and names


def test_the_same_seed_makes_the_same_sheet_and_a_name_its_own() -> None:
    one, other, third = (record(worksheet("lstm", seed=seed)) for seed in (4, 4, 5))
    assert one == other != third
    names = ["Doe, Jane", "李伟", "Zoë"]
    told = record(worksheet("rnn", students=names))["sheets"]
    assert told[1:] == record(worksheet("rnn", students=names[1:]))["sheets"]
    assert told[2] == record(worksheet("rnn", students=["Zoe\u0308 "]))["sheets"][0]  # composed otherwise
    assert worksheet("rnn", students=names, seed=1).sheets[0].seed != told[0]["seed"]
    assert seed_of("李伟", 0) == int(hashlib.sha256("0:李伟".encode()).hexdigest()[:16], 16) % 2**63


@pytest.mark.slow
def test_everybody_has_as_many_blanks() -> None:
    for task, level in EVERY:
        for blank in choices.BLANKS:
            sheets = worksheet(task, level=level, blank=blank, students=["a", "b", "c"]).sheets
            assert len({len(sheet.blanks) for sheet in sheets}) == 1


REFUSED = {
    "missing.txt": (None, "missing.txt: no such file"),
    "empty.txt": (b"\n  \n", "no names (write one a line)"),
    "latin.txt": ("Zoë".encode("latin-1"), "latin.txt:1: byte 0xeb is not UTF-8"),
    "many.txt": ("".join(f"n{n}\n" for n in range(1001)).encode(), "1,001 names (at most 1,000"),
    "twins.txt": ("李伟\nA\n 李伟\n".encode(), "twins.txt:3: '李伟' is on line 1 too"),
    "bell.txt": (b"a\x07b\n", "a control character"),
    "long.txt": (b"a" * 101, "more than 100 characters"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_names_that_are_refused(name: str, tmp_path: Path) -> None:
    content, said = REFUSED[name]
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(DataError) as raised:
        read_names(tmp_path / name)
    assert said in str(raised.value)


# Marks


def answers(sheet: Worksheet, place: int, by: float, *, carry: bool) -> list[float | None]:
    """Return the answers of somebody with one mistake, who goes on with it, or with the right number."""
    typed: list[float | None] = [blank.answer for blank in sheet.blanks]
    typed[place] = sheet.blanks[place].answer + by
    for _ in sheet.blanks if carry else ():
        told = marked(sheet, typed)
        typed = [
            value if number == place else mark.expected
            for number, (mark, value) in enumerate(zip(told, typed, strict=True))
        ]
    return typed


@pytest.mark.slow
@pytest.mark.parametrize(("task", "level"), EVERY)
def test_one_mistake_costs_one_point(task: str, level: int) -> None:
    """Whoever goes on rightly from a mistake loses the point of that mistake, and so does who goes on without it."""
    (sheet,) = worksheet(task, level=level, seed=1, blank="rows").sheets
    verdicts = [mark.verdict for mark in marked(sheet, [blank.answer for blank in sheet.blanks])]
    assert verdicts == ["right"] * len(sheet.blanks)
    for place in (0, len(sheet.blanks) // 2, len(sheet.blanks) - 1):
        for carry in (True, False):
            told = marked(sheet, answers(sheet, place, 3.0, carry=carry))
            assert [mark.blank.number for mark in told if not mark.point] == [place + 1]


def test_what_is_carried_on_is_seen() -> None:
    (sheet,) = worksheet("rnn", seed=0, blank="rows").sheets
    place = next(number for number, blank in enumerate(sheet.blanks) if blank.place == ("z", 0, 0))
    told = marked(sheet, answers(sheet, place, 5.0, carry=True))
    assert [mark.blank.place for mark in told if mark.verdict == "wrong"] == [("z", 0, 0)]
    assert ("h", 0, 0) in [mark.blank.place for mark in told if mark.verdict == "carried"]
    assert {mark.verdict for mark in marked(sheet, [None] * len(sheet.blanks))} == {"empty"}


def csv_of(folder: Path, text: str) -> Path:
    (folder / "answers.csv").write_text(text)
    return folder / "answers.csv"


def test_a_class_is_marked_from_its_csv(tmp_path: Path) -> None:
    sheets = worksheet("ngram", level=2, students=["Doe, Jane", "李伟", "Zoë", "Absent"], blank="rows")
    head, jane, wei, zoe, _ = template(sheets, key=True).splitlines()
    assert jane.startswith('"Doe, Jane",')
    cells = zoe.split(",")
    cells[1] = str(int(cells[1]) + 1)
    marks = sheets.check(csv_of(tmp_path, "\n".join([head, wei, jane, ",".join(cells), ""])))
    assert [(each.student, each.points) for each in marks.students] == [("李伟", 25), ("Doe, Jane", 25), ("Zoë", 24)]
    assert marks.missing == ("Absent",)
    # as spreadsheets write it elsewhere: semicolons, decimal commas, a mark of the byte order
    other = "\ufeff" + "\r\n".join(line.replace(",", ";").replace(".", ",") for line in (head, wei))
    assert [each.points for each in sheets.check(csv_of(tmp_path, other)).students] == [25]
    # as people do: fractions, full-width digits
    told = wei.split(",")
    share = sheets.sheets[1].values["P"].ravel().tolist()
    told[13:22] = [str(Fraction(each).limit_denominator(99)).replace("1", "１") for each in share]
    assert [each.points for each in sheets.check(csv_of(tmp_path, f"{head}\n{','.join(told)}")).students] == [25]


WRONG_CSV = {
    "": "missing columns: student, 1, 2, 3, 4, …",
    "name,1,2,3,4,5\n": "missing column: student",
    "student,1,2,4,5\n": "missing column: 3",
    "student,1,2,3,4,5,6\n": "5 blanks, but a column '6'",
    "student,1,2,3,4,5\n": "no answers",
    "student,1,2,3,4,5\nAda,1o,,,,\n": ":2: blank 1: '1o' is not a number",
    "student,1,2,3,4,5\nAda,1/0,,,,\n": ":2: blank 1: '1/0' is not a number",
    "student,1,2,3,4,5\nAda,1e9999999,,,,\n": "is not a number",
    "student,1,2,3,4,5\nAdaa,1,,,,\n": ":2: unknown student 'Adaa' (did you mean 'Ada'?",
    "student,1,2,3,4,5\nAda,1,,,,\nAda,1,,,,\n": ":3: 'Ada' is there twice",
    "student,1,2,3,4,5\n,1,,,,\n": ":2: a row without a student",
    'student,1,2,3,4,5\n"Ada,1,,,,\n': "not CSV",
}


@pytest.mark.parametrize("text", WRONG_CSV)
def test_answers_that_are_refused(text: str, tmp_path: Path) -> None:
    sheets = worksheet("rnn", students=["Ada", "Bob"])
    with pytest.raises(DataError) as raised:
        sheets.check(csv_of(tmp_path, text))
    assert WRONG_CSV[text] in str(raised.value)
    assert "\n" not in str(raised.value)


def test_an_answer_is_as_near_as_what_is_rounded_to_it() -> None:
    """What is measured from the number before it was rounded, to 1.3 say, is not measured from 1.3 too."""
    sheets = worksheet("lstm", level=1, seed=3)
    (sheet,) = sheets.sheets
    _, exact = worked(sheet.quantities)
    for place, blank in enumerate(sheet.blanks):
        if blank.tolerance and abs(exact[blank.place] - blank.answer) > 0.01:
            over = blank.answer + math.copysign(0.9 * blank.tolerance, blank.answer - exact[blank.place])
            typed = [each.answer for each in sheet.blanks]
            assert {mark.verdict for mark in marked(sheet, typed)} == {"right"}
            typed[place] = over
            assert marked(sheet, typed)[place].verdict == "wrong"
            return
    raise AssertionError("no blank that is rounded")


def test_slopes_are_told_as_arithmetic() -> None:
    told = [
        each["why"]
        for level in (1, 3)
        for each in record(worksheet("backward", level=level, seed=1, blank="rows"))["sheets"][0]["blanks"]
    ]
    assert any(re.fullmatch(r"\[-?[\d.]+ > 0\] = [01]", why) for why in told)
    assert any(re.fullmatch(r"1 - (\d\.\d|\(-\d\.\d\))² = \d\.\d\d", why) for why in told)
