"""Classes of sentences, told by the last state: against what is possible, and numeric gradients."""

from pathlib import Path

import numpy as np
import pytest

from cooking_rnn.insight import classify as insight
from cooking_rnn.insight.classify import classify
from cooking_rnn.insight.plane import plane
from cooking_rnn.network.model import Architecture, initial, unpack
from cooking_rnn.steps import Array
from cooking_rnn.text.sentences import coded
from cooking_rnn.training.sentences import Reader


@pytest.mark.slow
def test_who_speaks_is_told_as_well_as_it_can_be() -> None:
    told = classify("说话人")
    assert told.labels == ("饿", "渴", "闲", "气")
    assert told.ceiling == 0.525
    assert told.right == pytest.approx([0.525] * 3, abs=0.01)
    assert told.most_frequent == 0.25


@pytest.fixture(scope="module")
def ordered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return sentences whose class is which of two words comes first: their order alone."""
    rng = np.random.default_rng(0)
    rows = ["class,note,sentence"]
    for number in range(300):
        words = ["cat", "dog", *rng.choice(["a", "big", "old"], 3).tolist()]
        rng.shuffle(words)
        first = "cat" if words.index("cat") < words.index("dog") else "dog"
        rows.append(f"{first},{number},{' '.join(words)}")
    file = tmp_path_factory.mktemp("classes") / "order.csv"
    file.write_text("\n".join(rows))
    return file


@pytest.mark.slow
def test_order_is_in_the_last_state_and_not_in_a_bag_of_words(ordered: Path) -> None:
    told = classify("class", ordered)
    bag, last, both = told.right
    assert bag < 0.7
    assert min(last, both) > 0.95
    assert (told.learned, told.tested, told.sentences_column) == (240, 60, "sentence")
    assert all(
        told.labels[code] == min(("cat", "dog"), key=said.index)
        for said, code in zip(told.sentences, told.classes, strict=True)
    )


@pytest.mark.parametrize("both_ways", [False, True])
def test_the_gradient_through_the_last_states(both_ways: bool) -> None:
    words = ("a", "b", "c")
    sentences = insight._Sentences(
        (), *coded([["a", "b", "c"], ["c"], ["b", "b"]], words), np.array([0, 1, 1]), np.full(3, 1 / 3)
    )
    architecture = Architecture("lstm", 3, 2, 4, bidirectional=both_ways)
    flat = initial(architecture, np.random.default_rng(0), np.float64)
    reader = Reader(architecture, unpack(architecture, flat))

    gradient = insight.loss_and_gradient(reader, sentences)[1]
    numeric = np.empty_like(flat)
    for place in range(len(flat)):
        sides = []
        for step in (1e-5, -1e-5):
            flat[place] += step
            sides.append(insight.loss_and_gradient(reader, sentences)[0])
            flat[place] -= step
        numeric[place] = (sides[0] - sides[1]) / 2e-5
    assert gradient == pytest.approx(numeric, abs=1e-8)


def test_the_plane_has_the_largest_variances() -> None:
    vectors: Array = np.random.default_rng(0).normal(size=(50, 6)) * [5, 1, 3, 1, 1, 1]
    found = plane(vectors)
    variances = np.linalg.eigvalsh(np.cov(vectors.T, bias=True))[::-1]
    assert found.points.var(axis=0) == pytest.approx(variances[:2])
    assert found.shares == pytest.approx(variances[:2] / variances.sum())
    assert plane(np.ones((3, 1))).shares == (0, 0)
