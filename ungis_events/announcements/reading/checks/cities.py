"""Hours in two cities that are not the same moment, and the weeks in which that happens most."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import combinations

from flask_babel import LazyString, lazy_gettext

from ungis_events.announcements.reading.draft import AgendaPart, Schedule, StatedTime
from ungis_events.announcements.reading.findings import Answer, Question
from ungis_events.announcements.reading.lines import Notice
from ungis_events.announcements.reading.marks import Marks
from ungis_events.announcements.reading.wording import (
    answer_at,
    city_words,
    day_words,
    hour_words,
    wall_time_at,
)
from ungis_events.core import clock

_FIVE = 5
"""Hours between New York and Geneva in the weeks that have a name."""


def check_cities(
    notice: Notice, marks: Marks, schedule: Schedule, agenda: Sequence[AgendaPart]
) -> Iterator[Question]:
    """The first two stated times that do not meet."""
    known = [each for each in schedule.times if each.starts_at]
    for one, other in combinations(known, 2):
        if one.starts_at and one.starts_at != other.starts_at:
            hours = _odd_week(one, other, one.starts_at)
            yield Question(
                "five-hour-week" if hours else "zones",
                _sentence(one, other, one.starts_at, hours),
                (*one.spans, *other.spans),
                tuple(_answers((one, other), schedule)),
                is_contradiction=True,
            )
            return


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
