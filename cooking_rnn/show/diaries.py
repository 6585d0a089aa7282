"""A diary whose blanks were filled, shown."""

from collections.abc import Sequence
from typing import Any

from numpy.typing import NDArray
from rich.text import Text

from cooking_rnn.network.encoding import HIDDEN
from cooking_rnn.network.storage import Model
from cooking_rnn.show.kitchens import table_layouts
from cooking_rnn.show.labels import labels_of, word
from cooking_rnn.show.screen import Layouts
from cooking_rnn.training.diary import Diary, Season

Record = dict[str, Any]


def filled_days(diary: Diary, season: Season, model: Model, probabilities: NDArray[Any]) -> list[Record]:
    """Return each day as a record; only a blank one has a probability, of the dish that was put in."""
    days: list[Record] = []
    for place, page in enumerate(diary.pages):
        weather, dish, chances = season.weathers[place], season.dishes[place + 1], probabilities[place]
        is_blank = diary.is_blank(page)
        days.append(
            {
                "day": place + 1,
                "weather": None if weather == HIDDEN else model.weathers.ids[weather],
                "dish": model.dishes.ids[int(chances.argmax()) if is_blank else dish],
                "probability": float(chances.max()) if is_blank else None,
            }
        )
    return days


def layouts(days: Sequence[Record], model: Model, lang: str) -> list[Layouts]:
    """Return the diary as a table, what was put in marked by its probability."""
    labels = labels_of(model.dishes, model.weathers, lang)
    zh = lang == "zh"
    headings = [word(key, lang) for key in ("day", "weather", "dish")] + ["填上的把握" if zh else "filled in, sure to"]
    rows = [
        [
            str(day["day"]),
            "" if day["weather"] is None else labels[day["weather"]],
            labels[day["dish"]],
            "" if day["probability"] is None else f"{100 * day['probability']:.1f} %",
        ]
        for day in days
    ]
    count = sum(day["probability"] is not None for day in days)
    if zh:
        told = f"填上了 {count} 个空白。" if count else "没有空白要填。"
    else:
        told = f"{count} blank{'s' * (count != 1)} filled in." if count else "There was no blank to fill in."
    return [table_layouts(headings, rows), (Text("\n" + told, overflow="fold"),)]
