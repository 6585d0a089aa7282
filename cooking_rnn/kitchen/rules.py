"""What a weather makes of yesterday's dish: a function on the dishes, and the words for it. No matrices yet."""

from dataclasses import dataclass

from cooking_rnn.names import Names

#: how far each of these rules goes in the cook's order
SHIFTS = {"same": 0, "next": 1, "previous": -1}


@dataclass(frozen=True)
class Rule:
    """What one weather makes of yesterday's dish."""

    wording: str  # "same", "next", "previous", the name of a dish, or "table"
    follows: tuple[int, ...]  # (n,) yesterday's dish -> today's

    @property
    def is_constant(self) -> bool:
        """Whether yesterday does not matter."""
        return len(set(self.follows)) == 1


def shift(wording: str, dishes: int) -> Rule:
    """Return the rule that goes `SHIFTS[wording]` places on in the order of this many dishes."""
    return Rule(wording, tuple((dish + SHIFTS[wording]) % dishes for dish in range(dishes)))


def rule(follows: tuple[int, ...], dishes: Names) -> Rule:
    """Return the rule that makes `follows` of yesterday's dishes, in the simplest words for it."""
    for wording in SHIFTS:
        if shift(wording, len(dishes)).follows == follows:
            return Rule(wording, follows)
    return Rule(dishes.ids[follows[0]] if len({*follows}) == 1 else "table", follows)
