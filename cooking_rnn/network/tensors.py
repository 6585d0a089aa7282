"""Arrays by their names in a file that somebody else wrote: an .npz of `numpy.savez`, or safetensors.

Nothing in a file is trusted, and nothing is unpickled. Names, shapes and types are read first; an array is read when it
is asked for.
"""

import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import prod
from pathlib import PurePath
from typing import Any, BinaryIO

import numpy as np
from numpy.lib import format as npy

from cooking_rnn.errors import DataError, quote
from cooking_rnn.phrases import Phrase
from cooking_rnn.steps import Array

_LARGEST_HEADER = 8 << 20  # bytes
_MOST_ARRAYS = 10_000

#: what a safetensors file calls a type of floats; numpy has no bfloat16, which is the upper half of a float32
_FLOATS = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "<u2"}
_BITS = {"F64": 64, "I64": 64, "U64": 64, "F32": 32, "I32": 32, "U32": 32, "F16": 16, "BF16": 16, "I16": 16, "U16": 16}
_BITS |= {"I8": 8, "U8": 8, "BOOL": 8, "F8_E5M2": 8, "F8_E4M3": 8, "F8_E8M0": 8, "C64": 64, "F4": 4}


@dataclass(frozen=True)
class Tensor:
    """An array in a file."""

    shape: tuple[int, ...]
    kind: str  # of its numbers, as the file calls it
    read: Callable[[], Array]  # in float64; raises DataError


@dataclass(frozen=True)
class Tensors:
    """All arrays of a file by their names, and what a safetensors file says of itself."""

    arrays: Mapping[str, Tensor]
    about: Mapping[str, str]


def pickled(path: str) -> DataError:
    """Return the error for a file of `torch.save`, with the two lines that make a safe one of it."""
    name, stem = PurePath(path).name[:40], PurePath(path).stem[:36]
    remedy = (
        "in Python: s = torch.load({name}, weights_only=True); "
        "numpy.savez({safe}, **{{k: v.float().numpy() for k, v in s.items()}})"
    )
    return DataError(path, "a pickle, which can run any code", remedy, name=quote(name), safe=quote(f"{stem}.npz"))


def of_safetensors(path: str, file: BinaryIO, size: int) -> Tensors:
    """Return the arrays of a safetensors file: 8 bytes of length, a header in JSON, the numbers.

    Raises DataError for anything that is not one.
    """

    def fault(why: Phrase) -> DataError:
        return DataError(path, "not safetensors: {why}", why=why)

    length = int.from_bytes(file.read(8), "little")
    if size < 10 or length > size - 8:
        raise fault(Phrase("a header of {length:,} bytes in a file of {size:,}", length=length, size=size))
    if length > _LARGEST_HEADER:
        raise fault(
            Phrase("a header of {length:,} bytes, at most {most:,} are read", length=length, most=_LARGEST_HEADER)
        )

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in pairs:
            if key in found:
                raise fault(Phrase("{name} is in it twice", name=quote(key)))
            found[key] = value
        return found

    try:
        header = json.loads(file.read(length).decode(), object_pairs_hook=once)
    except (ValueError, RecursionError):
        raise fault(Phrase("its header is not JSON")) from None
    if not isinstance(header, dict) or len(header) > _MOST_ARRAYS:
        raise fault(Phrase("its header is not a JSON object of at most {most:,} arrays", most=_MOST_ARRAYS))
    about = header.pop("__metadata__", {})
    if not isinstance(about, dict) or not all(isinstance(each, str) for each in about.values()):
        raise fault(Phrase("what it says of itself is not text"))
    places = {name: _place(name, told, fault) for name, told in header.items()}
    end = 0
    for (first, last), name in sorted((place, name) for name, (_, _, place) in places.items()):
        if first < end:
            raise fault(Phrase("{name} overlaps another array", name=quote(name)))
        if first > end:
            raise fault(
                Phrase("nothing is said of the {count:,} bytes before {name}", count=first - end, name=quote(name))
            )
        end = last
    if end != size - 8 - length:
        what = "its arrays are {told:,} bytes, and {found:,} are there"
        raise fault(Phrase(what, told=end, found=size - 8 - length))

    def reader(name: str, kind: str, shape: tuple[int, ...], place: tuple[int, int]) -> Callable[[], Array]:
        def read() -> Array:
            if kind not in _FLOATS:
                raise DataError(path, "{name} is of {kind}, not of floats", name=quote(name), kind=quote(kind))
            with open(path, "rb") as again:
                again.seek(8 + length + place[0])
                found = np.frombuffer(again.read(place[1] - place[0]), _FLOATS[kind])
            return _as_float64(found, is_bfloat=kind == "BF16").reshape(shape)

        return read

    return Tensors({name: Tensor(told[1], told[0], reader(name, *told)) for name, told in places.items()}, about)


def _place(name: str, told: Any, fault: Callable[..., DataError]) -> tuple[str, tuple[int, ...], tuple[int, int]]:
    """Return the type, the shape and the bytes of an array, as the header says them."""
    if not isinstance(told, dict) or {*told} != {"dtype", "shape", "data_offsets"}:
        raise fault(Phrase("{name} does not say its dtype, shape and data_offsets", name=quote(name)))
    kind, shape, offsets = told["dtype"], told["shape"], told["data_offsets"]
    if not isinstance(kind, str) or kind not in _BITS:
        raise fault(Phrase("{name} is of an unknown type {kind}", name=quote(name), kind=quote(str(kind))))
    for numbers in (shape, offsets):
        if not isinstance(numbers, list) or not all(type(each) is int and 0 <= each < 1 << 48 for each in numbers):
            raise fault(Phrase("{name} has the shape {shape}", name=quote(name), shape=quote(str(numbers))))
    if len(offsets) != 2 or offsets[1] - offsets[0] != (prod(shape) * _BITS[kind] + 7) // 8:
        what = "{name} has other bytes ({offsets}) than its shape {shape} takes"
        raise fault(Phrase(what, name=quote(name), offsets=quote(str(offsets)), shape=quote(str(shape))))
    return kind, tuple(shape), (offsets[0], offsets[1])


def of_npz(path: str, archive: zipfile.ZipFile) -> Tensors:
    """Return the arrays of an .npz; their headers are read when they are looked at. Raises DataError."""
    names = [name for name in archive.namelist() if name.endswith(".npy")]
    if len(names) > _MOST_ARRAYS or len({*names}) < len(names):
        raise DataError(path, "more than {most:,} arrays in it, or one of them twice", most=_MOST_ARRAYS)
    return Tensors({name.removesuffix(".npy"): _in_archive(path, archive, name) for name in names}, {})


def _in_archive(path: str, archive: zipfile.ZipFile, name: str) -> Tensor:
    def damaged(error: Exception) -> DataError:
        said = quote(str(error) or type(error).__name__)[1:-1]
        return DataError(path, "{entry} is damaged: {reason}", entry=quote(name), reason=said)

    try:
        with archive.open(name) as file:
            shape, is_fortran, kind = read_header(file)
    except Exception as error:  # numpy and zipfile raise anything at all for a file that is made to harm
        raise damaged(error) from None

    def read() -> Array:
        is_bfloat = kind == np.dtype("V2")  # as numpy keeps a type that it does not know
        if kind.kind != "f" and not is_bfloat:
            raise DataError(
                path, "{name} is of {kind}, not of floats", name=quote(name.removesuffix(".npy")), kind=quote(str(kind))
            )
        try:
            with archive.open(name) as file:
                read_header(file)
                data = file.read(prod(shape) * kind.itemsize + 1)
            found = np.frombuffer(data, "<u2" if is_bfloat else kind)
            return _as_float64(found, is_bfloat=is_bfloat).reshape(shape, order="F" if is_fortran else "C")
        except Exception as error:
            raise damaged(error) from None

    return Tensor(shape, str(kind), read)


def read_header(file: Any) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    """Return the shape of an .npy, whether its columns stand together, and its type; raises ValueError."""
    version = npy.read_magic(file)
    if version not in ((1, 0), (2, 0)):
        raise ValueError("an array of an unknown version")
    header: tuple[tuple[int, ...], bool, np.dtype[Any]] = (
        npy.read_array_header_1_0(file) if version == (1, 0) else npy.read_array_header_2_0(file)
    )
    return header


def _as_float64(found: Array, *, is_bfloat: bool) -> Array:
    if is_bfloat:
        found = (found.astype("<u4") << 16).view("<f4")
    return found.astype(np.float64)
