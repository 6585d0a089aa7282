"""What is said of gradients and of memory on the command line, and what can be typed wrong."""

import shlex
from pathlib import Path

import pytest
from rich.cells import cell_len

from cooking_rnn.network.storage import save
from tests.cli.program import Program
from tests.models import random_model


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("models") / "net.npz"
    save(random_model(), file)
    return file


QUICK = [
    "gradient --length 12 --hidden 4",
    "gradient --length 12 --hidden 4 --cell lstm --radius 0.9",
    "gradient --length 12 --matrix .5,4;0,.5 --activation linear",
    "gradient --length 12 --hidden 4 --radius 1 --shares",
    "gradcheck --hidden 3 --days 3",
    "gradcheck --hidden 3 --days 3 --bug transpose --steps 20",
    "memory 'what time is it ?' --hidden 4 --seeds 2",
    "memory 饿死我了 --hidden 4 --seeds 2",
    "memory --length 12 --hidden 4 --seeds 2",
]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("command", QUICK)
def test_every_line_fits(cook: Program, command: str, lang: str) -> None:
    for columns in (40, 100):
        run = cook(*shlex.split(command), "--lang", lang, COLUMNS=str(columns))
        assert run.code == 0, run.err
        assert all(cell_len(line) <= columns for line in run.lines), run.out
        assert "…" not in run.out
    assert cook(*shlex.split(command), "--lang", "en", encoding="ascii").stdout.isascii() or "饿" in command


@pytest.mark.parametrize("command", QUICK)
def test_documents_are_strict_and_the_same_for_the_same_seed(cook: Program, command: str) -> None:
    one, two = (cook(*shlex.split(command), "--json", "--seed", 3) for _ in range(2))
    assert one.json == two.json
    assert one.stdout == two.stdout


def test_the_matrix_whose_radius_and_norm_disagree(cook: Program) -> None:
    """The article's: norms 4.06, 1.25, 0.078, 3.6e-13 at lags 1, 5, 10, 50."""
    told = cook(*shlex.split("gradient --matrix '.5,4;0,.5' --activation linear --length 50 --json")).json
    (network,) = told["networks"]
    assert (network["spectral_radius"], round(network["sigma"], 2)) == (0.5, 4.06)
    norms = {each["lag"]: 10 ** each["log10_norm"] for each in network["lags"]}
    assert [norms[lag] for lag in (1, 5, 10, 50)] == pytest.approx([4.06, 1.25, 0.078, 3.6e-13], rel=0.01)


def test_no_recurrence_is_a_gradient_of_exactly_zero(cook: Program) -> None:
    (network,) = cook("gradient", "--radius", "0", "--length", 5, "--hidden", 3, "--json").json["networks"]
    assert {(lag["log10_norm"], lag["exactly_zero"]) for lag in network["lags"]} == {(None, True)}


def test_ten_thousand_lags_neither_overflow_nor_underflow(cook: Program) -> None:
    told = cook("gradient", "--radius", "0.5", "--length", 10_000, "--hidden", 3, "--json").json
    for network in told["networks"]:
        assert len(network["lags"]) == 10_000
        assert all(lag["log10_norm"] is not None for lag in network["lags"])
    assert told["networks"][0]["lags"][-1]["log10_norm"] < -3000


def test_a_model_tells_of_itself(cook: Program, model: Path) -> None:
    assert len(cook("gradient", "--model", model, "--weather", "rainy,sunny,rainy", "--json").json["networks"]) == 1
    assert cook("memory", "--model", model, "--weather", "rainy,sunny,rainy", "--json").code == 0


def test_a_wrong_gradient_is_seen(cook: Program) -> None:
    right = cook("gradcheck", "--hidden", 3, "--days", 3)
    assert (right.code, "All right" in right.out) == (0, True)
    wrong = cook("gradcheck", "--hidden", 3, "--days", 3, "--bug", "transpose", "--steps", 20)
    assert (wrong.code, "✗ wrong" in wrong.out) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "where"),
    [
        ("gradient --radius -1", "--radius"),
        ("gradient --radius nan", "--radius"),
        ("gradient --radius big", "--radius"),
        ("gradient --radius ''", "--radius"),
        ("gradient --length 0", "--length"),
        ("gradient --hidden 0", "--hidden"),
        ("gradient --cell gru", "--cell"),
        ("gradient --matrix 1,2", "--matrix"),
        ("gradient --matrix '1,2;3,x'", "--matrix"),
        ("gradient --matrix 1 --radius 1", "--"),
        ("gradient --model {} --radius 1", "--"),
        ("gradient --model {} --cell lstm", "--"),
        ("gradient --model {} --weather snowny", "--weather day 1"),
        ("gradcheck --hidden 0", "--hidden"),
        ("gradcheck --layers 0", "--layers"),
        ("gradcheck --bug typo", "--bug"),
        ("gradcheck --steps 3", "--steps"),
        ("memory ''", "SENTENCE"),
        ("memory '  '", "SENTENCE"),
        ("memory --length 0", "--length"),
        ("memory --length 100000", "--length"),
        ("memory --seeds 0", "--seeds"),
        ("memory words --weather sunny", "--weather"),
        ("memory --model {} words", "--model"),
    ],
)
def test_what_is_typed_wrong(cook: Program, model: Path, arguments: str, where: str) -> None:
    error = cook(*shlex.split(arguments.replace("{}", str(model)))).only_error(2)
    assert error.startswith(where)


def test_a_sentence_of_too_many_words_is_a_clear_limit(cook: Program) -> None:
    assert "1000" in cook("memory", "word " * 100_000).only_error(2)
