"""Feeds: many events in one file that calendar programs fetch again and again.

An event's bytes are made apart, so that callers can keep them until the event changes; the feed
is their sum. Its own properties are written here: icalendar leaves out VALUE=DURATION and
VALUE=URI (RFC 7986 5.7, 5.8), and does not escape names.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from .entry import CalendarEntry, Method
from .ics import PRODUCT, published_event
from .lines import escaped, folded, one_line, uri
from .vtimezone import find_zone_rule

# A hint; Google and Outlook come when they like, mostly less often.
_REFRESH = "PT6H"
# RFC 7986 5.9 wants a name of CSS: the one nearest to the UN's blue.
_COLOR = "deepskyblue"
# A calendar holds at least one component (RFC 5545 3.6); one with X- is ignored by everybody.
_NOTHING = ("BEGIN:X-UNGIS-NOTHING", "COMMENT:There is no event yet", "END:X-UNGIS-NOTHING")


@dataclass(frozen=True)
class FeedHead:
    """What a feed says of itself; `url` is where it can be fetched, `zone` an IANA name."""

    name: str
    description: str
    url: str
    zone: str


@dataclass(frozen=True)
class FeedEvent:
    """One VEVENT as bytes, and the zone whose VTIMEZONE it needs; None: it is written in UTC."""

    vevent: bytes
    zone: str | None


def feed_event(entry: CalendarEntry) -> FeedEvent:
    """Equal entries give equal bytes: DTSTAMP is the last change, not the time of asking."""
    event = published_event(entry, stamp=entry.changed_at)
    vevent = folded(line for line in event.content_lines() if line)
    return FeedEvent(vevent, event["DTSTART"].params.get("TZID"))


def feed(head: FeedHead, events: Sequence[FeedEvent]) -> bytes:
    """The whole file, its events in the order given, each zone once before them."""
    lines = ["BEGIN:VCALENDAR", *_properties(head)]
    for zone in sorted({event.zone for event in events if event.zone}):
        rule = find_zone_rule(zone)
        lines += rule.lines() if rule else []
    if not events:
        lines += _NOTHING
    vevents = [event.vevent for event in events]
    return b"".join([folded(lines), *vevents, folded(["END:VCALENDAR"])])


def _properties(head: FeedHead) -> list[str]:
    name, description = escaped(one_line(head.name)), escaped(one_line(head.description))
    return [
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        f"METHOD:{Method.PUBLISH}",
        f"NAME:{name}",
        f"X-WR-CALNAME:{name}",
        f"DESCRIPTION:{description}",
        f"X-WR-CALDESC:{description}",
        f"X-WR-TIMEZONE:{head.zone}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{_REFRESH}",
        f"X-PUBLISHED-TTL:{_REFRESH}",
        f"SOURCE;VALUE=URI:{uri(head.url)}",
        f"COLOR:{_COLOR}",
    ]
