"""Many days of the GRU, for many seasons side by side: forward, and backward through time (Werbos 1990).

The plain twin is `network/gru.py`: one day in seven lines. What speed costs the reader is said in `fast/lstm.py`. This
file knows arrays only, and no Parameters.
"""

from typing import NamedTuple

import numpy as np

from cooking_rnn.steps import Array


class Cache(NamedTuple):
    """What the forward pass leaves for the backward pass."""

    stacked: Array  # (days + 1, hidden + input + 1, batch): [h; x; 1] of each day; the last row holds only the last h
    hidden: Array  # (days + 1, hidden, batch): a view of h in `stacked`, from the state before the first day
    gates: Array  # (days, 4, hidden, batch): u, r, s and the candidate n


class Slopes(NamedTuple):
    """The derivatives within each day."""

    z: Array  # (days, 4, hidden, batch): dh/dz of the rows of u, r, s and v
    keep: Array  # (days, hidden, batch): dh_t/dh_{t-1} past all matrices, which is u


def forward(
    matrix: Array, stacked: Array, state: tuple[Array, ...], noise: Array | None
) -> tuple[tuple[Array, ...], Cache]:
    """Run all days, and return the last state and the cache.

    `matrix` is A with the bias as its last column, (4·hidden, hidden + input + 1). `stacked` holds x and 1 of each
    day; h is written into it. `state` is (h,), (hidden, batch). `noise` (days, 4·hidden, batch) is added to
    z = A · [h; x; 1].
    """
    days, size = len(stacked) - 1, len(matrix) // 4
    of_day = (size, stacked.shape[2])
    cache = Cache(stacked, hidden=stacked[:, :size], gates=np.empty((days, 4, *of_day), stacked.dtype))
    (cache.hidden[0],) = state
    z, rest = np.empty((4, *of_day), matrix.dtype), np.empty(of_day, matrix.dtype)
    z_ur, z_v, flat = z[:2], z[3], z.reshape(len(matrix), -1)
    rows = zip(stacked[:-1], cache.gates[:, :2], cache.gates, cache.hidden[:-1], cache.hidden[1:], strict=True)
    with np.errstate(over="ignore"):  # where e^-z is inf, the gate is shut
        for day, (today, ur, (u, r, s, n), before, h) in enumerate(rows):
            np.dot(matrix, today, out=flat)
            if noise is not None:
                flat += noise[day]
            np.negative(z_ur, out=z_ur)  # u, r = 1 / (1 + e^-z)
            np.exp(z_ur, out=z_ur)
            z_ur += 1
            np.reciprocal(z_ur, out=ur)
            s[:] = z[2]
            np.multiply(r, s, out=n)  # n = tanh(v + r * s)
            n += z_v
            np.tanh(n, out=n)
            np.subtract(1, u, out=rest)  # h = u * h + (1 - u) * n
            rest *= n
            np.multiply(u, before, out=h)
            h += rest
    return (cache.hidden[-1].copy(),), cache


def slopes(cache: Cache) -> Slopes:
    """Return the derivatives of all days, which do not depend on the gradient."""
    u, r, s, n = cache.gates.swapaxes(0, 1)  # (days, hidden, batch) each
    z = np.empty_like(cache.gates)
    of_candidate = z[:, 3]
    np.multiply(n, n, out=of_candidate)  # (1 - u) · (1 - n²)
    np.subtract(1, of_candidate, out=of_candidate)
    of_candidate *= 1 - u
    np.multiply(of_candidate, r, out=z[:, 2])
    np.multiply(z[:, 2], s, out=z[:, 1])  # … · s · r · (1 - r)
    z[:, 1] *= 1 - r
    np.subtract(cache.hidden[:-1], n, out=z[:, 0])  # (h_{t-1} - n) · u · (1 - u)
    z[:, 0] *= u
    z[:, 0] *= 1 - u
    return Slopes(z, u)


def backward(
    recurrent: Array, slopes: Slopes, d_hidden: Array, d_state: tuple[Array, ...]
) -> tuple[Array, tuple[Array, ...]]:
    """Go back through the days; return the gradient of each day's z, (days, 4·hidden, batch), and of the first state.

    `recurrent` is A's columns for h, (4·hidden, hidden). `d_hidden` (days, hidden, batch) is the gradient that each
    day's h gets from the layer above, `d_state` the gradient of the last state. The result is written over `slopes.z`.
    """
    back, kept = np.ascontiguousarray(recurrent.T), np.empty_like(d_hidden[0])
    d_h = d_state[0].copy()
    z = slopes.z[::-1]
    flat = z.reshape(len(z), len(recurrent), -1)
    for d_above, keep, d_z, rows in zip(d_hidden[::-1], slopes.keep[::-1], z, flat, strict=True):
        d_h += d_above
        d_z *= d_h
        np.multiply(keep, d_h, out=kept)
        np.dot(back, rows, out=d_h)  # of yesterday's h, through the matrices
        d_h += kept  # and past them
    return slopes.z.reshape(len(z), len(recurrent), -1), (d_h,)
