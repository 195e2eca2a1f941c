"""Calendar files: one event, as a download (PUBLISH), an invitation (REQUEST) or its end (CANCEL).

icalendar writes the properties. What it gets wrong is done here and in lines.py: time zones,
backslashes before an N, folds after an escaped backslash, and parameters of URIs.
"""

from datetime import UTC, datetime, timedelta

from icalendar import (
    Alarm,
    Event,
    vCalAddress,
    vCategory,
    vText,
    vUri,
)

from .entry import CalendarEntry, Method, Person
from .lines import escaped, folded, one_line, paragraphs, uri
from .vtimezone import find_zone_rule, is_unambiguous

PRODUCT = "-//UNGIS//ungis_events//EN"
_ALARM_BEFORE = timedelta(minutes=-15)


class _Text(vText):
    """TEXT as RFC 5545 3.3.11 has it; vText would turn a typed "\\N" into a line break."""

    def to_ical(self) -> bytes:
        return escaped(self).encode()


def publish(entry: CalendarEntry, *, stamp: datetime) -> bytes:
    """The public file, for anyone: no attendee and no personal link (RFC 5546 3.2.1).

    `stamp` is an aware time; equal arguments give equal bytes. Raises ValueError if the texts hold
    the personal join link.
    """
    event = published_event(entry, stamp=stamp)
    if not entry.is_cancelled:
        event.add_component(_alarm(entry))
    return _file(Method.PUBLISH, entry, event)


def published_event(entry: CalendarEntry, *, stamp: datetime) -> Event:
    """The VEVENT that everybody may see, in a file of its own or in a feed; without an alarm.

    A cancelled event stays, marked so and free. Raises ValueError as `publish` does.
    """
    if entry.join_url and any(
        entry.join_url in text for text in (entry.description, entry.location)
    ):
        raise ValueError("a public calendar file must not hold a personal join link")
    event = _event(entry, stamp, is_cancelled=entry.is_cancelled)
    if entry.is_cancelled:
        event["SUMMARY"] = _Text(f"CANCELLED: {one_line(entry.title)}")
    return event


def request(entry: CalendarEntry, attendee: Person, *, stamp: datetime) -> bytes:
    """The invitation, or its update, for one person and nobody else (RFC 5546 3.2.2).

    `stamp` is the aware time of sending, new each time. Raises ValueError for a cancelled entry.
    """
    if entry.is_cancelled:
        raise ValueError("a cancelled event is sent with cancel(), not request()")
    event = _event(entry, stamp, is_cancelled=False)
    event["ATTENDEE"] = _attendee(attendee, answer="TRUE")
    if entry.join_url:
        event["CONFERENCE"] = vUri(
            uri(entry.join_url),
            # RFC 7986 5.11 and 6.3; icalendar's Conference quotes the two features into one.
            params={"VALUE": "URI", "FEATURE": ["AUDIO", "VIDEO"], "LABEL": "Join the webinar"},
        )
    event.add_component(_alarm(entry))
    return _file(Method.REQUEST, entry, event)


def cancel(entry: CalendarEntry, attendee: Person, *, stamp: datetime) -> bytes:
    """Take the event out of one person's calendar (RFC 5546 3.2.5).

    `entry.sequence` must already be higher than in the invitation; `stamp` is an aware time.
    """
    event = _event(entry, stamp, is_cancelled=True)
    event["ATTENDEE"] = _attendee(attendee, answer="FALSE")
    return _file(Method.CANCEL, entry, event)


def _event(entry: CalendarEntry, stamp: datetime, *, is_cancelled: bool) -> Event:
    event = Event()
    event["UID"] = _Text(entry.uid)
    event.add("SEQUENCE", entry.sequence)
    event.add("DTSTAMP", _utc(stamp))
    event.add("CREATED", _utc(entry.created_at))
    event.add("LAST-MODIFIED", _utc(entry.changed_at))
    _add_times(event, entry, stamp)
    event["SUMMARY"] = _Text(one_line(entry.title))
    for name, text in (("DESCRIPTION", entry.description), ("LOCATION", entry.location)):
        if text:
            event[name] = _Text(paragraphs(text))
    if entry.url:
        event["URL"] = vUri(uri(entry.url))
    if entry.categories:
        event["CATEGORIES"] = categories = vCategory([])
        categories.cats = [_Text(one_line(name)) for name in entry.categories]
    event["ORGANIZER"] = _address(entry.organizer)
    event["CLASS"] = vText("PUBLIC")
    event["STATUS"] = vText("CANCELLED" if is_cancelled else "CONFIRMED")
    event["TRANSP"] = vText("TRANSPARENT" if is_cancelled else "OPAQUE")
    event["X-MICROSOFT-CDO-BUSYSTATUS"] = vText("FREE" if is_cancelled else "BUSY")
    return event


def _add_times(event: Event, entry: CalendarEntry, stamp: datetime) -> None:
    """Write both times in the zone, or both in UTC (RFC 5545 3.3.5)."""
    if _is_written_in_zone(entry, stamp):
        event.add("DTSTART", entry.starts.replace(microsecond=0), {"TZID": entry.zone})
        event.add("DTEND", entry.ends.replace(microsecond=0), {"TZID": entry.zone})
    else:
        event.add("DTSTART", _utc(entry.starts_at))
        event.add("DTEND", _utc(entry.ends_at))


def _is_written_in_zone(entry: CalendarEntry, stamp: datetime) -> bool:
    """Would readers find exactly the stored moments, by our VTIMEZONE or by the zone's name?"""
    rule = find_zone_rule(entry.zone)
    if rule is None or not rule.is_widely_known(stamp):
        return False
    return all(
        rule.covers(wall_time)
        and is_unambiguous(entry.zone, wall_time)
        and rule.offset_at(moment.replace(tzinfo=None)) == wall_time - moment.replace(tzinfo=None)
        for wall_time, moment in ((entry.starts, entry.starts_at), (entry.ends, entry.ends_at))
    )


def _alarm(entry: CalendarEntry) -> Alarm:
    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm["DESCRIPTION"] = _Text(one_line(entry.title))
    alarm.add("TRIGGER", _ALARM_BEFORE)
    return alarm


def _attendee(person: Person, *, answer: str) -> vCalAddress:
    # Lower case, so that clients recognise their owner and offer the answer buttons.
    attendee = _address(Person(person.email.lower(), person.name))
    attendee.params |= {
        "CUTYPE": "INDIVIDUAL",
        "ROLE": "REQ-PARTICIPANT",
        "PARTSTAT": "NEEDS-ACTION",
        "RSVP": answer,
    }
    return attendee


def _address(person: Person) -> vCalAddress:
    # Outlook does not know RFC 6868, the only way to write a quote or a caret in a parameter.
    name = one_line(person.name).replace('"', "'").replace("^", "").replace("\\", "/").strip()
    return vCalAddress(f"mailto:{person.email}", params={"CN": name} if name else {})


def _file(method: Method, entry: CalendarEntry, event: Event) -> bytes:
    rule = find_zone_rule(entry.zone) if "TZID" in event["DTSTART"].params else None
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        f"METHOD:{method}",
        *(rule.lines() if rule else ()),
        *(line for line in event.content_lines() if line),
        "END:VCALENDAR",
    ]
    return folded(lines)


def _utc(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError("a calendar file needs aware times")
    return moment.astimezone(UTC).replace(microsecond=0)
