"""Rows of a table read a column at a time, beside `weather.reading`, which reads them one by one."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray


def days_after(last: str, days: int) -> list[str]:
    """Return the dates (ISO 8601) of so many days after `last`."""
    start = np.datetime64(last, "D")
    dates: list[str] = np.datetime_as_string(np.arange(start + 1, start + 1 + days)).tolist()
    return dates


def codes_of(
    rows: Sequence[Sequence[str]],
    width: int,
    constants: Mapping[int, str],
    dates: tuple[int, Sequence[str]] | None,
    value: int,
    code_of: Callable[[str], int | None],
    known: dict[str, int],
) -> NDArray[np.uint8] | None:
    """Return the codes (days,) of rows in which nothing is wrong or missing; None where something may be.

    All rows have `width` fields, those of `constants` as told; in column dates[0] stand dates[1]; `value` is the
    column to read, of which `known` remembers what `code_of` says.
    """
    if {*map(len, rows)} != {width}:
        return None
    if any({row[place] for row in rows} != {text} for place, text in constants.items()):
        return None
    if dates and [row[dates[0]] for row in rows] != dates[1]:
        return None
    values = [row[value] for row in rows]
    if len(known) > 1 << 16:
        known.clear()
    for text in {*values} - known.keys():
        code = code_of(text)
        if code is None:
            return None
        known[text] = code
    return np.fromiter(map(known.__getitem__, values), np.uint8, len(values))
