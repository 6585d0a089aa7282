"""What the last state still holds of each word that was read.

There are two measures. The slope is ‖J_t x_t‖₂ with J_t = ∂h_T/∂x_t: how much the word counts to first order. The
change is ‖h_T − h_T without it‖₂: how far the last state moves when the word's input is zeroed and the other words
are read as before. The state is h of the last layer.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from cooking_rnn.network import model
from cooking_rnn.network.encoding import season
from cooking_rnn.network.model import Architecture, Parameters
from cooking_rnn.network.network import Network
from cooking_rnn.network.sequence import zero_state
from cooking_rnn.steps import Array, frozen

VOCABULARY = 10  # words that `growth` draws from
_POINTS = 25  # lengths that `growth` measures at

_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"


def words_of(sentence: str) -> list[str]:
    """Return the words of a sentence: between spaces, and every Chinese character by itself."""
    return re.findall(rf"[{_HAN}]|[^\s{_HAN}]+", sentence)


def one_hot(words: Sequence[str]) -> Array:
    """Return the words (words, vocabulary) as one-hot vectors over their own vocabulary, in order of appearance."""
    places = {word: place for place, word in enumerate(dict.fromkeys(words))}
    vectors: Array = np.eye(len(places))[[places[word] for word in words]]
    return vectors


@dataclass(frozen=True, eq=False)
class Remembered:
    """What networks with one kind of cell remember; there is a network for each seed."""

    cell: str
    states: Array  # (words, hidden) after each word, of the first seed
    slopes: Array  # (seeds, words)
    changes: Array  # (seeds, words)

    @property
    def slope_shares(self) -> Array:
        """Each word's part of the sum of slopes, (words,), averaged over the seeds."""
        shares: Array = _shares(self.slopes).mean(axis=0)
        return shares

    @property
    def change_shares(self) -> Array:
        """The same for the changes."""
        shares: Array = _shares(self.changes).mean(axis=0)
        return shares


def _shares(sizes: Array) -> Array:
    """Return sizes (…, words) over their sum; nan where all are zero."""
    with np.errstate(invalid="ignore"):
        shares: Array = sizes / sizes.sum(axis=-1, keepdims=True)
    return shares


def remember(architecture: Architecture, flats: Sequence[Array], inputs: Array) -> Remembered:
    """Measure networks of this architecture, the parameters (size,) of each, over inputs (words, input)."""
    states, slopes, changes = [], [], []
    for flat in flats:
        parameters = model.unpack(architecture, flat)
        states.append(model.forward(architecture, parameters, inputs[:, :, None])[1].top[:, :, 0])
        slopes.append(slopes_of(architecture, parameters, inputs))
        *_, last = changes_after(architecture, parameters, inputs)
        changes.append(last)
    return Remembered(architecture.cell, *map(frozen, (states[0], np.array(slopes), np.array(changes))))


def slopes_of(architecture: Architecture, parameters: Parameters, inputs: Array) -> Array:
    """Return ‖J_t x_t‖₂ of each word, (words,): the network's own backward pass, from each unit of the last state."""
    width = architecture.width
    bare = replace(architecture, outputs=width)  # its outputs are the state itself
    columns = np.broadcast_to(inputs[:, :, None], (*inputs.shape, width))  # a copy for each unit
    parameters = parameters._replace(readout=np.eye(width))
    _, trace = model.forward(bare, parameters, columns)
    from_last = np.zeros((len(inputs), width, width))
    from_last[-1] = np.eye(width)
    d_z = model.backward(bare, parameters, trace, from_last, np.empty(bare.size))
    jacobians = model.input_gradient(bare, parameters, 0, d_z)  # (words, input, width)
    slopes: Array = np.linalg.norm(np.einsum("tiw,ti->tw", jacobians, inputs), axis=1)
    return slopes


def changes_after(architecture: Architecture, parameters: Parameters, inputs: Array) -> Iterator[Array]:
    """Yield, after each word, how far the state is from what it would be without each of the words so far, (words,).

    All these states are carried on side by side: the first has read every word, and each word adds one without it.
    """
    states = [[zero_state(architecture.cell, 1, architecture.hidden, inputs.dtype)] for _ in parameters.layers]
    for number, word in enumerate(inputs):
        states = [[type(state)(*(np.column_stack([part, part[:, 0]]) for part in state))] for (state,) in states]
        read = np.repeat(word[:, None], number + 2, axis=1)
        read[:, -1] = 0
        _, trace = model.forward(architecture, parameters, read[None], states=states)
        states, hidden = trace.states, trace.top[-1]
        yield np.linalg.norm(hidden[:, 1:] - hidden[:, :1], axis=0)


def untrained(cell: str, inputs: int, hidden: int, seeds: Sequence[int]) -> tuple[Architecture, list[Array]]:
    """Return new networks, as `model.initial` makes them."""
    architecture = Architecture(cell, inputs, 1, hidden)
    return architecture, [model.initial(architecture, np.random.default_rng(seed), np.float64) for seed in seeds]


@dataclass(frozen=True, eq=False)
class Growth:
    """The first word's share in the last state, as the sentence grows."""

    cell: str
    lengths: tuple[int, ...]  # words
    slope_shares: Array  # (seeds, lengths)
    change_shares: Array  # (seeds, lengths)


def growth(architecture: Architecture, flats: Sequence[Array], sentences: Sequence[Array]) -> Growth:
    """Measure the beginnings of sentences (words, input), one for each network; or all of a single one."""
    lengths = np.unique(np.linspace(1, len(sentences[0]), _POINTS).astype(int)).tolist()
    slopes, changes = [], []
    for place, inputs in enumerate(sentences):
        parameters = model.unpack(architecture, flats[place % len(flats)])
        slopes.append([_shares(slopes_of(architecture, parameters, inputs[:length]))[0] for length in lengths])
        firsts = [_shares(each)[0] for each in changes_after(architecture, parameters, inputs)]
        changes.append([firsts[length - 1] for length in lengths])
    return Growth(architecture.cell, tuple(lengths), frozen(np.array(slopes)), frozen(np.array(changes)))


def random_words(count: int, seed: int) -> Array:
    """Return `count` one-hot words, each of VOCABULARY equally likely."""
    vectors: Array = np.eye(VOCABULARY)[np.random.default_rng([seed, 1]).integers(VOCABULARY, size=count)]
    return vectors


def random_season(trained: Network, count: int, seed: int) -> Array:
    """Return `count` inputs of a trained network: its start dish, then days of which each weather is equally likely."""
    counts = len(trained.weathers), len(trained.dishes)
    codes = np.random.default_rng([seed, 1]).integers(max(counts[0], 1), size=count - 1)
    return season(codes, trained.start, counts)
