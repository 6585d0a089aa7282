"""What a cell learns: one matrix, and a bias in most of them."""

from typing import NamedTuple

import numpy as np

from cooking_rnn.steps import Array


class Weights(NamedTuple):
    """A matrix for [h; x], and a bias, which is the last column of `whole`, for an input that is always 1."""

    matrix: Array  # (rows, hidden + input)
    bias: Array | None = None  # (rows,)

    @property
    def weights(self) -> Array:
        """A without its bias, (rows, hidden + input)."""
        return self.matrix

    @property
    def whole(self) -> Array:
        """A, (rows, columns): what a day multiplies by [h; x], or by [h; x; 1]."""
        return self.matrix if self.bias is None else np.column_stack([self.matrix, self.bias])

    def write(self, whole: Array) -> None:
        """Write all that `whole` holds into these arrays."""
        columns = self.matrix.shape[1]
        self.matrix[:] = whole[:, :columns]
        if self.bias is not None:
            self.bias[:] = whole[:, columns]
