"""What README shows is what happens."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
SHELL = shutil.which("bash")


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a line of README as it stands, with `cook` as installed here and README's files at hand."""
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "LC_ALL": "C.UTF-8",
        "COOK_LANG": "en",
    }
    environment.pop("COLUMNS", None)
    return subprocess.run(
        [SHELL or "sh", "-c", f"set -o pipefail; {command}"],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def shown() -> list[list[tuple[str, str]]]:
    """Return the blocks of commands that README shows, each command with what it prints."""
    blocks = re.findall(r"```console\n(.*?)```", README.read_text(), re.DOTALL)
    parts = ([part for part in re.split(r"^\$ ", block, flags=re.MULTILINE) if part] for block in blocks)
    return [[(command, output) for command, _, output in (part.partition("\n") for part in block)] for block in parts]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the files that README speaks of."""
    folder = tmp_path_factory.mktemp("readme")
    (folder / "tests").symlink_to(ROOT / "tests")
    kitchens = re.findall(r"```toml\n(.*?)```", README.read_text(), re.DOTALL)
    (folder / "pie.toml").write_text(kitchens[0])
    shutil.copy(ROOT / "tests" / "data" / "study.jsonl", folder)  # five minutes of training
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("block", shown(), ids=[block[0][0] for block in shown()])
def test_what_readme_shows(block: list[tuple[str, str]], folder: Path) -> None:
    """The commands of a block follow from one another."""
    needed = {"bash", *re.findall(r"\bjq\b", "\n".join(command for command, _ in block))}
    if missing := [program for program in needed if shutil.which(program) is None]:
        pytest.skip(f"not installed: {', '.join(missing)}")
    for command, output in block:
        done = run(command, folder)
        assert done.returncode == 0, done.stderr
        assert done.stdout == output


def test_the_command_that_readme_installs_and_runs(folder: Path) -> None:
    command = re.findall(r"^python3 -m venv .*&& \.venv/bin/(cook .*)$", README.read_text(), re.MULTILINE)
    done = run(command[0], folder)
    assert done.returncode == 0, done.stderr
    assert "crispy pork" in done.stdout


def words(svg: str) -> list[str]:
    return re.findall(r">([^<>\s][^<>]*)<", svg[svg.index("<g ") :])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("picture", "command"),
    [
        ("table.svg", "cook simulate --weather sunny,rainy,rainy,sunny,rainy"),
        ("explain.svg", "cook explain --weather rainy"),
        ("soften.svg", "cook soften --seasons 100"),
        ("gradient.svg", "cook gradient"),
        (
            "study.svg",
            "cook study --kitchens romance,cycle5 --cells simple,lstm --hidden 16,32 "
            "--baselines ngram,window,rotation,diagonal --output study.jsonl",
        ),
    ],
)
def test_the_pictures_come_from_the_program(picture: str, command: str, folder: Path) -> None:
    done = run(f"{command} --save {picture}", folder)
    assert done.returncode == 0, done.stderr
    assert words((folder / picture).read_text()) == words((ROOT / "tests" / "data" / picture).read_text())
    assert picture in README.read_text()
    assert command in README.read_text()
