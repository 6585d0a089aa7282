"""Numbers in a vector, as people read them."""

import numpy as np

from cooking_rnn.blocks import Vector
from cooking_rnn.render.vectors import numbers, vector_line


def test_a_winner_has_as_many_digits_as_tell_it_from_what_it_beats() -> None:
    learned = np.array([1.7012, 1.6998, 0.5])
    assert numbers(learned, (0,)) == ["1.701", "1.700", "0.500"]
    assert numbers(learned, (2,)) == ["1.70", "1.70", "0.50"]
    assert vector_line(Vector(learned, winners=(0,))).plain == "(1.701)1.700 0.500 "
    assert numbers(np.array([1.7, 1.7, 0.5]), (0, 1)) == ["1.70", "1.70", "0.50"]  # a tie is one
