"""The rules of the house: which room may import which, and what starting costs."""

import subprocess
import sys
from importlib.metadata import version

import pytest
from importlinter.cli import lint_imports

import cooking_rnn


def test_imports_point_down_the_floors() -> None:
    assert lint_imports(no_cache=True) == 0


def test_starting_loads_neither_numpy_nor_rich() -> None:
    code = "import cooking_rnn.cli, sys; print(*sorted({'numpy', 'rich'} & {*sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["simulate", "--help"]])
def test_saying_what_it_is_loads_neither(arguments: list[str]) -> None:
    code = (
        "import sys, cooking_rnn.cli\n"
        f"sys.argv = ['cook', *{arguments!r}]\n"
        "try: cooking_rnn.cli.main()\n"
        "finally: assert not {'numpy', 'rich'} & {*sys.modules}, 'loaded'"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_version_is_the_package_s() -> None:
    assert version("cooking-rnn") == cooking_rnn.__version__
