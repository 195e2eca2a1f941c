"""Times as a report writes them: in four orders, three languages, and of no zone. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import NamedTuple

from .columns import MONTHS

_CLOCK = (
    r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(:(?P<second>\d\d)(\.\d+)?)?( ?(?P<half>[ap])\.? ?m\.?)?"
)
_GAP = r"(,? |t|, ?a las |,? a )"
_SHAPES = tuple(
    re.compile(rf"{day}{_GAP}{_CLOCK}")
    for day in (
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})",
        r"(?P<one>\d{1,2})[-/.](?P<other>\d{1,2})[-/.](?P<year>\d{4}|\d\d)",
        r"(?P<name>[a-z]+)\.? (?P<day>\d{1,2}),? (?P<year>\d{4})",
        r"(?P<day>\d{1,2})\.?( de)? (?P<name>[a-z]+)\.?,?( de)? (?P<year>\d{4})",
    )
)
_YEARS = range(2000, 2100)


class Written(NamedTuple):
    """A date and a time. `one` and `other` are month and day, in an order the text may not say."""

    year: int
    one: int
    other: int
    is_open: bool
    """Whether `one` may be the day as well; else it is the month."""
    clock: time

    def day(self, *, is_day_first: bool) -> date | None:
        month, day = (
            (self.other, self.one) if self.is_open and is_day_first else (self.one, self.other)
        )
        try:
            return date(self.year, month, day)
        except ValueError:
            return None

    def wall_time(self, *, is_day_first: bool) -> datetime | None:
        """None: there is no such day."""
        day = self.day(is_day_first=is_day_first)
        return None if day is None else datetime.combine(day, self.clock)


def read_time(text: str) -> Written | None:
    """None: it is none."""
    plain = text[:60].casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
        plain = "".join(each for each in plain if not unicodedata.combining(each))
    plain = " ".join(plain.split())
    for shape in _SHAPES:
        if match := shape.fullmatch(plain):
            return _written(match.groupdict())
    return None


def _written(parts: dict[str, str | None]) -> Written | None:
    year = int(parts["year"] or 0)
    year += 2000 if year < 100 else 0
    if parts.get("name"):
        one: int | None = MONTHS.get(parts["name"] or "")
    else:
        one = int(parts.get("one") or parts.get("month") or 0)
    hour, half = int(parts["hour"] or 0), parts["half"]
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    if one is None or year not in _YEARS:
        return None
    other = int(parts.get("other") or parts.get("day") or 0)
    try:
        clock = time(hour, int(parts["minute"] or 0), int(parts["second"] or 0))
    except ValueError:
        return None
    return Written(year, one, other, bool(parts.get("one")), clock)


def is_day_first(times: Iterable[Written], day: date) -> bool | None:
    """Whether 03/04 is the third of April in this file; None: that cannot be told.

    A number over 12 tells it. Where there is none, the order that comes nearer to the event's
    `day` does, if it comes near: within two days.
    """
    open_ones = [each for each in times if each.is_open]
    first, second = (
        any(each.one > 12 for each in open_ones),
        any(each.other > 12 for each in open_ones),
    )
    if first != second:
        return first
    if first:
        return None
    if all(each.one == each.other for each in open_ones):
        return False
    away = {order: _days_away(open_ones, day, order) for order in (True, False)}
    if away[True] == away[False] or min(away.values()) > 2:
        return None
    return away[True] < away[False]


def _days_away(times: Iterable[Written], day: date, order: bool) -> int:
    days = (each.day(is_day_first=order) for each in times)
    return min((abs((each - day).days) for each in days if each), default=10_000)
