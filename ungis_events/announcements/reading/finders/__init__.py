"""Stage 2: marks. One file a kind of mark; hours need the dates, and zones the hours."""

from ungis_events.announcements.reading.lines import Notice
from ungis_events.announcements.reading.marks import Marks

from .clocks import find_clocks
from .dates import find_dates
from .labels import find_labels
from .links import find_links
from .venues import find_venues
from .years import find_years
from .zones import find_zones


def find_marks(notice: Notice) -> Marks:
    dates = find_dates(notice)
    clocks = find_clocks(notice, dates)
    return Marks(
        [
            *find_labels(notice),
            *dates,
            *find_years(notice, dates),
            *clocks,
            *find_zones(notice, clocks),
            *find_venues(notice),
            *find_links(notice),
        ]
    )
