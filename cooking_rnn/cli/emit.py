"""A result, given out: as data or as blocks, on the screen or in a file. The only place that chooses."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cooking_rnn.cli.speech import say, tell
from cooking_rnn.errors import UsageError, quote


@dataclass(frozen=True)
class Output:
    """How a result is to be given out."""

    format: str = "table"
    save: Path | None = None
    theme: str = "light"


PICTURES, SHEETS = (".svg", ".html"), (".html", ".md", ".tex", ".typ", ".csv")  # how files end


def output(
    format_: str | None,
    json: bool,
    save: Path | None = None,
    default: str = "table",
    theme: str | None = None,
    files: Sequence[str] = PICTURES,
) -> Output:
    """Return what `--format`, `--json`, `--save` and `--theme` ask for together; `files` are the ends of names.

    Raises UsageError for what does not go.
    """
    if json and format_ not in (None, "json"):
        raise UsageError("--json", "together with --format {format}", "leave one of them out", format=format_)
    chosen = "json" if json else format_ or default
    if save is not None and save.suffix.lower() not in files:
        if files is SHEETS:
            what, remedy = "{name} is not the name of a sheet", "end it in .html, .md, .tex, .typ or .csv"
        else:
            what, remedy = "{name} is not the name of a picture", "end it in .svg or .html"
        raise UsageError("--save", what, remedy, name=quote(save.name))
    if save is not None and chosen != "table":
        raise UsageError("--save", "together with {format}", "a picture is of a table", format=chosen)
    if theme is not None and (save is None or save.suffix.lower() != ".svg"):
        if save is not None:
            raise UsageError("--theme", "a page is light or dark as its reader prefers", "leave it out, or save .svg")
        raise UsageError("--theme", "only a saved picture has a theme", "add --save FILE.svg")
    return Output(chosen, save, theme or "light")


def emit(result: Any, to: Output, **options: Any) -> None:
    """Give a result out; `options` are those of its report."""
    if to.format == "json":
        from cooking_rnn.render.records import write_document
        from cooking_rnn.report import record

        write_document(record(result))
        return
    from cooking_rnn.report import playable, report

    if to.save and _is_page(to.save) and (played := playable(result, say().lang)):
        from cooking_rnn.render.explorer import explorer

        result, data = played
        save_text(explorer(report(result, say(), **options), say().lang, data), to.save)
    else:
        show(report(result, say(), **options), to.save, to.theme)


def _is_page(save: Path) -> bool:
    return save.suffix.lower() == ".html"


def save_text(drawn: str, save: Path) -> None:
    """Put a text into a file, and say so."""
    from cooking_rnn.files import replace

    replace(save, drawn.encode())
    tell("saved {file}", file=str(save))


def show(blocks: Iterable[Any], save: Path | None = None, theme: str = "light") -> None:
    """Show blocks on the screen, or keep them as a picture or a page."""
    from cooking_rnn.render import terminal
    from cooking_rnn.render.output import write_text

    if save is None:
        colour = terminal.is_colourful()
        write_text(terminal.text(blocks, terminal.screen_width(), colour=colour))
        return
    kind, lang = save.suffix.lower(), say().lang
    if _is_page(save):
        from cooking_rnn.render.page import page

        drawn = page(blocks, lang)
    elif kind == ".svg":
        from cooking_rnn.render.svg import picture

        drawn = picture(blocks, lang, theme)
    else:
        from cooking_rnn.render.markup import markup

        drawn = markup(blocks, kind, lang)
    save_text(drawn, save)
