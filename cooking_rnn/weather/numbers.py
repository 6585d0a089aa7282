"""Numbers in place of weather, for a network of somebody else: a row a day, from CSV or .npy."""

import re
from typing import Any, BinaryIO

import numpy as np
from numpy.lib import format as npy

from cooking_rnn.errors import DataError, quote
from cooking_rnn.phrases import Phrase
from cooking_rnn.steps import Array

MOST_NUMBERS = 5_000_000
_LARGEST = 256 << 20  # bytes


def read(stream: BinaryIO, where: str, names: tuple[str, ...]) -> Array:
    """Return the numbers (days, input) of a file; raise DataError for anything else.

    `names` are those of the inputs. A first line of other words than numbers names the columns; where these are the
    inputs' names in another order, they are put in theirs.
    """
    data = stream.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise DataError(where, "more than {most} MB", most=_LARGEST >> 20)
    numbers = _of_npy(data, where) if data.startswith(npy.MAGIC_PREFIX) else _of_text(data, where, names)
    if numbers.ndim != 2 or not numbers.size or numbers.shape[1] != len(names):
        what = "an array of shape {found}, {expected} expected"
        expected = Phrase("(days, {inputs})", inputs=len(names))
        raise DataError(where, what, found="x".join(map(str, numbers.shape)), expected=expected)
    if not np.isfinite(numbers).all():
        day, column = np.argwhere(~np.isfinite(numbers))[0].tolist()
        raise DataError(where, "day {day}, {name}: not a finite number", day=day + 1, name=quote(names[column]))
    return numbers


def _of_npy(data: bytes, where: str) -> Array:
    import io

    file = io.BytesIO(data)
    try:
        version = npy.read_magic(file)
        readers: dict[Any, Any] = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}
        shape, is_fortran, kind = readers[version](file)
        if kind.kind not in "fiub":
            raise ValueError(f"an array of {kind}")
        found = np.frombuffer(data, kind, offset=file.tell())
        return found.reshape(shape, order="F" if is_fortran else "C").astype(np.float64)
    except Exception as error:  # numpy raises anything at all for a file that is made to harm
        raise DataError(where, "not an array: {reason}", reason=quote(str(error))[1:-1]) from None


def _of_text(data: bytes, where: str, names: tuple[str, ...]) -> Array:
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise DataError(where, "neither text in UTF-8 nor an .npy") from None
    rows = [(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    if not rows:
        raise DataError(where, "no numbers in it", "a row a day, of {inputs} numbers each", inputs=len(names))
    first = rows[0][1]
    mark = next((mark for mark in "\t;," if mark in first), None)

    def split(line: str) -> list[str]:
        fields = re.split(r"\s+", line.strip()) if mark is None else line.split(mark)
        return [field.strip().strip('"') for field in fields]

    order = range(len(names))
    header = split(first)
    if any(_number(field) is None for field in header) and _is_header(header):
        if sorted(header) == sorted(names):
            order = range(0)
        rows = rows[1:]
    if len(rows) * len(names) > MOST_NUMBERS:
        raise DataError(where, "more than {most:,} numbers", most=MOST_NUMBERS)
    numbers = np.empty((len(rows), len(names)))
    for place, (number, line) in enumerate(rows):
        fields = split(line)
        if len(fields) != len(names):
            what = "{found} {found:column|columns}"
            remedy = "the network has {inputs} {inputs:input|inputs}"
            raise DataError(f"{where}:{number}", what, remedy, found=len(fields), inputs=len(names))
        for column, field in enumerate(fields):
            value = _number(field)
            if value is None:
                remedy = "words are given by --weather"
                raise DataError(f"{where}:{number}", "{field} is not a number", remedy, field=quote(field))
            numbers[place, column] = value
    return numbers if order else numbers[:, [header.index(name) for name in names]]


def _is_header(fields: list[str]) -> bool:
    return all(_number(field) is None for field in fields)


def _number(field: str) -> float | None:
    try:
        return float(field) if "_" not in field else None
    except ValueError:
        return None
