"""A file of weather, whatever its format: decide once, then read day by day."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO

from cooking_rnn.errors import DataError
from cooking_rnn.forecast import openmeteo, records, rows
from cooking_rnn.forecast.choice import choose
from cooking_rnn.forecast.days import Absent, Faults, Piece, pieces
from cooking_rnn.forecast.decision import Decision, Options
from cooking_rnn.forecast.source import Block, Lines, blocks
from cooking_rnn.forecast.table import delimiter_of, from_csv, is_header
from cooking_rnn.forecast.words import WordsFile
from cooking_rnn.names import Names


@dataclass(frozen=True, eq=False)
class Forecast:
    """Days of weather, to be taken once, and what was decided about how to read them.

    Iterating yields pieces as they come. It raises DataError at the first fault, after all days before it,
    or, when faults are counted, at the end; no days at all are a fault.
    """

    where: str
    decision: Decision
    _pieces: Iterator[Piece]
    _faults: Faults

    def __iter__(self) -> Iterator[Piece]:
        days = 0
        try:
            for piece in self._pieces:
                days += len(piece.codes)
                yield piece
        except DataError as error:
            self._faults.add(error)
        self._faults.settle()
        if not days:
            raise _nothing(self.where)


def read(
    stream: BinaryIO, where: str, weathers: Names, options: Options | None = None, *, count_faults: bool = False
) -> Forecast:
    """Return the weather in `stream`: words, a table with a header, Open-Meteo's CSV or JSON, or cook's own JSON.

    Reads only as much as the decision needs. `where` names the stream in errors. Raises UsageError for
    `options` that do not fit, DataError where no weather can be found.
    """
    options = options or Options()
    absent = Absent.typed(options.missing, weathers)
    faults = Faults(counting=count_faults)
    blank_lines, first, source = _after_blank_lines(blocks(stream, where), where)
    head = next(line for line in first.data.decode().split("\n") if line.strip())
    if records.is_record(head):
        table = records.from_lines(Lines(source, blank_lines), where)
    elif head.lstrip().startswith(("{", "[")):
        table = openmeteo.from_json("\n" * blank_lines + "".join(Lines(source)), where)
    elif options.column is not None or is_header(head, weathers):
        table = from_csv(Lines(source, blank_lines), delimiter_of(head), where)
        if openmeteo.is_preamble(table.header):
            table = openmeteo.daily_table(table)
    else:
        options.need_amounts("words", None)
        words = WordsFile(where, weathers, absent, faults, blank_lines)
        return Forecast(where, Decision("words"), words.pieces(source), faults)
    choice = choose(table, weathers, options)
    days = rows.days(table, choice, absent, faults)
    return Forecast(where, choice.decision, pieces(days, table.waiting), faults)


def _after_blank_lines(source: Iterator[Block], where: str) -> tuple[int, Block, Iterator[Block]]:
    """Return how many lines come before the first block that is not blank, that block, and it with all after it."""
    blank_lines = 0
    for block in source:
        if block.data.decode().strip():
            return blank_lines, block, chain([block], source)
        if block.fault:
            raise block.fault
        blank_lines += block.data.count(b"\n")
    raise _nothing(where)


def _nothing(where: str) -> DataError:
    return DataError(where, "no weather in it", "one word a line, or a table with a header, is expected")
