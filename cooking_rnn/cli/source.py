"""Where a command's weather comes from: words that were typed, a file, the story's week, or none at all."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from cooking_rnn.cli.options import refuse
from cooking_rnn.cli.speech import tell
from cooking_rnn.errors import DataError, UsageError, quote
from cooking_rnn.files import unreadable
from cooking_rnn.names import Names

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from cooking_rnn.cook import Cook, Season
    from cooking_rnn.steps import Array, Day
    from cooking_rnn.training.diary import Diary
    from cooking_rnn.weather.columns import Options
    from cooking_rnn.weather.days import Piece


@dataclass(frozen=True)
class Source:
    """What was typed about where the weather comes from."""

    weather: str | None
    file: str | None
    days: int | None
    options: "Options"

    def season(self, cook: "Cook", start: str | None) -> "Season":
        """Return a season all at once; what is wrong in a file is counted to its end.

        Raises UsageError for what does not go together, DataError for what is wrong in a file.
        """
        from cooking_rnn.cook import Season

        self.check()
        if self.file is None:
            season = cook.simulate(self.weather, start=start, days=self.days)
            self._say_default(cook, season.weathers)
            return season
        dish = cook.first(start)
        if cook.start is None:
            return Season(cook, self._numbers(cook), dish)
        codes, dates = gathered(self._read(cook, count_faults=True))
        return Season(cook, codes, dish, dates)

    def pieces(self, cook: "Cook") -> Iterator["Piece"]:
        """Return the weather a piece at a time; the first fault of a file stops it. Raises what `season` does."""
        from cooking_rnn.cook import codes_of
        from cooking_rnn.weather.days import LARGEST_PIECE, Piece

        self.check()
        if self.file is not None and cook.start is None:
            return iter([Piece(self._numbers(cook))])
        if self.file is not None:
            return self._read(cook, count_faults=False)
        codes = codes_of(cook, self.weather, self.days)
        self._say_default(cook, codes)
        if cook.looks_ahead:
            return iter([Piece(codes)])
        return (Piece(codes[first : first + LARGEST_PIECE]) for first in range(0, len(codes), LARGEST_PIECE))

    def check(self) -> None:
        """Raise UsageError for what does not go together, whoever cooks."""
        if self.file is None:
            refuse(self.options.typed, "without --from", "it is about a file that is read")
        elif self.weather is not None:
            raise UsageError("--weather", "together with --from", "leave one of them out")

    def _read(self, cook: "Cook", *, count_faults: bool) -> Iterator["Piece"]:
        assert self.file is not None
        if not cook.weathers:
            raise UsageError("--from", "this kitchen has no weather", "say --days N instead")
        if self.days is not None:
            raise UsageError("--days", "this kitchen has weather", "say --weather instead")
        return file_pieces(self.file, cook.weathers, self.options, count_faults=count_faults)

    def _numbers(self, cook: "Cook") -> "Array":
        assert self.file is not None
        return numbers_in(self.file, cook, self.options)

    def _say_default(self, cook: "Cook", codes: "NDArray[np.uint8]") -> None:
        """Say what is cooked where nothing was typed."""
        if cook.weathers and self.weather is None:
            tell("no --weather: the story's week, {week}", week=",".join(cook.weathers.ids[code] for code in codes))
        elif not cook.weathers and self.days is None:
            tell("no --days: {days} days", days=len(codes))


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


def opened_diary(file: str) -> "Diary":
    """Return the diary in a file, or on standard input for "-"; raise DataError for what is not one."""
    from cooking_rnn.training.diary import STANDARD_INPUT, read

    with opened(file) as stream:
        return read(stream, STANDARD_INPUT if file == "-" else file)


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
        tell("{file}: {note}", file=where, note=said)
    missing = reading.missing
    if missing.count and missing.code is None:
        tell("{file}: {n:,} missing {n:day|days} left out", file=where, n=missing.count)
    elif missing.count and missing.code is not None:
        told = "{file}: {n:,} missing {n:day|days} taken as {weather}"
        tell(told, file=where, n=missing.count, weather=weathers.ids[missing.code])
    decision = reading.decision
    if decision.column is None:
        return
    counts = [f"{count} {name}" for name, count in zip(weathers.ids, days.tolist(), strict=True)]
    values = {"file": where, "column": quote(decision.column), "counts": counts}
    if decision.wet is None:
        tell("{file}: column {column}: {counts}", **values)
    else:
        told = "{file}: column {column} ({unit}), rainy from {wet:g} mm: {counts}"
        tell(told, unit=decision.unit, wet=decision.wet, **values)


def numbers_in(file: str, cook: "Cook", options: "Options") -> "Array":
    """Return the numbers (days, input) in a file, for a network of somebody else."""
    from cooking_rnn.weather.numbers import read

    refuse(options.typed, "together with numbers", "it is about a file of weather")
    with opened(file) as stream:
        try:
            return read(stream, "standard input" if file == "-" else file, cook.weathers.ids)
        except OSError as error:
            raise unreadable(file, error) from None


def gathered(pieces: Iterator["Piece"]) -> tuple["NDArray[np.uint8]", list[str] | None]:
    """Return all pieces as one: codes (days,), and dates where the file had them."""
    import numpy as np

    everything = list(pieces)
    dates = [date for piece in everything for date in piece.dates or ()]
    codes = np.concatenate([piece.codes for piece in everything])
    return codes, dates if len(dates) == len(codes) else None


def asked(
    weather: str | None,
    from_: str | None,
    reading: "Options",
    kitchen: str | None,
    model: str | None,
    most: int,
    named: Mapping[str, Any],
) -> dict[str, Any]:
    """Return what was typed as a function of the library takes it: `weather`, `kitchen` and `model`.

    A file is read by the names of whoever cooks, as far as `most` days; `reading` are the options that say how. Raises
    UsageError for what does not go together, DataError for what is wrong in a file.
    """
    Source(weather, from_, None, reading).check()
    if from_ is None and not named:
        return {"weather": weather, "kitchen": kitchen, "model": model}
    cook = chosen_cook(kitchen, model, named)
    if cook.start is None:
        numbers = weather if from_ is None else numbers_in(from_, cook, reading)
        if not isinstance(numbers, str | None) and len(numbers) > most:
            raise UsageError("--from", "more than {most:,} days", "give fewer", most=most)
        return {"weather": numbers, "kitchen": None, "model": cook}
    assert from_ is not None  # only a network of somebody else is to be named
    if not cook.weathers:
        raise UsageError("--from", "this kitchen has no weather", "leave it out")
    pieces, count = [], 0
    for piece in file_pieces(from_, cook.weathers, reading, count_faults=True):
        count += len(piece.codes)
        if count > most:
            raise UsageError("--from", "more than {most:,} days", "give fewer", most=most)
        pieces.append(piece)
    codes, _ = gathered(iter(pieces))
    return {"weather": codes, "kitchen": None if model is not None else cook, "model": None if model is None else cook}


def streamed(format_: str, cook: "Cook", dish: int | None, pieces: Iterator["Piece"], *, vectors: bool) -> None:
    """Write the days of one piece after the other as "jsonl", "csv" or "menu"."""
    from cooking_rnn.kitchen.kitchen import Kitchen
    from cooking_rnn.render.output import write_bytes
    from cooking_rnn.render.records import write_records
    from cooking_rnn.report.diary_stream import diary
    from cooking_rnn.report.season import brief_record
    from cooking_rnn.weather.days import Piece

    if isinstance(cook, Kitchen) and dish is not None and not vectors:
        for lines in diary(format_, cook, dish, pieces):
            write_bytes(lines)
        return
    if cook.looks_ahead:
        codes, dates = gathered(pieces)
        pieces = iter([Piece(codes, dates)])
    batches = _told(cook, dish, pieces, steps=vectors)
    records = ([brief_record(day, vectors=vectors) for day in batch] for batch in batches)
    write_records("dish" if format_ == "menu" else format_, records)


def _told(cook: "Cook", dish: int | None, pieces: Iterator["Piece"], *, steps: bool) -> Iterator[list["Day"]]:
    """Yield the days of one piece after the other, the state carried over."""
    first, start = 1, dish
    for piece in pieces:
        days = list(cook.days(piece.codes, start, piece.dates, first=first, steps=steps))
        yield days
        first += len(days)
        start = days[-1].state


def chosen_cook(kitchen: str | None, model: str | None, named: Mapping[str, Any]) -> "Cook":
    """Return who cooks: a kitchen (the default one where nothing is said), or a network that was trained.

    `named` is what was typed about a network of somebody else.
    """
    if model is not None:
        if kitchen is not None:
            raise UsageError("--model", "together with --kitchen", "leave one of them out")
        from cooking_rnn.network.storage import load as load_model

        network = load_model(model, **named)
        return network if network.is_foreign else network.needs_menu()
    refuse({f"--{name}": value for name, value in named.items()}, "without --model", "it names what is in a network")

    from cooking_rnn.kitchen.toml import load

    return load("romance" if kitchen is None else kitchen)
