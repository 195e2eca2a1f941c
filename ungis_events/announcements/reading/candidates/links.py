from ungis_events.announcements.reading.findings import Found
from ungis_events.announcements.reading.lines import Notice
from ungis_events.announcements.reading.marks import Marks


def read_registration_url(notice: Notice, marks: Marks) -> Found[str] | None:
    return None


def read_join_url(notice: Notice, marks: Marks) -> Found[str] | None:
    return None
