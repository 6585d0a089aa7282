"""Networks of words: gradients beside numeric ones, and word by word as all at once."""

import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from cooking_rnn.errors import DataError
from cooking_rnn.network.gradcheck import central_differences
from cooking_rnn.steps import Array
from cooking_rnn.text import storage
from cooking_rnn.text.networks import Made, WordNetwork, initial, log_probabilities, loss_and_gradient, zero_state

WORDS = 7
KINDS = [
    Made("window", WORDS, 3, 4, window=2),
    Made("simple", WORDS, 3, 4),
    Made("lstm", WORDS, 3, 4),
    Made("lstm", WORDS, 3, 4, ends=(1, 3, 7)),
    Made("window", WORDS, 2, 3, window=3, ends=(2, 7)),
]
ids = [f"{made.kind}{len(made.ends)}" for made in KINDS]


def network(made: Made) -> WordNetwork:
    return WordNetwork(made, initial(made, np.random.default_rng(1)), tuple("abcdefg"), "word")


def batch(made: Made, rng: np.random.Generator) -> tuple[Array, Array]:
    if made.window:
        return rng.integers(0, WORDS, (6, made.window)), rng.integers(0, WORDS, 6)
    return rng.integers(0, WORDS, (5, 2)), rng.integers(0, WORDS, (5, 2))


@pytest.mark.parametrize("made", KINDS, ids=ids)
def test_gradients(made: Made) -> None:
    rng = np.random.default_rng(0)
    flat, (inputs, targets) = initial(made, rng, np.float64), batch(made, rng)
    state = None if made.window else zero_state(made, 2, np.float64)
    loss, gradient, _ = loss_and_gradient(made, flat, inputs, targets, state)
    numeric = central_differences(lambda: loss_and_gradient(made, flat, inputs, targets, state)[0], flat)
    assert np.linalg.norm(gradient - numeric) / np.linalg.norm(numeric) < 1e-8
    assert loss > 0


@pytest.mark.parametrize("made", KINDS, ids=ids)
def test_word_by_word_is_all_at_once(made: Made) -> None:
    """And a state that is carried on, a distribution over all words, and the loss of the training say the same."""
    model, codes = network(made), np.random.default_rng(2).integers(0, WORDS, 12)
    state, found = model.begin(), []
    for code in codes.tolist():
        p = model.next(state)
        assert p.sum() == pytest.approx(1, abs=1e-12)
        found.append(np.log(p[code]))
        state = model.after(state, code)
    told = model.log_probabilities(codes)
    assert found == pytest.approx(told.tolist(), abs=1e-5)
    if made.window:
        inputs = np.lib.stride_tricks.sliding_window_view(codes[:-1], made.window)
        loss, _, _ = loss_and_gradient(made, model.flat, inputs, codes[made.window :])
        assert loss == pytest.approx(-told[made.window :].mean(), abs=1e-5)
    else:
        read = loss_and_gradient(made, model.flat, codes[:-1, None], codes[1:, None], model.begin())
        assert read[0] == pytest.approx(-told[1:].mean(), abs=1e-5)


def test_a_long_text_is_scored_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    codes = np.random.default_rng(3).integers(0, WORDS, 50)
    for made in KINDS:
        flat = initial(made, np.random.default_rng(1))
        whole = log_probabilities(made, flat, codes)
        monkeypatch.setattr("cooking_rnn.text.networks._PIECE", 7)
        assert log_probabilities(made, flat, codes) == pytest.approx(whole, abs=1e-6)
        monkeypatch.undo()


@pytest.mark.parametrize("made", KINDS, ids=ids)
def test_a_file_keeps_all_of_it(made: Made, tmp_path: Path) -> None:
    kept = replace(network(made), trained={"steps": 3})
    storage.save(kept, tmp_path / "w.npz")
    read = storage.load(tmp_path / "w.npz")
    assert (read.made, read.vocabulary, read.by, dict(read.trained)) == (made, kept.vocabulary, "word", {"steps": 3})
    assert np.array_equal(read.flat, kept.flat)


@pytest.mark.parametrize(
    ("was", "now", "fault"),
    [
        (b'"kind": "lstm"', b'"kind": "lstn"', "no network of words"),
        (b'"hidden": 4', b'"hidden": 0', "hidden = '0', a whole number from 1 to 2048 expected"),
        (b'"hidden": 4', b'"hidden": 9', "shape .* expected"),
        (b'"by": "word"', b'"by": "work"', "its unit is neither word nor char"),
        (b'"b"', b'"a"', "6 words in its vocabulary, 7 expected"),
        (b'"b"', b'""', "its vocabulary is not words"),
        (b'"format": 1', b'"format": 7', "format '7', 1 expected"),
        (b'"window": 0', b'"window": 5', "window = '5', a whole number from 0 to 0 expected"),
        (b'"steps": 3', b'"steps": "3"', "no whole number of steps"),
    ],
)
def test_a_file_that_is_none(tmp_path: Path, was: bytes, now: bytes, fault: str) -> None:
    storage.save(replace(network(KINDS[3]), trained={"steps": 3}), tmp_path / "w.npz")
    with zipfile.ZipFile(tmp_path / "w.npz") as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    about = entries["about.npy"]
    head, text = about[:128], about[128:].replace(was, now)
    head = head.replace(f"({len(about) - 128},)".encode(), f"({len(text)},)".encode())
    with zipfile.ZipFile(tmp_path / "x.npz", "w") as archive:
        for name, data in entries.items():
            archive.writestr(name, head + text if name == "about.npy" else data)
    with pytest.raises(DataError, match=fault):
        storage.load(tmp_path / "x.npz")
