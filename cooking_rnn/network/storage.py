"""A trained network and the names it knows, as a file that numpy reads: an .npz without pickle.

Nothing in a file is trusted. What the file says about the network determines the size and shape of every other entry,
and they are checked before memory is allocated.
"""

import io
import json
import os
import stat
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from math import prod
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.lib import format as npy

from cooking_rnn.choices import TASKS
from cooking_rnn.errors import DataError, quote, refuse_with
from cooking_rnn.files import replace, unreadable
from cooking_rnn.names import LANGUAGES, Name, Names, is_printed, name_fault, normalise, weather_names
from cooking_rnn.network.model import LARGEST, LARGEST_WEIGHT, Architecture, named
from cooking_rnn.network.network import Network
from cooking_rnn.network.sequence import CELLS
from cooking_rnn.network.statedict import Naming, network_of
from cooking_rnn.network.tensors import of_npz, of_safetensors, pickled
from cooking_rnn.network.translate import Translator
from cooking_rnn.phrases import Phrase
from cooking_rnn.steps import Array

FORMAT = 1  # of the file; a newer one is refused
_ABOUT = "about"  # the entry that describes the others
_PICKLED = (".pt", ".pth", ".ckpt", ".bin")  # what people call files of torch.save
_LARGEST_ABOUT = 1 << 20  # bytes
_REMEDY = Phrase("`cook train --output` writes such files")


def save(network: Network, path: Path) -> None:
    """Write the network, the same bytes for the same network; raises DataError where it can't be written."""
    about = {
        "format": FORMAT,
        "architecture": network.architecture.record,
        "task": network.task,
        "name": network.name,
        "start": network.start,
        "dishes": [asdict(name) for name in network.dishes],
        "weathers": [asdict(name) for name in network.weathers],
        "trained": dict(network.trained),
    }
    file = archived(about, named(network.architecture, network.flat))
    Reader(str(path), file.tell(), zipfile.ZipFile(file)).network()  # what is written can be read
    replace(path, file.getvalue())


def archived(about: Mapping[str, Any], entries: Mapping[str, Array]) -> io.BytesIO:
    """Return a file of named arrays, and of what it says about itself."""
    text = np.frombuffer(json.dumps(about, ensure_ascii=False, indent=1).encode(), np.uint8)
    file = io.BytesIO()
    np.savez(file, allow_pickle=False, **{_ABOUT: text}, **entries)
    file.seek(0, io.SEEK_END)
    return file


def load(path: str, **naming: Any) -> Network:
    """Return the network in a file: one of ours, or a torch `state_dict`, which `naming` is for.

    Raises UsageError for a naming that does not fit, DataError, in one line, for anything that is no network.
    """
    asked = Naming(**naming)
    with _file(path, _REMEDY) as (file, size):
        start = file.read(10)
        file.seek(0)
        if path.lower().endswith(".safetensors"):
            return network_of(path, of_safetensors(path, file, size), asked)
        if start[:1] == b"\x80" or (path.lower().endswith(_PICKLED) and start[:2] != b"PK"):
            raise pickled(path)
        archive = _archive(path, file, _REMEDY)
        if any(name.endswith("data.pkl") for name in archive.namelist()):
            raise pickled(path)
        if f"{_ABOUT}.npy" not in archive.namelist():
            return network_of(path, of_npz(path, archive), asked)
        remedy = "a network of ours has names of its own"
        refuse_with(quote(Path(path).name)[1:-1], remedy, **asked.given)
        return Reader(path, size, archive).network()


@contextmanager
def opened(path: str, remedy: Phrase = _REMEDY) -> "Iterator[Reader]":
    """Yield the reader of a file; `remedy` says what writes such files. Raises DataError."""
    with _file(path, remedy) as (file, size):
        yield Reader(path, size, _archive(path, file, remedy), remedy)


@contextmanager
def _file(path: str, remedy: Phrase) -> "Iterator[tuple[BinaryIO, int]]":
    """Yield a file, and how many bytes it has; raises DataError."""
    if "\0" in path:
        raise DataError(quote(path), "not a file name")
    try:
        with open(path, "rb") as file:
            about = os.fstat(file.fileno())
            if not stat.S_ISREG(about.st_mode):
                raise _not_a_model(path, Phrase("not a file that keeps what it holds"), remedy)
            yield file, about.st_size
    except FileNotFoundError:
        raise DataError(path, "no such file or directory", remedy) from None
    except OSError as error:
        raise unreadable(path, error) from None


def _not_a_model(path: str, why: str | Phrase, remedy: Phrase) -> DataError:
    return DataError(path, "not a model: {why}", remedy, why=why)


def _archive(path: str, file: BinaryIO, remedy: Phrase) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except OSError:
        raise
    except Exception as error:  # whatever it raises for a file that is none of its own
        raise _not_a_model(path, _reason(error), remedy) from None


def _reason(error: Exception) -> str:
    """Return what a parser says is wrong, on one line, as the end of a sentence."""
    text = quote(str(error))[1:-1] or type(error).__name__
    return text[:1].lower() + text[1:]


@dataclass(frozen=True)
class Reader:
    """Checks a file entry by entry; its methods raise DataError."""

    path: str
    size: int  # of the file, in bytes
    archive: zipfile.ZipFile
    remedy: Phrase = _REMEDY

    def network(self) -> Network:
        """Return the network of a kitchen."""
        about = self.about()
        architecture = self._architecture(about)
        dishes = Names("dish", self._names(about, "dishes"))
        weathers = weather_names(self._names(about, "weathers"))
        if (len(weathers) + len(dishes), len(dishes)) != (architecture.inputs, architecture.outputs):
            raise self.fault(
                Phrase(
                    "{dishes} dishes and {weathers} weathers for {inputs} inputs and {outputs} outputs",
                    dishes=len(dishes),
                    weathers=len(weathers),
                    inputs=architecture.inputs,
                    outputs=architecture.outputs,
                )
            )
        task, start = about.get("task"), about.get("start")
        if not isinstance(start, int) or isinstance(start, bool) or not 0 <= start < len(dishes):
            raise self.fault(Phrase("start {start}", start=quote(str(start))))
        if not isinstance(task, str) or task not in TASKS:
            raise self.fault(Phrase("unknown task {task}", task=quote(str(task))))
        if architecture.bidirectional and task != "fill":
            raise self.fault(Phrase("a network that reads both ways cannot cook: it would have to see tomorrow"))
        kitchen = about.get("name")
        if not isinstance(kitchen, str) or not _is_text(kitchen):
            raise self.fault(Phrase("its name is not a name"))
        trained = about.get("trained")
        flat = np.empty(architecture.size, np.float32)
        for name, values in named(architecture, flat).items():
            values[...] = self.entry(name, values.shape, architecture.size)
        if not np.isfinite(flat).all():
            raise self.fault(Phrase("a weight that is not a finite number"))
        if np.abs(flat).max() > LARGEST_WEIGHT:
            raise self.fault(Phrase("a weight above {most:g}, with which sums overflow", most=LARGEST_WEIGHT))
        kind = Translator if task == "translate" else Network
        return kind(
            architecture,
            flat,
            task,
            kitchen,
            start,
            dishes,
            weathers,
            trained if isinstance(trained, dict) else {},
            self.path,
        )

    def about(self) -> dict[str, Any]:
        """Return what the file says about itself."""
        text = self.entry(_ABOUT, None, _LARGEST_ABOUT, np.dtype(np.uint8))
        try:
            about = json.loads(text.tobytes())
        except (ValueError, RecursionError):
            raise self.fault(Phrase("what it says about itself is not JSON")) from None
        if not isinstance(about, dict):
            raise self.fault(Phrase("what it says about itself is not a JSON object"))
        version = about.get("format")
        if version != FORMAT:
            is_newer = isinstance(version, int) and version > FORMAT
            remedy = "a newer version of cook can read it" if is_newer else self.remedy
            what = "format {version}, {expected} expected"
            raise DataError(self.path, what, remedy, version=quote(str(version)), expected=FORMAT)
        return about

    def _architecture(self, about: Mapping[str, Any]) -> Architecture:
        told = about.get("architecture")
        told = {"bias": False} | told if isinstance(told, dict) else {}
        if "vocabulary" in about and "made" in about:
            raise DataError(self.path, "a network of words", "`cook language --model` takes it")
        if {*told} != {*Architecture.__dataclass_fields__}:
            raise self.fault(Phrase("no architecture that is known"))
        for key, largest in LARGEST.items():
            size = told[key]
            if not isinstance(size, int) or isinstance(size, bool) or not 1 <= size <= largest:
                what = "{key} = {size}, a whole number from 1 to {largest} expected"
                raise self.fault(Phrase(what, key=key, size=quote(str(size)), largest=largest))
        for key in ("bidirectional", "bias"):
            if not isinstance(told[key], bool):
                raise self.fault(
                    Phrase("{key} = {value}, true or false expected", key=key, value=quote(str(told[key])))
                )
        if not isinstance(told["cell"], str) or told["cell"] not in CELLS:
            raise self.fault(Phrase("unknown cell {cell}", cell=quote(str(told["cell"]))))
        architecture = Architecture(**told)
        if self.size < 4 * architecture.size:  # entries are not compressed, so a file is at least as large as they are
            raise self.fault(
                Phrase("{bytes} bytes, too few for {size} parameters", bytes=self.size, size=architecture.size)
            )
        return architecture

    def _names(self, about: Mapping[str, Any], key: str) -> list[Name]:
        kind = Phrase("dishes" if key == "dishes" else "weathers")
        try:
            names = [
                Name(
                    _text(told["id"]),
                    {lang: _text(told["labels"][lang]) for lang in LANGUAGES if lang in told["labels"]},
                    tuple(map(_text, told["aliases"])),
                )
                for told in about[key]
            ]
        except (KeyError, TypeError):
            raise self.fault(Phrase("its {kind} are not names", kind=kind)) from None
        for name in names:
            if why := name_fault("dish" if key == "dishes" else "weather", name.id):
                raise self.fault(Phrase("{name}: {why}", name=quote(name.id), why=why))
        if len({normalise(name.id) for name in names}) < len(names):
            raise self.fault(Phrase("two of its {kind} are called the same", kind=kind))
        return names

    def entry(
        self, name: str, shape: tuple[int, ...] | None, largest: int, dtype: np.dtype[Any] | None = None
    ) -> Array:
        """Return an array of this shape (or of any one dimension) and type, of at most `largest` entries."""
        dtype = dtype or np.dtype(np.float32)
        try:
            info = self.archive.getinfo(f"{name}.npy")
        except KeyError:
            raise self.fault(Phrase("no {entry} in it", entry=quote(name))) from None
        if info.compress_type != zipfile.ZIP_STORED:
            raise self.fault(Phrase("{entry} is compressed", entry=quote(name)))
        try:
            with self.archive.open(info) as file, warnings.catch_warnings():
                warnings.simplefilter("error")  # what numpy only warns of is refused too
                if npy.read_magic(file) != (1, 0):
                    raise self.fault(Phrase("{entry} is an array of an unknown version", entry=quote(name)))
                found, is_fortran, kind = npy.read_array_header_1_0(file)
                if kind != dtype or is_fortran:
                    raise self.fault(Phrase("{entry} is not an array of {dtype}", entry=quote(name), dtype=str(dtype)))
                if (len(found) != 1 or found[0] > largest) if shape is None else found != shape:
                    what = "{entry} has shape {found}, {expected} expected"
                    expected = Phrase("at most {shape}", shape=f"({largest},)") if shape is None else str(shape)
                    raise self.fault(Phrase(what, entry=quote(name), found=quote(str(found)), expected=expected))
                data = file.read(prod(found) * dtype.itemsize + 1)
        except (DataError, MemoryError):
            raise
        except Exception as error:  # numpy and zipfile raise anything at all for a file that is made to harm
            raise self.fault(Phrase("{entry} is damaged: {reason}", entry=quote(name), reason=_reason(error))) from None
        if len(data) != prod(found) * dtype.itemsize:
            raise self.fault(Phrase("{entry} has another size than it says", entry=quote(name)))
        return np.frombuffer(data, dtype).reshape(found)

    def fault(self, why: Phrase) -> DataError:
        """Return the error of a file that is no model."""
        return _not_a_model(self.path, why, self.remedy)


def _text(value: Any) -> str:
    if not _is_text(value):
        raise TypeError
    return str(value)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip()) and is_printed(value)
