"""What stands on a sheet, and on its key: what is to be done, and the numbers on a board as one works by hand."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from cooking_rnn.blocks import Blank, Block, Board, Break, Grid, Heading, Paragraph, Span
from cooking_rnn.insight.working import LAST, SIGMOID, TABLE_Z, TANH, Made, Place, rounded, total
from cooking_rnn.insight.worksheet import Worksheet, Worksheets
from cooking_rnn.phrases import Phrase
from cooking_rnn.report.say import Say

TITLES = {
    "kitchen": Phrase("The kitchen by hand"),
    "rnn": Phrase("A simple RNN by hand"),
    "lstm": Phrase("An LSTM by hand"),
    "backward": Phrase("Back through time by hand"),
    "ngram": Phrase("An n-gram model by hand"),
}
_TOLD = {
    "kitchen": Phrase(
        "Yesterday's dish d and today's weather w, each as a one-hot column, make today's dish: z = A · [d; w]; h has "
        "a 1 where z is largest, and 0 elsewhere; fold adds the parts of h. Today's dish is tomorrow's d."
    ),
    "rnn": Phrase(
        "Each step makes a new state from the state before and the input: z = A · [h; x; 1], where the last column of "
        "A is the bias, and h = {f}(z). Copy the new h to the top of the next column."
    ),
    "rnn out": Phrase("From each state, y = C · [h; 1]; hardmax(y) has a 1 where y is largest."),
    "lstm": Phrase(
        "z = A · [h; x; 1], where the last column of A is the bias. The rows of z become the gates f, i, o by σ and "
        "the candidate g by tanh. Then, number by number, c = f · c + i · g with the c of the step before, and "
        "h = o · tanh(c). Copy the new h and c to the next column."
    ),
    "backward": Phrase(
        "The forward pass is given: h = {f}(A · [h; x; 1]) and y = C · [h; 1]. The loss is the sum of ½ (y - target)² "
        "over the steps. Go back from the last step to the first: dh comes from dy of the same step and, except at the "
        "last step, from dz of the step after it."
    ),
    "ngram": Phrase(
        "A bigram model looks one dish back. Count how often each dish (row) is followed by each dish (column), add up "
        "each row, and divide: the probability P of each next dish."
    ),
    "ngram out": Phrase("The probability of a week, given its first dish, is the product of those of its steps."),
    "smoothed": Phrase(
        "Add one to each count, so that nothing is impossible: P = (count + 1) / (sum of the row + {words})."
    ),
    "table": Phrase(
        "Look up σ and tanh in the table at the nearest z; beyond ±{last}, its ends hold. Write one decimal, and go on "
        "with what you have written."
    ),
    "table back": Phrase("From dh on, write two decimals."),
    "fractions": Phrase("Write fractions, or two decimals."),
    "weights": Phrase("Some weights are left out. Find them from what they made."),
}

_SYMBOLS = {"before": "h", "c_before": "c", "dish": "d", "next": "d", "weather": "w", "one": "1", "tanh_c": "tanh c"}
_FUNCTIONS = {"relu": "ReLU", "sigmoid": "σ", "tanh": "tanh"}
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")

Places = Sequence[str]  # the quantities of a grid, below one another
Band = tuple[Places, Places, str | Phrase]  # on the left, on the right, and what is said over the right

_STATES: tuple[Band, ...] = (
    ((), ("before",), ""),
    ((), ("x", "one"), ""),
    (("A",), ("z",), "z = A · [h; x; 1]"),
    ((), ("h",), "h = {f}(z)"),
)
_OUT: Band = (("C",), ("y",), "y = C · [h; 1]")
_BANDS: dict[str, tuple[Band, ...]] = {
    "kitchen": (
        ((), ("dish",), ""),
        ((), ("weather",), ""),
        (("A",), ("z",), "z = A · [d; w]"),
        ((), ("h",), "h = hardmax(z)"),
        ((), ("next",), "d = fold(h)"),
    ),
    "rnn": (*_STATES, _OUT, ((), ("choice",), "hardmax(y)")),
    "lstm": (
        ((), ("before",), ""),
        ((), ("x", "one"), ""),
        (("A",), ("z",), "z = A · [h; x; 1]"),
        ((), ("f", "i", "o", "g"), "f, i, o = σ(z), g = tanh(z)"),
        ((), ("c_before",), Phrase("c before")),
        ((), ("c", "tanh_c"), "c = f · c + i · g"),
        ((), ("h",), "h = o · tanh c"),
    ),
    "backward": (
        *_STATES,
        _OUT,
        ((), ("target",), ""),
        ((), ("dy",), "dy = y - target"),
        ((), ("dh",), "dh = Cᵀ · dy + Aᵀ · dz"),
        ((), ("slope", "dz"), "dz = dh · {slope}"),
        (("dA",), ("dC",), "dC = Σ dy · [h; 1]"),
    ),
}


def report(result: Worksheet | Worksheets, say: Say, *, key: bool = False) -> list[Block]:
    """Return each sheet, on a sheet of paper of its own; or its key, on which nothing is left out."""
    sheets = result.sheets if isinstance(result, Worksheets) else (result,)
    shown: list[Block] = []
    for sheet in sheets:
        shown += [Break()] * bool(shown) + _sheet(sheet, say, key=key)
    return shown


def _sheet(sheet: Worksheet, say: Say, *, key: bool) -> list[Block]:
    title = say.say(TITLES[sheet.task])
    about = say("level {level}, sheet {seed}", level=sheet.level, seed=sheet.seed)
    shown: list[Block] = [Heading((Span(f"{title}  "), Span(about, "faint")))]
    student = sheet.student or "_" * 30
    if key:
        owner = say("Key for {student}", student=student) if sheet.student else say("Key")
    else:
        owner = say("Name: {student}", student=student)
    shown += [Paragraph(owner), Paragraph(say.together(*_told(sheet, say)))]
    if sheet.has_table:
        shown.append(_table())
    shown += _boards(sheet, say, key=key)
    if key:
        shown.append(Paragraph(tuple(_whys(sheet, say))))
    return shown


def _f(sheet: Worksheet) -> str:
    return "tanh" if sheet.level == 3 else "ReLU"


def _told(sheet: Worksheet, say: Say) -> Iterator[str]:
    """Yield what is to be done, and how it is rounded."""

    def told(name: str, **values: Any) -> str:
        return say(_TOLD[name].template, **values)

    yield told(sheet.task, f=_f(sheet))
    names = {each.name for each in sheet.quantities}
    if "choice" in names:
        yield told("rnn out")
    if "words" in names:
        yield told("smoothed", words=int(sheet.values["words"][0, 0]))
    if "week" in names:
        yield told("ngram out")
    if sheet.task == "ngram":
        yield told("fractions")
    if sheet.has_table:
        yield told("table", last=LAST)
    if sheet.task == "backward" and sheet.level == 3:
        yield told("table back")
    if sheet.blank == "weights" and sheet.task != "ngram":
        yield told("weights")


def _table() -> Board:
    """Return the table of σ and tanh, to be looked up in."""
    rows = (tuple(f"{table[z]:.1f}" for z in TABLE_Z) for table in (SIGMOID, TANH))
    return Board(((None, Grid(tuple(rows), ("σ", "tanh"), ("z", *(f"{z:g}" for z in TABLE_Z)))),))


def _boards(sheet: Worksheet, say: Say, *, key: bool) -> list[Block]:
    if sheet.task == "ngram":
        return list(_ngram(sheet, say, key=key))
    names = {each.name for each in sheet.quantities}
    bands: list[tuple[Grid | None, Grid | None]] = []
    stacked: list[str] = []  # what a matrix below is multiplied with
    for left, right, heading in _BANDS[sheet.task]:
        if not {*left, *right} <= names:
            continue
        if isinstance(heading, Phrase):
            heading = say.say(heading)
        heading = heading.replace("{f}", _f(sheet)).replace("{slope}", "(1 - h²)" if sheet.level == 3 else "[z > 0]")
        steps = sheet.values[right[0]].shape[1]
        columns = ("t", *map(str, range(1, steps + 1))) if not bands else ()
        over = (*_rows(sheet, "h"), "1") if left == ("C",) else tuple(stacked)
        grid = Grid(_entries(sheet, right, key), tuple(_names(sheet, right, say)), columns, heading)
        if right == ("dC",):
            grid = Grid(grid.rows, (), (*_rows(sheet, "h"), "1"), heading)
        elif not left:
            stacked += [symbol for name in right for symbol in _rows(sheet, name)] if len(bands) < 2 else []
        weights = None
        if left:
            rows, columns_ = sheet.values[left[0]].shape
            above = "dA = Σ dz · [h; x; 1]" if left == ("dA",) else f"{left[0]} ({rows}×{columns_})"
            weights = Grid(_entries(sheet, left, key), (), over, above)
        bands.append((weights, grid))
    return [Board(tuple(bands), tuple(_sizes(sheet, say)))]


def _sizes(sheet: Worksheet, say: Say) -> Iterator[str]:
    """Yield the sizes, which stand at the top left."""
    rows = {name: len(value) for name, value in sheet.values.items()}
    if sheet.task == "kitchen":
        yield say("dishes: {n}", n=rows["dish"])
        yield say("weathers: {n}", n=rows["weather"])
        yield say("days: {n}", n=sheet.values["h"].shape[1])
    else:
        yield say("units: {n}", n=rows["h"])
        yield say("inputs: {n}", n=rows["x"])
        yield say("steps: {n}", n=sheet.values["h"].shape[1])


def _rows(sheet: Worksheet, name: str) -> list[str]:
    """Return the symbols of a quantity's rows: "h₁", "h₂"."""
    symbol, count = _SYMBOLS.get(name, name), len(sheet.values[name])
    if name == "choice":
        symbol = "y"
    return [symbol] if count == 1 else [symbol + str(row + 1).translate(_SUBSCRIPTS) for row in range(count)]


def _names(sheet: Worksheet, names: Places, say: Say) -> Iterator[str]:
    """Yield what is said before the rows of these quantities."""
    for name in names:
        symbols = _rows(sheet, name)
        labels: Sequence[str] = ()
        if sheet.names and name in ("dish", "next", "weather"):
            known = sheet.names[name == "weather"]
            labels = [say.labels(*sheet.names)[each.id] for each in known]
        if sheet.task == "lstm" and name == "z":
            gates = (gate for part in "fiog" for gate in _rows(sheet, part))
            symbols = [f"{symbol} → {gate}" for symbol, gate in zip(symbols, gates, strict=True)]
        for row, symbol in enumerate(symbols):
            yield f"{labels[row]} {symbol}" if labels else symbol


def _entries(sheet: Worksheet, names: Places, key: bool) -> tuple[tuple[str | Blank, ...], ...]:
    """Return the numbers of these quantities below one another."""
    return tuple(
        tuple(_entry(sheet, (name, row, column), key) for column, _ in enumerate(line))
        for name in names
        for row, line in enumerate(sheet.quantity(name).entries)
    )


def _entry(sheet: Worksheet, place: Place, key: bool) -> str | Blank:
    shown = number(sheet, place)
    blank = sheet.blank_at.get(place)
    if blank or place in sheet.copies:
        return Blank(blank.number if blank else 0, shown if key else "")
    return shown


def number(sheet: Worksheet, place: Place) -> str:
    """Return a number as it is written on the sheet."""
    return written(sheet.value(place), sheet.quantity(place[0]).decimals)


def written(value: float, decimals: int | None) -> str:
    """Return a number with so many decimals, or as a fraction."""
    if decimals is None:
        return str(Fraction(value).limit_denominator(10_000))
    return f"{rounded(value, decimals):.{decimals}f}"


def _ngram(sheet: Worksheet, say: Say, *, key: bool) -> Iterator[Block]:
    assert sheet.names is not None
    dishes = [say.labels(*sheet.names)[each.id] for each in sheet.names[0]]
    columns = tuple(str(word + 1) for word in range(len(dishes)))
    names = tuple(f"{dish} {number}" for dish, number in zip(dishes, columns, strict=True))
    yield Paragraph(say("The menu: {dishes}", dishes=[dishes[int(word)] for word in sheet.values["text"][0]]))
    counts = zip(_entries(sheet, ("count",), key), _entries(sheet, ("total",), key), strict=True)
    left = Grid(tuple((*count, *total) for count, total in counts), names, (*columns, "Σ"), say("count"))
    yield Board(((left, Grid(_entries(sheet, ("P",), key), columns, columns, "P")),))
    if "week" in sheet.values:
        week = [int(word) for word in sheet.values["week"][0]]
        yield Paragraph(say("The week: {dishes}", dishes=[dishes[word] for word in week]))
        steps = tuple(f"{before + 1} → {after + 1}" for before, after in pairwise(week))
        rows = ((*_entries(sheet, ("factor",), key)[0], *_entries(sheet, ("chance",), key)[0]),)
        yield Board(((None, Grid(rows, ("P",), (*steps, "Π"))),))


def why(sheet: Worksheet, place: Place, made: Made) -> str:
    """Return the arithmetic of a number: "2·1 + (-1)·3 = -1"."""
    terms = [[number(sheet, each) for each in term] for term in made.terms]
    value = number(sheet, place)
    if made.function == "count":
        return value
    if made.function == "hardmax":
        return f"hardmax({', '.join(each for (each,) in terms)}) → {value}"
    if made.function == "difference":
        return f"{terms[0][0]} - {_inner(terms[1][0])} = {value}"
    if made.function == "share":
        return f"{terms[0][0]}/{terms[1][0]}" + f" = {value}" * (value != f"{terms[0][0]}/{terms[1][0]}")
    if made.function == "smoothed":
        return f"({terms[0][0]} + 1)/({terms[1][0]} + {terms[2][0]}) = {value}"
    if made.function == "weight":
        rest = "".join(f" - {'·'.join(map(_inner, term))}" for term in terms[2:] if not _is_zero(term))
        above = f"({terms[0][0]}{rest})" if rest else terms[0][0]
        return f"{above}/{_inner(terms[1][0])} = {value}"
    added = " + ".join("·".join(map(_inner, term)) for term in terms if not _is_zero(term)) or "0"
    if made.function == "is_positive":
        return f"[{terms[0][0]} > 0] = {value}"
    if made.function == "tanh_slope":
        return f"1 - {_inner(terms[0][0])}² = {value}"
    if made.function == "sum":
        return value if added in ("0", value) else f"{added} {_rounding(sheet, place, made)}{value}"
    return f"{_FUNCTIONS[made.function]}({added}) = {value}"


def _rounding(sheet: Worksheet, place: Place, made: Made) -> str:
    """Return "= ", or "= 0.54 ≈ " where a number is rounded."""
    decimals = sheet.quantity(place[0]).decimals
    exact = total([[sheet.value(each) for each in term] for term in made.terms])
    return "= " if decimals is None or abs(exact - sheet.value(place)) < 1e-9 else f"= {exact:.6g} ≈ "


def _inner(shown: str) -> str:
    return f"({shown})" if shown.startswith("-") else shown


def _is_zero(term: Sequence[str]) -> bool:
    return any(float(Fraction(each)) == 0 for each in term)


def _whys(sheet: Worksheet, say: Say) -> Iterator[str | Span]:
    """Yield the arithmetic of whatever is added up or divided; what is looked up or compared is seen on the board."""
    before = ""
    for blank in sheet.blanks:
        told = why(sheet, blank.place, blank.made)
        if " = " in told and blank.made.function in ("sum", "weight", "difference", "share", "smoothed"):
            yield from (before, Span(f"[{blank.number}] ", "strong"), told)
            before = say.semicolon


def record(result: Worksheet | Worksheets) -> dict[str, Any]:
    """Return what `worksheet --json` prints: every number of every sheet, and of each blank how it is made."""
    sheets = result.sheets if isinstance(result, Worksheets) else (result,)
    return {
        "task": result.task,
        "level": result.level,
        "blank": result.blank,
        "sheets": [
            {
                "student": sheet.student or None,
                "seed": sheet.seed,
                "quantities": {name: value.tolist() for name, value in sheet.values.items()},
                "blanks": [
                    {
                        "blank": blank.number,
                        "quantity": blank.place[0],
                        "row": blank.place[1] + 1,
                        "column": blank.place[2] + 1,
                        "answer": blank.answer,
                        "tolerance": blank.tolerance,
                        "why": why(sheet, blank.place, blank.made),
                    }
                    for blank in sheet.blanks
                ],
            }
            for sheet in sheets
        ],
    }
