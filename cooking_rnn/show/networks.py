"""Learned networks drawn: layers of cells, one way or both, with their loops or unrolled over the days."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.measure import Measurement
from rich.text import Text

from cooking_rnn.network.model import Architecture
from cooking_rnn.show.diagrams import Edge, Graph, Node
from cooking_rnn.show.drawings import Canvas

_ARROWS = {"forward": "→", "backward": "←"}
_CELLS = {"simple": "simple RNN", "lstm": "LSTM"}
_STATES = {"simple": "h", "lstm": "h, c"}  # what goes from day to day


def network(architecture: Architecture, name: str, lang: str) -> Graph:
    """Return the network with its loops: each cell's state comes back to it the next day."""
    tomorrow, yesterday = ("明天", "昨天") if lang == "zh" else ("tomorrow", "yesterday")
    rows: list[list[Node]] = [[Node("x", "x", f"{architecture.inputs}x1")]]
    edges: list[Edge] = []
    below = "x"
    for layer in range(1, architecture.layers + 1):
        cells = [Node(f"l{layer}{way}", _cell_name(architecture, layer, way)) for way in architecture.directions]
        rows.append(cells)
        for cell, way in zip(cells, architecture.directions, strict=True):
            edges.append(Edge(below, cell.id))
            loop = tomorrow if way == "forward" else yesterday
            edges.append(
                Edge(cell.id, cell.id, f"{_STATES[architecture.cell]} {architecture.hidden}x1, {loop}", is_loop=True)
            )
        below = f"y{layer}"
        rows.append([Node(below, _state_name(architecture), f"{architecture.width}x1")])
        edges += [Edge(cell.id, below) for cell in cells]
    rows += [
        [Node("readout", "V", f"{architecture.outputs}x{architecture.width}")],
        [Node("softmax", "softmax", f"{architecture.outputs}x1")],
    ]
    edges += [Edge(below, "readout"), Edge("readout", "softmax")]
    return Graph(rows, edges, title=name)


def unrolled(architecture: Architecture, inputs: Sequence[str], name: str) -> Graph:
    """Return the network once a day: states go up to the layer above and on to the next day, or back."""
    days = range(1, len(inputs) + 1)
    rows: list[list[Node]] = [[Node(f"x{day}", text) for day, text in zip(days, inputs, strict=True)]]
    edges: list[Edge] = []
    for layer in range(1, architecture.layers + 1):
        for way in architecture.directions:
            name_of = _cell_name(architecture, layer, way)
            rows.append([Node(f"l{layer}{way}{day}", name_of) for day in days])
            for day in days:
                below = [f"l{layer - 1}{other}" for other in architecture.directions] if layer > 1 else ["x"]
                edges += [Edge(f"{source}{day}", f"l{layer}{way}{day}") for source in below]
                after = day + 1 if way == "forward" else day - 1
                if after in days:
                    edges.append(Edge(f"l{layer}{way}{day}", f"l{layer}{way}{after}"))
    rows.append([Node(f"y{day}", f"y{day}") for day in days])
    edges += [Edge(f"l{architecture.layers}{way}{day}", f"y{day}") for day in days for way in architecture.directions]
    return Graph(rows[::-1], edges, is_sideways=True, title=name)


def _cell_name(architecture: Architecture, layer: int, way: str) -> str:
    arrow = f" {_ARROWS[way]}" if architecture.bidirectional else ""
    return f"{_CELLS[architecture.cell]} {layer}{arrow}"


def _state_name(architecture: Architecture) -> str:
    return "[h→; h←]" if architecture.bidirectional else "h"


def looped_drawing(architecture: Architecture, graph: Graph, lang: str) -> list[RenderableType]:
    """Return the network drawn downward, the loop of each cell beside it; narrow, one way below the other."""
    names = {"tomorrow": "明天" if lang == "zh" else "tomorrow", "yesterday": "昨天" if lang == "zh" else "yesterday"}
    wide, narrow = Canvas(), []
    row, second = 0, 0
    for nodes in graph.rows:
        column = 0
        for node in nodes:
            is_cell = len(nodes) > 1 or node.name.startswith(tuple(_CELLS.values()))
            loop = names["yesterday" if node.id.endswith("backward") else "tomorrow"]
            text = (
                f"[{node.name}] ↺ {_STATES[architecture.cell]} {architecture.hidden}x1, {loop}"
                if is_cell
                else node.label
            )
            wide.put(row, column, text)
            narrow.append(text if len(nodes) == 1 else f"{'└' if column else '├'} {text}")
            last, column = column, column + cell_len(text) + 4
        if row:  # the lines to it, from one box or two to one or two
            fork = max(second, last)
            end = "┐" if last else "┘"
            wide.put(row - 1, 0, f"├{'─' * (fork - 1)}{end}" if fork else "│")
        row, second = row + 2, last
    return [wide.text(), Text("\n".join(narrow), overflow="fold")]


def unrolled_drawing(architecture: Architecture, graph: Graph) -> list[RenderableType]:
    """Return the days side by side, the layers above one another, in as many bands as the width calls for."""
    return [_Bands(architecture, graph), Text("\n".join(" ".join(n.name for n in row) for row in graph.rows))]


@dataclass(frozen=True)
class _Bands:
    """Days side by side, each band as many as fit in the width; time goes to the right."""

    architecture: Architecture
    graph: Graph

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        days, width = len(self.graph.rows[0]), self._width()
        many = (options.max_width + _GAP) // (width + _GAP)
        margin = 0
        if many < days:  # an arrow leads from band to band
            many, margin = max(1, (options.max_width - _GAP) // (width + _GAP)), _GAP
        for first in range(0, days, many):
            yield self._band(first, min(first + many, days), width, margin)
            yield Text()

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """Return the width of one day, with the arrows to it and from it."""
        return Measurement(self._width() + 2 * _GAP, self._width() + 2 * _GAP)

    def _width(self) -> int:
        names = (f"[{node.name}]" if row not in self._bare else node.name for row in self._rows for node in row)
        return max(map(cell_len, names))

    @property
    def _rows(self) -> Sequence[Sequence[Node]]:
        return self.graph.rows

    @property
    def _bare(self) -> tuple[Sequence[Node], Sequence[Node]]:
        return self.graph.rows[0], self.graph.rows[-1]

    def _band(self, first: int, end: int, width: int, margin: int) -> Text:
        canvas, row, days = Canvas(), 0, len(self.graph.rows[0])
        for place, nodes in enumerate(self._rows):
            is_bare = nodes in self._bare
            below = self._rows[place + 1 : place + 2]
            # the two ways of a layer stand together: both take what is below, both hand upward
            is_one_layer = not below or (not is_bare and "backward" in nodes[0].id)
            for day in range(first, end):
                column = margin + (day - first) * (width + _GAP)
                node = nodes[day]
                text = node.name if is_bare else f"[{node.name}]"
                canvas.centre(row, column + width // 2, text)
                if not is_one_layer:
                    canvas.centre(row + 1, column + width // 2, "▲ ▲" if self.architecture.bidirectional else "▲")
                if is_bare:
                    continue
                begins = column + width // 2 - cell_len(text) // 2
                gap = width + _GAP - cell_len(text)
                is_back = "backward" in node.id
                arrow = "◀" + "─" * (gap - 3) if is_back else "─" * (gap - 3) + "▶"
                if day + 1 < days:
                    canvas.put(row, begins + cell_len(text), f" {arrow} ")
                if day == first > 0:
                    canvas.put(row, max(0, begins - gap), f" {arrow} ")
            row += 1 if is_one_layer else 2
        return canvas.text()


_GAP = 6  # columns between two days
