"""Two dates for one event: the title says 6 July, the date line 7 July."""

from collections.abc import Iterator, Sequence
from datetime import date

from flask_babel import lazy_gettext

from ungis_events.announcements.reading.candidates.when.days import EventDay, read_day
from ungis_events.announcements.reading.candidates.when.years import date_in
from ungis_events.announcements.reading.draft import AgendaPart, Schedule
from ungis_events.announcements.reading.findings import Answer, Question
from ungis_events.announcements.reading.layout import Layout
from ungis_events.announcements.reading.lines import Notice
from ungis_events.announcements.reading.marks import DateMark, Marks, Subject
from ungis_events.announcements.reading.wording import day_words, form_values, moved_to

_LINES_OF_A_TITLE = 3
_LONGEST_TITLE = 160
_NEAR = 31
"""Days: dates farther apart are of two things."""


def check_dates(
    notice: Notice, marks: Marks, schedule: Schedule, agenda: Sequence[AgendaPart]
) -> Iterator[Question]:
    """A single date in the title that is not the one of the date line."""
    layout = Layout(notice, marks)
    day = read_day(layout)
    if (
        not day
        or not day.day
        or layout.subject_of(day.mark)
        not in (
            Subject.DATE,
            Subject.DATE_AND_TIME,
        )
    ):
        return
    for mark in layout.of(DateMark):
        other = _in_title(layout, mark, day)
        if other:
            days = (day.day.value, other)
            yield Question(
                "dates",
                lazy_gettext(
                    "The title says “%(title)s”, the date line “%(words)s”.",
                    title=notice.words(mark.span),
                    words=notice.words(day.mark.span),
                ),
                (mark.span, day.mark.span),
                tuple(_on(each, schedule) for each in days),
                is_contradiction=True,
            )
            return


def _in_title(layout: Layout, mark: DateMark, day: EventDay) -> date | None:
    """Another date than the event's, with other words, at the top."""
    line = layout.line_of(mark)
    event_day = day.day.value if day.day else None
    if event_day is None or line.index >= _LINES_OF_A_TITLE or len(line.text) > _LONGEST_TITLE:
        return None
    is_alone = len(line.text) - (mark.end - mark.start) < len("on ")
    if is_alone or mark.last or mark.last_day or not mark.day or layout.label_of(mark):
        return None
    if any(_is_event_day(each, event_day) for each in layout.on(line.index, DateMark)):
        return None
    stated = date_in(mark.year or event_day.year, mark.month, mark.day)
    is_other = stated is not None and 0 < abs((stated - event_day).days) <= _NEAR
    return stated if is_other else None


def _is_event_day(mark: DateMark, day: date) -> bool:
    if mark.last:
        return (mark.month, mark.day or 1) <= (day.month, day.day) and day <= mark.last
    return (mark.month, mark.day) == (day.month, day.day)


def _on(day: date, schedule: Schedule) -> Answer:
    if not schedule.starts:
        return Answer(day_words(day), {})
    ends = schedule.ends.value if schedule.ends else None
    zone = schedule.zone.value if schedule.zone else None
    return Answer(day_words(day), form_values(*moved_to(day, schedule.starts.value, ends), zone))
