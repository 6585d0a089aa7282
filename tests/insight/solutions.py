"""An answer to each design task, found by hand, and what the task asks for, said without a machine."""

from collections.abc import Callable, Sequence
from itertools import accumulate, groupby
from typing import Any

Answer = dict[str, Any]  # the keys of a file

DISHES = ["potato", "crayfish", "guobaorou"]

#: units 1-3 keep a dish unless the next is cooked, 4-6 cook the next, 7 was the first rainy day in a row
_KEEP = [[2.0 * (unit % 3 == dish) for unit in range(6)] + [-1, 0, -1] for dish in range(3)]
_COOK = [[1.0 * ((unit + 1) % 3 == dish) for unit in range(6)] + [1, 0, 1] for dish in range(3)]

NETWORKS: dict[str, Answer] = {
    "two-rainy": {
        "A": [*_KEEP, *_COOK, [0, 0, 0, 0, 0, 0, -1, 0, 1]],
        "bias": [-0.5] * 3 + [-2.5] * 3 + [-0.5],
        "start": [1, 0, 0, 0, 0, 0, 0],
        "readout": [[1.0 * (unit % 3 == dish) for unit in range(6)] + [0] for dish in range(3)],
        "readout_bias": [0, 0, 0],
    },
    "parity": {
        "A": [[1, -1, 1], [1, -1, 1]],
        "bias": [-0.5, -1.5],
        "start": [0, 0],
        "readout": [[0, 0], [1, -1]],
        "readout_bias": [0.5, 0],
    },
    "adder": {
        "A": [[0, 1, 0, 1, 1], [0, 1, 0, 1, 1], [0, 1, 0, 1, 1]],
        "bias": [-0.5, -1.5, -2.5],
        "start": [0, 0, 0],
        "readout": [[0, 0, 0], [1, -1, 1]],
        "readout_bias": [0.5, 0],
    },
    "hold": {
        "A": [[1, 1, -1, 0], [0, 0, 1, 1]],
        "bias": [-0.5, -1.5],
        "start": [0, 0],
        "readout": [[0, 0], [1, 1]],
        "readout_bias": [0.5, 0],
    },
}
_NEXT = [[0, 0, 1], [1, 0, 0], [0, 1, 0]]
_SAME = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
KITCHENS: dict[str, Answer] = {
    "weather": {"weather": [[1, 0], [0, 1], [0, 0]]},
    "order": {"food": _NEXT},
    "romance": {"food": _SAME + _NEXT, "weather": [[1, 0] for _ in _SAME] + [[0, 1] for _ in _NEXT]},
}


def _dishes(word: Sequence[int]) -> list[int]:
    """Return the dishes after a weather: each two rainy days of a run of them are one dish."""
    cooked = [rain and place % 2 for rain, run in groupby(word) for place, _ in enumerate(run)]
    return [count % 3 for count in accumulate(cooked)]


def _sum(word: Sequence[int]) -> list[int]:
    """Return the lowest bits of the sum of two numbers, as many as they have."""
    one, other = (sum((code >> place & 1) << day for day, code in enumerate(word)) for place in (1, 0))
    return [one + other >> day & 1 for day in range(len(word))]


def _held(word: Sequence[int]) -> list[int]:
    return [next((code % 2 for code in word[day::-1] if code >= 2), 0) for day in range(len(word))]


ASKED: dict[str, Callable[[Sequence[int]], list[int]]] = {
    "two-rainy": _dishes,
    "parity": lambda word: [sum(word[: day + 1]) % 2 for day in range(len(word))],
    "adder": _sum,
    "hold": _held,
}
#: what each input is, as a vector
X: dict[str, list[list[int]]] = {
    "two-rainy": [[1, 0], [0, 1]],
    "parity": [[0], [1]],
    "adder": [[0, 0], [0, 1], [1, 0], [1, 1]],
    "hold": [[0, 0], [0, 1], [1, 0], [1, 1]],
}


def written(answer: Answer) -> str:
    """Return an answer as a file."""
    return "".join(f"{key} = {value}\n" for key, value in answer.items())
