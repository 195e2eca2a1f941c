"""Thousands of events, and people at one of them, put straight into their tables."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import insert, select

from ungis_events import workflows
from ungis_events.core.database import Model, db, transaction
from ungis_events.events.details import EventDetails
from ungis_events.events.models import Event, EventMode
from ungis_events.events.rules import search_text
from ungis_events.mailing.models import OutgoingEmail
from ungis_events.registrations.models import Registration
from ungis_events.speakers.rules import name_key

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SLUG = "desk"
_STATES = ("confirmed",) * 16 + ("waitlisted", "pending", "rejected", "withdrawn")
_GROUPS = ("GOV", "UN", "IGO", "CSO", "ACAD", "TECH")
_COUNTRIES = ("SN", "CN", "DE", "PE", "KE", "none")
_AT_ONCE = 2_000


def fill(events: int, people: int) -> None:
    """The event SLUG with `people`, and others until there are `events`."""
    details = EventDetails(
        slug=SLUG,
        title="Artificial intelligence for the common good",
        zone="America/New_York",
        starts=datetime(2027, 1, 31, 8, 30),  # noqa: DTZ001 - a wall time
        ends=datetime(2027, 1, 31, 9, 45),  # noqa: DTZ001
        description="About **digital** cooperation.",
        organizers=["UNGIS"],
    )
    with transaction():
        event = workflows.save_event(None, details, actor="bench", now=NOW)
        workflows.publish_event(event, actor="bench", now=NOW)
    mode = event.modes[0]
    _save(Event, (_event(event, number) for number in range(1, events)))
    ids = db.session.scalars(select(Event.id).where(Event.slug != SLUG)).all()
    _save(EventMode, ({"event_id": each, "mode": mode.mode, "taken": 7} for each in ids))
    _save(Registration, (_person(event.id, mode.id, number) for number in range(people)))
    _save(OutgoingEmail, (_mail(event.id, number) for number in range(1, people + 1)))
    with transaction():
        row = db.session.get_one(EventMode, mode.id)
        row.taken, row.waiting = people * 16 // 20, people // 20


def _save(table: type[Model], rows: Iterable[dict[str, Any]]) -> None:
    left = iter(rows)
    with transaction():
        while some := list(islice(left, _AT_ONCE)):
            db.session.execute(insert(table), some)


def _event(like: Event, number: int) -> dict[str, Any]:
    row = {column.key: getattr(like, column.key) for column in Event.__table__.columns}
    later = timedelta(hours=number)
    moments = {name: row[name] + later for name in ("starts", "ends", "starts_at", "ends_at")}
    del row["id"]
    return row | moments | {"slug": f"desk-{number}", "uid": f"{number}@bench"}


def _person(event_id: int, mode_id: int, number: int) -> dict[str, Any]:
    is_waiting = _STATES[number % len(_STATES)] == "waitlisted"
    given, family = f"Amina{number * 7919 % 99_991}", f"Diallo{number * 104_729 % 99_989}"
    email, organization = f"amina{number}@example.org", f"Organization {number % 997}"
    return {
        "event_id": event_id,
        "mode_id": mode_id,
        "status": _STATES[number % len(_STATES)],
        "email": email,
        "email_key": email,
        "mailbox_key": email,
        "given_name": given,
        "family_name": family,
        "sort_name": search_text(family, given),
        "name_key": name_key(f"{given} {family}"),
        "organization": organization,
        "sort_organization": search_text(organization),
        "search_text": search_text(given, family, email, organization),
        "stakeholder_group": _GROUPS[number % len(_GROUPS)],
        "country": _COUNTRIES[number % len(_COUNTRIES)],
        "question": "How do we measure this?" if number % 10 == 0 else None,
        "language": "en",
        "registered_at": NOW + timedelta(seconds=number),
        "waits_since": NOW + timedelta(seconds=number) if is_waiting else None,
    }


def _mail(event_id: int, number: int) -> dict[str, Any]:
    return {
        "kind": "registration_confirmed",
        "to_address": f"amina{number - 1}@example.org",
        "event_id": event_id,
        "registration_id": number,
        "facts": {},
        "language": "en",
        "message_id": f"bench-{number}",
        "status": "sent",
        "queued_at": NOW,
        "sent_at": NOW,
    }
