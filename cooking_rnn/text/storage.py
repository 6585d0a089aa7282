"""A network of words and its vocabulary as a file that numpy reads; as in `network/storage.py`, nothing is trusted."""

import zipfile
from dataclasses import asdict
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np

from cooking_rnn.choices import UNITS
from cooking_rnn.errors import DataError, quote
from cooking_rnn.files import replace
from cooking_rnn.network.model import LARGEST_WEIGHT
from cooking_rnn.network.storage import FORMAT, Reader, archived, opened
from cooking_rnn.phrases import Phrase
from cooking_rnn.text.networks import KINDS, LARGEST, MOST_PARAMETERS, Made, WordNetwork
from cooking_rnn.text.text import MOST_WORDS

_REMEDY = Phrase("`cook language --output` writes such files")


def save(network: WordNetwork, path: Path) -> None:
    """Write the network, the same bytes for the same network; raises DataError where it can't be written."""
    about = {
        "format": FORMAT,
        "made": asdict(network.made),
        "by": network.by,
        "vocabulary": network.vocabulary,
        "trained": dict(network.trained),
    }
    file = archived(about, network.views)
    _network(Reader(str(path), file.tell(), zipfile.ZipFile(file), _REMEDY))  # what is written can be read
    replace(path, file.getvalue())


def load(path: str | PathLike[str]) -> WordNetwork:
    """Return the network of words in a file; raises DataError, in one line, for anything that is not one."""
    with opened(str(path), _REMEDY) as reader:
        return _network(reader)


def _network(reader: Reader) -> WordNetwork:
    about = reader.about()
    made, words, trained = about.get("made"), about.get("vocabulary"), about.get("trained")
    if "architecture" in about:
        raise DataError(reader.path, "a network of a kitchen", "`cook explain --model` takes it")
    if not isinstance(made, dict) or {*made} != {*Made.__dataclass_fields__} or made["kind"] not in KINDS:
        raise reader.fault(Phrase("no network of words"))
    if not isinstance(words, list) or not all(isinstance(word, str) and word for word in words):
        raise reader.fault(Phrase("its vocabulary is not words"))
    sizes = {"words": MOST_WORDS + 1, **LARGEST}
    for key, most in sizes.items():
        least, most = (0, 0) if key == "window" and made["kind"] != "window" else (1, most)
        if not _is_whole(made[key]) or not least <= made[key] <= most:
            what = "{key} = {size}, a whole number from {least} to {largest} expected"
            raise reader.fault(Phrase(what, key=key, size=quote(str(made[key])), least=least, largest=most))
    ends = made["ends"]
    if not len(words) == len({*words}) == made["words"]:
        what = "{count} words in its vocabulary, {words} expected"
        raise reader.fault(Phrase(what, count=len({*words}), words=made["words"]))
    if not isinstance(ends, list) or not all(map(_is_whole, ends)) or ends != sorted({*ends}):
        raise reader.fault(Phrase("its classes are not classes"))
    if ends and (ends[0] < 1 or ends[-1] != len(words)):
        raise reader.fault(Phrase("its classes are not classes"))
    if about.get("by") not in UNITS:
        raise reader.fault(Phrase("its unit is neither word nor char"))
    shape = Made(**{**made, "ends": tuple(ends)})
    if shape.size > MOST_PARAMETERS or reader.size < 4 * shape.size:
        raise reader.fault(Phrase("{bytes} bytes, too few for {size} parameters", bytes=reader.size, size=shape.size))
    flat = np.empty(shape.size, np.float32)
    for name, view in shape.named(flat).items():
        view[...] = reader.entry(name, view.shape, shape.size)
    if not np.isfinite(flat).all():
        raise reader.fault(Phrase("a weight that is not a finite number"))
    if np.abs(flat).max() > LARGEST_WEIGHT:
        raise reader.fault(Phrase("a weight above {most:g}, with which sums overflow", most=LARGEST_WEIGHT))
    told: dict[str, Any] = trained if isinstance(trained, dict) else {}
    if not _is_whole(told.get("steps", 0)):
        raise reader.fault(Phrase("no whole number of steps"))
    return WordNetwork(shape, flat, tuple(words), about["by"], told, reader.path)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
