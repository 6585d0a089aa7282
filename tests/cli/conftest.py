"""What the tests of the command line share: a quiet environment, and the program itself, in this process."""

import pytest

from tests.cli.program import Program


@pytest.fixture(autouse=True)
def _quiet_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Undo what the terminal of whoever runs the tests says about width, colour and language."""
    for name in ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "COOK_LANG", "LC_MESSAGES", "PYTHONIOENCODING"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"LC_ALL": "C.UTF-8", "LANG": "C.UTF-8", "TERM": "xterm-256color"}.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def cook(monkeypatch: pytest.MonkeyPatch) -> Program:
    """Return the program, to be called with its arguments."""
    return Program(monkeypatch)
