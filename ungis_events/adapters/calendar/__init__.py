"""Calendar files, feeds, and links that add an event or subscribe to a feed.

`publish` makes the file people download, `request` and `cancel` the personal ones sent by mail,
`feed` the one that calendar programs fetch again and again.
"""

from .entry import CalendarEntry, Method, Person
from .feed import FeedEvent, FeedHead, feed, feed_event
from .ics import cancel, publish, request
from .links import CalendarLink, calendar_links, subscribe_links, webcal_url

__all__ = [
    "CalendarEntry",
    "CalendarLink",
    "FeedEvent",
    "FeedHead",
    "Method",
    "Person",
    "calendar_links",
    "cancel",
    "feed",
    "feed_event",
    "publish",
    "request",
    "subscribe_links",
    "webcal_url",
]
