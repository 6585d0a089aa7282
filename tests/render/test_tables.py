"""A table changes its layout until it fits: headings fold, names shorten, rows become records."""

import numpy as np

from cooking_rnn.blocks import Column, Label, Vector, table
from cooking_rnn.render.terminal import text

WEEK = table(
    ["day", "the long heading", Column("share", "right")],
    [["1", Vector(np.eye(3, dtype=int)[0], meaning=Label("shredded potato", "potato")), "9 %"], ["2", "—", "10 %"]],
)


def shown(width: int) -> list[str]:
    return text([WEEK], width, colour=False).splitlines()


def test_wide() -> None:
    assert shown(80) == [
        "day  the long heading        share",
        "──────────────────────────────────",
        "1     1 0 0 shredded potato    9 %",
        "2    —                        10 %",
    ]


def test_names_are_shortened() -> None:
    assert shown(24)[3] == "1   100 potato   9 %"


def test_records() -> None:
    assert shown(18) == [
        "day: 1",
        "  the long",
        "    heading:",
        "     1 0 0",
        "    shredded",
        "    potato",
        "  share: 9 %",
        "",
        "day: 2",
        "  the long",
        "    heading: —",
        "  share: 10 %",
    ]


def test_a_shorter_name_is_used_only_where_it_is_shorter() -> None:
    """A Chinese label is often narrower than the identifier."""
    told = table(["菜"], [[Label("锅包肉", "guobaorou")]])
    assert "锅包肉" in text([told], 10, colour=False)
    assert text([table(["菜", "规则"], [["锅", "同"]])], 10, colour=False).count("锅") == 1


def test_records_have_the_colon_of_their_language() -> None:
    told = table(["天", "菜"], [["1", Label("一碗名字特别特别长的汤")]], "：")
    assert text([told], 12, colour=False).startswith("天：1\n  菜：一碗")
