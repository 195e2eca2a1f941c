"""A speaker's own calendar entry: the event, and when they are expected before it."""

from dataclasses import replace
from datetime import datetime

from flask_babel import gettext

from ungis_events.adapters import calendar
from ungis_events.adapters.calendar import CalendarEntry, Person
from ungis_events.adapters.mail import wire_address
from ungis_events.core.templating import moment
from ungis_events.events.calendar import personal_entry
from ungis_events.events.models import Event
from ungis_events.mailing.composing import CalendarPart

from .models import Speaker
from .rules import green_room_at


def invitation(speaker: Speaker, join_url: str | None, now: datetime) -> CalendarPart:
    """For who has accepted; `calendar_sequence` was set with the state."""
    event = speaker.event
    entry = _entry(event, speaker.id, speaker.calendar_sequence or 0, join_url=join_url)
    lines = (
        gettext("You speak at this event."),
        gettext("Speakers meet from: %(moment)s", moment=moment(green_room_at(event))),
    )
    entry = replace(entry, description="\n\n".join(("\n".join(lines), entry.description)))
    attendee = _attendee(speaker.email or "", speaker.display_name)
    return CalendarPart(calendar.request(entry, attendee, stamp=now), "REQUEST")


def cancellation(
    event: Event, number: int, sequence: int, *, email: str, name: str, now: datetime
) -> CalendarPart:
    """Also for somebody who is on no roster any more: hence the facts instead of the row."""
    entry = _entry(event, number, sequence, join_url=None)
    return CalendarPart(calendar.cancel(entry, _attendee(email, name), stamp=now), "CANCEL")


def _entry(event: Event, number: int, sequence: int, *, join_url: str | None) -> CalendarEntry:
    """With a UID of the speaker's own.

    Many speakers have registered too, and one office looks after several: under the event's own
    UID a speaker who declines would take the registration, or a colleague, out of the calendar.
    """
    entry = personal_entry(event, sequence=sequence, join_url=join_url)
    title = gettext("Speaking: %(title)s", title=event.title)
    return replace(entry, uid=f"speaker-{number}-{event.uid}", title=title)


def _attendee(email: str, name: str) -> Person:
    return Person(wire_address(email), name)
