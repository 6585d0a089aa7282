"""Model files: the same bytes for the same network, and nothing in a file is believed."""

import io
import json
import pickle
import tracemalloc
import warnings
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.lib import format as npy

from cooking_rnn.errors import DataError
from cooking_rnn.network.model import Architecture
from cooking_rnn.network.storage import load, save
from tests.models import random_model


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "model.npz"
    save(random_model(), path)
    return path


@pytest.mark.parametrize(
    "made", [{}, {"cell": "lstm", "layers": 2}, {"cell": "gru", "bias": True}, {"bidirectional": True, "task": "fill"}]
)
@pytest.mark.parametrize("kitchen", ["romance", "order"])
def test_what_is_saved_is_loaded(tmp_path: Path, made: dict[str, Any], kitchen: str) -> None:
    model = random_model(kitchen=kitchen, **made)
    save(model, tmp_path / "a.npz")
    again = load(str(tmp_path / "a.npz"))
    assert (again.architecture, again.task, again.start) == (model.architecture, model.task, model.start)
    assert (again.dishes, again.weathers) == (model.dishes, model.weathers)
    assert np.array_equal(again.flat, model.flat)
    assert again.dishes.find("小龙虾") == 1
    assert again.weathers.codes == model.weathers.codes  # the common words too
    save(again, tmp_path / "b.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


def test_numpy_reads_it_too(file: Path) -> None:
    with np.load(file, allow_pickle=False) as arrays:
        assert arrays["layer1.forward.matrix"].shape == (5, 10)
        assert json.loads(arrays["about"].tobytes())["name"] == "romance"


def entries(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rewritten(file: Path, changes: dict[str, bytes | None], compression: int = zipfile.ZIP_STORED) -> str:
    """Return the path of the file with some of its entries changed, or left out."""
    kept = {name: data for name, data in (entries(file) | changes).items() if data is not None}
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, data in kept.items():
            archive.writestr(name, data)
    return str(file)


def array(value: Any, **how: Any) -> bytes:
    stream = io.BytesIO()
    np.save(stream, value, **how)
    return stream.getvalue()


def about(file: Path, **changes: Any) -> bytes:
    with np.load(file) as arrays:
        told = json.loads(arrays["about"].tobytes())
    told["architecture"] |= {key: changes.pop(key) for key in [*changes] if key in ARCHITECTURE}
    return array(np.frombuffer(json.dumps(told | changes).encode(), np.uint8))


def claims(shape: tuple[int, ...], descr: str = "<f4") -> bytes:
    """Return an array's header that claims a shape, with nothing behind it."""
    stream = io.BytesIO()
    npy.write_array_header_1_0(stream, {"descr": descr, "fortran_order": False, "shape": shape})
    return stream.getvalue()


def refused(path: str, *words: str) -> None:
    tracemalloc.start()
    with pytest.raises(DataError) as raised:
        load(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5_000_000, f"{peak} bytes were taken"
    said = str(raised.value)
    assert said.startswith(f"{path}: ")
    assert "\n" not in said
    for word in words:
        assert word in said, said


ARCHITECTURE = {*Architecture.__dataclass_fields__}
MATRIX = "layer1.forward.matrix"


def test_files_that_are_no_models(tmp_path: Path, file: Path) -> None:
    whole = file.read_bytes()
    refused(str(tmp_path / "none.npz"), "no such file")
    refused(str(tmp_path), "directory")
    for name, data, why in (
        ("empty", b"", "not a model"),
        ("text", b"sunny\nrainy\n", "not a model"),
        ("pickle", pickle.dumps([1, 2, 3]), "a pickle"),
        ("half", whole[: len(whole) // 2], "not a model"),
        ("array", array(np.zeros(3)), "not a model"),
    ):
        path = tmp_path / f"{name}.npz"
        path.write_bytes(data)
        refused(str(path), why)


def test_every_truncation_is_one_error(file: Path, tmp_path: Path) -> None:
    whole, path = file.read_bytes(), tmp_path / "cut.npz"
    for size in range(0, len(whole), 37):
        path.write_bytes(whole[:size])
        refused(str(path))


@pytest.mark.parametrize("seed", range(60))
def test_damage_is_an_error_or_changes_nothing_that_matters(file: Path, seed: int) -> None:
    rng = np.random.default_rng(seed)
    data = bytearray(file.read_bytes())
    for place in rng.integers(0, len(data), 3):
        data[place] = rng.integers(0, 256)
    file.write_bytes(data)
    try:
        assert np.isfinite(load(str(file)).flat).all()
    except DataError as error:
        assert "\n" not in str(error)  # noqa: PT017 - either is right


def test_entries_that_lie(file: Path) -> None:
    good = entries(file)[f"{MATRIX}.npy"]

    def changed(data: bytes | None) -> str:
        return rewritten(file, {f"{MATRIX}.npy": data})

    refused(changed(None), f"no '{MATRIX}' in it")
    refused(changed(claims((10**12,))), "has shape '(1000000000000,)', (5, 10) expected")
    refused(changed(claims((5, 10))), "another size")
    refused(changed(good + b"\0"), "another size")
    refused(changed(array(np.zeros((5, 10)))), "float32")
    refused(changed(array(np.zeros((10, 5), np.float32).T)), "float32")
    refused(changed(array(np.array([print, None], dtype=object), allow_pickle=True)), MATRIX)
    refused(changed(array(np.full((5, 10), np.nan, np.float32))), "not a finite number")
    refused(changed(array(np.zeros((5, 11), np.float32))), "(5, 10) expected")
    refused(changed(b"\x93NUMPY\x01\x00\xff\xff{"), "damaged")


def header(text: str) -> bytes:
    """Return an entry whose header is this text, which numpy parses as Python."""
    padded = text.encode().ljust(118) + b"\n"
    return b"\x93NUMPY\x01\x00" + len(padded).to_bytes(2, "little") + padded


@pytest.mark.parametrize(
    "text",
    [
        "{'descr': '<f4', 'fortran_order': False, 'shape': (5, 10",  # TokenError
        "{'descr': ('<f4',), 'fortran_order': False, 'shape': (5, 10), }",  # IndexError
        "{'descr': '<f4', 'fortran_order': False, 1: (5, 10), }",  # TypeError: keys are sorted
        "{'descr': '<f4', [1]: 2, 'shape': (5, 10), }",  # TypeError: not hashable
        "  {'descr':\n 1}\n   2",  # IndentationError
        "{'descr': '<f4', 'fortran_order': False, 'shape': (5L, 10L), }",  # a warning: Python 2 wrote it
        "{'descr': '<f4', 'fortran_order': False, 'shape': (5, " + "9" * 40 + "), }",
        "(" * 90,
    ],
)
def test_a_header_may_raise_or_warn_anything(file: Path, text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        refused(rewritten(file, {f"{MATRIX}.npy": header(text) + bytes(200)}), MATRIX)


def test_weights_that_would_overflow_are_refused(file: Path) -> None:
    for weight in (1e38, -1e16):
        refused(rewritten(file, {f"{MATRIX}.npy": array(np.full((5, 10), weight, np.float32))}), "a weight above 1e+15")


def test_what_is_no_file_is_not_read() -> None:
    refused("/dev/zero", "not a file that keeps what it holds")


def test_a_bomb_is_not_unpacked(file: Path) -> None:
    bomb = array(np.zeros((1024, 8192), np.float32))  # 32 MiB, 33 KB when compressed
    path = rewritten(file, {"about.npy": about(file, hidden=1024), f"{MATRIX}.npy": bomb}, zipfile.ZIP_DEFLATED)
    del bomb
    refused(path, "compressed")


def test_what_it_says_of_itself_is_checked(file: Path) -> None:
    def changed(**changes: Any) -> str:
        return rewritten(file, {"about.npy": about(file, **changes)})

    original = about(file)
    for changes, word in (
        ({"format": 2}, "a newer version of cook can read it"),
        ({"format": "x"}, "format 'x', 1 expected"),
        ({"hidden": 10**12}, "hidden"),
        ({"hidden": 4096}, "too few for"),
        ({"hidden": True}, "hidden"),
        ({"layers": 0}, "layers"),
        ({"cell": "elman"}, "unknown cell 'elman'"),
        ({"inputs": 4}, "3 dishes and 2 weathers for 4 inputs"),
        ({"bidirectional": 1}, "bidirectional = '1', true or false expected"),
        ({"task": "dance"}, "unknown task 'dance'"),
        ({"cell": []}, "unknown cell"),
        ({"start": True}, "start 'True'"),
        ({"name": "\x1b[31m"}, "not a name"),
        ({"dishes": [{"id": "a,b", "labels": {}, "aliases": []}]}, "'a,b': a comma, which separates names"),
        ({"dishes": [{"id": "next", "labels": {}, "aliases": []}]}, "'next': a word for a rule"),
        ({"dishes": [{"id": "a", "labels": {"en": "\ud800"}, "aliases": []}]}, "dishes are not names"),
        ({"start": 7}, "start '7'"),
        ({"dishes": [1, 2, 3]}, "dishes are not names"),
        ({"dishes": [{"id": "a", "labels": {}, "aliases": []}] * 3}, "called the same"),
        ({"architecture": []}, "no architecture"),
    ):
        refused(changed(**changes), word)
        rewritten(file, {"about.npy": original})
    for text in (b"", b"[]", b"{", b"\xff", b"[" * 100_000):
        refused(rewritten(file, {"about.npy": array(np.frombuffer(text, np.uint8))}), "not a model")
