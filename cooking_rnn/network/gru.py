"""The GRU cell: one state, which two gates keep or write (Cho et al. 2014, arXiv:1406.1078).

    u = sigmoid(A_u · [h_{t-1}; x_t; 1])       the update gate: how much of the old state is kept
    r = sigmoid(A_r · [h_{t-1}; x_t; 1])       the reset gate
    s = W_s · h_{t-1} + b_s                    what the old state has to say
    v = W_v · x_t + b_v                        and what the input has
    n = tanh(v + r * s)                        the candidate
    h_t = u * h_{t-1} + (1 - u) * n

The paper multiplies by r before the matrix, W_s · (r * h). This is the variant that cuDNN and torch compute: r comes
after the product, and so s has a bias of its own. The four blocks of rows are one matrix A, whose entries are zeros
where s does not see x and v does not see h; they are not learned. The bias of u starts at 1, as an LSTM's forget
gate's does.

Whole seasons, forward and backward, run in `fast/gru.py`. The tests hold it equal to `step`.
"""

from typing import NamedTuple

import numpy as np

from cooking_rnn.network.lstm import sigmoid
from cooking_rnn.steps import Array


class Parameters(NamedTuple):
    """What is learned."""

    matrix: Array  # of u, r and the candidate, (3·hidden, hidden + input): its columns for h are W_s, for x W_v
    bias: Array  # of u, r and v, (3·hidden,)
    bias_state: Array  # b_s, (hidden,)

    @property
    def weights(self) -> Array:
        """A without its bias, (4·hidden, hidden + input)."""
        return self.whole[:, :-1]

    @property
    def whole(self) -> Array:
        """A, (4·hidden, hidden + input + 1): the rows of u, r, s and v; the last column is their bias."""
        size = len(self.bias_state)
        gates = np.column_stack([self.matrix, self.bias])
        whole = np.concatenate([gates, gates[-size:]])
        whole[2 * size : 3 * size, size:-1] = 0
        whole[2 * size : 3 * size, -1] = self.bias_state
        whole[3 * size :, :size] = 0
        return whole

    def write(self, whole: Array) -> None:
        """Write all that `whole` holds into these arrays."""
        size = len(self.bias_state)
        self.matrix[: 2 * size] = whole[: 2 * size, :-1]
        self.matrix[2 * size :, :size] = whole[2 * size : 3 * size, :size]
        self.matrix[2 * size :, size:] = whole[3 * size :, size:-1]
        self.bias[: 2 * size], self.bias[2 * size :] = whole[: 2 * size, -1], whole[3 * size :, -1]
        self.bias_state[:] = whole[2 * size : 3 * size, -1]


class State(NamedTuple):
    """What goes from day to day."""

    hidden: Array  # h, (hidden, batch)


class Vectors(NamedTuple):
    """What a day goes through; a column for each season."""

    stacked: Array  # [h_{t-1}; x_t; 1], (hidden + input + 1, batch)
    z: Array  # the preactivation, (4·hidden, batch), the rows of u, r, s and v
    u: Array  # (hidden, batch), and so the others
    r: Array
    s: Array
    total: Array  # v + r * s
    n: Array
    h: Array


def shapes(inputs: int, hidden: int, *, bias: bool = True) -> dict[str, tuple[int, ...]]:
    """Return the shape of each parameter; the cell always has its biases."""
    return {"matrix": (3 * hidden, hidden + inputs), "bias": (3 * hidden,), "bias_state": (hidden,)}


def step(parameters: Parameters, state: State, x: Array) -> tuple[State, Vectors]:
    """Return the state after a day with input x (input, batch), and every vector on the way."""
    stacked = np.concatenate([state.hidden, x, np.ones_like(x[:1])])
    z = parameters.whole @ stacked
    rows = z.reshape(4, *state.hidden.shape)
    u, r = sigmoid(rows[:2])
    s, v = rows[2:]
    total = v + r * s
    n = np.tanh(total)
    h = u * state.hidden + (1 - u) * n
    return State(h), Vectors(stacked, z, u, r, s, total, n, h)
