"""Data formats: JSON documents, and days as JSON lines, CSV or a menu. Always identifiers, always UTF-8."""

import csv
import io
import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from cooking_rnn.show.output import write_bytes
from cooking_rnn.steps import Day, Step

Record = Mapping[str, Any]


def write_document(document: Record) -> None:
    """Write one strict JSON document (RFC 8259); it is whole in memory before its first byte is written."""
    write_bytes(_line(document))


def _line(value: Record) -> bytes:
    return (json.dumps(strict(value), ensure_ascii=False, allow_nan=False) + "\n").encode()


def strict(value: Any) -> Any:
    """Return `value` as plain JSON types: arrays as lists, numbers that JSON has no word for as null."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: strict(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [strict(item) for item in value]
    if hasattr(value, "tolist"):
        return strict(value.tolist())
    return value


def season_document(cook: Any, start: int, days: Iterable[Day], record: Callable[[Day], Record]) -> Record:
    """Return a document of days, each as `record` says it."""
    return {"kitchen": cook.name, "start": cook.dishes.ids[start], "days": [record(day) for day in days]}


def day_record(day: Day, *, vectors: bool) -> Record:
    """Return a day of a `simulate` document."""
    record = _brief(day)
    dish = record.pop("dish")
    record |= {"rule": day.rule} if day.rule is not None else {}
    record["dish"] = dish
    if day.probability is not None:
        record["probability"] = day.probability
    if vectors:
        record["vectors"] = {step.name: step.value for step in day.steps}
    return record


def explained_record(day: Day) -> Record:
    """Return a day of an `explain` document."""
    return {**day_record(day, vectors=False), "steps": [step_record(step) for step in day.steps]}


def step_record(step: Step) -> Record:
    """Return a step: its name, formula, matrix (null where there is none) and value."""
    return {"name": step.name, "formula": step.formula, "matrix": step.matrix, "value": step.value}


def _brief(day: Day) -> dict[str, Any]:
    record: dict[str, Any] = {"day": day.number}
    if day.date is not None:
        record["date"] = day.date
    return record | {"weather": day.weather, "previous": day.previous, "dish": day.dish}


def _jsonl(days: Iterable[Day], *, vectors: bool) -> Iterator[bytes]:
    for day in days:
        yield _line(day_record(day, vectors=True) if vectors else _brief(day))


def _csv(days: Iterable[Day], *, vectors: bool) -> Iterator[bytes]:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    is_first = True
    for day in days:
        record = _brief(day)
        if vectors:
            record |= {step.name: " ".join(f"{value:g}" for value in step.value.tolist()) for step in day.steps}
        if is_first:
            writer.writerow(record)
            is_first = False
        writer.writerow(record.values())
        yield text.getvalue().encode()
        text.seek(0)
        text.truncate()


def _menu(days: Iterable[Day], *, vectors: bool) -> Iterator[bytes]:
    return (f"{day.dish}\n".encode() for day in days)


STREAMS: Mapping[str, Callable[..., Iterator[bytes]]] = {"jsonl": _jsonl, "csv": _csv, "menu": _menu}


def write_days(format_: str, days: Iterable[Day], *, vectors: bool = False) -> None:
    """Write days as they come, a whole line at a time, in one of the streaming formats."""
    for line in STREAMS[format_](days, vectors=vectors):
        write_bytes(line)
