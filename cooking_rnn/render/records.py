"""Data formats: JSON documents, and records as JSON lines, CSV or plain words. Always identifiers, always UTF-8."""

import csv
import io
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any

from cooking_rnn.render.output import write_bytes

Record = Mapping[str, Any]

_ESCAPED = "backslashreplace"  # a byte of a file's name that is no text: an escape of JSON's too

_AT_ONCE = 1000  # records
_HERE = "\0records"  # where those come that are streamed: no name has such a character


def write_document(document: Record) -> None:
    """Write one strict JSON document (RFC 8259).

    It is whole in memory before its first byte is written, unless one value is an iterator: those are records that
    were checked, any number of them, and are written some at a time.
    """
    streamed = {key: value for key, value in document.items() if isinstance(value, Iterator)}
    whole = _line({**document, **{key: [_HERE] for key in streamed}})
    start, _, end = whole.partition(json.dumps(_HERE).encode())
    records, comma = chain(*streamed.values()), b""
    while some := list(islice(records, _AT_ONCE)):
        write_bytes(start + comma + _line(some).removeprefix(b"[").removesuffix(b"]\n"))
        start, comma = b"", b", "
    write_bytes(start + end)


def write_records(format_: str, batches: Iterable[Sequence[Record]]) -> None:
    """Write records as they come, whole lines only, as "jsonl", as "csv" (with a header), or one field a line."""
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
    if format_ == "jsonl":
        return b"".join(map(_line, batch))
    if format_ == "csv":
        return _rows(map(Mapping.values, batch))
    return "".join(f"{record[format_]}\n" for record in batch).encode()


def _rows(rows: Iterable[Iterable[Any]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode(errors=_ESCAPED)


def _line(value: Record | Sequence[Record]) -> bytes:
    return (json.dumps(strict(value), ensure_ascii=False, allow_nan=False) + "\n").encode(errors=_ESCAPED)


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
