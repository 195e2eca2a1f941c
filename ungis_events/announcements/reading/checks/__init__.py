"""The mistakes that notices make, each named and asked about."""

from collections.abc import Sequence

from ungis_events.announcements.reading.draft import AgendaPart, Schedule
from ungis_events.announcements.reading.findings import Question
from ungis_events.announcements.reading.lines import Notice
from ungis_events.announcements.reading.marks import Marks


def find_mistakes(
    notice: Notice, marks: Marks, schedule: Schedule, agenda: Sequence[AgendaPart]
) -> tuple[Question, ...]:
    return schedule.questions
