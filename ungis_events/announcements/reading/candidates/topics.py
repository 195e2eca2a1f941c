from ungis_events.announcements.reading.findings import Found
from ungis_events.announcements.reading.lines import Notice
from ungis_events.announcements.reading.marks import Marks


def read_topics(notice: Notice, marks: Marks) -> Found[tuple[str, ...]] | None:
    return None
