"""How training goes, while it goes: a bar with the loss on standard error, where somebody watches."""

import sys
import time
from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from cooking_rnn.training.loop import Progress as Training

_EVERY = 0.1  # seconds between two looks


def watched(training: Iterable[Training], steps: int, lang: str) -> Iterator[Training]:
    """Yield what `training` yields, and show how far it has come; nothing where standard error is no terminal."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield from training
        return
    loss = "损失" if lang == "zh" else "loss"
    per_second = "步/秒" if lang == "zh" else "steps/s"
    columns = [
        TextColumn("{task.completed}/{task.total}"),
        BarColumn(20),
        TextColumn(f"{loss} {{task.fields[told]}}"),
        TextColumn(f"{{task.fields[speed]:.0f}} {per_second}"),
        TimeRemainingColumn(),
    ]
    begun = shown = time.monotonic()
    with Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as bar:
        task = bar.add_task("", total=steps, told="–", speed=0.0)
        for progress in training:
            now = time.monotonic()
            if now - shown > _EVERY:
                shown = now
                speed = progress.step / (now - begun)
                days = (
                    f"{progress.length} 天" if lang == "zh" else f"{progress.length} day{'s' * (progress.length > 1)}"
                )
                bar.update(task, completed=progress.step, told=f"{progress.loss:.4f} · {days}", speed=speed)
                bar.refresh()
            yield progress
