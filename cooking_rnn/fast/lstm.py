"""Many days of the LSTM, for many seasons side by side: forward, and backward through time (Werbos 1990).

The plain twin is `network/lstm.py`: one day as the paper writes it. At a day's size, making an array takes as long as
filling it. So every day writes into arrays that were made before the first one, and each formula falls apart into
single operations; a comment beside them says which formula it is. The derivatives within the days do not depend
on the gradient, and are computed for all days at once. This file knows arrays only, and no Parameters.
"""

from typing import NamedTuple

import numpy as np

from cooking_rnn.steps import Array


class Cache(NamedTuple):
    """What the forward pass leaves for the backward pass."""

    stacked: Array  # (days + 1, hidden + input + 1, batch): [h; x; 1] of each day; the last row holds only the last h
    hidden: Array  # (days + 1, hidden, batch): a view of h in `stacked`, from the state before the first day
    cell: Array  # (days + 1, hidden, batch): c, from the state before the first day
    gates: Array  # (days, 4, hidden, batch): f, i, o and the candidate g
    tanh_c: Array  # (days, hidden, batch)


class Slopes(NamedTuple):
    """The derivatives within each day."""

    z: Array  # (days, 4, hidden, batch): dc/dz of the rows of f, i and g, dh/dz of those of o
    cell: Array  # (days, hidden, batch): dh_t/dc_t
    forget: Array  # (days, hidden, batch): dc_t/dc_{t-1}, which is f


def forward(
    matrix: Array, stacked: Array, state: tuple[Array, ...], noise: Array | None
) -> tuple[tuple[Array, ...], Cache]:
    """Run all days, and return the last state and the cache.

    `matrix` is A with the bias as its last column, (4·hidden, hidden + input + 1). `stacked` holds x and 1 of each
    day; h is written into it. `state` is (h, c), (hidden, batch) each. `noise` (days, 4·hidden, batch) is added to
    z = A · [h; x; 1].
    """
    days, size = len(stacked) - 1, len(matrix) // 4
    of_day = (size, stacked.shape[2])
    cache = Cache(
        stacked,
        hidden=stacked[:, :size],
        cell=np.empty((days + 1, *of_day), stacked.dtype),
        gates=np.empty((days, 4, *of_day), stacked.dtype),
        tanh_c=np.empty((days, *of_day), stacked.dtype),
    )
    cache.hidden[0], cache.cell[0] = state
    z, added = np.empty((4, *of_day), matrix.dtype), np.empty_like(cache.cell[0])
    z_fio, z_g, flat = z[:3], z[3], z.reshape(len(matrix), -1)
    rows = zip(
        stacked[:-1],
        cache.gates[:, :3],
        cache.gates,
        cache.cell[:-1],
        cache.cell[1:],
        cache.tanh_c,
        cache.hidden[1:],
        strict=True,
    )
    with np.errstate(over="ignore"):  # where e^-z is inf, the gate is shut
        for day, (today, fio, (f, i, o, g), before, c, tanh_c, h) in enumerate(rows):
            np.dot(matrix, today, out=flat)
            if noise is not None:
                flat += noise[day]
            np.negative(z_fio, out=z_fio)  # f, i, o = 1 / (1 + e^-z)
            np.exp(z_fio, out=z_fio)
            z_fio += 1
            np.reciprocal(z_fio, out=fio)
            np.tanh(z_g, out=g)  # g = tanh(z)
            np.multiply(f, before, out=c)  # c = f * c + i * g
            np.multiply(i, g, out=added)
            c += added
            np.tanh(c, out=tanh_c)  # h = o * tanh(c)
            np.multiply(o, tanh_c, out=h)
    return (cache.hidden[-1].copy(), cache.cell[-1].copy()), cache


def slopes(cache: Cache) -> Slopes:
    """Return the derivatives of all days, which do not depend on the gradient."""
    f, i, o, g = cache.gates.swapaxes(0, 1)  # (days, hidden, batch) each
    z = cache.gates * cache.gates
    np.subtract(cache.gates[:, :3], z[:, :3], out=z[:, :3])  # sigmoid' = sigmoid - sigmoid²
    z[:, 0] *= cache.cell[:-1]
    z[:, 1] *= g
    z[:, 2] *= cache.tanh_c
    np.subtract(1, z[:, 3], out=z[:, 3])  # tanh' = 1 - tanh²
    z[:, 3] *= i
    cell = cache.tanh_c * cache.tanh_c
    np.subtract(1, cell, out=cell)
    cell *= o
    return Slopes(z, cell, f)


def backward(
    recurrent: Array, slopes: Slopes, d_hidden: Array, d_state: tuple[Array, ...]
) -> tuple[Array, tuple[Array, ...]]:
    """Go back through the days; return the gradient of each day's z, (days, 4·hidden, batch), and of the first state.

    `recurrent` is A's columns for h, (4·hidden, hidden). `d_hidden` (days, hidden, batch) is the gradient that each
    day's h gets from the layer above, `d_state` the gradient of the last state. The result is written over `slopes.z`.
    """
    back, added = np.ascontiguousarray(recurrent.T), np.empty_like(d_hidden[0])
    d_h, d_c = (part.copy() for part in d_state)
    z = slopes.z[::-1]
    flat = z.reshape(len(z), len(recurrent), -1)
    rows = zip(d_hidden[::-1], slopes.cell[::-1], slopes.forget[::-1], z[:, :2], z[:, 2], z[:, 3], flat, strict=True)
    for d_above, of_cell, forget, z_fi, z_o, z_g, d_z in rows:
        d_h += d_above
        np.multiply(of_cell, d_h, out=added)  # dc = dc + dh · ∂h/∂c
        d_c += added
        z_fi *= d_c
        z_o *= d_h
        z_g *= d_c
        d_c *= forget  # of yesterday's c
        np.dot(back, d_z, out=d_h)  # of yesterday's h
    return slopes.z.reshape(len(z), len(recurrent), -1), (d_h, d_c)
