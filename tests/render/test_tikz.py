"""TikZ: a picture that LaTeX draws, whatever the names."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from cooking_rnn.blocks import Edge, Graph, Node
from cooking_rnn.insight.drawing import diagram
from cooking_rnn.network.model import Architecture
from cooking_rnn.render.tikz import tikz
from cooking_rnn.report.drawing import graph
from cooking_rnn.report.say import Say

HOSTILE = r"a_b & 50% {x} #1 $y ~^ \end{document} <i> `q' -- |" + '"'
DRAWINGS = {
    "kitchen": diagram("romance"),
    "states": diagram("cycle5", picture="states"),
    "days": diagram("romance", picture="unrolled"),
    "deep": diagram(Architecture("lstm", 5, 3, 16, 2, True)),
    "deep days": diagram(Architecture("lstm", 5, 3, 16, 2, True), picture="unrolled"),
}
GRAPHS = {
    **{name: graph(drawing, Say()) for name, drawing in DRAWINGS.items()},
    "hostile": Graph((Node("a", HOSTILE), Node("b", "x" * 400, HOSTILE, 1)), (Edge("a", "b", HOSTILE),), HOSTILE),
}


def test_every_name_and_arrow_is_there() -> None:
    told = tikz(GRAPHS["states"])
    assert len(re.findall(r"\\path\[line", told)) == 15
    assert told.count("{forward}") == 5
    assert told.index("\\begin{tikzpicture}") < told.index("{shredded potato}") < told.index("\\end{tikzpicture}")


def test_what_tex_would_obey_is_shown() -> None:
    told = tikz(GRAPHS["hostile"])
    assert r"a\_b \& 50\% \{x\} \#1 \$y" in told
    assert "\\end{document}" not in told


def test_chinese_says_what_it_needs() -> None:
    assert "ctex" in tikz(graph(DRAWINGS["states"], Say("zh")))
    assert "ctex" not in tikz(GRAPHS["states"])


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="LaTeX is not installed")
@pytest.mark.parametrize("name", GRAPHS)
def test_it_compiles_with_a_plain_document_class(tmp_path: Path, name: str) -> None:
    head = "\\documentclass{article}\n\\usepackage{tikz}\n\\begin{document}\n\\noindent\n"
    (tmp_path / "x.tex").write_text(f"{head}{tikz(GRAPHS[name])}\\end{{document}}\n")
    done = subprocess.run(
        ["pdflatex", "-interaction=batchmode", "-halt-on-error", "x.tex"],
        cwd=tmp_path,
        check=False,
        capture_output=True,
    )
    log = (tmp_path / "x.log").read_text(errors="replace")
    assert done.returncode == 0, log[-2000:]
    assert not re.search(r"Overfull \\hbox", log)
