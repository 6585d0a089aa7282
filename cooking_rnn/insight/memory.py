"""What the last state still holds of each word that was read.

There are two measures. The slope is ‖J_t x_t‖₂ with J_t = ∂h_T/∂x_t: how much the word counts to first order. The
change is ‖h_T − h_T without it‖₂: how far the last state moves when the word's input is zeroed and the other words
are read as before. The state is h of the last layer.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from os import PathLike

import numpy as np

from cooking_rnn.choices import CELLS
from cooking_rnn.cook import Cook, Weather, codes_of
from cooking_rnn.errors import MOST_SEED, DataError, UsageError, one_of, quote, refuse_with, within
from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.names import Name
from cooking_rnn.network import model as models
from cooking_rnn.network import sequence
from cooking_rnn.network.model import Architecture, Parameters
from cooking_rnn.network.network import Network
from cooking_rnn.shown import Shown
from cooking_rnn.steps import Array, frozen
from cooking_rnn.training.recall import recall

SENTENCE = "what time is it ?"  # the article's
LONGEST = 1000  # words
VOCABULARY = 10  # words that `growth` draws from
GROWN = 20  # words to which a sentence grows where nothing is asked

_SEEDS, _HIDDEN = 10, 16
_STARTS = 3  # seeds of each start
_POINTS = 25  # lengths that `growth` measures at
_WORK = 3 * 10**11  # products of numbers, roughly: a minute or two
_AT_ONCE = 1 << 23  # numbers of the Jacobians that are computed at a time

_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"


def words_of(sentence: str) -> list[str]:
    """Return the words of a sentence: between spaces, and every Chinese character by itself."""
    return re.findall(rf"[{_HAN}]|[^\s{_HAN}]+", sentence)


@dataclass(frozen=True, eq=False)
class WordMemory:
    """What networks with one kind of cell remember of each word; there is a network for each seed."""

    cell: str
    states: Array  # (words, hidden) after each word, of the first seed
    slopes: Array  # (seeds, words)
    changes: Array  # (seeds, words)
    swap: float | None = None  # how far the last state moves, at most, if a trained network starts from another dish

    @property
    def slope_shares(self) -> Array:
        """Each word's part of the sum of slopes, (words,), averaged over the seeds."""
        return frozen(_shares(self.slopes).mean(axis=0))

    @property
    def change_shares(self) -> Array:
        """The same for the changes."""
        return frozen(_shares(self.changes).mean(axis=0))


def _shares(sizes: Array) -> Array:
    """Return sizes (…, words) over their sum; nan where all are zero."""
    with np.errstate(invalid="ignore"):
        shares: Array = sizes / sizes.sum(axis=-1, keepdims=True)
    return shares


@dataclass(frozen=True, eq=False)
class Growth:
    """The first word's share in the last state of one cell, as the sentence grows."""

    cell: str
    lengths: tuple[int, ...]  # words
    slope_shares: Array  # (seeds, lengths)
    change_shares: Array  # (seeds, lengths)


@dataclass(frozen=True, eq=False)
class Start:
    """The first word's share as the sentence grows, in networks that begin alike: a cell each."""

    name: str  # "orthogonal" or "uniform", how the recurrent matrix is drawn; "recall" of networks trained to remember
    networks: tuple[Growth, ...]
    right: tuple[float, ...] = ()  # how often each says the first word, after as many as it was trained on


@dataclass(frozen=True, eq=False)
class SentenceMemory(Shown):
    """What the last state still holds of each word of a sentence, or of each day's weather."""

    words: tuple[Name, ...]
    networks: tuple[WordMemory, ...]  # a cell each
    hidden: int
    seeds: tuple[int, ...]  # of new networks
    model: str | None = None  # where a trained network comes from
    starts: tuple[Start, ...] = ()  # where nothing was asked: who keeps more, and under which start

    def __repr__(self) -> str:
        told = " ".join(name.id for name in self.words[:8]) + " …" * (len(self.words) > 8)
        return f"<SentenceMemory of {told!r}: {', '.join(each.cell for each in self.networks)}>"


@dataclass(frozen=True, eq=False)
class MemoryGrowth(Shown):
    """What the last state still holds of the first word, as the sentence grows."""

    networks: tuple[Growth, ...]  # a cell each
    hidden: int
    seeds: tuple[int, ...]
    model: str | None = None  # where a trained network comes from

    def __repr__(self) -> str:
        cells = ", ".join(each.cell for each in self.networks)
        return f"<MemoryGrowth to {self.networks[0].lengths[-1]} words: {cells}>"


def memory(
    sentence: str | None = None,
    *,
    length: int | None = None,
    cell: str | None = None,
    hidden: int | None = None,
    seeds: int | None = None,
    seed: int = 0,
    model: Network | str | PathLike[str] | None = None,
    kitchen: Kitchen | str | PathLike[str] | None = None,
    weather: Weather | None = None,
) -> SentenceMemory | MemoryGrowth:
    """Measure the share of each word in the last state; or, with a `length`, of the first word as a sentence grows.

    The words are a `sentence` (SENTENCE), or the `weather` of a `kitchen` ("romance"). They are read by new networks
    of `hidden` (16) units: of each `cell` ("simple" and "lstm") one for each of `seeds` (10) seeds, from `seed` on. Or
    a trained network `model` reads them, after its start dish. Where nothing is asked, the first word's share as a
    sentence grows stands beside it, for new networks of two starts, and for some that are trained to remember it.

    Raises UsageError for what cannot be or does not go together, DataError for a network that can't be measured.
    """
    if length is not None:
        remedy = "it makes its own words"
        refuse_with("length", remedy, sentence=sentence, kitchen=kitchen, weather=weather)
        length = within("length", length, LONGEST)
    if sentence is not None:
        remedy = "it is read as words, not as weather"
        refuse_with("sentence", remedy, model=model, kitchen=kitchen, weather=weather)
    if model is not None:
        remedy = "a trained network has its own"
        averaged = None if length is not None else seeds  # random sentences are averaged over seeds too
        refuse_with("model", remedy, cell=cell, hidden=hidden, kitchen=kitchen, seeds=averaged)
    first = within("seed", seed, MOST_SEED, 0)
    many = tuple(range(first, first + within("seeds", _SEEDS if seeds is None else seeds, 1000)))
    size = within("hidden", _HIDDEN if hidden is None else hidden, 1024)
    cells = ("simple", "lstm") if cell is None else (one_of("cell", cell, CELLS),)
    if model is not None:
        return _of_model(model, weather, length, many)
    if length is not None:
        _check_work(length, VOCABULARY, len(many), size, len(cells))
        sentences = [random_words(length, each) for each in many]
        grown = (growth(*untrained(each, VOCABULARY, size, many), sentences) for each in cells)
        return MemoryGrowth(tuple(grown), size, many)
    names, codes, kinds = read_words(sentence, kitchen, weather)
    _check_work(len(names), kinds, len(many), size, len(cells))
    inputs = np.eye(kinds)[codes]
    measured = (remember(*untrained(each, kinds, size, many), inputs) for each in cells)
    is_default = all(each is None for each in (sentence, cell, hidden, seeds, kitchen, weather))
    starts = (
        tuple(_start(name, cells, size, first) for name in ("orthogonal", "uniform", "recall")) if is_default else ()
    )
    return SentenceMemory(names, tuple(measured), size, many, starts=starts)


def _start(name: str, cells: Sequence[str], size: int, first: int) -> Start:
    """Measure the first word in sentences of GROWN words, of networks that start or are trained as `name` says."""
    seeds = range(first, first + _STARTS)
    sentences = [random_words(GROWN, seed) for seed in seeds]
    networks: list[Growth] = []
    right: list[float] = []
    for cell in cells:
        architecture, flats = untrained(cell, VOCABULARY, size, seeds, name)
        if name == "recall":
            told = [
                recall(architecture, flat, GROWN, np.random.default_rng([s, 2]))
                for flat, s in zip(flats, seeds, strict=True)
            ]
            flats, right = [flat for flat, _ in told], [*right, float(np.mean([share for _, share in told]))]
        networks.append(growth(architecture, flats, sentences))
    return Start(name, tuple(networks), tuple(right))


def read_words(
    sentence: str | None, kitchen: Kitchen | str | PathLike[str] | None, weather: Weather | None
) -> tuple[tuple[Name, ...], Array, int]:
    """Return the words of a sentence, or each day's weather; the code (words,) of each, and how many there are."""
    return _sentence(sentence) if kitchen is None and weather is None else _weather(kitchen, weather)


def _weather(
    kitchen: Kitchen | str | PathLike[str] | None, weather: Weather | None
) -> tuple[tuple[Name, ...], Array, int]:
    """Return each day's weather, its code (days,), and how many weathers there are."""
    cook = Kitchen.of("romance" if kitchen is None else kitchen, "kitchen")
    if not cook.weathers:
        what = "this kitchen has no weather, so there are no words to read"
        raise UsageError("kitchen", what, "choose one that has, or give a sentence")
    codes = weather_codes(cook, weather)
    return tuple(cook.weathers[code] for code in codes.tolist()), codes, len(cook.weathers)


def weather_codes(cook: Cook, weather: Weather | None) -> Array:
    """Return the codes (days,) of the weather; raises UsageError for more than LONGEST days."""
    codes = codes_of(cook, weather, None)
    if len(codes) > LONGEST:
        raise UsageError("weather", "{days:,} {days:day|days}", "at most {most:,}", days=len(codes), most=LONGEST)
    return codes


def _sentence(sentence: str | None) -> tuple[tuple[Name, ...], Array, int]:
    """Return the words, the code (words,) of each, and how many there are; each code's first word stands in order.

    Raises UsageError for no words, too many, or one that can't be printed.
    """
    if sentence is not None and not isinstance(sentence, str):
        raise UsageError("sentence", "{value} is not text", value=quote(repr(sentence)))
    words = words_of(SENTENCE if sentence is None else sentence)
    if not words:
        raise UsageError("sentence", "no words", 'such as "{sentence}"', sentence=SENTENCE)
    if len(words) > LONGEST:
        raise UsageError("sentence", "{count:,} words", "at most {most:,}", count=len(words), most=LONGEST)
    kinds, most = list(dict.fromkeys(words)), models.LARGEST["inputs"]
    if len(kinds) > most:
        raise UsageError("sentence", "{count:,} different words", "at most {most:,}", count=len(kinds), most=most)
    for number, word in enumerate(words, 1):
        if not word.isprintable():
            raise UsageError(f"sentence word {number}", "{word} cannot be printed", "leave it out", word=quote(word))
    return tuple(map(Name, words)), np.array([kinds.index(word) for word in words]), len(kinds)


def _of_model(
    model: Network | str | PathLike[str], weather: Weather | None, length: int | None, seeds: tuple[int, ...]
) -> SentenceMemory | MemoryGrowth:
    trained = Network.of(model, "model").needs_next()
    made, flat, name = trained.architecture, trained.flat.astype(np.float64), trained.source or trained.name
    if made.bidirectional:
        raise DataError(name, "it reads both ways, so it has no last state", "train one that reads one way")
    if length is not None:
        _check_work(length, made.inputs, len(seeds), made.hidden, made.layers)
        sentences = [random_season(trained, length, each) for each in seeds]
        return MemoryGrowth((growth(made, [flat], sentences),), made.hidden, seeds, name)
    if not trained.weathers:
        what = "this network has no weather, so there is nothing to read after its start dish"
        raise UsageError("model", what, "take one that was trained on weather")
    codes = weather_codes(trained, weather)
    _check_work(len(codes) + 1, made.inputs, 1, made.hidden, made.layers)
    inputs = trained.season(codes)
    measured = remember(made, [flat], inputs)
    if trained.start is not None:
        measured = replace(measured, swap=_swap(made, flat, inputs, len(trained.weathers)))
    return SentenceMemory(read_by(trained, codes), (measured,), made.hidden, seeds, name)


def read_by(network: Network, codes: Array) -> tuple[Name, ...]:
    """Return what a network reads: its start dish, where it has one, and the weathers; days of numbers by number."""
    if codes.ndim == 2:
        return tuple(Name(f"{day}") for day in range(1, len(codes) + 1))
    words = tuple(network.weathers[code] for code in codes.tolist())
    return words if network.start is None else (network.dishes[network.start], *words)


def _swap(architecture: Architecture, flat: Array, inputs: Array, m: int) -> float | None:
    """Return how far the last state moves, at most, if another dish is shown on day 0; None if there is no other."""
    parameters = models.unpack(architecture, flat)

    def last(dish: Array) -> Array:
        first = np.concatenate([np.zeros(m), dish])
        shown = np.concatenate([first[None], inputs[1:]])[:, :, None]
        hidden: Array = models.forward(architecture, parameters, shown)[1].top[-1, :, 0]
        return hidden

    start = inputs[0, m:]
    others = [dish for dish in np.eye(len(start)) if not np.array_equal(dish, start)]
    return max((float(np.linalg.norm(last(dish) - last(start))) for dish in others), default=None)


def _check_work(words: int, inputs: int, seeds: int, hidden: int, networks: int) -> None:
    if words * (words + hidden) * seeds * hidden * (hidden + inputs) * networks > _WORK:
        what = "{words:,} {words:word|words}, {seeds:,} {seeds:seed|seeds} of {hidden:,} units"
        raise UsageError("seeds", what, "fewer of them are done in minutes", words=words, seeds=seeds, hidden=hidden)


def remember(architecture: Architecture, flats: Sequence[Array], inputs: Array) -> WordMemory:
    """Measure networks of this architecture, the parameters (size,) of each, over inputs (words, input)."""
    states, slopes, changes = [], [], []
    for flat in flats:
        parameters = models.unpack(architecture, flat)
        states.append(models.forward(architecture, parameters, inputs[:, :, None])[1].top[:, :, 0])
        slopes.append(slopes_of(architecture, parameters, inputs))
        *_, last = changes_after(architecture, parameters, inputs)
        changes.append(last)
    return WordMemory(architecture.cell, frozen(states[0]), frozen(np.array(slopes)), frozen(np.array(changes)))


def slopes_of(architecture: Architecture, parameters: Parameters, inputs: Array) -> Array:
    """Return ‖J_t x_t‖₂ of each word, (words,): the network's own backward pass, from each unit of the last state."""
    words, width = len(inputs), architecture.hidden
    along = np.empty((words, width))  # J_t x_t
    at_once = max(1, _AT_ONCE // (words * (10 * width + inputs.shape[1]) * architecture.layers))
    for first in range(0, width, at_once):
        units = np.eye(width)[:, first : first + at_once]  # (width, units): each unit reads the sentence for itself
        columns = np.broadcast_to(inputs[:, :, None], (*inputs.shape, units.shape[1]))
        _, trace = models.forward(architecture, parameters, columns)
        d_above = np.zeros((words, *units.shape))
        d_above[-1] = units
        for layer in range(architecture.layers - 1, -1, -1):
            (cell,), (cache,) = parameters.layers[layer], trace.caches[layer]
            unused = type(cell)(*(None if each is None else np.empty_like(each) for each in cell))
            d_z = sequence.backward(architecture.cell, cell, cache, d_above, unused)
            d_above = models.input_gradient(architecture, parameters, layer, [d_z])
        along[:, first : first + at_once] = np.einsum("tiw,ti->tw", d_above, inputs)
    slopes: Array = np.linalg.norm(along, axis=1)
    return slopes


def changes_after(architecture: Architecture, parameters: Parameters, inputs: Array) -> Iterator[Array]:
    """Yield, after each word, how far the state is from what it would be without each of the words so far, (words,).

    All these states are carried on side by side: the first has read every word, and each word adds one without it.
    """
    states = [[sequence.zero_state(architecture.cell, 1, architecture.hidden, inputs.dtype)] for _ in parameters.layers]
    for number, word in enumerate(inputs):
        states = [[type(state)(*(np.column_stack([part, part[:, 0]]) for part in state))] for (state,) in states]
        read = np.repeat(word[:, None], number + 2, axis=1)
        read[:, -1] = 0
        _, trace = models.forward(architecture, parameters, read[None], states=states)
        states, hidden = trace.states, trace.top[-1]
        yield np.linalg.norm(hidden[:, 1:] - hidden[:, :1], axis=0)


def untrained(
    cell: str, inputs: int, hidden: int, seeds: Sequence[int], start: str = ""
) -> tuple[Architecture, list[Array]]:
    """Return new networks, as `model.initial` makes them; from a "uniform" start, A's columns for h are so drawn.

    To "recall", they have an output for each input.
    """
    architecture = Architecture(cell, inputs, inputs if start == "recall" else 1, hidden)
    flats = [models.initial(architecture, np.random.default_rng(seed), np.float64) for seed in seeds]
    for flat, seed in zip(flats, seeds, strict=True) if start == "uniform" else ():
        recurrent = models.unpack(architecture, flat).layers[0][0].matrix[:, :hidden]
        recurrent[:] = np.random.default_rng([seed, 3]).uniform(-1, 1, recurrent.shape) / np.sqrt(hidden)
    return architecture, flats


def growth(architecture: Architecture, flats: Sequence[Array], sentences: Sequence[Array]) -> Growth:
    """Measure the beginnings of sentences (words, input), one for each network; or all of a single one."""
    lengths = np.unique(np.linspace(1, len(sentences[0]), _POINTS).astype(int)).tolist()
    slopes, changes = [], []
    for place, inputs in enumerate(sentences):
        parameters = models.unpack(architecture, flats[place % len(flats)])
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
    has_day_0 = trained.start is not None
    codes = np.random.default_rng([seed, 1]).integers(max(len(trained.weathers), 1), size=count - has_day_0)
    return trained.season(codes)
