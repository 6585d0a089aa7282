"""Files are replaced whole or not at all."""

import os
from pathlib import Path

import pytest

from cooking_rnn.errors import DataError
from cooking_rnn.files import replace


def test_a_write_that_fails_leaves_the_old_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "menu.svg"
    file.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DataError, match="no space left on device"):
        replace(file, b"new, and longer")
    assert file.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["menu.svg"]


def test_a_link_stays_and_what_it_points_to_is_replaced(tmp_path: Path) -> None:
    file, link = tmp_path / "real.svg", tmp_path / "link.svg"
    file.write_bytes(b"old")
    file.chmod(0o640)
    link.symlink_to(file)
    replace(link, b"new")
    assert (link.is_symlink(), file.read_bytes(), file.stat().st_mode & 0o777) == (True, b"new", 0o640)


def test_a_link_to_itself_is_one_line(tmp_path: Path) -> None:
    loop = tmp_path / "loop.svg"
    loop.symlink_to(loop)
    with pytest.raises(DataError, match=r"loop\.svg: too many levels of symbolic links"):
        replace(loop, b"")
    assert loop.is_symlink()
