"""cook worksheet, from the names of a class to its marks."""

from pathlib import Path

import pytest

from tests.cli.program import Program

NAMES = "Doe, Jane\n李伟\nZoë\n"


@pytest.fixture(autouse=True)
def _in_a_folder_with_a_class(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("names.txt").write_text(NAMES)


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_class_from_its_names_to_its_marks(cook: Program, lang: str) -> None:
    """Each student has a sheet, whose key fills the CSV; that is marked, with one mistake in it."""
    options = ("worksheet", "--task", "rnn", "--level", "2", "--students", "names.txt", "--lang", lang)
    for name in ("sheets.html", "sheets.md", "sheets.tex", "sheets.typ", "answers.csv"):
        assert cook(*options, "--save", name).code == 0
        once = Path(name).read_bytes()
        assert cook(*options, "--save", name).code == 0
        assert Path(name).read_bytes() == once
        assert all(each in once.decode() for each in NAMES.split("\n"))
    assert Path("sheets.html").read_text().count('class="break"') == 2
    assert cook(*options, "--save", "keys.csv", "--key").code == 0
    empty, keys = (Path(name).read_text().splitlines() for name in ("answers.csv", "keys.csv"))
    assert empty[0] == keys[0] == f"student,{','.join(map(str, range(1, 20)))}"
    keys[2] = keys[2].rpartition(",")[0] + ",7"
    Path("answers.csv").write_text("\n".join(keys))
    shown = cook(*options, "--check", "answers.csv").out
    assert "18/19" in shown
    assert shown.count("19/19") == 2
    marks = cook(*options, "--check", "answers.csv", "--json").json
    assert [each["points"] for each in marks["students"]] == [19, 18, 19]
    assert marks["students"][1]["answers"][-1]["verdict"] == "wrong"


def test_the_sheet_has_blanks_and_the_key_has_none(cook: Program) -> None:
    sheet, key = cook("worksheet"), cook("worksheet", "--key")
    assert "[1]" in sheet.out
    assert "1·1 + 1·1 = 2" in key.out
    assert "1·1 + 1·1 = 2" not in sheet.out
    assert cook("worksheet", "--json").json["sheets"][0]["blanks"][0]["blank"] == 1


def test_files_that_are_refused(cook: Program) -> None:
    Path("names.txt").write_text("Ada\nBob\nAda\n")
    error = cook("worksheet", "--students", "names.txt").only_error(1)
    assert error == "names.txt:3: 'Ada' is on line 1 too (tell the two apart, such as by a number)"
    Path("answers.csv").write_text("student,1,2\n")
    error = cook("worksheet", "--seed", "1", "--check", "answers.csv").only_error(1)
    assert error.startswith("answers.csv:1: missing columns: 3, 4, 5, 6, 7, … (are --task, --level and --blank")
