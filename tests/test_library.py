"""The library as people call it: what it takes, what it refuses, and that what it returns stays as it is."""

import copy
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given

import cooking_rnn
from cooking_rnn.errors import CookError, UsageError
from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.network.model import Architecture
from cooking_rnn.network.network import Network
from cooking_rnn.report import record, report
from cooking_rnn.report.say import Say
from cooking_rnn.training import diary as diaries
from tests.kitchens import kitchens
from tests.models import random_model, trained_model

library: Any = cooking_rnn  # what is wrong is called too, and mypy would say so

README = Path(__file__).parents[1] / "README.md"  # a text of more than a thousand words

CSV = "day,weather,previous,dish\n1,sunny,potato,potato\n2,,,\n3,sunny,,crayfish\n4,rainy,crayfish,guobaorou\n"

RESULTS: dict[str, Callable[[], Any]] = {
    "kitchen": lambda: library.load("romance"),
    "as rnn": lambda: library.load("romance").as_rnn(),
    "network": trained_model,
    "season": lambda: library.load("romance").simulate(),
    "season of a network": lambda: trained_model().simulate(),
    "explanation": lambda: library.load("romance").explain(),
    "explanation as rnn": lambda: library.load("romance").as_rnn().explain(),
    "explanation of an lstm": lambda: random_model(cell="lstm", layers=2).explain(),
    "check": lambda: library.load("romance").check(),
    "training": lambda: library.train(steps=2, length=3),
    "extraction": lambda: library.extract(trained_model()),
    "comparison": lambda: library.compare("romance", trained_model()),
    "states": lambda: library.diagram(trained_model(), picture="states"),
    "unrolled": lambda: library.diagram("romance", picture="unrolled"),
    "gradcheck": lambda: library.gradcheck(hidden=2, days=2, bug="transpose", steps=2),
    "gradient": lambda: library.gradient(length=5, shares=True),
    "gradient of an lstm": lambda: library.gradient(cell="lstm", length=5, shares=True),
    "gradient of a matrix": lambda: library.gradient(matrix=[[0.5, 4], [0, 0.5]], length=5),
    "language": lambda: library.language(README, steps=1, hidden=2, order=2),
    "language of a diary": lambda: library.language(steps=0, order=1),
    "memory": lambda: library.memory("a b c", seeds=2),
    "memory as it grows": lambda: library.memory(length=4, seeds=2),
    "blank": lambda: library.fill_blank("我想__一会", steps=2),
    "classes": lambda: library.classify("speaker", steps=2),
    "soften": lambda: library.soften(seasons=2, days=[2]),
    "worksheet": lambda: library.worksheet("lstm"),
}


def arrays(value: Any, seen: dict[int, Any], where: str) -> Iterator[tuple[str, Any]]:
    """Yield every array that can be reached through public fields and properties, and where it is."""
    if id(value) in seen:
        return
    seen[id(value)] = value  # kept, so that no other has its id
    if isinstance(value, np.ndarray):
        yield where, value
    elif isinstance(value, list | tuple):
        names = getattr(value, "_fields", range(len(value)))
        for name, each in zip(names, value, strict=True):
            yield from arrays(each, seen, f"{where}.{name}")
    elif type(value).__module__.startswith("cooking_rnn."):
        properties = {
            name
            for kind in type(value).__mro__
            for name, each in vars(kind).items()
            if isinstance(each, property | cached_property)
        }
        for name in sorted({*vars(value), *properties} - {"state"}):
            if not name.startswith("_"):
                yield from arrays(getattr(value, name), seen, f"{where}.{name}")


@pytest.mark.slow
@pytest.mark.parametrize("name", RESULTS)
def test_whatever_a_result_holds_is_read_only(name: str) -> None:
    assert [where for where, array in arrays(RESULTS[name](), {}, name) if array.flags.writeable] == []


def test_a_day_that_was_told_cannot_change_the_next_season() -> None:
    kitchen = library.load("romance")
    with pytest.raises(ValueError, match="read-only"):
        kitchen.simulate().days[0].steps[0].value[:] = 7
    network = library.train(steps=2, length=3).network
    with pytest.raises(TypeError):
        network.trained["seed"] = 7
    with pytest.raises(TypeError):
        network.trained["rules"][0] = 7


def test_a_network_can_be_copied_and_pickled() -> None:
    network = library.train(steps=2, length=3).network
    for other in (copy.deepcopy(network), pickle.loads(pickle.dumps(network))):
        assert (other.dishes, other.architecture, dict(other.trained)) == (
            network.dishes,
            network.architecture,
            dict(network.trained),
        )
        assert np.array_equal(other.flat, network.flat)


class TestShown:
    @pytest.mark.parametrize("name", RESULTS)
    def test_each_shows_itself(self, name: str) -> None:
        result = RESULTS[name]()
        assert result._repr_html_()
        assert report(result, Say("zh"))

    @pytest.mark.slow
    @pytest.mark.parametrize("name", sorted({*RESULTS} - {"states", "unrolled"}))
    def test_each_but_a_drawing_is_data_too(self, name: str) -> None:
        assert record(RESULTS[name]())

    def test_whichever_room_was_imported(self) -> None:
        code = "from cooking_rnn.kitchen import toml; print(toml.load('romance')._repr_html_()[:1])"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout == "<\n"

    @pytest.mark.parametrize("task", ["next", "fill"])
    @pytest.mark.parametrize(("lang", "said"), [("en", "simple RNN"), ("zh", "简单 RNN")])
    def test_a_network_says_what_it_is(
        self, capsys: pytest.CaptureFixture[str], task: str, lang: str, said: str
    ) -> None:
        network = library.train(steps=2, length=4, task=task, bidirectional=task == "fill").network
        library.show(network, lang=lang, width=60)
        told = capsys.readouterr().out
        assert said in told
        assert str(network.architecture.size) in told
        assert all(name in told for name in network.architecture.shapes())
        assert record(network)["trained"]["steps"] == 2

    def test_what_is_no_result_is_said(self) -> None:
        with pytest.raises(UsageError, match="result: '7' cannot be shown"):
            library.show(7)


class TestNames:
    """A cook may be given as it is, by its name, or by its file, as text or as a path."""

    @pytest.mark.slow
    def test_paths_are_taken_wherever_names_are(self, tmp_path: Path) -> None:
        kitchen, network = tmp_path / "k.toml", tmp_path / "n.npz"
        (tmp_path / "k.toml").write_text('dishes = ["a", "b"]\n[weathers]\nsunny = "same"\nrainy = "next"\n')
        trained_model().save(network)
        assert library.load(kitchen) == library.load(str(kitchen)) == library.Kitchen.load(kitchen)
        assert np.array_equal(library.Network.load(network).flat, trained_model().flat)
        assert library.compare(kitchen, str(kitchen)).agree
        assert library.compare("romance", network).agree
        assert isinstance(library.diagram("romance").what, Kitchen)
        assert isinstance(library.diagram(network).what, Network)
        assert library.extract(network).kitchen == library.load("romance")
        assert library.soften(kitchen, seasons=2, days=[2]).kitchen.name == "k"
        assert library.train(kitchen, steps=1, length=2).network.dishes.ids == ("a", "b")
        assert library.gradient(kitchen=kitchen, length=2).kitchen == "k"
        assert library.gradient(network, length=2).model == library.memory(model=network).model == str(network)
        assert len(library.memory(kitchen=kitchen, weather="sunny", seeds=1).words) == 1

    def test_a_diary_may_be_a_path(self, tmp_path: Path) -> None:
        network, book = tmp_path / "n.npz", tmp_path / "d.csv"
        book.write_text(CSV)
        trained_model("fill", bidirectional=True).save(network)
        assert library.fill(network, book).blanks == library.fill(str(network), diaries.load(book)).blanks == 1


ROMANCE: Any = library.load("romance")

#: what cannot be -> the parameter that is named
REFUSED: list[tuple[Callable[[], Any], str]] = [
    (lambda: ROMANCE.simulate([0.5]), "weather"),
    (lambda: ROMANCE.simulate([0, 2]), "weather"),
    (lambda: ROMANCE.simulate([-1]), "weather"),
    (lambda: ROMANCE.simulate([True]), "weather"),
    (lambda: ROMANCE.simulate([[0], [0, 1]]), "weather"),
    (lambda: ROMANCE.simulate([0, "sunny"]), "weather"),
    (lambda: ROMANCE.simulate(["sunny", 0]), "weather day 2"),
    (lambda: ROMANCE.simulate(7), "weather"),
    (lambda: ROMANCE.simulate(""), "weather"),
    (lambda: ROMANCE.simulate([]), "weather"),
    (lambda: ROMANCE.simulate(np.array([], int)), "weather"),
    (lambda: ROMANCE.simulate(np.zeros((2, 2), int)), "weather"),
    (lambda: ROMANCE.simulate(np.array(1)), "weather"),
    (lambda: ROMANCE.simulate(np.empty((2, 0), int)), "weather"),
    (lambda: ROMANCE.simulate([[]]), "weather"),
    (lambda: ROMANCE.simulate([None]), "weather"),
    (lambda: ROMANCE.simulate(start=1), "start"),
    (lambda: ROMANCE.simulate(start=["potato"]), "start"),
    (lambda: library.load("order").simulate(days=1.5), "days"),
    (lambda: library.load("order").simulate(days="4"), "days"),
    (lambda: library.load("order").simulate(days=0), "days"),
    (lambda: library.load(7), "name"),
    (lambda: library.load("nowhere"), "name"),
    (lambda: library.compare("romance", 7), "other"),
    (lambda: library.compare("nowhere", "romance"), "one"),
    (lambda: library.compare("romance", "romance", seed=1.5), "seed"),
    (lambda: library.compare("romance", "romance", seed=2**63), "seed"),
    (lambda: library.diagram(7), "what"),
    (lambda: library.diagram("romance", picture="none"), "picture"),
    (lambda: library.diagram(Architecture("simple", 5, 3), picture="unrolled", days="4"), "days"),
    (lambda: library.extract(7), "network"),
    (lambda: library.extract(ROMANCE), "network"),
    (lambda: library.fill(7, "d.csv"), "network"),
    (lambda: library.fill(random_model(task="fill"), 0), "diary"),
    (lambda: library.gradient(7), "model"),
    (lambda: library.gradient(kitchen=7), "kitchen"),
    (lambda: library.gradient(radii=0.5), "radii"),
    (lambda: library.gradient(radii=["wide"]), "radii"),
    (lambda: library.gradient(radii=[]), "radii"),
    (lambda: library.gradient(matrix=7), "matrix"),
    (lambda: library.gradient(length="4"), "length"),
    (lambda: library.language(7), "file"),
    (lambda: library.language(kitchen=7), "kitchen"),
    (lambda: library.language(models="lstm"), "models"),
    (lambda: library.language(order=1.5), "order"),
    (lambda: library.language(rate="fast"), "rate"),
    (lambda: library.language(model=7), "model"),
    (lambda: library.language(output=7), "output"),
    (lambda: library.memory(seeds=1.5), "seeds"),
    (lambda: library.memory(model=7), "model"),
    (lambda: library.fill_blank(7), "sentence"),
    (lambda: library.fill_blank("a b"), "sentence"),
    (lambda: library.fill_blank("a __", 7), "file"),
    (lambda: library.fill_blank("a __", hidden=1.5), "hidden"),
    (lambda: library.classify(7), "column"),
    (lambda: library.classify("speaker", 7), "file"),
    (lambda: library.classify("speaker", rate=0), "rate"),
    (lambda: library.soften(7), "kitchen"),
    (lambda: library.soften(gains=2), "gains"),
    (lambda: library.soften(gains=["sharp"]), "gains"),
    (lambda: library.soften(days=10), "days"),
    (lambda: library.soften(days=[]), "days"),
    (lambda: library.worksheet("lstn"), "task"),
    (lambda: library.worksheet(level=4), "level"),
    (lambda: library.worksheet(blank="all"), "blank"),
    (lambda: library.worksheet(seed=-1), "seed"),
    (lambda: library.worksheet(students="Ada"), "students"),
    (lambda: library.worksheet(students=[]), "students"),
    (lambda: library.worksheet(students=["a", "a"]), "students 2"),
    (lambda: library.worksheet(students=[7]), "students 1"),
    (lambda: library.train(7), "kitchen"),
    (lambda: library.train(length="4"), "length"),
    (lambda: library.train(hidden=1.5), "hidden"),
    (lambda: library.train(rate="fast"), "rate"),
    (lambda: library.train(rate="0.01"), "rate"),
    (lambda: library.train(clip=None), "clip"),
    (lambda: library.train(output=7), "output"),
    (lambda: library.memory(7), "sentence"),
    (lambda: library.show(ROMANCE, lang="fr"), "lang"),
    (lambda: library.show(ROMANCE, width="wide"), "width"),
    (lambda: library.train(task="dance"), "task"),
    (lambda: library.train(task=["next"]), "task"),
    (lambda: library.train(cell=7), "cell"),
    (lambda: library.train(seed=2**63), "seed"),
    (lambda: library.train(diary=0), "diary"),
    (lambda: library.train("romance", diary="d.csv"), "diary"),
    (lambda: library.train(ROMANCE, diary="d.csv"), "diary"),
]


@pytest.mark.parametrize("place", range(len(REFUSED)))
def test_what_cannot_be_names_its_parameter(place: int) -> None:
    call, parameter = REFUSED[place]
    with pytest.raises(CookError) as raised:
        call()
    assert isinstance(raised.value, UsageError)
    assert raised.value.where == parameter
    assert "\n" not in str(raised.value)


def test_weather_is_words_or_codes_in_any_sequence() -> None:
    menus = {
        ROMANCE.simulate(weather).menu
        for weather in (
            "sunny,rainy",
            ["sunny", "rainy"],
            ("晴天", "雨天"),
            [0, 1],
            range(2),
            np.array([0, 1]),
            np.array(["sunny", "rainy"]),
            np.array(["sunny", "rainy"], object),
        )
    }
    assert len(menus) == 1


def test_numpy_s_numbers_are_numbers(tmp_path: Path) -> None:
    path, one = tmp_path / "n.npz", np.int64(1)
    made = {"hidden": one, "layers": one, "bidirectional": np.bool_(False)}
    library.train(length=one, steps=one, rate=np.float32(0.01), seed=one, output=path, **made)
    assert library.Network.load(path).trained["seed"] == 1


@given(kitchens())
def test_a_menu_is_what_the_days_say(kitchen: Kitchen) -> None:
    season = kitchen.simulate(None if not kitchen.weathers else np.arange(40) % len(kitchen.weathers))
    assert season.menu == tuple(day.dish for day in season.days)
    assert season.menu is season.menu


@pytest.mark.parametrize("cell", ["simple", "lstm"])
def test_a_network_s_menu_is_what_its_days_say(cell: str) -> None:
    season = random_model(cell=cell).simulate(np.arange(1100) % 2)
    assert season.menu == tuple(day.dish for day in season.cook.days(season.weathers, season.start, steps=False))


def test_every_public_name_can_be_imported() -> None:
    assert all(getattr(cooking_rnn, name) for name in cooking_rnn.__all__)
