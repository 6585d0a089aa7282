"""The library's front door: a cook of any kind from its name, and any result as text."""

from os import PathLike
from typing import Any

from cooking_rnn.errors import one_of, within
from cooking_rnn.insight.cooks import AnyCook, load_cook
from cooking_rnn.names import LANGUAGES
from cooking_rnn.render import terminal
from cooking_rnn.report import report
from cooking_rnn.report.say import Say


def load(name: str | PathLike[str], **naming: Any) -> AnyCook:
    """Return the built-in kitchen of this name, or what is in a file: a kitchen (.toml) or a network.

    A network is one of ours (.npz), or a torch `state_dict` (.npz, .safetensors). For the latter, `inputs` and
    `outputs` name what goes in and comes out, `prefix` says which network of the file is meant, `readout` which linear
    layer.

    Raises UsageError for a name that is neither, DataError for a file that cannot be read.
    """
    return load_cook(name, "name", **naming)


def show(result: Any, *, lang: str = "en", width: int | None = None) -> None:
    """Print what is said of a result, in English ("en") or Chinese ("zh"), as wide as the terminal or `width`.

    Raises UsageError for what is no result, no language or no width.
    """
    one_of("lang", lang, LANGUAGES)
    columns = terminal.screen_width() if width is None else within("width", width, 10_000)
    print(terminal.text(report(result, Say(lang)), columns, colour=width is None and terminal.is_colourful()), end="")
