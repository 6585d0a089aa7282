"""How often a network can be right at all: the expected largest posterior of a blank day's dish.

The best answer is the dish that is most probable given all that is shown (Bayes' rule). So the ceiling is
E[max_d P(d | shown)], here summed over everything that can be shown, each weather equally likely.
"""

import numpy as np

from cooking_rnn.steps import Array


def ceilings(table: Array, day: int, blanks: int, *, both_ways: bool, is_last: bool = False) -> list[float]:
    """Return the ceiling of each of `blanks` blank days in a row, of which the first is `day` (from 1).

    `table` (m, n) is the dish after each weather and dish. Every start is equally likely. The day after the
    blanks is shown, unless `is_last`; a network that only reads forward cannot use it.
    """
    m, n = table.shape
    transition = np.zeros((n, n))  # from (column) -> to (row), over all weathers
    for row in table:
        transition[row, np.arange(n)] += 1 / m
    before = np.linalg.matrix_power(transition, day - 1) @ np.full(n, 1 / n)  # (n,) of the dish before the blanks
    found = []
    for place in range(blanks):
        to_blank = np.linalg.matrix_power(transition, place + 1)  # (blank's dish, dish before)
        if not both_ways or is_last:
            found.append(round(float(to_blank.max(axis=0) @ before), 12))
            continue
        to_end = np.linalg.matrix_power(transition, blanks - 1 - place)  # (last blank's dish, this blank's)
        joint = np.einsum("ed,dp,p->edp", to_end, to_blank, before)  # (last blank's, this blank's, before)
        ceiling = 0.0
        for row in table:  # the weather that is shown after the blanks, and the dish that it led to
            for dish in range(n):
                ceiling += float(joint[row == dish].sum(axis=0).max(axis=0).sum()) / m
        found.append(round(ceiling, 12))
    return found
