"""A weekday that does not fall on its date: Thursday, 25 September 2018 was a Tuesday."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from babel.dates import format_date
from flask_babel import LazyString, get_locale, lazy_gettext

from ungis_events.announcements.reading.candidates.when.days import EventDay, read_day
from ungis_events.announcements.reading.candidates.when.years import date_in
from ungis_events.announcements.reading.draft import AgendaPart, Schedule
from ungis_events.announcements.reading.findings import Answer, Question
from ungis_events.announcements.reading.layout import Layout
from ungis_events.announcements.reading.lines import Notice
from ungis_events.announcements.reading.marks import DateMark, Marks
from ungis_events.announcements.reading.wording import day_words, form_values, moved_to

_LINES_UNDER_A_MONTH = 10
"""As far as `October 2018` is the heading of what stands below it."""


def check_weekdays(
    notice: Notice, marks: Marks, schedule: Schedule, agenda: Sequence[AgendaPart]
) -> Iterator[Question]:
    """Each wrong weekday of the event's date; others are not ours to judge."""
    layout = Layout(notice, marks)
    day = read_day(layout)
    if not day or not day.day:
        return
    asked: set[int | None] = set()
    for mark in layout.of(DateMark):
        stated = _stated(mark, day)
        if stated is None or mark.weekday in (None, stated.weekday(), *asked):
            continue
        asked.add(mark.weekday)
        yield Question(
            "weekday",
            lazy_gettext(
                "“%(words)s”: that day is a %(weekday)s.",
                words=notice.words(mark.span),
                weekday=_weekday(stated),
            ),
            (mark.span,),
            tuple(_on(each, schedule) for each in _likely_days(layout, mark, stated)),
            is_contradiction=True,
        )


def _stated(mark: DateMark, day: EventDay) -> date | None:
    """The date of the mark, if it is the event's."""
    event_day = day.day.value if day.day else None
    stated = date_in(mark.year or (event_day.year if event_day else 0), mark.month, mark.day or 0)
    is_other_way_round = (
        mark.is_order_open
        and stated is not None
        and event_day is not None
        and ((stated.day, stated.month) == (event_day.month, event_day.day))
    )
    return event_day if is_other_way_round else stated if stated == event_day else None


def _likely_days(layout: Layout, mark: DateMark, stated: date) -> list[date]:
    """The date as it stands; the same day in the month of a heading; the nearest such weekday."""
    days = [stated]
    index = layout.index_of(mark.start)
    for heading in layout.of(DateMark):
        above = index - layout.index_of(heading.start)
        if heading.day is None and 0 < above <= _LINES_UNDER_A_MONTH:
            other = date_in(heading.year or stated.year, heading.month, stated.day)
            if other and other.weekday() == mark.weekday:
                days.append(other)
    ahead = ((mark.weekday or 0) - stated.weekday()) % 7
    near = sorted((ahead - 7, ahead), key=abs)
    return list(dict.fromkeys([*days, *(stated + timedelta(days=each) for each in near)]))


def _on(day: date, schedule: Schedule) -> Answer:
    if not schedule.starts:
        return Answer(day_words(day), {})
    ends = schedule.ends.value if schedule.ends else None
    zone = schedule.zone.value if schedule.zone else None
    starts, moved_end = moved_to(day, schedule.starts.value, ends)
    return Answer(day_words(day), form_values(starts, moved_end, zone))


def _weekday(day: date) -> LazyString:
    return LazyString(lambda: format_date(day, "EEEE", locale=str(get_locale() or "en")))
