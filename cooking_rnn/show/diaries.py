"""A diary whose blanks were filled, shown."""

from collections.abc import Sequence
from typing import Any

from numpy.typing import NDArray
from rich.text import Text

from cooking_rnn.network.network import Network
from cooking_rnn.show.kitchens import table_layouts
from cooking_rnn.show.labels import labels_of, word
from cooking_rnn.show.screen import Layouts
from cooking_rnn.show.vectors import percent
from cooking_rnn.training.diary import Diary

Record = dict[str, Any]


def filled_days(diary: Diary, model: Network, probabilities: NDArray[Any]) -> list[Record]:
    """Return each row as it was written, a blank one with a dish and its probability, which the others lack."""
    days: list[Record] = []
    for row, chances in zip(diary.rows, probabilities, strict=True):
        record: Record = dict(zip(diary.header, row.fields, strict=True))
        is_blank = diary.is_blank(row)
        if is_blank:
            record[diary.header[diary.dish]] = model.dishes.ids[int(chances.argmax())]
        days.append(record | {"probability": float(chances.max()) if is_blank else None})
    return days


def layouts(days: Sequence[Record], model: Network, lang: str) -> list[Layouts]:
    """Return the diary as a table, what was put in marked by its probability."""
    labels = {**labels_of(model.dishes, model.weathers, lang), "": ""}
    zh = lang == "zh"
    names = [name for name in days[0] if name != "probability"]
    headings = [*(word(name, lang) for name in names), word("sure", lang)]
    rows: list[list[str | Text]] = [
        [
            *(labels.get(str(day[name]), str(day[name])) for name in names),
            "" if day["probability"] is None else percent(day["probability"]),
        ]
        for day in days
    ]
    count = sum(day["probability"] is not None for day in days)
    if zh:
        told = f"填上了 {count} 个空白。" if count else "没有空白要填。"
    else:
        told = f"{count} blank{'s' * (count != 1)} filled in." if count else "There was no blank to fill in."
    return [table_layouts(headings, rows), (Text("\n" + told, overflow="fold"),)]
