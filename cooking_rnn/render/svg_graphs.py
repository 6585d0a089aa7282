"""Graphs as vector graphics: a network downward with its loops, days side by side, states in a ring."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from cooking_rnn.blocks import Edge, Graph, Node
from cooking_rnn.render.drawing import LEADING, SMALL, Drawing, fitted, pixels, shortened, width_of
from cooking_rnn.render.svg_charts import titled

_NAME = 24  # cells of a name in a box
_ACROSS, _DOWN = 44, 46  # pixels between two boxes
_LANE = 22  # pixels from a box to a line that goes around it
_CORNER = 10

_ALONG = (6, 5, 7, 4, 8, 3, 9)  # twelfths of the way along an arrow where its label may stand, the best first

Point = tuple[float, float]
Extent = tuple[float, float, float, float]  # left, top, right, bottom


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

    def holds(self, point: Point) -> bool:
        """Whether a point is inside, or near."""
        return abs(point[0] - self.x) < self.width / 2 + 6 and abs(point[1] - self.y) < self.height / 2 + 6

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
    return titled(block.title, fitted(drawn, room))


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
    known = [edge for edge in edges if edge.source in boxes and edge.target in boxes]
    back = []
    for edge in known:
        source, target = boxes[edge.source], boxes[edge.target]
        if source is target:
            _put_self(drawing, source, edge)
        elif source.node.row == target.node.row:
            _put_sideways(drawing, source, target, edge, boxes.values())
        elif _is_back(edge, boxes):
            back.append((source.y - target.y, edge))
        else:
            _put_upright(drawing, boxes, edge, known)
    lane = min((box.left for box in boxes.values()), default=0) - _LANE
    for _, edge in sorted(back, key=lambda each: each[0]):
        _put_back(drawing, boxes, edge, lane)
        lane -= width_of(shortened(edge.label, _NAME), SMALL) + _LANE
    for box in boxes.values():
        _put_box(drawing, box)
    return drawing


def _places(nodes: Sequence[Node], edges: Sequence[Edge]) -> dict[str, _Box]:
    """Return where each node stands: rows below one another, columns side by side.

    A box that is alone in its row stands in the middle, unless such boxes are given columns.
    """
    rows = {row: [node for node in nodes if node.row == row] for row in sorted({node.row for node in nodes})}
    is_placed = any(node.column for row in rows.values() if len(row) == 1 for node in row)
    middles, middle = _middles([node for node in nodes if is_placed or len(rows[node.row]) > 1], edges)
    boxes, y = {}, 0.0
    for row in rows.values():
        stacks: dict[float, list[Node]] = {}
        for node in row:
            stacks.setdefault(node.column, []).append(node)
        heights = {column: sum(_size(node)[1] + 8 for node in stack) - 8 for column, stack in stacks.items()}
        for column, stack in stacks.items():
            low, high = math.floor(column), math.ceil(column)
            is_alone = len(row) == 1 and not is_placed
            x = middle if is_alone else middles[low] + (middles[high] - middles[low]) * (column - low)
            top = y + (max(heights.values()) - heights[column]) / 2
            for node in stack:
                width, height = _size(node)
                boxes[node.id] = _Box(node, x, top + height / 2, width, height)
                top += height + 8
        y += max(heights.values()) + _DOWN
    return boxes


def _middles(nodes: Sequence[Node], edges: Sequence[Edge]) -> tuple[dict[int, float], float]:
    """Return the middle of each column, and of all of them; one that has no box is as wide as the widest."""
    loops = {edge.source: width_of(edge.label, SMALL) + 2 * _LANE for edge in edges if edge.source == edge.target}
    widths: dict[float, float] = {}
    for node in nodes:
        widths[node.column] = max(widths.get(node.column, 44), _size(node)[0] + loops.get(node.id, 0))
    middles, x = {}, 0.0
    for column in sorted({round_(node.column) for node in nodes for round_ in (math.floor, math.ceil)}):
        width = widths.get(column, max(widths.values()))
        middles[column] = x + width / 2
        x += width + _ACROSS
    return middles, max(x - _ACROSS, 0) / 2


def _put_self(drawing: Drawing, box: _Box, edge: Edge) -> None:
    """Draw a loop at the right side of a box."""
    x, out = box.right, box.right + _LANE
    points = [(x, box.y + 9), (out, box.y + 9), (out, box.y - 9), (x + 2, box.y - 9)]
    _put_polyline(drawing, points, is_loop=True)
    _put_label(drawing, (out + 8, box.y), edge.label)


def _put_sideways(drawing: Drawing, source: _Box, target: _Box, edge: Edge, boxes: Iterable[_Box]) -> None:
    """Draw an arrow between two boxes of a row; if a box stands between them, the arrow goes over it."""
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


def _is_back(edge: Edge, boxes: Mapping[str, _Box]) -> bool:
    return edge.is_loop and boxes[edge.target].y < boxes[edge.source].y


def _put_back(drawing: Drawing, boxes: Mapping[str, _Box], edge: Edge, x: float) -> None:
    """Draw an arrow along a line at the left of everything, from a box up to an earlier one, and around others."""
    source, target = boxes[edge.source], boxes[edge.target]
    points = [(source.left, source.y), (x, source.y), (x, target.y), (target.left - 2, target.y)]
    if any(box.node.row == source.node.row and box.x < source.x for box in boxes.values()):
        below = source.bottom + _LANE
        points[:2] = [(source.x, source.bottom), (source.x, below), (x, below)]
    if any(box.node.row == target.node.row and box.x < target.x for box in boxes.values()):
        above = target.top - _LANE
        points[-2:] = [(x, above), (target.x, above), (target.x, target.top - 2)]
    _put_polyline(drawing, points, is_loop=True)
    _put_label(drawing, (x - 8, (source.y + target.y) / 2), edge.label, "end")


def _put_upright(drawing: Drawing, boxes: Mapping[str, _Box], edge: Edge, edges: Sequence[Edge]) -> None:
    """Draw an arrow from one row to another, around a box that is in its way."""
    source, target = boxes[edge.source], boxes[edge.target]
    down = target.y > source.y
    start = source.x, source.bottom if down else source.top
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
    if abs(start[0] - end[0]) < _CORNER:
        _put_label(drawing, ((start[0] + end[0]) / 2 + 10, middle), edge.label)
    else:
        _put_label(drawing, ((start[0] + end[0]) / 2, middle), edge.label, "middle")


def _port(target: _Box, edge: Edge, edges: Sequence[Edge], boxes: Mapping[str, _Box]) -> float:
    """Return where an arrow ends on a box's upper or lower side: beside others, in the order in which they come."""
    source = boxes[edge.source]
    others = sorted(
        (boxes[each.source].x, each.source)
        for each in edges
        if each.target == edge.target
        and boxes[each.source].node.row != target.node.row
        and not _is_back(each, boxes)
        and (boxes[each.source].y > target.y) == (source.y > target.y)
    )
    step = min(22.0, target.width / (len(others) + 1)) if len(others) > 1 else 0
    return target.x + (others.index((source.x, edge.source)) - (len(others) - 1) / 2) * step


def _is_hit(box: _Box, start: Point, end: Point) -> bool:
    share = (box.y - start[1]) / (end[1] - start[1]) if end[1] != start[1] else 0
    x = start[0] + (end[0] - start[0]) * share
    return box.left - 6 < x < box.right + 6


def _across(block: Graph, room: float) -> Drawing:
    """Return the columns side by side, in bands as wide as `room`; a band begins with what the last ended with."""
    last = max((math.floor(node.column) for node in block.nodes), default=0)
    boxed = {math.floor(node.column) for node in block.nodes if node.is_box}
    goes_back = _parted(block)
    drawing, first = Drawing(), 0
    while True:
        end = last
        band = _columns(block, goes_back, first, end)
        while band.width > room and end > first + 1:
            end -= 1
            if end in boxed and end - 1 not in boxed and end > first + 2:
                end -= 1  # a word stands well at both ends, a box does not
            band = _columns(block, goes_back, first, end)
        drawing.place(band, 0, drawing.height + (36 if first else 0))
        if end >= last:
            return drawing
        first = end


def _parted(block: Graph) -> dict[str, bool]:
    """For a graph with arrows both forward and back in time, tell for each box which way it goes; else return {}."""
    of = {node.id: node for node in block.nodes}
    ends = [(of[edge.source], of[edge.target]) for edge in block.edges]
    beside = [(one, other) for one, other in ends if one.row == other.row]
    ways = {node.id: other.column < one.column for one, other in beside for node in (one, other)}
    return ways if any(ways.values()) else {}


def _columns(block: Graph, goes_back: Mapping[str, bool], first: int, end: int) -> Drawing:
    """Return some columns of the graph.

    Boxes that go back stand above and at the right of those that go on, and what both take or make is between, so that
    no arrow has a box in its way.
    """
    nodes = [node for node in block.nodes if first <= node.column < end + 1]
    if goes_back:
        shifts = {True: (0, 1), False: (1, 0), None: (0, 0.5)}
        moved = [(node, *shifts[goes_back.get(node.id)]) for node in nodes]
        nodes = [replace(node, row=2 * node.row + down, column=2 * node.column + on) for node, down, on in moved]
    return _grid(nodes, block.edges)


def _ring(block: Graph, room: float) -> Drawing:
    """Return states in a ring, each arrow bent to the side, so that two that go to and fro stand apart."""
    count = len(block.nodes)
    sizes = [_size(node) for node in block.nodes]
    labels = [width_of(shortened(edge.label, _NAME), SMALL) for edge in block.edges]
    widest = max([width for width, _ in sizes] + labels, default=0)
    apart = widest + 40 + max(labels, default=0)  # from the middle of one state to the next
    around = apart / (2 * math.sin(math.pi / max(count, 2)))
    across = min(around, (room - widest - 120) / 2)
    down = max(120.0, around * (around / across) * (0.85 if count > 3 else 1))
    boxes = {}
    for place, (node, (width, height)) in enumerate(zip(block.nodes, sizes, strict=True)):
        angle = 2 * math.pi * place / count - (math.pi if count == 2 else math.pi / 2)
        x, y = (0.0, 0.0) if count == 1 else (across * math.cos(angle), down * math.sin(angle))
        boxes[node.id] = _Box(node, x, y, width, height)
    drawing, over = Drawing(), Drawing()
    taken = [(box.left, box.top, box.right, box.bottom) for box in boxes.values()]
    for edge in sorted(block.edges, key=lambda edge: edge.source != edge.target):
        if edge.source == edge.target:
            taken.append(_put_ear(drawing, over, boxes[edge.source], edge))
        else:
            taken.append(_put_bent(drawing, over, boxes, edge, taken))
    for box in boxes.values():
        _put_box(drawing, box)
    drawing.place(over, *over.bounds[:2])
    return drawing


def _put_bent(
    drawing: Drawing, over: Drawing, boxes: Mapping[str, _Box], edge: Edge, taken: Sequence[Extent]
) -> Extent:
    """Draw an arrow with a bend to its left, as small as keeps it off the other boxes.

    Its label stands outside of the bend, as near to the middle as what is `taken` allows; return where.
    """
    source, target = boxes[edge.source], boxes[edge.target]
    across, down = target.x - source.x, target.y - source.y
    others = [box for box in boxes.values() if box not in (source, target)]
    for bend in (0.2, 0.35, 0.5, -0.2, -0.35, -0.5, 0.2):
        middle = (source.x + target.x) / 2 + down * bend, (source.y + target.y) / 2 - across * bend
        start, end = source.edge_towards(*middle), target.edge_towards(*middle)
        curve = [_on_curve(start, middle, end, place / 12) for place in range(13)]
        if not any(box.holds(point) for box in others for point in curve):
            break
    d = f"M{pixels(start[0])} {pixels(start[1])}"
    d += f"Q{pixels(middle[0])} {pixels(middle[1])} {pixels(end[0])} {pixels(end[1])}"
    _put_arrow(drawing, d, curve, end, middle, is_loop=False)
    away = math.copysign(1, bend) / (math.hypot(across, down) or 1)
    sideways, upward = down * away, -across * away
    anchor = "middle" if abs(sideways) < 0.5 else "start" if sideways > 0 else "end"
    places = [(x + 7 * sideways, y + 12 * upward) for x, y in (curve[at] for at in _ALONG)]
    extents = [_label_extent(place, edge.label, anchor) for place in places]
    free = (number for number, one in enumerate(extents) if not any(_overlap(one, other) for other in taken))
    chosen = next(free, 0)
    _put_label(over, places[chosen], edge.label, anchor)
    return extents[chosen]


def _on_curve(start: Point, middle: Point, end: Point, share: float) -> Point:
    one, two, three = (1 - share) ** 2, 2 * share * (1 - share), share**2
    return one * start[0] + two * middle[0] + three * end[0], one * start[1] + two * middle[1] + three * end[1]


def _label_extent(at: Point, label: str, anchor: str) -> Extent:
    width, height = width_of(shortened(label, _NAME), SMALL), SMALL * LEADING
    left = at[0] - width * {"start": 0, "middle": 0.5, "end": 1}[anchor]
    return left - 8, at[1] - height / 2, left + width + 8, at[1] + height / 2


def _overlap(one: Extent, other: Extent) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _put_ear(drawing: Drawing, over: Drawing, box: _Box, edge: Edge) -> Extent:
    """Draw a loop on the outer side of a state; return where its label stands."""
    way = -1 if box.y <= 0 else 1
    side = box.y + way * box.height / 2
    out, end = side + 44 * way, side + 2 * way
    d = f"M{pixels(box.x - 12)} {pixels(side)}C{pixels(box.x - 34)} {pixels(out)} {pixels(box.x + 34)} {pixels(out)} "
    d += f"{pixels(box.x + 12)} {pixels(end)}"
    peak = side + 33 * way
    reach = [(box.x - 26, peak), (box.x + 26, peak)]
    _put_arrow(drawing, d, reach, (box.x + 12, end), reach[1], is_loop=False)
    at = box.x, peak + 12 * way
    _put_label(over, at, edge.label, "middle")
    return _label_extent(at, edge.label, "middle")
