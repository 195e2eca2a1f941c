"""The mistakes that notices make, each named and asked about. One file a kind of mistake."""

from collections.abc import Sequence

from ungis_events.announcements.reading.candidates.when.ranges import with_ranges
from ungis_events.announcements.reading.draft import AgendaPart, Schedule
from ungis_events.announcements.reading.findings import Question
from ungis_events.announcements.reading.lines import Notice
from ungis_events.announcements.reading.marks import Marks

from .cities import check_cities
from .dates import check_dates
from .ends import check_ends
from .hours import check_hours
from .programmes import check_programmes
from .seasons import check_seasons
from .weekdays import check_weekdays

CHECKS = (
    check_weekdays,
    check_dates,
    check_hours,
    check_seasons,
    check_cities,
    check_ends,
    check_programmes,
)


def find_mistakes(
    notice: Notice, marks: Marks, schedule: Schedule, agenda: Sequence[AgendaPart]
) -> tuple[Question, ...]:
    """What contradicts itself, then what the schedule leaves open."""
    joined = with_ranges(notice, marks)
    mistakes = [
        question for check in CHECKS for question in check(notice, joined, schedule, agenda)
    ]
    return (*mistakes, *schedule.questions)
