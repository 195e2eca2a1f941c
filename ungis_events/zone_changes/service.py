"""What newer zone data did to an event, kept for the desk and told to its organizers."""

from datetime import datetime

from ungis_events.core.database import db
from ungis_events.events.models import Event, EventStatus
from ungis_events.mailing.service import NewEmail, queue_emails

from .models import KIND, Outcome, ZoneChange
from .queries import list_organizers


def note_zone_change(
    event: Event,
    *,
    edition_before: str,
    was: tuple[datetime, datetime],
    outcome: Outcome,
    people_told: int,
    now: datetime,
) -> ZoneChange:
    """`was` are the moments of start and end before. Of what was cancelled nobody is told."""
    change = ZoneChange(
        event=event,
        edition_before=edition_before,
        edition_after=event.zone_data,
        outcome=outcome,
        zone=event.zone,
        starts=event.starts,
        ends=event.ends,
        starts_was_at=was[0],
        starts_at=event.starts_at,
        ends_was_at=was[1],
        ends_at=event.ends_at,
        people_told=people_told,
        noted_at=now,
    )
    db.session.add(change)
    db.session.flush()
    if event.status is not EventStatus.CANCELLED:
        change.organizers_told = queue_emails(_mails(change, event), now=now)
    return change


def _mails(change: ZoneChange, event: Event) -> list[NewEmail]:
    """To the event's contact, else to everybody who can decide."""
    people = (
        [(event.contact, ", ".join(event.organizers) or event.contact)]
        if event.contact
        else [(account.email, account.name) for account in list_organizers(event.id)]
    )
    return [
        NewEmail(
            kind=KIND,
            to_address=address,
            event_id=event.id,
            registration_id=None,
            facts={"zone_change": change.id, "name": name},
            language="en",  # accounts have none
        )
        for address, name in people
    ]
