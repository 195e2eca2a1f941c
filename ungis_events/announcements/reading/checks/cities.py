"""Hours in two cities that are not the same moment, and the weeks in which that happens most."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import combinations

from flask_babel import LazyString, lazy_gettext

from ungis_events.announcements.reading.candidates.when.days import date_with_year
from ungis_events.announcements.reading.candidates.when.stated_times import (
    HALF_A_DAY,
    as_stated_time,
    read_statement,
)
from ungis_events.announcements.reading.draft import AgendaPart, Schedule, StatedTime
from ungis_events.announcements.reading.findings import Answer, Question
from ungis_events.announcements.reading.layout import Layout
from ungis_events.announcements.reading.lines import Notice
from ungis_events.announcements.reading.marks import ClockMark, DateMark, Marks
from ungis_events.announcements.reading.wording import (
    answer_at,
    city_words,
    day_words,
    hour_words,
    wall_time_at,
)
from ungis_events.core import clock

_MOST_DATES = 40
_MOST_CITIES = 4
_NONE = timedelta()
_AN_HOUR = timedelta(hours=1)
"""So far apart a slip of the seasons brings two cities; other hours are of another session."""
_FIVE = 5
"""Hours between New York and Geneva in the weeks that have a name."""


def check_cities(
    notice: Notice, marks: Marks, schedule: Schedule, agenda: Sequence[AgendaPart]
) -> Iterator[Question]:
    """The first two stated times that do not meet; then those of its other days."""
    apart = _first_apart(schedule.times)
    if not apart and schedule.starts:
        lines = _of_other_days(Layout(notice, marks), schedule.starts.value.date())
        found = (_first_apart(times) for times in lines)
        apart = next((pair for pair in found if pair and _gap(*pair) == _AN_HOUR), None)
    if apart and apart[0].starts_at:
        one, other = apart
        hours = _odd_week(one, other, apart[0].starts_at)
        yield Question(
            _kind(one, other, hours),
            _sentence(one, other, apart[0].starts_at, hours),
            (*one.spans, *other.spans),
            tuple(_answers((one, other), schedule)),
            is_contradiction=True,
        )


def _first_apart(times: Sequence[StatedTime]) -> tuple[StatedTime, StatedTime] | None:
    known = [each for each in times if each.starts_at]
    pairs = combinations(known, 2)
    return next((pair for pair in pairs if pair[0].starts_at != pair[1].starts_at), None)


def _gap(one: StatedTime, other: StatedTime) -> timedelta:
    return abs(one.starts_at - other.starts_at) if one.starts_at and other.starts_at else _NONE


def _kind(one: StatedTime, other: StatedTime, hours: float | None) -> str:
    """8:30 a.m. (EST) / 2:30 a.m. (CET): one of the two is a slip of a.m. for p.m."""
    if _gap(one, other) == HALF_A_DAY:
        return "half-of-day"
    return "five-hour-week" if hours else "zones"


def _of_other_days(layout: Layout, event_day: date) -> Iterator[list[StatedTime]]:
    """The hours beside the date of a second day: 1 November | 10:00 New York | 16:00 Geneva."""
    for mark in layout.of(DateMark)[:_MOST_DATES]:
        clocks = layout.on(layout.index_of(mark.start), ClockMark)
        if not mark.day or not 2 <= len(clocks) <= _MOST_CITIES:
            continue
        day = date_with_year(layout, replace(mark, year=mark.year or event_day.year))
        if day.day and day.day.value != event_day and clocks[0].start > mark.start:
            yield [as_stated_time(read_statement(layout, each, day)) for each in clocks]


def _sentence(
    one: StatedTime, other: StatedTime, starts_at: datetime, hours: float | None
) -> LazyString:
    day = one.day or starts_at.date()
    values = {
        "hour": hour_words(one.begins),
        "place": _place(one),
        "other_hour": hour_words(other.begins),
        "other_place": _place(other),
        "date": day_words(day),
        "right_hour": hour_words(_shown(other, starts_at)),
    }
    if hours == _FIVE:
        return lazy_gettext(
            "%(hour)s %(place)s is %(right_hour)s %(other_place)s on %(date)s, not %(other_hour)s: "
            "it is one of the five-hour weeks, in which the clocks of one city have changed "
            "and those of the other have not.",
            **values,
        )
    if hours:
        return lazy_gettext(
            "%(hour)s %(place)s is %(right_hour)s %(other_place)s on %(date)s, not %(other_hour)s: "
            "it is one of the %(hours)g-hour weeks, in which the clocks of one city have changed "
            "and those of the other have not.",
            **values,
            hours=hours,
        )
    return lazy_gettext(
        "%(hour)s %(place)s is %(right_hour)s %(other_place)s on %(date)s, not %(other_hour)s.",
        **values,
    )


def _place(stated: StatedTime) -> LazyString | str:
    return city_words(stated.zone) if stated.zone else stated.zone_text or "UTC"


def _shown(stated: StatedTime, moment: datetime) -> datetime:
    """What the clocks of its zone show at that moment."""
    if stated.zone:
        return wall_time_at(moment, stated.zone)
    return moment.astimezone(UTC).replace(tzinfo=None) + (stated.offset or (moment - moment))


def _odd_week(one: StatedTime, other: StatedTime, moment: datetime) -> float | None:
    """How many hours apart they are, if it is not what it is in January and in July.

    New York and Geneva: five, between two Sundays in March and one week around the end of October.
    """
    if not one.zone or not other.zone:
        return None
    hours = clock.hours_apart(moment, one.zone, other.zone)
    usual = {
        clock.hours_apart(datetime(moment.year, month, 15, tzinfo=UTC), one.zone, other.zone)
        for month in (1, 7)
    }
    return None if hours in usual else abs(hours)


def _answers(times: Sequence[StatedTime], schedule: Schedule) -> Iterator[Answer]:
    """Each of the two as it stands; the one that most zones say first."""
    for stated in sorted(times, key=lambda each: each.starts_at != schedule.starts_at):
        if stated.starts_at:
            zone = stated.zone or "Etc/UTC"
            starts = wall_time_at(stated.starts_at, zone)
            ends = wall_time_at(stated.ends_at, zone) if stated.ends_at else None
            yield answer_at(starts, ends, zone)
