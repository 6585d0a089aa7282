"""cook language: n-gram, window and recurrent models on one text."""

from functools import partial
from itertools import count
from pathlib import Path
from typing import Annotated, Any

import typer

from cooking_rnn.choices import CELLS, LANGUAGE_MODELS, UNITS
from cooking_rnn.cli import options
from cooking_rnn.cli.command import command
from cooking_rnn.cli.emit import emit
from cooking_rnn.cli.options import choice_option, complete, option, parts, refuse
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
    order: Annotated[int | None, option(metavar="N", help="The longest n-gram. [5]")] = None,
    window: Annotated[int | None, option(metavar="N", help="The words that a window sees. [8]")] = None,
    sample: Annotated[
        int | None, option(metavar="N", help="Let the longest n-gram and the networks make up N words.")
    ] = None,
    temperature: Annotated[
        float | None, option(metavar="T", help="Below 1 they keep to what is likely, above 1 they stray. [1]")
    ] = None,
    start: Annotated[str | None, option(metavar="WORDS", help="What they go on from. [the beginning]")] = None,
    explain: Annotated[
        bool, option("--explain", help="With --sample, what each expected, and how the last word came about.")
    ] = False,
    vectors: Annotated[
        bool, option("--vectors", help="Which words have vectors near one another, and where they are.")
    ] = False,
    sentence: Annotated[
        str | None,
        option("--fill", metavar="SENTENCE", help="Fill its blank, __: from the left, the right, and both ways."),
    ] = None,
    column: Annotated[
        str | None,
        option(
            "--classify",
            metavar="COLUMN",
            help="Tell this column of a CSV FILE from the last state; without FILE, the speaker of built-in sentences.",
        ),
    ] = None,
    cell: Annotated[str | None, choice_option("--cell", CELLS, "Which cell, with --fill and --classify.")] = None,
    hidden: Annotated[
        int | None, option(metavar="N", help="Hidden units of a network. [96; with --fill and --classify: 16]")
    ] = None,
    steps: Annotated[
        int | None,
        option(metavar="N", help="Of each network; 0 trains none. [1500; with --fill and --classify: 600]"),
    ] = None,
    rate: Annotated[
        float | None,
        option(metavar="R", help="How far a step goes (Adam's). [0.005; with --fill and --classify: 0.02]"),
    ] = None,
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
    of_networks = {"hidden": hidden, "steps": steps, "rate": rate}
    if sentence is not None or column is not None:
        of_models: dict[str, object] = {"--kitchen": kitchen, "--models": models, "--by": by, "--order": order}
        of_models |= {"--vocabulary": vocabulary, "--window": window, "--model": model, "--output": output}
        of_models |= {"--sample": sample, "--temperature": temperature, "--start": start, "--explain": explain}
        of_models |= {"--vectors": vectors}
        other = "--fill" if sentence is not None else "--classify"
        refuse({"--classify": column if sentence else None}, "together with {other}", "one at a time", other=other)
        refuse(of_models, "together with {other}", "it has networks of its own", other=other)
        emit(_of_sentences(sentence, column, file, {"cell": cell, **of_networks}, seed), to)
        return
    refuse({"--cell": cell}, "without --fill or --classify", "--models lstm takes one")
    asked = {"order": order, "window": window, "temperature": temperature, "start": start, **of_networks}
    given: dict[str, Any] = {name: value for name, value in asked.items() if value is not None}
    steps = 1500 if steps is None else steps

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
            **given,
            seed=seed,
            model=model,
            output=output,
            sample=sample,
            explain=explain,
            vectors=vectors,
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
                "n-grams of order {orders:and} have too few rare ones for Kneser-Ney's discounts: "
                "0.5, 1 and 1.5 are taken",
                orders=list(each.model.fell_back),
            )
    if result.samples and (unknown := list(result.samples[0].unknown)):
        tell("--start: the vocabulary does not know {words}", words=unknown)
    if output is not None:
        tell("saved {file}", file=str(output))
    emit(result, to)


def _of_sentences(
    sentence: str | None, column: str | None, file: str | None, networks: dict[str, Any], seed: int
) -> Any:
    """Return the sentence with its blank filled, or how well the classes of sentences are told."""
    from cooking_rnn.insight.blanks import STEPS, fill_blank
    from cooking_rnn.insight.classify import classify
    from cooking_rnn.render.progress import watched
    from cooking_rnn.report.blanks import progress

    given = {name: value for name, value in networks.items() if value is not None}
    total = (3 if sentence is None else 6) * given.get("steps", STEPS)

    def watch(training: Any) -> Any:
        return watched(training, total, partial(progress, say=say()))

    if sentence is not None:
        return fill_blank(sentence, file, **given, seed=seed, watch=watch)
    return classify(str(column), file, **given, seed=seed, watch=watch)
