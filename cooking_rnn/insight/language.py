"""Language models beside one another on one text: n-grams, a window, recurrent networks, and their mixtures.

Of a kitchen's diary the floor is known, and the best of any model that sees so many words: the price of the Markov
assumption, whatever the model.
"""

import math
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from os import PathLike
from typing import Any

import numpy as np

from cooking_rnn.choices import LANGUAGE_MODELS, UNITS
from cooking_rnn.errors import MOST_SEED, DataError, UsageError, one_of, quote, real, sequence, within
from cooking_rnn.files import to_write
from cooking_rnn.insight.vectors import WordVectors, word_vectors
from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.shown import Shown
from cooking_rnn.steps import Array, frozen
from cooking_rnn.text import mixture, sampling, storage
from cooking_rnn.text import text as texts
from cooking_rnn.text.models import LanguageModel, NGram, ngram_models
from cooking_rnn.text.networks import LARGEST, MOST_PARAMETERS, SMALL, Made, WordNetwork
from cooking_rnn.text.sampling import Sample
from cooking_rnn.text.softmax import class_ends
from cooking_rnn.text.text import Text
from cooking_rnn.training import words as training
from cooking_rnn.training.loop import keep_memory
from cooking_rnn.training.train import Stopped
from cooking_rnn.training.words import Progress, WordSettings

MOST_ORDER = 20
MOST_STEPS = 1_000_000
WINDOWS = (8, 11, 16, 20)  # words, for which the best of a diary is told whatever is asked for
_EMBEDDING = (16, 64)  # of a small vocabulary, and of a larger one
_CLASSES_FROM = 1000  # words
_BYTES, _MOST_BYTES = 40, 1 << 31  # of a run of words, and of all

#: what is wrapped round the progress of each step, such as a progress bar
Watch = Callable[[Iterator[Progress]], Iterable[Progress]]


def perplexity(nats: float) -> float:
    """Return e to the nats: of how many equally likely words each would have to be guessed."""
    return math.exp(min(nats, 700))


@dataclass(frozen=True, eq=False)
class Scored:
    """A model, and how well it told the test."""

    model: LanguageModel
    nats: float  # a word
    seconds: float
    best: float | None = None  # nats a word, of any model that sees as many words; None where it is not known
    by_kind: Mapping[str, float] = field(default_factory=dict)  # nats a weekday, a dish
    steps: int | None = None  # of a network
    kept: int | None = None  # after which of them it told the validation best, and was kept
    seen: float | None = None  # how many times as many words as there are to learn from it has read


@dataclass(frozen=True, eq=False)
class Mixture:
    """Several models, their weights, and how well they told the test together."""

    of: tuple[str, ...]
    weights: Array  # (models,)
    nats: float


@dataclass(frozen=True, eq=False, repr=False)
class Language(Shown):
    """Models of one text."""

    text: Text
    floor: float | None  # nats a word, of a diary
    windows: Mapping[int, float]  # the best for so many words, nats a word, of a diary
    models: tuple[Scored, ...]
    mixtures: tuple[Mixture, ...]
    seed: int
    samples: tuple[Sample, ...] = ()  # of the longest n-gram and of each network, where they are asked for
    vectors: WordVectors | None = None

    @property
    def winner(self) -> Scored:
        """The model with the least perplexity."""
        return min(self.models, key=lambda each: each.nats)

    def __repr__(self) -> str:
        told = ", ".join(f"{each.model.name} {perplexity(each.nats):.4g}" for each in self.models)
        return f"<Language of {self.text.name}: {told}>"


def language(
    file: str | PathLike[str] | None = None,
    *,
    kitchen: Kitchen | str | PathLike[str] | None = None,
    models: Sequence[str] | None = None,
    by: str | None = None,
    vocabulary: int | None = None,
    order: int = 5,
    window: int = 8,
    hidden: int = 96,
    steps: int = 1500,
    rate: float = 0.005,
    seed: int = 0,
    model: str | PathLike[str] | None = None,
    output: str | PathLike[str] | None = None,
    sample: int | None = None,
    temperature: float = 1.0,
    start: str = "",
    explain: bool = False,
    vectors: bool = False,
    watch: Watch | None = None,
) -> Language:
    """Fit language models to one text, and let each tell the part of it that none has seen.

    Without a `file` it is the diary of a `kitchen` ("romance"), whose entropy is known. `models` are some of "ngram"
    (every order up to `order`), "window" (a network over the last `window` words), "simple" and "lstm"; all but
    "simple" where nothing is said. A network in the file `model` is told beside them, and then no other is trained
    unless it is asked for. The best network that was trained is kept in `output`. With no `steps`, none is trained.

    The longest n-gram and the networks go on from `start` for `sample` words, drawn at a `temperature`; with `explain`,
    what each expected is told, and how. With `vectors`, where the words of the best network are.

    Raises UsageError for what cannot be asked for, DataError for a text or a model that cannot be read, and Stopped on
    Ctrl-C, after what was trained is kept.
    """
    names = _names(models, with_networks=model is None)
    order, window = within("order", order, MOST_ORDER), within("window", window, LARGEST["window"])
    hidden, steps = within("hidden", hidden, LARGEST["hidden"]), within("steps", steps, MOST_STEPS, 0)
    seed = within("seed", seed, MOST_SEED, 0)
    if not 0 < (rate := real("rate", rate)) <= 1e3:
        raise UsageError("rate", "{size:g} is not a size", "a number above 0, at most {most:g}", size=rate, most=1e3)
    if file is not None and kitchen is not None:
        raise UsageError("kitchen", "together with {other}", "a diary is told where there is no file", other="file")
    trained = [name for name in names if name != "ngram"] if steps else []
    count, heat = _sampling(sample, temperature, start, explain=explain)
    if vectors and not trained and model is None:
        raise UsageError("vectors", "no network is trained", "leave it out")
    if output is not None:
        if not trained:
            raise UsageError("output", "no network is trained", "leave it out")
        output = to_write(output, ".npz", "{name} is not the name of a network", model)
    for parameter, path in {"file": file, "model": model}.items():
        if not isinstance(path, str | PathLike | None):
            raise UsageError(parameter, "{value} is not a file name", value=quote(repr(path)))
    given = None if model is None else storage.load(model)
    text, cook = _text(file, kitchen, by, vocabulary, given, seed)
    if "ngram" in names and (needed := order * len(text.train) * _BYTES) > _MOST_BYTES:
        what = "n-grams of {order} orders of {count:,} words may take {needed:,} MB"
        remedy = "at most {most:,} MB: a smaller --order, or a part of the text"
        sizes = {"needed": needed >> 20, "most": _MOST_BYTES >> 20}
        raise UsageError("order", what, remedy, order=order, count=len(text.train), **sizes)
    best = {} if text.diary is None else dict(enumerate(text.diary.windows(max(order - 1, window, *WINDOWS))))
    floor = None if text.diary is None else text.diary.floor
    kinds = {} if cook is None else texts.kinds(text, cook)
    validated: list[tuple[Scored, Array, Array]] = []

    def score(fitted: LanguageModel, seconds: float, **rest: Any) -> None:
        """Let a model tell the validation and the test."""
        begun = time.perf_counter()
        dev, told = (fitted.log_probabilities(part)[1:] for part in (text.validation, text.test))
        seconds += time.perf_counter() - begun
        by_kind = {kind: -float(told[np.isin(text.test[1:], codes)].mean()) for kind, codes in kinds.items()}
        ceiling = floor if fitted.sees is None else best.get(fitted.sees)
        validated.append((Scored(fitted, -float(told.mean()), seconds, ceiling, by_kind, **rest), dev, told))

    if "ngram" in names:
        begun = time.perf_counter()
        counted = ngram_models(text.train, len(text.words), order)
        seconds = (time.perf_counter() - begun) / order
        for each in counted:
            score(each, seconds)
    if given is not None:
        score(given, 0.0, steps=given.trained.get("steps"))
    networks: list[tuple[float, WordNetwork]] = []
    now: Progress | None = None
    told = {"steps": steps, "rate": rate, "seed": seed, "text": text.name}
    made = {name: _made(name, text, hidden, window) for name in trained}
    keep_memory()

    def progress() -> Iterator[Progress]:
        for each in made.values():
            yield from training.train(each, text.train, text.validation, WordSettings(steps, rate, seed))

    def kept(now: Progress) -> WordNetwork:
        return WordNetwork(made[now.kind], now.best, text.words, text.by, {**told, "steps": now.best_step})

    begun = time.perf_counter()
    try:
        for now in progress() if watch is None else watch(progress()):
            if not np.isfinite(now.loss):
                what, remedy = (
                    "after {step:,} {step:step|steps} the loss of {kind} is beyond all bounds",
                    "a smaller one, such as 0.005",
                )
                _keep(networks, output)
                raise UsageError("rate", what, remedy, step=now.step, kind=now.kind)
            if now.step == steps:
                fitted = kept(now)
                score(
                    fitted,
                    time.perf_counter() - begun,
                    steps=steps,
                    kept=now.best_step,
                    seen=training.share_seen(now.kind, steps, text.train),
                )
                networks.append((-float(validated[-1][1].mean()), fitted))
                begun = time.perf_counter()
    except KeyboardInterrupt:
        if now is not None and now.kind not in {each.made.kind for _, each in networks}:
            networks.append((np.inf, kept(now)))
        _keep(networks, output)
        raise Stopped(min(networks, key=_nats)[1] if networks else None, now.step if now else 0) from None
    _keep(networks, output)
    scored = tuple(each for each, _, _ in validated)
    samples = [
        sampling.sample(speaker, text, count, heat, start, np.random.default_rng([seed, 5, place]), explained=explain)
        for place, speaker in enumerate(_speakers(scored, order) if count else ())
    ]
    known = [(-float(dev.mean()), each.model) for each, dev, _ in validated if isinstance(each.model, WordNetwork)]
    told_vectors = word_vectors(min(known, key=_nats)[1]) if vectors else None
    mixtures = tuple(_mixtures(validated))
    return Language(text, floor, best, scored, mixtures, seed, tuple(samples), told_vectors)


def _speakers(scored: Sequence[Scored], order: int) -> list[LanguageModel]:
    """Return the longest n-gram and the networks."""
    return [each.model for each in scored if not isinstance(each.model, NGram) or each.model.order == order]


def _sampling(sample: int | None, temperature: float, start: str, *, explain: bool) -> tuple[int, float]:
    """Return how many words are sampled, and how hot; raises UsageError for what cannot be."""
    if not 0 < (temperature := real("temperature", temperature)) <= sampling.HOTTEST:
        what, remedy = "{size:g} is not a temperature", "a number above 0, at most {most:g}"
        raise UsageError("temperature", what, remedy, size=temperature, most=sampling.HOTTEST)
    if not isinstance(start, str):
        raise UsageError("start", "{value} is not text", value=quote(repr(start)))
    if sample is not None:
        return within("sample", sample, sampling.MOST_SAMPLED), temperature
    for name, given in (("temperature", temperature != 1), ("start", start), ("explain", explain)):
        if given:
            raise UsageError(name, "without {other}", "nothing is drawn", other="sample")
    return 0, temperature


def _names(models: Sequence[str] | None, *, with_networks: bool) -> list[str]:
    if models is None:
        return ["ngram", "window", "lstm"] if with_networks else ["ngram"]
    return list(dict.fromkeys(one_of("models", name, LANGUAGE_MODELS) for name in sequence("models", models)))


def _text(
    file: str | PathLike[str] | None,
    kitchen: Any,
    by: str | None,
    vocabulary: int | None,
    given: WordNetwork | None,
    seed: int,
) -> tuple[Text, Kitchen | None]:
    """Return the text, in the words of a given network, and the kitchen where it is a diary."""
    words = None if given is None else given.vocabulary
    if by is not None and given is not None and given.by != one_of("by", by, UNITS):
        what, remedy = "the model was made by {unit}", "leave it out, or take another model"
        raise UsageError("by", what, remedy, unit=given.by)
    if vocabulary is not None and given is not None:
        raise UsageError("vocabulary", "together with {other}", "the model has its own", other="model")
    if file is not None:
        if words is not None and texts.UNKNOWN not in words:
            what = "it was made of a diary, and knows no words but its own"
            raise DataError(given.source if given else "", what, "leave the file out")
        return texts.read(
            file, by or (given.by if given else None), 4_000 if vocabulary is None else vocabulary, words
        ), None
    if vocabulary is not None or by == "char":
        parameter = "by" if by == "char" else "vocabulary"
        raise UsageError(parameter, "a diary has its own words", "name a file, or leave it out")
    cook = Kitchen.of("romance" if kitchen is None else kitchen, "kitchen")
    try:
        return texts.diary_text(cook, seed, words=words), cook
    except KeyError as error:
        what, remedy = "it does not know the word {word}", "name the text that it was made of"
        raise DataError(given.source if given else "", what, remedy, word=quote(error.args[0])) from None


def _made(kind: str, text: Text, hidden: int, window: int) -> Made:
    """Return what a network of this kind is made of, for a text."""
    words = len(text.words)
    ends = class_ends(np.bincount(text.train, minlength=words), round(words**0.5)) if words >= _CLASSES_FROM else ()
    made = Made(kind, words, _EMBEDDING[words > SMALL], hidden, window if kind == "window" else 0, ends)
    if made.size > MOST_PARAMETERS:
        what, remedy = "{count:,} parameters", "at most {most:,}: fewer hidden units, or a smaller vocabulary"
        raise UsageError("hidden", what, remedy, count=made.size, most=MOST_PARAMETERS)
    return made


def _keep(networks: list[tuple[float, WordNetwork]], output: Any) -> None:
    if output is not None and networks:
        storage.save(min(networks, key=_nats)[1], output)


def _nats(each: tuple[float, WordNetwork]) -> float:
    return each[0]


def _mixtures(validated: list[tuple[Scored, Array, Array]]) -> Iterator[Mixture]:
    """Yield the best n-gram of the validation with each network, and with all of them; or the networks together."""
    counted = [each for each in validated if isinstance(each[0].model, NGram)]
    networks = [each for each in validated if not isinstance(each[0].model, NGram)]
    least = [max(counted, key=lambda each: float(each[1].mean()))] if counted else []
    groups = [[*least, network] for network in networks if least]
    if len(networks) > 1:
        groups.append([*least, *networks])
    for group in groups:
        weights = mixture.weights(np.array([dev for _, dev, _ in group]))
        nats = -float(mixture.mixed(np.array([told for _, _, told in group]), weights).mean())
        yield Mixture(tuple(scored.model.name for scored, _, _ in group), frozen(weights), nats)


__all__ = ["Language", "Mixture", "Scored", "language"]
