"""The diary of a kitchen told in words: a source whose entropy is known, for every window.

    on monday it was rainy (and ADJECTIVE)* so he cooked crayfish . [his cat loved it .]

Every random choice shows in its first word, so the words tell the state, and the entropy rate is that of a Markov
chain. What a window of words says of the state is a belief, a distribution over the states; windows that say the same
are merged, and of each belief only the states that it holds possible are kept.
"""

from bisect import bisect
from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import Any

import numpy as np

from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.steps import Array

DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
ADJECTIVES = ["windy", "cold", "warm", "grey", "quiet", "bright"]
PEOPLE = ["cat", "sister", "neighbour", "friend"]
VERBS = ["loved", "liked", "finished"]

State = tuple[Any, ...]
Choice = tuple[float, str, State]

_MOST_ROUNDS = 20_000
_DIGITS = 9  # to which two beliefs must agree to be one


def choices(kitchen: Kitchen, state: State, more: float = 0.3, says: float = 0.3) -> Iterator[Choice]:
    """Yield (probability, word, next state) of each word that may come; the day and the last dish go along."""
    at, day, dish, *same = state
    name = [each.replace(" ", "-") for each in kitchen.dishes.ids][dish]

    def to(place: str, *rest: Any) -> State:
        return (place, day, dish, *rest)

    sure = {  # what comes for certain, and where it leads
        "on": ("on", to("day")),
        "day": (DAYS[day], to("it")),
        "it": ("it", to("was")),
        "was": ("was", to("weather")),
        "he": ("he", to("verb", *same)),
        "verb": ("ate" if same and same[0] else "cooked", to("dish")),
        "dish": (name, to("stop")),
        "stop": (".", to("end")),
        "loved": ("it", to("last")),
        "last": (".", ("on", (day + 1) % 7, dish)),
    }
    if at in sure:
        yield 1.0, *sure[at]
    elif at == "weather":
        names = kitchen.weathers.ids or ("usual",)
        for word, rule in zip(names, kitchen.rules, strict=True):
            after = ("more", day, rule.follows[dish], rule.wording == "same")
            yield 1 / len(names), word.replace(" ", "-"), after
    elif at == "more":
        yield more, "and", to("adjective", *same)
        yield 1 - more, "so", to("he", *same)
    elif at == "end":
        yield says, "his", to("person")
        yield 1 - says, "on", ("day", (day + 1) % 7, dish)
    else:
        words, after = {
            "adjective": (ADJECTIVES, to("more", *same)),
            "person": (PEOPLE, to("loves")),
            "loves": (VERBS, to("loved")),
        }[at]
        yield from ((1 / len(words), word, after) for word in words)


class Diary:
    """The source: its words, its states, and how each word moves it from state to state."""

    def __init__(self, kitchen: Kitchen, more: float = 0.3, says: float = 0.3) -> None:
        found: dict[State, int] = {("on", 0, kitchen.start): 0}
        words: dict[str, int] = {}
        moves: list[tuple[int, int, int, float]] = []
        for state in (queue := list(found)):  # which grows while it is read
            for p, word, after in choices(kitchen, state, more, says):
                if after not in found:
                    found[after] = len(found)
                    queue.append(after)
                moves.append((found[state], words.setdefault(word, len(words)), found[after], p))
        columns: list[Array] = [np.array(each) for each in zip(*moves, strict=True)]
        source, self.word, self.target, self.p = columns  # of each move, state by state
        self.words = tuple(words)
        self.first = np.searchsorted(source, np.arange(len(found) + 1))  # of each state's moves, (states + 1,)
        self.stationary = self._stationary()
        for each in (self.first, *columns[1:], self.stationary):
            each.setflags(write=False)

    def _stationary(self) -> Array:
        """Return how often the source is in each state: what stays when time goes on.

        The chain is periodic in the weekdays, so each step goes only half of the way.
        """
        moves = np.diff(self.first)
        share: Array = np.zeros(len(moves))
        share[0] = 1
        for _ in range(_MOST_ROUNDS):
            after = np.bincount(self.target, np.repeat(share, moves) * self.p, len(share))
            moved, share = np.abs(after - share).max(), (after + share) / 2
            if moved < 1e-16:
                break
        share /= share.sum()
        return share

    @property
    def floor(self) -> float:
        """The entropy rate in nats a word: no model does better."""
        return float(-(np.repeat(self.stationary, np.diff(self.first)) * self.p) @ np.log(self.p))

    def windows(self, longest: int) -> list[float]:
        """Return the entropy of the next word, in nats, for the best of any model that sees 0, 1, … words."""
        states, words = len(self.first) - 1, len(self.words)
        marks = np.random.default_rng(0).random((2, states))  # two sums over a belief tell it from all others
        belief, state, mass = np.zeros(states, np.intp), np.arange(states), self.stationary
        nats = []
        for _ in range(longest + 1):
            moves = np.diff(self.first)[state]
            move = np.arange(moves.sum()) + np.repeat(self.first[state] - np.cumsum(moves) + moves, moves)
            moved = np.repeat(mass, moves) * self.p[move]
            heard, after = np.unique(np.repeat(belief, moves) * words + self.word[move], return_inverse=True)
            share = np.bincount(after, moved)  # of each belief and word
            nats.append(_entropy(share) - _entropy(np.bincount(belief, mass)))
            state = self.target[move]
            told = [np.bincount(after, moved / share[after] * each[state], len(heard)) for each in marks]
            _, same = np.unique(np.round(told, _DIGITS), axis=1, return_inverse=True)
            kept, place = np.unique(same.ravel()[after] * states + state, return_inverse=True)
            belief, state, mass = kept // states, kept % states, np.bincount(place, moved)
        return nats

    def sample(self, count: int, rng: np.random.Generator) -> Array:
        """Return the codes (count,) of a diary's first words."""
        first, word, target = self.first.tolist(), self.word.tolist(), self.target.tolist()
        upto = [
            [*accumulate(self.p[begin : end - 1])] for begin, end in pairwise(first)
        ]  # and the rest is the last word's
        state, codes = 0, []
        for chance in rng.random(count).tolist():
            move = first[state] + bisect(upto[state], chance)
            codes.append(word[move])
            state = target[move]
        return np.array(codes)


def _entropy(shares: Array) -> float:
    """Return −Σ p ln p."""
    return float(-shares @ np.log(np.where(shares > 0, shares, 1)))
