"""One of each kind of block, with names that are as bad as they come."""

import numpy as np
import pytest

from cooking_rnn.blocks import (
    Bars,
    Blank,
    Block,
    Board,
    Break,
    Cell,
    Curve,
    Edge,
    Equation,
    Graph,
    Grid,
    Heading,
    Label,
    Lines,
    Matrix,
    Node,
    Paragraph,
    Question,
    Span,
    Vector,
    table,
)

HOSTILE = {
    "script": "</script><script>alert(1)</script>",
    "quotes": "\"'&<>]]>",
    "chinese": "宫保鸡丁" * 100,
    "emoji": "👩‍🍳🍲" * 30,
    "wide": "W" * 400,
    "words": "a long name " * 34,
    "bidi": "\u202egnp.exe\u2066",
    "control": "bell\x07 line\u2028 end",
    "short": "a",
}
#: as parameters of a test; some of them are tried each time, all in CI
NAMES = [
    pytest.param(name, id=called, marks=[pytest.mark.slow] * (called in ("quotes", "emoji", "words", "short")))
    for called, name in HOSTILE.items()
]


def curves(name: str, count: int = 5) -> Lines:
    gap = [None if day == 4 else float(day) for day in range(10)]
    return Lines(tuple(Curve(f"{name}{place}", range(10), gap) for place in range(count)), name, name, name, (0.0,))


def graphs(name: str) -> list[Graph]:
    nodes = [Node("x", name, name, 0, is_box=False), Node("a", name, "", 1, 0), Node("b", name, name, 1, 1)]
    nodes += [Node("y", name, name, 2), Node("z", name, "", 3)]
    edges = [Edge("x", "a", name), Edge("x", "b"), Edge("a", "y", name), Edge("b", "y"), Edge("y", "z", name)]
    edges += [Edge("a", "a", name, is_loop=True), Edge("z", "x", name, is_loop=True), Edge("a", "b", name)]
    days = [Node(f"{row}{day}", name, "", row, day, row == 1) for day in range(9) for row in range(3)]
    both = [*days, *(Node(f"3{day}", name, "", 3, day) for day in range(9))]
    on = [Edge(f"1{day}", f"1{day + 1}") for day in range(8)] + [Edge(f"2{day}", f"1{day}") for day in range(9)]
    back = [Edge(f"3{day + 1}", f"3{day}") for day in range(8)] + [Edge(f"3{day}", f"0{day}") for day in range(9)]
    ring = [
        Graph(tuple(Node(str(each), name) for each in range(of)), _all(of, name), name, "states") for of in (1, 2, 7)
    ]
    return [
        Graph(tuple(nodes), tuple(edges), name),
        Graph(tuple(days), tuple(on), name, "across"),
        Graph(tuple(both), (*on, *back), name, "across"),
        *ring,
    ]


def _all(count: int, name: str) -> tuple[Edge, ...]:
    return tuple(Edge(str(one), str(other), name) for one in range(count) for other in range(count))


def vector(name: str, size: int = 6) -> Vector:
    values = np.arange(size) - 1
    return Vector(values, name, name, (2, size - 2), (size - 1,), Label(name, name[:9]))


def equation(name: str, columns: int = 3, size: int = 6) -> Equation:
    matrix = Matrix(np.ones((size, columns)) / 3, name, (2, size - 2), 1)
    names = tuple(Span(name, "strong" if row == 5 else "", int(row > 1)) for row in range(size))
    terms = (matrix, "·", vector(name), "=", vector(name, size))
    return Equation(terms, names, (f"← {name}",) * size, (Span(name, part=0), Span(name, part=1)), name)


def board(name: str) -> Board:
    weights = Grid((("1", Blank(2, "-1")), ("0", "2")), (), (name, name), name)
    made = Grid((("1", Blank(1)), (Blank(), "-2")), (name, name), (name, "1", "2"), name)
    return Board(((None, made), (weights, made), (made, None)), (name, name))


def blocks(name: str) -> list[Block]:
    bars = Bars((name, name), ((name, (0.5, None)), ("", (1e9, -1.0)), (name, (0.0, 2.0))), name, name)
    rows: list[list[Cell]] = [
        [name, vector(name), Label(name, name[:5]), Span(name, "winner"), "1"],
        ["", vector(name, 40), "", "", "22"],
    ]
    return [
        Heading(name),
        Heading((Span("1/7  ", "faint"), Span(name, "strong")), 2),
        Paragraph((name, Span("( )", "mark"), Span(name, part=3), Span(name, "winner"))),
        table([name, name, "", "c", "d"], rows),
        *(step for number in range(4) for step in (Heading(f"{number} {name}", 3), equation(name), Paragraph(name))),
        equation(name, 40),
        equation(name, 120, 12),
        curves(name),
        bars,
        *graphs(name),
        Question(name, (name, name), 1, name),
        board(name),
        Break(),
    ]
