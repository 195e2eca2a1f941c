"""Hours in ISO form, with their date and mostly with their offset."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from ungis_events.announcements.reading.marks import ClockMark

from .calendar_days import is_day

_MOMENT = (
    r"(?P<year{0}>\d{{4}})-(?P<month{0}>\d\d)-(?P<day{0}>\d\d)(?:T|[ ](?=\d\d:\d\d:\d\d))"
    r"(?P<hour{0}>[01]\d|2[0-3]):(?P<minute{0}>[0-5]\d)(?::\d\d(?:\.\d{{1,6}})?)?"
    r"(?P<offset{0}>Z|[+−-]\d\d:?\d\d)?(?![\d:])"
)
_ISO = re.compile(
    rf"(?<![\w/-]){_MOMENT.format(1)}(?:[ ]?(?:[–—-]|to|/|à|al?)[ ]?{_MOMENT.format(2)})?"
)


def find_iso_hours(text: str) -> Iterator[ClockMark]:
    """2026-03-10T18:30:00+01:00 – 2026-03-10T22:00:00+01:00 is one mark, if within a day."""
    for match in _ISO.finditer(text):
        begins, ends = _moment(match, "1"), _moment(match, "2")
        if begins is None:
            continue
        offset = _offset(match["offset1"])
        is_stretch = bool(ends) and _offset(match["offset2"]) == offset
        if ends is None or not is_stretch or not timedelta(0) < ends - begins < timedelta(days=1):
            ends = None
        yield ClockMark(
            *match.span(),
            rule="clock.iso",
            begins=begins.time(),
            ends=ends.time() if ends else None,
            is_over_midnight=ends is not None and ends.date() > begins.date(),
            offset=offset,
            day=begins.date(),
        )


def _moment(match: re.Match[str], number: str) -> datetime | None:
    parts = ("year", "month", "day", "hour", "minute")
    if match["year" + number] is None:
        return None
    year, month, day, hour, minute = (int(match[part + number]) for part in parts)
    if year == 0 or not is_day(year, month, day):
        return None
    return datetime.combine(date(year, month, day), time(hour, minute))


def _offset(words: str | None) -> timedelta | None:
    if not words:
        return None
    if words == "Z":
        return timedelta(0)
    sign = 1 if words[0] == "+" else -1
    return sign * timedelta(hours=int(words[1:3]), minutes=int(words[-2:]))
