"""cook extract: the state machine inside a trained network, as a kitchen."""

from pathlib import Path
from typing import Annotated

import typer

from cooking_rnn.cli import options
from cooking_rnn.cli.options import chosen_format, command, format_option
from cooking_rnn.errors import DataError
from cooking_rnn.files import ensure_writable, replace
from cooking_rnn.kitchen.to_toml import to_toml
from cooking_rnn.render.output import note
from cooking_rnn.show.labels import default_language

app = command()


@app.command()
def extract(
    model: Annotated[str, typer.Argument(metavar="MODEL.npz", help="A network trained with --task next.")],
    output: Annotated[
        Path | None, typer.Option(metavar="FILE.toml", help="Write the kitchen to a file.", show_default=False)
    ] = None,
    seed: Annotated[
        int, typer.Option(metavar="N", callback=options.seed_option, help="Of the weather it is tested on.")
    ] = 0,
    format_: Annotated[str | None, format_option("table", "json")] = None,
    json: options.Json = False,
    lang: options.Lang = None,
    save: options.Save = None,
) -> None:
    """Find the state machine inside a trained network, and write it as a kitchen.

    Its states are walked from every start, and those merged that no weather tells apart. What is found is tested
    against the network on random weather, and shown beside what it was taught.
    """
    format_ = chosen_format(format_, json)
    picture = options.picture(save, format_)

    import numpy as np

    from cooking_rnn.insight import extraction
    from cooking_rnn.insight.found import found_kitchen, taught_kitchen
    from cooking_rnn.network.storage import load
    from cooking_rnn.render import records
    from cooking_rnn.show import machines as show

    network = load(model)
    if output is not None:
        ensure_writable(output)
    found = extraction.extract(network, np.random.default_rng(seed))
    table = found.machine.rule_table
    kitchen, taught = None if table is None else found_kitchen(table, network), taught_kitchen(network)
    if output is not None and kitchen is not None:
        replace(output, to_toml(kitchen).encode())
        note(f"cook: saved {output}")
    if format_ == "json":
        records.write_document(show.extraction_record(found, network, kitchen, taught))
    else:
        from cooking_rnn.show.screen import Screen

        with Screen(picture) as screen:
            for layouts in show.extraction_layouts(found, network, kitchen, taught, lang or default_language()):
                screen.show(*layouts)
    if output is not None and kitchen is None:
        what = f"{len(found.machine.outputs)} states for {len(network.dishes)} dishes are no kitchen"
        raise DataError(model, what, f"nothing was written to {output}")
