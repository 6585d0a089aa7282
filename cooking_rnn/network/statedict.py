"""Networks of somebody else: a torch `state_dict` as a Network, and a Network as a `state_dict`.

torch's rows and ours are the same numbers in another order. Of an LSTM its gates are i, f, g, o,
and ours f, i, o, g; of a GRU r, z, n, and ours z (called u), r, n. It has two biases, one beside each matrix, which are
added; only the candidate of a GRU needs both. Its matrices are for x and for h, ours one for [h; x].
"""

import io
import json
import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path, PurePath
from typing import Any

import numpy as np

from cooking_rnn.errors import DataError, UsageError, quote, sequence
from cooking_rnn.files import ensure_writable, read_text, replace
from cooking_rnn.names import Name, Names, name_fault, normalise
from cooking_rnn.network.model import LARGEST, LARGEST_WEIGHT, Architecture, named
from cooking_rnn.network.network import FOREIGN, Network
from cooking_rnn.network.tensors import Tensor, Tensors
from cooking_rnn.phrases import Phrase
from cooking_rnn.steps import Array

MOST_PARAMETERS = 20_000_000

#: of each cell, torch's blocks of rows in our order
BLOCKS = {"simple": (0,), "lstm": (1, 0, 3, 2), "gru": (1, 0, 2)}
_CELLS = {len(blocks): cell for cell, blocks in BLOCKS.items()}
_RECURRENT = re.compile(r"(|.*\.)(weight|bias)_(ih|hh|hr)(?:_l(\d+)(_reverse)?)?$")
_KEYS = ("inputs", "outputs", "prefix", "readout")


@dataclass(frozen=True)
class Naming:
    """What to call the inputs and outputs of a network, and which network of a file is meant."""

    inputs: str | Sequence[str] | None = None  # names, between commas in a text; or a .toml that has these four
    outputs: str | Sequence[str] | None = None
    prefix: str | None = None  # of the names of the network's arrays: "encoder" of "encoder.weight_ih_l0"
    readout: str | None = None  # "fc" of "fc.weight"; "none" is none

    @property
    def given(self) -> dict[str, Any]:
        """What was said, by the names of the parameters."""
        return {key: value for key in _KEYS if (value := getattr(self, key)) is not None}

    def from_file(self) -> "Naming":
        """Return what a .toml says, if one is given; raises DataError for what is wrong in it."""
        path = self.inputs
        if not isinstance(path, str) or not path.lower().endswith(".toml"):
            return self
        try:
            told = tomllib.loads(read_text(Path(path)))
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            raise DataError(path, "{told}", told=str(error)) from None
        for key, value in told.items():
            if key not in _KEYS:
                raise DataError(f"{path}: {key[:60]}", "unknown key", "known are {keys}", keys=list(_KEYS))
            names = value if isinstance(value, list) and key in ("inputs", "outputs") else [value]
            if not all(isinstance(each, str) for each in names):
                raise DataError(f"{path}: {key}", "a list of names, or one, in quotes")
        return Naming(**({**told, **self.given, "inputs": told.get("inputs")}))


def network_of(path: str, tensors: Tensors, naming: Naming) -> Network:
    """Return the recurrent network among the arrays of a file.

    Raises UsageError for names that do not fit, DataError for arrays that are no network.
    """
    naming = naming.from_file()
    prefix, arrays = _chosen(path, tensors, naming)
    layers, ways = _layout(path, prefix, arrays)
    hidden, inputs = _sizes(path, prefix, arrays)
    rows = arrays["weight", "hh", 0, ""].shape[0]
    cell = _CELLS[rows // hidden]
    readout = _readout(path, tensors, naming, hidden * len(ways))
    outputs = 0 if readout is None else tensors.arrays[f"{readout}.weight"].shape[0]
    for name, size in (("inputs", inputs), ("outputs", outputs), ("hidden", hidden), ("layers", layers)):
        if size > LARGEST[name]:
            what = "{name} = {size:,}, at most {most:,}"
            raise DataError(path, what, name=name, size=size, most=LARGEST[name])
    has_bias = f"{readout}.bias" in tensors.arrays or (cell == "simple" and ("bias", "ih", 0, "") in arrays)
    architecture = Architecture(cell, inputs, outputs, hidden, layers, len(ways) == 2, has_bias)
    if architecture.size > MOST_PARAMETERS:
        what = "{count:,} parameters, at most {most:,}"
        raise DataError(path, what, count=architecture.size, most=MOST_PARAMETERS)
    _check_shapes(path, prefix, arrays, architecture)
    flat = np.zeros(architecture.size)
    views = named(architecture, flat)
    for layer in range(layers):
        for way in ways:
            of = {(what, side): _read(path, arrays, prefix, (what, side, layer, way)) for what, side in _PARTS}
            for name, values in _ours(cell, of, hidden).items():
                if (key := f"layer{layer + 1}.{_DIRECTIONS[way]}.{name}") in views:
                    views[key][...] = values
    if readout is not None:
        views["readout"][...] = _finite(path, f"{readout}.weight", tensors.arrays[f"{readout}.weight"].read())
        if f"{readout}.bias" in tensors.arrays:
            views["readout.bias"][...] = _finite(path, f"{readout}.bias", tensors.arrays[f"{readout}.bias"].read())
    names = {
        "inputs": _names("input", "x", inputs, naming.inputs, tensors.about.get("inputs")),
        "outputs": _names("output", "y", outputs, naming.outputs, tensors.about.get("outputs")),
    }
    name = PurePath(path).name
    about = {"prefix": prefix, "readout": readout or ""}
    return Network(architecture, flat, FOREIGN, name, None, names["outputs"], names["inputs"], about, path)


_PARTS = (("weight", "ih"), ("weight", "hh"), ("bias", "ih"), ("bias", "hh"))
_DIRECTIONS = {"": "forward", "_reverse": "backward"}
_Key = tuple[str, str, int, str]  # "weight" or "bias", "ih" or "hh", the layer from 0, "" or "_reverse"


def _chosen(path: str, tensors: Tensors, naming: Naming) -> tuple[str, dict[_Key, Tensor]]:
    """Return the arrays of the network that is meant, and the prefix of their names."""
    found: dict[str, dict[_Key, Tensor]] = {}
    for name, tensor in tensors.arrays.items():
        if told := _RECURRENT.match(name):
            prefix, what, side, layer, way = told.groups()
            found.setdefault(prefix, {})[what, side, int((layer or "0")[:6]), way or ""] = tensor
    if naming.prefix is not None:
        asked = naming.prefix.removesuffix(".")
        prefix = f"{asked}." if asked else ""
        if prefix not in found:
            remedy = "there are {prefixes}" if found else "no network is in {file}"
            listed = [quote(each.removesuffix(".")) for each in [*found][:10]]
            what = "no network is called {prefix}"
            raise UsageError("prefix", what, remedy, prefix=quote(asked), prefixes=listed, file=path)
        return prefix, found[prefix]
    if not found:
        names = [quote(name) for name in [*tensors.arrays][:4]]
        remedy = "names such as rnn.weight_ih_l0 are; found {names}" if names else "names such as weight_ih_l0 are"
        raise DataError(path, "no recurrent network is in it", remedy, names=names)
    if len(found) > 1:
        prefixes = [quote(each.removesuffix(".")) for each in [*found][:10]]
        raise DataError(
            path, "{count} networks are in it", "choose one: --prefix {names}", count=len(found), names=prefixes
        )
    return next(iter(found.items()))


def _spelt(prefix: str, key: _Key, *, is_alone: bool = False) -> str:
    """Return torch's name of an array."""
    what, side, layer, way = key
    return f"{prefix}{what}_{side}" + ("" if is_alone else f"_l{layer}{way}")


def _layout(path: str, prefix: str, arrays: Mapping[_Key, Tensor]) -> tuple[int, tuple[str, ...]]:
    """Return how many layers there are, and which ways; raises DataError for what is missing or superfluous."""
    projected = next((key for key in arrays if key[1] == "hr"), None)
    if projected:
        what, remedy = "{name}: an LSTM with projections", "one without proj_size is read"
        raise DataError(path, what, remedy, name=quote(_spelt(prefix, projected)))
    layers = max(layer for _, _, layer, _ in arrays) + 1
    ways = ("", "_reverse") if any(way for *_, way in arrays) else ("",)
    has_bias = any(what == "bias" for what, *_ in arrays)
    parts = _PARTS if has_bias else _PARTS[:2]
    wanted = ((*part, layer, way) for layer in range(min(layers, 1000)) for way in ways for part in parts)
    missing = next((key for key in wanted if key not in arrays), None)
    if missing:
        others = [quote(_spelt(prefix, key)) for key in arrays if key[2:] == missing[2:] or key[2] > missing[2]][:3]
        what, remedy = "no {name} in it", "there is {others}" if others else ""
        raise DataError(path, what, remedy, name=quote(_spelt(prefix, missing)), others=others)
    return layers, ways


def _sizes(path: str, prefix: str, arrays: Mapping[_Key, Tensor]) -> tuple[int, int]:
    """Return the units of a layer and the size of the input; raises DataError for shapes that no cell has."""
    of_state, of_input = (arrays["weight", side, 0, ""].shape for side in ("hh", "ih"))
    name = quote(_spelt(prefix, ("weight", "hh", 0, "")))
    if len(of_state) != 2 or not of_state[1] or of_state[0] not in [of_state[1] * blocks for blocks in _CELLS]:
        what = "{name} has shape {found}, {expected} expected"
        expected = Phrase("(hidden, hidden), 3 times as many rows for a GRU or 4 for an LSTM")
        raise DataError(path, what, name=name, found=str(of_state)[:60], expected=expected)
    if len(of_input) != 2 or not of_input[1]:
        name = quote(_spelt(prefix, ("weight", "ih", 0, "")))
        expected = Phrase("({rows}, input)", rows=of_state[0])
        raise DataError(
            path,
            "{name} has shape {found}, {expected} expected",
            name=name,
            found=str(of_input)[:60],
            expected=expected,
        )
    return of_state[1], of_input[1]


def _check_shapes(path: str, prefix: str, arrays: Mapping[_Key, Tensor], architecture: Architecture) -> None:
    rows = arrays["weight", "hh", 0, ""].shape[0]
    for key, tensor in arrays.items():
        what, side, layer, _ = key
        columns = architecture.hidden if side == "hh" else architecture.width if layer else architecture.inputs
        expected = (rows,) if what == "bias" else (rows, columns)
        if tensor.shape != expected:
            told = {"name": quote(_spelt(prefix, key)), "found": str(tensor.shape)[:60], "expected": str(expected)}
            raise DataError(path, "{name} has shape {found}, {expected} expected", **told)


def _read(path: str, arrays: Mapping[_Key, Tensor], prefix: str, key: _Key) -> Array | None:
    tensor = arrays.get(key)
    return None if tensor is None else _finite(path, _spelt(prefix, key), tensor.read())


def _finite(path: str, name: str, values: Array) -> Array:
    if not np.isfinite(values).all():
        place = np.argwhere(~np.isfinite(values))[0].tolist()
        what = "{name} has {value} at {place}"
        raise DataError(path, what, name=quote(name), value=f"{values[tuple(place)]:g}", place=str(place))
    if np.abs(values).max(initial=0) > LARGEST_WEIGHT:
        what = "{name} has a weight above {most:g}, with which sums overflow"
        raise DataError(path, what, name=quote(name), most=LARGEST_WEIGHT)
    return values


def _ours(cell: str, of: Mapping[tuple[str, str], Array | None], hidden: int) -> dict[str, Array]:
    """Return torch's arrays of one cell by our names: rows in our order, its two biases as one."""
    of_state, of_input = of["weight", "hh"], of["weight", "ih"]
    assert of_state is not None
    assert of_input is not None
    none = np.zeros(len(of_state))
    state, input_ = (none if each is None else each for each in (of["bias", "hh"], of["bias", "ih"]))
    bias, found = state + input_, {}
    if cell == "gru":
        bias[-hidden:], found["bias_state"] = input_[-hidden:], state[-hidden:]
    order = BLOCKS[cell]
    return {
        "matrix": _reordered(np.column_stack([of_state, of_input]), order),
        "bias": _reordered(bias, order),
        **found,
    }


def _reordered(rows: Array, order: Sequence[int]) -> Array:
    """Return rows with their blocks in this order."""
    return np.concatenate([np.split(rows, len(order))[block] for block in order])


def _readout(path: str, tensors: Tensors, naming: Naming, width: int) -> str | None:
    """Return the name of the linear layer above the states, None where there is none."""
    fitting = [
        name.removesuffix(".weight")
        for name, tensor in tensors.arrays.items()
        if name.endswith(".weight") and len(tensor.shape) == 2 and tensor.shape[1] == width and tensor.shape[0]
    ]
    for name in fitting:
        bias = tensors.arrays.get(f"{name}.bias")
        if bias is not None and bias.shape != tensors.arrays[f"{name}.weight"].shape[:1]:
            told = {"name": quote(f"{name}.bias"), "found": str(bias.shape)[:60]}
            expected = str(tensors.arrays[f"{name}.weight"].shape[:1])
            raise DataError(path, "{name} has shape {found}, {expected} expected", expected=expected, **told)
    if naming.readout == "none":
        return None
    if naming.readout is not None:
        if naming.readout not in fitting:
            what = "no linear layer {name} reads a state of {width:,}"
            listed = [quote(name) for name in fitting[:10]]
            remedy = "there is {names}" if listed else "leave it out"
            raise UsageError("readout", what, remedy, name=quote(naming.readout), width=width, names=listed)
        return naming.readout
    likely = [name for name in fitting if f"{name}.bias" in tensors.arrays] or fitting  # an embedding has no bias
    if len(likely) > 1:
        what, remedy = "{count} linear layers could be its readout", "choose one: --readout {names}, or none"
        names = [quote(name) for name in likely[:10]]
        raise DataError(path, what, remedy, count=len(likely), names=names)
    return likely[0] if likely else None


def _names(kind: str, letter: str, count: int, given: str | Sequence[str] | None, told: str | None) -> Names:
    """Return the names that were given, or that the file has, or x1, x2, …."""
    parameter = f"{kind}s"
    if given is None and told is not None and _are_names(kind, found := told.split("\n")) and len(found) == count:
        given = found
    if given is None:
        return Names(kind, (Name(f"{letter}{number}") for number in range(1, count + 1)))
    names = re.split("[,，、]", given) if isinstance(given, str) else sequence(parameter, given)
    names = [name.strip() if isinstance(name, str) else name for name in names]
    if len(names) != count:
        what, remedy = "{found} {found:name|names}", "the network has {count}"
        raise UsageError(parameter, what, remedy, found=len(names), count=count)
    for name in names:
        if not isinstance(name, str):
            raise UsageError(parameter, "{value} is not text", value=quote(repr(name)))
        if why := name_fault(kind, name):
            raise UsageError(parameter, "{name}: {why}", name=quote(name), why=why)
    if len({normalise(name) for name in names}) < len(names):
        twice = next(name for place, name in enumerate(names) if normalise(name) in map(normalise, names[:place]))
        raise UsageError(parameter, "two of them are called {name}", name=quote(twice))
    return Names(kind, map(Name, names))


def _are_names(kind: str, told: Sequence[str]) -> bool:
    """Return whether these can be told apart, and be typed."""
    return len({*map(normalise, told)}) == len(told) and not any(name_fault(kind, name) for name in told)


def tensors_of(network: Network) -> dict[str, Array]:
    """Return the weights of a network by torch's names: `rnn.weight_ih_l0`, …, `readout.weight`.

    One bias is ours where torch has two: it is torch's bias_ih, and its bias_hh is zeros but for a GRU's candidate.
    """
    made, flat = network.architecture, np.asarray(network.flat, np.float32)
    views, found = named(made, flat), {}
    back = np.argsort(BLOCKS[made.cell]).tolist()
    for layer in range(made.layers):
        for way, direction in list(_DIRECTIONS.items())[: len(made.directions)]:
            start = f"layer{layer + 1}.{direction}."
            matrix = _reordered(views[f"{start}matrix"], back)
            end = f"_l{layer}{way}"
            found[f"rnn.weight_ih{end}"] = matrix[:, made.hidden :]
            found[f"rnn.weight_hh{end}"] = matrix[:, : made.hidden]
            if f"{start}bias" in views:
                found[f"rnn.bias_ih{end}"] = _reordered(views[f"{start}bias"], back)
                other = np.zeros(len(matrix), np.float32)
                if made.cell == "gru":
                    other[-made.hidden :] = views[f"{start}bias_state"]
                found[f"rnn.bias_hh{end}"] = other
    if made.outputs:
        found |= {"readout.weight": views["readout"]} | ({"readout.bias": views["readout.bias"]} if made.bias else {})
    return {name: np.ascontiguousarray(values) for name, values in found.items()}


def save(network: Network, path: Path) -> None:
    """Write a network's weights by torch's names as .npz or .safetensors, the same bytes for the same network.

    A safetensors file also has the names of its inputs and outputs. Raises UsageError for another kind of file,
    DataError where it can't be written.
    """
    replace(path, encoded(network, path))


def _suffix(path: Path) -> str:
    if path.suffix.lower() not in (".npz", ".safetensors"):
        what, remedy = "{name} is not the name of a file of weights", "end it in .npz or .safetensors"
        raise UsageError("export", what, remedy, name=quote(path.name))
    return path.suffix.lower()


def to_export(path: Path, *others: str | PathLike[str] | None) -> None:
    """Raise UsageError now where `save` would later, and for a file that is one of the others; DataError likewise."""
    _suffix(path)
    ensure_writable(path)
    for other in others:
        if other is not None and os.path.abspath(path) == os.path.abspath(other):
            raise UsageError(
                "export", "{name} is another file of this command", "choose another", name=quote(path.name)
            )


def encoded(network: Network, path: Path) -> bytes:
    """Return what `save` writes; raises UsageError for a name that ends otherwise."""
    suffix, arrays = _suffix(path), tensors_of(network)
    if suffix == ".npz":
        file = io.BytesIO()
        np.savez(file, allow_pickle=False, **arrays)
        return file.getvalue()
    inputs = network.weathers.ids + (() if network.is_foreign else network.dishes.ids)
    if len({*map(normalise, inputs)}) < len(inputs):  # a dish is called as a weather is
        inputs = (
            *(f"weather {name}" for name in network.weathers.ids),
            *(f"dish {name}" for name in network.dishes.ids),
        )
    return _safetensors(arrays, {"inputs": "\n".join(inputs), "outputs": "\n".join(network.dishes.ids)})


def _safetensors(arrays: Mapping[str, Array], about: Mapping[str, str]) -> bytes:
    header: dict[str, Any] = {"__metadata__": dict(about)}
    place, parts = 0, []
    for name, values in arrays.items():
        data = values.astype("<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(values.shape), "data_offsets": [place, place + len(data)]}
        place += len(data)
        parts.append(data)
    text = json.dumps(header, ensure_ascii=False).encode()
    text += b" " * (-len(text) % 8)  # so that the numbers begin where a processor likes them
    return b"".join([len(text).to_bytes(8, "little"), text, *parts])
