"""Networks of torch: its arrays in .npz and safetensors, read as networks whose states are torch's own."""

import io
import json
import pickle
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cooking_rnn.errors import CookError, DataError, UsageError
from cooking_rnn.network.model import Architecture, initial
from cooking_rnn.network.network import Network
from cooking_rnn.training.train import train
from cooking_rnn.weather.numbers import read
from tests.network.torch_values import SIZES, kept

Arrays = dict[str, np.ndarray]
PEERS = {f"{each['cell']}-{each['layers']}": each for each in kept()}
STATES = {"simple": "tanh", "lstm": "hidden", "gru": "hidden"}


def arrays(peer: Mapping[str, Any], prefix: str = "") -> Arrays:
    return {prefix + name: np.array(values) for name, values in peer["parameters"].items()}


def safetensors(told: Mapping[str, Any], data: bytes) -> bytes:
    header = json.dumps(told).encode()
    return len(header).to_bytes(8, "little") + header + data


def as_safetensors(found: Arrays, kind: str = "F64") -> bytes:
    told, data = {}, b""
    for name, values in found.items():
        numbers = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "<f4"}[kind]
        part = values.astype(numbers).tobytes()
        if kind == "BF16":  # the upper half of a float32, towards zero
            part = np.frombuffer(part, "<u2")[1::2].tobytes()
        told[name] = {"dtype": kind, "shape": [*values.shape], "data_offsets": [len(data), len(data) + len(part)]}
        data += part
    return safetensors(told, data)


def kept_in(folder: Path, found: Arrays | bytes, name: str = "net.npz") -> str:
    path = folder / name
    if isinstance(found, bytes):
        path.write_bytes(found)
    else:
        np.savez(path, allow_pickle=False, **found)
    return str(path)


def states(network: Network, x: np.ndarray) -> np.ndarray:
    """Return h of the last layer, both ways, (days, width)."""
    made = network.architecture
    return np.array(
        [
            np.concatenate(
                [
                    next(
                        step.value
                        for step in day.steps
                        if (step.kind, step.layer, step.is_reverse)
                        == (STATES[made.cell], made.layers, way == "backward")
                    )
                    for way in made.directions
                ]
            )
            for day in network.explain(x).days
        ]
    )


@pytest.mark.parametrize("kind", ["npz", "F64", "F32"])
@pytest.mark.parametrize("name", PEERS)
def test_the_states_are_torch_s(name: str, kind: str, tmp_path: Path) -> None:
    peer = PEERS[name]
    found = arrays(peer, "encoder.rnn.")
    path = (
        kept_in(tmp_path, found) if kind == "npz" else kept_in(tmp_path, as_safetensors(found, kind), "a.safetensors")
    )
    network = Network.load(path)
    made = network.architecture
    assert (made.cell, made.layers, made.bidirectional) == (peer["cell"], peer["layers"], peer["bidirectional"])
    for season in range(2):
        x, h = np.array(peer["inputs"])[:, season], np.array(peer["hidden"])[:, season]
        assert abs(states(network, x) - h).max() < 1e-6


@pytest.mark.parametrize(("kind", "digits"), [("F16", 11), ("BF16", 8)])
def test_short_floats_are_read(kind: str, digits: int, tmp_path: Path) -> None:
    peer = PEERS["lstm-1"]
    network = Network.load(kept_in(tmp_path, as_safetensors(arrays(peer), kind), "short.safetensors"))
    exact = Network.load(kept_in(tmp_path, arrays(peer)))
    np.testing.assert_allclose(network.flat, exact.flat, rtol=0, atol=2 * 2.0**-digits)
    assert (network.flat != exact.flat).any()


@pytest.mark.parametrize("suffix", [".npz", ".safetensors"])
@pytest.mark.parametrize("name", PEERS)
def test_what_is_exported_is_read_back(name: str, suffix: str, tmp_path: Path) -> None:
    cell, layers, both = (PEERS[name][key] for key in ("cell", "layers", "bidirectional"))
    made = Architecture(cell, 3, 4, 5, layers, both, bias=True)
    flat = initial(made, np.random.default_rng(0), np.float32) + np.float32(0.25)
    network = Network.load(kept_in(tmp_path, arrays(PEERS[name])))
    network = Network(made, flat, network.task, "x", None, _names("y", 4), _names("x", 3), {})
    network.export(tmp_path / f"out{suffix}")
    again = Network.load(tmp_path / f"out{suffix}")
    assert again.architecture == made
    np.testing.assert_array_equal(again.flat, flat)


def _names(letter: str, count: int) -> Any:
    from cooking_rnn.names import Name, Names

    return Names("input", [Name(f"{letter}{number}") for number in range(1, count + 1)])


def test_a_readout_is_found_and_its_outputs_named(tmp_path: Path) -> None:
    peer, rng = PEERS["gru-2"], np.random.default_rng(1)
    width = 2 * SIZES["hidden"]
    linear = {"fc.weight": rng.normal(size=(2, width)), "fc.bias": rng.normal(size=2)}
    embedding = {"embed.weight": rng.normal(size=(9, width))}
    path = kept_in(tmp_path, arrays(peer, "gru.") | linear | embedding)
    network = Network.load(path, inputs="sun,rain,snow", outputs=["in", "out"])
    told = network.explain("rain,sun,snow,rain")
    x = np.eye(3)[[1, 0, 2, 1]]
    scores = states(network, x) @ linear["fc.weight"].T + linear["fc.bias"]
    found = np.array([next(step.value for step in day.steps if step.name == "readout") for day in told.days])
    np.testing.assert_allclose(found, scores, atol=1e-6)
    assert [day.dish for day in told.days] == [("in", "out")[place] for place in scores.argmax(axis=1)]
    assert Network.load(path, readout="none").architecture.outputs == 0
    assert Network.load(path, readout="embed").architecture.outputs == 9


def test_a_toml_says_what_is_what(tmp_path: Path) -> None:
    told = tmp_path / "names.toml"
    told.write_text('inputs = ["sun", "rain", "snow"]\nprefix = "b"\n')
    found = arrays(PEERS["simple-1"], "a.") | arrays(PEERS["lstm-1"], "b.")
    network = Network.load(kept_in(tmp_path, found), inputs=str(told))
    assert (network.architecture.cell, network.weathers.ids) == ("lstm", ("sun", "rain", "snow"))
    told.write_text("color = 1\n")
    with pytest.raises(DataError, match=r"names.toml: color: unknown key \(known are inputs"):
        Network.load(kept_in(tmp_path, found), inputs=str(told))


def _with(found: Arrays, **changed: np.ndarray | None) -> Arrays:
    return {name: values for name, values in (found | changed).items() if values is not None}


LSTM = arrays(PEERS["lstm-1"])
REFUSED: list[tuple[Arrays, dict[str, Any], str]] = [
    (_with(LSTM, weight_hh_l0=None), {}, "no 'weight_hh_l0' in it"),
    (_with(LSTM, weight_hh_l0=np.zeros((9, 2))), {}, r"'weight_hh_l0' has shape \(9, 2\), \(hidden, hidden\), 3 times"),
    (_with(LSTM, weight_ih_l0=np.zeros((6, 3))), {}, r"'weight_ih_l0' has shape \(6, 3\), \(8, 3\) expected"),
    (_with(LSTM, bias_hh_l0=np.zeros(7)), {}, r"'bias_hh_l0' has shape \(7,\), \(8,\) expected"),
    (_with(LSTM, weight_ih_l2=np.zeros((8, 2))), {}, "no 'weight_ih_l1' in it"),
    (_with(LSTM, weight_hr_l0=np.zeros((1, 2))), {}, "'weight_hr_l0': an LSTM with projections"),
    (_with(LSTM, bias_ih_l0=np.full(8, np.nan)), {}, r"'bias_ih_l0' has nan at \[0\]"),
    (_with(LSTM, bias_ih_l0=np.full(8, np.inf)), {}, r"'bias_ih_l0' has inf at \[0\]"),
    (_with(LSTM, bias_ih_l0=np.arange(8)), {}, "'bias_ih_l0' is of 'int64', not of floats"),
    (_with(LSTM, fc=np.zeros(3)), {"readout": "fc"}, "readout: no linear layer 'fc' reads a state of 2"),
    (LSTM | {"a.weight": np.zeros((3, 2)), "b.weight": np.zeros((4, 2))}, {}, "2 linear layers could be its readout"),
    (arrays(PEERS["lstm-1"], "a.") | LSTM, {}, r"2 networks are in it \(choose one: --prefix 'a', ''\)"),
    (LSTM, {"prefix": "c"}, "prefix: no network is called 'c' "),
    (LSTM, {"inputs": "a,b"}, r"inputs: 2 names \(the network has 3\)"),
    (LSTM, {"inputs": "a,b,a"}, "inputs: two of them are called 'a'"),
    (LSTM, {"outputs": "a,b"}, r"outputs: 2 names \(the network has 0\)"),
    (
        {"weight": np.zeros((3, 3))},
        {},
        r"no recurrent network is in it \(names such as rnn.weight_ih_l0 are; found 'weight'\)",
    ),
]


@pytest.mark.parametrize(("found", "naming", "why"), REFUSED, ids=[why[:40] for *_, why in REFUSED])
def test_what_is_no_network(found: Arrays, naming: dict[str, Any], why: str, tmp_path: Path) -> None:
    path = kept_in(tmp_path, found)
    with pytest.raises(CookError, match=why) as raised:
        Network.load(path, **naming)
    assert "\n" not in str(raised.value)
    assert isinstance(raised.value, UsageError) == bool(naming)


def test_what_has_no_readout_says_nothing(tmp_path: Path) -> None:
    network = Network.load(kept_in(tmp_path, LSTM), inputs="a,b,c")
    with pytest.raises(DataError, match="no readout in it"):
        network.menu(np.array([0, 1]), None)


@pytest.mark.parametrize("name", ["net.pt", "net.npz", "net.bin"])
def test_a_pickle_is_refused_with_what_makes_a_safe_file(name: str, tmp_path: Path) -> None:
    path = kept_in(tmp_path, pickle.dumps({"a": 1}), name)
    with pytest.raises(DataError, match=r"a pickle, which can run any code.*numpy\.savez"):
        Network.load(path)


ONE = {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}
TWO = {"dtype": "F32", "shape": [1], "data_offsets": [4, 8]}
TWICE = b'{"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}, "a": {"dtype": "F32", "shape": [1]}}'
HARMFUL = [
    (b"", "a header of 0 bytes in a file of 0"),
    ((4 << 30).to_bytes(8, "little") + b"{}", "a header of 4,294,967,296 bytes in a file of 10"),
    (safetensors({}, b"")[:-1] + b"[", "its header is not JSON"),
    (len(TWICE).to_bytes(8, "little") + TWICE + bytes(8), "'a' is in it twice"),
    (safetensors({"a": ONE, "b": ONE}, bytes(4)), "'b' overlaps another array"),
    (safetensors({"a": ONE, "b": {**TWO, "data_offsets": [8, 12]}}, bytes(12)), "of the 4 bytes before 'b'"),
    (safetensors({"a": ONE, "b": TWO}, bytes(4)), "its arrays are 8 bytes, and 4 are there"),
    (safetensors({"a": {**ONE, "shape": [2]}}, bytes(4)), "'a' has other bytes"),
    (safetensors({"a": {**ONE, "shape": [-1]}}, bytes(4)), r"'a' has the shape '\[-1\]'"),
    (safetensors({"a": {**ONE, "data_offsets": [4, 0]}}, bytes(4)), "'a' has other bytes"),
    (safetensors({"a": {**ONE, "dtype": "Q9"}}, bytes(4)), "'a' is of an unknown type 'Q9'"),
    (safetensors({"a": {**ONE, "dtype": []}}, bytes(4)), r"'a' is of an unknown type '\[\]'"),
    (safetensors({"a": 3}, b""), "'a' does not say its dtype"),
    (safetensors({"a": ONE}, bytes(4)), "no recurrent network is in it"),
]


@pytest.mark.parametrize(("data", "why"), HARMFUL, ids=[why[:30] for _, why in HARMFUL])
def test_a_harmful_safetensors_is_one_line(data: bytes, why: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=why) as raised:
        Network.load(kept_in(tmp_path, data, "bad.safetensors"))
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("seed", range(40))
def test_damage_to_safetensors_is_an_error_or_numbers(seed: int, tmp_path: Path) -> None:
    rng = np.random.default_rng(seed)
    data = bytearray(as_safetensors(LSTM, "F32"))
    for place in rng.integers(0, len(data) - 1, 3):
        data[place] = rng.integers(256)
    path, said = kept_in(tmp_path, bytes(data), "hurt.safetensors"), ""
    try:
        numbers = Network.load(path).flat
    except CookError as error:
        numbers, said = np.zeros(1), str(error)
    assert np.isfinite(numbers).all()
    assert "\n" not in said


class TestNumbers:
    def read(self, data: bytes | str) -> np.ndarray:
        return read(io.BytesIO(data.encode() if isinstance(data, str) else data), "x.csv", ("a", "b"))

    def test_rows_of_a_csv_and_of_an_npy(self) -> None:
        expected = np.array([[1, 2.5], [-3e-2, 0]])
        file = io.BytesIO()
        np.save(file, np.asfortranarray(expected))
        for data in (
            "1,2.5\n-3e-2,0\n",
            "b;a\n2.5;1\n0;-3e-2\n",
            "x\ty\n1\t2.5\n-.03\t0\n",
            "1 2.5\n\n-.03 0",
            file.getvalue(),
        ):
            np.testing.assert_array_equal(self.read(data), expected)

    @pytest.mark.parametrize(
        ("data", "why"),
        [
            ("", "x.csv: no numbers in it"),
            ("1,2\n1,2,3\n", r"x.csv:2: 3 columns \(the network has 2 inputs\)"),
            ("1,2\n1,rain\n", r"x.csv:2: 'rain' is not a number \(words are given by --weather\)"),
            ("1,nan\n", "x.csv: day 1, 'b': not a finite number"),
            (b"\x93NUMPY\x01\x00", "x.csv: not an array"),
            (b"\xff\xfe1,2", "x.csv: neither text in UTF-8 nor an .npy"),
        ],
    )
    def test_what_is_refused(self, data: bytes | str, why: str) -> None:
        with pytest.raises(DataError, match=re.compile(why)) as raised:
            self.read(data)
        assert "\n" not in str(raised.value)


def test_names_that_a_file_has_twice_are_not_taken(tmp_path: Path) -> None:
    kitchen = tmp_path / "same.toml"
    kitchen.write_text('dishes = ["sunny", "soup"]\n[weathers]\nsunny = "same"\nrainy = "next"\n')
    network = train(kitchen, steps=1, hidden=2).network
    network.export(tmp_path / "same.safetensors")
    read = Network.load(tmp_path / "same.safetensors")
    assert read.weathers.ids == ("weather sunny", "weather rainy", "dish sunny", "dish soup")
    data = (tmp_path / "same.safetensors").read_bytes()
    assert data.count(b"weather rainy") == 1
    (tmp_path / "twice.safetensors").write_bytes(data.replace(b"weather rainy", b"weather sunny"))
    assert Network.load(tmp_path / "twice.safetensors").weathers.ids == ("x1", "x2", "x3", "x4")
