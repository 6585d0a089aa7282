"""Graphs drawn in text: a network downward with its loops, days side by side, or states with their arrows."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from rich.text import Text

from cooking_rnn.blocks import Edge, Graph, Node
from cooking_rnn.render.canvas import Canvas
from cooking_rnn.render.wrap import cells, wrapped

_GAP = 3  # columns between two boxes side by side
_ARROW = 4  # columns of " ─▶ "


def graph_lines(graph: Graph, width: int) -> Iterator[Text]:
    """Yield the graph as its flow says; where it does not fit, each box with the arrows that leave it."""
    if graph.flow == "down" and (drawn := _downward(graph)) and _width(drawn) <= width:
        yield drawn
    elif graph.flow == "across" and (bands := _across(graph, width)):
        for number, band in enumerate(bands):
            if number:
                yield Text()
            yield band
    else:
        yield from _listed(graph, width)


def _width(drawn: Text) -> int:
    return max(map(cells, drawn.plain.split("\n")))


def _text(node: Node) -> str:
    return f"[{node.name}]" if node.is_box else node.name


def _listed(graph: Graph, width: int) -> Iterator[Text]:
    """Yield each box with the arrows that leave it."""
    names = {node.id: node.name for node in graph.nodes}
    in_time = sorted(graph.nodes, key=lambda node: (node.column, -node.row))
    for node in in_time if graph.flow == "across" else graph.nodes:
        yield from wrapped(Text(node.label, "bold"), width)
        for edge in graph.edges:
            if edge.source == node.id:
                label = f" {edge.label} ─" if edge.label else ""
                back = " ↺" if edge.target == node.id else ""
                yield from wrapped(Text(f"  ─{label}▶ {names[edge.target]}{back}"), width, 4)


def _downward(graph: Graph) -> Text | None:
    """Return the boxes below one another: rows of one or two, forks and joints between, loops beside them.

    None for a graph with more boxes in a row.
    """
    rows = [[node for node in graph.nodes if node.row == row] for row in sorted({node.row for node in graph.nodes})]
    if max(map(len, rows)) > 2:
        return None
    selves = {edge.source: f" ↺ {edge.label}" for edge in graph.edges if edge.source == edge.target}
    backs = [edge for edge in graph.edges if edge.is_loop and edge.source != edge.target]
    labels = {edge.source: edge.label for edge in graph.edges if not edge.is_loop}
    left = 3 if backs else 0
    widths = [_half(row, selves) for row in rows if len(row) > 1]
    first, second = (max(sizes, default=0) for sizes in zip(*widths, strict=True)) if widths else (0, 0)
    alone = max((cells(node.label) for row in rows if len(row) == 1 for node in row), default=0)
    middle = left + max((first + _GAP + second) // 2, alone // 2) if widths else left + alone // 2
    names = {node.id: node.name for node in graph.nodes}
    for edge in backs:  # whose labels have to fit left of where they begin
        middle = max(middle, cells(names[edge.source]) // 2 + cells(edge.label) + 6)
    centres = (middle - (_GAP + second) // 2, middle + (_GAP + first) // 2)
    canvas, line, before = Canvas(), 0, [0]
    places: dict[str, tuple[int, int, int]] = {}  # the line of each box, and the columns that it takes
    for number, row in enumerate(rows):
        columns = [middle] if len(row) == 1 else list(centres)
        if number:
            line = _joint(canvas, line, before, columns, [labels.get(node.id, "") for node in rows[number - 1]])
        for node, column in zip(row, columns, strict=True):
            text = node.label if node.id not in selves else f"[{node.label}]"
            name = text if node.id in selves else node.name
            start = max(column - cells(name) // 2, left)
            canvas.put(line, start, text + selves.get(node.id, ""))
            places[node.id] = line, start, start + cells(text)
        line, before = line + 1, columns
    for edge in backs:
        _back(canvas, edge, places)
    return canvas.text()


def _half(row: Sequence[Node], selves: dict[str, str]) -> tuple[int, int]:
    """Return the columns of two boxes side by side, their loops' labels too."""
    one, other = (cells(node.label + selves.get(node.id, "")) + 2 * (node.id in selves) for node in row)
    return one, other


def _joint(canvas: Canvas, line: int, above: Sequence[int], below: Sequence[int], labels: Sequence[str]) -> int:
    """Draw the lines from one row to the next, and return the line below them."""
    for column, label in zip(above, labels, strict=True):
        canvas.put(line, column, f"│ {label}".rstrip())
    if len(above) == len(below):
        return line + 1
    (one, other), ends, middle = (above, "└┘", "┬") if len(above) > len(below) else (below, "┌┐", "┴")
    column = (below if len(above) > len(below) else above)[0]
    run = f"{ends[0]}{'─' * (column - one - 1)}{middle}{'─' * (other - column - 1)}{ends[1]}"
    canvas.put(line + 1, one, run)
    return line + 2


def _back(canvas: Canvas, edge: Edge, places: dict[str, tuple[int, int, int]]) -> None:
    """Draw an arrow along the left edge, from a box up to an earlier one."""
    bottom, start, _ = places[edge.source]
    top, target, _ = places[edge.target]
    for line in range(top + 1, bottom):
        canvas.put(line, 0, "│")
    canvas.put(top, 0, f"┌{'─' * (target - 3)}▶")
    canvas.put(bottom, 0, f"└{'─' * (start - 2)}")
    canvas.put(bottom, 2, f" {edge.label} ")


def _across(graph: Graph, width: int) -> list[Text]:
    """Return the days side by side, in as many bands as the width calls for; none where it has no room for one."""
    bands: list[Text] = []
    days, first = _Days(graph), 0
    while first < days.stops[-1] or not bands:
        end = max((stop for stop in days.stops if days.span(first, stop + 1) <= width), default=-1)
        if end < first or (end == first and end < days.stops[-1]):
            return []
        bands.append(days.drawn(first, end + 1))
        first = end  # a band begins with what the last one ended with
    return bands


class _Days:
    """A graph as a grid: its rows are bands of boxes, its columns are steps of time; time goes to the right."""

    def __init__(self, graph: Graph) -> None:
        ranks = {column: rank for rank, column in enumerate(sorted({node.column for node in graph.nodes}))}
        nodes = [replace(node, column=ranks[node.column]) for node in graph.nodes]
        self._of = {node.id: node for node in nodes}
        self._edges = graph.edges
        self._rows = sorted({node.row for node in nodes})
        self._stacks: dict[tuple[int, int], list[Node]] = {}  # boxes of one row and column stand below one another
        self.widths = [0] * len(ranks)
        for node in nodes:
            column = int(node.column)
            self._stacks.setdefault((node.row, column), []).append(node)
            self.widths[column] = max(self.widths[column], cells(_text(node)))
        boxes = {node.column for node in nodes if node.is_box}
        # the columns that a band may end with: those without boxes, if there are any
        self.stops = [column for column in range(len(ranks)) if column not in boxes] or [*range(len(ranks))]

    def span(self, first: int, end: int) -> int:
        """Return the width of these columns, with the arrows between."""
        return sum(self.widths[first:end]) + _ARROW * (end - first - 1)

    def drawn(self, first: int, end: int) -> Text:
        """Return these columns as text."""
        canvas, line, above = Canvas(), 0, None
        starts = accumulate((width + _ARROW for width in self.widths[first : end - 1]), initial=0)
        centres = [start + width // 2 for start, width in zip(starts, self.widths[first:end], strict=True)]
        places: dict[str, tuple[int, int]] = {}  # the line of each box, and its middle
        for row in self._rows:
            if above is not None:
                line = self._rise(canvas, line, (above, row), first, centres)
            for column, centre in enumerate(centres, first):
                for place, node in enumerate(self._stacks.get((row, column), ())):
                    places[node.id] = line + place, centre
                    canvas.centre(line + place, centre, _text(node))
            line += max(len(self._stacks.get((row, column), ())) for column in range(first, end))
            above = row
        for edge in self._edges:
            one, other = sorted((self._of[edge.source], self._of[edge.target]), key=lambda node: node.column)
            if one.row == other.row and one.column != other.column and {one.id, other.id} <= {*places}:
                begin = places[one.id][1] - cells(_text(one)) // 2 + cells(_text(one))
                shaft = "─" * (places[other.id][1] - cells(_text(other)) // 2 - begin - 3)
                canvas.put(places[one.id][0], begin, f" {shaft}▶ " if edge.source == one.id else f" ◀{shaft} ")
        return canvas.text()

    def _rise(self, canvas: Canvas, line: int, rows: tuple[int, int], first: int, centres: Sequence[int]) -> int:
        """Draw the arrows that go up between two rows, and return the line below them."""
        is_drawn = False
        for column, centre in enumerate(centres, first):
            ends = ((self._of[edge.source], self._of[edge.target]) for edge in self._edges)
            rising = [
                (target.row, source.row) == rows and source.column == column == target.column for source, target in ends
            ]
            if count := min(sum(rising), 2):
                canvas.centre(line, centre, " ".join("▲" * count))
                is_drawn = True
        return line + is_drawn
