"""For the features that build on attendance: it is known who was in the room, and how long."""

from datetime import timedelta

from tests.factories import NOON
from ungis_events.attendance.models import Source
from ungis_events.attendance.rules import Presence
from ungis_events.attendance.service import save_report
from ungis_events.core.database import transaction
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event
from ungis_events.registrations.models import Registration


def make_known(event: Event, *stays: tuple[Registration | str, int]) -> None:
    """By a report: each of them was in the room since the start, for so many minutes.

    A text is the name of somebody nobody knows.
    """
    with transaction():
        save_report(
            get_event(event.slug),
            [_presence(event, who, minutes) for who, minutes in stays],
            source=Source.REPORT,
            now=NOON,
        )


def _presence(event: Event, who: Registration | str, minutes: int) -> Presence:
    left = event.starts_at + timedelta(minutes=minutes)
    if isinstance(who, str):
        return Presence(who, None, event.starts_at, left)
    return Presence(who.full_name, who.email, event.starts_at, left, who.id)
