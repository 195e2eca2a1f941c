from ungis_events.announcements.reading.findings import Found
from ungis_events.announcements.reading.lines import Notice
from ungis_events.announcements.reading.marks import Marks


def read_forum(notice: Notice, marks: Marks, title: Found[str] | None) -> Found[str] | None:
    return None


def read_kind(notice: Notice, marks: Marks, title: Found[str] | None) -> Found[str] | None:
    return None
