"""A kitchen: dishes, weathers, a rule for each weather, and the network that cooks by them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from os import PathLike
from typing import TYPE_CHECKING, Any

import numpy as np

from cooking_rnn.cook import Cook
from cooking_rnn.fast.season import FastSeason
from cooking_rnn.kitchen.check import TIE, Case, cases_of, outcomes, rule_table, tie
from cooking_rnn.kitchen.day import Vectors, maxima, one_hot, vectors_of
from cooking_rnn.kitchen.matrices import Matrices, matrices, row_parts
from cooking_rnn.kitchen.rules import Rule
from cooking_rnn.names import Names
from cooking_rnn.shown import Shown
from cooking_rnn.steps import Array, Day, Part, Step, Take

if TYPE_CHECKING:
    from cooking_rnn.kitchen.repair import Repair

TypedMatrix = tuple[tuple[float, ...], ...]


@dataclass(frozen=True, eq=False, repr=False)
class Kitchens(Shown):
    """Several kitchens beside each other."""

    kitchens: "tuple[Kitchen, ...]"

    def __repr__(self) -> str:
        return f"<Kitchens: {', '.join(kitchen.name for kitchen in self.kitchens)}>"


@dataclass(frozen=True, eq=False, repr=False)
class Kitchen(Cook):
    """The network wired by hand.

    A kitchen without weathers has one rule, for every day. `food` and `weather` are matrices that a
    learner typed beside the rules: where there are any, they are what runs.

    Two kitchens are equal if they have the same names and start, and make the same of every case.
    """

    name: str
    start: int
    dishes: Names
    weathers: Names
    rules: tuple[Rule, ...]  # one a weather
    source: str
    food: TypedMatrix | None = None  # (k·n, n)
    weather: TypedMatrix | None = None  # (k·n, m)

    @classmethod
    def load(cls, name: str | PathLike[str], parameter: str = "kitchen") -> "Kitchen":
        """Return the built-in kitchen of this name ("romance"), or the one in this file ("mine.toml").

        Raises UsageError, for the parameter, where it is neither, DataError where the file is not a kitchen.
        """
        from cooking_rnn.kitchen.toml import load  # which makes kitchens

        return load(name, parameter)

    @property
    def is_typed(self) -> bool:
        """Whether its matrices were typed by hand."""
        return self.food is not None or self.weather is not None

    @cached_property
    def distinct_rules(self) -> tuple[Rule, ...]:
        """The k rules that differ as functions, each by its first weather: a part of the rows each."""
        first: dict[tuple[int, ...], Rule] = {}
        for rule in self.rules:
            first.setdefault(rule.follows, rule)
        return tuple(first.values())

    @cached_property
    def matrices(self) -> Matrices:
        """Food and Weather, as they run."""
        return matrices(self)

    @cached_property
    def row_parts(self) -> tuple[Part, ...]:
        """What the k·n rows stand for."""
        return row_parts(self)

    @cached_property
    def table(self) -> Array:
        """The dish that follows each (weather, dish), (m, n), or (1, n) without weathers; see `rule_table`."""
        return rule_table(self)

    def as_rnn(self) -> "Kitchen":
        """Return the same kitchen, which tells each day in the form of a simple RNN, h = hardmax(A · [h; x])."""
        from cooking_rnn.kitchen.bridge import as_rnn  # which makes kitchens

        return as_rnn(self)

    def check(self) -> "Check":
        """Go through every dish and weather: what comes out, what the rules say, and by how much the winner won."""
        return Check(self, tuple(cases_of(self)))

    def menu(self, weathers: Array, start: int) -> Array:
        """Return the codes (days,) of the dishes of these weathers (days,), after dish `start`.

        Raises ValueError for a code that the kitchen does not know.
        """
        return self._season(weathers, start)

    def days(
        self, weathers: Array, start: Any, dates: Sequence[str] | None = None, *, first: int = 1, steps: bool = True
    ) -> Iterator[Day]:
        """Yield each day of these weathers (days,), after dish `start` on day `first - 1`.

        In a kitchen without weather the codes are all 0, which is its one rule.
        """
        previous = start
        for place, (code, dish) in enumerate(zip(weathers.tolist(), self.menu(weathers, start).tolist(), strict=True)):
            yield self._day(first + place, previous, code, dish, None if dates is None else dates[place], steps=steps)
            previous = dish

    def after(self, weathers: Array, start: Any) -> int:
        """Return the dish after these weathers (days,)."""
        return int(self.menu(weathers, start)[-1]) if len(weathers) else int(start)

    def explained(self, weathers: Array, start: int, dates: Sequence[str] | None = None) -> Iterator[Day]:
        """Yield each day with its steps, also in a kitchen whose typed matrices leave a tie for the maximum.

        A day that meets one ends with its sum and has no dish; after it, DataError is raised.
        """
        table, previous = outcomes(self).tolist(), start
        for place, code in enumerate(weathers.tolist()):
            dish = table[code][previous]
            yield self._day(place + 1, previous, code, dish, None if dates is None else dates[place], steps=True)
            if dish == TIE:
                raise tie(self, previous, code if self.weathers else None)
            previous = dish

    def steps(self, dish: int, weather: int | None) -> tuple[Step, ...]:
        """Return the seven vectors of a day, by the codes of yesterday's dish and today's weather.

        On a tie for the maximum the sum is the last: hard-max could not choose.
        """
        if (dish, weather) not in self._told:
            given = one_hot(dish, len(self.dishes)), one_hot(weather, len(self.weathers))
            self._told[dish, weather] = self._steps(vectors_of(self.matrices, *given))
        return self._told[dish, weather]

    def outline(self) -> tuple[Step, ...]:
        """Return the steps of some day, all of them, also where the numbers of that day leave a tie."""
        first = one_hot(0, len(self.dishes)), one_hot(0 if self.weathers else None, len(self.weathers))
        return self._all_steps(vectors_of(self.matrices, *first))

    def _steps(self, value: Vectors) -> tuple[Step, ...]:
        steps = self._all_steps(value)
        return steps if len(maxima(value.sum)) == 1 else steps[:5]

    def _all_steps(self, value: Vectors) -> tuple[Step, ...]:
        matrices, winners = self.matrices, maxima(value.sum)

        def step(name: str, formula: str, operation: str, *inputs: str, **rest: Any) -> Step:
            rest.setdefault("takes", tuple(map(Take, inputs)))
            return Step(name, formula, getattr(value, name), self._axes[name], inputs, operation=operation, **rest)

        return (
            step("dish", "dish", "stack", takes=(Take("next_dish", is_yesterday=True),), is_named=True),
            step("weather", "weather", "stack", takes=(Take("@weather"),), is_named=True),
            step("from_food", "Food · dish", "matvec", "dish", matrix=matrices.food, matrix_name="Food"),
            step(
                "from_weather", "Weather · weather", "matvec", "weather", matrix=matrices.weather, matrix_name="Weather"
            ),
            step(
                "sum",
                "Food · dish + Weather · weather",
                "add",
                "from_food",
                "from_weather",
                between=("+",),
                winners=winners,
            ),
            step("hardmax", "hardmax(sum)", "hardmax", "sum", winners=winners),
            step("next_dish", "fold(hardmax)", "fold", "hardmax", is_named=True),
        )

    def _day(self, number: int, previous: int, code: int, dish: int, date: str | None, *, steps: bool) -> Day:
        ids, weather = self.dishes.ids, code if self.weathers else None
        return Day(
            number=number,
            previous=ids[previous],
            dish="" if dish == TIE else ids[dish],
            weather=None if weather is None else self.weathers.ids[weather],
            rule=self.rules[code].wording,
            date=date,
            steps=self.steps(previous, weather) if steps else (),
            expected=ids[self.rules[code].follows[previous]] if self.is_typed else None,
            state=dish,
        )

    @cached_property
    def _axes(self) -> dict[str, tuple[Part, ...]]:
        dish, weather = (Part("", self.dishes.ids),), (Part("", self.weathers.ids),)
        return {**dict.fromkeys(Vectors._fields, self.row_parts), "dish": dish, "weather": weather, "next_dish": dish}

    @cached_property
    def _season(self) -> FastSeason:
        return FastSeason(self.table)

    @cached_property
    def _told(self) -> dict[tuple[int, int | None], tuple[Step, ...]]:
        return {}  # there are only n·m different days

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Kitchen) and self._meaning == other._meaning

    def __hash__(self) -> int:
        return hash(self._meaning)

    @cached_property
    def _meaning(self) -> tuple[Any, ...]:
        made = outcomes(self) if self.is_typed else np.array([rule.follows for rule in self.rules])
        return self.dishes.ids, self.weathers.ids, self.start, tuple(map(tuple, made.tolist()))

    def __repr__(self) -> str:
        names = f"dishes {', '.join(self.dishes.ids[:5])}{', …' if len(self.dishes) > 5 else ''}"
        weathers = f"; weathers {', '.join(self.weathers.ids[:5])}" if self.weathers else ""
        return f"<Kitchen {self.name}: {names}{weathers}>"


@dataclass(frozen=True, eq=False)
class Check(Shown):
    """Every case of a kitchen: an enumeration, so that what holds in it is proved."""

    kitchen: Kitchen
    cases: tuple[Case, ...]

    @cached_property
    def wrong(self) -> tuple[Case, ...]:
        """The cases in which something else comes out than the rules say."""
        return tuple(case for case in self.cases if not case.is_right)

    @cached_property
    def repair(self) -> "Repair | None":
        """The one entry that mends the first wrong case and spoils the fewest others; None where there is none."""
        from cooking_rnn.kitchen.repair import repair  # only a wrong kitchen pays for it

        return repair(self.kitchen, self.wrong[0]) if self.wrong else None

    def __repr__(self) -> str:
        return f"<Check of {self.kitchen.name}: {len(self.cases) - len(self.wrong)} of {len(self.cases)} cases right>"
