"""How a network of words comes to what it expects next: the last words as vectors, the state, the scores, softmax."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from cooking_rnn.network.explanation import cell_steps, readout_steps
from cooking_rnn.network.model import Parameters
from cooking_rnn.network.sequence import CELLS
from cooking_rnn.phrases import visible
from cooking_rnn.steps import Part, Step, Take
from cooking_rnn.text.networks import WordNetwork, zero_state

#: a step of a cell that goes by another name here, because there is no yesterday
_EARLIER = {"before": "earlier"}


def explain(network: WordNetwork, codes: Sequence[int]) -> tuple[Step, ...]:
    """Return the steps from the last of these words to the probability of each next one.

    Of a network with classes of words, to the probability of each class, which is named by its most frequent word.
    """
    made, views = network.made, network.views
    steps = _of_window(network, codes) if made.window else _of_cell(network, codes)
    output = made.output(views)
    matrix, bias = (output.classes, output.class_bias) if made.ends else (output.words, output.bias)
    names = [visible(word) for word in network.vocabulary]
    if made.ends:
        names = [f"{names[first]} …" for first in (0, *made.ends[:-1])]
    parameters = Parameters((), matrix, bias)
    top, h = steps[-1], steps[-1].value[:, None]
    units = _numbered("h", made.hidden)
    return (*steps, *readout_steps(parameters, h, units, (Take(top.name),), tuple(names), has_chances=True))


def _embedding(network: WordNetwork, code: int | None) -> Step:
    """Return a word as a vector; before the first there is none, and all is 0."""
    size = network.made.embedding
    word = "" if code is None else visible(network.vocabulary[code])
    value = np.zeros(size, np.float32) if code is None else network.embedding[code]
    return Step("embedding", f"e({word})", value, (Part("", _numbered("e", size)),))


def _of_cell(network: WordNetwork, codes: Sequence[int]) -> list[Step]:
    """Return the steps of the cell that reads the last word, after all words before it."""
    made, cell = network.made, network.made.cell(network.views)
    state = network.begin() if codes else zero_state(made, 1, network.flat.dtype)
    for code in codes[:-1]:
        state = CELLS[made.kind].step(cell, state, network.embedding[code][:, None])[0]
    embedding = _embedding(network, codes[-1] if codes else None)
    rows, below = (Part("", _numbered("h", made.hidden)),), Part("x", embedding.axis[0].entries)
    _, told = cell_steps(made.kind, cell, state, embedding.value[:, None], rows, below, ())
    return [
        embedding,
        *(
            replace(
                step,
                name=_EARLIER.get(step.name, step.name),
                inputs=tuple(_EARLIER.get(name, name) for name in step.inputs),
                takes=(),
            )
            for step in told
        ),
    ]


def _of_window(network: WordNetwork, codes: Sequence[int]) -> list[Step]:
    """Return the steps of a window: its words' embeddings one below the other, and a layer over them."""
    made, views = network.made, network.views
    seen = [None] * (made.window - len(codes)) + list(codes[-made.window :])
    words = [_embedding(network, code) for code in seen]
    stacked = np.concatenate([*(word.value for word in words), np.ones(1, np.float32)])
    axis = (*(Part(word.formula, word.axis[0].entries) for word in words), Part("1", ("1",)))
    matrix, rows = np.column_stack([views["matrix"], views["bias"]]), (Part("", _numbered("h", made.hidden)),)
    z = matrix @ stacked
    return [
        Step("stacked", "[x; 1]", stacked, axis),
        Step("preactivation", "A · [x; 1]", z, rows, ("stacked",), matrix=matrix, matrix_name="A"),
        Step("tanh", "tanh(A · [x; 1])", np.tanh(z), rows, ("preactivation",)),
    ]


def _numbered(name: str, count: int) -> tuple[str, ...]:
    return tuple(f"{name}{number + 1}" for number in range(count))
