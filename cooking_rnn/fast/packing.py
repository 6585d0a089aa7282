"""Several small codes in one number, so that one look into a table serves them all."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray


def places(base: int) -> int:
    """Return how many codes below `base` are packed into one byte: 8, 4, 2 or 1."""
    return next(places for places in (8, 4, 2, 1) if base**places <= 256)


def pack(codes: NDArray[np.uint8], base: int) -> NDArray[np.unsignedinteger[Any]]:
    """Return the packs of these codes (p·k,), each below `base`, as numbers below base**p, shape (k,).

    The p = `places(base)` codes of a pack are its digits to that base, the first the most significant. Read as
    one number of p bytes, of which the first code is the lowest, they are multiplied by the number whose bytes
    are base**0, base**1, …: the highest byte of the product is then the sum of code · power, and no byte below it
    carries over. That is one multiplication a pack.
    """
    p = places(base)
    kind = np.dtype(f"<u{p}")
    powers = sum(base**place << 8 * place for place in range(p))
    product: NDArray[Any] = codes.view(kind) * kind.type(powers)  # (k,)
    product >>= kind.type(8 * (p - 1))
    return product


def unpacked(base: int) -> NDArray[np.uint8]:
    """Return the codes of every pack, in their order: shape (base**p, p)."""
    p = places(base)
    weights = base ** np.arange(p - 1, -1, -1)  # (p,)
    return (np.arange(base**p)[:, None] // weights % base).astype(np.uint8)


class Phrases:
    """At most 256 texts, each of a code, from which long texts are put together several codes at a time."""

    def __init__(self, texts: Sequence[bytes]) -> None:
        self._texts = texts
        self._packs = [b"".join(texts[code] for code in codes) for codes in unpacked(len(texts)).tolist()]

    def join(self, codes: NDArray[np.uint8]) -> bytes:
        """Return the texts of these codes, one after the other."""
        whole = len(codes) - len(codes) % places(len(self._texts))
        packs = pack(codes[:whole], len(self._texts)).astype(np.uint8).tobytes()
        return b"".join([*map(self._packs.__getitem__, packs), *map(self._texts.__getitem__, codes[whole:].tolist())])
