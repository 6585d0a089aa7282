"""The last state as the feature vector of a sentence: a readout on it says which class the sentence is of.

Reading one way, the last state has seen the whole sentence. Reading both ways, each direction has a last state, the
one at the sentence's end and the other at its beginning, and the readout is on the two. A bag of words, which knows
how often each word comes and not in which order, stands beside them.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from os import PathLike

import numpy as np

from cooking_rnn.choices import CELLS
from cooking_rnn.errors import DataError, UsageError, one_of, quote, suggestion, within
from cooking_rnn.files import unreadable
from cooking_rnn.insight.blanks import STEPS
from cooking_rnn.insight.plane import Plane, plane
from cooking_rnn.network.model import Architecture, Trace, backward_from, cross_entropy, forward, initial, unpack
from cooking_rnn.shown import Shown
from cooking_rnn.steps import Array
from cooking_rnn.text import wishes
from cooking_rnn.text.sentences import coded, one_hot, vocabulary, words_of
from cooking_rnn.training.loop import Settings, keep_memory
from cooking_rnn.training.sentences import BATCH, Lesson, Reader, Watch, learn
from cooking_rnn.weather.lines import read_lines
from cooking_rnn.weather.tables import Tape, from_csv, is_blank

WAYS = ("words", "last", "both")  # what the readout is on: a bag of words, the last state, both last states
SPEAKERS = {"speaker": "en", "说话人": "zh"}  # the column of the built-in wishes, in each language
MOST_HIDDEN, MOST_WORDS, MOST_LABELS, MOST_ROWS = 1024, 200, 20, 100_000

_VOCABULARY = 500
_FEWEST = 20  # rows
_TEXTS = ("sentence", "text", "句子", "文本")  # names of a column of sentences
_AT_ONCE = 256  # sentences that are scored side by side
_SHOWN = 500  # sentences on the plane, at most


@dataclass(frozen=True, eq=False, repr=False)
class Classification(Shown):
    """How often a readout on the last states says which class a sentence is of, beside a bag of words."""

    text: str  # the file; "" for the built-in wishes
    column: str  # of the classes
    sentences_column: str
    labels: tuple[str, ...]
    learned: int  # sentences
    tested: int
    right: tuple[float, ...]  # of WAYS, the share of sentences that were held out
    most_frequent: float  # what is right if one always says the most frequent class
    ceiling: float | None  # what can be right at most, where that is known
    plane: Plane  # the last states of sentences that were held out
    sentences: tuple[str, ...]  # on the plane
    classes: tuple[int, ...]  # of these, places in `labels`
    architecture: Architecture  # of the network that reads one way
    steps: int
    seed: int
    seconds: float

    def __repr__(self) -> str:
        told = ", ".join(f"{way} {right:.4g}" for way, right in zip(WAYS, self.right, strict=True))
        return f"<Classification of {self.column}: right {told}>"


@dataclass(frozen=True, eq=False)
class _Sentences:
    """Sentences with their classes and their shares."""

    texts: Sequence[str]
    codes: Array  # (words, sentences)
    lengths: Array  # (sentences,)
    classes: Array  # (sentences,)
    shares: Array  # (sentences,), which add up to 1

    def some(self, places: Array) -> "_Sentences":
        """Return some of them, without their texts."""
        return _Sentences((), self.codes[:, places], self.lengths[places], self.classes[places], self.shares[places])

    def draw(self, rng: np.random.Generator) -> "_Sentences":
        """Draw a batch, by their shares."""
        return self.some(rng.choice(len(self.shares), BATCH, p=self.shares))


def classify(
    column: str,
    file: str | PathLike[str] | None = None,
    *,
    cell: str = "simple",
    hidden: int = 16,
    steps: int = STEPS,
    rate: float = 0.02,
    seed: int = 0,
    watch: Watch | None = None,
) -> Classification:
    """Learn to tell the class of a sentence from the last state of a network that has read it.

    The `file` is CSV with a `column` of classes and one of sentences, of which every fifth is held out. Without
    it, who of the built-in wishes speaks: the column is "speaker", or "说话人" for Chinese ones.

    Raises UsageError for what cannot be trained, DataError for a file that cannot be learned from.
    """
    one_of("cell", cell, CELLS)
    settings, hidden = Settings("fill", steps=steps, rate=rate, seed=seed), within("hidden", hidden, MOST_HIDDEN)
    column, begun = str(column), time.perf_counter()
    learned, fresh, words, labels, of_sentences = _of_wishes(column) if file is None else _of_file(file, column)
    readers: dict[str, Reader] = {}
    lessons = [_bag(learned, len(words), len(labels), settings)]
    for way in WAYS[1:]:
        architecture = Architecture(cell, len(words), len(labels), hidden, bidirectional=way == "both")
        rng = np.random.default_rng([settings.seed, WAYS.index(way)])
        flat = initial(architecture, rng)
        readers[way] = Reader(architecture, unpack(architecture, flat))
        lessons.append(Lesson(flat, partial(_drawn, readers[way], learned, rng), settings.steps))
    keep_memory()
    training = learn(lessons, settings.rate)
    for _ in training if watch is None else watch(training):
        pass
    pieces = [
        fresh.some(np.arange(len(fresh.texts))[first:][:_AT_ONCE]) for first in range(0, len(fresh.texts), _AT_ONCE)
    ]
    states = {way: np.hstack([_last_states(reader, piece)[0] for piece in pieces]) for way, reader in readers.items()}
    weights = lessons[0].flat.reshape(len(labels), -1)
    scores = [np.hstack([weights @ _bags(piece, len(words)) for piece in pieces])]
    scores += [reader.parameters.readout @ states[way] for way, reader in readers.items()]
    distinct = _distinct(fresh, len(labels))
    some = np.array(list(distinct.values()))[:_SHOWN]
    return Classification(
        "" if file is None else str(file),
        column,
        of_sentences,
        labels,
        len(learned.texts),
        len(fresh.texts),
        tuple(float(fresh.shares @ (each.argmax(axis=0) == fresh.classes)) for each in scores),
        float(fresh.shares @ (fresh.classes == np.bincount(learned.classes, learned.shares).argmax())),
        wishes.speaker_ceiling(SPEAKERS[column]) if file is None else None,
        plane(states["last"].T[some]),
        tuple(fresh.texts[place] for place in some.tolist()),
        tuple(fresh.classes[some].tolist()),
        readers["last"].architecture,
        settings.steps,
        settings.seed,
        time.perf_counter() - begun,
    )


def _distinct(sentences: _Sentences, labels: int) -> dict[str, int]:
    """Return each text once, with the place of one of it that is of its most frequent class."""
    shares = {text: np.zeros(labels) for text in sentences.texts}
    for text, code, share in zip(sentences.texts, sentences.classes, sentences.shares, strict=True):
        shares[text][code] += share
    return {
        text: place
        for place, (text, code) in reversed([*enumerate(zip(sentences.texts, sentences.classes, strict=True))])
        if shares[text].argmax() == code
    }


def _of_wishes(column: str) -> tuple[_Sentences, _Sentences, tuple[str, ...], tuple[str, ...], str]:
    """Return the wishes without the feeling, to learn from and, each by its share, to be scored on."""
    if column not in SPEAKERS:
        remedy = suggestion(column, list(SPEAKERS))
        raise UsageError("column", "no column {name} in the built-in wishes", remedy, name=quote(column))
    lang = SPEAKERS[column]
    said = wishes.wishes(lang)
    labels = tuple(dict.fromkeys(wish.words[wish.speaker] for wish in said))
    rest = [wish.words[: wish.speaker] + wish.words[wish.speaker + 1 :] for wish in said]
    words = vocabulary(rest, _VOCABULARY)
    shares = np.array([float(wish.probability) for wish in said])
    classes = np.array([labels.index(wish.words[wish.speaker]) for wish in said])
    texts = [wish.text.replace(wish.words[wish.speaker], "…", 1) for wish in said]
    made = _Sentences(texts, *coded(rest, words), classes, shares)
    return made, made, words, labels, ""


def _of_file(
    file: str | PathLike[str], column: str
) -> tuple[_Sentences, _Sentences, tuple[str, ...], tuple[str, ...], str]:
    """Return the sentences of a CSV file, to learn from and to be scored on; their words, labels and column."""
    if not isinstance(file, str | PathLike):  # `open` would take a number for a file that is open already
        raise UsageError("file", "{value} is not a file name", value=quote(repr(file)))
    where = str(file)
    try:
        with open(file, "rb") as stream:
            tape = Tape(read_lines(stream, where), where)
            first, head = next(tape.lines(), (0, ""))
            if not head:
                raise DataError(where, "nothing in it", "CSV with a column of sentences and one of their classes")
            table = from_csv(tape, (first, head), where)
            header = table.header
            if column not in header:
                what = "no column {name}"
                raise DataError(table.origin, what, suggestion(column, [*filter(None, header)]), name=quote(column))
            rows = list(_rows(table.rows, len(header), where))
    except OSError as error:
        raise unreadable(where, error) from None
    except ValueError:  # a NUL in the path
        raise DataError(quote(where), "not a file name") from None
    label = header.index(column)
    place = _sentence_column(header, label, rows, table.origin)
    kept, sentences = [], []
    for line, fields in rows:
        if not fields[label].strip():
            raise DataError(f"{where}:{line}", "a sentence without its class", "say in {name}", name=quote(column))
        if words := words_of(fields[place]):
            if len(words) > MOST_WORDS:
                what = "a sentence of {words:,} words"
                raise DataError(f"{where}:{line}", what, "at most {most:,}", words=len(words), most=MOST_WORDS)
            kept.append((fields[place].strip(), fields[label].strip()))
            sentences.append(words)
    if len(kept) < _FEWEST:
        what = "{count} {count:sentence|sentences} in it"
        raise DataError(where, what, "at least {least}", count=len(kept), least=_FEWEST)
    labels = tuple(sorted({name for _, name in kept}))
    if not 2 <= len(labels) <= MOST_LABELS:
        what, remedy = "{count:,} {count:class|classes} in column {name}", "from 2 to {most}"
        raise DataError(where, what, remedy, count=len(labels), name=quote(column), most=MOST_LABELS)
    order = np.random.default_rng(0).permutation(len(kept)).tolist()  # files are often sorted by class
    held_out, to_learn = order[::5], [place for number, place in enumerate(order) if number % 5]
    words_ = vocabulary((sentences[place] for place in to_learn), _VOCABULARY)

    def some(places: Sequence[int]) -> _Sentences:
        classes = np.array([labels.index(kept[place][1]) for place in places])
        shares = np.full(len(places), 1 / len(places))
        codes = coded([sentences[place] for place in places], words_, max(map(len, sentences)))
        return _Sentences([kept[place][0] for place in places], *codes, classes, shares)

    return some(to_learn), some(held_out), words_, labels, header[place]


def _rows(
    source: Iterator[tuple[Sequence[int], list[list[str]]]], width: int, where: str
) -> Iterator[tuple[int, list[str]]]:
    count = 0
    for numbers, rows in source:
        for line, fields in zip(numbers, rows, strict=True):
            if is_blank(fields):
                continue
            if len(fields) != width:
                what = "row and header differ in length, {row} != {header}"
                raise DataError(f"{where}:{line}", what, row=len(fields), header=width)
            count += 1
            if count > MOST_ROWS:
                raise DataError(f"{where}:{line}", "more than {most:,} rows", "take a part of it", most=MOST_ROWS)
            yield line, fields


def _sentence_column(header: Sequence[str], label: int, rows: Sequence[tuple[int, list[str]]], where: str) -> int:
    """Return which column has the sentences: one that is called so, or the one with the longest texts."""
    others = [place for place in range(len(header)) if place != label]
    if not others:
        raise DataError(where, "no column but {name}", "add one of sentences", name=quote(header[label]))
    named = [place for place in others if header[place].casefold() in _TEXTS]
    return max(named or others, key=lambda place: sum(len(fields[place]) for _, fields in rows))


def _bags(sentences: _Sentences, count: int) -> Array:
    """Return how often each word comes in each sentence, (words, sentences)."""
    return np.asarray(one_hot(sentences.codes, count).sum(axis=0))


def _bag(learned: _Sentences, count: int, labels: int, settings: Settings) -> Lesson:
    """Return the lesson of a softmax on the words of a sentence, whatever their order."""
    flat, rng = np.zeros(count * labels, np.float32), np.random.default_rng([settings.seed, 0])

    def loss(flat: Array) -> tuple[float, Array]:
        some = learned.draw(rng)
        bags = _bags(some, count)
        loss, d_scores = _cross_entropy(flat.reshape(labels, count) @ bags, some.classes)
        return loss, (d_scores @ bags.T).ravel()

    return Lesson(flat, loss, settings.steps)


def _drawn(reader: Reader, learned: _Sentences, rng: np.random.Generator, _: Array) -> tuple[float, Array]:
    return loss_and_gradient(reader, learned.draw(rng))


def loss_and_gradient(reader: Reader, sentences: _Sentences) -> tuple[float, Array]:
    """Return the mean of −ln P(class) by a readout on the last states, and its gradient (size,)."""
    architecture, readout = reader.architecture, reader.parameters.readout
    last, trace = _last_states(reader, sentences)
    loss, d_scores = _cross_entropy(readout @ last, sentences.classes)
    gradient = np.empty(architecture.size, readout.dtype)
    into = unpack(architecture, gradient)
    into.readout[:] = d_scores @ last.T
    d_above = np.zeros_like(trace.top)
    size, d_last = architecture.hidden, readout.T @ d_scores
    d_above[sentences.lengths - 1, :size, np.arange(last.shape[1])] = d_last[:size].T
    d_above[0, size:] = d_last[size:]
    backward_from(architecture, reader.parameters, trace, d_above, into)
    return loss, gradient


def _last_states(reader: Reader, sentences: _Sentences) -> tuple[Array, Trace]:
    """Return the last state (width, sentences) after each sentence, of both directions one below the other.

    Reading backward, what is after the end is read first: zeros, as many as the longest sentence calls for.
    """
    inputs = one_hot(sentences.codes, reader.architecture.inputs).astype(reader.parameters.readout.dtype, copy=False)
    _, trace = forward(*reader, inputs)
    size, across = reader.architecture.hidden, np.arange(len(sentences.lengths))
    return np.vstack([trace.top[sentences.lengths - 1, :size, across].T, trace.top[0, size:]]), trace


def _cross_entropy(scores: Array, classes: Array) -> tuple[float, Array]:
    """Return the mean of −ln P(class) of scores (labels, sentences), and its gradient."""
    loss, d_scores = cross_entropy(scores[None], classes[None])
    return loss, d_scores[0]
