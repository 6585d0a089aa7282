"""Wishes: a small language whose blanks can be filled only as well as is worked out here.

    饿死我了，我想吃一个面包          I am starving, I want to eat a loaf

A feeling, each equally likely, decides what one wants to do, and that what with: `_VERBS` and `_OBJECTS` in tenths.
So from the left somebody hungry most likely wants to buy (4 of 10), the loaf alone is most likely bought too, and
both together say that it is eaten: 3 · 10 against 4 · 5.
"""

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from cooking_rnn.text.sentences import BLANK, words_of

#: feeling -> what one wants to do
_VERBS = {
    "starving": {"buy": 4, "eat": 3, "vomit": 2, "cry": 1},
    "parched": {"drink": 4, "buy": 3, "cry": 2, "eat": 1},
    "bored": {"read": 4, "buy": 3, "drink": 2, "cry": 1},
    "furious": {"cry": 4, "buy": 3, "vomit": 2, "read": 1},
}
#: what one wants to do -> and what with
_OBJECTS = {
    "buy": {"loaf": 5, "book": 4, "tea": 1},
    "eat": {"loaf": 10},
    "drink": {"tea": 9, "while": 1},
    "read": {"book": 7, "while": 3},
    "cry": {"while": 7, "lot": 3},
    "vomit": {"lot": 10},
}
#: what a sentence is made of in each language, and its words
_PATTERNS = {"en": "I am {feeling}, I want to {verb} a {object}", "zh": "{feeling}死我了，我想{verb}一{object}"}
_WORDS: dict[str, dict[str, str]] = {"en": {}, "zh": {
    "starving": "饿", "parched": "渴", "bored": "闲", "furious": "气",
    "buy": "买", "eat": "吃", "drink": "喝", "read": "看", "cry": "哭", "vomit": "吐",
    "loaf": "个面包", "book": "本书", "tea": "杯茶", "while": "会", "lot": "场",
}}  # fmt: skip

#: who sees what of a sentence with a blank
VIEWS = ("nothing", "left", "right", "both")


@dataclass(frozen=True)
class Wish:
    """A sentence of the language, and how probable it is."""

    text: str
    words: tuple[str, ...]
    blank: int  # the place of the verb
    speaker: int  # the place of the feeling
    probability: Fraction


@dataclass(frozen=True)
class Ceiling:
    """How well a blank can be filled at all: the best share that is right, and the lowest perplexity."""

    right: float
    perplexity: float


@cache
def wishes(lang: str) -> tuple[Wish, ...]:
    """Return every sentence of the language, "en" or "zh"."""

    def said(word: str) -> str:
        return _WORDS[lang].get(word, word)

    found = []
    for feeling, verbs in _VERBS.items():
        for verb, share in verbs.items():
            for thing, part in _OBJECTS[verb].items():
                parts = {"feeling": said(feeling), "verb": said(verb), "object": said(thing)}
                text = _PATTERNS[lang].format(**parts)
                words = words_of(text)
                places = words.index(parts["verb"]), words.index(parts["feeling"])
                found.append(Wish(text, tuple(words), *places, Fraction(share * part, 100 * len(_VERBS))))
    return tuple(found)


def seen(words: Sequence[str], blank: int, view: str) -> Hashable:
    """Return what one of VIEWS sees of a sentence whose word at place `blank` is left out."""
    left, right = tuple(words[:blank]), tuple(words[blank + 1 :])
    return {"nothing": (), "left": left, "right": right, "both": (left, right)}[view]


def language_of(words: Iterable[str]) -> str:
    """Return the language, "en" or "zh", that has more of these words."""
    known = {lang: {word for wish in wishes(lang) for word in wish.words} for lang in _PATTERNS}
    return max(known, key=lambda lang: sum(word in known[lang] for word in words if word != BLANK))


def joint_of(lang: str, view: str) -> Mapping[Hashable, Mapping[str, Fraction]]:
    """Return the joint probability of each verb and of what one of VIEWS sees: seen -> verb -> probability."""
    joint: dict[Hashable, dict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for wish in wishes(lang):
        joint[seen(wish.words, wish.blank, view)][wish.words[wish.blank]] += wish.probability
    return joint


@cache
def ceiling(lang: str, view: str) -> Ceiling:
    """Return how well one of VIEWS can do: E[max P(verb | seen)], and exp H(verb | seen)."""
    joint = joint_of(lang, view).values()
    nats = sum(-float(p) * math.log(p / sum(verbs.values())) for verbs in joint for p in verbs.values())
    return Ceiling(float(sum(max(verbs.values()) for verbs in joint)), math.exp(nats))


@cache
def speaker_ceiling(lang: str) -> float:
    """Return how often one can be right at most about who speaks, where the feeling is not shown."""
    joint: dict[Hashable, dict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for wish in wishes(lang):
        rest = wish.words[: wish.speaker] + wish.words[wish.speaker + 1 :]
        joint[rest][wish.words[wish.speaker]] += wish.probability
    return float(sum(max(feelings.values()) for feelings in joint.values()))
