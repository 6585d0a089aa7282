"""The loop: draw a batch, take a step down its gradient, and yield the progress. It prints nothing.

Lasting memory and a usable gradient work against each other (Bengio, Simard & Frasconi 1994). So a network that starts
on long seasons learns nothing: the gradient does not carry what day 40 has to do with day 0. Three things help.
Training starts with seasons of a single day and goes on to longer ones as the network masters them (a curriculum:
Bengio et al. 2009). The recurrent matrix starts orthogonal (`initial`). And noise is added to z,
so that only stable states, which are the ones that do not forget, keep the loss low (Jim, Giles & Horne 1996).

What a gate keeps changes a little every day, and drifts in a long spell of one weather. So once an LSTM or a GRU has
mastered the longest seasons, every second step goes on where the last such step has ended (`Stream`), and its weights
decay: a drift that no day needs does not stay.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from typing import Any, NamedTuple

import numpy as np

from cooking_rnn.choices import TASKS
from cooking_rnn.errors import MOST_SEED, UsageError, one_of, real, within
from cooking_rnn.network.model import (
    LARGEST_WEIGHT,
    Architecture,
    backward,
    cross_entropy,
    forward,
    initial,
    loss_and_gradient,
    unpack,
)
from cooking_rnn.network.sequence import Noise
from cooking_rnn.steps import Array, frozen
from cooking_rnn.training.adam import Adam, clip, cosine_rate
from cooking_rnn.training.score import score_next, score_translate
from cooking_rnn.training.stream import Stream
from cooking_rnn.training.tasks import KitchenSeasons, Seasons, draw

_NOISE = 0.4  # added to z: uniform in ± this
_MASTERED = 0.1  # nats: the loss below which seasons get a quarter longer
_DECAYS = 0.05  # nats: the loss below which the weights of gates decay; before, they have enough to learn
_DECAY = 0.3  # of the weights, in a step of rate 1
_SURE = 0.02  # nats: the loss below which only rare days are wrong: finer steps help, not another network
_CHECK_EVERY = 50  # steps, once the longest seasons are mastered
#: what a network must pass: seasons of this many times `length` days, with at least this probability of each right
#: dish, in climates where one weather rules or not. The quick check comes first. The long one comes often: a network is
#: checked many times, and could pass by luck
CHECKS = ((10, 0.9, False), (100, 0.75, False), (100, 0.75, True), *[(500, 0.75, True)] * 5)
_CHECK_SEASONS = 64
_CHECK_WEEKS, _CHECK_LENGTHS = 500, 7
_PATIENCE = 25  # checks that a network that is not sure may fail before training starts anew, with another network
#: too large a rate overflows; the loss shows it
_OVERFLOWING: dict[str, Any] = {"over": "ignore", "invalid": "ignore"}


#: what can be asked for, at most
LARGEST = {"length": 10_000, "steps": 10_000_000, "batch": 65_536}
_LARGEST_SIZE = 1e38  # of a rate and of a gradient: float32 knows few larger numbers


@dataclass(frozen=True)
class Settings:
    """How to train. Raises UsageError for a task that is unknown, and for a number that is none or out of range."""

    task: str = "next"
    length: int = 40  # days, the longest that are trained on
    steps: int = 6000  # at most
    batch: int = 64
    rate: float = 0.01
    clip: float = 1.0
    seed: int = 0

    def __post_init__(self) -> None:
        one_of("task", self.task, TASKS)
        for name, most in LARGEST.items():
            object.__setattr__(self, name, within(name, getattr(self, name), most))
        object.__setattr__(self, "seed", within("seed", self.seed, MOST_SEED, 0))
        for name in ("rate", "clip"):
            object.__setattr__(self, name, size := real(name, getattr(self, name)))
            if not 0 < size <= _LARGEST_SIZE:  # nan too
                what, remedy = "{size:g} is not a size", "a number above 0, at most {most:g}"
                raise UsageError(name, what, remedy, size=size, most=_LARGEST_SIZE)


class Progress(NamedTuple):
    """Where training stands after a step."""

    step: int
    loss: float  # nats a day, a running mean
    length: int  # days of the seasons it trains on now
    best: Array  # (size,) the best parameters so far: those with the lowest loss on the longest seasons
    mastered: int  # days of the seasons on which the best were trained
    restarts: int = 0  # how often training has started again with a new network
    is_converged: bool = False


@dataclass
class Schedule:
    """How long the seasons and how large the steps are, given the progress so far."""

    longest: int
    steps: int
    grows: bool  # whether seasons grow; a diary's blanks are as easy in long seasons as in short ones
    finest: float  # the least share of the rate; what decays needs larger steps to be held in its place
    length: float = 1.0
    rate: float = 1.0  # as a share of the rate asked for

    def update(self, step: int, loss: float) -> None:
        """Adjust both after a step with this running loss."""
        if not self.grows:
            self.length = self.longest
            self.rate = cosine_rate(step, self.steps)
        elif loss < _MASTERED and self.length < self.longest:
            self.length = min(max(self.length * 1.25, int(self.length) + 1.0), self.longest)
        elif loss < _MASTERED and self.rate > (0.3 if loss > _SURE else self.finest):
            self.rate *= 0.99  # settle


def train(architecture: Architecture, seasons: Seasons, settings: Settings) -> Iterator[Progress]:
    """Yield the progress of each step, until a check is passed, the steps are used up, or the loss is nan.

    The check of `next`: on fresh seasons, many times as long as those it trained on, every day is right with a high
    probability (`CHECKS`). That of `translate`: fresh weeks of up to `length` days are wholly right, with the network's
    own dishes. Some days of `fill` can only be guessed, so `fill` uses all its steps. A network that
    masters the longest seasons and still fails the check many times is replaced by a new one, within the same steps,
    unless its loss is so low that only rare days are wrong.
    """
    rng = np.random.default_rng(settings.seed)
    counts = architecture.inputs - architecture.outputs, architecture.outputs

    def noise(shape: tuple[int, ...]) -> Array:
        size = math.prod(shape)
        raw = rng.bit_generator.random_raw(-(-size // 8)).astype("<u8", copy=False)
        drawn: Array = raw.view(np.int8)[:size].reshape(shape).astype(np.float32)  # 256 values are fine enough
        drawn += 0.5
        drawn *= _NOISE / 128
        return drawn

    step, best, highest = 0, np.empty(0), (0, -math.inf)
    for restarts in count():
        flat, adam, loss, failed = initial(architecture, rng), Adam(), math.nan, 0
        stream = None
        drifts = architecture.cell != "simple"  # what gates keep changes a little every day
        if drifts and settings.task == "next" and isinstance(seasons, KitchenSeasons) and len(seasons.table) > 1:
            stream = Stream(architecture, seasons, settings.batch, rng)
        schedule = Schedule(settings.length, settings.steps, settings.task != "fill", 0.3 if stream else 0.05)
        schedule.update(0, math.inf)
        is_noisy = settings.task != "translate"  # a vector that holds a whole week has no room for it
        while failed < _PATIENCE:
            step, length = step + 1, int(schedule.length)
            is_long = stream is not None and length == settings.length and loss < _MASTERED and step % 2 == 1
            with np.errstate(**_OVERFLOWING):
                if is_long and stream is not None:
                    now, gradient = _gone_on(architecture, flat, stream, length, noise)
                else:
                    batch = draw(settings.task, seasons, length, settings.batch, counts, rng)
                    now, gradient = loss_and_gradient(architecture, flat, *batch, noise if is_noisy else None)
                norm = clip(gradient, settings.clip)
                is_large = not np.dot(flat, flat) <= LARGEST_WEIGHT**2  # nan too
            if is_large or not (math.isfinite(now) and math.isfinite(norm)):
                yield Progress(step, math.nan, length, best if step > 1 else frozen(flat), highest[0], restarts)
                return
            if not is_long:
                loss = now if math.isnan(loss) else loss + 0.1 * (now - loss)
            schedule.update(step, loss)
            if (length, -loss) > highest:
                highest, best = (length, -loss), frozen(flat)
            with np.errstate(**_OVERFLOWING):
                decays = stream is not None and length == settings.length and loss < _DECAYS
                adam.move(flat, gradient, settings.rate * schedule.rate, _DECAY if decays else 0.0)
            is_due = settings.task != "fill" and length == settings.length and step % _CHECK_EVERY == 0
            if is_due and loss < _MASTERED:
                if _passes(architecture, flat, seasons, settings, rng):
                    yield Progress(step, loss, length, frozen(flat), length, restarts, is_converged=True)
                    return
                failed += settings.task == "next" and loss > _SURE  # a longer `translate` gets there in the end
            yield Progress(step, loss, length, best, highest[0], restarts)
            if step == settings.steps:
                return


def _gone_on(architecture: Architecture, flat: Array, stream: Stream, days: int, noise: Noise) -> tuple[float, Array]:
    """Return the loss and its gradient over the next days of a stream of seasons, which goes on from there."""
    batch, parameters = stream.draw(flat, days), unpack(architecture, flat)
    scores, trace = forward(architecture, parameters, batch.inputs, states=stream.states, noise=noise)
    loss, d_scores = cross_entropy(scores, batch.targets)
    gradient = np.empty_like(flat)
    backward(architecture, parameters, trace, d_scores, gradient)
    stream.keep(trace.states, scores[-1].argmax(axis=0))
    return loss, gradient


def keep_memory() -> None:
    """Make malloc keep the memory of one step's arrays for the next step.

    Without this, glibc returns it to the system after each step, and getting new pages can cost as much as the
    computation itself. Once a block of this size has been freed, malloc keeps smaller ones (mallopt(3),
    M_MMAP_THRESHOLD).
    """
    np.empty(1 << 24, np.uint8)  # its pages are never touched, so it costs nothing


def _passes(
    architecture: Architecture, flat: Array, seasons: Seasons, settings: Settings, rng: np.random.Generator
) -> bool:
    """Return whether the check of the task is passed; see `train`.

    A diary has only its own seasons, at most as long as it is; who learns for a climate is asked in that climate.
    """
    if settings.task == "translate":
        lengths = sorted({*np.linspace(settings.length, 1, _CHECK_LENGTHS).astype(int).tolist()}, reverse=True)
        scores = (score_translate(architecture, flat, seasons, each, _CHECK_WEEKS, rng) for each in lengths)
        return all(score.by_sequence == 1 for score in scores)
    for times, sure, is_ruled in CHECKS:
        asked = seasons
        if is_ruled and isinstance(seasons, KitchenSeasons) and seasons.climate is None:
            asked = replace(seasons, climates=1.0)
        score = score_next(architecture, flat, asked, times * settings.length, _CHECK_SEASONS, rng)
        if score.by_sequence < 1 or score.least_sure < sure:
            return False
    return True
