"""Who learns it, over many seeds: every combination is trained, scored, extracted and compared, a run each.

One trained network is an anecdote. A study trains many, as Delétang et al. (2023) do to compare cells over tasks, and
says how sure the share is that learned (Wilson 1927).
"""

import logging
import math
import signal
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from itertools import islice, product
from multiprocessing import get_context
from os import PathLike, _exit
from statistics import median
from threading import Thread
from typing import Any, NamedTuple

import numpy as np

from cooking_rnn.choices import BASELINES, CELLS
from cooking_rnn.errors import DataError, UsageError, one_of, quote, sequence, within
from cooking_rnn.files import to_write
from cooking_rnn.insight.comparison import compare
from cooking_rnn.insight.extraction import extract
from cooking_rnn.insight.runs import VERSION, held
from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.kitchen.rules import rule
from cooking_rnn.names import Name, Names, weather_names
from cooking_rnn.network.network import Network
from cooking_rnn.shown import Shown
from cooking_rnn.steps import Array
from cooking_rnn.training import baselines as simpler
from cooking_rnn.training.diary import Diary, DiaryRow
from cooking_rnn.training.report import InClimate, Row, report_climates, report_next, telling
from cooking_rnn.training.tasks import KitchenSeasons
from cooking_rnn.training.train import STEPS, Training, train

MOST_RUNS = 1_000_000
MOST_JOBS = 256
MOST_DIARY_DAYS = 1_000_000
_BY_LUCK = 0.02  # below its ceiling, a share of 4,000 diaries may be by chance
_Z = 1.959964  # standard deviations that hold 95 %

Job = Mapping[str, Any]  # a run that is asked for, as it will stand in its line
#: what is wrapped round the runs as they end, such as a progress bar: it is told how many there will be
Watch = Callable[[Iterator["Run"], int], Iterable[Any]]


class Setup(NamedTuple):
    """What the seeds of a group have in common."""

    kitchen: str
    cell: str  # or a baseline
    hidden: int  # units; of an n-gram and a window, the days that they see
    layers: int
    bidirectional: bool
    diary_days: int | None  # None: it learned from the kitchen, a fresh diary every step


class Run(NamedTuple):
    """What one training came to."""

    setup: Setup
    seed: int
    right: bool  # on every day that was scored; of `fill`, as often as one can be
    steps: int
    seconds: float
    states: int | None  # of the machine that was extracted; None where none was
    as_taught: bool  # whether that machine is a kitchen, and proved equal to the one that was taught
    accuracy: tuple[tuple[int, float], ...]  # days of the seasons, the share of days that are right
    climates: tuple[tuple[float, float], ...]  # the share of one weather, that of days that are right; or not scored


@dataclass(frozen=True)
class Group:
    """The runs of one setup."""

    setup: Setup
    runs: tuple[Run, ...]

    @property
    def right(self) -> int:
        """How many seeds learned it."""
        return sum(run.right for run in self.runs)

    @property
    def climates(self) -> tuple[int, int]:
        """How many networks are right in every climate, and how many were scored in climates."""
        scored = [run.climates for run in self.runs if run.climates]
        return sum(all(right == 1 for _, right in each) for each in scored), len(scored)

    @property
    def interval(self) -> tuple[float, float]:
        """What the share of all seeds may be, with 95 % confidence."""
        return wilson(self.right, len(self.runs))

    @property
    def extracted(self) -> int:
        """From how many a machine was extracted."""
        return sum(run.states is not None for run in self.runs)

    @property
    def proved(self) -> int:
        """How many machines are proved equal to the kitchen."""
        return sum(run.as_taught for run in self.runs)

    @property
    def seconds(self) -> tuple[float, float]:
        """The median and the most of the seconds of a run."""
        each = [run.seconds for run in self.runs]
        return median(each), max(each)

    @property
    def steps(self) -> float:
        """The median of the training steps."""
        return median(run.steps for run in self.runs)

    @property
    def accuracy(self) -> tuple[tuple[int, float], ...]:
        """The mean share of days that are right, by the days of the seasons."""
        shares: dict[int, list[float]] = {}
        for days, right in (each for run in self.runs for each in run.accuracy):
            shares.setdefault(days, []).append(right)
        return tuple((days, sum(each) / len(each)) for days, each in sorted(shares.items()))


@dataclass(frozen=True, eq=False, repr=False)
class Study(Shown):
    """All runs that were asked for."""

    task: str  # "next", or "fill" where networks read both ways
    runs: tuple[Run, ...]

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The runs by their setups, in the order of the first seed."""
        groups: dict[Setup, list[Run]] = {}
        for run in self.runs:
            groups.setdefault(run.setup, []).append(run)
        return tuple(Group(setup, tuple(runs)) for setup, runs in groups.items())

    def __repr__(self) -> str:
        right = ", ".join(f"{each.right} of {len(each.runs)}" for each in self.groups[:5])
        return f"<Study of {len(self.runs)} runs: {right}{', …' * (len(self.groups) > 5)} right>"


def wilson(right: int, of: int) -> tuple[float, float]:
    """Return between what shares all of a kind may be right, with 95 % confidence, if `right` of `of` are.

    E. B. Wilson, Probable inference, the law of succession, and statistical inference (1927).
    """
    centre, scale = right + _Z**2 / 2, of + _Z**2
    half = _Z * math.sqrt(right * (of - right) / of + _Z**2 / 4)
    return (centre - half) / scale if right else 0.0, (centre + half) / scale if right < of else 1.0


def study(
    kitchens: Sequence[Kitchen | str | PathLike[str]] = ("romance",),
    *,
    cells: Sequence[str] = ("simple",),
    hidden: Sequence[int] = (16,),
    layers: Sequence[int] = (1,),
    bidirectional: bool = False,
    diary_days: Sequence[int] = (),
    baselines: Sequence[str] = (),
    seeds: int = 20,
    length: int = 40,
    steps: int | None = None,
    output: str | PathLike[str] | None = None,
    jobs: int = 1,
    scheduler: str | None = None,
    watch: Watch | None = None,
) -> Study:
    """Train a network of every combination for every seed, and see how many learn their kitchen.

    `bidirectional` networks fill the blanks of diaries, beside those that read one way. With `diary_days`, each
    network has one diary of so many days to learn from. `baselines` learn beside them what they can: see
    `training.baselines`. Each run is a line of the file `output` when it ends; runs
    that stand there already are not run again. They run in this process, in as many processes as there are `jobs`,
    or on a cluster whose dask `scheduler` is at an address such as "tcp://host:8786". `watch` wraps the runs as they
    end, as a progress bar does.

    Raises UsageError for what cannot be studied, DataError for an output that holds something else or is held by
    another process, and for workers that fail.
    """
    task = "fill" if bidirectional else "next"
    steps = STEPS[task] if steps is None else steps
    settings = {"task": task, "length": within("length", length, 100_000), "steps": within("steps", steps, 10**9)}
    within("jobs", jobs, MOST_JOBS)
    if scheduler is not None and jobs != 1:
        raise UsageError("jobs", "together with {other}", "its workers are the jobs", other="scheduler")
    if bidirectional and diary_days:
        raise UsageError("diary_days", "together with {other}", "leave one of them out", other="bidirectional")
    if bidirectional and baselines:
        raise UsageError("baselines", "together with {other}", "they fill no blanks", other="bidirectional")
    setups: list[tuple[Any, ...]] = list(
        product(
            [one_of("cells", cell, CELLS) for cell in sequence("cells", cells)],
            [within("hidden", each, 10_000) for each in sequence("hidden", hidden)],
            [within("layers", each, 100) for each in sequence("layers", layers)],
            (False, True) if bidirectional else (False,),
            [within("diary_days", each, MOST_DIARY_DAYS, 5) for each in sequence("diary_days", diary_days)] or (None,),
        )
    )
    names = [one_of("baselines", name, BASELINES) for name in sequence("baselines", baselines)]
    setups += [(name, simpler.SIZES[name], 1, False, None) for name in names]
    asked = _asked(_kitchens(kitchens), setups, within("seeds", seeds, MOST_RUNS), settings)
    if output is not None:
        output = to_write(output, ".jsonl", "{name} is not the name of a study")
    with nullcontext() if output is None else held(output) as file:
        known = {} if file is None else _known(file.read(), asked)
        missing = [job for key, job in asked.items() if key not in known]

        def finished() -> Iterator[Run]:
            for line in _finished(missing, jobs, scheduler):
                if file is not None:
                    file.add(line)
                run = _run_of(line)
                known[_key(line)] = run
                yield run

        for _ in finished() if watch is None else watch(finished(), len(missing)):
            pass
    return Study(task, tuple(known[key] for key in asked))


def _kitchens(kitchens: Any) -> list[Kitchen]:
    several: list[Any] = (
        [kitchens] if isinstance(kitchens, str | PathLike | Kitchen) else sequence("kitchens", kitchens)
    )
    found: dict[str, Kitchen] = {}
    for each in several:
        is_named = isinstance(each, str | PathLike)
        kitchen = Kitchen.load(each, "kitchens") if is_named else Kitchen.of(each, "kitchens")
        if found.setdefault(kitchen.name, kitchen) != kitchen:
            raise UsageError("kitchens", "two are called {name}", "give them names of their own", name=kitchen.name)
    return list(found.values())


def _asked(
    kitchens: Sequence[Kitchen], setups: Sequence[tuple[Any, ...]], seeds: int, settings: Mapping[str, Any]
) -> dict[tuple[Any, ...], Job]:
    """Return the runs that are asked for by their keys, seed by seed, so that all groups grow together."""
    told = [
        {
            "kitchen": kitchen.name,
            "dishes": list(kitchen.dishes.ids),
            "weathers": list(kitchen.weathers.ids),
            "start": kitchen.start,
            "rules": kitchen.table.tolist(),
        }
        for kitchen in kitchens
    ]
    count = len(told) * len(setups) * seeds
    if count > MOST_RUNS:
        raise UsageError("seeds", "{count:,} runs", "at most {most:,}", count=count, most=MOST_RUNS)
    found: dict[tuple[Any, ...], Job] = {}
    for seed, kitchen, setup in product(range(seeds), told, setups):
        named = dict(zip(Setup._fields[1:], setup, strict=True))
        job = {"study": VERSION, **kitchen, **named, **settings, "seed": seed}
        found[_key(job)] = job
    return found


def _key(line: Job) -> tuple[Any, ...]:
    return (*(line[name] for name in Setup._fields), line["seed"])


def _known(lines: Iterable[tuple[str, Job]], asked: Mapping[tuple[Any, ...], Job]) -> dict[tuple[Any, ...], Run]:
    """Return the runs of a file that are asked for; raises DataError for those of other settings or kitchens."""
    first = next(iter(asked.values()))
    kitchens = {job["kitchen"]: job for job in asked.values()}
    known = {}
    for where, line in lines:
        try:
            for name in ("task", "length", "steps"):
                if line[name] != first[name]:
                    what, values = "a run with {name} {was}, not {value}", {"was": line[name], "value": first[name]}
                    raise DataError(where, what, "choose another output", name=name, **values)
            same = kitchens.get(line["kitchen"], line)
            if any(line[name] != same[name] for name in ("dishes", "weathers", "start", "rules")):
                what = "the kitchen {name} has changed since"
                raise DataError(where, what, "choose another output", name=quote(line["kitchen"]))
            if _key(line) in asked:
                known[_key(line)] = _run_of(line)
        except (KeyError, TypeError, ValueError):
            raise DataError(where, "not a run of a study", "choose another output") from None
    return known


def _run_of(line: Job) -> Run:
    accuracy = tuple((row["days"], row["by_day"]) for row in line["accuracy"])
    climates = tuple((row["share"], row["by_day"]) for row in line.get("climates", ()))  # runs of before have none
    setup = Setup(*(line[name] for name in Setup._fields))
    told = {name: line[name] for name in ("seed", "right", "seconds", "states", "as_taught")}
    return Run(setup, steps=line["steps_taken"], accuracy=accuracy, climates=climates, **told)


def _finished(jobs: Sequence[Job], processes: int, scheduler: str | None) -> Iterator[Job]:
    """Yield the line of each run when it ends."""
    if scheduler is None and processes == 1:
        yield from map(run, jobs)
        return
    executor = _processes(processes) if scheduler is None else _cluster(scheduler)
    with executor as (pool, at_once):
        running: set[Future[Job]] = set()
        waiting = iter(jobs)
        while True:
            running |= {pool.submit(run, job) for job in islice(waiting, max(0, at_once() - len(running)))}
            if not running:
                return
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for each in done:
                yield each.result()


@contextmanager
def _processes(count: int) -> Iterator[tuple[Executor, Callable[[], int]]]:
    """Start processes of this machine, which end when this one does, however it ends."""
    context = get_context("spawn")
    ends, holds = context.Pipe(duplex=False)
    pool = ProcessPoolExecutor(count, context, _work_until_closed, (ends,))
    try:
        yield pool, lambda: 2 * count
    except BrokenProcessPool:
        raise DataError("study", "a worker ended before its run did", "is there memory for all of them?") from None
    finally:
        holds.close()
        pool.shutdown(cancel_futures=True)


def _work_until_closed(held: Any) -> None:
    """Leave Ctrl-C to the process that asked, and end when it closes its end of the pipe, or is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        held.poll(None)  # nothing is ever sent
        _exit(0)

    Thread(target=watch, daemon=True).start()


@contextmanager
def _cluster(address: str) -> Iterator[tuple[Executor, Callable[[], int]]]:
    """Take the workers of a dask scheduler."""
    try:
        dask = import_module("distributed")
    except ImportError:
        raise UsageError("scheduler", "needs dask.distributed", "pip install 'cooking-rnn[cluster]'") from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what goes wrong is said in a line of ours
    try:
        client = dask.Client(address, timeout=8)
    except (OSError, ValueError):
        raise DataError(address, "no scheduler answers", "start one: `dask scheduler`") from None
    with client:
        try:
            yield client.get_executor(), lambda: 2 * max(1, sum(client.nthreads().values()))
        except (ImportError, RuntimeError):  # what dask makes of a run that it cannot unpack
            remedy = "install it where the scheduler and its workers are"
            raise DataError(address, "the cluster has no cooking_rnn", remedy) from None


def run(job: Job) -> Job:
    """Train, score, extract and compare; return the line of the run, which is all that is needed to do it again."""
    begun = time.perf_counter()
    kitchen = _kitchen_of(job)
    if job["cell"] in BASELINES:
        shares = simpler.accuracy(job["cell"], kitchen, job["length"], job["steps"], job["seed"])
        told = [{"what": "next", "days": days, "by_day": right} for days, right in shares]
        return _line(job, begun, None, 0, all(right == 1 for _, right in shares), told, [], None, False)
    days = job["diary_days"]
    names = ("cell", "hidden", "layers", "bidirectional", "task", "length", "steps", "seed")
    lesson: Any = {"kitchen": kitchen} if days is None else {"diary": _diary(kitchen, days, job["seed"])}
    training = train(**lesson, **{name: job[name] for name in names})
    rows, climates = (training.rows, training.climates) if days is None else _scored(training, kitchen, job["length"])
    states, as_taught = (None, False) if job["task"] == "fill" else _extracted(training.network, kitchen)
    told = [{"what": row.what, "days": row.score.days, "by_day": row.score.by_day} for row in rows]
    right = bool(rows) and all(map(_is_right, rows))
    ruled = [{"share": row.share, "by_day": row.by_day} for row in climates]
    return _line(job, begun, training.converged, len(training.losses), right, told, ruled, states, as_taught)


def _line(job: Job, begun: float, *came_to: Any) -> Job:
    names = ("converged", "steps_taken", "right", "accuracy", "climates", "states", "as_taught")
    seconds = round(time.perf_counter() - begun, 3)
    return {**job, **dict(zip(names, came_to, strict=True)), "seconds": seconds}


def _kitchen_of(job: Job) -> Kitchen:
    dishes = Names("dish", [Name(each) for each in job["dishes"]])
    weathers = weather_names([Name(each) for each in job["weathers"]])
    rules = tuple(rule(tuple(follows), dishes) for follows in job["rules"])
    return Kitchen(job["kitchen"], job["start"], dishes, weathers, rules, job["kitchen"])


def _diary(kitchen: Kitchen, days: int, seed: int) -> Diary:
    """Return a diary of random weather."""
    rng = np.random.default_rng([seed, 2])  # apart from that of training and that of scoring
    weathers = rng.integers(0, max(len(kitchen.weathers), 1), days, np.uint8)
    eaten = [kitchen.dishes.ids[dish] for dish in (kitchen.start, *kitchen.menu(weathers, kitchen.start).tolist())]
    words = [kitchen.weathers.ids[code] if kitchen.weathers else "" for code in weathers.tolist()]
    rows = zip(words, eaten, eaten[1:], strict=False)
    fields = tuple(DiaryRow(line, row) for line, row in enumerate(rows, 2))
    return Diary(kitchen.name, ("weather", "previous", "dish"), fields, 0, 2, 1)


def _scored(training: Training, kitchen: Kitchen, length: int) -> tuple[Sequence[Row], Sequence[InClimate]]:
    """Score a network that learned from a diary on the kitchen itself; it may know its names in another order."""
    network = training.network
    if {*network.dishes.ids} != {*kitchen.dishes.ids} or {*network.weathers.ids} != {*kitchen.weathers.ids}:
        return (), ()  # its diary was too short to have them all
    dishes = [kitchen.dishes.ids.index(name) for name in network.dishes.ids]
    weathers = [kitchen.weathers.ids.index(name) for name in network.weathers.ids] or [0]
    table: Array = np.argsort(dishes)[kitchen.table[np.ix_(weathers, dishes)].astype(np.intp)]
    seasons = KitchenSeasons(table, bool(kitchen.weathers))
    rng = np.random.default_rng([training.network.trained["seed"], 1])
    lengths = (length, 10 * length, 100 * length)
    rows = report_next(network.architecture, network.flat, seasons, table, lengths, 10**9, rng)
    rare = telling(network.weathers)
    return rows, report_climates(network.architecture, network.flat, table, rare, lengths[-1], rng)


def _is_right(row: Row) -> bool:
    """Whether a network is as right as one can be."""
    return row.score.by_day == 1 if row.what == "next" else row.score.by_day >= (row.ceiling or 1) - _BY_LUCK


def _extracted(network: Network, kitchen: Kitchen) -> tuple[int | None, bool]:
    """Return the states of the machine inside a network, and whether it is proved to be the kitchen."""
    try:
        found = extract(network)
        is_kitchen = found.kitchen is not None and found.agrees
        return len(found.machine.outputs), is_kitchen and compare(found.kitchen or kitchen, kitchen).agree
    except DataError:  # more states than are walked, or names that its diary did not have
        return None, False
