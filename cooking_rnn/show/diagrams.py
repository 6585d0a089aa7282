"""Networks drawn: one graph, written as text, Mermaid or Graphviz DOT."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from cooking_rnn.cook import Cook
from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.kitchen.matrices import Matrices
from cooking_rnn.show.labels import Labels, labels_of, word
from cooking_rnn.steps import Day


@dataclass(frozen=True)
class Node:
    """A box; `note` is said below its name, such as a shape."""

    id: str
    name: str
    note: str = ""

    @property
    def label(self) -> str:
        """Its name and note in a line."""
        return f"{self.name} {self.note}".strip()


@dataclass(frozen=True)
class Edge:
    """An arrow; `is_loop` marks the one that goes back to the next time step."""

    source: str
    target: str
    label: str = ""
    is_loop: bool = False


@dataclass(frozen=True)
class Graph:
    """Boxes and arrows, drawn upward from `rows[-1]`: a row holds the boxes of one height."""

    rows: Sequence[Sequence[Node]]
    edges: Sequence[Edge]
    is_sideways: bool = False
    title: str = ""
    nodes: Sequence[Node] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "nodes", tuple(node for row in self.rows for node in row))


def network(kitchen: Kitchen, matrices: Matrices, lang: str) -> Graph:
    """Return one day of the kitchen, looped: the next dish comes back as yesterday's."""
    n, rows = len(kitchen.dishes), matrices.parts * len(kitchen.dishes)
    inputs, weights, edges = [], [], []
    if matrices.food is not None:
        inputs.append(Node("dish", word("step:dish", lang), f"{n}x1"))
        weights.append(Node("food", "Food", f"{rows}x{n}"))
        edges += [Edge("dish", "food"), Edge("food", "sum", f"{rows}x1")]
    if matrices.weather is not None:
        inputs.append(Node("weather", word("step:weather", lang), f"{len(kitchen.weathers)}x1"))
        weights.append(Node("weights", "Weather", f"{rows}x{len(kitchen.weathers)}"))
        edges += [Edge("weather", "weights"), Edge("weights", "sum", f"{rows}x1")]
    chain = [
        Node("sum", "+", f"{rows}x1"),
        Node("hardmax", word("step:hardmax", lang), f"{rows}x1"),
        Node("fold", word("fold", lang), f"{n}x1"),
        Node("next", word("step:next_dish", lang), f"{n}x1"),
    ]
    edges += [Edge(below.id, above.id) for below, above in pairwise(chain)]
    if matrices.food is not None:
        edges.append(Edge("next", "dish", word("tomorrow", lang), is_loop=True))
    return Graph((inputs, weights, *([node] for node in chain)), edges, title=kitchen.name)


def unrolled(name: str, days: Sequence[Day], labels: Labels) -> Graph:
    """Return the days side by side: each day's dish goes into the next day's copy of the same network."""
    dishes = [Node("d0", labels[days[0].previous], "0")]
    cells, weathers, edges = [], [], []
    for day in days:
        number = day.number
        cells.append(Node(f"n{number}", name))
        dishes.append(Node(f"d{number}", labels[day.dish], str(number)))
        edges += [Edge(f"d{number - 1}", f"n{number}"), Edge(f"n{number}", f"d{number}")]
        if day.weather is not None:
            weathers.append(Node(f"w{number}", labels[day.weather]))
            edges.append(Edge(f"w{number}", f"n{number}"))
    return Graph((weathers, cells, dishes), edges, is_sideways=True, title=name)


def states(cook: Cook, says: Sequence[int], moves: Sequence[Sequence[int]], lang: str) -> Graph:
    """Return a cook's state machine: of each state the dish that it says, and an arrow from it for each weather.

    `says` has each state's dish; `moves` for each weather (or the one rule of every day) the state after each state.
    """
    labels = labels_of(cook.dishes, cook.weathers, lang)
    names = [labels[cook.dishes.ids[dish]] for dish in says]
    if len({*says}) < len(says):  # states of one dish are told apart by number
        names = [f"{number} {name}" for number, name in enumerate(names, 1)]
    nodes = [Node(f"s{state}", name) for state, name in enumerate(names)]
    weathers = [labels[weather] for weather in cook.weathers.ids] or [word("every day", lang)]
    together: dict[tuple[int, int], list[str]] = {}
    for weather, row in zip(weathers, moves, strict=True):
        for state, follows in enumerate(row):
            together.setdefault((state, follows), []).append(weather)
    in_order = sorted(together.items(), key=lambda arrow: arrow[0][0])  # by state, and in each the weathers in order
    edges = [Edge(f"s{was}", f"s{is_}", ", ".join(called)) for (was, is_), called in in_order]
    return Graph((nodes,), edges, is_sideways=True, title=cook.name)


def mermaid(graph: Graph) -> str:
    """Return the graph as a Mermaid flowchart."""
    lines = [f"flowchart {'LR' if graph.is_sideways else 'TB'}"]
    lines += [f"    {node.id}[{_mermaid_string(node.label)}]" for node in graph.nodes]
    for edge in graph.edges:
        arrow = "-.->" if edge.is_loop else "-->"
        label = f"|{_mermaid_string(edge.label)}|" if edge.label else ""
        lines.append(f"    {edge.source} {arrow}{label} {edge.target}")
    return "\n".join(lines) + "\n"


def _mermaid_string(text: str) -> str:
    escaped = "".join(char if char.isalnum() or char in " ,.+-·_()" else f"#{ord(char)};" for char in text)
    return f'"{escaped}"'


def dot(graph: Graph) -> str:
    """Return the graph in Graphviz's DOT language."""
    lines = [f"digraph {_dot_string(graph.title)} {{", f"    rankdir={'LR' if graph.is_sideways else 'TB'};"]
    lines += ["    node [shape=box, style=rounded];"]
    lines += [f"    {node.id} [label={_dot_string(node.label)}];" for node in graph.nodes]
    for edge in graph.edges:
        marks = [f"label={_dot_string(edge.label)}"] if edge.label else []
        marks += ["style=dashed", "constraint=false"] if edge.is_loop else []
        attributes = f" [{', '.join(marks)}]" if marks else ""
        lines.append(f"    {edge.source} -> {edge.target}{attributes};")
    return "\n".join([*lines, "}"]) + "\n"


def _dot_string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
