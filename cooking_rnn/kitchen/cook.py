"""The kitchen as a cook: weather in, menu out, and every day's seven vectors for whoever asks how."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cooking_rnn.kitchen.day import Vector, Vectors, cook, maxima, one_hot
from cooking_rnn.kitchen.matrices import Matrices, matrices, row_blocks
from cooking_rnn.kitchen.proof import TIE, case_of, outcomes, rule_table, tie
from cooking_rnn.kitchen.recipe import Kitchen
from cooking_rnn.kitchen.season import Season
from cooking_rnn.names import Names
from cooking_rnn.steps import Block, Day, Step


@dataclass(frozen=True)
class KitchenCook:
    """Cooks by a kitchen's matrices, and says how."""

    kitchen: Kitchen

    @property
    def name(self) -> str:
        """What the kitchen is called."""
        return self.kitchen.name

    @property
    def dishes(self) -> Names:
        """The dishes, in the cook's order."""
        return self.kitchen.dishes

    @property
    def weathers(self) -> Names:
        """The weathers; empty where weather plays no part."""
        return self.kitchen.weathers

    @property
    def start(self) -> int:
        """The dish of day 0."""
        return self.kitchen.start

    @cached_property
    def matrices(self) -> Matrices:
        """What runs."""
        return matrices(self.kitchen)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """What the k·n rows stand for."""
        return row_blocks(self.kitchen, self.matrices)

    @cached_property
    def _axes(self) -> dict[str, tuple[Block, ...]]:
        dish, weather = (Block("", self.dishes.ids),), (Block("", self.weathers.ids),)
        return {**dict.fromkeys(Vectors._fields, self.blocks), "dish": dish, "weather": weather, "next_dish": dish}

    @cached_property
    def _season(self) -> Season:
        return Season(rule_table(self.kitchen))

    @cached_property
    def _told(self) -> dict[tuple[int, int | None], tuple[Step, ...]]:
        return {}  # there are only n·m different days

    def steps(self, dish: int, weather: int | None) -> tuple[Step, ...]:
        """Return the seven vectors of a day, by the codes of yesterday's dish and today's weather.

        On a tie for the maximum the sum is the last: hard-max could not choose.
        """
        if (dish, weather) not in self._told:
            given = one_hot(dish, len(self.dishes)), one_hot(weather, len(self.weathers))
            self._told[dish, weather] = self._steps(cook(self.matrices, *given))
        return self._told[dish, weather]

    def _steps(self, value: Vectors) -> tuple[Step, ...]:
        axis, network, winners = self._axes, self.matrices, maxima(value.sum)

        def step(name: str, formula: str, *inputs: str, **rest: Any) -> Step:
            return Step(name, formula, getattr(value, name), axis[name], inputs, **rest)

        steps = (
            step("dish", "dish", is_named=True),
            step("weather", "weather", is_named=True),
            step("from_food", "Food · dish", "dish", matrix=network.food, matrix_name="Food"),
            step("from_weather", "Weather · weather", "weather", matrix=network.weather, matrix_name="Weather"),
            step(
                "sum", "Food · dish + Weather · weather", "from_food", "from_weather", between=("+",), winners=winners
            ),
            step("hardmax", "hardmax(sum)", "sum", winners=winners),
            step("next_dish", "fold(hardmax)", "hardmax", is_named=True),
        )
        return steps if len(winners) == 1 else steps[:5]

    def menu(self, weathers: Vector, start: int) -> Vector:
        """Return the dishes (days,) of these weathers (days,), the first after dish `start`."""
        return self._season(weathers, start)

    def days(
        self, weathers: Vector, start: int, dates: Sequence[str] | None = None, *, first: int = 1, steps: bool = True
    ) -> Iterator[Day]:
        """Yield each day of these weathers (days,), after dish `start` on day `first - 1`.

        In a kitchen without weather the codes are all 0, which is its one rule.
        """
        previous = start
        for place, (code, dish) in enumerate(zip(weathers.tolist(), self.menu(weathers, start).tolist(), strict=True)):
            yield self._day(first + place, previous, code, dish, None if dates is None else dates[place], steps=steps)
            previous = dish

    def after(self, weathers: Vector, start: int) -> int:
        """Return the dish after these weathers (days,)."""
        return int(self.menu(weathers, start)[-1]) if len(weathers) else start

    def explained(self, weathers: Vector, start: int, dates: Sequence[str] | None = None) -> Iterator[Day]:
        """Yield each day with its steps, also in a kitchen whose typed matrices leave a tie for the maximum.

        A day that meets one ends with its sum and has no dish; after it, DataError is raised.
        """
        table, previous = outcomes(self.kitchen, self.matrices).tolist(), start
        for place, code in enumerate(weathers.tolist()):
            dish = table[code][previous]
            yield self._day(place + 1, previous, code, dish, None if dates is None else dates[place], steps=True)
            if dish == TIE:
                raise tie(self.kitchen, case_of(self.kitchen, self.matrices, previous, code if self.weathers else None))
            previous = dish

    def _day(self, number: int, previous: int, code: int, dish: int, date: str | None, *, steps: bool) -> Day:
        kitchen, ids, weather = self.kitchen, self.dishes.ids, code if self.weathers else None
        return Day(
            number=number,
            previous=ids[previous],
            dish="" if dish == TIE else ids[dish],
            weather=None if weather is None else self.weathers.ids[weather],
            rule=kitchen.rules[code].wording,
            date=date,
            steps=self.steps(previous, weather) if steps else (),
            expected=ids[kitchen.rules[code].follows[previous]] if kitchen.is_typed else None,
            state=dish,
        )
