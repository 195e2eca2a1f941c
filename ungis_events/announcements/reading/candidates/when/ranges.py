"""From one hour to another where more than a dash stands between them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import time

from ungis_events.announcements.reading.findings import Span
from ungis_events.announcements.reading.lines import Notice
from ungis_events.announcements.reading.marks import ClockMark, DateMark, Mark, Marks, ZoneMark

_MOST_BETWEEN = 80
_EVENING, _MORNING = 17, 6
_LONGEST = 6
"""Hours, where only the line tells that the two belong together."""
_IN_BRACKETS = re.compile(r"\([^()]{0,60}\)")
_UP_TO = re.compile(
    # 10:00 EST – 11:30 EST · 2026-03-10T18:30/2026-03-10T22:00 · Starts: 10:00, Ends: 11:30
    r"[\s().,]*(?:[-–—−/]|to|until|à|jusqu['’]à|a|hasta"
    r"|(?:ends?|fin|fine?|finaliza|termina)(?: date| time| at)?(?: ?:)?)[\s(]*",
    re.IGNORECASE,
)


def with_ranges(notice: Notice, marks: Marks) -> Marks:
    """All marks, with hours that belong together as start and end as one mark."""
    kept: list[Mark] = [mark for mark in marks if not isinstance(mark, ClockMark)]
    others = {mark.start: mark for mark in kept if isinstance(mark, ZoneMark | DateMark)}
    clocks = marks.of(ClockMark)
    place = 0
    while place < len(clocks):
        steps = _steps_to_end(notice, clocks[place : place + 3], others)
        mark = clocks[place]
        kept.append(_joined(mark, clocks[place + steps]) if steps else mark)
        place += steps + 1
    return Marks(kept)


def _steps_to_end(notice: Notice, clocks: Sequence[ClockMark], others: Mapping[int, Mark]) -> int:
    """1: the next hour is the end of this one. 2: one in brackets stands between. 0: it has none.

    De 9h30 (accueil dès 9h) à 12h15.
    """
    first, *later = clocks
    if first.ends:
        return 0
    for steps, last in enumerate(later, 1):
        between = notice.text[first.end : last.start]
        if len(between) > _MOST_BETWEEN:
            return 0
        if _is_up_to(notice, first, last, others):
            return steps
        if between.count("(") <= between.count(")"):
            return 0
    return 0


def _is_up_to(notice: Notice, one: ClockMark, other: ClockMark, others: Mapping[int, Mark]) -> bool:
    if other.ends or (one.day is None) != (other.day is None):
        return False
    if (one.begins, one.day) == (other.begins, other.day):
        return False
    between = notice.text[one.end : other.start]
    if between.strip(" ") == "\n":
        return _is_on_two_lines(notice, one, other, others)
    inside = [others[start] for start in range(one.end, other.start) if start in others]
    zones = [mark for mark in inside if isinstance(mark, ZoneMark)]
    if zones and _has_another_zone(zones[0], other, others):
        return False
    for mark in inside:
        if mark.end <= other.start:
            between = between.replace(notice.words(mark.span), "", 1)
    if "/" in between and one.day is None:  # 9:00 New York / 15:00 Geneva
        return False
    return bool(_UP_TO.fullmatch(_IN_BRACKETS.sub("", between)))


def _is_on_two_lines(
    notice: Notice, one: ClockMark, other: ClockMark, others: Mapping[int, Mark]
) -> bool:
    """`14:00` alone on its line over `15:00 CEST (Geneva)`, and no further hours below."""
    if one.begins >= other.begins or not 0 < other.begins.hour - one.begins.hour <= _LONGEST:
        return False
    above = notice.text[notice.text.rfind("\n", 0, one.start) + 1 : one.start]
    line_end = notice.text.find("\n", other.end)
    behind = Span(other.end, line_end if line_end >= 0 else len(notice.text))
    zones = [others[at] for at in range(*behind) if at in others]
    rest = notice.words(behind)
    for mark in zones:
        rest = rest.replace(notice.words(mark.span), "", 1)
    below = notice.text[behind.end + 1 : behind.end + 10].lstrip()
    return not above.strip() and bool(zones) and not rest.strip(" ()") and not below[:1].isdigit()


def _has_another_zone(zone: ZoneMark, last: ClockMark, others: Mapping[int, Mark]) -> bool:
    """9:00 London – 10:00 Berlin: two cities, no range."""
    behind = [others[start] for start in range(last.end, last.end + 4) if start in others]
    return any(isinstance(mark, ZoneMark) and mark.zones != zone.zones for mark in behind)


def _is_night(begins: time, ends: time) -> bool:
    """11 p.m. – 12:30 a.m.; not 4 p.m. – 3 p.m."""
    return begins.hour >= _EVENING and ends.hour < _MORNING


def _joined(one: ClockMark, other: ClockMark) -> ClockMark:
    days = (other.day - one.day).days if one.day and other.day else 0
    return replace(
        one,
        end=other.end,
        rule="clock.start-and-end",
        ends=other.begins,
        is_over_midnight=days == 1 or (days == 0 and _is_night(one.begins, other.begins)),
    )
