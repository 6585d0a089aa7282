"""Many days of the simple cell, for many seasons side by side: forward, and backward through time (Werbos 1990).

The plain twin is `network/simple.py`: one day in four lines. Speed costs the reader three things: every day writes into
an array that was made before the first one, [h; x] of all days is one array whose rows for h are filled as the days
pass, and the derivatives of all days are computed at once. This file knows arrays only, and no Parameters.
"""

from typing import NamedTuple

import numpy as np

from cooking_rnn.steps import Array


class Cache(NamedTuple):
    """What the forward pass leaves for the backward pass."""

    stacked: Array  # (days + 1, hidden + input, batch): [h; x] of each day; the last row holds only the last h
    hidden: Array  # (days + 1, hidden, batch): a view of h in `stacked`, from the state before the first day


class Slopes(NamedTuple):
    """The derivatives within each day."""

    z: Array  # (days, hidden, batch): dh/dz


def forward(
    matrix: Array, stacked: Array, state: tuple[Array, ...], noise: Array | None
) -> tuple[tuple[Array, ...], Cache]:
    """Run all days, and return the last state and the cache.

    `matrix` is A, (hidden, hidden + input). `stacked` holds x of each day; h is written into it. `state` is
    (h,), (hidden, batch). `noise` (days, hidden, batch) is added to z = A · [h; x].
    """
    hidden = stacked[:, : len(matrix)]
    (hidden[0],) = state
    z = np.empty_like(hidden[0])
    for day, (today, after) in enumerate(zip(stacked[:-1], hidden[1:], strict=True)):
        np.dot(matrix, today, out=z)
        if noise is not None:
            z += noise[day]
        np.tanh(z, out=after)
    return (hidden[-1].copy(),), Cache(stacked, hidden)


def slopes(cache: Cache) -> Slopes:
    """Return the derivatives of all days: tanh' = 1 - tanh². They do not depend on the gradient."""
    return Slopes(1 - cache.hidden[1:] ** 2)


def backward(
    recurrent: Array, slopes: Slopes, d_hidden: Array, d_state: tuple[Array, ...]
) -> tuple[Array, tuple[Array, ...]]:
    """Go back through the days; return the gradient of each day's z, (days, hidden, batch), and of the first state.

    `recurrent` is A's columns for h, (hidden, hidden). `d_hidden` (days, hidden, batch) is the gradient that each
    day's h gets from the layer above, `d_state` the gradient of the last state. The result is written over `slopes.z`.
    """
    back, d_after = np.ascontiguousarray(recurrent.T), d_state[0].copy()
    for d_z, d_above in zip(slopes.z[::-1], d_hidden[::-1], strict=True):
        d_after += d_above
        d_z *= d_after
        np.dot(back, d_z, out=d_after)
    return slopes.z, (d_after,)
