"""Text placed at rows and columns."""

from itertools import groupby

from rich.cells import cell_len
from rich.text import Text


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

    def is_free(self, row: int, column: int, cells: int) -> bool:
        """Whether nothing stands in this many cells from (row, column) on."""
        line = self._rows[row][column : column + cells] if row < len(self._rows) else []
        return all(cell == (" ", "") for cell in line)

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
