"""To be written."""

from collections.abc import Iterator

from ungis_events.announcements.reading.lines import Notice
from ungis_events.announcements.reading.marks import Mark


def find_clocks(notice: Notice) -> Iterator[Mark]:
    return iter(())
