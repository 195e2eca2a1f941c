"""What the text says of time: the day, the hours, the zones; and what most of it says."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ungis_events.announcements.reading.findings import Found
from ungis_events.announcements.reading.layout import Layout
from ungis_events.announcements.reading.lines import Notice
from ungis_events.announcements.reading.marks import ClockMark, Marks

from .days import EventDay, read_day
from .homes import find_home, find_likely_home, list_places
from .hours import EventHours, read_hours
from .ranges import with_ranges
from .stated_times import (
    Statement,
    best_moment,
    end_of,
    moment_of,
    read_statement,
    settle_options,
    to_the_right_days,
)
from .stated_zones import ZoneReading, offset_on

LAST_HOUR_OF_NIGHT = 5
_BARE_HOUR = re.compile(r"\d[.:]\d\d(?![^\W_]|[ ]?[ap]\.?[ ]?m)(?!.{0,40}[ap]\.?[ ]?m\b)", re.I)


@dataclass(frozen=True)
class Timing:
    """What the text says of time, before and after it is settled."""

    layout: Layout
    day: EventDay | None
    hours: EventHours
    home: Found[str] | None
    statements: tuple[Statement, ...]
    """Those that count, the announced one first."""
    starts_at: datetime | None = None
    ends_at: datetime | None = None


def read_timing(notice: Notice, marks: Marks, venue: Found[str] | None) -> Timing:
    """The day, the hours with their zones, and the zone of the place."""
    layout = Layout(notice, with_ranges(notice, marks))
    day = read_day(layout)
    hours = read_hours(layout, day)
    home = find_home(layout, venue, day)
    if not hours.clocks and hours.slots:
        hours = replace(hours, clocks=(_whole_programme(hours.slots),))
    day = _day_of_iso(day, hours)
    beside = [read_statement(layout, mark, day) for mark in hours.clocks]
    elsewhere = [
        each
        for each in (read_statement(layout, mark, day) for mark in hours.elsewhere)
        if each.is_zoned
    ]
    if home is None and not elsewhere and not any(each.is_zoned for each in beside):
        home = find_likely_home(layout)
    statements = _with_zones(beside, elsewhere, home, hours.announced)
    statements = settle_options(statements, [*([home.value] if home else []), *list_places(layout)])
    return Timing(layout, day, hours, home, tuple(to_the_right_days(statements)))


def settle(timing: Timing) -> Timing:
    """With the moments of start and end that most zones say, if they can be told."""
    if any(each.reading.is_conflict for each in timing.statements[:1]) or is_at_night(timing):
        return timing
    starts_at = best_moment(timing.statements, timing.home.value if timing.home else None)
    return replace(timing, starts_at=starts_at, ends_at=_end(timing, starts_at))


def is_at_night(timing: Timing) -> bool:
    """2.30–3.45 (Geneva): nobody meets at that hour; 02:30 and 2:30 a.m. are meant as they stand.

    Not where another city's hours tell which half of the day it is.
    """
    if len(timing.statements) != 1 or timing.day is None:
        return False
    clock = timing.statements[0].clock
    written = timing.layout.notice.words(clock.span)
    end = clock.ends or clock.begins
    is_early = 1 <= clock.begins.hour <= LAST_HOUR_OF_NIGHT and end.hour <= LAST_HOUR_OF_NIGHT
    return is_early and clock.begins <= end and bool(_BARE_HOUR.match(written)) and not clock.day


def _whole_programme(slots: Sequence[ClockMark]) -> ClockMark:
    """From the first hour of a programme to the end of its last, going forward."""
    first, last = slots[0], slots[0]
    for slot in slots[1:]:
        if slot.begins < last.begins:
            break
        last = slot
    return replace(first, ends=last.ends, rule="clock.programme", is_over_midnight=False)


def _day_of_iso(day: EventDay | None, hours: EventHours) -> EventDay | None:
    """An hour with its date in it, 2026-03-10T18:30, is of that date."""
    stated = hours.clocks[0].day if hours.clocks else None
    if day is None or stated is None:
        return day
    return replace(day, day=Found(stated, "starts.iso", (hours.clocks[0].span,)), other=None)


def _with_zones(
    beside: Sequence[Statement],
    elsewhere: Sequence[Statement],
    home: Found[str] | None,
    announced: ClockMark | None,
) -> list[Statement]:
    """Hours without a zone are the venue's, or those of a zone that is given elsewhere."""
    zoned = [_of_offset(each, home) for each in beside if each.is_zoned]
    bare = [each for each in beside if not each.is_zoned]
    if not zoned and home and bare:
        zoned = [bare[0].in_zone(home.value)]
    elif not zoned and elsewhere:
        zoned, elsewhere = [elsewhere[0]], elsewhere[1:]
    elif not zoned:
        zoned = bare[:1]
    chosen = [each for each in zoned if each.clock == announced]
    return _once_a_zone([*zoned, *_agreeing(zoned, elsewhere)], chosen)


def _of_offset(statement: Statement, home: Found[str] | None) -> Statement:
    """18:30+01:00 in Geneva is Geneva's time, if its clocks are there then."""
    reading, day = statement.reading, statement.day
    if not home or day is None or reading.zone or reading.offset is None or reading.options:
        return statement
    if offset_on(home.value, day) != reading.offset:
        return statement
    return replace(statement, reading=ZoneReading(home.value, reading.offset))


def _agreeing(zoned: Sequence[Statement], elsewhere: Sequence[Statement]) -> list[Statement]:
    """Those elsewhere that say the same hours or the same moment again, not parts of the day."""
    hours = {each.clock.begins for each in zoned}
    moments = {moment_of(each, each.clock.begins) for each in zoned} - {None}
    return [
        each
        for each in elsewhere
        if each.clock.begins in hours or moment_of(each, each.clock.begins) in moments
    ]


def _once_a_zone(
    statements: Sequence[Statement], announced: Sequence[Statement]
) -> list[Statement]:
    """A second hour in the same zone is a later session's; the same hour again adds its end."""
    kept: dict[object, Statement] = {}
    for each in statements:
        key = each.reading.zone or each.words or each.clock.offset
        first = kept.setdefault((key, each.words), each)
        if first.clock.begins == each.clock.begins and first.clock.ends is None:
            kept[key, each.words] = replace(first, clock=each.clock)
    begins: dict[object, object] = {each.reading.zone: each.clock.begins for each in announced}
    return [
        each
        for each in kept.values()
        if each.reading.zone is None
        or begins.setdefault(each.reading.zone, each.clock.begins) == each.clock.begins
    ]


def _end(timing: Timing, starts_at: datetime | None) -> datetime | None:
    """Of the hours that say the start; if none of them has an end, of the same hours elsewhere."""
    if starts_at is None:
        return None
    agreeing = [
        each for each in timing.statements if moment_of(each, each.clock.begins) == starts_at
    ]
    for each in agreeing:
        if ends_at := _end_of(each, each.clock, timing):
            return ends_at if ends_at > starts_at else None
    for each in agreeing:
        for mark in (*timing.hours.clocks, *timing.hours.elsewhere):
            if mark.begins == each.clock.begins and (ends_at := _end_of(each, mark, timing)):
                return ends_at if ends_at > starts_at else None
    return None


def _end_of(statement: Statement, mark: ClockMark, timing: Timing) -> datetime | None:
    end = end_of(mark)
    if end is None:
        return None
    hour, days_later = end
    last = timing.day.last if timing.day else None
    if last and statement.day and last > statement.day:
        days_later += (last - statement.day).days
    return moment_of(statement, hour, days_later)
