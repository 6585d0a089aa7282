"""Data formats: JSON documents, and records as JSON lines, CSV or plain words. Always identifiers, always UTF-8."""

import csv
import io
import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from cooking_rnn.cook import Cook
from cooking_rnn.show.output import write_bytes
from cooking_rnn.steps import Day

Record = Mapping[str, Any]

#: formats of one word a line, and the key of the record that they print
_WORDS = {"menu": "dish", "words": "weather"}


def write_document(document: Record) -> None:
    """Write one strict JSON document (RFC 8259); it is whole in memory before its first byte is written."""
    write_bytes(_line(document))


def write_records(format_: str, batches: Iterable[Sequence[Record]]) -> None:
    """Write records as they come, whole lines only, as "jsonl", "csv" (with a header), "menu" or "words"."""
    is_first = True
    for batch in batches:
        if batch:
            write_bytes((header(format_, batch[0]) if is_first else b"") + encoded(format_, batch))
            is_first = False


def header(format_: str, record: Record) -> bytes:
    """Return what stands before the first of such records."""
    return _rows([record]) if format_ == "csv" else b""


def encoded(format_: str, batch: Sequence[Record]) -> bytes:
    """Return the lines of these records."""
    if format_ in _WORDS:
        return "".join(f"{record[_WORDS[format_]]}\n" for record in batch).encode()
    if format_ == "jsonl":
        return b"".join(map(_line, batch))
    return _rows(map(Mapping.values, batch))


def _rows(rows: Iterable[Iterable[Any]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


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


def season_document(cook: Cook, start: int, days: Iterable[Day], record: Callable[[Day], Record]) -> Record:
    """Return a document of days, each as `record` says it."""
    return {"kitchen": cook.name, "start": cook.dishes.ids[start], "days": [record(day) for day in days]}


def day_record(day: Day, *, vectors: bool) -> Record:
    """Return a day of a `simulate` document."""
    record = brief_record(day)
    rule = {} if day.rule is None else {"rule": day.rule}
    said = {key: record.pop(key) for key in ("dish", "probability") if key in record}
    return record | rule | said | (vectors_record(day) if vectors else {})


def vectors_record(day: Day) -> dict[str, Any]:
    """Return the vectors of a day, by the names of their steps; nested, for a step may be called what a column is."""
    return {"vectors": {step.name: step.value for step in day.steps}}


def brief_record(day: Day, *, vectors: bool = False) -> dict[str, Any]:
    """Return a day of a stream: a row of a diary, and its vectors where they were asked for."""
    record = {"day": day.number, **({} if day.date is None else {"date": day.date})}
    record |= {"weather": day.weather, "previous": day.previous, "dish": day.dish}
    record |= {} if day.probability is None else {"probability": day.probability}
    return record | (vectors_record(day) if vectors else {})


def explained_record(day: Day) -> Record:
    """Return a day of an `explain` document."""
    steps = [
        {"name": step.name, "formula": step.formula, "matrix": step.matrix, "value": step.value} for step in day.steps
    ]
    return {**day_record(day, vectors=False), "steps": steps}
