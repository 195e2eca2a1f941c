from ungis_events.announcements.reading.findings import Found
from ungis_events.announcements.reading.lines import Notice
from ungis_events.announcements.reading.marks import Marks
from ungis_events.events.models import EventFormat


def read_venue(notice: Notice, marks: Marks) -> Found[str] | None:
    return None


def read_format(
    notice: Notice, marks: Marks, venue: Found[str] | None
) -> Found[EventFormat] | None:
    return None


def read_platform(notice: Notice, marks: Marks) -> Found[str] | None:
    return None


def read_languages(notice: Notice, marks: Marks) -> Found[tuple[str, ...]] | None:
    return None
