"""Graphs as vector graphics: a network downward with its loops, days side by side, states in a ring."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cooking_rnn.blocks import Edge, Graph, Node
from cooking_rnn.render.drawing import CELL, LEADING, SIZE, SMALL, Drawing, pixels, shortened, width_of
from cooking_rnn.render.svg_charts import titled

_NAME = 24  # cells of a name in a box
_ACROSS, _DOWN = 44, 46  # pixels between two boxes
_LANE = 22  # pixels from a box to a line that goes around it
_CORNER = 10

Point = tuple[float, float]


@dataclass(frozen=True)
class _Box:
    """Where a node stands."""

    node: Node
    x: float  # of its middle
    y: float
    width: float
    height: float

    @property
    def left(self) -> float:
        return self.x - self.width / 2

    @property
    def right(self) -> float:
        return self.x + self.width / 2

    @property
    def top(self) -> float:
        return self.y - self.height / 2

    @property
    def bottom(self) -> float:
        return self.y + self.height / 2

    def edge_towards(self, x: float, y: float, room: float = 3) -> Point:
        """Return where a line from the middle to (x, y) leaves the box, and a little beyond."""
        across, down = x - self.x, y - self.y
        share = min(
            (self.width / 2 + room) / abs(across) if across else math.inf,
            (self.height / 2 + room) / abs(down) if down else math.inf,
        )
        return self.x + across * share, self.y + down * share


def graph(block: Graph, room: float) -> Drawing:
    """Return the graph as its flow says; a graph of days wraps into bands, anything else wider is scaled."""
    if block.flow == "states":
        drawn = _ring(block, room)
    elif block.flow == "across":
        drawn = _across(block, room)
    else:
        drawn = _grid(block.nodes, block.edges)
    if drawn.width > room:
        scaled = Drawing()
        scaled.place(drawn, 0, 0, room / drawn.width)
        drawn = scaled
    return titled(block.title, drawn)


def _size(node: Node) -> Point:
    width = max(width_of(shortened(node.name, _NAME)), width_of(shortened(node.note, _NAME), SMALL))
    margin = 26 if node.is_box else 8
    return max(width + margin, 44 if node.is_box else 0), (54 if node.note else 36) if node.is_box or node.note else 26


def _put_box(drawing: Drawing, box: _Box) -> None:
    node = box.node
    if node.is_box:
        drawing.box(box.left, box.top, box.width, box.height, "box", 9)
    up = SMALL * LEADING / 2 - 1 if node.note else 0
    drawing.text(box.x, box.y - up, shortened(node.name, _NAME), anchor="middle", style="strong", tip=node.name)
    if node.note:
        note = shortened(node.note, _NAME)
        drawing.text(box.x, box.y + 11, note, anchor="middle", size=SMALL, style="faint", tip=node.note)


def _put_label(drawing: Drawing, at: Point, label: str, anchor: str = "start") -> None:
    short = shortened(label, _NAME)
    drawing.text(*at, short, anchor=anchor, size=SMALL, style="halo", tip=label)


def _put_arrow(drawing: Drawing, d: str, reach: Iterable[Point], end: Point, from_: Point, *, is_loop: bool) -> None:
    """Draw a line and the head at its end, where it comes from the direction of `from_`."""
    angle = math.degrees(math.atan2(end[1] - from_[1], end[0] - from_[0]))
    drawing.path(d, "line loop" if is_loop else "line", [*reach, end])
    turned = f' transform="translate({pixels(end[0])} {pixels(end[1])}) rotate({pixels(angle)})"'
    drawing.path("M1 0L-9 -4.5L-7 0L-9 4.5Z", "head", more=turned)


def _put_polyline(drawing: Drawing, points: Sequence[Point], *, is_loop: bool) -> None:
    """Draw an arrow along straight lines with round corners."""
    d = f"M{pixels(points[0][0])} {pixels(points[0][1])}"
    for before, (x, y), after in zip(points, points[1:], points[2:], strict=False):
        one, other = _towards((x, y), before), _towards((x, y), after)
        d += f"L{pixels(one[0])} {pixels(one[1])}Q{pixels(x)} {pixels(y)} {pixels(other[0])} {pixels(other[1])}"
    d += f"L{pixels(points[-1][0])} {pixels(points[-1][1])}"
    _put_arrow(drawing, d, points, points[-1], points[-2], is_loop=is_loop)


def _towards(start: Point, end: Point) -> Point:
    length = math.dist(start, end) or 1
    share = min(_CORNER / length, 0.5)
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _grid(nodes: Sequence[Node], edges: Sequence[Edge]) -> Drawing:
    """Return boxes in rows and columns, with the arrows between them."""
    boxes = _places(nodes, edges)
    drawing = Drawing()
    lanes = 0
    known = [edge for edge in edges if edge.source in boxes and edge.target in boxes]
    for edge in known:
        source, target = boxes[edge.source], boxes[edge.target]
        if source is target:
            _put_self(drawing, source, edge)
        elif source.node.row == target.node.row:
            _put_sideways(drawing, source, target, edge, boxes.values())
        elif edge.is_loop and target.y < source.y:
            lanes += 1
            _put_back(drawing, source, target, edge, boxes.values(), lanes)
        else:
            _put_upright(drawing, boxes, edge, known)
    for box in boxes.values():
        _put_box(drawing, box)
    return drawing


def _places(nodes: Sequence[Node], edges: Sequence[Edge]) -> dict[str, _Box]:
    rows = {row: [node for node in nodes if node.row == row] for row in sorted({node.row for node in nodes})}
    is_placed = any(node.column for row in rows.values() if len(row) == 1 for node in row)
    columns = sorted({math.floor(node.column) for node in nodes} | {math.ceil(node.column) for node in nodes})
    widths = {column: 44.0 for column in columns}
    for node in nodes:
        if node.column in widths and (is_placed or len(rows[node.row]) > 1):
            beside = sum(
                width_of(edge.label, SMALL) + 2 * _LANE for edge in edges if edge.source == edge.target == node.id
            )
            widths[int(node.column)] = max(widths[int(node.column)], _size(node)[0] + beside)
    middles, x = {}, 0.0
    for column in columns:
        middles[column] = x + widths[column] / 2
        x += widths[column] + _ACROSS
    centre = (x - _ACROSS) / 2
    boxes, y = {}, 0.0
    for row in rows.values():
        stacks: dict[float, list[Node]] = {}
        for node in row:
            stacks.setdefault(node.column, []).append(node)
        height = max(sum(_size(node)[1] + 8 for node in stack) - 8 for stack in stacks.values())
        for column, stack in stacks.items():
            below, above = math.floor(column), math.ceil(column)
            middle = middles[below] + (middles[above] - middles[below]) * (column - below)
            if len(row) == 1 and not is_placed:
                middle = centre
            top = y + (height - sum(_size(node)[1] + 8 for node in stack) + 8) / 2
            for node in stack:
                width, high = _size(node)
                boxes[node.id] = _Box(node, middle, top + high / 2, width, high)
                top += high + 8
        y += height + _DOWN
    return boxes


def _put_self(drawing: Drawing, box: _Box, edge: Edge) -> None:
    """Draw a loop at the right side of a box."""
    x, out = box.right, box.right + _LANE
    points = [(x, box.y + 9), (out, box.y + 9), (out, box.y - 9), (x + 2, box.y - 9)]
    _put_polyline(drawing, points, is_loop=True)
    _put_label(drawing, (out + 8, box.y), edge.label)


def _put_sideways(drawing: Drawing, source: _Box, target: _Box, edge: Edge, boxes: Iterable[_Box]) -> None:
    """Draw an arrow between two boxes of a row, above whatever is between."""
    way = 1 if target.x > source.x else -1
    start, end = source.x + way * source.width / 2, target.x - way * (target.width / 2 + 2)
    low, high = sorted((source.x, target.x))
    if any(box.node.row == source.node.row and low < box.x < high for box in boxes):
        over = min(source.top, target.top) - _LANE
        points = [(source.x, source.top), (source.x, over), (target.x, over), (target.x, target.top - 2)]
    else:
        points = [(start, source.y), (end, target.y)]
    _put_polyline(drawing, points, is_loop=edge.is_loop)
    _put_label(drawing, ((start + end) / 2, points[1][1] - 12), edge.label, "middle")


def _put_back(drawing: Drawing, source: _Box, target: _Box, edge: Edge, boxes: Iterable[_Box], lane: int) -> None:
    """Draw an arrow along the left of everything, from a box up to an earlier one."""
    x = min(box.left for box in boxes) - lane * _LANE
    points = [(source.left, source.y), (x, source.y), (x, target.y), (target.left - 2, target.y)]
    _put_polyline(drawing, points, is_loop=True)
    _put_label(drawing, (x - 8, (source.y + target.y) / 2), edge.label, "end")


def _put_upright(drawing: Drawing, boxes: dict[str, _Box], edge: Edge, edges: Sequence[Edge]) -> None:
    """Draw an arrow from one row to another, around a box that is in its way."""
    source, target = boxes[edge.source], boxes[edge.target]
    down = target.y > source.y
    start = _port(source, edge, edges, boxes), source.bottom if down else source.top
    end = _port(target, edge, edges, boxes), target.top - 2 if down else target.bottom + 2
    between = [box for box in boxes.values() if min(source.y, target.y) < box.y < max(source.y, target.y)]
    hit = [
        box for box in between if box.node.row not in (source.node.row, target.node.row) and _is_hit(box, start, end)
    ]
    if hit:
        right, left = max(box.right for box in hit) + _LANE, min(box.left for box in hit) - _LANE
        x = right if abs(right - start[0]) <= abs(left - start[0]) else left
        turn = _DOWN / 3 if down else -_DOWN / 3
        ys = start[1] + turn, end[1] - turn
        points = [start, (start[0], ys[0]), (x, ys[0]), (x, ys[1]), (end[0], ys[1]), end]
        _put_polyline(drawing, points, is_loop=edge.is_loop)
        _put_label(drawing, (x + 8, (ys[0] + ys[1]) / 2), edge.label)
        return
    middle = (start[1] + end[1]) / 2
    d = f"M{pixels(start[0])} {pixels(start[1])}"
    d += f"C{pixels(start[0])} {pixels(middle)} {pixels(end[0])} {pixels(middle)} {pixels(end[0])} {pixels(end[1])}"
    _put_arrow(drawing, d, [start], end, (end[0], middle), is_loop=edge.is_loop)
    _put_label(drawing, ((start[0] + end[0]) / 2 + 10, middle), edge.label)


def _port(box: _Box, edge: Edge, edges: Sequence[Edge], boxes: dict[str, _Box]) -> float:
    """Return where on a box's upper or lower side an arrow begins or ends: side by side, in the order of their ends."""
    is_source = box.node.id == edge.source
    other = boxes[edge.target if is_source else edge.source]
    others = []
    for each in edges:
        if box.node.id in (each.source, each.target) and each.source != each.target:
            far = boxes[each.target if each.source == box.node.id else each.source]
            if (far.y > box.y) == (other.y > box.y) and far.node.row != box.node.row:
                is_back = each.is_loop and boxes[each.target].y < boxes[each.source].y
                others += [] if is_back else [(far.x, far.node.id)]
    others.sort()
    place = others.index((other.x, other.node.id)) if (other.x, other.node.id) in others else 0
    step = min(22.0, box.width / (len(others) + 1)) if len(others) > 1 else 0
    return box.x + (place - (len(others) - 1) / 2) * step


def _is_hit(box: _Box, start: Point, end: Point) -> bool:
    share = (box.y - start[1]) / (end[1] - start[1]) if end[1] != start[1] else 0
    x = start[0] + (end[0] - start[0]) * share
    return box.left - 6 < x < box.right + 6


def _across(block: Graph, room: float) -> Drawing:
    """Return the columns side by side, in bands as wide as `room`; a band begins with what the last ended with."""
    last = max((math.floor(node.column) for node in block.nodes), default=0)
    drawing, first = Drawing(), 0
    while True:
        end = last
        band = _columns(block, first, end)
        while band.width > room and end > first + 1:
            end -= max(1, (end - first) // 8)
            band = _columns(block, first, end)
        drawing.place(band, 0, drawing.height + (36 if first else 0))
        if end >= last:
            return drawing
        first = end


def _columns(block: Graph, first: int, end: int) -> Drawing:
    nodes = [node for node in block.nodes if first <= node.column <= end]
    return _grid(nodes, block.edges)


def _ring(block: Graph, room: float) -> Drawing:
    """Return states in a ring, each arrow bent to the side, so that two that go to and fro stand apart."""
    count = len(block.nodes)
    sizes = [_size(node) for node in block.nodes]
    widest = max((width for width, _ in sizes), default=0)
    around = count * (widest + 70) / (2 * math.pi)
    across = min(max(around, 150), (room - widest - 160) / 2)
    down = max(130, around * around / across if across < around else across * 0.8)
    boxes = {}
    for place, (node, (width, height)) in enumerate(zip(block.nodes, sizes, strict=True)):
        angle = 2 * math.pi * place / count - math.pi / 2
        if count == 2:
            angle -= math.pi / 2
        x, y = (0.0, 0.0) if count == 1 else (across * math.cos(angle), down * math.sin(angle))
        boxes[node.id] = _Box(node, x, y, width, height)
    drawing, labels = Drawing(), Drawing()
    for edge in block.edges:
        if edge.source == edge.target:
            _put_ear(drawing, labels, boxes[edge.source], edge)
        else:
            _put_bent(drawing, labels, boxes[edge.source], boxes[edge.target], edge)
    for box in boxes.values():
        _put_box(drawing, box)
    left, top, *_ = drawing.bounds
    at_left, at_top, *_ = labels.bounds
    drawing.place(labels, at_left, at_top)
    return drawing


def _put_bent(drawing: Drawing, labels: Drawing, source: _Box, target: _Box, edge: Edge) -> None:
    across, down = target.x - source.x, target.y - source.y
    length = math.hypot(across, down) or 1
    bend = 0.16 * length
    middle = (source.x + target.x) / 2 + down / length * bend, (source.y + target.y) / 2 - across / length * bend
    start, end = source.edge_towards(*middle), target.edge_towards(*middle)
    d = f"M{pixels(start[0])} {pixels(start[1])}"
    d += f"Q{pixels(middle[0])} {pixels(middle[1])} {pixels(end[0])} {pixels(end[1])}"
    _put_arrow(drawing, d, [start], end, middle, is_loop=False)
    at = tuple(0.25 * one + 0.5 * two + 0.25 * three for one, two, three in zip(start, middle, end, strict=True))
    _put_label(labels, (at[0], at[1]), edge.label, "middle")


def _put_ear(drawing: Drawing, labels: Drawing, box: _Box, edge: Edge) -> None:
    """Draw a loop on the outer side of a state."""
    is_up = box.y <= 0
    side = box.top if is_up else box.bottom
    out = side + (-44 if is_up else 44)
    end = side - 2 if is_up else side + 2
    d = f"M{pixels(box.x - 12)} {pixels(side)}C{pixels(box.x - 34)} {pixels(out)} {pixels(box.x + 34)} {pixels(out)} "
    d += f"{pixels(box.x + 12)} {pixels(end)}"
    peak = side + (out - side) * 0.75
    _put_arrow(
        drawing, d, [(box.x - 26, peak), (box.x + 26, peak)], (box.x + 12, end), (box.x + 26, peak), is_loop=False
    )
    _put_label(labels, (box.x, peak + (-12 if is_up else 12)), edge.label, "middle")
