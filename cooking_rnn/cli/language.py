"""cook language: n-gram, window and recurrent models on one text."""

from itertools import count
from pathlib import Path
from typing import Annotated

import typer

from cooking_rnn.choices import LANGUAGE_MODELS, UNITS
from cooking_rnn.cli import options
from cooking_rnn.cli.command import command
from cooking_rnn.cli.emit import emit
from cooking_rnn.cli.options import choice_option, complete, option, parts
from cooking_rnn.cli.speech import say, tell

app = command()


@app.command()
def language(
    file: Annotated[
        str | None,
        typer.Argument(metavar="[FILE]", help="A text (UTF-8); left out, a kitchen's diary.", show_default=False),
    ] = None,
    *,
    kitchen: options.CookingKitchen = None,
    models: Annotated[
        str | None,
        option(
            metavar="M,M,…",
            autocompletion=complete(lambda: LANGUAGE_MODELS),
            help="Some of ngram, window, simple, lstm. [ngram,window,lstm]",
        ),
    ] = None,
    by: Annotated[
        str | None,
        choice_option("--by", UNITS, "What is told one by one.", "char where Chinese predominates, else word"),
    ] = None,
    vocabulary: Annotated[
        int | None, option(metavar="N", help="The most frequent words; all others are <unk>. [4000]")
    ] = None,
    order: Annotated[int, typer.Option(metavar="N", help="The longest n-gram.")] = 5,
    window: Annotated[int, typer.Option(metavar="N", help="The words that a window sees.")] = 8,
    hidden: Annotated[int, typer.Option(metavar="N", help="Hidden units of a network.")] = 96,
    steps: Annotated[int, typer.Option(metavar="N", help="Of each network; 0 trains none.")] = 1500,
    rate: Annotated[float, typer.Option(metavar="R", help="How far a step goes (Adam's).")] = 0.005,
    seed: Annotated[int, typer.Option(metavar="N", callback=options.seed_option, help="Same seed, same models.")] = 0,
    model: Annotated[
        str | None, option(metavar="FILE.npz", help="Take a network that --output has kept, and train none.")
    ] = None,
    output: Annotated[Path | None, option(metavar="FILE.npz", help="Keep the best network in a file.")] = None,
    to: options.Table,
) -> None:
    """Tell a text word by word with several models, and see which is surprised least.

    n-grams see the last words, a window too, and a recurrent network carries all of them in its state. Of a kitchen's
    diary it is known how little any model can be surprised, and how little one that sees only so many words.
    """
    from cooking_rnn.insight.language import language as fit
    from cooking_rnn.render.progress import watched
    from cooking_rnn.report.language import progress
    from cooking_rnn.text.models import NGram
    from cooking_rnn.training.train import Stopped

    names = None if models is None else [part.strip() for part in parts(models)]
    networks = len({*names} - {"ngram"}) if names is not None else (2 if model is None else 0)
    done = count(1)
    try:
        result = fit(
            file,
            kitchen=kitchen,
            models=names,
            by=by,
            vocabulary=vocabulary,
            order=order,
            window=window,
            hidden=hidden,
            steps=steps,
            rate=rate,
            seed=seed,
            model=model,
            output=output,
            watch=lambda all_: watched(
                all_, steps * networks, lambda now, seconds: progress(now, seconds, next(done), say())
            ),
        )
    except Stopped as stop:
        if output is not None and stop.network is not None:
            told = "stopped after {steps} steps: the best network so far is in {file}"
            tell(told, steps=stop.steps, file=str(output))
        else:
            tell(
                "stopped after {steps} steps: nothing was kept (--output words.npz keeps the best so far)",
                steps=stop.steps,
            )
        raise
    for each in result.models:
        if (
            isinstance(each.model, NGram)
            and each.model.fell_back
            and each.model.order == max(other.model.order for other in result.models if isinstance(other.model, NGram))
        ):
            tell(
                "too few runs of {orders:and} words are rare: their discounts are 0.5, 1 and 1.5",
                orders=list(each.model.fell_back),
            )
    if output is not None:
        tell("saved {file}", file=str(output))
    emit(result, to)
