"""The blanks of a diary, filled by a network that was trained for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from os import PathLike
from typing import Any

from cooking_rnn.errors import DataError
from cooking_rnn.network.fill import filled
from cooking_rnn.network.network import Network
from cooking_rnn.shown import Shown
from cooking_rnn.steps import Array, freeze
from cooking_rnn.training import diary as diaries
from cooking_rnn.training.diary import Diary

_MOST_BYTES = 1 << 30


@dataclass(frozen=True, eq=False, repr=False)
class FilledDiary(Shown):
    """A diary, and the probability of each dish on each day by all that the diary shows."""

    network: Network
    diary: Diary
    probabilities: Array  # (days, n)

    def __post_init__(self) -> None:
        freeze(self, "probabilities")

    @cached_property
    def days(self) -> tuple[Mapping[str, Any], ...]:
        """Each row as it was written; a blank one has a dish and its probability, which the others lack."""
        days = []
        for row, chances in zip(self.diary.rows, self.probabilities, strict=True):
            day: dict[str, Any] = dict(zip(self.diary.header, row.fields, strict=True))
            is_blank = self.diary.is_blank(row)
            if is_blank:
                day[self.diary.header[self.diary.dish]] = self.network.dishes.ids[int(chances.argmax())]
            days.append(day | {"probability": float(chances.max()) if is_blank else None})
        return tuple(days)

    @property
    def blanks(self) -> int:
        """How many days were blank."""
        return sum(map(self.diary.is_blank, self.diary.rows))

    def __repr__(self) -> str:
        return f"<FilledDiary {self.diary.where}: {self.blanks} of {len(self.diary.rows)} days were blank>"


def fill(network: Network | str | PathLike[str], diary: Diary | str | PathLike[str]) -> FilledDiary:
    """Fill the blanks of a diary: the days whose weather and dish are both not known get a dish.

    A day that was filled before, which has a dish, a probability and no weather, is a blank still.

    Raises DataError for a network that was not trained for it, and for what is wrong in the diary.
    """
    network = Network.of(network, "network")
    if network.task != "fill":
        what, remedy = "it was trained to cook, not to fill blanks", "`cook train --task fill` trains one"
        raise DataError(network.source or network.name, what, remedy)
    diary = diary if isinstance(diary, Diary) else diaries.load(diary)
    most = _MOST_BYTES // network.architecture.bytes_a_day
    if len(diary.rows) > most:
        what, remedy = "{days:,} days", "at most {most:,} with this network, which reads them all at once"
        raise DataError(diary.where, what, remedy, days=len(diary.rows), most=most)
    codes = diaries.codes_of(diary, network.dishes, network.weathers)
    for row in diary.rows:
        is_half = not diary.dish_of(row) or (network.weathers and not diary.weather_of(row))
        if is_half and not diary.is_blank(row):
            what = "a day with its weather or its dish, but not both"
            raise diary.fault(row, what, "a blank day has neither; a day that is known has both")
    return FilledDiary(network, diary, filled(network, codes.weathers, codes.dishes))
