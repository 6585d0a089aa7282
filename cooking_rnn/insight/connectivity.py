"""How much each day's output owes each earlier day: the gradient of its score with respect to what was read then.

As the connectivity of A. Madsen, Visualizing memorization in RNNs (Distill 2019):
‖∂(the winner's score on day t)/∂x_s‖₂
for every day t and every day s up to it, all at once, by the network's own backward pass.
"""

from dataclasses import dataclass
from os import PathLike

import numpy as np

from cooking_rnn.cook import Weather
from cooking_rnn.errors import MOST_SEED, DataError, UsageError, quote, refuse_with, within
from cooking_rnn.insight.memory import read_by, read_words, untrained, weather_codes
from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.names import Name
from cooking_rnn.network import model as models
from cooking_rnn.network.model import Architecture
from cooking_rnn.network.network import Network
from cooking_rnn.shown import Shown
from cooking_rnn.steps import Array, freeze

MOST_DAYS = 200
_WORK = 10**8  # numbers that are held at a time


@dataclass(frozen=True, eq=False)
class Map:
    """What each output of one network owes each day."""

    cell: str
    strengths: Array  # (days, days): the row of a day, with what it owes each day up to itself
    model: str = ""  # where a trained network comes from

    def __post_init__(self) -> None:
        freeze(self, "strengths")


@dataclass(frozen=True, eq=False)
class Connectivity(Shown):
    """What each day's output owes each earlier day, in two networks side by side or in one."""

    words: tuple[Name, ...]  # what was read on each day
    maps: tuple[Map, ...]

    def __repr__(self) -> str:
        return f"<Connectivity over {len(self.words)} days: {', '.join(each.model or each.cell for each in self.maps)}>"


def connectivity(
    sentence: str | None = None,
    *,
    model: Network | str | PathLike[str] | None = None,
    beside: Network | str | PathLike[str] | None = None,
    hidden: int | None = None,
    seed: int = 0,
    kitchen: Kitchen | str | PathLike[str] | None = None,
    weather: Weather | None = None,
) -> Connectivity:
    """Measure how much each day's output owes each earlier day.

    A trained network `model`, and another `beside` it, read their start dish and the `weather`; or else a new simple
    RNN and a new LSTM of `hidden` (16) units read the words of a `sentence`, or the weather of a `kitchen`. `seed`
    draws them.

    Raises UsageError for what cannot be or does not go together, DataError for a network that can't be measured.
    """
    if sentence is not None:
        remedy = "it is read as words, not as weather"
        refuse_with("sentence", remedy, model=model, kitchen=kitchen, weather=weather)
    if model is None:
        if beside is not None:
            raise UsageError("beside", "without a model to stand beside", "say which, or leave it out")
        first, size = within("seed", seed, MOST_SEED, 0), within("hidden", 16 if hidden is None else hidden, 1024)
        words, codes, kinds = read_words(sentence, kitchen, weather)
        new = [(cell, *untrained(cell, kinds, size, [first])) for cell in ("simple", "lstm")]
        inputs = np.eye(kinds)[codes]
        asked = "weather" if sentence is None else "sentence"
        told = (Map(cell, strengths(made, flats[0], inputs, asked)) for cell, made, flats in new)
        return Connectivity(words, tuple(told))
    remedy = "a trained network has its own"
    refuse_with("model", remedy, hidden=hidden, kitchen=kitchen)
    named = {"model": model, "beside": beside}
    networks = [Network.of(each, name).needs_next() for name, each in named.items() if each is not None]
    for each in networks:
        each.needs_readout()
    if not networks[0].weathers:
        what = "this network has no weather, so there is nothing to read after its start dish"
        raise UsageError("model", what, "take one that was trained on weather")
    codes = weather_codes(networks[0], weather)
    maps = tuple(_of_model(each, networks[0], codes) for each in networks)
    return Connectivity(read_by(networks[0], codes), maps)


def _of_model(network: Network, first: Network, codes: Array) -> Map:
    name = network.source or network.name
    remedy = "only networks of the same weather stand side by side"
    if (network.start is None) != (first.start is None):
        raise DataError(name, "of this network and {other}, one has no day 0", remedy, other=first.source or first.name)
    if codes.ndim == 1:
        ids = first.weathers.ids
        places = [network.weathers.find(ids[code]) for code in codes.tolist()]
        if None in places:
            raise DataError(name, "it has no weather {word}", remedy, word=quote(ids[int(codes[places.index(None)])]))
        codes = np.array(places)
    inputs = network.season(network.numbers(codes) if codes.ndim == 2 else codes)
    return Map(network.architecture.cell, strengths(network.architecture, network.flat, inputs), name)


def strengths(architecture: Architecture, flat: Array, inputs: Array, parameter: str = "weather") -> Array:
    """Return ‖∂(the winner's score on day t)/∂x_s‖₂, (days, days), for inputs (days, input), read once for each t."""
    days = len(inputs)
    if days > MOST_DAYS or days**2 * architecture.hidden * architecture.layers > _WORK:
        what = "{days:,} {days:day|days} of {hidden:,} units"
        remedy = "at most {most:,} days, and fewer of a large network"
        raise UsageError(parameter, what, remedy, days=days, hidden=architecture.hidden, most=MOST_DAYS)
    flat = flat.astype(np.float64)
    parameters, places = models.unpack(architecture, flat), np.arange(days)
    columns = np.repeat(inputs[:, :, None].astype(np.float64), days, axis=2)
    scores, trace = models.forward(architecture, parameters, columns)
    d_scores = np.zeros_like(scores)
    d_scores[places, scores[:, :, 0].argmax(axis=1), places] = 1
    d_z = models.backward(architecture, parameters, trace, d_scores, np.empty_like(flat))
    owed: Array = np.linalg.norm(models.input_gradient(architecture, parameters, 0, d_z), axis=1).T
    return owed
