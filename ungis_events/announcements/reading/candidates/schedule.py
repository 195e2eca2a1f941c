from ungis_events.announcements.reading.draft import Schedule
from ungis_events.announcements.reading.findings import Found
from ungis_events.announcements.reading.lines import Notice
from ungis_events.announcements.reading.marks import Marks


def read_schedule(notice: Notice, marks: Marks, venue: Found[str] | None) -> Schedule:
    return Schedule()
