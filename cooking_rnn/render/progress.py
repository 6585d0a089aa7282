"""How training goes, while it goes: a bar with the loss on standard error, where somebody watches."""

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

_EVERY = 0.1  # seconds between two looks


class _Step(Protocol):
    """Where a training stands."""

    @property
    def step(self) -> int: ...
    @property
    def loss(self) -> float: ...
    @property
    def length(self) -> int: ...


Step = TypeVar("Step", bound=_Step)


def watched(training: Iterable[Step], steps: int, say: Callable[..., str]) -> Iterator[Step]:
    """Yield what `training` yields, and show how far it has come; nothing where standard error is no terminal."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield from training
        return
    columns = [
        TextColumn("{task.completed}/{task.total}"),
        BarColumn(20),
        TextColumn("{task.fields[told]}"),
        TimeRemainingColumn(),
    ]
    begun = shown = time.monotonic()
    with Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as bar:
        task = bar.add_task("", total=steps, told="")
        for progress in training:
            now = time.monotonic()
            if now - shown > _EVERY:
                shown = now
                told = say(
                    "loss {loss:.4f} · {days} {days:day|days} · {speed:.0f} steps/s",
                    loss=progress.loss,
                    days=progress.length,
                    speed=progress.step / (now - begun),
                )
                bar.update(task, completed=progress.step, told=told)
                bar.refresh()
            yield progress
