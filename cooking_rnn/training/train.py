"""A network learns a kitchen from its diary: the lesson, the loop, and how often it is right in the end."""

import math
import time
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from os import PathLike
from typing import NamedTuple

import numpy as np

from cooking_rnn.choices import CELLS, TASKS
from cooking_rnn.errors import DataError, UsageError, one_of, real, refuse_with, within
from cooking_rnn.files import to_write
from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.names import Names
from cooking_rnn.network.model import Architecture
from cooking_rnn.network.network import Network
from cooking_rnn.network.translate import MOST_DAYS, Translator
from cooking_rnn.shown import Shown
from cooking_rnn.steps import Array, freeze
from cooking_rnn.text.networks import WordNetwork
from cooking_rnn.training import diary as diaries
from cooking_rnn.training import loop
from cooking_rnn.training.diary import Diary
from cooking_rnn.training.loop import Progress, Settings
from cooking_rnn.training.report import InClimate, Row, report_climates, report_fill, report_next, telling
from cooking_rnn.training.tasks import SPELLS, Climate, DiarySeasons, KitchenSeasons, Seasons
from cooking_rnn.weather.chance import WORDS, turning

#: where nothing is said
STEPS = {"next": 6000, "fill": 1000, "translate": 6000}
LENGTHS = {"next": 40, "fill": 40, "translate": 7}
HIDDEN = {"next": 16, "fill": 16, "translate": 64}
MOST_PARAMETERS = 10_000_000
_MOST_KEPT = 4_000  # parameters of a network that is kept on the way
_MOST_BYTES = 1 << 30  # for the seasons of a step
_MULTIPLES = (1, 10, 100, 1000)  # of the length, on which `next` is scored; the last if it is to be thorough
_BEYOND = (1, 8 / 7, 10 / 7, 2, 3)  # of the length, on which `translate` is scored
_UNLIMITED = 1_000_000_000  # days of a season that a kitchen can have

#: what is wrapped round the progress of each step, such as a progress bar
Watch = Callable[[Iterator[Progress]], Iterable[Progress]]


class Stage(NamedTuple):
    """The best network after so many steps."""

    step: int
    flat: Array  # (size,)


@dataclass(frozen=True, eq=False, repr=False)
class Training(Shown):
    """What a training came to: the network, how often it is right, and the loss on the way."""

    network: Network
    rows: tuple[Row, ...]  # how often it is right, and how often it could be
    losses: Array  # (steps,) nats a day, a running mean; nan where it diverged
    seconds: float
    converged: bool | None  # whether it passed its check; None for `fill`, which has none
    restarts: int  # how often it started again with a new network
    mastered: int  # days of the longest seasons that it was trained on
    is_of_diary: bool  # whether it learned from a diary instead of a kitchen
    stages: tuple[Stage, ...] = ()  # the network on the way, of a small one
    climates: tuple[InClimate, ...] = ()  # how often it is right in climates, where the rules are known

    def __post_init__(self) -> None:
        freeze(self, "losses")

    @property
    def diverged(self) -> bool:
        """Whether the loss was no number in the end."""
        return not np.isfinite(self.losses[-1])

    def __repr__(self) -> str:
        right = ", ".join(f"{row.score.by_day:.4g}" for row in self.rows)
        return f"<Training of {self.network.name}: {len(self.losses)} steps, converged {self.converged}, right {right}>"


class Stopped(KeyboardInterrupt):
    """Ctrl-C while a network was trained; `network` is the best so far, None before the first step."""

    def __init__(self, network: "Network | WordNetwork | None", steps: int) -> None:
        super().__init__(f"stopped after {steps} steps")
        self.network, self.steps = network, steps


def train(
    kitchen: Kitchen | str | PathLike[str] | None = None,
    *,
    diary: Diary | str | PathLike[str] | None = None,
    cell: str = "simple",
    hidden: int | None = None,
    layers: int = 1,
    bidirectional: bool = False,
    task: str = "next",
    length: int | None = None,
    steps: int | None = None,
    batch: int = 64,
    rate: float = 0.01,
    clip: float = 1.0,
    seed: int = 0,
    rain: float | None = None,
    stay: float | None = None,
    thorough: bool = False,
    watch: Watch | None = None,
    output: str | PathLike[str] | None = None,
) -> Training:
    """Train a network to cook like a kitchen, or to fill the blanks of its diaries, from nothing but its days.

    With the task `translate` it learns to read a week's weather, and then to write the week's menu.

    The `kitchen` is "romance" where nothing is said. Training starts with short seasons and goes on to longer ones as
    the network masters them. Then it is scored on fresh weather, longer than any it has seen, and in climates. With a
    `diary` it learns from the first four fifths of that instead, and is scored on the last. `rain` and `stay` are the
    climate that it is trained for, as `cook weather` has them. `watch` wraps the progress of the steps, as a progress
    bar does. The network is written to `output` as soon as it is trained, or stopped.

    Raises UsageError for what cannot be trained, DataError for what is wrong in a file, and Stopped on Ctrl-C.
    """
    one_of("task", task, TASKS)
    hidden, length, steps = (
        told[task] if said is None else said for told, said in ((HIDDEN, hidden), (LENGTHS, length), (STEPS, steps))
    )
    settings = Settings(task, length, steps, batch, rate, clip, seed)
    if bidirectional and task == "next":
        raise UsageError("bidirectional", "together with --task next", "tomorrow's weather is not known; --task fill")
    if bidirectional and task == "translate":
        remedy = "a menu is written forward; --task fill"
        raise UsageError("bidirectional", "together with --task {task}", remedy, task=task)
    if kitchen is not None:
        remedy = "leave one of them out"
        refuse_with("kitchen", remedy, diary=diary)
    if task == "fill" and settings.length < 4:
        what = "{days} is too few days for two blanks between others"
        raise UsageError("length", what, "at least 4", days=settings.length)
    if task != "next" and thorough:
        raise UsageError("thorough", "together with --task {task}", "it is for --task next", task=task)
    if task == "translate":
        within("length", settings.length, MOST_DAYS)
    for name, share in (("rain", rain), ("stay", stay)):
        if share is not None and task != "next":
            raise UsageError(name, "together with --task {task}", "it is for --task next", task=task)
    if diary is not None:
        refuse_with("diary", "its weather is its own", rain=rain, stay=stay)
    one_of("cell", cell, CELLS)  # a hard-max has no slope to learn by
    if output is not None:
        file = diary if isinstance(diary, str | PathLike) else None
        what = "{name} is not the name of a network"
        output = to_write(output, ".npz", what, file)
    lesson = (
        _of_kitchen(Kitchen.of("romance" if kitchen is None else kitchen, "kitchen"), task, rain, stay)
        if diary is None
        else _of_diary(diary, 4 if task == "fill" else 1)
    )
    inputs, outputs = len(lesson.weathers) + len(lesson.dishes), len(lesson.dishes)
    architecture = Architecture(cell, inputs, outputs, hidden, layers, bidirectional)
    _check_size(architecture, settings)
    rules = None if lesson.table is None else lesson.table.tolist()
    told = {name: value for name, value in asdict(settings).items() if name != "task"}
    if climate := getattr(lesson.seasons, "climate", None):
        told |= {"rain": climate.rain, "stay": climate.stay}
    names = lesson.name, lesson.start, lesson.dishes, lesson.weathers

    losses, last, network = array("d"), None, None
    stages: list[Stage] = []

    def kept(best: Array) -> Network:
        """Return the network with these parameters, which is written to `output` first."""
        kind = Translator if task == "translate" else Network
        made = kind(architecture, best, task, *names, {**told, "rules": rules}, str(output or ""))
        if output is not None:
            made.save(output)
        return made

    loop.keep_memory()
    begun = time.perf_counter()
    try:
        progress = loop.train(architecture, lesson.seasons, settings)
        for last in progress if watch is None else watch(progress):
            losses.append(last.loss)
            if architecture.size <= _MOST_KEPT and len(losses) >= 1.25 * (stages[-1].step if stages else 0):
                stages.append(Stage(len(losses), last.best))
        seconds = time.perf_counter() - begun
        assert last is not None  # there is a step at least
        network = kept(last.best)
        rows, climates = _scored(network, lesson, settings, thorough=thorough)
    except KeyboardInterrupt:
        if network is None and last is not None:
            network = kept(last.best)
        raise Stopped(network, len(losses)) from None
    converged = None if task == "fill" else last.is_converged
    is_of_diary = diary is not None
    stages.append(Stage(len(losses), last.best))
    end = last.restarts, last.mastered, is_of_diary, tuple(stages), tuple(climates)
    return Training(network, tuple(rows), np.array(losses), seconds, converged, *end)


class _Lesson(NamedTuple):
    """What a network is to learn."""

    name: str
    start: int
    dishes: Names
    weathers: Names
    seasons: Seasons  # to learn from
    fresh: Seasons  # to score on
    table: Array | None  # the rules, where they are known
    longest: int  # days of a season, where a diary has no more


def _of_kitchen(kitchen: Kitchen, task: str, rain: float | None, stay: float | None) -> _Lesson:
    climate = None if rain is None and stay is None else _climate(kitchen, rain, stay)
    spells, has_weather = SPELLS if task == "next" and climate is None else 0, bool(kitchen.weathers)
    learned, fresh = (KitchenSeasons(kitchen.table, has_weather, share, climate=climate) for share in (spells, 0))
    names = kitchen.name, kitchen.start, kitchen.dishes, kitchen.weathers
    return _Lesson(*names, learned, fresh, kitchen.table, _UNLIMITED)


def _climate(kitchen: Kitchen, rain: float | None, stay: float | None) -> Climate:
    """Return a climate of the weathers that chance makes; raises UsageError for a kitchen that lacks them."""
    rain, stay = (None if share is None else real(name, share) for name, share in (("rain", rain), ("stay", stay)))
    rain = 0.5 if rain is None else rain
    turning(rain, stay)
    if not {*WORDS} <= {*kitchen.weathers.ids}:
        raise UsageError("kitchen", "chance makes {words:and}", "choose a kitchen that has both", words=list(WORDS))
    return Climate(rain, stay, np.array([kitchen.weathers.ids.index(word) for word in WORDS]))


def _of_diary(diary: Diary | str | PathLike[str], held_out: int) -> _Lesson:
    diary = diary if isinstance(diary, Diary) else diaries.load(diary)
    dishes, weathers = diaries.names(diary)
    learned, fresh = diaries.to_learn_from(diary, dishes, weathers)
    if len(fresh.weathers) < held_out:
        what, remedy = "{days} of its days, the last fifth, are held out", "{least} at least, so {all} days in all"
        raise DataError(diary.where, what, remedy, days=len(fresh.weathers), least=held_out, all=5 * held_out)
    table = diaries.observed_table(learned, (len(weathers), len(dishes)))
    first = dishes.find(diary.start or diary.dish_of(diary.rows[0])) or 0
    seasons = DiarySeasons(learned.weathers, learned.dishes), DiarySeasons(fresh.weathers, fresh.dishes)
    return _Lesson(diary.name, first, dishes, weathers, *seasons, table, len(fresh.weathers))


def _check_size(architecture: Architecture, settings: Settings) -> None:
    """Raise UsageError for a network, or seasons, that take more memory than there may be."""
    if architecture.size > MOST_PARAMETERS:
        what, remedy = "{count:,} parameters", "at most {most:,}: fewer hidden units, or fewer layers"
        raise UsageError("hidden", what, remedy, count=architecture.size, most=MOST_PARAMETERS)
    days = 2 * settings.length if settings.task == "translate" else settings.length + 1
    needed = settings.batch * days * architecture.bytes_a_day
    if needed > _MOST_BYTES:
        what = "{batch:,} seasons of {length:,} days would take {needed:,} MB with this network"
        remedy = "at most {most:,} MB: a smaller --batch or --length, fewer hidden units"
        sizes = {"needed": needed >> 20, "most": _MOST_BYTES >> 20}
        raise UsageError("batch", what, remedy, batch=settings.batch, length=settings.length, **sizes)


def _scored(
    network: Network, lesson: _Lesson, settings: Settings, *, thorough: bool
) -> tuple[list[Row], list[InClimate]]:
    """Return how often the network is right on fresh seasons, and in climates."""
    rng = np.random.default_rng([settings.seed, 1])  # other weather than in training
    given = network.architecture, network.flat, lesson.fresh
    with np.errstate(over="ignore", invalid="ignore"):  # the best of a training that diverged
        if network.task != "fill":
            times = _BEYOND if network.task == "translate" else _MULTIPLES if thorough else _MULTIPLES[:-1]
            lengths = sorted({min(math.ceil(settings.length * each), lesson.longest) for each in times})
            rows = report_next(*given, lesson.table, lengths, lesson.longest, rng, network.task)
            if network.task != "next" or lesson.table is None or not isinstance(lesson.fresh, KitchenSeasons):
                return rows, []
            return rows, report_climates(*given[:2], lesson.table, telling(lesson.weathers), lengths[-1], rng)
        # the weathers of a diary need not be equally likely
        table = lesson.table if lesson.longest == _UNLIMITED else None
        return report_fill(*given, table, min(settings.length, lesson.longest), rng), []
