"""A kitchen in words: dishes, weathers, and what each weather makes of yesterday's dish. No numbers yet."""

from dataclasses import dataclass

from cooking_rnn.names import Names

#: how far each of these rules goes in the cook's order
SHIFTS = {"same": 0, "next": 1, "previous": -1}

TypedMatrix = tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Rule:
    """What one weather makes of yesterday's dish, as a function on the dishes."""

    wording: str  # "same", "next", "previous", the name of a dish, or "table"
    follows: tuple[int, ...]  # (n,) yesterday's dish -> today's

    @property
    def is_constant(self) -> bool:
        """Whether yesterday does not matter."""
        return len(set(self.follows)) == 1


@dataclass(frozen=True)
class Kitchen:
    """A cook's story.

    A kitchen without weathers has one rule, for every day. `food` and `weather` are matrices that a
    learner typed beside the rules: where there are any, they are what runs.
    """

    name: str
    start: int  # the dish of day 0
    dishes: Names
    weathers: Names
    rules: tuple[Rule, ...]  # one a weather
    source: str  # how errors name it: its file, or the name of a built-in one
    food: TypedMatrix | None = None
    weather: TypedMatrix | None = None

    @property
    def is_typed(self) -> bool:
        """Whether its matrices were typed by hand."""
        return self.food is not None or self.weather is not None

    @property
    def blocks(self) -> tuple[Rule, ...]:
        """The rules that differ as functions, each by its first weather: a block of rows each."""
        first: dict[tuple[int, ...], Rule] = {}
        for rule in self.rules:
            first.setdefault(rule.follows, rule)
        return tuple(first.values())

    def rule_of(self, weather: int | None) -> Rule:
        """Return the rule of a day with this weather (None where there is none)."""
        return self.rules[weather or 0]


def shift(wording: str, dishes: int) -> Rule:
    """Return the rule that goes `SHIFTS[wording]` places on in the order of so many dishes."""
    return Rule(wording, tuple((dish + SHIFTS[wording]) % dishes for dish in range(dishes)))


def rule(follows: tuple[int, ...], dishes: Names) -> Rule:
    """Return the rule that makes `follows` of yesterday's dishes, in the simplest words for it."""
    for wording in SHIFTS:
        if shift(wording, len(dishes)).follows == follows:
            return Rule(wording, follows)
    return Rule(dishes.ids[follows[0]] if len({*follows}) == 1 else "table", follows)
