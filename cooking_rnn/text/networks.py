"""Networks that say the next word: each word is a learned vector, its embedding, and a softmax scores all words.

    window         h = tanh(A · [e(w_{t-n}); …; e(w_{t-1})] + b)     (Bengio et al. 2003)
    simple, lstm   h_t = cell(h_{t-1}, e(w_{t-1}))                    (Mikolov et al. 2010, Sundermeyer et al. 2012)

The cells are those of `network/`. All parameters are one flat vector.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import prod
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from cooking_rnn.choices import LANGUAGE_MODELS
from cooking_rnn.network import sequence
from cooking_rnn.network.model import orthogonal
from cooking_rnn.network.sequence import CELLS
from cooking_rnn.steps import Array, freeze
from cooking_rnn.text import softmax
from cooking_rnn.text.softmax import Output

KINDS = LANGUAGE_MODELS[1:]
#: what can be asked for, at most
LARGEST = {"embedding": 1024, "hidden": 2048, "window": 64}
SMALL = 256  # words of a vocabulary whose embeddings are short, and far apart
MOST_PARAMETERS = 20_000_000

_PIECE = 2000  # words that are scored at a time
_SPREAD = (2.0, 0.3)  # of new embeddings of few words, and of many: uniform in ± this


@dataclass(frozen=True)
class Made:
    """What a network of words is made of."""

    kind: str  # "window", or a cell
    words: int
    embedding: int
    hidden: int
    window: int = 0  # words that a window sees
    ends: tuple[int, ...] = ()  # of the classes of words

    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Return the shape of every parameter by its name, in the order of the flat vector."""
        if self.kind == "window":
            body = {"matrix": (self.hidden, self.window * self.embedding), "bias": (self.hidden,)}
        else:
            body = dict(CELLS[self.kind].shapes(self.embedding, self.hidden, bias=self.kind == "lstm"))
        classes = len(self.ends)
        output = {"output": (self.words, self.hidden), "output_bias": (self.words,)}
        if classes:
            output |= {"classes": (classes, self.hidden), "class_bias": (classes,)}
        return {"embedding": (self.words, self.embedding), **body, **output}

    @property
    def size(self) -> int:
        """The number of parameters."""
        return sum(map(prod, self.shapes().values()))

    def named(self, flat: Array) -> dict[str, Array]:
        """Return views of the flat vector (size,) by their names."""
        views, start = {}, 0
        for name, shape in self.shapes().items():
            views[name] = flat[start : start + prod(shape)].reshape(shape)
            start += prod(shape)
        return views

    def cell(self, views: Mapping[str, Array]) -> Any:
        """Return the cell's parameters."""
        return CELLS[self.kind].Parameters(views["matrix"], views.get("bias"))

    def output(self, views: Mapping[str, Array]) -> Output:
        """Return the parameters of the last layer."""
        none = views["output"][:0]
        return Output(
            views["output"], views["output_bias"], views.get("classes", none), views.get("class_bias", none[:, 0])
        )


def initial(made: Made, rng: np.random.Generator, dtype: Any = np.float32) -> Array:
    """Return random parameters (size,) to start from.

    The embeddings of few words are far apart, so that they can be told from one another at once; of many words, which
    come seldom, they are near, or each would be learned by heart. The cell's columns for h are
    orthogonal, all other matrices uniform in ±1/√columns; biases are 0, the forget gate's 1.
    """
    flat = np.zeros(made.size, dtype)
    for name, view in made.named(flat).items():
        if name == "embedding":
            spread = _SPREAD[made.words > SMALL]
            view[:] = rng.uniform(-spread, spread, view.shape)
        elif view.ndim == 2:
            view[:] = rng.uniform(-1, 1, view.shape) / np.sqrt(view.shape[1])
            if name == "matrix" and made.kind != "window":
                for rows in view.reshape(-1, made.hidden, view.shape[1]):
                    rows[:, : made.hidden] = orthogonal(made.hidden, rng)
        elif name == "bias" and made.kind == "lstm":
            view[: made.hidden] = 1
    return flat


def zero_state(made: Made, batch: int, dtype: Any) -> Any:
    """Return the state of a recurrent network that has read nothing."""
    return sequence.zero_state(made.kind, batch, made.hidden, dtype)


def loss_and_gradient(
    made: Made, flat: Array, inputs: Array, targets: Array, state: Any = None
) -> tuple[float, Array, Any]:
    """Return the mean of −ln P(target), its gradient (size,), and the state after the last word.

    A window takes the words that it sees, `inputs` (rows, window) and `targets` (rows,); a cell streams of words, both
    (words, batch), that go on from `state`.
    """
    views, gradient = made.named(flat), np.zeros_like(flat)
    into = made.named(gradient)
    outputs = made.output(views), made.ends
    x = views["embedding"][inputs]  # (…, embedding)
    if made.kind == "window":
        x = x.reshape(len(inputs), -1)
        h = hidden_layer(views, x)
        told, d_z = softmax.loss(*outputs, h, targets, made.output(into))
        d_z *= 1 - h * h
        np.dot(d_z.T, x, out=into["matrix"])
        into["bias"][:] = d_z.sum(axis=0)
        d_x = d_z @ views["matrix"]
    else:
        cell = made.cell(views)
        hidden, state, cache = sequence.forward(made.kind, cell, x.transpose(0, 2, 1), state)
        h = hidden.transpose(0, 2, 1).reshape(-1, made.hidden)
        told, d_h = softmax.loss(*outputs, h, targets.ravel(), made.output(into))
        d_hidden = np.ascontiguousarray(d_h.reshape(*inputs.shape, -1).transpose(0, 2, 1))
        d_z = sequence.backward(made.kind, cell, cache, d_hidden, made.cell(into))
        d_x = (cell.matrix[:, made.hidden :].T @ d_z).transpose(0, 2, 1)
    _add_rows(into["embedding"], inputs.ravel(), d_x.reshape(-1, made.embedding))
    return told, gradient, state


def _add_rows(into: Array, places: Array, rows: Array) -> None:
    """Add each row to the row of `into` at its place."""
    order = np.argsort(places, kind="stable")
    firsts = np.concatenate([[0], np.flatnonzero(np.diff(places[order])) + 1])
    into[places[order[firsts]]] = np.add.reduceat(rows[order], firsts)


def hidden_layer(views: Mapping[str, Array], x: Array) -> Array:
    """Return the hidden layer of a window over embeddings side by side (rows, window · embedding)."""
    return np.asarray(np.tanh(x @ views["matrix"].T + views["bias"]))


def log_probabilities(made: Made, flat: Array, codes: Array) -> Array:
    """Return ln P(word | all before it) of each of the words (length,); what stands before the first is all 0."""
    views, found = made.named(flat), []
    vectors = np.concatenate([views["embedding"], np.zeros_like(views["embedding"][:1])])
    before = np.concatenate([np.full(max(made.window, 1), -1), codes[:-1]])
    state = None if made.window else zero_state(made, 1, flat.dtype)
    for first in range(0, len(codes), _PIECE):
        said = codes[first : first + _PIECE]
        upto = first + len(said) + len(before) - len(codes)
        x = vectors[sliding_window_view(before[first:upto], len(before) - len(codes) + 1)]
        if made.window:
            h = hidden_layer(views, x.reshape(len(said), -1))
        else:
            hidden, state, _ = sequence.forward(made.kind, made.cell(views), x.transpose(0, 2, 1), state)
            h = hidden[:, :, 0]
        found.append(softmax.log_probabilities(made.output(views), made.ends, h, said))
    return np.concatenate(found)


@dataclass(frozen=True, eq=False)
class WordNetwork:
    """A network of words, with its parameters."""

    made: Made
    flat: Array  # (size,)
    vocabulary: tuple[str, ...]
    by: str  # "word" or "char"
    trained: Mapping[str, Any] = field(default_factory=dict)
    source: str = ""  # its file

    def __post_init__(self) -> None:
        freeze(self, "flat")

    @property
    def name(self) -> str:
        """What it is called: its kind."""
        return self.made.kind

    @property
    def sees(self) -> int | None:
        """How many words it sees; None where it sees them all."""
        return self.made.window or None

    @cached_property
    def views(self) -> dict[str, Array]:
        """Its parameters by their names."""
        return self.made.named(self.flat)

    @property
    def embedding(self) -> Array:
        """A vector for each word, (words, embedding)."""
        return self.views["embedding"]

    def log_probabilities(self, codes: Array) -> Array:
        """Return ln P(word | all before it) of each of the words (length,), from a beginning on."""
        return log_probabilities(self.made, self.flat, codes)

    def begin(self) -> Any:
        """Return the state before the first word: of a cell its state, of a window the embeddings that it sees."""
        if self.sees is None:
            zero = zero_state(self.made, 1, self.flat.dtype)
            return CELLS[self.made.kind].step(self.made.cell(self.views), zero, self.embedding[:1].T * 0)[0]
        return np.zeros(self.sees * self.made.embedding, self.flat.dtype)

    def after(self, state: Any, code: int) -> Any:
        """Return the state after one more word."""
        if self.sees is None:
            return CELLS[self.made.kind].step(self.made.cell(self.views), state, self.embedding[code][:, None])[0]
        return np.concatenate([state[self.made.embedding :], self.embedding[code]])

    def next(self, state: Any) -> Array:
        """Return P(word | state) of every word, (words,)."""
        h = state.hidden[:, 0] if self.sees is None else hidden_layer(self.views, state)
        return softmax.probabilities(self.made.output(self.views), self.made.ends, h)
