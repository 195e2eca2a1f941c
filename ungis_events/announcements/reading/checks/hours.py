"""Two hours for one event: noon in the headline, 12:30 in the practical information."""

from collections.abc import Iterator, Sequence

from flask_babel import lazy_gettext

from ungis_events.announcements.reading.candidates.when.days import read_day
from ungis_events.announcements.reading.candidates.when.hours import is_beside_the_event
from ungis_events.announcements.reading.draft import AgendaPart, Schedule
from ungis_events.announcements.reading.findings import Question, Span
from ungis_events.announcements.reading.layout import Layout
from ungis_events.announcements.reading.lines import Notice
from ungis_events.announcements.reading.marks import ClockMark, DateMark, Marks, Subject, ZoneMark
from ungis_events.announcements.reading.wording import answer_at

_LINES_AT_THE_TOP = 6
_OF_TIME = (Subject.TIME, Subject.DATE_AND_TIME)


def check_hours(
    notice: Notice, marks: Marks, schedule: Schedule, agenda: Sequence[AgendaPart]
) -> Iterator[Question]:
    """Another start beside the event's date at the top than behind `Time:`, both without a zone."""
    layout = Layout(notice, marks)
    day = read_day(layout)
    spans = {stated.spans[0] for stated in schedule.times}
    labelled = [
        mark
        for mark in layout.of(ClockMark)
        if mark.span in spans and layout.subject_of(mark) in _OF_TIME
    ]
    if day is None or len(labelled) != 1:
        return
    time_line = labelled[0]
    for index in range(min(_LINES_AT_THE_TOP, len(layout.lines))):
        dates = [(mark.month, mark.day) for mark in layout.on(index, DateMark)]
        clocks = layout.on(index, ClockMark)
        if (day.mark.month, day.mark.day) not in dates or len(clocks) != 1:
            continue
        other = clocks[0]
        if other.begins != time_line.begins and _can_be_compared(layout, index, other):
            yield _question(notice, schedule, other, time_line.span)
            return


def _can_be_compared(layout: Layout, index: int, other: ClockMark) -> bool:
    return (
        not layout.on(index, ZoneMark)
        and layout.label_of(other) is None
        and not is_beside_the_event(layout, other)
    )


def _question(notice: Notice, schedule: Schedule, other: ClockMark, labelled: Span) -> Question:
    answers = []
    if schedule.starts:
        starts, ends = schedule.starts.value, schedule.ends.value if schedule.ends else None
        zone = schedule.zone.value if schedule.zone else None
        moved = starts.replace(hour=other.begins.hour, minute=other.begins.minute)
        answers = [
            answer_at(starts, ends, zone),
            answer_at(moved, ends if ends and ends > moved else None, zone),
        ]
    return Question(
        "hours",
        lazy_gettext(
            "Beside the date stands “%(words)s”, behind the label “%(other)s”.",
            words=notice.words(other.span),
            other=notice.words(labelled),
        ),
        (other.span, labelled),
        tuple(answers),
        is_contradiction=True,
    )
