"""Headings, sentences and boards as text for other programs: Markdown with KaTeX, LaTeX, Typst.

The three have one mechanism: a board is rows of pieces, and each language says how it writes a piece and a row.
"""

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence

from cooking_rnn.blocks import Blank, Block, Board, Break, Heading, Paragraph, Span, Text
from cooking_rnn.render.boards import Piece, lines_of, width_of
from cooking_rnn.render.drawing import visible
from cooking_rnn.render.tikz import escaped

Line = Sequence[Piece]


class Markup(ABC):
    """How a language writes what stands on a sheet."""

    heading: str
    paragraph = "{}"
    strong: str
    new_page: str

    @abstractmethod
    def escape(self, text: str) -> str:
        """Return a text as it shows it."""

    @abstractmethod
    def piece(self, piece: Piece) -> str:
        """Return a cell of a board."""

    @abstractmethod
    def board(self, board: Board) -> str:
        """Return a board."""

    def document(self, body: str, lang: str) -> str:
        """Return the whole file."""
        return body

    def text(self, text: Text) -> str:
        """Return sentences."""
        spans = (text,) if isinstance(text, str) else text
        return "".join(
            self.strong.format(self.escape(each.text.strip())) + " " * each.text.endswith(" ")
            if isinstance(each, Span) and each.tone == "strong"
            else self.escape(each if isinstance(each, str) else each.text)
            for each in spans
        )

    def block(self, block: Block) -> str:
        """Return a block; others than those of sheets are not known here."""
        match block:
            case Heading():
                return self.heading.format(self.text(block.text))
            case Paragraph():
                return self.paragraph.format(self.text(block.text))
            case Board():
                return self.board(block)
            case Break():
                return self.new_page
            case _:
                raise TypeError(f"{type(block).__name__} is not written as text")


class Markdown(Markup):
    """Markdown, its numbers and blanks for KaTeX."""

    heading, strong = "# {}", "**{}**"
    new_page = '<div style="break-after: page"></div>'

    def escape(self, text: str) -> str:
        """Put a backslash before whatever would be markup."""
        return re.sub(r"([\\`*_{}\[\]<>#|$~!])", r"\\\1", text)

    def piece(self, piece: Piece) -> str:
        """Write numbers and blanks as formulas."""
        content = piece.content
        if isinstance(content, Blank):
            number = f"_{{{content.number}}}" if content.number else ""
            shown = f"$\\boxed{{{content.answer or _ROOM}}}{number}$"
        elif piece.kind == "entry" and content:
            shown = f"${content}$"
        else:
            shown = self.escape(content)
            shown = f"**{shown}**" if shown and piece.kind == "heading" else shown
        return shown + " |" * piece.span

    def board(self, board: Board) -> str:
        """Write a table with bars, whose first line is its head."""
        first, *rest = [f"| {' '.join(map(self.piece, line))}" for line in lines_of(board)]
        left, right = width_of(board)
        return "\n".join([first, f"|{' ---: |' * left}{' ---: |' * (right > 0)}{' :---: |' * (right - 1)}", *rest])


_TALLEST = 170  # millimetres of a board, so that there is room for the key's arithmetic below it
_ROOM = r"\phantom{-0.0}"


class Latex(Markup):
    """LaTeX, for pdflatex where there is no Chinese."""

    heading, strong = "\\section*{{{}}}", "\\textbf{{{}}}"
    new_page = "\\newpage"

    def escape(self, text: str) -> str:
        """Write each character that TeX's first fonts lack as a formula."""
        return escaped(text).translate(_SYMBOLS)

    def piece(self, piece: Piece) -> str:
        """Write a cell with the brackets of its grid."""
        content, side = piece.content, {"name": "r", "note": "l", "heading": "l"}.get(piece.kind, "c")
        side = f"{'|' * ('open' in piece.edge)}{side}{'|' * ('shut' in piece.edge)}"
        if isinstance(content, Blank):
            number = str(content.number or "")
            shown = f"\\blank{{{number}}}{{{self.number(content.answer)}}}"
        elif piece.kind == "entry":
            shown = self.number(content)
        else:
            shown = self.escape(content)
            shown = f"\\textbf{{{shown}}}" if shown and piece.kind == "heading" else shown
        return f"\\multicolumn{{{piece.span}}}{{{side}}}{{{shown}}}"

    def number(self, text: str) -> str:
        """Write a number, its minus as long as a plus; an answer, which may be none, stands out."""
        return f"${text}$" if text else ""

    def board(self, board: Board) -> str:
        """Write a table."""
        lines = [f"{' & '.join(map(self.piece, line))} \\\\" for line in lines_of(board)]
        table = "\n".join([f"\\begin{{tabular}}{{{'c' * sum(width_of(board))}}}", *lines, "\\end{tabular}"])
        return f"{{\\renewcommand{{\\arraystretch}}{{{min(1.3, _TALLEST / 4.3 / len(lines)):.2f}}}\n{table}}}"

    def document(self, body: str, lang: str) -> str:
        """Return an article, which needs no other packages than those that every TeX has; Chinese needs ctex."""
        is_latin = all(ord(char) < 0x180 for char in body)
        more = "" if is_latin else "% XeLaTeX or LuaLaTeX\n\\usepackage{ctex}\n"
        return f"{_LATEX.replace('MORE', more)}{body}\n\\end{{document}}\n"


_LATEX = r"""\documentclass[10pt]{article}
MORE\usepackage[margin=12mm]{geometry}
\pagestyle{empty}
\setlength{\parindent}{0pt}
\setlength{\parskip}{4pt}
\setlength{\tabcolsep}{3pt}
\setlength{\fboxsep}{1pt}
\newcommand{\blank}[2]{\framebox[12mm][s]{\rule{0pt}{7.5pt}\raisebox{2.5pt}[0pt]{\tiny #1}\hfill\boldmath #2}}
\begin{document}
"""
_SYMBOLS = str.maketrans(
    {
        **{char: f"$_{number}$" for number, char in enumerate("₀₁₂₃₄₅₆₇₈₉")},
        "²": "$^2$",
        "ᵀ": r"$^\top$",
        "½": r"$\frac12$",
        "Σ": r"$\Sigma$",
        "Π": r"$\Pi$",
        "±": r"$\pm$",
        "≈": r"$\approx$",
    }
)


class Typst(Markup):
    """Typst; every text is a string, in which nothing is markup."""

    heading, strong = "= {}", "#strong[{}]"
    new_page = "#pagebreak()"

    def escape(self, text: str) -> str:
        """Write a string."""
        return f"#{json.dumps(text, ensure_ascii=False)};" if text else ""

    def piece(self, piece: Piece) -> str:
        """Write a cell with the brackets of its grid."""
        content, kind = piece.content, piece.kind
        if isinstance(content, Blank):
            shown = f"#blank({content.number or 'none'})[{self.escape(content.answer)}]"
        else:
            shown = self.escape(content)
            shown = f"*{shown}*" if shown and kind == "heading" else shown
        edges = [f"{side}: 0.7pt" for name, side in (("open", "left"), ("shut", "right")) if name in piece.edge]
        side = {"name": "right", "note": "left", "heading": "left"}.get(kind, "center")
        stroke = f"({', '.join(edges)})" if edges else "none"
        told = f"colspan: {piece.span}, align: {side} + horizon, stroke: {stroke}"
        return f"table.cell({told})[{shown}],"

    def board(self, board: Board) -> str:
        """Write a table."""
        lines = lines_of(board)
        rows = "\n".join(f"  {' '.join(map(self.piece, line))}" for line in lines)
        height = min(5.8, _TALLEST / len(lines))
        columns = sum(width_of(board))
        return f"#table(columns: {columns}, rows: {height:.1f}mm, inset: (x: 3pt, y: 1pt), stroke: none,\n{rows}\n)"

    def document(self, body: str, lang: str) -> str:
        """Return the body below what sets the page."""
        return f"{_TYPST.replace('LANG', lang)}{body}\n"


_TYPST = """\
#set page(paper: "a4", margin: 12mm)
#set text(size: 10pt, lang: "LANG")
#let blank(number, answer) = box(width: 12mm, height: 90%, stroke: 0.5pt, inset: 1pt, {
  place(top + left, text(size: 6pt, if number == none [] else [#number]))
  align(right + horizon, strong(answer))
})
"""

MARKUPS: dict[str, Markup] = {".md": Markdown(), ".tex": Latex(), ".typ": Typst()}  # by how a file's name ends


def markup(blocks: Iterable[Block], kind: str, lang: str) -> str:
    """Return blocks as a file of a kind, ".md", ".tex" or ".typ"."""
    language = MARKUPS[kind]
    return language.document("\n\n".join(map(language.block, visible(list(blocks)))), lang)
