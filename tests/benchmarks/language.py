"""Language models: a training step beside torch's, Kneser-Ney beside KenLM's lmplz and nltk; COOK_TEXT is a text.

A text of one's own (of a megabyte or so, UTF-8) is needed for Kneser-Ney; lmplz is looked for on the PATH.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from cooking_rnn.fast import ngrams
from cooking_rnn.text.models import ngram_log_probabilities, ngram_models
from cooking_rnn.text.networks import Made, initial, loss_and_gradient, zero_state
from cooking_rnn.text.softmax import class_ends
from cooking_rnn.text.text import read, split
from cooking_rnn.training.adam import Adam, clip
from cooking_rnn.training.loop import keep_memory
from cooking_rnn.training.words import LENGTH, STREAMS
from tests.benchmarks.race import Runner, program, race, show

_VOCABULARIES = (35, 66, 1500, 4000)
_GOALS = {"simple": 0.8, "window": 1.05, "lstm": 1.1}
_HIDDEN, _EMBEDDING, _WINDOW, _ORDER = 96, 16, 8, 5
_SCORED, _SCORED_SLOWLY = 100_000, 200  # words


_PROGRAM = """
import sys
from cooking_rnn.text.models import ngram_models
from cooking_rnn.text.text import read
text = read(sys.argv[1], by="word")
ngram_models(text.codes, len(text.words), int(sys.argv[2]))
"""


def main() -> None:
    """Time training steps, and where there is a text, Kneser-Ney."""
    keep_memory()
    print(f"\nA step of {STREAMS} streams of {LENGTH} words, {_HIDDEN} units, one thread: cook's time by torch's\n")
    for words in _VOCABULARIES:
        told = []
        for kind, goal in _GOALS.items():
            runners = [Runner("cook", _our_steps(_made(kind, words)))]
            if find_spec("torch"):
                runners.append(Runner("torch", _torch_steps(_made(kind, words))))
            took = race(runners, rounds=5)
            ratio = f"{took['cook'] / took['torch']:.2f} (goal {goal})" if "torch" in took else "torch is not installed"
            told.append(f"{kind} {ratio}")
        print(f"  {words:5} words: {', '.join(told)}", flush=True)
    ends = class_ends(1 / np.arange(1.0, 4001), 63)
    runners = [
        Runner("full", _our_steps(_made("lstm", 4000))),
        Runner("classes", _our_steps(_made("lstm", 4000, ends))),
    ]
    took = race(runners, rounds=5)
    print(f"   4000 words: classes {took['classes'] / took['full']:.2f} of the full softmax (goal 0.25)", flush=True)
    if text := os.environ.get("COOK_TEXT"):
        _kneser_ney(Path(text))


def _made(kind: str, words: int, ends: tuple[int, ...] = ()) -> Made:
    return Made(kind, words, _EMBEDDING, _HIDDEN, _WINDOW if kind == "window" else 0, ends)


def _batch(made: Made) -> tuple[Any, Any]:
    rng = np.random.default_rng(0)
    shares = 1 / np.arange(1.0, made.words + 1)  # of words, as Zipf found them
    shape = (STREAMS * LENGTH, made.window) if made.window else (LENGTH, STREAMS)
    drawn = rng.choice(made.words, shape, p=shares / shares.sum())
    return drawn, rng.choice(made.words, shape[:1] if made.window else shape, p=shares / shares.sum())


def _steps(made: Made) -> int:
    return 3 if made.words > 1000 else 10


def _our_steps(made: Made) -> Any:
    flat, adam, batch = initial(made, np.random.default_rng(0)), Adam(), _batch(made)
    state = None if made.window else zero_state(made, STREAMS, flat.dtype)

    def run() -> None:
        for _ in range(_steps(made)):
            _, gradient, _ = loss_and_gradient(made, flat, *batch, state)
            clip(gradient, 1.0)
            adam.move(flat, gradient, 0.001)

    return run


def _torch_steps(made: Made) -> Any:
    torch: Any = import_module("torch")
    nn = torch.nn
    torch.set_num_threads(1)
    embedding, readout = nn.Embedding(made.words, made.embedding), nn.Linear(made.hidden, made.words)
    if made.window:
        body = nn.Sequential(nn.Linear(made.window * made.embedding, made.hidden), nn.Tanh())
    else:
        body = nn.LSTM(made.embedding, made.hidden) if made.kind == "lstm" else nn.RNN(made.embedding, made.hidden)
    parameters = [*embedding.parameters(), *body.parameters(), *readout.parameters()]
    optimiser = torch.optim.Adam(parameters, lr=0.001)
    inputs, targets = map(torch.from_numpy, _batch(made))

    def run() -> None:
        for _ in range(_steps(made)):
            optimiser.zero_grad()
            x = embedding(inputs)
            h = body(x.flatten(1)) if made.window else body(x)[0].flatten(0, 1)
            nn.functional.cross_entropy(readout(h), targets.flatten()).backward()
            nn.utils.clip_grad_norm_(parameters, 1.0)
            optimiser.step()

    return run


def _kneser_ney(file: Path) -> None:
    """Time counting a text, with reading it, beside lmplz; and telling another beside nltk."""
    with tempfile.TemporaryDirectory() as place:
        line, arpa = Path(place, "line.txt"), Path(place, "text.arpa")
        line.write_text(" ".join(split(file.read_text(), "word")) + "\n")

        def ours() -> None:
            text = read(file, by="word")
            ngram_models(text.codes, len(text.words), _ORDER)

        runners = [Runner("cook, in the process", ours)]
        started = program(sys.executable, "-c", _PROGRAM, str(file), str(_ORDER))
        runners.append(Runner("cook, with Python's start", started))
        if lmplz := shutil.which("lmplz"):
            told = [lmplz, "-o", str(_ORDER), "-S", "2G", "--text", str(line), "--arpa", str(arpa)]
            runners.append(Runner("lmplz", lambda: subprocess.run(told, check=True, stderr=subprocess.DEVNULL)))
        goals = {"lmplz": "faster"}
        show(f"Kneser-Ney of order {_ORDER} of {file.stat().st_size:,} bytes", runners[0].name, race(runners, 5), goals)
        if find_spec("nltk"):
            _scored(read(file, by="word"), split(file.read_text(), "word"))


def _scored(text: Any, told: list[str]) -> None:
    lm: Any = import_module("nltk.lm")
    pipeline: Any = import_module("nltk.lm.preprocessing")
    model = lm.KneserNeyInterpolated(3)
    model.fit(*pipeline.padded_everygram_pipeline(3, [told[:20_000]]))
    runs = ngrams.count(np.concatenate([[len(text.words)], text.codes[:20_000]]), 3, len(text.words))

    def theirs() -> None:
        for at in range(2, _SCORED_SLOWLY + 2):
            model.score(told[at], told[at - 2 : at])

    runners = [
        Runner("cook", lambda: ngram_log_probabilities(runs, text.codes[:_SCORED], len(text.words))),
        Runner("nltk.lm", theirs, share=_SCORED_SLOWLY / _SCORED),
    ]
    show(f"Telling {_SCORED:,} words with order 3", "cook", race(runners, 3), {"nltk.lm": "0.001"})
