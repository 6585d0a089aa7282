"""`train` and `fill` as functions: their defaults are the command's, and what they keep can be read again."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pytest

from cooking_rnn.errors import CookError, DataError, UsageError
from cooking_rnn.insight.extraction import extract
from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.kitchen.to_toml import save
from cooking_rnn.network.network import Network
from cooking_rnn.training import diary as diaries
from cooking_rnn.training.fill import fill
from cooking_rnn.training.loop import Progress
from cooking_rnn.training.train import Stopped, train
from tests.models import random_model, trained_model


def test_a_network_is_watched_kept_and_scored(tmp_path: Path) -> None:
    seen: list[Progress] = []

    def watch(progress: Iterator[Progress]) -> Iterator[Progress]:
        for each in progress:
            seen.append(each)
            yield each

    told = train(Kitchen.load("cycle5"), hidden=4, length=4, steps=3, batch=2, watch=watch, output=tmp_path / "a.npz")
    assert len(seen) == len(told.losses) == 3
    assert (told.converged, told.diverged, [row.score.days for row in told.rows]) == (False, False, [4, 40, 400])
    again = Network.load(str(tmp_path / "a.npz"))
    assert np.array_equal(again.flat, told.network.flat)
    assert again.dishes == told.network.dishes
    assert not told.losses.flags.writeable


@pytest.mark.parametrize("steps", [0, 3])
def test_ctrl_c_hands_over_the_best_so_far(tmp_path: Path, steps: int) -> None:
    file = tmp_path / "best.npz"

    def watch(progress: Iterator[Progress]) -> Iterable[Progress]:
        for each in progress:
            if each.step > steps:
                raise KeyboardInterrupt
            yield each

    with pytest.raises(Stopped) as stopped:
        train(hidden=4, steps=10, watch=watch, output=file)
    assert stopped.value.steps == steps
    assert (stopped.value.network is not None) == file.exists() == bool(steps)


def diary(folder: Path, *days: str, name: str = "d.csv", header: str = "weather,dish") -> Path:
    path = folder / name
    path.write_text("\n".join([header, *days]) + "\n")
    return path


ALTERNATE = ("sunny,a", "rainy,b", "sunny,b", "rainy,a", "sunny,a") * 2


@pytest.mark.parametrize("bad", ["next", "table", '"beef, spicy"', '"a\tb"', "、"])
def test_names_that_no_file_could_hold_are_refused_where_they_are_read(tmp_path: Path, bad: str) -> None:
    with pytest.raises(
        DataError, match=r"d\.csv:4: '.*': (a word for a rule|a comma|a control character).*another name"
    ):
        train(diary=diary(tmp_path, *ALTERNATE[:2], f"sunny,{bad}", *ALTERNATE), steps=1)


@pytest.mark.parametrize("name", ["a\nb.csv", "\x1b[31m.csv", " .csv", "\udcff.csv", "土豆.CSV"])
def test_a_diary_of_any_name_makes_files_that_can_be_read(tmp_path: Path, name: str) -> None:
    file = tmp_path / "a.npz"
    train(diary=diary(tmp_path, *ALTERNATE, name=name), steps=2, hidden=2, output=file)
    network = Network.load(str(file))
    assert network.name.strip()
    save(Kitchen.load("romance"), tmp_path / "b.toml")
    assert Kitchen.load(str(tmp_path / "b.toml")) == Kitchen.load("romance")


def test_two_spellings_of_a_name_are_one(tmp_path: Path) -> None:
    told = diaries.load(diary(tmp_path, "sunny,a", "Sunny,A", "RAINY,b", "rainy,ａ"))
    dishes, weathers = diaries.names(told)
    assert (dishes.ids, weathers.ids) == (("a", "b"), ("sunny", "RAINY"))
    assert diaries.codes_of(told, dishes, weathers).dishes.tolist() == [-1, 0, 0, 1, 0]


def test_a_network_that_cannot_be_read_again_is_not_written(tmp_path: Path) -> None:
    file = tmp_path / "a.npz"
    huge = random_model()
    object.__setattr__(huge, "flat", np.full_like(huge.flat, 1e16))
    with pytest.raises(DataError, match="a weight above"):
        huge.save(file)
    assert not file.exists()


def test_an_output_is_never_the_input(tmp_path: Path) -> None:
    book = diary(tmp_path, *ALTERNATE, name="d.npz")
    before = book.read_bytes()
    with pytest.raises(UsageError, match=r"output: 'd\.npz' is the file that is read"):
        train(diary=book, output=book, steps=1)
    (tmp_path / "link.npz").symlink_to(book)
    with pytest.raises(UsageError, match=r"output: 'link\.npz' is the file that is read"):
        train(diary=book, output=tmp_path / "link.npz", steps=1)
    assert book.read_bytes() == before


@pytest.mark.parametrize(
    "asked",
    [
        {"batch": 2**63 - 1},
        {"steps": 10**30},
        {"length": 10**5},
        {"hidden": 4096, "layers": 64},
        {"hidden": 3000, "length": 5000},
        {"batch": 65_536, "length": 10_000},
        {"seed": 2**64},
        {"rate": 1e39},
        {"clip": float("inf")},
    ],
)
def test_every_number_has_a_bound_that_is_said(asked: dict[str, float]) -> None:
    with pytest.raises(UsageError, match=r"(from \d to|at most) \d"):
        train(**asked)  # type: ignore[arg-type]


def test_a_filled_day_is_a_blank_still(tmp_path: Path) -> None:
    network = trained_model("fill", bidirectional=True)
    rows = ("sunny,potato", ",", "sunny,crayfish", "rainy,guobaorou")
    once = fill(network, diary(tmp_path, *rows))
    assert [day["dish"] for day in once.days] == ["potato", "crayfish", "crayfish", "guobaorou"]
    filled = [",".join("" if value is None else str(value) for value in day.values()) for day in once.days]
    twice = fill(network, diary(tmp_path, *filled, header="weather,dish,probability"))
    assert twice.days == once.days
    assert twice.blanks == 1


def test_what_cannot_be_filled(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="it was trained to cook"):
        fill(trained_model(), "d.csv")
    with pytest.raises(DataError, match="no such file"):
        fill(trained_model("fill", bidirectional=True), tmp_path / "none.csv")


def test_a_seed_out_of_range_is_said() -> None:
    with pytest.raises(CookError, match="seed: -1 is out of range"):
        extract(trained_model(), seed=-1)
