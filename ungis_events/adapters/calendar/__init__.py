"""Calendar files and add-to-calendar links for one event.

`publish` makes the file people download, `request` and `cancel` the personal ones sent by mail.
"""

from .entry import CalendarEntry, Method, Person
from .ics import cancel, publish, request
from .links import CalendarLink, calendar_links

__all__ = [
    "CalendarEntry",
    "CalendarLink",
    "Method",
    "Person",
    "calendar_links",
    "cancel",
    "publish",
    "request",
]
