"""Networks as graphs: a kitchen or layers of cells, looped or unrolled over the days, and states with their arrows."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from cooking_rnn.blocks import Block, Edge, Graph, Node
from cooking_rnn.insight.drawing import Drawing
from cooking_rnn.insight.machine import Machine
from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.names import Names
from cooking_rnn.network.model import Architecture
from cooking_rnn.network.network import Network
from cooking_rnn.network.translate import Translator
from cooking_rnn.report.say import Labels, Say
from cooking_rnn.report.words import cell_word
from cooking_rnn.steps import Day

_GATES = (("f", "σ"), ("i", "σ"), ("g", "tanh"), ("o", "σ"))  # in the order in which their lines are seen best
_ARROWS = {"forward": "→", "backward": "←"}
_STATES = {"simple": "h", "lstm": "h, c", "gru": "h", "hardmax": "h"}  # what goes from day to day


def report(drawing: Drawing, say: Say) -> list[Block]:
    """Return the drawing as a graph."""
    return [graph(drawing, say)]


def graph(drawing: Drawing, say: Say) -> Graph:
    """Return the boxes and arrows of a drawing."""
    what = drawing.what
    if isinstance(what, Architecture):
        return _layers(what, what.cell, drawing, say.labels(Names("dish", ()), Names("weather", ())), say)
    labels = say.labels(what.dishes, what.weathers)
    if drawing.machine is not None:
        return states(what, drawing.machine, labels, say)
    if isinstance(what, Translator) and drawing.picture != "cell":
        return _translator(what, drawing.days, labels, say)
    if isinstance(what, Network):
        return _layers(what.architecture, what.name, drawing, labels, say)
    if drawing.picture == "network":
        return kitchen_network(what, say)
    return _unrolled_kitchen(what.name, drawing.days, labels)


def kitchen_network(kitchen: Kitchen, say: Say) -> Graph:
    """Return one day of the kitchen, looped: the next dish comes back as yesterday's."""
    matrices = kitchen.matrices
    n, rows = len(kitchen.dishes), matrices.parts * len(kitchen.dishes)
    both = matrices.food is not None and matrices.weather is not None
    inputs, weights, edges = [], [], []
    if matrices.food is not None:
        inputs.append(Node("dish", say("yesterday's dish"), f"{n}x1", 0, 0, is_box=False))
        weights.append(Node("food", "Food", f"{rows}x{n}", 1, 0))
        edges += [Edge("dish", "food"), Edge("food", "sum", f"{rows}x1")]
    if matrices.weather is not None:
        m = len(kitchen.weathers)
        inputs.append(Node("weather", say("today's weather"), f"{m}x1", 0, int(both), is_box=False))
        weights.append(Node("weights", "Weather", f"{rows}x{m}", 1, int(both)))
        edges += [Edge("weather", "weights"), Edge("weights", "sum", f"{rows}x1")]
    chain = [
        Node("sum", "+", f"{rows}x1"),
        Node("hardmax", say("hard-max"), f"{rows}x1"),
        Node("fold", say("fold"), f"{n}x1"),
        Node("next", say("today's dish"), f"{n}x1", is_box=False),
    ]
    chain = [replace(node, row=row, column=both / 2) for row, node in enumerate(chain, 2)]
    edges += [Edge(below.id, above.id) for below, above in pairwise(chain)]
    if matrices.food is not None:
        edges.append(Edge("next", "dish", say("tomorrow"), is_loop=True))
    return Graph((*inputs, *weights, *chain), tuple(edges), kitchen.name)


def _unrolled_kitchen(name: str, days: Sequence[Day], labels: Labels) -> Graph:
    """Return the days side by side: each day's dish goes into the next day's copy of the same network."""
    dishes = [Node("d0", labels[days[0].previous or ""], "0", is_box=False)]
    cells, weathers, edges = [], [], []
    for place, day in enumerate(days):
        number, column = day.number, 2 * place + 1
        cells.append(Node(f"n{number}", name, "", 0, column))
        dishes.append(Node(f"d{number}", labels[day.dish], str(number), 0, column + 1, is_box=False))
        edges += [Edge(f"d{number - 1}", f"n{number}"), Edge(f"n{number}", f"d{number}")]
        if day.weather is not None:
            weathers.append(Node(f"w{number}", labels[day.weather], "", 1, column, is_box=False))
            edges.append(Edge(f"w{number}", f"n{number}"))
    return Graph((*weathers, *cells, *dishes), tuple(edges), name, "across")


def states(what: Kitchen | Network, machine: Machine, labels: Labels, say: Say) -> Graph:
    """Return a cook's state machine: of each state the dish that it says, and an arrow from it for each weather."""
    outputs = machine.outputs.tolist()
    names = [labels[what.dishes.ids[dish]] for dish in outputs]
    if len({*outputs}) < len(outputs):  # states of one dish are told apart by number
        names = [f"{number} {name}" for number, name in enumerate(names, 1)]
    nodes = tuple(Node(f"s{state}", name, column=state) for state, name in enumerate(names))
    weathers = [labels[weather] for weather in what.weathers.ids] or [say("every day")]
    together: dict[tuple[int, int], list[str]] = {}
    for weather, row in zip(weathers, machine.transitions.tolist(), strict=True):
        for state, follows in enumerate(row):
            together.setdefault((state, follows), []).append(weather)
    in_order = sorted(together.items(), key=lambda arrow: arrow[0][0])  # by state, and in each the weathers in order
    edges = tuple(Edge(f"s{was}", f"s{is_}", ", ".join(called)) for (was, is_), called in in_order)
    return Graph(nodes, edges, what.name, "states")


def _layers(architecture: Architecture, name: str, drawing: Drawing, labels: Labels, say: Say) -> Graph:
    if drawing.picture == "network":
        return looped_layers(architecture, name, say)
    if drawing.picture == "cell":
        return opened_cell(architecture, name, say)
    inputs = [f"x{day}" if weather is None else labels[weather] for day, weather in enumerate(drawing.inputs, 1)]
    return unrolled_layers(architecture, inputs, name, say)


def looped_layers(architecture: Architecture, name: str, say: Say) -> Graph:
    """Return the network with its loops: each cell's state comes back to it the next day."""
    is_one = len(architecture.directions) == 1
    middle = 0 if is_one else 0.5
    nodes = [Node("x", "x", f"{architecture.inputs}x1", 0, middle, is_box=False)]
    edges: list[Edge] = []
    below = "x"
    for layer in range(1, architecture.layers + 1):
        cells = [
            Node(f"l{layer}{way}", _cell_name(architecture, layer, way, say), "", 2 * layer - 1, column)
            for column, way in enumerate(architecture.directions)
        ]
        for cell, way in zip(cells, architecture.directions, strict=True):
            edges.append(Edge(below, cell.id))
            state = f"{_STATES[architecture.cell]} {architecture.hidden}x1"
            told = "{state}, tomorrow" if way == "forward" else "{state}, yesterday"
            edges.append(Edge(cell.id, cell.id, say(told, state=state), is_loop=True))
        below = f"y{layer}"
        nodes += [*cells, Node(below, _state_name(architecture), f"{architecture.width}x1", 2 * layer, middle)]
        edges += [Edge(cell.id, below) for cell in cells]
    last = 2 * architecture.layers
    if not architecture.outputs:
        return Graph(tuple(nodes), tuple(edges), name)
    nodes += [
        Node("readout", "V", f"{architecture.outputs}x{architecture.width}", last + 1, middle),
        Node("softmax", "softmax", f"{architecture.outputs}x1", last + 2, middle),
    ]
    edges += [Edge(below, "readout"), Edge("readout", "softmax")]
    return Graph(tuple(nodes), tuple(edges), name)


def opened_cell(architecture: Architecture, name: str, say: Say) -> Graph:
    """Return what happens in a cell of the first layer in a day, as its paper writes it."""
    size, rows = f"{architecture.hidden}x1", architecture.hidden
    width = architecture.hidden + architecture.inputs
    if architecture.cell == "gru":
        return _opened_gru(architecture, name, say)
    if architecture.cell != "lstm":
        activation = "hardmax" if architecture.cell == "hardmax" else "tanh"
        boxes = [
            Node("x", "[h; x]", f"{width}x1", 0, is_box=False),
            Node("a", "A", f"{rows}x{width}", 1),
            Node("h", f"h = {activation}(z)", size, 2),
        ]
        edges = [Edge("x", "a"), Edge("a", "h", "z"), Edge("h", "x", say("tomorrow"), is_loop=True)]
        return Graph(tuple(boxes), tuple(edges), name)
    gates = [Node(gate, gate, f"{squashed} {size}", 2, column) for column, (gate, squashed) in enumerate(_GATES, 1)]
    boxes = [
        Node("before", say("c yesterday"), size, 0, 0, is_box=False),
        Node("x", "[h; x; 1]", f"{width + 1}x1", 0, 2.5, is_box=False),
        Node("a", "A", f"{4 * rows}x{width + 1}", 1, 2.5),
        *gates,
        Node("c", "c = f∘c + i∘g", size, 3, 1.5),
        Node("h", "h = o∘tanh(c)", size, 4, 3.5),
    ]
    edges = [Edge("x", "a"), *(Edge("a", gate.id) for gate in gates), Edge("before", "c")]
    edges += [Edge("f", "c"), Edge("i", "c"), Edge("g", "c"), Edge("o", "h"), Edge("c", "h")]
    tomorrow = say("tomorrow")
    edges += [Edge("c", "before", tomorrow, is_loop=True), Edge("h", "x", tomorrow, is_loop=True)]
    return Graph(tuple(boxes), tuple(edges), name)


def _opened_gru(architecture: Architecture, name: str, say: Say) -> Graph:
    """Return what happens in a GRU in a day; s is what the old state says, v what the input does."""
    size, rows = f"{architecture.hidden}x1", architecture.hidden
    width = rows + architecture.inputs + 1
    parts = (("u", "σ "), ("r", "σ "), ("s", ""), ("v", ""))
    boxes = [
        Node("before", say("h yesterday"), size, 0, 0, is_box=False),
        Node("x", "[h; x; 1]", f"{width}x1", 0, 2.5, is_box=False),
        Node("a", "A", f"{4 * rows}x{width}", 1, 2.5),
        *(Node(part, part, f"{squashed}{size}", 2, column) for column, (part, squashed) in enumerate(parts, 1)),
        Node("n", "n = tanh(v + r∘s)", size, 3, 3),
        Node("h", "h = u∘h + (1 - u)∘n", size, 4, 1),
    ]
    edges = [Edge("x", "a"), *(Edge("a", part) for part, _ in parts), *(Edge(part, "n") for part in "rsv")]
    edges += [Edge("before", "h"), Edge("u", "h"), Edge("n", "h"), Edge("h", "x", say("tomorrow"), is_loop=True)]
    return Graph(tuple(boxes), tuple(edges), name)


def unrolled_layers(architecture: Architecture, inputs: Sequence[str], name: str, say: Say) -> Graph:
    """Return the network once a day: states go up to the layer above and on to the next day, or back."""
    days, layers = range(1, len(inputs) + 1), architecture.layers
    rows = [[Node(f"x{day}", text, "", layers + 1, day, is_box=False) for day, text in zip(days, inputs, strict=True)]]
    edges: list[Edge] = []
    for layer in range(1, layers + 1):
        for way in architecture.directions:
            cell = _cell_name(architecture, layer, way, say)
            rows.append([Node(f"l{layer}{way}{day}", cell, "", layers + 1 - layer, day) for day in days])
            for day in days:
                below = [f"l{layer - 1}{other}" for other in architecture.directions] if layer > 1 else ["x"]
                edges += [Edge(f"{source}{day}", f"l{layer}{way}{day}") for source in below]
                after = day + 1 if way == "forward" else day - 1
                if after in days:
                    edges.append(Edge(f"l{layer}{way}{day}", f"l{layer}{way}{after}"))
    rows.append([Node(f"y{day}", f"y{day}", "", 0, day, is_box=False) for day in days])
    edges += [Edge(f"l{layers}{way}{day}", f"y{day}") for day in days for way in architecture.directions]
    return Graph(tuple(node for row in rows[::-1] for node in row), tuple(edges), name, "across")


def _translator(network: Translator, days: Sequence[Day], labels: Labels, say: Say) -> Graph:
    """Return the encoder, its last state, and the decoder, which is given its dish; unrolled, if there are days."""
    made = network.architecture
    state = f"{_STATES[made.cell]} {made.hidden}x1"
    if not days:
        cell = say.say(cell_word(made.cell))
        before, after = say("{state}, yesterday", state=state), say("{state}, tomorrow", state=state)
        layers = say("{cell}, {layers} {layers:layer|layers}", cell=cell, layers=made.layers)
        boxes = [
            Node("weather", say("weather"), f"{len(network.weathers)}x1", is_box=False),
            Node("encoder", say("encoder"), layers),
            Node("state", say("the last state"), f"{made.layers * made.hidden}x1", is_box=False),
            Node("decoder", say("decoder"), layers),
            Node("readout", "V", f"{made.outputs}x{made.width}"),
            Node("softmax", "softmax", f"{made.outputs}x1"),
            Node("dish", say("dish"), f"{made.outputs}x1", is_box=False),
        ]
        boxes = [replace(node, row=row) for row, node in enumerate(boxes)]
        edges = [Edge(below.id, above.id) for below, above in pairwise(boxes)]
        edges += [
            Edge("encoder", "encoder", before, is_loop=True),
            Edge("decoder", "decoder", after, is_loop=True),
        ]
        return Graph(tuple(boxes), (*edges, Edge("dish", "decoder", say("tomorrow"), is_loop=True)), network.name)
    bottom, middle, nodes, edges = made.layers + 1, len(days), [], []
    columns = [*range(middle), *range(middle + 1, 2 * middle + 1)]  # the encoder's, and after the state the decoder's
    for column, day in zip(columns, (*reversed(days), *days), strict=True):
        is_read = column < middle
        shown, number = (day.weather, str(day.number)) if is_read else (day.previous, "")
        nodes.append(Node(f"x{column}", labels.get(shown or "", "0"), number, bottom, column, is_box=False))
        below = f"x{column}"
        for layer in range(1, made.layers + 1):
            cell = f"l{layer}c{column}"
            nodes.append(Node(cell, say("encoder") if is_read else say("decoder"), "", bottom - layer, column))
            edges.append(Edge(below, cell))
            if column not in (0, middle + 1):
                edges.append(Edge(f"l{layer}c{column - 1}", cell))
            below = cell
        if not is_read:
            nodes.append(Node(f"y{column}", labels[day.dish], str(day.number), 0, column, is_box=False))
            edges.append(Edge(below, f"y{column}"))
            if column > middle + 1:
                edges.append(Edge(f"y{column - 1}", f"x{column}", is_loop=True))
    for layer in range(1, made.layers + 1):
        nodes.append(Node(f"s{layer}", state, "", bottom - layer, middle))
        edges += [Edge(f"l{layer}c{middle - 1}", f"s{layer}"), Edge(f"s{layer}", f"l{layer}c{middle + 1}")]
    return Graph(tuple(sorted(nodes, key=lambda node: node.row)), tuple(edges), network.name, "across")


def _cell_name(architecture: Architecture, layer: int, way: str, say: Say) -> str:
    arrow = f" {_ARROWS[way]}" if architecture.bidirectional else ""
    return f"{say.say(cell_word(architecture.cell))} {layer}{arrow}"


def _state_name(architecture: Architecture) -> str:
    return "[h→; h←]" if architecture.bidirectional else "h"
