"""What `--save` writes, and how it refuses."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from cooking_rnn.render.theme import THEMES
from tests.cli.program import Program

COMMANDS = ["simulate --weather sunny,rainy", "explain --weather rainy --lang zh", "kitchen list"]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_picture_has_the_language_and_the_theme_that_were_asked_for(cook: Program, command: str) -> None:
    for theme, option in ((None, []), ("dark", ["--theme", "dark"]), ("light", ["--theme", "light"])):
        run = cook(*command.split(), "--save", "p.svg", *option)
        assert (run.code, run.stdout) == (0, b""), run.err
        root = ET.fromstring(Path("p.svg").read_text(encoding="utf-8"))
        ground = next(root.iter("{http://www.w3.org/2000/svg}rect"))
        assert ground.attrib["fill"] == THEMES[theme or "light"].ground
        assert root.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == ("zh" if "zh" in command else "en")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_page_says_its_language(cook: Program, command: str) -> None:
    run = cook(*command.split(), "--save", "p.html")
    assert (run.code, run.stdout) == (0, b""), run.err
    assert f'<html lang="{"zh" if "zh" in command else "en"}">' in Path("p.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("save", "error"),
    [
        ([], "only a saved picture has a theme (add --save FILE.svg)"),
        (["--save", "p.html"], "a page is light or dark as its reader prefers (leave it out, or save .svg)"),
    ],
)
def test_only_a_saved_picture_has_a_theme(cook: Program, save: list[str], error: str) -> None:
    assert cook("simulate", "--weather", "rainy", "--theme", "dark", *save).only_error(2) == f"--theme: {error}"
    assert not Path("p.html").exists()


SAVING = [
    "simulate",
    "explain --day 1",
    "kitchen list",
    "kitchen show",
    "kitchen check",
    "diagram",
    "soften --days 5 --seasons 3 --gain 1",
    "gradient --length 5 --hidden 3 --radius 1",
    "gradcheck --hidden 2 --days 2",
    "memory --length 5 --hidden 3 --seeds 1",
]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("command", SAVING)
def test_every_command_that_saves_says_its_language(cook: Program, command: str, lang: str) -> None:
    assert cook(*command.split(), "--save", "p.svg", "--lang", lang).code == 0
    assert f'xml:lang="{lang}"' in Path("p.svg").read_text(encoding="utf-8")
    assert cook("--lang", lang, *command.split(), "--save", "p.html").code == 0
    assert f'<html lang="{lang}"' in Path("p.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["svg", "html"])
def test_one_step_of_one_day_can_be_saved(cook: Program, tmp_path: Path, kind: str) -> None:
    whole, one = tmp_path / f"whole.{kind}", tmp_path / f"one.{kind}"
    cook("explain", "--day", "2", "--save", whole)
    assert cook("explain", "--day", "2", "--only-step", "5", "--save", one).code == 0
    told = one.read_text("utf-8")
    assert "5/7" in told
    assert not any(f"{step}/7" in told for step in (1, 2, 3, 4, 6, 7))
    assert "Day 2" in told
    assert len(told) < len(whole.read_text("utf-8"))
