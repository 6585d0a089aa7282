"""A board as vector graphics: its columns, the brackets of its grids, boxes for what is blank."""

from cooking_rnn.blocks import Blank, Board
from cooking_rnn.render.boards import lines_of
from cooking_rnn.render.drawing import SIZE, SMALL, Drawing, width_of

_LINE = 26.0  # pixels
_ENTRY = 44.0


def board(block: Board) -> Drawing:
    """Draw a board."""
    lines = lines_of(block)
    widths = [0.0] * sum(piece.span for piece in lines[0])
    for line in lines:
        place = 0
        for piece in line:
            shown = piece.content.answer if isinstance(piece.content, Blank) else piece.content
            if piece.span == 1 and piece.kind in ("name", "entry", "column"):
                room = width_of(shown) + 26
                widths[place] = max(widths[place], room, _ENTRY if piece.kind == "entry" else 0)
            place += piece.span
    lefts = [sum(widths[:place]) for place in range(len(widths) + 1)]
    drawing = Drawing()
    for number, line in enumerate(lines):
        place, y = 0, number * _LINE
        for piece in line:
            left, right = lefts[place], lefts[place + piece.span]
            middle, content = y + _LINE / 2, piece.content
            for edge, x in (("open", left), ("shut", right)):
                if edge in piece.edge:
                    drawing.line([(x, y), (x, y + _LINE)], "line")
            if isinstance(content, Blank):
                drawing.box(left + 3, y + 2, right - left - 6, _LINE - 4, "box", 3)
                drawing.text(left + 5, y + 9, str(content.number or ""), size=9, style="faint")
                drawing.text((left + right) / 2 + 4, middle, content.answer, anchor="middle", style="strong")
            elif piece.kind in ("note", "heading"):
                indent = 14 * (piece.kind == "heading")
                drawing.text(left + indent, middle, content, style="strong" if piece.kind == "heading" else "")
            elif piece.kind == "name":
                drawing.text(right - 8, middle, content, anchor="end")
            else:
                style, size = ("faint", SMALL) if piece.kind == "column" else ("", SIZE)
                drawing.text((left + right) / 2, middle, content, anchor="middle", style=style, size=size)
            place += piece.span
    return drawing
