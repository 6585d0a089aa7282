"""Graphs drawn in text, for the terminal."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.measure import Measurement
from rich.text import Text

from cooking_rnn.show.diagrams import Edge, Graph, Node

_GAP = 3  # columns between two boxes


class Canvas:
    """Text placed at rows and columns; a wide character takes the two cells that it takes on a terminal."""

    def __init__(self) -> None:
        self._rows: list[list[tuple[str, str]]] = []  # of each cell its character and its style

    def put(self, row: int, column: int, text: str, style: str = "") -> None:
        """Write `text` from (row, column) on, over what was there."""
        while len(self._rows) <= row:
            self._rows.append([])
        line = self._rows[row]
        cells = [(cell, style) for char in text for cell in (char, *[""] * (cell_len(char) - 1))]
        line.extend([(" ", "")] * (column + len(cells) - len(line)))
        line[column : column + len(cells)] = cells

    def centre(self, row: int, column: int, text: str) -> None:
        """Write `text` centred on `column`."""
        self.put(row, max(column - cell_len(text) // 2, 0), text)

    def text(self) -> Text:
        """Return the drawing; it does not wrap."""
        lines = []
        for row in self._rows:
            line = Text()
            for style, cells in groupby(row, lambda cell: cell[1]):
                line.append("".join(char for char, _ in cells), style)
            line.rstrip()
            lines.append(line)
        drawing = Text("\n").join(lines)
        drawing.no_wrap = True
        return drawing


def looped(graph: Graph) -> list[RenderableType]:
    """Return the network drawn downward, its inputs side by side, and the loop along the left edge."""
    inputs, weights, *chain = graph.rows
    labels = {edge.source: edge.label for edge in graph.edges if not edge.is_loop}
    canvas, column = Canvas(), 3
    columns = []
    for above, below in zip(inputs, weights, strict=True):
        width = max(cell_len(text) for text in (above.name, above.note, below.label))
        columns.append(column + width // 2)
        column += width + _GAP
    middle = sum(columns) // len(columns)
    for place, above, below in zip(columns, inputs, weights, strict=True):
        for row, text in enumerate((above.name, above.note, "│", below.label, f"│ {labels[below.id]}")):
            canvas.centre(row, place, text) if row != 4 else canvas.put(row, place, text)
    row = 5
    if len(columns) > 1:
        left, right = columns
        canvas.put(row, left, "└" + "─" * (middle - left - 1) + "┬" + "─" * (right - middle - 1) + "┘")
        row += 1
    for (node,) in chain:
        if node is not chain[0][0]:
            canvas.put(row, middle, "│")
            row += 1
        canvas.centre(row, middle, node.name)
        canvas.put(row, middle + cell_len(node.name) // 2 + 2, node.note)
        row += 1
    for loop in (edge for edge in graph.edges if edge.is_loop):
        _loop(canvas, loop, inputs[0], columns[0], chain[-1][0], middle, row - 1)
    return [canvas.text()]


def _loop(canvas: Canvas, loop: Edge, first: Node, top: int, last: Node, middle: int, bottom: int) -> None:
    for row in range(1, bottom):
        canvas.put(row, 0, "│")
    canvas.put(0, 0, "┌▶".ljust(max(top - cell_len(first.name) // 2 - 1, 2), " "))
    start = middle - cell_len(last.name) // 2
    canvas.put(bottom, 0, "└" + "─" * (start - 2))
    if cell_len(loop.label) + 4 <= start:
        canvas.put(bottom, 2, f" {loop.label} ")


def unrolled(graph: Graph) -> list[RenderableType]:
    """Return the days side by side, in as many bands as the width calls for; or else below one another."""
    weathers, cells, dishes = graph.rows
    below = [Text(dishes[0].name)]
    for day in range(len(cells)):
        told = f" {weathers[day].name} ─▶ " if weathers else " ─▶ "
        below.append(Text(f"{told}{dishes[day + 1].name}", overflow="fold"))
    return [_Bands(weathers, cells, dishes), Group(*below)]


@dataclass(frozen=True)
class _Bands:
    """Days side by side, each band as many as fit in the width."""

    weathers: Sequence[Node]
    cells: Sequence[Node]
    dishes: Sequence[Node]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        days, first = len(self.cells), 0
        while first < days:
            band, end = _Band(self.dishes[first]), first
            while end < days and (end == first or band.width_with(*self._day(end)) <= options.max_width):
                band.add(*self._day(end))
                end += 1
            yield band.canvas.text()
            yield Text()
            first = end

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """Return the width of the widest day alone: with less, not even that would fit."""
        widths = (_Band(self.dishes[day]).width_with(*self._day(day)) for day in range(len(self.cells)))
        widest = max(widths, default=0)
        return Measurement(widest, widest)

    def _day(self, day: int) -> tuple[Node, Node, Node | None]:
        return self.cells[day], self.dishes[day + 1], self.weathers[day] if self.weathers else None


class _Band:
    """Days drawn side by side, from yesterday's dish on."""

    def __init__(self, dish: Node) -> None:
        self.canvas, self._column, self._widest = Canvas(), cell_len(dish.name), 0
        self.canvas.put(0, 0, dish.name)

    def width_with(self, cell: Node, dish: Node, weather: Node | None) -> int:
        """Return how wide the band is with one more day."""
        middle, end = self._places(cell, dish)
        below = 0 if weather is None else cell_len(weather.name)
        return max(self._widest, end, max(middle - below // 2, 0) + below)

    def add(self, cell: Node, dish: Node, weather: Node | None) -> None:
        """Draw one more day."""
        middle, end = self._places(cell, dish)
        self._widest = self.width_with(cell, dish, weather)
        self.canvas.put(0, self._column, f" ─▶ [{cell.name}] ─▶ {dish.name}")
        if weather is not None:
            self.canvas.put(1, middle, "▲")
            self.canvas.centre(2, middle, weather.name)
        self._column = end

    def _places(self, cell: Node, dish: Node) -> tuple[int, int]:
        """Return the columns of the box's middle and after the dish."""
        box = cell_len(cell.name) + 2
        return self._column + 4 + box // 2, self._column + 8 + box + cell_len(dish.name)


def states(graph: Graph) -> list[RenderableType]:
    """Return each state with the arrows that leave it."""
    names = {node.id: node.name for node in graph.nodes}
    lines = []
    for node in graph.nodes:
        lines.append(Text(node.name, "bold", overflow="fold"))
        for edge in graph.edges:
            if edge.source == node.id:
                back = " ↺" if edge.target == node.id else ""
                lines.append(Text(f"  ─ {edge.label} ─▶ {names[edge.target]}{back}", overflow="fold"))
    return [Group(*lines)]
