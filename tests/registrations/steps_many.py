"""Many registrations, put straight into the table."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from sqlalchemy import insert

from tests.factories import NOON
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event
from ungis_events.events.rules import search_text
from ungis_events.registrations.models import Registration

_STATES = ("confirmed",) * 16 + ("waitlisted", "pending", "rejected", "withdrawn")
_GROUPS = ("GOV", "UN", "IGO", "CSO", "ACAD", "TECH")
_COUNTRIES = ("SN", "CN", "DE", "PE", "KE", "none")


def add_people(event: Event, number: int, start: int = 0) -> None:
    with transaction():
        rows = _rows(event, start, start + number)
        while some := list(islice(rows, 2000)):
            db.session.execute(insert(Registration), some)


def _rows(event: Event, start: int, end: int) -> Iterator[dict[str, Any]]:
    for n in range(start, end):
        given, family = f"Amina{n * 7919 % 99991:05}", f"Diallo{n * 104729 % 99989:05}"
        state = _STATES[n % len(_STATES)]
        email, organization = f"amina{n}@example.org", f"Organization {n % 997}"
        yield {
            "event_id": event.id,
            "mode_id": event.modes[0].id,
            "status": state,
            "email": email,
            "email_key": email,
            "mailbox_key": email,
            "given_name": given,
            "family_name": family,
            "sort_name": search_text(family, given),
            "name_key": search_text(given, family),
            "organization": organization,
            "sort_organization": search_text(organization),
            "search_text": search_text(given, family, email, organization),
            "stakeholder_group": _GROUPS[n % len(_GROUPS)],
            "country": _COUNTRIES[n % len(_COUNTRIES)],
            "question": "How do we measure this?" if n % 10 == 0 else None,
            "language": "en",
            "registered_at": NOON + timedelta(seconds=n),
            "waits_since": NOON + timedelta(seconds=n) if state == "waitlisted" else None,
        }
