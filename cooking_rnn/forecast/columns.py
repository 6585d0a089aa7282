"""What columns are called in the files that people have, and the units in their names."""

import re
from dataclasses import dataclass

from cooking_rnn.names import normalise

DATES = ("date", "time", "datetime", "timestamp", "day", "datum", "日期", "时间")
WORDS = ("weather", "天气", "conditions", "condition")
#: The sum of a day before its parts: Open-Meteo's rain_sum leaves out snow and showers.
AMOUNTS = ("precipitation_sum", "precipitation", "prcp", "precip", "降水量", "rainfall", "rain_sum", "rain")
CODES = ("weather_code", "weathercode")
#: Other columns that tell a header from words.
OTHERS = (
    "station",
    "name",
    "location_id",
    "latitude",
    "longitude",
    "elevation",
    "year",
    "month",
    "id",
    "dish",
    "previous",
)
KNOWN = frozenset((*DATES, *WORDS, *AMOUNTS, *CODES, *OTHERS))

#: How headers spell the units of --units.
UNITS = {
    "mm": "mm",
    "millimetres": "mm",
    "millimeters": "mm",
    "毫米": "mm",
    "in": "inch",
    "inch": "inch",
    "inches": "inch",
}
UNITS |= {"tenths-mm": "tenths-mm", "tenths of mm": "tenths-mm", "0.1 mm": "tenths-mm"}

#: `precipitation_sum (mm)`, `rain [inch]`, `precip_mm`
NAME_AND_UNIT = re.compile(r"(?P<name>.+?)(?:\s*[(\[](?P<unit>[^)\]]*)[)\]]|[_ ](?P<suffix>mm|in|inch|inches))")


@dataclass(frozen=True)
class Column:
    """A field of a header, taken apart."""

    name: str  # in lower case, words joined by "_"
    unit: str | None  # as --units says it, where it is one of those
    unit_text: str | None  # as the header says it

    @classmethod
    def of(cls, field: str) -> "Column":
        """Return the name and unit in a field of a header."""
        text = normalise(field)
        match = NAME_AND_UNIT.fullmatch(text)
        name, unit = (match["name"], match["unit"] or match["suffix"]) if match else (text, None)
        return cls(re.sub(r"[\s-]+", "_", name), UNITS.get((unit or "").strip()), unit)

    @property
    def known(self) -> bool:
        """Whether it is the name of a column, beyond doubt."""
        return self.name in KNOWN or self.unit is not None
