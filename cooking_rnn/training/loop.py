"""The loop: draw a batch, go down its gradient, and say how it goes. It prints nothing.

Perfect memory and a usable gradient pull against each other (Bengio 1994), so a network that starts on long
seasons learns nothing: what day 40 has to do with day 0 does not reach it. Three things help, and each is a
line below: it starts with seasons of a single day and goes on to longer ones as it masters them (a curriculum,
Bengio 2009); its recurrent matrix starts orthogonal (`initial`); and noise is added to what each cell adds up,
so that only states that stand firm, which is what forgets nothing, keep the loss low (Jim, Giles & Horne 1996).
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cooking_rnn.errors import UsageError
from cooking_rnn.network.model import Architecture, initial, loss_and_gradient
from cooking_rnn.training.adam import Adam, clip
from cooking_rnn.training.score import score_next
from cooking_rnn.training.tasks import Seasons, draw

Array = NDArray[Any]

_NOISE = 0.4  # of what a cell adds up: uniform in ± this
_MASTERED = 0.1  # nats: the loss under which seasons get a quarter longer
_CHECK_EVERY = 50  # steps, once the longest seasons are mastered
#: a check that is passed: times --length, and the least probability of a right dish; the quick one first. The last is
#: there twice, for who tries again and again passes once by luck
CHECKS = ((10, 0.9), (100, 0.75), (100, 0.75))
_CHECK_SEASONS = 64
_PATIENCE = 25  # checks that a network may fail before training starts anew, with another network
#: what a rate that is too large comes to; it is seen in the loss
_OVERFLOWING: dict[str, Any] = {"over": "ignore", "invalid": "ignore"}


@dataclass(frozen=True)
class Settings:
    """How to train; raises UsageError for what cannot be."""

    task: str = "next"
    length: int = 40  # days, the longest that are trained on
    steps: int = 6000  # at most
    batch: int = 64
    rate: float = 0.01
    clip: float = 1.0
    seed: int = 0

    def __post_init__(self) -> None:
        for option, number in (("--length", self.length), ("--steps", self.steps), ("--batch", self.batch)):
            if number < 1:
                raise UsageError(option, f"{number} is too few", "at least 1")
        for option, size in (("--rate", self.rate), ("--clip", self.clip)):
            if not (math.isfinite(size) and size > 0):
                raise UsageError(option, f"{size:g} is not a size", "a number above 0")


class Progress(NamedTuple):
    """Where training stands after a step."""

    step: int
    loss: float  # nats a day, a running mean
    length: int  # days of the seasons that are trained on now
    best: Array  # (size,) the best parameters so far: of the longest seasons, those with the lowest loss
    mastered: int  # days of the seasons that the best were trained on
    restarts: int = 0  # how often it has started anew
    is_converged: bool = False


@dataclass
class Schedule:
    """How long the seasons are and how large the steps, by how it has gone so far."""

    longest: int
    steps: int
    grows: bool  # whether seasons grow, as in `next`; a diary's blanks are as easy in long ones as in short
    length: float = 1.0
    rate: float = 1.0  # as a share of --rate

    def update(self, step: int, loss: float) -> None:
        """Take the running loss of a step into account."""
        if not self.grows:
            self.length = self.longest
            self.rate = max(0.05, 0.5 + 0.5 * math.cos(math.pi * step / self.steps))
        elif loss < _MASTERED and self.length < self.longest:
            self.length = min(max(self.length * 1.25, int(self.length) + 1.0), self.longest)
        elif loss < _MASTERED:
            self.rate = max(self.rate * 0.99, 0.3)  # settle


def train(architecture: Architecture, seasons: Seasons, settings: Settings) -> Iterator[Progress]:
    """Yield the progress of each step; it ends when a check is passed, or with the last of the steps.

    Or with a loss of nan, where it is no number any more.

    The check, for `next`: on fresh seasons, many times as long as those trained on, every day is right, and
    surely so. `fill` is right about some days only by luck, so there it trains to the end. A network that masters the
    longest seasons and fails the check again and again is given up for a new one, within the same steps.
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
        schedule = Schedule(settings.length, settings.steps, settings.task == "next")
        schedule.update(0, math.inf)
        while failed < _PATIENCE:
            step, length = step + 1, int(schedule.length)
            batch = draw(settings.task, seasons, length, settings.batch, counts, rng)
            with np.errstate(**_OVERFLOWING):
                now, gradient = loss_and_gradient(architecture, flat, *batch, noise)
                norm = clip(gradient, settings.clip)
            if not (math.isfinite(now) and math.isfinite(norm)):
                yield Progress(step, math.nan, length, best if step > 1 else flat, highest[0], restarts)
                return
            loss = now if math.isnan(loss) else loss + 0.1 * (now - loss)
            schedule.update(step, loss)
            if (length, -loss) > highest:
                highest, best = (length, -loss), flat.copy()
            with np.errstate(**_OVERFLOWING):
                adam.move(flat, gradient, settings.rate * schedule.rate)
            is_due = settings.task == "next" and length == settings.length and step % _CHECK_EVERY == 0
            if is_due and loss < _MASTERED:
                if _passes(architecture, flat, seasons, settings, rng):
                    yield Progress(step, loss, length, flat, length, restarts, is_converged=True)
                    return
                failed += 1
            yield Progress(step, loss, length, best, highest[0], restarts)
            if step == settings.steps:
                return


def keep_memory() -> None:
    """Let the arrays of one step be used again by the next.

    Else glibc gives them back to the system after each step, and new pages can cost as much as what is computed on
    them. Once so large a block was freed, malloc keeps what is smaller (mallopt(3), M_MMAP_THRESHOLD).
    """
    np.empty(1 << 24, np.uint8)  # is not touched, so it costs nothing


def _passes(
    architecture: Architecture, flat: Array, seasons: Seasons, settings: Settings, rng: np.random.Generator
) -> bool:
    """Return whether every day is right, and surely so, on seasons far longer than those trained on.

    A diary has no others than its own, as long as it is.
    """
    for times, sure in CHECKS:
        score = score_next(architecture, flat, seasons, times * settings.length, _CHECK_SEASONS, rng)
        if score.by_sequence < 1 or score.least_sure < sure:
            return False
    return True
