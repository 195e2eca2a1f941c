"""What the text leaves open about time, asked with the answers that come to mind."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from flask_babel import lazy_gettext

from ungis_events.announcements.reading.draft import Schedule
from ungis_events.announcements.reading.findings import Answer, Question
from ungis_events.announcements.reading.wording import (
    answer_at,
    day_words,
    form_values,
    hour_at_words,
    hour_words,
    moved_to,
    when_words,
)
from ungis_events.core import clock

from .days import is_impossible
from .stated_times import HALF_A_DAY, Statement, end_of, moment_of
from .timing import Timing, is_at_night
from .years import date_in, falls_on, years_in_text

HOUSE_ZONES = ("America/New_York", "Europe/Zurich")
_USUAL_LENGTHS = (60, 75, 90)
_YEARS_AROUND = 3
"""A weekday is looked for so many years before and after those that the text names."""


def list_open_times(timing: Timing, schedule: Schedule) -> tuple[Question, ...]:
    """Every question about the schedule that only a person can settle."""
    asked = [
        *_no_such_day(timing),
        *_no_year(timing),
        *_date_order(timing, schedule),
        *_zone_conflict(timing, schedule),
        *_zone_options(timing, schedule),
        *_no_zone(timing, schedule),
        *_half_of_day(timing),
        *_clock_change(timing, schedule),
        *_no_end(timing, schedule),
    ]
    return tuple(asked)


def _no_such_day(timing: Timing) -> Iterator[Question]:
    """31 June 2023, 29 February 2023: the last day of the month, or the first of the next?"""
    if not timing.day or not is_impossible(timing.day):
        return
    mark = timing.day.mark
    first = date_in(mark.year or 0, mark.month, 1)
    next_month = (first + timedelta(days=31)).replace(day=1) if first else None
    days = (next_month - timedelta(days=1), next_month) if next_month else ()
    hours = timing.statements[0].clock if timing.statements else None
    yield Question(
        "no-such-day",
        lazy_gettext(
            "“%(words)s”: the calendar has no such day.",
            words=timing.layout.notice.words(mark.span),
        ),
        (mark.span,),
        tuple(_on_day(day, hours.begins if hours else None) for day in days),
        is_contradiction=True,
    )


def _no_year(timing: Timing) -> Iterator[Question]:
    if not timing.day or timing.day.day or is_impossible(timing.day):
        return
    mark = timing.day.mark
    words = timing.layout.notice.words(mark.span)
    days = [date_in(year, mark.month, mark.day or 1) for year in _likely_years(timing)]
    hours = timing.statements[0].clock if timing.statements else None
    yield Question(
        "no-year",
        lazy_gettext("The text does not say in which year “%(words)s” is.", words=words),
        (mark.span,),
        tuple(_on_day(day, hours.begins if hours else None) for day in days if day),
    )


def _on_day(day: date, hour: object) -> Answer:
    values = {"starts": f"{day.isoformat()}T{hour:%H:%M}"} if hour else {}
    return Answer(day_words(day), values)


def _likely_years(timing: Timing) -> list[int]:
    """Those the text names; with a weekday those on which the date falls on it, nearby."""
    named = years_in_text(timing.layout)
    mark = timing.day.mark if timing.day else None
    if mark is None or mark.weekday is None:
        return named[-3:]
    near = {year + step for year in named for step in range(-_YEARS_AROUND, _YEARS_AROUND + 1)}
    return [year for year in sorted(near) if falls_on(mark, year)][-3:]


def _date_order(timing: Timing, schedule: Schedule) -> Iterator[Question]:
    """10/07/2023 is 10 July, or October 7 where months come first."""
    day = timing.day
    if not day or not day.day or not day.other or not schedule.starts:
        return
    starts, ends = schedule.starts.value, schedule.ends.value if schedule.ends else None
    zone = schedule.zone.value if schedule.zone else None
    yield Question(
        "date-order",
        lazy_gettext(
            "“%(words)s” can be %(day)s or %(other)s.",
            words=timing.layout.notice.words(day.mark.span),
            day=day_words(day.day.value),
            other=day_words(day.other),
        ),
        (day.mark.span,),
        tuple(
            answer_at(*moved_to(each, starts, ends), zone) for each in (day.day.value, day.other)
        ),
    )


def _zone_conflict(timing: Timing, schedule: Schedule) -> Iterator[Question]:
    for each in timing.statements:
        if not each.reading.is_conflict:
            continue
        names = dict.fromkeys(name for zone in each.zones for name in zone.zones[:1])
        yield Question(
            "zone",
            lazy_gettext(
                "“%(words)s” names two zones whose clocks differ: which one is meant?",
                words=each.words or "",
            ),
            (each.clock.span, *(zone.span for zone in each.zones)),
            _in_zones(each, tuple(names)),
            is_contradiction=True,
        )


def _zone_options(timing: Timing, schedule: Schedule) -> Iterator[Question]:
    for each in timing.statements:
        if each.reading.options and schedule.starts_at is None:
            yield Question(
                "zone-open",
                lazy_gettext("“%(words)s” can mean several zones.", words=each.words or ""),
                (each.clock.span, *(zone.span for zone in each.zones)),
                _in_zones(each, _with_other_clocks(each)),
            )


def _with_other_clocks(statement: Statement) -> tuple[str, ...]:
    """Its zones, each offset once, the likeliest first."""
    chosen: dict[datetime | str, str] = {}
    for zone in statement.reading.options:
        read = statement.in_zone(zone)
        chosen.setdefault(moment_of(read, statement.clock.begins) or zone, zone)
    return tuple(chosen.values())[:6]


def _no_zone(timing: Timing, schedule: Schedule) -> Iterator[Question]:
    first = timing.statements[0] if timing.statements else None
    if first is None or first.reading != type(first.reading)():
        return
    yield Question(
        "no-zone",
        lazy_gettext(
            "The text does not say in which city's time %(hour)s is.",
            hour=hour_words(first.clock.begins),
        ),
        (first.clock.span,),
        _in_zones(first, HOUSE_ZONES),
    )


def _in_zones(statement: Statement, zones: tuple[str, ...]) -> tuple[Answer, ...]:
    """The stated hours read in each of these zones."""
    if statement.day is None:
        begins = statement.clock.begins
        return tuple(Answer(hour_at_words(begins, zone), form_values(zone=zone)) for zone in zones)
    starts = datetime.combine(statement.day, statement.clock.begins)
    end = end_of(statement.clock)
    ends = datetime.combine(statement.day, end[0]) + timedelta(days=end[1]) if end else None
    return tuple(answer_at(starts, ends, zone) for zone in zones)


def _half_of_day(timing: Timing) -> Iterator[Question]:
    """2.30–3.45 (Geneva): in the afternoon, more likely than at night."""
    if not is_at_night(timing):
        return
    stated = timing.statements[0]
    if stated.day is None:
        return
    zone = timing.home.value if timing.home else stated.reading.zone
    starts = datetime.combine(stated.day, stated.clock.begins)
    ends = datetime.combine(stated.day, stated.clock.ends) if stated.clock.ends else None
    later = answer_at(starts + HALF_A_DAY, ends + HALF_A_DAY if ends else None, zone)
    yield Question(
        "half-of-day",
        lazy_gettext(
            "“%(words)s”: a.m. or p.m.?",
            words=timing.layout.notice.words(stated.clock.span),
        ),
        (stated.clock.span,),
        (later, answer_at(starts, ends, zone)),
    )


def _clock_change(timing: Timing, schedule: Schedule) -> Iterator[Question]:
    """The hour that is skipped in spring or comes twice in autumn."""
    if schedule.starts_at is not None:
        return
    for each in timing.statements:
        zone = each.reading.zone
        if zone is None or each.day is None:
            continue
        starts = datetime.combine(each.day, each.clock.begins)
        try:
            clock.from_wall_time(starts, zone)
        except clock.NotOnTheClock as error:
            around = (starts - timedelta(hours=1), starts + timedelta(hours=1))
            answers = tuple(answer_at(other, None, zone) for other in around)
            yield Question("clock-change", error.message, (each.clock.span,), answers)


def _no_end(timing: Timing, schedule: Schedule) -> Iterator[Question]:
    if schedule.starts is None or schedule.ends is not None:
        return
    starts = schedule.starts.value
    lengths = [starts + timedelta(minutes=minutes) for minutes in _USUAL_LENGTHS]
    yield Question(
        "no-end",
        lazy_gettext(
            "The text says that it starts at %(hour)s, but not when it ends.",
            hour=hour_words(starts),
        ),
        (timing.statements[0].clock.span,),
        tuple(
            Answer(when_words(ends), form_values(ends=ends))
            for ends in dict.fromkeys([*_programme_end(timing, starts), *lengths])
        ),
    )


def _programme_end(timing: Timing, starts: datetime) -> list[datetime]:
    """When the last part of the programme ends, if its first is when the event starts."""
    slots = timing.hours.slots
    first = timing.statements[0].clock
    if not slots or slots[0].begins != first.begins or slots[-1].ends is None:
        return []
    began = datetime.combine(starts.date(), first.begins)
    length = datetime.combine(starts.date(), slots[-1].ends) - began
    return [starts + length] if length > timedelta() else []
