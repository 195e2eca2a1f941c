"""What feeds hold: which events, under which name, and the bytes of each event, kept."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from flask_babel import gettext

from ungis_events.adapters.calendar import (
    CalendarLink,
    FeedEvent,
    FeedHead,
    feed,
    feed_event,
    subscribe_links,
    webcal_url,
)
from ungis_events.core import templating
from ungis_events.core.site_links import site_url
from ungis_events.topics.catalogue import topics_by_code

from . import queries
from .calendar import calendar_entry
from .queries import Filters

_ROOM = 10_000  # some 20 MB: 500 events in six languages, and what they were before


@dataclass(frozen=True)
class Feed:
    """One calendar to subscribe to."""

    filters: Filters
    name: str
    url: str

    @property
    def webcal_url(self) -> str:
        return webcal_url(self.url)

    @property
    def links(self) -> list[CalendarLink]:
        return subscribe_links(self.url, self.name)


def find_feed(filters: Filters) -> Feed | None:
    """Of everything, one forum or one topic; None where there is no such feed."""
    name: str = gettext("UNGIS events")
    if not any(filters):
        return Feed(filters, name, site_url("events.feed"))
    if filters == Filters(forum=filters.forum):
        forum = queries.find_forum(filters.forum)
        url = site_url("events.forum_feed", slug=filters.forum)
        return Feed(filters, f"{name}: {forum.name}", url) if forum else None
    if filters == Filters(topic=filters.topic):
        topic = topics_by_code().get(filters.topic)
        url = site_url("events.topic_feed", code=filters.topic)
        return Feed(filters, f"{name}: {topic.label}", url) if topic else None
    return None


def calendar_of(one: Feed, now: datetime) -> tuple[bytes, datetime | None]:
    """The feed as a file, and when it changes by itself."""
    rows = queries.list_feed_rows(now, forum=one.filters.forum, topic=one.filters.topic)
    language = templating.language()
    keys = [(uid, version, language) for _, uid, version, _ in rows]
    vevents = _vevents.find(keys)
    missing = {rows[place][0]: place for place, vevent in enumerate(vevents) if vevent is None}
    for event in queries.list_events_of_feed(missing) if missing else ():
        vevent = feed_event(calendar_entry(event, in_feed=True))
        vevents[missing[event.id]] = vevent
        _vevents.keep(keys[missing[event.id]], vevent)
    head = FeedHead(
        name=one.name,
        description=gettext(
            "Side events of the United Nations Group on the Information Society: upcoming ones to "
            "register for, past ones with their recordings."
        ),
        url=one.url,
        zone=current_app.config["HOME_CITIES"][0][1],
    )
    body = feed(head, [vevent for vevent in vevents if vevent])
    return body, next_leaving(row[3] for row in rows)


def next_leaving(cancelled_at: Iterable[datetime | None]) -> datetime | None:
    """When the first of these events is dropped; None in `cancelled_at`: it takes place."""
    first = min((moment for moment in cancelled_at if moment), default=None)
    return first + queries.CANCELLED_STAY if first else None


_Key = tuple[str, int, str]


class KeptVevents:
    """By UID, version and language, all that the bytes depend on; so nothing is ever stale.

    The oldest leave when the room is full; what is still wanted of them is made again.
    """

    def __init__(self, room: int) -> None:
        self._room = room
        self._kept: dict[_Key, FeedEvent] = {}
        self._lock = threading.Lock()

    def find(self, keys: Iterable[_Key]) -> list[FeedEvent | None]:
        """In the order of the keys; None where none is kept."""
        with self._lock:
            return [self._kept.get(key) for key in keys]

    def keep(self, key: _Key, vevent: FeedEvent) -> None:
        with self._lock:
            self._kept[key] = vevent
            if len(self._kept) > self._room:
                del self._kept[next(iter(self._kept))]


_vevents = KeptVevents(_ROOM)
