"""The diary of a kitchen told in words: a source whose entropy is known, for every window.

    on monday it was rainy (and ADJECTIVE)* so he cooked crayfish . [his cat loved it .]

Every random choice shows in its first word, so the words tell the state, and the entropy rate is that of a Markov
chain.
"""

from collections.abc import Iterator, Sequence
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
        moves: list[tuple[int, int, str, float]] = []
        for state in (queue := list(found)):  # which grows while it is read
            for p, word, after in choices(kitchen, state, more, says):
                if after not in found:
                    found[after] = len(found)
                    queue.append(after)
                moves.append((found[state], found[after], word, p))
        self.words = tuple(dict.fromkeys(word for _, _, word, _ in moves))
        self.moves = np.zeros((len(self.words), len(found), len(found)))
        for source, target, word, p in moves:
            self.moves[self.words.index(word), source, target] += p
        chain = self.moves.sum(0)
        equations = np.vstack([chain.T - np.eye(len(chain)), np.ones(len(chain))])
        self.stationary: Array = np.linalg.lstsq(equations, np.eye(len(chain) + 1)[-1], rcond=None)[0].clip(0)
        self.stationary /= self.stationary.sum()

    @property
    def floor(self) -> float:
        """The entropy rate in nats a word: no model does better."""
        return _entropy(self.moves.sum(2).T, self.stationary)

    def windows(self, words: Sequence[int]) -> dict[int, float]:
        """Return the entropy of the next word, in nats, for the best of any model that sees this many words.

        What a window says is a belief, a distribution over the states; windows that say the same are merged.
        """
        heads, beliefs = self.moves.sum(2).T, self.stationary[None]
        weights: Array = np.ones(1)
        nats = {}
        for length in range(1, max(words) + 1):
            moved = np.concatenate([beliefs @ move for move in self.moves])
            p = moved.sum(1)
            weights = (np.tile(weights, len(self.words)) * p)[p > 1e-15]
            moved = moved[p > 1e-15] / p[p > 1e-15, None]
            _, first, same = np.unique(moved.round(9), axis=0, return_index=True, return_inverse=True)
            beliefs, weights = moved[first], np.bincount(same.ravel(), weights)
            if length in words:
                nats[length] = _entropy(beliefs @ heads, weights)
        return nats


def _entropy(rows: Array, weights: Array) -> float:
    """Return the mean entropy of rows of probabilities."""
    return float(-(weights @ np.where(rows > 0, rows * np.log(np.where(rows > 0, rows, 1)), 0).sum(1)))
