from ungis_events.announcements.reading.findings import Found
from ungis_events.announcements.reading.lines import Notice
from ungis_events.announcements.reading.marks import Marks


def read_title(notice: Notice, marks: Marks) -> Found[str] | None:
    return None


def read_theme(notice: Notice, marks: Marks, title: Found[str] | None) -> Found[str] | None:
    return None
