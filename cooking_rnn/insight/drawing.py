"""What a drawing of a network shows: it with its loops, unrolled over the days, its states, or a cell of it opened."""

from dataclasses import dataclass
from os import PathLike

from cooking_rnn.choices import PICTURES
from cooking_rnn.cook import Weather, codes_of
from cooking_rnn.errors import UsageError, one_of, within
from cooking_rnn.insight.cooks import AnyCook, load_cook
from cooking_rnn.insight.extraction import Extraction, extract
from cooking_rnn.insight.machine import Machine, kitchen_machine
from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.network.model import Architecture
from cooking_rnn.network.network import Network
from cooking_rnn.network.translate import Translator
from cooking_rnn.shown import Shown
from cooking_rnn.steps import Day

MOST_DAYS = 1000


@dataclass(frozen=True)
class Drawing(Shown):
    """What is drawn, and how."""

    what: AnyCook | Architecture
    picture: str  # one of PICTURES
    days: tuple[Day, ...] = ()  # of an unrolled kitchen, or of a network that translates
    inputs: tuple[str | None, ...] = ()  # of an unrolled network: each day's weather, None where there is none
    machine: Machine | None = None  # of states
    extraction: Extraction | None = None  # how far the states are those of a trained network

    def __repr__(self) -> str:
        return f"<Drawing of {getattr(self.what, 'name', 'a network')}: {self.picture}>"


def diagram(
    what: AnyCook | Architecture | str | PathLike[str],
    *,
    picture: str = "network",
    weather: Weather | None = None,
    days: int | None = None,
) -> Drawing:
    """Draw a kitchen, a trained network, the name or the file of one, or a network that could be.

    `weather` and `days` are of the unrolled picture. Raises UsageError for a picture that cannot be and for what is no
    cook, DataError for what is wrong in a file.
    """
    one_of("picture", picture, PICTURES)
    what = what if isinstance(what, Architecture) else load_cook(what, "what")
    if picture == "cell" and isinstance(what, Kitchen):
        raise UsageError("picture", "a kitchen has no cells", "name a network that was trained, or a cell")
    if picture in ("network", "cell"):
        return Drawing(what, picture)
    if isinstance(what, Architecture):
        if picture == "states":
            raise UsageError("picture", "states of a network that has learned nothing", "name a kitchen or a model")
        if weather is not None:
            raise UsageError("weather", "together with --cell", "say --days N")
        return Drawing(what, picture, inputs=(None,) * within("days", 4 if days is None else days, MOST_DAYS))
    if picture == "states":
        if isinstance(what, Network):
            found = extract(what)
            return Drawing(what, picture, machine=found.machine, extraction=found)
        return Drawing(what, picture, machine=kitchen_machine(what.table))
    codes = codes_of(what, weather, days)
    within("days", len(codes), MOST_DAYS)
    if isinstance(what, Kitchen | Translator):
        return Drawing(what, picture, tuple(what.days(codes, what.start, steps=False)))
    ids = what.weathers.ids if codes.ndim == 1 else ()
    return Drawing(what, picture, inputs=tuple(ids[code] if ids else None for code in codes.tolist()))
