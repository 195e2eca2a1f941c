"""Stage 2: marks. One file a kind of mark, each with a function Notice → its marks."""

from ungis_events.announcements.reading.lines import Notice
from ungis_events.announcements.reading.marks import Marks

from .clocks import find_clocks
from .dates import find_dates
from .labels import find_labels
from .links import find_links
from .venues import find_venues
from .zones import find_zones

FINDERS = (find_labels, find_dates, find_clocks, find_zones, find_venues, find_links)


def find_marks(notice: Notice) -> Marks:
    return Marks(mark for find in FINDERS for mark in find(notice))
