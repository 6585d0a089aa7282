"""cook explain: the arithmetic of each day, step by step."""

import sys
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Annotated
from unicodedata import east_asian_width

import typer

from cooking_rnn.cli import options
from cooking_rnn.cli.options import chosen_format, command, format_option
from cooking_rnn.cli.source import Source, chosen_cook, first_dish, gathered
from cooking_rnn.errors import UsageError
from cooking_rnn.kitchen.toml import load
from cooking_rnn.names import Names, normalise
from cooking_rnn.show.labels import default_language, labels_of
from cooking_rnn.show.output import note, write_text
from cooking_rnn.steps import Cook, Day

app = command()


@app.command()
def explain(
    weather: options.Weather = None,
    from_: options.From = None,
    days: options.Days = None,
    kitchen: options.CookingKitchen = None,
    model: options.Model = None,
    start: options.Start = None,
    day: Annotated[int | None, typer.Option(metavar="N", help="Show one day only.", show_default=False)] = None,
    step: Annotated[
        bool,
        typer.Option("--step/--no-step", help="On a terminal, wait for Enter after each step.", show_default=False),
    ] = True,
    quiz: Annotated[bool, typer.Option("--quiz", help="Ask for each dish before it is shown, and keep score.")] = False,
    as_rnn: Annotated[
        bool, typer.Option("--as-rnn", help="Tell each day as h = f(A·[h; x]), the form of a simple RNN.")
    ] = False,
    format_: Annotated[str | None, format_option("table", "json")] = None,
    json: options.Json = False,
    column: options.Column = None,
    units: options.Units = None,
    wet: options.Wet = None,
    missing: options.Missing = None,
    date_order: options.Dates = None,
    lang: options.Lang = None,
    save: options.Save = None,
) -> None:
    """Show the arithmetic of each day, vector by vector, step by step.

    On a terminal it waits after each step: Enter goes on, a shows the rest, q ends.
    """
    from cooking_rnn.kitchen.bridge import RnnCook
    from cooking_rnn.show import records
    from cooking_rnn.weather.columns import Options

    format_ = chosen_format(format_, json)
    picture = options.picture(save, format_)
    if as_rnn and model is not None:
        raise UsageError("--as-rnn", "together with --model", "a trained network is told in that form as it is")
    if quiz and (format_ == "json" or picture or from_ == "-"):
        other = "--json" if format_ == "json" else "--save" if picture else "--from -"
        raise UsageError("--quiz", f"together with {other}", "a quiz needs somebody to answer")
    cook = RnnCook(load(kitchen or "romance")) if as_rnn else chosen_cook(kitchen, model)
    dish = first_dish(start, cook)
    source = Source(weather, from_, days, Options(column, units, wet, missing, date_order))
    codes, dates = gathered(source.pieces(cook.weathers, count_faults=True))
    if day is not None and not 1 <= day <= len(codes):
        raise UsageError("--day", f"there is no day {day}", f"days 1 to {len(codes)}")
    told = cook.explained(codes, dish, dates)
    if day is not None:
        told = islice(told, day - 1, day)
    if format_ == "json":
        records.write_document(records.season_document(cook, dish, told, records.explained_record))
        return
    from cooking_rnn.show import explain as book
    from cooking_rnn.show.screen import Screen

    language = lang or default_language()
    labels = labels_of(cook.dishes, cook.weathers, language)
    if quiz:
        told = _quiz(told, cook, language)
    is_read = step and not quiz and picture is None and _has_reader()
    with Screen(picture, language) as screen:
        book.turn(book.pages(told, labels, language), screen, _read_key if is_read else None, language)


def _has_reader() -> bool:
    return sys.stdout.isatty() and sys.stdin is not None and sys.stdin.isatty()


def _quiz(days: Iterator[Day], cook: Cook, lang: str) -> Iterator[Day]:
    """Yield each day after its question was answered; end with the score where the answers end."""
    from cooking_rnn.show import explain as book

    labels, score = labels_of(cook.dishes, cook.weathers, lang), book.Score()
    for day in days:
        if not day.dish:  # a tie, which nobody can guess
            yield day
            continue
        answer = _ask(
            book.question(day, labels, lang), cook.dishes, lambda word: book.unknown(word, cook.dishes, labels, lang)
        )
        if answer is None:
            break
        is_right = cook.dishes.ids[answer] == day.dish
        score.asked += 1
        score.right += is_right
        write_text(book.verdict(is_right, day, labels, lang) + "\n\n")
        yield day
    write_text(score.line(lang) + "\n")


def _ask(question: str, dishes: Names, unknown: Callable[[str], str]) -> int | None:
    """Return the dish that was answered; ask again after any other word; None after "q" or the end."""
    while True:
        write_text(question)
        answer = sys.stdin.buffer.readline().decode(sys.stdin.encoding, "replace") if sys.stdin is not None else ""
        if not answer:
            write_text("\n")
            return None
        dish = dishes.find(answer)
        if dish is not None or normalise(answer) == "q":
            return dish
        note(f"cook: {unknown(answer.strip())}")


def _read_key(prompt: str) -> str:
    """Show the prompt, wait for one key, and take the prompt back."""
    sys.stderr.write(prompt)
    sys.stderr.flush()
    try:
        return typer.getchar()
    except EOFError:
        return "q"
    finally:
        width = sum(2 if east_asian_width(char) in "WF" else 1 for char in prompt)  # no more, or the line would wrap
        sys.stderr.write(f"\r{' ' * width}\r" if sys.stderr.isatty() else "\n")
        sys.stderr.flush()
