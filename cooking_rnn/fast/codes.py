"""Codes are checked before they are looked up: an array's place -1 is its last, and 0.5 would become 0."""

from typing import Any

import numpy as np

from cooking_rnn.steps import Array


def checked(codes: Any, count: int, dimensions: int = 1, *, least: int = 0) -> Array:
    """Return the codes as they are.

    Raises ValueError unless they are an array of so many dimensions, of whole numbers from `least` to `count` - 1.
    """
    if not isinstance(codes, np.ndarray) or codes.dtype.kind not in "iu":
        found = f"an array of {codes.dtype}" if isinstance(codes, np.ndarray) else type(codes).__name__
        raise ValueError(f"codes are an array of whole numbers, not {found}")
    if codes.ndim != dimensions:
        raise ValueError(f"codes of shape {codes.shape}, where {dimensions} dimension(s) are expected")
    lowest = codes.min() if codes.dtype.kind == "i" and codes.size else least
    if codes.size and (lowest < least or codes.max() >= count):
        raise ValueError(f"a code that is not from {least} to {count - 1}")
    return codes


def checked_one(code: Any, count: int) -> int:
    """Return a single code as an int; raises ValueError unless it is a whole number from 0 and below `count`."""
    if not isinstance(code, int | np.integer) or isinstance(code, bool) or not 0 <= code < count:
        raise ValueError(f"{code!r} is not a code from 0 to {count - 1}")
    return int(code)
