"""The dates of a file, one after the other: ISO 8601, each a day after the last."""

from datetime import date

from cooking_rnn.errors import quote
from cooking_rnn.forecast.days import BadDay


def day_of(text: str) -> date:
    """Return the date of `2024-01-31` or `2024-01-31T00:00`; raises BadDay."""
    stripped = text.strip()
    try:
        if stripped[10:11] not in ("", "T", " "):
            raise ValueError
        return date.fromisoformat(stripped[:10])
    except ValueError:
        what = f"{quote(stripped)} is not a date" if stripped else "no date"
        raise BadDay(what, "dates are written like 2024-01-31") from None


class Calendar:
    """Checks that each date comes after the last one."""

    def __init__(self) -> None:
        self._last: date | None = None

    def turn(self, text: str) -> tuple[date, int]:
        """Return the date and how many days are missing just before it.

        Raises BadDay for what is no date, and for a date that is repeated or earlier than the last.
        """
        day, last = day_of(text), self._last
        if last is not None and day == last:
            hourly = len(text.strip()) > len("2024-01-31")
            raise BadDay(f"{day} a second time", "daily values are needed" if hourly else "one row a day")
        if last is not None and day < last:
            raise BadDay(f"{day} comes after {last}", "the days of one place are needed, in order")
        self._last = day
        return day, 0 if last is None else (day - last).days - 1
