"""The colours of pictures and pages, in one place.

Parts and curves have the hues of Okabe and Ito, which colour-blind people tell apart, darker or lighter until they can
be read as text: a contrast of 4.5 and more with whatever they stand on. Nothing is told by colour alone.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from string import Template


@dataclass(frozen=True)
class Theme:
    """Colours by what they are for."""

    ground: str
    ink: str
    faint: str  # text that may be passed over
    rule: str  # brackets, arrows, outlines
    grid: str  # lines that may be passed over
    panel: str  # inside a box
    winner: str  # behind the largest entry
    edge: str  # around it
    picked: str  # behind the column that a one-hot vector picks
    blue: str
    orange: str
    green: str
    purple: str
    olive: str
    sky: str


LIGHT = Theme(
    ground="#ffffff",
    ink="#1b1b1f",
    faint="#5f6368",
    rule="#6b7077",
    grid="#e2e4e8",
    panel="#f3f6fa",
    winner="#ffe9a8",
    edge="#8a5a00",
    picked="#dcebfa",
    blue="#005ea8",
    orange="#a84300",
    green="#006b4f",
    purple="#97306f",
    olive="#6a5b00",
    sky="#4c51a8",
)
DARK = Theme(
    ground="#15171c",
    ink="#eff1f5",
    faint="#a9b0bb",
    rule="#8d95a1",
    grid="#30343c",
    panel="#22262e",
    winner="#4a3903",
    edge="#ffd25e",
    picked="#20405f",
    blue="#76bdf5",
    orange="#ffa56b",
    green="#4fd1a5",
    purple="#f09acb",
    olive="#e3d05a",
    sky="#b4b8ff",
)
THEMES = {"light": LIGHT, "dark": DARK}
PARTS = ("blue", "orange", "green", "purple", "olive", "sky")  # of each part of a vector, and of each curve

_RULES = """\
.cook text { fill: $ink; }
.cook text .faint, .cook text.faint { fill: $faint; }
.cook .strong, .cook .winner { font-weight: 600; }
.cook .halo { stroke: $ground; stroke-width: 5px; stroke-linejoin: round; paint-order: stroke; }
.cook .line { fill: none; stroke: $rule; stroke-width: 1.5px; }
.cook .loop { stroke-dasharray: 5 4; }
.cook .head { fill: $rule; }
.cook .grid { fill: none; stroke: $grid; stroke-width: 1px; }
.cook .box { fill: $panel; stroke: $rule; stroke-width: 1.5px; }
.cook .largest { fill: $winner; stroke: $edge; stroke-width: 1.5px; }
.cook .picked { fill: $picked; stroke: $blue; stroke-width: 1px; }
.cook .curve { fill: none; stroke-width: 2.2px; stroke-linejoin: round; stroke-linecap: butt; }
.cook path.mark { stroke-width: 1.8px; fill: $ground; }
"""
_PART = """\
.cook text .part$number, .cook text.part$number { fill: $colour; }
.cook .line$number { stroke: $colour; }
.cook .fill$number { fill: $colour; }
"""


def colour(part: int | None) -> str:
    """Return the class of a part's colour; "" where there is only one part."""
    return "" if part is None else f"part{part % len(PARTS)}"


def colours(theme: Theme) -> dict[str, str]:
    """Return each colour by its name."""
    return asdict(theme)


def rules(colour: Callable[[str], str]) -> str:
    """Return the style of whatever is drawn; `colour` says how CSS calls a colour: by its value or a variable."""
    names = colours(LIGHT)
    parts = (Template(_PART).substitute(number=number, colour=colour(name)) for number, name in enumerate(PARTS))
    return Template(_RULES).substitute({name: colour(name) for name in names}) + "".join(parts)
