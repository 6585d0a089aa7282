"""cook memory: what the last state still remembers of each word."""

from typing import Annotated, Any

import typer

from cooking_rnn.cli import options
from cooking_rnn.cli.command import command
from cooking_rnn.cli.emit import emit
from cooking_rnn.cli.options import option, refuse
from cooking_rnn.cli.source import asked
from cooking_rnn.cli.speech import tell
from cooking_rnn.errors import UsageError

app = command()


@app.command()
def memory(
    *,
    sentence: Annotated[
        str | None,
        typer.Argument(
            metavar="SENTENCE",
            help='Words between spaces; Chinese, every character. ["what time is it ?"]',
            show_default=False,
        ),
    ] = None,
    length: Annotated[
        int | None, option(metavar="N", help="The first word's share as a random sentence grows to N words.")
    ] = None,
    cell: options.Cell = None,
    hidden: Annotated[int | None, option(metavar="N", help="How many units. [16]")] = None,
    seeds: Annotated[int | None, option(metavar="N", help="Over how many to average. [10]")] = None,
    seed: Annotated[int, typer.Option(metavar="N", help="The first seed. Same seed, same bytes.")] = 0,
    map_: Annotated[
        bool, typer.Option("--map", help="How much each day's output owes each earlier day, in two networks.")
    ] = False,
    model: options.Model = None,
    beside: Annotated[str | None, option(metavar="FILE.npz", help="With --map, another network beside it.")] = None,
    kitchen: Annotated[str | None, option(metavar="NAME|FILE.toml", help="Whose weather it is. [romance]")] = None,
    weather: options.Weather = None,
    from_: options.From = None,
    naming: options.Naming,
    reading: options.Reading,
    to: options.Table,
) -> None:
    """Show the state after each word, and each word's share in the last state.

    Two measures of a word: the slope of the last state along it, and the change of the last state without it. A
    simple cell and an LSTM side by side, both new, or a trained network.
    """
    from cooking_rnn.cook import STORY
    from cooking_rnn.insight import memory as insight

    if from_ is not None:
        read = {"SENTENCE": sentence, "--length": length}
        refuse(read, "together with --from", "the words are those of the file")
    if map_:
        of_shares = {"--length": length, "--cell": cell, "--seeds": seeds}
        refuse(of_shares, "together with --map", "it is about the shares in the last state")
    elif beside is not None:
        raise UsageError("--beside", "without --map", "add --map")
    words = asked(weather, from_, reading, kitchen, model, insight.LONGEST, naming)
    result: Any
    if map_:
        from cooking_rnn.insight.connectivity import connectivity

        result = connectivity(sentence, hidden=hidden, seed=seed, beside=beside, **words)
    else:
        result = insight.memory(sentence, length=length, cell=cell, hidden=hidden, seeds=seeds, seed=seed, **words)
    if length is None and weather is None and from_ is None:
        if kitchen is not None or model is not None:
            tell("no --weather: the story's week, {week}", week=",".join(STORY))
        elif sentence is None:
            tell("no SENTENCE: {sentence}", sentence=insight.SENTENCE)
    emit(result, to)
