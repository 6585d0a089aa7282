"""What is said of gradients and of memory on the command line, and what can be typed wrong."""

import math
import shlex
from pathlib import Path

import pytest

from cooking_rnn.network.storage import save
from tests.cli.program import Program
from tests.models import random_model


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("models") / "net.npz"
    save(random_model(), file)
    return file


QUICK = [
    "soften --days 5,9 --seasons 3",
    "gradient --length 12 --hidden 4",
    "gradient --length 12 --hidden 4 --cell lstm --radius 0.9",
    "gradient --length 12 --matrix .5,4;0,.5 --activation linear",
    "gradient --length 12 --hidden 4 --radius 1 --shares",
    "gradcheck --hidden 3 --days 3",
    "gradcheck --hidden 3 --days 3 --bug transpose --steps 20",
    "memory 'what time is it ?' --hidden 4 --seeds 2",
    "memory 饿死我了 --hidden 4 --seeds 2",
    "memory --length 12 --hidden 4 --seeds 2",
    "memory --map --hidden 4",
]


@pytest.mark.parametrize("command", QUICK)
def test_ascii_is_enough(cook: Program, command: str) -> None:
    run = cook(*shlex.split(command), "--lang", "en", encoding="ascii")
    assert run.code == 0, run.err
    assert run.stdout.isascii() or "饿" in command


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


@pytest.mark.slow
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
        ("gradient --radius 1,,2", "--radius"),
        ("gradient --model {} --length 2 --weather sunny", "--length"),
        ("gradient --from x.txt --length 3", "--length"),
        ("gradient --matrix 1 --from x.txt", "--from"),
        ("gradient --kitchen order --weather sunny", "--weather"),
        ("gradient --kitchen order --from x.txt", "--from"),
        ("gradient --weather sunny --from x.txt", "--weather"),
        ("gradient --weather sunny --column rain", "--column"),
        ("gradient --length 0", "--length"),
        ("gradient --hidden 0", "--hidden"),
        ("gradient --cell gpt", "--cell"),
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
        ("memory --from x.txt --length 3", "--length"),
        ("memory words --from x.txt", "SENTENCE"),
        ("memory words --length 3", "SENTENCE"),
        ("memory --seeds 0", "--seeds"),
        ("memory --map --seeds 2", "--seeds"),
        ("memory --map --length 2", "--length"),
        ("memory --beside {}", "--beside"),
        ("memory --map --beside {}", "--beside"),
        ("memory --map --model {} --hidden 3", "--hidden"),
        ("memory words --weather sunny", "--weather"),
        ("memory --model {} words", "--model"),
    ],
)
def test_what_is_typed_wrong(cook: Program, model: Path, arguments: str, where: str) -> None:
    error = cook(*shlex.split(arguments.replace("{}", str(model)))).only_error(2)
    assert error.startswith(where)


TOO_LITTLE = {"--seed": "-1", "--radius": "-0.1", "--matrix": "-1e7"}  # 0 for all others
TOO_MUCH = (str(2**63), "9" * 4300, "9" * 4301)  # Python reads no number of more than 4300 digits

NUMBERS = [
    "gradient --hidden",
    "gradient --length",
    "gradient --radius",
    "gradient --matrix",
    "gradient --seed",
    "soften --gain",
    "soften --days",
    "soften --seasons",
    "soften --seed",
    "gradcheck --layers",
    "gradcheck --hidden",
    "gradcheck --days",
    "gradcheck --seed",
    "gradcheck --bug transpose --steps",
    "memory --length",
    "memory --hidden",
    "memory --seeds",
    "memory --seed",
]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("option", NUMBERS)
def test_every_number_has_a_limit_which_its_error_says(cook: Program, option: str, lang: str) -> None:
    """It is checked before anything is allocated, so that none of these takes any time."""
    *_, name = option.split()
    for number in (TOO_LITTLE.get(name, "0"), *TOO_MUCH):
        error = cook(*option.split(), number, "--json", "--lang", lang).only_error(2)
        assert error.startswith(name)
        assert len(error) < 300


@pytest.mark.parametrize(
    ("sentence", "limit"),
    [("字" * 20_000, "1,000"), ("word " * 100_000, "1,000"), (" ".join(map(str, range(600))), "512")],
)
def test_a_sentence_has_a_limit_too(cook: Program, sentence: str, limit: str) -> None:
    assert limit in cook("memory", sentence).only_error(2)


def test_a_file_is_read_no_further_than_is_measured(cook: Program) -> None:
    run = cook("memory", "--from", "-", stdin=b"sunny\nrainy\n" * 10_000)
    assert run.only_error(2).startswith("--from: more than 1,000 days")


def test_weather_of_a_file_is_that_which_is_typed(cook: Program) -> None:
    for command in ("gradient --radius 1 --hidden 3", "memory --seeds 1 --hidden 3"):
        from_file = cook(*command.split(), "--from", "-", "--json", stdin="晴天\n雨天\n".encode())
        assert from_file.stdout == cook(*command.split(), "--weather", "sunny,rainy", "--json").stdout


@pytest.fixture(params=["order", "weather", "single"])
def kitchen(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A kitchen without weather, one in which yesterday does not matter, and one of a single dish."""
    if request.param != "single":
        return str(request.param)
    file = tmp_path / "single.toml"
    file.write_text('dishes = ["a"]\n[weathers]\nsunny = "same"\nrainy = "next"\n')
    return str(file)


def test_the_gradient_on_any_kitchen_stays_within_its_bound(cook: Program, kitchen: str) -> None:
    arguments = shlex.split("gradient --length 4 --hidden 3 --radius 0.5 --json --kitchen")
    (network,) = cook(*arguments, kitchen).json["networks"]
    assert network["sigma"] == pytest.approx(0.5)  # the draw is orthogonal
    norms = [lag["log10_norm"] for lag in network["lags"]]
    assert len(norms) == 4
    assert all(norm < lag * math.log10(0.5) + 1e-9 for lag, norm in enumerate(norms, 1))


def test_the_gradient_of_a_soft_kitchen_is_zero_where_yesterday_does_not_matter(cook: Program, kitchen: str) -> None:
    soft, hard = cook(*shlex.split("soften --days 3 --seasons 2 --gain 2,inf --json --kitchen"), kitchen).json["gains"]
    assert [gain["days"][0]["right"] for gain in (soft, hard)] == [1, 1]
    assert [gain["days"][0]["exactly_zero"] for gain in (soft, hard)] == [kitchen != "order", True]


def test_the_shares_of_a_week_add_up_on_any_kitchen_with_weather(cook: Program, kitchen: str) -> None:
    run = cook(*shlex.split("memory --hidden 3 --seeds 1 --json --kitchen"), kitchen)
    if kitchen == "order":
        assert run.only_error(2) == (
            "--kitchen: this kitchen has no weather, so there are no words to read "
            "(choose one that has, or give a sentence)"
        )
    else:
        for network in run.json["networks"]:
            shares = [word["slope_share"] for word in network["words"]]
            assert (len(shares), sum(shares)) == (6, pytest.approx(1))


@pytest.mark.parametrize("command", ["gradient", "soften", "memory"])
def test_an_empty_name_is_not_the_default(cook: Program, command: str) -> None:
    assert cook(command, "--kitchen", "").only_error(2).startswith("--kitchen: ")


@pytest.mark.parametrize("command", QUICK)
def test_a_picture_is_in_the_reader_s_language(cook: Program, tmp_path: Path, command: str) -> None:
    for lang in ("en", "zh"):
        file = tmp_path / f"{lang}.svg"
        run = cook(*shlex.split(command), "--lang", lang, "--save", file)
        assert (run.code, run.out) == (0, "")
        assert f'xml:lang="{lang}"' in file.read_text("utf-8")
