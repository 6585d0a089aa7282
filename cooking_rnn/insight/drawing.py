"""What a drawing of a network shows: the network with its loops, unrolled over the days, or its states."""

from dataclasses import dataclass

from cooking_rnn.choices import PICTURES
from cooking_rnn.cook import Weather, codes_of
from cooking_rnn.errors import UsageError
from cooking_rnn.insight.extraction import Extraction, extract
from cooking_rnn.insight.machine import Machine, kitchen_machine
from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.network.model import Architecture
from cooking_rnn.network.network import Network
from cooking_rnn.steps import Day, Shown

MOST_DAYS = 1000


@dataclass(frozen=True)
class Drawing(Shown):
    """What is drawn, and how."""

    what: Kitchen | Network | Architecture
    picture: str  # one of PICTURES
    days: tuple[Day, ...] = ()  # of an unrolled kitchen
    inputs: tuple[str | None, ...] = ()  # of an unrolled network: each day's weather, None where there is none
    machine: Machine | None = None  # of states
    extraction: Extraction | None = None  # how far the states are those of a trained network

    def __repr__(self) -> str:
        return f"<Drawing of {getattr(self.what, 'name', 'a network')}: {self.picture}>"


def diagram(
    what: Kitchen | Network | Architecture,
    *,
    picture: str = "network",
    weather: Weather | None = None,
    days: int | None = None,
) -> Drawing:
    """Draw a kitchen, a trained network, or one that could be; `weather` and `days` are of the unrolled picture.

    Raises UsageError for a picture that cannot be.
    """
    if picture not in PICTURES:
        raise UsageError("picture", "unknown choice {picture}", "choices: {choices}", picture=picture, choices=PICTURES)
    if picture == "network":
        return Drawing(what, picture)
    if isinstance(what, Architecture):
        if picture == "states":
            raise UsageError("picture", "states of a network that has learned nothing", "name a kitchen or a model")
        if weather is not None:
            raise UsageError("weather", "together with --cell", "say --days N")
        return Drawing(what, picture, inputs=(None,) * _within(4 if days is None else days))
    if picture == "states":
        if isinstance(what, Network):
            found = extract(what)
            return Drawing(what, picture, machine=found.machine, extraction=found)
        return Drawing(what, picture, machine=kitchen_machine(what.table))
    codes = codes_of(what, weather, days)
    _within(len(codes))
    if isinstance(what, Kitchen):
        return Drawing(what, picture, tuple(what.days(codes, what.start, steps=False)))
    ids = what.weathers.ids
    return Drawing(what, picture, inputs=tuple(ids[code] if ids else None for code in codes.tolist()))


def _within(days: int) -> int:
    if not 1 <= days <= MOST_DAYS:
        raise UsageError("days", "{days} days", "from 1 to {most}", days=days, most=MOST_DAYS)
    return days
