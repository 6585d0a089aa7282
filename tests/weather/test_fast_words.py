"""Words at a glance: the same codes as word by word, or none."""

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from cooking_rnn.fast.words import Glance, WordReader
from cooking_rnn.names import Name, Names

words = st.from_regex("(?a: ?[abAB雨天]( ?[abAB雨天]){0,2} ?)", fullmatch=True)
vocabularies = st.lists(words, min_size=1, max_size=8, unique_by=lambda word: word.strip().casefold())


@given(vocabularies, st.lists(st.tuples(st.integers(0, 7), st.sampled_from(["\n", ",", "，", "、"])), min_size=1))
def test_codes_are_those_of_the_words(names: list[str], days: list[tuple[int, str]]) -> None:
    weathers = Names("weather", [Name(name.strip()) for name in names])
    spelt = [names[place % len(names)] for place, _ in days]
    text = "".join(word + separator for word, (_, separator) in zip(spelt, days, strict=True))
    lines = (text[:-1] + "\n").encode()
    reader = WordReader(weathers.find, weathers.ids)
    for _ in range(2):  # the second time with what the first has learned
        codes = reader.codes(lines)
        assert codes is not None
        assert codes.tolist() == [weathers.find(word) for word in spelt]


@given(
    st.lists(
        st.sampled_from([b"sun", b"rain", b"snow", b"sum", b"sunn", b"rainsun", b"", b"s", b"n", b"u"]), min_size=1
    )
)
@example([b"sun", b"sum"])
@example([b"sun", b"", b"rain"])
def test_nothing_is_read_that_is_not_there(found: list[bytes]) -> None:
    known = {b"sun": 3, b"rain": 5, b"snow": 7}
    codes = Glance(known).read(b"".join(word + b"\n" for word in found))
    if all(word in known for word in found):
        assert codes is not None
        assert codes.tolist() == [known[word] for word in found]
    else:
        assert codes is None


def test_as_many_words_as_there_can_be() -> None:
    names = [f"weather {number}" for number in range(256)]
    weathers = Names("weather", map(Name, names))
    codes = np.random.default_rng(0).integers(0, 256, 1000)
    read = WordReader(weathers.find, weathers.ids).codes("".join(names[code] + "\n" for code in codes).encode())
    assert read is not None
    assert read.tolist() == codes.tolist()
