"""Where a command's weather comes from: words that were typed, a file, the story's week, or none at all."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from cooking_rnn.cli.options import refuse, within
from cooking_rnn.errors import DataError, UsageError, quote
from cooking_rnn.files import unreadable
from cooking_rnn.kitchen.toml import load
from cooking_rnn.names import Names
from cooking_rnn.show.output import note
from cooking_rnn.steps import Cook, Day

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from cooking_rnn.weather.columns import Options
    from cooking_rnn.weather.days import Piece

STORY = ("sunny", "rainy", "sunny", "rainy", "rainy", "sunny")  # Tuesday to Sunday


@dataclass(frozen=True)
class Source:
    """What was typed about where the weather comes from."""

    weather: str | None
    file: str | None
    days: int | None
    options: "Options"

    def pieces(self, weathers: Names, *, count_faults: bool) -> Iterator["Piece"]:
        """Yield the weather for a cook who knows these weathers, a piece at a time.

        In a kitchen without weather the codes are all 0. With `count_faults`, what is wrong in a file is
        counted to its end; without, the first fault stops. Raises UsageError for what does not go
        together, DataError for what is wrong in a file.
        """
        import numpy as np

        from cooking_rnn.weather.days import LARGEST_PIECE, Piece

        self._check(weathers)
        if self.file is not None:
            yield from file_pieces(self.file, weathers, self.options, count_faults=count_faults)
        elif self.weather is not None:
            from cooking_rnn.weather.words import from_text

            yield Piece(from_text(self.weather, weathers))
        elif weathers:
            note(f"cook: no --weather: the story's week, {','.join(STORY)}")
            yield Piece(np.array([weathers.ids.index(name) for name in STORY], dtype=np.uint8))
        else:
            if self.days is None:
                note(f"cook: no --days: {len(STORY)} days")
            days = len(STORY) if self.days is None else self.days
            for done in range(0, days, LARGEST_PIECE):
                yield Piece(np.zeros(min(LARGEST_PIECE, days - done), dtype=np.uint8))

    def _check(self, weathers: Names) -> None:
        if self.weather is not None and self.file is not None:
            raise UsageError("--weather", "together with --from", "leave one of them out")
        if self.file is None:
            refuse(self.options.typed, "without --from", "it is about a file that is read")
        given = "--weather" if self.weather is not None else "--from" if self.file is not None else ""
        if given and not weathers:
            raise UsageError(given, "this kitchen has no weather", "say --days N instead")
        if self.days is not None and self.days < 1:
            raise UsageError("--days", f"{self.days} days", "at least 1")
        if self.days is not None and weathers:
            raise UsageError("--days", "this kitchen has weather", "say --weather instead")
        if weathers and not given and not set(STORY) <= set(weathers.ids):
            raise UsageError("--weather", "missing", f"choices: {', '.join(map(quote, weathers.ids[:20]))}")


@contextmanager
def opened(file: str) -> Iterator[BinaryIO]:
    """Open a file to read, or standard input for "-"; raise DataError where that is not possible."""
    if file == "-":
        if sys.stdin is None:
            raise DataError("standard input", "closed", "pipe weather into it")
        yield sys.stdin.buffer
        return
    try:
        stream = Path(file).open("rb")  # noqa: SIM115 - closed by the `with` below
    except OSError as error:
        raise unreadable(file, error) from None
    except ValueError:
        raise DataError(quote(file), "not a file name") from None
    with stream:
        yield stream


def file_pieces(file: str, weathers: Names, options: "Options", *, count_faults: bool) -> Iterator["Piece"]:
    """Yield the weather of a file of any known kind; say on standard error what was decided, when it is read."""
    import numpy as np

    from cooking_rnn.weather.reading import read

    where = "standard input" if file == "-" else file
    days = np.zeros(len(weathers), dtype=np.int64)  # of each weather
    with opened(file) as stream:
        try:
            reading = read(stream, where, weathers, options, count_faults=count_faults)
            for piece in reading:
                days += np.bincount(piece.codes, minlength=len(weathers))
                yield piece
        except OSError as error:
            if isinstance(error, BrokenPipeError):  # of the reader of what is written, not of this file
                raise
            raise unreadable(where, error) from None
    for said in reading.notes:
        note(f"cook: {where}: {said}")
    decision = reading.decision
    if decision.column is None:
        return
    counts = ", ".join(f"{count} {name}" for name, count in zip(weathers.ids, days.tolist(), strict=True))
    how = "" if decision.wet is None else f" ({decision.unit}), rainy from {decision.wet:g} mm"
    note(f"cook: {where}: column {quote(decision.column)}{how}: {counts}")


def gathered(pieces: Iterator["Piece"]) -> tuple["NDArray[np.uint8]", list[str] | None]:
    """Return all pieces as one: codes (days,), and dates where the file had them."""
    import numpy as np

    everything = list(pieces)
    dates = [date for piece in everything for date in piece.dates or ()]
    codes = np.concatenate([piece.codes for piece in everything])
    return codes, dates if len(dates) == len(codes) else None


def given_or_drawn(
    source: Source, weathers: Names, length: int | None, usual: int, most: int, rng: "np.random.Generator"
) -> "NDArray[np.uint8]":
    """Return the weather that was typed or is in a file, or else `length` random days, `usual` where nothing is said.

    Codes (days,), all 0 where there is no weather. Raises UsageError for less than a day or more than `most`.
    """
    import numpy as np

    if length is not None:
        within("--length", length, "days", most)
    given = "--weather" if source.weather is not None else "--from" if source.file is not None else ""
    if not given:
        return rng.integers(max(len(weathers), 1), size=usual if length is None else length, dtype=np.uint8)
    if length is not None:
        raise UsageError("--length", f"together with {given}", "the weather says how many days there are")
    codes, _ = gathered(source.pieces(weathers, count_faults=True))
    if len(codes) > most:
        raise UsageError(given, f"{len(codes)} days", f"at most {most}")
    return codes


def streamed(cook: Cook, dish: int, pieces: Iterator["Piece"], *, steps: bool) -> Iterator[list[Day]]:
    """Yield the days of one piece after the other, the state carried over."""
    first, start = 1, dish
    for piece in pieces:
        days = list(cook.days(piece.codes, start, piece.dates, first=first, steps=steps))
        yield days
        first += len(days)
        start = days[-1].state


def chosen_cook(kitchen: str | None, model: str | None) -> Cook:
    """Return who cooks: a kitchen (the default one where nothing is said), or a network that was trained."""
    if model is not None:
        if kitchen is not None:
            raise UsageError("--model", "together with --kitchen", "leave one of them out")
        from cooking_rnn.network.cook import ModelCook
        from cooking_rnn.network.storage import load as load_model

        return ModelCook(load_model(model))
    from cooking_rnn.kitchen.cook import KitchenCook

    return KitchenCook(load(kitchen or "romance"))


def first_dish(start: str | None, cook: Cook) -> int:
    """Return the code of yesterday's dish on day 1: what was typed, or where the cook starts."""
    if start is None:
        return cook.start
    dish = cook.dishes.find(start)
    if dish is None:
        raise UsageError("--start", f"unknown dish {quote(start)}", cook.dishes.suggestion(start))
    return dish
