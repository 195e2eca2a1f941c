"""How an e-mail to a registrant is put together."""

from datetime import datetime
from typing import Any

from ungis_events.adapters.mail import Email
from ungis_events.core.site_links import site_url
from ungis_events.events.models import Event
from ungis_events.events.rules import DOORS_OPEN_BEFORE
from ungis_events.mailing.composing import CalendarPart, MailShown, compose_email, show_email
from ungis_events.mailing.models import OutgoingEmail

from . import links
from .models import Registration, RegistrationStatus
from .queries import place_in_line


def compose(
    row: OutgoingEmail,
    registration: Registration,
    now: datetime,
    *,
    more: dict[str, Any] | None = None,
    calendar: CalendarPart | None = None,
    reply_to: str | None = None,
    unsubscribe_url: str | None = None,
) -> Email:
    """The complete e-mail, in the row's language; `more` goes to the templates of its kind."""
    return compose_email(
        row,
        _context(row, registration, now) | (more or {}),
        to_name=registration.full_name,
        calendar=calendar,
        reply_to=reply_to or registration.event.contact,
        unsubscribe_url=unsubscribe_url,
    )


def show(
    row: OutgoingEmail,
    registration: Registration,
    now: datetime,
    *,
    more: dict[str, Any] | None = None,
) -> MailShown:
    """What `compose` would make of it, for the desk. `row` need not be saved."""
    return show_email(row, _context(row, registration, now) | (more or {}))


def specimen(
    event: Event, *, name: str, email: str, language: str, zone: str | None = None
) -> Registration:
    """Somebody with a seat who is not there: for tests sent to oneself. Never saved."""
    registration = Registration(
        id=0,
        status=RegistrationStatus.CONFIRMED,
        email=email,
        given_name=name,
        family_name="",
        organization="",
        stakeholder_group="",
        country="none",
        language=language,
        zone=zone,
        link_version=1,
        calendar_sequence=event.sequence,
    )
    registration.event, registration.mode = event, event.modes[0]
    return registration


def _context(row: OutgoingEmail, registration: Registration, now: datetime) -> dict[str, Any]:
    event = registration.event
    return {
        "event": event,
        "registration": registration,
        "event_url": site_url("events.show", slug=event.slug),
        "own_url": links.own_url(registration),
        "join_url": links.join_url(registration) if event.ends_at > now else None,
        "place_in_line": place_in_line(registration),
        "was": _was(row.facts.get("was") or {}),
        "note": row.facts.get("note"),
        "is_first": row.facts.get("is_first", False),
        "is_revival": row.facts.get("is_revival", False),
        "zone_rules": row.facts.get("zone_rules"),
        "had_seat": row.facts.get("had_seat", False),
        "by_organizer": row.facts.get("by_organizer", False),
        "is_test": row.facts.get("is_test", False),
        "doors_open_at": event.starts_at - DOORS_OPEN_BEFORE,
    }


def _was(frozen: dict[str, str]) -> dict[str, Any]:
    """Old times and place, as they were when the event was changed."""
    return {
        name: datetime.fromisoformat(value) if name.endswith("_at") else value
        for name, value in frozen.items()
    }
