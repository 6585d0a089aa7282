"""Random kitchens, for laws that hold in all of them."""

from hypothesis import strategies as st

from cooking_rnn.kitchen.kitchen import Kitchen
from cooking_rnn.kitchen.rules import SHIFTS, Rule, shift
from cooking_rnn.names import Name, Names


@st.composite
def rules(draw: st.DrawFn, dishes: int) -> Rule:
    """Return a rule of any kind."""
    kind = draw(st.sampled_from([*SHIFTS, "dish", "table"]))
    if kind in SHIFTS:
        return shift(kind, dishes)
    if kind == "dish":
        dish = draw(st.integers(0, dishes - 1))
        return Rule(f"dish{dish}", (dish,) * dishes)
    follows = draw(st.lists(st.integers(0, dishes - 1), min_size=dishes, max_size=dishes))
    return Rule("table", tuple(follows))


@st.composite
def kitchens(draw: st.DrawFn) -> Kitchen:
    """Return a kitchen of 1 to 12 dishes and 0 to 6 weathers, with any mix of rules."""
    n, m = draw(st.integers(1, 12)), draw(st.integers(0, 6))
    return Kitchen(
        name="random",
        start=draw(st.integers(0, n - 1)),
        dishes=Names("dish", [Name(f"dish{number}") for number in range(n)]),
        weathers=Names("weather", [Name(f"weather{number}") for number in range(m)]),
        rules=tuple(draw(rules(n)) for _ in range(m or 1)),
        source="random",
    )
