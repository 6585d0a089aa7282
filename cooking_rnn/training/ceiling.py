"""How often a network can be right at all: the expected largest posterior of a blank day's dish.

Nobody can do better than to name the dish that is most probable given all that is shown, so the ceiling is
E[max_d P(d | shown)], here summed over everything that can be shown, each weather equally likely.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


def ceilings(table: Array, day: int, blanks: int, *, both_ways: bool, is_last: bool = False) -> list[float]:
    """Return the ceiling of each of `blanks` blank days side by side, the first of them `day` (from 1).

    `table` (m, n) is the dish after each weather and dish. Every start is equally likely. The day after the
    blanks is shown, unless `is_last`; a network that reads one way cannot make use of it.
    """
    m, n = table.shape
    move = np.zeros((n, n))  # from (column) -> to (row), the weather not known
    for row in table:
        move[row, np.arange(n)] += 1 / m
    before = np.linalg.matrix_power(move, day - 1) @ np.full(n, 1 / n)  # (n,) of the dish before the blanks
    found = []
    for place in range(blanks):
        to_blank = np.linalg.matrix_power(move, place + 1)  # (blank's dish, dish before)
        if not both_ways or is_last:
            found.append(round(float(to_blank.max(axis=0) @ before), 12))
            continue
        to_end = np.linalg.matrix_power(move, blanks - 1 - place)  # (last blank's dish, this blank's)
        joint = np.einsum("ed,dp,p->edp", to_end, to_blank, before)  # (last blank's, this blank's, before)
        ceiling = 0.0
        for row in table:  # the weather that is shown after the blanks, with the dish that it made
            for dish in range(n):
                ceiling += float(joint[row == dish].sum(axis=0).max(axis=0).sum()) / m
        found.append(round(ceiling, 12))
    return found
