"""Names that people type and read: one identifier, labels in two languages, any number of aliases."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import overload

from cooking_rnn.errors import UsageError, quote, suggestion
from cooking_rnn.phrases import Phrase

LANGUAGES = ("en", "zh")
MOST_NAMES = 256  # of dishes, and of weathers: a code is one byte

_RULES = ("same", "next", "previous", "table")  # words for a rule in a kitchen's file

_SUNNY = (
    "sun sunshine clear fair fine dry fog foggy mist misty haze hazy cloud clouds cloudy overcast wind windy "
    "晴 晴朗 晴天 多云 阴 阴天 雾 雾天 大雾 霾 有风"
)
_RAINY = (
    "rain raining drizzle drizzling shower showers snow snowy snowing sleet hail storm stormy thunder thunderstorm "
    "thunderstorms downpour wet 雨 雨天 小雨 中雨 大雨 暴雨 阵雨 雷阵雨 雷雨 毛毛雨 "
    "雪 小雪 中雪 大雪 暴雪 雨夹雪 冰雹 暴风雨"
)

#: word -> the weather it means, in any kitchen that has that weather: as they stand in weather files
COMMON_WORDS = {
    **dict.fromkeys([*_SUNNY.split(), "partly cloudy", "mostly cloudy", "mostly sunny", "partly sunny"], "sunny"),
    **dict.fromkeys([*_RAINY.split(), "light rain", "heavy rain", "freezing rain", "light snow"], "rainy"),
}

#: Marks that change how a name looks or runs, not which name it is: U+FE0F after an emoji, and those of direction.
_MARKS = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFE0E, 0xFE0F])


def normalise(word: str, *, fold: bool = True) -> str:
    """Return the form in which two spellings of a name are equal: full-width, marks, outer space and case undone."""
    plain = unicodedata.normalize("NFKC", word if word.isascii() else word.translate(_MARKS)).strip()
    return plain.casefold() if fold else plain


def is_slip(word: str, known: Iterable[str]) -> bool:
    """Return whether `word` is one of `known` except for a letter, or two where it has five or more."""
    word = normalise(word)
    most = 0 if len(word) > 100 else min(len(word) - 1, 1 + (len(word) > 4))
    return any(abs(len(word) - len(other)) <= most and _edits(word, other) <= most for other in known)


def _edits(word: str, other: str) -> int:
    """Return how many letters must be put in, left out or changed to make one word of the other (Levenshtein)."""
    row = list(range(len(other) + 1))
    for number, letter in enumerate(word, 1):
        before, row = row, [number]
        for place, other_letter in enumerate(other):
            row.append(min(row[-1] + 1, before[place + 1] + 1, before[place] + (letter != other_letter)))
    return row[-1]


def name_fault(kind: str, name: str) -> Phrase | None:
    """Return why no dish or weather can be called so, or None: the check of every file that is read or written."""
    if not normalise(name):
        return Phrase("an empty name")
    if not is_printed(name):
        return Phrase("a control character")
    if name != name.strip():
        return Phrase("a space at an end")
    if set(name) & set(",，、"):
        return Phrase("a comma, which separates names")
    return Phrase("a word for a rule") if kind == "dish" and name in _RULES else None


def is_printed(text: str) -> bool:
    """Whether a text can be printed on a line: no control characters, no line ends, no halves of characters."""
    return not any(map(_is_control, text))


def _is_control(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp")


def name_of_file(path: str) -> str:
    """Return what a kitchen without a name is called: its file, with "?" for what a name cannot have."""
    stem = "".join("?" if _is_control(char) else char for char in PurePath(path).stem)
    return stem if stem.strip() else "?"


@dataclass(frozen=True)
class Name:
    """One dish or one weather: the identifier that data formats print, and what else it is called."""

    id: str
    labels: Mapping[str, str] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()

    def label(self, lang: str) -> str:
        """Return what people who read `lang` call it; the identifier where no label was given."""
        return self.labels.get(lang, self.id)

    @property
    def spellings(self) -> tuple[str, ...]:
        """All that it answers to."""
        return (self.id, *self.labels.values(), *self.aliases)


class Names(Sequence[Name]):
    """The names of one kind (dishes, weathers) in their order; a name's place is its code.

    `common` maps further spellings to identifiers; the names' own spellings win over them. A further spelling that
    begins another name, or that another name begins, is left out: where there is a "foggy", "fog" is not sunny.
    """

    def __init__(self, kind: str, names: Iterable[Name], common: Mapping[str, str] | None = None) -> None:
        self.kind = kind
        self._names = tuple(names)
        self.ids = tuple(name.id for name in self._names)
        place = {identifier: code for code, identifier in enumerate(self.ids)}
        #: normalised spelling -> code
        self.codes: dict[str, int] = {}
        own = {normalise(word): code for code, name in enumerate(self._names) for word in name.spellings}
        for word, identifier in (common or {}).items():
            word, code = normalise(word), place.get(identifier)
            others = (name for name, other in own.items() if other != code)
            if code is not None and not any(name.startswith(word) or word.startswith(name) for name in others):
                self.codes[word] = code
        self.codes |= own

    def find(self, word: str) -> int | None:
        """Return the code of `word` in any of its spellings; None where it is unknown, or is no text."""
        return self.codes.get(normalise(word)) if isinstance(word, str) else None

    def read(self, words: str | Sequence[str], where: str) -> list[int]:
        """Return the codes of words, between commas if they are one text.

        Raises UsageError, which names the parameter `where` and the day, for a word that is not known.
        """
        if isinstance(words, str):
            words = re.split("[,，、]", words) if words.strip() else []
        if not words:
            raise UsageError(
                where, "no {kind}", "choices: {choices}", kind=Phrase(self.kind), choices=list(self.ids[:20])
            )
        codes = []
        for day, word in enumerate(words, start=1):
            code = self.find(word)
            if code is None:
                word = str(word)
                what = "unknown {kind} {word}" if word.strip() else "an empty day"
                place = f"{where} day {day}"
                raise UsageError(place, what, self.suggestion(word), kind=Phrase(self.kind), word=quote(word.strip()))
            codes.append(code)
        return codes

    def suggestion(self, word: str) -> Phrase:
        """Return what to do about an unknown `word`: the choices, and the nearest name where it is a slip of that."""
        if not is_slip(word, self.codes):
            return suggestion("", self.ids)
        return suggestion(word, self.ids, {spelling: self.ids[code] for spelling, code in self.codes.items()})

    def labels(self, lang: str) -> tuple[str, ...]:
        """Return every name's label in `lang`."""
        return tuple(name.label(lang) for name in self._names)

    @overload
    def __getitem__(self, code: int) -> Name: ...
    @overload
    def __getitem__(self, code: slice) -> Sequence[Name]: ...
    def __getitem__(self, code: int | slice) -> Name | Sequence[Name]:
        return self._names[code]

    def __len__(self) -> int:
        return len(self._names)

    def __iter__(self) -> Iterator[Name]:
        return iter(self._names)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Names) and (self.kind, self._names) == (other.kind, other._names)

    def __hash__(self) -> int:
        return hash((self.kind, self.ids))


def weather_names(names: Iterable[Name]) -> Names:
    """Return the names of weathers, which also answer to the common words for them."""
    return Names("weather", names, COMMON_WORDS)
