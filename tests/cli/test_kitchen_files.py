# ruff: noqa: E501 - an error stands here in one line, as it does on the terminal
"""Kitchens that people write: what is wrong with one is said with its key or line, and odd names are only names."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.program import Program

Write = Callable[[str], Path]

TWO = 'dishes = ["a", "b"]\n'
WEATHER = '[weathers]\nsunny = "same"\nrainy = "next"\n'


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes a kitchen file."""

    def write(text: str) -> Path:
        file = tmp_path / "mine.toml"
        file.write_bytes(text.encode("utf-8", "surrogateescape"))
        return file

    return write


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("dishes = [", ":1: not TOML: "),
        ('name = "x"\ndishes = ["a"\nrule = "next"\n', ":3: not TOML: "),
        ('dishes = ["a"]\ndishes = ["b"]\n', ":2: not TOML: cannot overwrite a value"),
        ("dishes = ['a']\nrule = \udcff\n", ":2: byte 0xff is not UTF-8 (save it as UTF-8)"),
        ("", ': dishes: no dishes (write dishes = ["potato", "crayfish"])'),
        ('rule = "next"\n', ': dishes: no dishes (write dishes = ["potato", "crayfish"])'),
        ('dishes = []\nrule = "next"\n', ': dishes: no dishes (write dishes = ["potato", "crayfish"])'),
        ('rule = "next"\n[dishes]\n', ': dishes: no dishes (write dishes = ["potato", "crayfish"])'),
        ('dishes = "a"\nrule = "next"\n', ': dishes: not a list or a table (write dishes = ["potato", "crayfish"])'),
        ('dishes = ["a", 5]\nrule = "next"\n', ": dishes[2]: '5' is not text (write it in quotes: \"…\")"),
        ('dishs = ["a"]\nrule = "next"\n', ": dishs: unknown key 'dishs' (did you mean 'dishes'? choices: name, start, rule, dishes, weathers, matrices)"),
        ('rule = "next"\n[dishes]\na = { eng = "A" }\n', ": dishes.a.eng: unknown key 'eng' (did you mean 'en'? choices: en, zh, aliases)"),
        (TWO + '[weathers]\nsunny = { rule = "same", zn = "x" }\n', ": weathers.sunny.zn: unknown key 'zn' (choices: rule, en, zh, aliases)"),
        (TWO, ': rule: no weathers and no rule (give [weathers], or one rule = "next" at the top)'),
        (f'{TWO}rule = "next"\n{WEATHER}', ': rule: both a rule for every day and weathers (give [weathers], or one rule = "next" at the top)'),
        ('dishes = ["a", "a"]\nrule = "next"\n', ": dishes: 'a' stands twice"),
        ('dishes = ["a", "A"]\nrule = "next"\n', ": dishes: 'A' means both 'a' and 'A' (give each its own name, labels and aliases)"),
        ('rule = "next"\n[dishes]\na = { zh = "菜" }\nb = { zh = "菜" }\n', ": dishes: '菜' means both 'a' and 'b' (give each its own name, labels and aliases)"),
        ('rule = "next"\n[dishes]\na = { en = "b" }\nb = {}\n', ": dishes: 'b' means both 'a' and 'b' (give each its own name, labels and aliases)"),
        (TWO + '[weathers]\nx = { rule = "same", aliases = ["y"] }\ny = "next"\n', ": weathers: 'y' means both 'x' and 'y' (give each its own name, labels and aliases)"),
        (TWO + 'rule = "netx"\n', ": rule: unknown rule 'netx' (did you mean 'next'? choices: same, next, previous, a, b)"),
        (TWO + '[weathers]\nsunny = "c"\n', ": weathers.sunny: unknown rule 'c' (choices: same, next, previous, a, b)"),
        (TWO + "[weathers]\nsunny = 3\n", ': weathers.sunny: not a rule (write "same", "next", "previous", a dish, or a table of dishes)'),
        (TWO + '[weathers]\nsunny = { a = "b" }\n', ": weathers.sunny: the table says nothing of 'b' (it must name every dish)"),
        (TWO + '[weathers]\nsunny = { a = "b", b = "c" }\n', ": weathers.sunny.b: unknown dish 'c' (choices: a, b)"),
        (TWO + '[weathers]\nsunny = { rule = { a = "b", b = "a", c = "a" } }\n', ": weathers.sunny.c: unknown dish 'c' (choices: a, b)"),
        (TWO + '[weathers]\nsunny = { a = "b", bb = "a" }\n', ": weathers.sunny.bb: unknown dish 'bb' (did you mean 'b'? choices: a, b)"),
        (TWO + '[weathers]\nsunny = { a = "b", A = "a" }\n', ": weathers.sunny.A: 'a' stands twice (name every dish once)"),
        (TWO + '[weathers]\nsunny = { zh = "晴" }\n', ': weathers.sunny: no rule (write sunny = { rule = "same" })'),
        (TWO + 'start = "c"\nrule = "next"\n', ": start: unknown dish 'c' (choices: a, b)"),
        (TWO + "start = 1\nrule = 'next'\n", ": start: unknown dish '1' (choices: a, b)"),
        ('dishes = ["a,b"]\nrule = "next"\n', ": dishes: 'a,b': a comma, which separates names (choose another name)"),
        ('dishes = ["a，b"]\nrule = "next"\n', ": dishes: 'a，b': a comma, which separates names (choose another name)"),
        (TWO + '[weathers]\n"a、b" = "same"\n', ": weathers: 'a、b': a comma, which separates names (choose another name)"),
        ('dishes = ["a\\u001b[31m"]\nrule = "next"\n', r": dishes[1]: 'a\x1b[31m': a control character"),
        ('rule = "next"\n[dishes]\n"a\\nb" = {}\n', r": dishes: 'a\nb': a control character (choose another name)"),
        ('rule = "next"\n[dishes]\na = { zh = "a\\u2028b" }\n', r": dishes.a.zh: 'a\u2028b': a control character"),
        ('dishes = [" a"]\nrule = "next"\n', ": dishes: ' a': a space at an end (choose another name)"),
        ('dishes = [""]\nrule = "next"\n', ": dishes[1]: empty"),
        ('dishes = ["next"]\nrule = "next"\n', ": dishes: 'next': a word for a rule (choose another name)"),
        ('dishes = ["table"]\nrule = "next"\n', ": dishes: 'table': a word for a rule (choose another name)"),
        (f"dishes = {json.dumps([f'd{n}' for n in range(257)])}\nrule = 'next'\n", ": dishes: 257 of them (at most 256)"),
        ("start = 1" + "0" * 5000, ": a number with too many digits"),
        (TWO + "rule = 'next'\nstart = 0x1" + "0" * 5000, ": start: unknown dish "),
        ("dishes = " + "[" * 5000, ": nested too deeply"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_key_or_line(cook: Program, write: Write, text: str, error: str) -> None:
    file = write(text)
    for command in (["kitchen", "show", file], ["simulate", "--kitchen", file]):
        told = cook(*command).only_error(1)
        assert told.startswith(f"{file}{error}"), told


@pytest.mark.parametrize(
    ("food", "error"),
    [
        ("[[1, 0], [0]]", ".food row 2: 1 entries, 2 expected (one for each column)"),
        ("[[1, 0, 0], [0, 1, 0]]", ".food row 1: 3 entries, 2 expected (one for each column; a decimal has a point: 0.5)"),
        ("[]", ".food: not a list of rows (write [[1, 0], [0, 1]])"),
        ("[1, 0]", ".food: not a list of rows (write [[1, 0], [0, 1]])"),
        ("5", ".food: not a list of rows (write [[1, 0], [0, 1]])"),
        ("[[1, 0], [0, 1], [1, 1]]", ": 3 rows (a multiple of 2, so many for each rule: these rules call for 4)"),
        ("[[1, 0], [0, 1]]\nweather = [[1, 0], [1, 0], [0, 1], [0, 1]]", ": food has 2 rows, weather has 4 (they are added; these rules call for 4 each)"),
        ("[[1, 0], [0, 1]]\nweather = [[1], [1]]", ".weather row 1: 1 entries, 2 expected (one for each column)"),
        ('[["1", 0], [0, 1]]', ".food row 1: '1' is not a number that can be added (remove the quotes, and write a decimal with a point)"),
        ("[[true, 0], [0, 1]]", ".food row 1: 'True' is not a number that can be added (write 1 or 0)"),
        ("[[nan, 0], [0, 1]]", ".food row 1: 'nan' is not a number that can be added (write a number of at most 2147483648)"),
        ("[[0, inf], [0, 1]]", ".food row 1: 'inf' is not a number that can be added"),
        ("[[1, 0], [0, 1e400]]", ".food row 2: 'inf' is not a number that can be added"),
        ("[[1, 0], [0, 99999999999]]", ".food row 2: '99999999999' is not a number that can be added"),
        (f"[[1, 0], [0, 0x1{'0' * 400}]]", ".food row 2: '"),
        (f"[[1, 0], [0, 0x1{'0' * 5000}]]", ".food row 2: '"),
        ("[[1, 0], [0, 1]]\nfod = [[1]]", ".fod: unknown key 'fod' (did you mean 'food'? choices: food, weather)"),
    ],
)  # fmt: skip
def test_typed_matrices_of_the_wrong_shape_or_kind(cook: Program, write: Write, food: str, error: str) -> None:
    file = write(f"{TWO}{WEATHER}[matrices]\nfood = {food}\n")
    told = cook("kitchen", "check", file).only_error(1)
    assert told.startswith(f"{file}: matrices{error}"), told


def test_a_weather_matrix_without_weather_is_to_be_deleted(cook: Program, write: Write) -> None:
    file = write(f"{TWO}rule = 'next'\n[matrices]\nweather = [[1], [0]]\n")
    told = cook("kitchen", "check", file).only_error(1)
    assert told == f"{file}: matrices.weather: this kitchen has no weather (delete it)"


def test_text_without_quotes_is_told_to_have_some(cook: Program, write: Write) -> None:
    told = cook("kitchen", "check", write("dishes = [a, b]\n")).only_error(1)
    assert told.endswith(':1: not TOML: invalid value (text stands in quotes, a number has a point: "same", 0.5)')


def test_a_bare_chinese_key_is_told_to_have_quotes(cook: Program, write: Write) -> None:
    told = cook("kitchen", "check", write(f'{TWO}[weathers]\n晴 = "same"\n')).only_error(1)
    assert told.endswith(':3: not TOML: invalid statement (put quotes round the name: "晴" = …)'), told


def test_two_rows_that_are_swapped_are_named(cook: Program, write: Write) -> None:
    rows = "[[1,0,0],[0,1,0],[0,0,1],[1,0,0],[0,0,1],[0,1,0]]"
    weather = "[[1,0],[1,0],[1,0],[0,1],[0,1],[0,1]]"
    file = write(f'dishes = ["a", "b", "c"]\n{WEATHER}[matrices]\nfood = {rows}\nweather = {weather}\n')
    assert cook("kitchen", "check", file).error(1).endswith("(rows 4 and 5 of matrices.food are swapped)")


def test_a_new_kitchen_is_right_and_is_not_written_twice(cook: Program, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    assert cook("kitchen", "new", file).err == f"cook: saved {file}: change it, then `cook kitchen check {file}`\n"
    assert cook("kitchen", "check", file).lines[-1].startswith("all 15 cases right")
    assert cook("kitchen", "new", file).only_error(2).endswith("is there already (choose another name)")
    cook("kitchen", "new", tmp_path / "chinese.toml", "--lang", "zh")
    chinese, english = (path.read_text("utf-8").splitlines() for path in (tmp_path / "chinese.toml", file))
    assert [line.partition("#")[0] for line in chinese] == [line.partition("#")[0] for line in english]
    assert "厨房" in chinese[0]


@pytest.mark.parametrize(
    ("typed", "remedy"),
    [("pie", "did you mean 'pie.toml'?"), ("mine.npz", "a .npz file is a network: give it as the model")],
)
def test_a_kitchen_that_is_nearly_one_is_pointed_at(
    cook: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, remedy: str
) -> None:
    (tmp_path / "pie.toml").write_text("")
    monkeypatch.chdir(tmp_path)
    run = cook("simulate", "--kitchen", typed)
    assert run.only_error(2) == f"--kitchen: unknown kitchen '{typed}' ({remedy})"


FOOD = "[[1, 0], [0, 1], [0, 1], [1, 0]]"
TIE = f"{TWO}{WEATHER}[matrices]\nfood = {FOOD}\nweather = [[1, 0], [0, 0], [0, 1], [0, 1]]\n"


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "menu"])
def test_a_tie_for_the_maximum_names_the_case(cook: Program, write: Write, form: str) -> None:
    """Without `kitchen check`, whichever format: hard-max would have to guess."""
    file = write(TIE)
    told = cook("simulate", "--kitchen", file, "--weather", "sunny", "--format", form).only_error(1)
    assert told == (
        f"{file}: matrices: b and sunny: rows 1 and 2 tie for the maximum, 1 (`cook kitchen check` shows every case)"
    )


def test_check_shows_every_case_and_names_the_entry_that_mends_the_tie(cook: Program, write: Write) -> None:
    file = write(TIE)
    run = cook("kitchen", "check", file)
    assert run.error(1) == (
        f"{file}: 1 of 4 cases wrong; the first: b, sunny makes a tie, the rule says b "
        "(matrices.weather row 2, column 1: 1 instead of 0 mends it)"
    )
    assert [line.split()[:2] for line in run.lines if "✓" in line or "✗" in line] == [
        ["a", "sunny"], ["a", "rainy"], ["b", "sunny"], ["b", "rainy"]
    ]  # fmt: skip


def test_explain_shows_the_days_up_to_the_tie(cook: Program, write: Write) -> None:
    """And a document of them has not a byte; on weather that does not meet the tie, all is well."""
    file = write(TIE)
    tie = f"{file}: matrices: b and sunny: rows 1 and 2 tie for the maximum, 1 (`cook kitchen check` shows every case)"
    run = cook("explain", "--kitchen", file, "--weather", "rainy,sunny,sunny")
    assert run.error(1) == tie
    assert "Day 2" in run.out
    assert "Day 3" not in run.out
    assert "hard-max cannot choose" in run.out
    assert cook("explain", "--kitchen", file, "--weather", "rainy,sunny", "--json").only_error(1) == tie
    assert cook("explain", "--kitchen", file, "--weather", "rainy,sunny", "--day", 1).code == 0
    assert cook("explain", "--kitchen", file, "--weather", "sunny,rainy").code == 0


def test_check_says_first_that_a_matrix_is_missing(cook: Program, write: Write) -> None:
    error = cook("kitchen", "check", write(f"{TWO}{WEATHER}[matrices]\nfood = {FOOD}\n")).error(1)
    assert error.endswith("(type matrices.weather too: the rules depend on the weather)")


def test_check_as_a_document_says_the_same(cook: Program, write: Write) -> None:
    run = cook("kitchen", "check", write(TIE), "--json")
    told = run.error(1)
    document = json.loads(run.out)
    assert document["right"] is False
    assert [case["right"] for case in document["cases"]] == [True, True, False, True]
    assert document["mend"] == {
        "matrix": "weather",
        "row": 2,
        "column": 1,
        "value": 1,
        "was": 0,
        "mends": 1,
        "spoils": 0,
    }
    assert "row 2, column 1" in told


def test_matrices_are_what_runs_even_where_they_are_wrong(cook: Program, write: Write) -> None:
    """Weather's two columns swapped: the sun makes him cook."""
    file = write(f"{TWO}{WEATHER}[matrices]\nfood = {FOOD}\nweather = [[0, 1], [0, 1], [1, 0], [1, 0]]\n")
    assert cook("simulate", "--kitchen", file, "--weather", "sunny,rainy", "--format", "menu").lines == ["b", "b"]
    assert "4 of 4 cases wrong" in cook("kitchen", "check", file).error(1)


@pytest.mark.slow
def test_a_kitchen_is_exported_as_a_network(cook: Program, tmp_path: Path) -> None:
    for form, error in (("rnn", 0), ("tanh", 1e-7), ("lstm", 1e-6)):
        file = str(tmp_path / f"{form}.npz")
        told = cook("kitchen", "export", "romance", "--as", form, "--output", file, "--json").json
        assert (told["form"], told["units"], told["days"] is None) == (form, *{"lstm": (3, False)}.get(form, (6, True)))
        assert told["error"] <= error
        weather = ("--weather", "rainy,sunny,rainy", "--format", "menu")
        assert cook("simulate", "--model", file, *weather).lines == ["crayfish", "crayfish", "guobaorou"]
        assert "proved" in cook("compare", file, "romance").out
        assert cook("extract", file, "--json").json["as_taught"]
    assert cook("explain", "--model", file, "--json").json == cook("explain", "--as-lstm", "--json").json


@pytest.mark.parametrize("kitchen", ["weather", "order", "romance"])
def test_the_built_in_kitchens_are_right(cook: Program, kitchen: str) -> None:
    run = cook("kitchen", "check", kitchen)
    assert (run.code, run.err) == (0, "")
    assert "✗" not in run.out
    cases = {"weather": 6, "order": 3, "romance": 6}[kitchen]
    assert run.lines[-1] == f"all {cases} cases right, smallest margin 1"


def test_check_marks_the_winner_and_parts_the_cases(cook: Program) -> None:
    assert "(2)1 1 │ 0 1 0 " in cook("kitchen", "check").out
    assert cook("kitchen", "check", COLUMNS="40").out.count("\n\nyesterday: ") == 5


def test_files_that_are_none(cook: Program, tmp_path: Path) -> None:
    for name, error in {".": "is a directory", "none.toml": "no such file or directory"}.items():
        assert f": {error} (" in cook("kitchen", "show", f"{tmp_path}/{name}").only_error(1)


def test_a_file_name_that_is_no_text_gives_the_kitchen_a_name_that_is(cook: Program, tmp_path: Path) -> None:
    file = tmp_path / "\udcff.toml"
    file.write_text(f"{TWO}rule = 'next'\n")
    assert cook("simulate", "--kitchen", file, "--days", 1, "--json").json["kitchen"] == "?"


class TestNamesThatLookLikeSomethingElse:
    """Markup, emoji codes, rule words as weathers, the same name for a dish and a weather."""

    @pytest.mark.parametrize("name", ["[/b]", "[bold]x[/bold]", ":pizza:", "[link=http://x]", "菜" * 400, "a  b", "-x"])
    @pytest.mark.parametrize("command", [["simulate"], ["explain"], ["kitchen", "show"], ["kitchen", "check"], ["diagram", "--picture", "states"], ["diagram", "--picture", "unrolled"]])  # fmt: skip
    def test_are_printed_literally(self, cook: Program, write: Write, name: str, command: list[str]) -> None:
        file = write(f"dishes = [{json.dumps(name)}, 'b']\n{WEATHER}")
        where = [file] if command[0] in ("kitchen", "diagram") else ["--kitchen", file]
        run = cook(*command, *where)
        assert run.code == 0, run.err
        assert name in run.out

    def test_in_data_too(self, cook: Program, write: Write) -> None:
        file = write(f"""dishes = ['[/b]', ':pizza:', 'he said "hi"']\n{WEATHER}""")
        run = cook("simulate", "--kitchen", file, "--weather", "rainy,rainy", "--format", "csv")
        assert run.lines[1:] == ["1,rainy,[/b],:pizza:", '2,rainy,:pizza:,"he said ""hi"""']

    def test_a_weather_called_like_a_rule_is_shown_as_itself(self, cook: Program, write: Write) -> None:
        file = write(f'{TWO}[weathers]\nnext = {{ rule = "same", zh = "某天" }}\nsame = "next"\n')
        assert cook("simulate", "--kitchen", file, "--weather", "next,same", "--format", "menu").lines == ["a", "b"]
        shown = cook("simulate", "--kitchen", file, "--weather", "same", "--no-vectors", "--lang", "zh").lines[4]
        assert shown.split() == ["1", "same", "next", "a", "b"]

    def test_a_dish_and_a_weather_of_one_name_are_shown_as_themselves(self, cook: Program, write: Write) -> None:
        file = write(
            'start = "x"\n[dishes]\nx = { en = "dish x" }\ny = { en = "dish y" }\n'
            '[weathers]\nx = { rule = "next", en = "weather x" }\n'
        )
        line = cook("simulate", "--kitchen", file, "--weather", "x", "--no-vectors").lines[4]
        assert " ".join(line.split()) == "1 x next x dish y"
