"""How training goes, while it goes: a bar on standard error, where somebody watches."""

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

_EVERY = 0.1  # seconds between two looks

Step = TypeVar("Step")


def watched(training: Iterable[Step], steps: int, told: Callable[[Step, float], tuple[int, str]]) -> Iterator[Step]:
    """Yield what `training` yields, and show how far of all `steps` it has come.

    `told` takes what was yielded and the seconds since the start; it returns the step and the text beside the bar.
    Nothing is shown where standard error is no terminal.
    """
    if sys.stderr is None or not sys.stderr.isatty():
        yield from training
        return
    from rich.console import Console  # 60 ms, which a pipe need not wait for
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

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
                step, text = told(progress, now - begun)
                bar.update(task, completed=step, told=text)
                bar.refresh()
            yield progress
