"""cook memory: what the last state still remembers of each word."""

from functools import partial
from typing import Annotated

import typer

from cooking_rnn.cli import options
from cooking_rnn.cli.options import chosen_format, command, format_option, refuse, within
from cooking_rnn.cli.source import Source, gathered
from cooking_rnn.errors import DataError, UsageError, quote
from cooking_rnn.kitchen.toml import load
from cooking_rnn.names import Name
from cooking_rnn.show.labels import default_language
from cooking_rnn.show.output import note

_SENTENCE = "what time is it ?"  # the article's
_SEEDS, _HIDDEN = 10, 16
_LONGEST = 1000  # words
_MOST = 10**9  # numbers that are computed, roughly: a minute or two

app = command()


@app.command()
def memory(
    sentence: Annotated[
        str | None,
        typer.Argument(
            metavar="SENTENCE",
            help=f'Words between spaces; Chinese, every character. ["{_SENTENCE}"]',
            show_default=False,
        ),
    ] = None,
    length: Annotated[
        int | None,
        typer.Option(
            metavar="N", help="The first word's share as a random sentence grows to N words.", show_default=False
        ),
    ] = None,
    cell: options.Cell = None,
    hidden: Annotated[
        int | None, typer.Option(metavar="N", help=f"How many units. [{_HIDDEN}]", show_default=False)
    ] = None,
    seeds: Annotated[
        int | None, typer.Option(metavar="N", help=f"Over how many to average. [{_SEEDS}]", show_default=False)
    ] = None,
    seed: Annotated[
        int, typer.Option(metavar="N", callback=options.seed_option, help="The first seed. Same seed, same bytes.")
    ] = 0,
    model: options.Model = None,
    kitchen: Annotated[
        str | None,
        typer.Option(metavar="NAME|FILE.toml", help="Whose weather it is. [romance]", show_default=False),
    ] = None,
    weather: options.Weather = None,
    from_: options.From = None,
    column: options.Column = None,
    units: options.Units = None,
    wet: options.Wet = None,
    missing: options.Missing = None,
    date_order: options.Dates = None,
    format_: Annotated[str | None, format_option("table", "json")] = None,
    json: options.Json = False,
    lang: options.Lang = None,
    save: options.Save = None,
) -> None:
    """Show the state after each word, and each word's share in the last state.

    Two measures of a word: the slope of the last state along it, and the change of the last state without it. A
    simple cell and an LSTM side by side, both new, or a trained network.
    """
    format_ = chosen_format(format_, json)
    picture = options.picture(save, format_)
    given = {"--weather": weather, "--from": from_}
    if length is not None:
        refuse({"SENTENCE": sentence, "--kitchen": kitchen} | given, "together with --length", "it makes its own words")
        within("--length", length, "words", _LONGEST)
    if sentence is not None:
        refuse(
            {"--model": model, "--kitchen": kitchen} | given,
            "together with SENTENCE",
            "it is read as words, not as weather",
        )
    if model is not None:
        own: dict[str, object] = {"--cell": cell, "--hidden": hidden, "--kitchen": kitchen}
        refuse(
            own | ({"--seeds": seeds} if length is None else {}),
            "together with --model",
            "a trained network has its own",
        )
    many = range(seed, seed + within("--seeds", _SEEDS if seeds is None else seeds, "seeds", 1000))
    size = within("--hidden", _HIDDEN if hidden is None else hidden, "units", 1024)
    cells = ("simple", "lstm") if cell is None else (cell,)

    import numpy as np
    from numpy.typing import NDArray

    from cooking_rnn.insight import memory as insight
    from cooking_rnn.network.cook import ModelCook
    from cooking_rnn.network.encoding import season
    from cooking_rnn.network.model import Architecture
    from cooking_rnn.network.storage import load as load_model
    from cooking_rnn.show import memory as show
    from cooking_rnn.show import records
    from cooking_rnn.weather.columns import Options

    trained = None if model is None else ModelCook(load_model(model)).model  # refuses what does not go day by day
    if trained is not None and trained.architecture.bidirectional:
        raise DataError(trained.source, "it reads both ways, so it has no last state", "train one that reads one way")

    def networks(inputs: int) -> list[tuple[Architecture, list[NDArray[np.float64]]]]:
        if trained is None:
            return [insight.untrained(each, inputs, size, many) for each in cells]
        return [(trained.architecture, [trained.flat.astype(np.float64)])]

    about = show.About(model, size if trained is None else trained.architecture.hidden, many, length)
    if length is not None:
        _check_work(length, len(many), about.hidden)
        sentences = [
            insight.random_words(length, each) if trained is None else insight.random_season(trained, length, each)
            for each in many
        ]
        grown = [insight.growth(*network, sentences) for network in networks(insight.VOCABULARY)]
        document, layouts = show.growth_record(about, grown), partial(show.growth_layouts, about, grown)
    else:
        source = Source(weather, from_, None, Options(column, units, wet, missing, date_order))
        if trained is not None:
            codes, _ = gathered(source.pieces(trained.weathers, count_faults=True))
            names = [trained.dishes[trained.start], *(trained.weathers[code] for code in codes.tolist())]
            inputs = season(codes, trained.start, (len(trained.weathers), len(trained.dishes)))
        elif kitchen is None and weather is None and from_ is None:
            names = [Name(each) for each in _words(sentence)]
            inputs = insight.one_hot([name.id for name in names])
        else:
            weathers = load(kitchen or "romance").weathers
            codes, _ = gathered(source.pieces(weathers, count_faults=True))
            names, inputs = [weathers[code] for code in codes.tolist()], np.eye(len(weathers))[codes]
        if len(names) > _LONGEST:
            where = "--weather" if weather is not None else "--from" if from_ is not None else "SENTENCE"
            raise UsageError(where, f"{len(names)} words", f"at most {_LONGEST}")
        _check_work(len(names), len(many), about.hidden)
        measured = [insight.remember(*network, inputs) for network in networks(inputs.shape[1])]
        document, layouts = show.record(about, names, measured), partial(show.layouts, about, names, measured)
    if format_ == "json":
        records.write_document(document)
        return
    from cooking_rnn.show.screen import Screen

    with Screen(picture) as screen:
        for each in layouts(lang or default_language()):
            screen.show(*each)


def _words(sentence: str | None) -> list[str]:
    from cooking_rnn.insight.memory import words_of

    if sentence is None:
        note(f"cook: no SENTENCE: {_SENTENCE}")
    words = words_of(_SENTENCE if sentence is None else sentence)
    if not words:
        raise UsageError("SENTENCE", "no words", f'such as "{_SENTENCE}"')
    for number, word in enumerate(words, 1):
        if not word.isprintable():
            raise UsageError(f"SENTENCE word {number}", f"{quote(word)} cannot be printed", "leave it out")
    return words


def _check_work(words: int, seeds: int, hidden: int) -> None:
    if words**2 * seeds * hidden > _MOST:
        what = f"{words} words, {seeds} seeds of {hidden} units"
        raise UsageError("--seeds", what, "fewer of them are done in a minute")
