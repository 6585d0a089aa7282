"""What `cook` alone and --help say: where to start, examples first, in the reader's language and any encoding."""

import os

import pytest
from rich.cells import cell_len

from cooking_rnn import choices
from cooking_rnn.cli.help import CHAPTERS, COMMANDS, EXAMPLES, NEXT
from cooking_rnn.insight import paths
from cooking_rnn.names import LANGUAGES
from cooking_rnn.network import sequence
from cooking_rnn.report.say import Say
from tests.cli.program import Program, spawn

HELPS = ["", *COMMANDS, *(f"kitchen {name}" for name in ("list", "show", "check", "new"))]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_cook_alone_says_in_five_lines_where_to_start(cook: Program, lang: str) -> None:
    run = cook(COOK_LANG=lang)
    assert (run.code, run.err, len(run.lines)) == (0, "", 5)
    assert [line.split()[:2] for line in run.lines[2:]] == [
        ["cook", "simulate"],
        ["cook", "explain"],
        ["cook", "--help"],
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_help_has_the_examples_first_and_the_commands_by_chapter(cook: Program, lang: str) -> None:
    run = cook("--help", COOK_LANG=lang)
    assert run.lines[:3] == [f"  {example}" for example in EXAMPLES[""]]
    places = [run.out.index(f"\n  {name} ") for name in COMMANDS]
    assert places == sorted(places)
    assert sum(line.endswith((":", "：")) for line in run.lines) == len(CHAPTERS) + 1  # and the options


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("command", HELPS)
def test_every_help_begins_with_an_example_and_fits(cook: Program, command: str, lang: str) -> None:
    for columns in (40, 80):
        run = cook(*command.split(), "--help", COOK_LANG=lang, COLUMNS=str(columns))
        assert (run.code, run.err) == (0, "")
        assert run.lines[0] == f"  {EXAMPLES[command][0]}"
        assert all(cell_len(line) <= columns for line in run.lines[len(EXAMPLES[command]) :]), run.out
    assert cook("--lang", lang, *command.split(), "-h").out == run.out


def test_what_can_be_chosen_is_what_there_is() -> None:
    assert (*sequence.CELLS,) == (*choices.CELLS, "hardmax")  # which cannot learn
    assert (*paths.ACTIVATIONS,) == choices.ACTIVATIONS


def test_every_command_has_a_next() -> None:
    assert {*NEXT} == {*COMMANDS}
    assert {name.split()[0] for name in EXAMPLES if name} == {*COMMANDS}


@pytest.mark.parametrize("encoding", ["latin-1", "ascii"])
def test_help_in_a_poor_encoding(cook: Program, encoding: str) -> None:
    for command in HELPS:
        assert cook(*command.split(), "--help", COOK_LANG="zh", encoding=encoding).code == 0


def test_help_in_a_latin_1_process() -> None:
    run = spawn("simulate", "--help", "--lang", "zh", env={**os.environ, "PYTHONIOENCODING": "latin-1"})
    assert (run.code, run.stderr) == (0, b"")
    assert run.stdout.startswith(b"  cook simulate --weather")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_to_try_next_fits_on_a_line_of_80(lang: str) -> None:
    say = Say(lang)
    for hint in NEXT.values():
        assert cell_len("cook: " + say("next: {hint}", hint=hint)) <= 80
